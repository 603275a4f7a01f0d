//! Why something about a role is refused.

use thiserror::Error;

/// About roles.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum RoleError {
    /// The charter has no such role.
    #[error("the charter in force has no role '{role}'")]
    Unknown {
        /// As named.
        role: String,
    },
    /// Nobody needs it: all places are held.
    #[error("role '{role}' is held by as many as it has places: {places}")]
    Full {
        /// The role.
        role: String,
        /// Its places.
        places: u32,
    },
    /// The role is filled in another way.
    #[error("role '{role}' is filled by {filling}, not by {wanted}")]
    Filling {
        /// The role.
        role: String,
        /// How it is filled.
        filling: &'static str,
        /// How the message would fill it.
        wanted: &'static str,
    },
    /// The role takes none, or no more.
    #[error("role '{role}' has at most {limit} apprentices")]
    Apprentices {
        /// The role.
        role: String,
        /// At most.
        limit: u32,
    },
    /// Nothing to give up or take away.
    #[error("seat {seat} has nothing to do with {office}")]
    NotHeld {
        /// The seat.
        seat: u32,
        /// The role, or the representatives.
        office: String,
    },
    /// A group votes by its own decision, and can't be in an office.
    #[error("seat {seat} is a group's, and an office is a person's")]
    GroupSeat {
        /// The seat.
        seat: u32,
    },
    /// The seat is nominated already, or was objected to.
    #[error(
        "seat {seat} is nominated for role '{role}' already; again from {from} (unix seconds), it is {now}"
    )]
    Nominated {
        /// The role.
        role: String,
        /// The seat.
        seat: u32,
        /// When it can be nominated again.
        from: u64,
        /// The block time.
        now: u64,
    },
    /// A list above its bound.
    #[error("role '{role}' has at most {limit} nominations at a time")]
    TooManyNominations {
        /// The role.
        role: String,
        /// At most.
        limit: usize,
    },
    /// There is none, or it has lapsed.
    #[error("seat {seat} is not nominated for role '{role}'")]
    NotNominated {
        /// The role.
        role: String,
        /// The seat.
        seat: u32,
    },
    /// The time for objections is over.
    #[error("objections were taken until {until} (unix seconds), it is {now}")]
    WindowOver {
        /// Its end.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// The time for objections runs.
    #[error("objections are taken until {until} (unix seconds), it is {now}")]
    WindowOpen {
        /// Its end.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// Somebody objected.
    #[error("seat {by} objected to seat {seat} in role '{role}'")]
    Objected {
        /// The role.
        role: String,
        /// Who is nominated.
        seat: u32,
        /// Who objected.
        by: u32,
    },
    /// A reason of nothing or above its bound.
    #[error("a reason has 1 to {limit} bytes, not {bytes}")]
    Reason {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// Every core seat holds it, or there is none.
    #[error("no core seat is free to take a turn in role '{role}'")]
    NobodyInTurn {
        /// The role.
        role: String,
    },
    /// It spends only by a decision.
    #[error("role '{role}' has no allowance")]
    NoAllowance {
        /// The role.
        role: String,
    },
    /// More than is left, or another coin.
    #[error("role '{role}' may spend {left} until {until} (unix seconds), not {amount}")]
    Allowance {
        /// The role.
        role: String,
        /// What is left.
        left: String,
        /// When the next period begins.
        until: u64,
        /// Handed in.
        amount: String,
    },
    /// More core seats than the charter wants.
    #[error("the charter limits the core seats to {limit}, this would be number {count}")]
    CoreLimit {
        /// At most.
        limit: u32,
        /// Would be.
        count: u64,
    },
}
