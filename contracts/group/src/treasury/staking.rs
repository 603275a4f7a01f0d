//! A seat's own money in the group: staked, pledged for a cycle, taken back, settled at a cycle's end.

use cosmwasm_std::{BankMsg, Coin, DepsMut, Env, MessageInfo, Response};

use crate::cells::ended::{has_ended, must_have_ended};
use crate::cells::group::Group;
use crate::charter::charters::charter_in_force;
use crate::client::GroupClient;
use crate::error::{ContractError, SeatError, TreasuryError};
use crate::events::{Event, TreasuryEvent};
use crate::joint::kin::check_kin;
use crate::joint::upstream::linked_above;
use crate::limits::{MAX_CYCLE_SECONDS, MAX_DENOMS_BY_OTHERS, MAX_STAKED_DENOMS};
use crate::msg::{ExecuteMsg, ProposalId, SeatId};
use crate::permission::Caller;
use crate::proposals::book;
use crate::proposals::decision::moment;
use crate::seats::{registry, weights};
use crate::treasury::clock::clock;
use crate::treasury::{funds, ledger, payouts, stakes};

/// Message: puts the attached coins in as a stake of the sender's seat.
///
/// # Errors
/// The group is not founded or unsealed, or the seat stakes too many denominations.
#[inline(never)]
pub fn stake(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let (id, _) = caller.seat(info)?;
    put(deps, env, info, id, MAX_STAKED_DENOMS)
}

fn put(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: SeatId,
    most: usize,
) -> Result<Response, ContractError> {
    let now = clock(deps.storage, env)?;
    for coin in &info.funds {
        let amount = ledger::amount_of(coin)?;
        stakes::put(deps.storage, now, id, (&coin.denom, amount), most)?;
    }
    Ok(Response::new().add_event(TreasuryEvent::StakeReceived {
        seat: id,
        coins: &info.funds,
    }))
}

/// Message: puts the attached coins in as a stake of a seat, whoever brings them.
///
/// # Errors
/// The group is not founded or unsealed, the seat was given up or has nowhere to be paid to, or others brought it as many
/// denominations as they may.
#[inline(never)]
pub fn stake_for(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: SeatId,
) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let seat = registry::load(deps.storage, id)?;
    if seat.left_at.is_some() {
        return Err(SeatError::Gone { seat: id }.into());
    }
    // what it could never take back would be nobody's
    let paid_to = payouts::address(deps.storage, env.block.time.seconds(), id, &seat)?;
    if paid_to.is_none() {
        return Err(TreasuryError::NoPayOut { seat: id }.into());
    }
    put(deps, env, info, id, MAX_DENOMS_BY_OTHERS)
}

/// Message: takes a free stake of the sender's seat back, at once, to its pay-out address.
///
/// # Errors
/// So much is not free, or the seat has nowhere to be paid to.
#[inline(never)]
pub fn take_stake(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    amount: Coin,
) -> Result<Response, ContractError> {
    let (id, seat) = caller.seat(info)?;
    let taken = ledger::amount_of(&amount)?;
    let cycles_at = clock(deps.storage, env)?;
    stakes::take(deps.storage, cycles_at, id, &amount.denom, taken)?;
    let now = env.block.time.seconds();
    let to = payouts::address(deps.storage, now, id, &seat)?;
    let to = to.ok_or(TreasuryError::NoPayOut { seat: id })?;
    let amount = vec![amount];
    let event = TreasuryEvent::StakeReturned {
        seat: id,
        to: &to,
        coins: &amount,
    };
    Ok(Response::new().add_event(event).add_message(BankMsg::Send {
        to_address: to,
        amount,
    }))
}

/// Message: sets what of the free stake of the sender's seat goes into the next cycle; 0 takes the pledge back.
///
/// # Errors
/// So much is not free.
#[inline(never)]
pub fn pledge(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    amount: &Coin,
) -> Result<Response, ContractError> {
    let (id, _) = caller.seat(info)?;
    let pledged = match amount.amount.is_zero() {
        true => 0,
        false => ledger::amount_of(amount)?,
    };
    let now = clock(deps.storage, env)?;
    let cycle = stakes::pledge(deps.storage, now, id, &amount.denom, pledged)?;
    Ok(Response::new().add_event(TreasuryEvent::StakePledged {
        seat: id,
        cycle,
        amount,
    }))
}

/// Action: opens a cycle with all that is pledged in a denomination. Where seats weigh by it, of each seat no more than it
/// had pledged when the block began in which the decision was proposed: who pledges once that is known has staked, and
/// decides nothing by it. What an office opens moves no weight, because no office decides over the seats.
pub(crate) fn open_cycle(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    decision: ProposalId,
    (denom, ends_at): (&str, u64),
) -> Result<Response, ContractError> {
    let now = env.block.time.seconds();
    let latest = now.saturating_add(MAX_CYCLE_SECONDS);
    if ends_at <= now || ends_at > latest {
        return Err(TreasuryError::CycleEnd {
            now,
            latest,
            ends_at,
        }
        .into());
    }
    let ends_at = Group::load(deps.storage)?.ends_before(ends_at);
    let decision = book::load(deps.storage, decision)?;
    let known_at = (!decision.kind.is_office()).then_some(decision.opened_height);
    let (_, charter) = charter_in_force(deps.storage)?;
    let weighs = charter.spec().weighs_by() == Some(denom);
    if weighs && let Some(height) = known_at {
        weights::check_countable(registry::totals(deps.storage)?.last_seat)?;
        let seats = registry::all_ids(deps.storage)?;
        stakes::cut_pledges(deps.storage, moment(env), denom, &seats, height)?;
    }
    let (cycle, pool) = stakes::open(deps.storage, now, denom, (ends_at, known_at))?;
    if weighs {
        weights::weigh_all(deps.storage, env, charter.spec())?;
    }
    Ok(response.add_event(TreasuryEvent::CycleOpened {
        cycle,
        pool: &Coin::new(pool, denom),
        ends_at,
    }))
}

/// Message: turns a seat's share of an ended cycle into its claim; where the group has ended, its free stake too.
///
/// # Errors
/// The seat has no share of an ended cycle, and no free stake in an ended group.
#[inline(never)]
pub fn settle(
    deps: DepsMut,
    env: &Env,
    seat: SeatId,
    denom: &str,
) -> Result<Response, ContractError> {
    let now = clock(deps.storage, env)?;
    let due = match has_ended(deps.storage, env)? {
        true => stakes::release_one(deps.storage, now, seat, denom)?,
        false => stakes::settle_one(deps.storage, now, seat, denom)?,
    };
    let due = due.ok_or_else(|| TreasuryError::NothingToSettle {
        seat,
        denom: denom.into(),
    })?;
    Ok(Response::new().add_event(TreasuryEvent::ShareSettled {
        seat,
        amount: &Coin::new(due, denom),
    }))
}

/// Action: puts a stake into a group above, whose code may have changed since the link was made.
pub(crate) fn stake_above(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    amount: Vec<Coin>,
) -> Result<Response, ContractError> {
    let group = linked_above(deps.as_ref(), group)?;
    check_kin(deps.as_ref(), env, &group)?;
    funds::draw(deps, env, None, &amount)?;
    let response = response.add_event(Event::CoinsPaid {
        to: &group,
        coins: &amount,
    });
    let msg = GroupClient::new(group).execute(&ExecuteMsg::Stake {}, amount)?;
    Ok(response.add_message(msg))
}

/// Action: sets what of the stake in a group above goes into the next cycle there.
pub(crate) fn pledge_above(
    deps: &mut DepsMut,
    response: Response,
    group: &str,
    amount: Coin,
) -> Result<Response, ContractError> {
    tell_above(deps, response, group, &ExecuteMsg::Pledge { amount })
}

/// Action: takes a free stake back from a group above.
pub(crate) fn take_stake_above(
    deps: &mut DepsMut,
    response: Response,
    group: &str,
    amount: Coin,
) -> Result<Response, ContractError> {
    tell_above(deps, response, group, &ExecuteMsg::TakeStake { amount })
}

/// Message of anybody: the same once this group has ended and can decide it no more, also where it still has the seat and
/// no link any longer.
///
/// # Errors
/// It has not ended, or the other is neither linked nor a group of trusted code.
#[inline(never)]
pub fn take_back(
    deps: &DepsMut,
    env: &Env,
    group: &str,
    amount: Coin,
) -> Result<Response, ContractError> {
    must_have_ended(deps, env)?;
    let address = deps.api.addr_validate(group)?;
    if linked_above(deps.as_ref(), group).is_err() {
        check_kin(deps.as_ref(), env, address.as_str())?;
    }
    let msg = ExecuteMsg::TakeStake { amount };
    Ok(Response::new().add_message(GroupClient::new(address.as_str()).execute(&msg, vec![])?))
}

fn tell_above(
    deps: &DepsMut,
    response: Response,
    group: &str,
    msg: &ExecuteMsg,
) -> Result<Response, ContractError> {
    let group = linked_above(deps.as_ref(), group)?;
    Ok(response.add_message(GroupClient::new(group).execute(msg, vec![])?))
}
