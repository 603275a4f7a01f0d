//! Why a delegation is refused.

use thiserror::Error;

/// About delegations.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum DelegationError {
    /// Every seat speaks for itself.
    #[error("the charter in force lets no seat carry another's weight")]
    NotAllowed,
    /// A seat that can't be a delegate.
    #[error("seat {seat} can't carry the weight of seat {of}: {why}")]
    Delegate {
        /// The delegate.
        seat: u32,
        /// The sender's seat.
        of: u32,
        /// What it lacks.
        why: &'static str,
    },
    /// A name that no procedure has.
    #[error(
        "the charter in force has no procedure '{name}', and what a group above asks is 'upstream'"
    )]
    Procedure {
        /// As named.
        name: String,
    },
    /// In the past, or further away than anybody looks ahead.
    #[error("a delegation ends after {now} and by {limit} (unix seconds), not at {until}")]
    Until {
        /// The block time.
        now: u64,
        /// At the latest.
        limit: u64,
        /// Handed in.
        until: u64,
    },
    /// Who has nothing to give takes no place of a delegate.
    #[error("seat {seat} has no vote that another one could carry")]
    NoVote {
        /// The sender's seat.
        seat: u32,
    },
    /// A list above its bound.
    #[error("seat {seat} carries the weight of {limit} seats, which is as many as it may")]
    Full {
        /// The delegate.
        seat: u32,
        /// At most.
        limit: usize,
    },
    /// Nothing to end.
    #[error("seat {seat} has no delegate")]
    Nobody {
        /// The sender's seat.
        seat: u32,
    },
}
