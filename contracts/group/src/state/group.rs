//! The group itself: its name, and whether it may act yet.

use cosmwasm_std::{Addr, Deps, DepsMut, Env, StdResult, Storage};
use serde::{Deserialize, Serialize};

use super::Single;
use crate::error::{ContractError, FoundingError};
use crate::querier;

const GROUP: Single<Group> = Single::new("i");

/// The group's own record.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Who may complete the founding.
    pub founder: Addr,
    /// When that was done, unix seconds.
    pub founded_at: Option<u64>,
    /// Whether it is known that nobody but the group can change its code. Only the group itself could undo that, and
    /// none of its actions does.
    pub sealed: bool,
}

impl Group {
    /// The record.
    ///
    /// # Errors
    /// Only on a store that is damaged.
    pub fn load(storage: &dyn Storage) -> StdResult<Self> {
        GROUP.load(storage)
    }

    /// Keeps the record.
    ///
    /// # Errors
    /// Only if it can't be written.
    pub fn save(&self, storage: &mut dyn Storage) -> StdResult<()> {
        GROUP.save(storage, self)
    }

    /// Makes sure that the group is founded and sealed: before, it opens nothing, takes nothing and gets no link.
    ///
    /// # Errors
    /// It is not founded, or its admin is somebody else.
    pub fn ready(deps: &mut DepsMut, env: &Env) -> Result<(), ContractError> {
        let mut group = Self::load(deps.storage)?;
        if group.founded_at.is_none() {
            return Err(FoundingError::NotFounded { name: group.name }.into());
        }
        if !group.sealed {
            check_sealed(deps.as_ref(), env)?;
            group.sealed = true;
            group.save(deps.storage)?;
        }
        Ok(())
    }
}

/// Reads from the chain that the contract's admin is itself or nobody.
fn check_sealed(deps: Deps, env: &Env) -> Result<(), ContractError> {
    let info = querier::contract_info(&deps.querier, &env.contract.address)?;
    match info.admin {
        Some(admin) if admin != env.contract.address => Err(FoundingError::Unsealed {
            admin: admin.into(),
        }
        .into()),
        _ => Ok(()),
    }
}
