//! Queries of balances and supply.

use cosmos_sdk_proto::cosmos::bank::v1beta1::{
    DenomUnit, Metadata, Params, QueryAllBalancesRequest, QueryAllBalancesResponse,
    QueryBalanceRequest, QueryBalanceResponse, QueryDenomMetadataRequest,
    QueryDenomMetadataResponse, QueryDenomsMetadataRequest, QueryDenomsMetadataResponse,
    QueryParamsResponse, QuerySpendableBalancesRequest, QuerySpendableBalancesResponse,
    QuerySupplyOfRequest, QuerySupplyOfResponse, QueryTotalSupplyRequest, QueryTotalSupplyResponse,
};
use cosmwasm_std::Coin;
use prost::Message;

use super::{page, request, status, unknown};
use crate::chain::error::{AbciError, Kind};
use crate::chain::machine::Machine;
use crate::chain::{address, bank, coins};

/// Answers one query.
pub fn answer(machine: &Machine, name: &str, data: &[u8]) -> Result<Vec<u8>, AbciError> {
    let state = machine.view();
    Ok(match name {
        "Balance" => {
            let asked: QueryBalanceRequest = request(data)?;
            check(machine, &asked.address)?;
            check_denom(&asked.denom)?;
            let coin = bank::balance(state, &asked.address, &asked.denom);
            let balance = Some(coins::one_to_proto(&coin));
            QueryBalanceResponse { balance }.encode_to_vec()
        }
        "AllBalances" => {
            let asked: QueryAllBalancesRequest = request(data)?;
            let all = held(machine, &asked.address)?;
            let (part, pagination) = page::cut(all, asked.pagination.as_ref())?;
            QueryAllBalancesResponse {
                balances: coins::to_proto(&part),
                pagination,
            }
            .encode_to_vec()
        }
        "SpendableBalances" => {
            let asked: QuerySpendableBalancesRequest = request(data)?;
            let all = held(machine, &asked.address)?;
            let (part, pagination) = page::cut(all, asked.pagination.as_ref())?;
            QuerySpendableBalancesResponse {
                balances: coins::to_proto(&part),
                pagination,
            }
            .encode_to_vec()
        }
        "SupplyOf" => {
            let asked: QuerySupplyOfRequest = request(data)?;
            check_denom(&asked.denom)?;
            let amount = Some(coins::one_to_proto(&bank::supply(state, &asked.denom)));
            QuerySupplyOfResponse { amount }.encode_to_vec()
        }
        "TotalSupply" => {
            let asked: QueryTotalSupplyRequest = request(data)?;
            let (part, pagination) = page::cut(bank::supplies(state), asked.pagination.as_ref())?;
            QueryTotalSupplyResponse {
                supply: coins::to_proto(&part),
                pagination,
            }
            .encode_to_vec()
        }
        other => return metadata(machine, other, data),
    })
}

fn metadata(machine: &Machine, name: &str, data: &[u8]) -> Result<Vec<u8>, AbciError> {
    let known = &machine.terms.denom;
    Ok(match name {
        "DenomMetadata" => {
            let asked: QueryDenomMetadataRequest = request(data)?;
            check_denom(&asked.denom)?;
            if asked.denom != *known {
                let detail = format!("client metadata for denom {}", asked.denom);
                return Err(status("NotFound", Kind::KeyNotFound, detail));
            }
            let metadata = Some(of_denom(known));
            QueryDenomMetadataResponse { metadata }.encode_to_vec()
        }
        "DenomsMetadata" => {
            let asked: QueryDenomsMetadataRequest = request(data)?;
            let all = vec![of_denom(known)];
            let (metadatas, pagination) = page::cut(all, asked.pagination.as_ref())?;
            QueryDenomsMetadataResponse {
                metadatas,
                pagination,
            }
            .encode_to_vec()
        }
        "Params" => QueryParamsResponse {
            params: Some(Params {
                default_send_enabled: true,
                ..Params::default()
            }),
        }
        .encode_to_vec(),
        _ => return Err(unknown()),
    })
}

fn of_denom(denom: &str) -> Metadata {
    Metadata {
        description: "the coin of a local test chain, without value".to_owned(),
        denom_units: vec![DenomUnit {
            denom: denom.to_owned(),
            exponent: 0,
            aliases: Vec::new(),
        }],
        base: denom.to_owned(),
        display: denom.to_owned(),
        name: denom.to_owned(),
        symbol: denom.to_owned(),
        ..Metadata::default()
    }
}

fn check(machine: &Machine, text: &str) -> Result<(), AbciError> {
    address::check(&machine.terms.prefix, text).map_err(|error| {
        let detail = format!("invalid address: {error}");
        status("InvalidArgument", Kind::InvalidRequest, detail)
    })
}

fn check_denom(denom: &str) -> Result<(), AbciError> {
    if coins::is_denom(denom) {
        return Ok(());
    }
    let detail = format!("invalid denom: {denom}");
    Err(status("InvalidArgument", Kind::InvalidRequest, detail))
}

fn held(machine: &Machine, text: &str) -> Result<Vec<Coin>, AbciError> {
    check(machine, text)?;
    Ok(bank::balances(machine.view(), text))
}
