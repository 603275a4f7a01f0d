//! The time that blocks carry.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::config::Clock;

const NANOS: u64 = 1_000_000_000;

/// Says what time the next block has.
#[derive(Debug, Clone)]
pub struct ChainClock {
    kind: Clock,
    /// How far the chain is ahead of the wall clock.
    travelled: u64,
}

impl ChainClock {
    /// A clock that has not travelled.
    pub fn new(kind: Clock) -> Self {
        Self { kind, travelled: 0 }
    }

    /// The time of the first block.
    pub fn first(&self) -> u64 {
        match self.kind {
            Clock::Wall => wall(),
            Clock::Manual { start, .. } => start.saturating_mul(NANOS),
        }
    }

    /// The time of the block after one at `last`: never before it.
    pub fn next(&self, last: u64) -> u64 {
        match self.kind {
            Clock::Wall => wall()
                .saturating_add(self.travelled)
                .max(last.saturating_add(1)),
            Clock::Manual { step_millis, .. } => {
                last.saturating_add(step_millis.saturating_mul(1_000_000))
            }
        }
    }

    /// The time of a block that comes exactly `seconds` after `last`, or a little later on a wall
    /// clock; from then on the chain is ahead by that much more.
    pub fn advance(&mut self, last: u64, seconds: u64) -> u64 {
        let target = last.saturating_add(seconds.saturating_mul(NANOS));
        if matches!(self.kind, Clock::Wall) {
            self.travelled = self.travelled.saturating_add(seconds.saturating_mul(NANOS));
            return self.next(target.saturating_sub(1));
        }
        target
    }

    /// Makes the clock go on from `last`, the time of a block that was loaded or returned to.
    pub fn resume(&mut self, last: u64) {
        if matches!(self.kind, Clock::Wall) {
            self.travelled = last.saturating_sub(wall());
        }
    }
}

/// The one place where the chain looks at the wall clock.
fn wall() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_as_told() {
        let mut clock = ChainClock::new(Clock::Manual {
            start: 100,
            step_millis: 5_000,
        });
        assert_eq!(clock.first(), 100 * NANOS);
        assert_eq!(clock.next(100 * NANOS), 105 * NANOS);
        assert_eq!(clock.advance(105 * NANOS, 3_600), 3_705 * NANOS);
    }

    #[test]
    fn a_wall_clock_never_goes_back_and_stays_ahead() {
        let mut clock = ChainClock::new(Clock::Wall);
        let first = clock.first();
        let far = clock.advance(first, 1_000_000);
        assert!(far >= first + 1_000_000 * NANOS);
        assert!(clock.next(far) > far);
        let mut other = ChainClock::new(Clock::Wall);
        other.resume(far);
        assert!(other.next(far) > far);
    }
}
