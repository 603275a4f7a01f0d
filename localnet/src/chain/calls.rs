//! Requests that the actor answers.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::actor::Actor;
use super::block::{Block, Hash};
use super::error::{AbciError, Kind};
use super::{query, render, search};
use crate::rpc::{Count, Method, Number, Page, RpcError, part_size};

/// The most blocks that one request may make.
const MAX_MINED: u64 = 100_000;
/// A hundred years: beyond that, times leave what a block can carry.
const MAX_ADVANCE: u64 = 100 * 366 * 86_400;
/// CometBFT's limit for `blockchain`.
const MAX_METAS: u64 = 20;

impl Actor {
    /// Answers one request.
    pub(super) fn call(&mut self, method: Method) -> Result<Value, RpcError> {
        match method {
            Method::Health {} => Ok(json!({})),
            Method::Status {} => self.status(),
            Method::NetInfo {} => Ok(render::net_info()),
            Method::AbciInfo {} => self.abci_info(),
            Method::AbciQuery {
                path, data, height, ..
            } => Ok(self.abci_query(&path.0, &data.0, height)),
            Method::Tx { hash, .. } => self.tx(&hash.0),
            Method::TxSearch { query, page, .. } => {
                search::transactions(&self.ledger, &query.0, &page)
            }
            Method::BlockSearch { query, page } => search::blocks(&self.ledger, &query.0, &page),
            Method::Block { height } => Ok(render::block(self.at(height)?)),
            Method::BlockByHash { hash } => Ok(match self.with_hash(&hash.0) {
                Some(block) => render::block(block),
                None => json!({"block_id": render::block_id(None), "block": null}),
            }),
            Method::BlockResults { height } => Ok(render::block_results(self.at(height)?)),
            Method::Header { height } => Ok(json!({"header": render::header(self.at(height)?)})),
            Method::HeaderByHash { hash } => {
                let header = self.with_hash(&hash.0).map(|block| render::header(block));
                Ok(json!({"header": header}))
            }
            Method::Blockchain {
                min_height,
                max_height,
            } => self.blockchain(min_height, max_height),
            Method::Commit { height } => self.commit(height),
            Method::Validators { height, page } => self.validators(height, &page),
            Method::ConsensusParams { height } => {
                Ok(render::consensus_params(self.at(height)?.height))
            }
            Method::Genesis {} => {
                let first = self.at(Number(Some(1)))?;
                Ok(render::genesis(first, &self.parts.genesis))
            }
            Method::UnconfirmedTxs { limit } => Ok(self.unconfirmed(part_size(limit))),
            Method::NumUnconfirmedTxs {} => Ok(self.unconfirmed(0)),
            other => self.call_own(other),
        }
    }

    /// Answers this chain's own requests.
    fn call_own(&mut self, method: Method) -> Result<Value, RpcError> {
        match method {
            Method::FolkmootAdvanceTime { seconds } => self.advance_time(seconds),
            Method::FolkmootMine { blocks } => self.mine(blocks.0.unwrap_or(1)),
            Method::FolkmootSnapshot {} => Ok(json!({"id": self.snapshot().to_string()})),
            Method::FolkmootRevert { id } => {
                let id =
                    id.0.ok_or_else(|| RpcError::invalid_params("id is missing"))?;
                self.revert(id)?;
                self.position()
            }
            Method::FolkmootSave { path } => {
                self.save(Path::new(&path))?;
                Ok(json!({"path": path}))
            }
            Method::FolkmootLoad { path } => {
                self.load(Path::new(&path))?;
                self.position()
            }
            other => {
                let detail = format!("{other:?} is answered elsewhere");
                Err(RpcError::invalid_request(detail))
            }
        }
    }

    fn latest(&self) -> Result<&Arc<Block>, RpcError> {
        let none = || RpcError::internal("there is no block yet");
        self.ledger.last().ok_or_else(none)
    }

    fn at(&self, height: Number) -> Result<&Arc<Block>, RpcError> {
        let latest = self.latest()?;
        let height = match height.0 {
            None => latest.height,
            Some(asked) => match u64::try_from(asked) {
                Ok(height) if height > 0 => height,
                _ => {
                    let detail = format!("height must be greater than 0, but got {asked}");
                    return Err(RpcError::internal(detail));
                }
            },
        };
        self.ledger.block(height).ok_or_else(|| {
            let top = latest.height;
            let detail = format!(
                "height {height} must be less than or equal to the current blockchain height {top}"
            );
            RpcError::internal(detail)
        })
    }

    fn with_hash(&self, hash: &[u8]) -> Option<&Arc<Block>> {
        self.ledger.block_by_hash(&Hash::try_from(hash).ok()?)
    }

    fn status(&self) -> Result<Value, RpcError> {
        let first = self.at(Number(Some(1)))?;
        Ok(render::status(&self.parts.address, first, self.latest()?))
    }

    fn abci_info(&self) -> Result<Value, RpcError> {
        let last = self.latest()?;
        Ok(json!({
            "response": {
                "data": "folkmoot-localnet",
                "version": env!("CARGO_PKG_VERSION"),
                "last_block_height": last.height.to_string(),
                "last_block_app_hash": render::base64(&last.app_hash),
            },
        }))
    }

    fn abci_query(&mut self, path: &str, data: &[u8], height: Number) -> Value {
        let latest = self.ledger.height();
        let result = match height.0 {
            Some(asked) if asked < 0 => {
                let detail = "cannot query with height < 0; please provide a valid height";
                Err(AbciError::new(Kind::InvalidRequest, detail))
            }
            Some(asked) if asked.unsigned_abs() > latest => {
                let detail =
                    "cannot query with height in the future; please provide a valid height";
                Err(AbciError::new(Kind::InvalidHeight, detail))
            }
            Some(asked) if asked != 0 && asked.unsigned_abs() != latest => {
                let detail = format!(
                    "state at height {asked} is not kept, only the latest (height {latest})"
                );
                Err(AbciError::new(Kind::InvalidRequest, detail))
            }
            _ => query::answer(&mut self.parts.machine, &self.ledger, path, data),
        };
        render::query(latest, &[], &result)
    }

    fn commit(&self, height: Number) -> Result<Value, RpcError> {
        let block = self.at(height)?;
        // the commit for the last block is final only in the next one
        let canonical = block.height < self.latest()?.height;
        Ok(render::commit(block, canonical))
    }

    fn validators(&self, height: Number, page: &Page) -> Result<Value, RpcError> {
        let height = self.at(height)?.height;
        // there is one
        page.cut(vec![()])?;
        Ok(render::validators(height))
    }

    fn tx(&self, hash: &[u8]) -> Result<Value, RpcError> {
        if hash.is_empty() {
            return Err(RpcError::internal("transaction hash cannot be empty"));
        }
        let found = Hash::try_from(hash)
            .ok()
            .and_then(|hash| self.ledger.tx(&hash));
        match found {
            Some(record) => Ok(render::tx(record)),
            None => {
                let detail = format!("tx ({}) not found", render::hash(hash));
                Err(RpcError::internal(detail))
            }
        }
    }

    fn blockchain(&self, min: Number, max: Number) -> Result<Value, RpcError> {
        let top = self.ledger.height();
        let bound = |asked: Number| {
            let asked = u64::try_from(asked.0.unwrap_or_default());
            asked.map_err(|_| RpcError::internal("heights must be non-negative"))
        };
        let (min, max) = (bound(min)?.max(1), bound(max)?);
        let max = if max == 0 { top } else { max.min(top) };
        let min = min.max((max + 1).saturating_sub(MAX_METAS));
        if min > max {
            let detail = format!("min height {min} can't be greater than max height {max}");
            return Err(RpcError::internal(detail));
        }
        let blocks = (min..=max)
            .rev()
            .filter_map(|height| self.ledger.block(height));
        let metas: Value = blocks.map(|block| render::meta(block)).collect();
        Ok(json!({"last_height": top.to_string(), "block_metas": metas}))
    }

    fn unconfirmed(&self, limit: usize) -> Value {
        let bytes: usize = self.waiting().map(|tx| tx.bytes.len()).sum();
        let shown = self.waiting().take(limit);
        let txs: Value = shown.map(|tx| render::base64(&tx.bytes)).collect();
        let total = self.waiting().len().to_string();
        json!({
            "n_txs": total,
            "total": total,
            "total_bytes": bytes.to_string(),
            "txs": if limit == 0 { Value::Null } else { txs },
        })
    }

    /// Where the chain stands, as the answer to whatever moved it.
    fn position(&self) -> Result<Value, RpcError> {
        let last = self.latest()?;
        Ok(json!({"height": last.height.to_string(), "time": render::time(last.nanos)}))
    }

    fn advance_time(&mut self, seconds: Count) -> Result<Value, RpcError> {
        let seconds = seconds.0.filter(|seconds| *seconds <= MAX_ADVANCE);
        let Some(seconds) = seconds else {
            let detail = format!("seconds must be from 0 to {MAX_ADVANCE}");
            return Err(RpcError::invalid_params(detail));
        };
        let last = self.latest()?.nanos;
        let nanos = self.parts.clock.advance(last, seconds);
        self.make_block_at(nanos);
        self.position()
    }

    fn mine(&mut self, blocks: u64) -> Result<Value, RpcError> {
        if blocks > MAX_MINED {
            let detail = format!("blocks must be at most {MAX_MINED}, got {blocks}");
            return Err(RpcError::invalid_params(detail));
        }
        for _ in 0..blocks {
            self.make_block();
        }
        self.position()
    }
}
