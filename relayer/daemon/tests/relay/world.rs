//! An embedded chain with groups, people and a relayer, in verbs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cosmwasm_std::{CanonicalAddr, instantiate2_address};
use folkmoot_chain::clock::ManualClock;
use folkmoot_chain::{
    Client, Included, Job, Node, Signer, WriteError, Writer, WriterConfig, execute, instantiate2,
    send,
};
use folkmoot_daemon::config::Config;
use folkmoot_daemon::duty::{Faults, NoFaults};
use folkmoot_daemon::log::LogFormat;
use folkmoot_daemon::relay::{Contract, Relay, Signers, start_with};
use folkmoot_embedded::group_code;
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{
    ExecuteMsg, InstantiateMsg, ProposalSpec, ProposalView, SeatSpec, SignedBallot, Text,
    WalletSignature,
};
use folkmoot_group::wallet::Wallet;
use folkmoot_localnet::{Clock, Config as ChainConfig, Handle, spawn};
use folkmoot_rules::{BallotFields, Choice};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::people::{account, ethereum};

pub const DENOM: &str = "ustake";
pub const GENESIS: u64 = 1_767_225_600;
pub const DAY: u64 = 86_400;
const FUNDS: u128 = 1_000_000_000;

/// A chain with people on it.
pub struct World {
    pub chain: Handle,
    pub client: Client,
    pub clock: Arc<ManualClock>,
    pub folder: TempDir,
    pub http: reqwest::Client,
    setup: ChainConfig,
    writers: BTreeMap<String, Writer>,
}

/// A world whose chain does not run.
pub struct Stopped {
    folder: TempDir,
    setup: ChainConfig,
    writers: BTreeMap<String, Writer>,
}

impl Stopped {
    /// The chain goes on, at the same address.
    pub async fn start(self) -> World {
        let Self {
            folder,
            setup,
            writers,
        } = self;
        let chain = spawn(setup.clone()).await.unwrap();
        World {
            client: Client::connect(&chain.rpc_url()).await.unwrap(),
            clock: Arc::new(ManualClock::at(GENESIS)),
            http: reqwest::Client::new(),
            chain,
            folder,
            setup,
            writers,
        }
    }
}

impl World {
    /// Stops the chain, which keeps its state in a file.
    pub async fn stopped(self) -> Stopped {
        let Self {
            chain,
            folder,
            mut setup,
            writers,
            ..
        } = self;
        let url = chain.rpc_url();
        setup.port = url.rsplit_once(':').unwrap().1.parse().unwrap();
        chain.shutdown().await.unwrap();
        Stopped {
            folder,
            setup,
            writers,
        }
    }

    /// A chain on which these names have accounts with coins, groups' accounts (`<name>'s relayer`) among them.
    pub async fn with(names: &[&str]) -> Self {
        let address = |name: &&str| account(name).address("wasm").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let setup = ChainConfig {
            state: Some(folder.path().join("chain.json")),
            clock: Clock::Manual {
                start: GENESIS,
                step_millis: 1_000,
            },
            codes: vec![group_code()],
            accounts: 1,
            extra_balances: names.iter().map(|name| (address(name), FUNDS)).collect(),
            ..ChainConfig::default()
        };
        let chain = spawn(setup.clone()).await.unwrap();
        let client = Client::connect(&chain.rpc_url()).await.unwrap();
        let clock = Arc::new(ManualClock::at(GENESIS));
        let mut writing = WriterConfig::new("wasm", format!("0{DENOM}").parse().unwrap());
        writing.poll = Duration::from_millis(5);
        let mut writers = BTreeMap::new();
        for name in names {
            let signer = Arc::new(account(name));
            let (client, clock) = (client.clone(), clock.clone());
            let writer = Writer::spawn(client, signer, clock, writing.clone()).unwrap();
            writers.insert((*name).to_owned(), writer);
        }
        Self {
            chain,
            client,
            clock,
            folder,
            setup,
            http: reqwest::Client::new(),
            writers,
        }
    }

    pub fn address(&self, name: &str) -> String {
        self.writers[name].address().to_owned()
    }

    pub async fn now(&self) -> u64 {
        self.client.status().await.unwrap().time
    }

    /// Lets time pass on the chain.
    pub async fn advance(&self, seconds: u64) {
        let call = json!({
            "jsonrpc": "2.0", "id": 1, "method": "folkmoot_advance_time", "params": { "seconds": seconds },
        });
        let answer = self.http.post(self.chain.rpc_url()).json(&call).send();
        let answer: Value = answer.await.unwrap().json().await.unwrap();
        assert!(answer.get("error").is_none(), "{answer}");
    }

    /// Founds a group that is its own admin, with `<name>'s relayer` as its account.
    pub async fn found(
        &self,
        name: &str,
        mut charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> String {
        charter
            .group_accounts
            .push(self.address(&format!("{name}'s relayer")));
        let founder = &self.writers["founder"];
        let (_, creator) = bech32::decode(founder.address()).unwrap();
        let checksum = self.chain.codes()[0].2;
        let creator = CanonicalAddr::from(creator);
        let address = instantiate2_address(&checksum, &creator, name.as_bytes()).unwrap();
        let prefix = bech32::Hrp::parse("wasm").unwrap();
        let address = bech32::encode::<bech32::Bech32>(prefix, &address).unwrap();
        let message = InstantiateMsg {
            name: name.to_owned(),
            charter,
            seats,
            founded: true,
        };
        let admin = Some(address.as_str());
        let salt = name.as_bytes();
        let founding =
            instantiate2(founder.address(), admin, 1, name, &message, vec![], salt).unwrap();
        founder.write(Job::of(vec![founding])).await.unwrap();
        address
    }

    /// Calls a group.
    pub async fn call(
        &self,
        by: &str,
        group: &str,
        message: &ExecuteMsg,
    ) -> Result<Included, WriteError> {
        let writer = &self.writers[by];
        let call = execute(writer.address(), group, message, vec![]).unwrap();
        writer.write(Job::of(vec![call])).await
    }

    /// Gives coins to a group's common fund.
    pub async fn give(&self, group: &str, amount: u128) {
        let writer = &self.writers["founder"];
        let funds = vec![folkmoot_chain::coin(amount, DENOM)];
        let gift = execute(writer.address(), group, &ExecuteMsg::Contribute {}, funds).unwrap();
        writer.write(Job::of(vec![gift])).await.unwrap();
    }

    /// Sends coins.
    pub async fn send(&self, to: &str, amount: u128) {
        let writer = &self.writers["founder"];
        let funds = vec![folkmoot_chain::coin(amount, DENOM)];
        let message = send(writer.address(), to, funds);
        writer.write(Job::of(vec![message])).await.unwrap();
    }

    pub fn contract<'a>(&'a self, group: &'a str) -> Contract<'a> {
        Contract::new(&self.client, group)
    }

    pub async fn proposal(&self, group: &str, id: u64) -> ProposalView {
        self.contract(group).proposal(id).await.unwrap()
    }

    /// Opens a proposal and gives its number.
    pub async fn propose(&self, by: &str, group: &str, title: &str, actions: Vec<Action>) -> u64 {
        let proposal = ProposalSpec {
            title: title.to_owned(),
            text: Text::None,
            actions,
            parties: vec![],
        };
        let message = ExecuteMsg::Propose { proposal };
        self.call(by, group, &message).await.unwrap();
        self.contract(group).group().await.unwrap().proposals
    }

    pub async fn vote(&self, by: &str, group: &str, proposal: u64, choice: Choice) {
        let message = ExecuteMsg::Vote {
            proposal,
            choice,
            reason: None,
        };
        self.call(by, group, &message).await.unwrap();
    }

    /// A ballot of an Ethereum wallet.
    pub async fn ballot(
        &self,
        by: &str,
        group: &str,
        proposal: u64,
        choice: Choice,
    ) -> SignedBallot {
        let view = self.proposal(group, proposal).await;
        self.ballot_on(&view, by, group, choice, 1, view.deadline)
    }

    pub fn ballot_on(
        &self,
        view: &ProposalView,
        by: &str,
        group: &str,
        choice: Choice,
        revision: u32,
        expires: u64,
    ) -> SignedBallot {
        let wallet = ethereum(by);
        let fields = BallotFields {
            chain: self.chain.chain_id(),
            group,
            proposal: view.proposal,
            title: &view.title,
            content_hash: view.content_hash.as_slice().try_into().unwrap(),
            choice: choice.as_str(),
            reason: "",
            revision,
            expires,
        };
        let signature = wallet.sign_digest(&fields.eip712_digest()).unwrap();
        SignedBallot {
            choice,
            reason: String::new(),
            revision,
            expires,
            signatures: vec![WalletSignature {
                wallet: Wallet::Ethereum(wallet.address()),
                signature: signature.to_vec().into(),
            }],
        }
    }

    /// A relayer's configuration, with its database in the world's folder.
    pub fn config(&self, database: &str) -> Config {
        Config {
            nodes: vec![self.chain.rpc_url()],
            chain_id: Some(self.chain.chain_id().to_owned()),
            prefix: "wasm".to_owned(),
            gas_price: format!("0{DENOM}").parse().unwrap(),
            keystore: PathBuf::new(),
            passphrase_file: None,
            database: self.folder.path().join(database),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            poll_interval: Duration::from_millis(10),
            websocket: false,
            start_height: 1,
            groups: vec![],
            carrier: None,
            log_format: LogFormat::Text,
            log: String::new(),
        }
    }

    /// Starts a relayer that signs for these groups, and with the carrier's account for the others.
    pub async fn relay(&self, groups: &[(&str, &str)]) -> Relay {
        self.relay_with("relay.db", groups, Arc::new(NoFaults))
            .await
    }

    pub async fn relay_with(
        &self,
        database: &str,
        groups: &[(&str, &str)],
        faults: Arc<dyn Faults>,
    ) -> Relay {
        let mut signers = Signers::default().with_carrier(Arc::new(account("carrier")));
        for (name, address) in groups {
            let signer = Arc::new(account(&format!("{name}'s relayer")));
            signers = signers.with_group(address, signer);
        }
        let config = self.config(database);
        start_with(&config, signers, self.clock.clone(), faults)
            .await
            .unwrap()
    }

    /// Hands ballots in.
    pub async fn hand_in(
        &self,
        relay: &Relay,
        group: &str,
        proposal: u64,
        body: &Value,
    ) -> (u16, Value) {
        let url = format!(
            "{}/api/v1/groups/{group}/proposals/{proposal}/ballots",
            relay.api_url()
        );
        let answer = self.http.post(url).json(body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap())
    }

    pub async fn get(&self, relay: &Relay, path: &str) -> (u16, Value) {
        let url = format!("{}{path}", relay.api_url());
        let answer = self.http.get(url).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap())
    }

    /// Hands one ballot in and gives its receipt.
    pub async fn cast(
        &self,
        relay: &Relay,
        by: &str,
        group: &str,
        proposal: u64,
        choice: Choice,
    ) -> String {
        let ballot = self.ballot(by, group, proposal, choice).await;
        let body = serde_json::to_value(ballot).unwrap();
        let (status, answer) = self.hand_in(relay, group, proposal, &body).await;
        assert_eq!(status, 202, "{answer}");
        answer["receipt"].as_str().unwrap().to_owned()
    }

    pub async fn receipt(&self, relay: &Relay, receipt: &str) -> Value {
        let (status, answer) = self
            .get(relay, &format!("/api/v1/receipts/{receipt}"))
            .await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub async fn balance(&self, address: &str) -> u128 {
        self.client.balance(address, DENOM).await.unwrap()
    }
}
