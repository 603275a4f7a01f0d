//! The arrows between the crates, and what each of them may not know.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Who may depend on which of the project's own crates. `folkmoot` is the binary, `stories` the tests.
const ARROWS: &[(&str, &[&str])] = &[
    ("folkmoot-wire-derive", &[]),
    ("folkmoot-wire", &["folkmoot-wire-derive"]),
    ("folkmoot-rules", &["folkmoot-wire"]),
    ("folkmoot-api", &["folkmoot-rules", "folkmoot-wire"]),
    (
        "folkmoot-group",
        &["folkmoot-api", "folkmoot-rules", "folkmoot-wire"],
    ),
    ("model", &["folkmoot-group", "folkmoot-rules"]),
    ("folkmoot-plan", &["folkmoot-rules"]),
    ("folkmoot-store", &[]),
    ("folkmoot-localnet", &[]),
    ("folkmoot-wasmd", &[]),
    ("folkmoot-chain", &[]),
    ("folkmoot-presets", &["folkmoot-group", "folkmoot-rules"]),
    (
        "folkmoot-wallets",
        &["folkmoot-chain", "folkmoot-group", "folkmoot-rules"],
    ),
    (
        "folkmoot-embedded",
        &["folkmoot-group", "folkmoot-localnet"],
    ),
    (
        "folkmoot-daemon",
        &[
            "folkmoot-chain",
            "folkmoot-group",
            "folkmoot-plan",
            "folkmoot-rules",
            "folkmoot-store",
            "folkmoot-wallets",
        ],
    ),
    (
        "folkmoot-stories",
        &[
            "folkmoot-chain",
            "folkmoot-daemon",
            "folkmoot-embedded",
            "folkmoot-group",
            "folkmoot-localnet",
            "folkmoot-presets",
            "folkmoot-rules",
            "folkmoot-store",
        ],
    ),
    (
        "folkmoot",
        &[
            "folkmoot-chain",
            "folkmoot-daemon",
            "folkmoot-embedded",
            "folkmoot-group",
            "folkmoot-localnet",
            "folkmoot-presets",
            "folkmoot-rules",
            "folkmoot-store",
            "folkmoot-stories",
            "folkmoot-wallets",
        ],
    ),
];

/// What a crate may not depend on: it would bring in storage, a clock, a network or a runtime.
const KEPT_OUT: &[(&str, &[&str])] = &[
    (
        "folkmoot-rules",
        &[
            "cosmwasm-std",
            "cw-storage-plus",
            "tokio",
            "sqlx",
            "axum",
            "rand",
            "tracing",
            "reqwest",
        ],
    ),
    (
        "folkmoot-api",
        &[
            "cw-storage-plus",
            "tokio",
            "sqlx",
            "axum",
            "rand",
            "reqwest",
            "cw-multi-test",
        ],
    ),
    (
        "folkmoot-group",
        &["tokio", "sqlx", "axum", "rand", "reqwest", "cw-multi-test"],
    ),
    (
        "folkmoot-plan",
        &[
            "cosmwasm-std",
            "tokio",
            "sqlx",
            "axum",
            "rand",
            "tracing",
            "reqwest",
        ],
    ),
    ("folkmoot-store", &["cosmwasm-std", "axum", "reqwest"]),
    ("folkmoot-localnet", &["sqlx", "reqwest"]),
    (
        "folkmoot-presets",
        &["tokio", "sqlx", "axum", "rand", "tracing", "reqwest"],
    ),
    ("folkmoot-chain", &["cosmwasm-std", "sqlx", "axum", "clap"]),
    ("folkmoot-daemon", &["sqlx", "cw-multi-test", "clap"]),
    ("folkmoot-stories", &["sqlx", "axum", "clap"]),
    ("folkmoot", &["sqlx", "axum"]),
];

/// What pure code may not even name: the time and the world come in as parameters.
const IMPURE: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Each crate of the workspace with what it is built on, tests and build scripts left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    dependencies_of(|kind| kind.is_null())
}

/// Each crate of the workspace with its dependencies of some kinds: null is what it is built on, `dev` what its tests use.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn dependencies_of(is_meant: impl Fn(&Value) -> bool) -> BTreeMap<String, BTreeSet<String>> {
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        metadata.status.success(),
        "{}",
        String::from_utf8_lossy(&metadata.stderr)
    );
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let name = |of: &Value| of["name"].as_str().unwrap().to_owned();
    let built_on = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        dependencies
            .filter(|dependency| is_meant(&dependency["kind"]))
            .map(name)
            .collect()
    };
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| (name(package), built_on(package)))
        .collect()
}

#[test]
fn arrows_between_the_crates_go_one_way() {
    let dependencies = dependencies();
    let own: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    for (name, allowed) in ARROWS {
        let found = dependencies[*name].iter().map(String::as_str);
        let found: BTreeSet<&str> = found.filter(|other| own.contains(other)).collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert!(
            found.is_subset(&allowed),
            "{name} is built on {found:?}, it may be on {allowed:?}"
        );
    }
    // whoever joins the workspace gets a line above; these may know all
    let named: BTreeSet<&str> = ARROWS
        .iter()
        .map(|(name, _)| *name)
        .chain(["conformance", "stories", "xtask"])
        .collect();
    assert_eq!(own, named);
}

/// Cargo lets a crate's tests use what is built on that crate; then neither can be taken without the other.
#[test]
fn the_tests_of_a_crate_do_not_turn_an_arrow_round() {
    let mut left = dependencies_of(|_| true);
    while !left.is_empty() {
        let at_the_ground: Vec<String> = left
            .iter()
            .filter(|(_, on)| on.iter().all(|other| !left.contains_key(other)))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!at_the_ground.is_empty(), "a circle: {:?}", left.keys());
        left.retain(|name, _| !at_the_ground.contains(name));
    }
}

#[test]
fn pure_crates_have_no_storage_clock_or_network() {
    let dependencies = dependencies();
    for (name, kept_out) in KEPT_OUT {
        for other in *kept_out {
            assert!(
                !dependencies[*name].contains(*other),
                "{name} is built on {other}"
            );
        }
    }
    for folder in [
        "contracts/wire/src",
        "contracts/rules/src",
        "contracts/api/src",
        "contracts/group/src",
        "relayer/plan/src",
        "relayer/presets/src",
    ] {
        for file in sources(&root().join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in IMPURE {
                assert!(!text.contains(word), "{} names {word}", file.display());
            }
        }
    }
}

/// The embedded chain knows no group, and its transport knows no chain.
#[test]
fn the_embedded_chain_knows_no_group_and_its_transport_no_chain() {
    let localnet = root().join("localnet/src");
    for file in sources(&localnet) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("folkmoot_group") && !text.contains("folkmoot_rules"),
            "{}",
            file.display()
        );
    }
    for file in sources(&localnet.join("rpc")) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("crate::chain"),
            "{} knows the chain",
            file.display()
        );
    }
}

/// A row of the table of variations that no test plays proves nothing.
#[test]
fn every_variation_is_played() {
    let played = include_str!("stories.rs");
    for row in folkmoot_stories::variations::ROWS {
        let call = format!("play_row(host, \"{}\")", row.name);
        assert!(
            played.contains(&call),
            "variation {} is played by no test",
            row.name
        );
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    assert!(
        !found.is_empty() || folder.ends_with("tests"),
        "nothing in {}",
        folder.display()
    );
    found
}
