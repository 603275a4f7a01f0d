//! Why a house, or a word to or from one, is refused.

use folkmoot_rules::Seconds;
use thiserror::Error;

/// About houses and what they review.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum HouseError {
    /// No time, or too much.
    #[error("a response time lies between 1 s and {limit}, not {response_time}")]
    ResponseTime {
        /// At most.
        limit: Seconds,
        /// Offered.
        response_time: Seconds,
    },
    /// A house lets go by its own decision.
    #[error(
        "a house lets a group go by its own decision, or when nobody in it has a vote: {seats} seats have"
    )]
    StillSits {
        /// The seats that vote in the house.
        seats: u32,
    },
    /// A guard came after it, or became stronger.
    #[error(
        "{house} guards the rules and the code, and did not look at proposal {proposal} as it does now: open it anew"
    )]
    Unguarded {
        /// The proposal.
        proposal: u64,
        /// The house.
        house: String,
    },
    /// Whether a call out of a contract arrives is up to that contract.
    #[error(
        "{house} did not answer about proposal {proposal}; out of a contract that counts for nothing: refer it from an account"
    )]
    NotReached {
        /// The proposal.
        proposal: u64,
        /// The house.
        house: String,
    },
    /// No house looks at it now.
    #[error("proposal {proposal} is {status}: it waits for no word of a house")]
    NotReferred {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// A house looks at it.
    #[error(
        "proposal {proposal} is looked at by a house until {until} (unix seconds), it is {now}"
    )]
    Referred {
        /// The proposal.
        proposal: u64,
        /// The end of that, longer while blocks are missing.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// The window is over, or the proposal was to be ratified.
    #[error("proposal {proposal} of {group} can't be stopped any more: its window has ended")]
    WindowOver {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: u64,
    },
    /// No notice was taken.
    #[error("there is no notice of proposal {proposal} of {group}")]
    NoNotice {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: u64,
    },
    /// What a house must ratify it stops by not agreeing.
    #[error("proposal {proposal} of {group} needs the yes of this group: there is nothing to veto")]
    Ratified {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: u64,
    },
    /// One veto a notice may be open.
    #[error("veto {veto} about proposal {proposal} is open: one at a time")]
    VetoOpen {
        /// The veto proposal.
        veto: u64,
        /// The reviewed group's proposal.
        proposal: u64,
    },
    /// It is no veto.
    #[error("proposal {proposal} is no veto")]
    NoVeto {
        /// The proposal.
        proposal: u64,
    },
    /// It still may pass, or has.
    #[error("veto {proposal} is {status}: there is no failure to report")]
    NotFailed {
        /// The veto proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// A veto stands until it is decided.
    #[error("proposal {proposal} is a veto, which can't be withdrawn or amended")]
    VetoStands {
        /// The proposal.
        proposal: u64,
    },
    /// Empty or too long.
    #[error("a concern or its answer has 1 to {limit} bytes, not {bytes}")]
    Text {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// One a seat.
    #[error("seat {seat} has raised a concern about proposal {proposal}")]
    AlreadyRaised {
        /// The seat.
        seat: u32,
        /// The reviewed group's proposal.
        proposal: u64,
    },
    /// More than can be read.
    #[error("at most {limit} concerns are raised about a proposal")]
    TooManyConcerns {
        /// At most.
        limit: u32,
    },
    /// There is none.
    #[error("seat {seat} has no concern about proposal {proposal}")]
    NoConcern {
        /// The seat.
        seat: u32,
        /// The reviewed group's proposal.
        proposal: u64,
    },
}
