//! The one task that observes, plans and sets duties going.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use folkmoot_plan::{Book, Key, Kind, Now, Progress, plan};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use super::book::{self, Ending, close};
use super::pulse::Pulse;
use super::run::{Finished, find_out, perform};
use super::time::ChainTime;
use super::touched::touched;
use super::views::Views;
use crate::chain::{BlockReader, BlockView, ChainError, Client, Node};
use crate::clock::Backoff;
use crate::duty::{Context, DutyError, Point};

/// Duties at work at once.
const MAX_RUNNING: usize = 64;
/// Blocks read in a row before what they touched is looked at.
const MAX_BLOCKS_IN_A_ROW: usize = 200;
/// From one plan to the next where nothing happens.
const PLAN_AGAIN: Duration = Duration::from_secs(5);
/// The first and the longest wait while node or database are gone.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));
/// How long duties at work are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// What the worker is asked to do.
pub(super) enum Command {
    /// Look for blocks and plan now.
    Nudge,
    /// Follow this group, or look at all of it again.
    Follow(String),
    /// Ballots were handed in.
    Ballots {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
    },
    /// Answer when all blocks are read and nothing is due.
    Settle(oneshot::Sender<()>),
}

/// The worker.
pub(super) struct Worker {
    context: Context,
    pulse: Arc<Pulse>,
    reader: BlockReader<Client>,
    commands: mpsc::Receiver<Command>,
    views: Views,
    book: Book,
    running: JoinSet<Finished>,
    keys: BTreeMap<Id, Key>,
    /// Tries in a row that failed.
    tries: BTreeMap<Key, u32>,
    /// When a duty was first planned, by the relayer's clock.
    planned: BTreeMap<Key, u64>,
    waiters: Vec<oneshot::Sender<()>>,
    trouble: Backoff,
    time: ChainTime,
    /// The next height as the database has it.
    saved: u64,
}

impl Worker {
    pub(super) fn new(
        context: Context,
        pulse: Arc<Pulse>,
        reader: BlockReader<Client>,
        commands: mpsc::Receiver<Command>,
    ) -> Self {
        Self {
            saved: reader.next_height(),
            context,
            pulse,
            reader,
            commands,
            views: Views::default(),
            book: Book::default(),
            running: JoinSet::new(),
            keys: BTreeMap::new(),
            tries: BTreeMap::new(),
            planned: BTreeMap::new(),
            waiters: Vec::new(),
            trouble: Backoff::new(WAITS.0, WAITS.1),
            time: ChainTime::default(),
        }
    }

    /// Works until it is told to stop.
    pub(super) async fn run(mut self, stop: CancellationToken) -> Result<(), DutyError> {
        if stop.run_until_cancelled(self.begin()).await.is_none() {
            return Ok(());
        }
        let clock = Arc::clone(&self.context.clock);
        loop {
            let Some(worked) = stop.run_until_cancelled(self.work()).await else {
                break;
            };
            let wait = match worked {
                Ok(()) => PLAN_AGAIN,
                Err(error) => self.troubled(&error),
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(finished) = self.running.join_next_with_id() => self.finished(finished).await,
                command = self.commands.recv() => match command {
                    Some(command) => self.obey(command),
                    None => break,
                },
                block = self.reader.next() => self.read(block).await,
                () = clock.sleep(wait) => self.look_into_the_book().await,
            }
        }
        self.farewell().await;
        Ok(())
    }

    fn troubled(&mut self, error: &DutyError) -> Duration {
        self.context.metrics.node_failures.inc();
        let wait = self.trouble.step();
        warn!(%error, wait_ms = wait.as_millis(), "trying again");
        wait
    }

    /// Takes up what was left behind, and all groups that are signed for.
    async fn begin(&mut self) {
        let running = loop {
            match book::open(&self.context, &mut self.book).await {
                Ok(running) => break running,
                Err(error) => {
                    let wait = self.troubled(&error.into());
                    self.context.clock.sleep(wait).await;
                }
            }
        };
        for duty in running {
            if let Ok(key) = duty.key.parse::<Key>() {
                self.book.note(key.clone(), Progress::Running);
                let task = find_out(self.context.clone(), duty, key.clone());
                let id = self.running.spawn(task).id();
                self.keys.insert(id, key);
            }
        }
        for group in self.context.accounts.operated() {
            self.views.follow(&group);
        }
        while let Err(error) = self.views.find_ballots(&self.context).await {
            let wait = self.troubled(&error);
            self.context.clock.sleep(wait).await;
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Nudge => {}
            Command::Follow(group) => self.views.look_at(&group),
            Command::Ballots { group, proposal } => self.views.touch_ballots(&group, proposal),
            Command::Settle(waiter) => self.waiters.push(waiter),
        }
    }

    /// Looks at what was touched, plans, and sets going what can be done now.
    async fn work(&mut self) -> Result<(), DutyError> {
        self.save_cursor().await?;
        let found = self.views.refresh(&self.context).await?;
        let found = found
            .iter()
            .filter(|group| self.views.follow(group))
            .count();
        if found > 0 {
            self.views.refresh(&self.context).await?;
        }
        self.beat();
        let set_going = self.plan().await?;
        self.trouble.reset();
        if !set_going && !self.waiters.is_empty() {
            self.settle().await?;
        }
        Ok(())
    }

    fn beat(&self) {
        let next_height = self.reader.next_height();
        let (chain_time, followed) = (self.time.last(), self.views.followed());
        self.pulse.beat(|now| {
            now.next_height = next_height;
            now.chain_time = now.chain_time.max(chain_time);
            now.followed = followed;
            now.started = true;
        });
    }

    /// Says whether a duty was set going.
    async fn plan(&mut self) -> Result<bool, DutyError> {
        if self.time.last() == 0 {
            let status = self.context.client.status().await?;
            self.time.saw(status.time, self.context.clock.now());
        }
        let clock = self.context.clock.now();
        let (chain, is_guess) = self.time.now(clock);
        let view = self.views.view(&self.context);
        let mut duties = plan(&view, &self.book, Now { chain, clock });
        // a ballot's time is over when the chain says so
        duties.retain(|duty| !(is_guess && duty.kind() == Kind::RefuseBallots));
        duties.truncate(MAX_RUNNING.saturating_sub(self.running.len()));
        if duties.is_empty() {
            return Ok(false);
        }
        let taken = book::take_on(&self.context, &mut self.book, duties).await?;
        self.context.faults.reach(Point::Claimed).await;
        let set_going = !taken.is_empty();
        for taken in taken {
            let key = taken.key.clone();
            debug!(%key, duty = ?taken.duty, "set going");
            self.planned.entry(key.clone()).or_insert(clock);
            let tries = self
                .tries
                .get(&key)
                .map_or(1, |tries| tries.saturating_add(1));
            self.tries.insert(key.clone(), tries);
            let task = perform(self.context.clone(), taken, tries);
            let id = self.running.spawn(task).id();
            self.keys.insert(id, key);
        }
        Ok(set_going)
    }

    /// Answers whoever waits, if all is done: nothing at work, nothing to look at, all blocks read.
    async fn settle(&mut self) -> Result<(), DutyError> {
        if !self.running.is_empty() || !self.views.is_fresh() {
            return Ok(());
        }
        let status = self.context.client.status().await?;
        if self.reader.next_height() > status.height {
            for waiter in self.waiters.drain(..) {
                // who does not wait any more need not be told
                let _ = waiter.send(());
            }
        }
        Ok(())
    }

    async fn read(&mut self, block: Result<BlockView, ChainError>) {
        let block = match block {
            Ok(block) => block,
            Err(error) => return self.unread(&error).await,
        };
        self.take(&block);
        // the blocks that are there already are read before anything is looked at
        let there = self
            .context
            .client
            .status()
            .await
            .map_or(0, |now| now.height);
        for _ in 0..MAX_BLOCKS_IN_A_ROW {
            if self.reader.next_height() > there {
                break;
            }
            match self.reader.next().await {
                Ok(next) => self.take(&next),
                // it comes again when it is read the next time
                Err(_) => break,
            }
        }
        self.context.faults.reach(Point::BlockRead).await;
    }

    fn take(&mut self, block: &BlockView) {
        self.context.metrics.blocks_read.inc();
        let height = i64::try_from(block.height).unwrap_or(i64::MAX);
        self.context.metrics.height.set(height);
        self.time.saw(block.time, self.context.clock.now());
        self.views.touch(touched(block));
    }

    /// A block can't be had any more: the groups are read whole instead, and reading goes on where it can.
    async fn unread(&mut self, error: &ChainError) {
        warn!(%error, "a block can't be read; reading all groups instead");
        if let Ok(status) = self.context.client.status().await {
            self.reader.skip_to(status.height.saturating_add(1));
        }
        for group in self.views.followed() {
            self.views.look_at(&group);
        }
    }

    async fn save_cursor(&mut self) -> Result<(), DutyError> {
        let next = self.reader.next_height();
        if next == self.saved {
            return Ok(());
        }
        let chain = self.context.client.chain_id();
        let mut store = self.context.store.begin().await?;
        let stored = store.cursor().next_height(chain).await?;
        store
            .cursor()
            .advance(chain, stored.unwrap_or(self.saved), next)
            .await?;
        store.save().await?;
        self.saved = next;
        Ok(())
    }

    async fn finished(&mut self, finished: Result<(Id, Finished), JoinError>) {
        let Finished { key, progress } = match finished {
            Ok((id, finished)) => {
                self.keys.remove(&id);
                finished
            }
            Err(error) => match self.keys.remove(&error.id()) {
                Some(key) => self.broken(key, &error).await,
                None => return,
            },
        };
        if let (Kind::CarryBallots | Kind::RefuseBallots, subject) = (key.kind, key.subject) {
            self.views.touch_ballots(&key.group, subject);
        }
        match progress {
            None => self.book.forget(&key),
            Some(progress @ Progress::Done { .. }) => {
                self.tries.remove(&key);
                self.observe_lag(&key);
                self.book.note(key, progress);
            }
            Some(Progress::GivenUp { .. }) => {
                let height = self.reader.next_height();
                self.book.note(key, Progress::GivenUp { height });
            }
            Some(progress) => self.book.note(key, progress),
        }
    }

    /// From the first plan of a roll-up until it is done.
    fn observe_lag(&mut self, key: &Key) {
        if let (Kind::RollUp, Some(since)) = (key.kind, self.planned.remove(key)) {
            let lag = Duration::from_secs(self.context.clock.now().saturating_sub(since));
            self.context.metrics.roll_up_lag.observe(lag.as_secs_f64());
        }
    }

    /// A duty ended in a panic: as good as one that failed.
    async fn broken(&self, key: Key, error: &JoinError) -> Finished {
        warn!(%key, %error, "a duty broke off");
        let since = self.context.clock.now();
        let until = book::not_before(since, self.tries.get(&key).copied().unwrap_or(1));
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

    /// An operator may have opened duties again.
    async fn look_into_the_book(&mut self) {
        match book::reopened(&self.context, &self.book).await {
            Ok(keys) => {
                for key in keys {
                    self.book.forget(&key);
                }
            }
            Err(error) => warn!(%error, "the book can't be read"),
        }
        self.forget_the_done();
    }

    /// What was done is kept until the views are newer.
    fn forget_the_done(&mut self) {
        let read = self.reader.next_height();
        let is_fresh = self.views.is_fresh();
        self.book.retain(|_, progress| match progress {
            Progress::Done { height } => !(is_fresh && height < read),
            Progress::Running | Progress::BackingOff { .. } | Progress::GivenUp { .. } => true,
        });
    }

    /// Lets duties at work end by themselves for a while; what does not is found out about at the next start.
    async fn farewell(mut self) {
        let waiting = self.running.len();
        if waiting > 0 {
            info!(waiting, "letting duties end");
            let clock = Arc::clone(&self.context.clock);
            tokio::select! {
                () = async { while self.running.join_next().await.is_some() {} } => {}
                () = clock.sleep(FAREWELL) => {}
            }
        }
        if let Err(error) = self.save_cursor().await {
            warn!(%error, "the cursor is not saved; blocks will be read again");
        }
    }
}
