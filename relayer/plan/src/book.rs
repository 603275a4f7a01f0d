//! The book of duties: what is being done, waits for another try, or was done.

use std::collections::BTreeMap;

use crate::{Key, Now};

/// How far a duty is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Somebody is at it.
    Running,
    /// The last try failed; the next one is later. Seconds of the relayer's own clock.
    BackingOff {
        /// When the last try ended.
        since: u64,
        /// When the next one may start.
        until: u64,
    },
    /// It was done by this height. What the chain says of that height or a later one overrules the book.
    Done {
        /// The height.
        height: u64,
    },
    /// It was given up: the contract will say no until something has changed.
    GivenUp {
        /// The first height at which something may have.
        height: u64,
    },
}

/// The duties that were taken on, by what makes them the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    entries: BTreeMap<Key, Progress>,
}

impl Book {
    /// Notes how far a duty is.
    pub fn note(&mut self, key: Key, progress: Progress) {
        self.entries.insert(key, progress);
    }

    /// Forgets a duty.
    pub fn forget(&mut self, key: &Key) {
        self.entries.remove(key);
    }

    /// How far a duty is.
    #[must_use]
    pub fn progress(&self, key: &Key) -> Option<Progress> {
        self.entries.get(key).copied()
    }

    /// All duties.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, Progress)> {
        self.entries.iter().map(|(key, progress)| (key, *progress))
    }

    /// Keeps those alone for which this holds.
    pub fn retain(&mut self, keep: impl Fn(&Key, Progress) -> bool) {
        self.entries.retain(|key, progress| keep(key, *progress));
    }

    /// Whether a duty that a view of this height asks for may start now; `most` is the longest wait after a failed try.
    #[must_use]
    pub fn admits(&self, key: &Key, height: u64, now: Now, most: Option<u64>) -> bool {
        match self.progress(key) {
            None => true,
            Some(Progress::Running) => false,
            Some(Progress::BackingOff { since, until }) => {
                let until = most.map_or(until, |most| until.min(since.saturating_add(most)));
                now.clock >= until
            }
            Some(Progress::Done { height: by } | Progress::GivenUp { height: by }) => height >= by,
        }
    }

    /// Whether the last try at a duty failed and none has succeeded since.
    #[must_use]
    pub fn is_backing_off(&self, key: &Key) -> bool {
        matches!(self.progress(key), Some(Progress::BackingOff { .. }))
    }
}
