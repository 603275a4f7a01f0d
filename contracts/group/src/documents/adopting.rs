//! Adopting documents.

use cosmwasm_std::{DepsMut, Env, Response, Storage};

use crate::document::{Answer, DocumentSpec};
use crate::documents::archive;
use crate::error::{ContractError, DocumentError, whose};
use crate::events::Event;
use crate::msg::{ProposalId, SeatId};
use crate::proposals::book;
use crate::seats::registry;

/// Makes sure that whoever adopts a document may replace the version in force: what all adopted only all replace, and what
/// is between parties only the same parties. Once one of them has left, nobody could any more: then all may.
///
/// # Errors
/// It belongs to others.
pub(crate) fn check_owner(
    storage: &dyn Storage,
    kind: &str,
    parties: &[SeatId],
) -> Result<(), ContractError> {
    let latest = archive::latest(storage, kind)?;
    if latest == 0 {
        return Ok(());
    }
    let owners = archive::load(storage, kind, latest)?.parties;
    if owners == parties {
        return Ok(());
    }
    if parties.is_empty() {
        for owner in &owners {
            if registry::load(storage, *owner)?.left_at.is_some() {
                return Ok(());
            }
        }
    }
    Err(DocumentError::Owner {
        kind: kind.into(),
        owner: whose(&owners),
        parties: whose(parties),
    }
    .into())
}

/// Action: adopts a document as the next version of its kind.
pub(crate) fn adopt(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    proposal: ProposalId,
    spec: DocumentSpec,
) -> Result<Response, ContractError> {
    let kind = spec.kind.key();
    let parties = book::load(deps.storage, proposal)?.parties;
    check_owner(deps.storage, &kind, &parties)?;
    let sha256 = spec.sha256.to_hex();
    let pair = |answer: Answer| (answer.requirement, answer.agreement);
    let document = archive::Document {
        title: spec.title,
        uri: spec.uri,
        sha256: spec.sha256.into(),
        answers: spec.answers.into_iter().map(pair).collect(),
        proposal,
        at: env.block.time.seconds(),
        height: env.block.height,
        parties,
    };
    let version = archive::adopt(deps.storage, &kind, &document)?;
    Ok(response.add_event(Event::DocumentAdopted {
        kind: &kind,
        version,
        sha256: &sha256,
        proposal,
    }))
}
