//! The funded test accounts.

use bip39::Mnemonic;
use cosmrs::bip32::{DerivationPath, XPrv};
use cosmrs::crypto::secp256k1::SigningKey;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The mnemonic of every key of every network: the well-known test mnemonic, public knowledge.
pub const MNEMONIC: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
    abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

/// How many accounts are funded beside the validators' own.
pub(crate) const COUNT: usize = 150;

/// The HD account of the first validator: apart from the funded ones, so that their number may change.
pub(crate) const FIRST_VALIDATOR: usize = 1000;

/// An account of the test mnemonic. Its key is public knowledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The address.
    pub address: String,
    /// The derivation path.
    pub path: String,
}

/// Derives `m/44'/118'/i'/0/0` for each number.
pub(crate) fn derive(
    numbers: impl IntoIterator<Item = usize>,
    prefix: &str,
) -> Result<Vec<Account>, Error> {
    let failed = |path: &str, reason: String| Error::Account {
        path: path.to_owned(),
        reason,
    };
    let mnemonic = Mnemonic::parse(MNEMONIC).map_err(|error| failed("m", error.to_string()))?;
    let seed = mnemonic.to_seed("");
    let account = |number| {
        let path = format!("m/44'/118'/{number}'/0/0");
        match address(&seed, &path, prefix) {
            Ok(address) => Ok(Account { address, path }),
            Err(reason) => Err(failed(&path, reason)),
        }
    };
    numbers.into_iter().map(account).collect()
}

fn address(seed: &[u8; 64], path: &str, prefix: &str) -> Result<String, String> {
    let path: DerivationPath = path.parse().map_err(|error| format!("{error}"))?;
    let key = XPrv::derive_from_path(seed, &path).map_err(|error| format!("{error}"))?;
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
    fn accounts_are_those_of_the_test_mnemonic() {
        // made with CosmJS: DirectSecp256k1HdWallet.fromMnemonic
        let found = derive([0, 1], "cosmos").unwrap();
        assert_eq!(
            found[0].address,
            "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl"
        );
        assert_eq!(found[0].path, "m/44'/118'/0'/0/0");
        assert_ne!(found[0].address, found[1].address);
    }
}
