//! Keys in a folder, each encrypted with the keystore's passphrase.
//!
//! A key `cell` is two files: `cell.age` holds the secret, in the age format with a scrypt recipient, so that
//! `age --decrypt cell.age` reads it without this program; `cell.json` says in clear what anybody may know: name, kind,
//! public key. The secret file is the key: if `cell.json` is lost, loading the key writes it again.
//!
//! Files are written beside their place and put there in one step, readable by their owner alone. A key is never
//! overwritten.

mod error;
mod ethereum;
mod files;
mod name;
mod passphrase;
mod secret;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::LocalSigner;
pub use error::KeystoreError;
pub use ethereum::{ETHEREUM_PATH, EthereumSigner};
pub use name::KeyName;
pub use passphrase::{PASSPHRASE_VARIABLE, passphrase_of_environment, passphrase_of_file};
use secret::Secret;

/// What scrypt costs by default, as the binary logarithm: 64 MiB and a fraction of a second. A keystore is opened at
/// every start, with one key a group.
pub const WORK_FACTOR: u8 = 16;
/// What a file may ask of whoever opens it: 4 GiB; more is an attack.
const MAX_WORK_FACTOR: u8 = 22;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// Transactions of a Cosmos account.
    Cosmos,
    /// Ballots of an Ethereum wallet.
    Ethereum,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cosmos => "cosmos",
            Self::Ethereum => "ethereum",
        })
    }
}

/// What anybody may know of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyInfo {
    /// Its name.
    pub name: KeyName,
    /// What it signs.
    pub kind: KeyKind,
    /// The public key, compressed, in hexadecimal.
    pub public_key: String,
}

/// What a key is imported from.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// A mnemonic, at the usual path of the key's kind.
    Mnemonic(SecretString),
    /// A mnemonic at another path.
    MnemonicAt(SecretString, String),
    /// 64 hexadecimal digits.
    Hex(SecretString),
}

/// A folder of encrypted keys.
#[derive(Debug, Clone)]
pub struct Keystore {
    folder: PathBuf,
    passphrase: SecretString,
    work_factor: u8,
}

impl Keystore {
    /// The keystore in a folder, which is made when the first key is put there. An empty passphrase is refused.
    pub fn open(folder: &Path, passphrase: SecretString) -> Result<Self, KeystoreError> {
        passphrase::check(&passphrase)?;
        Ok(Self {
            folder: folder.to_owned(),
            passphrase,
            work_factor: WORK_FACTOR,
        })
    }

    /// The same with another scrypt cost for new keys, from 1 to 22: a low one is for tests.
    #[must_use]
    pub fn with_work_factor(mut self, work_factor: u8) -> Self {
        self.work_factor = work_factor.clamp(1, MAX_WORK_FACTOR);
        self
    }

    /// Makes a key and gives its mnemonic, which is to be shown once and written on paper.
    pub fn create(
        &self,
        name: &KeyName,
        kind: KeyKind,
    ) -> Result<(KeyInfo, SecretString), KeystoreError> {
        let mnemonic = secret::new_mnemonic()?;
        let info = self.import(name, kind, KeySource::Mnemonic(mnemonic.clone()))?;
        Ok((info, mnemonic))
    }

    /// Puts a key in that was made elsewhere.
    pub fn import(
        &self,
        name: &KeyName,
        kind: KeyKind,
        source: KeySource,
    ) -> Result<KeyInfo, KeystoreError> {
        let secret = Secret::new(kind, source);
        let info = secret.info(name)?;
        let sealed = secret.seal(&self.passphrase, self.work_factor)?;
        files::create_folder(&self.folder)?;
        files::create(&self.secret_path(name), &sealed)?;
        files::replace(&self.info_path(name), &info_json(&info)?)?;
        Ok(info)
    }

    /// All keys, by name. Needs no passphrase to be right.
    pub fn list(&self) -> Result<Vec<KeyInfo>, KeystoreError> {
        let names = files::names(&self.folder)?;
        names.iter().map(|name| self.info(name)).collect()
    }

    /// What anybody may know of a key.
    pub fn info(&self, name: &KeyName) -> Result<KeyInfo, KeystoreError> {
        let path = self.info_path(name);
        let Some(bytes) = files::read(&path)? else {
            if files::read(&self.secret_path(name))?.is_none() {
                return Err(self.unknown(name));
            }
            let reason = "it is missing; load the key once to write it again".to_owned();
            return Err(KeystoreError::Damaged { path, reason });
        };
        serde_json::from_slice(&bytes).map_err(|error| KeystoreError::Damaged {
            path,
            reason: error.to_string(),
        })
    }

    /// The secret, for paper or another program: the mnemonic, or the hexadecimal digits of a key imported so.
    pub fn export(&self, name: &KeyName) -> Result<SecretString, KeystoreError> {
        Ok(self.unseal(name)?.text())
    }

    /// A Cosmos key, ready to sign.
    pub fn load(&self, name: &KeyName) -> Result<LocalSigner, KeystoreError> {
        let secret = self.unseal(name)?;
        secret.expect(name, KeyKind::Cosmos)?;
        Ok(LocalSigner::from_key(secret.key()?))
    }

    /// An Ethereum key, ready to sign.
    pub fn load_ethereum(&self, name: &KeyName) -> Result<EthereumSigner, KeystoreError> {
        let secret = self.unseal(name)?;
        secret.expect(name, KeyKind::Ethereum)?;
        Ok(EthereumSigner::from_key(secret.key()?))
    }

    fn unseal(&self, name: &KeyName) -> Result<Secret, KeystoreError> {
        let path = self.secret_path(name);
        let sealed = files::read(&path)?.ok_or_else(|| self.unknown(name))?;
        let secret = Secret::unseal(&path, &sealed, &self.passphrase)?;
        let info = secret.info(name)?;
        let info_path = self.info_path(name);
        match files::read(&info_path)? {
            None => files::replace(&info_path, &info_json(&info)?)?,
            Some(_) if self.info(name)? == info => {}
            Some(_) => {
                let reason = format!("it does not belong to the secret of key {name}");
                return Err(KeystoreError::Damaged {
                    path: info_path,
                    reason,
                });
            }
        }
        Ok(secret)
    }

    fn unknown(&self, name: &KeyName) -> KeystoreError {
        KeystoreError::Unknown {
            name: name.clone(),
            folder: self.folder.clone(),
        }
    }

    fn secret_path(&self, name: &KeyName) -> PathBuf {
        self.folder.join(format!("{name}.{}", files::SECRET))
    }

    fn info_path(&self, name: &KeyName) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

fn info_json(info: &KeyInfo) -> Result<Vec<u8>, KeystoreError> {
    let mut json =
        serde_json::to_vec_pretty(info).map_err(|error| KeystoreError::Seal(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}
