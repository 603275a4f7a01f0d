//! EIP-712, as far as all signed things share it.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

const DOMAIN_NAME: &str = "Folkmoot";
const DOMAIN_VERSION: &str = "1";
const DOMAIN_TYPE: &str = "EIP712Domain(string name,string version,bytes32 salt)";

/// The digest that a wallet signs (`eth_signTypedData_v4`), from the struct's hash.
pub(crate) fn digest(chain: &str, group: &str, struct_hash: [u8; 32]) -> [u8; 32] {
    let mut hasher = Keccak256::new();
    hasher.update([0x19, 0x01]);
    hasher.update(domain_separator(chain, group));
    hasher.update(struct_hash);
    hasher.finalize().into()
}

/// The request for the wallet around a message of the type `name`.
pub(crate) fn typed_request(
    (name, type_text): (&str, &str),
    chain: &str,
    group: &str,
    message: Value,
) -> Value {
    let mut types = serde_json::Map::new();
    types.insert("EIP712Domain".into(), members(DOMAIN_TYPE));
    types.insert(name.into(), members(type_text));
    json!({
        "types": types,
        "primaryType": name,
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "salt": prefixed_hex(&salt(chain, group)),
        },
        "message": message,
    })
}

/// CosmWasm has no chain id and address that EIP-712 could hold: they go into the salt.
fn salt(chain: &str, group: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(chain)
        .chain_update(group)
        .finalize()
        .into()
}

fn domain_separator(chain: &str, group: &str) -> [u8; 32] {
    let mut hasher = Keccak256::new();
    hasher.update(keccak(DOMAIN_TYPE.as_bytes()));
    hasher.update(keccak(DOMAIN_NAME.as_bytes()));
    hasher.update(keccak(DOMAIN_VERSION.as_bytes()));
    hasher.update(salt(chain, group));
    hasher.finalize().into()
}

pub(crate) fn keccak(bytes: &[u8]) -> [u8; 32] {
    Keccak256::digest(bytes).into()
}

/// An unsigned integer as a word of 32 bytes, big endian.
pub(crate) fn word(value: u64) -> [u8; 32] {
    let mut word = [0; 32];
    if let Some(low) = word.last_chunk_mut::<8>() {
        *low = value.to_be_bytes();
    }
    word
}

pub(crate) fn prefixed_hex(bytes: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// The members of an EIP-712 type as the request lists them, read from the type's own text so that both agree.
fn members(type_text: &str) -> Value {
    let inner = type_text
        .split_once('(')
        .map_or("", |(_, rest)| rest.trim_end_matches(')'));
    inner
        .split(',')
        .filter_map(|member| member.split_once(' '))
        .map(|(kind, name)| json!({ "name": name, "type": kind }))
        .collect()
}
