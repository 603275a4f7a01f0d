//! What the contract's code is made of: the share of each crate and of each of our modules.
//!
//! The released wasm has no names, so this reads a build of the same recipe that keeps them.

mod module;
mod owner;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;

use module::{Function, Module};
use owner::{crate_of, own_module_of};

/// The contract may be this large, in bytes.
const LIMIT: u64 = 600_000;

/// A chain's virtual machine refuses a function with more local variables.
const MAX_LOCALS: u32 = 100;

/// Which wasm, and how much of it is shown.
#[derive(Args)]
pub struct Options {
    /// A wasm that has names; unless given it is built with `scripts/build-wasm --names`.
    #[arg(long, value_name = "FILE")]
    wasm: Option<PathBuf>,
    /// Also name so many of the largest functions.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    functions: usize,
}

/// Prints the shares of the code.
#[expect(clippy::print_stdout, reason = "the tables are what the task is for")]
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let file = match &options.wasm {
        Some(file) => file.clone(),
        None => built(root)?,
    };
    let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
    let module = Module::read(&bytes).with_context(|| file.display().to_string())?;
    ensure!(
        module
            .functions
            .iter()
            .any(|f| own_module_of(&f.name).is_some()),
        "{} has no names of our functions: build it with `scripts/build-wasm --names FILE`",
        file.display()
    );
    print!("{}", summary(&module));
    print!("{}", by_crate(&module));
    print!("{}", by_module(&module));
    print!("{}", largest(&module, options.functions));
    Ok(())
}

fn built(root: &Path) -> Result<PathBuf> {
    let file = root.join("target/folkmoot_group.names.wasm");
    let status = Command::new(root.join("scripts/build-wasm"))
        .arg("--names")
        .arg(&file)
        .current_dir(root)
        .status()
        .context("running scripts/build-wasm")?;
    ensure!(status.success(), "scripts/build-wasm ended with {status}");
    Ok(file)
}

fn summary(module: &Module) -> String {
    let used = module.total * 100 / LIMIT;
    let sizes = format!(
        "{} bytes without names, {used} % of the {LIMIT} that are allowed: code {}, data {}, rest {}\n",
        module.total,
        module.code,
        module.data,
        module.total - module.code - module.data,
    );
    let most = module
        .functions
        .iter()
        .max_by_key(|function| function.locals);
    let most = most.map(|function| {
        let Function { name, locals, .. } = function;
        format!("{locals} local variables of the {MAX_LOCALS} that are allowed: {name}\n")
    });
    sizes + &most.unwrap_or_default()
}

/// By the crate whose code it is, and how much of it was made for our types.
fn by_crate(module: &Module) -> String {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for function in &module.functions {
        let share = shares.entry(crate_of(&function.name)).or_default();
        share.add(function);
        if own_module_of(&function.name).is_some() {
            share.ours += function.size;
        }
    }
    table("code of the crate", &shares, module.code, true)
}

/// By our module: what is written in it, and what others' generic code became for its types.
fn by_module(module: &Module) -> String {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for function in &module.functions {
        if let Some(own) = own_module_of(&function.name) {
            shares.entry(own).or_default().add(function);
        }
    }
    table(
        "our module, with generic code made for it",
        &shares,
        module.code,
        false,
    )
}

fn largest(module: &Module, count: usize) -> String {
    let mut functions: Vec<&Function> = module.functions.iter().collect();
    functions.sort_by_key(|function| std::cmp::Reverse(function.size));
    let rows = functions.into_iter().take(count);
    rows.map(|function| format!("{:>8}  {}\n", function.size, function.name))
        .collect()
}

#[derive(Default)]
struct Share {
    bytes: u64,
    functions: usize,
    ours: u64,
}

impl Share {
    fn add(&mut self, function: &Function) {
        self.bytes += function.size;
        self.functions += 1;
    }
}

fn table(title: &str, shares: &BTreeMap<String, Share>, code: u64, ours: bool) -> String {
    let mut rows: Vec<_> = shares.iter().collect();
    rows.sort_by_key(|(name, share)| (std::cmp::Reverse(share.bytes), (*name).clone()));
    let mut text = format!("\n   bytes     %  functions  {title}\n");
    for (name, share) in rows {
        let per_mille = share.bytes * 1_000 / code.max(1);
        text += &format!(
            "{:>8} {:>3}.{}  {:>9}  {name}",
            share.bytes,
            per_mille / 10,
            per_mille % 10,
            share.functions
        );
        if ours && share.ours > 0 {
            text += &format!(" ({} for our types)", share.ours);
        }
        text.push('\n');
    }
    text
}
