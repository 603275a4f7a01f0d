//! The task that owns an account's sequence.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tracing::{debug, info, warn};

use super::super::fate::search;
use super::super::{
    Account, ChainError, Draft, Fate, Node, Refusal, Signed, Signer, Status, TxResult, coin, fate,
};
use super::{Gas, Included, Job, Ticket, Work, WriteError, WriterConfig};
use crate::clock::{Backoff, Clock};

/// The first wait for a block: an embedded chain makes it at once.
const FIRST_LOOK: Duration = Duration::from_millis(10);
/// After so many looks the same bytes are sent again: a node may have lost them.
const LOOKS_PER_SENDING: u32 = 8;
/// The account can't pay.
const INSUFFICIENT_FUNDS: u32 = 5;
/// The gas to simulate with: as wallets do, no limit.
const NO_GAS: u64 = 0;

pub(super) struct Actor<N> {
    node: N,
    signer: Arc<dyn Signer>,
    clock: Arc<dyn Clock>,
    config: WriterConfig,
    address: String,
    /// What the next signature covers; `None` when it has to be asked for.
    account: Option<Account>,
}

/// How sending a signed transaction ended.
enum Sending {
    Included(Box<TxResult>),
    Lost,
    WrongSequence(u64),
}

impl<N: Node> Actor<N> {
    pub(super) fn new(
        node: N,
        signer: Arc<dyn Signer>,
        clock: Arc<dyn Clock>,
        config: WriterConfig,
        address: String,
    ) -> Self {
        Self {
            node,
            signer,
            clock,
            config,
            address,
            account: None,
        }
    }

    pub(super) async fn run(mut self, mut queue: mpsc::Receiver<Work>) {
        while let Some(work) = queue.recv().await {
            let answer = self.write(&work.job).await;
            if answer.is_err() {
                // whatever went wrong, what is known of the account may be wrong too
                self.account = None;
            }
            if work.answer.send(answer).is_err() {
                debug!(
                    account = self.address,
                    "nobody waits for this answer any more"
                );
            }
        }
    }

    async fn write(&mut self, job: &Job) -> Result<Included, WriteError> {
        for _ in 0..self.config.attempts {
            let account = self.account().await?;
            let status = self.node.status().await?;
            let gas = match self.gas(job, account, &status).await {
                Err(WriteError::Simulated(refusal)) if refusal.expected_sequence().is_some() => {
                    self.resync(account, refusal.expected_sequence());
                    continue;
                }
                gas => gas?,
            };
            let draft = self.draft(job, account, &status, gas);
            let signed = draft.sign(self.signer.as_ref()).await?;
            let ticket = Ticket {
                hash: signed.hash,
                from_height: status.height,
                timeout_height: draft.timeout_height,
            };
            if let Some(announce) = &job.announce {
                announce
                    .signed(ticket)
                    .await
                    .map_err(WriteError::Unannounced)?;
            }
            match self.send(&signed, ticket, account.sequence).await? {
                Sending::Included(found) => return self.included(account, *found),
                Sending::WrongSequence(expected) => self.resync(account, Some(expected)),
                Sending::Lost => {
                    return Err(WriteError::TimedOut {
                        hash: ticket.hash,
                        timeout_height: ticket.timeout_height,
                    });
                }
            }
        }
        Err(WriteError::Contended {
            address: self.address.clone(),
            attempts: self.config.attempts,
        })
    }

    async fn account(&mut self) -> Result<Account, WriteError> {
        if let Some(account) = self.account {
            return Ok(account);
        }
        let found = self.node.account(&self.address).await?;
        let account =
            found.ok_or_else(|| self.unfunded("the chain has no such account".to_owned()))?;
        self.account = Some(account);
        Ok(account)
    }

    fn unfunded(&self, reason: String) -> WriteError {
        WriteError::Unfunded {
            address: self.address.clone(),
            denom: self.config.gas_price.denom().to_owned(),
            reason,
        }
    }

    fn resync(&mut self, account: Account, expected: Option<u64>) {
        info!(
            account = self.address,
            had = account.sequence,
            ?expected,
            "corrected the sequence"
        );
        self.account = expected.map(|sequence| Account {
            sequence,
            ..account
        });
    }

    fn draft(&self, job: &Job, account: Account, status: &Status, gas_limit: u64) -> Draft {
        let price = &self.config.gas_price;
        let fee = match price.fee(gas_limit) {
            0 => Vec::new(),
            fee => vec![coin(fee, price.denom())],
        };
        Draft {
            messages: job.messages.clone(),
            memo: job.memo.clone(),
            timeout_height: status
                .height
                .saturating_add(self.config.timeout_blocks.max(1)),
            gas_limit,
            fee,
            chain_id: status.chain_id.clone(),
            account,
        }
    }

    async fn gas(&self, job: &Job, account: Account, status: &Status) -> Result<u64, WriteError> {
        match job.gas {
            Gas::Fixed(gas) => Ok(gas),
            Gas::Simulate => {
                let draft = self.draft(job, account, status, NO_GAS);
                match self
                    .node
                    .simulate(draft.unsigned(self.signer.public_key()))
                    .await
                {
                    Ok(gas) => Ok(gas.saturating_mul(self.config.gas_percent).div_ceil(100)),
                    Err(ChainError::Refused { refusal, .. }) => Err(WriteError::Simulated(refusal)),
                    Err(error) => Err(error.into()),
                }
            }
        }
    }

    /// Sends a transaction and stays with it until its fate is certain, or the chain has stood still for too long.
    async fn send(
        &self,
        signed: &Signed,
        ticket: Ticket,
        sequence: u64,
    ) -> Result<Sending, WriteError> {
        match self.node.broadcast(signed.bytes.clone()).await {
            Ok(_) => debug!(account = self.address, hash = %ticket.hash, sequence, "sent"),
            Err(ChainError::Refused { refusal, .. }) => return self.not_taken(ticket, refusal),
            Err(error) if is_surely_not_taken(&error) => return Err(error.into()),
            Err(error) => {
                warn!(account = self.address, hash = %ticket.hash, %error, "sent, perhaps: looking for it")
            }
        }
        let mut pace = Backoff::new(FIRST_LOOK, self.config.poll);
        let mut waited = Duration::ZERO;
        let mut looks = 0_u32;
        let mut height = ticket.from_height;
        loop {
            match fate(
                &self.node,
                ticket.hash,
                ticket.from_height,
                ticket.timeout_height,
            )
            .await
            {
                Ok(Fate::Included(found)) => return Ok(Sending::Included(found)),
                Ok(Fate::Lost) => return Ok(Sending::Lost),
                Ok(Fate::Pending) => {}
                Err(error) if error.is_retry() => {
                    warn!(hash = %ticket.hash, %error, "looking again")
                }
                Err(error) => return Err(error.into()),
            }
            if waited >= self.config.patience {
                return Err(WriteError::Unknown {
                    hash: ticket.hash,
                    timeout_height: ticket.timeout_height,
                    seconds: waited.as_secs(),
                });
            }
            let wait = pace.step();
            self.clock.sleep(wait).await;
            looks += 1;
            waited = waited.saturating_add(wait);
            if looks.is_multiple_of(LOOKS_PER_SENDING) {
                if let Some(ended) = self.send_again(signed, ticket, sequence).await {
                    return Ok(ended);
                }
                if let Ok(status) = self.node.status().await
                    && status.height > height
                {
                    (height, waited) = (status.height, Duration::ZERO);
                }
            }
        }
    }

    /// The node's first answer is no: then nothing of it can be anywhere.
    fn not_taken(&self, ticket: Ticket, refusal: Refusal) -> Result<Sending, WriteError> {
        if let Some(expected) = refusal.expected_sequence() {
            return Ok(Sending::WrongSequence(expected));
        }
        if refusal.is_sdk(INSUFFICIENT_FUNDS) {
            return Err(self.unfunded(refusal.to_string()));
        }
        Err(WriteError::Refused {
            hash: ticket.hash,
            refusal,
        })
    }

    /// Sends the same bytes again: a node that has them says so, one that lost them takes them. Only one answer ends
    /// the wait: the account's *committed* sequence has passed ours. Then a block holds this transaction or another one
    /// in its place, and the blocks tell which.
    async fn send_again(&self, signed: &Signed, ticket: Ticket, sequence: u64) -> Option<Sending> {
        let answer = self.node.broadcast(signed.bytes.clone()).await;
        let expected = match &answer {
            Err(ChainError::Refused { refusal, .. }) => refusal.expected_sequence()?,
            _ => return None,
        };
        let committed = self.node.account(&self.address).await.ok()??.sequence;
        if expected <= sequence || committed <= sequence {
            return None;
        }
        let height = self.node.status().await.ok()?.height;
        match search(&self.node, ticket.hash, ticket.from_height, height).await {
            Ok(Some(found)) => Some(Sending::Included(Box::new(found))),
            Ok(None) => Some(Sending::WrongSequence(committed)),
            Err(_) => None,
        }
    }

    fn included(&mut self, account: Account, found: TxResult) -> Result<Included, WriteError> {
        if found.code != 0 {
            // `run` forgets the account: a transaction that failed early has not used its sequence up
            return Err(WriteError::Failed {
                hash: found.hash,
                height: found.height,
                refusal: Refusal {
                    code: found.code,
                    codespace: found.codespace,
                    log: found.log,
                },
            });
        }
        self.account = Some(Account {
            sequence: account.sequence.saturating_add(1),
            ..account
        });
        Ok(Included {
            hash: found.hash,
            height: found.height,
            gas_used: found.gas_used,
            events: found.events,
            data: found.data,
        })
    }
}

/// Whether a node's error means that it did not even look at the transaction. All others leave that open.
fn is_surely_not_taken(error: &ChainError) -> bool {
    /// JSON-RPC: no such method, wrong parameters.
    const NOT_UNDERSTOOD: [i32; 2] = [-32_601, -32_602];
    match error {
        ChainError::Rpc {
            code,
            data,
            message,
            ..
        } => {
            NOT_UNDERSTOOD.contains(code)
                || (400..500).contains(code)
                || data.contains("Tx too large")
                || message.contains("Tx too large")
        }
        ChainError::OtherChain { .. } | ChainError::NoNode { .. } => true,
        _ => false,
    }
}
