//! Canonical JSON after RFC 8785, for values without fractions.
//!
//! A serializer of its own: it depends neither on the order of serde_json's maps nor on features that another crate
//! may switch on there, and it holds no floating point, which the contract must be free of.

mod parts;

use core::fmt::Display;

use serde::ser::{self, Serialize};
use thiserror::Error;

use parts::{Fields, Items};

/// Integers beyond it are read inexactly by JavaScript.
const MAX_INTEGER: u128 = 1 << 53;

/// Why a value has no canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CanonicalError {
    /// Floating point is not the same everywhere.
    #[error("a floating point number has no place in canonical JSON")]
    Float,
    /// JavaScript would read another number.
    #[error("integer {0} is beyond 2^53, write it as a decimal string")]
    Integer(
        /// The integer in decimal.
        String,
    ),
    /// Keys are strings.
    #[error("object key {0} is not a string")]
    Key(
        /// The key as JSON.
        String,
    ),
    /// Which of the two holds would be open.
    #[error("object key {0:?} stands twice")]
    DuplicateKey(
        /// The key.
        String,
    ),
    /// The value could not be serialized.
    #[error("value has no JSON: {0}")]
    Value(
        /// Its own reason.
        String,
    ),
}

impl ser::Error for CanonicalError {
    fn custom<T: Display>(message: T) -> Self {
        Self::Value(message.to_string())
    }
}

/// The canonical JSON of a value: keys sorted by their UTF-16 code units, no spaces, shortest escapes.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> Result<String, CanonicalError> {
    value.serialize(Canonical)
}

/// A string as JSON, with the escapes that RFC 8785 prescribes and no others.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len().saturating_add(2));
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            '\u{0}'..='\u{1f}' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => json.push(c),
        }
    }
    json.push('"');
    json
}

#[derive(Clone, Copy)]
struct Canonical;

fn integer(negative: bool, magnitude: u128) -> Result<String, CanonicalError> {
    let text = if negative {
        format!("-{magnitude}")
    } else {
        magnitude.to_string()
    };
    if magnitude <= MAX_INTEGER {
        Ok(text)
    } else {
        Err(CanonicalError::Integer(text))
    }
}

fn wrapped(variant: Option<&str>, value: String) -> String {
    match variant {
        Some(variant) => format!("{{{}:{value}}}", quoted(variant)),
        None => value,
    }
}

macro_rules! integers {
    (signed: $($signed:ident $s:ty),*; unsigned: $($unsigned:ident $u:ty),*) => {
        $(fn $signed(self, v: $s) -> Result<String, CanonicalError> {
            integer(v < 0, v.unsigned_abs().into())
        })*
        $(fn $unsigned(self, v: $u) -> Result<String, CanonicalError> {
            integer(false, v.into())
        })*
    };
}

impl ser::Serializer for Canonical {
    type Ok = String;
    type Error = CanonicalError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    integers! {
        signed: serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128;
        unsigned: serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128
    }

    fn serialize_bool(self, v: bool) -> Result<String, CanonicalError> {
        Ok(v.to_string())
    }

    fn serialize_f32(self, _: f32) -> Result<String, CanonicalError> {
        Err(CanonicalError::Float)
    }

    fn serialize_f64(self, _: f64) -> Result<String, CanonicalError> {
        Err(CanonicalError::Float)
    }

    fn serialize_char(self, v: char) -> Result<String, CanonicalError> {
        Ok(quoted(v.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, v: &str) -> Result<String, CanonicalError> {
        Ok(quoted(v))
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<String, CanonicalError> {
        v.serialize(self)
    }

    fn serialize_none(self) -> Result<String, CanonicalError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, CanonicalError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<String, CanonicalError> {
        Ok("null".to_owned())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, CanonicalError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, CanonicalError> {
        Ok(quoted(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, CanonicalError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<String, CanonicalError> {
        Ok(wrapped(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, CanonicalError> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, CanonicalError> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, CanonicalError> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, CanonicalError> {
        Ok(Items {
            variant: Some(variant),
            ..Items::default()
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, CanonicalError> {
        Ok(Fields::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields, CanonicalError> {
        // serde_json's numbers of arbitrary precision and raw texts pass through here as structs of that name.
        if name.starts_with("$serde_json::private") {
            return Err(ser::Error::custom(
                "numbers of arbitrary precision and raw JSON have no canonical form",
            ));
        }
        Ok(Fields::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, CanonicalError> {
        Ok(Fields {
            variant: Some(variant),
            ..Fields::default()
        })
    }
}
