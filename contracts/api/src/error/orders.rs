//! Why an order is refused.

use thiserror::Error;

/// About orders.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// A batch of none or too many.
    #[error("a batch has 1 to {limit} orders, not {found}")]
    Batch {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// No act of a seat, or one that goes another way.
    #[error(
        "no order carries this message: votes go by cast_ballots, stakes by stake_for, and what anybody may send needs none"
    )]
    NotAnAct,
    /// Its time is over.
    #[error("the order expired at {expires} (unix seconds), it is {now}")]
    Expired {
        /// Its end.
        expires: u64,
        /// The block time.
        now: u64,
    },
    /// Good for longer than is remembered.
    #[error("an order expires by {latest} (unix seconds), not at {expires}")]
    TooLong {
        /// At the latest.
        latest: u64,
        /// As named.
        expires: u64,
    },
    /// The signers act for another seat.
    #[error("the order is seat {seat}'s, its signers act for seat {signers}")]
    OtherSeat {
        /// As named.
        seat: u32,
        /// The signers'.
        signers: u32,
    },
    /// It counted already.
    #[error("order {number} of seat {seat} was carried already")]
    Carried {
        /// The seat.
        seat: u32,
        /// Its number.
        number: u64,
    },
    /// It is about a proposal and does not say which version.
    #[error("the order names no content hash of proposal {proposal}")]
    NoContent {
        /// The proposal.
        proposal: u64,
    },
    /// It is about a version that has passed.
    #[error(
        "the order is about another version of proposal {proposal}: it is version {version} now"
    )]
    OtherVersion {
        /// The proposal.
        proposal: u64,
        /// Its version.
        version: u32,
    },
    /// The act is about no content.
    #[error("the order names a content hash, and its act is about no proposal that is open here")]
    UnaskedContent,
}
