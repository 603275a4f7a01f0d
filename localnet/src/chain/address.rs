//! Addresses: bech32 text, accounts of modules, contracts.

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use sha2::{Digest, Sha256};

use super::error::{AbciError, Kind};

/// Writes `bytes` as an address with `prefix`.
pub fn encode(prefix: &str, bytes: &[u8]) -> Result<String, AbciError> {
    let hrp = Hrp::parse(prefix).map_err(|error| {
        AbciError::new(Kind::InvalidAddress, format!("prefix {prefix}: {error}"))
    })?;
    bech32::encode::<Bech32>(hrp, bytes)
        .map_err(|error| AbciError::new(Kind::InvalidAddress, error))
}

/// Reads an address of this chain: the right prefix, and 20 bytes (keys) or 32 (contracts).
pub fn decode(prefix: &str, text: &str) -> Result<Vec<u8>, AbciError> {
    if text.trim().is_empty() {
        return Err(invalid("empty address string is not allowed"));
    }
    let parsed = CheckedHrpstring::new::<Bech32>(text)
        .map_err(|error| invalid(&format!("decoding bech32 failed: {}", reason(text, &error))))?;
    if parsed.hrp().as_str() != prefix {
        let found = parsed.hrp().to_string();
        return Err(invalid(&format!(
            "invalid Bech32 prefix; expected {prefix}, got {found}"
        )));
    }
    let bytes: Vec<u8> = parsed.byte_iter().collect();
    match bytes.len() {
        20 | 32 => Ok(bytes),
        length => Err(invalid(&format!(
            "incorrect address length (expected: 20 or 32, actual: {length})"
        ))),
    }
}

/// Checks an address as the modules of accounts and coins do, which have other words for one of another chain. The
/// error's text is whole: it has a registered one only where Go's has.
pub fn check(prefix: &str, text: &str) -> Result<(), AbciError> {
    decode(prefix, text).map(drop).map_err(|error| {
        let other = text.rsplit_once('1').map(|(other, _)| other);
        match other.filter(|_| error.detail().starts_with("invalid Bech32 prefix")) {
            Some(other) => AbciError::new(
                Kind::Logic,
                format!("hrp does not match bech32 prefix: expected '{prefix}' got '{other}'"),
            ),
            None => AbciError::plain(error.detail()),
        }
    })
}

/// What is wrong with a text, in the words that Go's library has for the usual mistakes.
fn reason(text: &str, error: &dyn std::fmt::Display) -> String {
    let length = text.len();
    let separator = text.rfind('1');
    match separator {
        _ if !(8..=90).contains(&length) => format!("invalid bech32 string length {length}"),
        None => "invalid separator index -1".to_owned(),
        Some(at) if at < 1 || at + 7 > length => format!("invalid separator index {at}"),
        Some(_) => error.to_string(),
    }
}

fn invalid(detail: &str) -> AbciError {
    AbciError::new(Kind::InvalidAddress, detail)
}

/// The account of a module, such as the one that collects fees.
pub fn module(name: &str) -> Vec<u8> {
    let mut hash = Sha256::digest(name.as_bytes()).to_vec();
    hash.truncate(20);
    hash
}

/// The address of the contract with this instance number, as wasmd computes it.
pub fn classic_contract(code_id: u64, instance: u64) -> Vec<u8> {
    let mut key = b"wasm\0".to_vec();
    key.extend_from_slice(&code_id.to_be_bytes());
    key.extend_from_slice(&instance.to_be_bytes());
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(b"module"));
    hash.update(key);
    hash.finalize().to_vec()
}

/// The address of a contract chosen by its creator's salt, and by its message if `message` is given.
pub fn salted_contract(checksum: &[u8], creator: &[u8], salt: &[u8], message: &[u8]) -> Vec<u8> {
    let mut key = b"wasm\0".to_vec();
    for part in [checksum, creator, salt, message] {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        key.extend_from_slice(&length.to_be_bytes());
        key.extend_from_slice(part);
    }
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(b"module"));
    hash.update(key);
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_addresses_are_those_of_wasmd() {
        // from wasmd's own tests of BuildContractAddressClassic
        let first = encode("cosmos", &classic_contract(1, 1)).unwrap();
        assert_eq!(
            first,
            "cosmos14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s4hmalr"
        );
    }

    #[test]
    fn salted_addresses_are_those_of_cosmwasm_std() {
        let (checksum, creator) = ([7_u8; 32], [9_u8; 20]);
        let expected = cosmwasm_std::instantiate2_address(
            &checksum,
            &cosmwasm_std::CanonicalAddr::from(creator.to_vec()),
            b"salt",
        )
        .unwrap();
        assert_eq!(
            salted_contract(&checksum, &creator, b"salt", b""),
            expected.as_slice()
        );
    }

    #[test]
    fn foreign_and_malformed_addresses_are_refused() {
        let good = encode("wasm", &[1; 20]).unwrap();
        assert_eq!(decode("wasm", &good).unwrap(), [1; 20]);
        for bad in [
            "",
            "wasm1",
            &encode("cosmos", &[1; 20]).unwrap(),
            &encode("wasm", &[1; 19]).unwrap(),
            &good.replace('q', "p"),
        ] {
            assert_eq!(
                decode("wasm", bad).unwrap_err().kind(),
                Kind::InvalidAddress
            );
        }
    }
}
