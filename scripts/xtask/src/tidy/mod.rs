//! What no compiler checks.

mod circles;
mod functions;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Production files above this do a second thing. docs/style.md names the same figures.
const MAX_LINES: usize = 500;
const WORDS_FOR_THE_READER: [&str; 3] = ["TODO", "FIXME", "XXX"];
const CODE: [&str; 6] = [
    "contracts",
    "localnet",
    "relayer",
    "scripts",
    "tests",
    ".ci",
];
const DOCUMENTS: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/style.md",
    "docs/traceability.md",
];

/// Checks the whole tree and names everything that is wrong.
pub fn run(root: &Path) -> Result<()> {
    let mut wrong = Vec::new();
    for folder in CODE {
        for file in files(&root.join(folder))? {
            check_code(root, &file, &mut wrong)?;
        }
    }
    circles::check(root, &mut wrong)?;
    check_style(root, &mut wrong)?;
    for document in DOCUMENTS {
        check_paths(root, document, &mut wrong)?;
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && name != "node_modules" && name != "target" {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "rs" || end == "sh" || end == "mjs")
            {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn check_code(root: &Path, file: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let name = file.strip_prefix(root).unwrap_or(file).display();
    let is_test = name.to_string().contains("tests");
    if !is_test && text.lines().count() > MAX_LINES {
        wrong.push(format!("{name} has more than {MAX_LINES} lines"));
    }
    if !is_test {
        for (line, function, lines) in functions::too_long(&text) {
            let limit = functions::MAX_LINES;
            wrong.push(format!(
                "{name}:{line}: {function} has {lines} lines, more than {limit}, and is no flat match"
            ));
        }
    }
    // This file names the words that it looks for.
    let own = file.ends_with("scripts/xtask/src/tidy/mod.rs");
    for (number, line) in text.lines().enumerate() {
        if !own && WORDS_FOR_THE_READER.iter().any(|word| line.contains(word)) {
            wrong.push(format!(
                "{name}:{}: left for the reader: {}",
                number + 1,
                line.trim()
            ));
        }
    }
    Ok(())
}

/// docs/style.md names the limits that are checked here.
fn check_style(root: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let style = fs::read_to_string(root.join("docs/style.md"))?;
    for limit in [
        format!("{MAX_LINES} lines a file"),
        format!("{} a function", functions::MAX_LINES),
    ] {
        if !style.contains(&limit) {
            wrong.push(format!("docs/style.md does not say: {limit}"));
        }
    }
    Ok(())
}

/// Every path that a document names in backticks must be there.
fn check_paths(root: &Path, document: &str, wrong: &mut Vec<String>) -> Result<()> {
    let text = fs::read_to_string(root.join(document)).with_context(|| document.to_string())?;
    for quoted in text.split('`').skip(1).step_by(2) {
        let path = quoted.trim_end_matches('/');
        let is_path = CODE
            .iter()
            .chain(&["docs", "schema"])
            .any(|folder| path == *folder || path.starts_with(&format!("{folder}/")));
        let plain = !path.contains([' ', '*', '<', '{', '\n', '$']);
        let path = path.split("::").next().unwrap_or(path);
        if is_path && plain && !root.join(path).exists() {
            wrong.push(format!("{document} names `{path}`, which is not there"));
        }
    }
    Ok(())
}
