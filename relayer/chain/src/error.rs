//! What can go wrong between here and a node.

use std::fmt;

use tendermint_rpc::error::ErrorDetail;
use thiserror::Error;

/// The chain's own no: code and codespace as the ABCI has them, the text as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code, not 0.
    pub code: u32,
    /// Who gave the code: `sdk`, `wasm`, ….
    pub codespace: String,
    /// The text.
    pub log: String,
}

impl Refusal {
    /// Whether it is this error of the chain's core.
    pub fn is_sdk(&self, code: u32) -> bool {
        self.codespace == "sdk" && self.code == code
    }

    /// The sequence that the chain expects, if the refusal is about a wrong one.
    pub fn expected_sequence(&self) -> Option<u64> {
        let (_, rest) = self
            .log
            .split_once("account sequence mismatch, expected ")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {} of {})", self.log, self.code, self.codespace)
    }
}

/// An error of the chain. [`ChainError::is_retry`] tells "no answer" from "the answer is no".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChainError {
    /// The node did not answer, or what stands in front of it did.
    #[error("node {node} does not answer: {reason}")]
    Transport {
        /// The node's address.
        node: String,
        /// Why.
        reason: String,
    },
    /// None of the nodes answered.
    #[error("none of {count} nodes answers; the last one: {reason}")]
    NoNode {
        /// How many there are.
        count: usize,
        /// What the last one said.
        reason: String,
    },
    /// The address of a node is none.
    #[error("node address {url} can't be used: {reason}")]
    Address {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The node refused the request itself.
    #[error("node {node} refused the request: {message} (JSON-RPC code {code}){data}")]
    Rpc {
        /// The node's address.
        node: String,
        /// The JSON-RPC code.
        code: i32,
        /// Its text.
        message: String,
        /// More of it.
        data: String,
    },
    /// The chain's answer is an error.
    #[error("{path}: {refusal}")]
    Refused {
        /// What was asked.
        path: String,
        /// The answer.
        refusal: Refusal,
    },
    /// The answer can't be read.
    #[error("the answer to {what} can't be read: {reason}")]
    Decode {
        /// What was asked.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The request can't be written.
    #[error("{what} can't be encoded: {reason}")]
    Encode {
        /// What.
        what: String,
        /// Why.
        reason: String,
    },
    /// A node of another chain.
    #[error("node {node} belongs to chain {found}, not to {expected}")]
    OtherChain {
        /// The node's address.
        node: String,
        /// The chain asked for.
        expected: String,
        /// The chain it belongs to.
        found: String,
    },
    /// The node has thrown the block away.
    #[error("block {height} is no longer kept by node {node}: {reason}")]
    Pruned {
        /// The node's address.
        node: String,
        /// The height.
        height: u64,
        /// What the node said.
        reason: String,
    },
}

impl ChainError {
    /// Whether asking again later, unchanged, makes sense.
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Transport { .. } | Self::NoNode { .. })
    }

    /// The chain's no, if that is what it is.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    /// The client library's error, sorted.
    pub(super) fn of_rpc(node: &str, error: &tendermint_rpc::Error) -> Self {
        let node = node.to_owned();
        match error.detail() {
            ErrorDetail::Response(answer) => {
                let answer = &answer.source;
                Self::Rpc {
                    node,
                    code: answer.code().value(),
                    message: answer.message().to_owned(),
                    data: answer
                        .data()
                        .map(|data| format!(": {data}"))
                        .unwrap_or_default(),
                }
            }
            ErrorDetail::HttpRequestFailed(answer)
                if answer.status.is_client_error() && answer.status.as_u16() != 429 =>
            {
                Self::Rpc {
                    node,
                    code: i32::from(answer.status.as_u16()),
                    message: format!("HTTP status {}", answer.status),
                    data: String::new(),
                }
            }
            ErrorDetail::Serde(_) | ErrorDetail::Parse(_) | ErrorDetail::Tendermint(_) => {
                Self::Decode {
                    what: format!("a request to node {node}"),
                    reason: plain(error),
                }
            }
            _ => Self::Transport {
                node,
                reason: plain(error),
            },
        }
    }

    /// Whether the node says it knows no such transaction.
    pub(super) fn is_unknown_tx(&self) -> bool {
        matches!(self, Self::Rpc { data, message, .. }
            if data.contains("not found") || message.contains("not found"))
    }

    /// Whether the node keeps no list of transactions by hash.
    pub(super) fn is_unindexed(&self) -> bool {
        matches!(self, Self::Rpc { data, message, .. }
            if data.contains("indexing is disabled") || message.contains("indexing is disabled"))
    }

    /// Whether the node says it has this very transaction already.
    pub(super) fn is_known_tx(&self) -> bool {
        matches!(self, Self::Rpc { data, message, .. }
            if data.contains("tx already exists in cache") || message.contains("tx already exists in cache"))
    }

    /// Whether the height lies in the future, or its results are being written just now.
    pub(super) fn is_future_block(&self) -> bool {
        matches!(self, Self::Rpc { data, message, .. } if [data, message].iter().any(|text|
            text.contains("must be less than or equal to") || text.contains("could not find results for height")))
    }

    /// Whether the height lies below what the node keeps.
    pub(super) fn is_pruned(&self) -> bool {
        matches!(self, Self::Rpc { data, message, .. } if [data, message].iter().any(|text|
            text.contains("is not available, lowest height")))
    }
}

/// The error's own words on one line: its debugging form is a backtrace.
fn plain(error: &tendermint_rpc::Error) -> String {
    error.detail().to_string().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rpc(data: &str) -> ChainError {
        ChainError::Rpc {
            node: "n".to_owned(),
            code: -32603,
            message: "Internal error".to_owned(),
            data: format!(": {data}"),
        }
    }

    #[test]
    fn a_wrong_sequence_is_read_out_of_the_text() {
        let refusal = Refusal {
            code: 32,
            codespace: "sdk".to_owned(),
            log: "account sequence mismatch, expected 17, got 4: incorrect account sequence"
                .to_owned(),
        };
        assert_eq!(refusal.expected_sequence(), Some(17));
        assert!(refusal.is_sdk(32));
        let other = Refusal {
            log: "insufficient fee".to_owned(),
            ..refusal
        };
        assert_eq!(other.expected_sequence(), None);
    }

    #[test]
    fn the_nodes_own_words_are_understood() {
        assert!(rpc("tx (AB) not found").is_unknown_tx());
        assert!(rpc("transaction indexing is disabled").is_unindexed());
        assert!(rpc("tx already exists in cache").is_known_tx());
        assert!(
            rpc("height 9 must be less than or equal to the current blockchain height 8")
                .is_future_block()
        );
        assert!(rpc("could not find results for height #9").is_future_block());
        assert!(rpc("height 1 is not available, lowest height is 50").is_pruned());
        assert!(!rpc("anything else").is_retry());
        let gone = ChainError::Transport {
            node: "n".to_owned(),
            reason: "refused".to_owned(),
        };
        assert!(gone.is_retry());
    }
}
