//! `folkmoot demo --node`: the story on a chain that is there, as often as one likes.

use serde_json::{Value, json};

use super::program::{Net, on_both_chains};

on_both_chains! {
    the_demo_is_told_on_a_chain_that_is_there => told, 1;
}

fn told(net: Net) {
    let node = net.started["rpc"].as_str().unwrap();
    let demo = ["demo", "--once", "--node", node, "--json"];
    let told = net.run(0, &demo).words();
    let steps: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(steps[0]["rpc"], node);
    let decided = steps.iter().filter(|step| step["step"] == "decided");
    let days: Vec<&Value> = decided.map(|step| &step["day"]).collect();
    assert_eq!(days, [0, 3], "{told}");
    let last = steps.last().unwrap();
    assert_eq!(last["step"], "done");
    let treasuries = json!({ "committee": 0, "oem": 2_600, "swim_buddies": 300, "caterer": 500 });
    assert_eq!(last["treasuries"], treasuries);

    // another telling has people and groups of its own, and windows as asked
    let words = net.words(
        0,
        &["demo", "--once", "--node", node, "--time-scale", "5760"],
    );
    assert!(words.contains("Day 3, "), "{words}");
    let error = net.error(0, &["demo", "--node", node, "--key", "nobody"]);
    assert!(error.contains("there is no key nobody"), "{error}");
}

#[test]
fn what_the_demo_needs_is_said_before_it_begins() {
    let net = Net::start();
    let node = net.started["rpc"].as_str().unwrap();
    let price = ["demo", "--node", node, "--gas-price", "2000"];
    let error = net.error(0, &price);
    assert!(error.contains("and the story takes up to "), "{error}");
    let said = net.run(0, &["demo", "--node", node, "--time-scale", "7"]);
    assert_eq!(said.code, 2);
    let expected = "time scale 7 does not divide the 86400 seconds of a day";
    assert!(said.stderr.contains(expected), "{said:?}");
}
