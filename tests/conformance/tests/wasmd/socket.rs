//! The websocket: subscriptions, what they tell, and every method over it.

use conformance::chain::Chain;
use conformance::draft::{Draft, send};
use conformance::pair::Pair;
use conformance::report::Report;
use conformance::socket::Socket;
use serde_json::{Value, json};

use crate::differences::SOCKET;

const BLOCKS: &str = "tm.event='NewBlock'";
const HEADERS: &str = "tm.event = 'NewBlockHeader'";
const TRANSACTIONS: &str = "tm.event = 'Tx' AND message.action = '/cosmos.bank.v1beta1.MsgSend'";

/// Requests that are answered at once, in order; each is sent as it stands.
const REQUESTS: &[(&str, &str)] = &[
    (
        "health",
        r#"{"jsonrpc":"2.0","id":1,"method":"health","params":{}}"#,
    ),
    ("status", r#"{"jsonrpc":"2.0","id":2,"method":"status"}"#),
    (
        "a block",
        r#"{"jsonrpc":"2.0","id":"three","method":"block","params":{"height":"1"}}"#,
    ),
    (
        "an unknown method",
        r#"{"jsonrpc":"2.0","id":4,"method":"nope","params":{}}"#,
    ),
    (
        "wrong parameters",
        r#"{"jsonrpc":"2.0","id":5,"method":"block","params":{"height":1}}"#,
    ),
    (
        "a method of another type",
        r#"{"jsonrpc":"2.0","id":6,"method":1}"#,
    ),
    (
        "nonsense",
        r#"{"jsonrpc":"2.0","id":7,"method":"subscribe","params":{"query":"nonsense"}}"#,
    ),
    (
        "no query",
        r#"{"jsonrpc":"2.0","id":8,"method":"subscribe","params":{}}"#,
    ),
    (
        "a subscription",
        r#"{"jsonrpc":"2.0","id":9,"method":"subscribe","params":{"query":"tm.event='Tx' AND a.b='c'"}}"#,
    ),
    (
        "the same once more",
        r#"{"jsonrpc":"2.0","id":10,"method":"subscribe","params":{"query":"tm.event='Tx' AND a.b='c'"}}"#,
    ),
    (
        "in order",
        r#"{"jsonrpc":"2.0","id":11,"method":"subscribe","params":["tm.event='Tx' AND a.b='d'"]}"#,
    ),
    (
        "an end of what never began",
        r#"{"jsonrpc":"2.0","id":12,"method":"unsubscribe","params":{"query":"tm.event='Tx' AND a.b='x'"}}"#,
    ),
    (
        "an end",
        r#"{"jsonrpc":"2.0","id":13,"method":"unsubscribe","params":{"query":"tm.event='Tx' AND a.b='c'"}}"#,
    ),
    (
        "the end of all",
        r#"{"jsonrpc":"2.0","id":14,"method":"unsubscribe_all","params":{}}"#,
    ),
    (
        "the end of all once more",
        r#"{"jsonrpc":"2.0","id":15,"method":"unsubscribe_all","params":{}}"#,
    ),
];

fn is_answer_to(request: &str) -> impl Fn(&Value) -> bool {
    let id = serde_json::from_str::<Value>(request).unwrap()["id"].clone();
    // what can't be read is answered without an id
    move |message| message["id"] == id || message.get("id").is_none()
}

fn is_event_of(id: &'static str) -> impl Fn(&Value) -> bool {
    move |message| message["id"] == id && message["result"].get("query").is_some()
}

async fn requests(chain: &Chain) -> Vec<Value> {
    let mut socket = Socket::connect(&chain.rpc).await.unwrap();
    let mut answers = Vec::new();
    for (_, request) in REQUESTS {
        socket.send(request).await.unwrap();
        answers.push(socket.next(is_answer_to(request)).await.unwrap());
    }
    socket.ping().await.unwrap();
    answers
}

async fn subscribe(socket: &mut Socket, id: &str, query: &str) -> Value {
    let request =
        json!({"jsonrpc": "2.0", "id": id, "method": "subscribe", "params": {"query": query}});
    let request = request.to_string();
    socket.send(&request).await.unwrap();
    socket.next(is_answer_to(&request)).await.unwrap()
}

/// Subscribes to all that clients subscribe to and tells the first event of each.
async fn events(chain: &Chain) -> Vec<(&'static str, Value)> {
    let mut socket = Socket::connect(&chain.rpc).await.unwrap();
    let mut told = Vec::new();
    for (id, query) in [
        ("blocks", BLOCKS),
        ("headers", HEADERS),
        ("txs", TRANSACTIONS),
    ] {
        told.push((id, subscribe(&mut socket, id, query).await));
    }
    told.push((
        "event of blocks",
        socket.next(is_event_of("blocks")).await.unwrap(),
    ));
    told.push((
        "event of headers",
        socket.next(is_event_of("headers")).await.unwrap(),
    ));
    let [ann, ben] = [&chain.people[0], &chain.people[1]];
    let account = chain.account(&ann.address).await.unwrap();
    let draft = Draft::of(&send(ann, &ben.address, 7));
    let tx = draft.sign(ann, &chain.id, &account).unwrap();
    chain.broadcast("broadcast_tx_sync", &tx).await.unwrap();
    told.push((
        "event of txs",
        socket.next(is_event_of("txs")).await.unwrap(),
    ));
    let has_tx = |message: &Value| {
        let txs = &message["result"]["data"]["value"]["block"]["data"]["txs"];
        message["id"] == "blocks" && txs.as_array().is_some_and(|txs| !txs.is_empty())
    };
    told.push((
        "block with a transaction",
        socket.next(has_tx).await.unwrap(),
    ));
    told
}

/// What a sixth subscription of one client, and text that is no request, are answered.
async fn limits(chain: &Chain) -> Vec<(&'static str, Value)> {
    let mut socket = Socket::connect(&chain.rpc).await.unwrap();
    for number in 1..=5 {
        let query = format!("tm.event='Tx' AND a.b='{number}'");
        subscribe(&mut socket, "x", &query).await;
    }
    let sixth = subscribe(&mut socket, "sixth", "tm.event='Tx' AND a.b='6'").await;
    socket
        .send(r#"{"jsonrpc":"2.0","method":"health"}"#)
        .await
        .unwrap();
    let notice = socket.silence(|_| true).await;
    socket.send("{").await.unwrap();
    let broken = socket
        .next(|message| message.get("error").is_some())
        .await
        .unwrap();
    vec![
        ("a sixth", sixth),
        ("a notice", notice),
        ("no JSON", broken),
    ]
}

#[tokio::test]
#[ignore = "needs wasmd"]
async fn websockets_answer_and_tell_alike() {
    let pair = Pair::start(vec![]).await.unwrap();
    let (real, embedded) = (&pair.real, &pair.embedded);
    let report = Report::new(SOCKET);
    let (left, right) = tokio::join!(requests(real), requests(embedded));
    for ((name, _), (left, right)) in REQUESTS.iter().zip(left.iter().zip(&right)) {
        report.compare(name, left, right);
    }
    let (left, right) = tokio::join!(events(real), events(embedded));
    for ((name, left), (_, right)) in left.iter().zip(&right) {
        report.compare(name, left, right);
    }
    let (left, right) = tokio::join!(limits(real), limits(embedded));
    for ((name, left), (_, right)) in left.iter().zip(&right) {
        report.compare(name, left, right);
    }
    let verdict = report.verdict();
    assert!(verdict.is_empty(), "\n{verdict}");
}
