//! Where a story is played: any chain with group contracts on it, and a relayer.

use async_trait::async_trait;
use folkmoot_chain::{Checksum, Event, attribute};
use folkmoot_group::limits::MAX_BATCH;
use folkmoot_group::msg::{BallotResult, ExecuteMsg, InstantiateMsg, QueryMsg, SignedBallot};
use folkmoot_rules::Seconds;
use serde_json::Value;
use thiserror::Error;

use super::people::Account;
use super::time::TimeScale;

/// When a story's own chain begins: 1 June 2026, nine in the morning.
pub(super) const GENESIS: u64 = 1_780_304_400;
/// How much later each block of it is.
pub(super) const BLOCK: Seconds = Seconds(5);

/// What a story has to know of its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The chain's id.
    pub chain_id: String,
    /// The prefix of its addresses.
    pub prefix: String,
    /// The denomination that treasuries hold.
    pub denom: String,
    /// The number of the group contract's code.
    pub code_id: u64,
    /// Its checksum.
    pub checksum: Checksum,
    /// How fast the story goes here.
    pub time: TimeScale,
    /// Tells tellings on one chain apart: it goes into every key and address. A chain that the story has for itself
    /// needs none.
    pub edition: String,
    /// What an account gets for fees, and so that it exists: on a chain an account that never had a coin is none.
    pub pocket_money: u128,
}

/// One message of a transaction.
#[derive(Debug, Clone)]
pub enum Message {
    /// Calls a group.
    Call {
        /// The group.
        group: String,
        /// What for.
        msg: Box<ExecuteMsg>,
        /// Coins sent along.
        amount: u128,
    },
    /// Sends coins.
    Send {
        /// To whom.
        to: String,
        /// How many.
        amount: u128,
    },
    /// Makes a group at an address that is known before, its own admin.
    Found {
        /// The group's address.
        address: String,
        /// Makes the address a new one.
        salt: Vec<u8>,
        /// The group.
        msg: Box<InstantiateMsg>,
    },
}

impl Message {
    /// Calls a group, without coins.
    pub fn call(group: &str, msg: ExecuteMsg) -> Self {
        Self::Call {
            group: group.to_owned(),
            msg: Box::new(msg),
            amount: 0,
        }
    }
}

/// What a transaction did.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The height of its block.
    pub height: u64,
    /// Its events.
    pub events: Vec<Event>,
    /// What the contracts answered, one for each message, empty where nothing.
    pub answers: Vec<Vec<u8>>,
}

impl Outcome {
    /// The first attribute of that key in an event of that kind, a contract's kinds without the chain's prefix `wasm-`.
    pub fn attribute(&self, kind: &str, key: &str) -> Option<&str> {
        attribute(&self.events, &format!("wasm-{kind}"), key)
    }
}

/// What became of a ballot that was to be carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// It counts.
    Counted,
    /// It does not, for this reason.
    Refused(String),
}

impl From<BallotResult> for Carried {
    fn from(result: BallotResult) -> Self {
        match result {
            BallotResult::Cast { .. } => Self::Counted,
            BallotResult::Refused { reason } => Self::Refused(reason),
        }
    }
}

/// Why a host did not do something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HostError {
    /// The chain or a contract said no, and nothing has changed.
    #[error("refused: {0}")]
    Refused(String),
    /// The host itself did not work.
    #[error("the host failed: {0}")]
    Broken(String),
}

/// A chain with group contracts, people's transactions and a relayer, in whatever way.
///
/// Not `Send`: a chain in memory is not.
#[async_trait(?Send)]
pub trait Host {
    /// The chain.
    fn setting(&self) -> &Setting;

    /// An account with coins, for founding groups and filling treasuries.
    fn purse(&self) -> &Account;

    /// Sends a transaction of these messages, all or none, signed by one account.
    async fn submit(&self, by: &Account, messages: Vec<Message>) -> Result<Outcome, HostError>;

    /// Asks a group.
    async fn query(&self, group: &str, query: &QueryMsg) -> Result<Value, HostError>;

    /// What an address holds of the setting's denomination.
    async fn balance(&self, address: &str) -> Result<u128, HostError>;

    /// The time of the chain, unix seconds.
    async fn now(&self) -> Result<u64, HostError>;

    /// Until whatever is asked or tried happens after all that was done: a node tries a transaction in its last block,
    /// and electorates are those of a block's start.
    async fn next_block(&self) -> Result<(), HostError>;

    /// Lets time pass, so much of the chain's.
    async fn advance(&self, time: Seconds) -> Result<(), HostError>;

    /// Has the relayer operate this account for a group.
    async fn relay_for(&self, group: &str, account: &Account) -> Result<(), HostError>;

    /// Stops the relayer or lets it work on. It works when a story begins.
    async fn set_relaying(&self, relaying: bool) -> Result<(), HostError>;

    /// Waits until the relayer has done all that is ripe; without one nothing is done.
    async fn settle(&self) -> Result<(), HostError>;

    /// Has signed ballots carried: by the relayer, or while it is stopped by anybody.
    async fn carry(
        &self,
        group: &str,
        proposal: u64,
        ballots: Vec<SignedBallot>,
    ) -> Result<Vec<Carried>, HostError>;
}

/// Carries ballots by somebody's transaction, at most a hundred in one message as the contract takes them.
///
/// # Errors
/// The message is refused, or its answer can't be read.
pub async fn carried_by(
    host: &dyn Host,
    by: &Account,
    group: &str,
    proposal: u64,
    ballots: Vec<SignedBallot>,
) -> Result<Vec<Carried>, HostError> {
    let mut results = Vec::with_capacity(ballots.len());
    for batch in ballots.chunks(MAX_BATCH) {
        let ballots = batch.to_vec();
        let carried = Message::call(group, ExecuteMsg::CastBallots { proposal, ballots });
        let outcome = host.submit(by, vec![carried]).await?;
        let answer = outcome.answers.first().map_or(&[][..], Vec::as_slice);
        let read: Vec<BallotResult> = serde_json::from_slice(answer).map_err(|error| {
            HostError::Broken(format!("the results of a batch can't be read: {error}"))
        })?;
        results.extend(read.into_iter().map(Carried::from));
    }
    Ok(results)
}
