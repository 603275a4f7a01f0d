//! The course of a proposal until it is decided: deciding, resolving, fallback. All of it follows from stored facts and
//! the time, so it ends whether or not anybody calls.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::consent::{Fallback, Resolving};
use crate::outcome::{early_outcome, outcome};
use crate::rule::Rule;
use crate::status::{Moved, Status};
use crate::tally::Tally;
use crate::upstream::{Translation, final_early};
use crate::vocabulary::{Electorate, Outcome};

/// What fixes the course of a proposal's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Rounds {
    /// The rule of the deciding round.
    pub rule: Rule,
    /// What follows blocks; without it a blocked round ends the proposal.
    #[serde(default)]
    pub resolving: Option<Resolving>,
    /// Who decides.
    pub electorate: Electorate,
    /// The unix second at which the version's deciding round ends.
    pub deadline: u64,
    /// When all had answered and somebody ended the round before that, unix seconds.
    #[serde(default)]
    pub closed_at: Option<u64>,
    /// When the last block was taken back while resolving, unix seconds.
    #[serde(default)]
    pub resolved_at: Option<u64>,
    /// The ballots of the deciding round, as resolving has changed them.
    pub tally: Tally,
    /// The ballots of the fallback round.
    pub fallback: Tally,
}

/// A part of a proposal's course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Ballots on the version are taken.
    Deciding,
    /// Blocks are looked into.
    Resolving,
    /// Ballots under the fallback's rule are taken.
    Fallback,
}

/// How far the deciding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The phase that runs, or the last one.
    pub phase: Phase,
    /// The unix second at which that phase ends or ended.
    pub ends: u64,
    /// What is decided at its end; undecided while it runs.
    pub outcome: Outcome,
}

/// How far the deciding is at `now`.
#[must_use]
pub fn reached(rounds: &Rounds, now: u64) -> Reached {
    let at = |phase, ends, outcome| Reached {
        phase,
        ends,
        outcome: if now < ends {
            Outcome::Undecided
        } else {
            outcome
        },
    };
    let closed = rounds
        .closed_at
        .map_or(rounds.deadline, |closed| closed.min(rounds.deadline));
    let decided = outcome(&rounds.rule, &rounds.electorate, &rounds.tally);
    if let Some(resolved) = rounds.resolved_at {
        return at(Phase::Resolving, resolved, decided);
    }
    let Some(resolving) = rounds
        .resolving
        .filter(|_| is_contested(decided, &rounds.tally) && now >= closed)
    else {
        return at(Phase::Deciding, closed, decided);
    };
    let resolved = resolving.period.after(closed);
    match resolving.fallback {
        Fallback::Rule { rule, period } if decided != Outcome::Passed && now >= resolved => {
            let last = outcome(&rule, &rounds.electorate, &rounds.fallback);
            at(Phase::Fallback, period.after(resolved), last)
        }
        // what a block left with too few yes is escalated as what is blocked
        Fallback::Escalate if decided == Outcome::Rejected => {
            at(Phase::Resolving, resolved, Outcome::Blocked)
        }
        Fallback::Rule { .. } | Fallback::Drop | Fallback::Escalate => {
            at(Phase::Resolving, resolved, decided)
        }
    }
}

/// Whether a round that came to this leaves blocks to look into, also where too few said yes or too many stood aside: who
/// objected may come to say yes. One that missed its quorum, or its silence clause, decided nothing and has nothing to
/// resolve.
fn is_contested(outcome: Outcome, tally: &Tally) -> bool {
    tally.seats.block > 0 && !matches!(outcome, Outcome::Undecided | Outcome::NoQuorum)
}

/// How the deciding of a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The phase that runs, or in which it was decided.
    pub phase: Phase,
    /// When that phase ends or ended, unix seconds.
    pub ends: u64,
    /// The rule of that phase.
    pub rule: Rule,
    /// The ballots that count in it.
    pub tally: Tally,
    /// What is decided by time alone; undecided while the phase runs.
    pub at_end: Outcome,
    /// What is decided; undecided while a missing ballot or a block could change it.
    pub outcome: Outcome,
    /// Whether a mirror's vote is final, or a proposal may move on.
    pub ripe: bool,
    /// Whether all have answered and blocks are left: the round may end and resolving begin.
    pub may_resolve: bool,
}

impl Stand {
    /// The status to show for one that was computed with this stand's end and outcome: between rounds a proposal takes no
    /// ballots, though it is open.
    #[must_use]
    pub const fn shown(&self, status: Status) -> Status {
        match (status, self.phase) {
            (Status::Open, Phase::Resolving) => Status::Resolving { until: self.ends },
            (status, _) => status,
        }
    }
}

/// How the deciding stands at `now`.
#[must_use]
pub fn stand(
    rounds: &Rounds,
    early_finish: bool,
    translation: Option<&Translation>,
    moved: Option<Moved>,
    now: u64,
) -> Stand {
    let at = moved.map_or(now, |moved| moved.at);
    let reached = reached(rounds, at);
    let (rule, tally) = match (reached.phase, rounds.resolving.map(|found| found.fallback)) {
        (Phase::Fallback, Some(Fallback::Rule { rule, .. })) => (rule, rounds.fallback),
        _ => (rounds.rule, rounds.tally),
    };
    let electorate = &rounds.electorate;
    let takes_ballots = reached.outcome == Outcome::Undecided && reached.phase != Phase::Resolving;
    let early = match early_finish && takes_ballots {
        true => early_outcome(&rule, electorate, &tally),
        false => Outcome::Undecided,
    };
    let may_resolve = moved.is_none()
        && reached.phase == Phase::Deciding
        && rounds.resolving.is_some()
        && is_contested(early, &tally);
    let early = match may_resolve {
        true => Outcome::Undecided,
        false => early,
    };
    let outcome = match (moved, reached.outcome) {
        (Some(moved), _) => moved.outcome,
        (None, Outcome::Undecided) => early,
        (None, decided) => decided,
    };
    let final_before_the_end = || match translation {
        Some(translation) if early_finish && takes_ballots && !may_resolve => {
            final_early(&rule, translation, electorate, &tally, early)
        }
        _ => early != Outcome::Undecided,
    };
    let ripe = moved.is_some() || reached.outcome != Outcome::Undecided || final_before_the_end();
    Stand {
        phase: reached.phase,
        ends: reached.ends,
        rule,
        tally,
        at_end: reached.outcome,
        outcome,
        ripe,
        may_resolve,
    }
}

/// The number of a seat's next ballot, after one of this number. A seat that enters the fallback round leaves one number
/// out: a ballot that was signed for the deciding round and not carried in it is no ballot of the fallback.
#[must_use]
pub const fn next_revision(last: u32, enters_fallback: bool) -> u32 {
    last.saturating_add(if enters_fallback { 2 } else { 1 })
}
