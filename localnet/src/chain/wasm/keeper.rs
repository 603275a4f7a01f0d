//! The contract messages of wasmd.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    AbsoluteTxPosition, ContractCodeHistoryEntry, ContractCodeHistoryOperationType, ContractInfo,
    MsgExecuteContractResponse, MsgInstantiateContractResponse,
};
use cosmwasm_std::{
    Addr, Api, Binary, BlockInfo, Coin, Empty, Event, MessageInfo, MigrateInfo, Storage, WasmMsg,
};
use cw_multi_test::{AppResponse, Contract, CosmosRouter};
use prost::Message;

use super::call::{Entry, Level, MAX_CALL_DEPTH};
use super::native::{Native, recognise};
use super::records::{self, NewCode};
use super::respond::CONTRACT_ATTRIBUTE;
use super::validate;
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas::{self, Meter};
use crate::chain::store::Journal;
use crate::chain::{address, auth, bank, coins};

const EXECUTE: Entry = Entry {
    location: "Loading CosmWasm module: execute",
    refusal: Kind::ExecuteFailed,
};
const INSTANTIATE: Entry = Entry {
    location: "Loading CosmWasm module: instantiate",
    refusal: Kind::InstantiateFailed,
};
const MIGRATE: Entry = Entry {
    location: "Loading CosmWasm module: migrate",
    refusal: Kind::MigrationFailed,
};

/// What the application lends to a module while a message runs.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// Address checks and cryptography.
    pub api: &'a dyn Api,
    /// Carries messages and queries to other modules.
    pub router: &'a dyn CosmosRouter<ExecC = Empty, QueryC = Empty>,
    /// The block being made.
    pub block: &'a BlockInfo,
}

/// Runs contracts and keeps their records.
pub struct Keeper {
    prefix: String,
    natives: Vec<Native>,
    pub(super) journal: Rc<Journal>,
    pub(super) meter: Rc<Meter>,
    pub(super) position: RefCell<Option<(u32, Binary)>>,
    depth: Cell<u32>,
    pub(super) query_depth: Cell<u32>,
    pub(super) refused: RefCell<Option<AbciError>>,
}

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

impl Keeper {
    /// A keeper of these native contracts.
    pub fn new(
        prefix: String,
        natives: Vec<Native>,
        journal: Rc<Journal>,
        meter: Rc<Meter>,
    ) -> Self {
        Self {
            prefix,
            natives,
            journal,
            meter,
            position: RefCell::new(None),
            depth: Cell::new(0),
            query_depth: Cell::new(0),
            refused: RefCell::new(None),
        }
    }

    /// Says which transaction runs from now on; `None` between transactions.
    pub fn set_position(&self, position: Option<(u32, Binary)>) {
        *self.position.borrow_mut() = position;
        self.depth.set(0);
        self.query_depth.set(0);
    }

    pub(super) fn native(
        &self,
        name: &str,
        version: &str,
    ) -> Result<&dyn Contract<Empty>, AbciError> {
        let fits = |native: &&Native| native.name == name && native.version == version;
        match self.natives.iter().find(fits) {
            Some(native) => Ok(native.contract.as_ref()),
            None => {
                let detail = format!("native contract {name} {version}");
                Err(AbciError::new(Kind::NoSuchCode, detail))
            }
        }
    }

    pub(super) fn address(&self, text: &str) -> Result<Addr, AbciError> {
        let bytes = address::decode(&self.prefix, text)?;
        Ok(Addr::unchecked(address::encode(&self.prefix, &bytes)?))
    }

    fn named(&self, what: &str, text: &str) -> Result<Addr, AbciError> {
        self.address(text).map_err(|error| error.within(what))
    }

    /// Carries out a contract message; the answer's data is the message's protobuf response.
    pub fn run(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        sender: &Addr,
        msg: WasmMsg,
    ) -> Result<AppResponse, AbciError> {
        let _level = Level::enter(&self.depth, MAX_CALL_DEPTH, Kind::CallDepth)?;
        let mut events = Vec::new();
        let (admin, code_id, msg, funds, label, salt) = match msg {
            WasmMsg::Execute {
                contract_addr,
                msg,
                funds,
            } => {
                let to = self.named("contract", &contract_addr)?;
                let data = self.execute(ctx, storage, (sender, &to), msg, funds, &mut events)?;
                return Ok(answered(events, data));
            }
            WasmMsg::Migrate {
                contract_addr,
                new_code_id,
                msg,
            } => {
                let to = self.named("contract", &contract_addr)?;
                let data =
                    self.migrate(ctx, storage, (sender, &to), new_code_id, msg, &mut events)?;
                return Ok(answered(events, data));
            }
            WasmMsg::UpdateAdmin {
                contract_addr,
                admin,
            } => {
                let admin = self.named("new admin", &admin)?;
                let event = self.set_admin(storage, sender, &contract_addr, admin.as_str())?;
                return Ok(answered(vec![event], None));
            }
            WasmMsg::ClearAdmin { contract_addr } => {
                let event = self.set_admin(storage, sender, &contract_addr, "")?;
                return Ok(answered(vec![event], None));
            }
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
        let new = Instantiation {
            code_id,
            admin,
            msg,
            funds,
            label,
            salt,
        };
        self.instantiate(ctx, storage, sender, new)
    }

    fn execute(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        (sender, to): (&Addr, &Addr),
        msg: Binary,
        funds: Vec<Coin>,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        validate::payload(&msg)?;
        self.meter.pay(gas::CONTRACT_MESSAGE, EXECUTE.location);
        let code_id = records::contract(storage, to.as_str())?.code_id;
        let funds = self.deposit(storage, (sender, to), &funds, events)?;
        let info = MessageInfo {
            sender: sender.clone(),
            funds,
        };
        let at = (to, code_id);
        let response = self.call(ctx, storage, at, &EXECUTE, |contract, deps, env| {
            contract.execute(deps, env, info, msg.into())
        })?;
        events.push(Event::new("execute").add_attribute(CONTRACT_ATTRIBUTE, to));
        self.respond(ctx, storage, to, response, events)
    }

    fn deposit(
        &self,
        storage: &mut dyn Storage,
        (from, to): (&Addr, &Addr),
        funds: &[Coin],
        events: &mut Vec<Event>,
    ) -> Result<Vec<Coin>, AbciError> {
        let funds = coins::normalise(funds)?;
        if !funds.is_empty() {
            self.meter.pay(gas::TRANSFER, "bank transfer");
            events.extend(bank::transfer(storage, from.as_str(), to.as_str(), &funds)?);
        }
        Ok(funds)
    }

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

    fn tx_position(&self, block: &BlockInfo) -> AbsoluteTxPosition {
        let index = self
            .position
            .borrow()
            .as_ref()
            .map_or(0, |(index, _)| *index);
        AbsoluteTxPosition {
            block_height: block.height,
            tx_index: index.into(),
        }
    }

    fn migrate(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        (sender, to): (&Addr, &Addr),
        code_id: u64,
        msg: Binary,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        validate::code_id(code_id)?;
        validate::payload(&msg)?;
        self.meter.pay(gas::CONTRACT_MESSAGE, MIGRATE.location);
        let mut info = self.administered(storage, sender, to, "can not migrate")?;
        records::code(storage, code_id)
            .map_err(|_| AbciError::new(Kind::InvalidRequest, "unknown code"))?;
        let migrate_info = MigrateInfo {
            sender: sender.clone(),
            // contracts here declare no migrate version, so there is none to compare
            old_migrate_version: None,
        };
        let (at, bytes) = ((to, code_id), msg.to_vec());
        let response = self.call(ctx, storage, at, &MIGRATE, |contract, deps, env| {
            contract.migrate(deps, env, bytes, migrate_info)
        })?;
        let entry = ContractCodeHistoryEntry {
            operation: ContractCodeHistoryOperationType::Migrate.into(),
            code_id,
            updated: Some(self.tx_position(ctx.block)),
            msg: msg.into(),
        };
        records::append_history(storage, to.as_str(), &entry);
        info.code_id = code_id;
        records::save_contract(storage, to.as_str(), &info);
        events.push(
            Event::new("migrate")
                .add_attribute("code_id", code_id.to_string())
                .add_attribute(CONTRACT_ATTRIBUTE, to),
        );
        self.respond(ctx, storage, to, response, events)
            .map_err(|error| error.within("dispatch"))
    }

    fn administered(
        &self,
        storage: &dyn Storage,
        sender: &Addr,
        to: &Addr,
        refusal: &str,
    ) -> Result<ContractInfo, AbciError> {
        let info = records::contract(storage, to.as_str())
            .map_err(|_| AbciError::new(Kind::InvalidRequest, "unknown contract"))?;
        if info.admin != sender.as_str() {
            return Err(AbciError::new(Kind::Unauthorized, refusal));
        }
        Ok(info)
    }

    fn set_admin(
        &self,
        storage: &mut dyn Storage,
        sender: &Addr,
        contract: &str,
        admin: &str,
    ) -> Result<Event, AbciError> {
        let to = self.named("contract", contract)?;
        if admin == sender.as_str() {
            let detail = "new admin is the same as the old";
            return Err(AbciError::new(Kind::Invalid, detail));
        }
        self.meter.pay(gas::ADMIN, "wasm admin");
        let mut info = self.administered(storage, sender, &to, "can not modify contract")?;
        admin.clone_into(&mut info.admin);
        records::save_contract(storage, to.as_str(), &info);
        Ok(Event::new("update_contract_admin")
            .add_attribute(CONTRACT_ATTRIBUTE, &to)
            .add_attribute("new_admin_address", admin))
    }

    /// Stores an uploaded file; returns its id, checksum and event.
    pub fn store_code(
        &self,
        storage: &mut dyn Storage,
        creator: &str,
        file: &[u8],
    ) -> Result<(u64, [u8; 32], Event), AbciError> {
        let (wasm, label) = recognise(file, &self.natives)?;
        let bytes = u64::try_from(wasm.len()).unwrap_or(u64::MAX);
        let cost = gas::CODE_BYTE.saturating_mul(bytes);
        self.meter
            .pay(gas::STORE_CODE.saturating_add(cost), "Compile wasm");
        let checksum = <sha2::Sha256 as sha2::Digest>::digest(&wasm).into();
        let new = NewCode {
            creator,
            name: &label.name,
            version: &label.version,
            checksum,
            bytes: &wasm,
        };
        let id = records::add_code(storage, &new)?;
        let event = Event::new("store_code")
            .add_attribute("code_checksum", hex::encode(checksum))
            .add_attribute("code_id", id.to_string());
        Ok((id, checksum, event))
    }

    /// Stores a native contract at genesis, under the checksum that its wasm file has.
    pub fn store_native(
        &self,
        storage: &mut dyn Storage,
        creator: &str,
        (name, version): (&str, &str),
        checksum: [u8; 32],
    ) -> Result<u64, AbciError> {
        let new = NewCode {
            creator,
            name,
            version,
            checksum,
            bytes: &[],
        };
        records::add_code(storage, &new)
    }
}

/// An answer whose protobuf response has at most its data, as those of execute and migrate do.
fn answered(events: Vec<Event>, data: Option<Binary>) -> AppResponse {
    let encode = |data: Binary| MsgExecuteContractResponse { data: data.into() }.encode_to_vec();
    AppResponse {
        events,
        data: data.map(|data| encode(data).into()),
    }
}
