//! What was measured.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use folkmoot_chain::{TxHash, TxResult};

use super::operation::Operation;

/// A measured operation.
pub struct Row {
    /// What it is.
    pub operation: Operation,
    /// Whether the code was pinned.
    pub pinned: bool,
    /// The gas.
    pub gas: u64,
    /// The transactions.
    pub hashes: Vec<TxHash>,
}

impl Row {
    /// The name in schema/gas.json.
    pub fn name(&self) -> String {
        let pinned = if self.pinned { ", pinned" } else { "" };
        format!("{}{pinned}", self.operation)
    }
}

/// All of them, in the order in which they were measured.
#[derive(Default)]
pub struct Rows {
    /// Whether the code is pinned by now.
    pub pinned: bool,
    rows: Vec<Row>,
}

impl Rows {
    /// Notes an operation of one transaction.
    pub fn note(&mut self, operation: Operation, result: &TxResult) {
        self.note_all(operation, result.gas_used, vec![result.hash]);
    }

    /// Notes what an operation took of these transactions.
    pub fn note_all(&mut self, operation: Operation, gas: u64, hashes: Vec<TxHash>) {
        self.rows.push(Row {
            operation,
            pinned: self.pinned,
            gas,
            hashes,
        });
    }

    /// The rows.
    pub fn iter(&self) -> impl Iterator<Item = &Row> + Clone {
        self.rows.iter()
    }

    /// Gas by name; no two rows may have one name.
    pub fn by_name(&self) -> Result<BTreeMap<String, u64>> {
        let mut named = BTreeMap::new();
        for row in self.iter() {
            let before = named.insert(row.name(), row.gas);
            ensure!(before.is_none(), "{} was measured twice", row.name());
        }
        Ok(named)
    }
}
