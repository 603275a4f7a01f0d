//! What stood in a proposal's way, and what its earlier versions were.

use cosmwasm_std::{Deps, Env};
use folkmoot_rules::{HouseWord, Outcome, Phase};

use crate::ballots::objections::{self, StoredObjection};
use crate::error::ContractError;
use crate::msg::{ObjectionRef, ObjectionState, ObjectionView, ProposalId, VersionView};
use crate::proposals::decision::assess;
use crate::proposals::versions::PastVersion;
use crate::proposals::{book, versions};

pub(crate) fn list(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    start_after: Option<ObjectionRef>,
    limit: Option<u32>,
) -> Result<Vec<ObjectionView>, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    let now = assess(deps.storage, env, &proposal)?;
    let word = proposal
        .progress
        .reviews
        .first()
        .and_then(|facts| facts.word);
    let carried_over_it = match now.outcome {
        Outcome::Passed => now.phase == Phase::Fallback,
        Outcome::Blocked => matches!(word, Some(HouseWord::Yes { .. })),
        _ => false,
    };
    let view = |(whose, stored): (ObjectionRef, StoredObjection)| ObjectionView {
        version: whose.version,
        seat: whose.seat,
        reason: stored.reason,
        mirror: stored.mirror,
        raised_at: stored.at,
        state: match stored.ended {
            Some((how, _)) => how.into(),
            None if whose.version < proposal.version => ObjectionState::Lapsed,
            None if carried_over_it => ObjectionState::NotUpheld,
            None => ObjectionState::Raised,
        },
        ended_at: stored.ended.map(|(_, at)| at),
    };
    let found = objections::list(deps.storage, id, start_after, limit)?;
    Ok(found.into_iter().map(view).collect())
}

pub(crate) fn versions(deps: Deps, id: ProposalId) -> Result<Vec<VersionView>, ContractError> {
    book::load(deps.storage, id)?;
    let view = |(version, past): (u32, PastVersion)| {
        let [yes, abstain, stand_aside, block, not_cast] = past.seats;
        VersionView {
            version,
            title: past.title,
            content_hash: past.content_hash.into(),
            opened_at: past.opened_at,
            deadline: past.deadline,
            yes,
            abstain,
            stand_aside,
            block,
            not_cast,
        }
    };
    let found = versions::all(deps.storage, id)?;
    Ok(found.into_iter().map(view).collect())
}
