//! Why a duty was not done.

use folkmoot_chain::{ChainError, WriteError};
use folkmoot_store::StoreError;
use thiserror::Error;

/// Why a duty was not done, born as retry or fail.
#[derive(Debug, Error)]
pub enum DutyError {
    /// To be tried again later.
    #[error(transparent)]
    Retry(Reason),
    /// To be given up until the chain's state changes: the contract will say no again.
    #[error(transparent)]
    Fail(Reason),
}

/// What was in the way.
#[derive(Debug, Error)]
pub enum Reason {
    /// The transaction.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The node.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no account to sign with.
    #[error("no account signs for group {group}: configure one for it, or a carrier")]
    NoAccount {
        /// The group.
        group: String,
    },
    /// The transaction is in a block, and the contract says that it is still to be done.
    #[error("{0}")]
    NotDone(String),
    /// What the contract answered can't be read.
    #[error("the contract's answer in transaction {hash} can't be read: {reason}")]
    Answer {
        /// The transaction.
        hash: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl DutyError {
    /// Whether it is to be tried again by itself.
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Retry(_))
    }

    /// The contract's own no, for duties that it will refuse again: those are given up.
    pub(crate) fn final_if_refused(self) -> Self {
        match self {
            Self::Retry(Reason::Write(error)) if !error.is_retry() && error.refusal().is_some() => {
                Self::Fail(Reason::Write(error))
            }
            other => other,
        }
    }
}

impl<R: Into<Reason>> From<R> for DutyError {
    fn from(reason: R) -> Self {
        Self::Retry(reason.into())
    }
}
