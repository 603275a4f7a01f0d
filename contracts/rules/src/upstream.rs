//! What a group tells its joint group: the translation of its own outcome.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::outcome::{View, views};
use crate::rule::{Count, Rule};
use crate::shares::{Shares, UpstreamBallot};
use crate::tally::{Measure, Tally};
use crate::vocabulary::{Electorate, Outcome, Signal};

/// What a group says upstream when more said yes than no, but not enough.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdMissed {
    /// It abstains.
    #[default]
    Abstain,
    /// It says no.
    No,
}

/// What a group says upstream when too few of its own took part.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum QuorumMissed {
    /// It did not vote.
    #[default]
    NotCast,
    /// It abstains.
    Abstain,
}

/// How a group's outcome becomes its vote upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Translation {
    /// The group speaks with one voice.
    Signal {
        /// When more said yes than no, but not enough.
        #[serde(default)]
        threshold_missed: ThresholdMissed,
        /// When too few took part.
        #[serde(default)]
        no_quorum: QuorumMissed,
    },
    /// The seat's weight is split as the group's own electorate voted. Where the group above decides by consent, or
    /// needs the yes of each party, what the group decided counts, as a signal does by default.
    Split {},
}

impl Default for Translation {
    fn default() -> Self {
        Self::Signal {
            threshold_missed: ThresholdMissed::default(),
            no_quorum: QuorumMissed::default(),
        }
    }
}

/// Why there is no vote upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UpstreamError {
    /// The group has not decided.
    #[error("the mirror is undecided, nothing can be rolled up yet")]
    Undecided,
}

/// The signal of an outcome. An undecided group has not cast.
#[must_use]
pub fn translate(
    rule: &Rule,
    outcome: Outcome,
    tally: &Tally,
    threshold_missed: ThresholdMissed,
    no_quorum: QuorumMissed,
) -> Signal {
    let counted = counted(rule, tally);
    match outcome {
        Outcome::Passed => Signal::Yes,
        Outcome::Blocked => Signal::No,
        Outcome::Undecided => Signal::NotCast,
        Outcome::NoQuorum => match no_quorum {
            QuorumMissed::NotCast => Signal::NotCast,
            QuorumMissed::Abstain => Signal::Abstain,
        },
        Outcome::Rejected
            if counted
                .iter()
                .all(|measure| measure.yes == 0 && measure.against() == 0) =>
        {
            Signal::Abstain
        }
        Outcome::Rejected
            if counted
                .iter()
                .any(|measure| measure.yes <= measure.against()) =>
        {
            Signal::No
        }
        Outcome::Rejected => match threshold_missed {
            ThresholdMissed::Abstain => Signal::Abstain,
            ThresholdMissed::No => Signal::No,
        },
    }
}

/// The vote that a group's decided mirror makes upstream.
pub fn upstream_ballot(
    rule: &Rule,
    translation: &Translation,
    electorate: &Electorate,
    tally: &Tally,
    outcome: Outcome,
) -> Result<UpstreamBallot, UpstreamError> {
    match (translation, outcome) {
        (_, Outcome::Undecided) => Err(UpstreamError::Undecided),
        (
            Translation::Signal {
                threshold_missed,
                no_quorum,
            },
            _,
        ) => Ok(UpstreamBallot::Signal(translate(
            rule,
            outcome,
            tally,
            *threshold_missed,
            *no_quorum,
        ))),
        // The same as shares that are all not cast, and it also holds for an electorate of nobody.
        (Translation::Split {}, Outcome::NoQuorum) => Ok(UpstreamBallot::Signal(Signal::NotCast)),
        (Translation::Split {}, _) => Ok(UpstreamBallot::split(
            translate(
                rule,
                outcome,
                tally,
                ThresholdMissed::default(),
                QuorumMissed::default(),
            ),
            Shares::of_tally(electorate, tally),
        )),
    }
}

/// Whether the vote upstream is final before the deadline, given the mirror's early outcome.
///
/// A signal is final once every completion gives the same one: a group that will surely reject may still turn from no
/// to abstaining, as more say yes than no. Shares move with every ballot, so they wait until all have answered or until
/// the quorum can't be reached any more.
#[must_use]
pub fn final_early(
    rule: &Rule,
    translation: &Translation,
    electorate: &Electorate,
    tally: &Tally,
    early: Outcome,
) -> bool {
    let all_answered = tally.has_all(electorate);
    match (translation, early) {
        (_, Outcome::Undecided) => matches!(translation, Translation::Split {}) && all_answered,
        (_, Outcome::NoQuorum) => true,
        (Translation::Split {}, _) => all_answered,
        (Translation::Signal { .. }, Outcome::Passed | Outcome::Blocked) => true,
        (
            Translation::Signal {
                threshold_missed, ..
            },
            Outcome::Rejected,
        ) => all_answered || refuses_alike(rule, electorate, tally, *threshold_missed),
    }
}

/// Whether a mirror that is rejected whatever open seats do is translated alike whatever they do. The most that they can
/// change is by all saying yes or all saying no.
fn refuses_alike(
    rule: &Rule,
    electorate: &Electorate,
    tally: &Tally,
    threshold_missed: ThresholdMissed,
) -> bool {
    let Rule::Threshold(threshold) = rule else {
        // a consent rule is not decided before all have answered
        return false;
    };
    let views = views(threshold, electorate, tally);
    let is_no = |view: &View| {
        let best = view.if_open_say_yes();
        best.no != 0 && best.yes <= best.no
    };
    let is_not_no = |view: &View| {
        let worst = view.if_open_say_no();
        worst.yes > worst.no
    };
    match threshold_missed {
        ThresholdMissed::Abstain => views.iter().any(is_no) || views.iter().all(is_not_no),
        // both are no; without any yes or no it would be abstaining
        ThresholdMissed::No => views.iter().any(|view| view.fixed().cast() > 0),
    }
}

fn counted(rule: &Rule, tally: &Tally) -> Vec<Measure> {
    let count = match rule {
        Rule::Threshold(threshold) => threshold.count,
        Rule::Consent(_) => Count::Seats,
    };
    match count {
        Count::Weight => vec![tally.weight],
        Count::Seats => vec![tally.seats],
        Count::Both => vec![tally.weight, tally.seats],
    }
}
