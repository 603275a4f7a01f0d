//! The group contract as the embedded chain runs it: natively, in this process. The embedded chain itself knows no
//! group, and the contract no chain; here they meet.
//!
//! The doors: [`group_code`] is handed to a chain, and [`innermost`] reads the contract's words out of a refusal.

use cosmwasm_std::{DepsMut, Empty, Env, MigrateInfo, Response};
use cw_multi_test::{Contract, ContractWrapper};
use folkmoot_group::ContractError;
use folkmoot_group::contract::{
    CONTRACT_NAME, CONTRACT_VERSION, execute, instantiate, migrate, query, reply,
};
use folkmoot_group::json::Json;
use folkmoot_group::msg::MigrateMsg;
use folkmoot_localnet::NativeCode;
use sha2::{Digest, Sha256};

/// The group contract, to be stored at genesis. No wasm file stands behind it there, so its checksum is that of its
/// name and version.
#[must_use]
pub fn group_code() -> NativeCode {
    let checksum = Sha256::digest(format!("{CONTRACT_NAME} {CONTRACT_VERSION}"));
    NativeCode {
        name: CONTRACT_NAME.to_owned(),
        version: CONTRACT_VERSION.to_owned(),
        checksum: checksum.into(),
        contract: group_contract,
    }
}

fn group_contract() -> Box<dyn Contract<Empty>> {
    Box::new(
        ContractWrapper::new(execute, instantiate, query)
            .with_reply(reply)
            .with_migrate(migrate_native),
    )
}

/// The wasm chain leaves the migration's context out where a contract's entry point does not take it.
fn migrate_native(
    deps: DepsMut,
    env: Env,
    msg: Json<MigrateMsg>,
    _info: MigrateInfo,
) -> Result<Response, ContractError> {
    migrate(deps, env, msg)
}

/// What the contract itself said: a chain in memory puts messages and senders before it.
#[must_use]
pub fn innermost(error: &str) -> String {
    const PUT_BEFORE: &str = "kind: Other, error: ";
    let said = error.rsplit(PUT_BEFORE).next();
    said.unwrap_or(error).to_owned()
}
