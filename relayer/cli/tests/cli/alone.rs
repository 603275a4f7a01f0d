//! What the program does without a chain.

use tempfile::TempDir;

use super::program::{Said, program};

fn run(arguments: &[&str]) -> Said {
    let folder = TempDir::new().unwrap();
    Said::of(&program(folder.path()).args(arguments).output().unwrap())
}

/// Nothing listens there: the port is reserved.
const NOBODY: &str = "http://127.0.0.1:1";
const GROUP: &str = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";

#[test]
fn a_node_that_is_not_there_is_named() {
    let error = run(&["group", "show", GROUP, "--node", NOBODY]).error();
    assert!(
        error.contains("http://127.0.0.1:1 does not answer"),
        "{error}"
    );
    let said = run(&["doctor", "--node", NOBODY]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("broken  node: "), "{}", said.stdout);
    assert!(
        said.stdout
            .contains("→ start a node or name another one with --node")
    );
    assert!(said.stderr.contains("something is broken"));
}

#[test]
fn errors_are_json_for_scripts() {
    let said = run(&["charter", "show", GROUP, "--node", NOBODY, "--json"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    let error: serde_json::Value = serde_json::from_str(&said.stderr).unwrap();
    assert!(error["error"].as_str().unwrap().contains("does not answer"));
    let said = run(&["vote", GROUP, "1", "maybe", "--json"]);
    assert_eq!(said.code, 2);
    let error: serde_json::Value = serde_json::from_str(&said.stderr).unwrap();
    assert!(
        error["error"]
            .as_str()
            .unwrap()
            .contains("not one of yes, no, abstain")
    );
}

#[test]
fn colours_are_for_terminals() {
    let said = run(&["doctor", "--node", NOBODY]);
    assert!(!said.stdout.contains('\u{1b}') && !said.stderr.contains('\u{1b}'));
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).words();
        for word in ["localnet", "propose", "treasury", "dry-run"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn without_a_key_it_says_how_to_make_one() {
    let error = run(&["vote", GROUP, "1", "yes", "--node", NOBODY]).error();
    assert!(
        error.contains("there is no key in keys: make one with `folkmoot keys new NAME`"),
        "{error}"
    );
    let error = run(&["vote", GROUP, "1", "yes", "--key", "joe", "--node", NOBODY]).error();
    assert!(error.contains("there is no key joe in keys"), "{error}");
}

#[test]
fn a_configuration_that_makes_no_sense_is_refused() {
    let folder = TempDir::new().unwrap();
    std::fs::write(
        folder.path().join("relayer.toml"),
        "nodes = [\"ftp://node\"]",
    )
    .unwrap();
    let relay = |arguments: &[&str]| {
        let mut command = program(folder.path());
        command
            .arg("relay")
            .args(arguments)
            .args(["--config", "relayer.toml"]);
        Said::of(&command.output().unwrap())
    };
    assert!(relay(&[]).error().contains("nodes[0] is ftp://node"));
    assert!(
        relay(&["status"])
            .error()
            .contains("nodes[0] is ftp://node")
    );
    std::fs::write(
        folder.path().join("relayer.toml"),
        format!("nodes = [\"{NOBODY}\"]"),
    )
    .unwrap();
    let error = relay(&["status"]).error();
    assert!(
        error.contains("there is no database folkmoot.sqlite"),
        "{error}"
    );
}
