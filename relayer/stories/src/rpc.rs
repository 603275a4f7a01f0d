//! A chain behind nodes: transactions are signed, paid for and sent as any wallet does it, and a relayer works as
//! `folkmoot relay` does. Where time can be moved it is moved; elsewhere it is waited for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmwasm::wasm::v1::MsgExecuteContractResponse;
use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{
    ChainError, Client, Included, Job, Node, WriteError, Writer, WriterConfig, coin, execute,
    instantiate2, send,
};
use folkmoot_group::msg::{QueryMsg, SignedBallot};
use folkmoot_localnet::{Handle, spawn};
use folkmoot_rules::Seconds;
use prost::{Message as _, Name};
use serde_json::Value;
use tokio::sync::Mutex;

use super::host::{Carried, Host, HostError, Message, Outcome, Setting, carried_by};
use super::people::Account;
use super::place::{Passing, Place, config};
use super::relayer::Relayer;

/// From one look for a transaction to the next.
const POLL: Duration = Duration::from_millis(150);
/// What a transaction gets of the gas of its simulation, in per cent.
const GAS: u64 = 150;
/// For how many blocks a transaction is good: a node under the load of many stories may take a while.
const GOOD_FOR: u64 = 200;
/// How often a question is asked that no node answers, and how long after the time before.
const ASKED: (usize, Duration) = (50, Duration::from_millis(200));

/// A chain behind nodes.
pub struct Rpc {
    client: Client,
    passing: Passing,
    setting: Setting,
    writing: WriterConfig,
    writers: RefCell<BTreeMap<String, Writer>>,
    purse: Account,
    relayer: Mutex<Relayer>,
    /// The chain, where it runs in this process and ends with the host.
    _chain: Option<Handle>,
}

impl Rpc {
    /// An embedded chain of its own on any free port, with a clock that only blocks and stories move.
    pub async fn embedded() -> Result<Self, HostError> {
        let chain = spawn(config()).await.map_err(broken)?;
        let host = Self::connect(Place::embedded(&chain)?).await?;
        Ok(Self {
            _chain: Some(chain),
            ..host
        })
    }

    /// A chain that is there.
    pub async fn connect(place: Place) -> Result<Self, HostError> {
        let client = Client::connect_any(&place.nodes).await.map_err(told)?;
        let code = client.code_info(place.code_id).await.map_err(told)?;
        let code = code.ok_or_else(|| broken(format!("there is no code {}", place.code_id)))?;
        let passing = Passing::of(&client).await?;
        let setting = Setting {
            chain_id: client.chain_id().to_owned(),
            prefix: place.prefix.clone(),
            denom: place.denom.clone(),
            code_id: code.id,
            checksum: code.checksum,
            time: place.time.unwrap_or_else(|| passing.scale()),
            edition: place.edition.clone(),
            pocket_money: place.pocket_money(),
        };
        let height = client.status().await.map_err(told)?.height;
        let relayer = Relayer::start(&place, height, &setting).await?;
        let mut writing = WriterConfig::new(&place.prefix, place.gas_price);
        writing.poll = POLL;
        writing.gas_percent = GAS;
        writing.timeout_blocks = GOOD_FOR;
        Ok(Self {
            client,
            passing,
            purse: Account::of("the founder", place.purse, &place.prefix)?,
            setting,
            writing,
            writers: RefCell::default(),
            relayer: Mutex::new(relayer),
            _chain: None,
        })
    }

    /// Where the node in use is.
    pub fn node_url(&self) -> &str {
        self.client.node_url()
    }

    /// Where the relayer's API is, while it runs.
    pub async fn api_url(&self) -> Option<String> {
        self.relayer.lock().await.api_url()
    }

    fn encoded(&self, by: &Account, message: Message) -> Result<Any, ChainError> {
        let from = &by.address;
        let coins = |amount| match amount {
            0 => vec![],
            amount => vec![coin(amount, &self.setting.denom)],
        };
        match message {
            Message::Call { group, msg, amount } => execute(from, &group, &msg, coins(amount)),
            Message::Send { to, amount } => Ok(send(from, &to, coins(amount))),
            Message::Found { address, salt, msg } => {
                let (admin, code) = (Some(address.as_str()), self.setting.code_id);
                instantiate2(from, admin, code, &msg.name, &msg, vec![], &salt)
            }
        }
    }

    /// The account's one writer.
    fn writer(&self, account: &Account) -> Result<Writer, HostError> {
        let mut writers = self.writers.borrow_mut();
        if let Some(writer) = writers.get(&account.address) {
            return Ok(writer.clone());
        }
        let signer = Arc::new(account.signer().clone());
        let clock = Arc::new(SystemClock);
        let writer = Writer::spawn(self.client.clone(), signer, clock, self.writing.clone());
        let writer = writer.map_err(broken)?;
        writers.insert(account.address.clone(), writer.clone());
        Ok(writer)
    }

    /// Asks again where no node answers: the next question goes to the next node.
    async fn patiently<T, F>(&self, ask: impl Fn() -> F) -> Result<T, HostError>
    where
        F: Future<Output = Result<T, ChainError>>,
    {
        let (times, wait) = ASKED;
        for _ in 1..times {
            match ask().await {
                Err(error) if error.is_retry() => tokio::time::sleep(wait).await,
                answer => return answer.map_err(told),
            }
        }
        ask().await.map_err(told)
    }
}

fn broken(error: impl std::fmt::Display) -> HostError {
    HostError::Broken(error.to_string())
}

#[async_trait(?Send)]
impl Host for Rpc {
    fn setting(&self) -> &Setting {
        &self.setting
    }

    fn purse(&self) -> &Account {
        &self.purse
    }

    async fn submit(&self, by: &Account, messages: Vec<Message>) -> Result<Outcome, HostError> {
        let messages = messages
            .into_iter()
            .map(|message| self.encoded(by, message));
        let messages = messages.collect::<Result<_, _>>().map_err(told)?;
        let written = self.writer(by)?.write(Job::of(messages)).await;
        let included = written.map_err(unwritten)?;
        Ok(Outcome {
            height: included.height,
            answers: answers(&included)?,
            events: included.events,
        })
    }

    async fn query(&self, group: &str, query: &QueryMsg) -> Result<Value, HostError> {
        self.patiently(|| self.client.smart(group, query)).await
    }

    async fn balance(&self, address: &str) -> Result<u128, HostError> {
        let denom = &self.setting.denom;
        self.patiently(|| self.client.balance(address, denom)).await
    }

    async fn now(&self) -> Result<u64, HostError> {
        let status = self.patiently(|| self.client.status()).await?;
        Ok(status.time)
    }

    async fn next_block(&self) -> Result<(), HostError> {
        self.passing.next_block(&self.client).await
    }

    async fn advance(&self, time: Seconds) -> Result<(), HostError> {
        self.passing.pass(&self.client, time).await
    }

    async fn relay_for(&self, group: &str, account: &Account) -> Result<(), HostError> {
        self.relayer.lock().await.operate(group, account).await
    }

    async fn set_relaying(&self, relaying: bool) -> Result<(), HostError> {
        let mut relayer = self.relayer.lock().await;
        if relaying {
            relayer.resume().await
        } else {
            relayer.pause().await
        }
    }

    async fn settle(&self) -> Result<(), HostError> {
        self.relayer.lock().await.settle().await
    }

    async fn carry(
        &self,
        group: &str,
        proposal: u64,
        ballots: Vec<SignedBallot>,
    ) -> Result<Vec<Carried>, HostError> {
        let relayer = self.relayer.lock().await;
        if relayer.runs() {
            return relayer.carry(group, proposal, &ballots).await;
        }
        carried_by(self, &self.purse, group, proposal, ballots).await
    }
}

/// The chain's own no is told as it is.
fn told(error: ChainError) -> HostError {
    match error {
        ChainError::Refused { refusal, .. } => HostError::Refused(refusal.log),
        error => HostError::Broken(error.to_string()),
    }
}

/// The same for a transaction.
fn unwritten(error: WriteError) -> HostError {
    match (error.refusal(), &error) {
        (Some(refusal), _) => HostError::Refused(refusal.log.clone()),
        (None, WriteError::Unfunded { .. }) => HostError::Refused(error.to_string()),
        (None, _) => HostError::Broken(error.to_string()),
    }
}

/// What the contracts answered, one for each message.
fn answers(included: &Included) -> Result<Vec<Vec<u8>>, HostError> {
    let read = |response: Any| {
        if response.type_url != MsgExecuteContractResponse::type_url() {
            return Ok(vec![]);
        }
        let answer = MsgExecuteContractResponse::decode(response.value.as_slice());
        answer.map(|answer| answer.data).map_err(broken)
    };
    let responses = included.responses().map_err(told)?;
    responses.into_iter().map(read).collect()
}
