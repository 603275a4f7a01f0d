//! Who lets whom carry its weight: now, and at the start of any block, as the past of weights is kept. Beside that a list
//! of those for whom a delegate speaks, because it is walked when the delegate votes.

use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::Bound;
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::charter::UPSTREAM;
use crate::limits::{MAX_DELEGATORS, MAX_PERIOD_SECONDS, MAX_REMEMBERED_DELEGATORS};
use crate::msg::SeatId;
use crate::seats::registry;
use crate::storage::{after, page};
use crate::table::Table;

const DELEGATIONS: Table<SeatId, Delegation> = Table::new("V");
/// What stood at the start of a block in which it changed.
const BEFORE: Table<(u64, u64), Delegation> = Table::new("W");
/// By the delegate: each seat that lets it, or let it, and until when, unix seconds.
const DELEGATORS: Table<SeatId, Vec<(SeatId, u64)>> = Table::new("X");

/// A delegation as stored, by the seat that gave it.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Delegation {
    /// The delegate.
    pub to: SeatId,
    /// For proposals of these procedures; none names all but mirrors.
    pub procedures: Vec<String>,
    /// Until when, unix seconds.
    pub until: u64,
    /// The block in which it was given.
    pub since_height: u64,
}

impl Delegation {
    /// Whether the delegate carries the weight in a proposal of this procedure that opened at this time.
    pub(crate) fn covers(&self, delegate: SeatId, procedure: &str, opened_at: u64) -> bool {
        let named = self.procedures.iter().any(|name| name == procedure);
        let all = self.procedures.is_empty() && procedure != UPSTREAM;
        self.to == delegate && opened_at < self.until && (named || all)
    }
}

/// The delegation that a seat had given at the start of a block.
pub(crate) fn at(
    storage: &dyn Storage,
    seat: SeatId,
    height: u64,
) -> StdResult<Option<Delegation>> {
    let is_older = |found: &Delegation| found.since_height < height;
    let now = DELEGATIONS.may_load(storage, seat)?;
    if let Some(found) = now.filter(is_older) {
        return Ok(Some(found));
    }
    let from = Some(Bound::inclusive(height));
    let changed = BEFORE
        .under(storage, seat.into(), from)
        .next()
        .transpose()?;
    Ok(changed.map(|(_, found)| found).filter(is_older))
}

/// Those for whom a delegate may speak, or might have spoken.
pub(crate) fn delegators(storage: &dyn Storage, delegate: SeatId) -> StdResult<Vec<(SeatId, u64)>> {
    Ok(DELEGATORS.may_load(storage, delegate)?.unwrap_or_default())
}

/// Takes back what a seat gave, from the next block on.
fn take(storage: &mut dyn Storage, height: u64, seat: SeatId) -> StdResult<Option<Delegation>> {
    let before = DELEGATIONS.may_load(storage, seat)?;
    if let Some(before) = &before {
        DELEGATIONS.remove(storage, seat);
        // what was given in this block stood at no block's start
        if before.since_height != height {
            BEFORE.save(storage, (seat.into(), height), before);
        }
    }
    Ok(before)
}

/// Takes back what a seat gave. What opened before stays as it is, so the delegate's list keeps the seat for as long as that
/// may take. Says whether there was something.
pub(crate) fn end(
    storage: &mut dyn Storage,
    height: u64,
    now: u64,
    seat: SeatId,
) -> StdResult<bool> {
    let Some(before) = take(storage, height, seat)? else {
        return Ok(false);
    };
    let mut list = delegators(storage, before.to)?;
    for (_, until) in list.iter_mut().filter(|(other, _)| *other == seat) {
        *until = now.min(*until);
    }
    DELEGATORS.save(storage, before.to, &list);
    Ok(true)
}

/// Writes what a seat gives in the place of what it gave before. Says whether the delegate has room for it.
pub(crate) fn give(
    storage: &mut dyn Storage,
    now: u64,
    seat: SeatId,
    given: &Delegation,
) -> StdResult<bool> {
    end(storage, given.since_height, now, seat)?;
    let mut list = delegators(storage, given.to)?;
    list.retain(|(other, _)| *other != seat);
    let fits = list.len() < MAX_DELEGATORS || living(storage, now, &list)? < MAX_DELEGATORS;
    if fits {
        if list.len() >= MAX_DELEGATORS {
            forget_ended(&mut list, now);
        }
        list.push((seat, given.until));
        DELEGATORS.save(storage, given.to, &list);
        DELEGATIONS.save(storage, seat, given);
    }
    Ok(fits)
}

/// For how many of these a delegate speaks in what opens now: what has ended takes nobody's place.
fn living(storage: &dyn Storage, now: u64, list: &[(SeatId, u64)]) -> StdResult<usize> {
    let mut count: usize = 0;
    for (seat, until) in list {
        if now < *until && registry::votes(storage, *seat)? {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

/// Makes room among those for whom a delegate spoke: every proposal that opened a whole year before is over, and of the
/// rest those go that ended longest ago.
fn forget_ended(list: &mut Vec<(SeatId, u64)>, now: u64) {
    list.retain(|(_, until)| now < until.saturating_add(MAX_PERIOD_SECONDS));
    while list.len() >= MAX_REMEMBERED_DELEGATORS {
        let ended = list.iter().enumerate().min_by_key(|(_, (_, until))| *until);
        let Some((place, _)) = ended else {
            return;
        };
        list.remove(place);
    }
}

/// A seat ends or goes to another holder: nobody speaks for it any more, and it for nobody, because that was trust in
/// somebody else.
pub(crate) fn cut_off(storage: &mut dyn Storage, height: u64, seat: SeatId) -> StdResult<()> {
    if let Some(before) = take(storage, height, seat)? {
        let mut list = delegators(storage, before.to)?;
        list.retain(|(other, _)| *other != seat);
        DELEGATORS.save(storage, before.to, &list);
    }
    for (other, _) in delegators(storage, seat)? {
        let given = DELEGATIONS.may_load(storage, other)?;
        if given.is_some_and(|given| given.to == seat) {
            take(storage, height, other)?;
        }
    }
    DELEGATORS.remove(storage, seat);
    Ok(())
}

/// What seats have given, in order of the seats.
pub(crate) fn list(
    storage: &dyn Storage,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> StdResult<Vec<(SeatId, Delegation)>> {
    DELEGATIONS
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}
