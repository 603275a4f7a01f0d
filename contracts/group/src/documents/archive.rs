//! The documents that the group adopted: every version stays.

use cosmwasm_std::{Binary, Order, StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::DocumentError;
use crate::msg::{ProposalId, SeatId};
use crate::storage::{after, page};
use crate::table::Table;

const DOCUMENTS: Table<(&str, u32), Document> = Table::new("D");
const LATEST: Table<&str, u32> = Table::new("U");

/// A version of a document as stored, under the key of its kind.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub uri: String,
    /// Its sha-256.
    pub sha256: Binary,
    /// Requirements and the agreements that answer them.
    pub answers: Vec<(String, String)>,
    /// The decision that adopted it.
    pub proposal: ProposalId,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
    /// The group seats between which it was decided.
    pub parties: Vec<SeatId>,
}

/// The number of the latest version; 0 where there is none.
pub(crate) fn latest(storage: &dyn Storage, kind: &str) -> StdResult<u32> {
    Ok(LATEST.may_load(storage, kind)?.unwrap_or_default())
}

/// Keeps the next version and gives its number.
pub(crate) fn adopt(storage: &mut dyn Storage, kind: &str, document: &Document) -> StdResult<u32> {
    let version = latest(storage, kind)?.saturating_add(1);
    DOCUMENTS.save(storage, (kind, version), document);
    LATEST.save(storage, kind, &version);
    Ok(version)
}

/// A version.
///
/// # Errors
/// There is no such version.
pub(crate) fn load(
    storage: &dyn Storage,
    kind: &str,
    version: u32,
) -> Result<Document, crate::ContractError> {
    let found = DOCUMENTS.may_load(storage, (kind, version))?;
    found.ok_or_else(|| {
        let kind = kind.into();
        DocumentError::Unknown { kind, version }.into()
    })
}

/// The kinds that there are, each with its latest version.
pub(crate) fn kinds(
    storage: &dyn Storage,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> StdResult<Vec<(String, u32)>> {
    LATEST
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}
