//! Where values are read form.

use crate::json::Values;
use crate::record::Record;
use crate::{Decode, DecodeError, Names, Tree, Version};

/// Values in the order in which types ask for them. The first thing that was wrong is remembered, and from there on all
/// values are empty.
pub struct Source<'a>(Form<'a>);

enum Form<'a> {
    Json(Values),
    Record(Record<'a>),
    /// Nothing more.
    Refused(DecodeError),
}

macro_rules! ask {
    ($self:ident, $form:ident => $read:expr) => {{
        let read = match &mut $self.0 {
            Form::Json($form) => $read,
            Form::Record($form) => $read,
            Form::Refused(_) => return Default::default(),
        };
        $self.taken(read)
    }};
}

impl<'a> Source<'a> {
    pub(crate) fn tree(tree: Tree) -> Self {
        Self(Form::Json(Values::of(tree)))
    }

    pub(crate) fn record(bytes: &'a [u8], version: Version) -> Self {
        Self(Form::Record(Record::of(bytes, version)))
    }

    /// The first thing that was wrong.
    pub(crate) fn end(self) -> Result<(), DecodeError> {
        match self.0 {
            Form::Json(_) => Ok(()),
            Form::Record(record) => record.end().map_err(|error| error.at(&record.place())),
            Form::Refused(error) => Err(error),
        }
    }

    fn taken<T: Default>(&mut self, read: Result<T, DecodeError>) -> T {
        read.unwrap_or_else(|error| {
            self.refuse_with(error);
            T::default()
        })
    }

    /// Remembers the first thing that was wrong, and where it stands.
    #[cold]
    fn refuse_with(&mut self, error: DecodeError) {
        let place = match &self.0 {
            Form::Json(values) => values.place(),
            Form::Record(record) => record.place(),
            Form::Refused(_) => return,
        };
        self.0 = Form::Refused(error.at(&place));
    }

    /// Says that what was read is not what is expected there.
    #[cold]
    pub fn refuse(&mut self, reason: &str) {
        self.refuse_with(DecodeError::new(reason));
    }

    /// Whether something was wrong.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self.0, Form::Refused(_))
    }

    /// Whether it is written for people: bytes as text, for one.
    #[must_use]
    pub const fn is_for_people(&self) -> bool {
        !matches!(self.0, Form::Record(_))
    }

    /// Whether the next field is there, which came with a version; if not, it is passed over.
    pub fn is_there(&mut self, since: Version) -> bool {
        match &mut self.0 {
            Form::Json(values) => values.is_there(),
            Form::Record(record) => record.has(since),
            Form::Refused(_) => false,
        }
    }

    /// The next field, which came with a version, or its type's default if it is not there.
    pub fn or_default<T: Decode + Default>(&mut self, since: Version) -> T {
        match self.is_there(since) {
            true => T::decode(self),
            false => T::default(),
        }
    }

    /// A boolean.
    pub fn boolean(&mut self) -> bool {
        ask!(self, form => form.boolean())
    }

    /// A number of eight bits.
    pub fn byte(&mut self) -> u8 {
        match &mut self.0 {
            Form::Record(record) => {
                let byte = record.byte();
                self.taken(byte)
            }
            _ => u8::try_from(self.up_to(u8::MAX.into())).unwrap_or_default(),
        }
    }

    /// A number from 0.
    pub fn unsigned(&mut self) -> u64 {
        ask!(self, form => form.unsigned())
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
        ask!(self, form => form.wide())
    }

    /// A text.
    pub fn text(&mut self) -> String {
        ask!(self, form => form.text())
    }

    /// Bytes, where they are not written for people.
    pub fn bytes(&mut self) -> Vec<u8> {
        ask!(self, form => form.bytes())
    }

    /// Nothing.
    pub fn nothing(&mut self) {
        ask!(self, form => form.nothing())
    }

    /// Whether an optional value is there; then it is next.
    pub fn some(&mut self) -> bool {
        ask!(self, form => form.some())
    }

    /// How many items follow.
    pub fn items(&mut self) -> usize {
        ask!(self, form => form.items())
    }

    /// As many values without names follow.
    pub fn tuple(&mut self, length: usize) {
        ask!(self, form => form.tuple(length))
    }

    /// Fields follow, in the order of their names.
    pub fn fields(&mut self, names: Names) {
        ask!(self, form => form.fields(names))
    }

    /// The place of a variant among the names, and what it holds is next; the first, once something was wrong.
    pub fn variant(&mut self, names: Names) -> usize {
        ask!(self, form => form.variant(names))
    }
}
