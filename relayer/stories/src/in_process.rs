//! A chain in memory, without RPC: the quickest host. It keeps the contract to its word and takes a transaction's signer
//! for granted; signed ballots are checked by the contract all the same.

use std::cell::{Cell, RefCell};

use async_trait::async_trait;
use cosmos_sdk_proto::cosmwasm::wasm::v1::MsgExecuteContractResponse;
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{
    Addr, BankMsg, BlockInfo, CosmosMsg, Timestamp, Uint128, WasmMsg, coins, to_json_binary,
};
use cw_multi_test::{App, AppBuilder, AppResponse, BankSudo, SudoMsg, no_init};
use folkmoot_chain::{Checksum, Event};
use folkmoot_embedded::{group_code, innermost};
use folkmoot_group::msg::{QueryMsg, SignedBallot};
use folkmoot_rules::Seconds;
use prost::Message as _;
use serde_json::Value;

use super::host::{BLOCK, Carried, GENESIS, Host, HostError, Message, Outcome, Setting};
use super::people::Account;
use super::time::TimeScale;

const PREFIX: &str = "wasm";
const DENOM: &str = "ustake";
const CHAIN: &str = "folkmoot-local-1";
const FULL_PURSE: u128 = 1_000_000;

/// A chain in memory.
pub struct InProcess {
    app: RefCell<App>,
    setting: Setting,
    purse: Account,
    served: RefCell<Vec<(String, Account)>>,
    relaying: Cell<bool>,
}

impl InProcess {
    /// A chain on which nothing has happened yet.
    pub fn new() -> Result<Self, HostError> {
        let mut app = AppBuilder::new()
            .with_api(MockApi::default().with_prefix(PREFIX))
            .with_block(BlockInfo {
                height: 1,
                time: Timestamp::from_seconds(GENESIS),
                chain_id: CHAIN.to_owned(),
            })
            .build(no_init);
        let code_id = app.store_code((group_code().contract)());
        let code = app.wrap().query_wasm_code_info(code_id);
        let checksum = code
            .map_err(|error| HostError::Broken(error.to_string()))?
            .checksum;
        let setting = Setting {
            chain_id: CHAIN.to_owned(),
            prefix: PREFIX.to_owned(),
            denom: DENOM.to_owned(),
            code_id,
            checksum: sum_of(checksum.as_slice())?,
            time: TimeScale::REAL,
            edition: String::new(),
            pocket_money: 100,
        };
        let purse = Account::named("the founder", &setting)?;
        let mint = BankSudo::Mint {
            to_address: purse.address.clone(),
            amount: coins(FULL_PURSE, DENOM),
        };
        app.sudo(SudoMsg::Bank(mint))
            .map_err(|error| HostError::Broken(error.to_string()))?;
        Ok(Self {
            app: RefCell::new(app),
            setting,
            purse,
            served: RefCell::default(),
            relaying: Cell::new(true),
        })
    }

    fn ask<T: serde::de::DeserializeOwned>(
        &self,
        group: &str,
        query: &QueryMsg,
    ) -> Result<T, HostError> {
        let answer = self.app.borrow().wrap().query_wasm_smart(group, query);
        answer.map_err(|error| HostError::Refused(innermost(&error.to_string())))
    }

    fn encoded(&self, message: Message) -> Result<CosmosMsg, HostError> {
        let broken = |error: cosmwasm_std::StdError| HostError::Broken(error.to_string());
        let funds = |amount| {
            if amount == 0 {
                vec![]
            } else {
                coins(amount, DENOM)
            }
        };
        Ok(match message {
            Message::Call { group, msg, amount } => WasmMsg::Execute {
                contract_addr: group,
                msg: to_json_binary(&msg).map_err(broken)?,
                funds: funds(amount),
            }
            .into(),
            Message::Send { to, amount } => BankMsg::Send {
                to_address: to,
                amount: funds(amount),
            }
            .into(),
            Message::Found { address, salt, msg } => WasmMsg::Instantiate2 {
                admin: Some(address),
                code_id: self.setting.code_id,
                label: msg.name.clone(),
                msg: to_json_binary(&msg).map_err(broken)?,
                funds: vec![],
                salt: salt.into(),
            }
            .into(),
        })
    }

    fn begin_block(&self, later: Seconds) {
        self.app.borrow_mut().update_block(|block| {
            block.time = block.time.plus_seconds(later.0);
            block.height += 1;
        });
    }
}

#[async_trait(?Send)]
impl Host for InProcess {
    fn setting(&self) -> &Setting {
        &self.setting
    }

    fn purse(&self) -> &Account {
        &self.purse
    }

    async fn submit(&self, by: &Account, messages: Vec<Message>) -> Result<Outcome, HostError> {
        let calls: Vec<bool> = messages
            .iter()
            .map(|message| matches!(message, Message::Call { .. }))
            .collect();
        let messages: Result<Vec<_>, _> = messages
            .into_iter()
            .map(|message| self.encoded(message))
            .collect();
        let sender = Addr::unchecked(&by.address);
        let result = self.app.borrow_mut().execute_multi(sender, messages?);
        let height = self.app.borrow().block_info().height;
        self.begin_block(BLOCK);
        let responses =
            result.map_err(|error| HostError::Refused(innermost(&error.to_string())))?;
        Ok(Outcome {
            height,
            events: responses.iter().flat_map(events).collect(),
            answers: responses.iter().zip(calls).map(answer).collect(),
        })
    }

    async fn query(&self, group: &str, query: &QueryMsg) -> Result<Value, HostError> {
        self.ask(group, query)
    }

    async fn balance(&self, address: &str) -> Result<u128, HostError> {
        let broken = |error: String| HostError::Broken(error);
        let coin = self.app.borrow().wrap().query_balance(address, DENOM);
        let coin = coin.map_err(|error| broken(error.to_string()))?;
        let amount = Uint128::try_from(coin.amount).map_err(|error| broken(error.to_string()))?;
        Ok(amount.u128())
    }

    async fn now(&self) -> Result<u64, HostError> {
        Ok(self.app.borrow().block_info().time.seconds())
    }

    async fn next_block(&self) -> Result<(), HostError> {
        // each transaction has a block of its own
        Ok(())
    }

    async fn advance(&self, time: Seconds) -> Result<(), HostError> {
        self.begin_block(time);
        Ok(())
    }

    async fn relay_for(&self, group: &str, account: &Account) -> Result<(), HostError> {
        self.served
            .borrow_mut()
            .push((group.to_owned(), account.clone()));
        Ok(())
    }

    async fn set_relaying(&self, relaying: bool) -> Result<(), HostError> {
        self.relaying.set(relaying);
        Ok(())
    }

    async fn settle(&self) -> Result<(), HostError> {
        if !self.relaying.get() {
            return Ok(());
        }
        let served = self.served.borrow().clone();
        super::settling::settle(self, &served).await
    }

    async fn carry(
        &self,
        group: &str,
        proposal: u64,
        ballots: Vec<SignedBallot>,
    ) -> Result<Vec<Carried>, HostError> {
        super::host::carried_by(self, &self.purse, group, proposal, ballots).await
    }
}

fn sum_of(bytes: &[u8]) -> Result<Checksum, HostError> {
    let sum = <[u8; 32]>::try_from(bytes).map_err(|error| HostError::Broken(error.to_string()))?;
    Ok(Checksum(sum))
}

fn events(response: &AppResponse) -> Vec<Event> {
    let read = |event: &cosmwasm_std::Event| Event {
        kind: event.ty.clone(),
        attributes: event
            .attributes
            .iter()
            .map(|attribute| (attribute.key.clone(), attribute.value.clone()))
            .collect(),
    };
    response.events.iter().map(read).collect()
}

/// What is no call's answer is of no use to a story.
fn answer((response, is_call): (&AppResponse, bool)) -> Vec<u8> {
    if !is_call {
        return vec![];
    }
    let data = response.data.clone().unwrap_or_default();
    MsgExecuteContractResponse::decode(data.as_slice())
        .map_or_else(|_| vec![], |answer| answer.data)
}
