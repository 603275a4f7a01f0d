//! CometBFT's methods, as tendermint-rpc reads their answers, and as raw JSON.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use common::contract::Do;
use common::{Draft, Net, execute, http, post, post_text, send};
use serde_json::{Value, json};
use tendermint_rpc::query::{EventType, Query};
use tendermint_rpc::{Client, Order};

#[tokio::test]
async fn the_node_describes_itself() {
    let net = Net::start().await;
    net.client.health().await.unwrap();
    let status = net.client.status().await.unwrap();
    assert_eq!(status.node_info.network.as_str(), "folkmoot-local-1");
    assert!(status.node_info.version.to_string().starts_with("0.38."));
    assert_eq!(status.sync_info.latest_block_height.value(), 1);
    assert!(!status.sync_info.latest_block_hash.is_empty());
    assert_eq!(
        net.client
            .abci_info()
            .await
            .unwrap()
            .last_block_height
            .value(),
        1
    );
    assert!(net.client.net_info().await.unwrap().listening);
    let genesis = net.client.genesis::<Value>().await.unwrap();
    assert_eq!(genesis.chain_id.as_str(), "folkmoot-local-1");
    let holders = genesis.app_state["bank"]["balances"].as_array().unwrap();
    assert_eq!(holders.len(), 4);
    let params = net.client.latest_consensus_params().await.unwrap();
    assert_eq!(params.block_height.value(), 1);
    let validators = net
        .client
        .validators(1_u32, tendermint_rpc::Paging::All)
        .await
        .unwrap();
    assert_eq!(validators.validators.len(), 1);
}

#[tokio::test]
async fn blocks_link_and_their_hashes_are_cometbfts() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    for _ in 0..3 {
        net.succeed(&ann, Draft::of(&send(&ann, &ben.address, 1)))
            .await;
    }
    let mut last = None;
    for height in 1_u32..=4 {
        let block = net.client.block(height).await.unwrap();
        let header = &block.block.header;
        assert_eq!(
            header.hash(),
            block.block_id.hash,
            "tendermint-rs computes the same hash"
        );
        assert_eq!(header.last_block_id.map(|id| id.hash), last);
        assert_eq!(block.block.data.len(), usize::from(height > 1));
        let same = net.client.block_by_hash(block.block_id.hash).await.unwrap();
        assert_eq!(same.block.unwrap().header, *header);
        assert_eq!(net.client.header(height).await.unwrap().header, *header);
        let commit = net.client.commit(height).await.unwrap();
        assert_eq!(
            commit.signed_header.commit.block_id.hash,
            block.block_id.hash
        );
        assert_eq!(commit.signed_header.header, *header);
        last = Some(block.block_id.hash);
    }
    assert_eq!(
        net.client
            .latest_block()
            .await
            .unwrap()
            .block
            .header
            .height
            .value(),
        4
    );
    let listed = net.client.blockchain(2_u32, 3_u32).await.unwrap();
    let heights: Vec<u64> = listed
        .block_metas
        .iter()
        .map(|meta| meta.header.height.value())
        .collect();
    assert_eq!(heights, [3, 2]);
    let too_high = net.client.block(99_u32).await.unwrap_err();
    assert!(
        too_high.to_string().contains("current blockchain height 4"),
        "{too_high}"
    );
}

#[tokio::test]
async fn results_and_transactions_are_found() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 0).await;
    for by in 1..=3 {
        net.succeed(
            &ann,
            Draft::of(&execute(&ann, &counter, &Do::Increment { by })),
        )
        .await;
    }
    let paid = net
        .succeed(&ben, Draft::of(&send(&ben, &ann.address, 9)))
        .await;
    let results = net.client.block_results(paid.height).await.unwrap();
    assert_eq!(results.txs_results.unwrap()[0], paid.tx_result);
    assert!(
        net.client
            .block_results(1_u32)
            .await
            .unwrap()
            .txs_results
            .is_none()
    );

    let search = async |query: Query, page, per_page, order| {
        let found = net
            .client
            .tx_search(query, false, page, per_page, order)
            .await
            .unwrap();
        let heights: Vec<u64> = found.txs.iter().map(|tx| tx.height.value()).collect();
        (found.total_count, heights)
    };
    let by_hash = Query::eq("tx.hash", paid.hash.to_string());
    assert_eq!(search(by_hash, 1, 10, Order::Ascending).await, (1, vec![6]));
    let by_height = Query::eq("tx.height", 3_u64);
    assert_eq!(
        search(by_height, 1, 10, Order::Ascending).await,
        (1, vec![3])
    );
    let of_counter = || Query::eq("wasm._contract_address", counter.clone());
    assert_eq!(
        search(of_counter(), 1, 2, Order::Ascending).await,
        (4, vec![2, 3])
    );
    assert_eq!(
        search(of_counter(), 2, 2, Order::Descending).await,
        (4, vec![3, 2])
    );
    let narrow = of_counter()
        .and_gt("tx.height", 3_u64)
        .and_eq("wasm.count", "6");
    assert_eq!(search(narrow, 1, 10, Order::Ascending).await, (1, vec![5]));
    let none = Query::eq("wasm.count", "nothing");
    assert_eq!(search(none, 1, 10, Order::Ascending).await, (0, vec![]));
    let from = Query::from(EventType::Tx).and_eq("message.sender", ben.address.clone());
    assert_eq!(search(from, 1, 10, Order::Ascending).await, (1, vec![6]));
    let blocks = net
        .client
        .block_search(Query::gte("block.height", 5_u64), 1, 10, Order::Ascending)
        .await
        .unwrap();
    assert_eq!(blocks.total_count, 2);
    let missing = net.client.tx("AB".repeat(32).parse().unwrap(), false).await;
    assert!(missing.unwrap_err().to_string().contains("not found"));
}

#[tokio::test]
async fn commit_waits_and_async_does_not() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let done = net.client.broadcast_tx_commit(bytes).await.unwrap();
    assert!(done.check_tx.code.is_ok() && done.tx_result.code.is_ok());
    assert_eq!(done.height.value(), 2);
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)).sequence(9))
        .await;
    let refused = net.client.broadcast_tx_commit(bytes).await.unwrap();
    assert_eq!(refused.check_tx.code.value(), 32);
    let bytes = net
        .sign(&ann, Draft::of(&send(&ann, &ben.address, 1)))
        .await;
    let sent = net.client.broadcast_tx_async(bytes).await.unwrap();
    assert!(sent.code.is_ok());
    // a question asked later is answered after what was sent
    loop {
        if net.client.tx(sent.hash, false).await.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn checking_alone_changes_nothing() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let check = async |bytes: &[u8]| {
        let tx = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
        let request =
            json!({"jsonrpc": "2.0", "id": 1, "method": "check_tx", "params": {"tx": tx}});
        post(&net.handle, &request).await["result"].clone()
    };
    let draft = Draft::of(&send(&ann, &ben.address, 1));
    let good = net.sign(&ann, draft.clone()).await;
    for _ in 0..2 {
        let answer = check(&good).await;
        assert_eq!(answer["code"], 0, "{answer}");
        assert_ne!(answer["gas_used"], "0");
    }
    let late = net.sign(&ann, draft.sequence(4)).await;
    assert_eq!(check(&late).await["code"], 32);
    assert_eq!(check(&[1, 2, 3]).await["code"], 2);
    assert_eq!(net.account(&ann.address).await.sequence, 0);
    net.client.broadcast_tx_sync(good).await.unwrap();
}

#[tokio::test]
async fn broken_requests_get_a_clear_error() {
    let net = Net::start().await;
    for (body, status, code) in [
        ("{", 500, -32700),
        ("1", 500, -32700),
        (r#"{"id":1,"method":5}"#, 500, -32700),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"nonsense","params":{}}"#,
            200,
            -32601,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"block","params":{"height":"x"}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"broadcast_tx_sync","params":{"tx":"***"}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"block","params":{"height":1}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"abci_query","params":{"path":"/x","data":"zz"}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tx","params":{"hash":"AAAA"}}"#,
            200,
            -32603,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tx_search","params":{"query":"a="}}"#,
            200,
            -32603,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"query":"tm.event='Tx'"}}"#,
            200,
            -32601,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"folkmoot_revert","params":{"id":"9"}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"folkmoot_revert","params":{"id":null}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"folkmoot_advance_time","params":{"seconds":"99999999999999"}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"folkmoot_mine","params":{"blocks":1000000000}}"#,
            200,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"folkmoot_load","params":{"path":"/nowhere/at/all"}}"#,
            200,
            -32603,
        ),
    ] {
        let (found, answer) = post_text(&net.handle, body).await;
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(
            (found, answer["error"]["code"].as_i64()),
            (status, Some(code)),
            "{body}: {answer}"
        );
    }
    net.client.health().await.unwrap();
}

#[tokio::test]
async fn unknown_paths_and_garbage_in_queries_are_answered_with_a_code() {
    let net = Net::start().await;
    for (path, data, code) in [
        ("/nothing", vec![], 6),
        ("", vec![], 6),
        ("/cosmwasm.wasm.v1.Query/Nothing", vec![], 6),
        ("/cosmos.auth.v1beta1.Query/Account", vec![0xff, 0xff], 18),
        ("/cosmos.auth.v1beta1.Query/Account", vec![], 18),
        ("/cosmos.tx.v1beta1.Service/Simulate", vec![], 18),
        ("/cosmwasm.wasm.v1.Query/Code", vec![], 6),
    ] {
        let answer = net.ask(path, data).await;
        assert_eq!(answer.code.value(), code, "{path}: {}", answer.log);
    }
    let nobody =
        common::Person::with(cosmrs::crypto::secp256k1::SigningKey::from_slice(&[9; 32]).unwrap());
    let asked = cosmrs::proto::cosmos::auth::v1beta1::QueryAccountRequest {
        address: nobody.address.clone(),
    };
    let data = prost::Message::encode_to_vec(&asked);
    let missing = net.ask("/cosmos.auth.v1beta1.Query/Account", data).await;
    assert_eq!(
        (missing.codespace.as_str(), missing.code.value()),
        ("sdk", 22)
    );
    let expected = format!(
        "rpc error: code = NotFound desc = account {} not found: key not found",
        nobody.address
    );
    assert_eq!(missing.log, expected);
}

#[tokio::test]
async fn batches_notifications_and_uris_work() {
    let net = Net::start().await;
    let request = |id: u32, method: &str| json!({"jsonrpc": "2.0", "id": id, "method": method});
    let batch = json!([request(1, "health"), request(2, "nope"), {"jsonrpc": "2.0", "method": "health"}, request(3, "status")]);
    let answers = post(&net.handle, &batch).await;
    let ids: Vec<u64> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(answers[1]["error"]["code"], -32601);

    // whoever wants one answer gets it alone, and whoever wants none gets none
    let alone = json!([request(1, "health"), {"jsonrpc": "2.0", "method": "health"}]);
    assert_eq!(post(&net.handle, &alone).await["id"], 1);
    for nothing in [
        "[]",
        "{}",
        r#"{"jsonrpc":"2.0","id":null,"method":"health"}"#,
    ] {
        let (status, _) = post_text(&net.handle, nothing).await;
        assert_eq!(status, 200, "{nothing}");
    }

    let get = async |uri: &str| {
        let (status, body) = http(
            &net.handle,
            format!("GET {uri} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        )
        .await;
        (
            status,
            serde_json::from_str::<Value>(&body).unwrap_or_default(),
        )
    };
    let (status, answer) = get("/status").await;
    assert_eq!(
        (
            status,
            &answer["result"]["sync_info"]["latest_block_height"]
        ),
        (200, &json!("1"))
    );
    let (status, answer) = get("/block?height=1").await;
    assert_eq!(
        (status, &answer["result"]["block"]["header"]["height"]),
        (200, &json!("1"))
    );
    let (_, answer) = get("/tx_search?query=%22tx.height=1%22&prove=false&page=1").await;
    assert_eq!(answer["result"]["total_count"], "0");
    assert_eq!(get("/nonsense").await.0, 404);
    assert_eq!(get("/block?height=99").await.0, 500);
}

#[tokio::test]
async fn browsers_are_let_in() {
    let net = Net::start().await;
    let request = "OPTIONS / HTTP/1.1\r\nhost: x\r\norigin: http://localhost:3000\r\naccess-control-request-method: POST\r\naccess-control-request-headers: content-type\r\nconnection: close\r\n\r\n";
    let (status, head) = http(&net.handle, request.to_owned()).await;
    assert_eq!(status, 200);
    let head = head.to_lowercase();
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
    assert!(
        head.contains("access-control-allow-headers: content-type"),
        "{head}"
    );
}
