//! Seats: admission, removal, change, leaving, and the weight of group seats.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};

use crate::action::ActionError;
use crate::charter::charters::charter_in_force;
use crate::charter::{Charter, agreed};
use crate::checks::{self, check_core_limit, check_name, check_weight};
use crate::error::{ContractError, SeatError};
use crate::events::Event;
use crate::joint::farewells::farewell;
use crate::joint::{handshake, kin};
use crate::limits::MAX_GROUP_SEATS;
use crate::msg::{Claimant, LinkSide, SeatId, SeatSpec, Standing};
use crate::permission::Caller;
use crate::roles::filling;
use crate::seats::delegations;
use crate::seats::live::{gone, still_there};
use crate::seats::registry::{self, Seat, Totals};
use crate::seats::weights::{self, rewrite};
use crate::treasury::clock::clock;
use crate::treasury::{ledger, payouts, stakes};
use crate::wallet::{Holder, compact};

/// What every admission is checked against and counted in, read once and written once.
pub(crate) struct Admission {
    charter: Charter,
    totals: Totals,
    /// What a newcomer weighs by contribution.
    contributed: Option<u64>,
    /// The keys taken so far, where that was nobody's seat before: then nothing has to be read for each.
    first: Option<Vec<(Vec<u8>, SeatId)>>,
}

impl Admission {
    pub(crate) fn open(storage: &mut dyn Storage, env: &Env) -> Result<Self, ContractError> {
        let (_, charter) = charter_in_force(storage)?;
        let totals = registry::begin(storage, env.block.height)?;
        let first = (totals.last_seat == 0).then(Vec::new);
        let contributed = weights::newcomer(storage, charter.spec())?;
        Ok(Self {
            charter,
            totals,
            contributed,
            first,
        })
    }

    pub(crate) fn close(self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        registry::finish(storage, &self.totals);
        Ok(())
    }

    /// Makes sure that nobody else holds a key.
    fn take(&mut self, storage: &mut dyn Storage, key: &str, now: u64) -> Result<(), SeatError> {
        let Some(first) = &mut self.first else {
            return registry::make_free(storage, key, now);
        };
        let taken = compact(key);
        if let Some((_, seat)) = first.iter().find(|(other, _)| *other == taken) {
            return Err(SeatError::Taken {
                holder: key.into(),
                seat: *seat,
            });
        }
        first.push((taken, self.totals.last_seat.saturating_add(1)));
        Ok(())
    }

    /// Checks and writes a seat. A group's is offered until that group has joined.
    pub(crate) fn admit(
        &mut self,
        deps: &mut DepsMut,
        env: &Env,
        spec: SeatSpec,
    ) -> Result<SeatId, ContractError> {
        check_name("seat's name", &spec.name)?;
        let holder = spec.holder.checked(deps.api)?;
        check_holder(&self.charter, deps, env, &holder)?;
        let fixed = spec.weight.unwrap_or(1);
        check_weight(fixed)?;
        let now = env.block.time.seconds();
        for key in holder.keys() {
            self.take(deps.storage, key, now)?;
        }
        let mut seat = Seat {
            name: spec.name,
            holder,
            standing: spec.standing,
            weight: 0,
            fixed,
            members: None,
            since: now,
            since_height: env.block.height,
            changed_height: env.block.height,
            revision: 1,
            linked: false,
            announced: None,
            dropping: Vec::new(),
            left_at: None,
            contributed: self.contributed,
            delegate: false,
            offered: Vec::new(),
        };
        let spec = self.charter.spec();
        let weighting = spec.weighting;
        if spec.weighs_by().is_some() {
            weights::check_countable(self.totals.last_seat.saturating_add(1))?;
        }
        if let Some(limit) = spec.core_limit
            && seat.is_core()
        {
            check_core_limit(limit, self.totals.core)?;
        }
        Ok(registry::admit(
            deps.storage,
            &mut self.totals,
            &mut seat,
            weighting,
        )?)
    }
}

fn check_holder(
    charter: &Charter,
    deps: &DepsMut,
    env: &Env,
    holder: &Holder,
) -> Result<(), ContractError> {
    let accounts = &charter.spec().group_accounts;
    let keys = holder.keys();
    if let Some(account) = accounts
        .iter()
        .find(|account| keys.contains(&account.as_str()))
    {
        return Err(SeatError::GroupAccount {
            account: account.clone(),
        }
        .into());
    }
    match holder {
        Holder::Contract { address } | Holder::Group { address, .. }
            if address == env.contract.address.as_str() =>
        {
            Err(crate::error::LinkError::Itself.into())
        }
        Holder::Keys { .. } => Ok(()),
        Holder::Contract { address } => kin::check_contract(deps.as_ref(), address),
        Holder::Group { address, lead_time } => {
            checks::check_lead_time(*lead_time)?;
            kin::check_contract(deps.as_ref(), address)?;
            let count = registry::group_seats(deps.storage, None, usize::MAX)?.len();
            if count >= usize::try_from(MAX_GROUP_SEATS).unwrap_or_default() {
                return Err(too_many(MAX_GROUP_SEATS, "group seats"));
            }
            let mut figures = agreed::agreed(deps.storage)?;
            figures.longest_lead_below = figures.longest_lead_below.max(Some(*lead_time));
            Ok(charter.fits(&figures)?)
        }
    }
}

fn too_many(limit: u32, what: &'static str) -> ContractError {
    SeatError::TooMany {
        limit: usize::try_from(limit).unwrap_or_default(),
        what,
    }
    .into()
}

/// Action: admits a seat; a group is offered a link.
pub(crate) fn admit(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    spec: SeatSpec,
) -> Result<Response, ContractError> {
    let name = spec.name.clone();
    let mut admission = Admission::open(deps.storage, env)?;
    let seat = admission.admit(deps, env, spec)?;
    admission.close(deps.storage)?;
    let response = response.add_event(Event::SeatAdmitted { seat, name: &name });
    match registry::load(deps.storage, seat)?.holder {
        Holder::Group { address, lead_time } => {
            handshake::offer_seat(deps, env, response, seat, &address, lead_time)
        }
        _ => Ok(response),
    }
}

/// Action: removes a seat.
pub(crate) fn remove(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    id: SeatId,
) -> Result<Response, ContractError> {
    let Some(seat) = still_there(deps.storage, id)? else {
        return Ok(gone(response, id));
    };
    let response = match &seat.holder {
        Holder::Group { address, .. } => {
            response.add_submessage(farewell(address, LinkSide::Above)?)
        }
        _ => response,
    };
    end(deps.storage, env, id, seat)?;
    Ok(response.add_event(Event::SeatLeft {
        seat: id,
        removed: true,
    }))
}

/// Ends a seat: it weighs nothing from now on, and its holder's keys are free.
pub(crate) fn end(
    storage: &mut dyn Storage,
    env: &Env,
    id: SeatId,
    mut seat: Seat,
) -> Result<(), ContractError> {
    let now = env.block.time.seconds();
    seat.left_at = Some(now);
    seat.cut_off(now);
    let cycles_at = clock(storage, env)?;
    stakes::release(storage, cycles_at, id)?;
    payouts::cut_off(storage, now, id, false)?;
    delegations::cut_off(storage, env.block.height, id)?;
    let (_, charter) = charter_in_force(storage)?;
    filling::leave_all(storage, env, charter.spec(), id)?;
    rewrite(storage, env, id, seat)?;
    Ok(())
}

/// What a change of a seat names; what it does not name stays.
pub(crate) struct Change {
    pub seat: SeatId,
    pub revision: u32,
    pub name: Option<String>,
    pub standing: Option<Standing>,
    pub holder: Option<Holder>,
    pub weight: Option<u64>,
}

/// Action: changes a seat, unless another decision changed it first.
pub(crate) fn change(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    change: Change,
) -> Result<Response, ContractError> {
    let id = change.seat;
    let Some(mut seat) = still_there(deps.storage, id)? else {
        return Ok(gone(response, id));
    };
    if seat.revision != change.revision {
        return Err(ActionError::Outdated {
            what: "revision",
            written: change.revision,
            current: seat.revision,
        }
        .into());
    }
    if let Some(name) = change.name {
        check_name("seat's name", &name)?;
        seat.name = name;
    }
    if let Some(weight) = change.weight {
        check_weight(weight)?;
        seat.fixed = weight;
    }
    let mut former = None;
    if let Some(holder) = change.holder {
        let holder = new_holder(deps, env, id, &seat, holder)?;
        former = part_with(deps.storage, env, id, &seat)?;
        let (_, charter) = charter_in_force(deps.storage)?;
        filling::forget_nominations(deps.storage, charter.spec(), id)?;
        payouts::cut_off(deps.storage, env.block.time.seconds(), id, true)?;
        delegations::cut_off(deps.storage, env.block.height, id)?;
        stakes::change_holder(deps.storage, env.block.height, id)?;
        seat.delegate = false;
        // what the one before committed is not theirs: as a newcomer they weigh from the next cycle on
        seat.contributed = seat.contributed.map(|_| 0);
        seat.holder = holder;
        seat.dropping.clear();
        seat.offered.clear();
    }
    seat.standing = change.standing.unwrap_or(seat.standing);
    seat.revision = seat.revision.saturating_add(1);
    let seat = rewrite(deps.storage, env, id, seat)?;
    let response = response.add_event(Event::SeatChanged {
        seat: id,
        weight: seat.weight,
    });
    Ok(match former {
        Some(former) => response.add_event(Event::HolderParted { seat: id, former }),
        None => response,
    })
}

/// Whether a seat has stakes or claims.
pub(crate) fn owns_something(storage: &dyn Storage, id: SeatId) -> Result<bool, ContractError> {
    let staked = stakes::of_seat(storage, id)?;
    Ok(staked.iter().any(|(_, stake)| stake.is_owed())
        || ledger::is_claimant(storage, &Claimant::Seat(id)))
}

/// What a seat staked, and what is due to it, is its holder's: when the group gives the seat to another, it goes with the
/// former holder, as the claims of a seat that has ended. Its number, where there was something.
fn part_with(
    storage: &mut dyn Storage,
    env: &Env,
    id: SeatId,
    seat: &Seat,
) -> Result<Option<SeatId>, ContractError> {
    if !owns_something(storage, id)? {
        return Ok(None);
    }
    let now = env.block.time.seconds();
    let mut former = seat.clone();
    former.left_at = Some(now);
    former.cut_off(now);
    let former = registry::keep_former(storage, env.block.height, former)?;
    let (from, to) = (Claimant::Seat(id), Claimant::Seat(former));
    stakes::hand_over(storage, id, former)?;
    ledger::hand_over(storage, &from, &to)?;
    payouts::hand_over(storage, now, id, former)?;
    let cycles_at = clock(storage, env)?;
    stakes::release(storage, cycles_at, former)?;
    Ok(Some(former))
}

fn new_holder(
    deps: &mut DepsMut,
    env: &Env,
    id: SeatId,
    seat: &Seat,
    holder: Holder,
) -> Result<Holder, ContractError> {
    if seat.holder.is_group() || holder.is_group() {
        return Err(SeatError::Change {
            seat: id,
            why: "a group comes and goes by its link: remove the seat and admit another",
        }
        .into());
    }
    let holder = holder.checked(deps.api)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    check_holder(&charter, deps, env, &holder)?;
    for key in holder.keys() {
        if !seat.holder.keys().contains(&key) {
            registry::make_free(deps.storage, key, env.block.time.seconds())?;
        }
    }
    Ok(holder)
}

/// Message: the sender gives up its seat, at once and whatever is open.
///
/// # Errors
/// The sender holds no seat of its own.
#[inline(never)]
pub fn leave(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
) -> Result<Response, ContractError> {
    let (id, seat) = caller.seat(info)?;
    end(deps.storage, env, id, seat)?;
    Ok(Response::new().add_event(Event::SeatLeft {
        seat: id,
        removed: false,
    }))
}
