//! The program tells its story: `folkmoot demo`.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stand outside of functions marked as tests"
)]

use std::process::{Command, Output};

use serde_json::{Value, json};

fn folkmoot(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_folkmoot"));
    command.args(arguments).env_remove("FOLKMOOT_LOG");
    command.output().unwrap()
}

#[test]
fn the_demo_tells_programs_each_step_and_ends_well() {
    let told = folkmoot(&["demo", "--once", "--json"]);
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let lines = String::from_utf8(told.stdout).unwrap();
    let steps: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(steps.iter().all(|step| step["step"].is_string()), "{lines}");
    let decided: Vec<_> = steps
        .iter()
        .filter(|step| step["step"] == "decided")
        .collect();
    let figures = |step: &Value| {
        [
            step["share_percent"].clone(),
            step["quorum_percent"].clone(),
            step["day"].clone(),
        ]
    };
    assert_eq!(figures(decided[0]), [75, 100, 0].map(Value::from));
    assert_eq!(figures(decided[1]), [60, 80, 3].map(Value::from));
    let signals = steps.iter().filter(|step| step["signal"] == "yes").count();
    assert_eq!(signals, 2);
    let paid = steps.iter().find(|step| step["step"] == "paid").unwrap();
    assert_eq!(paid["amount"], 500);
    let last = steps.last().unwrap();
    assert_eq!(last["step"], "done");
    let treasuries = json!({ "committee": 0, "oem": 2_600, "swim_buddies": 300, "caterer": 500 });
    assert_eq!(last["treasuries"], treasuries);
}

#[test]
fn the_demo_tells_people_in_plain_lines_where_there_is_no_terminal() {
    let told = folkmoot(&["demo", "--once"]);
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let words = String::from_utf8(told.stdout).unwrap();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!words.contains('\u{1b}'), "colours are for terminals");
    for part in [
        "75 % for it",
        "60 % for it",
        "Day 3, ",
        "pays 500 to the caterer",
        "2,600",
    ] {
        assert!(words.contains(part), "{part} is missing in\n{words}");
    }
}

#[test]
fn another_story_is_told_by_its_name() {
    let told = folkmoot(&["demo", "--once", "--story", "two-houses"]);
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let words = String::from_utf8(told.stdout).unwrap();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "What is refused",
        "21 days instead of 14",
        "The pool is 10,000.",
        "breach_of_agreement",
        "The 4,000 that were free are hers",
        "2,000, paid to her",
    ] {
        assert!(words.contains(part), "{part} is missing in\n{words}");
    }
}

#[test]
fn only_the_joint_venture_has_variations_and_no_other_story_is_made_up() {
    let varied = folkmoot(&["demo", "--story", "fellowship", "--variations"]);
    assert_eq!(varied.status.code(), Some(1));
    let error = String::from_utf8(varied.stderr).unwrap();
    assert!(error.contains("none of fellowship"), "{error}");
    let unknown = folkmoot(&["demo", "--story", "barbecue"]);
    assert_eq!(unknown.status.code(), Some(2));
    let error = String::from_utf8(unknown.stderr).unwrap();
    for name in ["joint-venture", "two-houses", "fellowship"] {
        assert!(error.contains(name), "{error}");
    }
}
