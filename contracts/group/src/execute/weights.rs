//! What seats weigh: by the members that a group has now, and anew where the charter's weighting changes.

use cosmwasm_std::{DepsMut, Env, Response, Storage};

use crate::charter::Weighting;
use crate::error::{ContractError, PermissionError, SeatError};
use crate::events::{Attention, Event};
use crate::execute::links;
use crate::execute::seats::{live, rewrite};
use crate::limits::MAX_REWEIGHED_SEATS;
use crate::msg::{AnnouncedWeight, SeatId};
use crate::querier;
use crate::state::{charter_in_force, registry};
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
    links::check_kin(deps.as_ref(), env, address)?;
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

/// Weighs every seat anew, where a charter changes the weighting.
pub(crate) fn weigh_all(
    storage: &mut dyn Storage,
    env: &Env,
    weighting: Weighting,
) -> Result<(), ContractError> {
    let seats = registry::totals(storage)?.last_seat;
    if seats > MAX_REWEIGHED_SEATS {
        return Err(SeatError::TooManyToWeigh {
            limit: MAX_REWEIGHED_SEATS,
            seats,
        }
        .into());
    }
    for id in registry::all_ids(storage)? {
        let seat = registry::load(storage, id)?;
        if seat.left_at.is_none() && seat.weighed(weighting) != seat.weight {
            registry::change(storage, env.block.height, id, seat, weighting)?;
        }
    }
    Ok(())
}
