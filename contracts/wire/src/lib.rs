//! How values are written as JSON and as stored records, and read again.
//!
//! A type derives [`Decode`] and [`Encode`], which name its values in order; [`Source`] and [`Sink`] know the two forms.
//! Neither can fail in between: a source remembers the first thing that was wrong and gives empty values from there on, and
//! whoever began asks at the end. So each field is one call, and nothing that was read so far has to be cleaned up at each of
//! them: in a contract, where every byte of code is paid for, that is a fifth of what serde's derives take. Those stay for
//! everybody else, and write and read the same forms.
//!
//! A record has a version. A field that came with a later one says so, `#[wire(since = 2)]`, and has its default in the
//! records before: types may be renamed and fields added, and old records are read as they come.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

#[cfg(feature = "cosmwasm")]
mod chain;
mod json;
mod path;
mod record;
mod sink;
mod source;
mod tree;
mod typed;
mod values;

pub use folkmoot_wire_derive::{Answers, Decode, Encode, Event, Permissions};
pub use json::quote;
pub use sink::Sink;
pub use source::Source;
pub use tree::Tree;

/// Names of an enum's variants, or of the fields of a struct or a variant, in order.
pub type Names = &'static [&'static str];

/// The version of the code that wrote a record: 1 is the first that was released.
pub type Version = u8;

/// A type that can be read.
pub trait Decode: Sized {
    /// The value that comes next; any value of the type, once something was wrong.
    fn decode(source: &mut Source<'_>) -> Self;
}

/// A type that can be written.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, sink: &mut Sink);
}

/// Why nothing of that type can be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DecodeError(Box<str>);

impl DecodeError {
    /// For a reason.
    pub fn new(reason: impl Into<Box<str>>) -> Self {
        Self(reason.into())
    }

    /// Says where; nothing, for the whole.
    fn at(self, place: &str) -> Self {
        match place {
            "" => self,
            _ => Self::new([place, ": ", &self.0].concat()),
        }
    }
}

/// Reads JSON.
///
/// # Errors
/// The bytes are no JSON, with line and column, or not of that type, with the path to the value.
pub fn from_json<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    Tree::parse(json)?.decode()
}

/// Reads a record that a version of the code wrote. Zeros at its end may have been left out.
///
/// # Errors
/// It is damaged, or of another type, with the byte at which that showed.
pub fn from_record<T: Decode>(bytes: &[u8], version: Version) -> Result<T, DecodeError> {
    let mut source = Source::record(bytes, version);
    let value = T::decode(&mut source);
    source.end()?;
    Ok(value)
}

/// JSON as serde_json writes it.
pub fn to_json<T: Encode + ?Sized>(value: &T) -> Vec<u8> {
    let mut sink = Sink::json();
    value.encode(&mut sink);
    sink.into_json()
}

/// A record as postcard writes it, behind what is there already, without the zeros at its end: every empty value is one,
/// and each byte that is kept is paid for. What a store cuts off a record is therefore read as zeros; a store doesn't.
pub fn to_record<T: Encode + ?Sized>(value: &T, begin: Vec<u8>) -> Vec<u8> {
    let mut sink = Sink::record(begin);
    value.encode(&mut sink);
    sink.into_record()
}
