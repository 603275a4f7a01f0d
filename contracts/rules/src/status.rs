//! A proposal's status: computed from stored facts and the time, so that time passes without a call.

use core::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{outcome::Outcome, time::Seconds};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Status {
    /// Ballots are taken.
    Open,
    /// Passed, and waiting for its delay stages.
    Delayed {
        /// The unix second from which it may be executed.
        until: u64,
    },
    /// Passed, and may be executed.
    Passed,
    /// All its actions are done.
    Executed,
    /// Its execution failed and moved nothing; it may be tried again.
    ExecutionFailed,
    /// Passed, and not executed in time.
    Expired,
    /// Enough took part, too few said yes.
    Rejected,
    /// Too few took part.
    NoQuorum,
    /// Blocks or objections stood in the way.
    Blocked,
    /// Taken back by its proposer.
    Withdrawn,
    /// Its place was taken by another, or what it mirrored ended.
    Superseded,
    /// Passed, and revoked by the same procedure before it was executed.
    Rescinded,
}

impl Status {
    /// The word in which it is shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Delayed { .. } => "delayed",
            Self::Passed => "passed",
            Self::Executed => "executed",
            Self::ExecutionFailed => "execution_failed",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::NoQuorum => "no_quorum",
            Self::Blocked => "blocked",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
            Self::Rescinded => "rescinded",
        }
    }

    /// Whether nothing can change it any more. Of a mirror `passed` is final too, which the status alone can't tell.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Open | Self::Delayed { .. } | Self::Passed | Self::ExecutionFailed => false,
            Self::Executed
            | Self::Expired
            | Self::Rejected
            | Self::NoQuorum
            | Self::Blocked
            | Self::Withdrawn
            | Self::Superseded
            | Self::Rescinded => true,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A proposal was moved on, or closed, with this outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Moved {
    /// The unix second of the call.
    pub at: u64,
    /// The outcome that was recorded.
    pub outcome: Outcome,
}

/// An act that ended a proposal for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Its proposer took it back.
    Withdrawn,
    /// Its place was taken by another, or what it mirrored ended.
    Superseded,
    /// The same procedure revoked it.
    Rescinded,
    /// All its actions are done.
    Executed,
}

/// What is stored of a proposal's course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Facts {
    /// The unix second at which the deciding round ends; no ballot is taken at it.
    pub deadline: u64,
    /// The delay stages together.
    pub delay: Seconds,
    /// How long it may be executed once its stages have ended.
    pub execution_window: Seconds,
    /// Moved on when decided early, or closed.
    pub moved: Option<Moved>,
    /// Ended for good.
    pub ended: Option<Ended>,
    /// How often its execution failed.
    pub failed_attempts: u32,
    /// Whether it mirrors a joint proposal: it never executes and never expires, passed stays passed.
    pub is_mirror: bool,
}

/// The status at `now`, given the outcome that the tally has at the deadline.
#[must_use]
pub fn status(facts: &Facts, outcome_at_deadline: Outcome, now: u64) -> Status {
    if let Some(ended) = facts.ended {
        return match ended {
            Ended::Withdrawn => Status::Withdrawn,
            Ended::Superseded => Status::Superseded,
            Ended::Rescinded => Status::Rescinded,
            Ended::Executed => Status::Executed,
        };
    }
    let (outcome, decided_at) = match facts.moved {
        // A call after the deadline only records what had long been so: later stages run from the deadline.
        Some(moved) => (moved.outcome, moved.at.min(facts.deadline)),
        None if now < facts.deadline => return Status::Open,
        None => (outcome_at_deadline, facts.deadline),
    };
    match outcome {
        Outcome::Passed => after_passing(facts, decided_at, now),
        Outcome::NoQuorum => Status::NoQuorum,
        Outcome::Blocked => Status::Blocked,
        // No rule leaves a closed round undecided; if one did, the proposal would end here and not pass.
        Outcome::Rejected | Outcome::Undecided => Status::Rejected,
    }
}

fn after_passing(facts: &Facts, decided_at: u64, now: u64) -> Status {
    let until = facts.delay.after(decided_at);
    if now < until {
        Status::Delayed { until }
    } else if facts.is_mirror {
        Status::Passed
    } else if now >= facts.execution_window.after(until) {
        Status::Expired
    } else if facts.failed_attempts > 0 {
        Status::ExecutionFailed
    } else {
        Status::Passed
    }
}
