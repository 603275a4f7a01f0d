//! Carries each kind of message to the module that handles it.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{MsgInstantiateContract2, MsgStoreCodeResponse};
use cosmwasm_std::{Addr, BankMsg, Coin, CosmosMsg, Event, WasmMsg};
use cw_multi_test::{AppResponse, CosmosRouter};
use prost::Message;

use super::error::{AbciError, Kind, from_std};
use super::machine::Machine;
use super::tx::Msg;
use super::wasm::{Ctx, Instantiation};
use super::{address, coins};

type Answered = (Any, Vec<Event>);

impl Machine {
    /// Runs one message; returns its answer and events.
    pub(super) fn run_message(&mut self, message: &Msg) -> Result<Answered, AbciError> {
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
        let keeper = std::rc::Rc::clone(&self.keeper);
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
        let keeper = std::rc::Rc::clone(&self.keeper);
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
