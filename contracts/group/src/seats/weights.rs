//! What seats weigh: by the members that a group has now, by what they committed to the last cycle, and anew where the
//! charter's weighting changes.

use cosmwasm_std::{DepsMut, Env, Response, Storage};
use folkmoot_rules::contribution_weight;

use crate::charter::CharterSpec;
use crate::charter::charters::charter_in_force;
use crate::checks::check_core_limit;
use crate::error::{ContractError, PermissionError, SeatError};
use crate::events::{Attention, Event};
use crate::joint::kin;
use crate::limits::MAX_REWEIGHED_SEATS;
use crate::msg::{AnnouncedWeight, SeatId};
use crate::querier;
use crate::seats::live::live;
use crate::seats::registry::{self, Seat};
use crate::treasury::{ledger, stakes};
use crate::wallet::Holder;

/// Message: weighs a group seat by the members it has now. A fall holds at once, a rise after the charter's notice.
///
/// # Errors
/// It is no linked group's seat, or the group's code is no longer trusted.
#[inline(never)]
pub fn refresh_weight(deps: DepsMut, env: &Env, id: SeatId) -> Result<Response, ContractError> {
    let mut seat = live(deps.storage, id)?;
    let Holder::Group { address, .. } = &seat.holder else {
        return Err(SeatError::NotAGroup { seat: id }.into());
    };
    if !seat.linked {
        return Err(PermissionError::NotLinked { seat: id }.into());
    }
    kin::check_kin(deps.as_ref(), env, address)?;
    let found = querier::members(&deps.querier, address)?;
    let notice = charter_in_force(deps.storage)?.1.spec().weight_notice;
    let now = env.block.time.seconds();
    let before = (seat.members, seat.announced);
    let current = seat.members.unwrap_or_default();
    (seat.members, seat.announced) =
        refreshed(current, seat.announced, found, notice.after(now), now);
    if before == (seat.members, seat.announced) {
        return Ok(Response::new());
    }
    let rising = seat.announced.is_some();
    let seat = rewrite(deps.storage, env, id, seat)?;
    let response = Response::new().add_event(Event::SeatChanged {
        seat: id,
        weight: seat.weight,
    });
    Ok(if rising {
        response.add_event(Event::AttentionNeeded {
            what: Attention::WeightRising,
            subject: id.into(),
            reason: "the group in this seat has grown",
        })
    } else {
        response
    })
}

/// What a group seat counts after a look at its group: members in force, and a rise that is announced.
fn refreshed(
    current: u64,
    announced: Option<AnnouncedWeight>,
    found: u64,
    notice_end: u64,
    now: u64,
) -> (Option<u64>, Option<AnnouncedWeight>) {
    if found <= current {
        return (Some(found), None);
    }
    match announced {
        Some(rise) if rise.from <= now => {
            let risen = rise.weight.min(found);
            let next = (found > risen).then_some(AnnouncedWeight {
                weight: found,
                from: notice_end,
            });
            (Some(risen), next)
        }
        Some(rise) => {
            let lower = AnnouncedWeight {
                weight: rise.weight.min(found),
                from: rise.from,
            };
            (Some(current), Some(lower))
        }
        None => {
            let rise = AnnouncedWeight {
                weight: found,
                from: notice_end,
            };
            (Some(current), Some(rise))
        }
    }
}

/// Weighs every seat anew, where a charter changes the weighting, or a cycle what seats have committed.
pub(crate) fn weigh_all(
    storage: &mut dyn Storage,
    env: &Env,
    charter: &CharterSpec,
) -> Result<(), ContractError> {
    let seats = registry::totals(storage)?.last_seat;
    check_countable(seats)?;
    let mut found = Vec::new();
    for id in registry::all_ids(storage)? {
        let seat = registry::load(storage, id)?;
        if seat.left_at.is_none() {
            found.push((id, seat));
        }
    }
    if let Some(denom) = charter.weighs_by() {
        measure(storage, denom, &mut found)?;
    }
    for (id, seat) in found {
        let before = registry::load(storage, id)?;
        let weight = seat.weighed(charter.weighting);
        if weight != before.weight || seat.contributed != before.contributed {
            registry::change(storage, env.block.height, id, seat, charter.weighting)?;
        }
    }
    Ok(())
}

/// Makes sure that so many seats can be weighed anew in one transaction.
pub(crate) fn check_countable(seats: u32) -> Result<(), SeatError> {
    if seats > MAX_REWEIGHED_SEATS {
        return Err(SeatError::TooManyToWeigh {
            limit: MAX_REWEIGHED_SEATS,
            seats,
        });
    }
    Ok(())
}

/// Writes into seats what each committed to the last cycle; where that moves no weight, what was there stays. Where no core seat did, all weigh equally, because somebody
/// must be able to decide.
fn measure(
    storage: &mut dyn Storage,
    denom: &str,
    seats: &mut [(SeatId, Seat)],
) -> Result<(), ContractError> {
    let cycle = ledger::reserved(storage, denom)?.cycle;
    let mut committed = Vec::with_capacity(seats.len());
    for (id, seat) in seats.iter() {
        let weighing = stakes::weighing(storage, *id, denom, cycle)?;
        committed.push(weighing.unwrap_or_else(|| seat.contributed.unwrap_or_default().into()));
    }
    let all = committed
        .iter()
        .fold(0_u128, |sum, one| sum.saturating_add(*one));
    let voiced = seats
        .iter()
        .zip(&committed)
        .any(|((_, seat), amount)| seat.is_core() && *amount > 0);
    for ((_, seat), amount) in seats.iter_mut().zip(committed) {
        seat.contributed = voiced.then(|| contribution_weight(amount, all));
    }
    let weighed_by = if voiced { cycle } else { 0 };
    ledger::change(storage, denom, |reserved| reserved.weighed_by = weighed_by)?;
    Ok(())
}

/// Where seats weigh by what they committed, and who did has left: the others weigh equally until the next cycle. Whether
/// that was so.
pub(crate) fn keep_an_electorate(
    storage: &mut dyn Storage,
    env: &Env,
    charter: &CharterSpec,
) -> Result<bool, ContractError> {
    if charter.weighs_by().is_none() {
        return Ok(false);
    }
    let totals = registry::totals(storage)?;
    let nobody = totals.core > 0 && totals.all.seats == 0;
    if nobody {
        weigh_all(storage, env, charter)?;
    }
    Ok(nobody)
}

/// What a seat weighs that was not there when the last cycle opened.
pub(crate) fn newcomer(
    storage: &dyn Storage,
    charter: &CharterSpec,
) -> Result<Option<u64>, ContractError> {
    match charter.weighs_by() {
        None => Ok(None),
        Some(denom) => Ok((ledger::reserved(storage, denom)?.weighed_by > 0).then_some(0)),
    }
}

/// Writes a changed seat, weighed by the charter in force.
pub(crate) fn rewrite(
    storage: &mut dyn Storage,
    env: &Env,
    id: SeatId,
    seat: Seat,
) -> Result<Seat, ContractError> {
    let (_, charter) = charter_in_force(storage)?;
    let spec = charter.spec();
    if let Some(limit) = spec.core_limit
        && seat.is_core()
        && !registry::load(storage, id)?.is_core()
    {
        check_core_limit(limit, registry::totals(storage)?.core)?;
    }
    let seat = registry::change(storage, env.block.height, id, seat, spec.weighting)?;
    match keep_an_electorate(storage, env, spec)? {
        true => Ok(registry::load(storage, id)?),
        false => Ok(seat),
    }
}
