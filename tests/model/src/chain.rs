//! A chain as small as a model's state must be: the storages of some groups, the block, and what was paid. It runs the
//! contract's own entry points, with messages, replies and roll-backs as a chain runs them.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail, ensure};
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{
    Addr, Api as _, BankMsg, Binary, BlockInfo, CanonicalAddr, ContractInfo, CosmosMsg, Deps,
    DepsMut, Env, MessageInfo, MsgResponse, QuerierWrapper, Reply, ReplyOn, Response, SubMsg,
    SubMsgResponse, SubMsgResult, Timestamp, WasmMsg, from_json,
};
use folkmoot_group::contract;
use folkmoot_group::json::Json;
use folkmoot_group::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use serde::de::DeserializeOwned;

use crate::querier::Neighbours;
use crate::store::Store;

/// The chain's id in what contracts are told.
const CHAIN_ID: &str = "model-1";

/// All that a step can change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chain {
    /// Block time, unix seconds.
    pub time: u64,
    /// Block height.
    pub height: u64,
    /// How often coins were paid to whom.
    pub paid: BTreeMap<String, u32>,
    pub(crate) groups: BTreeMap<String, Arc<Store>>,
}

/// The account of a person or a relayer.
#[must_use]
pub fn account(number: u8) -> Addr {
    let address = CanonicalAddr::from(vec![number; 20]);
    let written = MockApi::default().addr_humanize(&address);
    written.unwrap_or_else(|_| Addr::unchecked(number.to_string()))
}

/// The address of a group.
#[must_use]
pub fn group(name: &str) -> Addr {
    MockApi::default().addr_make(name)
}

/// A message that is refused because its gas has run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starved(pub Addr);

impl Chain {
    /// Founds a group at its address.
    ///
    /// # Errors
    /// The contract refuses.
    pub fn found(&mut self, name: &str, founder: &Addr, msg: InstantiateMsg) -> Result<Addr> {
        let address = group(name);
        let mut store = Store::default();
        let env = self.env(&address);
        let api = MockApi::default();
        let neighbours = Neighbours(self);
        let deps = DepsMut {
            storage: &mut store,
            api: &api,
            querier: QuerierWrapper::new(&neighbours),
        };
        contract::instantiate(deps, env, by(founder), Json(msg))?;
        self.groups.insert(address.to_string(), Arc::new(store));
        Ok(address)
    }

    /// Runs one transaction: all of it, or nothing.
    ///
    /// # Errors
    /// The contract, or one that it calls without a catch, refuses.
    pub fn run(&mut self, sender: &Addr, to: &Addr, msg: &ExecuteMsg) -> Result<()> {
        self.run_starving(sender, to, msg, None)
    }

    /// The same, where a call to one contract runs out of gas.
    ///
    /// # Errors
    /// As [`Chain::run`].
    pub fn run_starving(
        &mut self,
        sender: &Addr,
        to: &Addr,
        msg: &ExecuteMsg,
        starved: Option<&Starved>,
    ) -> Result<()> {
        let mut next = self.clone();
        next.call(sender, to, msg.clone(), starved)?;
        *self = next;
        Ok(())
    }

    /// Lets time pass: a new block.
    pub fn advance_to(&mut self, time: u64) {
        self.time = time;
        self.height = self.height.saturating_add(1);
    }

    /// Asks a group.
    ///
    /// # Errors
    /// The group has no such thing.
    pub fn ask<T: DeserializeOwned>(&self, of: &Addr, question: QueryMsg) -> Result<T> {
        from_json(self.answer(of.as_str(), question)?).map_err(|error| anyhow!("{error}"))
    }

    pub(crate) fn answer(&self, of: &str, question: QueryMsg) -> Result<Binary> {
        let store = self.groups.get(of).context("no such group")?;
        let api = MockApi::default();
        let neighbours = Neighbours(self);
        let deps = Deps {
            storage: store.as_ref(),
            api: &api,
            querier: QuerierWrapper::new(&neighbours),
        };
        let env = self.env(&Addr::unchecked(of));
        contract::query(deps, env, Json(question)).map_err(|error| anyhow!("{error}"))
    }

    fn env(&self, of: &Addr) -> Env {
        Env {
            block: BlockInfo {
                height: self.height,
                time: Timestamp::from_seconds(self.time),
                chain_id: CHAIN_ID.into(),
            },
            transaction: None,
            contract: ContractInfo {
                address: of.clone(),
            },
        }
    }

    fn call(
        &mut self,
        sender: &Addr,
        to: &Addr,
        msg: ExecuteMsg,
        starved: Option<&Starved>,
    ) -> Result<Option<Binary>> {
        ensure!(starved.is_none_or(|Starved(who)| who != to), "out of gas");
        let response = self.enter(to, |deps, env| {
            contract::execute(deps, env, by(sender), Json(msg))
        })?;
        self.follow(to, response, starved)
    }

    /// Runs an entry point on a group's storage; what it wrote stays only if it succeeds.
    fn enter<E: std::fmt::Display>(
        &mut self,
        of: &Addr,
        entry: impl FnOnce(DepsMut, Env) -> Result<Response, E>,
    ) -> Result<Response> {
        let mut store = self
            .groups
            .get(of.as_str())
            .context("no such group")?
            .clone();
        let env = self.env(of);
        let api = MockApi::default();
        let neighbours = Neighbours(self);
        let changed: &mut Store = Arc::make_mut(&mut store);
        let deps = DepsMut {
            storage: changed,
            api: &api,
            querier: QuerierWrapper::new(&neighbours),
        };
        let response = entry(deps, env).map_err(|error| anyhow!("{error}"))?;
        self.groups.insert(of.to_string(), store);
        Ok(response)
    }

    /// Runs the messages of a response in order, each with its replies; the data is the last that was set.
    fn follow(
        &mut self,
        of: &Addr,
        response: Response,
        starved: Option<&Starved>,
    ) -> Result<Option<Binary>> {
        let mut data = response.data;
        for message in response.messages {
            let before = self.clone();
            let SubMsg {
                id,
                msg,
                payload,
                reply_on,
                ..
            } = message;
            let result = match (self.send(of, msg, starved), &reply_on) {
                (Ok(answer), ReplyOn::Always | ReplyOn::Success) => SubMsgResult::Ok(answer),
                (Ok(_), _) => continue,
                (Err(error), ReplyOn::Always | ReplyOn::Error) => {
                    *self = before;
                    SubMsgResult::Err(error.to_string())
                }
                (Err(error), _) => return Err(error),
            };
            let reply = Reply {
                id,
                payload,
                gas_used: 0,
                result,
            };
            let response = self.enter(of, |deps, env| contract::reply(deps, env, reply))?;
            data = self.follow(of, response, starved)?.or(data);
        }
        Ok(data)
    }

    fn send(
        &mut self,
        from: &Addr,
        msg: CosmosMsg,
        starved: Option<&Starved>,
    ) -> Result<SubMsgResponse> {
        let data = match msg {
            CosmosMsg::Wasm(WasmMsg::Execute {
                contract_addr, msg, ..
            }) => {
                let to = Addr::unchecked(contract_addr);
                let msg = from_json(msg).map_err(|error| anyhow!("{error}"))?;
                self.call(from, &to, msg, starved)?
            }
            CosmosMsg::Bank(BankMsg::Send { to_address, .. }) => {
                let times = self.paid.entry(to_address).or_default();
                *times = times.saturating_add(1);
                None
            }
            other => bail!("the model knows no {other:?}"),
        };
        let value = data.map(wrapped).unwrap_or_default();
        let msg_responses = vec![MsgResponse {
            type_url: "/cosmwasm.wasm.v1.MsgExecuteContractResponse".into(),
            value,
        }];
        #[expect(deprecated, reason = "the field is there, and chains leave it empty")]
        Ok(SubMsgResponse {
            events: vec![],
            data: None,
            msg_responses,
        })
    }
}

fn by(sender: &Addr) -> MessageInfo {
    MessageInfo {
        sender: sender.clone(),
        funds: vec![],
    }
}

/// The data of an answer as a chain wraps it: field 1 of a protobuf message.
fn wrapped(data: Binary) -> Binary {
    let mut bytes = vec![0x0a];
    let mut length = data.len();
    while length >= 0x80 {
        bytes.push(u8::try_from(length & 0x7f).unwrap_or_default() | 0x80);
        length >>= 7;
    }
    bytes.push(u8::try_from(length).unwrap_or_default());
    bytes.extend(data.as_slice());
    bytes.into()
}
