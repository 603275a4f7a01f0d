//! Each action in three places side by side: what is checked as it is proposed, what is foreseen, what is done.

use cosmwasm_std::{Binary, Coin, Deps, DepsMut, Env, Response, Storage, WasmMsg};
use folkmoot_rules::check_line;

use crate::action::{Action, ActionError, Bill};
use crate::cells::descent;
use crate::charter::agreed::{agreed, check_version};
use crate::charter::amending;
use crate::charter::charters::charter_in_force;
use crate::checks::{check_concern, check_lead_time, check_name, check_response_time, check_title};
use crate::client::GroupClient;
use crate::documents::adopting;
use crate::error::{ContractError, LinkError, SeatError};
use crate::joint::kin::call_target;
use crate::joint::upstream::{propose_upstream, withdraw_upstream};
use crate::joint::{links, uplinks};
use crate::json::binary;
use crate::msg::{ExecuteMsg, MigrateMsg, ProposalId, SeatId, Warning};
use crate::proposals::book;
use crate::proposals::foresight::{Obstacle, Outlook, Seen, never};
use crate::proposals::rescind::rescind;
use crate::reviews::{concerns, houses, linking, veto};
use crate::roles::filling;
use crate::seats::live::live;
use crate::seats::membership;
use crate::treasury::{funds, ledger, staking};
use crate::wallet::Holder;

/// Refuses at the door what could never be done. What depends on the day of execution is checked then.
pub(crate) fn check_action(deps: Deps, env: &Env, action: &Action) -> Result<(), ContractError> {
    let address = match action {
        Action::Spend { to, .. } => to,
        Action::Join { group, lead_time } => {
            check_lead_time(*lead_time)?;
            group
        }
        Action::AppointHouse {
            group,
            response_time,
        }
        | Action::BecomeHouse {
            group,
            response_time,
        } => {
            check_response_time(*response_time)?;
            group
        }
        Action::Contribute { group, .. }
        | Action::Stake { group, .. }
        | Action::Pledge { group, .. }
        | Action::TakeStake { group, .. }
        | Action::Leave { group }
        | Action::WithdrawUpstream { group, .. }
        | Action::DismissHouse { group }
        | Action::EndReview { group }
        | Action::Veto { group, .. } => group,
        Action::ProposeUpstream { group, proposal } => {
            check_title(&proposal.title)?;
            group
        }
        Action::AnswerConcern { house, text, .. } => {
            check_concern(text)?;
            house
        }
        Action::Call { contract, .. } => contract,
        Action::AmendCharter { version, charter } => {
            check_version(*version, charter_in_force(deps.storage)?.0)?;
            charter.check(deps.api, &agreed(deps.storage)?, None)?;
            return Ok(());
        }
        Action::AdmitSeat { seat } => {
            check_name("seat's name", &seat.name)?;
            if let Holder::Group { lead_time, .. } = seat.holder.clone().checked(deps.api)? {
                check_lead_time(lead_time)?;
            }
            return Ok(());
        }
        Action::ChangeSeat {
            seat, name, holder, ..
        } => {
            if let Some(name) = name {
                check_name("seat's name", name)?;
            }
            if let Some(holder) = holder {
                holder.clone().checked(deps.api)?;
            }
            return check_not_gone(deps.storage, *seat);
        }
        Action::Appoint { seat, role, .. } => {
            check_line("role", role.as_deref().unwrap_or_default())?;
            return check_not_gone(deps.storage, *seat);
        }
        Action::RemoveSeat { seat } => return check_not_gone(deps.storage, *seat),
        Action::Release { seat, role } => {
            if let Some(role) = role {
                check_line("role", role)?;
                filling::check_release(deps.storage, env.block.time.seconds(), *seat, role)?;
            }
            return check_not_gone(deps.storage, *seat);
        }
        Action::OpenCycle { denom, .. } => return Ok(check_line("denomination", denom)?),
        Action::Rescind { .. } | Action::Upgrade { .. } => return Ok(()),
        Action::AdoptDocument(document) => return Ok(document.check()?),
        Action::FoundSubgroup(subgroup) => return descent::check(deps, env, subgroup),
    };
    let address = deps.api.addr_validate(address)?;
    check_link(deps.storage, action, address.as_str())
}

/// A seat that is gone stays so; one that is not there yet may be by the day of execution.
fn check_not_gone(storage: &dyn Storage, seat: SeatId) -> Result<(), ContractError> {
    match live(storage, seat) {
        Err(SeatError::Unknown { .. }) => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

/// Only a link that is there is ended; if the other side ends it before the execution, that does no harm.
fn check_link(storage: &dyn Storage, action: &Action, group: &str) -> Result<(), ContractError> {
    let is_there = match action {
        Action::Leave { .. } => uplinks::load(storage, group)?.is_some(),
        Action::DismissHouse { .. } => houses::house(storage, group)?.is_some(),
        Action::EndReview { .. } => houses::reviewed(storage, group)?.is_some(),
        Action::AnswerConcern { .. } => houses::agreed_house(storage, group)?.is_some(),
        _ => true,
    };
    match is_there {
        true => Ok(()),
        false => Err(LinkError::None {
            group: group.into(),
        }
        .into()),
    }
}

/// Looks ahead at the door.
///
/// # Errors
/// An action that could never be done.
pub(crate) fn warnings(
    deps: Deps,
    env: &Env,
    parties: &[SeatId],
    actions: &[Action],
) -> Result<Vec<Warning>, ContractError> {
    let outlook = Outlook {
        deps,
        env,
        parties,
        actions,
    };
    let mut warnings = Vec::new();
    for obstacle in obstacles(&outlook) {
        match obstacle {
            (_, Obstacle::Never(error)) => return Err(error),
            (action, Obstacle::Today(what, error)) => warnings.push(Warning {
                action: u32::try_from(action).unwrap_or(u32::MAX),
                what,
                reason: error.to_string(),
            }),
        }
    }
    Ok(warnings)
}

/// What stands in the way of the first action that could not be done now, in words.
pub(crate) fn obstacle(
    deps: Deps,
    env: &Env,
    parties: &[SeatId],
    actions: &[Action],
) -> Option<String> {
    let outlook = Outlook {
        deps,
        env,
        parties,
        actions,
    };
    let mut found = obstacles(&outlook);
    found.sort_by_key(|(action, _)| *action);
    let first = found.into_iter().next();
    first.map(|(_, Obstacle::Never(error) | Obstacle::Today(_, error))| error.to_string())
}

fn obstacles(outlook: &Outlook<'_>) -> Vec<(usize, Obstacle)> {
    let mut found = Vec::new();
    for (place, action) in outlook.actions.iter().enumerate() {
        if let Err(obstacle) = look(outlook, place, action) {
            found.push((place, obstacle));
        }
    }
    if let Err(obstacle) = outlook.funds() {
        found.push(obstacle);
    }
    found
}

/// What stands in an action's way, as things are today.
fn look(outlook: &Outlook<'_>, place: usize, action: &Action) -> Seen {
    match action {
        Action::Spend { to, amount, cycle } => {
            outlook.not_itself(to)?;
            outlook.pool(amount, *cycle)
        }
        Action::Contribute {
            group,
            amount,
            cycle,
        } => {
            outlook.not_itself(group)?;
            outlook.kin(group)?;
            outlook.pool(amount, *cycle)
        }
        Action::Stake { group, .. } | Action::WithdrawUpstream { group, .. } => {
            outlook.above(group)
        }
        Action::Pledge { group, amount } | Action::TakeStake { group, amount } => {
            if !(amount.amount.is_zero() && matches!(action, Action::Pledge { .. })) {
                ledger::amount_of(amount).map_err(never)?;
            }
            outlook.above(group)
        }
        Action::ProposeUpstream { group, proposal } => {
            check_title(&proposal.title).map_err(never)?;
            Bill::of(&proposal.actions).map_err(never)?;
            outlook.above(group)
        }
        Action::AdmitSeat { seat } => outlook.admission(place, seat),
        Action::RemoveSeat { seat } => outlook.seat(place, *seat).map(|_| ()),
        Action::ChangeSeat { .. } => outlook.change(place, action),
        Action::Appoint {
            seat,
            role,
            apprentice,
        } => outlook.appointment(place, *seat, role.as_deref(), *apprentice),
        Action::Release { seat, role } => outlook.office(place, *seat, role.as_deref()),
        Action::Join { group, lead_time } => outlook.join(place, group, *lead_time),
        Action::AppointHouse { group, .. } | Action::BecomeHouse { group, .. } => {
            outlook.house(group, action)
        }
        Action::AmendCharter { charter, .. } => outlook.charter(charter),
        Action::OpenCycle { denom, ends_at } => outlook.cycle(denom, *ends_at),
        Action::Upgrade { code_id } => outlook.code(*code_id),
        Action::Call { contract, .. } => outlook.call(contract),
        Action::AdoptDocument(document) => outlook.document(document),
        // looked at as they open, and nothing but coins could be missing later
        Action::FoundSubgroup(_)
        | Action::Rescind { .. }
        | Action::Veto { .. }
        | Action::Leave { .. }
        | Action::DismissHouse { .. }
        | Action::EndReview { .. }
        | Action::AnswerConcern { .. } => Ok(()),
    }
}

pub(crate) fn perform(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    place: (ProposalId, u8),
    action: Action,
) -> Result<Response, ContractError> {
    match action {
        Action::Spend { to, amount, cycle } => {
            funds::spend(deps, env, response, &to, amount, cycle)
        }
        Action::Contribute {
            group,
            amount,
            cycle,
        } => funds::give(deps, env, response, &group, amount, cycle),
        Action::AdmitSeat { seat } => membership::admit(deps, env, response, seat),
        Action::RemoveSeat { seat } => membership::remove(deps, env, response, seat),
        Action::ChangeSeat {
            seat,
            revision,
            name,
            standing,
            holder,
            weight,
        } => {
            let change = membership::Change {
                seat,
                revision,
                name,
                standing,
                holder,
                weight,
            };
            membership::change(deps, env, response, change)
        }
        Action::Join { group, lead_time } => links::join(deps, env, response, &group, lead_time),
        Action::Leave { group } => links::leave(deps, response, &group),
        Action::AmendCharter { version, charter } => {
            amending::amend_charter(deps, env, response, version, *charter)
        }
        Action::Appoint {
            seat,
            role,
            apprentice,
        } => {
            let opened_at = book::load(deps.storage, place.0)?.opened_at;
            let role = role.as_deref();
            filling::appoint(deps, env, response, opened_at, seat, role, apprentice)
        }
        Action::Release { seat, role } => {
            filling::release(deps, env, response, seat, role.as_deref())
        }
        Action::ProposeUpstream { group, proposal } => {
            propose_upstream(deps, response, &group, *proposal)
        }
        Action::WithdrawUpstream { group, proposal } => {
            withdraw_upstream(deps, response, &group, proposal)
        }
        Action::AdoptDocument(spec) => adopting::adopt(deps, env, response, place.0, *spec),
        Action::FoundSubgroup(spec) => descent::found(deps, env, response, place, *spec),
        Action::Rescind { proposal } => rescind(deps, env, response, proposal),
        Action::Stake { group, amount } => {
            staking::stake_above(deps, env, response, &group, amount)
        }
        Action::Pledge { group, amount } => staking::pledge_above(deps, response, &group, amount),
        Action::TakeStake { group, amount } => {
            staking::take_stake_above(deps, response, &group, amount)
        }
        Action::OpenCycle { denom, ends_at } => {
            staking::open_cycle(deps, env, response, place.0, (&denom, ends_at))
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
        } => linking::appoint(deps, env, response, &group, response_time),
        Action::DismissHouse { group } => linking::dismiss(deps, response, &group),
        Action::BecomeHouse {
            group,
            response_time,
        } => linking::become_house(deps, env, response, &group, response_time),
        Action::EndReview { group } => linking::end_review(deps, response, &group),
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
    funds::draw(deps, env, None, &funds)?;
    Ok(response.add_message(WasmMsg::Execute {
        contract_addr: contract.into(),
        msg,
        funds,
    }))
}
