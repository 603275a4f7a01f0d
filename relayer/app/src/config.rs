//! The relayer's configuration: a TOML file, and environment variables on top of it.
//!
//! It is read unchecked and becomes a [`Config`] only if every value makes sense; if one doesn't, the relayer refuses
//! to start and names key and value. Nothing is ever replaced by a default because it was wrong.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::chain::{GasPrice, is_denom};
use crate::keystore::KeyName;
use crate::log::{DEFAULT_FILTER, LogFormat};

/// The environment variables are the keys with this prefix, in upper case: `FOLKMOOT_LISTEN`.
pub const PREFIX: &str = "FOLKMOOT_";
/// The most groups one relayer signs for; each has a task and a key in memory.
pub const MAX_GROUPS: usize = 1_000;
/// The shortest and longest time between two looks for a block, in milliseconds.
const POLL_RANGE: (u64, u64) = (10, 60_000);

/// An error of the configuration.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("configuration {path} can't be read: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A value is missing, of another type, or has a key that there isn't.
    #[error("configuration: {0}")]
    Shape(Box<figment::Error>),
    /// A value makes no sense.
    #[error("configuration: {key} is {value}, expected {expected}")]
    Value {
        /// The key.
        key: String,
        /// Its value.
        value: String,
        /// What it should be.
        expected: String,
    },
}

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
struct Defaults {
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

const DEFAULTS: Defaults = Defaults {
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
const KEYS: [&str; 16] = [
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

/// A configuration that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The nodes' RPC addresses, at least one.
    pub nodes: Vec<String>,
    /// The chain's id, if it is pinned.
    pub chain_id: Option<String>,
    /// The prefix of the chain's addresses.
    pub prefix: String,
    /// What a unit of gas costs.
    pub gas_price: GasPrice,
    /// The keystore's folder.
    pub keystore: PathBuf,
    /// A file whose first line is the keystore's passphrase.
    pub passphrase_file: Option<PathBuf>,
    /// The database file.
    pub database: PathBuf,
    /// Where the API listens.
    pub listen: SocketAddr,
    /// From one look for a new block to the next.
    pub poll_interval: Duration,
    /// Whether the node's websocket may wake the relayer.
    pub websocket: bool,
    /// The height to start reading at when there is no cursor.
    pub start_height: u64,
    /// The groups to sign for, each once.
    pub groups: Vec<GroupAccount>,
    /// The key of the account that pays for fan-outs and carries ballots.
    pub carrier: Option<KeyName>,
    /// How a log line looks.
    pub log_format: LogFormat,
    /// What is logged; it can be read.
    pub log: String,
}

/// A group and the key that signs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupAccount {
    /// The group's address.
    pub address: String,
    /// The key.
    pub key: KeyName,
}

impl Config {
    /// Reads the file, if there is to be one, and the environment, and checks all of it.
    pub fn read(path: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(DEFAULTS));
        if let Some(path) = path {
            let text = std::fs::read_to_string(path).map_err(|source| ConfigError::File {
                path: path.to_owned(),
                source,
            })?;
            figment = figment.merge(Toml::string(&text));
        }
        Self::of(&figment.merge(Env::prefixed(PREFIX).only(&KEYS)))
    }

    fn of(figment: &Figment) -> Result<Self, ConfigError> {
        let unchecked: UncheckedConfig = figment
            .extract()
            .map_err(|error| ConfigError::Shape(Box::new(error)))?;
        unchecked.check()
    }
}

fn wrong(key: impl Into<String>, value: impl ToString, expected: impl Into<String>) -> ConfigError {
    ConfigError::Value {
        key: key.into(),
        value: value.to_string(),
        expected: expected.into(),
    }
}

impl UncheckedConfig {
    /// The checked configuration, or the first value that makes no sense.
    pub fn check(self) -> Result<Config, ConfigError> {
        let nodes = check_nodes(self.nodes)?;
        bech32::Hrp::parse(&self.prefix)
            .map_err(|_| wrong("prefix", &self.prefix, "an address prefix such as wasm"))?;
        if !is_denom(&self.denom) {
            return Err(wrong("denom", &self.denom, "a denomination such as ustake"));
        }
        let gas_price = check_gas_price(&self.gas_price, &self.denom)?;
        let listen = self.listen.parse().map_err(|_| {
            wrong(
                "listen",
                &self.listen,
                "an address and port such as 127.0.0.1:8080",
            )
        })?;
        if !(POLL_RANGE.0..=POLL_RANGE.1).contains(&self.poll_interval_ms) {
            let expected = format!("{} to {}", POLL_RANGE.0, POLL_RANGE.1);
            return Err(wrong("poll_interval_ms", self.poll_interval_ms, expected));
        }
        if self.start_height == 0 {
            return Err(wrong("start_height", 0, "1 or more: there is no block 0"));
        }
        let groups = check_groups(self.groups, &self.prefix)?;
        let carrier = self
            .carrier
            .map(|key| check_key("carrier", &key))
            .transpose()?;
        let log_format = self
            .log_format
            .parse()
            .map_err(|_| wrong("log_format", &self.log_format, "text or json"))?;
        crate::log::filter(&self.log)
            .map_err(|error| wrong("log", &self.log, error.to_string()))?;
        Ok(Config {
            nodes,
            chain_id: self.chain_id,
            prefix: self.prefix,
            gas_price,
            keystore: self.keystore,
            passphrase_file: self.passphrase_file,
            database: self.database,
            listen,
            poll_interval: Duration::from_millis(self.poll_interval_ms),
            websocket: self.websocket,
            start_height: self.start_height,
            groups,
            carrier,
            log_format,
            log: self.log,
        })
    }
}

fn check_gas_price(number: &str, denom: &str) -> Result<GasPrice, ConfigError> {
    let price = format!("{number}{denom}").parse();
    match price {
        Ok(price) if number.chars().all(|c| c == '.' || c.is_ascii_digit()) => Ok(price),
        _ => Err(wrong(
            "gas_price",
            number,
            "a number such as 0.025, without denomination",
        )),
    }
}

fn check_nodes(nodes: Vec<String>) -> Result<Vec<String>, ConfigError> {
    if nodes.is_empty() {
        return Err(wrong(
            "nodes",
            "[]",
            "at least one address such as http://127.0.0.1:26657",
        ));
    }
    for (index, node) in nodes.iter().enumerate() {
        if !is_http(node) {
            let key = format!("nodes[{index}]");
            return Err(wrong(
                key,
                node,
                "an address that starts with http:// or https://",
            ));
        }
    }
    Ok(nodes)
}

fn is_http(url: &str) -> bool {
    let rest = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && url.parse::<tendermint_rpc::Url>().is_ok()
}

fn check_groups(
    groups: Vec<UncheckedGroup>,
    prefix: &str,
) -> Result<Vec<GroupAccount>, ConfigError> {
    if groups.len() > MAX_GROUPS {
        return Err(wrong(
            "groups",
            format!("{} entries", groups.len()),
            format!("at most {MAX_GROUPS}"),
        ));
    }
    let mut seen = BTreeSet::new();
    groups
        .into_iter()
        .enumerate()
        .map(|(index, group)| {
            let at = |field: &str| format!("groups[{index}].{field}");
            let decoded = bech32::decode(&group.address);
            if !decoded.is_ok_and(|(found, _)| found.as_str() == prefix) {
                let expected = format!("an address that starts with {prefix}1");
                return Err(wrong(at("address"), &group.address, expected));
            }
            if !seen.insert(group.address.clone()) {
                return Err(wrong(at("address"), &group.address, "each group once"));
            }
            Ok(GroupAccount {
                key: check_key(&at("key"), &group.key)?,
                address: group.address,
            })
        })
        .collect()
}

fn check_key(key: &str, name: &str) -> Result<KeyName, ConfigError> {
    name.parse()
        .map_err(|_| wrong(key, name, "a key name: letters, digits, - and _"))
}

#[cfg(test)]
mod tests;
