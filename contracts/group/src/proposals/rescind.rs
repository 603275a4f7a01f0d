//! Taking back what was decided, by a decision.

use cosmwasm_std::{DepsMut, Env, Response, Storage};
use folkmoot_rules::{Ended, Status};

use crate::action::ActionError;
use crate::error::ContractError;
use crate::events::Event;
use crate::msg::ProposalId;
use crate::proposals::book;
use crate::proposals::decision::assess;
use crate::proposals::proposal::Proposal;
use crate::reviews::refer;

pub(crate) fn check_rescindable(
    storage: &dyn Storage,
    env: &Env,
    id: ProposalId,
    target: &Proposal,
) -> Result<(), ContractError> {
    let status = assess(storage, env, target)?.status;
    match status {
        Status::Passed
        | Status::Delayed { .. }
        | Status::Referred { .. }
        | Status::ExecutionFailed => Ok(()),
        _ => Err(ActionError::NotRescindable {
            proposal: id,
            status: status.as_str(),
        }
        .into()),
    }
}

pub(crate) fn rescind(
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
