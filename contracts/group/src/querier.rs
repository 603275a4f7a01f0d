//! What the contract asks of the chain and of neighbours, read into no more than it needs.

use cosmwasm_std::{Addr, HexBinary, QuerierWrapper, StdResult, WasmQuery, to_json_binary};
use folkmoot_rules::Seconds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;
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

/// How long it takes.
#[derive(Serialize, Deserialize, Clone, Debug)]
struct Pace {
    lead_time: Seconds,
}

/// What it says of a document.
#[derive(Serialize, Deserialize, Clone, Debug)]
struct Adopted {
    sha256: HexBinary,
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
    let Members { core_seats } = ask(querier, group, &QueryMsg::Group {})?;
    Ok(core_seats)
}

/// The longest that a group takes to decide what a group above asks.
pub(crate) fn lead_time(querier: &QuerierWrapper, group: &str) -> StdResult<Seconds> {
    let Pace { lead_time } = ask(querier, group, &QueryMsg::Group {})?;
    Ok(lead_time)
}

/// The sha-256 of the latest version of a group's document.
pub(crate) fn document(
    querier: &QuerierWrapper,
    group: &str,
    kind: &DocumentKind,
) -> StdResult<HexBinary> {
    let latest = QueryMsg::Document {
        kind: kind.clone(),
        version: None,
    };
    let Adopted { sha256 } = ask(querier, group, &latest)?;
    Ok(sha256)
}

fn ask<T: DeserializeOwned>(querier: &QuerierWrapper, group: &str, msg: &QueryMsg) -> StdResult<T> {
    let query = WasmQuery::Smart {
        contract_addr: group.into(),
        msg: to_json_binary(msg)?,
    };
    let Json(answer) = querier.query(&query.into())?;
    Ok(answer)
}
