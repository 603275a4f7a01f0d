//! Links: a group sits in another, or reviews it, only when both have decided it.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response};
use folkmoot_rules::Seconds;

use crate::cells::group::Group;
use crate::charter::agreed;
use crate::charter::charters::charter_in_force;
use crate::checks::check_lead_time;
use crate::error::{ContractError, LinkError};
use crate::events::Event;
use crate::joint::farewells::farewell;
use crate::joint::handshake::{handshake, same_figure, shake};
use crate::joint::kin::check_kin;
use crate::joint::uplinks::{self, Uplink};
use crate::json::binary;
use crate::limits::MAX_UPLINKS;
use crate::msg::{Awaited, Handshake, HandshakeAnswer, LinkSide, SeatId};
use crate::reviews::linking;
use crate::seats::registry::{self, find_seat};
use crate::seats::{live, membership, weights};
use crate::wallet::Holder;

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
        .fits(&agreed::agreed(deps.storage)?)?;
    uplink.since_height = Some(env.block.height);
    uplinks::save(deps.storage, sender, &uplink);
    Ok(true)
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
        .fits(&agreed::agreed(deps.storage)?)?;
    let mut seat = live::live(deps.storage, id)?;
    seat.linked = true;
    seat.members = Some(members);
    weights::rewrite(deps.storage, env, id, seat)?;
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
        .fits(&agreed::agreed(deps.storage)?)?;
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
