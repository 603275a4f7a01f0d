//! What the relayer knows of its chain, for whoever asks it.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

/// What the relayer knows of its chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heartbeat {
    /// Whether all followed groups were read since the start.
    pub started: bool,
    /// The height of the next block to read.
    pub next_height: u64,
    /// The time of the chain, unix seconds.
    pub chain_time: u64,
    /// The followed groups.
    pub followed: BTreeSet<String>,
}

/// The relayer's present knowledge, shared.
#[derive(Debug, Default)]
pub struct Pulse {
    now: RwLock<Heartbeat>,
}

impl Pulse {
    /// A relayer that is about to start.
    pub(super) fn starting(chain_time: u64, followed: BTreeSet<String>) -> Self {
        let pulse = Self::default();
        pulse.beat(|now| {
            now.chain_time = chain_time;
            now.followed = followed;
        });
        pulse
    }

    /// Now.
    pub fn now(&self) -> Heartbeat {
        self.now
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether a group is followed.
    pub fn follows(&self, group: &str) -> bool {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.followed.contains(group)
    }

    /// The time of the chain.
    pub fn chain_time(&self) -> u64 {
        self.now
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .chain_time
    }

    pub(super) fn beat(&self, change: impl FnOnce(&mut Heartbeat)) {
        change(&mut self.now.write().unwrap_or_else(PoisonError::into_inner));
    }
}
