//! Whether the group has ended: at its sunset, when nobody is left who could decide, or when nobody ever could.

use cosmwasm_std::{DepsMut, Env, Storage};

use crate::cells::group::{Group, check_sealed};
use crate::error::{ContractError, WindingError};
use crate::limits::MAX_WAIT_SECONDS;
use crate::seats::registry;

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
pub(crate) fn waits_until(group: &Group) -> u64 {
    let began = group.founded_at.unwrap_or(group.created_at);
    began.saturating_add(MAX_WAIT_SECONDS)
}
