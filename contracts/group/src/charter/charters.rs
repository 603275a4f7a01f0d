//! The charters: every version stays, so that an open proposal keeps the rules it opened under.

use cosmwasm_std::{StdError, StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::charter::{Charter, CharterError};
use crate::error::ContractError;
use crate::table::{Single, Table};

const IN_FORCE: Single<Version> = Single::new("c");
const REPLACED: Table<u32, Version> = Table::new("d");

/// A version of the charter.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// The block in which it came into force.
    pub since_height: u64,
    /// The rules.
    pub charter: Charter,
}

/// Keeps the first charter.
pub fn found_charter(storage: &mut dyn Storage, height: u64, charter: Charter) {
    let first = Version {
        number: 1,
        since_height: height,
        charter,
    };
    IN_FORCE.save(storage, &first);
}

/// The founding is complete in this block: from its end on the charter is in force.
///
/// # Errors
/// Only on a store that is damaged.
pub fn begin_charter(storage: &mut dyn Storage, height: u64) -> StdResult<()> {
    let mut first = IN_FORCE.load(storage)?;
    if first.since_height != height {
        first.since_height = height;
        IN_FORCE.save(storage, &first);
    }
    Ok(())
}

/// Keeps the next charter, in force at once, and gives its version.
///
/// # Errors
/// Only if it can't be written.
pub fn amend(storage: &mut dyn Storage, height: u64, charter: Charter) -> StdResult<u32> {
    let replaced = IN_FORCE.load(storage)?;
    REPLACED.save(storage, replaced.number, &replaced);
    let number = replaced.number.saturating_add(1);
    let next = Version {
        number,
        since_height: height,
        charter,
    };
    IN_FORCE.save(storage, &next);
    Ok(number)
}

/// The charter in force and its version.
///
/// # Errors
/// Only on a store that is damaged.
pub fn charter_in_force(storage: &dyn Storage) -> StdResult<(u32, Charter)> {
    let found = IN_FORCE.load(storage)?;
    Ok((found.number, found.charter))
}

/// A version, unless named the one in force.
///
/// # Errors
/// There is no such version.
pub fn charter_version(
    storage: &dyn Storage,
    number: Option<u32>,
) -> Result<Version, ContractError> {
    let in_force = IN_FORCE.load(storage)?;
    match number {
        Some(number) if number != in_force.number => replaced(storage, number),
        _ => Ok(in_force),
    }
}

/// The charter of that version; the group accounts and the sunset of the one in force.
///
/// # Errors
/// There is no such version.
pub fn charter_of(
    storage: &dyn Storage,
    number: u32,
) -> Result<(Charter, Vec<String>, Option<u64>), ContractError> {
    let in_force = IN_FORCE.load(storage)?;
    let spec = in_force.charter.spec();
    let (accounts, sunset) = (spec.group_accounts.clone(), spec.sunset);
    let charter = match in_force.number == number {
        true => in_force.charter,
        false => replaced(storage, number)?.charter,
    };
    Ok((charter, accounts, sunset))
}

fn replaced(storage: &dyn Storage, number: u32) -> Result<Version, ContractError> {
    let found = REPLACED.may_load(storage, number)?;
    found.ok_or_else(|| CharterError::UnknownVersion { version: number }.into())
}

/// The charter that was in force at the start of a block, with the sunset of the one in force; none if the group was not
/// there yet.
///
/// # Errors
/// Only on a store that is damaged.
pub fn charter_at(storage: &dyn Storage, height: u64) -> StdResult<Option<(Version, Option<u64>)>> {
    let mut found = IN_FORCE.load(storage)?;
    let sunset = found.charter.spec().sunset;
    while found.since_height >= height {
        let Some(before) = found.number.checked_sub(1).filter(|number| *number > 0) else {
            return Ok(None);
        };
        found = REPLACED
            .may_load(storage, before)?
            .ok_or_else(|| StdError::msg(format!("there is no charter {before}")))?;
    }
    Ok(Some((found, sunset)))
}
