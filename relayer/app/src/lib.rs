//! The library behind the `folkmoot` command.

pub mod cli;
