//! The task that owns an account's sequence.

use std::sync::Arc;

use tokio::sync::mpsc;
use tracing::{debug, info};

use super::super::{
    Account, ChainError, Draft, Node, Refusal, Signed, Signer, Status, TxResult, coin,
};
use super::delivery::{Delivered, Delivery};
use super::{Gas, Included, Job, Ticket, Work, WriteError, WriterConfig};
use crate::clock::Clock;

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
            match self
                .delivery(&signed, ticket, account.sequence)
                .run()
                .await?
            {
                Delivered::Included(found) => return self.included(account, *found),
                Delivered::WrongSequence(expected) => self.resync(account, Some(expected)),
                Delivered::Lost => {
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

    fn delivery<'a>(
        &'a self,
        signed: &'a Signed,
        ticket: Ticket,
        sequence: u64,
    ) -> Delivery<'a, N> {
        Delivery {
            node: &self.node,
            clock: self.clock.as_ref(),
            config: &self.config,
            address: &self.address,
            signed,
            ticket,
            sequence,
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
