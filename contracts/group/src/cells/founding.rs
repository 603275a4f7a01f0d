//! Founding: a name, a charter and the first seats, in one message or several.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

use crate::cells::group::Group;
use crate::charter::agreed;
use crate::charter::charters::{begin_charter, found_charter};
use crate::checks::check_name;
use crate::error::{ContractError, FoundingError};
use crate::events::Event;
use crate::limits::MAX_SEATS_A_MESSAGE;
use crate::msg::{InstantiateMsg, SeatSpec};
use crate::seats::{membership, registry};

/// Begins a group; completes it if the message says so.
///
/// # Errors
/// A malformed name, charter or seat.
#[inline(never)]
pub fn instantiate(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    check_name("group's name", &msg.name)?;
    let rules = msg
        .charter
        .checked(deps.api, &agreed::agreed(deps.storage)?)?;
    let now = env.block.time.seconds();
    rules.spec().can_begin(now, env.contract.address.as_str())?;
    let sunset = rules.spec().sunset;
    found_charter(deps.storage, env.block.height, rules);
    let group = Group {
        name: msg.name,
        founder: info.sender.clone(),
        founded_at: None,
        sealed: false,
        sunset,
        created_at: now,
    };
    let response = admit_all(&mut deps, env, msg.seats)?;
    if msg.founded {
        return Ok(response.add_event(complete(&mut deps, env, group)?));
    }
    group.save(deps.storage);
    Ok(response)
}

/// Adds founding seats.
///
/// # Errors
/// Founding is complete, or a seat is malformed or taken.
#[inline(never)]
pub fn add_seats(
    mut deps: DepsMut,
    env: &Env,
    seats: Vec<SeatSpec>,
) -> Result<Response, ContractError> {
    unfounded(&deps)?;
    admit_all(&mut deps, env, seats)
}

/// Completes the founding.
///
/// # Errors
/// It is complete already.
#[inline(never)]
pub fn found(mut deps: DepsMut, env: &Env) -> Result<Response, ContractError> {
    let group = unfounded(&deps)?;
    Ok(Response::new().add_event(complete(&mut deps, env, group)?))
}

fn unfounded(deps: &DepsMut) -> Result<Group, ContractError> {
    let group = Group::load(deps.storage)?;
    match group.founded_at {
        None => Ok(group),
        Some(_) => Err(FoundingError::AlreadyFounded { name: group.name }.into()),
    }
}

fn admit_all(
    deps: &mut DepsMut,
    env: &Env,
    specs: Vec<SeatSpec>,
) -> Result<Response, ContractError> {
    if specs.len() > MAX_SEATS_A_MESSAGE {
        return Err(FoundingError::TooManySeats {
            limit: MAX_SEATS_A_MESSAGE,
            found: specs.len(),
        }
        .into());
    }
    let mut admission = membership::Admission::open(deps.storage, env)?;
    for spec in specs {
        admission.admit(deps, env, spec)?;
    }
    admission.close(deps.storage)?;
    Ok(Response::new())
}

fn complete(
    deps: &mut DepsMut,
    env: &Env,
    mut group: Group,
) -> Result<cosmwasm_std::Event, ContractError> {
    group.founded_at = Some(env.block.time.seconds());
    begin_charter(deps.storage, env.block.height)?;
    group.save(deps.storage);
    let seats = registry::totals(deps.storage)?.last_seat;
    Ok(Event::GroupFounded {
        name: &group.name,
        seats,
    }
    .into())
}
