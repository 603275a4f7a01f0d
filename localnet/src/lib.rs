//! An embedded chain that unmodified CosmWasm clients take for a CometBFT 0.38 node with wasmd.
//!
//! ```no_run
//! # async fn example() -> Result<(), folkmoot_localnet::Error> {
//! use folkmoot_localnet::{Config, spawn};
//!
//! let chain = spawn(Config::default()).await?;
//! println!("{} runs at {}", chain.chain_id(), chain.rpc_url());
//! chain.shutdown().await?;
//! # Ok(()) }
//! ```
//!
//! It runs in this process, starts in milliseconds, makes a block for each transaction or at an
//! interval, checks signed transactions as the SDK does, travels in time, and goes back to
//! snapshots. It runs no wasm: contracts are native, handed to it in [`Config::codes`] and known by
//! the checksum of the wasm file that they stand for. Gas is a deterministic estimate.
//!
//! `rpc` is the transport and knows no chain; `chain` is the chain and knows no group.

mod chain;
mod config;
mod node;
mod rpc;
mod wallet;

pub use config::{BlockMode, Clock, Config, NativeCode};
pub use node::{Code, Error, Handle, spawn};
pub use wallet::DevAccount;
