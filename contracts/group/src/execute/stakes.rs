//! A seat's own money in the group: staked, pledged for a cycle, taken back, settled at a cycle's end.

use cosmwasm_std::{BankMsg, Coin, DepsMut, Env, MessageInfo, Response};

use crate::error::{ContractError, TreasuryError};
use crate::events::TreasuryEvent;
use crate::limits::MAX_CYCLE_SECONDS;
use crate::msg::SeatId;
use crate::permission::Caller;
use crate::state::{Group, ledger, payouts, stakes};

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
    for coin in &info.funds {
        let amount = ledger::amount_of(coin)?;
        stakes::put(
            deps.storage,
            env.block.time.seconds(),
            id,
            &coin.denom,
            amount,
        )?;
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
    let now = env.block.time.seconds();
    let taken = ledger::amount_of(&amount)?;
    stakes::take(deps.storage, now, id, &amount.denom, taken)?;
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
    let now = env.block.time.seconds();
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
    let (cycle, pool) = stakes::open(deps.storage, now, denom, ends_at)?;
    Ok(response.add_event(TreasuryEvent::CycleOpened {
        cycle,
        pool: &Coin::new(pool, denom),
        ends_at,
    }))
}

/// Message: turns a seat's share of an ended cycle into its claim.
///
/// # Errors
/// The seat has no share of an ended cycle.
#[inline(never)]
pub fn settle(
    deps: DepsMut,
    env: &Env,
    seat: SeatId,
    denom: &str,
) -> Result<Response, ContractError> {
    let now = env.block.time.seconds();
    let (stake, due) = stakes::catch_up(deps.storage, now, seat, denom)?;
    let due = due.ok_or_else(|| TreasuryError::NothingToSettle {
        seat,
        denom: denom.into(),
    })?;
    stakes::save(deps.storage, seat, denom, &stake)?;
    Ok(Response::new().add_event(TreasuryEvent::ShareSettled {
        seat,
        amount: &Coin::new(due, denom),
    }))
}
