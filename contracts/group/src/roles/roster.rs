//! Who holds an office: a role of the charter, or that of the representatives. What votes need is one record an office;
//! nominations and what an allowance paid, which no vote needs, are kept apart.
//!
//! Who decided as the holder of an office is written into the proposal when it opens, so no past is kept here beyond the
//! block in the making.

use cosmwasm_std::{Coin, StdResult, Storage, Uint256};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::RoleError;
use crate::limits::MAX_NOMINATIONS;
use crate::msg::SeatId;
use crate::storage::{after, page};
use crate::table::Table;

const ROSTERS: Table<&str, Roster> = Table::new("R");
const DESKS: Table<&str, Desk> = Table::new("Q");
const SPENDS: Table<(&str, u64), AllowanceSpend> = Table::new("A");

/// The key of an office: a role's name, which is never empty, or that of the representatives.
fn key(role: Option<&str>) -> &str {
    role.unwrap_or_default()
}

/// Who holds an office, and who learns it.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default)]
pub struct Roster {
    holdings: Vec<Holding>,
    /// Who learns it.
    pub apprentices: Vec<SeatId>,
    /// The seat whose turn it was last.
    pub last: SeatId,
    /// Who held it at the start of a block and lost it in that block.
    lost: Vec<(SeatId, u64)>,
}

/// One holder.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug)]
pub struct Holding {
    /// The seat.
    pub seat: SeatId,
    /// Since when, unix seconds.
    pub since: u64,
    /// From when it holds it no longer, unix seconds.
    pub until: Option<u64>,
    /// In which block it came to it.
    since_height: u64,
    /// Whether it came to it by a call, in turn or acclaimed, and no decision said so since.
    #[serde(default)]
    called: bool,
}

impl Holding {
    fn lasts(&self, now: u64) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl Roster {
    /// An office's; of nobody unless somebody came to it.
    ///
    /// # Errors
    /// Only on a store that is damaged.
    pub fn load(storage: &dyn Storage, role: Option<&str>) -> StdResult<Self> {
        Ok(ROSTERS.may_load(storage, key(role))?.unwrap_or_default())
    }

    /// Keeps it.
    pub fn save(&self, storage: &mut dyn Storage, role: Option<&str>) {
        ROSTERS.save(storage, key(role), self);
    }

    /// Who holds it now, in the order in which they came to it.
    pub fn holders(&self, now: u64) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().filter(move |one| one.lasts(now))
    }

    /// Whether a seat holds it now.
    #[must_use]
    pub fn is_held_by(&self, seat: SeatId, now: u64) -> bool {
        self.holders(now).any(|one| one.seat == seat)
    }

    /// How many hold it now beside this seat.
    #[must_use]
    pub fn others(&self, seat: SeatId, now: u64) -> usize {
        self.holders(now).filter(|one| one.seat != seat).count()
    }

    /// Who held it at the start of this block.
    #[must_use]
    pub fn at_block_start(&self, height: u64, now: u64) -> Vec<SeatId> {
        let stayed = self.holders(now).filter(|one| one.since_height < height);
        let lost = self.lost.iter().filter(|(_, when)| *when == height);
        let stayed = stayed.map(|one| one.seat);
        let mut seats: Vec<SeatId> = stayed.chain(lost.map(|(seat, _)| *seat)).collect();
        seats.sort_unstable();
        seats.dedup();
        seats
    }

    /// Gives it to a seat, by a call or by a decision, or lets its term begin anew.
    pub fn fill(
        &mut self,
        seat: SeatId,
        (height, now): (u64, u64),
        until: Option<u64>,
        called: bool,
    ) {
        self.holdings.retain(|one| one.lasts(now));
        self.apprentices.retain(|one| *one != seat);
        match self.holdings.iter_mut().find(|one| one.seat == seat) {
            Some(held) => {
                held.until = until;
                held.called &= called;
            }
            None => self.holdings.push(Holding {
                seat,
                since: now,
                until,
                since_height: height,
                called,
            }),
        }
    }

    /// Who came last to it by a call, at this time or later.
    pub fn called_since(&self, at: u64, now: u64) -> Option<SeatId> {
        let called = self
            .holders(now)
            .filter(|one| one.called && one.since >= at);
        called.last().map(|one| one.seat)
    }

    /// Takes it from a seat; whether that held or learned it.
    pub fn vacate(&mut self, seat: SeatId, height: u64, now: u64) -> bool {
        self.holdings.retain(|one| one.lasts(now));
        self.lost.retain(|(_, when)| *when == height);
        let place = self.holdings.iter().position(|one| one.seat == seat);
        if let Some(place) = place {
            let held = self.holdings.remove(place);
            if held.since_height < height {
                self.lost.push((seat, height));
            }
        }
        let learning = self.apprentices.len();
        self.apprentices.retain(|one| *one != seat);
        place.is_some() || self.apprentices.len() < learning
    }
}

/// What waits about a role, and how much of its allowance is used.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default)]
pub struct Desk {
    /// Who is nominated.
    pub nominations: Vec<Nomination>,
    /// How much of the allowance is used.
    pub used: AllowanceUse,
}

/// A nomination as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Nomination {
    /// Who is nominated.
    pub seat: SeatId,
    /// By whom.
    pub by: SeatId,
    /// When, unix seconds.
    pub at: u64,
    /// Until when objections are taken, unix seconds.
    pub until: u64,
    /// From when it is as if it had never been, unix seconds.
    pub lapses: u64,
    /// Who objected, and why.
    pub objection: Option<(SeatId, String)>,
}

/// How much of an allowance is used.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, Default)]
pub struct AllowanceUse {
    /// When the period began in which it was last used, unix seconds; 0 before the first.
    pub since: u64,
    /// How much was spent in it.
    pub spent: Uint256,
    /// How often it was ever used.
    pub spends: u64,
}

/// What a holder spent.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct AllowanceSpend {
    /// The holder.
    pub seat: SeatId,
    /// Who was paid.
    pub to: String,
    /// How much.
    pub amount: Coin,
    /// What for.
    pub reason: String,
    /// When, unix seconds.
    pub at: u64,
}

impl Desk {
    /// A role's.
    ///
    /// # Errors
    /// Only on a store that is damaged.
    pub fn load(storage: &dyn Storage, role: &str) -> StdResult<Self> {
        Ok(DESKS.may_load(storage, role)?.unwrap_or_default())
    }

    /// Nominations that nobody has stopped.
    pub fn open(&self) -> impl Iterator<Item = &Nomination> {
        let all = self.nominations.iter();
        all.filter(|one| one.objection.is_none())
    }

    /// Of those that were stopped, forgets the ones that lapse first where there are too many.
    pub fn forget_stopped(&mut self) {
        let open = self.open().count();
        while self.nominations.len().saturating_sub(open) > MAX_NOMINATIONS {
            let all = self.nominations.iter().enumerate();
            let stopped = all.filter(|(_, one)| one.objection.is_some());
            let Some((place, _)) = stopped.min_by_key(|(_, one)| one.lapses) else {
                return;
            };
            self.nominations.remove(place);
        }
    }

    /// Keeps it.
    pub fn save(&self, storage: &mut dyn Storage, role: &str) {
        DESKS.save(storage, role, self);
    }
}

/// Lets a role that the charter no longer has end, with its nominations. What its allowance paid stays, and so does, to the
/// end of the block, who held it at the block's start: they decide what opens in it.
pub(crate) fn end_role(
    storage: &mut dyn Storage,
    role: &str,
    height: u64,
    now: u64,
) -> StdResult<()> {
    let lost = Roster::load(storage, Some(role))?.at_block_start(height, now);
    if lost.is_empty() {
        ROSTERS.remove(storage, role);
    } else {
        let ended = Roster {
            lost: lost.into_iter().map(|seat| (seat, height)).collect(),
            ..Roster::default()
        };
        ended.save(storage, Some(role));
    }
    if let Some(mut desk) = DESKS.may_load(storage, role)? {
        desk.nominations.clear();
        desk.save(storage, role);
    }
    Ok(())
}

pub(crate) fn save_spend(
    storage: &mut dyn Storage,
    role: &str,
    number: u64,
    spend: &AllowanceSpend,
) {
    SPENDS.save(storage, (role, number), spend);
}

/// What the holders of a role spent, in order.
pub(crate) fn spends(
    storage: &dyn Storage,
    role: &str,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> StdResult<Vec<(u64, AllowanceSpend)>> {
    SPENDS
        .under(storage, role, after(start_after))
        .take(page(limit))
        .collect()
}

/// The nomination of a seat that nobody has objected to.
pub(crate) fn nomination<'a>(
    desk: &'a mut Desk,
    role: &str,
    seat: SeatId,
    now: u64,
) -> Result<&'a mut Nomination, RoleError> {
    let mut all = desk.nominations.iter_mut();
    let found = all.find(|one| one.seat == seat && now < one.lapses);
    let found = found.ok_or_else(|| RoleError::NotNominated {
        role: role.into(),
        seat,
    })?;
    match &found.objection {
        Some((by, _)) => Err(RoleError::Objected {
            role: role.into(),
            seat,
            by: *by,
        }),
        None => Ok(found),
    }
}
