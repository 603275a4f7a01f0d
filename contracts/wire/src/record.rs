//! Records in postcard's format, also those that an earlier version of the code wrote: since then their types have grown by
//! fields at their ends, which are not there and come as their defaults.

use core::str;

use crate::{FieldNames, Grown, Names, ReadError};

/// What is still to be read of a record.
pub(crate) struct Record<'a> {
    rest: &'a [u8],
    grown: Grown,
}

/// A record that is damaged, or of another type.
fn unreadable() -> ReadError {
    ReadError::new("a record that this version can't read")
}

impl<'a> Record<'a> {
    pub(crate) const fn of(bytes: &'a [u8], grown: Grown) -> Self {
        Self { rest: bytes, grown }
    }

    pub(crate) fn end(self) -> Result<(), ReadError> {
        match self.rest {
            [] => Ok(()),
            _ => Err(unreadable()),
        }
    }

    fn slice(&mut self) -> Result<&'a [u8], ReadError> {
        let length = self.items()?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(unreadable)?;
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, ReadError> {
        Ok(self.byte()? != 0)
    }

    /// Zeros follow the end.
    pub(crate) fn byte(&mut self) -> Result<u8, ReadError> {
        let Some((byte, rest)) = self.rest.split_first() else {
            return Ok(0);
        };
        self.rest = rest;
        Ok(*byte)
    }

    pub(crate) fn unsigned(&mut self) -> Result<u64, ReadError> {
        u64::try_from(self.wide()?).map_err(|_| unreadable())
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    pub(crate) fn wide(&mut self) -> Result<u128, ReadError> {
        let mut number = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u128::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unreadable())
    }

    pub(crate) fn text(&mut self) -> Result<String, ReadError> {
        let text = str::from_utf8(self.slice()?).map_err(|_| unreadable())?;
        Ok(text.to_owned())
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        self.slice().map(<[u8]>::to_vec)
    }

    pub(crate) fn nothing(&mut self) -> Result<(), ReadError> {
        Ok(())
    }

    pub(crate) fn some(&mut self) -> Result<bool, ReadError> {
        self.boolean()
    }

    /// Each takes at least a byte.
    pub(crate) fn items(&mut self) -> Result<usize, ReadError> {
        let length = self.small()?;
        match length <= self.rest.len() {
            true => Ok(length),
            false => Err(unreadable()),
        }
    }

    fn small(&mut self) -> Result<usize, ReadError> {
        usize::try_from(self.unsigned()?).map_err(|_| unreadable())
    }

    pub(crate) fn exactly(&mut self, _: usize) -> Result<(), ReadError> {
        Ok(())
    }

    /// How many of a type's fields were written.
    pub(crate) fn places(&mut self, fields: &'static FieldNames) -> Result<usize, ReadError> {
        let length = fields.names.len();
        let grown = self.grown.iter().find(|(grown, _)| *grown == fields.of);
        Ok(grown.map_or(length, |(_, before)| length.min(*before)))
    }

    pub(crate) fn fields(&mut self, fields: &'static FieldNames) -> Result<usize, ReadError> {
        self.places(fields)
    }

    pub(crate) fn variant(&mut self, names: Names) -> Result<usize, ReadError> {
        let place = self.small()?;
        match place < names.len() {
            true => Ok(place),
            false => Err(unreadable()),
        }
    }
}
