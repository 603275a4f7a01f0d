//! The group itself: its name, and whether it may act yet.

use cosmwasm_std::{Addr, Deps, DepsMut, Env, StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::{ContractError, FoundingError};
use crate::querier;
use crate::table::Single;

const GROUP: Single<Group> = Single::new("i");

/// The group's own record.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
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
    /// When it ends, unix seconds, as the charter in force says.
    #[serde(default)]
    pub sunset: Option<u64>,
    /// When it was begun, unix seconds.
    #[serde(default)]
    pub created_at: u64,
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
    pub fn save(&self, storage: &mut dyn Storage) {
        GROUP.save(storage, self);
    }

    /// Whether its sunset has come.
    #[must_use]
    pub fn is_over(&self, env: &Env) -> bool {
        let now = env.block.time.seconds();
        self.sunset.is_some_and(|sunset| now >= sunset)
    }

    /// The end of a period, which is the sunset's where that comes before.
    #[must_use]
    pub fn ends_before(&self, deadline: u64) -> u64 {
        self.sunset.map_or(deadline, |sunset| deadline.min(sunset))
    }

    /// Makes sure that its sunset has not come.
    ///
    /// # Errors
    /// It has.
    pub fn must_last(&self, env: &Env) -> Result<(), ContractError> {
        match self.sunset {
            Some(sunset) if self.is_over(env) => Err(FoundingError::Over {
                name: self.name.clone(),
                sunset,
                now: env.block.time.seconds(),
            }
            .into()),
            _ => Ok(()),
        }
    }

    /// Makes sure that the group is founded, sealed and not over: else it opens nothing, takes nothing and gets no link.
    ///
    /// # Errors
    /// It is not founded, its admin is somebody else, or its sunset has come.
    pub fn ready(deps: &mut DepsMut, env: &Env) -> Result<Self, ContractError> {
        let mut group = Self::load(deps.storage)?;
        if group.founded_at.is_none() {
            return Err(FoundingError::NotFounded { name: group.name }.into());
        }
        if !group.sealed {
            check_sealed(deps.as_ref(), env)?;
            group.sealed = true;
            group.save(deps.storage);
        }
        group.must_last(env)?;
        Ok(group)
    }
}

/// Reads from the chain that the contract's admin is itself or nobody.
pub(crate) fn check_sealed(deps: Deps, env: &Env) -> Result<(), ContractError> {
    let info = querier::contract_info(&deps.querier, &env.contract.address)?;
    match info.admin {
        Some(admin) if admin != env.contract.address => Err(FoundingError::Unsealed {
            admin: admin.into(),
        }
        .into()),
        _ => Ok(()),
    }
}
