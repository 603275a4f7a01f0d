//! What earlier versions of a proposal were.

use cosmwasm_std::{Binary, StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::msg::ProposalId;
use crate::table::Table;

const VERSIONS: Table<(ProposalId, u32), PastVersion> = Table::new("v");

/// A version that another took the place of. Its text and actions stand in the transaction that brought it.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct PastVersion {
    /// Its title.
    pub title: String,
    /// The sha-256 of its content.
    pub content_hash: Binary,
    /// When its ballots began, unix seconds.
    pub opened_at: u64,
    /// When they ended, unix seconds.
    pub deadline: u64,
    /// Seats that said yes, abstained, stood aside, blocked and were not cast.
    pub seats: [u32; 5],
}

pub(crate) fn keep(storage: &mut dyn Storage, id: ProposalId, version: u32, past: &PastVersion) {
    VERSIONS.save(storage, (id, version), past);
}

/// All of them: their number is bounded.
pub(crate) fn all(storage: &dyn Storage, id: ProposalId) -> StdResult<Vec<(u32, PastVersion)>> {
    VERSIONS.under(storage, id, None).collect()
}
