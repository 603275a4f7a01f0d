//! Queries of contracts and codes.

use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    CodeInfo, CodeInfoResponse, Model, Params, QueryAllContractStateRequest,
    QueryAllContractStateResponse, QueryBuildAddressRequest, QueryBuildAddressResponse,
    QueryCodeRequest, QueryCodeResponse, QueryCodesRequest, QueryCodesResponse,
    QueryContractHistoryRequest, QueryContractHistoryResponse, QueryContractInfoRequest,
    QueryContractInfoResponse, QueryContractsByCodeRequest, QueryContractsByCodeResponse,
    QueryContractsByCreatorRequest, QueryContractsByCreatorResponse, QueryParamsResponse,
    QueryPinnedCodesResponse, QueryRawContractStateRequest, QueryRawContractStateResponse,
    QuerySmartContractStateRequest, QuerySmartContractStateResponse,
};
use cosmwasm_std::{Addr, Order};
use prost::Message;
use serde_json::Value;

use super::{page, request, status, unknown};
use crate::chain::address;
use crate::chain::error::{AbciError, Kind};
use crate::chain::machine::Machine;
use crate::chain::store::next_prefix;
use crate::chain::wasm;
use crate::rpc::Hex;

/// Answers one query.
pub fn answer(machine: &Machine, name: &str, data: &[u8]) -> Result<Vec<u8>, AbciError> {
    match name {
        "SmartContractState" => smart(machine, &request(data)?),
        "RawContractState" => raw(machine, &request(data)?),
        "AllContractState" => all_state(machine, &request(data)?),
        "ContractInfo" => info(machine, &request(data)?),
        "ContractHistory" => history(machine, &request(data)?),
        "ContractsByCode" => by_code(machine, &request(data)?),
        "ContractsByCreator" => by_creator(machine, &request(data)?),
        "Code" => code(machine, &request(data)?),
        "Codes" => codes(machine, &request(data)?),
        "BuildAddress" => build_address(machine, &request(data)?),
        "PinnedCodes" => Ok(QueryPinnedCodesResponse {
            code_ids: Vec::new(),
            pagination: Some(Default::default()),
        }
        .encode_to_vec()),
        "Params" => Ok(QueryParamsResponse {
            params: Some(Params {
                code_upload_access: Some(wasm::everybody()),
                instantiate_default_permission: 3,
            }),
        }
        .encode_to_vec()),
        _ => Err(unknown()),
    }
}

fn existing(machine: &Machine, text: &str) -> Result<(), AbciError> {
    address::decode(&machine.terms.prefix, text)?;
    wasm::contract(machine.view(), text).map(drop)
}

fn smart(machine: &Machine, asked: &QuerySmartContractStateRequest) -> Result<Vec<u8>, AbciError> {
    if !wasm::json(&asked.query_data) {
        return Err(status(
            "InvalidArgument",
            Kind::InvalidRequest,
            "invalid query data",
        ));
    }
    existing(machine, &asked.address)?;
    let contract = Addr::unchecked(&asked.address);
    let block = machine.app.block_info();
    let data = machine.app.read_module(|router, api, storage| {
        let querier = wasm::ContractQuerier {
            router,
            api,
            storage,
            block: &block,
        };
        let message = &asked.query_data;
        machine
            .keeper
            .smart(api, storage, &querier, &block, &contract, message)
    })?;
    let data = data.into();
    Ok(QuerySmartContractStateResponse { data }.encode_to_vec())
}

fn raw(machine: &Machine, asked: &QueryRawContractStateRequest) -> Result<Vec<u8>, AbciError> {
    existing(machine, &asked.address)?;
    let key = [&wasm::raw_prefix(&asked.address), &asked.query_data[..]].concat();
    let data = machine.view().get(&key).unwrap_or_default();
    Ok(QueryRawContractStateResponse { data }.encode_to_vec())
}

fn all_state(
    machine: &Machine,
    asked: &QueryAllContractStateRequest,
) -> Result<Vec<u8>, AbciError> {
    address::decode(&machine.terms.prefix, &asked.address)?;
    page::cut_by_key(Vec::<()>::new(), asked.pagination.as_ref())?;
    existing(machine, &asked.address)?;
    let prefix = wasm::raw_prefix(&asked.address);
    let end = next_prefix(&prefix);
    let found = machine
        .view()
        .range(Some(&prefix), end.as_deref(), Order::Ascending);
    let models = found.map(|(mut key, value)| Model {
        key: key.split_off(prefix.len()),
        value,
    });
    let (models, pagination) = page::cut_by_key(models.collect(), asked.pagination.as_ref())?;
    Ok(QueryAllContractStateResponse { models, pagination }.encode_to_vec())
}

fn info(machine: &Machine, asked: &QueryContractInfoRequest) -> Result<Vec<u8>, AbciError> {
    existing(machine, &asked.address)?;
    Ok(QueryContractInfoResponse {
        address: asked.address.clone(),
        contract_info: Some(wasm::contract(machine.view(), &asked.address)?),
    }
    .encode_to_vec())
}

fn history(machine: &Machine, asked: &QueryContractHistoryRequest) -> Result<Vec<u8>, AbciError> {
    address::decode(&machine.terms.prefix, &asked.address)?;
    let all = wasm::history(machine.view(), &asked.address);
    let (entries, pagination) = page::cut_by_key(all, asked.pagination.as_ref())?;
    Ok(QueryContractHistoryResponse {
        entries,
        pagination,
    }
    .encode_to_vec())
}

fn by_code(machine: &Machine, asked: &QueryContractsByCodeRequest) -> Result<Vec<u8>, AbciError> {
    valid_id(asked.code_id)?;
    let all = wasm::contracts_of_code(machine.view(), asked.code_id);
    let (contracts, pagination) = page::cut_by_key(all, asked.pagination.as_ref())?;
    Ok(QueryContractsByCodeResponse {
        contracts,
        pagination,
    }
    .encode_to_vec())
}

fn by_creator(
    machine: &Machine,
    asked: &QueryContractsByCreatorRequest,
) -> Result<Vec<u8>, AbciError> {
    address::decode(&machine.terms.prefix, &asked.creator_address)?;
    let all = wasm::contracts_of_creator(machine.view(), &asked.creator_address);
    let (contract_addresses, pagination) = page::cut_by_key(all, asked.pagination.as_ref())?;
    Ok(QueryContractsByCreatorResponse {
        contract_addresses,
        pagination,
    }
    .encode_to_vec())
}

fn valid_id(id: u64) -> Result<(), AbciError> {
    match id {
        0 => Err(AbciError::new(Kind::Invalid, "code id")),
        _ => Ok(()),
    }
}

fn code_info(id: u64, info: CodeInfo) -> CodeInfoResponse {
    CodeInfoResponse {
        code_id: id,
        creator: info.creator,
        data_hash: info.code_hash,
        instantiate_permission: info.instantiate_config,
    }
}

fn code(machine: &Machine, asked: &QueryCodeRequest) -> Result<Vec<u8>, AbciError> {
    valid_id(asked.code_id)?;
    let info = wasm::code(machine.view(), asked.code_id)?;
    Ok(QueryCodeResponse {
        code_info: Some(code_info(asked.code_id, info)),
        data: wasm::code_bytes(machine.view(), asked.code_id),
    }
    .encode_to_vec())
}

fn codes(machine: &Machine, asked: &QueryCodesRequest) -> Result<Vec<u8>, AbciError> {
    let all = wasm::codes(machine.view());
    let (part, pagination) = page::cut_by_key(all, asked.pagination.as_ref())?;
    let code_infos = part.into_iter().map(|(id, info)| code_info(id, info));
    Ok(QueryCodesResponse {
        code_infos: code_infos.collect(),
        pagination,
    }
    .encode_to_vec())
}

fn build_address(
    machine: &Machine,
    asked: &QueryBuildAddressRequest,
) -> Result<Vec<u8>, AbciError> {
    let invalid = |what: &str, reason: &str| {
        AbciError::new(Kind::InvalidRequest, format!("invalid {what}: {reason}"))
    };
    let hex = |what: &str, text: &str| {
        Hex::try_from(Value::from(text))
            .map(|bytes| bytes.0)
            .map_err(|error| invalid(what, &error))
    };
    let hash = hex("code hash", &asked.code_hash)?;
    let prefix = &machine.terms.prefix;
    let creator = address::decode(prefix, &asked.creator_address)
        .map_err(|error| invalid("creator address", error.detail()))?;
    let salt = hex("salt", &asked.salt)?;
    if salt.is_empty() {
        return Err(status(
            "InvalidArgument",
            Kind::InvalidRequest,
            "empty salt",
        ));
    }
    let bytes = address::salted_contract(&hash, &creator, &salt, &asked.init_args);
    let address = address::encode(prefix, &bytes)?;
    Ok(QueryBuildAddressResponse { address }.encode_to_vec())
}
