//! Runs messages: carries each kind to the module that handles it.

use std::rc::Rc;

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{MsgInstantiateContract2, MsgStoreCodeResponse};
use cosmwasm_std::{Addr, BankMsg, Coin, CosmosMsg, Event, WasmMsg};
use cw_multi_test::{AppResponse, CosmosRouter};
use prost::Message;

use super::error::{AbciError, Kind, from_std};
use super::machine::{Machine, TxResult};
use super::tx::{DecodedTx, Msg};
use super::unwinding::caught;
use super::wasm::{Ctx, Instantiation};
use super::{address, coins};

type Answered = (Any, Vec<Event>);

impl Machine {
    /// Runs a transaction's messages, all of them or none; the result has the events of the checks
    /// in any case.
    pub(super) fn attempt(&mut self, tx: &DecodedTx, mut events: Vec<Event>) -> TxResult {
        let mark = self.journal.mark();
        let mut happened = Vec::new();
        let meter = Rc::clone(&self.meter);
        let answers = caught(&meter, || self.run_all(tx, &mut happened));
        let (error, data) = match answers {
            Ok(msg_responses) => {
                events.append(&mut happened);
                let data = TxMsgData {
                    msg_responses,
                    ..TxMsgData::default()
                };
                (None, data.encode_to_vec())
            }
            Err(error) => {
                self.journal.undo(self.app.storage_mut(), mark);
                (Some(error), Vec::new())
            }
        };
        TxResult {
            code: error.as_ref().map_or(0, AbciError::code),
            codespace: error.as_ref().map_or("", AbciError::codespace).to_owned(),
            log: error.as_ref().map_or("", AbciError::log).to_owned(),
            data,
            gas_wanted: tx.fee.gas_limit,
            gas_used: self.meter.used(),
            events,
        }
    }

    fn run_all(
        &mut self,
        tx: &DecodedTx,
        happened: &mut Vec<Event>,
    ) -> Result<Vec<Any>, AbciError> {
        let mut answers = Vec::with_capacity(tx.messages.len());
        for (index, message) in tx.messages.iter().enumerate() {
            let (answer, events) = self.run_message(message).map_err(|error| {
                error.within(format!("failed to execute message; message index: {index}"))
            })?;
            let opening = Event::new("message")
                .add_attribute("action", message.type_url())
                .add_attribute("sender", message.signer())
                .add_attribute("module", message.module());
            for event in std::iter::once(opening).chain(events) {
                happened.push(event.add_attribute("msg_index", index.to_string()));
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    /// Runs one message; returns its answer and events.
    fn run_message(&mut self, message: &Msg) -> Result<Answered, AbciError> {
        let prefix = &self.terms.prefix;
        let bytes = address::decode(prefix, message.signer())?;
        let sender = Addr::unchecked(address::encode(prefix, &bytes)?);
        let done = match message {
            Msg::StoreCode(msg) => self.store_code(&sender, &msg.wasm_byte_code)?,
            Msg::Instantiate2(msg) => self.instantiate2(&sender, msg)?,
            other => self.route(&sender, routed(other)?)?,
        };
        let answer = Any {
            type_url: format!("{}Response", message.type_url()),
            value: done.data.map(Into::into).unwrap_or_default(),
        };
        Ok((answer, done.events))
    }

    fn route(&mut self, sender: &Addr, message: CosmosMsg) -> Result<AppResponse, AbciError> {
        let block = self.app.block_info();
        self.app
            .init_modules(|router, api, storage| {
                router.execute(api, storage, &block, sender.clone(), message)
            })
            .map_err(|error| from_std(&error))
    }

    fn store_code(&mut self, sender: &Addr, file: &[u8]) -> Result<AppResponse, AbciError> {
        let keeper = Rc::clone(&self.keeper);
        let storage = self.app.storage_mut();
        let (code_id, checksum, event) = keeper.store_code(storage, sender.as_str(), file)?;
        let answer = MsgStoreCodeResponse {
            code_id,
            checksum: checksum.to_vec(),
        };
        Ok(AppResponse {
            events: vec![event],
            data: Some(answer.encode_to_vec().into()),
        })
    }

    fn instantiate2(
        &mut self,
        sender: &Addr,
        msg: &MsgInstantiateContract2,
    ) -> Result<AppResponse, AbciError> {
        let new = Instantiation {
            code_id: msg.code_id,
            admin: Some(msg.admin.clone()),
            msg: msg.msg.clone().into(),
            funds: funds(&msg.funds)?,
            label: msg.label.clone(),
            salt: Some((msg.salt.clone().into(), msg.fix_msg)),
        };
        let block = self.app.block_info();
        let keeper = Rc::clone(&self.keeper);
        self.app.init_modules(|router, api, storage| {
            let ctx = Ctx {
                api,
                router,
                block: &block,
            };
            keeper.instantiate(&ctx, storage, sender, new)
        })
    }
}

fn funds(sent: &[ProtoCoin]) -> Result<Vec<Coin>, AbciError> {
    coins::parse(sent).map_err(|error| error.within("funds"))
}

fn routed(message: &Msg) -> Result<CosmosMsg, AbciError> {
    Ok(match message {
        Msg::Send(msg) => BankMsg::Send {
            to_address: msg.to_address.clone(),
            amount: coins::parse(&msg.amount)?,
        }
        .into(),
        Msg::Execute(msg) => WasmMsg::Execute {
            contract_addr: msg.contract.clone(),
            msg: msg.msg.clone().into(),
            funds: funds(&msg.funds)?,
        }
        .into(),
        Msg::Instantiate(msg) => WasmMsg::Instantiate {
            admin: Some(msg.admin.clone()),
            code_id: msg.code_id,
            msg: msg.msg.clone().into(),
            funds: funds(&msg.funds)?,
            label: msg.label.clone(),
        }
        .into(),
        Msg::Migrate(msg) => WasmMsg::Migrate {
            contract_addr: msg.contract.clone(),
            new_code_id: msg.code_id,
            msg: msg.msg.clone().into(),
        }
        .into(),
        Msg::UpdateAdmin(msg) => WasmMsg::UpdateAdmin {
            contract_addr: msg.contract.clone(),
            admin: msg.new_admin.clone(),
        }
        .into(),
        Msg::ClearAdmin(msg) => WasmMsg::ClearAdmin {
            contract_addr: msg.contract.clone(),
        }
        .into(),
        other @ (Msg::StoreCode(_) | Msg::Instantiate2(_)) => {
            let detail = format!("can't route message {}", other.type_url());
            return Err(AbciError::new(Kind::UnknownRequest, detail));
        }
    })
}
