//! The ballots handed in.

use std::sync::Arc;

use folkmoot_store::{
    BallotFilter, BallotState, NewBallot, PageRequest, ReceiptId, Received, SignedTx, Store,
    StoreError,
};
use serde_json::json;

pub fn of(wallet: &str, proposal: u64) -> NewBallot {
    NewBallot {
        receipt: ReceiptId::of(&proposal.to_be_bytes(), wallet),
        group: "wasm1cell".to_owned(),
        proposal,
        seat: Some(3),
        wallet: wallet.to_owned(),
        payload: json!({"choice": "yes", "reason": "it's time", "revision": 1}),
    }
}

pub async fn told(store: Arc<dyn Store>) {
    let (ann, bob, cem) = (of("ann", 1), of("bob", 1), of("cem", 2));
    let mut book = store.begin().await.unwrap();
    assert_eq!(
        book.ballots().receive(ann.clone(), 10).await.unwrap(),
        Received::New
    );
    let again = book.ballots().receive(of("ann", 1), 99).await.unwrap();
    assert!(
        matches!(again, Received::Known(found) if found.received_at == 10 && found.payload == ann.payload)
    );
    book.ballots().receive(bob.clone(), 11).await.unwrap();
    book.ballots().receive(cem.clone(), 12).await.unwrap();
    book.save().await.unwrap();

    let mut book = store.begin().await.unwrap();
    let waiting = book.ballots().waiting(10).await.unwrap();
    let seen: Vec<_> = waiting
        .iter()
        .map(|entry| (entry.proposal, entry.ballots, entry.since))
        .collect();
    assert_eq!(seen, [(1, 2, 10), (2, 1, 12)]);
    let batch = book
        .ballots()
        .waiting_for("wasm1cell", 1, 10)
        .await
        .unwrap();
    let wallets: Vec<&str> = batch.iter().map(|ballot| ballot.wallet.as_str()).collect();
    assert_eq!(wallets, ["ann", "bob"]);
    let mut of_seat = async |group: &str, proposal, seat| {
        let found = book.ballots().waiting_of_seat(group, proposal, seat).await;
        found.unwrap().len()
    };
    assert_eq!(of_seat("wasm1cell", 1, 3).await, 2);
    assert_eq!(of_seat("wasm1cell", 2, 3).await, 1);
    assert_eq!(of_seat("wasm1cell", 1, 4).await, 0);
    assert_eq!(of_seat("wasm1house", 1, 3).await, 0);

    let tx = SignedTx {
        hash: "CD".repeat(32),
        from_height: 4,
        timeout_height: 9,
    };
    let both = [ann.receipt.clone(), bob.receipt.clone()];
    book.ballots().signed(&both, &tx, 20).await.unwrap();
    let kept = book.ballots().lookup(&ann.receipt).await.unwrap().unwrap();
    assert_eq!(
        (kept.state, kept.tx.as_ref()),
        (BallotState::Received, Some(&tx))
    );
    book.ballots()
        .carried(&ann.receipt, "counted", 21)
        .await
        .unwrap();
    book.ballots()
        .refused(&bob.receipt, "not a member", 21)
        .await
        .unwrap();
    let mut ballots = book.ballots();
    let outcomes = [
        ballots.carried(&ann.receipt, "counted", 22).await,
        ballots.refused(&ann.receipt, "late", 22).await,
        ballots.carried(&bob.receipt, "counted", 22).await,
        ballots.signed(&both, &tx, 22).await,
    ];
    drop(ballots);
    for outcome in outcomes {
        assert!(matches!(outcome, Err(StoreError::Conflict { .. })));
    }
    let unknown = ReceiptId::of(b"nothing", "nobody");
    assert_eq!(book.ballots().lookup(&unknown).await.unwrap(), None);
    assert!(matches!(
        book.ballots().carried(&unknown, "", 22).await,
        Err(StoreError::Unknown { .. })
    ));
    book.save().await.unwrap();

    let mut book = store.begin().await.unwrap();
    let refused = BallotFilter {
        state: Some(BallotState::Refused),
        ..BallotFilter::default()
    };
    let page = book
        .ballots()
        .list(&refused, PageRequest::first(10))
        .await
        .unwrap();
    assert_eq!(page.items[0].result.as_deref(), Some("not a member"));
    assert_eq!(page.next, None);
    let about_two = BallotFilter {
        proposal: Some(2),
        group: Some("wasm1cell".to_owned()),
        state: None,
    };
    assert_eq!(
        book.ballots()
            .list(&about_two, PageRequest::latest(10))
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert_eq!(
        book.ballots().count(BallotState::Received).await.unwrap(),
        1
    );
    assert_eq!(book.ballots().waiting(10).await.unwrap().len(), 1);
    assert_eq!(
        "AB".parse::<ReceiptId>().unwrap_err().to_string(),
        "receipt has the value AB, which is not 64 lower-case hexadecimal digits"
    );
    assert_eq!(
        ann.receipt.as_str().parse::<ReceiptId>().unwrap(),
        ann.receipt
    );
}
