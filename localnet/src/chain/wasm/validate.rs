//! wasmd's checks of a contract message before anything happens (`ValidateBasic`).

use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;

use crate::chain::coins;
use crate::chain::error::{AbciError, Kind};

const MAX_CODE: usize = 800 * 1024;
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

/// A file to be stored: something, and no more than wasmd takes.
pub fn code(file: &[u8]) -> Result<(), AbciError> {
    let problem = match file.len() {
        0 => AbciError::new(Kind::Empty, "is required"),
        1..=MAX_CODE => return Ok(()),
        _ => AbciError::new(
            Kind::Limit,
            format!("cannot be longer than {MAX_CODE} bytes"),
        ),
    };
    let detail = format!("code bytes {problem}");
    Err(AbciError::new(Kind::InvalidRequest, detail))
}

/// The coins that come with a message: positive amounts, sorted, no denomination twice; there may be none.
pub fn funds(funds: &[Coin]) -> Result<(), AbciError> {
    let refused = |reason: String| Err(AbciError::plain(format!("funds: {reason}")));
    let mut before: Option<&str> = None;
    for coin in funds {
        let denom = coin.denom.as_str();
        if !coins::is_denom(denom) {
            return refused(format!("invalid denom: {denom}"));
        }
        match before {
            Some(before) if denom == before => {
                return refused(format!("duplicate denomination {denom}"));
            }
            Some(before) if denom < before => {
                return refused(format!("denomination {denom} is not sorted"));
            }
            _ => before = Some(denom),
        }
        if coin.amount.starts_with('-') || coin.amount.bytes().all(|digit| digit == b'0') {
            return refused(format!(
                "coin {}{denom} amount is not positive",
                coin.amount
            ));
        }
    }
    Ok(())
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
        assert!(code(&[0; 800 * 1024]).is_ok());
        assert!(code(&[0; 800 * 1024 + 1]).is_err());
        assert_eq!(
            code(&[]).unwrap_err().log(),
            "code bytes is required: empty: invalid request"
        );
        assert!(salt(&[0; 64]).is_ok());
        assert!(salt(&[0; 65]).is_err());
        assert!(salt(&[]).is_err());
        assert!(payload(br#"{"a":1}"#).is_ok());
        assert_eq!(payload(b"{").unwrap_err().log(), "payload msg: invalid");
    }

    #[test]
    fn funds_are_sorted_and_positive() {
        let coin = |amount: &str, denom: &str| Coin {
            denom: denom.to_owned(),
            amount: amount.to_owned(),
        };
        assert!(funds(&[]).is_ok());
        assert!(funds(&[coin("1", "uaaa"), coin("2", "ubbb")]).is_ok());
        for (bad, reason) in [
            (vec![coin("1", "!")], "invalid denom: !"),
            (vec![coin("0", "uaaa")], "coin 0uaaa amount is not positive"),
            (
                vec![coin("1", "uaaa"), coin("1", "uaaa")],
                "duplicate denomination uaaa",
            ),
            (
                vec![coin("1", "ubbb"), coin("1", "uaaa")],
                "denomination uaaa is not sorted",
            ),
        ] {
            assert_eq!(funds(&bad).unwrap_err().log(), format!("funds: {reason}"));
        }
    }
}
