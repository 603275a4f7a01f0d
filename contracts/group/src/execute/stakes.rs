//! A seat's own money in the group: staked, pledged for a cycle, taken back, settled at a cycle's end.

use cosmwasm_std::{BankMsg, Coin, DepsMut, Env, MessageInfo, Response, Storage};

use crate::client::GroupClient;
use crate::error::{ContractError, TreasuryError};
use crate::events::{Event, TreasuryEvent};
use crate::execute::propose::linked_above;
use crate::execute::winding::has_ended;
use crate::execute::{treasury, weights};
use crate::limits::MAX_CYCLE_SECONDS;
use crate::msg::{ExecuteMsg, SeatId};
use crate::permission::Caller;
use crate::state::{Group, charter_in_force, ledger, payouts, stakes};

/// The time by which cycles are read: the block's, and the end of all times once the group's own sunset has come, because
/// its cycles end with it.
pub(crate) fn clock(storage: &dyn Storage, env: &Env) -> Result<u64, ContractError> {
    match Group::load(storage)?.is_over(env) {
        true => Ok(u64::MAX),
        false => Ok(env.block.time.seconds()),
    }
}

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
    let now = clock(deps.storage, env)?;
    for coin in &info.funds {
        let amount = ledger::amount_of(coin)?;
        stakes::put(deps.storage, now, id, &coin.denom, amount)?;
    }
    Ok(Response::new().add_event(TreasuryEvent::StakeReceived {
        seat: id,
        coins: &info.funds,
    }))
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

/// Action: opens a cycle with all that is pledged in a denomination.
pub(crate) fn open_cycle(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    denom: &str,
    ends_at: u64,
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
    let (cycle, pool) = stakes::open(deps.storage, now, denom, ends_at)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    if charter.spec().weighs_by() == Some(denom) {
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

/// Action: puts a stake into a group above.
pub(crate) fn stake_above(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    amount: Vec<Coin>,
) -> Result<Response, ContractError> {
    let group = linked_above(deps, group)?;
    treasury::draw(deps, env, None, &amount)?;
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

fn tell_above(
    deps: &DepsMut,
    response: Response,
    group: &str,
    msg: &ExecuteMsg,
) -> Result<Response, ContractError> {
    let group = linked_above(deps, group)?;
    Ok(response.add_message(GroupClient::new(group).execute(msg, vec![])?))
}
