//! How the types travel in messages, and what is refused on arrival.

use folkmoot_rules::{
    Choice, Facts, Outcome, Preset, Ratio, Rule, Seconds, Shares, Signal, Tally, Translation,
    UpstreamBallot,
};
use folkmoot_wire::{Decode, Encode, from_json, to_json};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn travels<T: Serialize + Encode + DeserializeOwned + Decode + PartialEq + std::fmt::Debug>(
    value: &T,
    expected: Value,
) {
    // into the contract and out of it as everywhere else
    let told = to_json(value);
    assert_eq!(
        serde_json::from_slice::<Value>(&told).expect("JSON"),
        expected
    );
    assert_eq!(&from_json::<T>(&told).expect("it arrives"), value);
    assert_eq!(serde_json::to_value(value).expect("it travels"), expected);
    assert_eq!(
        &serde_json::from_value::<T>(expected).expect("it arrives"),
        value
    );
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
    serde_json::from_value::<T>(value)
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn types_travel_in_these_forms() {
    travels(
        &Ratio::THREE_QUARTERS,
        json!({ "numerator": 3, "denominator": 4 }),
    );
    assert_eq!(Ratio::THREE_QUARTERS.to_string(), "3/4");
    travels(&Seconds::days(3), json!(259_200));
    travels(&Choice::Abstain, json!("abstain"));
    travels(&Outcome::NoQuorum, json!("no_quorum"));
    travels(
        &Preset::DoubleMajority.rule(),
        json!({ "threshold": {
            "quorum": { "numerator": 1, "denominator": 2 },
            "threshold": { "numerator": 1, "denominator": 2 },
            "strict": true, "base": "cast", "count": "both",
        } }),
    );
    travels(
        &Translation::default(),
        json!({ "signal": { "threshold_missed": "abstain", "no_quorum": "not_cast" } }),
    );
    travels(&Translation::Split {}, json!({ "split": {} }));
    assert_eq!(
        serde_json::from_value::<Translation>(json!({ "signal": {} })).unwrap(),
        Translation::default()
    );
    travels(
        &UpstreamBallot::Signal(Signal::NotCast),
        json!({ "signal": "not_cast" }),
    );
    travels(
        &UpstreamBallot::Split(Shares {
            yes: 24,
            no: 16,
            abstain: 0,
            not_cast: 10,
            of: 50,
        }),
        json!({ "split": { "yes": "24", "no": "16", "abstain": "0", "not_cast": "10", "of": "50" } }),
    );
    let mut tally = Tally::default();
    tally.add_ballot(Choice::Yes, u64::MAX).unwrap();
    travels(
        &tally,
        json!({
            "weight": { "yes": "18446744073709551615000000", "no": "0", "abstain": "0", "not_cast": "0" },
            "seats": { "yes": "1", "no": "0", "abstain": "0", "not_cast": "0" },
        }),
    );
    let facts = Facts {
        deadline: 5,
        ..Facts::default()
    };
    assert_eq!(
        serde_json::from_value::<Facts>(serde_json::to_value(&facts).unwrap()).unwrap(),
        facts
    );
}

#[test]
fn what_is_not_meant_is_refused() {
    let zero = refused::<Ratio>(json!({ "numerator": 1, "denominator": 0 }));
    assert_eq!(zero, "ratio 1/0 has no meaning");
    assert!(refused::<Ratio>(json!({ "numerator": 5, "denominator": 4 })).contains("above 1"));
    assert!(
        refused::<Ratio>(json!({ "numerator": 1, "denominator": 2, "x": 1 }))
            .contains("unknown field")
    );
    assert!(refused::<Ratio>(json!(0.5)).contains("invalid type"));
    assert!(refused::<Seconds>(json!(-1)).contains("invalid value"));
    assert!(refused::<Choice>(json!("maybe")).contains("unknown variant"));
    assert!(refused::<Rule>(json!({ "threshold": {} })).contains("missing field"));
    assert!(refused::<Translation>(json!({ "split": { "x": 1 } })).contains("unknown field"));
    assert!(refused::<Translation>(json!({ "signal": { "x": 1 } })).contains("unknown field"));
    let shares =
        |of: &str| json!({ "yes": of, "no": "0", "abstain": "0", "not_cast": "0", "of": of });
    for text in [
        "+1",
        "-1",
        "01",
        "",
        " 1",
        "1.0",
        "1e3",
        "340282366920938463463374607431768211456",
    ] {
        refused::<Shares>(shares(text));
    }
    serde_json::from_value::<Shares>(shares("340282366920938463463374607431768211455")).unwrap();
}

#[test]
fn choices_are_read_from_words() {
    for choice in [
        Choice::Yes,
        Choice::No,
        Choice::Abstain,
        Choice::StandAside,
        Choice::Block,
    ] {
        assert_eq!(choice.to_string().parse(), Ok(choice));
    }
    for word in ["", "Yes", "not_cast", "yes "] {
        assert_eq!(
            word.parse::<Choice>().unwrap_err().to_string(),
            format!("choice {word:?} is not one of yes, no, abstain, stand_aside, block")
        );
    }
}

#[test]
fn schemas_say_what_travels() {
    let schema = |schema: schemars::schema::RootSchema| serde_json::to_value(schema).unwrap();
    let ratio = schema(schemars::schema_for!(Ratio));
    assert_eq!(ratio["required"], json!(["denominator", "numerator"]));
    assert_eq!(ratio["additionalProperties"], false);
    let shares = schema(schemars::schema_for!(Shares));
    assert_eq!(shares["properties"]["of"]["type"], "string");
    let seconds = schema(schemars::schema_for!(Seconds));
    assert_eq!(
        (&seconds["type"], &seconds["format"]),
        (&json!("integer"), &json!("uint64"))
    );
}
