//! Who belongs: seats, their wallets, what they weigh, and whom they delegate to.
//!
//! Stored: [`registry`], [`delegations`]. Messages and actions: [`membership`], [`wallets`], [`weights`], [`delegating`]; [`live`] finds a
//! seat that still is one. Answers: [`queries`], [`cw4`].

pub(crate) mod cw4;
pub(crate) mod delegating;
pub(crate) mod delegations;
pub(crate) mod live;
pub(crate) mod membership;
pub(crate) mod queries;
pub(crate) mod registry;
pub(crate) mod wallets;
pub(crate) mod weights;
