//! The wasmd binary: built once from the pinned module, found again after that.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use crate::error::Error;

const GO_MOD: &str = include_str!("../go.mod");
const GO_SUM: &str = include_str!("../go.sum");
const PACKAGE: &str = "github.com/CosmWasm/wasmd/cmd/wasmd";
const WASMVM: &str = "github.com/CosmWasm/wasmvm/v3";
/// As in go.mod.
const GO_VERSION: &str = "1.24";

/// libwasmvm is looked for beside the binary, so that a cached one outlives Go's module cache.
const FLAGS: &[&str] = &[
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-tags=netgo ledger",
    "-ldflags=-s -w -linkmode=external -extldflags=-Wl,-rpath,$ORIGIN \
     -X github.com/cosmos/cosmos-sdk/version.Name=wasm \
     -X github.com/cosmos/cosmos-sdk/version.AppName=wasmd \
     -X github.com/cosmos/cosmos-sdk/version.Version=0.61.14",
];

/// The path of wasmd: what `FOLKMOOT_WASMD` names, else the cached binary, else one that is built now.
///
/// # Errors
/// When it has to be built and Go, a C compiler or the module proxy are missing.
pub fn wasmd() -> Result<PathBuf, Error> {
    if let Some(named) = env::var_os("FOLKMOOT_WASMD") {
        return Ok(named.into());
    }
    let cache = cache();
    let folder = cache.join(format!("wasmd-{}", fingerprint()));
    let program = folder.join("wasmd");
    if program.exists() {
        return Ok(program);
    }
    fs::create_dir_all(&cache).map_err(Error::file(&cache))?;
    let lock = cache.join("wasmd.lock");
    let lock = File::create(&lock).map_err(Error::file(lock))?;
    // whoever waited here finds the other's binary
    lock.lock().map_err(Error::file(&cache))?;
    if !program.exists() {
        let _ = writeln!(
            io::stderr(),
            "building wasmd: some six minutes on two cores, once"
        );
        build(&cache, &folder)?;
    }
    Ok(program)
}

fn cache() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/tmp".into()));
    let base = env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from);
    base.join("folkmoot")
}

fn fingerprint() -> String {
    let parts = [GO_MOD, GO_SUM, &FLAGS.join(" "), env::consts::ARCH];
    let hash = Sha256::digest(parts.join("\n"));
    hex::encode(&hash[..8])
}

fn build(cache: &Path, folder: &Path) -> Result<(), Error> {
    let partial = folder.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(Error::file(&partial))?;
    }
    fs::create_dir_all(&partial).map_err(Error::file(&partial))?;
    for (name, content) in [("go.mod", GO_MOD), ("go.sum", GO_SUM)] {
        let path = partial.join(name);
        fs::write(&path, content).map_err(Error::file(path))?;
    }
    let given = env::var_os("GOCACHE").map(PathBuf::from);
    let objects = given.clone().unwrap_or_else(|| cache.join("go-build"));
    let go = |arguments: &[&str]| go(&partial, &objects, arguments);
    go(&[&["build"], FLAGS, &["-o", "wasmd", PACKAGE]].concat())?;
    let wasmvm = go(&["list", "-m", "-f", "{{.Dir}}", WASMVM])?;
    copy_library(Path::new(wasmvm.trim()), &partial)?;
    fs::rename(&partial, folder).map_err(Error::file(folder))?;
    if given.is_none() {
        // a gigabyte that only another build of the same version could use
        fs::remove_dir_all(&objects).map_err(Error::file(objects))?;
    }
    Ok(())
}

fn go(folder: &Path, objects: &Path, arguments: &[&str]) -> Result<String, Error> {
    let run = Command::new("go")
        .args(arguments)
        .current_dir(folder)
        .env("CGO_ENABLED", "1")
        .env("GOCACHE", objects)
        .env("GOWORK", "off")
        .env_remove("GOFLAGS")
        .output();
    let output = run.map_err(|error| Error::NoGo {
        needed: GO_VERSION,
        reason: error.to_string(),
    })?;
    said(&format!("go {}", arguments.join(" ")), output)
}

fn copy_library(wasmvm: &Path, to: &Path) -> Result<(), Error> {
    let name = format!("libwasmvm.{}.so", env::consts::ARCH);
    let from = wasmvm.join("internal/api").join(&name);
    let content = fs::read(&from).map_err(Error::file(from))?;
    // written, not copied: the module cache's files can't be removed as they are read-only
    let to = to.join(name);
    fs::write(&to, content).map_err(Error::file(to))
}

/// What a program wrote on stdout, or an error with what it complained of.
pub(crate) fn said(command: &str, output: Output) -> Result<String, Error> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    let from = lines.len().saturating_sub(20);
    Err(Error::Failed {
        command: command.to_owned(),
        status: output.status.to_string(),
        said: lines[from..].join("\n"),
    })
}
