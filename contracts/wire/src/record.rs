//! Records in postcard's format, also those that an earlier version of the code wrote: fields that came later are not in
//! them.

use core::str;

use crate::{DecodeError, Names, Version};

/// What is still to be read of a record.
pub(crate) struct Record<'a> {
    all: &'a [u8],
    rest: &'a [u8],
    version: Version,
}

/// A record that is damaged, or of another type.
fn unreadable() -> DecodeError {
    DecodeError::new("a record that this version can't read")
}

impl<'a> Record<'a> {
    pub(crate) const fn of(bytes: &'a [u8], version: Version) -> Self {
        Self {
            all: bytes,
            rest: bytes,
            version,
        }
    }

    /// The byte up to which it was read.
    pub(crate) fn place(&self) -> String {
        let read = self.all.len().saturating_sub(self.rest.len());
        ["byte ", &read.to_string()].concat()
    }

    /// Whether it has the fields that came with a version.
    pub(crate) const fn has(&self, since: Version) -> bool {
        since <= self.version
    }

    pub(crate) fn end(&self) -> Result<(), DecodeError> {
        match self.rest {
            [] => Ok(()),
            _ => Err(unreadable()),
        }
    }

    fn slice(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.items()?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(unreadable)?;
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(unreadable()),
        }
    }

    /// Zeros follow the end.
    pub(crate) fn byte(&mut self) -> Result<u8, DecodeError> {
        let Some((byte, rest)) = self.rest.split_first() else {
            return Ok(0);
        };
        self.rest = rest;
        Ok(*byte)
    }

    pub(crate) fn unsigned(&mut self) -> Result<u64, DecodeError> {
        u64::try_from(self.wide()?).map_err(|_| unreadable())
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow. Each number is written in one way.
    pub(crate) fn wide(&mut self) -> Result<u128, DecodeError> {
        let mut number = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            let there = part.wrapping_shl(shift);
            if there.wrapping_shr(shift) != part || (byte == 0 && shift > 0) {
                break;
            }
            number |= there;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unreadable())
    }

    pub(crate) fn text(&mut self) -> Result<String, DecodeError> {
        let text = str::from_utf8(self.slice()?).map_err(|_| unreadable())?;
        Ok(text.to_owned())
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        self.slice().map(<[u8]>::to_vec)
    }

    pub(crate) fn nothing(&mut self) -> Result<(), DecodeError> {
        Ok(())
    }

    pub(crate) fn some(&mut self) -> Result<bool, DecodeError> {
        self.boolean()
    }

    /// Each takes at least a byte.
    pub(crate) fn items(&mut self) -> Result<usize, DecodeError> {
        let length = self.small()?;
        match length <= self.rest.len() {
            true => Ok(length),
            false => Err(unreadable()),
        }
    }

    fn small(&mut self) -> Result<usize, DecodeError> {
        usize::try_from(self.unsigned()?).map_err(|_| unreadable())
    }

    pub(crate) fn tuple(&mut self, _: usize) -> Result<(), DecodeError> {
        Ok(())
    }

    pub(crate) fn fields(&mut self, _: Names) -> Result<(), DecodeError> {
        Ok(())
    }

    pub(crate) fn variant(&mut self, names: Names) -> Result<usize, DecodeError> {
        let place = self.small()?;
        match place < names.len() {
            true => Ok(place),
            false => Err(unreadable()),
        }
    }
}
