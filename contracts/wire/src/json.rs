//! JSON: values read from a tree, and how texts are written.

use crate::path::{Step, path};
use crate::{DecodeError, Names, Tree};

/// What is still to be read, the next value last.
pub(crate) struct Values {
    waiting: Vec<Waiting>,
    /// The way to the value that was read last.
    path: Vec<Step>,
}

/// A value that is still to be read.
struct Waiting {
    /// How many values it stands in.
    depth: usize,
    /// The last step to it.
    step: Step,
    /// None for a field that is not there.
    value: Option<Tree>,
}

impl Values {
    pub(crate) fn of(tree: Tree) -> Self {
        Self {
            waiting: vec![Waiting {
                depth: 0,
                step: Step::Root,
                value: Some(tree),
            }],
            path: Vec::new(),
        }
    }

    /// The way to the value that was read last.
    pub(crate) fn place(&self) -> String {
        path(&self.path)
    }

    pub(crate) fn next(&mut self) -> Result<Tree, DecodeError> {
        let Some(next) = self.waiting.pop() else {
            return Ok(Tree::Null);
        };
        self.path.truncate(next.depth);
        match (next.value, next.step) {
            (Some(tree), step) => {
                self.path.push(step);
                Ok(tree)
            }
            (None, Step::Name(name)) => refused(format!("missing field `{name}`")),
            (None, _) => Ok(Tree::Null),
        }
    }

    /// What the value that was read last holds. What is read next comes last.
    fn push(&mut self, values: impl DoubleEndedIterator<Item = (Step, Option<Tree>)>) {
        let depth = self.path.len();
        let values = values.map(|(step, value)| Waiting { depth, step, value });
        self.waiting.extend(values.rev());
    }

    fn list(&mut self, expected: Option<usize>) -> Result<usize, DecodeError> {
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
        let items = list.into_iter().enumerate();
        self.push(items.map(|(place, item)| (Step::Item(place), Some(item))));
        Ok(found)
    }

    /// Passes over the next field if it is not there.
    pub(crate) fn is_there(&mut self) -> bool {
        self.waiting.pop_if(|next| next.value.is_none()).is_none()
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.next()? {
            Tree::Bool(value) => Ok(value),
            other => mismatch("a boolean", &other),
        }
    }

    pub(crate) fn unsigned(&mut self) -> Result<u64, DecodeError> {
        match self.next()? {
            Tree::Unsigned(value) => Ok(value),
            other => mismatch("a number from 0", &other),
        }
    }

    pub(crate) fn wide(&mut self) -> Result<u128, DecodeError> {
        self.unsigned().map(u128::from)
    }

    pub(crate) fn text(&mut self) -> Result<String, DecodeError> {
        match self.next()? {
            Tree::Text(value) => Ok(value),
            other => mismatch("a string", &other),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        mismatch("bytes as text", &self.next()?)
    }

    pub(crate) fn nothing(&mut self) -> Result<(), DecodeError> {
        match self.next()? {
            Tree::Null => Ok(()),
            other => mismatch("null", &other),
        }
    }

    /// An optional field that is not there is none.
    pub(crate) fn some(&mut self) -> Result<bool, DecodeError> {
        let none = self
            .waiting
            .pop_if(|next| matches!(next.value, None | Some(Tree::Null)));
        Ok(none.is_none())
    }

    pub(crate) fn items(&mut self) -> Result<usize, DecodeError> {
        self.list(None)
    }

    pub(crate) fn tuple(&mut self, length: usize) -> Result<(), DecodeError> {
        self.list(Some(length)).map(drop)
    }

    pub(crate) fn fields(&mut self, names: Names) -> Result<(), DecodeError> {
        let object = match self.next()? {
            Tree::Object(object) => object,
            other => return mismatch("an object", &other),
        };
        let mut values: Vec<Option<Tree>> = names.iter().map(|_| None).collect();
        for (key, value) in object {
            match values.get_mut(place("field", &key, names)?) {
                Some(slot @ None) => *slot = Some(value),
                _ => return refused(format!("duplicate field `{key}`")),
            }
        }
        self.push(names.iter().map(|name| Step::Name(name)).zip(values));
        Ok(())
    }

    /// A string, or an object with one field. What a variant without fields holds is null.
    pub(crate) fn variant(&mut self, names: Names) -> Result<usize, DecodeError> {
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
        let place = place("variant", &name, names)?;
        let step = names.get(place).map_or(Step::Root, |name| Step::Name(name));
        self.push([(step, Some(value))].into_iter());
        Ok(place)
    }
}

fn refused<T>(reason: String) -> Result<T, DecodeError> {
    Err(DecodeError::new(reason))
}

fn mismatch<T>(expected: &'static str, found: &Tree) -> Result<T, DecodeError> {
    refused(format!("expected {expected}, found {}", found.kind()))
}

/// The place of a name in a type's list of names.
fn place(what: &'static str, name: &str, names: Names) -> Result<usize, DecodeError> {
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
