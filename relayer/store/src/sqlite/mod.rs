//! The store in a SQLite file, write-ahead logged.

mod ballot;
mod columns;
mod cursor;
mod duty;
mod group;

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::{
    BallotRepository, CursorRepository, DutyRepository, GroupRepository, Repository, Store,
    StoreError,
};

/// How long a writer waits for another one before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections kept open: transactions take turns, so more would only wait.
const MAX_CONNECTIONS: u32 = 4;

/// The store in a SQLite file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, creates it if it isn't there, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        // FULL: a receipt promises that the ballot is kept, also through a power cut
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        Self::connect(options, MAX_CONNECTIONS, path.to_owned()).await
    }

    /// A store in memory, gone with the last handle: for demonstrations and tests.
    pub async fn in_memory() -> Result<Self, StoreError> {
        // each connection to ":memory:" is a database of its own, so there is exactly one
        let options = SqliteConnectOptions::new().in_memory(true);
        Self::connect(options, 1, PathBuf::from(":memory:")).await
    }

    async fn connect(
        options: SqliteConnectOptions,
        connections: u32,
        path: PathBuf,
    ) -> Result<Self, StoreError> {
        let opened = SqlitePoolOptions::new()
            .max_connections(connections)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await;
        let pool = match opened {
            Ok(pool) => pool,
            Err(source) => return Err(StoreError::Open { path, source }),
        };
        match sqlx::migrate!("./migrations/sqlite").run(&pool).await {
            Ok(()) => Ok(Self { pool }),
            Err(source) => Err(StoreError::Migrate { path, source }),
        }
    }

    /// Waits until open transactions are over and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn Repository>, StoreError> {
        // IMMEDIATE: the write lock is taken now, so a read can't grow stale before the write that relies on it
        let tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Box::new(SqliteRepository { tx }))
    }

    async fn bind(&self, chain_id: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO chain (id, chain_id) VALUES (1, ?) ON CONFLICT DO NOTHING")
            .bind(chain_id)
            .execute(&self.pool)
            .await?;
        let stored: String = sqlx::query_scalar("SELECT chain_id FROM chain WHERE id = 1")
            .fetch_one(&self.pool)
            .await?;
        if stored == chain_id {
            Ok(())
        } else {
            Err(StoreError::OtherChain {
                stored,
                asked: chain_id.to_owned(),
            })
        }
    }
}

struct SqliteRepository {
    tx: Transaction<'static, Sqlite>,
}

#[async_trait]
impl Repository for SqliteRepository {
    fn cursor(&mut self) -> Box<dyn CursorRepository + '_> {
        Box::new(cursor::Cursors { db: &mut self.tx })
    }

    fn duties(&mut self) -> Box<dyn DutyRepository + '_> {
        Box::new(duty::Duties { db: &mut self.tx })
    }

    fn ballots(&mut self) -> Box<dyn BallotRepository + '_> {
        Box::new(ballot::Ballots { db: &mut self.tx })
    }

    fn groups(&mut self) -> Box<dyn GroupRepository + '_> {
        Box::new(group::Groups { db: &mut self.tx })
    }

    async fn save(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }

    async fn cancel(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.tx.rollback().await?)
    }
}
