//! Finding transactions and blocks by what happened in them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::block::{Block, Hash, TxRecord};
use super::ledger::Ledger;
use super::render;
use crate::rpc::{Page, Query, RpcError};

fn parse(query: &str) -> Result<Query, RpcError> {
    Query::parse(query).map_err(|error| RpcError::internal(error.to_string()))
}

/// `tx_search`.
pub fn transactions(ledger: &Ledger, query: &str, page: &Page) -> Result<Value, RpcError> {
    let query = parse(query)?;
    let mut found = match query.demanded("tx.hash") {
        Some(hash) => by_hash(ledger, hash),
        None => candidates(ledger, &query),
    };
    found.retain(|record| tx_matches(record, &query));
    let total = found.len().to_string();
    let txs = page.cut(found)?;
    let txs: Value = txs.iter().map(|record| render::tx(record)).collect();
    Ok(json!({"txs": txs, "total_count": total}))
}

fn by_hash(ledger: &Ledger, text: &str) -> Vec<Arc<TxRecord>> {
    let hash = hex::decode(text).ok();
    let hash = hash.and_then(|bytes| Hash::try_from(bytes).ok());
    let found = hash.and_then(|hash| ledger.tx(&hash));
    found.cloned().into_iter().collect()
}

/// Transactions that may match, oldest first: those of one block if the query names it.
fn candidates(ledger: &Ledger, query: &Query) -> Vec<Arc<TxRecord>> {
    if let Some(height) = query.demanded("tx.height") {
        let block = height.parse().ok().and_then(|height| ledger.block(height));
        return block.map(|block| block.txs.clone()).unwrap_or_default();
    }
    let all = ledger.blocks().iter().flat_map(|block| &block.txs);
    all.filter(|record| tx_matches(record, query))
        .cloned()
        .collect()
}

fn tx_matches(record: &TxRecord, query: &Query) -> bool {
    query.matches(&|key, test| match key {
        // hashes are compared as this chain writes them
        "tx.hash" => test(&render::hash(&record.hash)) || test(&hex::encode(record.hash)),
        "tx.height" => test(&record.height.to_string()),
        "tm.event" => test("Tx"),
        _ => {
            let events = record.result.events.iter();
            let mut named = events.filter(|event| {
                let rest = key.strip_prefix(event.ty.as_str());
                rest.is_some_and(|rest| rest.starts_with('.'))
            });
            named.any(|event| {
                let name = key.get(event.ty.len() + 1..).unwrap_or_default();
                let mut attributes = event.attributes.iter();
                attributes.any(|attribute| attribute.key == name && test(&attribute.value))
            })
        }
    })
}

/// `block_search`: by height, as blocks of this chain have no events of their own.
pub fn blocks(ledger: &Ledger, query: &str, page: &Page) -> Result<Value, RpcError> {
    let query = parse(query)?;
    let matches = |block: &&Arc<Block>| {
        query.matches(&|key, test| match key {
            "block.height" => test(&block.height.to_string()),
            "tm.event" => test("NewBlock"),
            _ => false,
        })
    };
    let found: Vec<&Arc<Block>> = ledger.blocks().iter().filter(matches).collect();
    let total = found.len().to_string();
    let blocks = page.cut(found)?;
    let blocks: Value = blocks.iter().map(|block| render::block(block)).collect();
    Ok(json!({"blocks": blocks, "total_count": total}))
}
