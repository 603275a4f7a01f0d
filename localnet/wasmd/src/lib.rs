//! The real chain: builds wasmd from the pinned Go module beside this crate, once, and runs networks of it.
//!
//! ```no_run
//! # fn example() -> Result<(), folkmoot_wasmd::Error> {
//! use folkmoot_wasmd::{Network, Options};
//!
//! let mut network = Network::start(&Options::new("/tmp/four").validators(4))?;
//! network.kill(3)?; // the other three go on
//! network.restart(3)?;
//! println!("{}", network.nodes()[0].rpc);
//! # Ok(()) } // and here all four end; `detach` would leave them running
//! ```
//!
//! Real nodes with real consensus, on loopback only, on ports that the system chooses. The accounts are public
//! knowledge and the governance is seconds long: for tests and for trying things out, never for coins of value.

#[cfg(not(target_os = "linux"))]
compile_error!("nodes are known by what /proc says of them: Linux only");

mod accounts;
mod binary;
mod config;
mod ending;
mod error;
mod files;
mod genesis;
mod network;
mod ports;
mod process;
mod rpc;

pub use accounts::{Account, MNEMONIC};
pub use binary::wasmd;
pub use ending::NodeStatus;
pub use error::Error;
pub use files::{Description, NodeDescription};
pub use network::{Network, Options};
pub use rpc::Progress;
