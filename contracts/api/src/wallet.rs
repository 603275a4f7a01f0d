//! Wallets and holders: who sits in a seat.

use std::fmt;

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;
use cosmwasm_std::{Api, CanonicalAddr, HexBinary, StdResult};
use folkmoot_rules::{Seconds, Signer, ethereum_account};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::MAX_WALLETS;

/// What a member signs with.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Wallet {
    /// An account of this chain, as bech32. It signs transactions, and texts that anybody may carry (ADR-036).
    Cosmos(String),
    /// An Ethereum account, as `0x` and 40 hex digits; digits of both cases must be its EIP-55 form. It signs typed data
    /// (EIP-712) or texts (EIP-191).
    Ethereum(String),
    /// A passkey's compressed secp256r1 public key, as 66 hex digits. It signs the hash of a text (`WebAuthn`).
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
    /// A malformed address, a wrong checksum, a contract's address, or a passkey that is no point of its curve.
    pub fn checked(self, api: &dyn Api) -> Result<Self, WalletError> {
        match self {
            Self::Cosmos(address) => cosmos(api, &address).map(Self::Cosmos),
            Self::Ethereum(address) => match ethereum_account(&address) {
                Ok(account) => Ok(Self::Ethereum(account)),
                Err(error) => Err(WalletError::Malformed {
                    wallet: address,
                    reason: error.to_string(),
                }),
            },
            Self::Passkey(key) => passkey(api, &key).map(Self::Passkey),
        }
    }
}

/// A holder's key in as few bytes as it has, for stored records: a kind, and the account's bytes.
pub fn compact(key: &str) -> Vec<u8> {
    let hex = key.strip_prefix("0x").map(HexBinary::from_hex);
    if let Some(Ok(bytes)) = hex {
        return tagged(ETHEREUM, Vec::from(bytes));
    }
    if key.len() == 2 * PASSKEY_BYTES
        && let Ok(bytes) = HexBinary::from_hex(key)
    {
        return tagged(PASSKEY, Vec::from(bytes));
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
pub fn written(compact: &[u8], api: &dyn Api) -> StdResult<String> {
    match compact.split_first() {
        Some((&ETHEREUM, bytes)) => Ok(format!("0x{}", HexBinary::from(bytes).to_hex())),
        Some((&COSMOS, bytes)) => api
            .addr_humanize(&CanonicalAddr::from(bytes))
            .map(Into::into),
        Some((&PASSKEY, bytes)) => Ok(HexBinary::from(bytes).to_hex()),
        Some((_, bytes)) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        None => Ok(String::new()),
    }
}

const COSMOS: u8 = 0;
const ETHEREUM: u8 = 1;
const AS_WRITTEN: u8 = 2;
const PASSKEY: u8 = 3;

/// Whose signature a wallet's must be, from its key as written and compact; none where the key is of another kind.
pub fn signer<'a>(wallet: &Wallet, key: &'a str, compact: &'a [u8]) -> Option<Signer<'a>> {
    let (kind, bytes) = compact.split_first()?;
    match (wallet, *kind) {
        (Wallet::Cosmos(_), COSMOS) => Some(Signer::Cosmos {
            address: key,
            account: bytes,
        }),
        (Wallet::Ethereum(_), ETHEREUM) => Some(Signer::Ethereum(bytes)),
        (Wallet::Passkey(_), PASSKEY) => Some(Signer::Passkey(bytes)),
        _ => None,
    }
}

fn tagged(kind: u8, bytes: impl IntoIterator<Item = u8>) -> Vec<u8> {
    [kind].into_iter().chain(bytes).collect()
}

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

const ACCOUNT_BYTES: usize = 20;
const PASSKEY_BYTES: usize = 33;

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

fn passkey(api: &dyn Api, key: &str) -> Result<String, WalletError> {
    let malformed = || WalletError::Malformed {
        wallet: key.into(),
        reason: "a passkey is a compressed point of P-256: 66 hex digits that begin with 02 or 03"
            .into(),
    };
    let written = key.to_ascii_lowercase();
    let bytes = HexBinary::from_hex(&written).map_err(|_| malformed())?;
    if bytes.len() != PASSKEY_BYTES || !matches!(bytes.first(), Some(2 | 3)) {
        return Err(malformed());
    }
    // r = s = 1 is a signature of nothing, which only a point of the curve can tell
    let mut ones = [0; 64];
    for at in [31, 63] {
        ones[at] = 1;
    }
    match api.secp256r1_verify(&[1; 32], &ones, &bytes) {
        Ok(_) => Ok(written),
        Err(_) => Err(malformed()),
    }
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
    /// Malformed or repeated wallets, too many of them, or more signatures than they could give together.
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
