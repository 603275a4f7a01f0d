//! The end of a group: at its sunset, when nobody is left who could decide, or when nobody ever could. What nobody else has
//! a claim to is due to the heir.

use cosmwasm_std::{DepsMut, Env, Response, Storage};

use crate::cells::group::{Group, check_sealed};
use crate::charter::charters::charter_in_force;
use crate::error::{ContractError, WindingError};
use crate::limits::{MAX_DENOMS, MAX_WAIT_SECONDS};
use crate::msg::Claimant;
use crate::seats::registry;
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

/// Makes sure that the group can decide nothing any more, or never could.
///
/// # Errors
/// It can, or it may yet begin to.
pub(crate) fn must_have_ended(deps: &DepsMut, env: &Env) -> Result<Group, ContractError> {
    let group = Group::load(deps.storage)?;
    if has_ended(deps.storage, env)? {
        return Ok(group);
    }
    let until = waits_until(&group);
    let unsealed = !group.sealed && check_sealed(deps.as_ref(), env).is_err();
    if unsealed && until <= env.block.time.seconds() {
        return Ok(group);
    }
    let seats = registry::totals(deps.storage)?.all.seats;
    if unsealed || group.founded_at.is_none() || seats == 0 {
        return Err(WindingError::Waits { seats, until }.into());
    }
    Err(WindingError::Alive {
        seats,
        sunset: group.sunset,
    }
    .into())
}

/// Whether the group's sunset has come, no seat is left that could decide, or for a long time none ever was.
pub(crate) fn has_ended(storage: &dyn Storage, env: &Env) -> Result<bool, ContractError> {
    let group = Group::load(storage)?;
    if group.is_over(env) {
        return Ok(true);
    }
    let totals = registry::totals(storage)?;
    Ok(match group.founded_at {
        Some(_) if totals.all.seats > 0 => false,
        Some(_) if totals.voted => true,
        _ => waits_until(&group) <= env.block.time.seconds(),
    })
}

/// Until when somebody may still come who decides, unix seconds.
fn waits_until(group: &Group) -> u64 {
    let began = group.founded_at.unwrap_or(group.created_at);
    began.saturating_add(MAX_WAIT_SECONDS)
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
