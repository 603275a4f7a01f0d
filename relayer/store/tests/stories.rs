//! The stories of the repositories, told on every backend, and what happens to a store that is cut off.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod story;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use folkmoot_store::{DutyState, NewDuty, PageRequest, Planned, SqliteStore, Store, StoreError};

/// Tells a story on each backend there is.
async fn told<F, Fut>(story: F)
where
    F: Fn(Arc<dyn Store>) -> Fut,
    Fut: Future<Output = ()>,
{
    story(Arc::new(SqliteStore::in_memory().await.unwrap())).await;
    let folder = tempfile::tempdir().unwrap();
    story(Arc::new(open(&folder.path().join("book.sqlite")).await)).await;
}

async fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path).await.unwrap()
}

#[tokio::test]
async fn a_cursor_moves_without_gaps() {
    told(story::cursor::told).await;
}

#[tokio::test]
async fn a_duty_is_planned_run_retried_and_done() {
    told(story::duty::told).await;
}

#[tokio::test]
async fn a_duty_changes_only_from_the_states_it_may() {
    told(story::duty::every_forbidden_change_is_refused).await;
}

#[tokio::test]
async fn duties_are_listed_in_pages() {
    told(story::duty::listed).await;
}

#[tokio::test]
async fn a_ballot_is_received_once_and_settled_once() {
    told(story::ballot::told).await;
}

#[tokio::test]
async fn groups_are_learned_once() {
    told(story::group::told).await;
}

#[tokio::test]
async fn a_dropped_or_cancelled_transaction_changes_nothing() {
    told(story::crash::dropped).await;
}

#[tokio::test]
async fn a_database_belongs_to_one_chain() {
    told(story::crash::bound).await;
}

#[tokio::test]
async fn a_store_that_is_opened_again_has_what_was_saved_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.sqlite");
    let store = open(&path).await;
    let mut saved = store.begin().await.unwrap();
    saved.cursor().start("chain-1", 5).await.unwrap();
    saved.duties().plan(duty("kept"), 1).await.unwrap();
    saved.duties().claim("kept", 2).await.unwrap();
    saved.save().await.unwrap();
    let mut lost = store.begin().await.unwrap();
    lost.cursor().advance("chain-1", 5, 6).await.unwrap();
    lost.duties().plan(duty("lost"), 3).await.unwrap();
    // the process dies here: neither saved nor cancelled, the file is opened by the next one
    drop(lost);
    drop(store);

    let store = open(&path).await;
    let mut found = store.begin().await.unwrap();
    assert_eq!(
        found.cursor().next_height("chain-1").await.unwrap(),
        Some(5)
    );
    assert_eq!(
        found.duties().lookup("kept").await.unwrap().unwrap().state,
        DutyState::Running
    );
    assert_eq!(found.duties().lookup("lost").await.unwrap(), None);
    assert_eq!(
        found
            .duties()
            .list(&Default::default(), PageRequest::first(9))
            .await
            .unwrap()
            .items
            .len(),
        1
    );
}

#[tokio::test]
async fn two_relayers_on_one_file_never_both_claim_a_duty() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.sqlite");
    let (one, two) = (open(&path).await, open(&path).await);
    let mut plan = one.begin().await.unwrap();
    for number in 0..20 {
        assert_eq!(
            plan.duties()
                .plan(duty(&format!("duty-{number}")), 1)
                .await
                .unwrap(),
            Planned::New
        );
    }
    plan.save().await.unwrap();
    let (by_one, by_two) = tokio::join!(claim_all(one), claim_all(two));
    assert_eq!(by_one + by_two, 20);
}

async fn claim_all(store: SqliteStore) -> u32 {
    let mut claimed = 0;
    for number in 0..20 {
        let mut book = store.begin().await.unwrap();
        let outcome = book.duties().claim(&format!("duty-{number}"), 2).await;
        match outcome {
            Ok(_) => {
                book.save().await.unwrap();
                claimed += 1;
            }
            Err(StoreError::Conflict { .. }) => book.cancel().await.unwrap(),
            Err(other) => panic!("{other}"),
        }
    }
    claimed
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(
        &path,
        "Dear all, this is a letter and no database at all. ".repeat(40),
    )
    .unwrap();
    let error = SqliteStore::open(&path).await.unwrap_err().to_string();
    assert!(error.contains("letter.txt"), "{error}");
    let error = SqliteStore::open(&folder.path().join("no/such/folder.sqlite"))
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("folder.sqlite"), "{error}");
}

fn duty(key: &str) -> NewDuty {
    NewDuty {
        key: key.to_owned(),
        kind: "roll_up".to_owned(),
        group: "wasm1group".to_owned(),
        proposal: Some(1),
        not_before: 0,
    }
}
