//! Making blocks.

use std::sync::Arc;

use cosmwasm_std::{BlockInfo, Timestamp};

use super::actor::Actor;
use super::block::Block;
use super::command::{Prepared, Sent};
use super::error::AbciError;
use super::ledger::Executed;
use super::machine::TxResult;
use super::render;
use super::tx::DecodedTx;

impl Actor {
    /// Executes a transaction in a block of its own.
    pub(super) fn include(&mut self, prepared: &Prepared) -> Sent {
        let nanos = self.open();
        let Prepared { tx, verdicts } = prepared;
        match self.parts.machine.deliver(tx, verdicts, 0) {
            Ok(result) => {
                let block = self.close(nanos, vec![executed(tx, result)]);
                match block.txs.first() {
                    Some(record) => Sent::Included(Arc::clone(record)),
                    None => Sent::Waiting(0),
                }
            }
            Err(error) => {
                self.reopen();
                Sent::Refused(error)
            }
        }
    }

    /// Makes a block of everything that waits.
    pub(super) fn make_block(&mut self) {
        let nanos = self.open();
        self.make_block_at(nanos);
    }

    /// Makes a block with this time of everything that waits.
    pub(super) fn make_block_at(&mut self, nanos: u64) {
        self.open_at(nanos);
        let pending = std::mem::take(&mut self.pending);
        self.pending_hashes.clear();
        let mut done = Vec::with_capacity(pending.len());
        for (index, waiting) in (0..).zip(&pending) {
            let Prepared { tx, verdicts } = waiting.prepared.as_ref();
            let delivered = self.parts.machine.deliver(tx, verdicts, index);
            let result = delivered.unwrap_or_else(|error| failed(tx, &error));
            done.push(executed(tx, result));
        }
        let block = self.close(nanos, done);
        for (waiting, record) in pending.into_iter().zip(&block.txs) {
            if let Some(reply) = waiting.reply {
                drop(reply.send(Ok(Sent::Included(Arc::clone(record)))));
            }
        }
    }

    /// Begins the next block; returns its time.
    fn open(&mut self) -> u64 {
        let last = self.ledger.last().map_or(0, |block| block.nanos);
        let nanos = self.parts.clock.next(last);
        self.open_at(nanos);
        nanos
    }

    fn open_at(&mut self, nanos: u64) {
        let height = self.ledger.height() + 1;
        self.set_block(height, nanos);
    }

    /// Goes back to the last block, which is the one that queries see.
    pub(super) fn reopen(&mut self) {
        let last = self
            .ledger
            .last()
            .map_or((0, 0), |block| (block.height, block.nanos));
        self.set_block(last.0, last.1);
    }

    fn set_block(&mut self, height: u64, nanos: u64) {
        let chain_id = self.parts.machine.terms.chain_id.clone();
        self.parts.machine.set_block(BlockInfo {
            height,
            time: Timestamp::from_nanos(nanos),
            chain_id,
        });
    }

    /// Ends a block: what it did is final, and subscribers are told.
    pub(super) fn close(&mut self, nanos: u64, executed: Vec<Executed>) -> Arc<Block> {
        self.parts.machine.commit();
        let chain_id = &self.parts.machine.terms.chain_id;
        let block = self.ledger.append(chain_id, nanos, executed);
        self.reopen();
        if self.parts.notices.receiver_count() > 0 {
            let told = [render::new_block(&block), render::new_header(&block)]
                .into_iter()
                .chain(block.txs.iter().map(|tx| render::tx_notice(tx)));
            for notice in told {
                // a subscriber that left meanwhile needs no notice
                drop(self.parts.notices.send(Arc::new(notice)));
            }
        }
        block
    }
}

fn executed(tx: &DecodedTx, result: TxResult) -> Executed {
    Executed {
        hash: tx.hash,
        bytes: tx.bytes.clone(),
        result,
    }
}

/// The result of a transaction that passed the checks when it came but not in its block.
fn failed(tx: &DecodedTx, error: &AbciError) -> TxResult {
    TxResult {
        code: error.code(),
        codespace: error.codespace().to_owned(),
        log: error.log().to_owned(),
        data: Vec::new(),
        gas_wanted: tx.fee.gas_limit,
        gas_used: 0,
        events: Vec::new(),
    }
}
