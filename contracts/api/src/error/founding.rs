//! Founding and sealing.

use thiserror::Error;

/// About founding and sealing.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum FoundingError {
    /// Nothing can be proposed or received yet.
    #[error("group '{name}' is not founded yet")]
    NotFounded {
        /// The group.
        name: String,
    },
    /// Founding is complete.
    #[error("group '{name}' was founded already; seats are admitted by a decision now")]
    AlreadyFounded {
        /// The group.
        name: String,
    },
    /// Somebody else could change the group's code.
    #[error(
        "the group is unsealed: its contract's admin is {admin}, and must be the group itself or nobody"
    )]
    Unsealed {
        /// The admin.
        admin: String,
    },
    /// Its sunset has come.
    #[error("group '{name}' ended at {sunset} (unix seconds), it is {now}")]
    Over {
        /// The group.
        name: String,
        /// Its sunset.
        sunset: u64,
        /// The block time.
        now: u64,
    },
    /// A name that is empty or too long.
    #[error("a {what} has 1 to {limit} bytes, not {bytes}")]
    Length {
        /// The text.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// More seats than a message holds.
    #[error("a founding message has at most {limit} seats, not {found}")]
    TooManySeats {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// Another contract's state, or of a version that this code can't read: a newer one's, or one before 0.2.0.
    #[error("can't migrate {stored} to {code}")]
    Migration {
        /// What is stored.
        stored: String,
        /// What the code is.
        code: String,
    },
}
