//! What the chain tells, as plain data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Where the chain stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The chain's id.
    pub chain_id: String,
    /// The last height.
    pub height: u64,
    /// The time of that block, in unix seconds.
    pub time: u64,
}

/// An account's numbers, which a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Its number, given once.
    pub number: u64,
    /// The sequence of its next transaction.
    pub sequence: u64,
}

/// The hash of a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TxHash([u8; 32]);

/// A text that is no transaction hash.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("transaction hash {0} is not 64 hexadecimal digits")]
pub struct TxHashError(String);

impl TxHash {
    /// The hash of a signed transaction's bytes.
    pub fn of(tx: &[u8]) -> Self {
        Self(Sha256::digest(tx).into())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for TxHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode_upper(self.0))
    }
}

impl fmt::Debug for TxHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TxHash {
    type Err = TxHashError;

    fn from_str(text: &str) -> Result<Self, TxHashError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|_| TxHashError(text.chars().take(80).collect()))?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for TxHash {
    type Error = TxHashError;

    fn try_from(text: String) -> Result<Self, TxHashError> {
        text.parse()
    }
}

impl From<TxHash> for String {
    fn from(hash: TxHash) -> Self {
        hash.to_string()
    }
}

/// An event of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its type.
    pub kind: String,
    /// Its attributes, in order; a key may come twice.
    pub attributes: Vec<(String, String)>,
}

impl Event {
    /// The first attribute of that key.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find_map(|(found, value)| (found == key).then_some(value.as_str()))
    }
}

/// The first attribute of that key in the first event of that kind that has it.
pub fn attribute<'a>(events: &'a [Event], kind: &str, key: &str) -> Option<&'a str> {
    events
        .iter()
        .filter(|event| event.kind == kind)
        .find_map(|event| event.attribute(key))
}

/// A transaction in a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TxResult {
    /// Its hash.
    pub hash: TxHash,
    /// The block's height.
    pub height: u64,
    /// 0 if it succeeded.
    pub code: u32,
    /// Who gave the code.
    pub codespace: String,
    /// What the chain said.
    pub log: String,
    /// The gas it was allowed.
    pub gas_wanted: u64,
    /// The gas it took.
    pub gas_used: u64,
    /// Its events.
    pub events: Vec<Event>,
    /// Its data: an encoded `TxMsgData`.
    #[serde(skip)]
    pub data: Vec<u8>,
}

/// A block with the results of its transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockView {
    /// Its height.
    pub height: u64,
    /// Its time, in unix seconds.
    pub time: u64,
    /// Its transactions in order, failed ones too.
    pub txs: Vec<TxResult>,
}

/// What the chain knows of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractInfo {
    /// Its address.
    pub address: String,
    /// The code it runs.
    pub code_id: u64,
    /// Who made it.
    pub creator: String,
    /// Who may exchange its code; nobody if `None`.
    pub admin: Option<String>,
    /// Its label.
    pub label: String,
    /// The height at which it was made, if the chain tells.
    pub created: Option<u64>,
}

/// The checksum of a code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checksum(pub [u8; 32]);

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Checksum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the chain knows of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeInfo {
    /// Its id.
    pub id: u64,
    /// Who stored it.
    pub creator: String,
    /// Its checksum.
    pub checksum: Checksum,
}
