//! Farewells: the other group hears that a link has ended. One that was not heard can be said again by anybody, and who has
//! ended is let go of by anybody: nobody is left who could decide on it.

use cosmwasm_std::{Addr, DepsMut, Env, Response, StdResult, Storage};

use crate::cells::ended::has_ended;
use crate::cells::group::Group;
use crate::error::{ContractError, LinkError};
use crate::events::Event;
use crate::joint::farewells::{self, farewell};
use crate::joint::uplinks;
use crate::msg::LinkSide;
use crate::reviews::houses;
use crate::seats::membership;
use crate::seats::registry::find_seat;

/// Message: says a farewell again that a group has not heard. Once this group has ended it lets go of that group as well:
/// of its seat there, of its seat here, and of reviewing it. Anybody.
///
/// # Errors
/// There is nothing to let go of, or the group that would be has not ended.
#[inline(never)]
pub fn let_go(deps: DepsMut, env: &Env, group: &str) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    let mut sides = Vec::new();
    for side in farewells::take(deps.storage, group.as_str())? {
        // who is linked again has no farewell to hear
        if !is_linked(deps.storage, side, &group)? {
            sides.push(side);
        }
    }
    let mut response = Response::new();
    if has_ended(deps.storage, env)? {
        for side in [LinkSide::Below, LinkSide::Above, LinkSide::House] {
            if end(deps.storage, env, side, &group)? {
                let group = group.as_str();
                response = response.add_event(Event::LinkEnded { group });
                sides.push(side);
            }
        }
    }
    if sides.is_empty() {
        return Err(LinkError::NothingToEnd {
            group: group.into(),
        }
        .into());
    }
    for side in sides {
        response = response.add_submessage(farewell(group.as_str(), side)?);
    }
    Ok(response)
}

/// Whether there is a link, or the offer of one, in which this group is that side.
fn is_linked(storage: &dyn Storage, side: LinkSide, group: &Addr) -> StdResult<bool> {
    let group = group.as_str();
    Ok(match side {
        LinkSide::Below => uplinks::load(storage, group)?.is_some(),
        LinkSide::Above => {
            find_seat(storage, group)?.is_some_and(|(_, seat)| seat.holder.is_group())
        }
        LinkSide::House => houses::reviewed(storage, group)?.is_some(),
        LinkSide::Reviewed => houses::house(storage, group)?.is_some(),
    })
}

/// Ends the link in which this group is that side. Whether there was one.
fn end(
    storage: &mut dyn Storage,
    env: &Env,
    side: LinkSide,
    group: &Addr,
) -> Result<bool, ContractError> {
    if !is_linked(storage, side, group)? {
        return Ok(false);
    }
    match side {
        LinkSide::Below => uplinks::remove(storage, group),
        LinkSide::House => houses::remove_reviewed(storage, group.as_str()),
        LinkSide::Reviewed => houses::remove_house(storage, group.as_str()),
        LinkSide::Above => {
            let over = Group::load(storage)?.is_over(env);
            match find_seat(storage, group.as_str())? {
                // who is offered a seat may yet come and decide, until the sunset
                Some((id, seat)) if over || seat.linked => membership::end(storage, env, id, seat)?,
                _ => return Ok(false),
            }
        }
    }
    Ok(true)
}
