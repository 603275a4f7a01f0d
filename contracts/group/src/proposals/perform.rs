//! Executing a passed proposal: once, all its actions or none.

use cosmwasm_std::{Coin, DepsMut, Env, MessageInfo, Response, SubMsg};
use folkmoot_rules::{Ended, Outcome, Status};

use crate::action::Action;
use crate::charter::amending;
use crate::client::GroupClient;
use crate::error::{ContractError, HouseError, ProposalError};
use crate::events::{Attention, Event};
use crate::msg::{Awaited, ExecuteMsg, ProposalId};
use crate::proposals::actions::{self, perform};
use crate::proposals::book;
use crate::proposals::decide::fix_outcome;
use crate::proposals::decision::{assess, judge};
use crate::proposals::proposal::Proposal;
use crate::storage::shortened;
use crate::treasury::{funds, ledger};

/// Message: executes a passed proposal. The record says executed before the first action runs; if one fails, nothing
/// has moved, the reason is kept, and it can be tried again until the execution window ends. Without a gas limit a
/// caller who brings too little gas fails the whole transaction and not the proposal.
///
/// # Errors
/// It is a mirror, undecided, resting, over, or not passed.
#[inline(never)]
pub fn execute(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    if proposal.is_mirror() {
        return Err(ProposalError::Mirror { proposal: id }.into());
    }
    let by_group_account = make_executable(&deps, env, info, id, &mut proposal)?;
    proposal.progress.ended = Some(Ended::Executed);
    proposal.progress.height = Some(env.block.height);
    proposal.progress.by_group_account = by_group_account;
    book::save(deps.storage, id, &proposal);
    let response = Response::new().add_event(Event::ProposalExecuted {
        proposal: id,
        by_group_account,
    });
    if !proposal.acts {
        return Ok(response);
    }
    let actions = book::actions(deps.storage, id)?;
    if let Some((payment, paid)) = payment_alone(&mut deps, env, id, &actions) {
        return Ok(response.add_event(paid).add_submessage(payment));
    }
    let perform = ExecuteMsg::PerformActions { proposal: id };
    let msg = GroupClient::new(env.contract.address.as_str()).execute(&perform, vec![])?;
    let awaited = Awaited::Execution { proposal: id };
    Ok(response.add_submessage(SubMsg::reply_on_error(msg, 0).with_payload(awaited.payload())))
}

/// Makes the payment where a decision is one payment of one coin out of the common fund, and nothing else. A transfer of one
/// coin is all or none by itself, so it needs no message around it that is undone: if the bank refuses, its reply takes the
/// one sum back that was written. None, and nothing written, for all else and for what is refused here already.
fn payment_alone<'a>(
    deps: &mut DepsMut,
    env: &Env,
    id: ProposalId,
    actions: &'a [Action],
) -> Option<(SubMsg, Event<'a>)> {
    let [
        Action::Spend {
            to,
            amount,
            cycle: None,
        },
    ] = actions
    else {
        return None;
    };
    let coins = amount.as_slice();
    let [coin] = coins else {
        return None;
    };
    let transfer = funds::transfer_alone(deps, env, to, coin).ok()?;
    let awaited = Awaited::Payment {
        proposal: id,
        coin: coin.clone(),
    };
    let payment = SubMsg::reply_on_error(transfer, 0).with_payload(awaited.payload());
    Some((payment, Event::CoinsPaid { to, coins }))
}

/// Reply: the bank refused a payment that is all of a decision.
pub(crate) fn payment_refused(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    coin: &Coin,
    reason: String,
) -> Result<Response, ContractError> {
    ledger::take_payment_back(deps.storage, coin)?;
    execution_failed(deps, env, id, reason)
}

/// Moves a proposal on that was decided early, and checks that it may be executed now. Whether the group's own account
/// does it.
fn make_executable(
    deps: &DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
    proposal: &mut Proposal,
) -> Result<bool, ContractError> {
    let mut now = assess(deps.storage, env, proposal)?;
    let by_group_account = now.terms.is_group_account(&info.sender);
    if now.status == Status::Open {
        fix_outcome(env, id, proposal, &now, by_group_account)?;
        if now.outcome != Outcome::Passed {
            return Err(ProposalError::Decided {
                proposal: id,
                outcome: now.outcome.as_str(),
            }
            .into());
        }
        now = judge(now.terms, env, proposal)?;
    }
    match now.status {
        Status::Passed | Status::ExecutionFailed => Ok(by_group_account),
        Status::Referred { until } => Err(HouseError::Referred {
            proposal: id,
            until,
            now: env.block.time.seconds(),
        }
        .into()),
        Status::Delayed { until } => Err(ProposalError::Resting {
            proposal: id,
            until,
            now: env.block.time.seconds(),
        }
        .into()),
        status => Err(ProposalError::NotExecutable {
            proposal: id,
            status: status.as_str(),
        }
        .into()),
    }
}

/// Reply: an action failed, so none is done. A chain tells no more of the reason than a number, so what stands in the way of
/// the actions is looked for once more.
pub(crate) fn execution_failed(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    reason: String,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    let actions = book::actions(deps.storage, id)?;
    let found = actions::obstacle(deps.as_ref(), env, &proposal.parties, &actions);
    let reason = shortened(found.unwrap_or(reason));
    proposal.progress.ended = None;
    proposal.progress.failed_attempts = proposal.progress.failed_attempts.saturating_add(1);
    book::save(deps.storage, id, &proposal);
    book::save_failure(deps.storage, id, &reason)?;
    Ok(Response::new().add_event(Event::AttentionNeeded {
        what: Attention::ExecutionFailed,
        subject: id,
        reason: &reason,
    }))
}

/// Message to itself: runs all actions in order.
///
/// # Errors
/// Of the first action that fails; with it all are undone. A house guards the rules or the code that did not look.
#[inline(never)]
pub fn perform_actions(
    mut deps: DepsMut,
    env: &Env,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let actions = book::actions(deps.storage, id)?;
    amending::check_guards(deps.storage, id, &actions)?;
    let denoms = funds::denoms_at_risk(deps.storage, &actions)?;
    let mut response = Response::new();
    for (place, action) in (0..).zip(actions) {
        response = perform(&mut deps, env, response, (id, place), action)?;
    }
    if denoms.is_empty() {
        return Ok(response);
    }
    let check = ExecuteMsg::CheckFunds { denoms };
    let check = GroupClient::new(env.contract.address.as_str()).execute(&check, vec![])?;
    Ok(response.add_message(check))
}
