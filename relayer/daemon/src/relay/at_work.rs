//! The duties at work.

use std::collections::BTreeMap;
use std::time::Duration;

use folkmoot_plan::{Key, Kind, Progress};
use tokio::task::{Id, JoinError, JoinSet};
use tracing::{debug, info, warn};

use super::book::{Ending, Taken, close, not_before};
use super::run::{Finished, find_out, perform};
use crate::duty::Context;

/// How long duties at work are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// The duties at work, each a task. Dropping it ends them at once.
pub(super) struct AtWork {
    context: Context,
    tasks: JoinSet<Finished>,
    keys: BTreeMap<Id, Key>,
    /// Tries in a row, the present one included.
    tries: BTreeMap<Key, u32>,
    /// When a duty was first set going, by the relayer's clock.
    since: BTreeMap<Key, u64>,
}

/// How a task ended.
pub(super) type Ended = Result<(Id, Finished), JoinError>;

impl AtWork {
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            tasks: JoinSet::new(),
            keys: BTreeMap::new(),
            tries: BTreeMap::new(),
            since: BTreeMap::new(),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Sets a duty going.
    pub(super) fn set_going(&mut self, taken: Taken) {
        let key = taken.key.clone();
        debug!(%key, duty = ?taken.duty, "set going");
        let now = self.context.clock.now();
        self.since.entry(key.clone()).or_insert(now);
        let tries = self.tries.entry(key.clone()).or_default();
        *tries = tries.saturating_add(1);
        let task = perform(self.context.clone(), taken, *tries);
        let id = self.tasks.spawn(task).id();
        self.keys.insert(id, key);
    }

    /// Finds out about a duty that was at work before a restart.
    pub(super) fn find_out(&mut self, duty: folkmoot_store::Duty, key: Key) {
        let task = find_out(self.context.clone(), duty, key.clone());
        let id = self.tasks.spawn(task).id();
        self.keys.insert(id, key);
    }

    /// The next that ends; `None` at once if there is none.
    pub(super) async fn next(&mut self) -> Option<Ended> {
        self.tasks.join_next_with_id().await
    }

    /// What there is to say of one that has ended.
    pub(super) async fn conclude(&mut self, ended: Ended) -> Option<Finished> {
        let finished = match ended {
            Ok((id, finished)) => {
                self.keys.remove(&id);
                finished
            }
            Err(error) => {
                let key = self.keys.remove(&error.id())?;
                self.broken(key, &error).await
            }
        };
        if !matches!(finished.progress, Some(Progress::BackingOff { .. })) {
            self.tries.remove(&finished.key);
            let since = self.since.remove(&finished.key);
            self.observe_lag(&finished, since);
        }
        Some(finished)
    }

    /// From the first time that a roll-up was set going until it is done.
    fn observe_lag(&self, finished: &Finished, since: Option<u64>) {
        let is_done = matches!(finished.progress, Some(Progress::Done { .. }));
        if let (Kind::RollUp, true, Some(since)) = (finished.key.kind, is_done, since) {
            let lag = Duration::from_secs(self.context.clock.now().saturating_sub(since));
            self.context.metrics.roll_up_lag.observe(lag.as_secs_f64());
        }
    }

    /// A duty ended in a panic: as good as one that failed.
    async fn broken(&self, key: Key, error: &JoinError) -> Finished {
        warn!(%key, %error, "a duty broke off");
        let since = self.context.clock.now();
        let until = not_before(since, self.tries.get(&key).copied().unwrap_or(1));
        let ending = Ending::Retry {
            not_before: until,
            reason: error.to_string(),
        };
        close(&self.context, &key.to_string(), &ending).await;
        Finished {
            key,
            progress: Some(Progress::BackingOff { since, until }),
        }
    }

    /// Lets them end by themselves for a while; what does not is found out about at the next start.
    pub(super) async fn farewell(mut self) {
        let waiting = self.tasks.len();
        if waiting == 0 {
            return;
        }
        info!(waiting, "letting duties end");
        let clock = self.context.clock.clone();
        tokio::select! {
            () = async { while self.tasks.join_next().await.is_some() {} } => {}
            () = clock.sleep(FAREWELL) => {}
        }
    }
}
