//! The contract messages of wasmd.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cosmos_sdk_proto::cosmwasm::wasm::v1::{AbsoluteTxPosition, MsgExecuteContractResponse};
use cosmwasm_std::{
    Addr, Api, Binary, BlockInfo, Coin, Empty, Event, MessageInfo, Storage, WasmMsg,
};
use cw_multi_test::{AppResponse, Contract, CosmosRouter};
use prost::Message;

use super::call::{Entry, Level, MAX_CALL_DEPTH};
use super::instantiate::Instantiation;
use super::native::Native;
use super::respond::CONTRACT_ATTRIBUTE;
use super::{records, validate};
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas::{self, Meter};
use crate::chain::store::Journal;
use crate::chain::{address, bank, coins};

const EXECUTE: Entry = Entry {
    location: "Loading CosmWasm module: execute",
    refusal: Kind::ExecuteFailed,
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
    pub(super) prefix: String,
    natives: Vec<Native>,
    pub(super) journal: Rc<Journal>,
    pub(super) meter: Rc<Meter>,
    pub(super) position: RefCell<Option<(u32, Binary)>>,
    depth: Cell<u32>,
    pub(super) query_depth: Cell<u32>,
    pub(super) refused: RefCell<Option<AbciError>>,
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

    /// The native contracts of this chain.
    pub(super) fn natives(&self) -> &[Native] {
        &self.natives
    }

    /// The native contract of this name and version.
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

    /// Reads an address.
    pub(super) fn address(&self, text: &str) -> Result<Addr, AbciError> {
        let bytes = address::decode(&self.prefix, text)?;
        Ok(Addr::unchecked(address::encode(&self.prefix, &bytes)?))
    }

    /// Reads an address; an error says which one it was.
    pub(super) fn named(&self, what: &str, text: &str) -> Result<Addr, AbciError> {
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
        let data = match msg {
            WasmMsg::Execute {
                contract_addr,
                msg,
                funds,
            } => {
                let to = self.named("contract", &contract_addr)?;
                self.execute(ctx, storage, (sender, &to), msg, funds, &mut events)?
            }
            WasmMsg::Migrate {
                contract_addr,
                new_code_id,
                msg,
            } => {
                let to = self.named("contract", &contract_addr)?;
                let parties = (sender, &to);
                self.migrate(ctx, storage, parties, new_code_id, msg, &mut events)?
            }
            WasmMsg::UpdateAdmin {
                contract_addr,
                admin,
            } => {
                let admin = self.named("new admin", &admin)?;
                events.push(self.set_admin(storage, sender, &contract_addr, admin.as_str())?);
                None
            }
            WasmMsg::ClearAdmin { contract_addr } => {
                events.push(self.set_admin(storage, sender, &contract_addr, "")?);
                None
            }
            other => {
                let new = Instantiation::of(other)?;
                return self.instantiate(ctx, storage, sender, new);
            }
        };
        Ok(answered(events, data))
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

    /// Moves the coins that come with a message.
    pub(super) fn deposit(
        &self,
        storage: &mut dyn Storage,
        (from, to): (&Addr, &Addr),
        funds: &[Coin],
        events: &mut Vec<Event>,
    ) -> Result<Vec<Coin>, AbciError> {
        let funds = coins::normalise(funds)?;
        if !funds.is_empty() {
            self.meter.pay(gas::TRANSFER, "bank transfer");
            let moved = bank::transfer(storage, from.as_str(), to.as_str(), &funds)?;
            // wasmd asks the bank behind its messages' back, and leaves out what only a message would tell
            events.extend(moved.into_iter().filter(|event| event.ty != "message"));
        }
        Ok(funds)
    }

    /// Where in the chain the running message is.
    pub(super) fn tx_position(&self, block: &BlockInfo) -> AbsoluteTxPosition {
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
}

/// An answer whose protobuf response has at most its data, as those of execute and migrate do.
fn answered(events: Vec<Event>, data: Option<Binary>) -> AppResponse {
    let encode = |data: Binary| MsgExecuteContractResponse { data: data.into() }.encode_to_vec();
    AppResponse {
        events,
        data: data.map(|data| encode(data).into()),
    }
}
