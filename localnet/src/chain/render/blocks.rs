//! Blocks and headers.

use serde_json::{Value, json};

use super::{base64, hash, time};
use crate::chain::block::{
    BLOCK_PROTOCOL, Block, Hash, constant_hash, merkle, part_set_hash, validator_address,
};

/// A block's id.
pub fn block_id(id: Option<&Hash>) -> Value {
    match id {
        Some(id) => json!({
            "hash": hash(id),
            "parts": {"total": 1, "hash": hash(&part_set_hash(id))},
        }),
        None => json!({"hash": "", "parts": {"total": 0, "hash": ""}}),
    }
}

/// A header.
pub fn header(block: &Block) -> Value {
    json!({
        "version": {"block": BLOCK_PROTOCOL.to_string()},
        "chain_id": block.chain_id,
        "height": block.height.to_string(),
        "time": time(block.nanos),
        "last_block_id": block_id(block.last_hash.as_ref()),
        "last_commit_hash": hash(&block.last_commit_hash()),
        "data_hash": hash(&block.data_hash()),
        "validators_hash": hash(&constant_hash("validators")),
        "next_validators_hash": hash(&constant_hash("validators")),
        "consensus_hash": hash(&constant_hash("consensus")),
        "app_hash": hash(&block.last_app_hash),
        "last_results_hash": hash(&block.last_results_hash),
        "evidence_hash": hash(&merkle(Vec::new())),
        "proposer_address": hash(&validator_address()),
    })
}

/// The commit for a block. Its signature is a placeholder: no consensus happens, so there is
/// nothing that a light client could verify.
fn signatures(height: u64, id: &Hash, nanos: u64) -> Value {
    json!({
        "height": height.to_string(),
        "round": 0,
        "block_id": block_id(Some(id)),
        "signatures": [{
            "block_id_flag": 2,
            "validator_address": hash(&validator_address()),
            "timestamp": time(nanos),
            "signature": base64(&[*id, *id].concat()),
        }],
    })
}

fn content(block: &Block) -> Value {
    let txs: Vec<String> = block.txs.iter().map(|tx| base64(&tx.bytes)).collect();
    let last_commit = match &block.last_hash {
        Some(id) => signatures(block.height.saturating_sub(1), id, block.nanos),
        None => json!({
            "height": "0",
            "round": 0,
            "block_id": block_id(None),
            "signatures": [],
        }),
    };
    json!({
        "header": header(block),
        "data": {"txs": txs},
        "evidence": {"evidence": []},
        "last_commit": last_commit,
    })
}

/// A block with its id.
pub fn block(block: &Block) -> Value {
    json!({"block_id": block_id(Some(&block.hash)), "block": content(block)})
}

/// A header with the commit for it.
pub fn commit(block: &Block, canonical: bool) -> Value {
    json!({
        "signed_header": {
            "header": header(block),
            "commit": signatures(block.height, &block.hash, block.nanos),
        },
        "canonical": canonical,
    })
}

/// What a list of blocks says of each.
pub fn meta(block: &Block) -> Value {
    let size: usize = block.txs.iter().map(|tx| tx.bytes.len()).sum();
    json!({
        "block_id": block_id(Some(&block.hash)),
        "block_size": size.to_string(),
        "header": header(block),
        "num_txs": block.txs.len().to_string(),
    })
}
