//! Adopting documents.

use cosmwasm_std::{DepsMut, Env, Response};

use crate::document::{Answer, DocumentSpec};
use crate::documents::archive;
use crate::error::{ContractError, DocumentError, whose};
use crate::events::Event;
use crate::msg::ProposalId;
use crate::proposals::book;

/// Action: adopts a document as the next version of its kind. What all adopted only all replace, and what is between
/// parties only the same parties.
pub(crate) fn adopt(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    proposal: ProposalId,
    spec: DocumentSpec,
) -> Result<Response, ContractError> {
    let kind = spec.kind.key();
    let parties = book::load(deps.storage, proposal)?.parties;
    let latest = archive::latest(deps.storage, &kind)?;
    if latest > 0 {
        let owners = archive::load(deps.storage, &kind, latest)?.parties;
        if owners != parties {
            return Err(DocumentError::Owner {
                kind,
                owner: whose(&owners),
                parties: whose(&parties),
            }
            .into());
        }
    }
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
