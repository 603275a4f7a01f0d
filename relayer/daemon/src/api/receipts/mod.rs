//! `/api/v1/receipts/…`: what became of ballots.

mod show;

pub(super) use show::show;
