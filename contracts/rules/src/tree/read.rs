//! Reading a type from a tree.

use core::fmt::Display;
use std::vec::IntoIter;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use thiserror::Error;

use super::Tree;

/// Why JSON is not of the type that is read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct TreeError(Box<str>);

impl de::Error for TreeError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string().into())
    }
}

fn mismatch(expected: &'static str, found: &Tree) -> TreeError {
    TreeError::custom(format_args!("expected {expected}, found {}", found.kind()))
}

macro_rules! read {
    ($($method:ident $expected:literal: $($pattern:pat => $visit:expr),+;)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TreeError> {
            match self {
                $($pattern => $visit(visitor),)+
                other => Err(mismatch($expected, &other)),
            }
        })+
    };
}

macro_rules! alike {
    ($($method:ident as $other:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TreeError> {
            self.$other(visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Tree {
    type Error = TreeError;

    read! {
        deserialize_bool "a boolean": Self::Bool(value) => |to: V| to.visit_bool(value);
        deserialize_u64 "a number from 0": Self::Unsigned(value) => |to: V| to.visit_u64(value);
        deserialize_i64 "a number":
            Self::Unsigned(value) => |to: V| to.visit_u64(value),
            Self::Negative(value) => |to: V| to.visit_i64(value);
        deserialize_string "a string": Self::Text(value) => |to: V| to.visit_string(value);
        deserialize_unit "null": Self::Null => |to: V| to.visit_unit();
        deserialize_seq "an array": Self::List(list) => |to: V| to.visit_seq(Items(list.into_iter()));
        deserialize_map "an object": Self::Object(fields) => |to: V| to.visit_map(Fields::of(fields));
    }

    alike! {
        deserialize_u8 as deserialize_u64, deserialize_u16 as deserialize_u64, deserialize_u32 as deserialize_u64,
        deserialize_u128 as deserialize_u64, deserialize_i8 as deserialize_i64, deserialize_i16 as deserialize_i64,
        deserialize_i32 as deserialize_i64, deserialize_i128 as deserialize_i64, deserialize_f32 as deserialize_i64,
        deserialize_f64 as deserialize_i64, deserialize_char as deserialize_string,
        deserialize_str as deserialize_string, deserialize_identifier as deserialize_string,
        deserialize_bytes as deserialize_seq, deserialize_byte_buf as deserialize_seq
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TreeError> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Unsigned(value) => visitor.visit_u64(value),
            Self::Negative(value) => visitor.visit_i64(value),
            Self::Text(value) => visitor.visit_string(value),
            Self::List(list) => visitor.visit_seq(Items(list.into_iter())),
            Self::Object(fields) => visitor.visit_map(Fields::of(fields)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TreeError> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TreeError> {
        match self {
            Self::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        visitor.visit_enum(Variant::of(self)?)
    }
}

struct Items(IntoIter<Tree>);

impl<'de> SeqAccess<'de> for Items {
    type Error = TreeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TreeError> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Fields {
    rest: IntoIter<(String, Tree)>,
    value: Tree,
}

impl Fields {
    fn of(fields: Vec<(String, Tree)>) -> Self {
        Self {
            rest: fields.into_iter(),
            value: Tree::Null,
        }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = TreeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, TreeError> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(Tree::Text(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, TreeError> {
        seed.deserialize(core::mem::replace(&mut self.value, Tree::Null))
    }
}

/// An enum's variant: a string, or an object with one field. What a unit variant holds is null.
struct Variant {
    name: String,
    value: Tree,
}

impl Variant {
    fn of(tree: Tree) -> Result<Self, TreeError> {
        let value = match tree {
            Tree::Text(name) => {
                return Ok(Self {
                    name,
                    value: Tree::Null,
                });
            }
            Tree::Object(fields) => <[_; 1]>::try_from(fields),
            other => return Err(mismatch("a string or an object with one field", &other)),
        };
        match value {
            Ok([(name, value)]) => Ok(Self { name, value }),
            Err(fields) => Err(TreeError::custom(format_args!(
                "expected an object with one field, found one with {}",
                fields.len()
            ))),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = TreeError;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content), TreeError> {
        let variant = seed.deserialize(Tree::Text(self.name))?;
        Ok((variant, Content(self.value)))
    }
}

struct Content(Tree);

impl<'de> VariantAccess<'de> for Content {
    type Error = TreeError;

    fn unit_variant(self) -> Result<(), TreeError> {
        match self.0 {
            Tree::Null => Ok(()),
            other => Err(mismatch("nothing in this variant", &other)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, TreeError> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, TreeError> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.0.deserialize_map(visitor)
    }
}
