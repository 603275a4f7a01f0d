//! Project tasks, run as `cargo xtask …`.

// the table of answers is one object with as many fields as there are queries
#![recursion_limit = "256"]

mod gas;
mod generate;
mod key;
mod model;
mod mutants;
mod size;
mod tidy;
mod vectors;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

/// Project tasks.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes everything outward into schema/: messages, events, permissions, signed orders.
    Gen {
        /// Write nothing; fail if a file differs from what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Prints what the contract's wasm is made of: each crate's and each of our modules' share.
    Size(size::Options),
    /// Measures what operations cost on a real chain, beside their goals and two other systems.
    Gas(gas::Options),
    /// Searches every order of calls in a joint decision with the contract's own code; best with `--release`.
    Model(model::Options),
    /// Changes the rules one place at a time, and fails if too few of the changes are noticed by a test.
    Mutants(mutants::Options),
    /// Checks what no compiler checks: paths named in documents, words left for the reader, file lengths.
    Tidy,
}

fn main() -> Result<()> {
    let root = root()?;
    match Args::parse().task {
        Task::Gen { check } => generate::run(&root, check),
        Task::Gas(options) => gas::run(&root, &options),
        Task::Model(options) => model::run(&options),
        Task::Mutants(options) => mutants::run(&root, &options),
        Task::Size(options) => size::run(&root, &options),
        Task::Tidy => tidy::run(&root),
    }
}

/// The project's root: two folders above this crate.
fn root() -> Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .nth(2)
        .context("this crate is not in scripts/xtask")?;
    Ok(root.to_path_buf())
}
