//! Every method of CometBFT that clients call, answered and refused.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use conformance::chain::Chain;
use conformance::draft::{Draft, send};
use conformance::pair::Pair;
use conformance::report::Report;
use serde_json::{Value, json};

use crate::differences::METHODS;

/// What happened on a chain, for requests to name it.
struct Facts {
    hash: String,
    base64: String,
    height: String,
    block: String,
    sender: String,
    tx: String,
}

impl Facts {
    /// Sends coins, and waits for two more blocks.
    async fn make(chain: &Chain) -> Self {
        let [ann, ben] = [&chain.people[0], &chain.people[1]];
        let account = chain.account(&ann.address).await.unwrap();
        let draft = Draft::of(&send(ann, &ben.address, 7));
        let tx = draft.sign(ann, &chain.id, &account).unwrap();
        let sent = chain.broadcast("broadcast_tx_sync", &tx).await.unwrap();
        let result = &sent["body"]["result"];
        assert_eq!(result["code"], 0, "{sent}");
        let hash = result["hash"].as_str().unwrap().to_owned();
        let included = chain.included(&hash).await.unwrap();
        let height = included["body"]["result"]["height"].as_str().unwrap();
        chain
            .reach(height.parse::<u64>().unwrap() + 2)
            .await
            .unwrap();
        let block = chain
            .result("block", &json!({"height": height}))
            .await
            .unwrap();
        Self {
            base64: BASE64_STANDARD.encode(hex::decode(&hash).unwrap()),
            hash,
            height: height.to_owned(),
            block: block["block_id"]["hash"].as_str().unwrap().to_owned(),
            sender: ann.address.clone(),
            tx: BASE64_STANDARD.encode(tx),
        }
    }

    fn block_base64(&self) -> String {
        BASE64_STANDARD.encode(hex::decode(&self.block).unwrap())
    }
}

/// Less than a block takes.
const MOMENT: Duration = Duration::from_millis(100);

type Params = fn(&Facts) -> Value;

const NONE: Params = |_| json!({});
const AT_TX: Params = |facts| json!({"height": facts.height});
const FIRST: Params = |_| json!({"height": "1"});
const SECOND: Params = |_| json!({"height": "2"});
const FAR: Params = |_| json!({"height": "1000000"});
const ZERO: Params = |_| json!({"height": "0"});
const NEGATIVE: Params = |_| json!({"height": "-1"});
const GARBAGE: Params = |_| json!({"height": "soon"});

/// Method, what is special, and its parameters.
const CALLS: &[(&str, &str, Params)] = &[
    ("health", "", NONE),
    ("status", "", NONE),
    ("net_info", "", NONE),
    ("abci_info", "", NONE),
    ("consensus_params", "latest", NONE),
    ("consensus_params", "first", FIRST),
    ("consensus_params", "far", FAR),
    ("validators", "latest", NONE),
    (
        "validators",
        "paged",
        |_| json!({"height": "1", "page": "1", "per_page": "10"}),
    ),
    (
        "validators",
        "beyond the pages",
        |_| json!({"page": "2", "per_page": "10"}),
    ),
    ("validators", "far", FAR),
    ("block", "latest", NONE),
    ("block", "with a transaction", AT_TX),
    ("block", "first", FIRST),
    ("block", "second", SECOND),
    ("block", "far", FAR),
    ("block", "zero", ZERO),
    ("block", "negative", NEGATIVE),
    ("block", "garbage", GARBAGE),
    ("block", "a number", |_| json!({"height": 1})),
    ("block", "a flag", |_| json!({"height": true})),
    ("block", "in order", |_| json!(["1"])),
    ("block", "null", |_| Value::Null),
    ("block", "text for parameters", |_| json!("1")),
    ("block", "too many in order", |_| json!(["1", "2"])),
    (
        "block",
        "an unknown parameter",
        |_| json!({"height": "1", "colour": "red"}),
    ),
    (
        "block_by_hash",
        "known",
        |facts| json!({"hash": facts.block_base64()}),
    ),
    (
        "block_by_hash",
        "unknown",
        |facts| json!({"hash": facts.base64}),
    ),
    ("block_by_hash", "garbage", |_| json!({"hash": "*"})),
    ("header", "latest", NONE),
    ("header", "with a transaction", AT_TX),
    ("header", "far", FAR),
    (
        "header_by_hash",
        "known",
        |facts| json!({"hash": facts.block}),
    ),
    (
        "header_by_hash",
        "unknown",
        |facts| json!({"hash": facts.hash}),
    ),
    ("header_by_hash", "no hex", |_| json!({"hash": "xy"})),
    ("commit", "latest", NONE),
    ("commit", "with a transaction", AT_TX),
    ("commit", "far", FAR),
    ("validators", "negative", NEGATIVE),
    ("block_results", "latest", NONE),
    ("block_results", "with a transaction", AT_TX),
    ("block_results", "second", SECOND),
    ("block_results", "far", FAR),
    ("block_results", "garbage", GARBAGE),
    (
        "blockchain",
        "two",
        |_| json!({"minHeight": "1", "maxHeight": "2"}),
    ),
    (
        "blockchain",
        "around a transaction",
        |facts| json!({"minHeight": facts.height, "maxHeight": facts.height}),
    ),
    (
        "blockchain",
        "turned round",
        |_| json!({"minHeight": "2", "maxHeight": "1"}),
    ),
    (
        "blockchain",
        "far",
        |_| json!({"minHeight": "1000000", "maxHeight": "1000001"}),
    ),
    (
        "blockchain",
        "negative",
        |_| json!({"minHeight": "-1", "maxHeight": "1"}),
    ),
    ("tx", "known", |facts| json!({"hash": facts.base64})),
    ("tx", "in hex", |facts| json!({"hash": facts.hash})),
    (
        "tx",
        "unknown",
        |facts| json!({"hash": facts.block_base64()}),
    ),
    ("tx", "garbage", |_| json!({"hash": "*"})),
    ("tx", "short", |_| json!({"hash": "AQI="})),
    ("tx", "none", NONE),
    (
        "tx_search",
        "by hash",
        |facts| json!({"query": format!("tx.hash='{}'", facts.hash), "page": "1"}),
    ),
    (
        "tx_search",
        "by unknown hash",
        |facts| json!({"query": format!("tx.hash='{}'", facts.block), "page": "1"}),
    ),
    (
        "tx_search",
        "by height",
        |facts| json!({"query": format!("tx.height={}", facts.height)}),
    ),
    ("tx_search", "by sender", |facts| {
        json!({
            "query": format!("message.sender='{}'", facts.sender),
            "page": "1", "per_page": "5", "order_by": "desc",
        })
    }),
    ("tx_search", "by height and sender", |facts| {
        json!({
            "query": format!("tx.height>=1 AND transfer.sender = '{}'", facts.sender),
            "order_by": "asc",
        })
    }),
    (
        "tx_search",
        "a page beyond",
        |facts| json!({"query": format!("tx.height={}", facts.height), "page": "9"}),
    ),
    (
        "tx_search",
        "page zero",
        |facts| json!({"query": format!("tx.height={}", facts.height), "page": "0"}),
    ),
    (
        "tx_search",
        "an unknown order",
        |facts| json!({"query": format!("tx.height={}", facts.height), "order_by": "up"}),
    ),
    ("tx_search", "nonsense", |_| json!({"query": "nonsense"})),
    ("tx_search", "nothing", |_| json!({"query": ""})),
    (
        "tx_search",
        "a quote that is open",
        |_| json!({"query": "tx.hash='AB"}),
    ),
    (
        "tx_search",
        "an operator that is none",
        |_| json!({"query": "a='x' OR b='y'"}),
    ),
    (
        "tx_search",
        "a page that is a number",
        |_| json!({"query": "tx.height=1", "page": 1}),
    ),
    (
        "tx_search",
        "a flag that is a text",
        |_| json!({"query": "tx.height=1", "prove": "yes"}),
    ),
    (
        "block_search",
        "by height",
        |facts| json!({"query": format!("block.height={}", facts.height)}),
    ),
    ("block_search", "nonsense", |_| json!({"query": "nonsense"})),
    ("unconfirmed_txs", "", NONE),
    ("num_unconfirmed_txs", "", NONE),
    ("check_tx", "seen", |facts| json!({"tx": facts.tx})),
    ("check_tx", "garbage", |_| json!({"tx": "*"})),
    ("check_tx", "no transaction", |_| json!({"tx": "AQID"})),
    ("broadcast_tx_sync", "garbage", |_| json!({"tx": "*"})),
    ("broadcast_tx_sync", "none", NONE),
    ("broadcast_tx_sync", "empty", |_| json!({"tx": ""})),
    (
        "broadcast_tx_sync",
        "no transaction",
        |_| json!({"tx": "AQID"}),
    ),
    (
        "broadcast_tx_async",
        "no transaction",
        |_| json!({"tx": "AQIDBA=="}),
    ),
    (
        "broadcast_tx_commit",
        "no transaction",
        |_| json!({"tx": "AQIDBAU="}),
    ),
    ("abci_query", "none", NONE),
    ("abci_query", "no path", |_| json!({"path": "", "data": ""})),
    (
        "abci_query",
        "an unknown path",
        |_| json!({"path": "/a.B/C", "data": ""}),
    ),
    (
        "abci_query",
        "an unknown method",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/Nope", "data": ""}),
    ),
    (
        "abci_query",
        "data that is no hex",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "xyz"}),
    ),
    (
        "abci_query",
        "data that is no message",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "ffff"}),
    ),
    (
        "abci_query",
        "a far height",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "", "height": "1000000"}),
    ),
    (
        "abci_query",
        "a negative height",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "", "height": "-1"}),
    ),
    (
        "abci_query",
        "the first height",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "", "height": "1"}),
    ),
    (
        "abci_query",
        "data of another type",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": 5}),
    ),
    (
        "abci_query",
        "data in hex with a prefix",
        |_| json!({"path": "/cosmos.bank.v1beta1.Query/TotalSupply", "data": "0x00"}),
    ),
    ("abci_query", "in order", |_| {
        json!(["/cosmos.bank.v1beta1.Query/TotalSupply", "", "0", false])
    }),
    ("abci_query", "partly in order", |_| {
        json!(["/cosmos.bank.v1beta1.Query/TotalSupply", ""])
    }),
    (
        "abci_query",
        "a path of another type",
        |_| json!({"path": 1}),
    ),
    (
        "subscribe",
        "without a socket",
        |_| json!({"query": "tm.event='Tx'"}),
    ),
    ("unsubscribe_all", "without a socket", NONE),
    ("nope", "", NONE),
];

/// Requests that are none, or several.
const BODIES: &[(&str, &str)] = &[
    ("no JSON", "{"),
    ("a number", "1"),
    ("an empty object", "{}"),
    ("an empty batch", "[]"),
    ("no version", r#"{"id": 1, "method": "health"}"#),
    (
        "an old version",
        r#"{"jsonrpc": "1.0", "id": 1, "method": "health"}"#,
    ),
    ("a notice", r#"{"jsonrpc": "2.0", "method": "health"}"#),
    (
        "no parameters",
        r#"{"jsonrpc": "2.0", "id": 1, "method": "health"}"#,
    ),
    (
        "a textual id",
        r#"{"jsonrpc": "2.0", "id": "x", "method": "health", "params": {}}"#,
    ),
    (
        "an id of null",
        r#"{"jsonrpc": "2.0", "id": null, "method": "health", "params": {}}"#,
    ),
    (
        "a batch",
        r#"[{"jsonrpc": "2.0", "id": 1, "method": "health"}, {"jsonrpc": "2.0", "id": 2, "method": "nope"}]"#,
    ),
    (
        "a batch of one",
        r#"[{"jsonrpc": "2.0", "id": 1, "method": "health"}]"#,
    ),
    (
        "a batch with a notice",
        r#"[{"jsonrpc": "2.0", "method": "health"}, {"jsonrpc": "2.0", "id": 2, "method": "health"}]"#,
    ),
    (
        "an id of another type",
        r#"{"jsonrpc": "2.0", "id": [], "method": "health"}"#,
    ),
    (
        "a batch that is too large",
        r#"[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5},{"id":6},{"id":7},{"id":8},{"id":9},{"id":10},{"id":11}]"#,
    ),
    (
        "a method of another type",
        r#"{"jsonrpc": "2.0", "id": 1, "method": 5}"#,
    ),
];

/// Requests by GET.
const PATHS: &[&str] = &[
    "/health",
    "/status",
    "/block?height=1",
    "/block?height=\"1\"",
    "/block?height=1000000",
    "/block?height=soon",
    "/abci_query?path=\"/cosmos.bank.v1beta1.Query/TotalSupply\"",
    "/tx_search?query=\"tx.height=1\"&page=1",
    "/tx?hash=0xAB",
    "/tx?hash=ABAB",
    "/tx?hash=\"ABAB\"",
    "/header_by_hash?hash=0xAB",
    "/block_by_hash?hash=0xAB",
    "/abci_query?path=x",
    "/validators?page=1&per_page=5",
    "/broadcast_tx_sync?tx=0x010203",
    "/nope",
];

const BROWSER: &[(&str, &str)] = &[
    ("origin", "http://localhost:3000"),
    ("access-control-request-method", "POST"),
    ("access-control-request-headers", "content-type"),
];

/// The answer; asked once more where it is an error about the last block, as a node refuses some questions for a moment
/// in which it has a block and not yet what follows from it.
async fn settled(chain: &Chain, method: &str, params: &Value) -> Value {
    let answer = chain.call(method, params).await.unwrap();
    if answer["body"].get("error").is_none() || *params != json!({}) {
        return answer;
    }
    tokio::time::sleep(MOMENT).await;
    chain.call(method, params).await.unwrap()
}

#[tokio::test]
#[ignore = "needs wasmd"]
async fn methods_answer_and_refuse_alike() {
    let pair = Pair::start(vec![]).await.unwrap();
    let (real, embedded) = (&pair.real, &pair.embedded);
    let report = Report::new(METHODS);
    let real_facts = Facts::make(real).await;
    let embedded_facts = Facts::make(embedded).await;
    for (method, special, params) in CALLS {
        let case = format!("{method} {special}");
        let left = settled(real, method, &params(&real_facts)).await;
        let right = settled(embedded, method, &params(&embedded_facts)).await;
        report.compare(case.trim_end(), &left, &right);
    }
    for (name, body) in BODIES {
        let left = real.post(body).await.unwrap();
        let right = embedded.post(body).await.unwrap();
        report.compare(&format!("POST {name}"), &left, &right);
    }
    for path in PATHS {
        let left = real.get(path).await.unwrap();
        let right = embedded.get(path).await.unwrap();
        report.compare(&format!("GET {path}"), &left, &right);
    }
    for method in ["OPTIONS", "POST"] {
        let left = real.cors(method, BROWSER).await.unwrap();
        let right = embedded.cors(method, BROWSER).await.unwrap();
        report.compare(&format!("{method} by a browser"), &left, &right);
    }
    let genesis = |mut answer: Value| {
        // the application's own state has the modules that the chain has
        answer["body"]["result"]["genesis"]["app_state"] = Value::Null;
        answer
    };
    let left = genesis(real.call("genesis", &json!({})).await.unwrap());
    let right = genesis(embedded.call("genesis", &json!({})).await.unwrap());
    report.compare("genesis", &left, &right);
    assert!(report.cases() > 100);
    let verdict = report.verdict();
    assert!(verdict.is_empty(), "\n{verdict}");
}
