//! Consent: a proposal passes when enough have answered and too few are in the way.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    outcome::Outcome,
    ratio::Ratio,
    rule::{Rule, RuleError, at_least, more_than},
    tally::{Choice, Electorate, Tally},
    time::Seconds,
    upstream::Signal,
};

/// Passes when nobody, or no more than a few, are in the way. Blocks and stand-asides count seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Consent {
    /// With more blocks it is blocked.
    pub blocks_allowed: u32,
    /// With more stand-asides it is rejected; unless named, any number may stand aside.
    #[serde(default)]
    pub stand_asides_allowed: Option<u32>,
    /// The share of all weight that must cast a ballot of any choice; unless named, any ballot will do.
    #[serde(default)]
    pub quorum: Option<Ratio>,
    /// What silence means.
    pub silence: Silence,
    /// More than this share of all weight must say yes; unless named, one yes will do.
    #[serde(default)]
    pub least_yes: Option<Ratio>,
    /// With fewer seats in the electorate no block is passed over.
    #[serde(default)]
    pub least_seats: u32,
    /// Whether a seat may abstain or stand aside. In a circle it can only consent or object.
    pub abstain: bool,
}

/// What silence means in a consent round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Silence {
    /// Every seat must cast a ballot.
    AllMustAnswer,
    /// Silence consents, if at least one seat besides the proposer's says yes, where there is another. Until one does the
    /// round has decided nothing, so that an objection alone is not looked into either.
    Lazy,
    /// At least so many seats must cast a ballot; more than there are is all of them.
    AtLeast(u32),
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

impl Rule {
    /// Nobody blocks, half of all weight takes part, and somebody says yes.
    #[must_use]
    pub const fn consensus() -> Self {
        Self::Consent(Consent {
            blocks_allowed: 0,
            stand_asides_allowed: None,
            quorum: Some(Ratio::HALF),
            silence: Silence::AtLeast(1),
            least_yes: None,
            least_seats: 0,
            abstain: true,
        })
    }

    /// One block of at least four seats is passed over once a resolving round has not answered it, if more than half of
    /// all weight says yes.
    #[must_use]
    pub const fn consensus_minus_one() -> Self {
        Self::Consent(Consent {
            blocks_allowed: 1,
            stand_asides_allowed: None,
            quorum: Some(Ratio::HALF),
            silence: Silence::AtLeast(1),
            least_yes: Some(Ratio::HALF),
            least_seats: 4,
            abstain: true,
        })
    }

    /// Nobody objects, half of all weight takes part, and somebody besides the proposer consents.
    #[must_use]
    pub const fn sociocratic_circles() -> Self {
        Self::Consent(Consent {
            blocks_allowed: 0,
            stand_asides_allowed: None,
            quorum: Some(Ratio::HALF),
            silence: Silence::Lazy,
            least_yes: None,
            least_seats: 0,
            abstain: false,
        })
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

    /// The rule in words that a member can check by counting.
    pub(crate) fn describe(&self) -> String {
        let (block, blocks) = match self.abstain {
            true => ("blocks", "block"),
            false => ("objects", "objection"),
        };
        let mut words = match self.blocks_allowed {
            0 => format!("It passes if nobody {block}"),
            1 => format!("It passes with at most one {blocks}"),
            count => format!("It passes with at most {count} {blocks}s"),
        };
        if let Some(count) = self.stand_asides_allowed {
            words.push_str(&format!(", at most {count} stand aside"));
        }
        match self.least_yes {
            Some(share) => {
                words.push_str(&format!(
                    " and with the yes of {}.",
                    more_than(share, "all weight")
                ));
            }
            None => words.push_str(" and somebody says yes."),
        }
        if self.blocks_allowed > 0 {
            if self.least_seats > 1 {
                words.push_str(&format!(
                    " With fewer than {} seats each {blocks} counts.",
                    self.least_seats
                ));
            }
            words.push_str(&format!(
                " The {blocks} of a seat that is to be removed or changed always counts."
            ));
        }
        words.push_str(match self.silence {
            Silence::AllMustAnswer => " Every seat must answer.",
            Silence::Lazy => " Silence consents if a seat besides the proposer's says yes.",
            Silence::AtLeast(_) => "",
        });
        if let Silence::AtLeast(count @ 2..) = self.silence {
            words.push_str(&format!(" At least {count} seats must answer."));
        }
        if let Some(quorum) = self.quorum {
            words.push_str(&format!(" Quorum: {}.", at_least(quorum, "all weight")));
        }
        words
    }
}
