//! What the contract remembers. Each module keeps its keys private and offers verbs of the domain.
//!
//! Keys have one letter, because each of their bytes is paid for whenever a record is written:
//!
//! | module | keys |
//! |---|---|
//! | [`book`] | `p` proposals, `q` where they stand, `x` texts, `a` actions, `b` ballots, `k` who was asked, `m` mirrors, `e` failures, `T` deposits |
//! | [`objections`] | `o` objections |
//! | [`versions`] | `v` what earlier versions were |
//! | [`registry`] | `s` seats, `h` their holders, `w` past weights, `t` totals, `u` past totals, `g` group seats, `f` former groups |
//! | [`roles`] | `R` who holds an office, `Q` nominations and the use of allowances, `A` what allowances paid; `r` the representatives of 0.1.0 |
//! | `charters` | `c` in force, `d` replaced |
//! | `group` | `i` the group itself |
//! | [`houses`] | `H` houses of this group, `J` groups it reviews, `N` notices, `O` concerns, `Z` ratifications passed in silence, `K` notices without an answer |
//! | [`farewells`] | `F` farewells that were not heard |
//! | [`uplinks`] | `l` links to groups above |
//! | [`documents`] | `D` documents, `U` the latest version of each |
//! | [`subgroups`] | `B` groups that this one founded |
//! | [`ledger`] | `y` the treasury's sums, `L` claims |
//! | [`stakes`] | `S` stakes and pledges, `C` cycles, `n` past pledges, `j` when a seat changed hands |
//! | [`payouts`] | `P` pay-out addresses |
//! | [`delegations`] | `V` delegations, `W` past ones, `X` for whom a delegate speaks |
//! | [`orders`] | `z` orders that were carried |
//! | [`crate::migrations`] | `contract_info`, as cw2 names it |

mod asks;
pub(crate) mod book;
mod charters;
pub(crate) mod delegations;
pub(crate) mod documents;
pub(crate) mod draft;
pub(crate) mod farewells;
mod group;
pub(crate) mod houses;
pub(crate) mod ledger;
pub(crate) mod objections;
pub(crate) mod orders;
pub(crate) mod payouts;
pub(crate) mod registry;
pub(crate) mod roles;
pub(crate) mod stakes;
mod standing;
pub(crate) mod subgroups;
mod table;
pub(crate) mod uplinks;
pub(crate) mod versions;

pub(crate) use asks::{Ask, Asks};
pub(crate) use book::{Progress, Proposal, RollUp, StoredBallot, StoredOrigin, StoredText};
pub(crate) use charters::{
    Version, amend, begin_charter, charter_at, charter_in_force, charter_of, charter_version,
    found_charter,
};
pub(crate) use group::{Group, check_sealed};
pub(crate) use registry::{Seat, Totals, find_seat, is_former_group};
pub(crate) use standing::AfterBlocks;
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
