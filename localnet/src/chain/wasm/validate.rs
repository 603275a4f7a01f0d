//! wasmd's checks of a contract message before anything happens (`ValidateBasic`).

use crate::chain::error::{AbciError, Kind};

const MAX_LABEL: usize = 128;
const MAX_SALT: usize = 64;

/// A label: something printable of at most 128 bytes.
pub fn label(label: &str) -> Result<(), AbciError> {
    let problem = if label.is_empty() {
        AbciError::new(Kind::Empty, "is required")
    } else if label.len() > MAX_LABEL {
        let limit = format!("cannot be longer than {MAX_LABEL} characters");
        AbciError::new(Kind::Limit, limit)
    } else if label != label.trim() {
        AbciError::new(Kind::Invalid, "label must not start/end with whitespaces")
    } else if label.chars().any(char::is_control) {
        AbciError::new(Kind::Invalid, "label must have printable characters only")
    } else {
        return Ok(());
    };
    Err(problem.within("label"))
}

/// A salt of 1 to 64 bytes.
pub fn salt(salt: &[u8]) -> Result<(), AbciError> {
    let problem = match salt.len() {
        0 => AbciError::new(Kind::Empty, "is required"),
        1..=MAX_SALT => return Ok(()),
        _ => {
            let limit = format!("cannot be longer than {MAX_SALT} characters");
            AbciError::new(Kind::Limit, limit)
        }
    };
    Err(problem.within("salt"))
}

/// A code id above 0.
pub fn code_id(id: u64) -> Result<(), AbciError> {
    match id {
        0 => Err(AbciError::new(Kind::InvalidRequest, "code id is required")),
        _ => Ok(()),
    }
}

/// A contract's message: any JSON.
pub fn payload(message: &[u8]) -> Result<(), AbciError> {
    match json(message) {
        true => Ok(()),
        false => Err(AbciError::bare(Kind::Invalid).within("payload msg")),
    }
}

/// Whether the bytes are one JSON value.
pub fn json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_at_their_edges() {
        assert!(label(&"x".repeat(128)).is_ok());
        for bad in ["", " x", "x\u{7}", &"x".repeat(129)] {
            assert!(label(bad).is_err(), "{bad:?}");
        }
        assert!(salt(&[0; 64]).is_ok());
        assert!(salt(&[0; 65]).is_err());
        assert!(salt(&[]).is_err());
        assert!(payload(br#"{"a":1}"#).is_ok());
        assert_eq!(payload(b"{").unwrap_err().log(), "payload msg: invalid");
    }
}
