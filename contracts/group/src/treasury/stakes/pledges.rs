//! What seats have pledged, and since when: a pledge weighs as it stood before anybody knew that it would count.

use cosmwasm_std::{StdResult, Storage};
use cw_storage_plus::{Bound, Map};
use folkmoot_rules::Moment;

use crate::error::TreasuryError;
use crate::msg::SeatId;
use crate::treasury::ledger::{self};
use crate::treasury::stakes::{CYCLES, PLEDGED, load, pledge};

/// The block in which a decision gave a seat to another holder. What it had pledged until then is not its holder's.
const HANDED: Map<SeatId, u64> = Map::new("j");

/// A decision gives a seat to another holder.
pub(crate) fn change_holder(storage: &mut dyn Storage, height: u64, seat: SeatId) -> StdResult<()> {
    HANDED.save(storage, seat, &height)
}

/// What of a seat's part of a cycle its holder had pledged already when a block began.
fn pledged_before(
    storage: &dyn Storage,
    (seat, denom): (SeatId, &str),
    cycle: u32,
    height: u64,
) -> StdResult<u128> {
    let now = load(storage, seat, denom)?.contribution(cycle);
    let later = Some(Bound::inclusive(height));
    let first = PLEDGED.under(storage, (seat, denom), later).next();
    let before = match first.transpose()? {
        None => return Ok(now),
        Some((_, before)) => before.filter(|pledge| pledge.cycle == cycle),
    };
    if HANDED
        .may_load(storage, seat)?
        .is_some_and(|handed| height <= handed)
    {
        return Ok(0);
    }
    Ok(before.map_or(0, |pledge| pledge.amount.min(now)))
}

/// Takes back of each pledge for the next cycle what was not pledged yet when a block began; it stays free stake.
pub(crate) fn cut_pledges(
    storage: &mut dyn Storage,
    now: Moment,
    denom: &str,
    seats: &[SeatId],
    height: u64,
) -> Result<(), TreasuryError> {
    let next = ledger::reserved(storage, denom)?.cycle.saturating_add(1);
    for seat in seats.iter().copied() {
        let pledged = load(storage, seat, denom)?.contribution(next);
        let kept = match pledged {
            0 => continue,
            _ => pledged_before(storage, (seat, denom), next, height)?,
        };
        if kept < pledged {
            pledge(storage, now, seat, denom, kept)?;
        }
    }
    Ok(())
}

/// What of the last cycle a seat weighs by; none where that cycle moves no weight.
pub(crate) fn weighing(
    storage: &dyn Storage,
    seat: SeatId,
    denom: &str,
    cycle: u32,
) -> Result<Option<u128>, TreasuryError> {
    let Some(opened) = CYCLES.may_load(storage, (denom, cycle))? else {
        return Ok(Some(0));
    };
    let Some(height) = opened.known_at else {
        return Ok(None);
    };
    Ok(Some(pledged_before(storage, (seat, denom), cycle, height)?))
}
