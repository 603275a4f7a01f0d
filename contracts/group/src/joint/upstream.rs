//! What this group does in a group above, through its seat there.

use cosmwasm_std::{Deps, DepsMut, Response};

use crate::checks::check_title;
use crate::client::GroupClient;
use crate::error::{ContractError, LinkError};
use crate::joint::uplinks;
use crate::msg::{ExecuteMsg, ProposalId, ProposalSpec};

/// Message of a representative, or action: opens a proposal in a group above, through the seat there.
///
/// # Errors
/// There is no link with that group.
pub(crate) fn propose_upstream(
    deps: &DepsMut,
    response: Response,
    group: &str,
    proposal: ProposalSpec,
) -> Result<Response, ContractError> {
    let group = linked_above(deps.as_ref(), group)?;
    check_title(&proposal.title)?;
    let msg = ExecuteMsg::Propose { proposal };
    Ok(response.add_message(GroupClient::new(group).execute(&msg, vec![])?))
}

/// Message of a representative: puts a new version in the place of a proposal that this group opened in a group above.
///
/// # Errors
/// There is no link with that group.
pub(crate) fn amend_upstream(
    deps: &DepsMut,
    group: &str,
    proposal: ProposalId,
    spec: ProposalSpec,
) -> Result<Response, ContractError> {
    let group = linked_above(deps.as_ref(), group)?;
    let msg = ExecuteMsg::Amend { proposal, spec };
    Ok(Response::new().add_message(GroupClient::new(group).execute(&msg, vec![])?))
}

/// Message of a representative, or action: takes back a proposal that this group opened in a group above.
///
/// # Errors
/// There is no link with that group.
pub(crate) fn withdraw_upstream(
    deps: &DepsMut,
    response: Response,
    group: &str,
    proposal: ProposalId,
) -> Result<Response, ContractError> {
    let group = linked_above(deps.as_ref(), group)?;
    let msg = ExecuteMsg::Withdraw { proposal };
    Ok(response.add_message(GroupClient::new(group).execute(&msg, vec![])?))
}

pub(crate) fn linked_above(deps: Deps, group: &str) -> Result<String, ContractError> {
    let group = deps.api.addr_validate(group)?;
    let linked = uplinks::load(deps.storage, group.as_str())?
        .is_some_and(|uplink| uplink.since_height.is_some());
    if linked {
        return Ok(group.into());
    }
    Err(LinkError::None {
        group: group.into(),
    }
    .into())
}
