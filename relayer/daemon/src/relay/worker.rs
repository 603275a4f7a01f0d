//! The one task that observes, plans and sets duties going.

use std::sync::Arc;
use std::time::Duration;

use folkmoot_chain::clock::Backoff;
use folkmoot_chain::{BlockReader, BlockView, ChainError, Client};
use folkmoot_plan::{Book, Key, Kind, Now, Progress, plan};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::at_work::{AtWork, Ended};
use super::book;
use super::pulse::Pulse;
use super::sight::Sight;
use super::touched::touched;
use super::views::Views;
use crate::duty::{Context, DutyError, Point};

/// Duties at work at once.
const MAX_RUNNING: usize = 64;
/// From one plan to the next where nothing happens.
const PLAN_AGAIN: Duration = Duration::from_secs(5);
/// The first and the longest wait while node or database are gone.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));

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
        /// What their seats weigh.
        weights: Vec<(u32, u64)>,
    },
    /// Answer when all blocks are read and nothing is due.
    Settle(oneshot::Sender<()>),
}

/// The worker.
pub(super) struct Worker {
    context: Context,
    pulse: Arc<Pulse>,
    commands: mpsc::Receiver<Command>,
    sight: Sight,
    views: Views,
    book: Book,
    at_work: AtWork,
    waiters: Vec<oneshot::Sender<()>>,
    trouble: Backoff,
}

impl Worker {
    pub(super) fn new(
        context: Context,
        pulse: Arc<Pulse>,
        reader: BlockReader<Client>,
        commands: mpsc::Receiver<Command>,
    ) -> Self {
        Self {
            sight: Sight::new(context.clone(), reader),
            at_work: AtWork::new(context.clone()),
            context,
            pulse,
            commands,
            views: Views::default(),
            book: Book::default(),
            waiters: Vec::new(),
            trouble: Backoff::new(WAITS.0, WAITS.1),
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
                Some(ended) = self.at_work.next() => self.ended(ended).await,
                command = self.commands.recv() => match command {
                    Some(command) => self.obey_all(command),
                    None => break,
                },
                block = self.sight.next() => self.read(block).await,
                () = clock.sleep(wait) => self.look_into_the_book().await,
            }
        }
        self.at_work.farewell().await;
        if let Err(error) = self.sight.save().await {
            warn!(%error, "the cursor is not saved; blocks will be read again");
        }
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
                Err(error) => self.wait_out(&error.into()).await,
            }
        };
        for duty in running {
            if let Ok(key) = duty.key.parse::<Key>() {
                self.book.note(key.clone(), Progress::Running);
                self.at_work.find_out(duty, key);
            }
        }
        for group in self.context.accounts.operated() {
            self.views.follow(&group);
        }
        while let Err(error) = self.views.find_ballots(&self.context).await {
            self.wait_out(&error).await;
        }
    }

    async fn wait_out(&mut self, error: &DutyError) {
        let wait = self.troubled(error);
        self.context.clock.sleep(wait).await;
    }

    /// Obeys this command and those that wait behind it.
    fn obey_all(&mut self, first: Command) {
        self.obey(first);
        while let Ok(command) = self.commands.try_recv() {
            self.obey(command);
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Nudge => {}
            Command::Follow(group) => self.views.look_at(&group),
            Command::Ballots {
                group,
                proposal,
                weights,
            } => {
                self.views.learn_weights(&group, proposal, weights);
                self.views.touch_ballots(&group, proposal);
            }
            Command::Settle(waiter) => self.waiters.push(waiter),
        }
    }

    /// Looks at what was touched, plans, and sets going what can be done now.
    async fn work(&mut self) -> Result<(), DutyError> {
        self.sight.save().await?;
        let found = self.views.refresh(&self.context, &self.book).await?;
        let found = found
            .iter()
            .filter(|group| self.views.follow(group))
            .count();
        if found > 0 {
            self.views.refresh(&self.context, &self.book).await?;
        }
        self.beat();
        let is_idle = self.plan().await? == 0;
        self.trouble.reset();
        if is_idle && !self.waiters.is_empty() {
            self.settle().await?;
        }
        Ok(())
    }

    fn beat(&self) {
        let next_height = self.sight.next_height();
        let (chain_time, followed) = (self.sight.last_time(), self.views.followed());
        self.pulse.beat(|now| {
            now.next_height = next_height;
            now.chain_time = now.chain_time.max(chain_time);
            now.followed = followed;
            now.started = true;
        });
    }

    /// Says how many duties were set going.
    async fn plan(&mut self) -> Result<usize, DutyError> {
        let clock = self.context.clock.now();
        let (chain, is_guess) = self.sight.time(clock).await?;
        let view = self.views.view(&self.context);
        let mut duties = plan(&view, &self.book, Now { chain, clock });
        // a ballot's time is over when the chain says so
        duties.retain(|duty| !(is_guess && duty.kind() == Kind::RefuseBallots));
        duties.truncate(MAX_RUNNING.saturating_sub(self.at_work.len()));
        if duties.is_empty() {
            return Ok(0);
        }
        let taken = book::take_on(&self.context, &mut self.book, duties).await?;
        self.context.faults.reach(Point::Claimed).await;
        let set_going = taken.len();
        for taken in taken {
            self.at_work.set_going(taken);
        }
        Ok(set_going)
    }

    /// Answers whoever waits, if all is done: nothing at work, nothing to look at, all blocks read.
    async fn settle(&mut self) -> Result<(), DutyError> {
        let is_quiet = self.at_work.len() == 0 && self.views.is_fresh();
        if is_quiet && self.sight.is_complete().await? {
            for waiter in self.waiters.drain(..) {
                // who does not wait any more need not be told
                let _ = waiter.send(());
            }
        }
        Ok(())
    }

    async fn read(&mut self, block: Result<BlockView, ChainError>) {
        match block {
            Ok(block) => {
                for block in self.sight.with_the_rest(block).await {
                    self.views.touch(touched(&block));
                }
            }
            Err(error) => {
                self.sight.skip(&error).await;
                for group in self.views.followed() {
                    self.views.look_at(&group);
                }
            }
        }
        self.context.faults.reach(Point::BlockRead).await;
    }

    async fn ended(&mut self, ended: Ended) {
        let Some(finished) = self.at_work.conclude(ended).await else {
            return;
        };
        let key = finished.key;
        if matches!(key.kind, Kind::CarryBallots | Kind::RefuseBallots) {
            self.views.touch_ballots(&key.group, key.subject);
        }
        match finished.progress {
            None => self.book.forget(&key),
            Some(Progress::GivenUp { .. }) => {
                let height = self.sight.next_height();
                self.book.note(key, Progress::GivenUp { height });
            }
            Some(progress) => self.book.note(key, progress),
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
        let read = self.sight.next_height();
        let is_fresh = self.views.is_fresh();
        self.book.retain(|_, progress| match progress {
            Progress::Done { height } => !(is_fresh && height < read),
            Progress::Running | Progress::BackingOff { .. } | Progress::GivenUp { .. } => true,
        });
    }
}
