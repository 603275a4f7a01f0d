//! What a wallet made, and whether it fits.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use folkmoot_wire::to_json;
use ripemd::Ripemd160;
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;
use thiserror::Error;

use crate::ballot::{ethereum_address, is_low_s};

/// Bytes of a proof at most: a passkey's client data holds what a browser adds to it.
pub const MAX_PROOF: usize = 2_048;
/// Flags of an authenticator that must be set: the user was present, and was verified.
pub const PASSKEY_FLAGS: u8 = 0x05;

/// The first byte of a signed text's proof, as EIP-191 marks it.
const TEXT_MARK: u8 = 0x19;
const RS: usize = 64;
const KEY: usize = 33;
/// sha-256 of the host, flags, counter.
const AUTHENTICATOR: usize = 37;
const CLIENT_DATA: &str = r#"{"type":"webauthn.get","challenge":""#;
const ORIGIN: &str = r#"","origin":""#;
const FOREIGN_FRAME: &[u8] = br#","crossOrigin":true"#;

/// Half of the order of P-256, big endian.
const HALF_P256: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// The arithmetic of the curves: a chain's host functions, or a library.
pub trait Curves {
    /// The uncompressed secp256k1 key (65 bytes) that signed the hash.
    fn recover_secp256k1(&self, hash: &[u8; 32], rs: &[u8], recovery: u8) -> Option<Vec<u8>>;
    /// Whether the secp256k1 key signed the hash; no where one of them is malformed.
    fn verify_secp256k1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool;
    /// Whether the P-256 key signed the hash; no where one of them is malformed.
    fn verify_secp256r1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool;
}

/// Whose signature it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer<'a> {
    /// An account of the chain: its address as stored, and the 20 bytes that this stands for.
    Cosmos {
        /// Bech32.
        address: &'a str,
        /// The account.
        account: &'a [u8],
    },
    /// An Ethereum account's 20 bytes.
    Ethereum(&'a [u8]),
    /// A passkey's compressed P-256 key, 33 bytes.
    Passkey(&'a [u8]),
}

/// What a carrier brings, taken apart. As bytes:
///
/// | wallet | signs | bytes |
/// |---|---|---|
/// | Ethereum | typed data | r, s, v |
/// | Ethereum | the text | 0x19, r, s, v |
/// | Cosmos | the text, by ADR-036 | compressed key (33), r, s |
/// | passkey | the text's sha-256 as challenge | r, s, length of the authenticator data (2, big endian), that data, and of the client data what follows `"origin":"` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// EIP-712.
    Typed {
        /// r and s.
        rs: &'a [u8],
        /// v.
        v: u8,
    },
    /// EIP-191.
    Text {
        /// r and s.
        rs: &'a [u8],
        /// v.
        v: u8,
    },
    /// ADR-036.
    Amino {
        /// The compressed key.
        key: &'a [u8],
        /// r and s.
        rs: &'a [u8],
    },
    /// `WebAuthn`.
    Passkey {
        /// r and s.
        rs: &'a [u8],
        /// The authenticator data.
        authenticator: &'a [u8],
        /// The client data behind `"origin":"`.
        after_origin: &'a [u8],
    },
}

/// Why a proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// Neither form of an Ethereum wallet.
    #[error(
        "a signature of an ethereum wallet has 65 bytes, not {bytes}, or 66 with 0x19 in front if it signed the text; \
a smart account's (ERC-1271, ERC-6492) can't be checked here: sign with a key"
    )]
    Ethereum {
        /// Handed in.
        bytes: usize,
    },
    /// Not key and signature.
    #[error(
        "a signature of a cosmos wallet has 97 bytes, the compressed key and r and s, not {bytes}"
    )]
    Cosmos {
        /// Handed in.
        bytes: usize,
    },
    /// Not what a passkey's signature is made of.
    #[error(
        "a passkey's signature is r and s, the authenticator data and the client data, {limit} bytes at most; this has {bytes} and another form"
    )]
    Passkey {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// The same signature in its other form.
    #[error("the signature is in its high-S form, which is not taken")]
    HighS,
    /// Signed by another key, or something else was signed.
    #[error(
        "the signature does not fit: was it made by this wallet, for this chain, group, content and act?"
    )]
    DoesNotFit,
    /// A touch by anybody.
    #[error("the passkey did not verify its user: ask for userVerification 'required'")]
    NotVerified,
    /// A page in somebody else's page asked for it.
    #[error("the passkey was used in a page inside of another page")]
    ForeignFrame,
}

impl<'a> Proof<'a> {
    /// Takes a signer's bytes apart.
    ///
    /// # Errors
    /// They have no form that such a wallet's proof has.
    pub fn parse(signer: &Signer<'_>, bytes: &'a [u8]) -> Result<Self, ProofError> {
        match signer {
            Signer::Ethereum(_) => ethereum(bytes),
            Signer::Cosmos { .. } => match bytes.split_at_checked(KEY) {
                Some((key, rs)) if rs.len() == RS => Ok(Self::Amino { key, rs }),
                _ => Err(ProofError::Cosmos { bytes: bytes.len() }),
            },
            Signer::Passkey(_) => passkey(bytes).ok_or(ProofError::Passkey {
                limit: MAX_PROOF,
                bytes: bytes.len(),
            }),
        }
    }

    /// Whether the wallet signed typed data, not the text.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Typed { .. })
    }

    fn is_low_s(&self) -> bool {
        match self {
            Self::Typed { rs, .. } | Self::Text { rs, .. } | Self::Amino { rs, .. } => is_low_s(rs),
            // by its own check
            Self::Passkey { .. } => true,
        }
    }
}

fn ethereum(bytes: &[u8]) -> Result<Proof<'_>, ProofError> {
    let wrong = ProofError::Ethereum { bytes: bytes.len() };
    let (rest, is_text) = match bytes.split_first() {
        Some((&TEXT_MARK, rest)) if rest.len() > RS => (rest, true),
        _ => (bytes, false),
    };
    match rest.split_last() {
        Some((&v, rs)) if rs.len() == RS && is_text => Ok(Proof::Text { rs, v }),
        Some((&v, rs)) if rs.len() == RS => Ok(Proof::Typed { rs, v }),
        _ => Err(wrong),
    }
}

fn passkey(bytes: &[u8]) -> Option<Proof<'_>> {
    if bytes.len() > MAX_PROOF {
        return None;
    }
    let (rs, rest) = bytes.split_at_checked(RS)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (authenticator, after_origin) = rest.split_at_checked(length)?;
    (length >= AUTHENTICATOR && after_origin.contains(&b'"')).then_some(Proof::Passkey {
        rs,
        authenticator,
        after_origin,
    })
}

/// Checks that the signer made the proof, over the typed digest or over the text.
///
/// # Errors
/// It has another form, or does not fit.
pub fn check_proof(
    curves: &dyn Curves,
    signer: &Signer<'_>,
    proof: &Proof<'_>,
    typed: &[u8; 32],
    text: &str,
) -> Result<(), ProofError> {
    if !proof.is_low_s() {
        return Err(ProofError::HighS);
    }
    let fits = match (proof, signer) {
        (Proof::Typed { rs, v }, Signer::Ethereum(account)) => {
            recovers(curves, typed, rs, *v, account)
        }
        (Proof::Text { rs, v }, Signer::Ethereum(account)) => {
            recovers(curves, &eip191_digest(text), rs, *v, account)
        }
        (Proof::Amino { key, rs }, Signer::Cosmos { address, account }) => {
            let hash = Sha256::digest(adr036_sign_bytes(address, text.as_bytes())).into();
            is_account_of(key, account) && curves.verify_secp256k1(&hash, rs, key)
        }
        (
            Proof::Passkey {
                rs,
                authenticator,
                after_origin,
            },
            Signer::Passkey(key),
        ) => {
            let challenge = Sha256::digest(text).into();
            return check_passkey(curves, key, &challenge, rs, authenticator, after_origin);
        }
        _ => false,
    };
    match fits {
        true => Ok(()),
        false => Err(ProofError::DoesNotFit),
    }
}

/// Checks that a passkey signed a challenge.
///
/// # Errors
/// It did not, or its user was not verified, or another page's frame asked for it.
pub fn check_passkey(
    curves: &dyn Curves,
    key: &[u8],
    challenge: &[u8; 32],
    rs: &[u8],
    authenticator: &[u8],
    after_origin: &[u8],
) -> Result<(), ProofError> {
    let s = rs.split_at_checked(32).map(|(_, s)| s);
    if s.is_none_or(|s| s > HALF_P256.as_slice()) {
        return Err(ProofError::HighS);
    }
    let hash = passkey_digest(challenge, authenticator, after_origin)?;
    match curves.verify_secp256r1(&hash, rs, key) {
        true => Ok(()),
        false => Err(ProofError::DoesNotFit),
    }
}

fn recovers(curves: &dyn Curves, digest: &[u8; 32], rs: &[u8], v: u8, account: &[u8]) -> bool {
    let recovery = match v {
        0 | 27 => 0,
        1 | 28 => 1,
        _ => return false,
    };
    let key = curves.recover_secp256k1(digest, rs, recovery);
    key.and_then(|key| ethereum_address(&key).ok())
        .is_some_and(|address| address == account)
}

/// Without this anybody's key would sign for anybody.
fn is_account_of(key: &[u8], account: &[u8]) -> bool {
    Ripemd160::digest(Sha256::digest(key)).as_slice() == account
}

/// The digest of a text as `personal_sign` makes it: its length counts bytes.
#[must_use]
pub fn eip191_digest(text: &str) -> [u8; 32] {
    Keccak256::new()
        .chain_update("\u{19}Ethereum Signed Message:\n")
        .chain_update(text.len().to_string())
        .chain_update(text)
        .finalize()
        .into()
}

/// What a passkey signs. Type and challenge stand here by our own hand, so that nothing of them has to be believed.
fn passkey_digest(
    challenge: &[u8; 32],
    authenticator: &[u8],
    after_origin: &[u8],
) -> Result<[u8; 32], ProofError> {
    let flags = authenticator.get(32).copied().unwrap_or_default();
    if flags & PASSKEY_FLAGS != PASSKEY_FLAGS {
        return Err(ProofError::NotVerified);
    }
    let mut parts = after_origin.splitn(2, |byte| *byte == b'"');
    if let (Some(_), Some(rest)) = (parts.next(), parts.next())
        && rest.starts_with(FOREIGN_FRAME)
    {
        return Err(ProofError::ForeignFrame);
    }
    let client_data = Sha256::new()
        .chain_update(CLIENT_DATA)
        .chain_update(URL_SAFE_NO_PAD.encode(challenge))
        .chain_update(ORIGIN)
        .chain_update(after_origin)
        .finalize();
    Ok(Sha256::new()
        .chain_update(authenticator)
        .chain_update(client_data)
        .finalize()
        .into())
}

/// The bytes that a Cosmos wallet signs for arbitrary data (ADR-036, Keplr's `signArbitrary`), before their sha-256.
#[must_use]
pub fn adr036_sign_bytes(signer: &str, data: &[u8]) -> Vec<u8> {
    let data = STANDARD.encode(data);
    let signer = amino_escaped(signer);
    format!(
        r#"{{"account_number":"0","chain_id":"","fee":{{"amount":[],"gas":"0"}},"memo":"","msgs":[{{"type":"sign/MsgSignData","value":{{"data":"{data}","signer":{signer}}}}}],"sequence":"0"}}"#
    )
    .into_bytes()
}

/// A JSON string as Go's encoder writes it, which Cosmos wallets follow.
fn amino_escaped(text: &str) -> String {
    String::from_utf8_lossy(&to_json(text))
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// An Ethereum wallet's signature of the text, as carried.
///
/// # Errors
/// It has not the 65 bytes of r, s and v.
pub fn text_proof(signature: &[u8]) -> Result<Vec<u8>, ProofError> {
    let bytes = signature.len();
    match bytes == RS.saturating_add(1) {
        true => Ok([&[TEXT_MARK], signature].concat()),
        false => Err(ProofError::Ethereum { bytes }),
    }
}

/// A Cosmos wallet's answer, as carried.
#[must_use]
pub fn adr036_proof(key: &[u8], rs: &[u8]) -> Vec<u8> {
    [key, rs].concat()
}

/// A passkey's answer, as carried: r and s of the DER signature with s in the lower half, and the rest as it came.
///
/// # Errors
/// The client data does not begin as a browser's does.
pub fn passkey_proof(
    rs: &[u8],
    authenticator: &[u8],
    client_data: &[u8],
) -> Result<Vec<u8>, ProofError> {
    let wrong = ProofError::Passkey {
        limit: MAX_PROOF,
        bytes: client_data.len(),
    };
    // 32 bytes are 43 characters in base64 without padding
    let after = client_data
        .strip_prefix(CLIENT_DATA.as_bytes())
        .and_then(|rest| rest.split_at_checked(43))
        .and_then(|(_, rest)| rest.strip_prefix(ORIGIN.as_bytes()))
        .ok_or(wrong)?;
    let length = u16::try_from(authenticator.len()).map_err(|_| wrong)?;
    Ok([rs, &length.to_be_bytes(), authenticator, after].concat())
}
