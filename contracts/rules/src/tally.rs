//! What was cast in a proposal, counted by weight and by seats at once.

use core::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    decimal,
    shares::{SharesError, split},
    upstream::{Signal, UpstreamBallot},
};

/// Tallies count weight in millionths, so that the parts of a split seat stay exact.
pub const UNITS_PER_WEIGHT: u128 = 1_000_000;

/// What a ballot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For it.
    Yes,
    /// Against it.
    No,
    /// Present, and neither for nor against.
    Abstain,
}

/// A word that is no choice.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("choice {0:?} is not one of yes, no, abstain")]
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
            _ => Err(ChoiceError(word.to_owned())),
        }
    }
}

/// Who may vote on a proposal, as totals at its opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// What was cast, in one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Measure {
    /// For it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub yes: u128,
    /// Against it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub no: u128,
    /// Present, and neither for nor against.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub abstain: u128,
    /// Known to stay without a ballot: told not cast, left, or not asked in time.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub not_cast: u128,
}

impl Measure {
    /// Yes and no together: the base of a threshold on what was cast.
    #[must_use]
    pub const fn cast(&self) -> u128 {
        self.yes.saturating_add(self.no)
    }

    /// Ballots of any choice: what a quorum counts.
    #[must_use]
    pub const fn present(&self) -> u128 {
        self.cast().saturating_add(self.abstain)
    }

    /// Everything that is no longer waited for.
    #[must_use]
    pub const fn answered(&self) -> u128 {
        self.present().saturating_add(self.not_cast)
    }

    fn part(&mut self, signal: Signal) -> &mut u128 {
        match signal {
            Signal::Yes => &mut self.yes,
            Signal::No => &mut self.no,
            Signal::Abstain => &mut self.abstain,
            Signal::NotCast => &mut self.not_cast,
        }
    }

    fn add(&mut self, signal: Signal, amount: u128) -> Result<(), TallyError> {
        let part = self.part(signal);
        *part = part
            .checked_add(amount)
            .ok_or(TallyError::Overflow { signal, amount })?;
        Ok(())
    }

    fn remove(&mut self, signal: Signal, amount: u128) -> Result<(), TallyError> {
        let part = self.part(signal);
        *part = part.checked_sub(amount).ok_or(TallyError::NotCounted {
            signal,
            amount,
            counted: *part,
        })?;
        Ok(())
    }
}

/// What was cast in a proposal, by weight and by seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Tally {
    /// Weight, in units of which [`UNITS_PER_WEIGHT`] make one.
    pub weight: Measure,
    /// Whole seats.
    pub seats: Measure,
}

/// Why a ballot can't be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TallyError {
    /// More than any electorate can hold.
    #[error("the tally of {signal} has no room for {amount} more")]
    Overflow {
        /// Where it was to be added.
        signal: Signal,
        /// How much.
        amount: u128,
    },
    /// A ballot that was never counted can't be taken back.
    #[error("{amount} can't be taken from the {counted} counted as {signal}")]
    NotCounted {
        /// Where it was to be taken from.
        signal: Signal,
        /// How much.
        amount: u128,
        /// How much is there.
        counted: u128,
    },
    /// The shares of a split seat are no shares.
    #[error(transparent)]
    Shares(#[from] SharesError),
}

impl Tally {
    /// Counts one seat's ballot. On an error nothing is changed.
    pub fn add_ballot(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        self.add_signal(choice.into(), weight)
    }

    /// Takes back one seat's ballot, so that its next revision can be counted. On an error nothing is changed.
    pub fn remove_ballot(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.remove(choice.into(), units(weight))?;
        next.seats.remove(choice.into(), 1)?;
        *self = next;
        Ok(())
    }

    /// Counts what a group seat's group decided. On an error nothing is changed.
    ///
    /// A split seat's weight goes to the parts; as a seat it is one and stands with the larger of yes and no.
    pub fn add_upstream(&mut self, ballot: &UpstreamBallot, weight: u64) -> Result<(), TallyError> {
        let shares = match ballot {
            UpstreamBallot::Signal(signal) => return self.add_signal(*signal, weight),
            UpstreamBallot::Split(shares) => shares,
        };
        let parts = split(shares, weight)?;
        let mut next = *self;
        next.weight.add(Signal::Yes, parts.yes)?;
        next.weight.add(Signal::No, parts.no)?;
        next.weight.add(Signal::Abstain, parts.abstain)?;
        next.weight.add(Signal::NotCast, parts.not_cast)?;
        next.seats.add(shares.stands_with(), 1)?;
        *self = next;
        Ok(())
    }

    /// Counts seats that will stay without a ballot: they left, or were not asked in time.
    pub fn add_absent(&mut self, weight: u64, seats: u32) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.add(Signal::NotCast, units(weight))?;
        next.seats.add(Signal::NotCast, u128::from(seats))?;
        *self = next;
        Ok(())
    }

    /// What is still waited for, as (units of weight, seats).
    #[must_use]
    pub fn silent(&self, electorate: &Electorate) -> (u128, u128) {
        (
            electorate.units().saturating_sub(self.weight.answered()),
            u128::from(electorate.seats).saturating_sub(self.seats.answered()),
        )
    }

    fn add_signal(&mut self, signal: Signal, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.add(signal, units(weight))?;
        next.seats.add(signal, 1)?;
        *self = next;
        Ok(())
    }
}

fn units(weight: u64) -> u128 {
    // Below 2^84: a weight has 64 bits, a million 20.
    u128::from(weight).saturating_mul(UNITS_PER_WEIGHT)
}
