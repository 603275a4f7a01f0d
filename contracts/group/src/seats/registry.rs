//! The seats, the keys under which they are found, and what each weighed at the start of any block.
//!
//! A weight's past is written only when it changes: a founding seat is two entries, its record and its wallet's key.

use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};
use folkmoot_rules::{Electorate, Seconds};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::charter::{Basis, ElectorateKind, Weighting};
use crate::error::SeatError;
use crate::msg::{AnnouncedWeight, SeatId, Standing};
use crate::proposals::proposal::Proposal;
use crate::storage::{after, page};
use crate::table::{Single, Table};
use crate::wallet::{Holder, Wallet, compact};

const SEATS: Table<SeatId, Seat> = Table::new("s");
const HOLDERS: Map<&[u8], SeatId> = Map::new("h");
const WEIGHTS: Map<(SeatId, u64), u64> = Map::new("w");
const TOTALS: Single<Totals> = Single::new("t");
const TOTALS_BEFORE: Table<u64, Totals> = Table::new("u");
const GROUP_SEATS: Map<SeatId, ()> = Map::new("g");
const FORMER_GROUPS: Map<&str, SeatId> = Map::new("f");

/// A seat as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Seat {
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub holder: Holder,
    /// What it may do.
    pub standing: Standing,
    /// What it weighs now.
    pub weight: u64,
    /// What it weighs where weights are fixed.
    pub fixed: u64,
    /// For a group seat, the members it was last weighed by.
    pub members: Option<u64>,
    /// Since when, unix seconds.
    pub since: u64,
    /// The block in which it was admitted.
    pub since_height: u64,
    /// The block in which its weight last changed.
    pub changed_height: u64,
    /// Counted up at each change by a decision, and by nothing else: whoever writes a decision about the seat names it.
    pub revision: u32,
    /// For a group seat, whether both sides have decided.
    pub linked: bool,
    /// A rise of weight that is announced, in members.
    pub announced: Option<AnnouncedWeight>,
    /// Wallets that will be dropped, and from when.
    pub dropping: Vec<(Wallet, u64)>,
    /// When it was given up or removed, unix seconds.
    pub left_at: Option<u64>,
    /// What its part of the last cycle weighs; none where seats weigh equally until the next.
    #[serde(default)]
    pub contributed: Option<u64>,
    /// Whether other seats let it carry their weight, or did: then its ballot looks for them.
    #[serde(default)]
    pub delegate: bool,
    /// Wallets that may come to the seat by their own word. Until then they are nobody's: the register does not know them.
    #[serde(default)]
    pub offered: Vec<Wallet>,
}

impl Seat {
    /// Whether a wallet still acts for the seat.
    #[must_use]
    pub fn acts(&self, key: &str, now: u64) -> bool {
        self.left_at.is_none() && self.holder.keys().contains(&key) && !self.is_dropped(key, now)
    }

    /// Whether a wallet's dropping has taken effect.
    #[must_use]
    pub fn is_dropped(&self, key: &str, now: u64) -> bool {
        self.dropping
            .iter()
            .any(|(wallet, from)| wallet.key() == key && *from <= now)
    }

    /// What was only announced or offered ends with the seat, because nobody could cancel it any more.
    pub(crate) fn cut_off(&mut self, now: u64) {
        self.announced = None;
        self.dropping.retain(|(_, from)| *from <= now);
        self.offered.clear();
    }

    /// Whether the seat is a member's: core, not given up, and a group's only once it has joined.
    #[must_use]
    pub fn is_core(&self) -> bool {
        self.standing == Standing::Core
            && self.left_at.is_none()
            && (self.linked || !self.holder.is_group())
    }

    /// What the seat weighs under a weighting.
    #[must_use]
    pub fn weighed(&self, weighting: Weighting) -> u64 {
        if !self.is_core() {
            return 0;
        }
        let weight = match weighting.basis {
            Basis::Equal => 1,
            Basis::ByMembers => self.members.unwrap_or(1),
            Basis::Fixed => self.fixed,
            Basis::ByContribution => self.contributed.unwrap_or(1),
        };
        weight.min(weighting.cap.unwrap_or(u64::MAX))
    }

    /// The lead time agreed with or offered to the group in it.
    #[must_use]
    pub const fn lead_time(&self) -> Option<Seconds> {
        match &self.holder {
            Holder::Group { lead_time, .. } => Some(*lead_time),
            _ => None,
        }
    }
}

/// What all seats weigh together.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, Default)]
pub struct Totals {
    /// All voting seats.
    pub all: Electorate,
    /// The group seats among them.
    pub groups: Electorate,
    /// Core seats, whatever they weigh; a group's counts once it has joined.
    pub core: u64,
    /// The highest seat number given.
    pub last_seat: SeatId,
    /// The block in which they last changed.
    pub changed_height: u64,
    /// Whether there ever was a seat that votes.
    #[serde(default)]
    pub voted: bool,
}

impl Totals {
    /// Those who decide by what their seats weigh.
    #[must_use]
    pub const fn electorate(&self, kind: &ElectorateKind) -> Electorate {
        match kind {
            ElectorateKind::GroupSeats => self.groups,
            _ => self.all,
        }
    }
}

pub(crate) fn load(storage: &dyn Storage, id: SeatId) -> Result<Seat, SeatError> {
    SEATS
        .may_load(storage, id)?
        .ok_or(SeatError::Unknown { seat: id })
}

/// Whether a seat votes now.
pub(crate) fn votes(storage: &dyn Storage, id: SeatId) -> StdResult<bool> {
    Ok(SEATS
        .may_load(storage, id)?
        .is_some_and(|seat| seat.is_core()))
}

/// The seat that a wallet or contract holds, whether or not it still acts.
///
/// # Errors
/// Only on a store that is damaged.
pub fn find_seat(storage: &dyn Storage, key: &str) -> StdResult<Option<(SeatId, Seat)>> {
    match HOLDERS.may_load(storage, &compact(key))? {
        Some(id) => Ok(Some((id, SEATS.load(storage, id)?))),
        None => Ok(None),
    }
}

/// Whether a contract once held a group seat here.
///
/// # Errors
/// Only on a store that is damaged.
pub fn is_former_group(storage: &dyn Storage, address: &str) -> StdResult<bool> {
    Ok(FORMER_GROUPS.may_load(storage, address)?.is_some())
}

pub(crate) fn totals(storage: &dyn Storage) -> StdResult<Totals> {
    Ok(TOTALS.may_load(storage)?.unwrap_or_default())
}

/// The totals at the start of a block.
pub(crate) fn totals_at(storage: &dyn Storage, height: u64) -> StdResult<Totals> {
    let now = totals(storage)?;
    if now.changed_height < height {
        return Ok(now);
    }
    let before = TOTALS_BEFORE
        .range(
            storage,
            Some(Bound::inclusive(height)),
            None,
            Order::Ascending,
        )
        .next()
        .transpose()?;
    Ok(before.map_or_else(Totals::default, |(_, totals)| totals))
}

/// What a seat weighed at the start of a block.
pub(crate) fn weight_at(
    storage: &dyn Storage,
    id: SeatId,
    seat: &Seat,
    height: u64,
) -> StdResult<u64> {
    if seat.since_height >= height {
        return Ok(0);
    }
    if seat.changed_height < height {
        return Ok(seat.weight);
    }
    let before = WEIGHTS
        .prefix(id)
        .range(
            storage,
            Some(Bound::inclusive(height)),
            None,
            Order::Ascending,
        )
        .next()
        .transpose()?;
    Ok(before.map_or(0, |(_, weight)| weight))
}

/// What a seat weighs in a proposal's electorate: a holder of the office that decides 1, whatever the weighting.
pub(crate) fn vote_weight(
    storage: &dyn Storage,
    id: SeatId,
    seat: &Seat,
    proposal: &Proposal,
) -> StdResult<u64> {
    match &proposal.kind {
        ElectorateKind::Representatives | ElectorateKind::Role(_) => {
            Ok(u64::from(proposal.voters.contains(&id)))
        }
        ElectorateKind::GroupSeats if !seat.holder.is_group() => Ok(0),
        ElectorateKind::CoreSeats | ElectorateKind::GroupSeats => {
            weight_at(storage, id, seat, proposal.electorate_height())
        }
    }
}

/// Notes that a seat may have to speak for others; nothing else of it changes.
pub(crate) fn make_delegate(storage: &mut dyn Storage, id: SeatId, seat: &mut Seat) {
    if seat.delegate {
        return;
    }
    seat.delegate = true;
    SEATS.save(storage, id, seat);
}

/// Writes a new seat and the keys of its holder, which are free, and counts it in the totals.
pub(crate) fn admit(
    storage: &mut dyn Storage,
    totals: &mut Totals,
    seat: &mut Seat,
    weighting: Weighting,
) -> Result<SeatId, SeatError> {
    let id = totals.last_seat.saturating_add(1);
    totals.last_seat = id;
    seat.weight = seat.weighed(weighting);
    add(totals, seat)?;
    totals.core = totals.core.saturating_add(u64::from(seat.is_core()));
    for key in seat.holder.keys() {
        HOLDERS.save(storage, &compact(key), &id)?;
    }
    if seat.holder.is_group() {
        GROUP_SEATS.save(storage, id, &())?;
    }
    SEATS.save(storage, id, seat);
    Ok(id)
}

/// Writes down who held a seat as a seat of their own that has ended, and is in nobody's way.
pub(crate) fn keep_former(
    storage: &mut dyn Storage,
    height: u64,
    mut former: Seat,
) -> StdResult<SeatId> {
    let mut totals = begin(storage, height)?;
    totals.last_seat = totals.last_seat.saturating_add(1);
    former.weight = 0;
    former.since_height = height;
    former.changed_height = height;
    former.delegate = false;
    SEATS.save(storage, totals.last_seat, &former);
    finish(storage, &totals);
    Ok(totals.last_seat)
}

/// Puts the keys of a seat's holder into the register.
fn claim(storage: &mut dyn Storage, id: SeatId, seat: &Seat) -> Result<(), SeatError> {
    for key in seat.holder.keys() {
        if let Some(other) = HOLDERS.may_load(storage, &compact(key))?
            && other != id
        {
            return Err(SeatError::Taken {
                holder: key.into(),
                seat: other,
            });
        }
        HOLDERS.save(storage, &compact(key), &id)?;
    }
    Ok(())
}

/// Writes a change of a seat: its record, keys, weight and the totals.
pub(crate) fn change(
    storage: &mut dyn Storage,
    height: u64,
    id: SeatId,
    mut seat: Seat,
    weighting: Weighting,
) -> Result<Seat, SeatError> {
    let before = load(storage, id)?;
    let mut totals = begin(storage, height)?;
    subtract(&mut totals, &before)?;
    seat.weight = seat.weighed(weighting);
    add(&mut totals, &seat)?;
    totals.core = totals
        .core
        .saturating_sub(u64::from(before.is_core()))
        .saturating_add(u64::from(seat.is_core()));
    if seat.weight != before.weight {
        // The first change in a block keeps what was there at the block's start; an admission in it means 0.
        if before.changed_height != height {
            WEIGHTS.save(storage, (id, height), &before.weight)?;
        }
        seat.changed_height = height;
    }
    let kept = seat.holder.keys();
    for key in before.holder.keys() {
        if seat.left_at.is_some() || !kept.contains(&key) {
            HOLDERS.remove(storage, &compact(key));
        }
    }
    if seat.left_at.is_some() {
        GROUP_SEATS.remove(storage, id);
        if let Holder::Group { address, .. } = &seat.holder {
            FORMER_GROUPS.save(storage, address, &id)?;
        }
    } else {
        claim(storage, id, &seat)?;
    }
    SEATS.save(storage, id, &seat);
    finish(storage, &totals);
    Ok(seat)
}

/// The totals to change, after keeping what they were at the block's start.
pub(crate) fn begin(storage: &mut dyn Storage, height: u64) -> StdResult<Totals> {
    let mut totals = totals(storage)?;
    totals.voted |= totals.all.seats > 0;
    if totals.changed_height != height {
        // nobody was there before the founding
        if totals.changed_height > 0 {
            TOTALS_BEFORE.save(storage, height, &totals);
        }
        totals.changed_height = height;
    }
    Ok(totals)
}

fn add(totals: &mut Totals, seat: &Seat) -> Result<(), SeatError> {
    let step = |electorate: &mut Electorate| {
        electorate.weight = electorate.weight.checked_add(seat.weight)?;
        electorate.seats = electorate.seats.checked_add(u32::from(seat.weight > 0))?;
        Some(())
    };
    step(&mut totals.all).ok_or(SeatError::TotalWeight)?;
    if seat.holder.is_group() {
        step(&mut totals.groups).ok_or(SeatError::TotalWeight)?;
    }
    Ok(())
}

fn subtract(totals: &mut Totals, seat: &Seat) -> Result<(), SeatError> {
    let step = |electorate: &mut Electorate| {
        electorate.weight = electorate.weight.checked_sub(seat.weight)?;
        electorate.seats = electorate.seats.checked_sub(u32::from(seat.weight > 0))?;
        Some(())
    };
    step(&mut totals.all).ok_or(SeatError::TotalWeight)?;
    if seat.holder.is_group() {
        step(&mut totals.groups).ok_or(SeatError::TotalWeight)?;
    }
    Ok(())
}

/// Writes the changed totals.
pub(crate) fn finish(storage: &mut dyn Storage, totals: &Totals) {
    TOTALS.save(storage, totals);
}

/// The seat for which a key acts, so that no other may take it.
pub(crate) fn taken(storage: &dyn Storage, key: &str, now: u64) -> StdResult<Option<SeatId>> {
    let found = find_seat(storage, key)?.filter(|(_, seat)| seat.acts(key, now));
    Ok(found.map(|(id, _)| id))
}

/// Makes sure that a seat may take a key: a wallet whose dropping has taken effect is freed.
pub(crate) fn make_free(storage: &mut dyn Storage, key: &str, now: u64) -> Result<(), SeatError> {
    let Some((id, mut seat)) = find_seat(storage, key)? else {
        return Ok(());
    };
    if seat.acts(key, now) {
        return Err(SeatError::Taken {
            holder: key.into(),
            seat: id,
        });
    }
    seat.dropping.retain(|(wallet, _)| wallet.key() != key);
    if let Holder::Keys { wallets, .. } = &mut seat.holder {
        wallets.retain(|wallet| wallet.key() != key);
    }
    HOLDERS.remove(storage, &compact(key));
    SEATS.save(storage, id, &seat);
    Ok(())
}

pub(crate) fn list(
    storage: &dyn Storage,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> StdResult<Vec<(SeatId, Seat)>> {
    SEATS
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}

/// The numbers of all seats, also of those that were given up or removed.
pub(crate) fn all_ids(storage: &dyn Storage) -> StdResult<Vec<SeatId>> {
    SEATS.keys(storage).collect()
}

/// The group seats in order; their number is bounded.
pub(crate) fn group_seats(
    storage: &dyn Storage,
    start_after: Option<SeatId>,
    limit: usize,
) -> StdResult<Vec<(SeatId, Seat)>> {
    GROUP_SEATS
        .keys(storage, after(start_after), None, Order::Ascending)
        .take(limit)
        .map(|id| id.and_then(|id| Ok((id, SEATS.load(storage, id)?))))
        .collect()
}
