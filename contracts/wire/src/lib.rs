//! How values are written as JSON and as stored records, and read again.
//!
//! A type derives [`Read`] and [`Write`], which name its values in order; [`Source`] and [`Sink`] know the two forms. Neither
//! can fail in between: a source remembers the first thing that was wrong and gives empty values from there on, and whoever
//! began asks at the end. So each field is one call, and nothing that was read so far has to be cleaned up at each of them:
//! in a contract, where every byte of code is paid for, that is a fifth of what serde's derives take. Those stay for
//! everybody else, and write and read the same forms.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

#[cfg(feature = "cosmwasm")]
mod chain;
mod json;
mod record;
mod sink;
mod source;
mod tree;
mod values;

pub use folkmoot_wire_derive::{Read, Write};
pub use json::quote;
pub use sink::Sink;
pub use source::{Grown, Source};
pub use tree::Tree;

/// Names of an enum's variants, in order.
pub type Names = &'static [&'static str];

/// Names of the fields of a struct or a variant, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldNames {
    /// Whose they are.
    pub of: &'static str,
    /// The fields.
    pub names: Names,
}

/// A type that can be read.
pub trait Read: Sized {
    /// The value that comes next; any value of the type, once something was wrong.
    fn read(source: &mut Source<'_>) -> Self;
}

/// A type that can be written.
pub trait Write {
    /// Writes the value.
    fn write(&self, sink: &mut Sink);
}

/// Why nothing of that type can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(Box<str>);

impl ReadError {
    /// For a reason.
    pub fn new(reason: impl Into<Box<str>>) -> Self {
        Self(reason.into())
    }
}

/// Reads JSON.
///
/// # Errors
/// The bytes are no JSON, or not of that type.
pub fn from_json<T: Read>(json: &[u8]) -> Result<T, ReadError> {
    Tree::parse(json)?.read()
}

/// Reads a record, which may be short of zeros at its end; the types of `grown` had fewer fields when it was written.
///
/// # Errors
/// It is damaged, or of another type.
pub fn from_record<T: Read>(bytes: &[u8], grown: Grown) -> Result<T, ReadError> {
    let mut source = Source::record(bytes, grown);
    let value = T::read(&mut source);
    source.end()?;
    Ok(value)
}

/// JSON as serde_json writes it.
pub fn to_json<T: Write + ?Sized>(value: &T) -> Vec<u8> {
    let mut sink = Sink::json();
    value.write(&mut sink);
    sink.into_json()
}

/// A record as postcard writes it, behind what is there already, without the zeros at its end: every empty value is one,
/// and each byte that is kept is paid for.
pub fn to_record<T: Write + ?Sized>(value: &T, begin: Vec<u8>) -> Vec<u8> {
    let mut sink = Sink::record(begin);
    value.write(&mut sink);
    sink.into_record()
}
