//! Reading the chain: blocks in order, its time, and how far the database knows of it.

use std::time::Duration;

use folkmoot_chain::{BlockReader, BlockView, ChainError, Client, Node};
use tracing::warn;

use super::time::ChainTime;
use crate::duty::{Context, DutyError};

/// Blocks read in a row before what they touched is looked at.
const MAX_BLOCKS_IN_A_ROW: usize = 200;
/// The wait where a block can't be read and the node says nothing else either.
const BLIND: Duration = Duration::from_secs(1);

/// What is seen of the chain.
pub(super) struct Sight {
    context: Context,
    reader: BlockReader<Client>,
    time: ChainTime,
    /// The next height as the database has it.
    saved: u64,
}

impl Sight {
    pub(super) fn new(context: Context, reader: BlockReader<Client>) -> Self {
        Self {
            saved: reader.next_height(),
            context,
            reader,
            time: ChainTime::default(),
        }
    }

    /// The height of the next block to read.
    pub(super) fn next_height(&self) -> u64 {
        self.reader.next_height()
    }

    /// The time of the last block seen; 0 before the first.
    pub(super) fn last_time(&self) -> u64 {
        self.time.last()
    }

    /// The time that the next block has at least, and whether that is a guess.
    pub(super) async fn time(&mut self, clock: u64) -> Result<(u64, bool), ChainError> {
        if self.time.last() == 0 {
            let status = self.context.client.status().await?;
            self.time.saw(status.time, clock);
        }
        Ok(self.time.now(clock))
    }

    /// The next block, once there is one. Dropped half-way, nothing has moved.
    pub(super) async fn next(&mut self) -> Result<BlockView, ChainError> {
        self.reader.next().await
    }

    /// Goes on with the blocks that are there already, and gives all of them, the first one too.
    pub(super) async fn with_the_rest(&mut self, first: BlockView) -> Vec<BlockView> {
        let status = self.context.client.status().await;
        let there = status.map_or(0, |status| status.height);
        let mut blocks = vec![first];
        while self.reader.next_height() <= there && blocks.len() < MAX_BLOCKS_IN_A_ROW {
            match self.reader.next().await {
                Ok(next) => blocks.push(next),
                // it comes again when it is read the next time
                Err(_) => break,
            }
        }
        for block in &blocks {
            self.see(block);
        }
        blocks
    }

    fn see(&mut self, block: &BlockView) {
        let metrics = &self.context.metrics;
        metrics.blocks_read.inc();
        let height = i64::try_from(block.height).unwrap_or(i64::MAX);
        metrics.height.set(height);
        self.time.saw(block.time, self.context.clock.now());
    }

    /// Leaves out blocks that can't be had; what happened in them has to be read from the contracts.
    pub(super) async fn skip(&mut self, error: &ChainError) {
        warn!(%error, "a block can't be read; reading all groups instead");
        match self.context.client.status().await {
            Ok(status) => self.reader.skip_to(status.height.saturating_add(1)),
            Err(_) => self.context.clock.sleep(BLIND).await,
        }
    }

    /// Whether all blocks that there are have been read.
    pub(super) async fn is_complete(&self) -> Result<bool, ChainError> {
        let status = self.context.client.status().await?;
        Ok(self.reader.next_height() > status.height)
    }

    /// Tells the database how far it is.
    pub(super) async fn save(&mut self) -> Result<(), DutyError> {
        let next = self.reader.next_height();
        if next == self.saved {
            return Ok(());
        }
        let chain = self.context.client.chain_id();
        let mut store = self.context.store.begin().await?;
        let stored = store.cursor().next_height(chain).await?;
        let stored = stored.unwrap_or(self.saved);
        // another relayer on this database may have read on
        if stored < next {
            store.cursor().advance(chain, stored, next).await?;
        }
        store.save().await?;
        self.saved = next;
        Ok(())
    }
}
