//! Why a document, a proposal between parties, a subgroup or a winding-up is refused.

use thiserror::Error;

/// About documents.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum DocumentError {
    /// Empty or above its bound.
    #[error("a {what} has 1 to {limit} bytes, not {bytes}")]
    Length {
        /// The text.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// A text with what can't be seen.
    #[error(transparent)]
    Text(#[from] folkmoot_rules::TextError),
    /// A hash that is none.
    #[error("a document's sha-256 has 32 bytes, not {bytes}")]
    Hash {
        /// Handed in.
        bytes: usize,
    },
    /// More than a record holds.
    #[error("a cell state answers at most {limit} requirements, not {found}")]
    TooManyAnswers {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// Only a cell state does.
    #[error("only a cell state answers requirements, document '{kind}' does not")]
    AnswersNothing {
        /// The document.
        kind: String,
    },
    /// There is none.
    #[error("there is no document '{kind}' of version {version}")]
    Unknown {
        /// The document.
        kind: String,
        /// The version; 0 where the latest was asked for.
        version: u32,
    },
    /// Adopted by all, or between other parties.
    #[error(
        "document '{kind}' belongs to {owner}, and this proposal is between {parties}: give it another name"
    )]
    Owner {
        /// The document.
        kind: String,
        /// Whose it is.
        owner: String,
        /// Whose proposal it is.
        parties: String,
    },
}

/// About proposals between parties.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum PartyError {
    /// One alone, or too many.
    #[error("a proposal is between 2 to {limit} parties, not {found}")]
    Count {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// Named twice.
    #[error("seat {seat} stands twice among the parties")]
    Twice {
        /// The seat.
        seat: u32,
    },
    /// Not a group's, or without a vote.
    #[error("seat {seat} can't be a party: only the seat of a linked group with a vote is")]
    NoParty {
        /// The seat.
        seat: u32,
    },
    /// What belongs to all is decided by all.
    #[error(
        "a proposal between parties does nothing but adopt documents of theirs: what belongs to all is decided by all"
    )]
    Acts,
    /// A rescission by others than those who decided.
    #[error("proposal {proposal} was decided between {parties}: only they take it back")]
    Rescind {
        /// The proposal.
        proposal: u64,
        /// Whose it is.
        parties: String,
    },
}

/// About founding subgroups.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum SubgroupError {
    /// Without a seat that votes nothing could be decided.
    #[error("subgroup '{name}' would have no core seat")]
    NoSeat {
        /// The subgroup.
        name: String,
    },
}

/// About winding a group up.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum WindingError {
    /// Its members decide what becomes of its coins.
    #[error("the group goes on: {seats} seats vote, and {}", ends(.sunset))]
    Alive {
        /// How many seats vote.
        seats: u32,
        /// Its sunset, unix seconds.
        sunset: Option<u64>,
    },
    /// Somebody may still come who decides what becomes of its coins.
    #[error(
        "the group goes on: {seats} seats vote, and nobody could decide in it yet: it can be wound up from {until} (unix seconds) on"
    )]
    Waits {
        /// How many seats would vote.
        seats: u32,
        /// From then on, unix seconds.
        until: u64,
    },
    /// More than a call looks at.
    #[error("a winding-up names at most {limit} denominations, not {found}")]
    TooMany {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// There is nothing for the heir.
    #[error("nothing is left for the heir")]
    NothingLeft,
}

fn ends(sunset: &Option<u64>) -> String {
    match sunset {
        Some(sunset) => ["its sunset is at ", &sunset.to_string(), " (unix seconds)"].concat(),
        None => "it has no sunset".into(),
    }
}

/// Those between whom a proposal is, in words.
pub fn whose(parties: &[u32]) -> String {
    match parties {
        [] => "all".into(),
        seats => {
            let seats: Vec<String> = seats.iter().map(ToString::to_string).collect();
            ["seats ", &seats.join(", ")].concat()
        }
    }
}
