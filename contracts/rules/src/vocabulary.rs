//! The words that all rules share: what a seat can choose, what a group tells above, who decides, and what it comes to.

use std::fmt;
use std::str::FromStr;

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Tallies count weight in millionths, so that the parts of a split seat stay exact.
pub const UNITS_PER_WEIGHT: u128 = 1_000_000;

/// What a ballot says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For it.
    Yes,
    /// Against it.
    No,
    /// Present, and neither for nor against.
    Abstain,
    /// Present, not for it, and not in the way.
    StandAside,
    /// In the way: a block or an objection.
    Block,
}

/// A word that is no choice.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("choice {0:?} is not one of yes, no, abstain, stand_aside, block")]
pub struct ChoiceError(
    /// The word as given.
    pub String,
);

impl Choice {
    /// The word that is signed, stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Abstain => "abstain",
            Self::StandAside => "stand_aside",
            Self::Block => "block",
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Choice {
    type Err = ChoiceError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            "abstain" => Ok(Self::Abstain),
            "stand_aside" => Ok(Self::StandAside),
            "block" => Ok(Self::Block),
            _ => Err(ChoiceError(word.to_owned())),
        }
    }
}

/// What a joint group learns of a group's decision.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The group is for it.
    Yes,
    /// The group is against it.
    No,
    /// The group took part and is neither for nor against.
    Abstain,
    /// The group did not vote: it stays in the base and is no longer waited for.
    NotCast,
}

impl Signal {
    /// The word in which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Abstain => "abstain",
            Self::NotCast => "not_cast",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Choice> for Signal {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Yes => Self::Yes,
            Choice::No | Choice::Block => Self::No,
            Choice::Abstain | Choice::StandAside => Self::Abstain,
        }
    }
}

/// The choices that a ballot knows.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Slate {
    /// Yes, no, abstain.
    #[default]
    Vote,
    /// Yes, abstain, stand aside, block.
    Consensus,
    /// Consent (yes) and object (block).
    Circle,
}

impl Slate {
    /// Its choices, in the order in which they are offered.
    #[must_use]
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Vote => &[Choice::Yes, Choice::No, Choice::Abstain],
            Self::Consensus => &[
                Choice::Yes,
                Choice::Abstain,
                Choice::StandAside,
                Choice::Block,
            ],
            Self::Circle => &[Choice::Yes, Choice::Block],
        }
    }

    /// Whether it has a choice.
    #[must_use]
    pub fn knows(self, choice: Choice) -> bool {
        self.choices().contains(&choice)
    }

    /// Its choices in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vote => "yes, no, abstain",
            Self::Consensus => "yes, abstain, stand_aside, block",
            Self::Circle => "yes, block",
        }
    }

    /// The choice that a group's signal makes: no is a block where there is no "no"; what it lacks is not cast.
    #[must_use]
    pub fn choice_of(self, signal: Signal) -> Option<Choice> {
        let choice = match (signal, self) {
            (Signal::Yes, _) => Choice::Yes,
            (Signal::No, Self::Vote) => Choice::No,
            (Signal::No, _) => Choice::Block,
            (Signal::Abstain, _) => Choice::Abstain,
            (Signal::NotCast, _) => return None,
        };
        self.knows(choice).then_some(choice)
    }
}

/// Who may vote on a proposal, as totals at its opening.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Electorate {
    /// The weight of all voting seats together.
    pub weight: u64,
    /// How many voting seats there are.
    pub seats: u32,
}

impl Electorate {
    /// The weight in the units of a tally.
    #[must_use]
    pub fn units(&self) -> u128 {
        units(self.weight)
    }
}

/// What a deciding round came to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Open seats can still change it.
    Undecided,
    /// Carried.
    Passed,
    /// Enough took part, too few said yes.
    Rejected,
    /// Too few took part.
    NoQuorum,
    /// Blocks or objections stand in the way.
    Blocked,
}

impl Outcome {
    /// The word in which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Passed => "passed",
            Self::Rejected => "rejected",
            Self::NoQuorum => "no_quorum",
            Self::Blocked => "blocked",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

pub(crate) fn units(weight: u64) -> u128 {
    // Below 2^84: a weight has 64 bits, a million 20.
    u128::from(weight).saturating_mul(UNITS_PER_WEIGHT)
}
