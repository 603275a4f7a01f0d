//! The treasury: funds and claims, stakes and cycles, deposits, allowances, and where seats are paid.
//!
//! Stored: [`ledger`], [`stakes`], [`payouts`]. Messages and actions: [`funds`], [`staking`], [`paying_out`], [`deposits`], [`allowance`], by the
//! [`clock`] that cycles go by. Answers: [`queries`].

pub(crate) mod allowance;
pub(crate) mod clock;
pub(crate) mod deposits;
pub(crate) mod funds;
pub(crate) mod ledger;
pub(crate) mod paying_out;
pub(crate) mod payouts;
pub(crate) mod queries;
pub(crate) mod stakes;
pub(crate) mod staking;
