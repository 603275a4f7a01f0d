//! Canonical JSON after RFC 8785, for values without fractions.

use thiserror::Error;

use serde::Serialize;

use crate::tree::Tree;

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
    let refused = |error: serde_json::Error| CanonicalError::Value(error.to_string());
    let json = serde_json::to_vec(value).map_err(refused)?;
    let tree = serde_json::from_slice(&json).map_err(refused)?;
    let mut out = String::with_capacity(json.len());
    write(tree, &mut out)?;
    Ok(out)
}

fn write(tree: Tree, out: &mut String) -> Result<(), CanonicalError> {
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Tree::Unsigned(value) => integer(value.to_string(), value, out)?,
        Tree::Negative(value) => integer(value.to_string(), value.unsigned_abs(), out)?,
        Tree::Text(text) => quote(&text, out),
        Tree::List(list) => {
            let mut before = '[';
            for item in list {
                out.push(before);
                before = ',';
                write(item, out)?;
            }
            out.push_str(if before == '[' { "[]" } else { "]" });
        }
        Tree::Object(fields) => object(fields, out)?,
    }
    Ok(())
}

fn integer(decimal: String, magnitude: u64, out: &mut String) -> Result<(), CanonicalError> {
    if magnitude > MAX_INTEGER {
        return Err(CanonicalError::Integer(decimal));
    }
    out.push_str(&decimal);
    Ok(())
}

fn object(mut fields: Vec<(String, Tree)>, out: &mut String) -> Result<(), CanonicalError> {
    fields.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    let mut before = '{';
    let mut last: Option<String> = None;
    for (key, value) in fields {
        if last.as_ref() == Some(&key) {
            return Err(CanonicalError::DuplicateKey(key));
        }
        out.push(before);
        before = ',';
        quote(&key, out);
        out.push(':');
        write(value, out)?;
        last = Some(key);
    }
    out.push_str(if before == '{' { "{}" } else { "}" });
    Ok(())
}

/// A string as JSON, with the escapes that RFC 8785 prescribes and no others.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len().saturating_add(2));
    quote(text, &mut json);
    json
}

fn quote(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            '\u{0}'..='\u{1f}' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => json.push(c),
        }
    }
    json.push('"');
}
