//! What the contract remembers, and pages of it. Each record keeps its keys private and offers verbs of the domain.
//!
//! Keys have one letter, because each of their bytes is paid for whenever a record is written:
//!
//! | record | keys |
//! |---|---|
//! | [`proposals::book`](crate::proposals::book) | `p` proposals, `q` where they stand, `x` texts, `a` actions, `b` ballots, `k` who was asked, `m` mirrors, `e` failures, `T` deposits |
//! | [`ballots::objections`](crate::ballots::objections) | `o` objections |
//! | [`proposals::versions`](crate::proposals::versions) | `v` what earlier versions were |
//! | [`seats::registry`](crate::seats::registry) | `s` seats, `h` their holders, `w` past weights, `t` totals, `u` past totals, `g` group seats, `f` former groups |
//! | [`roles::roster`](crate::roles::roster) | `R` who holds an office, `Q` nominations and the use of allowances, `A` what allowances paid |
//! | [`charter::charters`](crate::charter::charters) | `c` in force, `d` replaced |
//! | [`cells::group`](crate::cells::group) | `i` the group itself |
//! | [`reviews::houses`](crate::reviews::houses) | `H` houses of this group, `J` groups it reviews, `N` notices, `O` concerns, `Z` ratifications passed in silence, `K` notices without an answer |
//! | [`joint::farewells`](crate::joint::farewells) | `F` farewells that were not heard |
//! | [`joint::uplinks`](crate::joint::uplinks) | `l` links to groups above |
//! | [`documents::archive`](crate::documents::archive) | `D` documents, `U` the latest version of each |
//! | [`cells::subgroups`](crate::cells::subgroups) | `B` groups that this one founded |
//! | [`treasury::ledger`](crate::treasury::ledger) | `y` the treasury's sums, `L` claims |
//! | [`treasury::stakes`](crate::treasury::stakes) | `S` stakes and pledges, `C` cycles, `k` past pledges, `j` when a seat changed hands |
//! | [`treasury::payouts`](crate::treasury::payouts) | `P` pay-out addresses |
//! | [`seats::delegations`](crate::seats::delegations) | `V` delegations, `W` past ones, `X` for whom a delegate speaks |
//! | [`orders::carried`](crate::orders::carried) | `z` orders that were carried |
//! | [`crate::migrations`] | `contract_info`, as cw2 names it |

use cw_storage_plus::Bound;

use crate::error::ContractError;
use crate::limits::{DEFAULT_PAGE, MAX_FAILURE, MAX_PAGE};
use crate::msg::SeatId;

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

/// Reads on until there are as many as wanted of those to be kept, or no more at all: only the last page is short.
pub(crate) fn walk<T, U>(
    mut behind: Option<SeatId>,
    wanted: usize,
    read: impl Fn(Option<SeatId>) -> Result<Vec<(SeatId, T)>, ContractError>,
    keep: impl Fn(SeatId, T) -> Result<Option<U>, ContractError>,
) -> Result<Vec<U>, ContractError> {
    let mut kept = Vec::new();
    while kept.len() < wanted {
        let items = read(behind)?;
        let Some((last, _)) = items.last() else {
            break;
        };
        behind = Some(*last);
        for (id, item) in items {
            kept.extend(keep(id, item)?);
        }
    }
    kept.truncate(wanted);
    Ok(kept)
}

/// A neighbour's error, cut to what is kept, at a character's end.
pub(crate) fn shortened(mut reason: String) -> String {
    let mut end = MAX_FAILURE.min(reason.len());
    while !reason.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    reason.truncate(end);
    reason
}
