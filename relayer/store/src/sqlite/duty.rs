//! The book of duties, in SQLite.

use async_trait::async_trait;
use sqlx::query_builder::QueryBuilder;
use sqlx::sqlite::{SqliteQueryResult, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::columns::{
    counted, number, number_option, push_page, signed_tx, stored, stored_option, unknown_state,
};
use crate::{
    Duty, DutyFilter, DutyRepository, DutyState, MAX_PAGE, NewDuty, Page, PageRequest, Planned,
    SignedTx, StoreError,
};

pub(super) struct Duties<'a> {
    pub(super) db: &'a mut SqliteConnection,
}

fn duty(row: &SqliteRow) -> Result<Duty, StoreError> {
    let state: String = row.try_get("state")?;
    Ok(Duty {
        key: row.try_get("unique_key")?,
        kind: row.try_get("kind")?,
        group: row.try_get("group_address")?,
        proposal: number_option(row, "proposal")?,
        state: DutyState::of_name(&state).ok_or_else(|| unknown_state(&state))?,
        attempts: row.try_get("attempts")?,
        not_before: number(row, "not_before")?,
        last_error: row.try_get("last_error")?,
        tx: signed_tx(row)?,
        created_at: number(row, "created_at")?,
        updated_at: number(row, "updated_at")?,
    })
}

impl Duties<'_> {
    async fn known(&mut self, key: &str) -> Result<Duty, StoreError> {
        self.lookup(key).await?.ok_or_else(|| StoreError::Unknown {
            what: "duty",
            id: key.to_owned(),
        })
    }

    /// Turns "no row was changed" into why.
    async fn changed(
        &mut self,
        key: &str,
        expected: &str,
        done: &SqliteQueryResult,
    ) -> Result<(), StoreError> {
        if done.rows_affected() == 1 {
            return Ok(());
        }
        let found = self.known(key).await?;
        Err(StoreError::Conflict {
            what: "duty",
            id: key.to_owned(),
            expected: expected.to_owned(),
            found: found.state.name().to_owned(),
        })
    }
}

#[async_trait]
impl DutyRepository for Duties<'_> {
    async fn plan(&mut self, duty: NewDuty, now: u64) -> Result<Planned, StoreError> {
        let now = stored("now", now)?;
        let done = sqlx::query(
            "INSERT INTO duties (unique_key, kind, group_address, proposal, state, not_before, created_at, updated_at) \
             VALUES (?, ?, ?, ?, 'planned', ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&duty.key)
        .bind(&duty.kind)
        .bind(&duty.group)
        .bind(stored_option("proposal", duty.proposal)?)
        .bind(stored("not before", duty.not_before)?)
        .bind(now)
        .bind(now)
        .execute(&mut *self.db)
        .await?;
        if done.rows_affected() == 1 {
            Ok(Planned::New)
        } else {
            Ok(Planned::Known(Box::new(self.known(&duty.key).await?)))
        }
    }

    async fn lookup(&mut self, key: &str) -> Result<Option<Duty>, StoreError> {
        let row = sqlx::query("SELECT * FROM duties WHERE unique_key = ?")
            .bind(key)
            .fetch_optional(&mut *self.db)
            .await?;
        row.as_ref().map(duty).transpose()
    }

    async fn due(&mut self, now: u64, limit: u32) -> Result<Vec<Duty>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM duties WHERE state = 'planned' AND not_before <= ? ORDER BY not_before, id LIMIT ?",
        )
        .bind(stored("now", now)?)
        .bind(limit.min(MAX_PAGE))
        .fetch_all(&mut *self.db)
        .await?;
        rows.iter().map(duty).collect()
    }

    async fn next_due(&mut self) -> Result<Option<u64>, StoreError> {
        let next: Option<i64> =
            sqlx::query_scalar("SELECT MIN(not_before) FROM duties WHERE state = 'planned'")
                .fetch_one(&mut *self.db)
                .await?;
        next.map(counted).transpose()
    }

    async fn claim(&mut self, key: &str, now: u64) -> Result<Duty, StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET state = 'running', attempts = attempts + 1, updated_at = ? \
             WHERE unique_key = ? AND state = 'planned'",
        )
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "planned", &done).await?;
        self.known(key).await
    }

    async fn signed(&mut self, key: &str, tx: &SignedTx, now: u64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET tx_hash = ?, tx_from = ?, tx_timeout = ?, updated_at = ? \
             WHERE unique_key = ? AND state = 'running'",
        )
        .bind(&tx.hash)
        .bind(stored("from height", tx.from_height)?)
        .bind(stored("timeout height", tx.timeout_height)?)
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "running", &done).await
    }

    async fn finish(&mut self, key: &str, now: u64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET state = 'done', last_error = NULL, updated_at = ? \
             WHERE unique_key = ? AND state IN ('planned', 'running')",
        )
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "planned or running", &done).await
    }

    async fn retry(
        &mut self,
        key: &str,
        not_before: u64,
        error: &str,
        now: u64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET state = 'planned', not_before = ?, last_error = ?, updated_at = ? \
             WHERE unique_key = ? AND state = 'running'",
        )
        .bind(stored("not before", not_before)?)
        .bind(error)
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "running", &done).await
    }

    async fn fail(&mut self, key: &str, error: &str, now: u64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET state = 'failed', last_error = ?, updated_at = ? \
             WHERE unique_key = ? AND state IN ('planned', 'running')",
        )
        .bind(error)
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "planned or running", &done).await
    }

    async fn reopen(&mut self, key: &str, not_before: u64, now: u64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE duties SET state = 'planned', not_before = ?, updated_at = ? \
             WHERE unique_key = ? AND state IN ('done', 'failed')",
        )
        .bind(stored("not before", not_before)?)
        .bind(stored("now", now)?)
        .bind(key)
        .execute(&mut *self.db)
        .await?;
        self.changed(key, "done or failed", &done).await
    }

    async fn list(
        &mut self,
        filter: &DutyFilter,
        page: PageRequest,
    ) -> Result<Page<Duty>, StoreError> {
        let mut query = QueryBuilder::new("SELECT * FROM duties WHERE 1 = 1");
        if let Some(state) = filter.state {
            query.push(" AND state = ").push_bind(state.name());
        }
        if let Some(group) = &filter.group {
            query.push(" AND group_address = ").push_bind(group.clone());
        }
        if let Some(kind) = &filter.kind {
            query.push(" AND kind = ").push_bind(kind.clone());
        }
        if let Some(proposal) = filter.proposal {
            query
                .push(" AND proposal = ")
                .push_bind(stored("proposal", proposal)?);
        }
        push_page(&mut query, page);
        let rows = query.build().fetch_all(&mut *self.db).await?;
        let entries: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| Ok((row.try_get("id")?, duty(row)?)))
            .collect();
        Ok(Page::of(entries?, page.take()))
    }

    async fn count(&mut self, state: DutyState) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM duties WHERE state = ?")
            .bind(state.name())
            .fetch_one(&mut *self.db)
            .await?;
        counted(count)
    }
}
