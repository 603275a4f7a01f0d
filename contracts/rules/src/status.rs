//! A proposal's status: computed from stored facts and the time, so that time passes without a call.

use core::fmt;

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::review::{Moment, Progress, Review, ReviewMode};
use crate::time::Seconds;
use crate::vocabulary::Outcome;

/// Where a proposal stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Status {
    /// Ballots are taken.
    Open,
    /// Its round ended with blocks, and those who disagree look for a way.
    Resolving {
        /// The unix second at which the fallback holds.
        until: u64,
    },
    /// Passed, and waiting for its delay stages.
    Delayed {
        /// The unix second from which it may be executed.
        until: u64,
    },
    /// Looked at by a house: passed, or blocked and escalated to it.
    Referred {
        /// The unix second until which it waits: to be asked about, for the house's word, or for the end of its window;
        /// longer while blocks are missing.
        until: u64,
    },
    /// Passed, and may be executed.
    Passed,
    /// All its actions are done.
    Executed,
    /// Its execution failed and moved nothing; it may be tried again.
    ExecutionFailed,
    /// Passed, and not executed in time; or not done with when its group ended.
    Expired,
    /// Enough took part, too few said yes.
    Rejected,
    /// Too few took part.
    NoQuorum,
    /// Blocks or objections stood in the way, and no group that it was escalated to said yes in time.
    Blocked,
    /// Passed, and stopped by a house.
    Vetoed,
    /// Passed, and not ratified by a house in time, or no house was asked in time.
    Lapsed,
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
            Self::Resolving { .. } => "resolving",
            Self::Delayed { .. } => "delayed",
            Self::Referred { .. } => "referred",
            Self::Passed => "passed",
            Self::Executed => "executed",
            Self::ExecutionFailed => "execution_failed",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::NoQuorum => "no_quorum",
            Self::Blocked => "blocked",
            Self::Vetoed => "vetoed",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
            Self::Rescinded => "rescinded",
        }
    }

    /// Whether nothing can change it any more. Of a mirror `passed` is final too, which the status alone can't tell.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Open
            | Self::Resolving { .. }
            | Self::Delayed { .. }
            | Self::Referred { .. }
            | Self::Passed
            | Self::ExecutionFailed => false,
            Self::Executed
            | Self::Expired
            | Self::Rejected
            | Self::NoQuorum
            | Self::Blocked
            | Self::Vetoed
            | Self::Lapsed
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Moved {
    /// The unix second of the call.
    pub at: u64,
    /// The outcome that was recorded.
    pub outcome: Outcome,
}

/// An act that ended a proposal for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
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

/// A stage behind the deciding round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Later {
    /// The decision rests for so long.
    Delay(Seconds),
    /// A house looks at it.
    Refer(Review),
}

/// What is stored of a proposal's course.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Facts {
    /// The unix second at which the deciding round ends; no ballot is taken at it.
    pub deadline: u64,
    /// The stages behind it, in order.
    pub later: Vec<Later>,
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
    /// The unix second at which its group ends, if it does: whatever is not done with by then has expired.
    #[serde(default)]
    pub sunset: Option<u64>,
}

/// Where a proposal stands, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub status: Status,
    /// For each stage behind the deciding round that has begun, the unix second at which it did. While a proposal is
    /// delayed or referred, the last of them runs.
    pub begun: Vec<u64>,
}

impl Course {
    /// The review that runs, if one does.
    #[must_use]
    pub fn review<'a>(&self, facts: &'a Facts) -> Option<&'a Review> {
        let Status::Referred { .. } = self.status else {
            return None;
        };
        let place = self.begun.len().checked_sub(1)?;
        match facts.later.get(place)? {
            Later::Refer(review) => Some(review),
            Later::Delay(_) => None,
        }
    }
}

/// The status at `now`, given the outcome that the tally has at the deadline.
#[must_use]
pub fn status(facts: &Facts, outcome_at_deadline: Outcome, now: Moment) -> Status {
    course(facts, outcome_at_deadline, now).status
}

/// The status at `now` with the stages that led to it, given the outcome that the tally has at the deadline.
#[must_use]
pub fn course(facts: &Facts, outcome_at_deadline: Outcome, now: Moment) -> Course {
    let sunset = facts.sunset.filter(|sunset| now.at >= *sunset);
    let last = Moment {
        at: sunset.map_or(now.at, |sunset| sunset.saturating_sub(1)),
        ..now
    };
    let mut course = decided(facts, outcome_at_deadline, last);
    if sunset.is_some() && !course.status.is_final() {
        course.status = Status::Expired;
    }
    if let Some(ended) = facts.ended {
        course.status = match ended {
            Ended::Withdrawn => Status::Withdrawn,
            Ended::Superseded => Status::Superseded,
            Ended::Rescinded => Status::Rescinded,
            Ended::Executed => Status::Executed,
        };
    }
    course
}

fn decided(facts: &Facts, outcome_at_deadline: Outcome, now: Moment) -> Course {
    let (outcome, decided_at) = match facts.moved {
        // A call after the deadline only records what had long been so: later stages run from the deadline.
        Some(moved) => (moved.outcome, moved.at.min(facts.deadline)),
        None if now.at < facts.deadline => return before_passing(Status::Open),
        None => (outcome_at_deadline, facts.deadline),
    };
    match outcome {
        Outcome::Passed => later_stages(facts, decided_at, now, false),
        Outcome::Blocked if is_escalated(facts) => later_stages(facts, decided_at, now, true),
        Outcome::NoQuorum => before_passing(Status::NoQuorum),
        Outcome::Blocked => before_passing(Status::Blocked),
        // No rule leaves a closed round undecided; if one did, the proposal would end here and not pass.
        Outcome::Rejected | Outcome::Undecided => before_passing(Status::Rejected),
    }
}

/// Whether what is blocked goes to another group, the first that it meets behind the round.
fn is_escalated(facts: &Facts) -> bool {
    matches!(facts.later.first(), Some(Later::Refer(review)) if review.mode == ReviewMode::Escalate)
}

const fn before_passing(status: Status) -> Course {
    Course {
        status,
        begun: Vec::new(),
    }
}

/// Delays that follow each other are one rest.
fn rests_until(facts: &Facts, place: usize, at: u64) -> u64 {
    let mut until = at;
    for stage in facts.later.iter().skip(place) {
        let Later::Delay(duration) = stage else {
            break;
        };
        until = duration.after(until);
    }
    until
}

/// The course behind the round. What has passed goes by the stage to which what is blocked is escalated.
fn later_stages(facts: &Facts, decided_at: u64, now: Moment, is_blocked: bool) -> Course {
    let mut at = decided_at;
    let mut open_until_height = 0;
    let mut begun = Vec::with_capacity(facts.later.len());
    for (place, stage) in facts.later.iter().enumerate() {
        begun.push(at);
        let review = match stage {
            Later::Delay(duration) => {
                let until = duration.after(at);
                if now.at < until {
                    let until = rests_until(facts, place, at);
                    let status = Status::Delayed { until };
                    return Course { status, begun };
                }
                at = until;
                continue;
            }
            Later::Refer(review) => review,
        };
        let escalates = review.mode == ReviewMode::Escalate;
        if escalates && !is_blocked {
            continue;
        }
        let status = match review.progress(at, now) {
            Progress::Ended { at: end, height } => {
                at = end;
                open_until_height = height.max(open_until_height);
                continue;
            }
            Progress::Waits { until } => Status::Referred { until },
            Progress::Vetoed => Status::Vetoed,
            Progress::Lapsed if escalates => Status::Blocked,
            Progress::Lapsed => Status::Lapsed,
        };
        return Course { status, begun };
    }
    // The time of a window may be over long before its blocks are: as many blocks are left for the execution.
    let is_over = now.at >= facts.execution_window.after(at) && now.height >= open_until_height;
    let status = if facts.is_mirror {
        Status::Passed
    } else if is_over {
        Status::Expired
    } else if facts.failed_attempts > 0 {
        Status::ExecutionFailed
    } else {
        Status::Passed
    };
    Course { status, begun }
}
