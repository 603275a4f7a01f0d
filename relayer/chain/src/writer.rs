//! One writer per account.
//!
//! An account's transactions are numbered, so whoever signs with it must be one. The writer is a task that owns the
//! account's sequence and takes one job after the other. Two things are never done:
//!
//! - **Assume "sent".** A job is over when its transaction is in a block, or when no block can hold it any more: each is
//!   signed with a last height, so every unclear answer clears itself up. Until then the same bytes are sent again,
//!   which can do no harm; nothing is signed anew.
//! - **Assume "not sent".** A lost answer is no answer: the transaction is looked for by hash and in the blocks before
//!   the next one is signed.
//!
//! A signature is deterministic: two writers of one account that sign the very same messages and memo for the same
//! sequence at the same height make one transaction, and both are told of it. Two relayers that do the same duty thus do
//! it once. Who means two things says so in the memo.
//!
//! Before a transaction leaves, [`Announce`] is told its hash and heights, so that it can be written down: after a
//! restart [`super::fate`] tells from them what became of it.

mod actor;
mod delivery;
mod error;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData;
use prost::Message;
use tokio::sync::{mpsc, oneshot};

use super::{ChainError, Event, GasPrice, Node, Signer, SignerError, TxHash};
use crate::clock::Clock;
pub use error::WriteError;

/// Jobs that wait for their turn before whoever brings the next one has to wait, too.
const QUEUE: usize = 64;

/// How a writer writes.
#[derive(Debug, Clone, PartialEq)]
pub struct WriterConfig {
    /// The prefix of the chain's addresses.
    pub prefix: String,
    /// What a unit of gas costs.
    pub gas_price: GasPrice,
    /// A simulated transaction gets this many per cent of the gas it took in the simulation.
    pub gas_percent: u64,
    /// For how many blocks a transaction is good.
    pub timeout_blocks: u64,
    /// From one look for the transaction to the next.
    pub poll: Duration,
    /// How long a transaction is looked for when the chain stands still.
    pub patience: Duration,
    /// How often a wrong sequence is corrected in one job.
    pub attempts: u32,
}

impl WriterConfig {
    /// The usual: 130 % of the simulated gas, good for 20 blocks.
    pub fn new(prefix: &str, gas_price: GasPrice) -> Self {
        Self {
            prefix: prefix.to_owned(),
            gas_price,
            gas_percent: 130,
            timeout_blocks: 20,
            poll: Duration::from_millis(500),
            patience: Duration::from_secs(300),
            attempts: 5,
        }
    }
}

/// How much gas a transaction gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gas {
    /// As a simulation says, and something on top.
    Simulate,
    /// So much.
    Fixed(u64),
}

/// What is to be written: messages that happen all or not at all.
#[derive(Clone)]
pub struct Job {
    /// The messages.
    pub messages: Vec<Any>,
    /// How much gas they get.
    pub gas: Gas,
    /// A note that everybody can read.
    pub memo: String,
    /// Who is told before the transaction leaves.
    pub announce: Option<Arc<dyn Announce>>,
}

impl Job {
    /// A job whose gas is simulated.
    pub fn of(messages: Vec<Any>) -> Self {
        Self {
            messages,
            gas: Gas::Simulate,
            memo: String::new(),
            announce: None,
        }
    }

    /// Tells somebody before the transaction leaves.
    #[must_use]
    pub fn announced_to(mut self, announce: Arc<dyn Announce>) -> Self {
        self.announce = Some(announce);
        self
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<&str> = self
            .messages
            .iter()
            .map(|message| message.type_url.as_str())
            .collect();
        f.debug_struct("Job")
            .field("messages", &kinds)
            .field("gas", &self.gas)
            .finish_non_exhaustive()
    }
}

/// What is known of a transaction before it leaves, and all that is needed to find it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Its hash.
    pub hash: TxHash,
    /// The height of the chain when it was signed.
    pub from_height: u64,
    /// The last height whose block may hold it.
    pub timeout_height: u64,
}

/// Is told before a transaction leaves; where this fails it doesn't leave.
#[async_trait]
pub trait Announce: Send + Sync {
    /// A transaction is signed and about to leave. May come again with another ticket: then the one before is void.
    async fn signed(&self, ticket: Ticket) -> Result<(), String>;
}

/// A transaction that is in a block and succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// Its hash.
    pub hash: TxHash,
    /// The block's height.
    pub height: u64,
    /// The gas it took.
    pub gas_used: u64,
    /// Its events.
    pub events: Vec<Event>,
    /// Its data: an encoded `TxMsgData`.
    pub data: Vec<u8>,
}

impl Included {
    /// The first attribute of that key in an event of that kind.
    pub fn attribute(&self, kind: &str, key: &str) -> Option<&str> {
        super::attribute(&self.events, kind, key)
    }

    /// The answers to the messages, in their order, each as its type says.
    pub fn responses(&self) -> Result<Vec<Any>, ChainError> {
        TxMsgData::decode(self.data.as_slice())
            .map(|data| data.msg_responses)
            .map_err(|error| ChainError::Decode {
                what: format!("the data of transaction {}", self.hash),
                reason: error.to_string(),
            })
    }
}

pub(super) struct Work {
    job: Job,
    answer: oneshot::Sender<Result<Included, WriteError>>,
}

/// The handle of an account's writer. Cloning it gives another handle of the same; the task ends with the last one,
/// once its queue is empty.
#[derive(Debug, Clone)]
pub struct Writer {
    address: String,
    jobs: mpsc::Sender<Work>,
}

impl Writer {
    /// Starts the writer of the account that `signer` signs for.
    pub fn spawn<N: Node>(
        node: N,
        signer: Arc<dyn Signer>,
        clock: Arc<dyn Clock>,
        config: WriterConfig,
    ) -> Result<Self, SignerError> {
        let address = signer.address(&config.prefix)?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let actor = actor::Actor::new(node, signer, clock, config, address.clone());
        tokio::spawn(actor.run(queue));
        Ok(Self { address, jobs })
    }

    /// The account's address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Writes, and answers when it is in a block or can't be any more. Who stops waiting stops nothing: the job goes
    /// on.
    pub async fn write(&self, job: Job) -> Result<Included, WriteError> {
        let (answer, answered) = oneshot::channel();
        let work = Work { job, answer };
        self.jobs
            .send(work)
            .await
            .map_err(|_| WriteError::Stopped)?;
        answered.await.unwrap_or(Err(WriteError::Stopped))
    }
}
