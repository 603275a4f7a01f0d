//! Why a relayer does not run.

use folkmoot_chain::keystore::KeystoreError;
use folkmoot_chain::{ChainError, SignerError};
use folkmoot_store::StoreError;
use thiserror::Error;

/// Why a relayer does not run.
#[derive(Debug, Error)]
pub enum RelayError {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The node belongs to another chain than the configuration says.
    #[error("the node belongs to chain {found}, the configuration says {expected}")]
    OtherChain {
        /// The chain in the configuration.
        expected: String,
        /// The node's chain.
        found: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A signer.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The API's address.
    #[error("the API can't listen at {address}: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A task ended by itself.
    #[error("the relayer has stopped: {0}")]
    Ended(String),
}
