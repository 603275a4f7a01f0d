//! Answers to questions: everything that a page, a relayer or an auditor needs.
//!
//! Lists are bare arrays. What tells a reader whether there is more is the length of a page: it is as long as was asked for,
//! 30 unless told and 100 at most, and only the last one is shorter. A list that leaves entries out therefore reads on
//! until its page is full ([`walk`]), and none looks at entries that it leaves out without a bound: seats and ballots alone
//! are left out.

mod admission;
mod cells;
mod cw3;
mod cw4;
mod group;
mod houses;
mod objections;
mod proposals;
mod roles;
mod seats;
mod treasury;

use cosmwasm_std::{Binary, Deps, Env};

use crate::error::ContractError;
use crate::json::binary;
use crate::msg::cw3::VoterListResponse;
use crate::msg::cw4::{HooksResponse, MemberListResponse};
use crate::msg::{QueryMsg, SeatId};

/// Answers one question.
pub(crate) fn answer(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    Ok(match msg {
        QueryMsg::Group {} => binary(&group::group(deps, env)?),
        QueryMsg::Charter { version } => binary(&group::charter(deps, version)?),
        QueryMsg::Uplinks { start_after, limit } => {
            binary(&group::uplinks(deps, start_after.as_deref(), limit)?)
        }
        QueryMsg::Treasury {} => binary(&treasury::treasury(deps, env)?),
        QueryMsg::Sums { start_after, limit } => {
            binary(&treasury::sums(deps, env, start_after.as_deref(), limit)?)
        }
        QueryMsg::Gifts { start_after, limit } => {
            binary(&treasury::gifts(deps, env, start_after.as_deref(), limit)?)
        }
        QueryMsg::Stakes { seat } => binary(&treasury::stakes(deps, seat)?),
        QueryMsg::Cycles {
            denom,
            start_after,
            limit,
        } => binary(&treasury::cycles(deps, env, &denom, start_after, limit)?),
        QueryMsg::Claims { start_after, limit } => {
            binary(&treasury::claims(deps, env, start_after.as_ref(), limit)?)
        }
        QueryMsg::PayOut { seat } => binary(&treasury::pay_out(deps, env, seat)?),
        QueryMsg::Seat { seat } => binary(&seats::seat(deps, env, seat)?),
        QueryMsg::Seats { start_after, limit } => {
            binary(&seats::seats(deps, env, start_after, limit)?)
        }
        QueryMsg::SeatOf { holder } => binary(&seats::seat_of(deps, env, &holder)?),
        QueryMsg::Roles {} => binary(&roles::roles(deps, env)?),
        QueryMsg::AllowanceSpends {
            role,
            start_after,
            limit,
        } => binary(&roles::allowance_spends(deps, &role, start_after, limit)?),
        QueryMsg::Delegations { start_after, limit } => {
            binary(&seats::delegations(deps, start_after, limit)?)
        }
        QueryMsg::Representatives {} => binary(&seats::representatives(deps, env)?),
        QueryMsg::ProposalView { proposal } => binary(&proposals::view(deps, env, proposal)?),
        QueryMsg::Proposals {
            start_after,
            limit,
            newest_first,
        } => binary(&proposals::list(
            deps,
            env,
            start_after,
            limit,
            newest_first,
        )?),
        QueryMsg::Content { proposal } => binary(&proposals::content(deps, proposal)?),
        QueryMsg::Versions { proposal } => binary(&objections::versions(deps, proposal)?),
        QueryMsg::Objections {
            proposal,
            start_after,
            limit,
        } => binary(&objections::list(deps, env, proposal, start_after, limit)?),
        QueryMsg::Ballot { proposal, seat } => {
            binary(&proposals::ballot(deps, env, proposal, seat)?)
        }
        QueryMsg::Ballots {
            proposal,
            start_after,
            limit,
        } => binary(&proposals::ballots(
            deps,
            env,
            proposal,
            start_after,
            limit,
        )?),
        QueryMsg::Weight { proposal, seat } => binary(&proposals::weight(deps, proposal, seat)?),
        QueryMsg::Asks {
            proposal,
            start_after,
            limit,
        } => binary(&proposals::asks(deps, env, proposal, start_after, limit)?),
        QueryMsg::MirrorOf { group, proposal } => {
            binary(&proposals::mirror_of(deps, env, &group, proposal)?)
        }
        QueryMsg::Houses {} => binary(&houses::houses(deps)?),
        QueryMsg::Reviewed { start_after, limit } => {
            binary(&houses::reviewed(deps, start_after.as_deref(), limit)?)
        }
        QueryMsg::Notice { group, proposal } => {
            binary(&houses::notice(deps, env, &group, proposal)?)
        }
        QueryMsg::Notices {
            group,
            start_after,
            limit,
        } => binary(&houses::notices(deps, env, &group, start_after, limit)?),
        QueryMsg::Concerns {
            group,
            proposal,
            start_after,
            limit,
        } => binary(&houses::concerns(
            deps,
            (&group, proposal),
            start_after,
            limit,
        )?),
        QueryMsg::Receipt { proposal } => binary(&proposals::receipt(deps, env, proposal)?),
        QueryMsg::Documents { start_after, limit } => {
            binary(&cells::documents(deps, start_after.as_ref(), limit)?)
        }
        QueryMsg::Document { kind, version } => binary(&cells::document(deps, &kind, version)?),
        QueryMsg::DocumentVersions {
            kind,
            start_after,
            limit,
        } => binary(&cells::versions(deps, &kind, start_after, limit)?),
        QueryMsg::Subgroups { start_after, limit } => {
            binary(&cells::subgroups(deps, start_after, limit)?)
        }
        QueryMsg::Admission { group } => binary(&admission::admission(deps, env, group)?),
        QueryMsg::Admin(_) => binary(&cw4::admin(env)),
        QueryMsg::TotalWeight { at_height } => binary(&cw4::total_weight(deps, at_height)?),
        QueryMsg::ListMembers(page) => binary(&MemberListResponse {
            members: cw4::members(deps, &page)?,
        }),
        QueryMsg::Member { addr, at_height } => binary(&cw4::member(deps, env, &addr, at_height)?),
        QueryMsg::Hooks(_) => binary(&HooksResponse { hooks: vec![] }),
        QueryMsg::Threshold(_) => binary(&cw3::threshold(deps)?),
        QueryMsg::Proposal { proposal_id } => binary(&cw3::proposal(deps, env, proposal_id)?),
        QueryMsg::ListProposals { start_after, limit } => {
            binary(&cw3::proposals(deps, env, start_after, limit, false)?)
        }
        QueryMsg::ReverseProposals {
            start_before,
            limit,
        } => binary(&cw3::proposals(deps, env, start_before, limit, true)?),
        QueryMsg::Vote { proposal_id, voter } => binary(&cw3::vote(deps, proposal_id, &voter)?),
        QueryMsg::ListVotes {
            proposal_id,
            start_after,
            limit,
        } => binary(&cw3::votes(
            deps,
            proposal_id,
            start_after.as_deref(),
            limit,
        )?),
        QueryMsg::Voter { address } => binary(&cw4::member(deps, env, &address, None)?),
        QueryMsg::ListVoters(page) => binary(&VoterListResponse {
            voters: cw4::members(deps, &page)?,
        }),
    })
}

/// Reads on until there are as many as wanted of those to be kept, or no more at all: only the last page is short.
fn walk<T, U>(
    mut behind: Option<SeatId>,
    wanted: usize,
    read: impl Fn(Option<SeatId>) -> Result<Vec<(SeatId, T)>, ContractError>,
    keep: impl Fn(SeatId, T) -> Result<Option<U>, ContractError>,
) -> Result<Vec<U>, ContractError> {
    let mut kept = Vec::new();
    while kept.len() < wanted {
        let items = read(behind)?;
        let Some((last, _)) = items.last() else {
            break;
        };
        behind = Some(*last);
        for (id, item) in items {
            kept.extend(keep(id, item)?);
        }
    }
    kept.truncate(wanted);
    Ok(kept)
}
