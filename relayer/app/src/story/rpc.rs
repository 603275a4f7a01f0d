//! A node over RPC: transactions are signed and sent as any wallet does it. Time passes by the embedded chain's own method.

use std::time::Duration;

use async_trait::async_trait;
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmos_sdk_proto::cosmwasm::wasm::v1::MsgExecuteContractResponse;
use folkmoot_group::msg::{QueryMsg, SignedBallot};
use folkmoot_localnet::{Clock, Config, Handle, spawn};
use folkmoot_rules::Seconds;
use prost::{Message as _, Name};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::host::{
    BLOCK, Carried, GENESIS, Host, HostError, Message, Outcome, Setting, carried_by,
};
use super::people::Account;
use super::relayer::Relayer;
use crate::chain::{
    ChainError, Client, Draft, LocalSigner, Node, Signed, TxResult, coin, execute, instantiate2,
    send,
};

/// From one look for a transaction to the next.
const POLL: Duration = Duration::from_millis(50);
/// How often it is looked for: a minute.
const LOOKS: usize = 1_200;
/// What a transaction gets above the gas of its simulation, in per cent.
const SPARE_GAS: u64 = 150;

/// A chain behind a node.
pub struct Rpc {
    client: Client,
    http: reqwest::Client,
    setting: Setting,
    purse: Account,
    relayer: Mutex<Relayer>,
    /// The chain, where it runs in this process and ends with the host.
    _chain: Option<Handle>,
}

impl Rpc {
    /// An embedded chain of its own on any free port, with a clock that only blocks and stories move.
    pub async fn embedded() -> Result<Self, HostError> {
        let chain = spawn(config()).await.map_err(broken)?;
        let missing = |what: &str| HostError::Broken(format!("the embedded chain has no {what}"));
        let purse = chain.accounts().first().ok_or_else(|| missing("account"))?;
        let words = purse.mnemonic.as_str().into();
        let signer = LocalSigner::from_mnemonic_at(&words, &purse.path).map_err(broken)?;
        let code = chain.codes().first().ok_or_else(|| missing("code"))?.0;
        let (prefix, denom) = (chain.prefix(), chain.denom());
        let host = Self::connect(&chain.rpc_url(), signer, prefix, denom, code).await?;
        Ok(Self {
            _chain: Some(chain),
            ..host
        })
    }

    /// The chain behind a node that takes transactions without a fee: with the key of an account that has coins, the
    /// prefix of addresses, the denomination for treasuries, and the number of the group contract's code.
    pub async fn connect(
        node: &str,
        purse: LocalSigner,
        prefix: &str,
        denom: &str,
        code_id: u64,
    ) -> Result<Self, HostError> {
        let client = Client::connect(node).await.map_err(told)?;
        let code = client.code_info(code_id).await.map_err(told)?;
        let code = code.ok_or_else(|| broken(format!("there is no code {code_id}")))?;
        let setting = Setting {
            chain_id: client.chain_id().to_owned(),
            prefix: prefix.to_owned(),
            denom: denom.to_owned(),
            code_id,
            checksum: code.checksum,
        };
        let height = client.status().await.map_err(told)?.height;
        let relayer = Relayer::start(node, height, &setting).await?;
        Ok(Self {
            client,
            http: reqwest::Client::new(),
            purse: Account::of("the founder", purse, prefix)?,
            setting,
            relayer: Mutex::new(relayer),
            _chain: None,
        })
    }

    /// Where the node is.
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

    async fn signed(&self, by: &Account, messages: Vec<Any>) -> Result<Signed, HostError> {
        let account = self.client.account(&by.address).await.map_err(told)?;
        let account = account
            .ok_or_else(|| HostError::Refused(format!("there is no account {}", by.address)))?;
        let mut draft = Draft {
            messages,
            memo: String::new(),
            timeout_height: 0,
            gas_limit: 0,
            fee: vec![],
            chain_id: self.setting.chain_id.clone(),
            account,
        };
        let rehearsal = draft.sign(by.signer()).await.map_err(broken)?;
        let gas = self.client.simulate(rehearsal.bytes).await.map_err(told)?;
        draft.gas_limit = gas.saturating_mul(SPARE_GAS) / 100;
        draft.sign(by.signer()).await.map_err(broken)
    }

    async fn included(&self, signed: Signed) -> Result<TxResult, HostError> {
        let hash = self.client.broadcast(signed.bytes).await.map_err(told)?;
        for _ in 0..LOOKS {
            if let Some(found) = self.client.transaction(hash).await.map_err(told)? {
                return Ok(found);
            }
            tokio::time::sleep(POLL).await;
        }
        Err(HostError::Broken(format!(
            "transaction {hash} is in no block"
        )))
    }
}

fn config() -> Config {
    Config {
        clock: Clock::Manual {
            start: GENESIS,
            step_millis: BLOCK.0.saturating_mul(1_000),
        },
        codes: vec![crate::embedded::group_code()],
        accounts: 1,
        ..Config::default()
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
        let signed = self.signed(by, messages).await?;
        let result = self.included(signed).await?;
        if result.code != 0 {
            return Err(HostError::Refused(result.log));
        }
        Ok(Outcome {
            height: result.height,
            answers: answers(&result.data)?,
            events: result.events,
        })
    }

    async fn query(&self, group: &str, query: &QueryMsg) -> Result<Value, HostError> {
        self.client.smart(group, query).await.map_err(told)
    }

    async fn balance(&self, address: &str) -> Result<u128, HostError> {
        let denom = &self.setting.denom;
        self.client.balance(address, denom).await.map_err(told)
    }

    async fn now(&self) -> Result<u64, HostError> {
        Ok(self.client.status().await.map_err(told)?.time)
    }

    async fn advance(&self, time: Seconds) -> Result<(), HostError> {
        let call = json!({
            "jsonrpc": "2.0",
            "id": 1,
            "method": "folkmoot_advance_time",
            "params": { "seconds": time.0 },
        });
        let url = self.client.node_url();
        let answer = self
            .http
            .post(url)
            .json(&call)
            .send()
            .await
            .map_err(broken)?;
        let answer: Value = answer.json().await.map_err(broken)?;
        match answer.get("error") {
            None => Ok(()),
            Some(error) => Err(HostError::Refused(error.to_string())),
        }
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

/// What the contracts answered, one for each message.
fn answers(data: &[u8]) -> Result<Vec<Vec<u8>>, HostError> {
    let responses = TxMsgData::decode(data).map_err(broken)?.msg_responses;
    let read = |response: Any| {
        if response.type_url != MsgExecuteContractResponse::type_url() {
            return Ok(vec![]);
        }
        let answer = MsgExecuteContractResponse::decode(response.value.as_slice());
        answer.map(|answer| answer.data).map_err(broken)
    };
    responses.into_iter().map(read).collect()
}
