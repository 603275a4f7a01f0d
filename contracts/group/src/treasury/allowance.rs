//! What the holders of a role spend without a vote: up to an amount a period, each with its reason.

use cosmwasm_std::{Coin, DepsMut, Env, MessageInfo, Response, Uint256};

use crate::cells::group::Group;
use crate::charter::Allowance;
use crate::error::{ContractError, PermissionError, RoleError};
use crate::events::RoleEvent;
use crate::msg::SeatId;
use crate::permission::Caller;
use crate::roles::filling::role;
use crate::roles::nominating::check_reason;
use crate::roles::roster::{AllowanceSpend, AllowanceUse, Desk, Roster, save_spend};
use crate::treasury::funds;

/// Message of a role's holder: pays from the common fund, within the role's allowance.
///
/// # Errors
/// The sender does not hold the role, the role has no allowance, or less of it is left.
#[inline(never)]
pub fn spend(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    name: &str,
    to: &str,
    (amount, reason): (Coin, String),
) -> Result<Response, ContractError> {
    Group::ready(&mut deps, env)?;
    let (seat, _) = caller.seat(info)?;
    check_reason(&reason)?;
    let role = role(deps.storage, name)?;
    let now = env.block.time.seconds();
    check_holds(&deps, name, seat, now)?;
    let Some(allowance) = role.allowance else {
        return Err(RoleError::NoAllowance { role: role.name }.into());
    };
    let mut desk = Desk::load(deps.storage, name)?;
    desk.used = used(desk.used, &allowance, now);
    let left = allowance.amount.amount.saturating_sub(desk.used.spent);
    if amount.denom != allowance.amount.denom || amount.amount.is_zero() || amount.amount > left {
        return Err(RoleError::Allowance {
            role: role.name,
            left: Coin::new(left, allowance.amount.denom).to_string(),
            until: allowance.period.after(desk.used.since),
            amount: amount.to_string(),
        }
        .into());
    }
    desk.used.spent = desk.used.spent.saturating_add(amount.amount);
    desk.used.spends = desk.used.spends.saturating_add(1);
    desk.save(deps.storage, name);
    let spend = AllowanceSpend {
        seat,
        to: to.into(),
        amount: amount.clone(),
        reason,
        at: now,
    };
    save_spend(deps.storage, name, desk.used.spends, &spend);
    let coins = [amount.clone()];
    let response = Response::new().add_event(RoleEvent::AllowanceSpent {
        role: name,
        seat,
        to,
        coins: &coins,
        reason: &spend.reason,
    });
    funds::spend(&mut deps, env, response, to, vec![amount], None)
}

fn check_holds(deps: &DepsMut, name: &str, seat: SeatId, now: u64) -> Result<(), ContractError> {
    if Roster::load(deps.storage, Some(name))?.is_held_by(seat, now) {
        return Ok(());
    }
    Err(PermissionError::NotInRole {
        seat,
        role: name.into(),
    }
    .into())
}

/// How much of an allowance is used in the period that runs now. Periods follow each other without a gap from the first
/// spend on, so that nobody gains by the moment of a spend; new holders go on where the old ones stopped.
pub(crate) fn used(before: AllowanceUse, allowance: &Allowance, now: u64) -> AllowanceUse {
    let period = allowance.period.0.max(1);
    if before.spends == 0 {
        return AllowanceUse {
            since: now,
            ..before
        };
    }
    let passed = now.saturating_sub(before.since).checked_div(period);
    match passed.unwrap_or_default() {
        0 => before,
        periods => AllowanceUse {
            since: before.since.saturating_add(periods.saturating_mul(period)),
            spent: Uint256::zero(),
            ..before
        },
    }
}
