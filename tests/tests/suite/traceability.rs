//! The table of what was asked for names tests: each of them must be there, under the name that the table gives it.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders that have tests.
const CODE: [&str; 5] = ["contracts", "localnet", "relayer", "scripts", "tests"];
/// Where a story's tests come from one line, in these modules.
const HOSTS: [&str; 3] = ["in_process", "over_rpc", "on_wasmd"];

/// A test as it is found: the folders, files and modules on the way to it, and its name.
type Place = Vec<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("node_modules") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// All tests of the project.
fn tests() -> Vec<Place> {
    let mut files = vec![];
    for folder in CODE {
        sources(&root().join(folder), &mut files);
    }
    let mut found = vec![];
    for file in files {
        let path = file
            .strip_prefix(root())
            .unwrap_or(&file)
            .with_extension("");
        let way = path.iter().map(|part| part.to_string_lossy().into_owned());
        let way: Place = way
            .filter(|part| !["src", "mod", "main", "lib"].contains(&part.as_str()))
            .collect();
        tests_of(&read(&file), &way, &mut found);
    }
    found
}

/// The tests of one file. Modules in it are told by their indentation.
fn tests_of(text: &str, way: &Place, found: &mut Vec<Place>) {
    let mut inner: Vec<(usize, String)> = vec![];
    let mut marked = false;
    for line in text.lines() {
        let code = line.trim_start();
        let depth = line.len() - code.len();
        if code == "}" {
            inner.retain(|(at, _)| *at < depth);
        } else if let Some(name) = code
            .strip_prefix("mod ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            inner.push((depth, name.into()));
        } else if code.starts_with("#[test]") || code.starts_with("#[tokio::test") {
            marked = true;
        }
        let place = |more: &[&str], name: &str| {
            let modules = inner.iter().map(|(_, name)| name.as_str());
            let behind = modules.chain(more.iter().copied()).chain([name]);
            let behind = behind.map(str::to_owned);
            way.iter().cloned().chain(behind).collect::<Place>()
        };
        let head = word(code);
        let tail = &code[head.len()..];
        if let (true, Some(start)) = (marked, code.find("fn ")) {
            marked = false;
            found.push(place(&[], word(&code[start + 3..])));
        } else if tail.starts_with("(host)") && head != "fn" {
            found.extend(HOSTS.iter().map(|host| place(&[host], head)));
        } else if tail.starts_with(" => ") && tail.ends_with(';') {
            found.extend([place(&[], head), place(&["wasmd"], head)]);
        }
    }
}

/// The name at the beginning.
fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The names of tests and of their modules in a document: words outside of backticks with `::` or two underscores.
fn named(document: &str) -> Vec<&str> {
    let plain = document.split('`').step_by(2);
    let is_in_name = |letter: char| letter.is_ascii_alphanumeric() || "_:…".contains(letter);
    let words = plain.flat_map(move |part| part.split(move |letter| !is_in_name(letter)));
    let words = words.map(|word| word.trim_matches(':'));
    words
        .filter(|word| word.contains("::") || word.matches('_').count() > 1 || word.ends_with("_…"))
        .collect()
}

/// Whether a place ends as a name says, or goes on below it. `…` stands for any modules, and for any end of a word.
fn is_meant(place: &[String], name: &[&str]) -> bool {
    (0..place.len()).any(|start| goes_on(&place[start..], name))
}

fn goes_on(place: &[String], name: &[&str]) -> bool {
    match (place.split_first(), name.split_first()) {
        // a module stands for all that is in it, also where the name is of a file's beginning
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((_, rest)), Some((&"…", later))) => {
            later.is_empty() || goes_on(place, later) || goes_on(rest, name)
        }
        (Some((first, rest)), Some((word, later))) => {
            let fits = match word.strip_suffix('…') {
                Some(beginning) => first.starts_with(beginning),
                None => first == word,
            };
            fits && goes_on(rest, later)
        }
    }
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let document = read(&root().join("docs/traceability.md"));
    let tests = tests();
    let lost: Vec<&str> = named(&document)
        .into_iter()
        .filter(|name| {
            let parts: Vec<&str> = name.split("::").collect();
            !tests.iter().any(|place| is_meant(place, &parts))
        })
        .collect();
    assert_eq!(lost, Vec::<&str>::new(), "named, and not there");
}

/// Each row of the table of failures says which test shows it.
#[test]
fn every_failure_has_its_test() {
    let document = read(&root().join("docs/traceability.md"));
    let begun = document.split("\n## Failures of others\n").nth(1);
    let table = begun.and_then(|rest| rest.split("\n## ").next());
    let rows = table.unwrap_or_default().lines();
    let rows = rows.filter(|line| line.starts_with("| ")).skip(1);
    let bare: Vec<&str> = rows.clone().filter(|row| named(row).is_empty()).collect();
    assert_eq!(bare, Vec::<&str>::new(), "no test is named");
    assert!(rows.count() > 40, "the table of failures");
}

#[test]
fn names_are_found_as_tables_write_them() {
    let file = "macro! {\n    a_story_is_told(host) => played;\n    a_command_is_run => run, 6;\n}\n\
                mod inner {\n    #[test]\n    #[ignore = \"slow\"]\n    async fn it_is_kept() {\n    }\n}\n\
                fn is_no_test() {\n}\n#[test]\nfn it_ends() {\n}\n";
    let mut found = vec![];
    tests_of(file, &vec!["crate".into(), "file".into()], &mut found);
    let found_as = |name: &str| {
        let parts: Vec<&str> = name.split("::").collect();
        found.iter().any(|place| is_meant(place, &parts))
    };
    let document = "| file::inner::it_is_kept, file::…::a_story_is_told | `not::this_one_here`, a_command_… | plain |";
    let names = named(document);
    assert_eq!(
        names,
        [
            "file::inner::it_is_kept",
            "file::…::a_story_is_told",
            "a_command_…"
        ]
    );
    assert!(names.iter().all(|name| found_as(name)));
    for right in [
        "it_ends",
        "file",
        "file::…",
        "file::wasmd::a_command_is_run",
        "on_wasmd::a_story_is_told",
    ] {
        assert!(found_as(right), "{right}");
    }
    for wrong in ["is_no_test", "inner::it_ends", "it_is", "other::…::it_ends"] {
        assert!(!found_as(wrong), "{wrong}");
    }
}
