//! The shape of an answer: what stays of it when names, numbers, hashes and times are left out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// What is left out of a text, and what stands for it. The first that fits counts.
const LEFT_OUT: &[(&str, &str)] = &[
    // where in Go's source an error arose
    (r" \[[\w./@-]+\.go:\d+\]", ""),
    (
        r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( \+0000 UTC|Z)?",
        "<time>",
    ),
    (r"\bwasm(valoper|valcons)?1[a-z0-9]{38,58}\b", "<address>"),
    (r"\b[0-9A-F]{40,}\b", "<HASH>"),
    (r"\b[0-9a-f]{40,}\b", "<hash>"),
    (r"[A-Za-z0-9+/]{27,}={0,2}", "<encoded>"),
    (r"\d+", "<n>"),
];

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let parts: Vec<String> = LEFT_OUT
        .iter()
        .enumerate()
        .map(|(index, (pattern, _))| format!("(?P<p{index}>{pattern})"))
        .collect();
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, and a test reads them"
    )]
    Regex::new(&parts.join("|")).expect("patterns")
});

/// A text with what differs from chain to chain left out.
#[must_use]
pub fn of_text(text: &str) -> String {
    let name = |found: &Captures<'_>| {
        let which = (0..LEFT_OUT.len()).find(|index| found.name(&format!("p{index}")).is_some());
        LEFT_OUT[which.unwrap_or_default()].1
    };
    PATTERN.replace_all(text, name).into_owned()
}

/// A difference: where, what wasmd has there, and what the embedded chain has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The way through the answer, such as `result.block.header.height`.
    pub place: String,
    /// What wasmd has there.
    pub real: String,
    /// What the embedded chain has there.
    pub embedded: String,
}

/// Compares two answers field by field: the same keys, the same types, texts of the same shape, lists of the same
/// length; `code` to the number.
#[must_use]
pub fn differences(real: &Value, embedded: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", real, embedded, &mut found);
    found
}

fn compare(place: &str, real: &Value, embedded: &Value, found: &mut Vec<Difference>) {
    let mut differ = |place: &str, real: String, embedded: String| {
        if real != embedded {
            found.push(Difference {
                place: place.to_owned(),
                real,
                embedded,
            });
        }
    };
    match (real, embedded) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                let place = format!("{place}.{key}");
                let place = place.trim_start_matches('.');
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => compare(place, left, right, found),
                    (left, right) => found.push(Difference {
                        place: place.to_owned(),
                        real: left.map_or_else(|| "absent".to_owned(), short),
                        embedded: right.map_or_else(|| "absent".to_owned(), short),
                    }),
                }
            }
        }
        (Value::Array(left), Value::Array(right))
            if left.len() != right.len() && left.iter().chain(right).all(Value::is_string) =>
        {
            let (left, right) = parting(left, right);
            differ(place, left, right);
        }
        (Value::Array(left), Value::Array(right)) => {
            let length = |list: &Vec<Value>| format!("{} entries", list.len());
            differ(place, length(left), length(right));
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(&format!("{place}[{index}]"), left, right, found);
            }
        }
        (Value::Number(left), Value::Number(right)) => {
            let last = place.rsplit('.').next().unwrap_or_default();
            if last == "code" || last == "http" {
                differ(place, left.to_string(), right.to_string());
            }
        }
        (left, right) => differ(place, short(left), short(right)),
    }
}

/// Where two texts part: what each has between their common beginning and their common end.
fn parting(left: &[Value], right: &[Value]) -> (String, String) {
    let common = |pairs: &mut dyn Iterator<Item = (&Value, &Value)>| {
        pairs.take_while(|(left, right)| left == right).count()
    };
    let before = common(&mut left.iter().zip(right));
    let rest = (&left[before..], &right[before..]);
    let after = common(&mut rest.0.iter().rev().zip(rest.1.iter().rev()));
    let words = |list: &[Value]| {
        let own = list[before..list.len() - after].iter();
        let lines: Vec<&str> = own
            .map(|line| line.as_str().unwrap_or_default().trim())
            .collect();
        format!("from line {before}: {}", lines.join(" "))
    };
    (words(left), words(right))
}

/// A value's shape in a few words.
fn short(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(text) => format!("\"{}\"", of_text(text)),
        other => other.to_string(),
    }
}

/// A decoded message in words: numbers, bytes and repetitions left out, so that messages of one shape are equal.
#[must_use]
pub fn of_message(message: &impl std::fmt::Debug) -> Value {
    static BYTES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(\s*\d+,?)+\s*\]"));
    let text = format!("{message:#?}");
    let text = BYTES.replace_all(&text, "<bytes>");
    let lines = text.lines().map(|line| Value::from(of_text(line)));
    lines.collect()
}

fn pattern(text: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "a constant, and a test reads it")]
    Regex::new(text).expect("pattern")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_from_chain_to_chain_is_left_out() {
        for (text, shape) in [
            ("", ""),
            ("12ustake", "<n>ustake"),
            ("2026-01-02T03:04:05.6789Z", "<time>"),
            (
                "account wasm1r5v5srda7xfth3hn2s26txvrcrntldju3hkw75 not found: key not found",
                "account <address> not found: key not found",
            ),
            (&"AB".repeat(32), "<HASH>"),
            (&"ab".repeat(20), "<hash>"),
            ("expected 3, got 4", "expected <n>, got <n>"),
            (
                "failed [cosmos/cosmos-sdk@v0.53.6/x/bank/send.go:75] with",
                "failed with",
            ),
        ] {
            assert_eq!(of_text(text), shape);
        }
    }

    #[test]
    fn differences_are_named_by_their_place() {
        let real = json!({"code": 5, "n": "1", "list": [{"a": null}], "only": true});
        let same = json!({"code": 5, "n": "22", "list": [{"a": null}], "only": true});
        assert_eq!(differences(&real, &same), []);
        let other = json!({"code": 6, "n": 1, "list": [{"a": "x"}, 2]});
        let places: Vec<String> = differences(&real, &other)
            .into_iter()
            .map(|difference| difference.place)
            .collect();
        assert_eq!(places, ["code", "list", "list[0].a", "n", "only"]);
    }

    #[test]
    fn texts_of_different_length_are_compared_where_they_part() {
        let found = differences(&json!(["a", "b", "c", "d"]), &json!(["a", "d"]));
        let [Difference { real, embedded, .. }] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(real, "from line 1: b c");
        assert_eq!(embedded, "from line 1: ");
    }

    #[test]
    fn messages_of_one_shape_are_equal() {
        let of = |bytes: &[u8], name: &str| of_message(&(bytes.to_vec(), name.to_owned(), 7_u64));
        assert_eq!(of(&[1, 2], "a1"), of(&[3], "a22"));
        assert_ne!(of(&[1, 2], "a1"), of(&[], "a1"));
    }
}
