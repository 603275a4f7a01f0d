//! Ballots of wallets of every kind, handed in at the relayer.

use folkmoot_group::msg::{SeatSpec, SignedBallot, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{BallotFields, Choice};
use folkmoot_wallets::collect;
use serde_json::{Value, json};

use super::people::{charter, member};
use super::world::World;
use crate::doubles::{Double, KINDS};

fn seat(double: &Double) -> SeatSpec {
    SeatSpec {
        name: double.kind.name().to_owned(),
        holder: Holder::person(vec![double.wallet()]),
        standing: Standing::Core,
        weight: None,
    }
}

/// A group of Ann and a wallet of each kind, with an open proposal.
async fn group(doubles: &[Double]) -> (World, String, u64) {
    let world = World::with(&["founder", "carrier", "Ann", "north's relayer"]).await;
    let mut seats = vec![member("Ann")];
    seats.extend(doubles.iter().map(seat));
    let mut rules = charter(3);
    if let folkmoot_group::charter::Stage::Decide(round) = &mut rules.procedures[0].stages[0] {
        round.early_finish = false;
    }
    let north = world.found("north", rules, seats).await;
    let id = world.propose("Ann", &north, "A tent – ⛺", vec![]).await;
    (world, north, id)
}

async fn ballot(world: &World, north: &str, id: u64, double: &Double) -> SignedBallot {
    let view = world.proposal(north, id).await;
    let fields = BallotFields {
        chain: world.chain.chain_id(),
        group: north,
        proposal: id,
        title: &view.title,
        content_hash: view.content_hash.as_slice().try_into().unwrap(),
        choice: "yes",
        reason: "warm\nand dry",
        revision: 1,
        expires: view.deadline,
    };
    let (digest, text) = (fields.eip712_digest(), fields.text("north"));
    let answer = double.answers(&digest, &text).await;
    let signed = collect(&double.wallet(), &answer, &digest, &text).unwrap();
    SignedBallot {
        choice: Choice::Yes,
        reason: "warm\nand dry".to_owned(),
        revision: 1,
        expires: view.deadline,
        signatures: vec![signed],
    }
}

#[tokio::test]
async fn ballots_of_every_kind_of_wallet_are_carried() {
    let doubles = KINDS.map(|kind| Double::new(kind, "Eve"));
    let (world, north, id) = group(&doubles).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    for double in &doubles {
        let path = format!(
            "/api/v1/groups/{north}/proposals/{id}/ballot-form?choice=yes&reason=warm%0Aand%20dry&wallet={}",
            double.wallet().key()
        );
        let (status, form) = world.get(&relay, &path).await;
        assert_eq!(status, 200, "{form}");
        let signed = ballot(&world, &north, id, double).await;
        let text = form["text"].as_str().unwrap();
        assert!(text.starts_with("Folkmoot ballot\nVote: yes\n"), "{text}");
        assert!(text.contains("\nGroup: north\n"), "{text}");
        let body = serde_json::to_value(&signed).unwrap();
        let (status, answer) = world.hand_in(&relay, &north, id, &body).await;
        assert_eq!(status, 202, "{:?}: {answer}", double.kind);
        relay.settle().await.unwrap();
        let receipt = answer["receipt"].as_str().unwrap();
        let receipt = world.receipt(&relay, receipt).await;
        assert_eq!(receipt["state"], "carried", "{receipt}");
    }
    assert_eq!(world.proposal(&north, id).await.tally.seats.yes, 4);
}

#[tokio::test]
async fn what_is_wrong_with_a_signature_is_named() {
    let doubles = KINDS.map(|kind| Double::new(kind, "Eve"));
    let (world, north, id) = group(&doubles).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let [typed, text, amino, passkey] = &doubles;
    let spoilt = |mut signed: SignedBallot, spoil: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = signed.signatures[0].signature.to_vec();
        spoil(&mut bytes);
        signed.signatures[0].signature = bytes.into();
        serde_json::to_value(signed).unwrap()
    };
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(40);
    let other = |bytes: &mut Vec<u8>| bytes[40] ^= 1;
    let mut rows: Vec<(Value, &str, &str)> = vec![];
    for double in [typed, text, amino] {
        let good = ballot(&world, &north, id, double).await;
        rows.push((spoilt(good.clone(), &cut), "signature-length", "not 40"));
        rows.push((spoilt(good, &other), "signature-foreign", "does not fit"));
    }
    let good = ballot(&world, &north, id, passkey).await;
    rows.push((spoilt(good.clone(), &cut), "signature-form", "this has 40"));
    rows.push((
        spoilt(good.clone(), &|bytes| bytes[64 + 2 + 32] = 1),
        "user-not-verified",
        "userVerification",
    ));
    rows.push((
        spoilt(good.clone(), &|bytes| {
            let end = bytes.len() - "false}".len();
            bytes.truncate(end);
            bytes.extend(b"true}");
        }),
        "foreign-frame",
        "inside of another page",
    ));
    rows.push((spoilt(good, &other), "signature-foreign", "does not fit"));
    let mut smart = spoilt(ballot(&world, &north, id, typed).await, &|bytes| {
        bytes.resize(320, 0x64);
    });
    rows.push((smart.clone(), "signature-length", "ERC-1271"));
    smart["signatures"][0]["wallet"] = json!({ "passkey": "02ff" });
    rows.push((smart, "malformed", "66 hexadecimal digits"));
    for (body, slug, part) in rows {
        let (_, answer) = world.hand_in(&relay, &north, id, &body).await;
        assert_eq!(answer["type"], format!("/problems/{slug}"), "{answer}");
        let detail = answer["detail"].as_str().unwrap();
        assert!(detail.contains(part), "{part}: {detail}");
    }
}
