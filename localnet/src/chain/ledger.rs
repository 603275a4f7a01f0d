//! The blocks made so far and where each transaction is.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::block::{Block, Hash, TxRecord, merkle};
use super::machine::TxResult;

/// Every block from the first on; nothing is ever pruned.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    blocks: Vec<Arc<Block>>,
    index: HashMap<Hash, Arc<TxRecord>>,
    by_hash: HashMap<Hash, u64>,
}

/// A transaction that was executed, to be put into a block.
#[derive(Debug, Clone)]
pub struct Executed {
    /// sha256 of the bytes.
    pub hash: Hash,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What became of it.
    pub result: TxResult,
}

impl Ledger {
    /// Height of the last block; 0 before the first.
    pub fn height(&self) -> u64 {
        u64::try_from(self.blocks.len()).unwrap_or(u64::MAX)
    }

    /// The last block.
    pub fn last(&self) -> Option<&Arc<Block>> {
        self.blocks.last()
    }

    /// The block at this height.
    pub fn block(&self, height: u64) -> Option<&Arc<Block>> {
        let index = usize::try_from(height.checked_sub(1)?).ok()?;
        self.blocks.get(index)
    }

    /// The block with this hash.
    pub fn block_by_hash(&self, hash: &Hash) -> Option<&Arc<Block>> {
        self.block(*self.by_hash.get(hash)?)
    }

    /// The transaction with this hash.
    pub fn tx(&self, hash: &Hash) -> Option<&Arc<TxRecord>> {
        self.index.get(hash)
    }

    /// All blocks, oldest first.
    pub fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// Makes the next block of what was executed.
    pub fn append(&mut self, chain_id: &str, nanos: u64, executed: Vec<Executed>) -> Arc<Block> {
        let height = self.height() + 1;
        let txs: Vec<_> = (0..)
            .zip(executed)
            .map(|(index, executed)| {
                Arc::new(TxRecord {
                    hash: executed.hash,
                    bytes: executed.bytes,
                    height,
                    index,
                    result: executed.result,
                })
            })
            .collect();
        let last = self.blocks.last();
        let mut block = Block {
            chain_id: chain_id.to_owned(),
            height,
            nanos,
            txs,
            last_hash: last.map(|last| last.hash),
            last_app_hash: last.map_or_else(|| genesis_hash(chain_id), |last| last.app_hash),
            last_results_hash: last.map_or_else(|| merkle(Vec::new()), |last| last.results_hash()),
            app_hash: Hash::default(),
            hash: Hash::default(),
        };
        block.app_hash = app_hash(&block);
        block.hash = block.header_hash();
        let block = Arc::new(block);
        for tx in &block.txs {
            self.index.insert(tx.hash, Arc::clone(tx));
        }
        self.by_hash.insert(block.hash, height);
        self.blocks.push(Arc::clone(&block));
        block
    }

    /// Forgets every block above `height`.
    pub fn truncate(&mut self, height: u64) {
        let keep = usize::try_from(height)
            .unwrap_or(usize::MAX)
            .min(self.blocks.len());
        for block in self.blocks.split_off(keep) {
            self.by_hash.remove(&block.hash);
            for tx in &block.txs {
                self.index.remove(&tx.hash);
            }
        }
    }
}

/// What the first header says of the application.
fn genesis_hash(chain_id: &str) -> Hash {
    Sha256::digest(chain_id.as_bytes()).into()
}

/// A fingerprint of the history and its results, which determine the state. A real application's
/// hash is the root of a Merkle tree over the state, against which light clients check proofs;
/// this chain gives no proofs.
fn app_hash(block: &Block) -> Hash {
    Sha256::new()
        .chain_update(block.last_app_hash)
        .chain_update(block.height.to_be_bytes())
        .chain_update(block.data_hash())
        .chain_update(block.results_hash())
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn executed(byte: u8) -> Executed {
        Executed {
            hash: [byte; 32],
            bytes: vec![byte],
            result: TxResult {
                code: 0,
                codespace: String::new(),
                log: String::new(),
                data: Vec::new(),
                gas_wanted: 1,
                gas_used: 1,
                events: Vec::new(),
            },
        }
    }

    #[test]
    fn truncating_forgets_blocks_and_transactions_and_history_repeats() {
        let mut ledger = Ledger::default();
        ledger.append("c", 1, vec![]);
        let second = ledger.append("c", 2, vec![executed(1), executed(2)]);
        assert_eq!(ledger.tx(&[2; 32]).unwrap().index, 1);
        assert_eq!(ledger.block_by_hash(&second.hash).unwrap().height, 2);
        ledger.truncate(1);
        assert_eq!(ledger.height(), 1);
        assert!(ledger.tx(&[2; 32]).is_none());
        assert!(ledger.block_by_hash(&second.hash).is_none());
        let again = ledger.append("c", 2, vec![executed(1), executed(2)]);
        assert_eq!(again.hash, second.hash);
        let other = {
            ledger.truncate(1);
            ledger.append("c", 2, vec![executed(2), executed(1)])
        };
        assert_ne!(other.hash, second.hash);
    }
}
