//! The end of a group: at its sunset, when nobody is left who could decide, or when nobody ever could. What nobody else has
//! a claim to is due to the heir.

use cosmwasm_std::{DepsMut, Env, Response, Storage};

use crate::cells::ended::must_have_ended;
use crate::charter::charters::charter_in_force;
use crate::error::{ContractError, WindingError};
use crate::limits::MAX_DENOMS;
use crate::msg::Claimant;
use crate::treasury::funds::bequeath;
use crate::treasury::ledger;

/// Message: makes the common fund due to the heir, once the group has ended. It can be called again when more is there.
///
/// # Errors
/// The group can still decide, too many denominations are named, or nothing of them is there.
#[inline(never)]
pub fn wind_up(
    mut deps: DepsMut,
    env: &Env,
    denoms: Vec<String>,
) -> Result<Response, ContractError> {
    let group = must_have_ended(&deps, env)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    // Where the charter names none it is who founded the group: of a subgroup, the group that founded it.
    let heir = charter.spec().heir.clone();
    let heir = Claimant::Address(heir.unwrap_or_else(|| group.founder.into_string()));
    let denoms = named(deps.storage, denoms)?;
    bequeath(&mut deps, env, &heir, &denoms)
}

/// These denominations, each once; unless named, those that the treasury shows.
fn named(storage: &dyn Storage, mut denoms: Vec<String>) -> Result<Vec<String>, ContractError> {
    if denoms.len() > MAX_DENOMS {
        return Err(WindingError::TooMany {
            limit: MAX_DENOMS,
            found: denoms.len(),
        }
        .into());
    }
    if denoms.is_empty() {
        let (_, charter) = charter_in_force(storage)?;
        (denoms, _) = ledger::first(storage, charter.spec().denoms())?;
    }
    denoms.sort_unstable();
    denoms.dedup();
    Ok(denoms)
}
