//! A signed transaction's way into a block.

use std::time::Duration;

use tracing::{debug, warn};

use super::super::fate::search;
use super::super::{ChainError, Fate, Node, Refusal, Signed, TxResult, fate};
use super::{Ticket, WriteError, WriterConfig};
use crate::clock::{Backoff, Clock};

/// The first wait for a block: an embedded chain makes it at once.
const FIRST_LOOK: Duration = Duration::from_millis(10);
/// After so many looks the same bytes are sent again: a node may have lost them.
const LOOKS_PER_SENDING: u32 = 8;
/// The chain's code for an account that can't pay.
const INSUFFICIENT_FUNDS: u32 = 5;

/// How it ended.
pub(super) enum Delivered {
    /// It is in a block, failed or not.
    Included(Box<TxResult>),
    /// No block can hold it any more.
    Lost,
    /// It is in no block, and another transaction has its sequence.
    WrongSequence(u64),
}

/// One signed transaction on its way.
pub(super) struct Delivery<'a, N> {
    pub(super) node: &'a N,
    pub(super) clock: &'a dyn Clock,
    pub(super) config: &'a WriterConfig,
    pub(super) address: &'a str,
    pub(super) signed: &'a Signed,
    pub(super) ticket: Ticket,
    pub(super) sequence: u64,
}

impl<N: Node> Delivery<'_, N> {
    /// Sends it and stays with it until its fate is certain, or the chain has stood still for too long.
    pub(super) async fn run(&self) -> Result<Delivered, WriteError> {
        let hash = self.ticket.hash;
        match self.node.broadcast(self.signed.bytes.clone()).await {
            Ok(_) => debug!(account = self.address, %hash, self.sequence, "sent"),
            Err(ChainError::Refused { refusal, .. }) => return self.not_taken(refusal),
            Err(error) if is_surely_not_taken(&error) => return Err(error.into()),
            Err(error) => {
                warn!(account = self.address, %hash, %error, "sent, perhaps: looking for it");
            }
        }
        let mut pace = Backoff::new(FIRST_LOOK, self.config.poll);
        let mut patience = Patience::at(self.ticket.from_height);
        for look in 1_u32.. {
            if let Some(ended) = self.look().await? {
                return Ok(ended);
            }
            if patience.waited >= self.config.patience {
                break;
            }
            let wait = pace.step();
            self.clock.sleep(wait).await;
            patience.waited = patience.waited.saturating_add(wait);
            if look.is_multiple_of(LOOKS_PER_SENDING) {
                if let Some(ended) = self.send_again().await {
                    return Ok(ended);
                }
                patience.renew(self.node.status().await.ok().map(|status| status.height));
            }
        }
        Err(WriteError::Unknown {
            hash,
            timeout_height: self.ticket.timeout_height,
            seconds: patience.waited.as_secs(),
        })
    }

    async fn look(&self) -> Result<Option<Delivered>, WriteError> {
        let Ticket {
            hash,
            from_height,
            timeout_height,
        } = self.ticket;
        match fate(self.node, hash, from_height, timeout_height).await {
            Ok(Fate::Included(found)) => Ok(Some(Delivered::Included(found))),
            Ok(Fate::Lost) => Ok(Some(Delivered::Lost)),
            Ok(Fate::Pending) => Ok(None),
            Err(error) if error.is_retry() => {
                warn!(%hash, %error, "looking again");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The node's first answer is no: then nothing of it can be anywhere.
    fn not_taken(&self, refusal: Refusal) -> Result<Delivered, WriteError> {
        if let Some(expected) = refusal.expected_sequence() {
            return Ok(Delivered::WrongSequence(expected));
        }
        if refusal.is_sdk(INSUFFICIENT_FUNDS) {
            return Err(WriteError::Unfunded {
                address: self.address.to_owned(),
                denom: self.config.gas_price.denom().to_owned(),
                reason: refusal.to_string(),
            });
        }
        Err(WriteError::Refused {
            hash: self.ticket.hash,
            refusal,
        })
    }

    /// Sends the same bytes again: a node that has them says so, one that lost them takes them. Only one answer ends
    /// the wait: the account's *committed* sequence has passed ours. Then a block holds this transaction or another
    /// one in its place, and the blocks tell which.
    async fn send_again(&self) -> Option<Delivered> {
        let answer = self.node.broadcast(self.signed.bytes.clone()).await;
        let expected = match &answer {
            Err(ChainError::Refused { refusal, .. }) => refusal.expected_sequence()?,
            _ => return None,
        };
        let committed = self.node.account(self.address).await.ok()??.sequence;
        if expected <= self.sequence || committed <= self.sequence {
            return None;
        }
        let height = self.node.status().await.ok()?.height;
        match search(self.node, self.ticket.hash, self.ticket.from_height, height).await {
            Ok(Some(found)) => Some(Delivered::Included(Box::new(found))),
            Ok(None) => Some(Delivered::WrongSequence(committed)),
            Err(_) => None,
        }
    }
}

/// How long the chain has stood still.
struct Patience {
    waited: Duration,
    height: u64,
}

impl Patience {
    fn at(height: u64) -> Self {
        Self {
            waited: Duration::ZERO,
            height,
        }
    }

    fn renew(&mut self, height: Option<u64>) {
        if let Some(height) = height
            && height > self.height
        {
            *self = Self::at(height);
        }
    }
}

/// Whether a node's error means that it did not even look at the transaction. All others leave that open.
fn is_surely_not_taken(error: &ChainError) -> bool {
    /// JSON-RPC: no such method, wrong parameters.
    const NOT_UNDERSTOOD: [i32; 2] = [-32_601, -32_602];
    const TOO_LARGE: &str = "Tx too large";
    match error {
        ChainError::Rpc {
            code,
            data,
            message,
            ..
        } => {
            NOT_UNDERSTOOD.contains(code)
                || (400..500).contains(code)
                || data.contains(TOO_LARGE)
                || message.contains(TOO_LARGE)
        }
        ChainError::OtherChain { .. } | ChainError::NoNode { .. } => true,
        _ => false,
    }
}
