//! Where values are read from.

use crate::json::Values;
use crate::record::Record;
use crate::{FieldNames, Names, Read, ReadError, Tree};

/// Types that had fewer fields when a record was written, with how many; the others had what they have.
pub type Grown = &'static [(&'static str, usize)];

/// Values in the order in which types ask for them. The first thing that was wrong is remembered, and from there on all
/// values are empty.
pub struct Source<'a>(From<'a>);

enum From<'a> {
    Json(Values),
    Record(Record<'a>),
    /// Nothing more.
    Refused(ReadError),
}

macro_rules! ask {
    ($self:ident, $from:ident => $read:expr) => {{
        let read = match &mut $self.0 {
            From::Json($from) => $read,
            From::Record($from) => $read,
            From::Refused(_) => return Default::default(),
        };
        $self.taken(read)
    }};
}

impl<'a> Source<'a> {
    pub(crate) fn tree(tree: Tree) -> Self {
        Self(From::Json(Values::of(tree)))
    }

    pub(crate) fn record(bytes: &'a [u8], grown: Grown) -> Self {
        Self(From::Record(Record::of(bytes, grown)))
    }

    /// The first thing that was wrong.
    pub(crate) fn end(self) -> Result<(), ReadError> {
        match self.0 {
            From::Json(_) => Ok(()),
            From::Record(record) => record.end(),
            From::Refused(error) => Err(error),
        }
    }

    fn taken<T: Default>(&mut self, read: Result<T, ReadError>) -> T {
        read.unwrap_or_else(|error| {
            self.0 = From::Refused(error);
            T::default()
        })
    }

    /// Says that what was read is not what is expected there.
    #[cold]
    pub fn refuse(&mut self, reason: &str) {
        if !self.is_refused() {
            self.0 = From::Refused(ReadError::new(reason));
        }
    }

    /// Whether something was wrong.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self.0, From::Refused(_))
    }

    /// Whether it is written for people: bytes as text, for one.
    #[must_use]
    pub const fn is_for_people(&self) -> bool {
        !matches!(self.0, From::Record(_))
    }

    /// Whether the next field is there, if the type had it at all; if not, it is passed over.
    pub fn is_there(&mut self, had: bool) -> bool {
        match &mut self.0 {
            From::Json(values) => had && values.is_there(),
            From::Record(_) => had,
            From::Refused(_) => false,
        }
    }

    /// The next field, or its type's default if it is not there.
    pub fn or_default<T: Read + Default>(&mut self, had: bool) -> T {
        match self.is_there(had) {
            true => T::read(self),
            false => T::default(),
        }
    }

    /// A boolean.
    pub fn boolean(&mut self) -> bool {
        ask!(self, from => from.boolean())
    }

    /// A number of eight bits.
    pub fn byte(&mut self) -> u8 {
        match &mut self.0 {
            From::Record(record) => {
                let byte = record.byte();
                self.taken(byte)
            }
            _ => u8::try_from(self.up_to(u8::MAX.into())).unwrap_or_default(),
        }
    }

    /// A number from 0.
    pub fn unsigned(&mut self) -> u64 {
        ask!(self, from => from.unsigned())
    }

    /// A number from 0 to a limit.
    pub fn up_to(&mut self, limit: u64) -> u64 {
        let number = self.unsigned();
        if number <= limit {
            return number;
        }
        self.refuse(&format!("expected a number up to {limit}, found {number}"));
        0
    }

    /// A number from 0 that may be longer, where it is not written for people.
    pub fn wide(&mut self) -> u128 {
        ask!(self, from => from.wide())
    }

    /// A text.
    pub fn text(&mut self) -> String {
        ask!(self, from => from.text())
    }

    /// Bytes, where they are not written for people.
    pub fn bytes(&mut self) -> Vec<u8> {
        ask!(self, from => from.bytes())
    }

    /// Nothing.
    pub fn nothing(&mut self) {
        ask!(self, from => from.nothing())
    }

    /// Whether an optional value is there; then it is next.
    pub fn some(&mut self) -> bool {
        ask!(self, from => from.some())
    }

    /// How many items follow.
    pub fn items(&mut self) -> usize {
        ask!(self, from => from.items())
    }

    /// As many items follow as named.
    pub fn exactly(&mut self, length: usize) {
        ask!(self, from => from.exactly(length))
    }

    /// How many values without names follow.
    pub fn places(&mut self, fields: &'static FieldNames) -> usize {
        ask!(self, from => from.places(fields))
    }

    /// How many fields follow, in the order of their names.
    pub fn fields(&mut self, fields: &'static FieldNames) -> usize {
        ask!(self, from => from.fields(fields))
    }

    /// The place of a variant among the names, and what it holds is next; the first, once something was wrong.
    pub fn variant(&mut self, names: Names) -> usize {
        ask!(self, from => from.variant(names))
    }
}
