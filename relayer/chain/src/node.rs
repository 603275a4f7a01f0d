//! The few things that reading blocks and writing transactions need of a node.

use std::future::Future;

use super::{Account, BlockView, ChainError, Status, TxHash, TxResult};

/// A node, real or pretended.
pub trait Node: Send + Sync + 'static {
    /// Where the chain stands.
    fn status(&self) -> impl Future<Output = Result<Status, ChainError>> + Send;

    /// An account's numbers; `None` if the chain has none of that address.
    fn account(
        &self,
        address: &str,
    ) -> impl Future<Output = Result<Option<Account>, ChainError>> + Send;

    /// What a transaction would take, tried on the present state.
    fn simulate(&self, tx: Vec<u8>) -> impl Future<Output = Result<u64, ChainError>> + Send;

    /// Hands a transaction in. An answer means that it waits for a block, and no more than that; a refusal is
    /// [`ChainError::Refused`]. That it was handed in before is as good an answer.
    fn broadcast(&self, tx: Vec<u8>) -> impl Future<Output = Result<TxHash, ChainError>> + Send;

    /// A transaction in a block. `None` proves nothing: the node's index runs behind its blocks and may be off.
    fn transaction(
        &self,
        hash: TxHash,
    ) -> impl Future<Output = Result<Option<TxResult>, ChainError>> + Send;

    /// A block with its results; `None` if there is no such block yet.
    fn block(
        &self,
        height: u64,
    ) -> impl Future<Output = Result<Option<BlockView>, ChainError>> + Send;
}

impl<N: Node> Node for std::sync::Arc<N> {
    fn status(&self) -> impl Future<Output = Result<Status, ChainError>> + Send {
        N::status(self)
    }

    fn account(
        &self,
        address: &str,
    ) -> impl Future<Output = Result<Option<Account>, ChainError>> + Send {
        N::account(self, address)
    }

    fn simulate(&self, tx: Vec<u8>) -> impl Future<Output = Result<u64, ChainError>> + Send {
        N::simulate(self, tx)
    }

    fn broadcast(&self, tx: Vec<u8>) -> impl Future<Output = Result<TxHash, ChainError>> + Send {
        N::broadcast(self, tx)
    }

    fn transaction(
        &self,
        hash: TxHash,
    ) -> impl Future<Output = Result<Option<TxResult>, ChainError>> + Send {
        N::transaction(self, hash)
    }

    fn block(
        &self,
        height: u64,
    ) -> impl Future<Output = Result<Option<BlockView>, ChainError>> + Send {
        N::block(self, height)
    }
}
