//! What a network's folder holds.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::accounts::Account;
use crate::error::Error;
use crate::ports::Ports;

/// A network, as it stands in `network.json` in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The chain's id.
    pub chain_id: String,
    /// Prefix of its addresses.
    pub prefix: String,
    /// Denomination of its coin.
    pub denom: String,
    /// The lowest fee per unit of gas, in `denom`.
    pub gas_price: String,
    /// The nodes, each a validator.
    pub nodes: Vec<NodeDescription>,
    /// The funded accounts.
    pub accounts: Vec<Account>,
    /// The validators' accounts, which hold the stake and so decide in governance.
    pub validators: Vec<Account>,
    /// The mnemonic of all accounts.
    pub mnemonic: String,
}

/// A node, as it stands in `network.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeDescription {
    /// Where its JSON-RPC is, such as `http://127.0.0.1:26657`.
    pub rpc: String,
    /// Where its gRPC is, such as `127.0.0.1:9090`.
    pub grpc: String,
    /// Its process, if it was started and not stopped since.
    pub pid: Option<u32>,
    /// When that process started, in the system's clock ticks since it booted: tells it from a later one with its number.
    pub started: Option<u64>,
    /// Its folder.
    pub home: PathBuf,
    /// Its log.
    pub log: PathBuf,
    pub(crate) ports: Ports,
    pub(crate) peer: String,
}

const DESCRIPTION: &str = "network.json";
/// Marks a folder as ours, and is locked while somebody starts or stops the network.
const LOCK: &str = "lock";

/// A network's folder, locked against other processes for as long as this lives.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes the folder, and makes it if nothing is there. One with other people's files is refused.
    pub(crate) fn take(path: &Path) -> Result<Self, Error> {
        let ours = path.join(LOCK);
        if !ours.exists() {
            fs::create_dir_all(path).map_err(Error::file(path))?;
            let mut entries = fs::read_dir(path).map_err(Error::file(path))?;
            if entries.next().is_some() {
                return Err(Error::Foreign(path.to_owned()));
            }
        }
        let path = path.canonicalize().map_err(Error::file(path))?;
        let lock = File::create(&ours).map_err(Error::file(&ours))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy(path)),
            Err(TryLockError::Error(error)) => Err(Error::file(ours)(error)),
        }
    }

    /// Takes the folder if it is one of ours.
    pub(crate) fn take_ours(path: &Path) -> Result<Self, Error> {
        if path.join(LOCK).exists() {
            Self::take(path)
        } else {
            Err(Error::Nothing(path.to_owned()))
        }
    }

    /// Removes what is in it. What an interrupted start left goes the same way.
    pub(crate) fn empty(&self) -> Result<(), Error> {
        let entries = fs::read_dir(&self.path).map_err(Error::file(&self.path))?;
        for entry in entries {
            let path = entry.map_err(Error::file(&self.path))?.path();
            if path.ends_with(LOCK) {
                continue;
            }
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            removed.map_err(Error::file(path))?;
        }
        Ok(())
    }

    /// Where node `index` lives.
    pub(crate) fn node(&self, index: usize) -> PathBuf {
        self.path.join(format!("node{index}"))
    }

    /// Where node `index` logs.
    pub(crate) fn log(&self, index: usize) -> PathBuf {
        self.path.join(format!("node{index}.log"))
    }

    /// Writes the description, whole or not at all.
    pub(crate) fn describe(&self, description: &Description) -> Result<(), Error> {
        let path = self.path.join(DESCRIPTION);
        let text = serde_json::to_string_pretty(description)
            .map_err(|error| Error::content(&path, error))?;
        let partial = path.with_extension("partial");
        fs::write(&partial, text).map_err(Error::file(&partial))?;
        fs::rename(&partial, &path).map_err(Error::file(path))
    }
}

/// The description of the network in a folder, if there is one.
pub(crate) fn description(home: &Path) -> Result<Option<Description>, Error> {
    let path = home.join(DESCRIPTION);
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let description = serde_json::from_str(&text).map_err(|error| Error::content(path, error))?;
    Ok(Some(description))
}
