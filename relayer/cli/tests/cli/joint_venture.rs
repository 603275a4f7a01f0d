//! Two groups and their joint venture, by the command line alone: no relayer is ever needed.

use super::program::{Net, on_both_chains};

/// Opens, decides by all members' yes, and executes.
fn decide(net: &Net, group: &str, members: &[usize], arguments: &[&str]) {
    let opened = net.json(members[0], arguments);
    let number = opened["proposal"].to_string();
    for member in members {
        net.json(*member, &["vote", group, &number, "yes"]);
    }
    net.json(members[0], &["execute", group, &number]);
}

on_both_chains! {
    members_carry_their_joint_venture_by_hand => by_hand, 10;
}

fn by_hand(net: Net) {
    let person = |name: &str, account| format!("{name}={}", net.address(account));
    let swim = net.found("Swim Buddies", &[person("Joe", 0), person("Sam", 1)], &[]);
    let oem = net.found(
        "OEM",
        &[person("Ann", 2), person("Ben", 3)],
        &["--upstream-preset", "majority"],
    );
    let seats = [
        format!("OEM=group:{oem}@3d"),
        format!("Swim Buddies=group:{swim}@3d"),
    ];
    let joint = [
        "group",
        "create",
        "--name",
        "Committee",
        "--preset",
        "equal-partners",
    ];
    let members = [
        "--member", &seats[0], "--member", &seats[1], "--period", "6d",
    ];
    let error = net.error(0, &[joint.as_slice(), &members].concat());
    assert!(
        error.contains("joint period 6 d < internal 3 d + relay buffer 4 d"),
        "{error}"
    );
    let committee = net.found("Committee", &seats, &["--preset", "equal-partners"]);

    decide(
        &net,
        &swim,
        &[0, 1],
        &["join", &swim, &committee, "--lead-time", "3d"],
    );
    let shown = net.words(0, &["group", "show", &committee]);
    assert!(
        shown.contains("1 OEM: ") && shown.contains("; waits for that group to join"),
        "{shown}"
    );
    decide(
        &net,
        &oem,
        &[2, 3],
        &["join", &oem, &committee, "--lead-time", "3d"],
    );
    let shown = net.words(0, &["group", "show", &committee]);
    assert!(!shown.contains("waits for that group"), "{shown}");
    let above = net.words(0, &["group", "show", &oem]);
    assert!(
        above.contains(&format!("{committee}: linked; decides within 3 d")),
        "{above}"
    );

    // each gives, and Swim Buddies appoint Joe, who proposes the payment
    net.json(0, &["treasury", "contribute", &swim, "400ustake"]);
    net.json(2, &["treasury", "contribute", &oem, "3000ustake"]);
    let gift = |amount| format!("{committee}:{amount}ustake");
    decide(
        &net,
        &swim,
        &[0, 1],
        &[
            "propose",
            &swim,
            "--title",
            "Give",
            "--contribute",
            &gift(100),
        ],
    );
    decide(
        &net,
        &oem,
        &[2, 3],
        &[
            "propose",
            &oem,
            "--title",
            "Give",
            "--contribute",
            &gift(400),
        ],
    );
    decide(
        &net,
        &swim,
        &[0, 1],
        &["propose", &swim, "--title", "Joe speaks", "--appoint", "1"],
    );
    let spend = format!("{}:500ustake", net.address(9));
    let propose = [
        "propose",
        &swim,
        "--upstream",
        &committee,
        "--title",
        "Joint BBQ",
        "--spend",
        &spend,
    ];
    let error = net.error(1, &propose);
    assert!(error.contains("representative"), "{error}");
    assert_eq!(net.json(0, &propose)["proposal"], 1);

    // anybody asks the groups, their members decide, anybody carries the results up
    let asked = net.words(7, &["execute", &committee, "1", "--fan-out"]);
    assert!(
        asked.contains("The group seats are asked to decide #1 Joint BBQ."),
        "{asked}"
    );
    let full = net.words(0, &["group", "show", &committee, "--proposal", "1"]);
    assert_eq!(full.matches(": asked 2").count(), 2, "{full}");
    let waiting = [
        "group",
        "show",
        &swim,
        "--proposals",
        "--as",
        &net.address(1),
    ];
    let mirror = &net.json(0, &waiting)["proposals"][0];
    assert_eq!(
        (&mirror["title"], &mirror["you"]["vote"]),
        (&"Joint BBQ".into(), &true.into())
    );
    for (group, members) in [(&swim, [0, 1]), (&oem, [2, 3])] {
        let waiting = net.json(0, &["group", "show", group, "--proposals"]);
        let number = waiting["proposals"][0]["proposal"].to_string();
        for member in members {
            net.json(member, &["vote", group, &number, "yes"]);
        }
        let error = net.error(0, &["execute", group, &number]);
        assert!(
            error
                .contains("is a mirror, which is not executed: carry its result up with --roll-up"),
            "{error}"
        );
        let carried = net.words(8, &["execute", group, &number, "--roll-up"]);
        assert!(
            carried.contains("carried up as yes on ") && carried.contains(": counted"),
            "{carried}"
        );
    }
    let executed = net.words(8, &["execute", &committee, "1"]);
    assert!(
        executed.contains("#1 Joint BBQ is executed:\n  pay 500 ustake to "),
        "{executed}"
    );
    let funds: Vec<String> = [&committee, &oem, &swim]
        .iter()
        .map(|group| net.funds(group))
        .collect();
    assert_eq!(funds, ["0", "2600", "300"]);

    decide(
        &net,
        &swim,
        &[0, 1],
        &["leave", &swim, "--group", &committee],
    );
    let shown = net.words(0, &["group", "show", &committee]);
    assert!(
        shown.contains("2 Swim Buddies: ") && shown.contains("; left on "),
        "{shown}"
    );
}
