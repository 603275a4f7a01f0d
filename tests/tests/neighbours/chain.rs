//! The network that `scripts/neighbours-wasmd` has started, and people on it. Every transaction has a block of its own.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use folkmoot_chain::{
    Account, Client, Draft, LocalSigner, Node, Signer, Status, TxResult, coin, execute, gzipped,
    instantiate, store_code,
};
use folkmoot_wasmd::Description;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

/// The file that describes the network.
const NETWORK: &str = "FOLKMOOT_NETWORK";
/// The group contract's wasm.
const WASM: &str = "FOLKMOOT_WASM";
/// The folder of `scripts/build-neighbours`.
const NEIGHBOURS: &str = "FOLKMOOT_NEIGHBOURS";

/// The gas that a transaction may use unless told: much more than one neighbour may burn.
const GAS_LIMIT: u64 = 6_000_000;
/// Storing a contract takes more.
const STORING: u64 = 30_000_000;
/// From one look for a transaction to the next.
const POLL: Duration = Duration::from_millis(50);
/// How often it is looked for.
const LOOKS: u32 = 1_200;

/// The codes, once they are stored; the first test stores them.
static CODES: OnceCell<BTreeMap<String, Code>> = OnceCell::const_new();
/// The account that the next person takes; the first one stores the codes.
static NEXT: AtomicUsize = AtomicUsize::new(1);

/// A code on the chain.
#[derive(Clone)]
pub struct Code {
    /// Its number.
    pub id: u64,
    /// Its checksum, in hex.
    pub checksum: String,
}

/// A chain with everybody's codes on it.
pub struct Chain {
    client: Client,
    network: Description,
    codes: BTreeMap<String, Code>,
}

/// Somebody with an account.
pub struct Person {
    /// The account's address.
    pub address: String,
    signer: LocalSigner,
    numbers: Cell<Account>,
}

impl Chain {
    /// The chain, which has to be there.
    pub async fn connect() -> Self {
        let text = std::fs::read_to_string(variable(NETWORK)).unwrap();
        let network: Description = serde_json::from_str(&text).unwrap();
        let client = Client::connect(&network.nodes[0].rpc).await.unwrap();
        let mut chain = Self {
            client,
            network,
            codes: BTreeMap::new(),
        };
        chain.codes = CODES.get_or_init(|| chain.stored()).await.clone();
        chain
    }

    /// A stored code: `group`, or the name of a neighbour's file.
    pub fn code(&self, name: &str) -> &Code {
        &self.codes[name]
    }

    /// The denomination of all coins here.
    pub fn denom(&self) -> &str {
        &self.network.denom
    }

    /// Somebody whom no other test of this run knows.
    pub async fn person(&self) -> Person {
        self.account(NEXT.fetch_add(1, Ordering::Relaxed)).await
    }

    async fn account(&self, index: usize) -> Person {
        let account = &self.network.accounts[index];
        let words = self.network.mnemonic.as_str().into();
        let signer = LocalSigner::from_mnemonic_at(&words, &account.path).unwrap();
        let address = signer.address(&self.network.prefix).unwrap();
        let numbers = self.client.account(&address).await.unwrap();
        Person {
            numbers: Cell::new(numbers.expect("a funded account")),
            address,
            signer,
        }
    }

    async fn stored(&self) -> BTreeMap<String, Code> {
        let neighbours = std::fs::read_dir(variable(NEIGHBOURS)).unwrap();
        let mut files: Vec<(String, PathBuf)> = neighbours
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "wasm"))
            .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
            .collect();
        files.push(("group".to_owned(), variable(WASM)));
        let keeper = self.account(0).await;
        let there = self.client.codes().await.unwrap();
        let mut codes = BTreeMap::new();
        for (name, file) in files {
            let wasm = std::fs::read(&file).unwrap();
            let checksum: [u8; 32] = Sha256::digest(&wasm).into();
            let id = match there.iter().find(|code| code.checksum.0 == checksum) {
                Some(code) => code.id,
                None => {
                    let store = store_code(&keeper.address, gzipped(&wasm).unwrap());
                    let done = self.sent(&keeper, vec![store], STORING).await.ok();
                    let id = done.attribute("store_code", "code_id").unwrap();
                    id.parse().unwrap()
                }
            };
            let checksum = hex(&checksum);
            codes.insert(name, Code { id, checksum });
        }
        codes
    }

    /// Makes a contract that nobody can change, and gives the addresses of all that were made with it, by their code.
    pub async fn make(&self, by: &Person, code: &str, msg: &impl Serialize) -> Vec<(u64, String)> {
        let done = self.try_make(by, code, msg).await.ok();
        let events = &done.0.events;
        let made = events.iter().filter(|event| event.kind == "instantiate");
        made.map(|event| {
            let part = |key| event.attribute(key).unwrap();
            let address = part("_contract_address").to_owned();
            (part("code_id").parse().unwrap(), address)
        })
        .collect()
    }

    /// Tries to make a contract that nobody can change.
    pub async fn try_make(&self, by: &Person, code: &str, msg: &impl Serialize) -> Done {
        let code = self.code(code).id;
        let made = instantiate(&by.address, None, code, "a neighbour", msg, vec![]).unwrap();
        self.sent(by, vec![made], GAS_LIMIT).await
    }

    /// Makes a contract and gives its address.
    pub async fn contract(&self, by: &Person, code: &str, msg: &impl Serialize) -> String {
        let id = self.code(code).id;
        let made = self.make(by, code, msg).await;
        made.into_iter().find(|made| made.0 == id).unwrap().1
    }

    /// Calls a contract.
    pub async fn call(&self, by: &Person, contract: &str, msg: &impl Serialize) -> Done {
        self.call_with(by, contract, msg, 0, GAS_LIMIT).await
    }

    /// Calls a contract with coins, and with that much gas.
    pub async fn call_with(
        &self,
        by: &Person,
        contract: &str,
        msg: &impl Serialize,
        amount: u128,
        gas_limit: u64,
    ) -> Done {
        let coins = match amount {
            0 => vec![],
            amount => vec![coin(amount, self.denom())],
        };
        let call = execute(&by.address, contract, msg, coins).unwrap();
        self.sent(by, vec![call], gas_limit).await
    }

    async fn sent(
        &self,
        by: &Person,
        messages: Vec<cosmos_sdk_proto::Any>,
        gas_limit: u64,
    ) -> Done {
        let account = by.numbers.get();
        let price = format!("{}{}", self.network.gas_price, self.denom());
        let price: folkmoot_chain::GasPrice = price.parse().unwrap();
        let draft = Draft {
            messages,
            memo: String::new(),
            timeout_height: 0,
            gas_limit,
            fee: vec![coin(price.fee(gas_limit), self.denom())],
            chain_id: self.client.chain_id().to_owned(),
            account,
        };
        let signed = draft.sign(&by.signer).await.unwrap();
        let hash = self.client.broadcast(signed.bytes).await.unwrap();
        by.numbers.set(Account {
            sequence: account.sequence + 1,
            ..account
        });
        for _ in 0..LOOKS {
            if let Some(result) = self.client.transaction(hash).await.unwrap() {
                return Done(result);
            }
            tokio::time::sleep(POLL).await;
        }
        panic!("a transaction is in no block after {:?}", POLL * LOOKS);
    }

    /// Asks a contract.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        contract: &str,
        query: &(impl Serialize + Sync),
    ) -> T {
        let answer: Value = self.client.smart(contract, query).await.unwrap();
        serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// Where the chain is.
    pub async fn status(&self) -> Status {
        self.client.status().await.unwrap()
    }

    /// What an address has.
    pub async fn balance(&self, address: &str) -> u128 {
        self.client.balance(address, self.denom()).await.unwrap()
    }
}

/// What became of a transaction.
#[must_use = "say whether it goes well"]
pub struct Done(TxResult);

/// A transaction that went well.
pub struct Went(TxResult);

impl Done {
    /// It goes well.
    #[track_caller]
    pub fn ok(self) -> Went {
        assert_eq!(self.0.code, 0, "refused: {}", self.0.log);
        Went(self.0)
    }

    /// It fails, for this reason.
    #[track_caller]
    pub fn refused(self, reason: &str) {
        let log = self.0.log;
        assert_ne!(self.0.code, 0, "was not refused, though: {reason}");
        assert!(log.contains(reason), "refused for another reason: {log}");
    }

    /// It may do either; what the chain said.
    pub fn either(self) -> String {
        self.0.log
    }
}

impl Went {
    /// What it has used.
    pub fn gas(&self) -> u64 {
        self.0.gas_used
    }

    /// The first attribute of that name in an event of that kind.
    pub fn attribute(&self, kind: &str, key: &str) -> Option<&str> {
        folkmoot_chain::attribute(&self.0.events, kind, key)
    }
}

fn variable(name: &str) -> PathBuf {
    let found = std::env::var_os(name).map(PathBuf::from);
    found.unwrap_or_else(|| panic!("{name} is not set: run scripts/neighbours-wasmd"))
}

/// Bytes as two digits each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
