//! The charters: every version stays, so that an open proposal keeps the rules it opened under.

use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::{Bound, Item, Map};

use super::Table;
use crate::charter::{Charter, CharterError};
use crate::error::ContractError;

const IN_FORCE: Item<u32> = Item::new("charter");
const CHARTERS: Table<u32, (u64, Charter)> = Table::new("charters");
const SINCE: Map<u64, u32> = Map::new("charter_since");

/// Keeps the first charter.
///
/// # Errors
/// Only if it can't be written.
pub fn found_charter(storage: &mut dyn Storage, height: u64, charter: &Charter) -> StdResult<()> {
    put(storage, 1, height, charter)
}

/// Keeps the next charter, in force at once, and gives its version.
///
/// # Errors
/// Only if it can't be written.
pub fn amend(storage: &mut dyn Storage, height: u64, charter: &Charter) -> StdResult<u32> {
    let version = IN_FORCE.load(storage)?.saturating_add(1);
    put(storage, version, height, charter)?;
    Ok(version)
}

fn put(storage: &mut dyn Storage, version: u32, height: u64, charter: &Charter) -> StdResult<()> {
    IN_FORCE.save(storage, &version)?;
    SINCE.save(storage, height, &version)?;
    CHARTERS.save(storage, version, &(height, charter.clone()))
}

/// The charter in force and its version.
///
/// # Errors
/// Only on a store that is damaged.
pub fn charter_in_force(storage: &dyn Storage) -> StdResult<(u32, Charter)> {
    let version = IN_FORCE.load(storage)?;
    Ok((version, CHARTERS.load(storage, version)?.1))
}

/// A version and the height at which it came into force.
///
/// # Errors
/// There is no such version.
pub fn charter_version(
    storage: &dyn Storage,
    version: Option<u32>,
) -> Result<(u32, u64, Charter), ContractError> {
    let version = match version {
        Some(version) => version,
        None => IN_FORCE.load(storage)?,
    };
    let (height, charter) = CHARTERS
        .may_load(storage, version)?
        .ok_or(CharterError::UnknownVersion { version })?;
    Ok((version, height, charter))
}

/// The charter that was in force at the start of a block, and its version; none if the group was not there yet.
///
/// # Errors
/// Only on a store that is damaged.
pub fn charter_at(storage: &dyn Storage, height: u64) -> StdResult<Option<(u32, Charter)>> {
    let found = SINCE
        .range(
            storage,
            None,
            Some(Bound::exclusive(height)),
            Order::Descending,
        )
        .next()
        .transpose()?;
    match found {
        Some((_, version)) => Ok(Some((version, CHARTERS.load(storage, version)?.1))),
        None => Ok(None),
    }
}
