//! How far the chain has been read.

use async_trait::async_trait;

use crate::StoreError;

/// The next height to read, by chain.
#[async_trait]
pub trait CursorRepository: Send {
    /// The next height to read, `None` if this chain was never read.
    async fn next_height(&mut self, chain_id: &str) -> Result<Option<u64>, StoreError>;

    /// Where reading starts. Says `false` and changes nothing if there is a cursor already.
    async fn start(&mut self, chain_id: &str, height: u64) -> Result<bool, StoreError>;

    /// Moves the cursor from `expected` to `next`; a conflict if somebody else moved it.
    async fn advance(&mut self, chain_id: &str, expected: u64, next: u64)
    -> Result<(), StoreError>;
}
