//! Contracts: a wasm module for cw-multi-test that behaves as wasmd's keeper does.
//!
//! cw-multi-test's own keeper leaves out what clients look at: wasmd's errors with their codes,
//! contract addresses by wasmd's counter, events, gas, history, and a panic that stays inside the
//! contract's call.

mod admin;
mod call;
mod instantiate;
mod keeper;
mod native;
mod querier;
mod records;
mod respond;
mod storage;
mod upload;
pub mod validate;

use std::rc::Rc;

use cosmwasm_std::{Addr, Api, Binary, BlockInfo, Empty, Querier, Record, StdError, StdResult};
use cosmwasm_std::{Order, Storage, WasmMsg, WasmQuery};
use cw_multi_test::{AppResponse, Contract, ContractData, CosmosRouter, Wasm, WasmSudo};

pub use call::panic_text;
pub use instantiate::Instantiation;
pub use keeper::{Ctx, Keeper};
pub use native::Native;
pub use querier::ContractQuerier;
pub use records::{code, code_bytes, everybody};
pub use records::{codes, contract, contracts_of_code, contracts_of_creator, history, raw_prefix};
pub use validate::json;

/// The keeper as a module of the application; the chain keeps another handle to it.
pub struct WasmModule(pub Rc<Keeper>);

impl Wasm<Empty, Empty> for WasmModule {
    fn execute(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        router: &dyn CosmosRouter<ExecC = Empty, QueryC = Empty>,
        block: &BlockInfo,
        sender: Addr,
        msg: WasmMsg,
    ) -> StdResult<AppResponse> {
        let ctx = Ctx { api, router, block };
        Ok(self.0.run(&ctx, storage, &sender, msg)?)
    }

    fn query(
        &self,
        api: &dyn Api,
        storage: &dyn Storage,
        querier: &dyn Querier,
        block: &BlockInfo,
        request: WasmQuery,
    ) -> StdResult<Binary> {
        Ok(self.0.query(api, storage, querier, block, request)?)
    }

    fn sudo(
        &self,
        _api: &dyn Api,
        _storage: &mut dyn Storage,
        _router: &dyn CosmosRouter<ExecC = Empty, QueryC = Empty>,
        _block: &BlockInfo,
        _msg: WasmSudo,
    ) -> StdResult<AppResponse> {
        Err(StdError::msg("no module of this chain calls sudo"))
    }

    fn store_code(&mut self, _creator: Addr, _code: Box<dyn Contract<Empty>>) -> u64 {
        // code 0 exists on no chain; code is stored by transactions and at genesis only
        0
    }

    fn store_code_with_id(
        &mut self,
        _creator: Addr,
        _code_id: u64,
        _code: Box<dyn Contract<Empty>>,
    ) -> StdResult<u64> {
        Err(StdError::msg("code is stored by transactions only"))
    }

    fn duplicate_code(&mut self, _code_id: u64) -> StdResult<u64> {
        Err(StdError::msg("code is stored by transactions only"))
    }

    fn contract_data(&self, storage: &dyn Storage, address: &Addr) -> StdResult<ContractData> {
        let info = contract(storage, address.as_str())?;
        Ok(ContractData {
            code_id: info.code_id,
            creator: Addr::unchecked(info.creator),
            admin: (!info.admin.is_empty()).then(|| Addr::unchecked(info.admin)),
            label: info.label,
            created: info.created.map_or(0, |position| position.block_height),
        })
    }

    fn dump_wasm_raw(&self, storage: &dyn Storage, address: &Addr) -> Vec<Record> {
        let own = self.contract_storage(storage, address);
        own.range(None, None, Order::Ascending).collect()
    }
}
