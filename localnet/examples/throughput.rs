//! Measures signed contract transactions per second over RPC, and the time to start:
//! `cargo run --release -p folkmoot-localnet --example throughput [seconds]`.
//!
//! Every transaction is signed by its own account's client, sent by HTTP with tendermint-rpc and
//! awaited before the next of that account; accounts work side by side. Client and chain share the
//! machine, so the figure includes the clients' work.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails may end with a panic, and it prints its figures"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use common::contract::{Ask, Do};
use common::{Draft, Net, config, execute};
use folkmoot_localnet::{BlockMode, Clock, Config};
use tendermint_rpc::{Client, HttpClient};

const CLIENTS: usize = 32;

fn measured(block: BlockMode) -> Config {
    Config {
        accounts: CLIENTS,
        clock: Clock::Wall,
        block,
        ..config()
    }
}

#[tokio::main]
async fn main() {
    let seconds = std::env::args()
        .nth(1)
        .map_or(5, |text| text.parse().unwrap());
    let begin = Instant::now();
    let net = Net::with(measured(BlockMode::PerTransaction)).await;
    let started = begin.elapsed();
    net.client.status().await.unwrap();
    println!(
        "start: {started:?}, first answer after {:?}",
        begin.elapsed()
    );
    drop(net);
    for (name, block) in [
        ("a block per transaction", BlockMode::PerTransaction),
        (
            "a block each 300 ms",
            BlockMode::Interval(Duration::from_millis(300)),
        ),
    ] {
        let net = Net::with(measured(block)).await;
        let rate = run(net, Duration::from_secs(seconds)).await;
        println!("{name}: {rate:.0} signed contract transactions per second");
    }
}

async fn run(net: Net, duration: Duration) -> f64 {
    let counter = {
        let ann = net.person(0);
        let msg = common::instantiate(&ann, 1, &common::contract::Init::default(), None);
        let bytes = net.sign(&ann, Draft::of(&msg)).await;
        let done = net.client.broadcast_tx_commit(bytes).await.unwrap();
        assert!(done.tx_result.code.is_ok(), "{}", done.tx_result.log);
        let events = done
            .tx_result
            .events
            .iter()
            .filter(|event| event.kind == "instantiate");
        let mut attributes = events.flat_map(|event| &event.attributes);
        attributes.next().unwrap().value_str().unwrap().to_owned()
    };
    let sent = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for index in 0..CLIENTS {
        let person = net.person(index);
        let mut account = net.account(&person.address).await;
        let client = HttpClient::new(net.handle.rpc_url().as_str()).unwrap();
        let chain_id = net.handle.chain_id().to_owned();
        let msg = execute(&person, &counter, &Do::Increment { by: 1 });
        let sent = Arc::clone(&sent);
        tasks.push(tokio::spawn(async move {
            while begin.elapsed() < duration {
                let bytes = Draft::of(&msg).sign(&person, &chain_id, &account);
                let answer = client.broadcast_tx_sync(bytes).await.unwrap();
                assert!(answer.code.is_ok(), "{}", answer.log);
                account.sequence += 1;
                sent.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let elapsed = begin.elapsed().as_secs_f64();
    net.own("folkmoot_mine", serde_json::json!({"blocks": 1}))
        .await;
    let counted: u64 = net.smart(&counter, &Ask::Count {}).await;
    assert_eq!(
        counted,
        sent.load(Ordering::Relaxed),
        "every transaction counted once"
    );
    counted as f64 / elapsed
}
