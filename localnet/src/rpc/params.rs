//! The types of parameters, as Go's JSON reads them, and refused in its words: what a client gets wrong here must be
//! wrong on a real node too.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::envelope::RpcError;

/// What Go calls a JSON value.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn mismatch(value: &Value, wanted: &str) -> String {
    let kind = kind(value);
    format!("json: cannot unmarshal {kind} into Go value of type {wanted}")
}

/// A text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Text(pub String);

impl TryFrom<Value> for Text {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(Self::default()),
            Value::String(text) => Ok(Self(text)),
            other => Err(mismatch(&other, "string")),
        }
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Flag(pub bool);

impl TryFrom<Value> for Flag {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(Self::default()),
            Value::Bool(flag) => Ok(Self(flag)),
            other => Err(mismatch(&other, "bool")),
        }
    }
}

/// A number in quotes; absent or null is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Number(pub Option<i64>);

impl TryFrom<Value> for Number {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = match value {
            Value::Null => return Ok(Self(None)),
            Value::String(text) => text,
            other => {
                let text = other.to_string();
                return Err(format!(
                    "invalid 64-bit integer encoding {text:?}, expected string"
                ));
            }
        };
        text.parse().map(|number| Self(Some(number))).map_err(|_| {
            let digits = text.trim_start_matches('-');
            let odd = digits.find(|next: char| !next.is_ascii_digit());
            match odd.and_then(|at| Some((at, digits[at..].chars().next()?))) {
                Some((0, odd)) => {
                    format!("invalid character '{odd}' looking for beginning of value")
                }
                Some((_, odd)) => format!("invalid character '{odd}' after top-level value"),
                None if digits.is_empty() => "unexpected end of JSON input".to_owned(),
                None => mismatch(&Value::from(0), "int64"),
            }
        })
    }
}

/// A number from 0 on for this chain's own methods, in quotes or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Count(pub Option<u64>);

impl TryFrom<Value> for Count {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let number = match &value {
            Value::Null => return Ok(Self(None)),
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        match number {
            Some(number) => Ok(Self(Some(number))),
            None => Err(format!("expected a number from 0 on, got {value}")),
        }
    }
}

/// Bytes in base64.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Bytes(pub Vec<u8>);

impl TryFrom<Value> for Bytes {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = match value {
            Value::Null => return Ok(Self::default()),
            Value::String(text) => text,
            other => return Err(mismatch(&other, "[]uint8")),
        };
        STANDARD.decode(&text).map(Self).map_err(|error| {
            let at = match error {
                base64::DecodeError::InvalidByte(at, _)
                | base64::DecodeError::InvalidLastSymbol(at, _) => at,
                _ => text.len(),
            };
            format!("illegal base64 data at input byte {at}")
        })
    }
}

/// Bytes in hex.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Hex(pub Vec<u8>);

impl TryFrom<Value> for Hex {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = match value {
            Value::Null => return Ok(Self::default()),
            Value::String(text) => text,
            other => return Err(format!("invalid hex string: {other}")),
        };
        let odd = text.chars().find(|next| !next.is_ascii_hexdigit());
        if let Some(odd) = odd {
            let number = u32::from(odd);
            return Err(format!(
                "encoding/hex: invalid byte: U+{number:04X} '{odd}'"
            ));
        }
        hex::decode(text)
            .map(Self)
            .map_err(|_| "encoding/hex: odd length hex string".to_owned())
    }
}

/// A part of a long list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// Which part, from 1.
    #[serde(default)]
    pub page: Number,
    /// How many entries a part has.
    #[serde(default)]
    pub per_page: Number,
    /// `asc` or `desc`.
    #[serde(default)]
    pub order_by: Text,
}

/// How many entries a part has if `asked` for: CometBFT's limits.
pub fn part_size(asked: Number) -> usize {
    let size = asked.0.filter(|size| *size > 0).unwrap_or(30).min(100);
    usize::try_from(size).unwrap_or_default()
}

impl Page {
    /// Cuts this page out of `all`.
    pub fn cut<T>(&self, mut all: Vec<T>) -> Result<Vec<T>, RpcError> {
        match self.order_by.0.as_str() {
            "" | "asc" => {}
            "desc" => all.reverse(),
            _ => {
                let detail = "expected order_by to be either `asc` or `desc` or empty";
                return Err(RpcError::internal(detail));
            }
        }
        let size = part_size(self.per_page);
        let pages = all.len().div_ceil(size).max(1);
        let asked = self.page.0.unwrap_or(1);
        let page = usize::try_from(asked).unwrap_or_default();
        if page == 0 || page > pages {
            let detail = format!("page should be within [1, {pages}] range, given {asked}");
            return Err(RpcError::internal(detail));
        }
        Ok(all.into_iter().skip((page - 1) * size).take(size).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bytes_come_in_base64_or_hex_and_nothing_else() {
        let base64 = |value| Bytes::try_from(value).map(|bytes| bytes.0);
        assert_eq!(base64(json!("q6s=")).unwrap(), [0xab; 2]);
        assert_eq!(base64(Value::Null).unwrap(), [0; 0]);
        assert_eq!(
            base64(json!("q*")).unwrap_err(),
            "illegal base64 data at input byte 1"
        );
        assert!(base64(json!(5)).unwrap_err().ends_with("type []uint8"));
        let hex = |value| Hex::try_from(value).map(|bytes| bytes.0);
        assert_eq!(hex(json!("abAB")).unwrap(), [0xab; 2]);
        assert_eq!(
            hex(json!("0xab")).unwrap_err(),
            "encoding/hex: invalid byte: U+0078 'x'"
        );
        assert_eq!(
            hex(json!("abc")).unwrap_err(),
            "encoding/hex: odd length hex string"
        );
    }

    #[test]
    fn numbers_may_be_negative_for_the_method_to_refuse() {
        assert_eq!(Number::try_from(json!("-3")).unwrap().0, Some(-3));
        assert!(Number::try_from(json!("99999999999999999999")).is_err());
        assert!(Number::try_from(json!("-")).is_err());
        assert!(Count::try_from(json!("-3")).is_err());
        assert_eq!(Count::try_from(json!(3)).unwrap().0, Some(3));
    }

    #[test]
    fn pages_are_cut_at_their_edges() {
        let page = |page, per_page, order: &str| Page {
            page: Number(Some(page)),
            per_page: Number(Some(per_page)),
            order_by: Text(order.to_owned()),
        };
        let all: Vec<u32> = (1..=5).collect();
        assert_eq!(page(2, 2, "asc").cut(all.clone()).unwrap(), [3, 4]);
        assert_eq!(page(3, 2, "desc").cut(all.clone()).unwrap(), [1]);
        for (number, order) in [(4, "asc"), (0, "asc"), (-1, "asc"), (1, "up")] {
            assert!(page(number, 2, order).cut(all.clone()).is_err());
        }
        assert_eq!(Page::default().cut(all).unwrap().len(), 5);
        assert!(page(1, 2, "").cut(Vec::<u32>::new()).unwrap().is_empty());
    }
}
