//! What the contract asks of the chain and of neighbours, read into no more than it needs.

use cosmwasm_std::{Addr, HexBinary, QuerierWrapper, StdResult, WasmQuery, to_json_binary};
use serde::{Deserialize, Serialize};

use crate::json::Json;
use crate::msg::QueryMsg;

/// What the chain knows of a contract.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct ContractInfo {
    pub code_id: u64,
    pub admin: Option<Addr>,
}

/// What the chain knows of a code.
#[derive(Serialize, Deserialize, Clone, Debug)]
struct CodeInfo {
    checksum: HexBinary,
}

/// What a group says of itself.
#[derive(Serialize, Deserialize, Clone, Debug)]
struct Members {
    core_seats: u64,
}

pub(crate) fn contract_info(
    querier: &QuerierWrapper,
    address: impl Into<String>,
) -> StdResult<ContractInfo> {
    let contract_addr = address.into();
    let Json(info) = querier.query(&WasmQuery::ContractInfo { contract_addr }.into())?;
    Ok(info)
}

pub(crate) fn checksum(querier: &QuerierWrapper, code_id: u64) -> StdResult<HexBinary> {
    let Json(CodeInfo { checksum }) = querier.query(&WasmQuery::CodeInfo { code_id }.into())?;
    Ok(checksum)
}

/// How many core seats a group has.
pub(crate) fn members(querier: &QuerierWrapper, group: &str) -> StdResult<u64> {
    let query = WasmQuery::Smart {
        contract_addr: group.into(),
        msg: to_json_binary(&QueryMsg::Group {})?,
    };
    let Json(Members { core_seats }) = querier.query(&query.into())?;
    Ok(core_seats)
}
