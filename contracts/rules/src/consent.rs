//! Consent: a proposal passes when enough have answered and too few are in the way.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rule::{Consent, Rule, RuleError, Silence};
use crate::tally::Tally;
use crate::time::Seconds;
use crate::vocabulary::{Electorate, Outcome};

/// What follows a consent round that ended with blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Resolving {
    /// How long the proposer may amend and the objectors may be answered.
    pub period: Seconds,
    /// What holds if blocks are still in the way then.
    #[serde(default)]
    pub fallback: Fallback,
}

/// What holds when resolving has ended and blocks are still in the way. It holds once.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fallback {
    /// The proposal is blocked for good.
    #[default]
    Drop,
    /// All are asked once more, and a threshold decides.
    Rule {
        /// The threshold.
        rule: Rule,
        /// How long ballots are taken.
        period: Seconds,
    },
    /// The linked group of the stage behind the round, a review of the mode [`Escalate`](crate::ReviewMode::Escalate),
    /// decides. Without its yes in time the proposal is blocked for good.
    Escalate,
}

impl Resolving {
    /// The longest that it takes.
    #[must_use]
    pub const fn longest(&self) -> Seconds {
        self.period.saturating_add(self.fallback.period())
    }

    /// Whether it can follow a round under this rule.
    pub fn check(&self, rule: &Rule) -> Result<(), RuleError> {
        if matches!(rule, Rule::Threshold(_)) {
            return Err(RuleError::NothingToResolve);
        }
        match &self.fallback {
            Fallback::Rule {
                rule: Rule::Consent(_),
                ..
            } => Err(RuleError::FallbackByConsent),
            Fallback::Rule { rule, .. } => rule.check(),
            Fallback::Drop | Fallback::Escalate => Ok(()),
        }
    }
}

impl Fallback {
    /// How long it takes.
    #[must_use]
    pub const fn period(&self) -> Seconds {
        match self {
            // what another group takes is a stage of its own
            Self::Drop | Self::Escalate => Seconds::ZERO,
            Self::Rule { period, .. } => *period,
        }
    }
}

impl Consent {
    /// How many blocks an electorate of so many seats passes over.
    #[must_use]
    pub const fn passes_over(&self, seats: u32) -> u32 {
        if seats < self.least_seats {
            return 0;
        }
        self.blocks_allowed
    }

    pub(crate) fn outcome(&self, electorate: &Electorate, tally: &Tally) -> Outcome {
        if !self.is_heard(electorate, tally) {
            Outcome::NoQuorum
        } else if self.is_blocked(electorate, tally) {
            Outcome::Blocked
        } else if self.is_carried(electorate, tally) {
            Outcome::Passed
        } else {
            Outcome::Rejected
        }
    }

    /// Quorum and silence clause. Of nobody's ballots nothing follows, whatever the clause says.
    fn is_heard(&self, electorate: &Electorate, tally: &Tally) -> bool {
        let present = tally.seats.present();
        let enough = match self.silence {
            Silence::AllMustAnswer => present >= u128::from(electorate.seats),
            Silence::AtLeast(seats) => present >= u128::from(seats.min(electorate.seats)),
            // where nobody else is left the proposer's own yes is everybody's
            Silence::Lazy => {
                tally.seats.yes > u128::from(tally.proposer_yes && electorate.seats > 1)
            }
        };
        let quorum = self
            .quorum
            .is_none_or(|quorum| quorum.reached_by(tally.weight.present(), electorate.units()));
        present > 0 && enough && quorum
    }

    /// The block of a seat that is about to be expelled is never passed over.
    fn is_blocked(&self, electorate: &Electorate, tally: &Tally) -> bool {
        tally.concerned_blocks > 0
            || tally.seats.block > u128::from(self.passes_over(electorate.seats))
    }

    fn is_carried(&self, electorate: &Electorate, tally: &Tally) -> bool {
        let aside = self
            .stand_asides_allowed
            .is_none_or(|allowed| tally.seats.stand_aside <= u128::from(allowed));
        let yes = self
            .least_yes
            .is_none_or(|share| share.exceeded_by(tally.weight.yes, electorate.units()));
        tally.seats.yes > 0 && aside && yes
    }
}
