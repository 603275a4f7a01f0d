//! Lengths of time in whole seconds, as block time counts them.

use core::fmt;

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// A length of time in seconds.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Encode,
    Deserialize,
    Decode,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Seconds(pub u64);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many minutes.
    #[must_use]
    pub const fn minutes(count: u32) -> Self {
        Self((count as u64).saturating_mul(MINUTE))
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self((count as u64).saturating_mul(HOUR))
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self((count as u64).saturating_mul(DAY))
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both lengths together, if they fit.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Both lengths together, at most the longest there is.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left of this length without the other, at least nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The unix second this length after `instant`; the end of time if there is none.
    #[must_use]
    pub const fn after(self, instant: u64) -> u64 {
        instant.saturating_add(self.0)
    }
}

/// Never rounds: a refusal that quotes two figures must show that they differ.
impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Below two minutes people count in seconds.
        if self.0 < MINUTE.saturating_mul(2) {
            return write!(f, "{} s", self.0);
        }
        let mut rest = self.0;
        let mut gap = "";
        for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (1, "s")] {
            let count = rest.checked_div(unit).unwrap_or(0);
            rest = rest.checked_rem(unit).unwrap_or(0);
            if count > 0 {
                write!(f, "{gap}{count} {name}")?;
                gap = " ";
            }
        }
        Ok(())
    }
}
