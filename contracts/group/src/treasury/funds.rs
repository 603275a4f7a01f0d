//! Coins: gifts in, decided payments out, and what is due to somebody paid.

use cosmwasm_std::{
    Addr, BankMsg, Coin, Deps, DepsMut, Env, MessageInfo, QuerierWrapper, Response, Storage,
    Uint256,
};

use crate::action::Action;
use crate::cells::group::Group;
use crate::charter::charters::charter_in_force;
use crate::client::GroupClient;
use crate::error::{ContractError, TreasuryError, WindingError};
use crate::events::{Event, TreasuryEvent};
use crate::joint::kin::{check_kin, is_linked};
use crate::msg::{Claimant, ExecuteMsg};
use crate::seats::registry::{self, find_seat};
use crate::treasury::clock::clock;
use crate::treasury::{ledger, payouts, stakes};

/// Message: a gift to the common fund.
///
/// # Errors
/// The group is not founded, or unsealed.
#[inline(never)]
pub fn contribute(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
) -> Result<Response, ContractError> {
    let group = Group::ready(&mut deps, env)?;
    for coin in &info.funds {
        let stranger = !ledger::is_known(deps.storage, &coin.denom)?
            && is_stranger(deps.storage, &group, info.sender.as_str())?;
        ledger::record_gift(deps.storage, coin, stranger)?;
    }
    Ok(Response::new().add_event(Event::ContributionReceived {
        from: info.sender.as_str(),
        coins: &info.funds,
    }))
}

/// Whether a giver is neither the founder nor a seat, neighbour or relayer's account of the group.
fn is_stranger(storage: &dyn Storage, group: &Group, giver: &str) -> Result<bool, ContractError> {
    let near = group.founder.as_str() == giver
        || find_seat(storage, giver)?.is_some()
        || is_linked(storage, giver)?
        || charter_in_force(storage)?
            .1
            .spec()
            .group_accounts
            .iter()
            .any(|account| account == giver);
    Ok(!near)
}

/// Takes coins that a decision moves out off the common fund, or off the pool of the cycle that it names. What else is
/// on its way out in the same execution is seen by [`check_funds`] at its end.
///
/// # Errors
/// The fund has less; the cycle is none, or has ended.
pub(crate) fn draw(
    deps: &mut DepsMut,
    env: &Env,
    cycle: Option<u32>,
    coins: &[Coin],
) -> Result<(), ContractError> {
    for coin in coins {
        let querier = deps.querier;
        ledger::record_payment(deps.storage, coin, |reserved, _| match cycle {
            Some(_) => Ok(()),
            None => check_common_fund(querier, env, coin, reserved),
        })?;
        if let Some(cycle) = cycle {
            let (now, amount) = (clock(deps.storage, env)?, ledger::amount_of(coin)?);
            stakes::spend(deps.storage, now.at, &coin.denom, cycle, amount)?;
        }
    }
    Ok(())
}

fn check_common_fund(
    querier: QuerierWrapper,
    env: &Env,
    coin: &Coin,
    reserved: u128,
) -> Result<(), ContractError> {
    // Nothing of this denomination is anybody's own: the bank refuses what is not there.
    if reserved == 0 {
        return Ok(());
    }
    let balance = balance(querier, env, &coin.denom)?;
    let there = balance.saturating_sub(Uint256::from(reserved));
    if coin.amount > there {
        return Err(TreasuryError::TooLittle {
            fund: "the common fund".into(),
            there,
            asked: coin.amount,
            denom: coin.denom.clone(),
        }
        .into());
    }
    Ok(())
}

/// What the common fund has in a denomination.
pub(crate) fn common_fund(deps: Deps, env: &Env, denom: &str) -> Result<Uint256, ContractError> {
    let reserved = ledger::reserved_total(deps.storage, denom)?;
    Ok(balance(deps.querier, env, denom)?.saturating_sub(Uint256::from(reserved)))
}

fn balance(querier: QuerierWrapper, env: &Env, denom: &str) -> Result<Uint256, ContractError> {
    let own = env.contract.address.as_str();
    Ok(querier.query_balance(own, denom)?.amount)
}

/// The denominations whose funds an execution must be held against at its end. One payment alone is held against the
/// balance as it is made, and where nothing is anybody's own the bank refuses what is not there; unless a called contract
/// may bring that about in between.
pub(crate) fn denoms_at_risk(
    storage: &dyn Storage,
    actions: &[Action],
) -> Result<Vec<String>, ContractError> {
    let mut denoms: Vec<String> = Vec::new();
    if actions.len() < 2 {
        return Ok(denoms);
    }
    let calls = actions
        .iter()
        .any(|action| matches!(action, Action::Call { .. }));
    for coin in actions.iter().flat_map(Action::coins) {
        let at_risk = calls || ledger::reserved_total(storage, &coin.denom)? > 0;
        if at_risk && !denoms.contains(&coin.denom) {
            denoms.push(coin.denom.clone());
        }
    }
    Ok(denoms)
}

/// Message to itself, the last of an execution with several actions: what is due to others is still there. Each action
/// saw the balance before the others had been paid, and a called contract may have made the group pay once more.
///
/// # Errors
/// It is not, so nothing of the execution happens.
#[inline(never)]
pub fn check_funds(
    deps: DepsMut,
    env: &Env,
    denoms: Vec<String>,
) -> Result<Response, ContractError> {
    for denom in denoms {
        let reserved = ledger::reserved_total(deps.storage, &denom)?;
        let balance = balance(deps.querier, env, &denom)?;
        if balance < Uint256::from(reserved) {
            return Err(TreasuryError::Reserved {
                reserved: reserved.into(),
                balance,
                denom,
            }
            .into());
        }
    }
    Ok(Response::new())
}

/// Coins that stay where they are are no payment, though the books would count them as one.
fn not_itself(env: &Env, payee: &Addr) -> Result<(), TreasuryError> {
    match *payee == env.contract.address {
        true => Err(TreasuryError::PaysItself),
        false => Ok(()),
    }
}

/// Action: pays from the common fund or from a cycle's pool.
pub(crate) fn spend(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    to: &str,
    amount: Vec<Coin>,
    cycle: Option<u32>,
) -> Result<Response, ContractError> {
    let to = deps.api.addr_validate(to)?;
    not_itself(env, &to)?;
    draw(deps, env, cycle, &amount)?;
    let event = Event::CoinsPaid {
        to: to.as_str(),
        coins: &amount,
    };
    Ok(response.add_event(event).add_message(BankMsg::Send {
        to_address: to.into_string(),
        amount,
    }))
}

/// Writes a payment of one coin out of the common fund into the books, and gives the transfer.
///
/// # Errors
/// As of [`spend`], or the coin is [shelved](ledger::record_payment), from where a payment takes it for good. Nothing is
/// written then.
pub(crate) fn transfer_alone(
    deps: &mut DepsMut,
    env: &Env,
    to: &str,
    coin: &Coin,
) -> Result<BankMsg, ContractError> {
    let to = deps.api.addr_validate(to)?;
    not_itself(env, &to)?;
    let querier = deps.querier;
    ledger::record_payment(deps.storage, coin, |reserved, shelved| match shelved {
        true => Err(ledger::books(&coin.denom).into()),
        false => check_common_fund(querier, env, coin, reserved),
    })?;
    Ok(BankMsg::Send {
        to_address: to.into_string(),
        amount: vec![coin.clone()],
    })
}

/// Action: gives to another group's common fund.
pub(crate) fn give(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    amount: Vec<Coin>,
    cycle: Option<u32>,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    not_itself(env, &group)?;
    check_kin(deps.as_ref(), env, group.as_str())?;
    draw(deps, env, cycle, &amount)?;
    let event = Event::CoinsPaid {
        to: group.as_str(),
        coins: &amount,
    };
    let response = response.add_event(event);
    let msg = GroupClient::new(group.as_str()).execute(&ExecuteMsg::Contribute {}, amount)?;
    Ok(response.add_message(msg))
}

/// Message: pays what is due to somebody in one denomination. One payee and one denomination a call, so that a payee or
/// a coin that refuses stops nothing else.
///
/// # Errors
/// Nothing is due, or the seat has nowhere to be paid to. A refusal of the bank leaves the claim as it was.
#[inline(never)]
pub fn pay_claim(
    deps: DepsMut,
    env: &Env,
    claimant: Claimant,
    denom: String,
) -> Result<Response, ContractError> {
    let (claimant, to) = match claimant {
        Claimant::Seat(id) => {
            let seat = registry::load(deps.storage, id)?;
            let now = env.block.time.seconds();
            let to = payouts::address(deps.storage, now, id, &seat)?;
            let to = to.ok_or(TreasuryError::NoPayOut { seat: id })?;
            (Claimant::Seat(id), to)
        }
        Claimant::Address(address) => {
            let to = deps.api.addr_validate(&address)?.into_string();
            (Claimant::Address(to.clone()), to)
        }
    };
    let due = ledger::take_claim(deps.storage, &claimant, &denom)?;
    let amount = Coin::new(due, denom);
    let event = TreasuryEvent::ClaimPaid {
        claimant: &claimant,
        to: &to,
        amount: &amount,
    };
    Ok(Response::new().add_event(event).add_message(BankMsg::Send {
        to_address: to,
        amount: vec![amount],
    }))
}

/// Makes the common fund of these denominations due to whoever inherits it. What is somebody's own stays theirs; what
/// becomes common fund later can be bequeathed later, and so can what is more than the books hold at a time.
///
/// # Errors
/// Nothing is there.
pub(crate) fn bequeath(
    deps: &mut DepsMut,
    env: &Env,
    heir: &Claimant,
    denoms: &[String],
) -> Result<Response, ContractError> {
    let mut coins = Vec::new();
    for denom in denoms {
        let reserved = ledger::reserved_total(deps.storage, denom)?;
        let rest = balance(deps.querier, env, denom)?.saturating_sub(Uint256::from(reserved));
        let rest = rest.min(Uint256::from(u128::MAX.saturating_sub(reserved)));
        if !rest.is_zero() {
            let coin = Coin::new(rest, denom.as_str());
            ledger::claim(deps.storage, heir, std::slice::from_ref(&coin))?;
            coins.push(coin);
        }
    }
    if coins.is_empty() {
        return Err(WindingError::NothingLeft.into());
    }
    Ok(
        Response::new().add_event(TreasuryEvent::CommonFundBequeathed {
            claimant: heir,
            coins: &coins,
        }),
    )
}
