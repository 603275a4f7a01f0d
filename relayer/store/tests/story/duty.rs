//! The book of duties.

use std::sync::Arc;

use folkmoot_store::{
    Duty, DutyFilter, DutyState, NewDuty, PageRequest, Planned, Repository, SignedTx, Store,
    StoreError,
};

pub fn roll_up(key: &str) -> NewDuty {
    NewDuty {
        key: key.to_owned(),
        kind: "roll_up".to_owned(),
        group: "wasm1cell".to_owned(),
        proposal: Some(7),
        not_before: 100,
    }
}

fn tx() -> SignedTx {
    SignedTx {
        hash: "AB".repeat(32),
        from_height: 40,
        timeout_height: 60,
    }
}

async fn known(book: &mut dyn Repository, key: &str) -> Duty {
    book.duties().lookup(key).await.unwrap().unwrap()
}

pub async fn told(store: Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    assert_eq!(
        book.duties().plan(roll_up("k"), 50).await.unwrap(),
        Planned::New
    );
    let again = book
        .duties()
        .plan(
            NewDuty {
                not_before: 1,
                ..roll_up("k")
            },
            51,
        )
        .await
        .unwrap();
    assert!(
        matches!(again, Planned::Known(duty) if duty.not_before == 100 && duty.created_at == 50)
    );
    assert_eq!(book.duties().due(99, 10).await.unwrap(), []);
    assert_eq!(book.duties().next_due().await.unwrap(), Some(100));
    assert_eq!(book.duties().due(100, 10).await.unwrap().len(), 1);
    let claimed = book.duties().claim("k", 100).await.unwrap();
    assert_eq!(
        (claimed.state, claimed.attempts, claimed.tx),
        (DutyState::Running, 1, None)
    );
    assert_eq!(book.duties().due(100, 10).await.unwrap(), []);
    assert_eq!(book.duties().next_due().await.unwrap(), None);
    book.duties().signed("k", &tx(), 101).await.unwrap();
    book.duties()
        .retry("k", 200, "node gone", 102)
        .await
        .unwrap();
    book.save().await.unwrap();

    let mut book = store.begin().await.unwrap();
    let waiting = known(book.as_mut(), "k").await;
    assert_eq!(waiting.state, DutyState::Planned);
    assert_eq!(
        (waiting.not_before, waiting.last_error.as_deref()),
        (200, Some("node gone"))
    );
    assert_eq!(
        waiting.tx,
        Some(tx()),
        "the last transaction can still be looked for"
    );
    assert_eq!(book.duties().claim("k", 200).await.unwrap().attempts, 2);
    book.duties().finish("k", 201).await.unwrap();
    let done = known(book.as_mut(), "k").await;
    assert_eq!(
        (done.state, done.last_error, done.updated_at),
        (DutyState::Done, None, 201)
    );
    book.duties().reopen("k", 300, 202).await.unwrap();
    book.duties().fail("k", "refused", 301).await.unwrap();
    assert_eq!(
        known(book.as_mut(), "k").await.last_error.as_deref(),
        Some("refused")
    );
    book.duties().reopen("k", 300, 302).await.unwrap();
    assert_eq!(known(book.as_mut(), "k").await.state, DutyState::Planned);
    book.save().await.unwrap();
}

/// Each change of state from each state: allowed exactly where the picture at [`DutyState`] has an arrow.
pub async fn every_forbidden_change_is_refused(store: Arc<dyn Store>) {
    use DutyState::{Done, Failed, Planned, Running};
    let changes: [(&str, &[DutyState], DutyState); 6] = [
        ("claim", &[Planned], Running),
        ("signed", &[Running], Running),
        ("finish", &[Planned, Running], Done),
        ("retry", &[Running], Planned),
        ("fail", &[Planned, Running], Failed),
        ("reopen", &[Done, Failed], Planned),
    ];
    for (verb, from, to) in changes {
        for state in DutyState::ALL {
            let mut book = store.begin().await.unwrap();
            bring_to(book.as_mut(), state).await;
            let outcome = change(book.as_mut(), verb).await;
            let after = known(book.as_mut(), "k").await.state;
            if from.contains(&state) {
                outcome.unwrap();
                assert_eq!(after, to, "{verb} from {state:?}");
            } else {
                assert!(
                    matches!(outcome, Err(StoreError::Conflict { .. })),
                    "{verb} from {state:?}"
                );
                assert_eq!(after, state, "{verb} from {state:?}");
            }
            book.cancel().await.unwrap();
        }
        let mut book = store.begin().await.unwrap();
        assert!(
            matches!(
                change(book.as_mut(), verb).await,
                Err(StoreError::Unknown { .. })
            ),
            "{verb}"
        );
        book.cancel().await.unwrap();
    }
}

async fn bring_to(book: &mut dyn Repository, state: DutyState) {
    book.duties().plan(roll_up("k"), 1).await.unwrap();
    match state {
        DutyState::Planned => {}
        DutyState::Running => drop(book.duties().claim("k", 2).await.unwrap()),
        DutyState::Done => book.duties().finish("k", 2).await.unwrap(),
        DutyState::Failed => book.duties().fail("k", "no", 2).await.unwrap(),
    }
}

async fn change(book: &mut dyn Repository, verb: &str) -> Result<(), StoreError> {
    match verb {
        "claim" => book.duties().claim("k", 9).await.map(drop),
        "signed" => book.duties().signed("k", &tx(), 9).await,
        "finish" => book.duties().finish("k", 9).await,
        "retry" => book.duties().retry("k", 10, "later", 9).await,
        "fail" => book.duties().fail("k", "no", 9).await,
        _ => book.duties().reopen("k", 10, 9).await,
    }
}

pub async fn listed(store: Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    for number in 0..5 {
        book.duties()
            .plan(roll_up(&format!("k{number}")), 1)
            .await
            .unwrap();
    }
    let other = NewDuty {
        kind: "refresh".to_owned(),
        proposal: None,
        not_before: 5,
        ..roll_up("other")
    };
    book.duties().plan(other, 1).await.unwrap();
    book.duties().finish("k3", 2).await.unwrap();

    let mut keys = Vec::new();
    let mut page = PageRequest::first(4);
    loop {
        let found = book
            .duties()
            .list(&DutyFilter::default(), page)
            .await
            .unwrap();
        keys.extend(found.items.into_iter().map(|duty| duty.key));
        match found.next {
            Some(mark) => page = page.after(mark),
            None => break,
        }
    }
    assert_eq!(keys, ["k0", "k1", "k2", "k3", "k4", "other"]);
    let filter = DutyFilter {
        state: Some(DutyState::Planned),
        kind: Some("roll_up".to_owned()),
        group: Some("wasm1cell".to_owned()),
        proposal: Some(7),
    };
    let found = book
        .duties()
        .list(&filter, PageRequest::latest(2))
        .await
        .unwrap();
    let keys: Vec<&str> = found.items.iter().map(|duty| duty.key.as_str()).collect();
    assert_eq!(keys, ["k4", "k2"]);
    assert!(found.next.is_some());
    let due = book.duties().due(100, 10).await.unwrap();
    assert_eq!(due[0].key, "other", "the longest waiting comes first");
    assert_eq!(book.duties().count(DutyState::Planned).await.unwrap(), 5);
    assert_eq!(book.duties().count(DutyState::Done).await.unwrap(), 1);
    book.cancel().await.unwrap();
}
