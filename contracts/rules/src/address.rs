//! Ethereum addresses as people write them.

use thiserror::Error;

use crate::wallet_formats::keccak;

const DIGITS: usize = 40;

/// Why a text is no Ethereum address that anybody could sign with.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It is too short or long, or has other signs in it.
    #[error("an ethereum address is 0x and 40 hex digits")]
    Malformed,
    /// The case of the letters is a checksum, and another's: somebody mistyped.
    #[error("the case of its letters is no checksum (EIP-55): as written it would be {checked}")]
    Checksum {
        /// The same digits with their checksum.
        checked: String,
    },
    /// All zeros.
    #[error("nobody has the key of the zero address")]
    Zero,
}

/// An Ethereum address in its one written form, `0x` and 40 lower-case digits. Letters of both cases are a checksum
/// (EIP-55), and checked; those of one case are none.
///
/// # Errors
/// It is malformed, its checksum is wrong, or it is the zero address.
pub fn ethereum_account(text: &str) -> Result<String, AddressError> {
    let digits = text.strip_prefix("0x").unwrap_or_default();
    if digits.len() != DIGITS || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(AddressError::Malformed);
    }
    let lower = digits.to_ascii_lowercase();
    if lower.bytes().all(|digit| digit == b'0') {
        return Err(AddressError::Zero);
    }
    let is_mixed = lower != digits && digits.to_ascii_uppercase() != digits;
    let checked = with_checksum(&lower);
    if is_mixed && checked != text {
        return Err(AddressError::Checksum { checked });
    }
    Ok(["0x", &lower].concat())
}

/// Lower-case digits as EIP-55 writes them: a letter is a capital where that place of their hash is 8 or more.
fn with_checksum(digits: &str) -> String {
    let hash = hex::encode(keccak(digits.as_bytes()));
    let cased = digits.chars().zip(hash.chars()).map(|(digit, hashed)| {
        if hashed >= '8' {
            digit.to_ascii_uppercase()
        } else {
            digit
        }
    });
    "0x".chars().chain(cased).collect()
}
