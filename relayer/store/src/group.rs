//! The groups that were seen on the chain.

use async_trait::async_trait;
use serde::Serialize;

use crate::{Page, PageRequest, StoreError};

/// A group that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its address.
    pub address: String,
    /// The height at which it was first seen.
    pub first_height: u64,
}

/// The known groups.
#[async_trait]
pub trait GroupRepository: Send {
    /// Remembers a group. Says `false` and changes nothing if it is known.
    async fn learn(&mut self, address: &str, first_height: u64) -> Result<bool, StoreError>;

    /// A group by its address.
    async fn lookup(&mut self, address: &str) -> Result<Option<Group>, StoreError>;

    /// All known groups, in pages.
    async fn list(&mut self, page: PageRequest) -> Result<Page<Group>, StoreError>;
}
