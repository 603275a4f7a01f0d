//! Reading records in postcard's format, also those that an earlier version of the code wrote: since then their types have
//! grown by fields at their ends, which are absent there and come as their defaults.

use core::str;

use folkmoot_rules::ReadError;
use folkmoot_rules::reading::{Names, Source, read};
use serde::de::DeserializeOwned;

use super::grown::fields_before;

/// Reads a record; `old` says that the version before wrote it.
pub(super) fn record<T: DeserializeOwned>(bytes: &[u8], old: bool) -> Result<T, ReadError> {
    let mut record = Record { rest: bytes, old };
    let value = read(&mut record)?;
    match record.rest {
        [] => Ok(value),
        _ => Err(unreadable()),
    }
}

/// A record that is damaged, or of another type.
pub(super) fn unreadable() -> ReadError {
    ReadError::Unexpected("a record that this version can't read".into())
}

struct Record<'a> {
    rest: &'a [u8],
    old: bool,
}

impl<'a> Record<'a> {
    fn first(&mut self) -> Result<u8, ReadError> {
        let (byte, rest) = self.rest.split_first().ok_or_else(unreadable)?;
        self.rest = rest;
        Ok(*byte)
    }

    fn slice(&mut self) -> Result<&'a [u8], ReadError> {
        let length = self.items(None)?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(unreadable)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn small<N: TryFrom<u64>>(&mut self) -> Result<N, ReadError> {
        N::try_from(self.unsigned()?).map_err(|_| unreadable())
    }
}

impl Source for Record<'_> {
    fn is_human_readable(&self) -> bool {
        false
    }

    fn is_present(&mut self) -> bool {
        true
    }

    fn boolean(&mut self) -> Result<bool, ReadError> {
        Ok(self.first()? != 0)
    }

    fn byte(&mut self) -> Result<u64, ReadError> {
        self.first().map(u64::from)
    }

    fn unsigned(&mut self) -> Result<u64, ReadError> {
        u64::try_from(self.wide()?).map_err(|_| unreadable())
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn wide(&mut self) -> Result<u128, ReadError> {
        let mut number = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.first()?;
            number |= u128::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unreadable())
    }

    fn text(&mut self) -> Result<String, ReadError> {
        let text = str::from_utf8(self.slice()?).map_err(|_| unreadable())?;
        Ok(text.to_owned())
    }

    fn bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        self.slice().map(<[u8]>::to_vec)
    }

    fn nothing(&mut self) -> Result<(), ReadError> {
        Ok(())
    }

    fn some(&mut self) -> Result<bool, ReadError> {
        self.boolean()
    }

    fn items(&mut self, expected: Option<usize>) -> Result<usize, ReadError> {
        expected.map_or_else(|| self.small(), Ok)
    }

    /// How many of a type's fields were written.
    fn places(&mut self, of: &'static str, length: usize) -> Result<usize, ReadError> {
        let before = fields_before(of).filter(|_| self.old);
        Ok(before.map_or(length, |before| before.min(length)))
    }

    fn fields(&mut self, of: &'static str, names: Names) -> Result<usize, ReadError> {
        self.places(of, names.len())
    }

    fn variant(&mut self, names: Names) -> Result<u32, ReadError> {
        let place: usize = self.small()?;
        let known = names.get(place).and(u32::try_from(place).ok());
        known.ok_or_else(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::record;

    #[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
    enum Kind {
        #[default]
        Plain,
        Tagged(u64),
        Pair(u8, bool),
        Named {
            text: String,
            next: Option<Box<Kind>>,
        },
    }

    #[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
    struct Everything {
        flag: bool,
        small: (u8, u16, u32),
        large: [u128; 2],
        list: Vec<Kind>,
        unit: (),
    }

    fn everything() -> Everything {
        Everything {
            flag: true,
            small: (255, u16::MAX, u32::MAX),
            large: [u128::MAX, 127],
            list: vec![
                Kind::Plain,
                Kind::Tagged(u64::MAX),
                Kind::Pair(7, false),
                Kind::Named {
                    text: "ä, 128 \u{1F600}".into(),
                    next: Some(Box::new(Kind::Tagged(128))),
                },
            ],
            unit: (),
        }
    }

    #[test]
    fn what_postcard_writes_is_read_as_it_was() {
        let bytes = postcard::to_allocvec(&everything()).expect("it has a form");
        for old in [false, true] {
            let read: Everything = record(&bytes, old).expect("it was written so");
            assert_eq!(read, everything());
        }
    }

    #[test]
    fn damaged_records_are_refused() {
        let bytes = postcard::to_allocvec(&everything()).expect("it has a form");
        for end in 0..bytes.len() {
            assert!(record::<Everything>(&bytes[..end], false).is_err(), "{end}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(record::<Everything>(&longer, false).is_err());
        assert!(record::<u32>(&[0xff, 0xff, 0xff, 0xff, 0x7f], false).is_err());
        assert!(record::<u64>(&[0xff; 11], false).is_err());
        assert!(record::<Kind>(&[4], false).is_err());
        assert!(record::<String>(&[2, 0xff, 0xfe], false).is_err());
    }
}
