//! The actor: one thread that owns the chain and does one thing after another.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use cosmwasm_std::{BlockInfo, Timestamp};
use serde_json::Value;
use tokio::sync::{broadcast, oneshot};

use super::block::{Block, Hash, TxRecord};
use super::clock::ChainClock;
use super::error::AbciError;
use super::ledger::{Executed, Ledger};
use super::machine::{Machine, TxResult};
use super::render;
use super::snapshot::Snapshots;
use super::tx::{DecodedTx, Known, Verdict};
use crate::config::BlockMode;
use crate::rpc::{Method, Notice, RpcError};

/// A transaction with what was found out about its signatures.
pub struct Prepared {
    /// The transaction.
    pub tx: DecodedTx,
    /// One verdict for each signer that has an account.
    pub verdicts: Vec<Verdict>,
}

/// What became of a transaction that was sent.
pub enum Sent {
    /// It was refused before execution.
    Refused(AbciError),
    /// It passed the checks, which took this much gas, and waits for the next block.
    Waiting(u64),
    /// It is in a block.
    Included(Arc<TxRecord>),
}

/// Where the answer to a sent transaction goes.
pub type SentReply = oneshot::Sender<Result<Sent, RpcError>>;

/// What a transaction is sent for, and when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be checked and forgotten.
    Check,
    /// To be executed; the answer comes when it is checked.
    Take,
    /// To be executed; the answer comes when it is in a block.
    Include,
}

/// What the actor can be asked to do.
pub enum Command {
    /// Take a transaction, or only check it.
    Send {
        /// The transaction.
        prepared: Box<Prepared>,
        /// What for, and when to answer.
        purpose: Purpose,
        /// Where the answer goes.
        reply: SentReply,
    },
    /// Say what a signature check must know of these accounts.
    Known {
        /// The accounts.
        signers: Vec<String>,
        /// Where the answer goes.
        reply: oneshot::Sender<Vec<Option<Known>>>,
    },
    /// Answer a request.
    Call {
        /// The request.
        method: Method,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Value, RpcError>>,
    },
    /// Write the state if it has a file, and end.
    Stop {
        /// Where the outcome goes.
        reply: oneshot::Sender<Result<(), RpcError>>,
    },
}

struct Pending {
    prepared: Box<Prepared>,
    reply: Option<SentReply>,
}

/// What a chain is made of.
pub struct Parts {
    /// The application.
    pub machine: Machine,
    /// Its clock.
    pub clock: ChainClock,
    /// When blocks are made.
    pub mode: BlockMode,
    /// Who is told what happens.
    pub notices: broadcast::Sender<Arc<Notice>>,
    /// The server's address, for `status`.
    pub address: String,
    /// What `genesis` shows.
    pub genesis: Value,
    /// The file that the state is written to at the end.
    pub state: Option<std::path::PathBuf>,
}

/// The chain.
pub struct Actor {
    pub(super) parts: Parts,
    pub(super) ledger: Ledger,
    pub(super) snapshots: Snapshots,
    pending: Vec<Pending>,
    pending_hashes: HashSet<Hash>,
}

impl Actor {
    /// A chain with its first block made, because clients want a block to be there.
    pub fn new(parts: Parts) -> Self {
        let mut actor = Self {
            parts,
            ledger: Ledger::default(),
            snapshots: Snapshots::default(),
            pending: Vec::new(),
            pending_hashes: HashSet::new(),
        };
        let first = actor.parts.clock.first();
        actor.close(first, Vec::new());
        actor
    }

    /// Works until it is told to stop or nobody is left to ask.
    pub fn run(mut self, commands: &Receiver<Command>) {
        let mut due = Instant::now();
        loop {
            let command = match self.parts.mode {
                BlockMode::PerTransaction => {
                    commands.recv().map_err(|_| RecvTimeoutError::Disconnected)
                }
                BlockMode::Interval(interval) => {
                    let now = Instant::now();
                    if now >= due {
                        self.make_block();
                        due = now + interval.max(Duration::from_millis(1));
                    }
                    commands.recv_timeout(due.saturating_duration_since(Instant::now()))
                }
            };
            match command {
                Ok(Command::Stop { reply }) => {
                    drop(reply.send(self.write_state()));
                    return;
                }
                Ok(command) => self.guarded(command),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Handles a command so that whatever goes wrong ends that command and not the chain: its
    /// sender is told by the reply being dropped.
    fn guarded(&mut self, command: Command) {
        if catch_unwind(AssertUnwindSafe(|| self.handle(command))).is_err() {
            tracing::error!("a request ended in a panic; its changes are undone");
            self.parts.machine.abandon();
            self.reopen();
        }
    }

    fn handle(&mut self, command: Command) {
        match command {
            Command::Send {
                prepared,
                purpose,
                reply,
            } => self.take(prepared, purpose, reply),
            Command::Known { signers, reply } => {
                let known = |signer: &String| self.parts.machine.known(signer);
                drop(reply.send(signers.iter().map(known).collect()));
            }
            Command::Call { method, reply } => drop(reply.send(self.call(method))),
            Command::Stop { .. } => {}
        }
    }

    fn take(&mut self, prepared: Box<Prepared>, purpose: Purpose, reply: SentReply) {
        if purpose == Purpose::Check {
            let Prepared { tx, verdicts } = prepared.as_ref();
            let checked = self.parts.machine.check(tx, verdicts, false);
            drop(reply.send(Ok(checked.map_or_else(Sent::Refused, Sent::Waiting))));
            return;
        }
        let hash = prepared.tx.hash;
        if self.ledger.tx(&hash).is_some() || self.pending_hashes.contains(&hash) {
            drop(reply.send(Err(RpcError::internal("tx already exists in cache"))));
            return;
        }
        if self.parts.mode == BlockMode::PerTransaction {
            drop(reply.send(Ok(self.include(&prepared))));
            return;
        }
        let checked = self
            .parts
            .machine
            .check(&prepared.tx, &prepared.verdicts, true);
        let reply = match checked {
            Err(error) => {
                drop(reply.send(Ok(Sent::Refused(error))));
                return;
            }
            Ok(_) if purpose == Purpose::Include => Some(reply),
            Ok(gas) => {
                drop(reply.send(Ok(Sent::Waiting(gas))));
                None
            }
        };
        self.pending_hashes.insert(hash);
        self.pending.push(Pending { prepared, reply });
    }

    /// Executes a transaction in a block of its own.
    fn include(&mut self, prepared: &Prepared) -> Sent {
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
    fn close(&mut self, nanos: u64, executed: Vec<Executed>) -> Arc<Block> {
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

    /// The transactions that wait for a block.
    pub(super) fn waiting(&self) -> impl ExactSizeIterator<Item = &DecodedTx> {
        self.pending.iter().map(|pending| &pending.prepared.tx)
    }

    /// Forgets the transactions that wait, because the chain that they were checked on is gone.
    pub(super) fn drop_waiting(&mut self) {
        self.pending.clear();
        self.pending_hashes.clear();
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
