//! What may differ between the embedded chain and wasmd, and why. A row that no answer needs any more fails the tests.

use conformance::report::Deliberate;

const fn row(case: &'static str, place: &'static str, reason: &'static str) -> Deliberate {
    Deliberate {
        case,
        place,
        reason,
    }
}

const NAMES: &str = "each says what it is";
const NO_MODULES: &str =
    "the embedded chain has no staking, minting and distribution, whose events fill every block";
const DECODER: &str =
    "the words of the library that reads Protobuf; code and codespace are the same";
const JSON: &str = "the words of the library that reads JSON; code and message are the same";
const GAS: &str = "the embedded chain estimates gas: it runs out at another place";
const NO_HISTORY: &str = "the embedded chain keeps the latest state alone, and says so";

/// In the methods of CometBFT.
pub const METHODS: &[Deliberate] = &[
    row("status", "body.result.node_info.moniker", NAMES),
    row("GET /status", "body.result.node_info.moniker", NAMES),
    row("abci_info", "body.result.response.data", NAMES),
    row(
        "block_results*",
        "body.result.finalize_block_events",
        NO_MODULES,
    ),
    row("check_tx no transaction", "body.result.log", DECODER),
    row(
        "broadcast_tx_sync no transaction",
        "body.result.log",
        DECODER,
    ),
    row("GET /broadcast_tx_sync*", "body.result.log", DECODER),
    row(
        "broadcast_tx_commit no transaction",
        "body.result.check_tx.log",
        DECODER,
    ),
    row(
        "abci_query data that is no message",
        "body.result.response.log",
        DECODER,
    ),
    row(
        "abci_query the first height",
        "body.result.response.*",
        NO_HISTORY,
    ),
    row("POST no JSON", "body.error.data", JSON),
    row("POST a number", "body.error.data", JSON),
    row("POST a method of another type", "body.error.data", JSON),
    row("POST an id of another type", "body.error.data", JSON),
    row(
        "tx_search an operator that is none",
        "body.error.data",
        "the embedded chain says what it expected, CometBFT prints a number of its parser",
    ),
    row(
        "OPTIONS by a browser",
        "http",
        "200 with the same headers: a browser takes any success",
    ),
];

/// In the queries of the application.
pub const QUERIES: &[Deliberate] = &[
    row(
        "ContractInfo known",
        "body.result.response.value.understood whole",
        "wasmd gives every contract a port of IBC, in a field that the Rust types don't have; no IBC here",
    ),
    row("Simulate garbage", "body.result.response.log", DECODER),
    row(
        "Simulate of nobody",
        "body.result.response.log",
        "the SDK prints the address of a missing payer as raw bytes",
    ),
];

/// In transactions and what becomes of them.
pub const TRANSACTIONS: &[Deliberate] = &[
    row(
        "no key where it is known",
        "*",
        "SDK 0.53 panics where it should take the key of the account; the embedded chain takes it",
    ),
    row(
        "of nobody",
        "*.log",
        "the SDK prints the address of a missing payer as raw bytes",
    ),
    row("no gas", "*.log", GAS),
    row("too little gas*", "*.log", GAS),
    row("a message that can't be read", "*.log", DECODER),
    row(
        "storing no wasm",
        "*.log",
        "the embedded chain has no virtual machine that could say more",
    ),
];

/// Over the websocket.
pub const SOCKET: &[Deliberate] = &[
    row("status", "result.node_info.moniker", NAMES),
    row("a method of another type", "error.data", JSON),
    row("no JSON", "error.data", JSON),
    row(
        "event of blocks",
        "result.data.value.result_finalize_block.events",
        NO_MODULES,
    ),
    row("event of blocks", "result.events.*", NO_MODULES),
    row(
        "block with a transaction",
        "result.data.value.result_finalize_block.events",
        NO_MODULES,
    ),
    row("block with a transaction", "result.events.*", NO_MODULES),
];

/// The table as it stands in the document on the embedded chain.
fn table() -> String {
    let mut lines = vec![
        "| in | case | place | why |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    for (kind, rows) in [
        ("methods", METHODS),
        ("queries", QUERIES),
        ("transactions", TRANSACTIONS),
        ("websocket", SOCKET),
    ] {
        lines.extend(rows.iter().map(|row| {
            let Deliberate {
                case,
                place,
                reason,
            } = row;
            format!("| {kind} | {case} | `{place}` | {reason} |")
        }));
    }
    lines.join("\n")
}

#[test]
fn the_document_has_the_table() {
    let document = include_str!("../../../../docs/embedded-chain.md");
    let (_, rest) = document.split_once("<!-- differences -->\n").unwrap();
    let (found, _) = rest.split_once("<!-- end of differences -->").unwrap();
    let wanted = table();
    assert_eq!(
        found.trim(),
        wanted,
        "docs/embedded-chain.md should have:\n{wanted}"
    );
}
