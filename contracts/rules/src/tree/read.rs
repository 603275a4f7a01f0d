//! Reading a type from a tree.

use serde::de::{Deserialize, Error as _};

use super::Tree;
use crate::reading::{Names, ReadError, Source, read};

/// Reads a value from a tree.
pub(super) fn from_tree<'de, T: Deserialize<'de>>(tree: Tree) -> Result<T, ReadError> {
    let mut values = Values {
        stack: vec![Value::There(tree)],
        missing: "",
    };
    read(&mut values).map_err(|error| values.naming(error))
}

/// What is still to be read, the next value last.
struct Values {
    stack: Vec<Value>,
    /// The last field that was not there.
    missing: &'static str,
}

enum Value {
    There(Tree),
    Missing(&'static str),
}

impl Values {
    fn naming(self, error: ReadError) -> ReadError {
        match error {
            ReadError::Missing => {
                ReadError::custom(format_args!("missing field `{}`", self.missing))
            }
            other => other,
        }
    }

    fn next(&mut self) -> Tree {
        match self.stack.pop() {
            Some(Value::There(tree)) => tree,
            _ => Tree::Null,
        }
    }

    /// What is read next comes last.
    fn push(&mut self, values: impl DoubleEndedIterator<Item = Value>) {
        self.stack.extend(values.rev());
    }
}

fn mismatch<T>(expected: &'static str, found: &Tree) -> Result<T, ReadError> {
    Err(ReadError::custom(format_args!(
        "expected {expected}, found {}",
        found.kind()
    )))
}

impl Source for Values {
    fn is_human_readable(&self) -> bool {
        true
    }

    fn is_present(&mut self) -> bool {
        if let Some(Value::Missing(name)) = self.stack.last() {
            self.missing = name;
            self.stack.pop();
            return false;
        }
        true
    }

    fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.next() {
            Tree::Bool(value) => Ok(value),
            other => mismatch("a boolean", &other),
        }
    }

    fn byte(&mut self) -> Result<u64, ReadError> {
        self.unsigned()
    }

    fn unsigned(&mut self) -> Result<u64, ReadError> {
        match self.next() {
            Tree::Unsigned(value) => Ok(value),
            other => mismatch("a number from 0", &other),
        }
    }

    fn wide(&mut self) -> Result<u128, ReadError> {
        self.unsigned().map(u128::from)
    }

    fn text(&mut self) -> Result<String, ReadError> {
        match self.next() {
            Tree::Text(value) => Ok(value),
            other => mismatch("a string", &other),
        }
    }

    fn bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        mismatch("bytes as text", &self.next())
    }

    fn nothing(&mut self) -> Result<(), ReadError> {
        match self.next() {
            Tree::Null => Ok(()),
            other => mismatch("null", &other),
        }
    }

    fn some(&mut self) -> Result<bool, ReadError> {
        let nothing = matches!(self.stack.last(), Some(Value::There(Tree::Null)));
        if nothing {
            self.stack.pop();
        }
        Ok(!nothing)
    }

    fn items(&mut self, expected: Option<usize>) -> Result<usize, ReadError> {
        let list = match self.next() {
            Tree::List(list) => list,
            other => return mismatch("an array", &other),
        };
        let found = list.len();
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(ReadError::custom(format_args!(
                "expected an array of {expected}, found one of {found}"
            )));
        }
        self.push(list.into_iter().map(Value::There));
        Ok(found)
    }

    fn places(&mut self, _: &'static str, length: usize) -> Result<usize, ReadError> {
        self.items(Some(length))
    }

    fn fields(&mut self, _: &'static str, names: Names) -> Result<usize, ReadError> {
        let object = match self.next() {
            Tree::Object(object) => object,
            other => return mismatch("an object", &other),
        };
        let mut values: Vec<Value> = names.iter().map(|name| Value::Missing(name)).collect();
        for (key, value) in object {
            match values.get_mut(place("field", &key, names)?) {
                Some(slot @ Value::Missing(_)) => *slot = Value::There(value),
                _ => return Err(ReadError::custom(format_args!("duplicate field `{key}`"))),
            }
        }
        self.push(values.into_iter());
        Ok(names.len())
    }

    /// A string, or an object with one field. What a variant without fields holds is null.
    fn variant(&mut self, names: Names) -> Result<u32, ReadError> {
        let (name, value) = match self.next() {
            Tree::Text(name) => (name, Tree::Null),
            Tree::Object(fields) => match <[_; 1]>::try_from(fields) {
                Ok([field]) => field,
                Err(fields) => {
                    return Err(ReadError::custom(format_args!(
                        "expected an object with one field, found one with {}",
                        fields.len()
                    )));
                }
            },
            other => return mismatch("a string or an object with one field", &other),
        };
        self.stack.push(Value::There(value));
        let place = place("variant", &name, names)?;
        Ok(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

/// The place of a name in a type's list of names.
fn place(what: &'static str, name: &str, names: Names) -> Result<usize, ReadError> {
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| {
        ReadError::custom(format_args!(
            "unknown {what} `{name}`, expected one of {}",
            names.join(", ")
        ))
    })
}
