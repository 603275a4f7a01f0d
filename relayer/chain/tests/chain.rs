//! The client, the reader and the writer against the embedded chain, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::sync::Arc;
use std::time::Duration;

use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{
    BlockReader, ChainError, Client, Event, Fate, Gas, Included, Job, LocalSigner, Node, Pace,
    Wake, WriteError, Writer, WriterConfig, coin, fate, send,
};
use folkmoot_localnet::{BlockMode, Config, Handle, spawn};

const DENOM: &str = "ustake";

struct Chain {
    handle: Handle,
    client: Client,
}

impl Chain {
    async fn start() -> Self {
        Self::with(Config::default()).await
    }

    async fn with(config: Config) -> Self {
        let handle = spawn(config).await.unwrap();
        let client = Client::connect(&handle.rpc_url()).await.unwrap();
        Self { handle, client }
    }

    fn address(&self, index: usize) -> String {
        self.handle.accounts()[index].address.clone()
    }

    fn writer(&self, index: usize) -> Writer {
        let account = &self.handle.accounts()[index];
        let signer =
            LocalSigner::from_mnemonic_at(&account.mnemonic.as_str().into(), &account.path)
                .unwrap();
        let writer = spawn_writer(&self.client, signer);
        assert_eq!(writer.address(), account.address);
        writer
    }
}

fn spawn_writer(client: &Client, signer: LocalSigner) -> Writer {
    let config = WriterConfig::new("wasm", "0.025ustake".parse().unwrap());
    Writer::spawn(
        client.clone(),
        Arc::new(signer),
        Arc::new(SystemClock),
        config,
    )
    .unwrap()
}

async fn pay(writer: &Writer, to: &str, amount: u128) -> Result<Included, WriteError> {
    let message = send(writer.address(), to, vec![coin(amount, DENOM)]);
    writer.write(Job::of(vec![message])).await
}

#[tokio::test]
async fn a_payment_is_included_and_seen_from_every_side() {
    let chain = Chain::start().await;
    let (ann, bob) = (chain.writer(0), chain.address(1));
    let before = chain.client.balance(&bob, DENOM).await.unwrap();
    let paid = pay(&ann, &bob, 500).await.unwrap();

    assert_eq!(
        chain.client.balance(&bob, DENOM).await.unwrap(),
        before + 500
    );
    assert!(
        chain
            .client
            .balances(&bob)
            .await
            .unwrap()
            .contains(&(DENOM.to_owned(), before + 500))
    );
    let to_bob =
        |event: &&Event| event.kind == "transfer" && event.attribute("recipient") == Some(&bob);
    let transfer = paid.events.iter().find(to_bob).unwrap();
    assert_eq!(transfer.attribute("amount"), Some("500ustake"));
    assert_eq!(paid.responses().unwrap().len(), 1);
    let found = chain.client.transaction(paid.hash).await.unwrap().unwrap();
    assert_eq!((found.code, found.height), (0, paid.height));
    let block = chain.client.block(paid.height).await.unwrap().unwrap();
    assert_eq!(block.txs, [found]);
    let status = chain.client.status().await.unwrap();
    assert!(status.height >= paid.height && status.time >= block.time);
    let account = chain.client.account(ann.address()).await.unwrap().unwrap();
    assert_eq!(account.sequence, 1);
}

#[tokio::test]
async fn what_is_not_there_is_none_and_what_is_wrong_is_an_answer() {
    let chain = Chain::start().await;
    let nobody = LocalSigner::from_hex(&"42".repeat(32).into()).unwrap();
    let nobody = folkmoot_chain::Signer::address(&nobody, "wasm").unwrap();
    assert_eq!(chain.client.account(&nobody).await.unwrap(), None);
    assert_eq!(chain.client.balance(&nobody, DENOM).await.unwrap(), 0);
    assert_eq!(chain.client.contract_info(&nobody).await.unwrap(), None);
    assert_eq!(chain.client.code_info(99).await.unwrap(), None);
    assert_eq!(chain.client.codes().await.unwrap(), []);
    let future = chain.client.status().await.unwrap().height + 100;
    assert_eq!(chain.client.block(future).await.unwrap(), None);
    let question = serde_json::json!({});
    let answer = chain
        .client
        .smart::<_, serde_json::Value>(&nobody, &question);
    let error = answer.await.unwrap_err();
    assert!(!error.is_retry() && error.refusal().is_some(), "{error}");
}

#[tokio::test]
async fn a_wrong_sequence_is_recovered() {
    let chain = Chain::start().await;
    let (one, other) = (chain.writer(0), chain.writer(0));
    for round in 0..3 {
        pay(&one, &chain.address(1), 1 + round).await.unwrap();
        pay(&other, &chain.address(1), 10 + round).await.unwrap();
    }
    let account = chain.client.account(one.address()).await.unwrap().unwrap();
    assert_eq!(account.sequence, 6);
    // without a simulation the node itself finds the wrong sequence out
    let message = send(one.address(), &chain.address(1), vec![coin(1, DENOM)]);
    let fixed = Job {
        gas: Gas::Fixed(200_000),
        ..Job::of(vec![message])
    };
    one.write(fixed).await.unwrap();
}

#[tokio::test]
async fn two_writers_at_once_lose_and_repeat_nothing() {
    let interval = BlockMode::Interval(Duration::from_millis(20));
    let chain = Chain::with(Config {
        block: interval,
        ..Config::default()
    })
    .await;
    let (ann, ann_again, bob) = (chain.writer(0), chain.writer(0), chain.writer(1));
    let payee = chain.address(2);
    let before = chain.client.balance(&payee, DENOM).await.unwrap();
    let payments = (0..4)
        .flat_map(|_| [&ann, &bob])
        .map(|writer| pay(writer, &payee, 1));
    let contended = async {
        let mut paid = 0;
        for _ in 0..4 {
            // with a memo of its own: the very same transaction at the same height would be the same one
            let message = send(ann_again.address(), &payee, vec![coin(1, DENOM)]);
            let job = Job {
                memo: "again".to_owned(),
                ..Job::of(vec![message])
            };
            match ann_again.write(job).await {
                Ok(_) => paid += 1,
                Err(error) => assert!(error.is_retry(), "{error}"),
            }
        }
        paid
    };
    let (paid, contended) = tokio::join!(futures::future::join_all(payments), contended);
    let alone = paid.iter().filter(|paid| paid.is_ok()).count();
    assert!(
        paid[1].is_ok() && paid[3].is_ok(),
        "nobody else signs for this account"
    );
    let total = u128::try_from(alone + contended).unwrap();
    assert_eq!(
        chain.client.balance(&payee, DENOM).await.unwrap(),
        before + total
    );
}

#[tokio::test]
async fn who_can_not_pay_is_told_so_and_may_be_funded() {
    let chain = Chain::start().await;
    let ann = chain.writer(0);
    let all = chain.client.balance(ann.address(), DENOM).await.unwrap();
    let error = pay(&ann, &chain.address(1), all + 1).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Simulated(_)) && !error.is_retry(),
        "{error}"
    );
    assert_eq!(
        chain
            .client
            .account(ann.address())
            .await
            .unwrap()
            .unwrap()
            .sequence,
        0
    );

    let poor = spawn_writer(
        &chain.client,
        LocalSigner::from_hex(&"42".repeat(32).into()).unwrap(),
    );
    let error = pay(&poor, &chain.address(1), 1).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Unfunded { .. }) && error.is_retry(),
        "{error}"
    );
    pay(&ann, poor.address(), 10).await.unwrap();
    let message = send(poor.address(), &chain.address(1), vec![coin(1, DENOM)]);
    let fixed = Job {
        gas: Gas::Fixed(200_000),
        ..Job::of(vec![message])
    };
    let error = poor.write(fixed).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Unfunded { .. }),
        "ten are no fee: {error}"
    );
    pay(&ann, poor.address(), 1_000_000).await.unwrap();
    pay(&poor, &chain.address(1), 1).await.unwrap();
}

#[tokio::test]
async fn a_transaction_that_fails_in_its_block_says_why() {
    let chain = Chain::start().await;
    let ann = chain.writer(0);
    let all = chain.client.balance(ann.address(), DENOM).await.unwrap();
    let message = send(ann.address(), &chain.address(1), vec![coin(all, DENOM)]);
    let fixed = Job {
        gas: Gas::Fixed(200_000),
        ..Job::of(vec![message])
    };
    let error = ann.write(fixed).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Failed { refusal, .. } if refusal.is_sdk(5)),
        "{error}"
    );
    pay(&ann, &chain.address(1), 1).await.unwrap();
}

#[tokio::test]
async fn after_a_restart_of_the_node_reading_and_writing_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let config = |port| Config {
        port,
        state: Some(folder.path().join("chain.json")),
        ..Config::default()
    };
    let chain = Chain::with(config(0)).await;
    let (ann, payee) = (chain.writer(0), chain.address(1));
    let mut reader = BlockReader::new(
        chain.client.clone(),
        Arc::new(SystemClock),
        1,
        Pace::default(),
    );
    let one = pay(&ann, &payee, 1).await.unwrap();
    let mut heights = Vec::new();
    while reader.next_height() <= one.height {
        heights.push(reader.next().await.unwrap().height);
    }
    let Chain { handle, client } = chain;
    let port = handle
        .rpc_url()
        .rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches('/')
        .parse()
        .unwrap();
    handle.shutdown().await.unwrap();

    let error = pay(&ann, &payee, 1).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Chain(ChainError::Transport { .. })) && error.is_retry(),
        "{error}"
    );
    let reading = tokio::spawn(async move { (reader.next().await.unwrap(), reader) });
    let again = spawn(config(port)).await.unwrap();
    let two = pay(&ann, &payee, 1).await.unwrap();
    let (block, _reader) = reading.await.unwrap();
    heights.push(block.height);
    let expected: Vec<u64> = (1..=one.height + 1).collect();
    assert_eq!(heights, expected);
    let found = fate(&client, two.hash, one.height, two.height)
        .await
        .unwrap();
    assert!(matches!(found, Fate::Included(tx) if tx.height == two.height));
    drop(again);
}

#[tokio::test]
async fn the_websocket_wakes_a_reader_long_before_its_poll() {
    let chain = Chain::start().await;
    let clock = Arc::new(SystemClock);
    let pace = Pace {
        poll: Duration::from_secs(3_600),
        ..Pace::default()
    };
    let from = chain.client.status().await.unwrap().height + 1;
    let mut reader = BlockReader::new(chain.client.clone(), clock.clone(), from, pace)
        .woken_by(Wake::subscribe(&chain.handle.rpc_url(), clock));
    let (ann, payee) = (chain.writer(0), chain.address(1));
    // payments until the subscription stands: one that comes before it wakes nobody
    let paying = async {
        loop {
            pay(&ann, &payee, 1).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        block = reader.next() => assert_eq!(block.unwrap().height, from),
        () = paying => {}
    }
    tokio::select! {
        // nothing is there yet, so only the socket can end this wait
        block = async { loop { let block = reader.next().await.unwrap(); if block.height >= from + 20 { break block } } } => {
            assert!(block.height >= from + 20);
        }
        () = async { loop { pay(&ann, &payee, 1).await.unwrap(); } } => {}
    }
}

#[tokio::test]
async fn the_first_node_that_answers_is_used_and_another_chains_is_not_believed() {
    let chain = Chain::start().await;
    let other = Chain::with(Config {
        chain_id: "other-1".to_owned(),
        ..Config::default()
    })
    .await;
    let gone = Chain::start().await;
    let (gone_url, url, other_url) = (
        gone.handle.rpc_url(),
        chain.handle.rpc_url(),
        other.handle.rpc_url(),
    );
    gone.handle.shutdown().await.unwrap();

    let client = Client::connect_any(&[&gone_url, &url, &other_url])
        .await
        .unwrap();
    assert_eq!(
        (client.node_url(), client.chain_id()),
        (url.as_str(), "folkmoot-local-1")
    );
    let error = Client::connect(&gone_url).await.unwrap_err();
    assert!(
        matches!(error, ChainError::NoNode { count: 1, .. }),
        "{error}"
    );
    assert!(matches!(
        Client::connect("nonsense").await,
        Err(ChainError::Address { .. })
    ));
    chain.handle.shutdown().await.unwrap();
    assert!(matches!(
        client.status().await,
        Err(ChainError::Transport { .. })
    ));
    assert!(
        matches!(client.status().await, Err(ChainError::OtherChain { found, .. }) if found == "other-1")
    );
    assert!(
        matches!(client.status().await, Err(ChainError::Transport { .. })),
        "round to the first one"
    );
}
