//! House links: a group reviews another only when both have decided it, and lets it go only of its own accord.

use cosmwasm_std::{Addr, DepsMut, Env, Response, StdResult, Storage};
use folkmoot_rules::Seconds;

use crate::cells::group::Group;
use crate::charter::agreed::agreed;
use crate::charter::charters::charter_in_force;
use crate::checks::check_response_time;
use crate::client::GroupClient;
use crate::error::{ContractError, HouseError, LinkError, SeatError};
use crate::events::Event;
use crate::joint::farewells::farewell;
use crate::joint::handshake::{handshake, same_figure, shake};
use crate::joint::kin::check_kin;
use crate::limits::{MAX_HOUSES, MAX_REVIEWED};
use crate::msg::{Awaited, ExecuteMsg, Handshake, HandshakeAnswer, LinkSide};
use crate::reviews::houses::{self, HouseLink, Reviewed};
use crate::seats::registry;

/// Action: asks a group to be this one's house, which completes the link if it has agreed already.
pub(crate) fn appoint(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    response_time: Seconds,
) -> Result<Response, ContractError> {
    let group = stranger(deps, env, LinkSide::House, group, response_time)?;
    check_count(houses::houses(deps.storage)?.len(), MAX_HOUSES, "houses")?;
    let offer = HouseLink {
        response_time,
        since_height: None,
    };
    houses::save_house(deps.storage, group.as_str(), offer);
    offered(deps, response, &group, LinkSide::House, response_time)
}

/// Action: agrees to be a group's house, which completes the link if that group has asked already.
pub(crate) fn become_house(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    response_time: Seconds,
) -> Result<Response, ContractError> {
    let group = stranger(deps, env, LinkSide::Reviewed, group, response_time)?;
    check_count(
        houses::all_reviewed(deps.storage)?.len(),
        MAX_REVIEWED,
        "reviewed groups",
    )?;
    let offer = Reviewed::offered(response_time);
    houses::save_reviewed(deps.storage, group.as_str(), &offer);
    // the offer binds like an agreement, and so it counts from here on
    check_figures(deps.storage)?;
    offered(deps, response, &group, LinkSide::Reviewed, response_time)
}

/// A group that could be linked on this side, and a time that could be agreed.
fn stranger(
    deps: &DepsMut,
    env: &Env,
    side: LinkSide,
    group: &str,
    response_time: Seconds,
) -> Result<Addr, ContractError> {
    let group = deps.api.addr_validate(group)?;
    if group == env.contract.address {
        return Err(LinkError::OwnHouse.into());
    }
    check_response_time(response_time)?;
    if load(deps.storage, side, &group)?.is_some() {
        return Err(LinkError::Exists {
            group: group.into(),
        }
        .into());
    }
    check_kin(deps.as_ref(), env, group.as_str())?;
    Ok(group)
}

fn check_count(count: usize, limit: usize, what: &'static str) -> Result<(), SeatError> {
    if count >= limit {
        return Err(SeatError::TooMany { limit, what });
    }
    Ok(())
}

fn check_figures(storage: &dyn Storage) -> Result<(), ContractError> {
    let figures = agreed(storage)?;
    Ok(charter_in_force(storage)?.1.fits(&figures)?)
}

/// Tells the other group of an offer.
fn offered(
    deps: &DepsMut,
    response: Response,
    group: &Addr,
    side: LinkSide,
    response_time: Seconds,
) -> Result<Response, ContractError> {
    let own_side = match side {
        LinkSide::House => LinkSide::Reviewed,
        _ => LinkSide::House,
    };
    let word = handshake(deps.as_ref(), own_side, response_time)?;
    let awaited = Awaited::HouseAnswer {
        group: group.to_string(),
        side,
    };
    Ok(response.add_submessage(shake(group.as_str(), word, &awaited)?))
}

/// The link with a group, by what that one is in it.
fn load(storage: &dyn Storage, side: LinkSide, group: &Addr) -> StdResult<Option<HouseLink>> {
    match side {
        LinkSide::House => houses::house(storage, group.as_str()),
        _ => Ok(houses::reviewed(storage, group.as_str())?.map(|reviewed| reviewed.link)),
    }
}

/// Puts a link into force, after checking once more that the charter fits.
fn complete(
    storage: &mut dyn Storage,
    env: &Env,
    side: LinkSide,
    group: &Addr,
    mut link: HouseLink,
) -> Result<(), ContractError> {
    check_figures(storage)?;
    link.since_height = Some(env.block.height);
    match side {
        LinkSide::House => houses::save_house(storage, group.as_str(), link),
        _ => {
            let mut reviewed = Reviewed::offered(link.response_time);
            reviewed.link = link;
            houses::save_reviewed(storage, group.as_str(), &reviewed);
        }
    }
    Ok(())
}

/// Part of a handshake: another group's word on being this one's house, or reviewed by it. Whether the link is complete.
pub(crate) fn welcome(
    deps: &mut DepsMut,
    env: &Env,
    sender: &Addr,
    word: &Handshake,
) -> Result<bool, ContractError> {
    let Some(link) = load(deps.storage, word.sender, sender)? else {
        return Ok(false);
    };
    if link.since_height.is_some() {
        return Err(LinkError::Exists {
            group: sender.to_string(),
        }
        .into());
    }
    same_figure(sender, "response time", word.figure, link.response_time)?;
    check_kin(deps.as_ref(), env, sender.as_str())?;
    complete(deps.storage, env, word.sender, sender, link)?;
    Ok(true)
}

/// Reply: the other group answered an offer.
pub(crate) fn answered(
    deps: DepsMut,
    env: &Env,
    group: &str,
    side: LinkSide,
    answer: &HandshakeAnswer,
) -> Result<Response, ContractError> {
    if let HandshakeAnswer::Waiting {} = answer {
        return Ok(Response::new());
    }
    let address = Addr::unchecked(group);
    let Some(link) = load(deps.storage, side, &address)? else {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    };
    complete(deps.storage, env, side, &address, link)?;
    Ok(Response::new().add_event(Event::GroupsLinked { group }))
}

/// Action: takes back the offer to a house, or asks a house to let go. It does only if nobody in it has a vote or it has
/// ended; else this execution fails. A house that ended its review before needs no dismissing.
pub(crate) fn dismiss(
    deps: &mut DepsMut,
    response: Response,
    group: &str,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    let Some(link) = houses::house(deps.storage, group.as_str())? else {
        return Ok(response);
    };
    houses::remove_house(deps.storage, group.as_str());
    let ended = Event::LinkEnded {
        group: group.as_str(),
    };
    let response = response.add_event(ended);
    if link.since_height.is_none() {
        return Ok(response.add_submessage(farewell(group.as_str(), LinkSide::Reviewed)?));
    }
    let word = ExecuteMsg::Unlink {
        sender: LinkSide::Reviewed,
    };
    Ok(response.add_message(GroupClient::new(group.as_str()).execute(&word, vec![])?))
}

/// Action: ends reviewing a group, or takes back the offer to.
pub(crate) fn end_review(
    deps: &mut DepsMut,
    response: Response,
    group: &str,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    if houses::reviewed(deps.storage, group.as_str())?.is_none() {
        return Ok(response);
    }
    houses::remove_reviewed(deps.storage, group.as_str());
    Ok(response
        .add_submessage(farewell(group.as_str(), LinkSide::House)?)
        .add_event(Event::LinkEnded {
            group: group.as_str(),
        }))
}

/// Part of ending a link: a house has let this group go, or a reviewed group asks to be.
pub(crate) fn unlink(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    side: LinkSide,
) -> Result<Response, ContractError> {
    let Some(link) = load(deps.storage, side, sender)? else {
        return Ok(Response::new());
    };
    match side {
        LinkSide::House => houses::remove_house(deps.storage, sender.as_str()),
        _ => {
            let seats = registry::totals(deps.storage)?.all.seats;
            let decides = seats > 0 && !Group::load(deps.storage)?.is_over(env);
            if link.since_height.is_some() && decides {
                return Err(HouseError::StillSits { seats }.into());
            }
            houses::remove_reviewed(deps.storage, sender.as_str());
        }
    }
    Ok(Response::new().add_event(Event::LinkEnded {
        group: sender.as_str(),
    }))
}
