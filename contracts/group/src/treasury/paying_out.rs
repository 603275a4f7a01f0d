//! Where a seat of keys is paid to. Another address is announced, so that one stolen wallet does not take the money.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

use crate::charter::charters::charter_in_force;
use crate::error::{ContractError, TreasuryError};
use crate::events::{Attention, Event, TreasuryEvent};
use crate::permission::Caller;
use crate::treasury::payouts;

/// Message: names a pay-out address for the sender's seat, in force after the key notice. It replaces one that is only
/// announced.
///
/// # Errors
/// A malformed address, or the group's own.
#[inline(never)]
pub fn name_pay_out(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    address: &str,
) -> Result<Response, ContractError> {
    let (id, _) = caller.seat(info)?;
    let address = deps.api.addr_validate(address)?;
    if address == env.contract.address {
        return Err(TreasuryError::PaysItself.into());
    }
    let now = env.block.time.seconds();
    let from = charter_in_force(deps.storage)?
        .1
        .spec()
        .key_notice
        .after(now);
    let mut pay_out = payouts::load(deps.storage, now, id)?;
    pay_out.next = Some((address.to_string(), from));
    payouts::save(deps.storage, id, &pay_out);
    Ok(Response::new()
        .add_event(TreasuryEvent::PayOutAnnounced {
            seat: id,
            address: address.as_str(),
            from,
        })
        .add_event(Event::AttentionNeeded {
            what: Attention::PayOutChanging,
            subject: id.into(),
            reason: address.as_str(),
        }))
}

/// Message: cancels an announced change of the pay-out address.
///
/// # Errors
/// None is announced.
#[inline(never)]
pub fn keep_pay_out(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
) -> Result<Response, ContractError> {
    let (id, _) = caller.seat(info)?;
    let mut pay_out = payouts::load(deps.storage, env.block.time.seconds(), id)?;
    if pay_out.next.take().is_none() {
        return Err(TreasuryError::NoNotice { seat: id }.into());
    }
    payouts::save(deps.storage, id, &pay_out);
    Ok(Response::new().add_event(TreasuryEvent::PayOutKept { seat: id }))
}
