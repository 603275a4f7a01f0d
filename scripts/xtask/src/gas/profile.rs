//! What an operation reads and writes, from the node's own record of its stores.
//!
//! A node writes that record if the variable `WASMD_TRACE_STORE` names a file. It has what passed from a transaction's
//! cache to the store: a second read or write of a key in one transaction costs again and is not in it, so the sums are
//! the least that the stores cost.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use super::rows::Rows;

const VARIABLE: &str = "WASMD_TRACE_STORE";
/// Before a key of a contract stand a byte and the contract's address.
const CONTRACT_PREFIX: usize = 33;
const CONTRACT_STATE: u8 = 3;

/// An access to a store.
#[derive(Deserialize)]
struct Access {
    operation: String,
    key: String,
    value: String,
    metadata: Metadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    #[serde(rename = "store_name", default)]
    store: String,
    tx_hash: Option<String>,
}

/// The file that the node records into, which has to be named before it starts.
pub fn record() -> Result<PathBuf> {
    let file = std::env::var_os(VARIABLE).map(PathBuf::from);
    file.with_context(|| {
        format!("a profile is made from the node's record: set {VARIABLE} to a new file")
    })
}

/// The accesses of an operation's transactions, with what each costs.
pub fn profile(rows: &Rows, name: &str) -> Result<String> {
    let row = rows.iter().find(|row| row.name() == name);
    let row =
        row.with_context(|| format!("no operation is named '{name}': see schema/gas.json"))?;
    let mut text = format!("{name}: {} gas\n", row.gas);
    let mut stores = 0;
    let file = record()?;
    for hash in &row.hashes {
        let lines = accesses(&file, &hash.to_string())?;
        ensure!(
            !lines.is_empty(),
            "{} has no transaction {hash}",
            file.display()
        );
        for (gas, line) in lines {
            stores += gas;
            text += &format!("{gas:>8}  {line}\n");
        }
    }
    text += &format!(
        "{stores:>8}  in stores; the rest is bytes of the transaction, signatures, entering contracts, running them, events\n"
    );
    Ok(text)
}

fn accesses(file: &PathBuf, hash: &str) -> Result<Vec<(u64, String)>> {
    let lines =
        BufReader::new(File::open(file).with_context(|| file.display().to_string())?).lines();
    let mut seen = BTreeSet::new();
    let mut found = vec![];
    for line in lines {
        let line = line?;
        if !line.contains(hash) {
            continue;
        }
        let access: Access = serde_json::from_str(&line)?;
        let ours = access.metadata.tx_hash.as_deref() == Some(hash);
        // each cache between the contract and the store passes the access on, and every pass is recorded
        let new = seen.insert((
            access.operation.clone(),
            access.metadata.store.clone(),
            access.key.clone(),
        ));
        if ours && new {
            found.push(access.line()?);
        }
    }
    Ok(found)
}

impl Access {
    fn line(&self) -> Result<(u64, String)> {
        let (key, value) = (
            BASE64_STANDARD.decode(&self.key)?,
            BASE64_STANDARD.decode(&self.value)?,
        );
        let bytes = u64::try_from(key.len() + value.len())?;
        let gas = match self.operation.as_str() {
            "read" => 1_000 + 3 * bytes,
            "write" => 2_000 + 30 * bytes,
            "delete" => 1_000,
            _ => 30 + 3 * bytes,
        };
        let Self {
            operation,
            metadata,
            ..
        } = self;
        let store = &metadata.store;
        let line = match key.split_at_checked(CONTRACT_PREFIX) {
            Some(([CONTRACT_STATE, contract @ ..], key)) if store == "wasm" => {
                let contract = hex::encode(contract.get(..2).unwrap_or_default());
                format!(
                    "{operation} {} B of contract {contract}… {}",
                    value.len(),
                    key.escape_ascii()
                )
            }
            _ => format!(
                "{operation} {} B of {store} {}",
                value.len(),
                key.escape_ascii()
            ),
        };
        Ok((gas, line))
    }
}
