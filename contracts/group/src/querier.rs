//! What the contract asks of the chain and of neighbours, read into no more than it needs.

use cosmwasm_std::{Addr, HexBinary, QuerierWrapper, StdResult, WasmQuery};
use folkmoot_rules::Seconds;
use folkmoot_wire::Tree;

use crate::document::DocumentKind;
use crate::json::binary;
use crate::msg::{ProposalId, QueryMsg};

/// What the chain knows of a contract.
#[derive(Clone, Debug)]
pub(crate) struct ContractInfo {
    pub code_id: u64,
    pub admin: Option<Addr>,
}

pub(crate) fn contract_info(
    querier: &QuerierWrapper,
    address: impl Into<String>,
) -> StdResult<ContractInfo> {
    let contract_addr = address.into();
    let info = querier.query::<Tree>(&WasmQuery::ContractInfo { contract_addr }.into())?;
    Ok(ContractInfo {
        code_id: info.field("code_id")?,
        admin: info.field("admin")?,
    })
}

pub(crate) fn checksum(querier: &QuerierWrapper, code_id: u64) -> StdResult<HexBinary> {
    let info = querier.query::<Tree>(&WasmQuery::CodeInfo { code_id }.into())?;
    Ok(info.field("checksum")?)
}

/// How many core seats a group has.
pub(crate) fn members(querier: &QuerierWrapper, group: &str) -> StdResult<u64> {
    Ok(ask(querier, group, &QueryMsg::Group {})?.field("core_seats")?)
}

/// The longest that a group takes to decide what a group above asks.
pub(crate) fn lead_time(querier: &QuerierWrapper, group: &str) -> StdResult<Seconds> {
    Ok(ask(querier, group, &QueryMsg::Group {})?.field("lead_time")?)
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
    Ok(ask(querier, group, &latest)?.field("sha256")?)
}

/// Title, content hash and version of a group's proposal, as it is now.
pub(crate) fn proposal(
    querier: &QuerierWrapper,
    group: &str,
    proposal: ProposalId,
) -> StdResult<(String, HexBinary, u32)> {
    let view = ask(querier, group, &QueryMsg::ProposalView { proposal })?;
    Ok((
        view.field("title")?,
        view.field("content_hash")?,
        view.field("version")?,
    ))
}

fn ask(querier: &QuerierWrapper, group: &str, msg: &QueryMsg) -> StdResult<Tree> {
    let query = WasmQuery::Smart {
        contract_addr: group.into(),
        msg: binary(msg),
    };
    querier.query(&query.into())
}
