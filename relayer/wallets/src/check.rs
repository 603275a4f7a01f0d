//! Whether a wallet made a signature: the contract's check, with the same verdicts.

use folkmoot_group::msg::WalletSignature;
use folkmoot_rules::{Proof, ProofError, check_proof};
use thiserror::Error;

use super::account::{Account, AccountError};
use super::curves::Library;

/// Why a signature is not good.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The wallet is none.
    #[error("wallet {wallet}: {why}")]
    Wallet {
        /// As written.
        wallet: String,
        /// What is wrong with it.
        why: AccountError,
    },
    /// Its bytes have another form, or were made by another wallet or over something else.
    #[error("wallet {wallet}: {why}")]
    Proof {
        /// Whose signature it should be.
        wallet: String,
        /// What is wrong with it.
        why: ProofError,
    },
}

/// Checks that the wallet signed the typed data of this digest, or this text.
///
/// # Errors
/// It did not, or not in the one form that is taken.
pub fn check_signature(
    signed: &WalletSignature,
    typed: &[u8; 32],
    text: &str,
) -> Result<(), SignatureError> {
    let account = account(signed)?;
    let signer = account.signer();
    Proof::parse(&signer, &signed.signature)
        .and_then(|proof| check_proof(&Library, &signer, &proof, typed, text))
        .map_err(|why| refused(signed, why))
}

/// Whether a signature is one over typed data, so that no text is needed to check it.
///
/// # Errors
/// It has no form that such a wallet's signature has.
pub fn signs_typed_data(signed: &WalletSignature) -> Result<bool, SignatureError> {
    let account = account(signed)?;
    let proof = Proof::parse(&account.signer(), &signed.signature);
    proof
        .map(|proof| proof.is_typed())
        .map_err(|why| refused(signed, why))
}

fn account(signed: &WalletSignature) -> Result<Account, SignatureError> {
    Account::of(&signed.wallet).map_err(|why| SignatureError::Wallet {
        wallet: signed.wallet.to_string(),
        why,
    })
}

fn refused(signed: &WalletSignature, why: ProofError) -> SignatureError {
    let wallet = signed.wallet.to_string();
    SignatureError::Proof { wallet, why }
}
