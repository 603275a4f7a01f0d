//! Wallets and holders: who sits in a seat.

use std::fmt;

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;
use cosmwasm_std::{Api, CanonicalAddr, HexBinary, StdResult};
use folkmoot_rules::Seconds;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::MAX_WALLETS;

/// What a member signs with.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Wallet {
    /// An account of this chain, as bech32. It signs transactions.
    Cosmos(String),
    /// An Ethereum account, as `0x` and 40 hex digits. It signs EIP-712 ballots that anybody may carry.
    Ethereum(String),
    /// A passkey's compressed secp256r1 public key, as hex.
    Passkey(String),
}

impl Wallet {
    /// The key under which the wallet's seat is found: lower-case, unique over all kinds.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Cosmos(text) | Self::Ethereum(text) | Self::Passkey(text) => text,
        }
    }

    /// Checks the address and brings it into its one written form.
    ///
    /// An account of this chain has 20 bytes; contracts have 32, so an address that is a contract can't be a wallet.
    ///
    /// # Errors
    /// A malformed address, a contract's address, or a kind that can't act yet.
    pub fn checked(self, api: &dyn Api) -> Result<Self, WalletError> {
        match self {
            Self::Cosmos(address) => cosmos(api, &address).map(Self::Cosmos),
            Self::Ethereum(address) => ethereum(&address).map(Self::Ethereum),
            Self::Passkey(_) => Err(WalletError::PasskeyNotTaken),
        }
    }
}

/// A holder's key in as few bytes as it has, for stored records: a kind, and the account's bytes.
pub(crate) fn compact(key: &str) -> Vec<u8> {
    let hex = key.strip_prefix("0x").map(HexBinary::from_hex);
    if let Some(Ok(bytes)) = hex {
        return tagged(ETHEREUM, Vec::from(bytes));
    }
    match CheckedHrpstring::new::<Bech32>(key) {
        Ok(address) => tagged(COSMOS, address.byte_iter()),
        Err(_) => tagged(AS_WRITTEN, key.bytes()),
    }
}

/// A holder's key as it is written, from its compact form.
///
/// # Errors
/// Only on a store that is damaged.
pub(crate) fn written(compact: &[u8], api: &dyn Api) -> StdResult<String> {
    match compact.split_first() {
        Some((&ETHEREUM, bytes)) => Ok(format!("0x{}", HexBinary::from(bytes).to_hex())),
        Some((&COSMOS, bytes)) => api
            .addr_humanize(&CanonicalAddr::from(bytes))
            .map(Into::into),
        Some((_, bytes)) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        None => Ok(String::new()),
    }
}

const COSMOS: u8 = 0;
const ETHEREUM: u8 = 1;
const AS_WRITTEN: u8 = 2;

fn tagged(kind: u8, bytes: impl IntoIterator<Item = u8>) -> Vec<u8> {
    [kind].into_iter().chain(bytes).collect()
}

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

const ACCOUNT_BYTES: usize = 20;

fn cosmos(api: &dyn Api, address: &str) -> Result<String, WalletError> {
    let malformed = |reason: String| WalletError::Malformed {
        wallet: address.into(),
        reason,
    };
    let valid = api
        .addr_validate(address)
        .map_err(|error| malformed(error.to_string()))?;
    let bytes = api
        .addr_canonicalize(valid.as_str())
        .map_err(|error| malformed(error.to_string()))?;
    if bytes.len() != ACCOUNT_BYTES {
        return Err(WalletError::NotAnAccount {
            wallet: address.into(),
            bytes: bytes.len(),
        });
    }
    Ok(valid.into_string())
}

fn ethereum(address: &str) -> Result<String, WalletError> {
    let digits = address.strip_prefix("0x").unwrap_or_default();
    if digits.len() != 2 * ACCOUNT_BYTES || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(WalletError::Malformed {
            wallet: address.into(),
            reason: "an ethereum address is 0x and 40 hex digits".into(),
        });
    }
    Ok(address.to_ascii_lowercase())
}

/// Who may sit in a seat, as handed in.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Holder {
    /// A person, or a group on another chain that signs by attestors.
    Keys {
        /// The seat's wallets.
        wallets: Vec<Wallet>,
        /// How many of them must sign; a person needs any one.
        #[serde(default = "one")]
        signatures: u8,
    },
    /// A group on this chain, linked by both sides' decision.
    Group {
        /// The group's contract.
        address: String,
        /// The longest time the group may take to decide a mirror, as agreed.
        lead_time: Seconds,
    },
    /// Any other contract; it votes by sending messages itself.
    Contract {
        /// The contract.
        address: String,
    },
}

const fn one() -> u8 {
    1
}

impl Holder {
    /// A person's seat: any one of these wallets signs.
    #[must_use]
    pub fn person(wallets: Vec<Wallet>) -> Self {
        Self::Keys {
            wallets,
            signatures: 1,
        }
    }

    /// Checks every address and figure.
    ///
    /// # Errors
    /// Malformed or repeated wallets, too many of them, or an impossible number of signatures.
    pub fn checked(self, api: &dyn Api) -> Result<Self, WalletError> {
        match self {
            Self::Keys {
                wallets,
                signatures,
            } => checked_keys(api, wallets, signatures),
            Self::Group { address, lead_time } => Ok(Self::Group {
                address: contract(api, &address)?,
                lead_time,
            }),
            Self::Contract { address } => Ok(Self::Contract {
                address: contract(api, &address)?,
            }),
        }
    }

    /// The keys under which the seat is found.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Self::Keys { wallets, .. } => wallets.iter().map(Wallet::key).collect(),
            Self::Group { address, .. } | Self::Contract { address } => vec![address],
        }
    }

    /// Whether a group of this chain sits here.
    #[must_use]
    pub const fn is_group(&self) -> bool {
        matches!(self, Self::Group { .. })
    }
}

fn checked_keys(
    api: &dyn Api,
    wallets: Vec<Wallet>,
    signatures: u8,
) -> Result<Holder, WalletError> {
    if wallets.is_empty() || wallets.len() > MAX_WALLETS {
        return Err(WalletError::WalletCount {
            limit: MAX_WALLETS,
            found: wallets.len(),
        });
    }
    if signatures == 0 || usize::from(signatures) > wallets.len() {
        return Err(WalletError::Signatures {
            needed: signatures,
            wallets: wallets.len(),
        });
    }
    let wallets = wallets
        .into_iter()
        .map(|wallet| wallet.checked(api))
        .collect::<Result<Vec<_>, _>>()?;
    for (index, wallet) in wallets.iter().enumerate() {
        if wallets.iter().take(index).any(|other| other == wallet) {
            return Err(WalletError::Twice {
                wallet: wallet.key().into(),
            });
        }
    }
    Ok(Holder::Keys {
        wallets,
        signatures,
    })
}

fn contract(api: &dyn Api, address: &str) -> Result<String, WalletError> {
    api.addr_validate(address)
        .map(Into::into)
        .map_err(|error| WalletError::Malformed {
            wallet: address.into(),
            reason: error.to_string(),
        })
}

/// Why a wallet or a holder is refused.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum WalletError {
    /// The text is no address.
    #[error("wallet '{wallet}' is malformed: {reason}")]
    Malformed {
        /// As handed in.
        wallet: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A contract's or a module's address.
    #[error("wallet '{wallet}' has {bytes} bytes, an account has 20: a contract can't be a wallet")]
    NotAnAccount {
        /// As handed in.
        wallet: String,
        /// Its length.
        bytes: usize,
    },
    /// Passkeys are known to the type and can't sign ballots yet.
    #[error("a passkey can't act here yet: name a cosmos or an ethereum wallet")]
    PasskeyNotTaken,
    /// None or too many.
    #[error("a seat of keys has 1 to {limit} wallets, not {found}")]
    WalletCount {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// One wallet, two signatures.
    #[error("wallet '{wallet}' stands twice in one seat")]
    Twice {
        /// The wallet.
        wallet: String,
    },
    /// More signatures than wallets, or none.
    #[error("{needed} signatures are asked of {wallets} wallets")]
    Signatures {
        /// Asked for.
        needed: u8,
        /// There are.
        wallets: usize,
    },
}
