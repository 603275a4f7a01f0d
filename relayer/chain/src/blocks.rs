//! Blocks, one after the other.

use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use tracing::{debug, warn};

use super::{BlockView, ChainError, Node, Wake};
use crate::clock::{Backoff, Clock};

/// How often a reader looks and how long it waits for a node that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From one look for a new block to the next, if nothing wakes it before.
    pub poll: Duration,
    /// The longest wait for a node that is gone; the waits start short and double.
    pub most: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            most: Duration::from_secs(30),
        }
    }
}

/// The first wait for a node that is gone.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// Reads every block by height, starting where it is told to.
///
/// What it guarantees, each with a test:
/// - **No gap, no repetition**: the block after height h is that of height h + 1.
/// - **Nothing is dropped**: all transactions of a block, failed ones and those with equal events too, in order.
/// - **Patience**: a node that is gone is waited for, with growing waits; so is a block that isn't there yet.
/// - **Honesty**: an answer that says that a block can't be had (thrown away by the node, unreadable) is given as an
///   error, and the reader stays where it is. Whoever reads decides: another node, or [`BlockReader::skip_to`].
/// - **No loss by cancelling**: a [`BlockReader::next`] that is dropped half-way has moved nothing.
/// - **The socket only wakes**: a [`Wake`] shortens a wait; nothing is read from it, so it may lose what it likes.
#[derive(Debug)]
pub struct BlockReader<N> {
    node: N,
    clock: Arc<dyn Clock>,
    next: u64,
    pace: Pace,
    wake: Option<Wake>,
    backoff: Backoff,
}

impl<N: Node> BlockReader<N> {
    /// A reader whose first block is that of height `from`; there is no block 0.
    pub fn new(node: N, clock: Arc<dyn Clock>, from: u64, pace: Pace) -> Self {
        Self {
            node,
            clock,
            next: from.max(1),
            pace,
            wake: None,
            backoff: Backoff::new(FIRST_WAIT, pace.most),
        }
    }

    /// Lets a new block's announcement cut waits short.
    #[must_use]
    pub fn woken_by(mut self, wake: Wake) -> Self {
        self.wake = Some(wake);
        self
    }

    /// The height of the block that comes next.
    pub fn next_height(&self) -> u64 {
        self.next
    }

    /// Leaves out the blocks below `height`: for a reader whose node has thrown them away, after it has read the
    /// contracts' state instead. Never goes back.
    pub fn skip_to(&mut self, height: u64) {
        self.next = self.next.max(height);
    }

    /// The next block, once there is one.
    pub async fn next(&mut self) -> Result<BlockView, ChainError> {
        loop {
            match self.node.block(self.next).await {
                Ok(Some(block)) => {
                    self.backoff.reset();
                    self.next += 1;
                    return Ok(block);
                }
                Ok(None) => {
                    self.backoff.reset();
                    self.pause().await;
                }
                Err(error) if error.is_retry() => {
                    let wait = self.backoff.step();
                    warn!(%error, height = self.next, wait_ms = wait.as_millis(), "waiting for the node");
                    self.clock.sleep(wait).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// All blocks, for ever. An error doesn't end it: the next item tries the same height again.
    pub fn into_stream(self) -> impl Stream<Item = Result<BlockView, ChainError>> {
        futures::stream::unfold(self, |mut reader| async move {
            let block = reader.next().await;
            Some((block, reader))
        })
    }

    async fn pause(&mut self) {
        let sleep = self.clock.sleep(self.pace.poll);
        match &mut self.wake {
            None => sleep.await,
            Some(wake) => tokio::select! {
                () = sleep => debug!(height = self.next, "looking for a block"),
                () = wake.wait() => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;

    use super::super::fake::{FakeNode, Fault};
    use super::*;
    use crate::clock::ManualClock;

    fn reader(node: &FakeNode, from: u64) -> BlockReader<FakeNode> {
        BlockReader::new(
            node.clone(),
            Arc::new(ManualClock::eager(0)),
            from,
            Pace::default(),
        )
    }

    #[tokio::test]
    async fn blocks_come_without_gap_or_repetition_whatever_the_node_does() {
        let node = FakeNode::new();
        node.mine(3);
        node.mine_when_asked();
        node.fail_next(&[
            Fault::Gone,
            Fault::None,
            Fault::Gone,
            Fault::Gone,
            Fault::None,
            Fault::Gone,
        ]);
        let blocks = reader(&node, 1).into_stream().take(8);
        let heights: Vec<u64> = blocks.map(|block| block.unwrap().height).collect().await;
        assert_eq!(heights, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[tokio::test]
    async fn a_block_that_can_not_be_had_is_an_error_and_is_not_passed_over() {
        let node = FakeNode::new();
        node.mine(5);
        node.prune_below(4);
        let mut reader = reader(&node, 2);
        for _ in 0..2 {
            let error = reader.next().await.unwrap_err();
            assert!(
                matches!(error, ChainError::Pruned { height: 2, .. }),
                "{error}"
            );
        }
        reader.skip_to(4);
        reader.skip_to(1);
        assert_eq!(reader.next().await.unwrap().height, 4);
        assert_eq!(reader.next_height(), 5);
    }

    #[tokio::test]
    async fn waits_for_a_gone_node_grow_and_a_dropped_read_moves_nothing() {
        let node = FakeNode::new();
        node.mine(1);
        node.fail_next(&[Fault::Gone; 4]);
        let clock = Arc::new(ManualClock::at(0));
        let mut reader = BlockReader::new(node.clone(), clock.clone(), 1, Pace::default());
        let mut reads = 0;
        for wait in [200, 400, 800, 1600] {
            let (next, advance) = (reader.next(), async {
                tokio::task::yield_now().await;
                clock.advance(Duration::from_millis(wait - 1));
                tokio::task::yield_now().await;
            });
            tokio::select! {
                biased;
                _ = next => panic!("read before the wait of {wait} ms was over"),
                () = advance => reads += 1,
            }
        }
        assert_eq!((reads, reader.next_height()), (4, 1));
        assert_eq!(reader.next().await.unwrap().height, 1);
    }

    #[tokio::test]
    async fn a_new_block_wakes_the_reader_before_its_poll() {
        let node = FakeNode::new();
        let (alarm, wake) = Wake::by_hand();
        let clock = Arc::new(ManualClock::at(0));
        let mut reader = BlockReader::new(node.clone(), clock, 1, Pace::default()).woken_by(wake);
        let read = tokio::spawn(async move { reader.next().await.unwrap().height });
        tokio::task::yield_now().await;
        assert!(!read.is_finished());
        node.mine(1);
        alarm.notify_one();
        assert_eq!(read.await.unwrap(), 1);
    }
}
