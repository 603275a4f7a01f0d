//! The actor: one thread that owns the chain and does one thing after another.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::broadcast;

use super::block::Hash;
use super::clock::ChainClock;
use super::command::{Command, Prepared, Purpose, Sent, SentReply};
use super::ledger::Ledger;
use super::machine::Machine;
use super::snapshot::Snapshots;
use super::tx::DecodedTx;
use crate::config::BlockMode;
use crate::rpc::{Notice, RpcError};

/// A transaction that waits for a block.
pub struct Pending {
    /// The transaction.
    pub prepared: Box<Prepared>,
    /// Who waits for it to be in the block.
    pub reply: Option<SentReply>,
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
    pub(super) pending: Vec<Pending>,
    pub(super) pending_hashes: HashSet<Hash>,
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
        // like a node's memory of transactions, which forgets those that failed
        let done = self
            .ledger
            .tx(&hash)
            .is_some_and(|record| record.result.code == 0);
        if done || self.pending_hashes.contains(&hash) {
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
