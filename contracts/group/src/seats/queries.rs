//! The seats and who sits in them.

use cosmwasm_std::{Deps, Env};

use crate::error::ContractError;
use crate::msg::{DelegationView, DroppingWallet, LinkState, SeatId, SeatView};
use crate::roles::roster::Roster;
use crate::seats::delegations::Delegation;
use crate::seats::registry::{Seat, find_seat};
use crate::seats::{delegations, registry};

pub(crate) fn seat(deps: Deps, env: &Env, id: SeatId) -> Result<SeatView, ContractError> {
    let seat = registry::load(deps.storage, id)?;
    Ok(view(env, id, seat))
}

pub(crate) fn seats(
    deps: Deps,
    env: &Env,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> Result<Vec<SeatView>, ContractError> {
    let seats = registry::list(deps.storage, start_after, limit)?;
    Ok(seats
        .into_iter()
        .map(|(id, seat)| view(env, id, seat))
        .collect())
}

pub(crate) fn seat_of(
    deps: Deps,
    env: &Env,
    holder: &str,
) -> Result<Option<SeatView>, ContractError> {
    let key = holder.to_ascii_lowercase();
    let found = find_seat(deps.storage, &key)?
        .filter(|(_, seat)| seat.acts(&key, env.block.time.seconds()));
    Ok(found.map(|(id, seat)| view(env, id, seat)))
}

pub(crate) fn representatives(deps: Deps, env: &Env) -> Result<Vec<SeatView>, ContractError> {
    let roster = Roster::load(deps.storage, None)?;
    let holders = roster.holders(env.block.time.seconds());
    let mut seats: Vec<SeatId> = holders.map(|one| one.seat).collect();
    seats.sort_unstable();
    seats.into_iter().map(|id| seat(deps, env, id)).collect()
}

pub(crate) fn delegations(
    deps: Deps,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> Result<Vec<DelegationView>, ContractError> {
    let given = delegations::list(deps.storage, start_after, limit)?;
    let view = |(seat, given): (SeatId, Delegation)| DelegationView {
        seat,
        to: given.to,
        procedures: given.procedures,
        until: given.until,
    };
    Ok(given.into_iter().map(view).collect())
}

fn view(env: &Env, id: SeatId, seat: Seat) -> SeatView {
    let now = env.block.time.seconds();
    let link = seat.holder.is_group().then_some(match seat.linked {
        true => LinkState::Linked,
        false => LinkState::Offered,
    });
    SeatView {
        seat: id,
        name: seat.name,
        holder: seat.holder,
        standing: seat.standing,
        weight: seat.weight,
        since: seat.since,
        revision: seat.revision,
        link,
        announced_weight: seat.announced,
        dropping: seat
            .dropping
            .into_iter()
            .filter(|(_, from)| *from > now)
            .map(|(wallet, from)| DroppingWallet { wallet, from })
            .collect(),
        left_at: seat.left_at,
        offered: seat.offered,
    }
}
