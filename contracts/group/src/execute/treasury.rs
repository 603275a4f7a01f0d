//! Coins: gifts in, decided payments out.

use cosmwasm_std::{BankMsg, Coin, DepsMut, Env, MessageInfo, Response};

use crate::client::GroupClient;
use crate::error::ContractError;
use crate::events::Event;
use crate::execute::links::check_kin;
use crate::msg::ExecuteMsg;
use crate::state::{Group, ledger};

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
    Group::ready(&mut deps, env)?;
    ledger::record_gift(deps.storage, &info.funds)?;
    Ok(Response::new().add_event(Event::ContributionReceived {
        from: info.sender.as_str(),
        coins: &info.funds,
    }))
}

/// Action: pays from the common fund. The bank refuses what is not there, and with it the whole execution.
pub(crate) fn spend(
    deps: &mut DepsMut,
    response: Response,
    to: &str,
    amount: Vec<Coin>,
) -> Result<Response, ContractError> {
    let to = deps.api.addr_validate(to)?;
    ledger::record_payment(deps.storage, &amount)?;
    let event = Event::CoinsPaid {
        to: to.as_str(),
        coins: &amount,
    };
    Ok(response.add_event(event).add_message(BankMsg::Send {
        to_address: to.into_string(),
        amount,
    }))
}

/// Action: gives to another group's common fund.
pub(crate) fn give(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    amount: Vec<Coin>,
) -> Result<Response, ContractError> {
    let group = deps.api.addr_validate(group)?;
    check_kin(deps.as_ref(), env, group.as_str())?;
    ledger::record_payment(deps.storage, &amount)?;
    let event = Event::CoinsPaid {
        to: group.as_str(),
        coins: &amount,
    };
    let response = response.add_event(event);
    let msg = GroupClient::new(group.as_str()).execute(&ExecuteMsg::Contribute {}, amount)?;
    Ok(response.add_message(msg))
}
