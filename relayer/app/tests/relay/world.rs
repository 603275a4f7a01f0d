//! An embedded chain with groups, people and a relayer, in verbs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cosmwasm_std::{CanonicalAddr, coins, instantiate2_address};
use folkmoot::chain::{
    Client, Included, Job, LocalSigner, Node, Signer, WriteError, Writer, WriterConfig, execute,
    instantiate2, send,
};
use folkmoot::clock::ManualClock;
use folkmoot::config::Config;
use folkmoot::duty::{Faults, NoFaults};
use folkmoot::embedded::group_code;
use folkmoot::keystore::EthereumSigner;
use folkmoot::log::LogFormat;
use folkmoot::relay::{Contract, Relay, Signers, start_with};
use folkmoot_group::action::Action;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, ElectorateKind, Procedure, Round, Stage, UpstreamPolicy, Weighting,
};
use folkmoot_group::msg::{
    ExecuteMsg, InstantiateMsg, ProposalSpec, ProposalView, SeatSpec, SignedBallot, Standing, Text,
    WalletSignature,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_localnet::{Clock, Config as ChainConfig, Handle, spawn};
use folkmoot_rules::{BallotFields, Choice, Rule, Seconds, Translation};
use k256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub const DENOM: &str = "ustake";
pub const GENESIS: u64 = 1_767_225_600;
pub const DAY: u64 = 86_400;
const FUNDS: u128 = 1_000_000_000;

/// The key of a name.
fn key(name: &str) -> SigningKey {
    SigningKey::from_slice(&Sha256::digest(format!("test key of {name}"))).unwrap()
}

/// The account of a name.
pub fn account(name: &str) -> LocalSigner {
    LocalSigner::from_key(key(name))
}

/// The Ethereum wallet of a name.
pub fn ethereum(name: &str) -> EthereumSigner {
    EthereumSigner::from_key(key(name))
}

/// A person with an account, who may open proposals.
pub fn member(name: &str) -> SeatSpec {
    seat(name, Wallet::Cosmos(account(name).address("wasm").unwrap()))
}

/// A person with an Ethereum wallet alone.
pub fn signer(name: &str) -> SeatSpec {
    seat(name, Wallet::Ethereum(ethereum(name).address()))
}

fn seat(name: &str, wallet: Wallet) -> SeatSpec {
    SeatSpec {
        name: name.to_owned(),
        holder: Holder::person(vec![wallet]),
        standing: Standing::Core,
        weight: None,
    }
}

pub fn round(rule: Rule, days: u64) -> Round {
    Round {
        rule,
        period: Seconds(days * DAY),
        early_finish: true,
        revoting: false,
    }
}

/// One procedure for everything, and mirrors by a majority within three days.
pub fn charter(days: u64) -> CharterSpec {
    CharterSpec {
        weighting: Weighting {
            basis: Basis::Equal,
            cap: None,
        },
        procedures: vec![Procedure {
            name: "ordinary".to_owned(),
            covers: Covers::Everything {},
            electorate: ElectorateKind::CoreSeats,
            stages: vec![Stage::Decide(round(Rule::majority(), days))],
        }],
        upstream: UpstreamPolicy {
            round: round(Rule::majority(), days),
            translation: Translation::default(),
        },
        relay_buffer: Seconds(4 * DAY),
        execution_window: Seconds(30 * DAY),
        group_accounts: vec![],
        key_notice: Seconds(7 * DAY),
        weight_notice: Seconds(7 * DAY),
        trusted_code: vec![],
    }
}

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
        let funds = vec![folkmoot::chain::coin(amount, DENOM)];
        let gift = execute(writer.address(), group, &ExecuteMsg::Contribute {}, funds).unwrap();
        writer.write(Job::of(vec![gift])).await.unwrap();
    }

    /// Sends coins.
    pub async fn send(&self, to: &str, amount: u128) {
        let writer = &self.writers["founder"];
        let funds = vec![folkmoot::chain::coin(amount, DENOM)];
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

pub fn spend(to: &str, amount: u128) -> Action {
    Action::Spend {
        to: to.to_owned(),
        amount: coins(amount, DENOM),
    }
}

/// Two groups and their joint group, linked: `north` with Ann (an account) and Eve, Eli, Eno (Ethereum wallets); `south`
/// with Bob and Sam, Sue, Sid; `joint` with both in its seats and Jan, who opens its proposals and has no vote.
pub struct Venture {
    pub world: World,
    pub north: String,
    pub south: String,
    pub joint: String,
}

const NAMES: [&str; 8] = [
    "founder",
    "carrier",
    "Ann",
    "Bob",
    "north's relayer",
    "south's relayer",
    "joint's relayer",
    "caterer",
];

impl Venture {
    pub async fn new() -> Self {
        Self::by(charter(3), charter(3), charter(7)).await
    }

    pub async fn by(north: CharterSpec, south: CharterSpec, joint: CharterSpec) -> Self {
        let world = World::with(&NAMES).await;
        let people = [member("Ann"), signer("Eve"), signer("Eli"), signer("Eno")];
        let north = world.found("north", north, people.to_vec()).await;
        let people = [member("Bob"), signer("Sam"), signer("Sue"), signer("Sid")];
        let south = world.found("south", south, people.to_vec()).await;
        let group = |name: &str, address: &str| SeatSpec {
            name: name.to_owned(),
            holder: Holder::Group {
                address: address.to_owned(),
                lead_time: Seconds(3 * DAY),
            },
            standing: Standing::Core,
            weight: None,
        };
        let seats = vec![group("north", &north), group("south", &south)];
        let joint = world.found("joint", joint, seats).await;
        let venture = Self {
            world,
            north,
            south,
            joint,
        };
        venture
            .link("Ann", ["Eve", "Eli", "Eno"], &venture.north)
            .await;
        venture
            .link("Bob", ["Sam", "Sue", "Sid"], &venture.south)
            .await;
        venture.world.give(&venture.joint, 10_000).await;
        venture
    }

    /// A group decides to join, and executes that.
    async fn link(&self, opener: &str, others: [&str; 3], group: &str) {
        let world = &self.world;
        let join = Action::Join {
            group: self.joint.clone(),
            lead_time: Seconds(3 * DAY),
        };
        let proposal = world.propose(opener, group, "Join", vec![join]).await;
        world.vote(opener, group, proposal, Choice::Yes).await;
        let mut ballots = Vec::new();
        for name in &others[..2] {
            ballots.push(world.ballot(name, group, proposal, Choice::Yes).await);
        }
        let cast = ExecuteMsg::CastBallots { proposal, ballots };
        world.call("founder", group, &cast).await.unwrap();
        let execute = ExecuteMsg::Execute { proposal };
        world.call("founder", group, &execute).await.unwrap();
    }

    /// A relayer for all three groups.
    pub async fn relay(&self) -> Relay {
        self.relay_with("relay.db", Arc::new(NoFaults)).await
    }

    pub async fn relay_with(&self, database: &str, faults: Arc<dyn Faults>) -> Relay {
        let groups = [
            ("north", self.north.as_str()),
            ("south", self.south.as_str()),
            ("joint", self.joint.as_str()),
        ];
        self.world.relay_with(database, &groups, faults).await
    }

    /// North proposes in the joint group, through its representative's decision: here by its own vote.
    pub async fn propose(&self, actions: Vec<Action>) -> u64 {
        let world = &self.world;
        let upstream = Action::ProposeUpstream {
            group: self.joint.clone(),
            proposal: Box::new(ProposalSpec {
                title: "The barbecue".to_owned(),
                text: Text::None,
                actions,
            }),
        };
        let id = world
            .propose("Ann", &self.north, "Propose above", vec![upstream])
            .await;
        world.vote("Ann", &self.north, id, Choice::Yes).await;
        let mut ballots = Vec::new();
        for name in ["Eve", "Eli"] {
            ballots.push(world.ballot(name, &self.north, id, Choice::Yes).await);
        }
        let cast = ExecuteMsg::CastBallots {
            proposal: id,
            ballots,
        };
        world.call("founder", &self.north, &cast).await.unwrap();
        let execute = ExecuteMsg::Execute { proposal: id };
        world.call("founder", &self.north, &execute).await.unwrap();
        world.contract(&self.joint).group().await.unwrap().proposals
    }

    /// The mirror of a joint proposal in a group.
    pub async fn mirror(&self, group: &str, joint: u64) -> ProposalView {
        let contract = self.world.contract(group);
        let found = contract.mirror_of(&self.joint, joint).await.unwrap();
        found.expect("the group was asked")
    }
}
