//! What the contract remembers. Each module keeps its keys private and offers verbs of the domain.

pub(crate) mod book;
mod charters;
mod group;
pub(crate) mod ledger;
pub(crate) mod registry;
mod table;
pub(crate) mod uplinks;

pub(crate) use book::{
    Ask, Asks, Progress, Proposal, RollUp, StoredBallot, StoredOrigin, StoredText,
};
pub(crate) use charters::{
    amend, charter_at, charter_in_force, charter_of, charter_version, found_charter,
};
pub(crate) use group::Group;
pub(crate) use registry::{Seat, Totals, find_seat, is_former_group};
pub(crate) use table::{Single, Table};
pub(crate) use uplinks::Uplink;

use cw_storage_plus::Bound;

use crate::limits::{DEFAULT_PAGE, MAX_PAGE};

/// The length of a page: as asked for, within the bound.
pub(crate) fn page(limit: Option<u32>) -> usize {
    usize::try_from(limit.unwrap_or(DEFAULT_PAGE).min(MAX_PAGE)).unwrap_or_default()
}

/// The first item behind a key.
pub(crate) fn after<'a, K: cw_storage_plus::PrimaryKey<'a>>(
    key: Option<K>,
) -> Option<Bound<'a, K>> {
    key.map(Bound::exclusive)
}
