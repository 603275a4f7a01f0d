//! Who belongs: seats, their wallets, what they weigh, and whom they delegate to.
//!
//! [`registry`] and [`delegations`] are what is stored; [`membership`], [`wallets`], [`weights`] and [`delegating`] change it; [`queries`] and
//! [`cw4`] tell of it.

pub(crate) mod cw4;
pub(crate) mod delegating;
pub(crate) mod delegations;
pub(crate) mod membership;
pub(crate) mod queries;
pub(crate) mod registry;
pub(crate) mod wallets;
pub(crate) mod weights;
