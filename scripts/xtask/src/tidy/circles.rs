//! Circles of files: none of a crate's files may be needed, by whatever detour, by what it needs itself.
//!
//! An arrow is a `use` or a path of another file of the crate, tests left out. That a folder's file names its parts with
//! `mod` and hands them on with `pub use` is none: whoever takes a part through it is seen to take the part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::files;

/// The crates that are looked at.
const CRATES: [&str; 5] = [
    "contracts/api",
    "contracts/group",
    "contracts/rules",
    "contracts/wire",
    "contracts/wire/derive",
];

/// Circles that stay, each one recursive data type: its files, and why.
const RECURSIVE: [(&str, &[&str], &str); 1] = [(
    "contracts/api",
    &["action", "action::bill", "charter", "msg::specs"],
    "an action may hold a charter or a whole proposal, and those hold or name actions",
)];

/// A module's path in its crate, `""` for the root.
type Module = String;

/// The modules of a crate, and what each of them names.
#[derive(Default)]
struct Crate {
    /// What a module names, and whether it hands that on.
    named: BTreeMap<Module, Vec<(Vec<String>, bool)>>,
    /// What a module hands on, by name.
    handed_on: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

/// Names each circle that is not one recursive data type.
pub fn check(root: &Path, wrong: &mut Vec<String>) -> Result<()> {
    for name in CRATES {
        let read = Crate::read(&root.join(name).join("src"))?;
        for circle in circles(&read.arrows()) {
            let files: Vec<&str> = circle.iter().map(String::as_str).collect();
            let allowed = RECURSIVE
                .iter()
                .any(|(of, known, _)| *of == name && files.iter().all(|file| known.contains(file)));
            if !allowed {
                wrong.push(format!("{name}: a circle of files: {}", files.join(", ")));
            }
        }
    }
    Ok(())
}

impl Crate {
    fn read(source: &Path) -> Result<Self> {
        let mut read = Self::default();
        let mut texts = BTreeMap::new();
        for file in files(source)? {
            let path = file.strip_prefix(source)?.with_extension("");
            let mut parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
            if let Some("mod" | "lib") = parts.last().copied() {
                parts.pop();
            }
            texts.insert(parts.join("::"), fs::read_to_string(&file)?);
        }
        for module in texts.keys() {
            read.named.insert(module.clone(), Vec::new());
        }
        for (module, text) in &texts {
            let named = read.named_in(module, text);
            let handed_on = named.iter().filter(|(_, hands_on)| *hands_on);
            let handed_on = handed_on
                .filter_map(|(path, _)| Some((path.last()?.clone(), path.clone())))
                .collect();
            read.handed_on.insert(module.clone(), handed_on);
            read.named.insert(module.clone(), named);
        }
        Ok(read)
    }

    /// The paths within the crate that a file names.
    fn named_in(&self, module: &str, text: &str) -> Vec<(Vec<String>, bool)> {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = text
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect();
        let code = code.join("\n");
        let mut named = Vec::new();
        let mut rest = String::new();
        for statement in code.split_inclusive(';') {
            let Some(at) = uses(statement) else {
                rest.push_str(statement);
                continue;
            };
            let (before, tree) = statement.split_at(at);
            let hands_on =
                before.trim_end().ends_with("pub") || before.trim_end().ends_with("pub(crate)");
            let tree = tree.trim_start_matches("use").trim_end_matches(';');
            let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
            for leaf in leaves(&tree) {
                named.extend(self.absolute(module, &leaf).map(|path| (path, hands_on)));
            }
            rest.push_str(before);
        }
        for start in ["crate::", "super::"] {
            for (at, _) in rest.match_indices(start) {
                let path: String = rest[at..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                    .collect();
                named.extend(self.absolute(module, &path).map(|path| (path, false)));
            }
        }
        named
    }

    /// A path from the crate's root; none if it is another crate's.
    fn absolute(&self, module: &str, path: &str) -> Option<Vec<String>> {
        let path = path.trim_end_matches("::self").trim_end_matches(':');
        let own = || module.split("::").filter(|part| !part.is_empty());
        let mut parts = path.split("::").peekable();
        let mut absolute: Vec<&str> = match *parts.peek()? {
            "crate" => Vec::new(),
            "super" | "self" => own().collect(),
            first => {
                let child: Vec<&str> = own().chain([first]).collect();
                self.named.get(&child.join("::"))?;
                own().collect()
            }
        };
        for part in parts {
            match part {
                "crate" | "self" => {}
                "super" => {
                    absolute.pop();
                }
                name => absolute.push(name),
            }
        }
        Some(absolute.into_iter().map(str::to_owned).collect())
    }

    /// The file in which what a path names is written.
    fn home(&self, path: &[String], depth: u8) -> Option<Module> {
        for length in (0..=path.len()).rev() {
            let module = path[..length].join("::");
            let Some(handed_on) = self.handed_on.get(&module) else {
                continue;
            };
            let through = path.get(length).and_then(|name| handed_on.get(name));
            return match through {
                Some(other) if depth > 0 && other.as_slice() != path => {
                    self.home(&[other, &path[length + 1..]].concat(), depth - 1)
                }
                _ => Some(module),
            };
        }
        None
    }

    fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let to = |module: &Module, named: &[(Vec<String>, bool)]| {
            let taken = named.iter().filter(|(_, hands_on)| !hands_on);
            let homes = taken.filter_map(|(path, _)| self.home(path, 8));
            homes.filter(|home| home != module).collect()
        };
        let all = self.named.iter();
        all.map(|(module, named)| (module.clone(), to(module, named)))
            .collect()
    }
}

/// Where a statement's `use` begins, if it is one.
fn uses(statement: &str) -> Option<usize> {
    let line = statement.rfind("\nuse ").map(|at| at + 1);
    let public = statement.rfind("pub use ").map(|at| at + "pub ".len());
    let ours = statement
        .rfind("pub(crate) use ")
        .map(|at| at + "pub(crate) ".len());
    let inner = statement.rfind("    use ").map(|at| at + "    ".len());
    let first = statement.starts_with("use ").then_some(0);
    line.or(public).or(ours).or(inner).or(first)
}

/// The single paths of a `use`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((prefix, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        return vec![path.to_owned()];
    };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let mut depth = 0_u32;
    let parts = inner.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts
        .filter(|part| !part.trim().is_empty())
        .flat_map(|part| leaves(&format!("{prefix}{}", part.trim())))
        .collect()
}

/// Sets of more than one file of which each is reached from each other.
fn circles(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<BTreeSet<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = arrows
        .keys()
        .map(|from| {
            let mut seen = BTreeSet::new();
            let mut next = vec![from];
            while let Some(module) = next.pop() {
                for to in arrows.get(module).into_iter().flatten() {
                    if seen.insert(to) {
                        next.push(to);
                    }
                }
            }
            (from, seen)
        })
        .collect();
    let mut found: Vec<BTreeSet<Module>> = Vec::new();
    for (from, seen) in &reached {
        let circle: BTreeSet<Module> = seen
            .iter()
            .filter(|to| reached[*to].contains(from))
            .map(|to| (*to).clone())
            .collect();
        if !circle.is_empty() && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_names_each_of_its_leaves() {
        assert_eq!(
            leaves("crate::a::{self, b::{C, D}, e}"),
            [
                "crate::a::self",
                "crate::a::b::C",
                "crate::a::b::D",
                "crate::a::e"
            ]
        );
    }

    #[test]
    fn two_files_that_need_each_other_are_a_circle() {
        let arrow = |to: &[&str]| to.iter().map(|to| (*to).to_owned()).collect();
        let arrows = BTreeMap::from([
            ("a".to_owned(), arrow(&["b"])),
            ("b".to_owned(), arrow(&["c"])),
            ("c".to_owned(), arrow(&["b"])),
        ]);
        assert_eq!(circles(&arrows), [arrow(&["b", "c"])]);
    }

    #[test]
    fn what_is_handed_on_is_its_homes() {
        let mut read = Crate::default();
        for module in ["", "a", "a::b", "c"] {
            read.named.insert(module.to_owned(), Vec::new());
        }
        for (module, text) in [
            ("", ""),
            ("a", "mod b;\npub use b::B;\n"),
            ("a::b", ""),
            ("c", "use crate::a::B;\n"),
        ] {
            let named = read.named_in(module, text);
            let handed_on = named.iter().filter(|(_, on)| *on);
            let handed_on = handed_on.map(|(path, _)| (path.last().unwrap().clone(), path.clone()));
            read.handed_on
                .insert(module.to_owned(), handed_on.collect());
            read.named.insert(module.to_owned(), named);
        }
        let arrows = read.arrows();
        assert_eq!(arrows["c"], BTreeSet::from(["a::b".to_owned()]));
        assert!(arrows["a"].is_empty());
    }
}
