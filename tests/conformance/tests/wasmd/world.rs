//! The group contract on both chains: wasm on wasmd, native on the embedded chain, which knows it by the same file.

use std::io::Write;
use std::path::{Path, PathBuf};

use conformance::chain::Chain;
use conformance::draft::{Draft, Person};
use conformance::pair::Pair;
use cosmrs::proto::cosmwasm::wasm::v1::{MsgExecuteContract, MsgInstantiateContract, MsgStoreCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use folkmoot_embedded::group_code;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{InstantiateMsg, SeatSpec, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Rule, Seconds};
use serde_json::{Value, json};

/// The people whose accounts the world itself uses; tests take those after them.
pub const FOUNDERS: usize = 3;

/// The group's code on both chains.
const CODE: u64 = 2;

/// A chain with a group on it.
pub struct World {
    /// The chain.
    pub chain: Chain,
    /// The group's code.
    pub code: u64,
    /// Its wasm, packed.
    pub wasm: Vec<u8>,
    /// The group.
    pub group: String,
}

/// Both chains, with a group on each. The pair must be held as long as they are used.
pub struct Worlds {
    /// wasmd.
    pub real: World,
    /// The embedded chain.
    pub embedded: World,
    _pair: conformance::pair::Guard,
}

impl Worlds {
    /// Starts both chains, stores the group's code and founds a group of three.
    pub async fn start() -> Self {
        let Pair {
            real,
            embedded,
            guard,
        } = Pair::start(vec![group_code()]).await.unwrap();
        Self {
            real: World::make(real).await,
            embedded: World::make(embedded).await,
            _pair: guard,
        }
    }
}

impl World {
    async fn make(chain: Chain) -> Self {
        let wasm = packed();
        let ann = &chain.people[0];
        // the embedded chain has a code from the start: with another one on wasmd, both have the same numbers
        let mut code = 0;
        while code < CODE {
            let stored = run(&chain, ann, &store(ann, &wasm)).await;
            code = attribute(&stored, "store_code", "code_id").parse().unwrap();
        }
        let msg = group_of(&chain.people[..FOUNDERS]);
        let founded = run(&chain, ann, &found(ann, code, &msg, "")).await;
        let group = attribute(&founded, "instantiate", "_contract_address");
        chain.pass_block().await.unwrap();
        Self {
            chain,
            code,
            wasm,
            group,
        }
    }

    /// Calls the group, which must succeed.
    pub async fn call(&self, person: &Person, msg: &Value) -> Value {
        let msg = execution(person, &self.group, msg);
        run(&self.chain, person, &Draft::of(&msg)).await
    }
}

/// Sends and waits; returns the result of the transaction, which must succeed.
pub async fn run(chain: &Chain, person: &Person, draft: &Draft) -> Value {
    let account = chain.account(&person.address).await.unwrap();
    let tx = draft.sign(person, &chain.id, &account).unwrap();
    let sent = chain.broadcast("broadcast_tx_sync", &tx).await.unwrap();
    let checked = &sent["body"]["result"];
    assert_eq!(checked["code"], 0, "{}", checked["log"]);
    let hash = sent["body"]["result"]["hash"].as_str().unwrap();
    let included = chain.included(hash).await.unwrap();
    let result = included["body"]["result"]["tx_result"].clone();
    assert_eq!(result["code"], 0, "{}", result["log"]);
    result
}

/// The first value of an event's attribute.
pub fn attribute(result: &Value, event: &str, key: &str) -> String {
    let events = result["events"].as_array().unwrap().iter();
    let mut events = events.filter(|found| found["type"] == event);
    let value = events.find_map(|found| {
        let mut attributes = found["attributes"].as_array()?.iter();
        let found = attributes.find(|attribute| attribute["key"] == key)?;
        found["value"].as_str()
    });
    value.unwrap().to_owned()
}

/// Stores code.
pub fn store(person: &Person, wasm: &[u8]) -> Draft {
    let msg = MsgStoreCode {
        sender: person.address.clone(),
        wasm_byte_code: wasm.to_vec(),
        instantiate_permission: None,
    };
    Draft::of(&msg).but(|draft| {
        draft.gas = 60_000_000;
        draft.fee = 30_000;
    })
}

/// Makes a contract.
pub fn found(person: &Person, code_id: u64, msg: &Value, admin: &str) -> Draft {
    Draft::of(&MsgInstantiateContract {
        sender: person.address.clone(),
        admin: admin.to_owned(),
        code_id,
        label: "group".to_owned(),
        msg: msg.to_string().into_bytes(),
        funds: vec![],
    })
}

/// Calls a contract.
pub fn execution(person: &Person, contract: &str, msg: &Value) -> MsgExecuteContract {
    MsgExecuteContract {
        sender: person.address.clone(),
        contract: contract.to_owned(),
        msg: msg.to_string().into_bytes(),
        funds: vec![],
    }
}

/// A founded group of these people, who decide by majority within a day.
pub fn group_of(people: &[Person]) -> Value {
    let seats = people.iter().enumerate().map(|(index, person)| SeatSpec {
        name: format!("seat {index}"),
        holder: Holder::Keys {
            wallets: vec![Wallet::Cosmos(person.address.clone())],
            signatures: 1,
        },
        standing: Standing::Core,
        weight: None,
    });
    json!(InstantiateMsg {
        name: "Swim Buddies".to_owned(),
        charter: CharterSpec::simple(Rule::majority(), Seconds::days(1)),
        seats: seats.collect(),
        founded: true,
    })
}

fn packed() -> Vec<u8> {
    let path = wasm_file();
    let file = std::fs::read(&path);
    let file =
        file.unwrap_or_else(|error| panic!("{}: {error}: run scripts/build-wasm", path.display()));
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&file).unwrap();
    packer.finish().unwrap()
}

fn wasm_file() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../artifacts/folkmoot_group.wasm");
    std::env::var_os("FOLKMOOT_WASM").map_or(built, PathBuf::from)
}
