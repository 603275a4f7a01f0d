//! Refusals about the treasury.

use cosmwasm_std::{StdError, Uint128, Uint256};
use thiserror::Error;

/// About the treasury.
#[derive(Error, Debug)]
pub enum TreasuryError {
    /// A fund holds less than is asked of it.
    #[error("{fund} has {there} {denom}, {asked} are asked for")]
    TooLittle {
        /// The fund.
        fund: String,
        /// What is there.
        there: Uint256,
        /// What was asked.
        asked: Uint256,
        /// The denomination.
        denom: String,
    },
    /// An amount beyond what the books hold.
    #[error("{amount} {denom} are more than the books hold, which is {max}", max = u128::MAX)]
    TooMuch {
        /// The amount.
        amount: Uint256,
        /// The denomination.
        denom: String,
    },
    /// Nothing would be moved.
    #[error("the amount of {denom} must be above 0")]
    Zero {
        /// The denomination.
        denom: String,
    },
    /// More denominations than an exit can walk.
    #[error("a seat stakes at most {limit} denominations")]
    TooManyDenoms {
        /// At most.
        limit: usize,
    },
    /// The one before has not ended.
    #[error("cycle {cycle} of {denom} runs until {ends_at} (unix seconds): one at a time")]
    CycleRuns {
        /// The cycle.
        cycle: u32,
        /// Its denomination.
        denom: String,
        /// Its end.
        ends_at: u64,
    },
    /// It has ended, so its rest belongs to who pledged.
    #[error("cycle {cycle} of {denom} ended at {ends_at} (unix seconds)")]
    CycleEnded {
        /// The cycle.
        cycle: u32,
        /// Its denomination.
        denom: String,
        /// Its end.
        ends_at: u64,
    },
    /// There is none.
    #[error("there is no cycle {cycle} of {denom}")]
    NoCycle {
        /// As named.
        cycle: u32,
        /// The denomination.
        denom: String,
    },
    /// The end is no end in sight.
    #[error("a cycle ends after {now} and by {latest} (unix seconds), not at {ends_at}")]
    CycleEnd {
        /// The block's time.
        now: u64,
        /// At the latest.
        latest: u64,
        /// As named.
        ends_at: u64,
    },
    /// A cycle of nothing.
    #[error("nobody has pledged {denom} for the next cycle")]
    NoPledges {
        /// The denomination.
        denom: String,
    },
    /// The seat has no share that is due.
    #[error("seat {seat} has no share of an ended cycle of {denom}")]
    NothingToSettle {
        /// The seat.
        seat: u32,
        /// The denomination.
        denom: String,
    },
    /// Nobody owes anything.
    #[error("nothing in {denom} is due to {claimant}")]
    NoClaim {
        /// A seat or an address.
        claimant: String,
        /// The denomination.
        denom: String,
    },
    /// There is nowhere to pay to.
    #[error(
        "seat {seat} has no cosmos wallet that it could be paid to: its claims wait until it names a pay-out address"
    )]
    NoPayOut {
        /// The seat.
        seat: u32,
    },
    /// The group would pay itself.
    #[error("the group can't be paid by itself")]
    PaysItself,
    /// None is announced.
    #[error("seat {seat} has announced no new pay-out address")]
    NoNotice {
        /// The seat.
        seat: u32,
    },
    /// An execution would have paid with what is due to others.
    #[error(
        "{reserved} {denom} belong to stakes, pools, claims and deposits, only {balance} would be left: nothing is paid"
    )]
    Reserved {
        /// What others are due.
        reserved: Uint128,
        /// What would be left.
        balance: Uint256,
        /// The denomination.
        denom: String,
    },
    /// A sum that the books could not make.
    #[error("the books of {denom} don't add up")]
    Books {
        /// The denomination.
        denom: String,
    },
    /// From the chain or the store.
    #[error(transparent)]
    Std(#[from] StdError),
}
