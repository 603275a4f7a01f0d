//! The time of a chain, as far as it can be known from outside.

/// When there is no block for so many seconds the chain's time is counted on by the relayer's clock: an embedded chain
/// makes blocks only when somebody sends something, and deadlines pass on it all the same.
const IDLE_SECONDS: u64 = 15;

/// The time of a chain.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ChainTime {
    last: u64,
    seen_at: u64,
}

impl ChainTime {
    /// A block of this time was seen, at this time of the relayer's clock.
    pub(super) fn saw(&mut self, time: u64, clock: u64) {
        *self = Self {
            last: time,
            seen_at: clock,
        };
    }

    /// The time of the last block.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// The time that the next block will have at least, and whether that is a guess.
    pub(super) fn now(&self, clock: u64) -> (u64, bool) {
        let idle = clock.saturating_sub(self.seen_at);
        match idle > IDLE_SECONDS {
            true => (self.last.saturating_add(idle), true),
            false => (self.last, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_chain_is_thought_on() {
        let mut time = ChainTime::default();
        time.saw(1_000_000, 50);
        assert_eq!(time.now(50 + IDLE_SECONDS), (1_000_000, false));
        assert_eq!(time.now(150), (1_000_100, true));
        time.saw(1_000_101, 151);
        assert_eq!(time.now(151), (1_000_101, false));
    }
}
