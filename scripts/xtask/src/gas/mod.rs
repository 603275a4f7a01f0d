//! What operations cost on a real chain, measured as the two systems were that they are compared with: committed gas, fee
//! paid, one signer a transaction whose key the chain knows already.

mod chain;
mod check;
mod family;
mod goal;
mod groups;
mod joint;
mod lives;
mod measure;
mod network;
mod operation;
mod orders;
mod people;
mod pin;
mod profile;
mod rights;
mod rows;
mod table;
mod turns;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use network::Network;

/// What is measured on, and what is done with the figures.
#[derive(Args)]
pub struct Options {
    /// Print one object, gas by operation, and nothing else.
    #[arg(long)]
    json: bool,
    /// Fail if a figure is more than 1 % from schema/gas.json, or above its goal.
    #[arg(long)]
    check: bool,
    /// Print what this operation reads and writes, instead of the table: by its name in schema/gas.json.
    #[arg(long, value_name = "OPERATION", conflicts_with_all = ["json", "network"])]
    profile: Option<String>,
    /// Measure on the network of this folder, of one node, and let it run on; unless given one is started and ended.
    #[arg(long, value_name = "HOME")]
    network: Option<PathBuf>,
    /// Measure this build of the contract instead of artifacts/folkmoot_group.wasm.
    #[arg(long, value_name = "FILE")]
    wasm: Option<PathBuf>,
}

/// Measures, prints, and checks.
#[expect(clippy::print_stdout, reason = "the figures are what the task is for")]
pub fn run(root: &Path, options: &Options) -> Result<()> {
    if options.profile.is_some() {
        profile::record()?;
    }
    let network = Network::of(options.network.as_deref())?;
    let artifact = || root.join("artifacts/folkmoot_group.wasm");
    let wasm = options.wasm.clone().unwrap_or_else(artifact);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(measure::measure(&network, &wasm))?;
    if let Some(name) = &options.profile {
        print!("{}", profile::profile(&rows, name)?);
        return Ok(());
    }
    if options.json {
        println!("{}", serde_json::to_string_pretty(&rows.by_name()?)?);
    } else {
        print!("{}", table::table(&rows));
    }
    if !options.check {
        return Ok(());
    }
    let wrong = check::check(&rows, &committed(root)?)?;
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

fn committed(root: &Path) -> Result<BTreeMap<String, u64>> {
    let file: PathBuf = root.join("schema/gas.json");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    serde_json::from_str(&text).with_context(|| file.display().to_string())
}
