//! Time travel, snapshots, files, intervals, and the end of a chain.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use common::contract::{Ask, Do};
use common::{Draft, Net, START, config, every, execute, send};
use folkmoot_localnet::{Clock, Config, spawn};
use serde_json::json;
use tendermint_rpc::Client;

#[tokio::test]
async fn time_moves_as_told_and_contracts_see_it() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    // the first block is at START, each later one a second after the one before
    assert_eq!(
        net.smart::<(u64, u64)>(&counter, &Ask::Time {}).await,
        (2, START + 1)
    );
    let now = net
        .own("folkmoot_advance_time", json!({"seconds": 86_400}))
        .await;
    assert_eq!(now["height"], "3");
    assert_eq!(
        net.smart::<(u64, u64)>(&counter, &Ask::Time {}).await,
        (3, START + 1 + 86_400)
    );
    let now = net.own("folkmoot_mine", json!({"blocks": "5"})).await;
    assert_eq!(now["height"], "8");
    let status = net.client.status().await.unwrap().sync_info;
    assert_eq!(
        status.latest_block_time.unix_timestamp(),
        i64::try_from(START + 1 + 86_400 + 5).unwrap()
    );
    assert_eq!(now["time"], status.latest_block_time.to_rfc3339());
}

#[tokio::test]
async fn a_wall_clock_travels_too() {
    let net = Net::with(Config {
        clock: Clock::Wall,
        ..config()
    })
    .await;
    let before = net
        .client
        .status()
        .await
        .unwrap()
        .sync_info
        .latest_block_time;
    net.own("folkmoot_advance_time", json!({"seconds": 1_000_000}))
        .await;
    let after = net
        .client
        .status()
        .await
        .unwrap()
        .sync_info
        .latest_block_time;
    assert!(after.duration_since(before).unwrap().as_secs() >= 1_000_000);
}

#[tokio::test]
async fn going_back_forgets_everything_after_the_snapshot() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 1).await;
    let first = net.own("folkmoot_snapshot", json!({})).await["id"].clone();
    let increment = Draft::of(&execute(&ann, &counter, &Do::Increment { by: 1 }));
    let bytes = net.sign(&ann, increment).await;
    let sent = net.client.broadcast_tx_sync(bytes.clone()).await.unwrap();
    let second = net.own("folkmoot_snapshot", json!({})).await["id"].clone();
    net.succeed(&ben, Draft::of(&send(&ben, &ann.address, 3)))
        .await;
    net.own("folkmoot_advance_time", json!({"seconds": 50}))
        .await;
    let block = net.client.block(3_u32).await.unwrap().block_id;

    let now = net.own("folkmoot_revert", json!({"id": first})).await;
    assert_eq!(now["height"], "2");
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 1);
    assert_eq!(net.account(&ann.address).await.sequence, 1);
    assert!(net.client.tx(sent.hash, false).await.is_err());
    assert!(net.client.block(3_u32).await.is_err());
    assert_eq!(
        net.smart::<(u64, u64)>(&counter, &Ask::Time {}).await,
        (2, START + 1)
    );
    let gone = common::post(
        &net.handle,
        &json!({"jsonrpc": "2.0", "id": 1, "method": "folkmoot_revert", "params": {"id": second}}),
    )
    .await;
    assert_eq!(
        gone["error"]["code"], -32602,
        "a later snapshot is gone with what it held"
    );
    // the same bytes are good again and make the same block
    net.client.broadcast_tx_sync(bytes).await.unwrap();
    assert_eq!(net.client.block(3_u32).await.unwrap().block_id, block);
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 2);
}

#[tokio::test]
async fn signatures_are_checked_anew_after_going_back() {
    let net = Net::start().await;
    let ann = net.person(0);
    let strangers: Vec<_> = [1_u8, 2]
        .map(|byte| {
            common::Person::with(
                cosmrs::crypto::secp256k1::SigningKey::from_slice(&[byte; 32]).unwrap(),
            )
        })
        .into();
    let id = net.own("folkmoot_snapshot", json!({})).await["id"].clone();
    net.succeed(&ann, Draft::of(&send(&ann, &strangers[0].address, 9)))
        .await;
    let number = net.account(&strangers[0].address).await.account_number;
    net.succeed(
        &strangers[0],
        Draft::of(&send(&strangers[0], &ann.address, 1)),
    )
    .await;
    net.own("folkmoot_revert", json!({"id": id})).await;
    // now the other stranger comes first, and the first one gets another account number
    net.succeed(&ann, Draft::of(&send(&ann, &strangers[1].address, 9)))
        .await;
    net.succeed(&ann, Draft::of(&send(&ann, &strangers[0].address, 9)))
        .await;
    assert_eq!(
        net.account(&strangers[1].address).await.account_number,
        number
    );
    net.succeed(
        &strangers[0],
        Draft::of(&send(&strangers[0], &ann.address, 1)),
    )
    .await;
}

#[tokio::test]
async fn a_chain_survives_in_its_file() {
    let folder = std::env::temp_dir().join(format!("folkmoot-localnet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let state = folder.join("chain.json");
    let kept = Config {
        state: Some(state.clone()),
        ..config()
    };
    let net = Net::with(kept.clone()).await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 7).await;
    let tip = net.client.latest_block().await.unwrap().block_id;
    let other = folder.join("other.json");
    net.own("folkmoot_save", json!({"path": other})).await;
    net.succeed(
        &ann,
        Draft::of(&execute(&ann, &counter, &Do::Increment { by: 1 })),
    )
    .await;
    net.handle.shutdown().await.unwrap();

    let net = Net::with(kept).await;
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 8);
    net.succeed(
        &ann,
        Draft::of(&execute(&ann, &counter, &Do::Increment { by: 1 })),
    )
    .await;
    let now = net.own("folkmoot_load", json!({"path": other})).await;
    assert_eq!(now["height"], "2");
    assert_eq!(net.client.latest_block().await.unwrap().block_id, tip);
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 7);

    let load = async |path: &std::path::Path| {
        let request =
            json!({"jsonrpc": "2.0", "id": 1, "method": "folkmoot_load", "params": {"path": path}});
        common::post(&net.handle, &request).await["error"]["data"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let broken = folder.join("broken.json");
    std::fs::write(&broken, "{}").unwrap();
    assert!(load(&broken).await.contains("missing field"));
    let text = std::fs::read_to_string(&other).unwrap();
    std::fs::write(&broken, text.replace("folkmoot-local-1", "another-1")).unwrap();
    assert!(load(&broken).await.contains("it is of chain another-1"));
    std::fs::write(&broken, text.replace("\"format\":1", "\"format\":2")).unwrap();
    assert!(load(&broken).await.contains("format is 2, expected 1"));
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 7);
    net.handle.shutdown().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn an_interval_gathers_transactions_in_one_block() {
    // long enough that everything below is sent before the first block
    let net = Net::with(every(3_600_000)).await;
    let (ann, ben) = (net.person(0), net.person(1));
    let account = net.account(&ann.address).await;
    let draft = Draft::of(&send(&ann, &ben.address, 1)).fee(1);
    let chain = net.handle.chain_id().to_owned();
    let begin = net
        .client
        .status()
        .await
        .unwrap()
        .sync_info
        .latest_block_height
        .value();
    for sequence in 0..30 {
        let bytes = draft
            .clone()
            .sequence(sequence)
            .sign(&ann, &chain, &account);
        let sent = net.client.broadcast_tx_sync(bytes).await.unwrap();
        assert!(sent.code.is_ok(), "{}", sent.log);
    }
    let gap = draft.clone().sequence(40).sign(&ann, &chain, &account);
    let refused = net.client.broadcast_tx_sync(gap).await.unwrap();
    assert!(
        refused.log.contains("expected 30, got 40"),
        "{}",
        refused.log
    );
    let waiting = common::post(
        &net.handle,
        &json!({"jsonrpc": "2.0", "id": 1, "method": "num_unconfirmed_txs"}),
    )
    .await;
    assert_eq!(waiting["result"]["total"], "30");
    assert_eq!(net.account(&ann.address).await.sequence, 0);
    // everything ben has, twice: the second passes the checks, but not its block
    let all = net.balance(&ben.address).await;
    let bens = net.account(&ben.address).await;
    for sequence in 0..2 {
        let bytes = Draft::of(&send(&ben, &ann.address, all))
            .sequence(sequence)
            .sign(&ben, &chain, &bens);
        assert!(
            net.client
                .broadcast_tx_sync(bytes)
                .await
                .unwrap()
                .code
                .is_ok()
        );
    }
    net.own("folkmoot_mine", json!({"blocks": 1})).await;
    let block = net
        .client
        .block_results(u32::try_from(begin + 1).unwrap())
        .await
        .unwrap();
    let codes: Vec<u32> = block
        .txs_results
        .unwrap()
        .iter()
        .map(|result| result.code.value())
        .collect();
    assert_eq!(codes, [vec![0; 31], vec![5]].concat());
    assert_eq!(net.account(&ann.address).await.sequence, 30);
    assert_eq!(net.account(&ben.address).await.sequence, 2);
}

#[tokio::test]
async fn the_end_frees_the_port_and_ends_requests() {
    let handle = spawn(config()).await.unwrap();
    let port = handle
        .rpc_url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let taken = spawn(Config { port, ..config() }).await.err().unwrap();
    assert!(
        taken
            .to_string()
            .contains(&format!("listen on 127.0.0.1:{port}")),
        "{taken}"
    );
    handle.shutdown().await.unwrap();
    let again = Net::with(Config { port, ..config() }).await;
    let client = again.client.clone();
    client.health().await.unwrap();
    drop(again);
    // the listener goes with its task, which the runtime ends as soon as it gets to it
    loop {
        match spawn(Config { port, ..config() }).await {
            Ok(handle) => return handle.shutdown().await.unwrap(),
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

#[tokio::test]
async fn a_chain_that_cannot_be_is_refused() {
    let bad = [
        Config {
            prefix: String::new(),
            ..config()
        },
        Config {
            extra_balances: vec![("nobody".into(), 1)],
            ..config()
        },
        Config {
            state: Some("/dev/null".into()),
            ..config()
        },
    ];
    for config in bad {
        assert!(spawn(config).await.is_err());
    }
}
