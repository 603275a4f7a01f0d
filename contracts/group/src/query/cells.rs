//! Documents and subgroups.

use cosmwasm_std::Deps;

use crate::document::{Answer, DocumentKind};
use crate::error::ContractError;
use crate::msg::{DocumentView, SubgroupView};
use crate::state::documents::{self, Document};
use crate::state::page;
use crate::state::subgroups::{self, Subgroup};

pub(crate) fn documents(
    deps: Deps,
    start_after: Option<&DocumentKind>,
    limit: Option<u32>,
) -> Result<Vec<DocumentView>, ContractError> {
    let behind = start_after.map(DocumentKind::key);
    documents::kinds(deps.storage, behind.as_deref(), limit)?
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
        None => documents::latest(deps.storage, &key)?,
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
    (first..=documents::latest(deps.storage, &key)?)
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
    } = documents::load(deps.storage, key, version)?;
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

pub(crate) fn subgroups(
    deps: Deps,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<SubgroupView>, ContractError> {
    let view = |(number, subgroup): (u32, Subgroup)| SubgroupView {
        number,
        group: subgroup.address,
        name: subgroup.name,
        proposal: subgroup.proposal,
        at: subgroup.at,
        height: subgroup.height,
    };
    let found = subgroups::list(deps.storage, start_after, limit)?;
    Ok(found.into_iter().map(view).collect())
}
