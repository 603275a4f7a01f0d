//! The library behind the `folkmoot` command.

pub mod api;
pub mod cli;
pub mod config;
pub mod duty;
pub mod health;
pub mod log;
pub mod metrics;
pub mod relay;
pub mod story;
