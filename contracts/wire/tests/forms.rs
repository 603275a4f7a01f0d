//! Both forms are the ones that serde's libraries write.

use folkmoot_wire::{Decode, Encode, Source, Tree, from_json, from_record, to_json, to_record};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Kind {
    #[default]
    Plain,
    TaggedWith(u64),
    Pair(u8, bool),
    Named {
        text: String,
        next: Option<Box<Kind>>,
    },
    #[serde(rename = "none of these")]
    Other {},
}

#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default, PartialEq)]
struct Wrapped(u32);

#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default, PartialEq)]
#[serde(deny_unknown_fields)]
struct Everything {
    flag: bool,
    small: (u8, u16, u32),
    pair: [u64; 2],
    list: Vec<Kind>,
    wrapped: Wrapped,
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(default)]
    maybe: Option<String>,
    #[serde(skip)]
    unsaid: u64,
    #[serde(default = "seven")]
    seven: u64,
}

fn seven() -> u64 {
    7
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![
        Just(Kind::Plain),
        Just(Kind::Other {}),
        any::<u64>().prop_map(Kind::TaggedWith),
        any::<(u8, bool)>().prop_map(|(number, flag)| Kind::Pair(number, flag)),
    ];
    leaf.prop_recursive(3, 6, 1, |inner| {
        (any::<String>(), proptest::option::of(inner)).prop_map(|(text, next)| Kind::Named {
            text,
            next: next.map(Box::new),
        })
    })
}

fn everything() -> impl Strategy<Value = Everything> {
    (
        (any::<bool>(), any::<(u8, u16, u32)>(), any::<[u64; 2]>()),
        proptest::collection::vec(kind(), 0..4),
        (any::<u32>(), kind(), any::<Option<String>>(), any::<u64>()),
    )
        .prop_map(
            |((flag, small, pair), list, (wrapped, kind, maybe, seven))| Everything {
                flag,
                small,
                pair,
                list,
                wrapped: Wrapped(wrapped),
                kind,
                maybe,
                unsaid: 0,
                seven,
            },
        )
}

/// A value with something changed, taken away, doubled or put in.
fn bent(value: Value, at: usize, how: usize) -> Value {
    fn walk(value: &mut Value, at: &mut usize, how: usize) {
        if *at == 0 {
            *at = usize::MAX;
            *value = match (how % 9, std::mem::take(value)) {
                (0, _) => Value::Null,
                (1, _) => json!(-1),
                (2, _) => json!(u64::MAX),
                (3, _) => json!("plain"),
                (4, other) => json!([other]),
                (5, other) => json!({ "pair": other }),
                (6, Value::Object(mut fields)) => {
                    fields.remove(&fields.keys().next().cloned().unwrap_or_default());
                    Value::Object(fields)
                }
                (7, Value::Object(mut fields)) => {
                    fields.insert("one more".into(), Value::Null);
                    Value::Object(fields)
                }
                (8, Value::Array(mut items)) => {
                    items.pop();
                    Value::Array(items)
                }
                (_, other) => other,
            };
            return;
        }
        *at -= 1;
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, at, how)),
            Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, at, how)),
            _ => {}
        }
    }
    let (mut value, mut at) = (value, at);
    walk(&mut value, &mut at, how);
    value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// What one reader takes the other takes, for the same value: serde's derives stand for the rest of the world.
    #[test]
    fn bent_json_is_read_or_refused_as_by_serde_json(value in everything(), at in 0_usize..24, how in 0_usize..9) {
        let json = bent(serde_json::to_value(&value).unwrap(), at, how).to_string();
        let theirs = serde_json::from_str::<Everything>(&json);
        let ours = from_json::<Everything>(json.as_bytes());
        prop_assert_eq!(ours.ok(), theirs.ok(), "{}", json);
    }

    /// Any bytes are refused or read; what is read says all that stands there, so that it is written the same, but for zeros at the end.
    #[test]
    fn any_bytes_are_a_record_or_none(bytes in proptest::collection::vec(0_u8..8, 0..40)) {
        if let Ok(value) = from_record::<Everything>(&bytes, 1) {
            let again = to_record(&value, vec![]);
            let (long, short) = if again.len() > bytes.len() { (&again, &bytes) } else { (&bytes, &again) };
            prop_assert!(long.starts_with(short) && long[short.len()..].iter().all(|byte| *byte == 0));
        }
        let _ = from_json::<Everything>(&bytes);
    }

    /// A record with one byte changed is refused, or is another value; it is never the same one.
    #[test]
    fn a_changed_byte_is_never_passed_over(value in everything(), at in any::<proptest::sample::Index>(), by in 1_u8..) {
        let record = to_record(&value, vec![]);
        prop_assume!(!record.is_empty());
        let mut changed = record.clone();
        let byte = &mut changed[at.index(record.len())];
        *byte = byte.wrapping_add(by);
        if let Ok(read) = from_record::<Everything>(&changed, 1) {
            prop_assert!(read != value);
        }
    }
}

proptest! {
    #[test]
    fn json_is_what_serde_json_writes(value in everything()) {
        let json = to_json(&value);
        prop_assert_eq!(&json, &serde_json::to_vec(&value).unwrap());
        prop_assert_eq!(from_json::<Everything>(&json).unwrap(), value);
        let tree = Tree::parse(&json).unwrap();
        prop_assert_eq!(to_json(&tree), json);
    }

    #[test]
    fn records_are_what_postcard_writes(value in everything(), wide in any::<u128>()) {
        let whole = postcard::to_extend(&value, vec![2]).unwrap();
        let record = to_record(&value, vec![2]);
        let (same, zeros) = whole.split_at(record.len());
        prop_assert_eq!(&record, same);
        prop_assert!(record.last() != Some(&0) && zeros.iter().all(|byte| *byte == 0));
        for bytes in [&record, &whole] {
            prop_assert_eq!(&from_record::<Everything>(&bytes[1..], 1).unwrap(), &value);
        }
        prop_assert_eq!(from_record::<u128>(&to_record(&wide, vec![]), 1).unwrap(), wide);
    }

    #[test]
    fn a_record_that_is_longer_is_refused_and_a_cut_one_is_never_the_same(value in everything()) {
        let record = to_record(&value, vec![]);
        for end in 0..record.len() {
            let read = from_record::<Everything>(&record[..end], 1);
            prop_assert!(read.as_ref() != Ok(&value), "{}", end);
        }
        let longer = [postcard::to_allocvec(&value).unwrap().as_slice(), &[0]].concat();
        prop_assert!(from_record::<Everything>(&longer, 1).is_err());
    }
}

#[test]
fn zeros_that_a_record_needs_stay() {
    let text = "\0\0".to_owned();
    assert_eq!(from_record(&to_record(&text, vec![]), 1), Ok(text));
    let list = vec![0_u64, 0];
    assert_eq!(from_record(&to_record(&list, vec![]), 1), Ok(list));
    let nested = vec![(None::<u64>, 0_u64)];
    assert_eq!(from_record(&to_record(&nested, vec![]), 1), Ok(nested));
    assert_eq!(
        to_record(&(0_u64, None::<u64>, vec![0_u64; 0]), vec![0]),
        [0]
    );
}

#[test]
fn numbers_and_texts_of_other_types_are_refused() {
    assert!(from_record::<u32>(&[0xff, 0xff, 0xff, 0xff, 0x7f], 1).is_err());
    assert!(from_record::<u64>(&[0xff; 11], 1).is_err());
    // each number has one form, and 128 bits
    assert!(from_record::<u64>(&[0x80, 0x00, 1], 1).is_err());
    assert!(from_record::<u64>(&[0x80], 1).is_err());
    let most = to_record(&u128::MAX, vec![]);
    assert_eq!(from_record(&most, 1), Ok(u128::MAX));
    assert_eq!(most.last(), Some(&3));
    assert!(from_record::<u128>(&[&most[..18], &[4]].concat(), 1).is_err());
    assert!(from_record::<(bool, bool)>(&[2, 1], 1).is_err());
    assert!(from_record::<Kind>(&[5], 1).is_err());
    assert!(from_record::<String>(&[2, 0xff, 0xfe], 1).is_err());
    // as many items as no record has
    assert!(from_record::<Vec<u64>>(&[0xff, 0xff, 0xff, 0xff, 0x0f], 1).is_err());
}

#[test]
fn what_was_wrong_first_is_said_with_its_place() {
    let cases = [
        (r#"{"flag":1}"#, "flag: expected a boolean, found a number"),
        ("{}", "missing field `flag`"),
        (r#"{"flag":true,"flag":true}"#, "duplicate field `flag`"),
        (
            r#"{"flagg":true}"#,
            "unknown field `flagg`, expected one of flag, small",
        ),
        (
            r#"{"flag":true,"small":[256,0,0],"pair":"x"}"#,
            "small[0]: expected a number up to 255, found 256",
        ),
        (
            r#"{"flag":true,"small":[0,65536,0]}"#,
            "small[1]: expected a number up to 65535, found 65536",
        ),
        (
            r#"{"flag":true,"small":[0,0]}"#,
            "small: expected an array of 3, found one of 2",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":["plain","none"]}"#,
            "list[1]: unknown variant `none`, expected one of plain, tagged_with, pair, named, none of these",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":[{"plain":{},"pair":[1,true]}]}"#,
            "list[0]: expected an object with one field, found one with 2",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":["tagged_with"]}"#,
            "list[0].tagged_with: expected a number from 0, found null",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":[{"named":{"text":"","next":{"named":{"text":1}}}}]}"#,
            "list[0].named.next.named.text: expected a string, found a number",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":[{"named":{}}]}"#,
            "list[0].named: missing field `text`",
        ),
        ("[]", "expected an object, found an array"),
        ("1.5", "floating point `1.5`"),
        ("{} {}", "trailing characters at line 1 column 4"),
    ];
    for (json, reason) in cases {
        let error = from_json::<Everything>(json.as_bytes()).unwrap_err();
        assert!(
            error.to_string().starts_with(reason)
                || reason.starts_with("floating") && error.to_string().contains(reason),
            "{error}: {reason}"
        );
    }
    let damaged = from_record::<(u64, String)>(&[7, 2, 0xff, 0xfe], 1).unwrap_err();
    assert!(damaged.to_string().starts_with("byte 4: "), "{damaged}");
}

#[test]
fn bytes_are_no_json_of_their_own() {
    #[derive(Debug, PartialEq)]
    struct Raw(Vec<u8>);
    impl Decode for Raw {
        fn decode(source: &mut Source<'_>) -> Self {
            Self(source.bytes())
        }
    }
    assert_eq!(from_record(&[2, 7, 0], 1), Ok(Raw(vec![7, 0])));
    let error = from_json::<Raw>(b"\"Bw==\"").unwrap_err();
    assert_eq!(error.to_string(), "expected bytes as text, found a string");
}

#[test]
fn borrowed_values_and_none_are_written_too() {
    assert_eq!(to_json("a"), b"\"a\"");
    assert_eq!(to_json(&"a"), b"\"a\"");
    assert_eq!(to_json(&()), b"null");
    assert_eq!(from_json::<()>(b"null"), Ok(()));
    let error = from_json::<()>(b"1").unwrap_err();
    assert_eq!(error.to_string(), "expected null, found a number");
    assert_eq!(to_record(&((), 1_u8), vec![]), [1]);
}

#[test]
fn every_sign_is_written_as_serde_json_writes_it() {
    for sign in ('\0'..='\u{ff}').chain(['\u{2028}', '\u{feff}', '\u{10ffff}']) {
        let text = format!("a{sign}b");
        assert_eq!(
            to_json(&text),
            serde_json::to_vec(&text).unwrap(),
            "{sign:?}"
        );
        assert_eq!(from_json(&to_json(&text)), Ok(text));
    }
    for number in [0, 1, u128::from(u64::MAX)] {
        assert_eq!(from_json(&to_json(&number)), Ok(number));
    }
    assert!(from_json::<u128>(b"18446744073709551616").is_err());
}

#[test]
fn what_may_be_missing_has_its_default() {
    let json = r#"{"type":"plain","wrapped":1,"list":[],"pair":[1,2],"small":[1,2,3],"flag":true}"#;
    let read: Everything = from_json(json.as_bytes()).unwrap();
    assert_eq!(read, serde_json::from_str(json).unwrap());
    assert_eq!((read.maybe, read.seven), (None, 7));
}

#[test]
fn a_field_is_read_from_the_version_that_it_came_with() {
    #[derive(Encode)]
    struct First {
        one: u64,
    }
    #[derive(Encode)]
    struct Second {
        one: u64,
        two: Vec<u8>,
    }
    #[derive(Encode, Decode, Debug, PartialEq)]
    struct Third {
        one: u64,
        #[serde(default)]
        #[wire(since = 2)]
        two: Vec<u8>,
        #[serde(default = "seven")]
        #[wire(since = 3)]
        three: u64,
    }
    let third = |one, two: &[u8], three| Third {
        one,
        two: two.to_vec(),
        three,
    };
    // twice, so that what comes behind stands where it stood
    let first = to_record(&[First { one: 3 }, First { one: 4 }], vec![]);
    let second = |one| Second { one, two: vec![9] };
    let second = to_record(&[second(3), second(4)], vec![]);
    let latest = to_record(&[third(3, &[9], 0), third(4, &[], 8)], vec![]);
    let cases = [
        (1, first, (third(3, &[], 7), third(4, &[], 7))),
        (2, second, (third(3, &[9], 7), third(4, &[9], 7))),
        (3, latest, (third(3, &[9], 0), third(4, &[], 8))),
    ];
    for (version, record, expected) in cases {
        assert_eq!(from_record(&record, version), Ok(expected), "{version}");
    }
}

#[test]
fn a_field_that_may_be_left_out_is_so_in_json_and_stands_in_a_record() {
    #[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq)]
    struct Sparse {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<u64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        second: Vec<u64>,
        third: bool,
    }
    for (first, second) in [
        (None, vec![]),
        (Some(1), vec![]),
        (None, vec![2]),
        (Some(1), vec![2]),
    ] {
        let sparse = Sparse {
            first,
            second,
            third: true,
        };
        let json = to_json(&sparse);
        assert_eq!(json, serde_json::to_vec(&sparse).unwrap());
        assert_eq!(from_json(&json), Ok(sparse.clone()));
        assert_eq!(from_record(&to_record(&sparse, vec![]), 1), Ok(sparse));
    }
}
