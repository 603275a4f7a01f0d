//! The chain: an actor that owns the application, and the way to it.
//!
//! A transaction is decoded and its signatures are checked where the request is handled
//! (`client`), then the actor executes it (`actor`, `machine`) against the state (`store`) with the
//! modules (`auth`, `bank`, `wasm`) and puts it into a block (`ledger`). What clients are shown is
//! written in `render` and `query`.

mod actor;
mod address;
mod auth;
mod bank;
mod block;
mod calls;
mod client;
mod clock;
mod coins;
mod command;
mod deliver;
mod error;
mod gas;
mod genesis;
mod ledger;
mod machine;
mod making;
mod query;
mod render;
mod search;
mod snapshot;
mod start;
mod store;
mod tx;
mod unwinding;
mod wasm;

pub use client::ChainClient;
pub use start::{StartError, start};
