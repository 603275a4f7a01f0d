//! What a transaction must pass before it is executed, and what stays when it fails.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use common::contract::{Ask, Do};
use common::{Draft, Net, Person, any, config, execute, send};
use cosmrs::crypto::secp256k1::SigningKey;
use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, TxRaw};
use cosmrs::proto::prost::Message;
use folkmoot_localnet::Config;
use tendermint_rpc::Client;
use tendermint_rpc::endpoint::broadcast::tx_sync::Response;

fn stranger() -> Person {
    Person::with(SigningKey::from_slice(&[42; 32]).unwrap())
}

fn assert_refused(answer: &Response, code: u32, part: &str) {
    assert_eq!(answer.code.value(), code, "{}", answer.log);
    assert!(answer.log.contains(part), "{}", answer.log);
}

#[tokio::test]
async fn a_wrong_sequence_says_which_one_was_expected() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let draft = Draft::of(&send(&ann, &ben.address, 1));
    net.succeed(&ann, draft.clone()).await;
    for (sequence, text) in [(0, "expected 1, got 0"), (5, "expected 1, got 5")] {
        let answer = net
            .send(&ann, draft.clone().sequence(sequence).memo("again"))
            .await;
        assert_refused(
            &answer,
            32,
            &format!("account sequence mismatch, {text}: incorrect account sequence"),
        );
    }
    assert_eq!(net.account(&ann.address).await.sequence, 1);
}

#[tokio::test]
async fn signatures_of_others_and_for_others_are_refused() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let account = net.account(&ann.address).await;
    let draft = Draft::of(&send(&ann, &ben.address, 1));
    let chain = net.handle.chain_id();

    let other_chain = draft.clone().sign(&ann, "other-1", &account);
    let answer = net.client.broadcast_tx_sync(other_chain).await.unwrap();
    assert_refused(
        &answer,
        4,
        "please verify account number (0) and chain-id (folkmoot-local-1)",
    );

    let other_key = draft.clone().sign(&ben, chain, &account);
    let answer = net.client.broadcast_tx_sync(other_key).await.unwrap();
    assert_refused(&answer, 8, "pubKey does not match signer address");

    let mut broken = TxRaw::decode(draft.sign(&ann, chain, &account).as_slice()).unwrap();
    broken.signatures[0][40] ^= 1;
    let answer = net
        .client
        .broadcast_tx_sync(broken.encode_to_vec())
        .await
        .unwrap();
    assert_refused(&answer, 4, "signature verification failed");
    assert_eq!(net.account(&ann.address).await.sequence, 0);
}

#[tokio::test]
async fn a_second_form_of_a_signature_is_refused() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let mut raw = TxRaw::decode(bytes.as_slice()).unwrap();
    let low = k256::ecdsa::Signature::from_slice(&raw.signatures[0]).unwrap();
    let high = k256::ecdsa::Signature::from_scalars(low.r(), -*low.s()).unwrap();
    raw.signatures[0] = high.to_bytes().to_vec();
    let answer = net
        .client
        .broadcast_tx_sync(raw.encode_to_vec())
        .await
        .unwrap();
    assert_refused(&answer, 4, "signature verification failed");
}

#[tokio::test]
async fn accounts_must_exist_and_afford_the_fee() {
    let net = Net::start().await;
    let (ann, nobody) = (net.person(0), stranger());
    let draft = Draft::of(&send(&nobody, &ann.address, 1));
    let no_account = cosmrs::proto::cosmos::auth::v1beta1::BaseAccount::default();
    let bytes = draft
        .clone()
        .sign(&nobody, net.handle.chain_id(), &no_account);
    let answer = net.client.broadcast_tx_sync(bytes).await.unwrap();
    assert_refused(&answer, 9, "does not exist: unknown address");

    net.succeed(&ann, Draft::of(&send(&ann, &nobody.address, 10)))
        .await;
    let answer = net.send(&nobody, draft.clone().fee(11)).await;
    assert_refused(
        &answer,
        5,
        "spendable balance 10ustake is smaller than 11ustake: insufficient funds",
    );
    net.succeed(&nobody, draft.fee(9)).await;
    assert_eq!(net.balance(&nobody.address).await, 0);
}

#[tokio::test]
async fn the_lowest_gas_price_is_asked_for() {
    let price = "0.025".parse().unwrap();
    let net = Net::with(Config {
        min_gas_price: price,
        ..config()
    })
    .await;
    let (ann, ben) = (net.person(0), net.person(1));
    let draft = Draft::of(&send(&ann, &ben.address, 1)).gas(200_000);
    let answer = net.send(&ann, draft.clone().fee(4_999)).await;
    assert_refused(
        &answer,
        13,
        "insufficient fees; got: 4999ustake required: 5000ustake: insufficient fee",
    );
    net.succeed(&ann, draft.fee(5_000)).await;
}

#[tokio::test]
async fn the_timeout_height_is_the_last_block_that_may_hold_it() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let draft = Draft::of(&send(&ann, &ben.address, 1));
    // block 1 exists, so the next one is block 2
    let answer = net.send(&ann, draft.clone().timeout(1)).await;
    assert_refused(
        &answer,
        30,
        "block height: 2, timeout height: 1: tx timeout height",
    );
    net.succeed(&ann, draft.timeout(2)).await;
}

#[tokio::test]
async fn a_failed_message_undoes_all_messages_but_not_the_fee() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 0).await;
    let before = (
        net.balance(&ann.address).await,
        net.balance(&ben.address).await,
    );
    let increment = execute(&ann, &counter, &Do::Increment { by: 1 });
    let fail = execute(
        &ann,
        &counter,
        &Do::Fail {
            text: "not today".into(),
        },
    );
    let draft = Draft::of(&send(&ann, &ben.address, 100))
        .and(&increment)
        .and(&fail)
        .fee(7);
    let done = net.run(&ann, draft).await;
    assert_eq!(done.tx_result.code.value(), 5);
    assert_eq!(done.tx_result.codespace, "wasm");
    assert_eq!(
        done.tx_result.log,
        "failed to execute message; message index: 2: not today: execute wasm contract failed"
    );
    let after = (
        net.balance(&ann.address).await,
        net.balance(&ben.address).await,
    );
    assert_eq!(after, (before.0 - 7, before.1));
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 0);
    assert_eq!(net.account(&ann.address).await.sequence, 2);
    let kinds: Vec<&str> = done
        .tx_result
        .events
        .iter()
        .map(|event| event.kind.as_str())
        .collect();
    assert!(
        kinds.iter().all(
            |kind| ["coin_spent", "coin_received", "transfer", "message", "tx"].contains(kind)
        )
    );
}

#[tokio::test]
async fn running_out_of_gas_ends_the_transaction_and_costs_the_fee() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    let before = net.balance(&ann.address).await;
    let devour = Draft::of(&execute(&ann, &counter, &Do::Devour {}));
    let done = net.run(&ann, devour.clone().gas(400_000).fee(3)).await;
    assert_eq!(done.tx_result.code.value(), 11);
    assert!(
        done.tx_result
            .log
            .contains("out of gas in location: WriteFlat; gasWanted: 400000, gasUsed: ")
    );
    assert!(done.tx_result.gas_used > 400_000);
    assert_eq!(net.balance(&ann.address).await, before - 3);
    let keys: Vec<String> = net.smart(&counter, &Ask::Keys {}).await;
    assert_eq!(keys.len(), 1);
    // too little even for the checks: refused at once
    let answer = net.send(&ann, devour.gas(100)).await;
    assert_refused(&answer, 11, "out of gas in location: txSize");
}

#[tokio::test]
async fn several_people_sign_one_transaction() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let accounts = [
        net.account(&ann.address).await,
        net.account(&ben.address).await,
    ];
    let swap = [send(&ann, &ben.address, 10), send(&ben, &ann.address, 4)];
    let draft = Draft::of(&swap[0]).and(&swap[1]);
    let single = TxRaw::decode(
        draft
            .clone()
            .sign(&ann, net.handle.chain_id(), &accounts[0])
            .as_slice(),
    )
    .unwrap();
    let answer = net
        .client
        .broadcast_tx_sync(single.encode_to_vec())
        .await
        .unwrap();
    assert_refused(&answer, 4, "wrong number of signers; expected 2, got 1");

    let mut auth = AuthInfo::decode(single.auth_info_bytes.as_slice()).unwrap();
    let mut second = auth.signer_infos[0].clone();
    second.public_key = Some(ben.key.public_key().into());
    auth.signer_infos.push(second);
    let mut both = TxRaw {
        auth_info_bytes: auth.encode_to_vec(),
        ..single
    };
    both.signatures = [&ann, &ben]
        .iter()
        .zip(&accounts)
        .map(|(person, account)| {
            let doc = cosmrs::proto::cosmos::tx::v1beta1::SignDoc {
                body_bytes: both.body_bytes.clone(),
                auth_info_bytes: both.auth_info_bytes.clone(),
                chain_id: net.handle.chain_id().to_owned(),
                account_number: account.account_number,
            };
            person.key.sign(&doc.encode_to_vec()).unwrap().to_vec()
        })
        .collect();
    let mut swapped = both.clone();
    swapped.signatures.reverse();
    let answer = net
        .client
        .broadcast_tx_sync(swapped.encode_to_vec())
        .await
        .unwrap();
    assert_refused(&answer, 4, "signature verification failed");
    let before = net.balance(&ben.address).await;
    let answer = net
        .client
        .broadcast_tx_sync(both.encode_to_vec())
        .await
        .unwrap();
    assert!(answer.code.is_ok(), "{}", answer.log);
    assert_eq!(net.balance(&ben.address).await, before + 6);
    for person in [&ann, &ben] {
        assert_eq!(net.account(&person.address).await.sequence, 1);
    }
}

#[tokio::test]
async fn a_key_needs_to_be_shown_only_once() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let hidden = async || {
        let account = net.account(&ann.address).await;
        let draft = Draft::of(&send(&ann, &ben.address, 1));
        let bytes = draft.sign(&ann, net.handle.chain_id(), &account);
        let mut raw = TxRaw::decode(bytes.as_slice()).unwrap();
        let mut auth = AuthInfo::decode(raw.auth_info_bytes.as_slice()).unwrap();
        auth.signer_infos[0].public_key = None;
        raw.auth_info_bytes = auth.encode_to_vec();
        let doc = cosmrs::proto::cosmos::tx::v1beta1::SignDoc {
            body_bytes: raw.body_bytes.clone(),
            auth_info_bytes: raw.auth_info_bytes.clone(),
            chain_id: net.handle.chain_id().to_owned(),
            account_number: account.account_number,
        };
        raw.signatures = vec![ann.key.sign(&doc.encode_to_vec()).unwrap().to_vec()];
        net.client
            .broadcast_tx_sync(raw.encode_to_vec())
            .await
            .unwrap()
    };
    assert_refused(&hidden().await, 8, "unrecognized public key type: <nil>");
    net.succeed(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let answer = hidden().await;
    assert!(answer.code.is_ok(), "{}", answer.log);
}

#[tokio::test]
async fn the_same_bytes_are_not_taken_twice() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    net.client.broadcast_tx_sync(bytes.clone()).await.unwrap();
    let refused = net.client.broadcast_tx_sync(bytes).await.unwrap_err();
    assert!(
        refused.to_string().contains("tx already exists in cache"),
        "{refused}"
    );
}

#[tokio::test]
async fn malformed_transactions_change_nothing() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let good = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let mut truncated = good.clone();
    truncated.truncate(good.len() / 2);
    for (bytes, code) in [
        (vec![], 18),
        (vec![0xff; 100], 2),
        (truncated, 2),
        (vec![0; 2_000_000], 21),
    ] {
        let answer = net.client.broadcast_tx_sync(bytes).await.unwrap();
        assert_eq!(answer.code.value(), code, "{}", answer.log);
    }
    let mut draft = Draft::of(&send(&ann, &ben.address, 1));
    let mut unknown = any(&send(&ann, &ben.address, 1));
    unknown.type_url = "/cosmos.gov.v1.MsgVote".into();
    draft.messages.push(unknown);
    let answer = net.send(&ann, draft).await;
    assert_refused(
        &answer,
        2,
        "unable to resolve type URL /cosmos.gov.v1.MsgVote: tx parse error",
    );

    let mut to_nobody = send(&ann, "cosmos1nobody", 1);
    let done = net.run(&ann, Draft::of(&to_nobody)).await;
    assert_eq!(done.tx_result.code.value(), 7);
    assert!(done.tx_result.log.contains("invalid to address"));
    to_nobody.to_address = ben.address.clone();
    to_nobody.amount = common::coins(0);
    let done = net.run(&ann, Draft::of(&to_nobody)).await;
    assert_eq!(done.tx_result.code.value(), 10);
    let more_than_all = send(&ann, &ben.address, u128::MAX);
    let done = net.run(&ann, Draft::of(&more_than_all)).await;
    assert_eq!(done.tx_result.code.value(), 5);
    assert_eq!(
        net.balance(&ben.address).await,
        net.balance(&net.person(2).address).await
    );
}
