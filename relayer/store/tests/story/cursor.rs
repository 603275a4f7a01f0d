//! How far the chain has been read.

use std::sync::Arc;

use folkmoot_store::{Store, StoreError};

pub async fn told(store: Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    assert_eq!(book.cursor().next_height("a").await.unwrap(), None);
    assert!(matches!(
        book.cursor().advance("a", 1, 2).await,
        Err(StoreError::Unknown { .. })
    ));
    assert!(book.cursor().start("a", 1).await.unwrap());
    assert!(
        !book.cursor().start("a", 99).await.unwrap(),
        "a cursor is started once"
    );
    assert!(book.cursor().start("b", 7).await.unwrap());
    book.cursor().advance("a", 1, 2).await.unwrap();
    book.cursor().advance("a", 2, 3).await.unwrap();
    book.save().await.unwrap();

    let mut book = store.begin().await.unwrap();
    assert_eq!(book.cursor().next_height("a").await.unwrap(), Some(3));
    assert_eq!(book.cursor().next_height("b").await.unwrap(), Some(7));
    let error = book.cursor().advance("a", 2, 3).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cursor of chain a is at height 3, expected at height 2"
    );
    assert!(matches!(
        book.cursor().start("c", u64::MAX).await,
        Err(StoreError::Value { .. })
    ));
    book.cancel().await.unwrap();
}
