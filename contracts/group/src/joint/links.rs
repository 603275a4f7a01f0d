//! Links: a group sits in another, or reviews it, only when both have decided it.

use cosmwasm_std::{Addr, Deps, DepsMut, Env, MessageInfo, Response, StdResult, Storage, SubMsg};
use folkmoot_rules::Seconds;

use crate::cells::group::Group;
use crate::charter::amending;
use crate::charter::charters::charter_in_force;
use crate::client::GroupClient;
use crate::error::{ContractError, LinkError};
use crate::events::Event;
use crate::joint::parting::farewell;
use crate::joint::uplinks::{self, Uplink};
use crate::json::binary;
use crate::limits::{MAX_PERIOD_SECONDS, MAX_UPLINKS};
use crate::msg::{Awaited, ExecuteMsg, Handshake, HandshakeAnswer, LinkSide, SeatId};
use crate::querier;
use crate::querier::ContractInfo;
use crate::reviews::houses;
use crate::reviews::linking;
use crate::seats::registry::find_seat;
use crate::seats::{membership, registry};
use crate::wallet::Holder;

/// Reads from the chain that a contract runs trusted code and that nobody else can change it.
pub(crate) fn check_kin(deps: Deps, env: &Env, address: &str) -> Result<(), ContractError> {
    let info = contract_info(deps, address)?;
    if let Some(admin) = info.admin.filter(|admin| admin.as_str() != address) {
        return Err(LinkError::Unsealed {
            address: address.into(),
            admin: admin.into(),
        }
        .into());
    }
    let own = querier::contract_info(&deps.querier, &env.contract.address)?;
    if info.code_id == own.code_id {
        return Ok(());
    }
    let checksum = querier::checksum(&deps.querier, info.code_id)?;
    let own_checksum = querier::checksum(&deps.querier, own.code_id)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    let trusted = &charter.spec().trusted_code;
    if checksum == own_checksum || trusted.contains(&checksum) {
        return Ok(());
    }
    Err(LinkError::Code {
        address: address.into(),
        checksum: checksum.to_hex(),
    }
    .into())
}

/// Reads from the chain that there is a contract at an address.
pub(crate) fn check_contract(deps: Deps, address: &str) -> Result<(), ContractError> {
    contract_info(deps, address)?;
    Ok(())
}

fn contract_info(deps: Deps, address: &str) -> Result<ContractInfo, LinkError> {
    let found = querier::contract_info(&deps.querier, address);
    found.map_err(|_| LinkError::NotAContract {
        address: address.into(),
    })
}

/// A lead time that could be agreed.
pub(crate) const fn check_lead_time(lead_time: Seconds) -> Result<(), LinkError> {
    if lead_time.is_zero() || lead_time.0 > MAX_PERIOD_SECONDS {
        return Err(LinkError::LeadTimeBound {
            limit: Seconds(MAX_PERIOD_SECONDS),
            lead_time,
        });
    }
    Ok(())
}

/// Action: offers to sit in a group above, which completes the link if that group has admitted this one.
pub(crate) fn join(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    lead_time: Seconds,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    if group == env.contract.address {
        return Err(LinkError::Itself.into());
    }
    if uplinks::load(deps.storage, group.as_str())?.is_some() {
        return Err(LinkError::Exists {
            group: group.into(),
        }
        .into());
    }
    check_lead_time(lead_time)?;
    let needed = charter_in_force(deps.storage)?.1.lead_time();
    if lead_time < needed {
        return Err(LinkError::LeadTime { lead_time, needed }.into());
    }
    if uplinks::all(deps.storage)?.len() >= MAX_UPLINKS {
        return Err(crate::error::SeatError::TooMany {
            limit: MAX_UPLINKS,
            what: "groups above",
        }
        .into());
    }
    check_kin(deps.as_ref(), env, group.as_str())?;
    let offer = Uplink {
        lead_time,
        since_height: None,
    };
    uplinks::save(deps.storage, &group, &offer);
    let word = handshake(deps.as_ref(), LinkSide::Below, lead_time)?;
    let awaited = Awaited::JoinAnswer {
        group: group.to_string(),
    };
    Ok(response.add_submessage(shake(group.as_str(), word, &awaited)?))
}

/// Action: gives up the seat in a group above, or the offer to sit there, unless that group ended it before.
pub(crate) fn leave(
    deps: &mut DepsMut,
    response: Response,
    group: &str,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    if uplinks::load(deps.storage, group.as_str())?.is_none() {
        return Ok(response);
    }
    uplinks::remove(deps.storage, &group);
    Ok(response
        .add_submessage(farewell(group.as_str(), LinkSide::Below)?)
        .add_event(Event::LinkEnded {
            group: group.as_str(),
        }))
}

/// Part of admitting a group: asks it whether it has decided to join.
pub(crate) fn offer_seat(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    seat: SeatId,
    group: &str,
    lead_time: Seconds,
) -> Result<Response, ContractError> {
    check_kin(deps.as_ref(), env, group)?;
    let word = handshake(deps.as_ref(), LinkSide::Above, lead_time)?;
    let awaited = Awaited::AdmitAnswer { seat };
    Ok(response.add_submessage(shake(group, word, &awaited)?))
}

/// Whether another group is above this one, its house, or reviewed by it, or was offered to be.
pub(crate) fn is_linked(storage: &dyn Storage, group: &str) -> StdResult<bool> {
    Ok(uplinks::load(storage, group)?.is_some()
        || houses::house(storage, group)?.is_some()
        || houses::reviewed(storage, group)?.is_some())
}

pub(crate) fn handshake(deps: Deps, sender: LinkSide, figure: Seconds) -> StdResult<Handshake> {
    Ok(Handshake {
        sender,
        figure,
        members: registry::totals(deps.storage)?.core,
    })
}

pub(crate) fn shake(group: &str, word: Handshake, awaited: &Awaited) -> StdResult<SubMsg> {
    let msg = GroupClient::new(group).execute(&ExecuteMsg::Link(word), vec![])?;
    Ok(SubMsg::reply_on_success(msg, 0).with_payload(awaited.payload()))
}

/// Message: another group's word on a link. Completes the link if this group has decided the same.
///
/// # Errors
/// The link exists, the figures differ, or the other is no group that the charter trusts.
#[inline(never)]
pub fn link(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    word: &Handshake,
) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let complete = match word.sender {
        LinkSide::Below => welcome_below(&mut deps, env, &info.sender, word)?,
        LinkSide::Above => welcome_above(&mut deps, env, &info.sender, word)?,
        LinkSide::House | LinkSide::Reviewed => {
            linking::welcome(&mut deps, env, &info.sender, word)?
        }
    };
    if !complete {
        return Ok(Response::new().set_data(binary(&HandshakeAnswer::Waiting {})));
    }
    let answer = HandshakeAnswer::Linked {
        members: registry::totals(deps.storage)?.core,
    };
    Ok(Response::new()
        .set_data(binary(&answer))
        .add_event(Event::GroupsLinked {
            group: info.sender.as_str(),
        }))
}

/// The sender wants to sit here: has this group admitted it?
fn welcome_below(
    deps: &mut DepsMut,
    env: &Env,
    sender: &Addr,
    word: &Handshake,
) -> Result<bool, ContractError> {
    let Some((seat_id, seat)) = find_seat(deps.storage, sender.as_str())? else {
        return Ok(false);
    };
    let Holder::Group { lead_time, .. } = seat.holder else {
        return Ok(false);
    };
    if seat.linked {
        return Err(LinkError::Exists {
            group: sender.to_string(),
        }
        .into());
    }
    same_figure(sender, "lead time", word.figure, lead_time)?;
    check_kin(deps.as_ref(), env, sender.as_str())?;
    complete_seat(deps, env, seat_id, word.members)?;
    Ok(true)
}

/// The sender has admitted this group: has this group decided to join?
fn welcome_above(
    deps: &mut DepsMut,
    env: &Env,
    sender: &Addr,
    word: &Handshake,
) -> Result<bool, ContractError> {
    let Some(mut uplink) = uplinks::load(deps.storage, sender.as_str())? else {
        return Ok(false);
    };
    if uplink.since_height.is_some() {
        return Err(LinkError::Exists {
            group: sender.to_string(),
        }
        .into());
    }
    same_figure(sender, "lead time", word.figure, uplink.lead_time)?;
    check_kin(deps.as_ref(), env, sender.as_str())?;
    charter_in_force(deps.storage)?
        .1
        .fits(&amending::agreed(deps.storage)?)?;
    uplink.since_height = Some(env.block.height);
    uplinks::save(deps.storage, sender, &uplink);
    Ok(true)
}

pub(crate) fn same_figure(
    group: &Addr,
    what: &'static str,
    theirs: Seconds,
    ours: Seconds,
) -> Result<(), LinkError> {
    if theirs == ours {
        return Ok(());
    }
    Err(LinkError::Figures {
        group: group.to_string(),
        what,
        theirs,
        ours,
    })
}

/// Puts a group seat into force, after checking once more that the charter fits.
fn complete_seat(
    deps: &mut DepsMut,
    env: &Env,
    id: SeatId,
    members: u64,
) -> Result<(), ContractError> {
    charter_in_force(deps.storage)?
        .1
        .fits(&amending::agreed(deps.storage)?)?;
    let mut seat = membership::live(deps.storage, id)?;
    seat.linked = true;
    seat.members = Some(members);
    membership::rewrite(deps.storage, env, id, seat)?;
    Ok(())
}

/// Reply: the group above answered the offer to join.
pub(crate) fn join_answered(
    deps: DepsMut,
    env: &Env,
    group: &str,
    answer: &HandshakeAnswer,
) -> Result<Response, ContractError> {
    if let HandshakeAnswer::Waiting {} = answer {
        return Ok(Response::new());
    }
    let group = Addr::unchecked(group);
    let Some(mut uplink) = uplinks::load(deps.storage, group.as_str())? else {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    };
    charter_in_force(deps.storage)?
        .1
        .fits(&amending::agreed(deps.storage)?)?;
    uplink.since_height = Some(env.block.height);
    uplinks::save(deps.storage, &group, &uplink);
    Ok(Response::new().add_event(Event::GroupsLinked {
        group: group.as_str(),
    }))
}

/// Reply: the group below answered the offer of a seat.
pub(crate) fn admit_answered(
    mut deps: DepsMut,
    env: &Env,
    seat: SeatId,
    answer: &HandshakeAnswer,
) -> Result<Response, ContractError> {
    let HandshakeAnswer::Linked { members } = answer else {
        return Ok(Response::new());
    };
    complete_seat(&mut deps, env, seat, *members)?;
    let seat = registry::load(deps.storage, seat)?;
    let group = seat.holder.keys().concat();
    Ok(Response::new().add_event(Event::GroupsLinked { group: &group }))
}

/// Message: another group ended the link on the side that it names. What is not linked stays as it is.
///
/// # Errors
/// A house that is asked to let go, while somebody in it has a vote.
#[inline(never)]
pub fn unlink(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    sender: LinkSide,
) -> Result<Response, ContractError> {
    // who is no group hears no farewell, and should not say that it did
    Group::load(deps.storage)?;
    let group = info.sender.as_str();
    let ended = Event::LinkEnded { group };
    match sender {
        LinkSide::Above if uplinks::load(deps.storage, group)?.is_some() => {
            uplinks::remove(deps.storage, &info.sender);
            Ok(Response::new().add_event(ended))
        }
        LinkSide::Above => Ok(Response::new()),
        LinkSide::House | LinkSide::Reviewed => linking::unlink(deps, env, &info.sender, sender),
        LinkSide::Below => match find_seat(deps.storage, group)? {
            Some((id, seat)) if seat.holder.is_group() => {
                membership::end(deps.storage, env, id, seat)?;
                Ok(Response::new().add_event(ended).add_event(Event::SeatLeft {
                    seat: id,
                    removed: false,
                }))
            }
            _ => Ok(Response::new()),
        },
    }
}
