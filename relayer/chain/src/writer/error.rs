//! Why something was not written.

use thiserror::Error;

use super::super::{ChainError, Refusal, SignerError, TxHash};

/// Out of gas.
const OUT_OF_GAS: u32 = 11;
/// The mempool is full.
const MEMPOOL_FULL: u32 = 20;
/// The transaction's last height has passed.
const TIMEOUT_HEIGHT: u32 = 30;
/// Another transaction of the account came between.
const WRONG_SEQUENCE: u32 = 32;

/// Why something was not written. In every case it is certain that it has not happened and will not, except in
/// [`WriteError::Unknown`] and [`WriteError::Stopped`], which say so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// The simulation says no: nothing was signed.
    #[error("the chain would refuse it: {0}")]
    Simulated(Refusal),
    /// The node did not take it.
    #[error("the chain refused transaction {hash}: {refusal}")]
    Refused {
        /// Its hash.
        hash: TxHash,
        /// The chain's words.
        refusal: Refusal,
    },
    /// It is in a block and failed; nothing of it counts, but its fee is paid.
    #[error("transaction {hash} failed at height {height}: {refusal}")]
    Failed {
        /// Its hash.
        hash: TxHash,
        /// The block's height.
        height: u64,
        /// The chain's words.
        refusal: Refusal,
    },
    /// The account can't pay the fee, or does not exist.
    #[error("account {address} can't pay: {reason}; send it some {denom}")]
    Unfunded {
        /// The account.
        address: String,
        /// The denomination that fees are paid in.
        denom: String,
        /// What the chain said.
        reason: String,
    },
    /// No block up to its last height holds it.
    #[error("transaction {hash} got into no block up to {timeout_height}")]
    TimedOut {
        /// Its hash.
        hash: TxHash,
        /// Its last height.
        timeout_height: u64,
    },
    /// The sequence was corrected again and again.
    #[error("account {address} was used by somebody else {attempts} times in a row")]
    Contended {
        /// The account.
        address: String,
        /// How often.
        attempts: u32,
    },
    /// The chain stands still: whether it will get into a block is open.
    #[error(
        "transaction {hash} may still get into a block up to {timeout_height}: the chain did not move for {seconds} s"
    )]
    Unknown {
        /// Its hash.
        hash: TxHash,
        /// Its last height.
        timeout_height: u64,
        /// How long it was looked for.
        seconds: u64,
    },
    /// It couldn't be written down that it was about to leave; so it didn't.
    #[error("it could not be noted before it was sent: {0}")]
    Unannounced(String),
    /// The chain could not be asked.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// It could not be signed.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The writer has stopped before the answer: look for the transaction.
    #[error("the account's writer has stopped")]
    Stopped,
}

impl WriteError {
    /// Whether the same may succeed later. Who tries again looks at the contract first, always.
    pub fn is_retry(&self) -> bool {
        match self {
            Self::Unfunded { .. }
            | Self::TimedOut { .. }
            | Self::Contended { .. }
            | Self::Unknown { .. }
            | Self::Unannounced(_)
            | Self::Stopped => true,
            Self::Simulated(refusal) => refusal.expected_sequence().is_some(),
            Self::Refused { refusal, .. } => [MEMPOOL_FULL, TIMEOUT_HEIGHT, WRONG_SEQUENCE]
                .iter()
                .any(|code| refusal.is_sdk(*code)),
            // what it takes had changed between the simulation and the block
            Self::Failed { refusal, .. } => {
                refusal.is_sdk(OUT_OF_GAS) || refusal.is_sdk(WRONG_SEQUENCE)
            }
            Self::Chain(error) => error.is_retry(),
            Self::Signer(_) => false,
        }
    }

    /// The chain's own words, if it spoke.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Simulated(refusal)
            | Self::Refused { refusal, .. }
            | Self::Failed { refusal, .. } => Some(refusal),
            Self::Chain(error) => error.refusal(),
            _ => None,
        }
    }
}
