//! A key of an Ethereum wallet: signs the digests of ballots (EIP-712).

use std::fmt;

use ethers_core::types::H256;
use ethers_signers::{LocalWallet, Signer as _};
use k256::ecdsa::SigningKey;
use secrecy::SecretString;

use crate::{SignerError, derive, key_of_hex};

/// The derivation path of an Ethereum account.
pub const ETHEREUM_PATH: &str = "m/44'/60'/0'/0/0";

/// Signs with an Ethereum wallet's key.
#[derive(Clone)]
pub struct EthereumSigner {
    wallet: LocalWallet,
}

impl fmt::Debug for EthereumSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EthereumSigner")
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}

impl EthereumSigner {
    /// The key of a mnemonic at [`ETHEREUM_PATH`].
    pub fn from_mnemonic(mnemonic: &SecretString) -> Result<Self, SignerError> {
        derive(mnemonic, ETHEREUM_PATH).map(Self::from_key)
    }

    /// A key written as 64 hexadecimal digits.
    pub fn from_hex(digits: &SecretString) -> Result<Self, SignerError> {
        key_of_hex(digits).map(Self::from_key)
    }

    /// A key.
    pub fn from_key(key: SigningKey) -> Self {
        Self {
            wallet: LocalWallet::from(key),
        }
    }

    /// The wallet's address: `0x` and 40 lower-case hexadecimal digits.
    pub fn address(&self) -> String {
        format!("{:#x}", self.wallet.address())
    }

    /// Signs a digest: r, s (low), v (27 or 28).
    pub fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 65], SignerError> {
        let signed = self
            .wallet
            .sign_hash(H256::from(*digest))
            .map_err(|error| SignerError::Refused(error.to_string()))?;
        <[u8; 65]>::try_from(signed.to_vec().as_slice())
            .map_err(|error| SignerError::Refused(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

    use super::*;

    /// The golden vector of the ballot format: ethers.js and viem make the very same.
    const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    #[test]
    fn a_digest_is_signed_as_other_wallets_sign_it() {
        let signer = EthereumSigner::from_hex(&HEX.into()).unwrap();
        assert_eq!(
            signer.address(),
            "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"
        );
        let digest =
            hex::decode("0268199d8cf73cc3ba43c7ff719c413ea2b813fe928369eb93148aed9bfe0457")
                .unwrap();
        let signature = signer
            .sign_digest(digest.as_slice().try_into().unwrap())
            .unwrap();
        assert_eq!(
            hex::encode(signature),
            "e2715a980733aea869b6243137188194f2327704aa5fe274b02426db61d335af\
             70a9ff146a067984e55c9d9eb709c053fa55b38b1640ec97de219078e1d8f2f71c"
        );
        let shown = format!("{signer:?}");
        assert!(shown.contains("0x2c75") && !shown.contains(HEX), "{shown}");
    }

    #[test]
    fn every_signature_recovers_its_signer_and_has_a_low_s() {
        let signer = EthereumSigner::from_hex(&format!("0x{HEX}").into()).unwrap();
        let key = key_of_hex(&HEX.into()).unwrap();
        for round in 0..32_u8 {
            let digest = [round; 32];
            let bytes = signer.sign_digest(&digest).unwrap();
            let signature = Signature::from_slice(&bytes[..64]).unwrap();
            assert_eq!(signature.normalize_s(), None);
            let recovery = RecoveryId::from_byte(bytes[64] - 27).unwrap();
            let found = VerifyingKey::recover_from_prehash(&digest, &signature, recovery).unwrap();
            assert_eq!(&found, key.verifying_key());
        }
    }

    #[test]
    fn a_mnemonic_gives_the_address_that_every_wallet_shows_for_it() {
        let words = "test test test test test test test test test test test junk";
        let signer = EthereumSigner::from_mnemonic(&words.into()).unwrap();
        assert_eq!(
            signer.address(),
            "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
        );
    }
}
