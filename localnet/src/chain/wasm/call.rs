//! Entering a contract: its storage, its environment, and what can go wrong inside.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use cosmos_sdk_proto::cosmwasm::wasm::v1::ContractInfo;
use cosmwasm_std::{
    Addr, Api, Binary, BlockInfo, ContractInfo as EnvContract, Deps, DepsMut, Empty, Env, Querier,
    QuerierWrapper, StdResult, Storage, TransactionInfo,
};
use cw_multi_test::Contract;

use super::keeper::{Ctx, Keeper};
use super::querier::ContractQuerier;
use super::records;
use super::storage::ContractStorage;
use crate::chain::error::{AbciError, Kind, contract_text};
use crate::chain::gas::OutOfGas;
use crate::chain::store::{Changes, Layer, apply};

/// wasmd's limit on contracts querying contracts, which bounds the stack here as there.
const MAX_QUERY_DEPTH: u32 = 10;
/// wasmd's limit on contracts calling contracts.
pub const MAX_CALL_DEPTH: u32 = 500;

/// Counts one level of nesting until dropped, also when a panic unwinds past it.
pub struct Level<'a>(&'a Cell<u32>);

impl<'a> Level<'a> {
    /// One level deeper, unless that is above `limit`.
    pub fn enter(depth: &'a Cell<u32>, limit: u32, kind: Kind) -> Result<Self, AbciError> {
        if depth.get() >= limit {
            return Err(AbciError::bare(kind));
        }
        depth.set(depth.get() + 1);
        Ok(Self(depth))
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// Which entry point is called, for messages and for what its refusal is called.
pub struct Entry {
    /// What the gas is paid for.
    pub location: &'static str,
    /// What a refusal by the contract is.
    pub refusal: Kind,
}

/// Calls an entry point and turns a panic inside it into an error, as a virtual machine would.
fn guarded<T>(refusal: Kind, action: impl FnOnce() -> StdResult<T>) -> Result<T, AbciError> {
    match catch_unwind(AssertUnwindSafe(action)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(AbciError::from_contract(refusal, contract_text(&error))),
        Err(payload) if payload.is::<OutOfGas>() => resume_unwind(payload),
        Err(payload) => {
            let text = panic_text(payload.as_ref());
            let detail = format!(
                "Error calling the VM: Error executing Wasm: Wasmer runtime error: \
                 RuntimeError: Aborted: panicked: {text}"
            );
            Err(AbciError::new(Kind::Vm, detail))
        }
    }
}

/// The message of a panic, if it has one.
pub fn panic_text(payload: &(dyn std::any::Any + Send)) -> &str {
    let string = payload.downcast_ref::<String>().map(String::as_str);
    string
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("without a message")
}

impl Keeper {
    /// Runs an entry point that may write. `info` says which code runs: the new one in a migration.
    pub fn call<T>(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        (address, code_id): (&Addr, u64),
        entry: &Entry,
        action: impl FnOnce(&dyn Contract<Empty>, DepsMut<'_>, Env) -> StdResult<T>,
    ) -> Result<T, AbciError> {
        let contract = self.enter(storage, code_id, entry.location)?;
        let changes = Changes::default();
        let base: &dyn Storage = storage;
        let view = Layer::new(base, &changes);
        let mut own = ContractStorage::new(view, address.as_str(), &self.meter);
        let querier = ContractQuerier {
            router: ctx.router,
            api: ctx.api,
            storage: &view,
            block: ctx.block,
        };
        let env = self.env(address, ctx.block);
        let outcome = guarded(entry.refusal, || {
            let deps = DepsMut {
                storage: &mut own,
                api: ctx.api,
                querier: QuerierWrapper::new(&querier),
            };
            action(contract, deps, env)
        })?;
        apply(changes, storage);
        Ok(outcome)
    }

    /// Asks a contract.
    pub fn smart(
        &self,
        api: &dyn Api,
        storage: &dyn Storage,
        querier: &dyn Querier,
        block: &BlockInfo,
        address: &Addr,
        message: &[u8],
    ) -> Result<Binary, AbciError> {
        let _level = Level::enter(&self.query_depth, MAX_QUERY_DEPTH, Kind::QueryDepth)?;
        let info: ContractInfo = records::contract(storage, address.as_str())?;
        let contract = self.enter(storage, info.code_id, "Loading CosmWasm module: query")?;
        let changes = Changes::default();
        let view = Layer::new(storage, &changes);
        let own = ContractStorage::new(view, address.as_str(), &self.meter);
        let env = self.env(address, block);
        guarded(Kind::QueryFailed, || {
            let deps = Deps {
                storage: &own,
                api,
                querier: QuerierWrapper::new(querier),
            };
            contract.query(deps, env, message.to_vec())
        })
    }

    fn enter(
        &self,
        storage: &dyn Storage,
        code_id: u64,
        location: &'static str,
    ) -> Result<&dyn Contract<Empty>, AbciError> {
        let code = records::code(storage, code_id)?;
        let checksum = code.code_hash.try_into().unwrap_or_default();
        self.meter.enter(checksum, location);
        let (name, version) = records::native_of(storage, code_id)?;
        self.native(&name, &version)
    }

    fn env(&self, address: &Addr, block: &BlockInfo) -> Env {
        let position = self.position.borrow();
        Env {
            block: block.clone(),
            transaction: position
                .as_ref()
                .map(|(index, hash)| TransactionInfo::new(*index, hash.clone())),
            contract: EnvContract {
                address: address.clone(),
            },
        }
    }
}
