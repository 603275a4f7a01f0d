//! The groups that this one founded.

use cosmwasm_std::{Order, StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::msg::ProposalId;
use crate::storage::{after, page};
use crate::table::Table;

const SUBGROUPS: Table<u32, Subgroup> = Table::new("B");

/// A group that this one founded.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Subgroup {
    /// Its contract.
    pub address: String,
    /// The name that it was founded under.
    pub name: String,
    /// The decision that founded it.
    pub proposal: ProposalId,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
}

/// Remembers one.
pub(crate) fn remember(storage: &mut dyn Storage, subgroup: &Subgroup) -> StdResult<()> {
    let number = SUBGROUPS.last_key(storage)?.unwrap_or_default();
    SUBGROUPS.save(storage, number.saturating_add(1), subgroup);
    Ok(())
}

/// A page of them.
pub(crate) fn list(
    storage: &dyn Storage,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> StdResult<Vec<(u32, Subgroup)>> {
    SUBGROUPS
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}
