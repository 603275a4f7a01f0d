//! The known groups.

use std::sync::Arc;

use folkmoot_store::{Group, PageRequest, Store};

pub async fn told(store: Arc<dyn Store>) {
    let mut book = store.begin().await.unwrap();
    assert_eq!(book.groups().lookup("wasm1a").await.unwrap(), None);
    assert!(book.groups().learn("wasm1a", 3).await.unwrap());
    assert!(!book.groups().learn("wasm1a", 9).await.unwrap());
    for number in 0..4 {
        assert!(
            book.groups()
                .learn(&format!("wasm1g{number}"), 10 + number)
                .await
                .unwrap()
        );
    }
    book.save().await.unwrap();

    let mut book = store.begin().await.unwrap();
    let known = Group {
        address: "wasm1a".to_owned(),
        first_height: 3,
    };
    assert_eq!(book.groups().lookup("wasm1a").await.unwrap(), Some(known));
    let first = book.groups().list(PageRequest::first(2)).await.unwrap();
    assert_eq!(first.items.len(), 2);
    let second = book
        .groups()
        .list(PageRequest::first(2).after(first.next.unwrap()))
        .await
        .unwrap();
    let last = book
        .groups()
        .list(PageRequest::first(2).after(second.next.unwrap()))
        .await
        .unwrap();
    assert_eq!(last.next, None);
    let heights: Vec<u64> = [first.items, second.items, last.items]
        .concat()
        .into_iter()
        .map(|group| group.first_height)
        .collect();
    assert_eq!(heights, [3, 10, 11, 12, 13]);
    let latest = book.groups().list(PageRequest::latest(1)).await.unwrap();
    assert_eq!(latest.items[0].address, "wasm1g3");
    book.cancel().await.unwrap();
}
