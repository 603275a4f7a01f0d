//! A key's secret: in memory for as long as it is needed, sealed everywhere else.

use std::path::Path;

use age::DecryptError;
use k256::ecdsa::SigningKey;
use rand::RngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{ETHEREUM_PATH, KeyInfo, KeyKind, KeyName, KeySource, KeystoreError, MAX_WORK_FACTOR};
use crate::{COSMOS_PATH, derive, key_of_hex};

/// What the encrypted file holds.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub(super) struct Secret {
    #[zeroize(skip)]
    kind: KeyKind,
    material: Material,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Material {
    Mnemonic { words: String, path: String },
    Hex(String),
}

/// 24 new words: 32 bytes of the system's randomness.
pub(super) fn new_mnemonic() -> Result<SecretString, KeystoreError> {
    let mut entropy = Zeroizing::new([0_u8; 32]);
    OsRng
        .try_fill_bytes(entropy.as_mut_slice())
        .map_err(|error| KeystoreError::Seal(format!("no randomness: {error}")))?;
    let words = bip39::Mnemonic::from_entropy(entropy.as_slice())
        .map_err(|error| KeystoreError::Seal(error.to_string()))?;
    Ok(SecretString::from(words.to_string()))
}

impl Secret {
    pub(super) fn new(kind: KeyKind, source: KeySource) -> Self {
        let usual = match kind {
            KeyKind::Cosmos => COSMOS_PATH,
            KeyKind::Ethereum => ETHEREUM_PATH,
        };
        let words = |mnemonic: SecretString, path: &str| Material::Mnemonic {
            words: mnemonic
                .expose_secret()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            path: path.to_owned(),
        };
        let material = match source {
            KeySource::Mnemonic(mnemonic) => words(mnemonic, usual),
            KeySource::MnemonicAt(mnemonic, path) => words(mnemonic, &path),
            KeySource::Hex(digits) => Material::Hex(digits.expose_secret().trim().to_owned()),
        };
        Self { kind, material }
    }

    /// The key to sign with; this is also where a secret that is none is found out.
    pub(super) fn key(&self) -> Result<SigningKey, KeystoreError> {
        Ok(match &self.material {
            Material::Mnemonic { words, path } => {
                derive(&SecretString::from(words.as_str()), path)?
            }
            Material::Hex(hex) => key_of_hex(&SecretString::from(hex.as_str()))?,
        })
    }

    pub(super) fn info(&self, name: &KeyName) -> Result<KeyInfo, KeystoreError> {
        let public_key = self.key()?.verifying_key().to_encoded_point(true);
        Ok(KeyInfo {
            name: name.clone(),
            kind: self.kind,
            public_key: hex::encode(public_key.as_bytes()),
        })
    }

    pub(super) fn text(&self) -> SecretString {
        match &self.material {
            Material::Mnemonic { words, .. } => words.as_str().into(),
            Material::Hex(hex) => hex.as_str().into(),
        }
    }

    pub(super) fn expect(&self, name: &KeyName, expected: KeyKind) -> Result<(), KeystoreError> {
        if self.kind == expected {
            return Ok(());
        }
        Err(KeystoreError::Kind {
            name: name.clone(),
            expected,
            found: self.kind,
        })
    }

    pub(super) fn seal(
        &self,
        passphrase: &SecretString,
        work_factor: u8,
    ) -> Result<Vec<u8>, KeystoreError> {
        let sealing = |reason: String| KeystoreError::Seal(reason);
        let plain = serde_json::to_vec(self).map(Zeroizing::new);
        let plain = plain.map_err(|error| sealing(error.to_string()))?;
        let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
        recipient.set_work_factor(work_factor);
        age::encrypt(&recipient, &plain).map_err(|error| sealing(error.to_string()))
    }

    pub(super) fn unseal(
        path: &Path,
        sealed: &[u8],
        passphrase: &SecretString,
    ) -> Result<Self, KeystoreError> {
        let damaged = |reason: String| KeystoreError::Damaged {
            path: path.to_owned(),
            reason,
        };
        let mut identity = age::scrypt::Identity::new(passphrase.clone());
        identity.set_max_work_factor(MAX_WORK_FACTOR);
        let plain = match age::decrypt(&identity, sealed) {
            Ok(plain) => Zeroizing::new(plain),
            Err(
                DecryptError::DecryptionFailed
                | DecryptError::KeyDecryptionFailed
                | DecryptError::NoMatchingKeys,
            ) => {
                return Err(KeystoreError::Passphrase(path.to_owned()));
            }
            Err(error) => return Err(damaged(error.to_string())),
        };
        // the error of a parser may quote what it read
        serde_json::from_slice(&plain).map_err(|_| damaged("it holds no key".to_owned()))
    }
}
