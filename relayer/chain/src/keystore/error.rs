//! What can go wrong with the keystore. No error tells anything of a secret.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::{KeyKind, KeyName};
use crate::SignerError;

/// An error of the keystore.
#[derive(Debug, Error)]
pub enum KeystoreError {
    /// The name can't be a key's.
    #[error("key name {0} is not 1 to 64 letters, digits, - or _, starting with a letter or digit")]
    Name(String),
    /// The name is taken.
    #[error("there is a key at {0} already; a key is never overwritten")]
    Taken(PathBuf),
    /// No key of that name.
    #[error("there is no key {name} in {folder}")]
    Unknown {
        /// The name.
        name: KeyName,
        /// The keystore.
        folder: PathBuf,
    },
    /// The key signs something else.
    #[error("key {name} is a key for {found}, not for {expected}")]
    Kind {
        /// The name.
        name: KeyName,
        /// What it is needed for.
        expected: KeyKind,
        /// What it is for.
        found: KeyKind,
    },
    /// The passphrase does not open the file.
    #[error("the passphrase does not open {0}")]
    Passphrase(PathBuf),
    /// There is no passphrase.
    #[error("no passphrase: {0}")]
    NoPassphrase(String),
    /// A file is not what it was when it was written.
    #[error("{path} is damaged: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A secret can't be encrypted.
    #[error("the key can't be encrypted: {0}")]
    Seal(String),
    /// What was given is no key.
    #[error(transparent)]
    Secret(#[from] SignerError),
    /// The file system failed.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
