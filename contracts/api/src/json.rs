//! JSON: everything is read and written by `folkmoot_wire`, in every place where cosmwasm-std would use serde_json.

use cosmwasm_std::{Binary, StdResult};
use folkmoot_wire::{Decode, Encode, Tree, from_json, to_json};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

/// Reads a value.
///
/// # Errors
/// The bytes are no JSON, or not of that type.
pub fn parse<T: Decode>(bytes: &[u8]) -> StdResult<T> {
    Ok(from_json(bytes)?)
}

/// Writes a value.
pub fn binary<T: Encode + ?Sized>(value: &T) -> Binary {
    to_json(value).into()
}

/// A value that is read so where a library does the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<'de, T: Decode> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tree = Tree::deserialize(deserializer)?;
        tree.decode().map(Self).map_err(D::Error::custom)
    }
}

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, parse};
    use crate::msg::{ExecuteMsg, Text};

    #[test]
    fn both_doors_read_alike_what_serde_json_writes() {
        let text = Text::Stored("quotes \" and \\, \u{1F600}, \u{1}, </script>".to_owned());
        let written = cosmwasm_std::to_json_vec(&text).expect("a text has JSON");
        let read: Text = parse(&written).expect("it was written so");
        assert_eq!(read, text);
        let read: Json<Text> = cosmwasm_std::from_json(&written).expect("it was written so");
        assert_eq!(read, Json(text));
    }

    #[test]
    fn what_is_no_message_is_refused_with_its_reason() {
        let cases: [(&[u8], &str); 9] = [
            (
                b"{\"vote\":{\"proposal\":1,\"choice\":\"yes\",\"x\":1}}",
                "unknown field `x`",
            ),
            (
                b"{\"vote\":{\"choice\":\"yes\"}}",
                "missing field `proposal`",
            ),
            (
                b"{\"vote\":{\"proposal\":1,\"proposal\":2}}",
                "duplicate field `proposal`",
            ),
            (
                b"{\"vote\":[1,\"yes\"]}",
                "expected an object, found an array",
            ),
            (
                b"{\"vote\":{\"proposal\":1.5,\"choice\":\"yes\"}}",
                "floating point `1.5`",
            ),
            (
                b"{\"vote\":{\"proposal\":-1,\"choice\":\"yes\"}}",
                "expected a number from 0, found a number below 0",
            ),
            (
                b"{\"found\":{},\"leave\":{}}",
                "expected an object with one field, found one with 2",
            ),
            (b"{\"found\":{}} {}", "trailing characters"),
            (b"{\"found\":{}", "EOF"),
        ];
        for (bytes, reason) in cases {
            let error = parse::<ExecuteMsg>(bytes).expect_err("it is no message");
            assert!(error.to_string().contains(reason), "{error}: {reason}");
        }
    }
}
