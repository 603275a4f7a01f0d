//! How far the chain has been read, in SQLite.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::columns::{counted, stored};
use crate::{CursorRepository, StoreError};

pub(super) struct Cursors<'a> {
    pub(super) db: &'a mut SqliteConnection,
}

#[async_trait]
impl CursorRepository for Cursors<'_> {
    async fn next_height(&mut self, chain_id: &str) -> Result<Option<u64>, StoreError> {
        let height: Option<i64> =
            sqlx::query_scalar("SELECT next_height FROM cursors WHERE chain_id = ?")
                .bind(chain_id)
                .fetch_optional(&mut *self.db)
                .await?;
        height.map(counted).transpose()
    }

    async fn start(&mut self, chain_id: &str, height: u64) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO cursors (chain_id, next_height) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(chain_id)
        .bind(stored("height", height)?)
        .execute(&mut *self.db)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn advance(
        &mut self,
        chain_id: &str,
        expected: u64,
        next: u64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE cursors SET next_height = ? WHERE chain_id = ? AND next_height = ?",
        )
        .bind(stored("height", next)?)
        .bind(chain_id)
        .bind(stored("height", expected)?)
        .execute(&mut *self.db)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        match self.next_height(chain_id).await? {
            Some(found) => Err(StoreError::Conflict {
                what: "cursor of chain",
                id: chain_id.to_owned(),
                expected: format!("at height {expected}"),
                found: format!("at height {found}"),
            }),
            None => Err(StoreError::Unknown {
                what: "cursor of chain",
                id: chain_id.to_owned(),
            }),
        }
    }
}
