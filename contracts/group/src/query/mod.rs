//! Answers to questions: everything that a page, a relayer or an auditor needs.

mod group;
mod proposals;
mod seats;

use cosmwasm_std::{Binary, Deps, Env, to_json_binary};

use crate::error::ContractError;
use crate::msg::QueryMsg;

/// Answers one question.
pub(crate) fn answer(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    Ok(match msg {
        QueryMsg::Group {} => to_json_binary(&group::group(deps, env)?),
        QueryMsg::Charter { version } => to_json_binary(&group::charter(deps, version)?),
        QueryMsg::Uplinks { start_after, limit } => {
            to_json_binary(&group::uplinks(deps, start_after.as_deref(), limit)?)
        }
        QueryMsg::Treasury {} => to_json_binary(&group::treasury(deps, env)?),
        QueryMsg::Seat { seat } => to_json_binary(&seats::seat(deps, env, seat)?),
        QueryMsg::Seats { start_after, limit } => {
            to_json_binary(&seats::seats(deps, env, start_after, limit)?)
        }
        QueryMsg::SeatOf { holder } => to_json_binary(&seats::seat_of(deps, env, &holder)?),
        QueryMsg::Representatives {} => to_json_binary(&seats::representatives(deps, env)?),
        QueryMsg::ProposalView { proposal } => {
            to_json_binary(&proposals::view(deps, env, proposal)?)
        }
        QueryMsg::Proposals {
            start_after,
            limit,
            newest_first,
        } => to_json_binary(&proposals::list(
            deps,
            env,
            start_after,
            limit,
            newest_first,
        )?),
        QueryMsg::Content { proposal } => to_json_binary(&proposals::content(deps, proposal)?),
        QueryMsg::Ballot { proposal, seat } => {
            to_json_binary(&proposals::ballot(deps, proposal, seat)?)
        }
        QueryMsg::Ballots {
            proposal,
            start_after,
            limit,
        } => to_json_binary(&proposals::ballots(deps, proposal, start_after, limit)?),
        QueryMsg::Weight { proposal, seat } => {
            to_json_binary(&proposals::weight(deps, proposal, seat)?)
        }
        QueryMsg::Asks {
            proposal,
            start_after,
            limit,
        } => to_json_binary(&proposals::asks(deps, env, proposal, start_after, limit)?),
        QueryMsg::MirrorOf { group, proposal } => {
            to_json_binary(&proposals::mirror_of(deps, env, &group, proposal)?)
        }
        QueryMsg::Receipt { proposal } => to_json_binary(&proposals::receipt(deps, env, proposal)?),
    }?)
}
