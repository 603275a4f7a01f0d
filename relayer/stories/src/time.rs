//! How fast a story goes: all its durations pass through one [`TimeScale`] on their way to the chain and back.

use std::fmt;
use std::str::FromStr;

use folkmoot_group::charter::{CharterSpec, Filling, Role, Round, Stage};
use folkmoot_rules::{Fallback, Seconds};
use thiserror::Error;

/// A day in seconds.
pub(super) const DAY: u64 = 86_400;

/// How many seconds of a story pass in one second of the chain. Where time can be moved that is one; where it has to be
/// waited for, a story's day is some seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeScale(u64);

/// A number that is no time scale.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "time scale {0} does not divide the {DAY} seconds of a day: name such as 8640, then a day takes 10 seconds"
)]
pub struct TimeScaleError(String);

impl TimeScale {
    /// A story's second is one of the chain.
    pub const REAL: Self = Self(1);
    /// A day takes ten seconds: a block comes every third of one, so that half a hundred people can vote in a day.
    pub const FAST: Self = Self(8_640);

    /// So many seconds of the story in one of the chain: a day has to be whole seconds, so that sums of days stay
    /// exact.
    ///
    /// # Errors
    /// The number does not divide a day's seconds.
    pub fn new(factor: u64) -> Result<Self, TimeScaleError> {
        match DAY.checked_rem(factor) {
            Some(0) => Ok(Self(factor)),
            _ => Err(TimeScaleError(factor.to_string())),
        }
    }

    /// How long a story's duration takes on the chain: a whole number of its seconds, for days an exact one.
    #[must_use]
    pub fn on_chain(self, duration: Seconds) -> Seconds {
        Seconds(duration.0.div_ceil(self.0))
    }

    /// How long the chain's duration is in the story.
    #[must_use]
    pub fn in_story(self, duration: Seconds) -> Seconds {
        Seconds(duration.0.saturating_mul(self.0))
    }

    /// A story's charter as the chain is to have it.
    #[must_use]
    pub fn charter(self, mut charter: CharterSpec) -> CharterSpec {
        let scaled = |duration: &mut Seconds| *duration = self.on_chain(*duration);
        let stages = charter.procedures.iter_mut().flat_map(|it| &mut it.stages);
        for stage in stages {
            match stage {
                Stage::Decide(round) => self.round(round),
                Stage::Delay { duration } => scaled(duration),
                Stage::Refer(refer) => scaled(&mut refer.window),
            }
        }
        self.round(&mut charter.upstream.round);
        for role in &mut charter.roles {
            self.role(role);
        }
        scaled(&mut charter.relay_buffer);
        scaled(&mut charter.execution_window);
        scaled(&mut charter.key_notice);
        scaled(&mut charter.weight_notice);
        charter
    }

    fn round(self, round: &mut Round) {
        let scaled = |duration: &mut Seconds| *duration = self.on_chain(*duration);
        scaled(&mut round.period);
        if let Some(resolving) = &mut round.resolving {
            scaled(&mut resolving.period);
            if let Fallback::Rule { period, .. } = &mut resolving.fallback {
                scaled(period);
            }
        }
    }

    fn role(self, role: &mut Role) {
        let durations = [
            role.term.as_mut(),
            role.allowance.as_mut().map(|it| &mut it.period),
            match &mut role.filling {
                Filling::Acclamation { window } => Some(window),
                Filling::Decision | Filling::Rotation => None,
            },
        ];
        for duration in durations.into_iter().flatten() {
            *duration = self.on_chain(*duration);
        }
    }
}

impl fmt::Display for TimeScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TimeScale {
    type Err = TimeScaleError;

    fn from_str(text: &str) -> Result<Self, TimeScaleError> {
        let factor = text.parse().map_err(|_| TimeScaleError(text.to_owned()))?;
        Self::new(factor)
    }
}

#[cfg(test)]
mod tests {
    use folkmoot_group::charter::Round;
    use folkmoot_presets::Setting;
    use folkmoot_rules::Rule;

    use super::super::charters::{BUFFER, INTERNAL, JOINT, preset, simple};
    use super::*;

    #[test]
    fn days_are_exact_so_that_sums_of_periods_hold_at_any_scale() {
        for factor in [1, 8_640, 17_280, 86_400] {
            let scale = TimeScale::new(factor).unwrap();
            let [internal, buffer, joint] = [INTERNAL, BUFFER, JOINT].map(|it| scale.on_chain(it));
            assert_eq!(internal.saturating_add(buffer), joint);
            assert_eq!(scale.in_story(joint), JOINT);
        }
        let charter = TimeScale::FAST.charter(simple(Rule::majority(), INTERNAL));
        let expected = Stage::Decide(Round::new(Rule::majority(), Seconds(30)));
        assert_eq!(charter.procedures[0].stages, [expected]);
        assert_eq!(charter.upstream.round.period, Seconds(30));
        assert_eq!(charter.relay_buffer, Seconds(40));
        assert_eq!(charter.execution_window, Seconds(300));
    }

    #[test]
    fn all_that_a_charter_says_of_time_is_scaled() {
        let circle = preset("sociocratic-circle", &Setting::default()).unwrap();
        let scaled = TimeScale::FAST.charter(circle);
        let role = &scaled.roles[0];
        assert_eq!(role.term, Some(Seconds(1_820)));
        let window = Seconds(30);
        assert_eq!(role.filling, Filling::Acclamation { window });
        let round = scaled.procedures[0].round().unwrap();
        assert_eq!(round.resolving.unwrap().period, Seconds(70));
    }

    #[test]
    fn a_scale_that_tears_a_day_apart_is_refused() {
        for wrong in ["0", "7", "100000", "-1", "fast"] {
            let error = wrong.parse::<TimeScale>().unwrap_err().to_string();
            assert!(error.contains(&format!("time scale {wrong} ")), "{error}");
        }
        assert_eq!("8640".parse(), Ok(TimeScale::FAST));
    }
}
