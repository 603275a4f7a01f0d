//! Runs a chain with the tests' contract, for clients in other languages:
//! `cargo run -p folkmoot-localnet --example serve`. It prints one line of JSON, as
//! `folkmoot localnet --json` does, and runs until it is
//! killed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example may end with a panic, and it prints where it runs"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use folkmoot_localnet::{Clock, Config, spawn};
use serde_json::{Value, json};

#[tokio::main]
async fn main() {
    let config = Config {
        clock: Clock::Wall,
        accounts: 20,
        ..common::config()
    };
    let handle = spawn(config).await.unwrap();
    let accounts = handle.accounts().iter().map(|account| {
        json!({
            "address": account.address,
            "mnemonic": account.mnemonic,
            "path": account.path,
        })
    });
    let codes = handle.codes().iter().map(|(id, name, checksum)| {
        let hex: String = checksum.iter().map(|byte| format!("{byte:02x}")).collect();
        (name.clone(), json!({"id": id, "checksum": hex}))
    });
    let line = json!({
        "rpc": handle.rpc_url(),
        "ws": handle.ws_url(),
        "chain_id": handle.chain_id(),
        "prefix": handle.prefix(),
        "denom": handle.denom(),
        "codes": codes.collect::<serde_json::Map<String, Value>>(),
        "accounts": accounts.collect::<Value>(),
    });
    println!("{line}");
    std::future::pending::<()>().await;
}
