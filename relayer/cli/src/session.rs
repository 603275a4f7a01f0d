//! What a command that sends something needs: a client, and an account with its one writer.

use std::sync::Arc;
use std::time::Duration;

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmos_sdk_proto::cosmos::tx::v1beta1::{SimulateRequest, SimulateResponse};
use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{
    Account, Client, Draft, Event, GasPrice, Included, Job, LocalSigner, Node, Signer, Writer,
    WriterConfig,
};

use super::args::SignArgs;
use super::{CliError, transaction};

/// From one look for the transaction to the next: somebody is waiting.
const POLL: Duration = Duration::from_millis(100);

/// How often the next block is looked for, and how long after the time before: a minute.
const NEXT_BLOCK: (usize, Duration) = (600, POLL);

/// An account on a chain, ready to write.
#[derive(Debug)]
pub struct Session {
    /// The chain.
    pub client: Client,
    /// The account's address.
    pub address: String,
    /// Whether nothing is to be sent.
    pub dry_run: bool,
    signer: Arc<dyn Signer>,
    config: WriterConfig,
    writer: Writer,
}

/// What became of messages that were to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// They are in a block.
    Included(Included),
    /// They would have been taken.
    DryRun(Tried),
}

impl Sent {
    /// What happened, or would have.
    pub fn events(&self) -> &[Event] {
        match self {
            Self::Included(included) => &included.events,
            Self::DryRun(tried) => &tried.events,
        }
    }
}

/// A transaction that was only tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What it would cost.
    pub cost: Cost,
    /// What would have happened.
    pub events: Vec<Event>,
}

/// What a transaction would cost.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// The gas that the simulation took.
    pub gas: u64,
    /// The fee that would be paid.
    pub fee: String,
}

impl Session {
    /// Connects, finds the key and starts its writer.
    pub async fn open(args: &SignArgs) -> Result<Self, CliError> {
        let signer = args.signer.signer()?;
        let client = Client::connect(&args.chain.node).await?;
        let price = args.signer.gas_price(&client).await?;
        let session = Self::of(client, signer, &args.chain.prefix, price)?;
        Ok(Self {
            dry_run: args.dry_run,
            ..session
        })
    }

    /// The account of a signer on a chain.
    pub fn of(
        client: Client,
        signer: LocalSigner,
        prefix: &str,
        gas_price: GasPrice,
    ) -> Result<Self, CliError> {
        let signer: Arc<dyn Signer> = Arc::new(signer);
        let mut config = WriterConfig::new(prefix, gas_price);
        config.poll = POLL;
        let clock = Arc::new(SystemClock);
        let writer = Writer::spawn(client.clone(), Arc::clone(&signer), clock, config.clone())?;
        Ok(Self {
            client,
            address: writer.address().to_owned(),
            dry_run: false,
            signer,
            config,
            writer,
        })
    }

    /// Sends messages in one transaction and waits until it is in a block; in a dry run they are only tried.
    pub async fn send(&self, messages: Vec<Any>) -> Result<Sent, CliError> {
        if self.dry_run {
            return Ok(Sent::DryRun(self.attempt(messages).await?));
        }
        let written = self.writer.write(Job::of(messages)).await;
        written.map(Sent::Included).map_err(transaction::explain)
    }

    /// Until the chain has another block: a node tries a transaction in its last one, and a group that is founded there
    /// opens proposals from the next one on.
    pub async fn next_block(&self) -> Result<(), CliError> {
        let last = self.client.status().await?.height;
        for _ in 0..NEXT_BLOCK.0 {
            if self.client.status().await?.height > last {
                return Ok(());
            }
            tokio::time::sleep(NEXT_BLOCK.1).await;
        }
        Err(CliError::refused(format!(
            "chain {} has stood at height {last} for a minute",
            self.client.chain_id()
        )))
    }

    /// Tries it on the node: what would happen and what it would cost, if the chain would take it.
    async fn attempt(&self, messages: Vec<Any>) -> Result<Tried, CliError> {
        const PATH: &str = "/cosmos.tx.v1beta1.Service/Simulate";
        let account = self.client.account(&self.address).await?;
        let draft = Draft {
            messages,
            memo: String::new(),
            timeout_height: 0,
            gas_limit: 0,
            fee: Vec::<ProtoCoin>::new(),
            chain_id: self.client.chain_id().to_owned(),
            account: account.unwrap_or(Account {
                number: 0,
                sequence: 0,
            }),
        };
        #[expect(
            deprecated,
            reason = "the field `tx` is deprecated and has to be named all the same"
        )]
        let request = SimulateRequest {
            tx: None,
            tx_bytes: draft.unsigned(self.signer.public_key()),
        };
        let simulated = self.client.query(PATH, &request).await;
        let answer: SimulateResponse =
            simulated.map_err(|error| transaction::explain(error.into()))?;
        let gas = answer.gas_info.unwrap_or_default().gas_used;
        let price = &self.config.gas_price;
        let wanted = gas.saturating_mul(self.config.gas_percent) / 100;
        let cost = Cost {
            gas,
            fee: format!("{}{}", price.fee(wanted), price.denom()),
        };
        let events = answer.result.unwrap_or_default().events.into_iter();
        let events = events.map(|event| Event {
            kind: event.r#type,
            attributes: event
                .attributes
                .into_iter()
                .map(|attribute| (attribute.key, attribute.value))
                .collect(),
        });
        Ok(Tried {
            cost,
            events: events.collect(),
        })
    }
}
