//! Whatever form a wallet answers in, brought into the one that the contract takes; the contract refuses the rest.
//!
//! An answer is bytes in hexadecimal or base64, or the object that the wallet gave:
//! - Ethereum: r, s and v; v as 0, 1, 27, 28 or with a chain id in it (EIP-155); 64 bytes as EIP-2098 has them, or without
//!   v. Whether it is over typed data or the text is found out.
//! - Cosmos: r and s, or the answer of `signArbitrary` with `pub_key` and `signature`. A missing key is recovered.
//! - Passkeys: a credential as `toJSON()` writes it, or `authenticator_data`, `client_data` and `signature` (DER, or r and s).
//!
//! A high s is turned into the low one. What is in its carried form already stays as it is.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use folkmoot_group::msg::WalletSignature;
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::wallet_formats::{adr036_proof, passkey_proof, text_proof};
use folkmoot_rules::{Curves, ProofError, Signer, adr036_sign_bytes};
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::account::{Account, AccountError};
use super::check::{SignatureError, check_signature};
use super::curves::Library;
use super::der;

const RS: usize = 64;
const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Why an answer of a wallet is no signature that could be carried.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CollectError {
    /// The wallet is none.
    #[error("{0}")]
    Wallet(#[from] AccountError),
    /// A part of it can't be read.
    #[error("{part} is neither hexadecimal nor base64")]
    Bytes {
        /// Which part.
        part: &'static str,
    },
    /// A part is missing.
    #[error("the wallet's answer has no {part}")]
    Missing {
        /// Which part.
        part: &'static str,
    },
    /// A chain of the ethsecp256k1 kind.
    #[error("its key is of the kind {kind}, which signs by another hash: use another wallet")]
    OtherKey {
        /// What the wallet calls it.
        kind: String,
    },
    /// A passkey's signature in no form that one has.
    #[error("the passkey's signature has {bytes} bytes and is neither DER nor r and s")]
    Der {
        /// Handed in.
        bytes: usize,
    },
    /// The passkey was asked to sign something else.
    #[error(
        "the passkey signed the challenge {found}, it must be {expected}: the sha-256 of the text"
    )]
    OtherChallenge {
        /// In its client data.
        found: String,
        /// The text's.
        expected: String,
    },
    /// It is malformed, or does not fit.
    #[error("{0}")]
    Proof(#[from] ProofError),
}

impl From<SignatureError> for CollectError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Wallet { why, .. } => Self::Wallet(why),
            SignatureError::Proof { why, .. } => Self::Proof(why),
        }
    }
}

/// A wallet's answer as it is carried, checked against the typed data's digest and the text.
///
/// # Errors
/// The wallet or the answer is malformed, or another wallet made it, or over something else.
pub fn collect(
    wallet: &Wallet,
    answer: &Value,
    typed: &[u8; 32],
    text: &str,
) -> Result<WalletSignature, CollectError> {
    let account = Account::of(wallet)?;
    let candidates = match account.signer() {
        Signer::Ethereum(_) => of_ethereum(&signature_of(answer)?),
        Signer::Cosmos { address, .. } => of_cosmos(answer, address, text)?,
        Signer::Passkey(_) => vec![of_passkey(answer, text)?],
    };
    let mut first = None;
    for proof in candidates {
        let signed = WalletSignature {
            wallet: wallet.clone(),
            signature: proof.into(),
        };
        match check_signature(&signed, typed, text) {
            Ok(()) => return Ok(signed),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.map_or(CollectError::Proof(ProofError::DoesNotFit), Into::into))
}

/// Everything that the bytes may be meant as.
fn of_ethereum(bytes: &[u8]) -> Vec<Vec<u8>> {
    let plain = match bytes {
        [0x19, rest @ ..] if rest.len() == RS + 1 => rest,
        _ => bytes,
    };
    let mut signatures: Vec<(Vec<u8>, u8)> = Vec::new();
    match plain.split_at_checked(RS) {
        Some((rs, [v])) => signatures.push((rs.to_vec(), recovery(*v))),
        Some((rs, [])) => {
            signatures.extend([0, 1].map(|v| (rs.to_vec(), v)));
            let mut compact = rs.to_vec();
            compact[32] &= 0x7f;
            signatures.push((compact, rs[32] >> 7));
        }
        _ => return vec![bytes.to_vec()],
    }
    let mut proofs = Vec::new();
    for (rs, v) in signatures {
        let (rs, turned) = der::low_s(&rs, &der::SECP256K1);
        let v = 27 + (v ^ u8::from(turned));
        let typed = [rs.as_slice(), &[v]].concat();
        proofs.extend(text_proof(&typed));
        proofs.insert(0, typed);
    }
    proofs
}

/// The parity in v.
fn recovery(v: u8) -> u8 {
    match v {
        0 | 1 => v,
        27 | 28 => v - 27,
        35.. => (v - 35) % 2,
        // none that any wallet writes: it fits nothing
        _ => 2,
    }
}

fn of_cosmos(answer: &Value, address: &str, text: &str) -> Result<Vec<Vec<u8>>, CollectError> {
    let bytes = signature_of(answer)?;
    let (key, rs) = match bytes.split_at_checked(33) {
        Some((key, rs)) if rs.len() == RS => (Some(key.to_vec()), rs),
        _ => (key_of(answer)?, bytes.as_slice()),
    };
    let (rs, _) = der::low_s(rs, &der::SECP256K1);
    if rs.len() != RS {
        return Ok(vec![rs]);
    }
    if let Some(key) = key {
        return Ok(vec![adr036_proof(&key, &rs)]);
    }
    let hash = Sha256::digest(adr036_sign_bytes(address, text.as_bytes())).into();
    let keys = [0, 1].map(|parity| Library.recover_secp256k1(&hash, &rs, parity));
    let keys = keys.iter().flatten().filter_map(|key| compressed(key));
    Ok(keys.map(|key| adr036_proof(&key, &rs)).collect())
}

/// A key of 65 bytes in 33.
fn compressed(key: &[u8]) -> Option<Vec<u8>> {
    let (x, y) = key.get(1..)?.split_at_checked(32)?;
    let parity = 2 + (y.last()? & 1);
    Some([&[parity], x].concat())
}

/// The key in `signArbitrary`'s answer.
fn key_of(answer: &Value) -> Result<Option<Vec<u8>>, CollectError> {
    let Some(key) = answer.get("pub_key").or_else(|| answer.get("pubKey")) else {
        return Ok(None);
    };
    if let Some(kind) = key.get("type").and_then(Value::as_str)
        && kind.to_ascii_lowercase().contains("eth")
    {
        let kind = kind.to_owned();
        return Err(CollectError::OtherKey { kind });
    }
    let text = key.get("value").unwrap_or(key).as_str();
    let text = text.ok_or(CollectError::Missing {
        part: "pub_key.value",
    })?;
    bytes_of("pub_key", text).map(Some)
}

fn of_passkey(answer: &Value, text: &str) -> Result<Vec<u8>, CollectError> {
    let answer = answer.get("response").unwrap_or(answer);
    let part = |names: [&str; 2]| names.iter().find_map(|name| answer.get(name)?.as_str());
    let authenticator = part(["authenticator_data", "authenticatorData"]);
    let client_data = part(["client_data", "clientDataJSON"]);
    let signature = signature_of(answer)?;
    if authenticator.is_none() && client_data.is_none() && signature.len() > RS + 8 {
        return Ok(carried_passkey(&signature));
    }
    let authenticator = authenticator.ok_or(CollectError::Missing {
        part: "authenticator_data",
    })?;
    let client_data = client_data.ok_or(CollectError::Missing {
        part: "client_data",
    })?;
    let authenticator = bytes_of("authenticator_data", authenticator)?;
    let client_data = match client_data.starts_with('{') {
        true => client_data.as_bytes().to_vec(),
        false => bytes_of("client_data", client_data)?,
    };
    same_challenge(&client_data, text)?;
    let rs = match signature.len() {
        RS => signature,
        bytes => der::of_der(&signature)
            .ok_or(CollectError::Der { bytes })?
            .into(),
    };
    let (rs, _) = der::low_s(&rs, &der::P256);
    Ok(passkey_proof(&rs, &authenticator, &client_data)?)
}

/// What is in its carried form but for its s.
fn carried_passkey(proof: &[u8]) -> Vec<u8> {
    let (rs, rest) = proof.split_at_checked(RS).unwrap_or((proof, &[]));
    let (rs, _) = der::low_s(rs, &der::P256);
    [rs.as_slice(), rest].concat()
}

fn same_challenge(client_data: &[u8], text: &str) -> Result<(), CollectError> {
    let read: Option<Value> = serde_json::from_slice(client_data).ok();
    let found = read
        .as_ref()
        .and_then(|data| data.get("challenge")?.as_str());
    let expected = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
    match found {
        Some(found) if found != expected => Err(CollectError::OtherChallenge {
            found: found.chars().take(100).collect(),
            expected,
        }),
        _ => Ok(()),
    }
}

fn signature_of(answer: &Value) -> Result<Vec<u8>, CollectError> {
    let text = match answer {
        Value::String(text) => Some(text.as_str()),
        answer => answer.get("signature").and_then(Value::as_str),
    };
    let text = text.ok_or(CollectError::Missing { part: "signature" })?;
    bytes_of("signature", text)
}

/// Bytes in hexadecimal, with or without `0x`, or in base64 of either alphabet, with or without padding.
fn bytes_of(part: &'static str, text: &str) -> Result<Vec<u8>, CollectError> {
    let text = text.trim();
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if let Ok(bytes) = hex::decode(digits) {
        return Ok(bytes);
    }
    let standard = text.replace('-', "+").replace('_', "/");
    GeneralPurpose::new(&STANDARD, ANY_PADDING)
        .decode(standard)
        .map_err(|_| CollectError::Bytes { part })
}
