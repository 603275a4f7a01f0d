//! As a house: stopping a decision of a reviewed group, by a decision with a ground. From its opening a veto holds what
//! it is about, so that nobody can be faster than it.

use cosmwasm_std::{DepsMut, Env, Response, Storage};
use folkmoot_rules::ReviewMode;

use crate::action::{Action, Ground};
use crate::charter::charters::charter_of;
use crate::client::GroupClient;
use crate::error::{ContractError, HouseError, LinkError};
use crate::events::HouseEvent;
use crate::msg::{ExecuteMsg, HouseSays, ProposalId};
use crate::proposals::book;
use crate::proposals::decision::assess;
use crate::proposals::proposal::Proposal;
use crate::reviews::houses::{self, Notice};
use crate::reviews::notices::{must_run, of};

/// Whether a proposal of this group is a veto.
pub(crate) fn is_veto(storage: &dyn Storage, id: ProposalId) -> Result<bool, ContractError> {
    Ok(matches!(
        book::actions(storage, id)?.as_slice(),
        [Action::Veto { .. }]
    ))
}

/// Whether a veto is among these actions.
pub(crate) fn is_among(actions: &[Action]) -> bool {
    actions
        .iter()
        .any(|action| matches!(action, Action::Veto { .. }))
}

/// Part of opening a proposal: a veto holds the decision that it is about, in the same transaction or not at all.
pub(crate) fn opened(
    deps: &mut DepsMut,
    env: &Env,
    id: ProposalId,
    veto: &Proposal,
    actions: &[Action],
) -> Result<Response, ContractError> {
    let [
        Action::Veto {
            group, proposal, ..
        },
    ] = actions
    else {
        return Ok(Response::new());
    };
    must_be_linked(deps.storage, group)?;
    let mut notice = of(deps.storage, group, *proposal)?;
    if notice.mode != ReviewMode::Optimistic {
        return Err(HouseError::Ratified {
            group: group.clone(),
            proposal: *proposal,
        }
        .into());
    }
    must_run(&notice, env, group, *proposal)?;
    if let Some(other) = notice.veto
        && is_open(deps.storage, env, other)?
    {
        return Err(HouseError::VetoOpen {
            veto: other,
            proposal: *proposal,
        }
        .into());
    }
    notice.veto = Some(id);
    houses::save_notice(deps.storage, group, *proposal, &notice);
    let (charter, ..) = charter_of(deps.storage, veto.charter)?;
    let whole_time = charter.veto_procedure().map(|veto| veto.whole_time());
    let until = whole_time.unwrap_or_default().after(veto.opened_at);
    let says = HouseSays::Hold { until };
    say(Response::new(), group, *proposal, says)
}

fn is_open(storage: &dyn Storage, env: &Env, id: ProposalId) -> Result<bool, ContractError> {
    let veto = book::load(storage, id)?;
    Ok(!assess(storage, env, &veto)?.status.is_final())
}

fn must_be_linked(storage: &dyn Storage, group: &str) -> Result<(), ContractError> {
    if houses::agreed_reviewed(storage, group)?.is_some() {
        return Ok(());
    }
    Err(LinkError::None {
        group: group.into(),
    }
    .into())
}

fn say(
    response: Response,
    group: &str,
    proposal: ProposalId,
    says: HouseSays,
) -> Result<Response, ContractError> {
    let word = ExecuteMsg::HearHouse { proposal, says };
    Ok(response.add_message(GroupClient::new(group).execute(&word, vec![])?))
}

/// Action: stops the decision. The same content is not looked at again within a window.
pub(crate) fn deliver(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    group: &str,
    proposal: ProposalId,
    ground: Ground,
) -> Result<Response, ContractError> {
    let Some(mut reviewed) = houses::agreed_reviewed(deps.storage, group)? else {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    };
    let mut notice = of(deps.storage, group, proposal)?;
    let window = notice.ends.at.saturating_sub(notice.taken.at);
    let until = env.block.time.seconds().saturating_add(window);
    reviewed.bar(notice.content_hash, until);
    notice.closed = true;
    houses::save_notice(deps.storage, group, proposal, &notice);
    houses::save_reviewed(deps.storage, group, &reviewed);
    let told = HouseEvent::VetoDelivered {
        group,
        proposal,
        ground: ground.as_str(),
    };
    say(
        response.add_event(told),
        group,
        proposal,
        HouseSays::Veto { ground },
    )
}

/// Message: tells the reviewed group that a veto has failed. Told once, telling it again changes nothing.
///
/// # Errors
/// It is no veto, or has not failed.
#[inline(never)]
pub fn report(deps: DepsMut, env: &Env, id: ProposalId) -> Result<Response, ContractError> {
    let veto = book::load(deps.storage, id)?;
    let actions = book::actions(deps.storage, id)?;
    let [
        Action::Veto {
            group, proposal, ..
        },
    ] = actions.as_slice()
    else {
        return Err(HouseError::NoVeto { proposal: id }.into());
    };
    let notice = of(deps.storage, group, *proposal)?;
    let status = assess(deps.storage, env, &veto)?.status;
    if notice.closed || !status.is_final() {
        return Err(HouseError::NotFailed {
            proposal: id,
            status: status.as_str(),
        }
        .into());
    }
    if notice.veto != Some(id) {
        return Ok(Response::new());
    }
    let told = Notice {
        veto: None,
        ..notice
    };
    houses::save_notice(deps.storage, group, *proposal, &told);
    let event = HouseEvent::VetoFailed {
        group,
        proposal: *proposal,
        veto: id,
    };
    say(
        Response::new().add_event(event),
        group,
        *proposal,
        HouseSays::Release {},
    )
}
