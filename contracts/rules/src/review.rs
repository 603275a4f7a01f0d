//! Review: a house looks at a group's decision before it is executed. By notice it may stop it within a window; where
//! it must ratify, the decision goes on only with its yes.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::Seconds;

/// How often a house must have let the same decision pass in silence before it is asked by notice instead.
pub const SILENCES: u32 = 2;
/// How many windows such a notice runs.
const ASLEEP_WINDOWS: u64 = 3;

/// A moment on a chain: its time and its height. A chain that stands still makes no blocks while time passes.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Encode,
    Deserialize,
    Decode,
    JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Moment {
    /// Unix seconds.
    pub at: u64,
    /// The block.
    pub height: u64,
}

/// How a house is asked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewMode {
    /// Only its yes lets the decision go on.
    Ratify,
    /// The decision goes on unless it is vetoed within the window.
    Optimistic,
    /// Only what stayed blocked waits here, and only the house's yes lets it go on; without, it is blocked for good.
    Escalate,
}

impl ReviewMode {
    /// The word in which it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ratify => "ratify",
            Self::Optimistic => "optimistic",
            Self::Escalate => "escalate",
        }
    }
}

/// What a house said of a decision. Nothing changes it any more.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HouseWord {
    /// Ratified.
    Yes {
        /// When, unix seconds.
        at: u64,
    },
    /// Not ratified.
    No,
    /// Too few in the house took part in ratifying it.
    Silent,
    /// Vetoed.
    Vetoed,
    /// There was no house to ask any more: its link had ended with its consent.
    Released {
        /// When that was found, unix seconds.
        at: u64,
    },
}

/// What is stored of a review's course.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ReviewFacts {
    /// The house took the notice, or opened its mirror.
    pub asked: Option<Moment>,
    /// The house's contract gave no answer, for the first time.
    pub unanswered: Option<Moment>,
    /// By what concerns have made the window longer.
    pub extension: Seconds,
    /// Until when an open veto holds the decision, unix seconds; 0 if none ever did.
    pub held_until: u64,
    /// The house's word.
    pub word: Option<HouseWord>,
    /// Whether a house that slept is told by notice what it should have ratified, with three times the window.
    pub asleep: bool,
}

/// A review: its terms and its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Review {
    /// How the house is asked.
    pub mode: ReviewMode,
    /// How long it has.
    pub window: Seconds,
    /// How many blocks must have passed as well, so that a chain that stood still takes nothing from the window.
    pub least_blocks: u64,
    /// How long after the beginning of the stage the house may be asked; later the decision lapses.
    pub ask_within: Seconds,
    /// Its course.
    pub facts: ReviewFacts,
}

/// How far a review is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It waits, at the latest until this unix second unless blocks are missing.
    Waits { until: u64 },
    /// It ended at this unix second, and the decision goes on. Nothing behind it expires before this height.
    Ended { at: u64, height: u64 },
    /// The house stopped it.
    Vetoed,
    /// It was not ratified, or the house was not asked in time.
    Lapsed,
}

impl Review {
    /// Whether silence lets the decision go on.
    #[must_use]
    pub const fn by_notice(&self) -> bool {
        matches!(self.mode, ReviewMode::Optimistic) || self.facts.asleep
    }

    /// The window that a notice has.
    #[must_use]
    pub const fn notice_window(&self) -> Seconds {
        if self.facts.asleep {
            Seconds(self.window.0.saturating_mul(ASLEEP_WINDOWS))
        } else {
            self.window
        }
    }

    /// When the window of a review by notice ends, whatever holds the decision then; none before the house is asked.
    ///
    /// A notice that found no answer starts the window after one more window. Once it is taken, the window runs from it.
    #[must_use]
    pub const fn window_end(&self) -> Option<Moment> {
        let window = self.notice_window();
        let (start, wait) = match (self.facts.asked, self.facts.unanswered) {
            (Some(asked), _) => (asked, Seconds::ZERO),
            (None, Some(unanswered)) => (unanswered, window),
            (None, None) => return None,
        };
        let length = wait
            .saturating_add(window)
            .saturating_add(self.facts.extension);
        Some(Moment {
            at: length.after(start.at),
            height: start.height.saturating_add(self.least_blocks),
        })
    }

    /// How far it is at `now`, having begun at the unix second `begun`.
    pub(crate) fn progress(&self, begun: u64, now: Moment) -> Progress {
        match self.facts.word {
            Some(HouseWord::Vetoed) => return Progress::Vetoed,
            Some(HouseWord::No | HouseWord::Silent) => return Progress::Lapsed,
            // whom nobody can decide for any more nobody decided for
            Some(HouseWord::Released { .. }) if self.mode == ReviewMode::Escalate => {
                return Progress::Lapsed;
            }
            Some(HouseWord::Yes { at } | HouseWord::Released { at }) => {
                return Progress::Ended {
                    at: at.max(begun),
                    height: 0,
                };
            }
            None => {}
        }
        if self.by_notice() {
            match self.window_end() {
                Some(end) => self.until_window_ends(begun, end, now),
                None => self.until_asked(begun, now),
            }
        } else {
            match self.facts.asked {
                Some(asked) => self.until_ratified(begun, asked, now),
                None => self.until_asked(begun, now),
            }
        }
    }

    fn until_asked(&self, begun: u64, now: Moment) -> Progress {
        let until = self.ask_within.after(begun);
        if now.at < until {
            Progress::Waits { until }
        } else {
            Progress::Lapsed
        }
    }

    fn until_window_ends(&self, begun: u64, end: Moment, now: Moment) -> Progress {
        let until = end.at.max(self.facts.held_until);
        if now.at < until || now.height < end.height {
            Progress::Waits { until }
        } else {
            Progress::Ended {
                at: until.max(begun),
                height: end.height.saturating_add(self.least_blocks),
            }
        }
    }

    fn until_ratified(&self, begun: u64, asked: Moment, now: Moment) -> Progress {
        let until = self.window.after(begun);
        let height = asked.height.saturating_add(self.least_blocks);
        if now.at < until || now.height < height {
            Progress::Waits { until }
        } else {
            Progress::Lapsed
        }
    }
}
