//! What was cast in a proposal, counted by weight and by seats at once.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::decimal;
use crate::shares::{Shares, SharesError, UpstreamBallot, split};
use crate::vocabulary::{Choice, Electorate, Signal, Slate, units};

/// What was cast, in one measure.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
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
    /// Present, not for it, and not in the way.
    #[serde(default, with = "decimal", skip_serializing_if = "is_zero")]
    #[schemars(with = "String")]
    pub stand_aside: u128,
    /// In the way.
    #[serde(default, with = "decimal", skip_serializing_if = "is_zero")]
    #[schemars(with = "String")]
    pub block: u128,
}

const fn is_zero(part: &u128) -> bool {
    *part == 0
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
        self.cast()
            .saturating_add(self.abstain)
            .saturating_add(self.stand_aside)
            .saturating_add(self.block)
    }

    /// No and blocks together: what speaks against it.
    #[must_use]
    pub const fn against(&self) -> u128 {
        self.no.saturating_add(self.block)
    }

    /// Everything that is no longer waited for.
    #[must_use]
    pub const fn answered(&self) -> u128 {
        self.present().saturating_add(self.not_cast)
    }

    fn part(&mut self, part: Part) -> &mut u128 {
        match part {
            Part::Choice(Choice::Yes) => &mut self.yes,
            Part::Choice(Choice::No) => &mut self.no,
            Part::Choice(Choice::Abstain) => &mut self.abstain,
            Part::Choice(Choice::StandAside) => &mut self.stand_aside,
            Part::Choice(Choice::Block) => &mut self.block,
            Part::NotCast => &mut self.not_cast,
        }
    }

    fn add(&mut self, to: Part, amount: u128) -> Result<(), TallyError> {
        let part = self.part(to);
        *part = part.checked_add(amount).ok_or(TallyError::Overflow {
            part: to.as_str(),
            amount,
        })?;
        Ok(())
    }

    fn remove(&mut self, from: Part, amount: u128) -> Result<(), TallyError> {
        let part = self.part(from);
        *part = part.checked_sub(amount).ok_or(TallyError::NotCounted {
            part: from.as_str(),
            amount,
            counted: *part,
        })?;
        Ok(())
    }
}

/// One of the parts of a measure.
#[derive(Clone, Copy)]
enum Part {
    Choice(Choice),
    NotCast,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Choice(choice) => choice.as_str(),
            Self::NotCast => Signal::NotCast.as_str(),
        }
    }
}

impl From<Signal> for Part {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::Yes => Self::Choice(Choice::Yes),
            Signal::No => Self::Choice(Choice::No),
            Signal::Abstain => Self::Choice(Choice::Abstain),
            Signal::NotCast => Self::NotCast,
        }
    }
}

/// What a consent rule asks about the seat behind a ballot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// It opened the proposal.
    pub is_proposer: bool,
    /// The proposal removes or changes it.
    pub is_concerned: bool,
}

/// What was cast in a proposal, by weight and by seats.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Tally {
    /// Weight, in units of which a million make one.
    pub weight: Measure,
    /// Whole seats.
    pub seats: Measure,
    /// Whether the proposer's own seat is among those that said yes: a lazy consent asks for another.
    #[serde(default, skip_serializing_if = "is_false")]
    pub proposer_yes: bool,
    /// Blocks of seats that the proposal removes or changes: each of them alone blocks.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub concerned_blocks: u32,
    /// What of all that delegates cast for other seats, each of which may still speak for itself.
    #[serde(default, skip_serializing_if = "Carried::is_nothing")]
    pub carried: Carried,
}

/// What delegates cast for other seats. Stand-asides and blocks are kept as abstain: of these a rule asks only whether there
/// are any.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Carried {
    /// Weight, in units of which a million make one.
    pub weight: Measure,
    /// Whole seats.
    pub seats: Measure,
}

impl Carried {
    /// Whether no seat's weight is carried.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.seats.present() == 0
    }

    const fn part(choice: Choice) -> Part {
        Part::Choice(match choice {
            Choice::Yes | Choice::No => choice,
            Choice::Abstain | Choice::StandAside | Choice::Block => Choice::Abstain,
        })
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
const fn is_false(fact: &bool) -> bool {
    !*fact
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
const fn is_none_of_them(count: &u32) -> bool {
    *count == 0
}

/// Why a ballot can't be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TallyError {
    /// More than any electorate can hold.
    #[error("the tally of {part} has no room for {amount} more")]
    Overflow {
        /// Where it was to be added.
        part: &'static str,
        /// How much.
        amount: u128,
    },
    /// A ballot that was never counted can't be taken back.
    #[error("{amount} can't be taken from the {counted} counted as {part}")]
    NotCounted {
        /// Where it was to be taken from.
        part: &'static str,
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
        self.add(Part::Choice(choice), weight)
    }

    /// Takes back one seat's ballot, so that its next revision can be counted. On an error nothing is changed.
    pub fn remove_ballot(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.remove(Part::Choice(choice), units(weight))?;
        next.seats.remove(Part::Choice(choice), 1)?;
        *self = next;
        Ok(())
    }

    /// Counts the ballot that a delegate casts for another seat. On an error nothing is changed.
    pub fn add_carried(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.add_ballot(choice, weight)?;
        next.carried
            .weight
            .add(Carried::part(choice), units(weight))?;
        next.carried.seats.add(Carried::part(choice), 1)?;
        *self = next;
        Ok(())
    }

    /// Takes back what a delegate cast for a seat, so that its own ballot or the delegate's next can be counted. On an error
    /// nothing is changed.
    pub fn remove_carried(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.remove_ballot(choice, weight)?;
        next.carried
            .weight
            .remove(Carried::part(choice), units(weight))?;
        next.carried.seats.remove(Carried::part(choice), 1)?;
        *self = next;
        Ok(())
    }

    /// The seat for which a delegate spoke can't speak for itself any more: what was said for it is its last word. On an
    /// error nothing is changed.
    pub fn settle_carried(&mut self, choice: Choice, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.remove_carried(choice, weight)?;
        next.add_ballot(choice, weight)?;
        *self = next;
        Ok(())
    }

    /// Notes whose ballot was counted, as far as a consent rule asks.
    pub fn hear(&mut self, voice: Voice, choice: Choice) {
        if voice.is_proposer && choice == Choice::Yes {
            self.proposer_yes = true;
        }
        if voice.is_concerned && choice == Choice::Block {
            self.concerned_blocks = self.concerned_blocks.saturating_add(1);
        }
    }

    /// Takes back what [`Tally::hear`] noted.
    pub fn unhear(&mut self, voice: Voice, choice: Choice) {
        if voice.is_proposer && choice == Choice::Yes {
            self.proposer_yes = false;
        }
        if voice.is_concerned && choice == Choice::Block {
            self.concerned_blocks = self.concerned_blocks.saturating_sub(1);
        }
    }

    /// Counts what a group seat's group decided under a rule that knows these choices. On an error nothing is changed.
    ///
    /// By consent nothing is split: what the group decided counts, and what the rule has no choice for is not cast.
    pub fn add_upstream_on(
        &mut self,
        slate: Slate,
        ballot: &UpstreamBallot,
        weight: u64,
    ) -> Result<(), TallyError> {
        if slate == Slate::Vote {
            return self.add_upstream(ballot, weight);
        }
        // nothing is split here; yet what is kept of another contract's word must make sense
        ballot.shares().map(Shares::check).transpose()?;
        self.add(
            ballot.choice_on(slate).map_or(Part::NotCast, Part::Choice),
            weight,
        )
    }

    /// Counts what a group seat's group decided. On an error nothing is changed.
    ///
    /// A split seat's weight goes to the parts; as a seat it is one and stands with the larger of yes and no.
    pub fn add_upstream(&mut self, ballot: &UpstreamBallot, weight: u64) -> Result<(), TallyError> {
        let Some(shares) = ballot.shares() else {
            return self.add(ballot.signal().into(), weight);
        };
        let parts = split(shares, weight)?;
        let mut next = *self;
        next.weight.add(Signal::Yes.into(), parts.yes)?;
        next.weight.add(Signal::No.into(), parts.no)?;
        next.weight.add(Signal::Abstain.into(), parts.abstain)?;
        next.weight.add(Part::NotCast, parts.not_cast)?;
        next.seats.add(ballot.stands_with().into(), 1)?;
        *self = next;
        Ok(())
    }

    /// Counts seats that will stay without a ballot: they left, or were not asked in time.
    pub fn add_absent(&mut self, weight: u64, seats: u32) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.add(Part::NotCast, units(weight))?;
        next.seats.add(Part::NotCast, u128::from(seats))?;
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

    /// Whether every seat has spoken for itself, or is not waited for: no ballot can come any more that moves something.
    #[must_use]
    pub fn has_all(&self, electorate: &Electorate) -> bool {
        self.silent(electorate).1 == 0 && self.carried.is_nothing()
    }

    fn add(&mut self, part: Part, weight: u64) -> Result<(), TallyError> {
        let mut next = *self;
        next.weight.add(part, units(weight))?;
        next.seats.add(part, 1)?;
        *self = next;
        Ok(())
    }
}

impl Shares {
    /// How the group voted: by weight, who is still silent being not cast.
    #[must_use]
    pub fn of_tally(electorate: &Electorate, tally: &Tally) -> Self {
        let of = electorate.units();
        let weight = &tally.weight;
        Self {
            yes: weight.yes,
            no: weight.against(),
            abstain: weight.abstain.saturating_add(weight.stand_aside),
            not_cast: of.saturating_sub(weight.present()),
            of,
        }
    }
}
