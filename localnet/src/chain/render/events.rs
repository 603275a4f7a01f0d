//! What subscribers are told.

use serde_json::{Value, json};

use super::node::updated_params;
use super::{base64, blocks, hash, results};
use crate::chain::block::{Block, TxRecord};
use crate::rpc::Notice;

type Attributes = Vec<(String, String)>;

fn of_event(name: &str) -> Attributes {
    vec![("tm.event".to_owned(), name.to_owned())]
}

/// What queries for a transaction look at: its hash, its height and its indexed attributes.
pub fn attributes(tx: &TxRecord) -> Attributes {
    let mut found = vec![
        ("tx.hash".to_owned(), hash(&tx.hash)),
        ("tx.height".to_owned(), tx.height.to_string()),
    ];
    for event in &tx.result.events {
        for attribute in &event.attributes {
            let key = format!("{}.{}", event.ty, attribute.key);
            found.push((key, attribute.value.clone()));
        }
    }
    found
}

/// A transaction was executed.
pub fn tx_notice(tx: &TxRecord) -> Notice {
    let mut all = of_event("Tx");
    all.extend(attributes(tx));
    let mut result = json!({
        "height": tx.height.to_string(),
        "index": tx.index,
        "tx": base64(&tx.bytes),
        "result": results::tx_result(&tx.result),
    });
    leave_out_zeros(&mut result);
    leave_out_zeros(&mut result["result"]);
    let value = json!({"TxResult": result});
    Notice {
        kind: "tendermint/event/Tx",
        value,
        attributes: all,
    }
}

/// In this event, and nowhere else, CometBFT leaves out numbers that are 0 and texts that are empty.
fn leave_out_zeros(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, value| *value != json!(0) && *value != json!("") && !value.is_null());
    }
}

/// A block was made.
pub fn new_block(block: &Block) -> Notice {
    let mut value = blocks::block(block);
    let tx_results: Value = block
        .txs
        .iter()
        .map(|tx| results::tx_result(&tx.result))
        .collect();
    if let Value::Object(fields) = &mut value {
        let mut result = json!({
            "events": [],
            "validator_updates": [],
            "consensus_param_updates": updated_params(),
            "app_hash": base64(&block.app_hash),
        });
        if !block.txs.is_empty() {
            result["tx_results"] = tx_results;
        }
        fields.insert("result_finalize_block".to_owned(), result);
    }
    Notice {
        kind: "tendermint/event/NewBlock",
        value,
        attributes: of_event("NewBlock"),
    }
}

/// A block was made, without its contents.
pub fn new_header(block: &Block) -> Notice {
    Notice {
        kind: "tendermint/event/NewBlockHeader",
        value: json!({"header": blocks::header(block)}),
        attributes: of_event("NewBlockHeader"),
    }
}
