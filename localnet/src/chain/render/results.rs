//! What became of transactions and queries.

use cosmwasm_std::Event;
use serde_json::{Value, json};

use super::node::updated_params;
use super::{base64, hash};
use crate::chain::block::{Block, TxRecord};
use crate::chain::error::AbciError;
use crate::chain::machine::TxResult;

fn event(event: &Event) -> Value {
    let attributes = event
        .attributes
        .iter()
        .map(|attribute| json!({"key": attribute.key, "value": attribute.value, "index": true}));
    json!({"type": event.ty, "attributes": attributes.collect::<Value>()})
}

fn data(bytes: &[u8]) -> Value {
    match bytes {
        [] => Value::Null,
        bytes => Value::from(base64(bytes)),
    }
}

/// The result of a transaction.
pub fn tx_result(result: &TxResult) -> Value {
    json!({
        "code": result.code,
        "data": data(&result.data),
        "log": result.log,
        "info": "",
        "gas_wanted": result.gas_wanted.to_string(),
        "gas_used": result.gas_used.to_string(),
        "events": result.events.iter().map(event).collect::<Value>(),
        "codespace": result.codespace,
    })
}

/// The result of a transaction that was not executed.
pub fn no_result() -> Value {
    tx_result(&TxResult {
        code: 0,
        codespace: String::new(),
        log: String::new(),
        data: Vec::new(),
        gas_wanted: 0,
        gas_used: 0,
        events: Vec::new(),
    })
}

/// A transaction with its result.
pub fn tx(record: &TxRecord) -> Value {
    json!({
        "hash": hash(&record.hash),
        "height": record.height.to_string(),
        "index": record.index,
        "tx_result": tx_result(&record.result),
        "tx": base64(&record.bytes),
    })
}

/// The results of a block.
pub fn block_results(block: &Block) -> Value {
    let results: Value = block.txs.iter().map(|tx| tx_result(&tx.result)).collect();
    json!({
        "height": block.height.to_string(),
        "txs_results": if block.txs.is_empty() { Value::Null } else { results },
        "finalize_block_events": [],
        "validator_updates": null,
        "consensus_param_updates": updated_params(),
        "app_hash": base64(&block.app_hash),
    })
}

/// The answer to a transaction that was taken.
pub fn broadcast(tx_hash: &[u8]) -> Value {
    json!({"code": 0, "data": "", "log": "", "codespace": "", "hash": hash(tx_hash)})
}

/// The answer to a transaction that was refused before execution.
pub fn refused(tx_hash: &[u8], error: &AbciError) -> Value {
    json!({
        "code": error.code(),
        "data": "",
        "log": error.log(),
        "codespace": error.codespace(),
        "hash": hash(tx_hash),
    })
}

/// The part of an answer that speaks of the checks before execution.
pub fn check_tx(gas_wanted: u64, result: Result<u64, &AbciError>) -> Value {
    json!({
        "code": result.err().map_or(0, AbciError::code),
        "data": if result.is_ok() { json!("") } else { Value::Null },
        "log": result.err().map_or("", AbciError::log),
        "info": "",
        "gas_wanted": gas_wanted.to_string(),
        "gas_used": result.unwrap_or_default().to_string(),
        "events": [],
        "codespace": result.err().map_or("", AbciError::codespace),
    })
}

/// The answer to a query of the application; a refusal is an answer too.
pub fn query(height: u64, key: &[u8], result: &Result<Vec<u8>, AbciError>) -> Value {
    let error = result.as_ref().err();
    json!({
        "response": {
            "code": error.map_or(0, AbciError::code),
            "log": error.map_or("", AbciError::log),
            "info": "",
            "index": "0",
            "key": data(key),
            // an empty answer is an answer
            "value": result.as_ref().map_or(Value::Null, |value| base64(value).into()),
            "proofOps": null,
            "height": height.to_string(),
            "codespace": error.map_or("", AbciError::codespace),
        },
    })
}
