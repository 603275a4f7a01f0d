//! Stakes and cycles. No list of seats is ever walked: a cycle holds sums, and a seat's own record learns what happened
//! since, when somebody touches it.

mod pledges;

use cosmwasm_std::{StdResult, Storage};
use cw_storage_plus::Bound;
use folkmoot_rules::{Moment, share};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::TreasuryError;
use crate::msg::{Claimant, SeatId};
use crate::storage::page;
use crate::table::Table;
use crate::treasury::ledger::{self, Fund, books, shift};

pub(crate) use pledges::{change_holder, cut_pledges, weighing};

const STAKES: Table<(SeatId, &str), Stake> = Table::new("S");
const CYCLES: Table<(&str, u32), Cycle> = Table::new("C");
/// What a seat had pledged when a block began in which it changed that.
const PLEDGED: Table<(SeatId, &str, u64), Option<Pledge>> = Table::new("n");

/// What a seat has in the treasury in one denomination, as of when it was last touched.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stake {
    /// What it may take back, the pledge included until its cycle opens.
    pub free: u128,
    /// What goes into the next cycle.
    pub pledge: Option<Pledge>,
    /// What went into the last one.
    pub committed: Option<Committed>,
}

/// What a seat pledged for a cycle that had not been opened then.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// The cycle.
    pub cycle: u32,
    /// How much.
    pub amount: u128,
}

/// What of a seat's went into a cycle.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The cycle.
    pub cycle: u32,
    /// How much.
    pub amount: u128,
    /// Whether its share at the end has become a claim.
    pub settled: bool,
}

/// A cycle.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// When it was opened, unix seconds.
    pub opened_at: u64,
    /// When it ends, unix seconds.
    pub ends_at: u64,
    /// All pledges at its opening.
    pub pledges: u128,
    /// What decisions have left of them.
    pub pool: u128,
    /// Pledges whose shares are not claims yet.
    pub unsettled: u128,
    /// Shares that became claims.
    pub shared: u128,
    /// The block in which its opening was proposed: what was pledged for it later weighs nothing. None if an office opened
    /// it: then nothing in it moves a weight.
    #[serde(default)]
    pub known_at: Option<u64>,
}

impl Stake {
    /// What is left of the record once nobody needs it: its last cycle tells what the seat weighs.
    const fn is_spent(&self, last_cycle: u32) -> bool {
        let settled = match self.committed {
            None => true,
            Some(committed) => committed.settled && committed.cycle < last_cycle,
        };
        self.free == 0 && self.pledge.is_none() && settled
    }

    /// Whether anything in it is the holder's.
    pub(crate) fn is_owed(&self) -> bool {
        self.free > 0 || self.committed.is_some_and(|committed| !committed.settled)
    }

    /// What the seat pledged last.
    fn last_pledge(&self) -> Option<Pledge> {
        self.pledge.or(self.committed.map(|committed| Pledge {
            cycle: committed.cycle,
            amount: committed.amount,
        }))
    }

    /// What of it went into a cycle, whether or not the record has learned of that.
    fn contribution(&self, cycle: u32) -> u128 {
        let pledged = self.pledge.filter(|pledge| pledge.cycle == cycle);
        let committed = self.committed.filter(|committed| committed.cycle == cycle);
        match (pledged, committed) {
            (Some(pledge), _) => pledge.amount,
            (None, Some(committed)) => committed.amount,
            (None, None) => 0,
        }
    }
}

/// Tells a seat's record what happened since: a cycle has opened, or one has ended and its share is due. The record, and
/// what became due if a share did.
pub(crate) fn catch_up(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    denom: &str,
) -> Result<(Stake, Option<u128>), TreasuryError> {
    let mut stake = load(storage, seat, denom)?;
    let last = ledger::reserved(storage, denom)?.cycle;
    let mut due = settle(storage, now.at, seat, denom, &mut stake)?;
    if let Some(pledge) = stake.pledge.filter(|pledge| pledge.cycle <= last) {
        // The one before has ended, else this one could not have opened: its share is settled.
        stake.pledge = None;
        stake.free = stake
            .free
            .checked_sub(pledge.amount)
            .ok_or_else(|| books(denom))?;
        stake.committed = Some(Committed {
            cycle: pledge.cycle,
            amount: pledge.amount,
            settled: false,
        });
        let more = settle(storage, now.at, seat, denom, &mut stake)?;
        due = more.map_or(due, |more| {
            Some(due.unwrap_or_default().saturating_add(more))
        });
    }
    Ok((stake, due))
}

/// Turns a seat's share of an ended cycle into its claim. With the last share the dust becomes common fund.
fn settle(
    storage: &mut dyn Storage,
    now: u64,
    seat: SeatId,
    denom: &str,
    stake: &mut Stake,
) -> Result<Option<u128>, TreasuryError> {
    let Some(committed) = stake.committed.as_mut().filter(|one| !one.settled) else {
        return Ok(None);
    };
    let mut cycle = CYCLES.load(storage, (denom, committed.cycle))?;
    if now < cycle.ends_at {
        return Ok(None);
    }
    let due = share(committed.amount, cycle.pool, cycle.pledges);
    let unsettled = cycle.unsettled.checked_sub(committed.amount);
    cycle.unsettled = unsettled.ok_or_else(|| books(denom))?;
    cycle.shared = cycle.shared.saturating_add(due);
    CYCLES.save(storage, (denom, committed.cycle), &cycle);
    committed.settled = true;
    ledger::make_claim(
        storage,
        Some(Fund::Pools),
        &Claimant::Seat(seat),
        denom,
        due,
    )?;
    if cycle.unsettled == 0 {
        let dust = cycle.pool.checked_sub(cycle.shared);
        let dust = dust.ok_or_else(|| books(denom))?;
        shift(storage, denom, Some(Fund::Pools), None, dust)?;
    }
    Ok(Some(due))
}

/// The record as it was last written.
pub(crate) fn load(storage: &dyn Storage, seat: SeatId, denom: &str) -> StdResult<Stake> {
    Ok(STAKES.may_load(storage, (seat, denom))?.unwrap_or_default())
}

/// Keeps a record, or forgets it where nothing is left of it.
pub(crate) fn save(
    storage: &mut dyn Storage,
    seat: SeatId,
    denom: &str,
    stake: &Stake,
) -> StdResult<()> {
    if stake.is_spent(ledger::reserved(storage, denom)?.cycle) {
        STAKES.remove(storage, (seat, denom));
        return Ok(());
    }
    STAKES.save(storage, (seat, denom), stake);
    Ok(())
}

/// Takes a stake in.
pub(crate) fn put(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    (denom, amount): (&str, u128),
    most: usize,
) -> Result<(), TreasuryError> {
    let others = of_seat(storage, seat)?;
    let is_new = others.iter().all(|(other, _)| other != denom);
    if is_new && others.len() >= most {
        return Err(TreasuryError::TooManyDenoms { limit: most });
    }
    let (mut stake, _) = catch_up(storage, now, seat, denom)?;
    stake.free = stake.free.checked_add(amount).ok_or_else(|| books(denom))?;
    shift(storage, denom, None, Some(Fund::Stakes), amount)?;
    Ok(save(storage, seat, denom, &stake)?)
}

/// Gives a stake back; a pledge for a cycle that has not opened gives way.
pub(crate) fn take(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    denom: &str,
    amount: u128,
) -> Result<(), TreasuryError> {
    let (mut stake, _) = catch_up(storage, now, seat, denom)?;
    stake.free = match stake.free.checked_sub(amount) {
        Some(left) => left,
        None => return Err(too_little(seat, stake.free, amount, denom)),
    };
    let kept = stake
        .pledge
        .map_or(0, |pledge| pledge.amount.min(stake.free));
    set_pledge(storage, now, (seat, denom), &mut stake, kept)?;
    shift(storage, denom, Some(Fund::Stakes), None, amount)?;
    Ok(save(storage, seat, denom, &stake)?)
}

fn too_little(seat: SeatId, there: u128, asked: u128, denom: &str) -> TreasuryError {
    TreasuryError::TooLittle {
        fund: format!("the free stake of seat {seat}"),
        there: there.into(),
        asked: asked.into(),
        denom: denom.into(),
    }
}

/// Writes a pledge into a record that is caught up, and into the sum of all pledges.
fn set_pledge(
    storage: &mut dyn Storage,
    now: Moment,
    (seat, denom): (SeatId, &str),
    stake: &mut Stake,
    amount: u128,
) -> Result<u32, TreasuryError> {
    let before = stake.pledge.map_or(0, |pledge| pledge.amount);
    let reserved = ledger::reserved(storage, denom)?;
    let cycle = reserved.cycle.saturating_add(1);
    if before == amount {
        return Ok(cycle);
    }
    let others = reserved.pledges.checked_sub(before);
    let pledges = others.and_then(|others| others.checked_add(amount));
    let pledges = pledges.ok_or_else(|| books(denom))?;
    ledger::change(storage, denom, |reserved| reserved.pledges = pledges)?;
    let key = (seat, denom, now.height);
    if PLEDGED.may_load(storage, key)?.is_none() {
        PLEDGED.save(storage, key, &stake.last_pledge());
    }
    stake.pledge = (amount > 0).then_some(Pledge { cycle, amount });
    Ok(cycle)
}

/// Sets what of a seat's free stake goes into the next cycle, and gives that cycle's number.
pub(crate) fn pledge(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    denom: &str,
    amount: u128,
) -> Result<u32, TreasuryError> {
    let (mut stake, _) = catch_up(storage, now, seat, denom)?;
    if amount > stake.free {
        return Err(too_little(seat, stake.free, amount, denom));
    }
    let cycle = set_pledge(storage, now, (seat, denom), &mut stake, amount)?;
    save(storage, seat, denom, &stake)?;
    Ok(cycle)
}

/// Whether a cycle may be opened now, with the books of its denomination.
pub(crate) fn may_open(
    storage: &dyn Storage,
    now: u64,
    denom: &str,
) -> Result<ledger::Reserved, TreasuryError> {
    let reserved = ledger::reserved(storage, denom)?;
    if let Some(last) = CYCLES.may_load(storage, (denom, reserved.cycle))?
        && now < last.ends_at
    {
        return Err(TreasuryError::CycleRuns {
            cycle: reserved.cycle,
            denom: denom.into(),
            ends_at: last.ends_at,
        });
    }
    if reserved.pledges == 0 {
        return Err(TreasuryError::NoPledges {
            denom: denom.into(),
        });
    }
    Ok(reserved)
}

/// Opens a cycle with all that is pledged, and gives its number and its pool. Its end, and the block in which it was known
/// that it might open.
pub(crate) fn open(
    storage: &mut dyn Storage,
    now: u64,
    denom: &str,
    (ends_at, known_at): (u64, Option<u64>),
) -> Result<(u32, u128), TreasuryError> {
    let reserved = may_open(storage, now, denom)?;
    let pledges = reserved.pledges;
    let number = reserved.cycle.saturating_add(1);
    let cycle = Cycle {
        opened_at: now,
        ends_at,
        pledges,
        pool: pledges,
        unsettled: pledges,
        shared: 0,
        known_at,
    };
    CYCLES.save(storage, (denom, number), &cycle);
    shift(
        storage,
        denom,
        Some(Fund::Stakes),
        Some(Fund::Pools),
        pledges,
    )?;
    ledger::change(storage, denom, |reserved| {
        reserved.cycle = number;
        reserved.pledges = 0;
    })?;
    Ok((number, pledges))
}

/// Takes an amount out of a running cycle's pool.
pub(crate) fn spend(
    storage: &mut dyn Storage,
    now: u64,
    denom: &str,
    number: u32,
    amount: u128,
) -> Result<(), TreasuryError> {
    let mut cycle = cycle(storage, denom, number)?;
    if now >= cycle.ends_at {
        return Err(TreasuryError::CycleEnded {
            cycle: number,
            denom: denom.into(),
            ends_at: cycle.ends_at,
        });
    }
    cycle.pool = match cycle.pool.checked_sub(amount) {
        Some(left) => left,
        None => {
            return Err(TreasuryError::TooLittle {
                fund: format!("the pool of cycle {number}"),
                there: cycle.pool.into(),
                asked: amount.into(),
                denom: denom.into(),
            });
        }
    };
    CYCLES.save(storage, (denom, number), &cycle);
    shift(storage, denom, Some(Fund::Pools), None, amount)
}

/// A cycle.
pub(crate) fn cycle(
    storage: &dyn Storage,
    denom: &str,
    number: u32,
) -> Result<Cycle, TreasuryError> {
    let found = CYCLES.may_load(storage, (denom, number))?;
    found.ok_or_else(|| TreasuryError::NoCycle {
        cycle: number,
        denom: denom.into(),
    })
}

/// Brings a record up to date. What became due, if a share did.
pub(crate) fn settle_one(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    denom: &str,
) -> Result<Option<u128>, TreasuryError> {
    let (stake, due) = catch_up(storage, now, seat, denom)?;
    save(storage, seat, denom, &stake)?;
    Ok(due)
}

/// All that a seat staked goes to another number, with its holder.
pub(crate) fn hand_over(storage: &mut dyn Storage, from: SeatId, to: SeatId) -> StdResult<()> {
    for (denom, stake) in of_seat(storage, from)? {
        STAKES.remove(storage, (from, &denom));
        STAKES.save(storage, (to, &denom), &stake);
    }
    Ok(())
}

/// The seat ends: what it may take back becomes its claim at once, its part of a running cycle when that ends.
pub(crate) fn release(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
) -> Result<(), TreasuryError> {
    for (denom, _) in of_seat(storage, seat)? {
        release_one(storage, now, seat, &denom)?;
    }
    Ok(())
}

/// The same in one denomination. What became due, if anything did.
pub(crate) fn release_one(
    storage: &mut dyn Storage,
    now: Moment,
    seat: SeatId,
    denom: &str,
) -> Result<Option<u128>, TreasuryError> {
    let (mut stake, due) = catch_up(storage, now, seat, denom)?;
    set_pledge(storage, now, (seat, denom), &mut stake, 0)?;
    let free = std::mem::take(&mut stake.free);
    let claimant = Claimant::Seat(seat);
    ledger::make_claim(storage, Some(Fund::Stakes), &claimant, denom, free)?;
    save(storage, seat, denom, &stake)?;
    if free == 0 {
        return Ok(due);
    }
    Ok(Some(due.unwrap_or_default().saturating_add(free)))
}

/// All records of a seat; their number is bounded.
pub(crate) fn of_seat(storage: &dyn Storage, seat: SeatId) -> StdResult<Vec<(String, Stake)>> {
    STAKES.under(storage, seat, None).collect()
}

/// The cycles of a denomination in order.
pub(crate) fn cycles(
    storage: &dyn Storage,
    denom: &str,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> StdResult<Vec<(u32, Cycle)>> {
    let start = start_after.map(Bound::exclusive);
    CYCLES
        .under(storage, denom, start)
        .take(page(limit))
        .collect()
}
