//! What the node says about itself.

use serde_json::{Value, json};

use super::{base64, hash, time};
use crate::chain::block::{Block, validator_address, validator_key};
use crate::chain::gas::MAX_TX;
use crate::chain::tx::MAX_TX_BYTES;

/// The version that clients take for CometBFT's; they choose their dialect by its beginning.
const COMET_VERSION: &str = "0.38.17";

fn node_id() -> String {
    hex::encode(validator_address())
}

fn validator() -> Value {
    json!({
        "address": hash(&validator_address()),
        "pub_key": {"type": "tendermint/PubKeyEd25519", "value": base64(&validator_key())},
        "voting_power": "10",
    })
}

/// `status`.
pub fn status(address: &str, first: &Block, last: &Block) -> Value {
    json!({
        "node_info": {
            "protocol_version": {"p2p": "8", "block": "11", "app": "0"},
            "id": node_id(),
            "listen_addr": "tcp://127.0.0.1:26656",
            "network": last.chain_id,
            "version": COMET_VERSION,
            "channels": "40202122233038606100",
            "moniker": "folkmoot-localnet",
            "other": {"tx_index": "on", "rpc_address": format!("tcp://{address}")},
        },
        "sync_info": {
            "latest_block_hash": hash(&last.hash),
            "latest_app_hash": hash(&last.app_hash),
            "latest_block_height": last.height.to_string(),
            "latest_block_time": time(last.nanos),
            "earliest_block_hash": hash(&first.hash),
            "earliest_app_hash": hash(&first.app_hash),
            "earliest_block_height": first.height.to_string(),
            "earliest_block_time": time(first.nanos),
            "catching_up": false,
        },
        "validator_info": validator(),
    })
}

/// `validators`.
pub fn validators(height: u64) -> Value {
    let mut validator = validator();
    validator["proposer_priority"] = "0".into();
    json!({
        "block_height": height.to_string(),
        "validators": [validator],
        "count": "1",
        "total": "1",
    })
}

/// `net_info`: nobody else is there.
pub fn net_info() -> Value {
    json!({
        "listening": true,
        "listeners": ["Listener(@)"],
        "n_peers": "0",
        "peers": [],
    })
}

/// The parameters of consensus as a block's results repeat them: without the versions that are zero.
pub fn updated_params() -> Value {
    let mut params = params();
    params["version"] = json!({});
    params["abci"] = json!({});
    params
}

fn params() -> Value {
    json!({
        "block": {"max_bytes": (4 * MAX_TX_BYTES).to_string(), "max_gas": MAX_TX.to_string()},
        "evidence": {
            "max_age_num_blocks": "100000",
            "max_age_duration": "172800000000000",
            "max_bytes": "1048576",
        },
        "validator": {"pub_key_types": ["ed25519"]},
        "version": {"app": "0"},
        "abci": {"vote_extensions_enable_height": "0"},
    })
}

/// `consensus_params`.
pub fn consensus_params(height: u64) -> Value {
    json!({"block_height": height.to_string(), "consensus_params": params()})
}

/// `genesis`.
pub fn genesis(first: &Block, app_state: &Value) -> Value {
    json!({
        "genesis": {
            "genesis_time": time(first.nanos),
            "chain_id": first.chain_id,
            "initial_height": "1",
            "consensus_params": params(),
            "app_hash": "",
            "app_state": app_state,
        },
    })
}
