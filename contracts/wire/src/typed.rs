//! Types out of trees, and trees as JSON again.

use crate::{Decode, DecodeError, Encode, Sink, Source, Tree};

impl Tree {
    /// Reads a value of a type.
    ///
    /// # Errors
    /// It is not of that type.
    pub fn decode<T: Decode>(self) -> Result<T, DecodeError> {
        let mut source = Source::tree(self);
        let value = T::decode(&mut source);
        source.end()?;
        Ok(value)
    }

    /// Reads one field of an object; others may stand beside it, which a struct does not allow.
    ///
    /// # Errors
    /// It is no object, or the field is not of that type.
    pub fn field<T: Decode>(&self, name: &str) -> Result<T, DecodeError> {
        let fields = match self {
            Self::Object(fields) => fields.as_slice(),
            _ => &[],
        };
        let found = fields.iter().find(|(key, _)| key == name);
        let value = found.map_or(Self::Null, |(_, value)| value.clone());
        value.decode().map_err(|error| error.at(name))
    }
}

impl Encode for Tree {
    /// As JSON; no record has one.
    fn encode(&self, sink: &mut Sink) {
        match self {
            Self::Null => sink.nothing(),
            Self::Bool(value) => sink.boolean(*value),
            Self::Unsigned(value) => sink.unsigned(*value),
            Self::Negative(value) => sink.negative(*value),
            Self::Text(text) => sink.text(text),
            Self::List(list) => list.encode(sink),
            Self::Object(fields) => {
                sink.fields(&[]);
                for (key, value) in fields {
                    sink.key(key);
                    value.encode(sink);
                }
                sink.end_fields();
            }
        }
    }
}
