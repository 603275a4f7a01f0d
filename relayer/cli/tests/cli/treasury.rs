//! A member's own money in a group: staked, pledged for a cycle, spent by decision, and paid out to who leaves.

use std::time::{SystemTime, UNIX_EPOCH};

use super::program::{Net, on_both_chains};

on_both_chains! {
    a_stake_from_its_cycle_to_its_payment => from_stake_to_payment, 6;
}

fn decide(net: &Net, group: &str, title: &str, action: &[&str]) {
    let propose = [&["propose", group, "--title", title], action].concat();
    let number = net.json(0, &propose)["proposal"].to_string();
    for account in [0, 1] {
        net.json(account, &["vote", group, &number, "yes"]);
    }
    net.json(0, &["execute", group, &number]);
}

/// What can't work is told as it is proposed, and who is paid; what never can is refused.
fn warned_before_the_vote(net: &Net, group: &str) {
    let pay = |to: &str, amount: &str| format!("{to}:{amount}");
    let much = pay(&net.address(0), "40000ustake");
    let propose = ["propose", group, "--title", "Much", "--spend"];
    let words = net.words(0, &[&propose[..], &[much.as_str(), "--dry-run"]].concat());
    for part in [
        "Warning: action 1 could not be done today: the common fund has 70 ustake, 40000 are asked for.",
        &format!("{} is Joe, seat 1", net.address(0)),
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let itself = pay(group, "4ustake");
    let error = net.error(0, &[&propose[..], &[itself.as_str()]].concat());
    assert!(
        error.contains("the group can't be paid by itself"),
        "{error}"
    );
}

fn from_stake_to_payment(net: Net) {
    let names = ["Joe", "Sam", "Tony"].iter().enumerate();
    let members: Vec<String> = names
        .map(|(i, name)| format!("{name}={}", net.address(i)))
        .collect();
    let group = net.found("Swim Buddies", &members, &[]);
    let group = group.as_str();
    net.json(3, &["treasury", "contribute", group, "70ustake"]);
    warned_before_the_vote(&net, group);
    let dry = net.words(2, &["treasury", "stake", group, "100ustake", "--dry-run"]);
    assert!(
        dry.contains("If you sent this, the stake goes into Swim Buddies"),
        "{dry}"
    );
    net.json(2, &["treasury", "stake", group, "100ustake"]);
    let pledged = net.words(2, &["treasury", "pledge", group, "60ustake"]);
    assert!(
        pledged.contains("60 ustake of your stake go into the next cycle"),
        "{pledged}"
    );
    net.json(2, &["treasury", "take", group, "10ustake"]);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let cycle = format!("ustake@{}", now.as_secs() + 30 * 24 * 60 * 60);
    decide(&net, group, "A cycle", &["--open-cycle", &cycle]);
    let caterer = format!("{}:20ustake", net.address(5));
    decide(&net, group, "Food", &["--spend", &caterer, "--cycle", "1"]);
    let cycles = net.words(0, &["treasury", "cycles", group, "ustake"]);
    assert!(
        cycles.contains("1 runs until ") && cycles.contains(": 40 of 60 ustake are left"),
        "{cycles}"
    );
    let stakes = net.words(0, &["treasury", "stakes", group, "3"]);
    for part in [
        "30 ustake free, 0 of them pledged for the next cycle",
        "60 ustake in cycle 1 until ",
        "whose share is 40 by now",
        &format!("paid to {}", net.address(2)),
    ] {
        assert!(stakes.contains(part), "{part}: {stakes}");
    }
    let error = net.error(2, &["treasury", "take", group, "31ustake"]);
    let told = "the free stake of seat 3 has 30 ustake, 31 are asked for";
    assert!(error.contains(told), "{error}");
    net.json(2, &["leave", group]);
    let claims = net.words(0, &["treasury", "claims", group]);
    let due = format!("seat 3: 30 ustake, paid to {}", net.address(2));
    assert!(claims.contains(&due), "{claims}");
    let error = net.error(0, &["treasury", "settle", group, "3", "ustake"]);
    assert!(
        error.contains("has no share of an ended cycle of ustake"),
        "{error}"
    );
    let paid = net.words(0, &["treasury", "pay", group, "3", "ustake"]);
    assert!(
        paid.contains("What Swim Buddies owes seat 3 in ustake is paid."),
        "{paid}"
    );
    let shown = net.words(0, &["treasury", "show", group]);
    for part in [
        "70 ustake in the common fund; 70 given and 20 paid",
        "40 in pools of cycles",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(net.funds(group), "110");
    let safe = net.address(4);
    let named = net.words(1, &["treasury", "pay-out", group, &safe]);
    assert!(
        named.contains("from the end of the key notice on"),
        "{named}"
    );
    let kept = net.words(1, &["treasury", "pay-out", group, "--keep"]);
    assert!(kept.contains("the announced change is cancelled"), "{kept}");
}
