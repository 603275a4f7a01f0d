//! Ballots handed in: taken once, refused with a reason, and told what became of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{Api, Binary};
use folkmoot_daemon::duty::{Faults, NoFaults, Point};
use folkmoot_daemon::relay::{Relay, Signers, start};
use folkmoot_group::charter::Stage;
use folkmoot_group::msg::{ExecuteMsg, SignedBallot, WalletSignature};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{BallotFields, Choice, ProofError, ethereum_address, is_low_s};
use folkmoot_store::BallotState;
use folkmoot_wallets::{SignatureError, check_signature};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::people::{account, charter, ethereum, member, signer};
use super::world::{DAY, World};

/// A group of Ann (an account), Eve, Eli and Eno, with an open proposal.
async fn group(revoting: bool) -> (World, String, u64) {
    let mut rules = charter(3);
    if revoting && let Stage::Decide(round) = &mut rules.procedures[0].stages[0] {
        round.revoting = true;
        round.early_finish = false;
    }
    let world = World::with(&["founder", "carrier", "Ann", "north's relayer"]).await;
    let seats = vec![member("Ann"), signer("Eve"), signer("Eli"), signer("Eno")];
    let north = world.found("north", rules, seats).await;
    let id = world.propose("Ann", &north, "A tent", vec![]).await;
    (world, north, id)
}

async fn kept(relay: &Relay) -> u64 {
    let store = relay.store();
    let mut store = store.begin().await.unwrap();
    let mut all = 0;
    for state in BallotState::ALL {
        all += store.ballots().count(state).await.unwrap();
    }
    store.cancel().await.unwrap();
    all
}

#[tokio::test]
async fn the_same_ballot_twice_has_the_same_receipt_and_counts_once() {
    let (world, north, id) = group(false).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let first = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    let again = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    relay.settle().await.unwrap();
    let later = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    assert_eq!((&first, &first), (&again, &later));
    assert_eq!(kept(&relay).await, 1);
    assert_eq!(world.proposal(&north, id).await.tally.seats.yes, 1);

    let receipt = world.receipt(&relay, &first).await;
    assert_eq!(receipt["state"], "carried");
    assert_eq!(receipt["wallet"], ethereum("Eve").address());
    assert_eq!(
        (&receipt["group"], &receipt["proposal"]),
        (&json!(north), &json!(id))
    );

    // a relayer without a memory finds it on the chain
    let forgetful = world
        .relay_with("another.db", &[("north", &north)], Arc::new(NoFaults))
        .await;
    forgetful.settle().await.unwrap();
    assert_eq!(
        world.cast(&forgetful, "Eve", &north, id, Choice::Yes).await,
        first
    );
    assert_eq!(world.receipt(&forgetful, &first).await["state"], "carried");
}

#[tokio::test]
async fn a_ballot_may_be_changed_where_the_charter_says_so() {
    let (world, north, id) = group(true).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let view = world.proposal(&north, id).await;
    let ballot =
        |choice, revision| world.ballot_on(&view, "Eve", &north, choice, revision, view.deadline);
    let batch = json!({ "ballots": [ballot(Choice::Yes, 1), ballot(Choice::No, 2), ballot(Choice::Yes, 2)] });
    let (_, answer) = world.hand_in(&relay, &north, id, &batch).await;
    assert!(
        answer["results"][0]["receipt"].is_string() && answer["results"][1]["receipt"].is_string(),
        "{answer}"
    );
    assert_eq!(
        answer["results"][2]["problem"]["type"], "/problems/revision",
        "{answer}"
    );
    relay.settle().await.unwrap();
    let body = serde_json::to_value(ballot(Choice::Abstain, 3)).unwrap();
    assert_eq!(world.hand_in(&relay, &north, id, &body).await.0, 202);
    relay.settle().await.unwrap();
    let tally = world.proposal(&north, id).await.tally.seats;
    assert_eq!((tally.yes, tally.no, tally.abstain), (0, 0, 1));
}

#[tokio::test]
async fn a_bad_ballot_of_a_batch_spoils_no_other() {
    let (world, north, id) = group(false).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let good = world.ballot("Eve", &north, id, Choice::Yes).await;
    let stranger = world.ballot("Mallory", &north, id, Choice::No).await;
    let body = json!({ "ballots": [stranger, good, { "choice": "maybe" }] });
    let (status, answer) = world.hand_in(&relay, &north, id, &body).await;
    assert_eq!(status, 202);
    assert_eq!(
        answer["results"][0]["problem"]["type"],
        "/problems/not-a-member"
    );
    assert_eq!(
        answer["results"][2]["problem"]["type"],
        "/problems/malformed"
    );
    relay.settle().await.unwrap();
    let receipt = answer["results"][1]["receipt"].as_str().unwrap();
    assert_eq!(world.receipt(&relay, receipt).await["state"], "carried");
}

/// A ballot signed over other fields than it is handed in with.
fn signed_over(world: &World, by: &str, fields: &BallotFields<'_>, handed: SignedBallot) -> Value {
    let wallet = ethereum(by);
    let signature = wallet.sign_digest(&fields.eip712_digest()).unwrap();
    let _ = world;
    let signatures = vec![WalletSignature {
        wallet: Wallet::Ethereum(wallet.address()),
        signature: signature.to_vec().into(),
    }];
    serde_json::to_value(SignedBallot {
        signatures,
        ..handed
    })
    .unwrap()
}

#[tokio::test]
async fn bad_ballots_are_refused_with_a_type_that_programs_can_rely_on() {
    let (world, north, id) = group(false).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let view = world.proposal(&north, id).await;
    let now = world.now().await;
    let ballot = |by: &str, revision, expires| {
        serde_json::to_value(world.ballot_on(&view, by, &north, Choice::Yes, revision, expires))
            .unwrap()
    };
    let good = ballot("Eve", 1, view.deadline);
    let handed: SignedBallot = serde_json::from_value(good.clone()).unwrap();
    let fields = BallotFields {
        chain: world.chain.chain_id(),
        group: &north,
        proposal: id,
        title: &view.title,
        content_hash: view.content_hash.as_slice().try_into().unwrap(),
        choice: "yes",
        reason: "",
        revision: 1,
        expires: view.deadline,
    };
    let over = |fields: BallotFields<'_>| signed_over(&world, "Eve", &fields, handed.clone());
    let changed = |path: &[&str], value: Value| {
        let mut ballot = good.clone();
        let mut at = &mut ballot;
        for part in path {
            at = match part.parse::<usize>() {
                Ok(index) => &mut at[index],
                Err(_) => &mut at[*part],
            };
        }
        *at = value;
        ballot
    };
    let signature = handed.signatures[0].signature.clone();
    let twice = json!([handed.signatures[0], handed.signatures[0]]);
    let stranger = ethereum("Mallory").address();
    let member = json!({ "cosmos": world.address("Ann") });
    let long = "x".repeat(1_001);
    let rows: Vec<(&str, Value, u16, &str)> = vec![
        ("no object", json!("yes"), 400, "malformed"),
        (
            "an unknown choice",
            changed(&["choice"], json!("maybe")),
            400,
            "malformed",
        ),
        (
            "no signature",
            changed(&["signatures"], json!([])),
            400,
            "malformed",
        ),
        (
            "a negative revision",
            changed(&["revision"], json!(-1)),
            400,
            "malformed",
        ),
        (
            "another chain",
            over(BallotFields {
                chain: "other-1",
                ..fields
            }),
            422,
            "signature-foreign",
        ),
        (
            "another group",
            over(BallotFields {
                group: "wasm1other",
                ..fields
            }),
            422,
            "signature-foreign",
        ),
        (
            "another proposal",
            over(BallotFields {
                proposal: id + 1,
                ..fields
            }),
            422,
            "signature-foreign",
        ),
        (
            "another content",
            over(BallotFields {
                content_hash: [0; 32],
                ..fields
            }),
            422,
            "signature-foreign",
        ),
        (
            "another choice",
            over(BallotFields {
                choice: "no",
                ..fields
            }),
            422,
            "signature-foreign",
        ),
        (
            "another signer",
            changed(&["signatures", "0", "wallet", "ethereum"], json!(stranger)),
            422,
            "signature-foreign",
        ),
        (
            "half a signature",
            changed(
                &["signatures", "0", "signature"],
                json!(Binary::from(&signature.as_slice()[..64])),
            ),
            422,
            "signature-length",
        ),
        (
            "the other written form",
            changed(
                &["signatures", "0", "signature"],
                json!(malleable(signature.as_slice())),
            ),
            422,
            "signature-high-s",
        ),
        (
            "a wallet twice",
            changed(&["signatures"], twice),
            422,
            "signed-twice",
        ),
        (
            "an account's wallet, with a signature of typed data",
            changed(&["signatures", "0", "wallet"], member),
            422,
            "signature-length",
        ),
        (
            "no member",
            ballot("Mallory", 1, view.deadline),
            403,
            "not-a-member",
        ),
        ("expired", ballot("Eve", 1, now), 422, "ballot-expired"),
        (
            "a revision too many",
            ballot("Eve", 2, view.deadline),
            409,
            "revision",
        ),
        (
            "revision 0",
            ballot("Eve", 0, view.deadline),
            409,
            "revision",
        ),
        (
            "a long reason",
            changed(&["reason"], json!(long)),
            422,
            "reason-too-long",
        ),
        (
            "an empty batch",
            json!({ "ballots": [] }),
            422,
            "batch-size",
        ),
        (
            "a large batch",
            json!({ "ballots": vec![0; 101] }),
            422,
            "batch-size",
        ),
    ];
    for (name, body, status, slug) in rows {
        let (found, answer) = world.hand_in(&relay, &north, id, &body).await;
        assert_eq!(found, status, "{name}: {answer}");
        assert_eq!(
            answer["type"],
            format!("/problems/{slug}"),
            "{name}: {answer}"
        );
        assert!(
            answer["detail"].is_string() && answer["title"].is_string(),
            "{name}: {answer}"
        );
    }
    assert_eq!(
        world.hand_in(&relay, &north, id + 1, &good).await.1["type"],
        "/problems/proposal-unknown"
    );
    assert_eq!(
        world.hand_in(&relay, "wasm1x", id, &good).await.1["type"],
        "/problems/group-not-followed"
    );
    let huge = json!({ "ballots": [], "padding": "x".repeat(70_000) });
    let (status, answer) = world.hand_in(&relay, &north, id, &huge).await;
    assert_eq!(
        (status, &answer["type"]),
        (413, &json!("/problems/body-too-large"))
    );
    assert_eq!(
        (
            kept(&relay).await,
            world.proposal(&north, id).await.tally.seats.present()
        ),
        (0, 0)
    );

    assert_eq!(world.hand_in(&relay, &north, id, &good).await.0, 202);
    let other = world.ballot_on(&view, "Eve", &north, Choice::No, 1, view.deadline);
    let other = serde_json::to_value(other).unwrap();
    assert_eq!(
        world.hand_in(&relay, &north, id, &other).await.1["type"],
        "/problems/already-voted"
    );
    world.advance(3 * DAY).await;
    relay.settle().await.unwrap();
    let late = ballot("Eli", 1, view.deadline + DAY);
    let (status, answer) = world.hand_in(&relay, &north, id, &late).await;
    assert_eq!(
        (status, &answer["type"]),
        (409, &json!("/problems/proposal-not-open")),
        "{answer}"
    );
}

/// The same signature with the other s, which any stranger can compute.
fn malleable(signature: &[u8]) -> Binary {
    let parsed = k256::ecdsa::Signature::from_slice(&signature[..64]).unwrap();
    let (r, s) = parsed.split_scalars();
    let other = k256::ecdsa::Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    let v = 55 - signature[64];
    [&other.to_bytes()[..], &[v]].concat().into()
}

#[tokio::test]
async fn a_ballot_that_was_overtaken_is_told_so_in_its_receipt() {
    let (world, north, id) = group(false).await;
    // an account without coins carries nothing
    let signers = Signers::default().with_group(&north, Arc::new(account("somebody poor")));
    let config = world.config("relay.db");
    let relay = start(&config, signers, world.clock.clone()).await.unwrap();
    relay.settle().await.unwrap();
    let receipt = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    relay.settle().await.unwrap();
    assert_eq!(world.receipt(&relay, &receipt).await["state"], "received");
    let withdraw = ExecuteMsg::Withdraw { proposal: id };
    world.call("Ann", &north, &withdraw).await.unwrap();
    relay.settle().await.unwrap();
    let found = world.receipt(&relay, &receipt).await;
    assert_eq!(found["state"], "refused", "{found}");
    assert!(
        found["reason"].as_str().unwrap().contains("withdrawn"),
        "{found}"
    );
}

/// Holds duties back between taking them on and doing them.
struct Gate(Semaphore);

impl Faults for Gate {
    fn reach(&self, point: Point) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if point == Point::Claimed {
                self.0.acquire().await.unwrap().forget();
            }
        })
    }
}

#[tokio::test]
async fn a_ballot_that_was_overtaken_on_its_way_is_told_so_at_once() {
    let (world, north, id) = group(false).await;
    let gate = Arc::new(Gate(Semaphore::new(0)));
    let groups = [("north", north.as_str())];
    let relay = world.relay_with("relay.db", &groups, gate.clone()).await;
    relay.settle().await.unwrap();
    let receipt = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    let withdraw = ExecuteMsg::Withdraw { proposal: id };
    world.call("Ann", &north, &withdraw).await.unwrap();
    gate.0.add_permits(10);
    relay.settle().await.unwrap();
    let found = world.receipt(&relay, &receipt).await;
    assert_eq!(found["state"], "refused", "{found}");
    assert!(
        found["reason"].as_str().unwrap().contains("withdrawn"),
        "{found}"
    );
}

#[tokio::test]
async fn a_form_only_lacks_the_signature() {
    let (world, north, id) = group(false).await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let eve = ethereum("Eve");
    let path = format!(
        "/api/v1/groups/{north}/proposals/{id}/ballot-form?choice=yes&reason=Good&wallet={}",
        eve.address()
    );
    let (status, form) = world.get(&relay, &path).await;
    assert_eq!(status, 200, "{form}");
    assert_eq!(form["typed_data"]["message"]["choice"], "yes");
    let digest: [u8; 32] = hex::decode(form["digest"].as_str().unwrap())
        .unwrap()
        .try_into()
        .unwrap();
    let body = json!({
        "wallet": form["wallet"], "choice": form["choice"], "reason": form["reason"],
        "revision": form["revision"], "expires": form["expires"],
        "signature": format!("0x{}", hex::encode(eve.sign_digest(&digest).unwrap())),
    });
    let (status, answer) = world.hand_in(&relay, &north, id, &body).await;
    assert_eq!(status, 202, "{answer}");
    relay.settle().await.unwrap();
    let receipt = world
        .receipt(&relay, answer["receipt"].as_str().unwrap())
        .await;
    assert_eq!(receipt["state"], "carried", "{receipt}");
    let stranger = format!("choice=yes&wallet=0x{:040x}", 1);
    for (query, slug) in [
        ("choice=maybe&wallet=0x1", "malformed"),
        ("choice=yes", "malformed"),
        ("choice=yes&wallet=0x1", "malformed"),
        (stranger.as_str(), "not-a-member"),
    ] {
        let path = format!("/api/v1/groups/{north}/proposals/{id}/ballot-form?{query}");
        let (_, answer) = world.get(&relay, &path).await;
        assert_eq!(
            answer["type"],
            format!("/problems/{slug}"),
            "{query}: {answer}"
        );
    }
}

/// The verdict of the chain: its recovery, as the contract uses it.
fn verdict_of_chain(digest: &[u8; 32], signature: &[u8], signer: &str) -> &'static str {
    let (rs, v) = signature.split_at(64);
    if !is_low_s(rs) {
        return "high_s";
    }
    let key = MockApi::default().secp256k1_recover_pubkey(digest, rs, v[0] - 27);
    let found = key.ok().and_then(|key| ethereum_address(&key).ok());
    match found.is_some_and(|found| hex::encode(found) == signer) {
        true => "accepted",
        false => "other_signer",
    }
}

fn verdict_of_intake(digest: &[u8; 32], signature: &[u8], signer: &str) -> &'static str {
    let signed = WalletSignature {
        wallet: Wallet::Ethereum(format!("0x{signer}")),
        signature: signature.into(),
    };
    let why = match check_signature(&signed, digest, "") {
        Ok(()) => return "accepted",
        Err(SignatureError::Proof { why, .. }) => why,
        Err(error) => panic!("{error}"),
    };
    match why {
        ProofError::HighS => "high_s",
        ProofError::DoesNotFit => "other_signer",
        error => panic!("{error}"),
    }
}

#[test]
fn intake_and_chain_come_to_the_same_verdict_on_every_vector() {
    let text = include_str!("../../../../schema/vectors/ballots.json");
    let vectors: Value = serde_json::from_str(text).unwrap();
    let mut seen = BTreeSet::new();
    for vector in vectors["eip712"].as_array().unwrap() {
        let fields = &vector["fields"];
        let word = |name: &str| fields[name].as_str().unwrap();
        let digest = BallotFields {
            chain: word("chain"),
            group: word("group"),
            proposal: word("proposal").parse().unwrap(),
            title: word("title"),
            content_hash: hex::decode(word("content_hash"))
                .unwrap()
                .try_into()
                .unwrap(),
            choice: word("choice"),
            reason: word("reason"),
            revision: fields["revision"].as_u64().unwrap().try_into().unwrap(),
            expires: word("expires").parse().unwrap(),
        }
        .eip712_digest();
        let (name, verdict) = (&vector["name"], vector["verdict"].as_str().unwrap());
        assert_eq!(
            hex::encode(digest),
            vector["digest"].as_str().unwrap(),
            "{name}"
        );
        let signature = hex::decode(vector["signature"].as_str().unwrap()).unwrap();
        let signer = vector["signer"].as_str().unwrap();
        assert_eq!(
            verdict_of_intake(&digest, &signature, signer),
            verdict,
            "{name}"
        );
        assert_eq!(
            verdict_of_chain(&digest, &signature, signer),
            verdict,
            "{name}"
        );
        seen.insert(verdict.to_owned());
    }
    assert_eq!(seen.len(), 3, "every verdict is tried: {seen:?}");
}
