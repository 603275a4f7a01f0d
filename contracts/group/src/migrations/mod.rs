//! Bringing stored state from one version of the code to the next.

use cosmwasm_std::{DepsMut, Response, StdResult, Storage};
use cw_storage_plus::Item;
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::{ContractError, FoundingError};
use crate::json::Json;
use crate::msg::MigrateMsg;

/// The contract's name in its stored state.
pub const CONTRACT_NAME: &str = "folkmoot-group";
/// The contract's version in its stored state.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Under the key and in the shape of cw2, so that explorers can read it.
const VERSION: Item<Json<StoredVersion>> = Item::new("contract_info");

/// Which contract wrote the state.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredVersion {
    pub contract: String,
    pub version: String,
}

impl StoredVersion {
    fn of_code() -> Self {
        Self {
            contract: CONTRACT_NAME.into(),
            version: CONTRACT_VERSION.into(),
        }
    }

    /// Major, minor and patch as numbers: as text 2.10.0 would stand before 2.9.0.
    fn numbers(&self) -> Option<[u64; 3]> {
        let mut parts = self.version.split('.').map(|part| part.parse().ok());
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(numbers)
    }
}

pub(crate) fn write_version(storage: &mut dyn Storage) -> StdResult<()> {
    VERSION.save(storage, &Json(StoredVersion::of_code()))
}

pub(crate) fn stored_version(storage: &dyn Storage) -> StdResult<StoredVersion> {
    VERSION.load(storage).map(|Json(version)| version)
}

/// The first version whose records this code reads.
const OLDEST: [u64; 3] = [0, 2, 0];

/// Checks that the state is this contract's, of a version from [`OLDEST`] to this code's, and marks it as this code's.
pub(crate) fn migrate(deps: DepsMut, _msg: MigrateMsg) -> Result<Response, ContractError> {
    let (stored, code) = (stored_version(deps.storage)?, StoredVersion::of_code());
    let readable = matches!((stored.numbers(), code.numbers()), (Some(old), Some(new)) if OLDEST <= old && old <= new);
    if stored.contract != code.contract || !readable {
        return Err(FoundingError::Migration {
            stored: format!("{} {}", stored.contract, stored.version),
            code: format!("{} {}", code.contract, code.version),
        }
        .into());
    }
    write_version(deps.storage)?;
    Ok(Response::new()
        .add_attribute("from", stored.version)
        .add_attribute("to", code.version))
}

#[cfg(test)]
mod tests {
    use super::StoredVersion;

    #[test]
    fn versions_are_compared_as_numbers() {
        let version = |text: &str| StoredVersion {
            contract: "x".into(),
            version: text.into(),
        };
        assert!(version("2.10.0").numbers() > version("2.9.0").numbers());
        assert_eq!(version("2.9").numbers(), None);
        assert_eq!(version("2.9.0-rc").numbers(), None);
    }
}
