//! Whether a wallet made a signature: the contract's check, with the same verdicts.

use folkmoot_group::msg::WalletSignature;
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{ethereum_address, is_low_s};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use thiserror::Error;

/// The length of a signature: r, s and v.
const LENGTH: usize = 65;

/// Why a signature is not good.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// A wallet that votes by sending transactions.
    #[error("wallet {wallet} signs no ballots, it votes by transaction")]
    ByTransaction {
        /// The wallet.
        wallet: String,
    },
    /// The length.
    #[error("the signature has {bytes} bytes, it must have {LENGTH}: r, s and v")]
    Length {
        /// How many it has.
        bytes: usize,
    },
    /// The other written form of a good signature, perhaps.
    #[error(
        "the signature of wallet {wallet} has its s in the upper half, only the lower is taken"
    )]
    HighS {
        /// The wallet.
        wallet: String,
    },
    /// Another signer, or another ballot.
    #[error(
        "the signature is not wallet {wallet}'s over this ballot: check chain, group, proposal, version, choice, reason, revision and expiry"
    )]
    Foreign {
        /// The wallet.
        wallet: String,
    },
}

/// Checks that the wallet signed this digest.
///
/// # Errors
/// It did not, or not in the one form that is taken.
pub fn check_signature(digest: &[u8; 32], signed: &WalletSignature) -> Result<(), SignatureError> {
    let Wallet::Ethereum(wallet) = &signed.wallet else {
        return Err(SignatureError::ByTransaction {
            wallet: signed.wallet.to_string(),
        });
    };
    let wallet = wallet.clone();
    let bytes = signed.signature.as_slice();
    let (rs, v) = match bytes.split_last_chunk::<1>() {
        Some((rs, [v])) if bytes.len() == LENGTH => (rs, *v),
        _ => return Err(SignatureError::Length { bytes: bytes.len() }),
    };
    if !is_low_s(rs) {
        return Err(SignatureError::HighS { wallet });
    }
    match signer(digest, rs, v) {
        Some(found) if found.eq_ignore_ascii_case(&wallet) => Ok(()),
        _ => Err(SignatureError::Foreign { wallet }),
    }
}

/// The address of whoever signed.
fn signer(digest: &[u8; 32], rs: &[u8], v: u8) -> Option<String> {
    let recovery = match v {
        0 | 27 => 0,
        1 | 28 => 1,
        _ => return None,
    };
    let signature = Signature::from_slice(rs).ok()?;
    let recovery = RecoveryId::from_byte(recovery)?;
    let key = VerifyingKey::recover_from_prehash(digest, &signature, recovery).ok()?;
    let point = key.to_encoded_point(false);
    let address = ethereum_address(point.as_bytes()).ok()?;
    Some(format!("0x{}", hex::encode(address)))
}
