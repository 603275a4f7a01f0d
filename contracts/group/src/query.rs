//! Answers to questions: everything that a page, a relayer or an auditor needs.
//!
//! Lists are bare arrays. What tells a reader whether there is more is the length of a page: it is as long as was asked for,
//! 30 unless told and 100 at most, and only the last one is shorter. A list that leaves entries out therefore reads on
//! until its page is full ([`walk`](crate::storage::walk)), and none looks at entries that it leaves out without a bound: seats and ballots alone
//! are left out.

use cosmwasm_std::{Binary, Deps, Env};

use crate::error::ContractError;
use crate::json::binary;
use crate::msg::QueryMsg;
use crate::msg::cw3::VoterListResponse;
use crate::msg::cw4::{HooksResponse, MemberListResponse};
use crate::{ballots, cells, documents, joint, proposals, reviews, roles, seats, treasury};

/// Answers one question.
pub(crate) fn answer(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    Ok(match msg {
        QueryMsg::Group {} => binary(&cells::queries::group(deps, env)?),
        QueryMsg::Charter { version } => binary(&cells::queries::charter(deps, version)?),
        QueryMsg::Uplinks { start_after, limit } => binary(&cells::queries::uplinks(
            deps,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Treasury {} => binary(&treasury::queries::treasury(deps, env)?),
        QueryMsg::Sums { start_after, limit } => binary(&treasury::queries::sums(
            deps,
            env,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Gifts { start_after, limit } => binary(&treasury::queries::gifts(
            deps,
            env,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Stakes { seat } => binary(&treasury::queries::stakes(deps, seat)?),
        QueryMsg::Cycles {
            denom,
            start_after,
            limit,
        } => binary(&treasury::queries::cycles(
            deps,
            env,
            &denom,
            start_after,
            limit,
        )?),
        QueryMsg::Claims { start_after, limit } => binary(&treasury::queries::claims(
            deps,
            env,
            start_after.as_ref(),
            limit,
        )?),
        QueryMsg::PayOut { seat } => binary(&treasury::queries::pay_out(deps, env, seat)?),
        QueryMsg::Seat { seat } => binary(&seats::queries::seat(deps, env, seat)?),
        QueryMsg::Seats { start_after, limit } => {
            binary(&seats::queries::seats(deps, env, start_after, limit)?)
        }
        QueryMsg::SeatOf { holder } => binary(&seats::queries::seat_of(deps, env, &holder)?),
        QueryMsg::Roles {} => binary(&roles::queries::roles(deps, env)?),
        QueryMsg::AllowanceSpends {
            role,
            start_after,
            limit,
        } => binary(&roles::queries::allowance_spends(
            deps,
            &role,
            start_after,
            limit,
        )?),
        QueryMsg::Delegations { start_after, limit } => {
            binary(&seats::queries::delegations(deps, start_after, limit)?)
        }
        QueryMsg::Representatives {} => binary(&seats::queries::representatives(deps, env)?),
        QueryMsg::ProposalView { proposal } => {
            binary(&proposals::queries::view(deps, env, proposal)?)
        }
        QueryMsg::Proposals {
            start_after,
            limit,
            newest_first,
        } => binary(&proposals::queries::list(
            deps,
            env,
            start_after,
            limit,
            newest_first,
        )?),
        QueryMsg::Content { proposal } => binary(&proposals::queries::content(deps, proposal)?),
        QueryMsg::Versions { proposal } => binary(&ballots::queries::versions(deps, proposal)?),
        QueryMsg::Objections {
            proposal,
            start_after,
            limit,
        } => binary(&ballots::queries::list(
            deps,
            env,
            proposal,
            start_after,
            limit,
        )?),
        QueryMsg::Ballot { proposal, seat } => {
            binary(&proposals::queries::ballot(deps, env, proposal, seat)?)
        }
        QueryMsg::Ballots {
            proposal,
            start_after,
            limit,
        } => binary(&proposals::queries::ballots(
            deps,
            env,
            proposal,
            start_after,
            limit,
        )?),
        QueryMsg::Weight { proposal, seat } => {
            binary(&proposals::queries::weight(deps, proposal, seat)?)
        }
        QueryMsg::Asks {
            proposal,
            start_after,
            limit,
        } => binary(&proposals::queries::asks(
            deps,
            env,
            proposal,
            start_after,
            limit,
        )?),
        QueryMsg::MirrorOf { group, proposal } => {
            binary(&proposals::queries::mirror_of(deps, env, &group, proposal)?)
        }
        QueryMsg::Houses {} => binary(&reviews::queries::houses(deps)?),
        QueryMsg::Reviewed { start_after, limit } => binary(&reviews::queries::reviewed(
            deps,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Notice { group, proposal } => {
            binary(&reviews::queries::notice(deps, env, &group, proposal)?)
        }
        QueryMsg::Notices {
            group,
            start_after,
            limit,
        } => binary(&reviews::queries::notices(
            deps,
            env,
            &group,
            start_after,
            limit,
        )?),
        QueryMsg::Concerns {
            group,
            proposal,
            start_after,
            limit,
        } => binary(&reviews::queries::concerns(
            deps,
            (&group, proposal),
            start_after,
            limit,
        )?),
        QueryMsg::Receipt { proposal } => {
            binary(&proposals::queries::receipt(deps, env, proposal)?)
        }
        QueryMsg::Documents { start_after, limit } => binary(&documents::queries::documents(
            deps,
            start_after.as_ref(),
            limit,
        )?),
        QueryMsg::Document { kind, version } => {
            binary(&documents::queries::document(deps, &kind, version)?)
        }
        QueryMsg::DocumentVersions {
            kind,
            start_after,
            limit,
        } => binary(&documents::queries::versions(
            deps,
            &kind,
            start_after,
            limit,
        )?),
        QueryMsg::Subgroups { start_after, limit } => {
            binary(&cells::queries::subgroups(deps, start_after, limit)?)
        }
        QueryMsg::Admission { group } => binary(&joint::admission::admission(deps, env, group)?),
        QueryMsg::Admin(_) => binary(&seats::cw4::admin(env)),
        QueryMsg::TotalWeight { at_height } => binary(&seats::cw4::total_weight(deps, at_height)?),
        QueryMsg::ListMembers(page) => binary(&MemberListResponse {
            members: seats::cw4::members(deps, &page)?,
        }),
        QueryMsg::Member { addr, at_height } => {
            binary(&seats::cw4::member(deps, env, &addr, at_height)?)
        }
        QueryMsg::Hooks(_) => binary(&HooksResponse { hooks: vec![] }),
        QueryMsg::Threshold(_) => binary(&proposals::cw3::threshold(deps)?),
        QueryMsg::Proposal { proposal_id } => {
            binary(&proposals::cw3::proposal(deps, env, proposal_id)?)
        }
        QueryMsg::ListProposals { start_after, limit } => binary(&proposals::cw3::proposals(
            deps,
            env,
            start_after,
            limit,
            false,
        )?),
        QueryMsg::ReverseProposals {
            start_before,
            limit,
        } => binary(&proposals::cw3::proposals(
            deps,
            env,
            start_before,
            limit,
            true,
        )?),
        QueryMsg::Vote { proposal_id, voter } => {
            binary(&proposals::cw3::vote(deps, proposal_id, &voter)?)
        }
        QueryMsg::ListVotes {
            proposal_id,
            start_after,
            limit,
        } => binary(&proposals::cw3::votes(
            deps,
            proposal_id,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Voter { address } => binary(&seats::cw4::member(deps, env, &address, None)?),
        QueryMsg::ListVoters(page) => binary(&VoterListResponse {
            voters: seats::cw4::members(deps, &page)?,
        }),
    })
}
