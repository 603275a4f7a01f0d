//! Messages that are no messages: not JSON of ours, unknown fields, wrong types, ratios that are none.

use cosmwasm_std::{Binary, WasmMsg};
use serde_json::{Value, json};

use super::Pair;
use crate::world::charter;

fn refused_raw(pair: &Pair, msg: Vec<u8>, reason: &str) {
    let execute = WasmMsg::Execute {
        contract_addr: pair.group.address.to_string(),
        msg: Binary::from(msg),
        funds: vec![],
    };
    pair.world
        .attempt_msg(&pair.joe.address, execute.into())
        .refused(reason);
}

#[test]
fn what_is_no_message_is_refused() {
    let pair = Pair::new();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (vec![], "EOF"),
        (b"{".to_vec(), "EOF"),
        (b"null".to_vec(), ""),
        (b"[]".to_vec(), ""),
        (b"{}".to_vec(), ""),
        (b"\"vote\"".to_vec(), ""),
        (vec![0xff, 0xfe], ""),
        ([b"{\"vote\":".repeat(5_000)].concat(), ""),
        (vec![b'['; 100_000], ""),
        (
            b"{\"vote\":{\"proposal\":1,\"choice\":\"yes\"}} x".to_vec(),
            "trailing",
        ),
    ];
    for (bytes, reason) in cases {
        refused_raw(&pair, bytes, reason);
    }
}

#[test]
fn messages_with_unknown_or_wrong_parts_are_refused() {
    let pair = Pair::new();
    let cases = [
        (json!({"no_such_message": {}}), "unknown variant"),
        (json!({"vote": {}}), "missing field"),
        (json!({"vote": {"proposal": 1}}), "missing field `choice`"),
        (
            json!({"vote": {"proposal": 1, "choice": "maybe"}}),
            "unknown variant `maybe`",
        ),
        (
            json!({"vote": {"proposal": 1, "choice": "YES"}}),
            "unknown variant `YES`",
        ),
        (
            json!({"vote": {"proposal": 1, "choice": "yes", "weight": 9}}),
            "unknown field `weight`",
        ),
        (
            json!({"vote": {"proposal": "1", "choice": "yes"}}),
            "expected a number from 0, found a string",
        ),
        (
            json!({"vote": {"proposal": -1, "choice": "yes"}}),
            "expected a number from 0, found a number below 0",
        ),
        (
            json!({"vote": {"proposal": 1.5, "choice": "yes"}}),
            "invalid",
        ),
        (
            json!({"vote": {"proposal": 1, "choice": "yes"}, "leave": {}}),
            "",
        ),
        (
            json!({"propose": {"proposal": {"title": "x", "actions": [{"vote_upstream": {}}]}}}),
            "unknown variant `vote_upstream`",
        ),
        (
            json!({"propose": {"proposal": {"title": "x", "actions": [{"spend": {"to": "x"}}]}}}),
            "missing field `amount`",
        ),
        (
            json!({"propose": {"proposal": {"title": "x", "actions": [{"spend": {"to": "x", "amount": [{"denom": "u", "amount": "-5"}]}}]}}}),
            "",
        ),
        (
            json!({"propose": {"proposal": {"title": "x", "actions": [{"spend": {"to": "x", "amount": [{"denom": "u", "amount": "1e3"}]}}]}}}),
            "",
        ),
        (
            json!({"cast_ballots": {"proposal": 1, "ballots": [{"choice": "yes", "revision": 1, "expires": 9, "signatures": [{"wallet": {"ethereum": "0x"}, "signature": "zz"}]}]}}),
            "",
        ),
        (
            json!({"add_wallet": {"wallet": {"bitcoin": "1A1z"}}}),
            "unknown variant `bitcoin`",
        ),
    ];
    for (msg, reason) in cases {
        println!("{msg}");
        refused_raw(&pair, msg.to_string().into_bytes(), reason);
    }
}

/// A charter as JSON, with one of its ratios replaced.
fn charter_with_ratio(part: &str, ratio: &Value) -> Value {
    let mut spec = serde_json::to_value(charter().spec()).unwrap();
    let rule = &mut spec["procedures"][0]["stages"][0]["decide"]["rule"]["threshold"];
    assert!(rule[part].is_object(), "{rule}");
    rule[part] = ratio.clone();
    spec
}

/// Ratios lie above 0 and up to 1, and a denominator of 0 is none.
#[test]
fn ratios_that_are_none_are_refused() {
    let pair = Pair::new();
    let cases = [
        (
            json!({"numerator": 1, "denominator": 0}),
            "ratio 1/0 has no meaning",
        ),
        (
            json!({"numerator": 0, "denominator": 0}),
            "ratio 0/0 has no meaning",
        ),
        (
            json!({"numerator": 0, "denominator": 2}),
            "ratio 0/2 is zero",
        ),
        (
            json!({"numerator": 3, "denominator": 2}),
            "ratio 3/2 is above 1",
        ),
        (
            json!({"numerator": 1, "denominator": 1_000_000_001_u64}),
            "above the limit of 1000000000",
        ),
        (
            json!({"numerator": u64::MAX, "denominator": u64::MAX}),
            "above the limit",
        ),
        (json!({"numerator": 0.5, "denominator": 1}), "invalid"),
        (
            json!({"numerator": 1, "denominator": 2, "percent": 50}),
            "unknown field",
        ),
        (json!("1/2"), "expected an object, found a string"),
    ];
    for part in ["quorum", "threshold"] {
        for (ratio, reason) in &cases {
            let amend = json!({"amend_charter": {"version": 1, "charter": charter_with_ratio(part, ratio)}});
            let msg = json!({"propose": {"proposal": {"title": "x", "actions": [amend]}}});
            println!("{part} {ratio}");
            refused_raw(&pair, msg.to_string().into_bytes(), reason);
            let instantiate = WasmMsg::Instantiate {
                admin: None,
                code_id: pair.world.code(),
                label: "bad".into(),
                msg: Binary::from(
                    json!({"name": "x", "charter": charter_with_ratio(part, ratio)})
                        .to_string()
                        .into_bytes(),
                ),
                funds: vec![],
            };
            pair.world
                .attempt_msg(&pair.joe.address, instantiate.into())
                .refused(reason);
        }
    }
}

/// More than all can't say yes: a strict threshold of 1 is refused.
#[test]
fn a_strict_threshold_of_all_is_refused() {
    let pair = Pair::new();
    let mut spec = charter_with_ratio("threshold", &json!({"numerator": 3, "denominator": 3}));
    spec["procedures"][0]["stages"][0]["decide"]["rule"]["threshold"]["strict"] = json!(true);
    let instantiate = WasmMsg::Instantiate {
        admin: None,
        code_id: pair.world.code(),
        label: "bad".into(),
        msg: Binary::from(
            json!({"name": "x", "charter": spec})
                .to_string()
                .into_bytes(),
        ),
        funds: vec![],
    };
    pair.world
        .attempt_msg(&pair.joe.address, instantiate.into())
        .refused("a strict threshold must be below 1, this one is 3/3");
}
