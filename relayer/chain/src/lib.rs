//! A chain as its clients see it: a typed client, transactions and who signs them, one writer per account, and blocks
//! read by height.
//!
//! The doors: [`Client`] asks a node and sends to it, [`Writer`] owns an account's sequence, [`BlockReader`] reads block
//! after block, and [`keystore`] keeps the keys. It knows no group.
//!
//! Everything that decides something is written against [`Node`], so that it is tested against a node that lies,
//! stalls and loses answers as well as against a real one.

mod blocks;
mod client;
pub mod clock;
mod decode;
mod error;
#[cfg(test)]
mod fake;
mod fate;
pub mod keystore;
mod messages;
mod node;
mod queries;
mod signer;
mod tx;
mod types;
mod wake;
mod writer;

pub use blocks::{BlockReader, Pace};
pub use client::Client;
pub use error::{ChainError, Refusal};
pub use fate::{Fate, fate};
pub use messages::{coin, execute, gzipped, instantiate, instantiate2, migrate, send, store_code};
pub use node::Node;
pub use signer::{COSMOS_PATH, LocalSigner, Signer, SignerError};
pub(crate) use signer::{derive, key_of_hex};
pub use tx::{Draft, GasPrice, GasPriceError, Signed, is_denom};
pub use types::{
    Account, BlockView, Checksum, CodeInfo, ContractInfo, Event, Status, TxHash, TxHashError,
    TxResult, attribute,
};
pub use wake::Wake;
pub use writer::{Announce, Gas, Included, Job, Ticket, WriteError, Writer, WriterConfig};
