//! What the chain stores about codes and contracts.
//!
//! Values are the protobuf records that wasmd stores and answers queries with.

use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    AbsoluteTxPosition, AccessConfig, AccessType, CodeInfo, ContractCodeHistoryEntry, ContractInfo,
};
use cosmwasm_std::{Order, Storage};
use prost::Message;

use crate::chain::auth::{read_number, write_number};
use crate::chain::error::{AbciError, Kind};
use crate::chain::store::next_prefix;

const CONTRACT: &[u8] = b"wasm/contract/";
const HISTORY: &[u8] = b"wasm/history/";
const BY_CODE: &[u8] = b"wasm/by-code/";
const BY_CREATOR: &[u8] = b"wasm/by-creator/";
const CODE: &[u8] = b"wasm/code/";
const NATIVE: &[u8] = b"wasm/native/";
const BYTES: &[u8] = b"wasm/bytes/";
const CODE_COUNT: &[u8] = b"wasm/count/code";
const INSTANCE_COUNT: &[u8] = b"wasm/count/instance";

fn of_contract(space: &[u8], address: &str) -> Vec<u8> {
    [space, address.as_bytes(), b"/"].concat()
}

fn of_code(space: &[u8], id: u64) -> Vec<u8> {
    [space, &id.to_be_bytes()].concat()
}

fn position_bytes(position: &AbsoluteTxPosition) -> [u8; 16] {
    let joined = u128::from(position.block_height) << 64 | u128::from(position.tx_index);
    joined.to_be_bytes()
}

/// Where a contract's own entries are, as cw-multi-test's accessors expect them.
pub fn raw_prefix(address: &str) -> Vec<u8> {
    let namespace = [b"contract_data/", address.as_bytes()].concat();
    let mut prefix = Vec::with_capacity(namespace.len() + 8);
    for part in [b"wasm".as_slice(), &namespace] {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        prefix.extend_from_slice(&length.to_be_bytes());
        prefix.extend_from_slice(part);
    }
    prefix
}

/// The record of a contract.
pub fn contract(storage: &dyn Storage, address: &str) -> Result<ContractInfo, AbciError> {
    storage
        .get(&of_contract(CONTRACT, address))
        .and_then(|bytes| ContractInfo::decode(bytes.as_slice()).ok())
        .ok_or_else(|| AbciError::new(Kind::NoSuchContract, format!("address {address}")))
}

/// Writes the record of a contract.
pub fn save_contract(storage: &mut dyn Storage, address: &str, info: &ContractInfo) {
    storage.set(&of_contract(CONTRACT, address), &info.encode_to_vec());
}

/// Everything that was ever decided about a contract's code, oldest first.
pub fn history(storage: &dyn Storage, address: &str) -> Vec<ContractCodeHistoryEntry> {
    scan(storage, &of_contract(HISTORY, address))
        .filter_map(|(_, value)| ContractCodeHistoryEntry::decode(value.as_slice()).ok())
        .collect()
}

/// Adds to a contract's history and lists it under its code instead of the one before.
pub fn append_history(storage: &mut dyn Storage, address: &str, entry: &ContractCodeHistoryEntry) {
    let past = history(storage, address);
    if let Some(last) = past.last() {
        storage.remove(&by_code_key(last, address));
    }
    storage.set(&by_code_key(entry, address), &[]);
    let number = u64::try_from(past.len()).unwrap_or(u64::MAX);
    let key = [&of_contract(HISTORY, address)[..], &number.to_be_bytes()].concat();
    storage.set(&key, &entry.encode_to_vec());
}

fn by_code_key(entry: &ContractCodeHistoryEntry, address: &str) -> Vec<u8> {
    let position = entry.updated.as_ref().map_or([0; 16], position_bytes);
    let space = of_code(BY_CODE, entry.code_id);
    [&space[..], &position, address.as_bytes()].concat()
}

/// Lists a contract under its creator.
pub fn list_by_creator(storage: &mut dyn Storage, info: &ContractInfo, address: &str) {
    let position = info.created.as_ref().map_or([0; 16], position_bytes);
    let space = of_contract(BY_CREATOR, &info.creator);
    storage.set(&[&space[..], &position, address.as_bytes()].concat(), &[]);
}

/// Contracts that run this code, in the order in which they came to it.
pub fn contracts_of_code(storage: &dyn Storage, id: u64) -> Vec<String> {
    addresses(storage, &of_code(BY_CODE, id))
}

/// Contracts that this account made, oldest first.
pub fn contracts_of_creator(storage: &dyn Storage, creator: &str) -> Vec<String> {
    addresses(storage, &of_contract(BY_CREATOR, creator))
}

fn addresses(storage: &dyn Storage, prefix: &[u8]) -> Vec<String> {
    let skip = prefix.len() + 16;
    scan(storage, prefix)
        .filter_map(|(key, _)| String::from_utf8(key.get(skip..)?.to_vec()).ok())
        .collect()
}

fn scan<'a>(
    storage: &'a dyn Storage,
    prefix: &[u8],
) -> Box<dyn Iterator<Item = cosmwasm_std::Record> + 'a> {
    let end = next_prefix(prefix);
    storage.range(Some(prefix), end.as_deref(), Order::Ascending)
}

/// The record of a code.
pub fn code(storage: &dyn Storage, id: u64) -> Result<CodeInfo, AbciError> {
    storage
        .get(&of_code(CODE, id))
        .and_then(|bytes| CodeInfo::decode(bytes.as_slice()).ok())
        .ok_or_else(|| AbciError::new(Kind::NoSuchCode, format!("code id {id}")))
}

/// All codes with their ids.
pub fn codes(storage: &dyn Storage) -> Vec<(u64, CodeInfo)> {
    let count = read_number(storage, CODE_COUNT);
    let known = |id| code(storage, id).ok().map(|info| (id, info));
    (1..=count).filter_map(known).collect()
}

/// Which native contract runs for a code: its name and version.
pub fn native_of(storage: &dyn Storage, id: u64) -> Result<(String, String), AbciError> {
    storage
        .get(&of_code(NATIVE, id))
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| AbciError::new(Kind::NoSuchCode, format!("code id {id}")))
}

/// The uploaded file of a code; empty for the codes of genesis.
pub fn code_bytes(storage: &dyn Storage, id: u64) -> Vec<u8> {
    storage.get(&of_code(BYTES, id)).unwrap_or_default()
}

/// What is known of a code when it is stored.
pub struct NewCode<'a> {
    /// Who stores it.
    pub creator: &'a str,
    /// Name of the native contract.
    pub name: &'a str,
    /// Version of the native contract.
    pub version: &'a str,
    /// Checksum of the file.
    pub checksum: [u8; 32],
    /// The file.
    pub bytes: &'a [u8],
}

/// Stores a code under the next id.
pub fn add_code(storage: &mut dyn Storage, new: &NewCode<'_>) -> Result<u64, AbciError> {
    let id = read_number(storage, CODE_COUNT).saturating_add(1);
    write_number(storage, CODE_COUNT, id);
    let info = CodeInfo {
        code_hash: new.checksum.to_vec(),
        creator: new.creator.to_owned(),
        instantiate_config: Some(everybody()),
    };
    storage.set(&of_code(CODE, id), &info.encode_to_vec());
    let native = serde_json::to_vec(&(new.name, new.version))
        .map_err(|error| AbciError::new(Kind::CreateFailed, error))?;
    storage.set(&of_code(NATIVE, id), &native);
    if !new.bytes.is_empty() {
        storage.set(&of_code(BYTES, id), new.bytes);
    }
    Ok(id)
}

/// The permission of every code here: anybody may make contracts of it.
pub fn everybody() -> AccessConfig {
    AccessConfig {
        permission: AccessType::Everybody.into(),
        addresses: Vec::new(),
    }
}

/// The next instance number; wasmd counts from 1 and only classic instantiations.
pub fn next_instance(storage: &mut dyn Storage) -> u64 {
    let number = read_number(storage, INSTANCE_COUNT).saturating_add(1);
    write_number(storage, INSTANCE_COUNT, number);
    number
}
