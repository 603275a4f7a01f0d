//! Queries: those of contracts while they run, and those into contracts.

use cosmwasm_std::{
    Addr, Api, Binary, BlockInfo, CodeInfoResponse, ContractInfoResponse, ContractResult, Empty,
    Querier, QuerierResult, QueryRequest, Storage, SystemError, SystemResult, WasmQuery, from_json,
    to_json_binary,
};
use cw_multi_test::CosmosRouter;

use super::keeper::Keeper;
use super::records;
use super::storage::ContractStorage;
use crate::chain::error::{AbciError, Kind, from_std};
use crate::chain::store::{Changes, Layer};

/// What a running contract's queries go through.
pub struct ContractQuerier<'a> {
    /// Carries the query to the module that answers it.
    pub router: &'a dyn CosmosRouter<ExecC = Empty, QueryC = Empty>,
    /// Address checks for the modules.
    pub api: &'a dyn Api,
    /// The state as the contract sees it.
    pub storage: &'a dyn Storage,
    /// The block being made.
    pub block: &'a BlockInfo,
}

impl Querier for ContractQuerier<'_> {
    fn raw_query(&self, request: &[u8]) -> QuerierResult {
        let parsed: QueryRequest<Empty> = match from_json(request) {
            Ok(parsed) => parsed,
            Err(error) => {
                return SystemResult::Err(SystemError::InvalidRequest {
                    error: format!("Parsing query request: {error}"),
                    request: request.into(),
                });
            }
        };
        if !answerable(&parsed) {
            return unsupported();
        }
        let asked = parsed.clone();
        match self
            .router
            .query(self.api, self.storage, self.block, parsed)
        {
            Ok(answer) => SystemResult::Ok(ContractResult::Ok(answer)),
            Err(error) => refusal(&asked, &from_std(&error)),
        }
    }
}

/// What a queried contract's own queries go through. They come back from the application as text,
/// so the keeper remembers what the refusal was.
struct NestedQuerier<'a> {
    inner: &'a dyn Querier,
    keeper: &'a Keeper,
}

impl Querier for NestedQuerier<'_> {
    fn raw_query(&self, request: &[u8]) -> QuerierResult {
        let asked: Option<QueryRequest<Empty>> = from_json(request).ok();
        if asked.as_ref().is_some_and(|asked| !answerable(asked)) {
            return unsupported();
        }
        self.keeper.refused.take();
        let answer = self.inner.raw_query(request);
        match (asked, self.keeper.refused.take()) {
            (Some(asked), Some(error)) => refusal(&asked, &error),
            _ => answer,
        }
    }
}

fn answerable(request: &QueryRequest<Empty>) -> bool {
    matches!(request, QueryRequest::Wasm(_) | QueryRequest::Bank(_))
}

fn unsupported() -> QuerierResult {
    let kind = "this chain answers bank and wasm queries only".to_owned();
    SystemResult::Err(SystemError::UnsupportedRequest { kind })
}

/// wasmvm tells contracts that something does not exist by system errors of their own.
fn refusal(asked: &QueryRequest<Empty>, error: &AbciError) -> QuerierResult {
    match (asked, error.kind()) {
        (
            QueryRequest::Wasm(
                WasmQuery::Smart { contract_addr, .. }
                | WasmQuery::Raw { contract_addr, .. }
                | WasmQuery::ContractInfo { contract_addr },
            ),
            Kind::NoSuchContract,
        ) => SystemResult::Err(SystemError::NoSuchContract {
            addr: contract_addr.clone(),
        }),
        (QueryRequest::Wasm(WasmQuery::CodeInfo { code_id }), Kind::NoSuchCode) => {
            SystemResult::Err(SystemError::NoSuchCode { code_id: *code_id })
        }
        _ => SystemResult::Ok(ContractResult::Err(error.redacted())),
    }
}

impl Keeper {
    /// Answers a wasm query of a contract.
    pub fn query(
        &self,
        api: &dyn Api,
        storage: &dyn Storage,
        querier: &dyn Querier,
        block: &BlockInfo,
        request: WasmQuery,
    ) -> Result<Binary, AbciError> {
        let answer = self.answer(api, storage, querier, block, request);
        self.refused.replace(answer.as_ref().err().cloned());
        answer
    }

    fn answer(
        &self,
        api: &dyn Api,
        storage: &dyn Storage,
        querier: &dyn Querier,
        block: &BlockInfo,
        request: WasmQuery,
    ) -> Result<Binary, AbciError> {
        let answer = match request {
            WasmQuery::Smart { contract_addr, msg } => {
                let address = self.address(&contract_addr)?;
                let nested = NestedQuerier {
                    inner: querier,
                    keeper: self,
                };
                return self.smart(api, storage, &nested, block, &address, &msg);
            }
            WasmQuery::Raw { contract_addr, key } => {
                return Ok(self.raw(storage, &contract_addr, &key)?.unwrap_or_default());
            }
            WasmQuery::ContractInfo { contract_addr } => {
                to_json_binary(&contract_info(storage, &contract_addr)?)
            }
            WasmQuery::CodeInfo { code_id } => to_json_binary(&code_info(storage, code_id)?),
            other => {
                let detail = format!("unsupported wasm query {other:?}");
                return Err(AbciError::new(Kind::UnknownRequest, detail));
            }
        };
        answer.map_err(|error| from_std(&error))
    }

    fn raw(
        &self,
        storage: &dyn Storage,
        address: &str,
        key: &[u8],
    ) -> Result<Option<Binary>, AbciError> {
        records::contract(storage, address)?;
        let changes = Changes::default();
        let own = ContractStorage::new(Layer::new(storage, &changes), address, &self.meter);
        Ok(own.get(key).map(Binary::from))
    }
}

fn contract_info(storage: &dyn Storage, address: &str) -> Result<ContractInfoResponse, AbciError> {
    let info = records::contract(storage, address)?;
    let admin = (!info.admin.is_empty()).then(|| Addr::unchecked(info.admin));
    let creator = Addr::unchecked(info.creator);
    Ok(ContractInfoResponse::new(
        info.code_id,
        creator,
        admin,
        false,
        None,
        None,
    ))
}

fn code_info(storage: &dyn Storage, id: u64) -> Result<CodeInfoResponse, AbciError> {
    let info = records::code(storage, id)?;
    let checksum = info
        .code_hash
        .as_slice()
        .try_into()
        .map_err(|_| AbciError::new(Kind::NoSuchCode, format!("code id {id}")))?;
    Ok(CodeInfoResponse::new(
        id,
        Addr::unchecked(info.creator),
        checksum,
    ))
}
