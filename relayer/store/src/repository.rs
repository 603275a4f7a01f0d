//! The doors: a store opens repositories, a repository is a transaction.

use async_trait::async_trait;
use serde::Serialize;

use crate::{BallotRepository, CursorRepository, DutyRepository, GroupRepository, StoreError};

/// A database that repositories are opened on.
#[async_trait]
pub trait Store: Send + Sync {
    /// Opens a transaction. Writers wait for each other here, so what a repository reads is still so when it writes.
    async fn begin(&self) -> Result<Box<dyn Repository>, StoreError>;

    /// Ties the database to a chain at its first use; refuses another one ever after.
    async fn bind(&self, chain_id: &str) -> Result<(), StoreError>;
}

/// One transaction. Nothing of it counts before [`Repository::save`]; dropped, it never happened.
#[async_trait]
pub trait Repository: Send {
    /// How far the chain has been read.
    fn cursor(&mut self) -> Box<dyn CursorRepository + '_>;

    /// The book of duties.
    fn duties(&mut self) -> Box<dyn DutyRepository + '_>;

    /// The ballots handed in to be carried.
    fn ballots(&mut self) -> Box<dyn BallotRepository + '_>;

    /// The known groups.
    fn groups(&mut self) -> Box<dyn GroupRepository + '_>;

    /// Makes all of it hold, at once.
    async fn save(self: Box<Self>) -> Result<(), StoreError>;

    /// Undoes all of it.
    async fn cancel(self: Box<Self>) -> Result<(), StoreError>;
}

/// A signed transaction, written down *before* it is sent, so that after a restart it can be looked for: in the blocks
/// above `from_height` up to `timeout_height`, and in no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignedTx {
    /// Its hash, upper-case hexadecimal.
    pub hash: String,
    /// The height of the chain when it was signed.
    pub from_height: u64,
    /// The last height whose block may hold it.
    pub timeout_height: u64,
}
