//! The writer against a node that loses answers, forgets transactions and lets others in between.

use std::sync::Mutex;

use super::super::fake::{FakeNode, Fault};
use super::super::{Fate, LocalSigner, fate, send};
use super::*;
use crate::clock::ManualClock;

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

struct Suite {
    node: FakeNode,
    writer: Writer,
}

impl Suite {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut WriterConfig)) -> Self {
        let node = FakeNode::new();
        node.mine(3);
        node.mine_when_asked();
        let mut config = WriterConfig::new("wasm", "0.025ustake".parse().unwrap());
        change(&mut config);
        let signer = Arc::new(LocalSigner::from_hex(&HEX.into()).unwrap());
        let clock = Arc::new(ManualClock::eager(0));
        let writer = Writer::spawn(node.clone(), signer, clock, config).unwrap();
        node.fund(writer.address(), 5);
        Self { node, writer }
    }

    fn job(&self) -> Job {
        let address = self.writer.address();
        Job::of(vec![send(address, address, vec![])])
    }

    async fn write(&self) -> Result<Included, WriteError> {
        self.writer.write(self.job()).await
    }

    /// Exactly these transactions are in blocks, each once.
    fn blocks_hold(&self, expected: &[&Included]) {
        let hashes: Vec<TxHash> = expected.iter().map(|included| included.hash).collect();
        assert_eq!(self.node.included(), hashes);
    }
}

#[tokio::test]
async fn a_job_is_answered_when_it_is_in_a_block() {
    let suite = Suite::new();
    let one = suite.write().await.unwrap();
    let two = suite.write().await.unwrap();
    suite.blocks_hold(&[&one, &two]);
    assert_eq!(suite.node.sequence(suite.writer.address()), 7);
    assert_eq!(
        one.gas_used, 65_001,
        "half of the limit, which is 130 % of 100,001, rounded up"
    );
    assert_eq!(one.attribute("tx", "fee"), Some("1"));
    assert_eq!(suite.node.simulations(), 2);
    let fixed = Job {
        gas: Gas::Fixed(80_000),
        ..suite.job()
    };
    assert_eq!(suite.writer.write(fixed).await.unwrap().gas_used, 40_000);
    assert_eq!(suite.node.simulations(), 2);
}

#[tokio::test]
async fn jobs_brought_at_once_all_happen_once() {
    let suite = Suite::new();
    let jobs = (0..20).map(|_| suite.write());
    let answers = futures::future::join_all(jobs).await;
    let mut hashes: Vec<TxHash> = answers
        .into_iter()
        .map(|answer| answer.unwrap().hash)
        .collect();
    let mut included = suite.node.included();
    hashes.sort_unstable();
    included.sort_unstable();
    assert_eq!(hashes, included);
    assert_eq!(suite.node.sequence(suite.writer.address()), 25);
}

#[tokio::test]
async fn a_lost_answer_is_not_a_lost_transaction() {
    let suite = Suite::new();
    suite.node.fail_broadcasts(&[Fault::AnswerLost]);
    let one = suite.write().await.unwrap();
    suite.blocks_hold(&[&one]);
    assert_eq!(suite.node.broadcasts(), 1);
}

#[tokio::test]
async fn a_transaction_that_never_arrived_is_sent_again_unchanged() {
    for faults in [
        &[Fault::Gone][..],
        &[Fault::Gone, Fault::Gone, Fault::AnswerLost][..],
    ] {
        let suite = Suite::with(|config| config.timeout_blocks = 100);
        suite.node.fail_broadcasts(faults);
        let one = suite.write().await.unwrap();
        suite.blocks_hold(&[&one]);
    }
}

#[tokio::test]
async fn a_transaction_that_the_node_forgot_is_sent_again_or_times_out() {
    let suite = Suite::with(|config| config.timeout_blocks = 100);
    suite.node.forget_next(2);
    let one = suite.write().await.unwrap();
    suite.blocks_hold(&[&one]);
    assert_eq!(suite.node.broadcasts(), 3);

    let suite = Suite::with(|config| config.timeout_blocks = 4);
    suite.node.forget_next(9);
    let error = suite.write().await.unwrap_err();
    assert!(
        matches!(
            error,
            WriteError::TimedOut {
                timeout_height: 8,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.is_retry());
    suite.blocks_hold(&[]);
    suite.node.forget_next(0);
    let two = suite.write().await.unwrap();
    suite.blocks_hold(&[&two]);
}

#[tokio::test]
async fn a_wrong_sequence_is_corrected() {
    let suite = Suite::new();
    let one = suite.write().await.unwrap();
    suite.node.use_sequence(suite.writer.address());
    let two = suite.write().await.unwrap();
    suite.blocks_hold(&[&one, &two]);
    suite.node.use_sequence(suite.writer.address());
    let fixed = Job {
        gas: Gas::Fixed(1),
        ..suite.job()
    };
    suite.writer.write(fixed).await.unwrap();
    assert_eq!(suite.node.sequence(suite.writer.address()), 10);
    // and downwards: the chain was put back
    suite.node.fund(suite.writer.address(), 2);
    suite.write().await.unwrap();
    assert_eq!(suite.node.sequence(suite.writer.address()), 3);
}

#[tokio::test]
async fn a_transaction_whose_place_was_taken_is_signed_again() {
    let suite = Suite::with(|config| config.timeout_blocks = 1_000);
    suite.write().await.unwrap();
    suite.node.forget_next(1);
    let tickets = Tickets::default();
    let job = suite.job().announced_to(Arc::new(tickets.clone()));
    let (node, address) = (suite.node.clone(), suite.writer.address().to_owned());
    *tickets.then.lock().unwrap() = Some(Box::new(move || node.fund(&address, 7)));
    let two = suite.writer.write(job).await.unwrap();
    let seen = tickets.seen.lock().unwrap().clone();
    assert_eq!(
        seen.len(),
        2,
        "one was signed with the sequence that was taken, one after it"
    );
    assert_eq!(two.hash, seen[1].hash);
    assert!(!suite.node.included().contains(&seen[0].hash));
}

#[tokio::test]
async fn a_node_without_an_index_is_read_block_by_block() {
    let suite = Suite::with(|config| config.timeout_blocks = 5);
    suite.node.keep_no_index();
    let one = suite.write().await.unwrap();
    suite.blocks_hold(&[&one]);
}

#[tokio::test]
async fn a_chain_that_stands_still_leaves_it_open_and_says_so() {
    let suite = Suite::new();
    let node = FakeNode::new();
    node.mine(3);
    node.fund(suite.writer.address(), 5);
    let signer = Arc::new(LocalSigner::from_hex(&HEX.into()).unwrap());
    let config = WriterConfig::new("wasm", "0ustake".parse().unwrap());
    let writer = Writer::spawn(
        node.clone(),
        signer,
        Arc::new(ManualClock::eager(0)),
        config,
    )
    .unwrap();
    let WriteError::Unknown {
        hash,
        timeout_height,
        seconds,
    } = writer.write(suite.job()).await.unwrap_err()
    else {
        panic!("nothing is known of a transaction on a chain that stands still");
    };
    assert_eq!((timeout_height, seconds), (23, 300));
    assert_eq!(fate(&node, hash, 3, 23).await.unwrap(), Fate::Pending);
    node.mine(1);
    assert!(matches!(
        fate(&node, hash, 3, 23).await.unwrap(),
        Fate::Included(_)
    ));
}

#[tokio::test]
async fn refusals_keep_the_chains_words_and_tell_whether_to_try_again() {
    let suite = Suite::new();
    for (code, log, retry) in [
        (4, "unauthorized", false),
        (13, "fee too low", false),
        (20, "mempool is full", true),
        (30, "too late", true),
    ] {
        suite.node.refuse_next(code, log);
        let error = suite.write().await.unwrap_err();
        assert!(
            matches!(&error, WriteError::Refused { refusal, .. } if refusal.code == code && refusal.log == log)
        );
        assert_eq!(error.is_retry(), retry, "{error}");
    }
    suite
        .node
        .refuse_next(5, "0ustake is smaller than 3251ustake");
    let error = suite.write().await.unwrap_err();
    assert!(matches!(error, WriteError::Unfunded { .. }) && error.is_retry());
    assert!(
        error.to_string().ends_with("send it some ustake"),
        "{error}"
    );
    suite.node.fail_next_in_block(9, "not a member");
    let error = suite.write().await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Failed { refusal, .. } if refusal.code == 9)
            && !error.is_retry()
    );
    suite.node.fail_next_in_block(11, "out of gas");
    assert!(suite.write().await.unwrap_err().is_retry());
    suite.write().await.unwrap();
}

#[tokio::test]
async fn an_account_that_is_not_there_can_be_funded_later() {
    let suite = Suite::new();
    let signer = Arc::new(LocalSigner::from_hex(&"11".repeat(32).into()).unwrap());
    let config = WriterConfig::new("wasm", "1ustake".parse().unwrap());
    let writer = Writer::spawn(
        suite.node.clone(),
        signer,
        Arc::new(ManualClock::eager(0)),
        config,
    )
    .unwrap();
    let job = || Job::of(vec![send(writer.address(), writer.address(), vec![])]);
    assert!(matches!(
        writer.write(job()).await,
        Err(WriteError::Unfunded { .. })
    ));
    suite.node.fund(writer.address(), 0);
    writer.write(job()).await.unwrap();
}

#[tokio::test]
async fn what_is_not_written_down_is_not_sent() {
    let suite = Suite::new();
    let tickets = Tickets {
        refuses: true,
        ..Tickets::default()
    };
    let job = suite.job().announced_to(Arc::new(tickets.clone()));
    let error = suite.writer.write(job).await.unwrap_err();
    assert_eq!(
        error,
        WriteError::Unannounced("the book is closed".to_owned())
    );
    assert_eq!(suite.node.broadcasts(), 0);
    assert_eq!(tickets.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_announced_transaction_is_found_after_a_restart() {
    let suite = Suite::new();
    let tickets = Tickets::default();
    let job = suite.job().announced_to(Arc::new(tickets.clone()));
    suite.writer.write(job).await.unwrap();
    let ticket = tickets.seen.lock().unwrap()[0];
    suite.node.keep_no_index();
    suite.node.mine(30);
    let found = fate(
        &suite.node,
        ticket.hash,
        ticket.from_height,
        ticket.timeout_height,
    )
    .await
    .unwrap();
    assert!(matches!(found, Fate::Included(tx) if tx.hash == ticket.hash));
    let never = TxHash::of(b"never sent");
    assert_eq!(
        fate(
            &suite.node,
            never,
            ticket.from_height,
            ticket.timeout_height
        )
        .await
        .unwrap(),
        Fate::Lost
    );
}

#[tokio::test]
async fn a_gone_node_is_an_error_before_signing_and_patience_after() {
    let suite = Suite::new();
    suite.node.fail_next(&[Fault::Gone]);
    let error = suite.write().await.unwrap_err();
    assert!(matches!(error, WriteError::Chain(_)) && error.is_retry());
    // account, status, simulation and broadcast are answered, then nothing for a while
    let faults = [[Fault::None; 4].as_slice(), &[Fault::Gone; 9]].concat();
    suite.node.fail_next(&faults);
    let one = suite.write().await.unwrap();
    suite.blocks_hold(&[&one]);
}

type Then = Box<dyn FnOnce() + Send>;

/// Remembers tickets, and may do something behind the writer's back when the first comes.
#[derive(Clone, Default)]
struct Tickets {
    seen: Arc<Mutex<Vec<Ticket>>>,
    then: Arc<Mutex<Option<Then>>>,
    refuses: bool,
}

#[async_trait]
impl Announce for Tickets {
    async fn signed(&self, ticket: Ticket) -> Result<(), String> {
        self.seen.lock().unwrap().push(ticket);
        if let Some(then) = self.then.lock().unwrap().take() {
            then();
        }
        if self.refuses {
            Err("the book is closed".to_owned())
        } else {
            Ok(())
        }
    }
}
