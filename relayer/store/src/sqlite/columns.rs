//! Between SQLite's columns and the store's types.

use sqlx::Row;
use sqlx::query_builder::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteRow};

use crate::{Order, PageRequest, SignedTx, StoreError};

/// An unsigned number as SQLite keeps it.
pub(super) fn stored(what: &'static str, value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Value {
        what,
        value: value.to_string(),
        expected: "at most 2^63 - 1",
    })
}

/// An unsigned number as SQLite keeps it, where there may be none.
pub(super) fn stored_option(
    what: &'static str,
    value: Option<u64>,
) -> Result<Option<i64>, StoreError> {
    value.map(|value| stored(what, value)).transpose()
}

fn unsigned(what: &'static str, value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Value {
        what,
        value: value.to_string(),
        expected: "0 or more",
    })
}

/// A number out of a row.
pub(super) fn number(row: &SqliteRow, column: &'static str) -> Result<u64, StoreError> {
    unsigned(column, row.try_get(column)?)
}

/// A number out of a row, where there may be none.
pub(super) fn number_option(
    row: &SqliteRow,
    column: &'static str,
) -> Result<Option<u64>, StoreError> {
    let value: Option<i64> = row.try_get(column)?;
    value.map(|value| unsigned(column, value)).transpose()
}

/// A number that SQLite counted.
pub(super) fn counted(value: i64) -> Result<u64, StoreError> {
    unsigned("count", value)
}

/// The signed transaction of a row, if one was written down.
pub(super) fn signed_tx(row: &SqliteRow) -> Result<Option<SignedTx>, StoreError> {
    let hash: Option<String> = row.try_get("tx_hash")?;
    let from = number_option(row, "tx_from")?;
    let timeout = number_option(row, "tx_timeout")?;
    Ok(match (hash, from, timeout) {
        (Some(hash), Some(from_height), Some(timeout_height)) => Some(SignedTx {
            hash,
            from_height,
            timeout_height,
        }),
        _ => None,
    })
}

/// A state's name that no version of this program wrote.
pub(super) fn unknown_state(name: &str) -> StoreError {
    StoreError::Value {
        what: "state",
        value: name.to_owned(),
        expected: "a known state",
    }
}

/// Ends a list query: where to go on, in which order, and one entry more than the page holds.
pub(super) fn push_page(query: &mut QueryBuilder<Sqlite>, page: PageRequest) {
    let newest = page.order == Order::NewestFirst;
    if let Some(mark) = page.after {
        query
            .push(if newest { " AND id < " } else { " AND id > " })
            .push_bind(mark);
    }
    query
        .push(if newest {
            " ORDER BY id DESC"
        } else {
            " ORDER BY id"
        })
        .push(" LIMIT ")
        .push_bind(i64::from(page.take()) + 1);
}
