//! The library behind the `folkmoot` command.

pub mod api;
pub mod chain;
pub mod cli;
pub mod clock;
pub mod config;
pub mod duty;
pub mod embedded;
pub mod health;
pub mod keystore;
pub mod log;
pub mod metrics;
pub mod preset;
pub mod relay;
pub mod story;
pub mod wallets;
