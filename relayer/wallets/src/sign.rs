//! Signatures of keys that this program keeps, as they are carried.

use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer, SignerError};
use folkmoot_group::msg::WalletSignature;
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::adr036_sign_bytes;
use folkmoot_rules::wallet_formats::{adr036_proof, eip191_digest, text_proof};

/// An Ethereum key's signature of typed data, by its digest.
///
/// # Errors
/// The key does not sign.
pub fn sign_eip712(
    key: &EthereumSigner,
    digest: &[u8; 32],
) -> Result<WalletSignature, SignerError> {
    let signature = key.sign_digest(digest)?;
    Ok(WalletSignature {
        wallet: Wallet::Ethereum(key.address()),
        signature: signature.as_slice().into(),
    })
}

/// An Ethereum key's signature of a text (`personal_sign`).
///
/// # Errors
/// The key does not sign.
pub fn sign_eip191(key: &EthereumSigner, text: &str) -> Result<WalletSignature, SignerError> {
    let signature = key.sign_digest(&eip191_digest(text))?;
    let proof = text_proof(&signature).map_err(|error| SignerError::Refused(error.to_string()))?;
    Ok(WalletSignature {
        wallet: Wallet::Ethereum(key.address()),
        signature: proof.into(),
    })
}

/// A Cosmos key's signature of a text (`signArbitrary`), as the account of this prefix.
///
/// # Errors
/// The key does not sign, or the prefix makes no address.
pub async fn sign_adr036(
    key: &LocalSigner,
    prefix: &str,
    text: &str,
) -> Result<WalletSignature, SignerError> {
    let address = key.address(prefix)?;
    let rs = key
        .sign(&adr036_sign_bytes(&address, text.as_bytes()))
        .await?;
    Ok(WalletSignature {
        wallet: Wallet::Cosmos(address),
        signature: adr036_proof(&key.public_key(), &rs).into(),
    })
}
