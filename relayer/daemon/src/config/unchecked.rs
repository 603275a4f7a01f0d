//! The configuration as it is written.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::log::DEFAULT_FILTER;

/// The configuration as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncheckedConfig {
    /// The nodes' RPC addresses; the first that answers is used.
    pub nodes: Vec<String>,
    /// The chain's id. If given, a node of another chain is refused.
    pub chain_id: Option<String>,
    /// The prefix of the chain's addresses.
    pub prefix: String,
    /// The denomination that fees are paid in.
    pub denom: String,
    /// What a unit of gas costs, in that denomination.
    pub gas_price: String,
    /// The keystore's folder.
    pub keystore: PathBuf,
    /// A file whose first line is the keystore's passphrase.
    pub passphrase_file: Option<PathBuf>,
    /// The database file.
    pub database: PathBuf,
    /// Where the API listens.
    pub listen: String,
    /// Milliseconds from one look for a new block to the next.
    pub poll_interval_ms: u64,
    /// Whether the node's websocket may wake the relayer between two looks.
    pub websocket: bool,
    /// The height to start reading at when there is no cursor.
    pub start_height: u64,
    /// The groups to sign for.
    pub groups: Vec<UncheckedGroup>,
    /// The key of the account that pays for fan-outs and carries ballots.
    pub carrier: Option<String>,
    /// `text` or `json`.
    pub log_format: String,
    /// What is logged.
    pub log: String,
}

/// A group to sign for, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncheckedGroup {
    /// The group's address.
    pub address: String,
    /// The key in the keystore that signs for it.
    pub key: String,
}

/// What holds where nothing is said. There is no default for `nodes`: a relayer that guesses its node is wrong.
#[derive(Serialize)]
pub(super) struct Defaults {
    prefix: &'static str,
    denom: &'static str,
    gas_price: &'static str,
    keystore: &'static str,
    database: &'static str,
    listen: &'static str,
    poll_interval_ms: u64,
    websocket: bool,
    start_height: u64,
    groups: [UncheckedGroup; 0],
    log_format: &'static str,
    log: &'static str,
}

pub(super) const DEFAULTS: Defaults = Defaults {
    prefix: "wasm",
    denom: "ustake",
    gas_price: "0.025",
    keystore: "keys",
    database: "folkmoot.sqlite",
    listen: "127.0.0.1:8080",
    poll_interval_ms: 1_000,
    websocket: true,
    start_height: 1,
    groups: [],
    log_format: "text",
    log: DEFAULT_FILTER,
};

/// The keys that an environment variable may set. All others with the prefix (the passphrase, a command's own) are
/// none of the configuration's business.
pub(super) const KEYS: [&str; 16] = [
    "nodes",
    "chain_id",
    "prefix",
    "denom",
    "gas_price",
    "keystore",
    "passphrase_file",
    "database",
    "listen",
    "poll_interval_ms",
    "websocket",
    "start_height",
    "groups",
    "carrier",
    "log_format",
    "log",
];
