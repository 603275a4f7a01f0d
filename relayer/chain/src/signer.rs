//! Who signs transactions: a key in this process today, a remote signer behind the same trait tomorrow.

use std::fmt;

use cosmrs::bip32::{DerivationPath, XPrv};
use cosmrs::crypto::PublicKey;
use futures::future::BoxFuture;
use k256::ecdsa::signature::Signer as _;
use k256::ecdsa::{Signature, SigningKey, VerifyingKey};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use zeroize::Zeroizing;

/// The derivation path of a Cosmos account.
pub const COSMOS_PATH: &str = "m/44'/118'/0'/0/0";

/// An error of a signer. None of them tells anything of the secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignerError {
    /// The words are no mnemonic.
    #[error("the mnemonic can't be read: {0}")]
    Mnemonic(String),
    /// The path is no derivation path.
    #[error("derivation path {path} can't be used: {reason}")]
    Path {
        /// The path as given.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The digits are no key.
    #[error("the private key is not 64 hexadecimal digits that make a key")]
    Hex,
    /// The prefix makes no address.
    #[error("address prefix {prefix} can't be used: {reason}")]
    Prefix {
        /// The prefix as given.
        prefix: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The signer did not sign.
    #[error("the signer did not sign: {0}")]
    Refused(String),
}

/// Signs with one account's key.
pub trait Signer: fmt::Debug + Send + Sync {
    /// The account's address.
    fn address(&self, prefix: &str) -> Result<String, SignerError>;

    /// The public key, compressed: 33 bytes.
    fn public_key(&self) -> [u8; 33];

    /// Signs these bytes: secp256k1 over their sha256, r and s, low s.
    fn sign<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<[u8; 64], SignerError>>;
}

/// A key in this process's memory, overwritten when it is dropped.
#[derive(Clone)]
pub struct LocalSigner {
    key: SigningKey,
}

impl fmt::Debug for LocalSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalSigner")
            .field("public_key", &hex::encode(self.public_key()))
            .finish_non_exhaustive()
    }
}

impl LocalSigner {
    /// The key of a mnemonic at [`COSMOS_PATH`].
    pub fn from_mnemonic(mnemonic: &SecretString) -> Result<Self, SignerError> {
        Self::from_mnemonic_at(mnemonic, COSMOS_PATH)
    }

    /// The key of a mnemonic at another path.
    pub fn from_mnemonic_at(mnemonic: &SecretString, path: &str) -> Result<Self, SignerError> {
        derive(mnemonic, path).map(Self::from_key)
    }

    /// A key written as 64 hexadecimal digits.
    pub fn from_hex(digits: &SecretString) -> Result<Self, SignerError> {
        key_of_hex(digits).map(Self::from_key)
    }

    /// A key.
    pub fn from_key(key: SigningKey) -> Self {
        Self { key }
    }

    fn verifying_key(&self) -> &VerifyingKey {
        self.key.verifying_key()
    }
}

impl Signer for LocalSigner {
    fn address(&self, prefix: &str) -> Result<String, SignerError> {
        let wrong = |reason: String| SignerError::Prefix {
            prefix: prefix.to_owned(),
            reason,
        };
        bech32::Hrp::parse(prefix).map_err(|error| wrong(error.to_string()))?;
        PublicKey::from(self.verifying_key())
            .account_id(prefix)
            .map(|id| id.to_string())
            .map_err(|error| wrong(error.to_string()))
    }

    fn public_key(&self) -> [u8; 33] {
        let mut bytes = [0; 33];
        bytes.copy_from_slice(self.verifying_key().to_encoded_point(true).as_bytes());
        bytes
    }

    fn sign<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<[u8; 64], SignerError>> {
        Box::pin(async move {
            let signed: Signature = self
                .key
                .try_sign(bytes)
                .map_err(|error| SignerError::Refused(error.to_string()))?;
            let low = signed.normalize_s().unwrap_or(signed);
            Ok(low.to_bytes().into())
        })
    }
}

/// The key of a mnemonic at a path.
pub(crate) fn derive(mnemonic: &SecretString, path: &str) -> Result<SigningKey, SignerError> {
    let words = bip39::Mnemonic::parse(mnemonic.expose_secret())
        .map_err(|error| SignerError::Mnemonic(error.to_string()))?;
    let wrong_path = |error: cosmrs::bip32::Error| SignerError::Path {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let parsed: DerivationPath = path.parse().map_err(wrong_path)?;
    let seed = Zeroizing::new(words.to_seed(""));
    let derived = XPrv::derive_from_path(seed.as_slice(), &parsed).map_err(wrong_path)?;
    Ok(derived.private_key().clone())
}

/// The key that 64 hexadecimal digits write, with or without `0x`.
pub(crate) fn key_of_hex(digits: &SecretString) -> Result<SigningKey, SignerError> {
    let text = digits.expose_secret().trim();
    let mut bytes = Zeroizing::new([0_u8; 32]);
    hex::decode_to_slice(
        text.strip_prefix("0x").unwrap_or(text),
        bytes.as_mut_slice(),
    )
    .map_err(|_| SignerError::Hex)?;
    SigningKey::from_slice(bytes.as_slice()).map_err(|_| SignerError::Hex)
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::signature::Verifier;

    use super::*;

    /// The mnemonic that the Cosmos tools use in their own documents; its first account is published with them.
    const WORDS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    fn signer() -> LocalSigner {
        LocalSigner::from_mnemonic(&WORDS.into()).unwrap()
    }

    #[test]
    fn a_mnemonic_gives_the_published_address() {
        assert_eq!(
            signer().address("cosmos").unwrap(),
            "cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4"
        );
        assert!(signer().address("wasm").unwrap().starts_with("wasm1"));
        assert!(matches!(
            signer().address(""),
            Err(SignerError::Prefix { .. })
        ));
    }

    #[tokio::test]
    async fn a_signature_verifies_and_has_a_low_s() {
        for round in 0..20_u8 {
            let bytes = signer().sign(&[round]).await.unwrap();
            let signature = Signature::from_slice(&bytes).unwrap();
            assert_eq!(signature.normalize_s(), None);
            let key = VerifyingKey::from_sec1_bytes(&signer().public_key()).unwrap();
            key.verify(&[round], &signature).unwrap();
        }
    }

    #[test]
    fn nothing_secret_is_shown() {
        let hex = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
        let shown = format!("{:?}", LocalSigner::from_hex(&hex.into()).unwrap());
        assert!(
            !shown.contains(hex) && shown.contains("public_key"),
            "{shown}"
        );
        for wrong in ["12", "zz", &"0".repeat(64), &"f".repeat(64)] {
            assert_eq!(
                LocalSigner::from_hex(&wrong.into()).unwrap_err(),
                SignerError::Hex
            );
        }
        let words = WORDS.replace("about", "abandon");
        let error = LocalSigner::from_mnemonic(&words.clone().into())
            .unwrap_err()
            .to_string();
        assert!(!error.contains("abandon"), "{error}");
        assert!(matches!(
            LocalSigner::from_mnemonic_at(&WORDS.into(), "44/118"),
            Err(SignerError::Path { .. })
        ));
    }
}
