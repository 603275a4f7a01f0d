//! The treasury: funds and claims, stakes and cycles, deposits, allowances, and where seats are paid.
//!
//! [`ledger`], [`stakes`] and [`payouts`] are what is stored; [`funds`], [`staking`], [`paying_out`], [`deposits`] and [`allowance`] change it;
//! [`queries`] tells of it.

pub(crate) mod allowance;
pub(crate) mod deposits;
pub(crate) mod funds;
pub(crate) mod ledger;
pub(crate) mod paying_out;
pub(crate) mod payouts;
pub(crate) mod queries;
pub(crate) mod stakes;
pub(crate) mod staking;
