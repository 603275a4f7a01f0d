//! Documents.

use cosmwasm_std::Deps;

use crate::document::{Answer, DocumentKind};
use crate::documents::archive::{self, Document};
use crate::error::ContractError;
use crate::msg::DocumentView;
use crate::storage::page;

pub(crate) fn documents(
    deps: Deps,
    start_after: Option<&DocumentKind>,
    limit: Option<u32>,
) -> Result<Vec<DocumentView>, ContractError> {
    let behind = start_after.map(DocumentKind::key);
    archive::kinds(deps.storage, behind.as_deref(), limit)?
        .into_iter()
        .map(|(key, version)| read(deps, &key, version))
        .collect()
}

pub(crate) fn document(
    deps: Deps,
    kind: &DocumentKind,
    version: Option<u32>,
) -> Result<DocumentView, ContractError> {
    let key = kind.key();
    let version = match version {
        Some(version) => version,
        None => archive::latest(deps.storage, &key)?,
    };
    read(deps, &key, version)
}

pub(crate) fn versions(
    deps: Deps,
    kind: &DocumentKind,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<DocumentView>, ContractError> {
    let key = kind.key();
    let first = start_after.unwrap_or_default().saturating_add(1);
    (first..=archive::latest(deps.storage, &key)?)
        .take(page(limit))
        .map(|version| read(deps, &key, version))
        .collect()
}

fn read(deps: Deps, key: &str, version: u32) -> Result<DocumentView, ContractError> {
    let Document {
        title,
        uri,
        sha256,
        answers,
        proposal,
        at,
        height,
        parties,
    } = archive::load(deps.storage, key, version)?;
    let answer = |(requirement, agreement)| Answer {
        requirement,
        agreement,
    };
    Ok(DocumentView {
        kind: DocumentKind::of_key(key),
        version,
        title,
        uri,
        sha256: sha256.into(),
        answers: answers.into_iter().map(answer).collect(),
        proposal,
        at,
        height,
        parties,
    })
}
