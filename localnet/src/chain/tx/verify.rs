//! Signatures. Checking them needs no more of the state than each signer's account number and
//! public key, so that many can be checked at once while the chain executes.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::crypto::secp256k1::PubKey;
use cosmos_sdk_proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmos_sdk_proto::cosmos::tx::v1beta1::mode_info::Sum;
use cosmos_sdk_proto::cosmos::tx::v1beta1::{SignDoc, SignerInfo};
use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::ecdsa::{Signature, VerifyingKey};
use prost::Message;
use sha2::{Digest, Sha256};

use super::amino;
use super::decode::DecodedTx;
use crate::chain::error::{AbciError, Kind};

/// The type of the only keys that may sign.
pub const PUBKEY_TYPE: &str = "/cosmos.crypto.secp256k1.PubKey";

/// What the state says about a signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The account's number.
    pub account_number: u64,
    /// The public key that the account has shown before.
    pub pub_key: Option<Vec<u8>>,
}

/// Whether a signature holds if the account is as it was `known`.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The account as it was looked up.
    pub known: Known,
    /// Whether the signature holds.
    pub result: Result<(), AbciError>,
}

/// The key in `any`, 33 bytes.
pub fn key_bytes(any: &Any) -> Result<Vec<u8>, AbciError> {
    if any.type_url != PUBKEY_TYPE {
        let detail = format!("only {PUBKEY_TYPE} may sign here, got {}", any.type_url);
        return Err(AbciError::new(Kind::InvalidPubKey, detail));
    }
    let key = PubKey::decode(any.value.as_slice())
        .map_err(|error| AbciError::new(Kind::InvalidPubKey, error))?;
    match key.key.len() {
        33 => Ok(key.key),
        length => {
            let detail = format!("length of pubkey is incorrect, expected 33, got {length}");
            Err(AbciError::new(Kind::InvalidPubKey, detail))
        }
    }
}

/// The mode that a signer says it used.
pub fn mode(info: &SignerInfo) -> Option<SignMode> {
    match info.mode_info.as_ref()?.sum.as_ref()? {
        Sum::Single(single) => SignMode::try_from(single.mode).ok(),
        Sum::Multi(_) => None,
    }
}

/// Checks the signature with this index.
pub fn verify(tx: &DecodedTx, index: usize, chain_id: &str, known: Known) -> Verdict {
    let result = check(tx, index, chain_id, &known);
    Verdict { known, result }
}

fn check(tx: &DecodedTx, index: usize, chain_id: &str, known: &Known) -> Result<(), AbciError> {
    let (Some(info), Some(signature)) = (tx.signer_infos.get(index), tx.raw.signatures.get(index))
    else {
        return Err(AbciError::bare(Kind::NoSignatures));
    };
    let key = match (&info.public_key, &known.pub_key) {
        (Some(any), _) => key_bytes(any)?,
        (None, Some(stored)) => stored.clone(),
        (None, None) => {
            let detail = "unrecognized public key type: <nil>";
            return Err(AbciError::new(Kind::InvalidPubKey, detail));
        }
    };
    let number = known.account_number;
    let (signed, sequence) = match mode(info) {
        Some(SignMode::Direct) => (direct_bytes(tx, chain_id, number), None),
        Some(SignMode::LegacyAminoJson) => {
            let bytes = amino::sign_bytes(tx, chain_id, number, info.sequence)?;
            (bytes, Some(info.sequence))
        }
        other => {
            let name = other.map_or("SIGN_MODE_UNSPECIFIED", |mode| mode.as_str_name());
            // the SDK spells it so
            let reason = format!("unsuppored sign mode {name}");
            return Err(unverified(number, chain_id, &reason));
        }
    };
    if holds(&key, &signed, signature) {
        return Ok(());
    }
    Err(match sequence {
        Some(sequence) => AbciError::new(
            Kind::Unauthorized,
            format!(
                "signature verification failed; please verify account number ({number}), \
                 sequence ({sequence}) and chain-id ({chain_id})"
            ),
        ),
        None => unverified(number, chain_id, "unable to verify single signer signature"),
    })
}

fn unverified(number: u64, chain_id: &str, reason: &str) -> AbciError {
    let detail = format!(
        "signature verification failed; please verify account number ({number}) and chain-id \
         ({chain_id}): ({reason})"
    );
    AbciError::new(Kind::Unauthorized, detail)
}

fn direct_bytes(tx: &DecodedTx, chain_id: &str, account_number: u64) -> Vec<u8> {
    SignDoc {
        body_bytes: tx.raw.body_bytes.clone(),
        auth_info_bytes: tx.raw.auth_info_bytes.clone(),
        chain_id: chain_id.to_owned(),
        account_number,
    }
    .encode_to_vec()
}

fn holds(key: &[u8], signed: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (
        VerifyingKey::from_sec1_bytes(key),
        Signature::from_slice(signature),
    ) else {
        return false;
    };
    // a signature with a high S is a second form of the same one: no chain of the SDK takes it
    signature.normalize_s().is_none()
        && key
            .verify_prehash(&Sha256::digest(signed), &signature)
            .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use k256::ecdsa::SigningKey;
    use k256::ecdsa::signature::hazmat::PrehashSigner;

    #[test]
    fn high_s_and_garbage_do_not_hold() {
        let secret = SigningKey::from_slice(&[7; 32]).unwrap();
        let key = secret.verifying_key().to_sec1_bytes();
        let digest = Sha256::digest(b"x");
        let signature: Signature = secret.sign_prehash(&digest).unwrap();
        let low = signature.normalize_s().unwrap_or(signature);
        assert!(holds(&key, b"x", &low.to_bytes()));
        assert!(!holds(&key, b"y", &low.to_bytes()));
        let high = Signature::from_scalars(low.r(), -*low.s()).unwrap();
        assert!(!holds(&key, b"x", &high.to_bytes()));
        assert!(!holds(&key, b"x", &[]));
        assert!(!holds(&key, b"x", &[0; 64]));
        assert!(!holds(&[2; 33], b"x", &low.to_bytes()));
    }
}
