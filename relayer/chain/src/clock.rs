//! Time comes in as a parameter: the system's in a daemon, one that is set by hand in a test.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::future::BoxFuture;
use tokio::sync::watch;

/// Tells the time and waits.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time, in unix seconds.
    fn now(&self) -> u64;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        // a clock before 1970 is as good as none
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock that goes only when told to, or, if eager, as far as each sleeper asks: then nobody ever waits.
#[derive(Debug)]
pub struct ManualClock {
    now: watch::Sender<Duration>,
    eager: bool,
}

impl ManualClock {
    /// A clock that stands at `seconds` until [`ManualClock::advance`].
    pub fn at(seconds: u64) -> Self {
        Self {
            now: watch::Sender::new(Duration::from_secs(seconds)),
            eager: false,
        }
    }

    /// A clock that jumps ahead by what a sleeper asks for.
    pub fn eager(seconds: u64) -> Self {
        Self {
            eager: true,
            ..Self::at(seconds)
        }
    }

    /// Lets time pass and wakes who waited for it.
    pub fn advance(&self, duration: Duration) {
        self.now
            .send_modify(|now| *now = now.saturating_add(duration));
    }

    /// The time since the epoch, finer than seconds.
    pub fn elapsed(&self) -> Duration {
        *self.now.borrow()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> u64 {
        self.elapsed().as_secs()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if self.eager {
                self.advance(duration);
                // others get their turn, as in a real sleep
                tokio::task::yield_now().await;
                return;
            }
            let until = self.elapsed().saturating_add(duration);
            // an error means that the clock is gone, which `&self` rules out
            let _ = self.now.subscribe().wait_for(|now| *now >= until).await;
        })
    }
}

/// Waiting times that double from `first` up to `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    most: Duration,
    next: Duration,
}

impl Backoff {
    /// Waiting times from `first`, doubling, up to `most`.
    pub fn new(first: Duration, most: Duration) -> Self {
        Self {
            first: first.min(most),
            most,
            next: first.min(most),
        }
    }

    /// The next waiting time.
    pub fn step(&mut self) -> Duration {
        let now = self.next;
        self.next = now.saturating_mul(2).min(self.most);
        now
    }

    /// All is well again: start over.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_its_time_has_come_and_not_before() {
        let clock = Arc::new(ManualClock::at(100));
        let sleeper = tokio::spawn({
            let clock = Arc::clone(&clock);
            async move { clock.sleep(Duration::from_secs(10)).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(9));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert_eq!(clock.now(), 110);
    }

    #[tokio::test]
    async fn an_eager_clock_jumps() {
        let clock = ManualClock::eager(5);
        clock.sleep(Duration::from_secs(3600)).await;
        assert_eq!(clock.now(), 3605);
    }

    #[test]
    fn backoff_doubles_up_to_its_limit_and_starts_over() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(350));
        let steps: Vec<u128> = (0..4).map(|_| backoff.step().as_millis()).collect();
        assert_eq!(steps, [100, 200, 350, 350]);
        backoff.reset();
        assert_eq!(backoff.step(), Duration::from_millis(100));
    }
}
