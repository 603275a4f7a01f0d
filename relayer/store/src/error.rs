//! What can go wrong with the store.

use std::path::PathBuf;

use thiserror::Error;

/// An error of the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database can't be opened.
    #[error("database {path} can't be opened: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: sqlx::Error,
    },
    /// The schema can't be brought up to date.
    #[error("database {path} can't be migrated: {source}")]
    Migrate {
        /// The file.
        path: PathBuf,
        /// What the migrator said.
        source: sqlx::migrate::MigrateError,
    },
    /// The database failed.
    #[error("database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The database belongs to another chain.
    #[error("the database belongs to chain {stored}, not to {asked}: use another database file")]
    OtherChain {
        /// The chain the database was first used with.
        stored: String,
        /// The chain asked for now.
        asked: String,
    },
    /// A change of state was asked for that another state forbids.
    #[error("{what} {id} is {found}, expected {expected}")]
    Conflict {
        /// The kind of thing.
        what: &'static str,
        /// Which one.
        id: String,
        /// The state that the change starts from.
        expected: String,
        /// The state it has.
        found: String,
    },
    /// A thing that should be there is not.
    #[error("{what} {id} is unknown")]
    Unknown {
        /// The kind of thing.
        what: &'static str,
        /// Which one.
        id: String,
    },
    /// A value can't be stored or was damaged in the database.
    #[error("{what} has the value {value}, which is not {expected}")]
    Value {
        /// The column or argument.
        what: &'static str,
        /// Its value.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
}
