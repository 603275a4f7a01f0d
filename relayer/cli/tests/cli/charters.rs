//! Presets of charters, and charters in plain words: all but a group's own without a chain.

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Net, Said, program};

fn run(folder: &TempDir, line: &str) -> Said {
    let mut command = program(folder.path());
    Said::of(&command.args(line.split(' ')).output().unwrap())
}

#[test]
fn every_preset_is_listed_shown_and_explained() {
    let folder = TempDir::new().unwrap();
    let listed = run(&folder, "charter presets --json").json();
    let words = run(&folder, "charter presets").words();
    for preset in listed["presets"].as_array().unwrap() {
        let name = preset["name"].as_str().unwrap();
        assert!(words.contains(preset["for_whom"].as_str().unwrap()));

        // what is shown can be read again, whole or the charter alone
        let shown = run(&folder, &format!("charter show --preset {name} --json")).json();
        let path = folder.path().join("charter.json");
        let direct = run(&folder, &format!("charter explain --preset {name} --json")).json();
        assert_eq!(direct["charter"], format!("preset {name}"));
        for content in [&shown, &shown["charter"]] {
            std::fs::write(&path, content.to_string()).unwrap();
            let explained = run(&folder, "charter explain charter.json --json").json();
            assert_eq!(explained["sections"], direct["sections"], "{name}");
        }
    }
    std::fs::write(folder.path().join("charter.json"), "{\"charter\": {}}").unwrap();
    let error = run(&folder, "charter explain charter.json").error();
    assert!(
        error.contains("charter.json is no charter: missing field"),
        "{error}"
    );
}

#[test]
fn a_preset_is_changed_by_options() {
    let folder = TempDir::new().unwrap();
    let line = "charter show --preset worker-cooperative --budget-above 300ustake --budget-rule two-thirds \
                --rule double-majority --period 5d --delay 1d --upstream-rule majority --weighting by-members --json";
    let charter = run(&folder, line).json()["charter"].clone();
    let procedures = charter["procedures"].as_array().unwrap();
    let rounds: Vec<&Value> = procedures
        .iter()
        .map(|p| &p["stages"][0]["decide"])
        .collect();
    assert!(rounds.iter().all(|round| round["period"] == 5 * 86_400));
    let threshold = |round: &Value| round["rule"]["threshold"]["threshold"]["numerator"].clone();
    assert_eq!(procedures[0]["covers"]["spends_above"][0]["amount"], "300");
    assert_eq!(
        (threshold(rounds[0]), threshold(rounds[1])),
        (2.into(), 66.into())
    );
    assert_eq!(rounds[3]["rule"]["threshold"]["count"], "both");
    assert!(
        procedures
            .iter()
            .all(|p| p["stages"][1]["delay"]["duration"] == 86_400)
    );
    assert_eq!(charter["weighting"]["basis"], "by_members");
    assert_eq!(threshold(&charter["upstream"]["round"]), 1);

    let line = "charter show --preset worker-cooperative --rule consensus-minus-one --by-contribution ustake --json";
    let charter = run(&folder, line).json()["charter"].clone();
    assert_eq!(charter["weighting"]["basis"], "by_contribution");
    assert_eq!(charter["contribution_denom"], "ustake");
    let ordinary = &charter["procedures"][3]["stages"][0]["decide"];
    assert_eq!(ordinary["rule"]["consent"]["blocks_allowed"], 1);
    assert_eq!(ordinary["resolving"]["period"], 7 * 86_400);

    let error = run(
        &folder,
        "charter show --preset equal-partnership --budget-above 5ustake",
    )
    .error();
    assert!(
        error
            .contains("decides budgets like everything else: name another rule with --budget-rule"),
        "{error}"
    );
    let error = run(
        &folder,
        "charter show --budget-rule majority --preset majority",
    )
    .error();
    assert!(
        error.contains("name what a budget is with --budget-above"),
        "{error}"
    );
}

#[test]
fn a_charter_comes_from_one_place() {
    let folder = TempDir::new().unwrap();
    let group = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    for line in [
        "charter explain",
        "charter show",
        "charter explain a.json --preset majority",
        "charter explain a.json --group GROUP",
        "charter explain --group GROUP --period 3d",
        "charter show GROUP --preset majority",
        "charter show --preset majority --version 1",
    ] {
        let said = run(&folder, &line.replace("GROUP", group));
        assert_eq!(said.code, 2, "{line}: {said:?}");
    }
}

#[test]
fn a_groups_charter_is_explained_in_figures_for_its_seats() {
    let net = Net::start();
    let members: Vec<String> = (0..4).map(|i| format!("M{i}={}", net.address(i))).collect();
    let options = [
        "--preset",
        "worker_cooperative",
        "--budget-above",
        "1000ustake",
    ];
    let group = net.found("Bakery", &members, &options);
    let plain = net.found("Choir", &members, &[]);
    let shown = |line: &[&str]| net.json(0, line)["charter"].clone();
    assert_eq!(
        shown(&["charter", "show", &plain]),
        shown(&["charter", "show", "--preset", "majority"]),
        "whoever says nothing gets a majority with a quorum"
    );
    let words = net.words(0, &["charter", "explain", "--group", &group]);
    assert!(
        words.starts_with("Bakery, version 1 in plain words"),
        "{words}"
    );
    for part in [
        "1. budget: payments above 1000 ustake",
        "With the 4 seats of today, 3 must say yes when everybody else says no, 2 when nobody else votes.",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}
