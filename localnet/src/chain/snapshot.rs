//! Going back to an earlier state, and keeping the chain in a file.

use std::collections::BTreeMap;
use std::path::Path;

use cosmwasm_std::Binary;
use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::clock::ChainClock;
use super::ledger::{Executed, Ledger};
use super::machine::TxResult;
use crate::rpc::RpcError;

/// The state at one moment. Blocks are not copied: going back cuts off those that came after.
struct Snapshot {
    id: u64,
    height: u64,
    clock: ChainClock,
    state: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// The states that can be gone back to.
#[derive(Default)]
pub struct Snapshots {
    kept: Vec<Snapshot>,
    last_id: u64,
}

/// The format of the file; another number is refused.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    chain_id: String,
    prefix: String,
    blocks: Vec<FileBlock>,
    state: Vec<(Binary, Binary)>,
}

#[derive(Serialize, Deserialize)]
struct FileBlock {
    nanos: u64,
    txs: Vec<FileTx>,
}

#[derive(Serialize, Deserialize)]
struct FileTx {
    bytes: Binary,
    result: TxResult,
}

impl Actor {
    /// Remembers the chain as it is.
    pub(super) fn snapshot(&mut self) -> u64 {
        self.snapshots.last_id += 1;
        let id = self.snapshots.last_id;
        self.snapshots.kept.push(Snapshot {
            id,
            height: self.ledger.height(),
            clock: self.parts.clock.clone(),
            state: self.parts.machine.storage().copy(),
        });
        id
    }

    /// Puts the chain back; this snapshot and those after it are gone then.
    pub(super) fn revert(&mut self, id: u64) -> Result<(), RpcError> {
        let kept = &mut self.snapshots.kept;
        let Some(index) = kept.iter().position(|snapshot| snapshot.id == id) else {
            return Err(RpcError::invalid_params(format!("no snapshot {id}")));
        };
        let Some(snapshot) = kept.drain(index..).next() else {
            return Err(RpcError::invalid_params(format!("no snapshot {id}")));
        };
        self.drop_waiting();
        self.ledger.truncate(snapshot.height);
        self.parts.clock = snapshot.clock;
        self.parts.machine.replace(snapshot.state);
        self.reopen();
        Ok(())
    }

    /// Writes the chain to a file, which is complete or not there at all.
    pub(super) fn save(&self, path: &Path) -> Result<(), RpcError> {
        let failed = |what: &str, error: &dyn std::fmt::Display| {
            RpcError::internal(format!("{what} {}: {error}", path.display()))
        };
        let text = serde_json::to_vec(&self.to_file()).map_err(|error| failed("write", &error))?;
        let temporary = path.with_extension("partial");
        std::fs::write(&temporary, text).map_err(|error| failed("write", &error))?;
        std::fs::rename(&temporary, path).map_err(|error| failed("rename to", &error))
    }

    /// Puts the chain of a file in place of this one.
    pub(super) fn load(&mut self, path: &Path) -> Result<(), RpcError> {
        let failed = |error: &dyn std::fmt::Display| {
            RpcError::internal(format!("load {}: {error}", path.display()))
        };
        let text = std::fs::read(path).map_err(|error| failed(&error))?;
        let file: File = serde_json::from_slice(&text).map_err(|error| failed(&error))?;
        self.check_file(&file).map_err(|reason| failed(&reason))?;
        let mut ledger = Ledger::default();
        for block in file.blocks {
            let executed = block.txs.into_iter().map(from_file).collect();
            ledger.append(&file.chain_id, block.nanos, executed);
        }
        let state = file.state.into_iter();
        let state = state.map(|(key, value)| (key.into(), value.into()));
        self.drop_waiting();
        self.snapshots.kept.clear();
        self.parts.machine.replace(state.collect());
        if let Some(last) = ledger.last() {
            self.parts.clock.resume(last.nanos);
        }
        self.ledger = ledger;
        self.reopen();
        Ok(())
    }

    fn check_file(&self, file: &File) -> Result<(), String> {
        let terms = &self.parts.machine.terms;
        if file.format != FORMAT {
            return Err(format!("format is {}, expected {FORMAT}", file.format));
        }
        if (&file.chain_id, &file.prefix) != (&terms.chain_id, &terms.prefix) {
            let (theirs, ours) = (&file.chain_id, &terms.chain_id);
            return Err(format!("it is of chain {theirs}, this one is {ours}"));
        }
        if file.blocks.is_empty() {
            return Err("it has no blocks".to_owned());
        }
        Ok(())
    }

    /// Writes the state to the file that was configured, if one was.
    pub(super) fn write_state(&self) -> Result<(), RpcError> {
        match &self.parts.state {
            Some(path) => self.save(path),
            None => Ok(()),
        }
    }

    fn to_file(&self) -> File {
        let terms = &self.parts.machine.terms;
        let block = |block: &std::sync::Arc<super::block::Block>| FileBlock {
            nanos: block.nanos,
            txs: block
                .txs
                .iter()
                .map(|tx| FileTx {
                    bytes: tx.bytes.clone().into(),
                    result: tx.result.clone(),
                })
                .collect(),
        };
        let state = self.parts.machine.storage().copy();
        File {
            format: FORMAT,
            chain_id: terms.chain_id.clone(),
            prefix: terms.prefix.clone(),
            blocks: self.ledger.blocks().iter().map(block).collect(),
            state: state
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        }
    }
}

fn from_file(tx: FileTx) -> Executed {
    let bytes: Vec<u8> = tx.bytes.into();
    Executed {
        hash: <sha2::Sha256 as sha2::Digest>::digest(&bytes).into(),
        bytes,
        result: tx.result,
    }
}
