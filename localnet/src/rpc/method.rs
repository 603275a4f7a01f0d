//! The methods, each with its parameters.

use std::fmt::Display;

use serde::Deserialize;
use serde_json::{Value, json};

use super::envelope::RpcError;
use super::params::{self, Bytes, Count, Flag, Hex, Number, Page, Text};

/// A request, by method.
///
/// Names and parameters are CometBFT 0.38's, apart from the last ones, which are this chain's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "method", content = "params", rename_all = "snake_case")]
pub enum Method {
    Health {},
    Status {},
    NetInfo {},
    AbciInfo {},
    AbciQuery {
        #[serde(default)]
        path: Text,
        #[serde(default)]
        data: Hex,
        #[serde(default)]
        height: Number,
        #[serde(default)]
        prove: Flag,
    },
    BroadcastTxSync {
        #[serde(default)]
        tx: Bytes,
    },
    BroadcastTxAsync {
        #[serde(default)]
        tx: Bytes,
    },
    BroadcastTxCommit {
        #[serde(default)]
        tx: Bytes,
    },
    CheckTx {
        #[serde(default)]
        tx: Bytes,
    },
    Tx {
        #[serde(default)]
        hash: Bytes,
        #[serde(default)]
        prove: Flag,
    },
    TxSearch {
        #[serde(default)]
        query: Text,
        #[serde(default)]
        prove: Flag,
        #[serde(flatten)]
        page: Page,
    },
    BlockSearch {
        #[serde(default)]
        query: Text,
        #[serde(flatten)]
        page: Page,
    },
    Block {
        #[serde(default)]
        height: Number,
    },
    BlockByHash {
        #[serde(default)]
        hash: Bytes,
    },
    BlockResults {
        #[serde(default)]
        height: Number,
    },
    Header {
        #[serde(default)]
        height: Number,
    },
    HeaderByHash {
        #[serde(default)]
        hash: Hex,
    },
    Blockchain {
        #[serde(default, rename = "minHeight")]
        min_height: Number,
        #[serde(default, rename = "maxHeight")]
        max_height: Number,
    },
    Commit {
        #[serde(default)]
        height: Number,
    },
    Validators {
        #[serde(default)]
        height: Number,
        #[serde(flatten)]
        page: Page,
    },
    Genesis {},
    ConsensusParams {
        #[serde(default)]
        height: Number,
    },
    UnconfirmedTxs {
        #[serde(default)]
        limit: Number,
    },
    NumUnconfirmedTxs {},
    Subscribe {
        #[serde(default)]
        query: Text,
    },
    Unsubscribe {
        #[serde(default)]
        query: Text,
    },
    UnsubscribeAll {},
    /// Lets time pass and makes a block.
    FolkmootAdvanceTime {
        seconds: Count,
    },
    /// Makes blocks.
    FolkmootMine {
        #[serde(default)]
        blocks: Count,
    },
    /// Remembers the chain as it is.
    FolkmootSnapshot {},
    /// Puts the chain back to a snapshot.
    FolkmootRevert {
        id: Count,
    },
    /// Writes the chain to a file on the machine that it runs on.
    FolkmootSave {
        path: String,
    },
    /// Puts the chain of such a file in place of this one.
    FolkmootLoad {
        path: String,
    },
}

/// How a request arrived, which its refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By POST or over the websocket.
    Json,
    /// In a URI.
    Http,
}

impl Way {
    /// Refuses parameters in the words of CometBFT.
    pub fn refuse(self, reason: impl Display) -> RpcError {
        let way = match self {
            Self::Json => "json",
            Self::Http => "http",
        };
        RpcError::invalid_params(format!(
            "error converting {way} params to arguments: {reason}"
        ))
    }
}

impl Method {
    /// Reads a method and its parameters, given by name or in order.
    pub fn parse(name: &str, params: Value, way: Way) -> Result<Self, RpcError> {
        let names = parameters(name).ok_or_else(RpcError::method_not_found)?;
        let params = match params {
            Value::Null => json!({}),
            Value::Array(values) => by_name(names, values).map_err(|error| way.refuse(error))?,
            Value::Object(params) => Value::Object(params),
            other => {
                let kind = params::kind(&other);
                return Err(way.refuse(format!(
                    "unknown type for JSON params: json: cannot unmarshal {kind} into Go value of type \
                     []json.RawMessage. Expected map or array"
                )));
            }
        };
        serde_json::from_value(json!({"method": name, "params": params}))
            .map_err(|error| way.refuse(error))
    }
}

/// The methods, each with its parameters in order.
fn parameters(method: &str) -> Option<&'static [&'static str]> {
    Some(match method {
        "health"
        | "status"
        | "net_info"
        | "abci_info"
        | "genesis"
        | "num_unconfirmed_txs"
        | "unsubscribe_all"
        | "folkmoot_snapshot" => &[],
        "abci_query" => &["path", "data", "height", "prove"],
        "broadcast_tx_sync" | "broadcast_tx_async" | "broadcast_tx_commit" | "check_tx" => &["tx"],
        "tx" => &["hash", "prove"],
        "tx_search" => &["query", "prove", "page", "per_page", "order_by"],
        "block_search" => &["query", "page", "per_page", "order_by"],
        "block" | "block_results" | "header" | "commit" | "consensus_params" => &["height"],
        "block_by_hash" | "header_by_hash" => &["hash"],
        "blockchain" => &["minHeight", "maxHeight"],
        "validators" => &["height", "page", "per_page"],
        "unconfirmed_txs" => &["limit"],
        "subscribe" | "unsubscribe" => &["query"],
        "folkmoot_advance_time" => &["seconds"],
        "folkmoot_mine" => &["blocks"],
        "folkmoot_revert" => &["id"],
        "folkmoot_save" | "folkmoot_load" => &["path"],
        _ => return None,
    })
}

/// Names parameters that came in order. All must be there, or the request is refused, in Go's words and with its way
/// of printing them.
fn by_name(names: &[&str], values: Vec<Value>) -> Result<Value, String> {
    let (wanted, got) = (names.len(), values.len());
    if wanted != got {
        let bytes = |value: &Value| {
            let text = value.to_string();
            let bytes: Vec<String> = text.bytes().map(|byte| byte.to_string()).collect();
            format!("[{}]", bytes.join(" "))
        };
        let names = names.join(" ");
        let values: Vec<String> = values.iter().map(bytes).collect();
        let values = values.join(" ");
        return Err(format!(
            "expected {wanted} parameters ([{names}]), got {got} ([{values}])"
        ));
    }
    let named = names.iter().map(|name| (*name).to_owned()).zip(values);
    Ok(Value::Object(named.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(params: Value) -> String {
        Method::parse("block", params, Way::Json).unwrap_err().data
    }

    #[test]
    fn parameters_come_by_name_in_order_or_not_at_all() {
        let block = |params| Method::parse("block", params, Way::Json).unwrap();
        let seven = Method::Block {
            height: Number(Some(7)),
        };
        for params in [json!({"height": "7"}), json!(["7"])] {
            assert_eq!(block(params), seven);
        }
        let latest = Method::Block {
            height: Number(None),
        };
        for params in [Value::Null, json!({}), json!({"height": null})] {
            assert_eq!(block(params), latest);
        }
    }

    #[test]
    fn refusals_have_the_words_of_cometbft() {
        for (params, reason) in [
            (
                json!(["1", "2"]),
                "expected 1 parameters ([height]), got 2 ([[34 49 34] [34 50 34]])",
            ),
            (
                json!({"height": 1}),
                r#"invalid 64-bit integer encoding "1", expected string"#,
            ),
            (json!({"height": ""}), "unexpected end of JSON input"),
            (
                json!({"height": "s"}),
                "invalid character 's' looking for beginning of value",
            ),
            (
                json!({"height": "5x"}),
                "invalid character 'x' after top-level value",
            ),
        ] {
            let whole = format!("error converting json params to arguments: {reason}");
            assert_eq!(refusal(params), whole);
        }
        assert_eq!(
            Method::parse("nope", json!({}), Way::Json)
                .unwrap_err()
                .code,
            -32601
        );
    }

    #[test]
    fn every_method_has_a_variant() {
        for name in [
            "health",
            "abci_query",
            "tx_search",
            "validators",
            "folkmoot_mine",
            "folkmoot_revert",
        ] {
            assert!(Method::parse(name, json!({}), Way::Json).is_ok() || name == "folkmoot_revert");
        }
        assert!(Method::parse("folkmoot_revert", json!({"id": 1}), Way::Json).is_ok());
    }
}
