//! Roles that are filled by acclamation: who is nominated, and to whom nobody objects.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use folkmoot_rules::check_lines;

use crate::cells::group::Group;
use crate::charter::{Filling, Role};
use crate::error::{ContractError, RoleError};
use crate::events::RoleEvent;
use crate::limits::{MAX_NOMINATIONS, MAX_REASON};
use crate::msg::SeatId;
use crate::permission::Caller;
use crate::roles::filling::{check_place, fill, persons_seat, role};
use crate::roles::roster::{Desk, Nomination, Roster, nomination};

/// The window of a role that is filled by acclamation.
fn window(role: &Role) -> Result<folkmoot_rules::Seconds, RoleError> {
    match role.filling {
        Filling::Acclamation { window } => Ok(window),
        other => Err(RoleError::Filling {
            role: role.name.clone(),
            filling: other.as_str(),
            wanted: "acclamation",
        }),
    }
}

/// Message of a core seat: nominates a seat for a role that is filled by acclamation.
///
/// # Errors
/// The role is filled otherwise, the seat is nominated already or was objected to a window ago, or others have all places.
#[inline(never)]
pub fn nominate(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    name: &str,
    id: SeatId,
) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let (by, _) = caller.seat(info)?;
    let role = role(deps.storage, name)?;
    let window = window(&role)?;
    persons_seat(deps.storage, id)?;
    let now = env.block.time.seconds();
    let mut desk = Desk::load(deps.storage, name)?;
    desk.nominations.retain(|one| now < one.lapses);
    if let Some(earlier) = desk.nominations.iter().find(|one| one.seat == id) {
        return Err(RoleError::Nominated {
            role: role.name,
            seat: id,
            from: earlier.lapses,
            now,
        }
        .into());
    }
    let gave_way = make_room(&role.name, &mut desk, by)?;
    let until = window.after(now);
    desk.nominations.push(Nomination {
        seat: id,
        by,
        at: now,
        until,
        lapses: window.after(until),
        objection: None,
    });
    desk.save(deps.storage, name);
    let mut response = Response::new();
    if let Some(seat) = gave_way {
        response = response.add_event(RoleEvent::NominationStopped {
            role: name,
            seat,
            by,
            reason: "gave way to another seat's",
        });
    }
    Ok(response.add_event(RoleEvent::SeatNominated {
        role: name,
        seat: id,
        by,
        until,
    }))
}

/// Makes room for a nomination where all places are taken: the newest of the seat that made the most goes, if it made more than the sender's would be. So nobody takes all places; every core seat finds one
/// until each of those who nominate has an equal part. Which nominated seat gave way, if one did.
fn make_room(role: &str, desk: &mut Desk, by: SeatId) -> Result<Option<SeatId>, RoleError> {
    if desk.open().count() < MAX_NOMINATIONS {
        return Ok(None);
    }
    let made = |seat| desk.open().filter(|one| one.by == seat).count();
    let most = desk.open().map(|one| one.by).max_by_key(|seat| made(*seat));
    let most = most.filter(|seat| made(*seat) > made(by).saturating_add(1));
    let is_theirs = |one: &Nomination| Some(one.by) == most && one.objection.is_none();
    match desk.nominations.iter().rposition(is_theirs) {
        Some(place) => Ok(Some(desk.nominations.remove(place).seat)),
        None => Err(RoleError::TooManyNominations {
            role: role.into(),
            limit: MAX_NOMINATIONS,
        }),
    }
}

/// Message of a core seat: stops a nomination. The seat can be nominated again one window later.
///
/// # Errors
/// There is none, its window is over, or no reason is given.
#[inline(never)]
pub fn object_nomination(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    name: &str,
    id: SeatId,
    reason: String,
) -> Result<Response, ContractError> {
    let (by, _) = caller.seat(info)?;
    check_reason(&reason)?;
    let window = window(&role(deps.storage, name)?)?;
    let now = env.block.time.seconds();
    let mut desk = Desk::load(deps.storage, name)?;
    let stopped = nomination(&mut desk, name, id, now)?;
    if now >= stopped.until {
        return Err(RoleError::WindowOver {
            until: stopped.until,
            now,
        }
        .into());
    }
    let event = RoleEvent::NominationStopped {
        role: name,
        seat: id,
        by,
        reason: &reason,
    };
    let response = Response::new().add_event(event);
    stopped.lapses = window.after(now);
    stopped.objection = Some((by, reason));
    desk.forget_stopped();
    desk.save(deps.storage, name);
    Ok(response)
}

pub(crate) fn check_reason(reason: &str) -> Result<(), ContractError> {
    if reason.is_empty() || reason.len() > MAX_REASON {
        return Err(RoleError::Reason {
            limit: MAX_REASON,
            bytes: reason.len(),
        }
        .into());
    }
    Ok(check_lines("reason", reason)?)
}

/// Message of anybody: fills a place by a nomination that nobody has objected to within its window.
///
/// # Errors
/// There is none, its window runs, somebody objected, or no place is free.
#[inline(never)]
pub fn acclaim(
    deps: DepsMut,
    env: &Env,
    name: &str,
    id: SeatId,
) -> Result<Response, ContractError> {
    let role = role(deps.storage, name)?;
    window(&role)?;
    persons_seat(deps.storage, id)?;
    let now = env.block.time.seconds();
    let mut desk = Desk::load(deps.storage, name)?;
    let until = nomination(&mut desk, name, id, now)?.until;
    if now < until {
        return Err(RoleError::WindowOpen { until, now }.into());
    }
    let roster = Roster::load(deps.storage, Some(name))?;
    check_place(&roster, &role, id, now)?;
    desk.nominations.retain(|one| one.seat != id);
    desk.save(deps.storage, name);
    fill(
        deps.storage,
        env,
        Response::new(),
        (&role, roster),
        id,
        true,
    )
}
