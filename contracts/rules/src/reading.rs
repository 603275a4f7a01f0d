//! Reading types from whatever gives their values in order: JSON or a stored record.
//!
//! Each type brings the code that reads it once, whatever it is read from: what differs is behind [`Source`]. Structs are
//! read by their fields' places and enums by their variants', so that no type needs code that knows names.

use core::fmt::Display;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer as _,
    SeqAccess, VariantAccess, Visitor,
};
use thiserror::Error;

/// Names of a type's fields or variants, in order.
pub type Names = &'static [&'static str];

/// Why nothing of that type can be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// A value is not what is expected there.
    #[error("{0}")]
    Unexpected(Box<str>),
    /// A struct's field is not there; the source knows which.
    #[error("a field is missing")]
    Missing,
}

impl de::Error for ReadError {
    fn custom<T: Display>(message: T) -> Self {
        Self::Unexpected(message.to_string().into())
    }

    /// What a type says when it is given fewer values than it has fields.
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::Missing
    }
}

/// Values in the order in which types ask for them.
pub trait Source {
    /// Whether it is written for people: bytes as text, for one.
    fn is_human_readable(&self) -> bool;
    /// Whether the next field is there; if not, it is passed over.
    fn is_present(&mut self) -> bool;
    /// A boolean.
    fn boolean(&mut self) -> Result<bool, ReadError>;
    /// A number of eight bits.
    fn byte(&mut self) -> Result<u64, ReadError>;
    /// A number from 0.
    fn unsigned(&mut self) -> Result<u64, ReadError>;
    /// A number from 0 that may be longer.
    fn wide(&mut self) -> Result<u128, ReadError>;
    /// A text.
    fn text(&mut self) -> Result<String, ReadError>;
    /// Bytes.
    fn bytes(&mut self) -> Result<Vec<u8>, ReadError>;
    /// Nothing.
    fn nothing(&mut self) -> Result<(), ReadError>;
    /// Whether an optional value is there; then it is next.
    fn some(&mut self) -> Result<bool, ReadError>;
    /// How many items follow, as long as the list is or as named.
    fn items(&mut self, expected: Option<usize>) -> Result<usize, ReadError>;
    /// How many values of a struct without names follow.
    fn places(&mut self, of: &'static str, length: usize) -> Result<usize, ReadError>;
    /// How many fields of a struct follow, in the order of their names.
    fn fields(&mut self, of: &'static str, names: Names) -> Result<usize, ReadError>;
    /// Which variant it is; what it holds is next.
    fn variant(&mut self, names: Names) -> Result<u32, ReadError>;
}

/// Reads a value.
///
/// # Errors
/// The source holds nothing of that type.
pub fn read<'de, T: Deserialize<'de>>(source: &mut dyn Source) -> Result<T, ReadError> {
    T::deserialize(Reader(source))
}

struct Reader<'a>(&'a mut dyn Source);

macro_rules! read {
    ($($method:ident: |$source:ident, $visitor:ident| $visit:expr;)+) => {
        $(fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, ReadError> {
            let $source = self.0;
            $visit
        })+
    };
}

macro_rules! alike {
    ($($method:ident as $other:ident),+ $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.$other(visitor)
        })+
    };
}

/// No message and no record has signs, fractions, or fields that are not known.
fn refused<T>() -> Result<T, ReadError> {
    Err(ReadError::Unexpected("nothing can be read so".into()))
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = ReadError;

    read! {
        deserialize_bool: |source, visitor| visitor.visit_bool(source.boolean()?);
        deserialize_u8: |source, visitor| visitor.visit_u64(source.byte()?);
        deserialize_u64: |source, visitor| visitor.visit_u64(source.unsigned()?);
        deserialize_u128: |source, visitor| visitor.visit_u128(source.wide()?);
        deserialize_string: |source, visitor| visitor.visit_string(source.text()?);
        deserialize_byte_buf: |source, visitor| visitor.visit_byte_buf(source.bytes()?);
        deserialize_unit: |source, visitor| {
            source.nothing()?;
            visitor.visit_unit()
        };
        deserialize_option: |source, visitor| match source.some()? {
            true => visitor.visit_some(Reader(source)),
            false => visitor.visit_none(),
        };
        deserialize_seq: |source, visitor| {
            let left = source.items(None)?;
            visitor.visit_seq(Items { source, left })
        };
        deserialize_any: |_source, _visitor| refused();
    }

    alike! {
        deserialize_u16 as deserialize_u64,
        deserialize_u32 as deserialize_u64,
        deserialize_str as deserialize_string,
        deserialize_bytes as deserialize_byte_buf,
        deserialize_i8 as deserialize_any,
        deserialize_i16 as deserialize_any,
        deserialize_i32 as deserialize_any,
        deserialize_i64 as deserialize_any,
        deserialize_f32 as deserialize_any,
        deserialize_f64 as deserialize_any,
        deserialize_char as deserialize_any,
        deserialize_map as deserialize_any,
        deserialize_identifier as deserialize_any,
        deserialize_ignored_any as deserialize_any,
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let left = self.0.items(Some(length))?;
        visitor.visit_seq(Items {
            source: self.0,
            left,
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let left = self.0.places(name, length)?;
        visitor.visit_seq(Items {
            source: self.0,
            left,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let left = self.0.fields(name, names)?;
        visitor.visit_seq(Items {
            source: self.0,
            left,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let place = self.0.variant(names)?;
        let name = usize::try_from(place)
            .ok()
            .and_then(|place| names.get(place));
        visitor.visit_enum(Variant {
            source: self.0,
            place,
            name: name.copied().unwrap_or_default(),
        })
    }
}

struct Items<'a> {
    source: &'a mut dyn Source,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        match self.source.is_present() {
            true => seed.deserialize(Reader(&mut *self.source)).map(Some),
            // its default is taken, or the type says that it is missing
            false => Ok(None),
        }
    }
}

struct Variant<'a> {
    source: &'a mut dyn Source,
    place: u32,
    name: &'static str,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let variant = seed.deserialize(self.place.into_deserializer())?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        self.source.nothing()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(Reader(self.source))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        Reader(self.source).deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        Reader(self.source).deserialize_struct(self.name, names, visitor)
    }
}
