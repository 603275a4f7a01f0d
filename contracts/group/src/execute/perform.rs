//! Executing a passed proposal: once, all its actions or none.

use cosmwasm_std::{
    Binary, Coin, Deps, DepsMut, Env, MessageInfo, Response, SubMsg, SubMsgResult, WasmMsg,
};
use folkmoot_rules::{Ended, Outcome, Status};

use crate::action::{Action, ActionError};
use crate::client::GroupClient;
use crate::decision::{assess, judge};
use crate::error::{ContractError, HouseError, ProposalError};
use crate::events::{Attention, Event};
use crate::execute::decide::fix_outcome;
use crate::execute::propose::{check_rescindable, propose_upstream, withdraw_upstream};
use crate::execute::{
    charter, concerns, documents, foresight, houses, links, refer, roles, seats, shortened, stakes,
    subgroups, treasury, veto,
};
use crate::json::binary;
use crate::msg::{Awaited, ExecuteMsg, MigrateMsg, ProposalId};
use crate::state::{Proposal, book, find_seat, ledger};

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
    if let Some(payment) = payment_alone(&mut deps, env, id, &actions) {
        return Ok(response.add_submessage(payment));
    }
    let perform = ExecuteMsg::PerformActions { proposal: id };
    let msg = GroupClient::new(env.contract.address.as_str()).execute(&perform, vec![])?;
    let awaited = Awaited::Execution { proposal: id };
    Ok(response.add_submessage(SubMsg::reply_on_error(msg, 0).with_payload(awaited.payload())))
}

/// Makes the payment where a decision is one payment of one coin out of the common fund, and nothing else. A transfer of one
/// coin is all or none by itself, so it needs no message around it that is undone: if the bank refuses, its reply takes the
/// one sum back that was written. None, and nothing written, for all else and for what is refused here already.
fn payment_alone(
    deps: &mut DepsMut,
    env: &Env,
    id: ProposalId,
    actions: &[Action],
) -> Option<SubMsg> {
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
    let [coin] = amount.as_slice() else {
        return None;
    };
    let transfer = treasury::transfer_alone(deps, env, to, coin).ok()?;
    let awaited = Awaited::Payment {
        proposal: id,
        to: to.clone(),
        coin: coin.clone(),
    };
    Some(SubMsg::reply_always(transfer, 0).with_payload(awaited.payload()))
}

/// Reply: a payment that is all of a decision was made, or refused by the bank.
pub(crate) fn payment_answered(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    (to, coin): (&str, Coin),
    result: SubMsgResult,
) -> Result<Response, ContractError> {
    match result {
        SubMsgResult::Ok(_) => {
            Ok(Response::new().add_event(Event::CoinsPaid { to, coins: &[coin] }))
        }
        SubMsgResult::Err(reason) => {
            ledger::take_payment_back(deps.storage, &coin)?;
            execution_failed(deps, env, id, reason)
        }
    }
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
    let found = foresight::obstacle(deps.as_ref(), env, &proposal.parties, &actions);
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
    charter::check_guards(deps.storage, id, &actions)?;
    let denoms = treasury::denoms_at_risk(deps.storage, &actions)?;
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

fn perform(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    place: (ProposalId, u8),
    action: Action,
) -> Result<Response, ContractError> {
    match action {
        Action::Spend { to, amount, cycle } => {
            treasury::spend(deps, env, response, &to, amount, cycle)
        }
        Action::Contribute {
            group,
            amount,
            cycle,
        } => treasury::give(deps, env, response, &group, amount, cycle),
        Action::AdmitSeat { seat } => seats::admit(deps, env, response, seat),
        Action::RemoveSeat { seat } => seats::remove(deps, env, response, seat),
        Action::ChangeSeat {
            seat,
            revision,
            name,
            standing,
            holder,
            weight,
        } => {
            let change = seats::Change {
                seat,
                revision,
                name,
                standing,
                holder,
                weight,
            };
            seats::change(deps, env, response, change)
        }
        Action::Join { group, lead_time } => links::join(deps, env, response, &group, lead_time),
        Action::Leave { group } => links::leave(deps, response, &group),
        Action::AmendCharter { version, charter } => {
            charter::amend_charter(deps, env, response, version, *charter)
        }
        Action::Appoint {
            seat,
            role,
            apprentice,
        } => {
            let opened_at = book::load(deps.storage, place.0)?.opened_at;
            let role = role.as_deref();
            roles::appoint(deps, env, response, opened_at, seat, role, apprentice)
        }
        Action::Release { seat, role } => {
            roles::release(deps, env, response, seat, role.as_deref())
        }
        Action::ProposeUpstream { group, proposal } => {
            propose_upstream(deps, response, &group, *proposal)
        }
        Action::WithdrawUpstream { group, proposal } => {
            withdraw_upstream(deps, response, &group, proposal)
        }
        Action::AdoptDocument(spec) => documents::adopt(deps, env, response, place.0, *spec),
        Action::FoundSubgroup(spec) => subgroups::found(deps, env, response, place, *spec),
        Action::Rescind { proposal } => rescind(deps, env, response, proposal),
        Action::Stake { group, amount } => stakes::stake_above(deps, env, response, &group, amount),
        Action::Pledge { group, amount } => stakes::pledge_above(deps, response, &group, amount),
        Action::TakeStake { group, amount } => {
            stakes::take_stake_above(deps, response, &group, amount)
        }
        Action::OpenCycle { denom, ends_at } => {
            stakes::open_cycle(deps, env, response, place.0, (&denom, ends_at))
        }
        Action::Upgrade { code_id } => upgrade(env, response, code_id),
        Action::Call {
            contract,
            msg,
            funds,
        } => call(deps, env, response, &contract, msg, funds),
        Action::AppointHouse {
            group,
            response_time,
        } => houses::appoint(deps, env, response, &group, response_time),
        Action::DismissHouse { group } => houses::dismiss(deps, response, &group),
        Action::BecomeHouse {
            group,
            response_time,
        } => houses::become_house(deps, env, response, &group, response_time),
        Action::EndReview { group } => houses::end_review(deps, response, &group),
        Action::AnswerConcern {
            house,
            proposal,
            seat,
            text,
        } => concerns::answer(deps, response, &house, proposal, seat, text),
        Action::Veto {
            group,
            proposal,
            ground,
        } => veto::deliver(deps, env, response, &group, proposal, ground),
    }
}

fn rescind(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut target = book::load(deps.storage, id)?;
    check_rescindable(deps.storage, env, id, &target)?;
    target.progress.ended = Some(Ended::Rescinded);
    target.progress.height = Some(env.block.height);
    book::save(deps.storage, id, &target);
    let response = response.add_event(Event::ProposalRescinded { proposal: id });
    refer::take_back(deps.storage, response, id, &target)
}

/// Moves the group to other code, which must then answer as a group: code of another contract, though it lets itself be
/// migrated to, does not know the message, and so nothing happens.
fn upgrade(env: &Env, response: Response, code_id: u64) -> Result<Response, ContractError> {
    let own = env.contract.address.to_string();
    let answer = ExecuteMsg::CheckFunds { denoms: vec![] };
    let answer = GroupClient::new(own.as_str()).execute(&answer, vec![])?;
    let migrate = WasmMsg::Migrate {
        contract_addr: own,
        new_code_id: code_id,
        msg: binary(&MigrateMsg {}),
    };
    Ok(response.add_message(migrate).add_message(answer))
}

/// What a contract is to the group, if no call may address it.
pub(crate) fn call_target(
    deps: Deps,
    env: &Env,
    contract: &str,
) -> Result<Option<&'static str>, ContractError> {
    let seat = find_seat(deps.storage, contract)?;
    let sits_here = seat.is_some_and(|(_, seat)| seat.holder.is_group());
    Ok(if contract == env.contract.address.as_str() {
        Some("which is this group")
    } else if sits_here || links::is_linked(deps.storage, contract)? {
        Some("which is linked with this group")
    } else {
        None
    })
}

/// Calls a contract that is neither the group nor linked with it: what touches those has actions of its own.
fn call(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    contract: &str,
    msg: Binary,
    funds: Vec<Coin>,
) -> Result<Response, ContractError> {
    let contract = deps.api.addr_validate(contract)?;
    if let Some(why) = call_target(deps.as_ref(), env, contract.as_str())? {
        return Err(ActionError::CallTarget {
            contract: contract.into(),
            why,
        }
        .into());
    }
    treasury::draw(deps, env, None, &funds)?;
    Ok(response.add_message(WasmMsg::Execute {
        contract_addr: contract.into(),
        msg,
        funds,
    }))
}
