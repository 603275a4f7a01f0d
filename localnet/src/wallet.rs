//! The funded test accounts.

use bip39::Mnemonic;
use cosmrs::bip32::{ChildNumber, DerivationPath, XPrv};
use cosmrs::crypto::secp256k1::SigningKey;
use sha2::{Digest, Sha256};

/// Where the accounts of the Cosmos hub's kind are derived.
const PARENT: &str = "m/44'/118'/0'/0";

/// A funded test account. Its key is public knowledge: never use it where coins have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevAccount {
    /// The address.
    pub address: String,
    /// The mnemonic, the same for all accounts of a chain.
    pub mnemonic: String,
    /// The derivation path, which tells the accounts apart.
    pub path: String,
}

/// The accounts cannot be derived.
#[derive(Debug, thiserror::Error)]
pub enum WalletError {
    /// The mnemonic.
    #[error("mnemonic of seed {seed}: {reason}")]
    Mnemonic {
        /// The seed.
        seed: u64,
        /// Why.
        reason: String,
    },
    /// A key.
    #[error("key at {path}: {reason}")]
    Key {
        /// The path.
        path: String,
        /// Why.
        reason: String,
    },
}

/// Derives `count` accounts from `seed`: one mnemonic of 24 words, and the path's last number.
pub fn dev_accounts(seed: u64, count: usize, prefix: &str) -> Result<Vec<DevAccount>, WalletError> {
    let entropy = Sha256::digest(format!("folkmoot localnet {seed}"));
    let mnemonic = Mnemonic::from_entropy(&entropy).map_err(|error| WalletError::Mnemonic {
        seed,
        reason: error.to_string(),
    })?;
    let parent = parent(&mnemonic.to_seed("")).map_err(|reason| WalletError::Key {
        path: PARENT.to_owned(),
        reason,
    })?;
    (0..count)
        .map(|index| {
            let path = format!("{PARENT}/{index}");
            let address = address(&parent, index, prefix).map_err(|reason| WalletError::Key {
                path: path.clone(),
                reason,
            })?;
            Ok(DevAccount {
                address,
                mnemonic: mnemonic.to_string(),
                path,
            })
        })
        .collect()
}

fn parent(seed: &[u8; 64]) -> Result<XPrv, String> {
    let path: DerivationPath = PARENT.parse().map_err(|error| format!("{error}"))?;
    XPrv::derive_from_path(seed, &path).map_err(|error| format!("{error}"))
}

fn address(parent: &XPrv, index: usize, prefix: &str) -> Result<String, String> {
    let number = u32::try_from(index).map_err(|error| error.to_string())?;
    let child = ChildNumber::new(number, false).map_err(|error| format!("{error}"))?;
    let key = parent
        .derive_child(child)
        .map_err(|error| format!("{error}"))?;
    let public = SigningKey::from(&key).public_key();
    let id = public
        .account_id(prefix)
        .map_err(|error| format!("{error}"))?;
    Ok(id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_accounts() {
        let one = dev_accounts(0, 2, "wasm").unwrap();
        assert_eq!(one, dev_accounts(0, 2, "wasm").unwrap());
        assert_ne!(one[0].address, one[1].address);
        assert_eq!(one[0].mnemonic.split(' ').count(), 24);
        assert_eq!(one[1].path, "m/44'/118'/0'/0/1");
        assert_ne!(one, dev_accounts(1, 2, "wasm").unwrap());
    }
}
