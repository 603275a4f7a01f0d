//! Deposits of those who propose without a seat of their own in the core team: kept apart while their proposal lives, and
//! then theirs again whatever became of it. A deposit makes many proposals dear, and no single one.

use cosmwasm_std::{Addr, Coin, DepsMut, Env, Response, Storage};

use crate::error::{ContractError, ProposalError};
use crate::events::RoleEvent;
use crate::msg::{Claimant, ProposalId};
use crate::proposals::book;
use crate::proposals::decision::assess;
use crate::proposals::proposal::StoredOrigin;
use crate::treasury::ledger;
use crate::wallet::written;

/// Keeps what came in with a proposal.
pub(crate) fn take(
    storage: &mut dyn Storage,
    response: Response,
    id: ProposalId,
    by: &Addr,
    deposit: &Coin,
) -> Result<Response, ContractError> {
    let coins = std::slice::from_ref(deposit);
    ledger::deposit(storage, coins)?;
    book::save_deposit(storage, id, deposit);
    Ok(response.add_event(RoleEvent::DepositTaken {
        proposal: id,
        from: by.as_str(),
        coins,
    }))
}

/// Message of anybody: makes the deposit of a proposal that has ended a claim of who left it.
///
/// # Errors
/// There is none, it was given back, or the proposal has not ended.
#[inline(never)]
pub fn give_back(deps: DepsMut, env: &Env, id: ProposalId) -> Result<Response, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    let deposit = book::deposit(deps.storage, id)?;
    let (StoredOrigin::Outside { by, .. }, Some(deposit)) = (&proposal.origin, deposit) else {
        return Err(ProposalError::NoDeposit { proposal: id }.into());
    };
    let status = assess(deps.storage, env, &proposal)?.status;
    if !status.is_final() {
        return Err(ProposalError::DepositHeld {
            proposal: id,
            status: status.as_str(),
        }
        .into());
    }
    let payer = written(by, deps.api)?;
    let coins = std::slice::from_ref(&deposit);
    ledger::release_deposit(deps.storage, &Claimant::Address(payer.clone()), coins)?;
    book::remove_deposit(deps.storage, id);
    Ok(Response::new().add_event(RoleEvent::DepositReturned {
        proposal: id,
        to: &payer,
        coins,
    }))
}
