//! Mutation testing of the rules, and of how values are written and read: both are changed one place at a time, and a test
//! must notice.
//!
//! What is changed, and what is not and why, stands in `.cargo/mutants.toml`; the last result in `docs/testing.md`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;

/// So many of a hundred changes must be noticed.
const LEAST: usize = 95;
/// What cargo-mutants answers when it has looked at all: every change noticed, some missed, some that never ended.
const LOOKED_AT_ALL: [i32; 3] = [0, 2, 3];

/// The same run every time: few cases of the tests' own seeds, and none kept from a change before.
const REPEATABLE: [(&str, &str); 3] = [
    ("PROPTEST_CASES", "64"),
    ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1"),
    ("PROPTEST_MAX_SHRINK_ITERS", "0"),
];

/// Which changes are tried.
#[derive(Args, Debug)]
pub struct Options {
    /// Only this part of all changes, such as 0/40
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
    /// Only changes of files that fit this pattern
    #[arg(long, value_name = "GLOB")]
    file: Vec<String>,
    /// Only changes whose description fits this regular expression
    #[arg(long, value_name = "REGEX")]
    re: Vec<String>,
    /// Only what the run before did not see noticed
    #[arg(long)]
    again: bool,
}

/// Tries the changes on a copy of the tree, prints those that no test noticed, and fails if they are too many.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let tool = tool(root)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("mutants");
    let tree = folder.join("tree");
    copy(root, &tree)?;
    let status = Command::new(tool)
        .current_dir(&tree)
        .args([
            "mutants",
            "--package",
            "folkmoot-rules",
            "--package",
            "folkmoot-wire",
            "--in-place",
            "--no-shuffle",
        ])
        .args(options.arguments())
        .arg("--output")
        .arg(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .envs(REPEATABLE)
        .status()
        .context("cargo-mutants can't be run")?;
    let code = status.code().unwrap_or(1);
    ensure!(
        LOOKED_AT_ALL.contains(&code),
        "cargo-mutants stopped with {status}: do the tests pass on the unchanged code?"
    );
    report(&Found::read(&folder.join("mutants.out"))?)
}

/// Copies what git knows and what it would take. What has not changed is left as it is, so that it is not built again.
fn copy(root: &Path, tree: &Path) -> Result<()> {
    let listed = Command::new("git")
        .current_dir(root)
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git can't be run")?;
    ensure!(listed.status.success(), "git ls-files: {}", listed.status);
    let names = String::from_utf8(listed.stdout).context("a file's name is no text")?;
    for name in names.split_terminator('\0') {
        let (from, to) = (root.join(name), tree.join(name));
        if !from.is_file() {
            continue;
        }
        let content = fs::read(&from).with_context(|| from.display().to_string())?;
        if fs::read(&to).is_ok_and(|there| there == content) {
            continue;
        }
        fs::create_dir_all(to.parent().unwrap_or(tree))
            .with_context(|| to.display().to_string())?;
        fs::write(&to, content).with_context(|| to.display().to_string())?;
    }
    Ok(())
}

/// The tool, installed if it is not.
fn tool(root: &Path) -> Result<PathBuf> {
    let status = Command::new(root.join("scripts/tools"))
        .arg("cargo-mutants")
        .status()
        .context("scripts/tools can't be run")?;
    ensure!(status.success(), "scripts/tools: {status}");
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = cache.or_else(home).context("HOME is not set")?;
    Ok(cache.join("folkmoot/tools/bin/cargo-mutants"))
}

impl Options {
    fn arguments(&self) -> Vec<&str> {
        let mut arguments = Vec::new();
        let shard = self.shard.iter().map(|value| ("--shard", value));
        let file = self.file.iter().map(|value| ("--file", value));
        let re = self.re.iter().map(|value| ("--re", value));
        for (name, value) in shard.chain(file).chain(re) {
            arguments.extend([name, value.as_str()]);
        }
        if self.again {
            arguments.push("--iterate");
        }
        arguments
    }
}

/// What came of the changes that compile.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    noticed: usize,
    missed: Vec<String>,
}

impl Found {
    /// Reads the lists that cargo-mutants leaves. A change that never ends is noticed: nobody would wait for it.
    fn read(folder: &Path) -> Result<Self> {
        let list = |name: &str| -> Result<Vec<String>> {
            let file = folder.join(name);
            if name.starts_with("previously") && !file.exists() {
                return Ok(Vec::new());
            }
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        let noticed = ["caught.txt", "timeout.txt", "previously_caught.txt"];
        let counts: Result<Vec<usize>> =
            noticed.into_iter().map(|it| Ok(list(it)?.len())).collect();
        Ok(Self {
            noticed: counts?.into_iter().sum(),
            missed: list("missed.txt")?,
        })
    }

    fn all(&self) -> usize {
        self.noticed.saturating_add(self.missed.len())
    }

    fn is_enough(&self) -> bool {
        self.noticed.saturating_mul(100) >= self.all().saturating_mul(LEAST)
    }
}

#[expect(clippy::print_stdout, reason = "a command's output")]
fn report(found: &Found) -> Result<()> {
    for missed in &found.missed {
        println!("missed: {missed}");
    }
    let (noticed, all) = (found.noticed, found.all());
    println!("{noticed} of {all} changes were noticed");
    ensure!(
        found.is_enough(),
        "fewer than {LEAST} % of the changes were noticed"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(lists: &[(&str, usize)]) -> Found {
        let folder = tempfile::tempdir().unwrap();
        for (name, count) in lists {
            let lines: Vec<String> = (0..*count).map(|line| format!("{name} {line}")).collect();
            fs::write(folder.path().join(name), lines.join("\n")).unwrap();
        }
        Found::read(folder.path()).unwrap()
    }

    #[test]
    fn what_never_ends_and_what_was_noticed_before_counts_as_noticed() {
        let lists = [("caught.txt", 90), ("timeout.txt", 3), ("missed.txt", 5)];
        let first = left(&lists);
        assert_eq!((first.noticed, first.all()), (93, 98));
        assert_eq!(first.missed[4], "missed.txt 4");
        assert!(!first.is_enough());
        let again = [
            ("caught.txt", 2),
            ("timeout.txt", 0),
            ("missed.txt", 5),
            ("previously_caught.txt", 93),
        ];
        let second = left(&again);
        assert_eq!((second.noticed, second.all()), (95, 100));
        assert!(second.is_enough());
    }
}
