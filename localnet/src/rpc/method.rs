//! The methods, each with its parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::envelope::RpcError;

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
        path: String,
        #[serde(default)]
        data: Hex,
        #[serde(default)]
        height: Number,
        #[serde(default)]
        prove: bool,
    },
    BroadcastTxSync {
        tx: Bytes,
    },
    BroadcastTxAsync {
        tx: Bytes,
    },
    BroadcastTxCommit {
        tx: Bytes,
    },
    CheckTx {
        tx: Bytes,
    },
    Tx {
        hash: Bytes,
        #[serde(default)]
        prove: bool,
    },
    TxSearch {
        query: String,
        #[serde(default)]
        prove: bool,
        #[serde(flatten)]
        page: Page,
    },
    BlockSearch {
        query: String,
        #[serde(flatten)]
        page: Page,
    },
    Block {
        #[serde(default)]
        height: Number,
    },
    BlockByHash {
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
        hash: Bytes,
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
        #[serde(default)]
        page: Number,
        #[serde(default)]
        per_page: Number,
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
        query: String,
    },
    Unsubscribe {
        query: String,
    },
    UnsubscribeAll {},
    /// Lets time pass and makes a block.
    FolkmootAdvanceTime {
        seconds: Number,
    },
    /// Makes blocks.
    FolkmootMine {
        #[serde(default)]
        blocks: Number,
    },
    /// Remembers the chain as it is.
    FolkmootSnapshot {},
    /// Puts the chain back to a snapshot.
    FolkmootRevert {
        id: Number,
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

impl Method {
    /// Reads a method and its parameters, given by name or in order.
    pub fn parse(name: &str, params: Value) -> Result<Self, RpcError> {
        let params = match params {
            Value::Null => json!({}),
            Value::Array(values) => by_name(name, values)?,
            other => other,
        };
        serde_json::from_value(json!({"method": name, "params": params})).map_err(|error| {
            let text = error.to_string();
            match text.starts_with("unknown variant") {
                true => RpcError::method_not_found(name),
                false => RpcError::invalid_params(text),
            }
        })
    }
}

/// The order of the parameters of those methods that are called by position at times.
fn by_name(method: &str, values: Vec<Value>) -> Result<Value, RpcError> {
    let names: &[&str] = match method {
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
        _ => &[],
    };
    if values.len() > names.len() {
        let (most, got) = (names.len(), values.len());
        let detail = format!("{method} has at most {most} parameters, got {got}");
        return Err(RpcError::invalid_params(detail));
    }
    let named = names.iter().map(|name| (*name).to_owned()).zip(values);
    Ok(Value::Object(named.collect()))
}

/// A part of a long list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// Which part, from 1.
    #[serde(default)]
    pub page: Number,
    /// How many entries a part has.
    #[serde(default)]
    pub per_page: Number,
    /// `asc` or `desc`.
    #[serde(default)]
    pub order_by: String,
}

impl Page {
    /// Cuts this page out of `all`; the most entries that a page has is CometBFT's.
    pub fn cut<T>(&self, mut all: Vec<T>) -> Result<Vec<T>, RpcError> {
        match self.order_by.as_str() {
            "" | "asc" => {}
            "desc" => all.reverse(),
            other => {
                let detail = format!("order_by must be asc or desc, got {other}");
                return Err(RpcError::invalid_params(detail));
            }
        }
        let size = match self.per_page.0 {
            None | Some(0) => 30,
            Some(size) => size.min(100),
        };
        let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let pages = total.div_ceil(size).max(1);
        let page = self.page.0.unwrap_or(1);
        if page == 0 || page > pages {
            let detail = format!("page should be within [1, {pages}] range, given {page}");
            return Err(RpcError::internal(detail));
        }
        let as_count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let skip = as_count((page - 1).saturating_mul(size));
        Ok(all.into_iter().skip(skip).take(as_count(size)).collect())
    }
}

/// A number, which clients send as a number or in quotes; absent, null or empty is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Number(pub Option<u64>);

impl TryFrom<Value> for Number {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let number = match &value {
            Value::Null => return Ok(Self(None)),
            Value::String(text) if text.is_empty() => return Ok(Self(None)),
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        match number {
            Some(number) => Ok(Self(Some(number))),
            None => Err(format!("expected a number from 0 on, got {value}")),
        }
    }
}

/// Bytes in base64, or in hex after `0x`, or a hash in bare hex.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Bytes(pub Vec<u8>);

impl TryFrom<String> for Bytes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hex_digits = match text.strip_prefix("0x") {
            Some(digits) => Some(digits),
            None => is_hash.then_some(text.as_str()),
        };
        match hex_digits {
            Some(digits) => hex::decode(digits).map_err(|error| format!("hex: {error}")),
            None => STANDARD
                .decode(&text)
                .map_err(|error| format!("base64: {error}")),
        }
        .map(Self)
    }
}

/// Bytes in hex, with `0x` or without.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Option<String>")]
pub struct Hex(pub Vec<u8>);

impl TryFrom<Option<String>> for Hex {
    type Error = String;

    fn try_from(text: Option<String>) -> Result<Self, String> {
        let text = text.unwrap_or_default();
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        hex::decode(digits)
            .map(Self)
            .map_err(|error| format!("hex: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_by_name_in_order_or_not_at_all() {
        let block = |params| Method::parse("block", params).unwrap();
        let seven = Method::Block {
            height: Number(Some(7)),
        };
        for params in [json!({"height": "7"}), json!({"height": 7}), json!(["7"])] {
            assert_eq!(block(params), seven);
        }
        let latest = Method::Block {
            height: Number(None),
        };
        for params in [Value::Null, json!({}), json!([]), json!({"height": null})] {
            assert_eq!(block(params), latest);
        }
        assert!(Method::parse("block", json!([1, 2])).is_err());
    }

    #[test]
    fn hashes_come_in_hex_or_base64() {
        let bytes = |text: &str| Bytes::try_from(text.to_owned()).unwrap().0;
        assert_eq!(bytes(&"AB".repeat(32)), [0xab; 32]);
        assert_eq!(bytes(&STANDARD.encode([0xab; 32])), [0xab; 32]);
        assert_eq!(bytes("0xabab"), [0xab; 2]);
        assert!(Bytes::try_from("*".to_owned()).is_err());
    }

    #[test]
    fn pages_are_cut_at_their_edges() {
        let page = |page, per_page, order: &str| Page {
            page: Number(Some(page)),
            per_page: Number(Some(per_page)),
            order_by: order.to_owned(),
        };
        let all: Vec<u32> = (1..=5).collect();
        assert_eq!(page(2, 2, "asc").cut(all.clone()).unwrap(), [3, 4]);
        assert_eq!(page(3, 2, "desc").cut(all.clone()).unwrap(), [1]);
        assert!(page(4, 2, "asc").cut(all.clone()).is_err());
        assert!(page(0, 2, "asc").cut(all.clone()).is_err());
        assert!(page(1, 2, "up").cut(all.clone()).is_err());
        assert_eq!(Page::default().cut(all).unwrap().len(), 5);
        assert!(page(1, 2, "").cut(Vec::<u32>::new()).unwrap().is_empty());
    }
}
