//! Canonical JSON after RFC 8785, for values without fractions.

use core::fmt::Display;

use folkmoot_wire::{Tree, quote};
use serde::Serialize;
use thiserror::Error;

/// Integers beyond it are read inexactly by JavaScript.
const MAX_INTEGER: u64 = 1 << 53;

/// Why a value has no canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CanonicalError {
    /// JavaScript would read another number.
    #[error("integer {0} is beyond 2^53, write it as a decimal string")]
    Integer(
        /// The integer in decimal.
        String,
    ),
    /// Which of the two holds would be open.
    #[error("object key '{0}' stands twice")]
    DuplicateKey(
        /// The key.
        String,
    ),
    /// The value has no JSON, or has numbers with fractions or of more than 64 bits.
    #[error("value has no canonical JSON: {0}")]
    Value(
        /// Its own reason.
        String,
    ),
}

/// The canonical JSON of a value: keys sorted by their UTF-16 code units, no spaces, shortest escapes.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> Result<String, CanonicalError> {
    let json = serde_json::to_vec(value).map_err(|error| refused(&error))?;
    canonical(&json)
}

/// The canonical JSON of what stands in JSON.
pub fn canonical(json: &[u8]) -> Result<String, CanonicalError> {
    let tree = Tree::parse(json).map_err(|error| refused(&error))?;
    let mut out = Vec::with_capacity(json.len());
    write(tree, &mut out)?;
    String::from_utf8(out).map_err(|error| refused(&error))
}

fn refused(error: &dyn Display) -> CanonicalError {
    CanonicalError::Value(error.to_string())
}

fn write(tree: Tree, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match tree {
        Tree::Null => out.extend(b"null"),
        Tree::Bool(value) => out.extend(value.to_string().as_bytes()),
        Tree::Unsigned(value) => integer(value.to_string(), value, out)?,
        Tree::Negative(value) => integer(value.to_string(), value.unsigned_abs(), out)?,
        Tree::Text(text) => quote(&text, out),
        Tree::List(list) => {
            let mut before = b'[';
            for item in list {
                out.push(before);
                before = b',';
                write(item, out)?;
            }
            close(before, b'[', b']', out);
        }
        Tree::Object(fields) => object(fields, out)?,
    }
    Ok(())
}

fn integer(decimal: String, magnitude: u64, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    if magnitude > MAX_INTEGER {
        return Err(CanonicalError::Integer(decimal));
    }
    out.extend(decimal.as_bytes());
    Ok(())
}

fn object(mut fields: Vec<(String, Tree)>, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    fields.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    let mut before = b'{';
    let mut last: Option<String> = None;
    for (key, value) in fields {
        if last.as_ref() == Some(&key) {
            return Err(CanonicalError::DuplicateKey(key));
        }
        out.push(before);
        before = b',';
        quote(&key, out);
        out.push(b':');
        write(value, out)?;
        last = Some(key);
    }
    close(before, b'{', b'}', out);
    Ok(())
}

/// Ends what has begun with a bracket; what is empty has none yet.
fn close(before: u8, open: u8, end: u8, out: &mut Vec<u8>) {
    if before == open {
        out.push(open);
    }
    out.push(end);
}
