//! The funded test accounts.

use bip39::Mnemonic;
use cosmrs::bip32::{DerivationPath, XPrv};
use sha2::{Digest, Sha256};

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
    let key = mnemonic.to_seed("");
    (0..count)
        .map(|index| {
            let path = format!("m/44'/118'/0'/0/{index}");
            let address = address(&key, &path, prefix).map_err(|reason| WalletError::Key {
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

fn address(seed: &[u8; 64], path: &str, prefix: &str) -> Result<String, String> {
    let path: DerivationPath = path.parse().map_err(|error| format!("{error}"))?;
    let key = XPrv::derive_from_path(seed, &path).map_err(|error| format!("{error}"))?;
    let public = cosmrs::crypto::secp256k1::SigningKey::from(&key).public_key();
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
