//! A node for tests that decodes real transactions and keeps sequences, and fails as told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use cosmos_sdk_proto::cosmos::tx::v1beta1::{AuthInfo, TxBody, TxRaw};
use cosmrs::crypto::PublicKey;
use prost::Message;

use super::{Account, BlockView, ChainError, Event, Node, Refusal, Status, TxHash, TxResult};

/// What becomes of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is answered.
    None,
    /// It never arrives.
    Gone,
    /// It arrives; its answer does not.
    AnswerLost,
}

#[derive(Debug, Default)]
struct State {
    accounts: HashMap<String, Account>,
    waiting: Vec<(TxHash, Sent)>,
    blocks: Vec<BlockView>,
    pruned_below: u64,
    mines_when_asked: bool,
    unindexed: bool,
    faults: VecDeque<Fault>,
    broadcast_faults: VecDeque<Fault>,
    refusals: VecDeque<Refusal>,
    failures: VecDeque<Refusal>,
    forgets: u32,
    broadcasts: u32,
    simulations: u32,
}

#[derive(Debug, Clone)]
struct Sent {
    address: String,
    sequence: u64,
    timeout_height: u64,
    gas: u64,
}

#[derive(Debug, Clone)]
pub(super) struct FakeNode(Arc<Mutex<State>>);

impl FakeNode {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn fund(&self, address: &str, sequence: u64) {
        let account = Account {
            number: 7,
            sequence,
        };
        self.state().accounts.insert(address.to_owned(), account);
    }

    pub(super) fn sequence(&self, address: &str) -> u64 {
        self.state().accounts[address].sequence
    }

    pub(super) fn mine(&self, blocks: u64) {
        let mut state = self.state();
        for _ in 0..blocks {
            state.mine();
        }
    }

    /// A block is made whenever somebody asks where the chain stands, or for a block that isn't there.
    pub(super) fn mine_when_asked(&self) {
        self.state().mines_when_asked = true;
    }

    pub(super) fn keep_no_index(&self) {
        self.state().unindexed = true;
    }

    pub(super) fn prune_below(&self, height: u64) {
        self.state().pruned_below = height;
    }

    /// The next calls' faults, one a call.
    pub(super) fn fail_next(&self, faults: &[Fault]) {
        self.state().faults.extend(faults);
    }

    /// The next broadcasts' faults.
    pub(super) fn fail_broadcasts(&self, faults: &[Fault]) {
        self.state().broadcast_faults.extend(faults);
    }

    pub(super) fn refuse_next(&self, code: u32, log: &str) {
        self.state().refusals.push_back(refusal(code, log));
    }

    pub(super) fn fail_next_in_block(&self, code: u32, log: &str) {
        self.state().failures.push_back(refusal(code, log));
    }

    /// The next transactions are taken and forgotten.
    pub(super) fn forget_next(&self, count: u32) {
        self.state().forgets = count;
    }

    pub(super) fn broadcasts(&self) -> u32 {
        self.state().broadcasts
    }

    pub(super) fn simulations(&self) -> u32 {
        self.state().simulations
    }

    /// The hashes of all transactions in blocks, in order.
    pub(super) fn included(&self) -> Vec<TxHash> {
        let state = self.state();
        state
            .blocks
            .iter()
            .flat_map(|block| &block.txs)
            .map(|tx| tx.hash)
            .collect()
    }

    /// Another transaction of the account gets into a block.
    pub(super) fn use_sequence(&self, address: &str) {
        let mut state = self.state();
        state.accounts.get_mut(address).unwrap().sequence += 1;
        state.mine();
    }

    fn fault(&self) -> Fault {
        self.state().faults.pop_front().unwrap_or(Fault::None)
    }
}

fn refusal(code: u32, log: &str) -> Refusal {
    Refusal {
        code,
        codespace: "sdk".to_owned(),
        log: log.to_owned(),
    }
}

fn gone() -> ChainError {
    ChainError::Transport {
        node: "fake".to_owned(),
        reason: "connection refused".to_owned(),
    }
}

fn answer<T>(fault: Fault, call: impl FnOnce() -> Result<T, ChainError>) -> Result<T, ChainError> {
    match fault {
        Fault::None => call(),
        Fault::Gone => Err(gone()),
        Fault::AnswerLost => {
            let _ = call();
            Err(gone())
        }
    }
}

impl State {
    fn height(&self) -> u64 {
        u64::try_from(self.blocks.len()).unwrap()
    }

    fn mine(&mut self) {
        let height = self.height() + 1;
        let mut txs = Vec::new();
        for (hash, sent) in std::mem::take(&mut self.waiting) {
            let account = self.accounts.get_mut(&sent.address).unwrap();
            if sent.timeout_height < height || account.sequence != sent.sequence {
                continue;
            }
            account.sequence += 1;
            let failure = self.failures.pop_front();
            let failure = failure.unwrap_or_else(|| Refusal {
                codespace: String::new(),
                ..refusal(0, "")
            });
            txs.push(TxResult {
                hash,
                height,
                code: failure.code,
                codespace: failure.codespace,
                log: failure.log,
                gas_wanted: sent.gas,
                gas_used: sent.gas / 2,
                events: vec![Event {
                    kind: "tx".to_owned(),
                    attributes: vec![("fee".to_owned(), "1".to_owned())],
                }],
                data: Vec::new(),
            });
        }
        self.blocks.push(BlockView {
            height,
            time: 1_000 + height,
            txs,
        });
    }

    fn check(&self, tx: &[u8]) -> Result<Sent, Refusal> {
        let raw = TxRaw::decode(tx).map_err(|error| refusal(2, &error.to_string()))?;
        let body = TxBody::decode(raw.body_bytes.as_slice())
            .map_err(|error| refusal(2, &error.to_string()))?;
        let auth = AuthInfo::decode(raw.auth_info_bytes.as_slice())
            .map_err(|error| refusal(2, &error.to_string()))?;
        let signer = &auth.signer_infos[0];
        let key = PublicKey::try_from(signer.public_key.clone().unwrap()).unwrap();
        let address = key.account_id("wasm").unwrap().to_string();
        let account = self
            .accounts
            .get(&address)
            .ok_or_else(|| refusal(5, "no funds"))?;
        let ahead = self
            .waiting
            .iter()
            .filter(|(_, sent)| sent.address == address)
            .count();
        let expected = account.sequence + u64::try_from(ahead).unwrap();
        if signer.sequence != expected {
            let (got, code) = (signer.sequence, 32);
            let text = format!(
                "account sequence mismatch, expected {expected}, got {got}: incorrect account sequence"
            );
            return Err(refusal(code, &text));
        }
        Ok(Sent {
            address,
            sequence: signer.sequence,
            timeout_height: body.timeout_height,
            gas: auth.fee.unwrap().gas_limit,
        })
    }

    fn take(&mut self, tx: &[u8]) -> Result<TxHash, ChainError> {
        let hash = TxHash::of(tx);
        self.broadcasts += 1;
        if self.waiting.iter().any(|(waiting, _)| *waiting == hash) {
            return Ok(hash);
        }
        let refused = |refusal| ChainError::Refused {
            path: format!("transaction {hash}"),
            refusal,
        };
        if let Some(refusal) = self.refusals.pop_front() {
            return Err(refused(refusal));
        }
        let sent = self.check(tx).map_err(refused)?;
        if self.forgets > 0 {
            self.forgets -= 1;
        } else {
            self.waiting.push((hash, sent));
        }
        Ok(hash)
    }
}

impl Node for FakeNode {
    async fn status(&self) -> Result<Status, ChainError> {
        answer(self.fault(), || {
            let mut state = self.state();
            if state.mines_when_asked {
                state.mine();
            }
            let height = state.height();
            Ok(Status {
                chain_id: "fake-1".to_owned(),
                height,
                time: 1_000 + height,
            })
        })
    }

    async fn account(&self, address: &str) -> Result<Option<Account>, ChainError> {
        answer(self.fault(), || {
            Ok(self.state().accounts.get(address).copied())
        })
    }

    async fn simulate(&self, tx: Vec<u8>) -> Result<u64, ChainError> {
        answer(self.fault(), || {
            let mut state = self.state();
            state.simulations += 1;
            let refused = |refusal| ChainError::Refused {
                path: "simulate".to_owned(),
                refusal,
            };
            state.check(&tx).map(|_| 100_001).map_err(refused)
        })
    }

    async fn broadcast(&self, tx: Vec<u8>) -> Result<TxHash, ChainError> {
        let fault = self.state().broadcast_faults.pop_front();
        let fault = fault.unwrap_or_else(|| self.fault());
        answer(fault, || self.state().take(&tx))
    }

    async fn transaction(&self, hash: TxHash) -> Result<Option<TxResult>, ChainError> {
        answer(self.fault(), || {
            let state = self.state();
            let mut found = state.blocks.iter().flat_map(|block| &block.txs);
            Ok(found
                .find(|tx| tx.hash == hash && !state.unindexed)
                .cloned())
        })
    }

    async fn block(&self, height: u64) -> Result<Option<BlockView>, ChainError> {
        answer(self.fault(), || {
            let mut state = self.state();
            if state.mines_when_asked && height > state.height() {
                state.mine();
                return Ok(None);
            }
            if height < state.pruned_below {
                let reason = "it is gone".to_owned();
                return Err(ChainError::Pruned {
                    node: "fake".to_owned(),
                    height,
                    reason,
                });
            }
            let index = usize::try_from(height - 1).unwrap();
            Ok(state.blocks.get(index).cloned())
        })
    }
}
