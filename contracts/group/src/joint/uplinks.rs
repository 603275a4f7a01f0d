//! Links to groups above. Those to groups below are the group seats.

use cosmwasm_std::{Addr, Order, StdResult, Storage};
use folkmoot_rules::Seconds;
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::storage::{after, page};
use crate::table::Table;

const UPLINKS: Table<&str, Uplink> = Table::new("l");

/// A link to a group above, or the offer of one.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Uplink {
    /// The agreed or offered lead time.
    pub lead_time: Seconds,
    /// The height at which both had decided; none for an offer.
    pub since_height: Option<u64>,
}

pub(crate) fn load(storage: &dyn Storage, group: &str) -> StdResult<Option<Uplink>> {
    UPLINKS.may_load(storage, group)
}

pub(crate) fn save(storage: &mut dyn Storage, group: &Addr, uplink: &Uplink) {
    UPLINKS.save(storage, group.as_str(), uplink);
}

pub(crate) fn remove(storage: &mut dyn Storage, group: &Addr) {
    UPLINKS.remove(storage, group.as_str());
}

/// All of them: their number is bounded.
pub(crate) fn all(storage: &dyn Storage) -> StdResult<Vec<(String, Uplink)>> {
    UPLINKS
        .range(storage, None, None, Order::Ascending)
        .collect()
}

pub(crate) fn list(
    storage: &dyn Storage,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> StdResult<Vec<(String, Uplink)>> {
    UPLINKS
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}
