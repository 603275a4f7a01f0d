//! The end of a group: at its sunset, or when nobody is left who could decide. What nobody else has a claim to is due to
//! the heir.

use cosmwasm_std::{DepsMut, Env, Response, Storage};

use crate::error::{ContractError, FoundingError, WindingError};
use crate::execute::treasury::bequeath;
use crate::limits::MAX_DENOMS;
use crate::msg::Claimant;
use crate::state::{Group, charter_in_force, ledger, registry};

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
    let group = Group::load(deps.storage)?;
    if group.founded_at.is_none() {
        return Err(FoundingError::NotFounded { name: group.name }.into());
    }
    if !has_ended(deps.storage, env)? {
        return Err(WindingError::Alive {
            seats: registry::totals(deps.storage)?.all.seats,
            sunset: group.sunset,
        }
        .into());
    }
    let (_, charter) = charter_in_force(deps.storage)?;
    // Where the charter names none it is who founded the group: of a subgroup, the group that founded it.
    let heir = charter.spec().heir.clone();
    let heir = Claimant::Address(heir.unwrap_or_else(|| group.founder.into_string()));
    let denoms = named(deps.storage, denoms)?;
    bequeath(&mut deps, env, &heir, &denoms)
}

/// Whether the group's sunset has come, or no seat is left that could decide.
pub(crate) fn has_ended(storage: &dyn Storage, env: &Env) -> Result<bool, ContractError> {
    if Group::load(storage)?.is_over(env) {
        return Ok(true);
    }
    let totals = registry::totals(storage)?;
    Ok(totals.voted && totals.all.seats == 0)
}

/// These denominations, each once; unless named, those that the treasury knows.
fn named(storage: &dyn Storage, mut denoms: Vec<String>) -> Result<Vec<String>, ContractError> {
    if denoms.len() > MAX_DENOMS {
        return Err(WindingError::TooMany {
            limit: MAX_DENOMS,
            found: denoms.len(),
        }
        .into());
    }
    if denoms.is_empty() {
        let known = ledger::sums(storage)?;
        denoms = known.into_iter().map(|(denom, _)| denom).collect();
    }
    denoms.sort_unstable();
    denoms.dedup();
    Ok(denoms)
}
