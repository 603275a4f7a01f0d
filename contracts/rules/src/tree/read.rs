//! Reading a type from a tree.

use core::fmt::Display;
use std::vec::IntoIter;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer as _,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};
use thiserror::Error;

use super::Tree;

/// Why JSON is not of the type that is read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    /// A value is not what is expected there.
    #[error("{0}")]
    Other(Box<str>),
    /// A struct's field is not there, by its place; its name is put in on the way out.
    #[error("field {0} is missing")]
    Missing(usize),
}

impl de::Error for TreeError {
    fn custom<T: Display>(message: T) -> Self {
        Self::Other(message.to_string().into())
    }

    /// What a type says when it is given fewer values than it has fields.
    fn invalid_length(place: usize, _: &dyn Expected) -> Self {
        Self::Missing(place)
    }
}

impl TreeError {
    fn of_list(self) -> Self {
        match self {
            Self::Missing(place) => {
                Self::custom(format_args!("expected more than {place} items"))
            }
            other => other,
        }
    }

    fn naming(self, names: &'static [&'static str]) -> Self {
        match self {
            Self::Missing(place) => {
                let name = names.get(place).unwrap_or(&"");
                Self::custom(format_args!("missing field `{name}`"))
            }
            named => named,
        }
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
        self.deserialize_seq(visitor).map_err(TreeError::of_list)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.deserialize_seq(visitor).map_err(TreeError::of_list)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        visitor
            .visit_seq(Record::of(self, names)?)
            .map_err(|error| error.naming(names))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        visitor.visit_enum(Variant::of(self, names)?)
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

/// An object's values in the order in which a struct has its fields. Read so, a type needs no code that knows its fields
/// by name, which is most of what reading would cost it.
struct Record(IntoIter<Option<Tree>>);

impl Record {
    fn of(tree: Tree, names: &'static [&'static str]) -> Result<Self, TreeError> {
        let Tree::Object(fields) = tree else {
            return Err(mismatch("an object", &tree));
        };
        let mut values = vec![None; names.len()];
        for (key, value) in fields {
            let slot = values.get_mut(place("field", &key, names)?);
            if slot.and_then(|slot| slot.replace(value)).is_some() {
                return Err(TreeError::custom(format_args!("duplicate field `{key}`")));
            }
        }
        Ok(Self(values.into_iter()))
    }
}

/// A field that is not there ends nothing: its default is taken, or the type says that it is missing.
impl<'de> SeqAccess<'de> for Record {
    type Error = TreeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TreeError> {
        let value = self.0.next().flatten();
        value.map(|value| seed.deserialize(value)).transpose()
    }
}

/// The place of a name in a type's list of names.
fn place(
    what: &'static str,
    name: &str,
    names: &'static [&'static str],
) -> Result<usize, TreeError> {
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| {
        TreeError::custom(format_args!(
            "unknown {what} `{name}`, expected one of {}",
            names.join(", ")
        ))
    })
}

/// An enum's variant: a string, or an object with one field. What a unit variant holds is null.
struct Variant {
    place: u64,
    value: Tree,
}

impl Variant {
    fn of(tree: Tree, names: &'static [&'static str]) -> Result<Self, TreeError> {
        let (name, value) = match tree {
            Tree::Text(name) => (name, Tree::Null),
            Tree::Object(fields) => match <[_; 1]>::try_from(fields) {
                Ok([field]) => field,
                Err(fields) => {
                    return Err(TreeError::custom(format_args!(
                        "expected an object with one field, found one with {}",
                        fields.len()
                    )));
                }
            },
            other => return Err(mismatch("a string or an object with one field", &other)),
        };
        let place = place("variant", &name, names)?;
        Ok(Self {
            place: u64::try_from(place).unwrap_or(u64::MAX),
            value,
        })
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = TreeError;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content), TreeError> {
        let variant = seed.deserialize(self.place.into_deserializer())?;
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
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TreeError> {
        self.0.deserialize_struct("", names, visitor)
    }
}
