//! A wallet as it is written, and the account or key that this stands for.

use cosmwasm_crypto::secp256r1_verify;
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{Signer, ethereum_account};
use thiserror::Error;

/// Bytes of an account of a chain; a contract's address has more.
const ACCOUNT: usize = 20;
/// Bytes of a passkey's compressed key.
const PASSKEY: usize = 33;

/// Whose signature a wallet's must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// An account of a Cosmos chain: its address, and the 20 bytes behind it.
    Cosmos(String, Vec<u8>),
    /// An Ethereum account's 20 bytes.
    Ethereum(Vec<u8>),
    /// A passkey's compressed key.
    Passkey(Vec<u8>),
}

/// A text that is no wallet.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct AccountError {
    reason: String,
}

fn wrong(reason: impl Into<String>) -> AccountError {
    AccountError {
        reason: reason.into(),
    }
}

impl Account {
    /// The account of a wallet.
    ///
    /// # Errors
    /// The wallet is malformed: its address or key is not one of its kind.
    pub fn of(wallet: &Wallet) -> Result<Self, AccountError> {
        match wallet {
            Wallet::Cosmos(address) => {
                let address = address.to_ascii_lowercase();
                let (_, bytes) =
                    bech32::decode(&address).map_err(|error| wrong(error.to_string()))?;
                match bytes.len() == ACCOUNT {
                    true => Ok(Self::Cosmos(address, bytes)),
                    false => Err(wrong(format!(
                        "it has {} bytes, an account has {ACCOUNT}",
                        bytes.len()
                    ))),
                }
            }
            Wallet::Ethereum(address) => {
                let written = address.replacen("0X", "0x", 1);
                let account =
                    ethereum_account(&written).map_err(|error| wrong(error.to_string()))?;
                let digits = account.trim_start_matches("0x");
                let bytes = hex::decode(digits).map_err(|error| wrong(error.to_string()))?;
                Ok(Self::Ethereum(bytes))
            }
            Wallet::Passkey(key) => point(key).map(Self::Passkey),
        }
    }

    /// The same for the rules' check.
    pub fn signer(&self) -> Signer<'_> {
        match self {
            Self::Cosmos(address, account) => Signer::Cosmos { address, account },
            Self::Ethereum(account) => Signer::Ethereum(account),
            Self::Passkey(key) => Signer::Passkey(key),
        }
    }
}

/// A passkey as a wallet, in its one written form.
///
/// # Errors
/// It is not the 66 hexadecimal digits of a compressed key, or no point of its curve.
pub fn passkey(key: &str) -> Result<Wallet, AccountError> {
    point(key).map(|bytes| Wallet::Passkey(hex::encode(bytes)))
}

fn point(key: &str) -> Result<Vec<u8>, AccountError> {
    let malformed =
        || wrong("a passkey's compressed key is 66 hexadecimal digits that begin with 02 or 03");
    let bytes = hex::decode(key).map_err(|_| malformed())?;
    if bytes.len() != PASSKEY || !matches!(bytes.first(), Some(2 | 3)) {
        return Err(malformed());
    }
    // r = s = 1 is a signature of nothing, which only a point of the curve can tell
    let mut ones = [0; 64];
    for at in [31, 63] {
        ones[at] = 1;
    }
    match secp256r1_verify(&[1; 32], &ones, &bytes) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(wrong("it is no point of P-256, so no passkey's key")),
    }
}
