//! What the actor can be asked.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::oneshot;

use super::block::TxRecord;
use super::error::AbciError;
use super::tx::{DecodedTx, Known, Verdict};
use crate::rpc::{Method, RpcError};

/// A transaction with what was found out about its signatures.
pub struct Prepared {
    /// The transaction.
    pub tx: DecodedTx,
    /// One verdict for each signer that has an account.
    pub verdicts: Vec<Verdict>,
}

/// What became of a transaction that was sent.
pub enum Sent {
    /// It was refused before execution.
    Refused(AbciError),
    /// It passed the checks, which took this much gas, and waits for the next block.
    Waiting(u64),
    /// It is in a block.
    Included(Arc<TxRecord>),
}

/// Where the answer to a sent transaction goes.
pub type SentReply = oneshot::Sender<Result<Sent, RpcError>>;

/// What a transaction is sent for, and when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be checked and forgotten.
    Check,
    /// To be executed; the answer comes when it is checked.
    Take,
    /// To be executed; the answer comes when it is in a block.
    Include,
}

/// What the actor can be asked to do.
pub enum Command {
    /// Take a transaction, or only check it.
    Send {
        /// The transaction.
        prepared: Box<Prepared>,
        /// What for, and when to answer.
        purpose: Purpose,
        /// Where the answer goes.
        reply: SentReply,
    },
    /// Say what a signature check must know of these accounts.
    Known {
        /// The accounts.
        signers: Vec<String>,
        /// Where the answer goes.
        reply: oneshot::Sender<Vec<Option<Known>>>,
    },
    /// Answer a request.
    Call {
        /// The request.
        method: Method,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Value, RpcError>>,
    },
    /// Write the state if it has a file, and end.
    Stop {
        /// Where the outcome goes.
        reply: oneshot::Sender<Result<(), RpcError>>,
    },
}
