//! Roles: how one comes to them and leaves them. A decision may always fill and empty them; beside that, nobody objects,
//! or the seats take turns. Nothing here waits for a particular person, and a term ends by itself.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};

use crate::cells::group::Group;
use crate::charter::charters::charter_in_force;
use crate::charter::{CharterSpec, Filling, Role};
use crate::error::{ContractError, RoleError, SeatError};
use crate::events::{Event, RoleEvent};
use crate::limits::{MAX_REPRESENTATIVES, MAX_TURNS_A_CALL};
use crate::msg::{SeatId, Standing};
use crate::permission::Caller;
use crate::roles::roster::{Desk, Roster, end_role, nomination};
use crate::seats::live::{gone, live, still_there};
use crate::seats::registry::{self, Seat};

/// The role of that name in the charter in force.
pub(crate) fn role(storage: &dyn Storage, name: &str) -> Result<Role, ContractError> {
    let (_, charter) = charter_in_force(storage)?;
    let unknown = || RoleError::Unknown { role: name.into() };
    Ok(charter.spec().role(name).cloned().ok_or_else(unknown)?)
}

/// A seat that may be in an office: a person's or a contract's, of any standing.
pub(crate) fn persons_seat(storage: &dyn Storage, id: SeatId) -> Result<(), ContractError> {
    Ok(check_person(id, &live(storage, id)?)?)
}

const fn check_person(id: SeatId, seat: &Seat) -> Result<(), RoleError> {
    if seat.holder.is_group() {
        return Err(RoleError::GroupSeat { seat: id });
    }
    Ok(())
}

/// Makes sure that a place is free beside the seat's own.
pub(crate) fn check_place(
    roster: &Roster,
    role: &Role,
    seat: SeatId,
    now: u64,
) -> Result<(), RoleError> {
    let others = u32::try_from(roster.others(seat, now)).unwrap_or(u32::MAX);
    if others >= role.places {
        return Err(RoleError::Full {
            role: role.name.clone(),
            places: role.places,
        });
    }
    Ok(())
}

/// Puts a seat into a role for a term.
pub(crate) fn fill(
    storage: &mut dyn Storage,
    env: &Env,
    response: Response,
    (role, mut roster): (&Role, Roster),
    seat: SeatId,
    called: bool,
) -> Result<Response, ContractError> {
    let now = env.block.time.seconds();
    let until = role.term.map(|term| term.after(now));
    roster.fill(seat, (env.block.height, now), until, called);
    roster.save(storage, Some(&role.name));
    Ok(response.add_event(RoleEvent::RoleFilled {
        role: &role.name,
        seat,
        until,
    }))
}

/// Action of a decision opened at that time: puts a seat into a role, or makes it a representative.
pub(crate) fn appoint(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    opened_at: u64,
    id: SeatId,
    name: Option<&str>,
    apprentice: bool,
) -> Result<Response, ContractError> {
    match still_there(deps.storage, id)? {
        Some(seat) => check_person(id, &seat)?,
        None => return Ok(gone(response, id)),
    }
    let now = env.block.time.seconds();
    let mut roster = Roster::load(deps.storage, name)?;
    let Some(name) = name else {
        if apprentice {
            return Err(RoleError::Apprentices {
                role: "representatives".into(),
                limit: 0,
            }
            .into());
        }
        if roster.others(id, now) >= MAX_REPRESENTATIVES {
            return Err(SeatError::TooMany {
                limit: MAX_REPRESENTATIVES,
                what: "representatives",
            }
            .into());
        }
        roster.fill(id, (env.block.height, now), None, false);
        roster.save(deps.storage, None);
        return Ok(response.add_event(Event::RepresentativeAppointed { seat: id }));
    };
    let role = role(deps.storage, name)?;
    if !apprentice {
        let response = give_way(env, response, &mut roster, &role, (id, opened_at));
        check_place(&roster, &role, id, now)?;
        return fill(deps.storage, env, response, (&role, roster), id, false);
    }
    if roster.called_since(opened_at, now) == Some(id) {
        // it holds meanwhile what it was to learn
        return Ok(response);
    }
    let limit = if role.apprentice { role.places } else { 0 };
    let learning = roster.apprentices.iter().filter(|one| **one != id).count();
    let learning = u32::try_from(learning).unwrap_or(u32::MAX);
    if learning >= limit || roster.is_held_by(id, now) {
        return Err(RoleError::Apprentices {
            role: role.name,
            limit,
        }
        .into());
    }
    roster.apprentices.retain(|other| *other != id);
    roster.apprentices.push(id);
    roster.save(deps.storage, Some(name));
    Ok(response.add_event(RoleEvent::ApprenticeAppointed {
        role: name,
        seat: id,
    }))
}

/// Nobody's call, made since a decision was opened, keeps it from filling a place: whoever came in by it gives way.
fn give_way(
    env: &Env,
    mut response: Response,
    roster: &mut Roster,
    role: &Role,
    (id, opened_at): (SeatId, u64),
) -> Response {
    let now = env.block.time.seconds();
    while let Err(RoleError::Full { .. }) = check_place(roster, role, id, now)
        && let Some(seat) = roster.called_since(opened_at, now)
        && roster.vacate(seat, env.block.height, now)
    {
        let role = &role.name;
        response = response.add_event(RoleEvent::RoleEnded { role, seat });
    }
    response
}

/// Action: takes a seat out of a role, or lets it be a representative no longer. What it gave up itself is not missed.
pub(crate) fn release(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    id: SeatId,
    name: Option<&str>,
) -> Result<Response, ContractError> {
    if let Some(name) = name {
        role(deps.storage, name)?;
    }
    if still_there(deps.storage, id)?.is_none() {
        return Ok(gone(response, id));
    }
    let mut roster = Roster::load(deps.storage, name)?;
    let left = roster.vacate(id, env.block.height, env.block.time.seconds());
    roster.save(deps.storage, name);
    Ok(match left || name.is_none() {
        true => left_office(response, name, id),
        false => response,
    })
}

/// Refuses at the door a release from what the seat has nothing to do with.
pub(crate) fn check_release(
    storage: &dyn Storage,
    now: u64,
    id: SeatId,
    name: &str,
) -> Result<(), ContractError> {
    let roster = Roster::load(storage, Some(name))?;
    if roster.is_held_by(id, now) || roster.apprentices.contains(&id) {
        return Ok(());
    }
    Err(not_held(id, Some(name)).into())
}

fn left_office(response: Response, name: Option<&str>, seat: SeatId) -> Response {
    match name {
        Some(role) => response.add_event(RoleEvent::RoleEnded { role, seat }),
        None => response.add_event(Event::RepresentativeReleased { seat }),
    }
}

fn not_held(seat: SeatId, role: Option<&str>) -> RoleError {
    RoleError::NotHeld {
        seat,
        office: role.map_or_else(
            || "the representatives".into(),
            |role| format!("role '{role}'"),
        ),
    }
}

/// Takes a seat that ends out of whatever office it is in.
pub(crate) fn leave_all(
    storage: &mut dyn Storage,
    env: &Env,
    charter: &CharterSpec,
    seat: SeatId,
) -> Result<(), ContractError> {
    let roles = charter.roles.iter().map(|role| Some(role.name.as_str()));
    for name in roles.chain([None]) {
        let mut roster = Roster::load(storage, name)?;
        if roster.vacate(seat, env.block.height, env.block.time.seconds()) {
            roster.save(storage, name);
        }
    }
    forget_nominations(storage, charter, seat)
}

/// A nomination is of a person: it ends with the seat, and with its holder.
pub(crate) fn forget_nominations(
    storage: &mut dyn Storage,
    charter: &CharterSpec,
    seat: SeatId,
) -> Result<(), ContractError> {
    for role in &charter.roles {
        let mut desk = Desk::load(storage, &role.name)?;
        let before = desk.nominations.len();
        desk.nominations.retain(|one| one.seat != seat);
        if desk.nominations.len() < before {
            desk.save(storage, &role.name);
        }
    }
    Ok(())
}

/// Lets the roles end that an amended charter no longer has.
pub(crate) fn end_missing(
    storage: &mut dyn Storage,
    env: &Env,
    before: &CharterSpec,
    after: &CharterSpec,
) -> Result<(), ContractError> {
    for role in &before.roles {
        if after.role(&role.name).is_none() {
            end_role(
                storage,
                &role.name,
                env.block.height,
                env.block.time.seconds(),
            )?;
        }
    }
    Ok(())
}

/// Whose turn it is, as far as one call looks.
pub(crate) enum Turn {
    /// This seat's.
    Of(SeatId),
    /// Nobody's up to this seat; whoever asks again looks behind it.
    Behind(SeatId),
    /// Nobody's at all.
    Nobody,
}

/// Who is next in turn: the first core seat behind the last that is a person's or contract's and does not hold the role.
pub(crate) fn turn(
    storage: &dyn Storage,
    roster: &Roster,
    now: u64,
) -> Result<Turn, ContractError> {
    let most = usize::try_from(MAX_TURNS_A_CALL).unwrap_or_default();
    let mut seats = registry::list(storage, Some(roster.last), Some(MAX_TURNS_A_CALL))?;
    let behind = seats.len();
    if behind < most {
        let first = registry::list(storage, None, Some(MAX_TURNS_A_CALL))?;
        let first = first.into_iter().filter(|(id, _)| *id <= roster.last);
        seats.extend(first.take(most.saturating_sub(behind)));
    }
    let free = |(id, seat): &&(SeatId, Seat)| {
        seat.is_core() && !seat.holder.is_group() && !roster.is_held_by(*id, now)
    };
    Ok(match (seats.iter().find(free), seats.last()) {
        (Some((id, _)), _) => Turn::Of(*id),
        (None, Some((id, _))) if seats.len() >= most && *id != roster.last => Turn::Behind(*id),
        (None, _) => Turn::Nobody,
    })
}

fn check_rotation(role: &Role) -> Result<(), RoleError> {
    match role.filling {
        Filling::Rotation => Ok(()),
        other => Err(RoleError::Filling {
            role: role.name.clone(),
            filling: other.as_str(),
            wanted: "rotation",
        }),
    }
}

/// Message of anybody: gives a free place of a role to the core seat that is next in turn.
///
/// # Errors
/// The role does not rotate, all places are held, or no core seat is free.
#[inline(never)]
pub fn rotate(mut deps: DepsMut, env: &Env, name: &str) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let role = role(deps.storage, name)?;
    check_rotation(&role)?;
    let now = env.block.time.seconds();
    let mut roster = Roster::load(deps.storage, Some(name))?;
    check_place(&roster, &role, 0, now)?;
    match turn(deps.storage, &roster, now)? {
        Turn::Of(seat) => {
            roster.last = seat;
            fill(
                deps.storage,
                env,
                Response::new(),
                (&role, roster),
                seat,
                true,
            )
        }
        Turn::Behind(seat) => {
            roster.last = seat;
            roster.save(deps.storage, Some(name));
            Ok(Response::new().add_event(RoleEvent::TurnPassed { role: name, seat }))
        }
        Turn::Nobody => Err(RoleError::NobodyInTurn { role: role.name }.into()),
    }
}

/// Message of a seat: gives up a role that it holds or learns, or a nomination, or passes its turn; without a role, it is
/// a representative no longer.
///
/// # Errors
/// It has nothing to give up.
#[inline(never)]
pub fn resign(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    name: Option<&str>,
) -> Result<Response, ContractError> {
    let (id, seat) = caller.seat(info)?;
    let now = env.block.time.seconds();
    let mut roster = Roster::load(deps.storage, name)?;
    if roster.vacate(id, env.block.height, now) {
        roster.save(deps.storage, name);
        return Ok(left_office(Response::new(), name, id));
    }
    let Some(name) = name else {
        return Err(not_held(id, name).into());
    };
    let mut desk = Desk::load(deps.storage, name)?;
    if nomination(&mut desk, name, id, now).is_ok() {
        desk.nominations.retain(|one| one.seat != id);
        desk.save(deps.storage, name);
        return Ok(Response::new().add_event(RoleEvent::NominationStopped {
            role: name,
            seat: id,
            by: id,
            reason: "declined",
        }));
    }
    let in_turn = seat.standing == Standing::Core
        && check_rotation(&role(deps.storage, name)?).is_ok()
        && matches!(turn(deps.storage, &roster, now)?, Turn::Of(next) if next == id);
    if !in_turn {
        return Err(not_held(id, Some(name)).into());
    }
    roster.last = id;
    roster.save(deps.storage, Some(name));
    Ok(Response::new().add_event(RoleEvent::TurnPassed {
        role: name,
        seat: id,
    }))
}
