//! The websocket, with tendermint-rpc's client and by hand.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use common::contract::Do;
use common::{Draft, Net, every, execute, send};
use futures::StreamExt;
use tendermint_rpc::event::EventData;
use tendermint_rpc::query::{EventType, Query};
use tendermint_rpc::{Client, SubscriptionClient, WebSocketClient};

async fn socket(net: &Net) -> WebSocketClient {
    let (client, driver) = WebSocketClient::new(net.handle.ws_url().as_str())
        .await
        .unwrap();
    tokio::spawn(driver.run());
    client
}

#[tokio::test]
async fn blocks_and_transactions_are_told_in_order() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let client = socket(&net).await;
    let mut blocks = client.subscribe(EventType::NewBlock.into()).await.unwrap();
    let mut all = client.subscribe(EventType::Tx.into()).await.unwrap();
    let of_ben = Query::from(EventType::Tx).and_eq("transfer.sender", ben.address.clone());
    let mut bens = client.subscribe(of_ben).await.unwrap();
    for (from, to) in [(&ann, &ben), (&ann, &ben), (&ben, &ann)] {
        net.succeed(from, Draft::of(&send(from, &to.address, 5)))
            .await;
    }
    for height in 2..=4_u64 {
        let EventData::NewBlock {
            block,
            result_finalize_block,
            block_id,
        } = blocks.next().await.unwrap().unwrap().data
        else {
            panic!("not a block")
        };
        let block = block.unwrap();
        assert_eq!(block.header.height.value(), height);
        assert_eq!(block.header.hash(), block_id.hash);
        assert_eq!(result_finalize_block.unwrap().tx_results.len(), 1);
    }
    for height in 2..=4_i64 {
        let event = all.next().await.unwrap().unwrap();
        let EventData::Tx { tx_result } = event.data else {
            panic!("not a transaction")
        };
        assert_eq!(tx_result.height, height);
        let attributes = event.events.unwrap();
        assert_eq!(attributes["tm.event"], ["Tx"]);
        assert_eq!(attributes["tx.height"], [height.to_string()]);
        assert_eq!(
            attributes["message.action"],
            ["/cosmos.bank.v1beta1.MsgSend"]
        );
    }
    let EventData::Tx { tx_result } = bens.next().await.unwrap().unwrap().data else {
        panic!("not a transaction")
    };
    assert_eq!(tx_result.height, 4);
    client.close().unwrap();
}

#[tokio::test]
async fn methods_work_over_the_socket_too() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let client = socket(&net).await;
    assert_eq!(
        client
            .status()
            .await
            .unwrap()
            .sync_info
            .latest_block_height
            .value(),
        1
    );
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let done = client.broadcast_tx_commit(bytes).await.unwrap();
    assert_eq!(done.height.value(), 2);
    assert!(client.block(77_u32).await.is_err());
    client.close().unwrap();
}

#[tokio::test]
async fn a_block_of_an_interval_tells_each_of_its_transactions() {
    let net = Net::with(every(50)).await;
    let ann = net.person(0);
    let msg = common::instantiate(&ann, 1, &common::contract::Init::default(), None);
    let bytes = net.sign(&ann, Draft::of(&msg)).await;
    let made = net.client.broadcast_tx_commit(bytes).await.unwrap();
    let mut events = made
        .tx_result
        .events
        .iter()
        .filter(|event| event.kind == "instantiate");
    let counter = events.next().unwrap().attributes[0]
        .value_str()
        .unwrap()
        .to_owned();
    let client = socket(&net).await;
    let mut told = client.subscribe(EventType::Tx.into()).await.unwrap();
    let account = net.account(&ann.address).await;
    for offset in 0..20 {
        let draft = Draft::of(&execute(&ann, &counter, &Do::Increment { by: 1 }));
        let bytes =
            draft
                .sequence(account.sequence + offset)
                .sign(&ann, net.handle.chain_id(), &account);
        let sent = net.client.broadcast_tx_sync(bytes).await.unwrap();
        assert!(sent.code.is_ok(), "{}", sent.log);
    }
    for count in 1..=20 {
        let event = told.next().await.unwrap().unwrap();
        assert_eq!(event.events.unwrap()["wasm.count"], [count.to_string()]);
    }
    client.close().unwrap();
}
