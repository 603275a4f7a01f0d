//! Transactions as Rust clients sign and send them.

mod common;

use common::contract::{Ask, Do};
use common::{Draft, Net, attribute, execute, send};
use tendermint_rpc::Client;

#[tokio::test]
async fn coins_move_and_fees_are_paid() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let before = net.balance(&ann.address).await;
    let done = net
        .succeed(&ann, Draft::of(&send(&ann, &ben.address, 1_000)).fee(25))
        .await;
    assert_eq!(net.balance(&ann.address).await, before - 1_025);
    assert_eq!(net.balance(&ben.address).await, before + 1_000);
    assert_eq!(net.account(&ann.address).await.sequence, 1);
    assert_eq!(attribute(&done, "tx", "fee").unwrap(), "25ustake");
    assert_eq!(
        attribute(&done, "message", "action").unwrap(),
        "/cosmos.bank.v1beta1.MsgSend"
    );
}

#[tokio::test]
async fn contracts_are_made_called_and_asked() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 5).await;
    let done = net
        .succeed(
            &ann,
            Draft::of(&execute(&ann, &counter, &Do::Increment { by: 2 })),
        )
        .await;
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 7);
    assert_eq!(attribute(&done, "wasm", "count").unwrap(), "7");
    assert_eq!(attribute(&done, "wasm-counted", "by").unwrap(), ann.address);
    let found = net.client.tx(done.hash, false).await.unwrap();
    assert_eq!(found.tx_result, done.tx_result);
    assert_eq!((found.height, found.index), (done.height, 0));
}
