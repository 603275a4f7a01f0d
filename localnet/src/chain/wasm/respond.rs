//! What follows a contract's answer: its events, its messages and the replies to them.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use cosmwasm_std::{
    Addr, Attribute, Binary, CosmosMsg, Event, MsgResponse, Reply, ReplyOn, Response, Storage,
    SubMsg, SubMsgResponse, SubMsgResult, WasmMsg,
};
use cw_multi_test::AppResponse;

use super::call::Entry;
use super::keeper::{Ctx, Keeper};
use super::records;
use crate::chain::error::{AbciError, Kind, from_std};
use crate::chain::gas::{ENTER_AGAIN, OutOfGas};

/// The attribute that says which contract an event is of.
pub const CONTRACT_ATTRIBUTE: &str = "_contract_address";

const REPLY: Entry = Entry {
    location: "Loading CosmWasm module: reply",
    refusal: Kind::ExecuteFailed,
};

impl Keeper {
    /// Emits the response's events, carries its messages, and returns the data to hand on.
    pub fn respond(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        address: &Addr,
        response: Response,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        self.meter.events(&response);
        if !response.attributes.is_empty() {
            events.push(contract_event("wasm", address, response.attributes)?);
        }
        for event in response.events {
            let name = event.ty.trim();
            if name.len() <= 2 {
                let detail = format!("Event type too short: '{name}'");
                return Err(AbciError::new(Kind::InvalidEvent, detail));
            }
            events.push(contract_event(
                &format!("wasm-{name}"),
                address,
                event.attributes,
            )?);
        }
        let mut data = response.data;
        for message in response.messages {
            if let Some(replied) = self.dispatch(ctx, storage, address, message, events)? {
                data = Some(replied);
            }
        }
        Ok(data)
    }

    fn dispatch(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        address: &Addr,
        message: SubMsg,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        let SubMsg {
            id,
            payload,
            msg,
            gas_limit,
            reply_on,
        } = message;
        let type_url = response_type(&msg);
        let is_wasm = matches!(msg, CosmosMsg::Wasm(_));
        let before = self.meter.used();
        let result = match self.attempt(ctx, storage, address, (msg, gas_limit)) {
            Ok(done) => {
                let told = emitted(&done, is_wasm, events);
                if matches!(reply_on, ReplyOn::Never | ReplyOn::Error) {
                    return Ok(None);
                }
                SubMsgResult::Ok(succeeded(done.data, told, type_url))
            }
            Err(error) if matches!(reply_on, ReplyOn::Never | ReplyOn::Success) => {
                return Err(error);
            }
            Err(error) => SubMsgResult::Err(error.redacted()),
        };
        let reply = Reply {
            id,
            payload,
            gas_used: self.meter.used().saturating_sub(before),
            result,
        };
        self.reply(ctx, storage, address, reply, events)
            .map_err(|error| error.within("reply"))
    }

    /// Carries a message for a contract; a failed one leaves nothing behind.
    fn attempt(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        sender: &Addr,
        (msg, gas_limit): (CosmosMsg, Option<u64>),
    ) -> Result<AppResponse, AbciError> {
        let mark = self.journal.mark();
        let sender = sender.clone();
        let outcome = self.limited(gas_limit, || {
            let sent = ctx.router.execute(ctx.api, storage, ctx.block, sender, msg);
            sent.map_err(|error| from_std(&error))
        });
        if outcome.is_err() {
            self.journal.undo(storage, mark);
        }
        outcome
    }

    /// Runs with a gas limit of its own; passing that limit is an error like any other, passing
    /// the transaction's ends the transaction.
    fn limited(
        &self,
        gas_limit: Option<u64>,
        action: impl FnOnce() -> Result<AppResponse, AbciError>,
    ) -> Result<AppResponse, AbciError> {
        let start = self.meter.used();
        let outer = self.meter.limit();
        let own = gas_limit.map(|limit| start.saturating_add(limit));
        let Some(own) = own.filter(|own| *own < outer) else {
            return action();
        };
        self.meter.set_limit(own);
        let outcome = catch_unwind(AssertUnwindSafe(action));
        self.meter.set_limit(outer);
        match outcome {
            Ok(result) => result,
            Err(payload) if payload.is::<OutOfGas>() => {
                self.meter.set_used(own);
                Err(AbciError::new(Kind::OutOfGas, "SubMsg hit gas limit"))
            }
            Err(payload) => resume_unwind(payload),
        }
    }

    fn reply(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        address: &Addr,
        reply: Reply,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        let code_id = records::contract(storage, address.as_str())?.code_id;
        self.meter.pay(ENTER_AGAIN, REPLY.location);
        let at = (address, code_id);
        let response = self.call(ctx, storage, at, &REPLY, |contract, deps, env| {
            contract.reply(deps, env, reply)
        })?;
        events.push(Event::new("reply").add_attribute(CONTRACT_ATTRIBUTE, address));
        self.respond(ctx, storage, address, response, events)
            .map_err(|error| error.within("dispatch"))
    }
}

/// Hands a message's events on, without the SDK's `message` events, and returns what a reply is
/// told of them: nothing unless it was a wasm message, whose attributes wasmd sorts.
fn emitted(done: &AppResponse, is_wasm: bool, events: &mut Vec<Event>) -> Vec<Event> {
    let kept = done.events.iter().filter(|event| event.ty != "message");
    let mut kept: Vec<Event> = kept.cloned().collect();
    if is_wasm {
        for event in &mut kept {
            event
                .attributes
                .sort_by(|left, right| left.key.cmp(&right.key));
        }
    }
    events.extend(kept.iter().cloned());
    if is_wasm { kept } else { Vec::new() }
}

#[expect(
    deprecated,
    reason = "contracts built for CosmWasm 1 read `data`, and wasmd still fills it"
)]
fn succeeded(data: Option<Binary>, events: Vec<Event>, type_url: &str) -> SubMsgResponse {
    SubMsgResponse {
        events,
        data: data.clone(),
        msg_responses: vec![MsgResponse {
            type_url: type_url.to_owned(),
            value: data.unwrap_or_default(),
        }],
    }
}

fn contract_event(
    name: &str,
    address: &Addr,
    attributes: Vec<Attribute>,
) -> Result<Event, AbciError> {
    let mut event = Event::new(name).add_attribute(CONTRACT_ATTRIBUTE, address);
    for attribute in attributes {
        let key = attribute.key.trim();
        if key.is_empty() {
            let detail = format!("Empty attribute key. Value: {}", attribute.value);
            return Err(AbciError::new(Kind::InvalidEvent, detail));
        }
        if key.starts_with('_') {
            let detail = format!("Attribute key starts with reserved prefix _: '{key}'");
            return Err(AbciError::new(Kind::InvalidEvent, detail));
        }
        event = event.add_attribute(key, attribute.value.trim());
    }
    Ok(event)
}

/// The type of the answer to a message.
pub fn response_type(msg: &CosmosMsg) -> &'static str {
    match msg {
        CosmosMsg::Bank(_) => "/cosmos.bank.v1beta1.MsgSendResponse",
        CosmosMsg::Wasm(WasmMsg::Execute { .. }) => "/cosmwasm.wasm.v1.MsgExecuteContractResponse",
        CosmosMsg::Wasm(WasmMsg::Instantiate { .. }) => {
            "/cosmwasm.wasm.v1.MsgInstantiateContractResponse"
        }
        CosmosMsg::Wasm(WasmMsg::Instantiate2 { .. }) => {
            "/cosmwasm.wasm.v1.MsgInstantiateContract2Response"
        }
        CosmosMsg::Wasm(WasmMsg::Migrate { .. }) => "/cosmwasm.wasm.v1.MsgMigrateContractResponse",
        CosmosMsg::Wasm(WasmMsg::UpdateAdmin { .. }) => "/cosmwasm.wasm.v1.MsgUpdateAdminResponse",
        CosmosMsg::Wasm(WasmMsg::ClearAdmin { .. }) => "/cosmwasm.wasm.v1.MsgClearAdminResponse",
        _ => "/unknown",
    }
}
