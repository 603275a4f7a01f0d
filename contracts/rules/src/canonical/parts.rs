//! Arrays and objects on their way to canonical JSON.

use serde::ser::{self, Error as _, Serialize};

use super::{CanonicalError, canonical_json, quoted, wrapped};

/// The elements of an array so far.
#[derive(Default)]
pub(super) struct Items {
    pub(super) variant: Option<&'static str>,
    pub(super) items: Vec<String>,
}

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        self.items.push(canonical_json(value)?);
        Ok(())
    }

    fn finish(self) -> String {
        wrapped(self.variant, format!("[{}]", self.items.join(",")))
    }
}

macro_rules! items {
    ($($part:ident $add:ident),*) => {
        $(impl ser::$part for Items {
            type Ok = String;
            type Error = CanonicalError;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
                self.push(value)
            }

            fn end(self) -> Result<String, CanonicalError> {
                Ok(self.finish())
            }
        })*
    };
}

items! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

/// The members of an object so far: key, its sort key, value.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) variant: Option<&'static str>,
    pub(super) fields: Vec<(Vec<u16>, String, String)>,
    pub(super) pending: Option<String>,
}

impl Fields {
    fn push<T: Serialize + ?Sized>(
        &mut self,
        key: String,
        value: &T,
    ) -> Result<(), CanonicalError> {
        self.fields
            .push((key.encode_utf16().collect(), key, canonical_json(value)?));
        Ok(())
    }

    fn finish(mut self) -> Result<String, CanonicalError> {
        self.fields.sort();
        for (one, next) in self.fields.iter().zip(self.fields.iter().skip(1)) {
            if one.0 == next.0 {
                return Err(CanonicalError::DuplicateKey(one.1.clone()));
            }
        }
        let members: Vec<String> = self
            .fields
            .iter()
            .map(|(_, key, value)| format!("{}:{value}", quoted(key)))
            .collect();
        Ok(wrapped(self.variant, format!("{{{}}}", members.join(","))))
    }
}

impl ser::SerializeMap for Fields {
    type Ok = String;
    type Error = CanonicalError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CanonicalError> {
        let json = canonical_json(key)?;
        // Whatever is written as a JSON string serves as a key.
        let key = serde_json::from_str(&json).map_err(|_| CanonicalError::Key(json))?;
        self.pending = Some(key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        let key = self
            .pending
            .take()
            .ok_or_else(|| CanonicalError::custom("a value came without its key"))?;
        self.push(key, value)
    }

    fn end(self) -> Result<String, CanonicalError> {
        self.finish()
    }
}

macro_rules! fields {
    ($($part:ident),*) => {
        $(impl ser::$part for Fields {
            type Ok = String;
            type Error = CanonicalError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), CanonicalError> {
                self.push(key.to_owned(), value)
            }

            fn end(self) -> Result<String, CanonicalError> {
                self.finish()
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);
