//! Where values are written to.

use crate::{Names, quote};

/// Takes values in the order in which types name them, and writes them as JSON or as a record.
pub struct Sink {
    bytes: Vec<u8>,
    /// What is open in JSON, the innermost last; none for a record.
    open: Option<Vec<Open>>,
    /// How much of a record is written for good. Zeros behind it may be left out.
    committed: usize,
}

/// An object or an array that is being written.
struct Open {
    names: Names,
    /// The place of the next value.
    next: usize,
    /// Whether something stands in it.
    begun: bool,
}

impl Sink {
    pub(crate) const fn json() -> Self {
        Self {
            bytes: Vec::new(),
            open: Some(Vec::new()),
            committed: 0,
        }
    }

    pub(crate) const fn record(begin: Vec<u8>) -> Self {
        Self {
            committed: begin.len(),
            bytes: begin,
            open: None,
        }
    }

    pub(crate) fn into_json(self) -> Vec<u8> {
        self.bytes
    }

    /// The record without the zeros at its end.
    pub(crate) fn into_record(mut self) -> Vec<u8> {
        let zeros = self.bytes.iter().rev().take_while(|byte| **byte == 0);
        let length = self.bytes.len().saturating_sub(zeros.count());
        self.bytes.truncate(length.max(self.committed));
        self.bytes
    }

    /// Whether it is written for people: bytes as text, for one.
    #[must_use]
    pub const fn is_for_people(&self) -> bool {
        self.open.is_some()
    }

    /// What stands before a value in JSON; false for a record.
    fn before(&mut self) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        if let Some(around) = open.last_mut() {
            if around.begun {
                self.bytes.push(b',');
            }
            around.begun = true;
            if let Some(name) = around.names.get(around.next) {
                quote(name, &mut self.bytes);
                self.bytes.push(b':');
            }
            around.next = around.next.saturating_add(1);
        }
        true
    }

    fn begin(&mut self, bracket: u8, names: Names) {
        if self.before() {
            self.bytes.push(bracket);
            if let Some(open) = &mut self.open {
                open.push(Open {
                    names,
                    next: 0,
                    begun: false,
                });
            }
        }
    }

    fn end(&mut self, bracket: u8) {
        if let Some(open) = &mut self.open {
            open.pop();
            self.bytes.push(bracket);
        }
    }

    fn word(&mut self, word: &str) {
        if self.before() {
            self.bytes.extend(word.as_bytes());
        }
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self, mut number: u128) {
        while number >= 0x80 {
            let [low, ..] = number.to_le_bytes();
            self.bytes.push(low | 0x80);
            number = number.wrapping_shr(7);
        }
        let [low, ..] = number.to_le_bytes();
        self.bytes.push(low);
    }

    fn length(&mut self, length: usize) {
        self.number(u128::try_from(length).unwrap_or(u128::MAX));
    }

    /// A boolean.
    pub fn boolean(&mut self, value: bool) {
        match self.open {
            Some(_) => self.word(if value { "true" } else { "false" }),
            None => self.bytes.push(value.into()),
        }
    }

    /// A number of eight bits.
    pub fn byte(&mut self, value: u8) {
        match self.open {
            Some(_) => self.unsigned(value.into()),
            None => self.bytes.push(value),
        }
    }

    /// A number from 0.
    pub fn unsigned(&mut self, value: u64) {
        match self.before() {
            true => self.bytes.extend(value.to_string().as_bytes()),
            false => self.number(value.into()),
        }
    }

    /// A number below 0, in JSON.
    pub(crate) fn negative(&mut self, value: i64) {
        self.word(&value.to_string());
    }

    /// A number from 0 that may be longer.
    pub fn wide(&mut self, value: u128) {
        match self.before() {
            true => self.bytes.extend(value.to_string().as_bytes()),
            false => self.number(value),
        }
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        match self.before() {
            true => quote(value, &mut self.bytes),
            false => self.bytes(value.as_bytes()),
        }
    }

    /// Bytes, where they are not written for people.
    pub fn bytes(&mut self, value: &[u8]) {
        self.length(value.len());
        self.bytes.extend(value);
        if !value.is_empty() {
            self.committed = self.bytes.len();
        }
    }

    /// Nothing.
    pub fn nothing(&mut self) {
        self.word("null");
    }

    /// No optional value.
    pub fn none(&mut self) {
        match self.open {
            Some(_) => self.word("null"),
            None => self.bytes.push(0),
        }
    }

    /// An optional value, which comes next.
    pub fn some(&mut self) {
        if self.open.is_none() {
            self.bytes.push(1);
        }
    }

    /// A list, whose items come next.
    pub fn items(&mut self, length: usize) {
        match self.open {
            Some(_) => self.begin(b'[', &[]),
            None => self.length(length),
        }
    }

    /// After the items of a list. Each of them takes a byte, which a reader can count on.
    pub fn end_items(&mut self, length: usize) {
        match self.open {
            Some(_) => self.end(b']'),
            None if length > 0 => self.committed = self.bytes.len(),
            None => {}
        }
    }

    /// Values without names, which come next.
    pub fn tuple(&mut self) {
        self.begin(b'[', &[]);
    }

    /// After the last value without a name.
    pub fn end_tuple(&mut self) {
        self.end(b']');
    }

    /// Fields, which come next in the order of their names.
    pub fn fields(&mut self, names: Names) {
        self.begin(b'{', names);
    }

    /// The name of the value that comes next, in an object whose names are its own.
    pub(crate) fn key(&mut self, name: &str) {
        self.text(name);
        if let Some(around) = self.open.as_mut().and_then(|open| open.last_mut()) {
            self.bytes.push(b':');
            around.begun = false;
        }
    }

    /// Whether the next field is left out, for it may be: JSON has names for those that stay, a record has not.
    pub fn leaves_out(&mut self, may_be: bool) -> bool {
        let Some(open) = self.open.as_mut().filter(|_| may_be) else {
            return false;
        };
        if let Some(around) = open.last_mut() {
            around.next = around.next.saturating_add(1);
        }
        true
    }

    /// After the last field.
    pub fn end_fields(&mut self) {
        self.end(b'}');
    }

    /// A variant that holds nothing.
    pub fn unit(&mut self, names: Names, place: usize) {
        match self.open {
            Some(_) => self.text(names.get(place).copied().unwrap_or_default()),
            None => self.length(place),
        }
    }

    /// A variant; what it holds comes next.
    pub fn variant(&mut self, names: Names, place: usize) {
        match self.open {
            Some(_) => self.begin(b'{', names.get(place..).unwrap_or_default()),
            None => self.length(place),
        }
    }

    /// After what a variant holds.
    pub fn end_variant(&mut self) {
        self.end(b'}');
    }
}
