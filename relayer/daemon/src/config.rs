//! The relayer's configuration: a TOML file, and environment variables on top of it.
//!
//! It is read unchecked and becomes a [`Config`] only if every value makes sense; if one doesn't, the relayer refuses
//! to start and names key and value. Nothing is ever replaced by a default because it was wrong.

mod check;
#[cfg(test)]
mod tests;
mod unchecked;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use folkmoot_chain::GasPrice;
use folkmoot_chain::keystore::KeyName;
use thiserror::Error;

use crate::log::LogFormat;
use unchecked::{DEFAULTS, KEYS};
pub use unchecked::{UncheckedConfig, UncheckedGroup};

/// The environment variables are the keys with this prefix, in upper case: `FOLKMOOT_LISTEN`.
pub const PREFIX: &str = "FOLKMOOT_";
/// The most groups one relayer signs for; each has a task and a key in memory.
pub const MAX_GROUPS: usize = 1_000;

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
