//! Making contracts.

use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    ContractCodeHistoryEntry, ContractCodeHistoryOperationType, ContractInfo,
    MsgInstantiateContractResponse,
};
use cosmwasm_std::{Addr, Binary, Coin, Event, MessageInfo, Storage, WasmMsg};
use cw_multi_test::AppResponse;
use prost::Message;

use super::call::Entry;
use super::keeper::{Ctx, Keeper};
use super::respond::CONTRACT_ATTRIBUTE;
use super::{records, validate};
use crate::chain::error::{AbciError, Kind};
use crate::chain::{address, auth, gas};

const INSTANTIATE: Entry = Entry {
    location: "Loading CosmWasm module: instantiate",
    refusal: Kind::InstantiateFailed,
};
/// A contract to be made.
pub struct Instantiation {
    /// Code that it runs.
    pub code_id: u64,
    /// Who may migrate it.
    pub admin: Option<String>,
    /// Message for the contract.
    pub msg: Binary,
    /// Coins sent with it.
    pub funds: Vec<Coin>,
    /// Its label.
    pub label: String,
    /// The salt that gives it a predictable address, and whether the message counts in as well.
    pub salt: Option<(Binary, bool)>,
}

impl Instantiation {
    /// What a contract's message asks for.
    pub(super) fn of(msg: WasmMsg) -> Result<Self, AbciError> {
        let (admin, code_id, msg, funds, label, salt) = match msg {
            WasmMsg::Instantiate {
                admin,
                code_id,
                msg,
                funds,
                label,
            } => (admin, code_id, msg, funds, label, None),
            WasmMsg::Instantiate2 {
                admin,
                code_id,
                label,
                msg,
                funds,
                salt,
            } => (admin, code_id, msg, funds, label, Some((salt, false))),
            other => {
                let detail = format!("unknown variant of Wasm: {other:?}");
                return Err(AbciError::new(Kind::UnknownMessage, detail));
            }
        };
        Ok(Self {
            code_id,
            admin,
            msg,
            funds,
            label,
            salt,
        })
    }
}

impl Keeper {
    /// Makes a contract.
    pub fn instantiate(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        creator: &Addr,
        new: Instantiation,
    ) -> Result<AppResponse, AbciError> {
        let admin = self.check_instantiation(&new)?;
        self.meter.pay(
            gas::CONTRACT_MESSAGE + gas::INSTANTIATE,
            INSTANTIATE.location,
        );
        let to = self.new_address(storage, creator, &new)?;
        let mut events = Vec::new();
        let funds = self.deposit(storage, (creator, &to), &new.funds, &mut events)?;
        let info = MessageInfo {
            sender: creator.clone(),
            funds,
        };
        let (at, msg) = ((&to, new.code_id), new.msg.to_vec());
        let response = self.call(ctx, storage, at, &INSTANTIATE, |contract, deps, env| {
            contract.instantiate(deps, env, info, msg)
        })?;
        self.record(ctx, storage, &to, creator, admin, &new);
        events.push(
            Event::new("instantiate")
                .add_attribute(CONTRACT_ATTRIBUTE, &to)
                .add_attribute("code_id", new.code_id.to_string()),
        );
        let data = self
            .respond(ctx, storage, &to, response, &mut events)
            .map_err(|error| error.within("dispatch"))?;
        let answer = MsgInstantiateContractResponse {
            address: to.into_string(),
            data: data.map(Into::into).unwrap_or_default(),
        };
        Ok(AppResponse {
            events,
            data: Some(answer.encode_to_vec().into()),
        })
    }

    fn check_instantiation(&self, new: &Instantiation) -> Result<String, AbciError> {
        validate::code_id(new.code_id)?;
        validate::label(&new.label)?;
        validate::payload(&new.msg)?;
        if let Some((salt, _)) = &new.salt {
            validate::salt(salt)?;
        }
        match new.admin.as_deref() {
            None | Some("") => Ok(String::new()),
            Some(admin) => Ok(self.named("admin", admin)?.into_string()),
        }
    }

    fn new_address(
        &self,
        storage: &mut dyn Storage,
        creator: &Addr,
        new: &Instantiation,
    ) -> Result<Addr, AbciError> {
        let code = records::code(storage, new.code_id)?;
        let bytes = match &new.salt {
            None => address::classic_contract(new.code_id, records::next_instance(storage)),
            Some((salt, fix)) => {
                let creator = address::decode(&self.prefix, creator.as_str())?;
                let message: &[u8] = if *fix { &new.msg } else { &[] };
                address::salted_contract(&code.code_hash, &creator, salt, message)
            }
        };
        let to = Addr::unchecked(address::encode(&self.prefix, &bytes)?);
        if records::contract(storage, to.as_str()).is_ok() {
            let detail = "contract address already exists, try a different combination of \
                          creator, checksum and salt";
            return Err(AbciError::new(Kind::Duplicate, detail));
        }
        auth::ensure(storage, to.as_str());
        Ok(to)
    }

    fn record(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        to: &Addr,
        creator: &Addr,
        admin: String,
        new: &Instantiation,
    ) {
        let created = Some(self.tx_position(ctx.block));
        let info = ContractInfo {
            code_id: new.code_id,
            creator: creator.to_string(),
            admin,
            label: new.label.clone(),
            created: created.clone(),
            ibc_port_id: String::new(),
            extension: None,
        };
        records::save_contract(storage, to.as_str(), &info);
        records::list_by_creator(storage, &info, to.as_str());
        let entry = ContractCodeHistoryEntry {
            operation: ContractCodeHistoryOperationType::Init.into(),
            code_id: new.code_id,
            updated: created,
            msg: new.msg.to_vec(),
        };
        records::append_history(storage, to.as_str(), &entry);
    }
}
