//! The library behind the `folkmoot` command.

pub mod chain;
pub mod cli;
pub mod clock;
pub mod config;
pub mod embedded;
pub mod keystore;
pub mod log;
pub mod metrics;
pub mod story;
