//! The rules a charter can name, and their familiar presets.

use core::{fmt, str::FromStr};

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ratio::Ratio;
use crate::vocabulary::Slate;

/// What a threshold is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Of what was cast as yes or no.
    Cast,
    /// Of the whole electorate.
    Eligible,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// The weight of seats.
    Weight,
    /// Seats, each as one.
    Seats,
    /// Both, and both must do: weight on the base, seats always on all seats of the electorate.
    Both,
}

/// Passes when enough took part and enough of them said yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Threshold {
    /// The share of the electorate that must cast a ballot of any choice.
    pub quorum: Ratio,
    /// The share of the base that must say yes.
    pub threshold: Ratio,
    /// Whether more than the threshold is needed, so that a tie at one half does not pass.
    pub strict: bool,
    /// What the threshold is a share of.
    pub base: Base,
    /// What is counted.
    pub count: Count,
}

/// How a decide stage decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// By the share of yes.
    Threshold(Threshold),
    /// By nobody being in the way.
    Consent(Consent),
}

/// Why a rule can't stand in a charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RuleError {
    /// More than all can't say yes.
    #[error(
        "a strict threshold must be below 1, this one is {threshold}: more than all can't say yes"
    )]
    StrictAll {
        /// The threshold as given.
        threshold: Ratio,
    },
    /// A rule that lets a block pass waits for what its resolving round brings.
    #[error("a rule that passes over {blocks} blocks needs a resolving round before it does")]
    NeedsResolving {
        /// The blocks that it passes over.
        blocks: u32,
    },
    /// Only consent rounds can end with blocks.
    #[error("only a consent rule has a resolving round")]
    NothingToResolve,
    /// The fallback decides what consent could not.
    #[error("a fallback decides by a threshold, not by consent")]
    FallbackByConsent,
}

impl Rule {
    /// More yes than no, with half of the electorate taking part. A tie does not pass.
    #[must_use]
    pub const fn majority() -> Self {
        Self::of(Ratio::HALF, true, Base::Cast, Count::Weight)
    }

    /// More than half of the whole electorate. Of two equal partners both must say yes.
    #[must_use]
    pub const fn majority_of_all() -> Self {
        Self::of(Ratio::HALF, true, Base::Eligible, Count::Weight)
    }

    /// 66 % of what was cast.
    #[must_use]
    pub const fn supermajority() -> Self {
        Self::of(Ratio::SIXTY_SIX_PERCENT, false, Base::Cast, Count::Weight)
    }

    /// Two thirds of what was cast, which is a little more than 66 %.
    #[must_use]
    pub const fn two_thirds() -> Self {
        Self::of(Ratio::TWO_THIRDS, false, Base::Cast, Count::Weight)
    }

    /// A majority of the weight cast and of all seats, so that a large seat alone does not decide.
    #[must_use]
    pub const fn double_majority() -> Self {
        Self::of(Ratio::HALF, true, Base::Cast, Count::Both)
    }

    /// Three quarters of what was cast: what a group asks of itself before it says yes upstream, unless it says otherwise.
    #[must_use]
    pub const fn three_quarters() -> Self {
        Self::of(Ratio::THREE_QUARTERS, false, Base::Cast, Count::Weight)
    }

    /// The yes of every seat: nobody is bound by others.
    #[must_use]
    pub const fn unanimity() -> Self {
        Self::Threshold(Threshold {
            quorum: Ratio::ONE,
            threshold: Ratio::ONE,
            strict: false,
            base: Base::Eligible,
            count: Count::Seats,
        })
    }

    const fn of(threshold: Ratio, strict: bool, base: Base, count: Count) -> Self {
        Self::Threshold(Threshold {
            quorum: Ratio::HALF,
            threshold,
            strict,
            base,
            count,
        })
    }

    /// Whether the rule can be met at all.
    pub fn check(&self) -> Result<(), RuleError> {
        let strict = match self {
            Self::Threshold(rule) => Some(rule.threshold).filter(|_| rule.strict),
            Self::Consent(rule) => rule.least_yes,
        };
        match strict {
            Some(threshold) if threshold.is_one() => Err(RuleError::StrictAll { threshold }),
            _ => Ok(()),
        }
    }

    /// The choices that its ballots know.
    #[must_use]
    pub const fn slate(&self) -> Slate {
        match self {
            Self::Threshold(_) => Slate::Vote,
            Self::Consent(Consent { abstain: true, .. }) => Slate::Consensus,
            Self::Consent(_) => Slate::Circle,
        }
    }

    /// The rule in words that a member can check by counting.
    #[must_use]
    pub fn describe(&self) -> String {
        let rule = match self {
            Self::Threshold(rule) => rule,
            Self::Consent(rule) => return rule.describe(),
        };
        let share = |of| {
            if rule.strict {
                more_than(rule.threshold, of)
            } else {
                at_least(rule.threshold, of)
            }
        };
        let quorum = |of| at_least(rule.quorum, of);
        let yes = match (rule.count, rule.base) {
            (Count::Weight, Base::Cast) => share("the weight cast as yes or no"),
            (Count::Weight, Base::Eligible) => share("all weight"),
            (Count::Seats, Base::Cast) => share("the seats that vote yes or no"),
            (Count::Seats, Base::Eligible) => share("all seats"),
            (Count::Both, Base::Cast) => {
                format!(
                    "{} and of {}",
                    share("the weight cast as yes or no"),
                    share("all seats")
                )
            }
            (Count::Both, Base::Eligible) => {
                format!("{} and of {}", share("all weight"), share("all seats"))
            }
        };
        let present = match rule.count {
            Count::Weight => quorum("all weight"),
            Count::Seats => quorum("all seats"),
            Count::Both => format!("{} and {}", quorum("all weight"), quorum("all seats")),
        };
        format!("It passes with the yes of {yes}. Quorum: {present}, abstentions included.")
    }
}

pub(crate) fn more_than(ratio: Ratio, of: &str) -> String {
    format!("more than {} of {of}", words(ratio))
}

pub(crate) fn at_least(ratio: Ratio, of: &str) -> String {
    match (ratio.is_one(), of.starts_with("all ")) {
        (true, true) => of.to_owned(),
        (true, false) => format!("all of {of}"),
        (false, _) => format!("at least {} of {of}", words(ratio)),
    }
}

fn words(ratio: Ratio) -> String {
    match (ratio.numerator(), ratio.denominator()) {
        (1, 2) => "half".to_owned(),
        (1, 3) => "a third".to_owned(),
        (2, 3) => "two thirds".to_owned(),
        (1, 4) => "a quarter".to_owned(),
        (3, 4) => "three quarters".to_owned(),
        (percent, 100) => format!("{percent} %"),
        _ => ratio.to_string(),
    }
}

/// A rule under its familiar name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// [`Rule::majority`]
    Majority,
    /// [`Rule::majority_of_all`]
    EqualPartners,
    /// [`Rule::supermajority`]
    Supermajority,
    /// [`Rule::two_thirds`]
    TwoThirds,
    /// [`Rule::double_majority`]
    DoubleMajority,
    /// [`Rule::three_quarters`]
    ThreeQuarters,
    /// [`Rule::consensus`]
    Consensus,
    /// [`Rule::consensus_minus_one`]
    ConsensusMinusOne,
    /// [`Rule::sociocratic_circles`]
    SociocraticCircles,
}

/// A word that is no preset.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "preset {0:?} is not one of majority, equal_partners, supermajority, two_thirds, double_majority, three_quarters, consensus, consensus_minus_one, sociocratic_circles"
)]
pub struct PresetError(
    /// The word as given.
    pub String,
);

impl Preset {
    /// All presets, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Majority,
        Self::EqualPartners,
        Self::Supermajority,
        Self::TwoThirds,
        Self::DoubleMajority,
        Self::ThreeQuarters,
        Self::Consensus,
        Self::ConsensusMinusOne,
        Self::SociocraticCircles,
    ];

    /// The rule of that name.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Majority => Rule::majority(),
            Self::EqualPartners => Rule::majority_of_all(),
            Self::Supermajority => Rule::supermajority(),
            Self::TwoThirds => Rule::two_thirds(),
            Self::DoubleMajority => Rule::double_majority(),
            Self::ThreeQuarters => Rule::three_quarters(),
            Self::Consensus => Rule::consensus(),
            Self::ConsensusMinusOne => Rule::consensus_minus_one(),
            Self::SociocraticCircles => Rule::sociocratic_circles(),
        }
    }

    /// The name as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Majority => "majority",
            Self::EqualPartners => "equal_partners",
            Self::Supermajority => "supermajority",
            Self::TwoThirds => "two_thirds",
            Self::DoubleMajority => "double_majority",
            Self::ThreeQuarters => "three_quarters",
            Self::Consensus => "consensus",
            Self::ConsensusMinusOne => "consensus_minus_one",
            Self::SociocraticCircles => "sociocratic_circles",
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Preset {
    type Err = PresetError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.as_str() == word)
            .ok_or_else(|| PresetError(word.to_owned()))
    }
}

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
