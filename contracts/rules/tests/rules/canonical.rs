//! Canonical JSON: RFC 8785 for values without fractions.

use std::collections::BTreeMap;

use folkmoot_rules::{CanonicalError, canonical_json};
use proptest::prelude::*;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, json};

use crate::properties::config;

#[derive(Serialize)]
struct Nothing;

#[derive(Serialize)]
struct Pair(u8, &'static str);

#[derive(Serialize)]
struct Wrapped(u8);

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Unit,
    Newtype(i8),
    Tuple(u8, u8),
    Struct { z: bool, a: char },
}

#[test]
fn every_shape_of_data() {
    let text = |value: Result<String, CanonicalError>| value.unwrap();
    assert_eq!(text(canonical_json(&Nothing)), "null");
    assert_eq!(text(canonical_json(&Pair(1, "x"))), r#"[1,"x"]"#);
    assert_eq!(text(canonical_json(&Wrapped(1))), "1");
    assert_eq!(text(canonical_json(&Shape::Unit)), r#""unit""#);
    assert_eq!(
        text(canonical_json(&Shape::Newtype(-1))),
        r#"{"newtype":-1}"#
    );
    assert_eq!(
        text(canonical_json(&Shape::Tuple(1, 2))),
        r#"{"tuple":[1,2]}"#
    );
    assert_eq!(
        text(canonical_json(&Shape::Struct { z: true, a: 'ä' })),
        r#"{"struct":{"a":"ä","z":true}}"#
    );
    assert_eq!(
        text(canonical_json(&(None::<u8>, Some(false), [0_u16; 2]))),
        "[null,false,[0,0]]"
    );
    assert_eq!(
        text(canonical_json(&BTreeMap::from([
            (Choice::No, 1),
            (Choice::Yes, 2)
        ]))),
        r#"{"no":1,"yes":2}"#
    );
    assert_eq!(
        text(canonical_json("\u{8}\t\n\u{c}\r\u{1f}\u{7f}\"\\/é\u{2028}")),
        "\"\\b\\t\\n\\f\\r\\u001f\u{7f}\\\"\\\\/é\u{2028}\""
    );
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    No,
    Yes,
}

#[test]
fn keys_are_sorted_by_utf16() {
    // U+FB33 comes after U+1F600 by UTF-16, before it by code point and by UTF-8.
    let value = json!({ "\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "b": 4, "a": { "d": 5, "c": 6 }, "": 7, "10": 8, "9": 9 });
    assert_eq!(
        canonical_json(&value).unwrap(),
        "{\"\":7,\"10\":8,\"9\":9,\"a\":{\"c\":6,\"d\":5},\"b\":4,\"€\":3,\"😀\":2,\"\u{fb33}\":1}"
    );
}

#[test]
fn what_javascript_reads_inexactly_is_refused() {
    let limit = 1_i64 << 53;
    assert_eq!(canonical_json(&limit).unwrap(), "9007199254740992");
    assert_eq!(canonical_json(&-limit).unwrap(), "-9007199254740992");
    for text in [
        canonical_json(&(limit + 1)),
        canonical_json(&(-limit - 1)),
        canonical_json(&i64::MIN),
        canonical_json(&u64::MAX),
    ] {
        assert!(matches!(text, Err(CanonicalError::Integer(_))), "{text:?}");
    }
    let refused = canonical_json(&[(limit + 1)]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "integer 9007199254740993 is beyond 2^53, write it as a decimal string"
    );
    for text in [
        canonical_json(&json!({ "a": [0.5] })),
        canonical_json(&1.0_f32),
        canonical_json(&u128::MAX),
        canonical_json(&i128::MIN),
    ] {
        assert!(matches!(text, Err(CanonicalError::Value(_))), "{text:?}");
    }
}

/// A map that says the same key twice.
struct Twice;

impl Serialize for Twice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("a", &1)?;
        map.serialize_entry("a", &2)?;
        map.end()
    }
}

#[test]
fn ambiguous_objects_are_refused() {
    assert_eq!(
        canonical_json(&Twice),
        Err(CanonicalError::DuplicateKey("a".into()))
    );
    let raw = serde_json::value::to_value("{}").unwrap();
    assert_eq!(canonical_json(&raw).unwrap(), r#""{}""#);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53)..=1 << 53).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn canonical_json_is_idempotent_and_keeps_the_value(value in value()) {
        let once = canonical_json(&value).unwrap();
        let read: Value = serde_json::from_str(&once).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(canonical_json(&read).unwrap(), once);
    }

    /// The order in which members are given does not matter.
    #[test]
    fn order_does_not_matter(members in prop::collection::vec((any::<String>(), 0_u8..9), 0..8)) {
        struct Given(Vec<(String, u8)>);
        impl Serialize for Given {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
            }
        }
        let unique: Vec<(String, u8)> = members.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect();
        let reversed = unique.iter().rev().cloned().collect();
        prop_assert_eq!(canonical_json(&Given(unique)), canonical_json(&Given(reversed)));
    }

    #[test]
    fn strings_are_escaped_as_serde_json_does(text in any::<String>()) {
        prop_assert_eq!(canonical_json(&text).unwrap(), serde_json::to_string(&text).unwrap());
    }
}
