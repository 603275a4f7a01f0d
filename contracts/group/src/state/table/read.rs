//! Reading records in postcard's format, also those that an earlier version of the code wrote: since then their types have
//! grown by fields at their ends, which are absent there and come as their defaults.

use core::fmt::Display;
use core::str;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer,
    SeqAccess, VariantAccess, Visitor,
};

use super::grown::fields_before;

/// A record that is damaged, or of another type.
#[derive(Debug, thiserror::Error)]
#[error("a record that this version can't read")]
pub(super) struct Unreadable;

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Reads a record; `old` says that the version before wrote it.
pub(super) fn record<T: DeserializeOwned>(bytes: &[u8], old: bool) -> Result<T, Unreadable> {
    let mut reader = Reader { rest: bytes, old };
    let record = T::deserialize(&mut reader)?;
    match reader.rest {
        [] => Ok(record),
        _ => Err(Unreadable),
    }
}

struct Reader<'de> {
    rest: &'de [u8],
    old: bool,
}

impl<'de> Reader<'de> {
    fn byte(&mut self) -> Result<u8, Unreadable> {
        let (byte, rest) = self.rest.split_first().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(*byte)
    }

    fn bytes(&mut self) -> Result<&'de [u8], Unreadable> {
        let length = self.length()?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Unreadable)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<&'de str, Unreadable> {
        str::from_utf8(self.bytes()?).map_err(|_| Unreadable)
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    fn long_number(&mut self) -> Result<u128, Unreadable> {
        let mut number = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u128::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    fn small<N: TryFrom<u64>>(&mut self) -> Result<N, Unreadable> {
        N::try_from(self.number()?).map_err(|_| Unreadable)
    }

    fn length(&mut self) -> Result<usize, Unreadable> {
        self.small()
    }

    /// How many of a type's fields were written.
    fn fields(&self, name: &str, now: usize) -> usize {
        match self.old {
            true => fields_before(name).unwrap_or(now).min(now),
            false => now,
        }
    }
}

macro_rules! refuse {
    ($($method:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
            Err(Unreadable)
        })+
    };
}

macro_rules! read {
    ($($method:ident: |$reader:ident, $visitor:ident| $visit:expr;)+) => {
        $(fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Unreadable> {
            let $reader = self;
            $visit
        })+
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    // nothing that is stored has signs, fractions or names of its own
    refuse!(
        deserialize_any,
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_f32,
        deserialize_f64,
        deserialize_char,
        deserialize_map,
        deserialize_identifier,
        deserialize_ignored_any
    );

    read! {
        deserialize_bool: |reader, visitor| visitor.visit_bool(reader.byte()? != 0);
        deserialize_u8: |reader, visitor| visitor.visit_u8(reader.byte()?);
        deserialize_u16: |reader, visitor| visitor.visit_u16(reader.small()?);
        deserialize_u32: |reader, visitor| visitor.visit_u32(reader.small()?);
        deserialize_u64: |reader, visitor| visitor.visit_u64(reader.number()?);
        deserialize_u128: |reader, visitor| visitor.visit_u128(reader.long_number()?);
        deserialize_str: |reader, visitor| visitor.visit_borrowed_str(reader.text()?);
        deserialize_string: |reader, visitor| visitor.visit_borrowed_str(reader.text()?);
        deserialize_bytes: |reader, visitor| visitor.visit_borrowed_bytes(reader.bytes()?);
        deserialize_byte_buf: |reader, visitor| visitor.visit_borrowed_bytes(reader.bytes()?);
        deserialize_unit: |_reader, visitor| visitor.visit_unit();
        deserialize_option: |reader, visitor| match reader.byte()? {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(reader),
        };
        deserialize_seq: |reader, visitor| {
            let left = reader.length()?;
            visitor.visit_seq(Items { reader, left })
        };
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Items { reader: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        now: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let left = self.fields(name, now);
        self.deserialize_tuple(left, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_tuple_struct(name, fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let index = self.small()?;
        let name = usize::try_from(index)
            .ok()
            .and_then(|index| variants.get(index))
            .ok_or(Unreadable)?;
        visitor.visit_enum(Variant {
            reader: self,
            index,
            name,
        })
    }
}

struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.reader.rest.len()))
    }
}

struct Variant<'a, 'de> {
    reader: &'a mut Reader<'de>,
    index: u32,
    name: &'static str,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), Unreadable> {
        let variant = seed.deserialize(self.index.into_deserializer())?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader.deserialize_tuple(left, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader
            .deserialize_tuple_struct(self.name, fields.len(), visitor)
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
