//! What a chain is started with.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use cosmwasm_std::{Decimal256, Empty};
use cw_multi_test::Contract;

/// What a chain is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Chain id.
    pub chain_id: String,
    /// Prefix of addresses.
    pub prefix: String,
    /// The denomination that accounts hold and fees are paid in.
    pub denom: String,
    /// How many funded test accounts there are.
    pub accounts: usize,
    /// What each of them holds.
    pub balance: u128,
    /// When blocks are made.
    pub block: BlockMode,
    /// What time they have.
    pub clock: Clock,
    /// Native contracts, stored at genesis as codes 1, 2, …
    pub codes: Vec<NativeCode>,
    /// A file that holds the chain: loaded at the start if it exists, written at shutdown.
    pub state: Option<PathBuf>,
    /// Derives the test accounts' mnemonic, always the same one.
    pub seed: u64,
    /// More accounts that hold coins of `denom` from the start.
    pub extra_balances: Vec<(String, u128)>,
    /// The lowest fee per unit of gas; 0 takes transactions without a fee.
    pub min_gas_price: Decimal256,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            chain_id: "folkmoot-local-1".to_owned(),
            prefix: "wasm".to_owned(),
            denom: "ustake".to_owned(),
            accounts: 10,
            balance: 1_000_000_000_000,
            block: BlockMode::PerTransaction,
            clock: Clock::Wall,
            codes: Vec::new(),
            state: None,
            seed: 0,
            extra_balances: Vec::new(),
            min_gas_price: Decimal256::zero(),
        }
    }
}

/// When blocks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockMode {
    /// Each accepted transaction gets a block at once.
    PerTransaction,
    /// One block after each such time, with whatever waits by then.
    Interval(Duration),
}

/// What time blocks have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The wall clock's, plus what was travelled.
    Wall,
    /// A time that only blocks move.
    Manual {
        /// Time of the first block, in seconds since 1970.
        start: u64,
        /// How much later each following block is.
        step_millis: u64,
    },
}

/// A native contract that stands for wasm code.
#[derive(Clone)]
pub struct NativeCode {
    /// Name of the contract, as in the section `folkmoot.contract` of its wasm file.
    pub name: String,
    /// Its version, as there.
    pub version: String,
    /// The checksum that the code of genesis has.
    pub checksum: [u8; 32],
    /// Makes the contract.
    pub contract: fn() -> Box<dyn Contract<Empty>>,
}

impl fmt::Debug for NativeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}
