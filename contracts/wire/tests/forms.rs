//! Both forms are the ones that serde's libraries write.

use folkmoot_wire::{Read, Tree, Write, from_json, from_record, to_json, to_record};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Write, Deserialize, Read, Clone, Debug, Default, PartialEq)]
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

#[derive(Serialize, Write, Deserialize, Read, Clone, Debug, Default, PartialEq)]
struct Wrapped(u32);

#[derive(Serialize, Write, Deserialize, Read, Clone, Debug, Default, PartialEq)]
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
            prop_assert_eq!(&from_record::<Everything>(&bytes[1..], &[]).unwrap(), &value);
        }
        prop_assert_eq!(from_record::<u128>(&to_record(&wide, vec![]), &[]).unwrap(), wide);
    }

    #[test]
    fn a_record_that_is_longer_is_refused_and_a_cut_one_is_never_the_same(value in everything()) {
        let record = to_record(&value, vec![]);
        for end in 0..record.len() {
            let read = from_record::<Everything>(&record[..end], &[]);
            prop_assert!(read.as_ref() != Ok(&value), "{}", end);
        }
        let longer = [postcard::to_allocvec(&value).unwrap().as_slice(), &[0]].concat();
        prop_assert!(from_record::<Everything>(&longer, &[]).is_err());
    }
}

#[test]
fn zeros_that_a_record_needs_stay() {
    let text = "\0\0".to_owned();
    assert_eq!(from_record(&to_record(&text, vec![]), &[]), Ok(text));
    let list = vec![0_u64, 0];
    assert_eq!(from_record(&to_record(&list, vec![]), &[]), Ok(list));
    let nested = vec![(None::<u64>, 0_u64)];
    assert_eq!(from_record(&to_record(&nested, vec![]), &[]), Ok(nested));
    assert_eq!(
        to_record(&(0_u64, None::<u64>, vec![0_u64; 0]), vec![0]),
        [0]
    );
}

#[test]
fn numbers_and_texts_of_other_types_are_refused() {
    assert!(from_record::<u32>(&[0xff, 0xff, 0xff, 0xff, 0x7f], &[]).is_err());
    assert!(from_record::<u64>(&[0xff; 11], &[]).is_err());
    assert!(from_record::<Kind>(&[5], &[]).is_err());
    assert!(from_record::<String>(&[2, 0xff, 0xfe], &[]).is_err());
    // as many items as no record has
    assert!(from_record::<Vec<u64>>(&[0xff, 0xff, 0xff, 0xff, 0x0f], &[]).is_err());
}

#[test]
fn what_was_wrong_first_is_said() {
    let cases = [
        (r#"{"flag":1}"#, "expected a boolean, found a number"),
        ("{}", "missing field `flag`"),
        (r#"{"flag":true,"flag":true}"#, "duplicate field `flag`"),
        (
            r#"{"flagg":true}"#,
            "unknown field `flagg`, expected one of flag, small",
        ),
        (
            r#"{"flag":true,"small":[256,0,0],"pair":"x"}"#,
            "expected a number up to 255, found 256",
        ),
        (
            r#"{"flag":true,"small":[0,65536,0]}"#,
            "expected a number up to 65535, found 65536",
        ),
        (
            r#"{"flag":true,"small":[0,0]}"#,
            "expected an array of 3, found one of 2",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":["none"]}"#,
            "unknown variant `none`, expected one of plain, tagged_with, pair, named, none of these",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":[{"plain":{},"pair":[1,true]}]}"#,
            "expected an object with one field, found one with 2",
        ),
        (
            r#"{"flag":true,"small":[0,0,0],"pair":[0,0],"list":["tagged_with"]}"#,
            "expected a number from 0, found null",
        ),
        ("[]", "expected an object, found an array"),
        ("1.5", "floating point `1.5`"),
        ("{} {}", "trailing characters"),
    ];
    for (json, reason) in cases {
        let error = from_json::<Everything>(json.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(reason), "{error}: {reason}");
    }
}

#[test]
fn what_may_be_missing_has_its_default() {
    let json = r#"{"type":"plain","wrapped":1,"list":[],"pair":[1,2],"small":[1,2,3],"flag":true}"#;
    let read: Everything = from_json(json.as_bytes()).unwrap();
    assert_eq!(read, serde_json::from_str(json).unwrap());
    assert_eq!((read.maybe, read.seven), (None, 7));
}

#[test]
fn a_record_of_a_type_that_has_grown_ends_where_it_ended() {
    #[derive(Write)]
    struct Grew {
        one: u64,
    }
    #[derive(Read, Debug, PartialEq)]
    struct Grown {
        one: u64,
        #[serde(default)]
        two: Vec<u8>,
        #[serde(default = "seven")]
        three: u64,
    }
    let record = to_record(&[Grew { one: 3 }, Grew { one: 4 }], vec![]);
    let read: (Grown, Grown) = from_record(&record, &[("Grown", 1)]).unwrap();
    let grown = |one| Grown {
        one,
        two: vec![],
        three: 7,
    };
    assert_eq!(read, (grown(3), grown(4)));
    assert!(from_record::<(Grown, Grown)>(&record, &[]).is_err());
}

#[test]
fn a_field_that_may_be_left_out_is_so_in_json_and_stands_in_a_record() {
    #[derive(Serialize, Write, Deserialize, Read, Clone, Debug, PartialEq)]
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
        assert_eq!(from_record(&to_record(&sparse, vec![]), &[]), Ok(sparse));
    }
}
