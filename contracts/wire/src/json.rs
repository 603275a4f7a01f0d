//! JSON: values read from a tree, and how texts are written.

use crate::{FieldNames, Names, ReadError, Tree};

/// What is still to be read, the next value last.
pub(crate) struct Values(Vec<Value>);

enum Value {
    There(Tree),
    Missing(&'static str),
}

impl Values {
    pub(crate) fn of(tree: Tree) -> Self {
        Self(vec![Value::There(tree)])
    }

    pub(crate) fn next(&mut self) -> Result<Tree, ReadError> {
        match self.0.pop() {
            Some(Value::There(tree)) => Ok(tree),
            Some(Value::Missing(name)) => refused(format!("missing field `{name}`")),
            None => Ok(Tree::Null),
        }
    }

    /// What is read next comes last.
    fn push(&mut self, values: impl DoubleEndedIterator<Item = Value>) {
        self.0.extend(values.rev());
    }

    fn list(&mut self, expected: Option<usize>) -> Result<usize, ReadError> {
        let list = match self.next()? {
            Tree::List(list) => list,
            other => return mismatch("an array", &other),
        };
        let found = list.len();
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return refused(format!(
                "expected an array of {expected}, found one of {found}"
            ));
        }
        self.push(list.into_iter().map(Value::There));
        Ok(found)
    }

    pub(crate) fn is_there(&mut self) -> bool {
        let missing = matches!(self.0.last(), Some(Value::Missing(_)));
        if missing {
            self.0.pop();
        }
        !missing
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.next()? {
            Tree::Bool(value) => Ok(value),
            other => mismatch("a boolean", &other),
        }
    }

    pub(crate) fn unsigned(&mut self) -> Result<u64, ReadError> {
        match self.next()? {
            Tree::Unsigned(value) => Ok(value),
            other => mismatch("a number from 0", &other),
        }
    }

    pub(crate) fn wide(&mut self) -> Result<u128, ReadError> {
        self.unsigned().map(u128::from)
    }

    pub(crate) fn text(&mut self) -> Result<String, ReadError> {
        match self.next()? {
            Tree::Text(value) => Ok(value),
            other => mismatch("a string", &other),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        mismatch("bytes as text", &self.next()?)
    }

    pub(crate) fn nothing(&mut self) -> Result<(), ReadError> {
        match self.next()? {
            Tree::Null => Ok(()),
            other => mismatch("null", &other),
        }
    }

    /// An optional field that is not there is none.
    pub(crate) fn some(&mut self) -> Result<bool, ReadError> {
        let nothing = matches!(
            self.0.last(),
            Some(Value::There(Tree::Null) | Value::Missing(_))
        );
        if nothing {
            self.0.pop();
        }
        Ok(!nothing)
    }

    pub(crate) fn items(&mut self) -> Result<usize, ReadError> {
        self.list(None)
    }

    pub(crate) fn exactly(&mut self, length: usize) -> Result<(), ReadError> {
        self.list(Some(length)).map(drop)
    }

    pub(crate) fn places(&mut self, fields: &'static FieldNames) -> Result<usize, ReadError> {
        self.list(Some(fields.names.len()))
    }

    pub(crate) fn fields(&mut self, fields: &'static FieldNames) -> Result<usize, ReadError> {
        let names = fields.names;
        let object = match self.next()? {
            Tree::Object(object) => object,
            other => return mismatch("an object", &other),
        };
        let mut values: Vec<Value> = names.iter().map(|name| Value::Missing(name)).collect();
        for (key, value) in object {
            match values.get_mut(place("field", &key, names)?) {
                Some(slot @ Value::Missing(_)) => *slot = Value::There(value),
                _ => return refused(format!("duplicate field `{key}`")),
            }
        }
        self.push(values.into_iter());
        Ok(names.len())
    }

    /// A string, or an object with one field. What a variant without fields holds is null.
    pub(crate) fn variant(&mut self, names: Names) -> Result<usize, ReadError> {
        let (name, value) = match self.next()? {
            Tree::Text(name) => (name, Tree::Null),
            Tree::Object(fields) => match <[_; 1]>::try_from(fields) {
                Ok([field]) => field,
                Err(fields) => {
                    return refused(format!(
                        "expected an object with one field, found one with {}",
                        fields.len()
                    ));
                }
            },
            other => return mismatch("a string or an object with one field", &other),
        };
        self.0.push(Value::There(value));
        place("variant", &name, names)
    }
}

fn refused<T>(reason: String) -> Result<T, ReadError> {
    Err(ReadError::new(reason))
}

fn mismatch<T>(expected: &'static str, found: &Tree) -> Result<T, ReadError> {
    refused(format!("expected {expected}, found {}", found.kind()))
}

/// The place of a name in a type's list of names.
fn place(what: &'static str, name: &str, names: Names) -> Result<usize, ReadError> {
    let found = names.iter().position(|known| *known == name);
    found.map_or_else(
        || {
            refused(format!(
                "unknown {what} `{name}`, expected one of {}",
                names.join(", ")
            ))
        },
        Ok,
    )
}

/// Writes a text as JSON, with the escapes that RFC 8785 prescribes and no others.
pub fn quote(text: &str, json: &mut Vec<u8>) {
    json.push(b'"');
    for byte in text.bytes() {
        let escape = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0c => b'f',
            b'\r' => b'r',
            0..=0x1f => {
                json.extend(b"\\u00");
                json.extend([byte >> 4, byte & 0xf].map(digit));
                continue;
            }
            _ => {
                json.push(byte);
                continue;
            }
        };
        json.extend([b'\\', escape]);
    }
    json.push(b'"');
}

const fn digit(half: u8) -> u8 {
    match half {
        0..10 => b'0'.wrapping_add(half),
        _ => b'a'.wrapping_add(half).wrapping_sub(10),
    }
}
