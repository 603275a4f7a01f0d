//! Simulation, and the old way to sign.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::contract::{Ask, Do, Init, wasm};
use common::{Draft, Net, Person, coins, execute, send};
use cosmrs::proto::cosmos::tx::v1beta1::{
    AuthInfo, GetTxRequest, GetTxResponse, SimulateRequest, SimulateResponse, TxBody, TxRaw,
};
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgExecuteContract, MsgInstantiateContract2, MsgStoreCode,
};
use cosmrs::proto::prost::Message;
use serde_json::{Value, json};
use tendermint_rpc::Client;
use tendermint_rpc::endpoint::abci_query::AbciQuery;

/// As CosmJS asks for an estimate: mode 0, an empty signature, no fee, no gas limit.
async fn simulate(net: &Net, person: &Person, draft: Draft) -> AbciQuery {
    let bytes = net.sign(person, draft).await;
    let mut raw = TxRaw::decode(bytes.as_slice()).unwrap();
    let mut auth = AuthInfo::decode(raw.auth_info_bytes.as_slice()).unwrap();
    auth.fee = Some(Default::default());
    auth.signer_infos[0].mode_info = None;
    raw.auth_info_bytes = auth.encode_to_vec();
    raw.signatures = vec![vec![]];
    let asked = SimulateRequest {
        tx_bytes: raw.encode_to_vec(),
        ..Default::default()
    };
    net.ask("/cosmos.tx.v1beta1.Service/Simulate", asked.encode_to_vec())
        .await
}

fn gas(answer: &AbciQuery) -> u64 {
    assert!(answer.code.is_ok(), "{}", answer.log);
    SimulateResponse::decode(answer.value.as_slice())
        .unwrap()
        .gas_info
        .unwrap()
        .gas_used
}

#[tokio::test]
async fn an_estimate_changes_nothing_and_is_enough() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    let draft = Draft::of(&execute(&ann, &counter, &Do::Increment { by: 1 }));
    let estimate = gas(&simulate(&net, &ann, draft.clone()).await);
    assert_eq!(gas(&simulate(&net, &ann, draft.clone()).await), estimate);
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 0);
    assert_eq!(net.account(&ann.address).await.sequence, 1);
    let done = net.succeed(&ann, draft.gas(estimate).fee(10)).await;
    let used = u64::try_from(done.tx_result.gas_used).unwrap();
    assert!(
        used <= estimate && estimate - used < 2_000,
        "{used} of {estimate}"
    );
}

#[tokio::test]
async fn gas_is_near_what_wasmd_measured() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 0).await;
    let near = |used: i64, measured: i64| {
        let off = (used - measured).abs();
        assert!(
            off < measured / 20,
            "{used} is not within 5 % of {measured}"
        );
    };
    let done = net
        .succeed(&ann, Draft::of(&send(&ann, &ben.address, 500)).fee(5_000))
        .await;
    near(done.tx_result.gas_used, 71_452);
    let write = |bytes| {
        Draft::of(&execute(
            &ann,
            &counter,
            &Do::Store {
                key: "k".repeat(32),
                bytes,
            },
        ))
        .fee(5_000)
    };
    let done = net.succeed(&ann, write(100)).await;
    near(done.tx_result.gas_used, 125_135);
    // 33 gas a byte were measured; the difference is what a real contract pays to encode it
    let more = net.succeed(&ann, write(10_100)).await;
    assert_eq!(
        more.tx_result.gas_used - done.tx_result.gas_used,
        300_000 + 20
    );
}

#[tokio::test]
async fn a_failing_estimate_says_why() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    let fail = Draft::of(&execute(&ann, &counter, &Do::Fail { text: "no".into() }));
    let answer = simulate(&net, &ann, fail.clone()).await;
    assert_eq!((answer.codespace.as_str(), answer.code.value()), ("sdk", 6));
    assert!(answer.log.starts_with("rpc error: code = Unknown desc = failed to execute message; message index: 0: no: execute wasm contract failed with gas used: '"), "{}", answer.log);
    let answer = simulate(&net, &ann, fail.sequence(9)).await;
    assert!(
        answer
            .log
            .contains("account sequence mismatch, expected 1, got 9"),
        "{}",
        answer.log
    );
}

#[tokio::test]
async fn transactions_are_found_by_the_service_as_well() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let done = net
        .succeed(&ann, Draft::of(&send(&ann, &ben.address, 5)).memo("lunch"))
        .await;
    let asked = GetTxRequest {
        hash: done.hash.to_string(),
    };
    let found: GetTxResponse = net.query("/cosmos.tx.v1beta1.Service/GetTx", asked).await;
    assert_eq!(found.tx.unwrap().body.unwrap().memo, "lunch");
    let response = found.tx_response.unwrap();
    assert_eq!(
        (response.height, response.code, response.txhash),
        (2, 0, done.hash.to_string())
    );
    assert!(!response.events.is_empty() && response.timestamp.starts_with("2023-"));
    for (hash, code) in [("AB".repeat(32), 22), ("xyz".to_owned(), 18)] {
        let asked = GetTxRequest { hash };
        let answer = net
            .ask("/cosmos.tx.v1beta1.Service/GetTx", asked.encode_to_vec())
            .await;
        assert_eq!(answer.code.value(), code, "{}", answer.log);
    }
}

/// Signs the document that a wallet shows in amino mode; `messages` are written by hand here, so
/// that the chain's own idea of them is put to the test.
async fn sign_amino(net: &Net, person: &Person, draft: Draft, messages: Value) -> Vec<u8> {
    let account = net.account(&person.address).await;
    let bytes = net.sign(person, draft.clone()).await;
    let mut raw = TxRaw::decode(bytes.as_slice()).unwrap();
    let body = TxBody::decode(raw.body_bytes.as_slice()).unwrap();
    let mut auth = AuthInfo::decode(raw.auth_info_bytes.as_slice()).unwrap();
    let mode = cosmrs::proto::cosmos::tx::v1beta1::ModeInfo {
        sum: Some(cosmrs::proto::cosmos::tx::v1beta1::mode_info::Sum::Single(
            cosmrs::proto::cosmos::tx::v1beta1::mode_info::Single { mode: 127 },
        )),
    };
    auth.signer_infos[0].mode_info = Some(mode);
    let mut document = json!({
        "account_number": account.account_number.to_string(),
        "chain_id": net.handle.chain_id(),
        "fee": {"amount": [{"amount": draft.fee.to_string(), "denom": "ustake"}], "gas": draft.gas.to_string()},
        "memo": body.memo,
        "msgs": messages,
        "sequence": account.sequence.to_string(),
    });
    if body.timeout_height > 0 {
        document["timeout_height"] = body.timeout_height.to_string().into();
    }
    // serde_json sorts keys unless told otherwise by a feature, so sort here in any case
    let text = sorted(&document).to_string();
    let text = text
        .replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e");
    raw.auth_info_bytes = auth.encode_to_vec();
    raw.signatures = vec![person.key.sign(text.as_bytes()).unwrap().to_vec()];
    raw.encode_to_vec()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let sorted: std::collections::BTreeMap<_, _> = fields.iter().collect();
            Value::Object(
                sorted
                    .into_iter()
                    .map(|(key, value)| (key.clone(), self::sorted(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn wallets_may_sign_in_amino_mode() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 0).await;
    let file = wasm("counter", "1.0.0", 3);
    let init = serde_json::to_vec(&Init { count: 1 }).unwrap();
    let amount = json!([{"amount": "5", "denom": "ustake"}]);
    let (sender, contract) = (&ann.address, &counter);
    let cases = [
        (
            Draft::of(&send(&ann, &ben.address, 5)).memo("a <b> & c"),
            json!({"type": "cosmos-sdk/MsgSend", "value": {"from_address": sender, "to_address": ben.address, "amount": amount}}),
        ),
        (
            Draft::of(&MsgExecuteContract {
                funds: coins(5),
                ..execute(&ann, &counter, &Do::Increment { by: 2 })
            })
            .timeout(99),
            json!({"type": "wasm/MsgExecuteContract", "value": {"sender": sender, "contract": contract, "msg": {"increment": {"by": 2}}, "funds": amount}}),
        ),
        (
            Draft::of(&common::instantiate(&ann, 1, &Init { count: 1 }, None)),
            json!({"type": "wasm/MsgInstantiateContract", "value": {"sender": sender, "code_id": "1", "label": "test", "msg": {"count": 1}, "funds": []}}),
        ),
        (
            Draft::of(&MsgInstantiateContract2 {
                sender: sender.clone(),
                admin: sender.clone(),
                code_id: 1,
                label: "two".into(),
                msg: init,
                funds: vec![],
                salt: vec![1, 2],
                fix_msg: false,
            }),
            json!({"type": "wasm/MsgInstantiateContract2", "value": {"sender": sender, "admin": sender, "code_id": "1", "label": "two", "msg": {"count": 1}, "funds": [], "salt": "AQI="}}),
        ),
        (
            Draft::of(&MsgStoreCode {
                sender: sender.clone(),
                wasm_byte_code: file.clone(),
                instantiate_permission: None,
            }),
            json!({"type": "wasm/MsgStoreCode", "value": {"sender": sender, "wasm_byte_code": STANDARD.encode(&file)}}),
        ),
        (
            Draft::of(&cosmrs::proto::cosmwasm::wasm::v1::MsgMigrateContract {
                sender: sender.clone(),
                contract: counter.clone(),
                code_id: 1,
                msg: b"{\"count\":4}".to_vec(),
            }),
            json!({"type": "wasm/MsgMigrateContract", "value": {"sender": sender, "contract": contract, "code_id": "1", "msg": {"count": 4}}}),
        ),
        (
            Draft::of(&cosmrs::proto::cosmwasm::wasm::v1::MsgUpdateAdmin {
                sender: sender.clone(),
                new_admin: ben.address.clone(),
                contract: counter.clone(),
            }),
            json!({"type": "wasm/MsgUpdateAdmin", "value": {"sender": sender, "new_admin": ben.address, "contract": contract}}),
        ),
    ];
    for (draft, message) in cases {
        let bytes = sign_amino(&net, &ann, draft.clone().fee(3), json!([message])).await;
        let done = net.client.broadcast_tx_commit(bytes).await.unwrap();
        assert!(
            done.check_tx.code.is_ok(),
            "{message}: {}",
            done.check_tx.log
        );
        assert!(
            done.tx_result.code.is_ok(),
            "{message}: {}",
            done.tx_result.log
        );
        let bytes = sign_amino(
            &net,
            &ann,
            draft.fee(3).memo("other"),
            json!([{"type": "x", "value": {}}]),
        )
        .await;
        let refused = net.client.broadcast_tx_sync(bytes).await.unwrap();
        assert_eq!(refused.code.value(), 4, "{}", refused.log);
        assert!(refused.log.contains(", sequence ("), "{}", refused.log);
    }
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 4);
}
