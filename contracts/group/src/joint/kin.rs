//! Which contracts are groups that this one may link with, and which it is linked with.

use cosmwasm_std::{Deps, Env, StdResult, Storage};

use crate::charter::charters::charter_in_force;
use crate::error::{ContractError, LinkError};
use crate::joint::uplinks;
use crate::querier;
use crate::querier::ContractInfo;
use crate::reviews::houses;
use crate::seats::registry::find_seat;

/// Reads from the chain that a contract runs trusted code and that nobody else can change it.
pub(crate) fn check_kin(deps: Deps, env: &Env, address: &str) -> Result<(), ContractError> {
    let info = contract_info(deps, address)?;
    if let Some(admin) = info.admin.filter(|admin| admin.as_str() != address) {
        return Err(LinkError::Unsealed {
            address: address.into(),
            admin: admin.into(),
        }
        .into());
    }
    let own = querier::contract_info(&deps.querier, &env.contract.address)?;
    if info.code_id == own.code_id {
        return Ok(());
    }
    let checksum = querier::checksum(&deps.querier, info.code_id)?;
    let own_checksum = querier::checksum(&deps.querier, own.code_id)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    let trusted = &charter.spec().trusted_code;
    if checksum == own_checksum || trusted.contains(&checksum) {
        return Ok(());
    }
    Err(LinkError::Code {
        address: address.into(),
        checksum: checksum.to_hex(),
    }
    .into())
}

/// Reads from the chain that there is a contract at an address.
pub(crate) fn check_contract(deps: Deps, address: &str) -> Result<(), ContractError> {
    contract_info(deps, address)?;
    Ok(())
}

pub(crate) fn contract_info(deps: Deps, address: &str) -> Result<ContractInfo, LinkError> {
    let found = querier::contract_info(&deps.querier, address);
    found.map_err(|_| LinkError::NotAContract {
        address: address.into(),
    })
}

/// Whether another group is above this one, its house, or reviewed by it, or was offered to be.
pub(crate) fn is_linked(storage: &dyn Storage, group: &str) -> StdResult<bool> {
    Ok(uplinks::load(storage, group)?.is_some()
        || houses::house(storage, group)?.is_some()
        || houses::reviewed(storage, group)?.is_some())
}

/// What a contract is to the group, if no call may address it.
pub(crate) fn call_target(
    deps: Deps,
    env: &Env,
    contract: &str,
) -> Result<Option<&'static str>, ContractError> {
    let seat = find_seat(deps.storage, contract)?;
    let sits_here = seat.is_some_and(|(_, seat)| seat.holder.is_group());
    Ok(if contract == env.contract.address.as_str() {
        Some("which is this group")
    } else if sits_here || is_linked(deps.storage, contract)? {
        Some("which is linked with this group")
    } else {
        None
    })
}
