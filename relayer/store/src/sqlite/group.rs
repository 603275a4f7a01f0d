//! The known groups, in SQLite.

use async_trait::async_trait;
use sqlx::query_builder::QueryBuilder;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::columns::{number, push_page, stored};
use crate::{Group, GroupRepository, Page, PageRequest, StoreError};

pub(super) struct Groups<'a> {
    pub(super) db: &'a mut SqliteConnection,
}

fn group(row: &SqliteRow) -> Result<Group, StoreError> {
    Ok(Group {
        address: row.try_get("address")?,
        first_height: number(row, "first_height")?,
    })
}

#[async_trait]
impl GroupRepository for Groups<'_> {
    async fn learn(&mut self, address: &str, first_height: u64) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO groups (address, first_height) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(address)
        .bind(stored("first height", first_height)?)
        .execute(&mut *self.db)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn lookup(&mut self, address: &str) -> Result<Option<Group>, StoreError> {
        let row = sqlx::query("SELECT * FROM groups WHERE address = ?")
            .bind(address)
            .fetch_optional(&mut *self.db)
            .await?;
        row.as_ref().map(group).transpose()
    }

    async fn list(&mut self, page: PageRequest) -> Result<Page<Group>, StoreError> {
        let mut query = QueryBuilder::new("SELECT * FROM groups WHERE 1 = 1");
        push_page(&mut query, page);
        let rows = query.build().fetch_all(&mut *self.db).await?;
        let entries: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| Ok((row.try_get("id")?, group(row)?)))
            .collect();
        Ok(Page::of(entries?, page.take()))
    }
}
