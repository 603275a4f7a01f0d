//! What the tests share: a chain with the counter on it, and people who sign.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "each test file is a crate of its own and uses a part of this; a test may panic"
)]

pub mod contract;

use cosmrs::bip32::DerivationPath;
use cosmrs::crypto::secp256k1::SigningKey;
use cosmrs::proto::cosmos::auth::v1beta1::{
    BaseAccount, QueryAccountRequest, QueryAccountResponse,
};
use cosmrs::proto::cosmos::bank::v1beta1::{QueryBalanceRequest, QueryBalanceResponse};
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgExecuteContract, MsgInstantiateContract, QuerySmartContractStateRequest,
    QuerySmartContractStateResponse,
};
use cosmrs::proto::prost::{Message, Name};
use cosmrs::tx::{BodyBuilder, Fee, SignDoc, SignerInfo};
use cosmrs::{Any, Coin};
use folkmoot_localnet::{BlockMode, Clock, Config, DevAccount, Handle, NativeCode, spawn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tendermint_rpc::endpoint::abci_query::AbciQuery;
use tendermint_rpc::endpoint::broadcast::tx_sync;
use tendermint_rpc::endpoint::tx;
use tendermint_rpc::{Client, HttpClient};

/// Checksum of the counter at genesis.
pub const CHECKSUM: [u8; 32] = [0xc0; 32];
/// When the first block is made.
pub const START: u64 = 1_700_000_000;

/// A configuration with the counter as code 1, and time that blocks move by a second.
pub fn config() -> Config {
    let code = |version: &str, checksum| NativeCode {
        name: contract::NAME.to_owned(),
        version: version.to_owned(),
        checksum,
        contract: contract::counter,
    };
    Config {
        clock: Clock::Manual {
            start: START,
            step_millis: 1_000,
        },
        codes: vec![code("1.0.0", CHECKSUM)],
        accounts: 4,
        ..Config::default()
    }
}

/// A chain, and a client of it.
pub struct Net {
    pub handle: Handle,
    pub client: HttpClient,
}

impl Net {
    pub async fn start() -> Self {
        Self::with(config()).await
    }

    pub async fn with(config: Config) -> Self {
        let handle = spawn(config).await.unwrap();
        let client = HttpClient::new(handle.rpc_url().as_str()).unwrap();
        Self { handle, client }
    }

    pub fn person(&self, index: usize) -> Person {
        Person::of(&self.handle.accounts()[index])
    }

    pub async fn query<Q: Message, A: Message + Default>(&self, path: &str, asked: Q) -> A {
        let answer = self.ask(path, asked.encode_to_vec()).await;
        assert!(answer.code.is_ok(), "{path}: {}", answer.log);
        A::decode(answer.value.as_slice()).unwrap()
    }

    pub async fn ask(&self, path: &str, data: Vec<u8>) -> AbciQuery {
        let path = Some(path.to_owned());
        self.client
            .abci_query(path, data, None, false)
            .await
            .unwrap()
    }

    pub async fn account(&self, address: &str) -> BaseAccount {
        let address = address.to_owned();
        let asked = QueryAccountRequest { address };
        let path = "/cosmos.auth.v1beta1.Query/Account";
        let answer: QueryAccountResponse = self.query(path, asked).await;
        BaseAccount::decode(answer.account.unwrap().value.as_slice()).unwrap()
    }

    pub async fn balance(&self, address: &str) -> u128 {
        let asked = QueryBalanceRequest {
            address: address.to_owned(),
            denom: "ustake".to_owned(),
        };
        let path = "/cosmos.bank.v1beta1.Query/Balance";
        let answer: QueryBalanceResponse = self.query(path, asked).await;
        answer.balance.unwrap().amount.parse().unwrap()
    }

    pub async fn smart_raw(&self, contract: &str, query: &impl Serialize) -> AbciQuery {
        let asked = QuerySmartContractStateRequest {
            address: contract.to_owned(),
            query_data: serde_json::to_vec(query).unwrap(),
        };
        let path = "/cosmwasm.wasm.v1.Query/SmartContractState";
        self.ask(path, asked.encode_to_vec()).await
    }

    pub async fn smart<A: DeserializeOwned>(&self, contract: &str, query: &impl Serialize) -> A {
        let answer = self.smart_raw(contract, query).await;
        assert!(answer.code.is_ok(), "{}", answer.log);
        let answer = QuerySmartContractStateResponse::decode(answer.value.as_slice()).unwrap();
        serde_json::from_slice(&answer.data).unwrap()
    }

    /// Signs with the account as it is now.
    pub async fn sign(&self, person: &Person, draft: Draft) -> Vec<u8> {
        let account = self.account(&person.address).await;
        draft.sign(person, self.handle.chain_id(), &account)
    }

    /// Sends and returns the checks' answer.
    pub async fn send(&self, person: &Person, draft: Draft) -> tx_sync::Response {
        let bytes = self.sign(person, draft).await;
        self.client.broadcast_tx_sync(bytes).await.unwrap()
    }

    /// Sends, expects the checks to pass, and returns what became of it.
    pub async fn run(&self, person: &Person, draft: Draft) -> tx::Response {
        let sent = self.send(person, draft).await;
        assert!(sent.code.is_ok(), "{}", sent.log);
        self.client.tx(sent.hash, false).await.unwrap()
    }

    /// Runs and expects success.
    pub async fn succeed(&self, person: &Person, draft: Draft) -> tx::Response {
        let done = self.run(person, draft).await;
        assert!(done.tx_result.code.is_ok(), "{}", done.tx_result.log);
        done
    }

    /// Makes a counter, administered by its maker.
    pub async fn counter(&self, person: &Person, count: u64) -> String {
        let msg = instantiate(person, 1, &contract::Init { count }, Some(&person.address));
        let done = self.succeed(person, Draft::of(&msg)).await;
        attribute(&done, "instantiate", "_contract_address").unwrap()
    }

    /// Calls a method of this chain's own.
    pub async fn own(&self, method: &str, params: serde_json::Value) -> serde_json::Value {
        let answer = post(
            &self.handle,
            &serde_json::json!({
                "jsonrpc": "2.0", "id": 1, "method": method, "params": params,
            }),
        )
        .await;
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }
}

/// Sends JSON by POST and returns the answer, without a client that might mend it.
pub async fn post(handle: &Handle, body: &serde_json::Value) -> serde_json::Value {
    let (_, answer) = post_text(handle, &body.to_string()).await;
    serde_json::from_str(&answer).unwrap()
}

/// Sends any text by POST; returns the status and the body.
pub async fn post_text(handle: &Handle, body: &str) -> (u16, String) {
    let length = body.len();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    http(handle, head + body).await
}

/// Sends a request as it is; returns the status and the whole answer after the status line.
pub async fn http(handle: &Handle, request: String) -> (u16, String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = handle.rpc_url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let body = if body.is_empty() { head } else { body };
    (status, body.to_owned())
}

/// Somebody with a key.
pub struct Person {
    pub address: String,
    pub key: SigningKey,
}

impl Person {
    pub fn of(account: &DevAccount) -> Self {
        let mnemonic = bip39::Mnemonic::parse(&account.mnemonic).unwrap();
        let path: DerivationPath = account.path.parse().unwrap();
        let key = SigningKey::derive_from_path(mnemonic.to_seed(""), &path).unwrap();
        Self::with(key)
    }

    pub fn with(key: SigningKey) -> Self {
        let address = key.public_key().account_id("wasm").unwrap().to_string();
        Self { address, key }
    }
}

/// A transaction to be signed.
#[derive(Clone)]
pub struct Draft {
    pub messages: Vec<Any>,
    pub fee: u128,
    pub gas: u64,
    pub memo: String,
    pub timeout: u32,
    pub sequence: Option<u64>,
}

impl Draft {
    pub fn of<M: Message + Name>(message: &M) -> Self {
        Self {
            messages: vec![any(message)],
            fee: 0,
            gas: 5_000_000,
            memo: String::new(),
            timeout: 0,
            sequence: None,
        }
    }

    pub fn and<M: Message + Name>(mut self, message: &M) -> Self {
        self.messages.push(any(message));
        self
    }

    pub fn fee(self, fee: u128) -> Self {
        Self { fee, ..self }
    }

    pub fn gas(self, gas: u64) -> Self {
        Self { gas, ..self }
    }

    pub fn timeout(self, timeout: u32) -> Self {
        Self { timeout, ..self }
    }

    pub fn memo(self, memo: &str) -> Self {
        Self {
            memo: memo.to_owned(),
            ..self
        }
    }

    pub fn sequence(self, sequence: u64) -> Self {
        Self {
            sequence: Some(sequence),
            ..self
        }
    }

    pub fn sign(self, person: &Person, chain_id: &str, account: &BaseAccount) -> Vec<u8> {
        let body = BodyBuilder::new()
            .msgs(self.messages)
            .memo(self.memo)
            .timeout_height(self.timeout)
            .finish();
        let fee = Coin {
            denom: "ustake".parse().unwrap(),
            amount: self.fee,
        };
        let mut fee = Fee::from_amount_and_gas(fee, self.gas);
        fee.amount.retain(|coin| coin.amount > 0);
        let sequence = self.sequence.unwrap_or(account.sequence);
        let auth =
            SignerInfo::single_direct(Some(person.key.public_key()), sequence).auth_info(fee);
        let chain_id = chain_id.parse().unwrap();
        let doc = SignDoc::new(&body, &auth, &chain_id, account.account_number).unwrap();
        doc.sign(&person.key).unwrap().to_bytes().unwrap()
    }
}

pub fn any<M: Message + Name>(message: &M) -> Any {
    Any {
        type_url: format!("/{}", M::full_name()),
        value: message.encode_to_vec(),
    }
}

pub fn coins(amount: u128) -> Vec<cosmrs::proto::cosmos::base::v1beta1::Coin> {
    vec![cosmrs::proto::cosmos::base::v1beta1::Coin {
        denom: "ustake".to_owned(),
        amount: amount.to_string(),
    }]
}

pub fn send(
    from: &Person,
    to: &str,
    amount: u128,
) -> cosmrs::proto::cosmos::bank::v1beta1::MsgSend {
    cosmrs::proto::cosmos::bank::v1beta1::MsgSend {
        from_address: from.address.clone(),
        to_address: to.to_owned(),
        amount: coins(amount),
    }
}

pub fn execute(from: &Person, contract: &str, msg: &impl Serialize) -> MsgExecuteContract {
    MsgExecuteContract {
        sender: from.address.clone(),
        contract: contract.to_owned(),
        msg: serde_json::to_vec(msg).unwrap(),
        funds: vec![],
    }
}

pub fn instantiate(
    from: &Person,
    code_id: u64,
    msg: &impl Serialize,
    admin: Option<&str>,
) -> MsgInstantiateContract {
    MsgInstantiateContract {
        sender: from.address.clone(),
        admin: admin.unwrap_or_default().to_owned(),
        code_id,
        label: "test".to_owned(),
        msg: serde_json::to_vec(msg).unwrap(),
        funds: vec![],
    }
}

/// The first value of an attribute.
pub fn attribute(done: &tx::Response, event: &str, key: &str) -> Option<String> {
    let events = done
        .tx_result
        .events
        .iter()
        .filter(|found| found.kind == event);
    let mut attributes = events.flat_map(|event| &event.attributes);
    attributes
        .find(|attribute| attribute.key_bytes() == key.as_bytes())
        .map(|attribute| attribute.value_str().unwrap().to_owned())
}

/// Blocks made by interval.
pub fn every(millis: u64) -> Config {
    Config {
        block: BlockMode::Interval(std::time::Duration::from_millis(millis)),
        ..config()
    }
}
