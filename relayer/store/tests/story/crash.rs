//! What is left of a transaction that was not saved.

use std::sync::Arc;

use folkmoot_store::{BallotState, DutyState, Repository, Store, StoreError};

use super::{ballot, duty};

async fn write_everything(book: &mut dyn Repository) {
    book.cursor().start("a", 1).await.unwrap();
    book.duties().plan(duty::roll_up("k"), 1).await.unwrap();
    book.ballots().receive(ballot::of("w", 1), 1).await.unwrap();
    book.groups().learn("wasm1a", 1).await.unwrap();
}

async fn nothing_is_there(store: &Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    assert_eq!(book.cursor().next_height("a").await.unwrap(), None);
    assert_eq!(book.duties().count(DutyState::Planned).await.unwrap(), 0);
    assert_eq!(
        book.ballots().count(BallotState::Received).await.unwrap(),
        0
    );
    assert_eq!(book.groups().lookup("wasm1a").await.unwrap(), None);
    book.cancel().await.unwrap();
}

pub async fn dropped(store: Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    write_everything(book.as_mut()).await;
    drop(book);
    nothing_is_there(&store).await;
    let mut book = store.begin().await.unwrap();
    write_everything(book.as_mut()).await;
    book.cancel().await.unwrap();
    nothing_is_there(&store).await;
}

pub async fn bound(store: Arc<dyn Store>) {
    store.bind("folkmoot-local-1").await.unwrap();
    store.bind("folkmoot-local-1").await.unwrap();
    let error = store.bind("other-1").await.unwrap_err();
    assert!(matches!(error, StoreError::OtherChain { .. }));
    assert_eq!(
        error.to_string(),
        "the database belongs to chain folkmoot-local-1, not to other-1: use another database file"
    );
}
