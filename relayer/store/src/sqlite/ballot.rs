//! The ballots handed in, in SQLite.

use async_trait::async_trait;
use sqlx::query_builder::QueryBuilder;
use sqlx::sqlite::{SqliteQueryResult, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::columns::{
    counted, number, number_option, push_page, signed_tx, stored, stored_option, unknown_state,
};
use crate::{
    Ballot, BallotFilter, BallotRepository, BallotState, MAX_PAGE, NewBallot, Page, PageRequest,
    ReceiptId, Received, SignedTx, StoreError, Waiting,
};

pub(super) struct Ballots<'a> {
    pub(super) db: &'a mut SqliteConnection,
}

fn ballot(row: &SqliteRow) -> Result<Ballot, StoreError> {
    let state: String = row.try_get("state")?;
    let receipt: String = row.try_get("receipt")?;
    let payload: String = row.try_get("payload")?;
    Ok(Ballot {
        payload: serde_json::from_str(&payload).map_err(|_| StoreError::Value {
            what: "payload of ballot",
            value: receipt.clone(),
            expected: "JSON",
        })?,
        receipt: ReceiptId::try_from(receipt)?,
        group: row.try_get("group_address")?,
        proposal: number(row, "proposal")?,
        seat: number_option(row, "seat")?,
        wallet: row.try_get("wallet")?,
        state: BallotState::of_name(&state).ok_or_else(|| unknown_state(&state))?,
        result: row.try_get("result")?,
        tx: signed_tx(row)?,
        received_at: number(row, "received_at")?,
        updated_at: number(row, "updated_at")?,
    })
}

impl Ballots<'_> {
    async fn known(&mut self, receipt: &ReceiptId) -> Result<Ballot, StoreError> {
        self.lookup(receipt)
            .await?
            .ok_or_else(|| StoreError::Unknown {
                what: "ballot",
                id: receipt.to_string(),
            })
    }

    /// Turns "no row was changed" into why.
    async fn changed(
        &mut self,
        receipt: &ReceiptId,
        done: &SqliteQueryResult,
    ) -> Result<(), StoreError> {
        if done.rows_affected() == 1 {
            return Ok(());
        }
        let found = self.known(receipt).await?;
        Err(StoreError::Conflict {
            what: "ballot",
            id: receipt.to_string(),
            expected: BallotState::Received.name().to_owned(),
            found: found.state.name().to_owned(),
        })
    }

    async fn settle(
        &mut self,
        receipt: &ReceiptId,
        to: BallotState,
        result: &str,
        now: u64,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE ballots SET state = ?, result = ?, updated_at = ? WHERE receipt = ? AND state = 'received'",
        )
        .bind(to.name())
        .bind(result)
        .bind(stored("now", now)?)
        .bind(receipt.as_str())
        .execute(&mut *self.db)
        .await?;
        self.changed(receipt, &done).await
    }
}

#[async_trait]
impl BallotRepository for Ballots<'_> {
    async fn receive(&mut self, ballot: NewBallot, now: u64) -> Result<Received, StoreError> {
        let now = stored("now", now)?;
        let done = sqlx::query(
            "INSERT INTO ballots (receipt, group_address, proposal, seat, wallet, payload, state, received_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?, 'received', ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(ballot.receipt.as_str())
        .bind(&ballot.group)
        .bind(stored("proposal", ballot.proposal)?)
        .bind(stored_option("seat", ballot.seat)?)
        .bind(&ballot.wallet)
        .bind(ballot.payload.to_string())
        .bind(now)
        .bind(now)
        .execute(&mut *self.db)
        .await?;
        if done.rows_affected() == 1 {
            Ok(Received::New)
        } else {
            Ok(Received::Known(Box::new(
                self.known(&ballot.receipt).await?,
            )))
        }
    }

    async fn lookup(&mut self, receipt: &ReceiptId) -> Result<Option<Ballot>, StoreError> {
        let row = sqlx::query("SELECT * FROM ballots WHERE receipt = ?")
            .bind(receipt.as_str())
            .fetch_optional(&mut *self.db)
            .await?;
        row.as_ref().map(ballot).transpose()
    }

    async fn waiting(&mut self, limit: u32) -> Result<Vec<Waiting>, StoreError> {
        let rows = sqlx::query(
            "SELECT group_address, proposal, COUNT(*) AS ballots, MIN(received_at) AS since FROM ballots \
             WHERE state = 'received' GROUP BY group_address, proposal ORDER BY MIN(id) LIMIT ?",
        )
        .bind(limit.min(MAX_PAGE))
        .fetch_all(&mut *self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Waiting {
                    group: row.try_get("group_address")?,
                    proposal: number(row, "proposal")?,
                    ballots: number(row, "ballots")?,
                    since: number(row, "since")?,
                })
            })
            .collect()
    }

    async fn waiting_for(
        &mut self,
        group: &str,
        proposal: u64,
        limit: u32,
    ) -> Result<Vec<Ballot>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM ballots WHERE state = 'received' AND group_address = ? AND proposal = ? ORDER BY id LIMIT ?",
        )
        .bind(group)
        .bind(stored("proposal", proposal)?)
        .bind(limit.min(MAX_PAGE))
        .fetch_all(&mut *self.db)
        .await?;
        rows.iter().map(ballot).collect()
    }

    async fn waiting_of_seat(
        &mut self,
        group: &str,
        proposal: u64,
        seat: u64,
    ) -> Result<Vec<Ballot>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM ballots WHERE group_address = ? AND proposal = ? AND seat = ? AND state = 'received' \
             ORDER BY id LIMIT ?",
        )
        .bind(group)
        .bind(stored("proposal", proposal)?)
        .bind(stored("seat", seat)?)
        .bind(MAX_PAGE)
        .fetch_all(&mut *self.db)
        .await?;
        rows.iter().map(ballot).collect()
    }

    async fn signed(
        &mut self,
        receipts: &[ReceiptId],
        tx: &SignedTx,
        now: u64,
    ) -> Result<(), StoreError> {
        for receipt in receipts {
            let done = sqlx::query(
                "UPDATE ballots SET tx_hash = ?, tx_from = ?, tx_timeout = ?, updated_at = ? \
                 WHERE receipt = ? AND state = 'received'",
            )
            .bind(&tx.hash)
            .bind(stored("from height", tx.from_height)?)
            .bind(stored("timeout height", tx.timeout_height)?)
            .bind(stored("now", now)?)
            .bind(receipt.as_str())
            .execute(&mut *self.db)
            .await?;
            self.changed(receipt, &done).await?;
        }
        Ok(())
    }

    async fn carried(
        &mut self,
        receipt: &ReceiptId,
        result: &str,
        now: u64,
    ) -> Result<(), StoreError> {
        self.settle(receipt, BallotState::Carried, result, now)
            .await
    }

    async fn refused(
        &mut self,
        receipt: &ReceiptId,
        result: &str,
        now: u64,
    ) -> Result<(), StoreError> {
        self.settle(receipt, BallotState::Refused, result, now)
            .await
    }

    async fn list(
        &mut self,
        filter: &BallotFilter,
        page: PageRequest,
    ) -> Result<Page<Ballot>, StoreError> {
        let mut query = QueryBuilder::new("SELECT * FROM ballots WHERE 1 = 1");
        if let Some(state) = filter.state {
            query.push(" AND state = ").push_bind(state.name());
        }
        if let Some(group) = &filter.group {
            query.push(" AND group_address = ").push_bind(group.clone());
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
            .map(|row| Ok((row.try_get("id")?, ballot(row)?)))
            .collect();
        Ok(Page::of(entries?, page.take()))
    }

    async fn count(&mut self, state: BallotState) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM ballots WHERE state = ?")
            .bind(state.name())
            .fetch_one(&mut *self.db)
            .await?;
        counted(count)
    }
}
