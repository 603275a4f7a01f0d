//! What a group decides about its own seats, roles, money and proposals elsewhere, typed without any JSON.

use serde_json::json;

use super::program::{Net, on_both_chains};

on_both_chains! {
    a_group_acts_in_the_group_above => above, 4;
    seats_and_roles_are_changed_by_decision => seats_and_roles, 5;
    a_call_is_described_by_a_file => a_call, 4;
}

/// All of these vote for the group's newest proposal, and it is executed.
fn agreed(net: &Net, accounts: &[usize], group: &str, opened: &serde_json::Value) {
    let number = opened["proposal"].to_string();
    for account in accounts {
        net.json(*account, &["vote", group, &number, "yes"]);
    }
    net.json(3, &["execute", group, &number]);
}

/// Joe is the Swim Buddies; they and Ann are the Committee.
fn above(net: Net) {
    let joe = [format!("Joe={}", net.address(0))];
    let swim = net.found("Swim Buddies", &joe, &[]);
    let members = [
        format!("Ann={}", net.address(1)),
        format!("Swim Buddies=group:{swim}@7d"),
    ];
    let committee = net.found("Committee", &members, &[]);
    let (swim, committee) = (swim.as_str(), committee.as_str());
    net.json(1, &["treasury", "contribute", swim, "100ustake"]);
    let join = net.json(0, &["join", swim, committee, "--lead-time", "7d"]);
    agreed(&net, &[0], swim, &join);
    let stake = ["treasury", "stake", committee, "40ustake", "--by", swim];
    let words = net.words(0, &[&stake[..], &["--dry-run"]].concat());
    for part in [
        "Stake 40ustake in Committee would be open",
        &format!("put 40 ustake as a stake into group {committee}"),
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let opened = net.json(0, &stake);
    agreed(&net, &[0], swim, &opened);
    let pledge = ["treasury", "pledge", committee, "30ustake", "--by", swim];
    let opened = net.json(0, &pledge);
    agreed(&net, &[0], swim, &opened);
    let take = ["treasury", "take", committee, "5ustake", "--by", swim];
    let opened = net.json(0, &take);
    agreed(&net, &[0], swim, &opened);
    let stakes = net.words(0, &["treasury", "stakes", committee, "2"]);
    assert!(
        stakes.contains("35 ustake free, 30 of them pledged for the next cycle"),
        "{stakes}"
    );
    assert_eq!(
        (net.funds(swim), net.funds(committee)),
        ("65".into(), "35".into())
    );
    let upstream = ["--upstream", committee, "--by-decision"];
    let propose = [&["propose", swim, "--title", "A race"], &upstream[..]].concat();
    let opened = net.json(0, &propose);
    agreed(&net, &[0], swim, &opened);
    let shown = net.words(1, &["group", "show", committee, "--proposals"]);
    assert!(shown.contains("#1 A race"), "{shown}");
    let opened = net.json(0, &[&["withdraw", swim, "1"], &upstream[..]].concat());
    assert_eq!(opened["title"], "Take back #1 A race");
    agreed(&net, &[0], swim, &opened);
    let shown = net.words(1, &["group", "show", committee, "--proposal", "1"]);
    assert!(shown.contains("withdrawn"), "{shown}");
    // one's own is taken back without a decision
    let own = net.json(1, &["propose", committee, "--title", "Cake"]);
    let number = own["proposal"].to_string();
    let back = net.words(1, &["withdraw", committee, &number]);
    assert!(back.contains("Cake is taken back in Committee"), "{back}");
    let error = net.error(1, &["withdraw", committee, &number]);
    assert!(error.contains("withdrawn"), "{error}");
}

/// Joe and Sam, whose charter has a cook; Tony comes later.
fn seats_and_roles(net: Net) {
    let members = [0, 1].map(|i| format!("{}={}", ["Joe", "Sam"][i], net.address(i)));
    let group = net.found("Kitchen", &members, &[]);
    let group = group.as_str();
    let mut charter = net.json(0, &["charter", "show", group])["charter"].clone();
    charter["roles"] = json!([{
        "name": "cook", "duties": "cooks", "commitment": "", "term": null, "places": 1, "filling": "decision",
        "apprentice": true, "allowance": null,
    }]);
    std::fs::write(net.folder.path().join("charter.json"), charter.to_string()).unwrap();
    let change = [
        "propose",
        group,
        "--title",
        "A cook",
        "--amend-charter",
        "charter.json",
    ];
    let opened = net.json(0, &change);
    agreed(&net, &[0, 1], group, &opened);
    for (words, told) in [
        (
            &["role", "appoint", group, "cook", "1"][..],
            "Seat 1 becomes cook",
        ),
        (
            &["role", "appoint", group, "cook", "2", "--apprentice"],
            "Seat 2 learns to be cook",
        ),
    ] {
        let opened = net.json(0, words);
        assert_eq!(opened["title"], told);
        agreed(&net, &[0, 1], group, &opened);
    }
    let roles = net.words(0, &["role", "list", group]);
    for part in ["held by seat 1", "learned by seat 2"] {
        assert!(roles.contains(part), "{part}: {roles}");
    }
    let opened = net.json(0, &["role", "release", group, "cook", "1"]);
    agreed(&net, &[0, 1], group, &opened);
    let roles = net.words(0, &["role", "list", group]);
    assert!(roles.contains("1 vacant place"), "{roles}");
    let phone = net.address(4);
    let phone = phone.as_str();
    let added = net.words(1, &["seat", "add-wallet", group, phone]);
    assert!(
        added.contains(&format!("offers {phone} a place")),
        "{added}"
    );
    let confirmed = net.words(4, &["seat", "confirm-wallet", group, "2"]);
    assert!(confirmed.contains("acts for it as well"), "{confirmed}");
    let dropped = net.words(1, &["seat", "drop-wallet", group, phone]);
    assert!(
        dropped.contains(&format!("wallet {phone} is dropped on ")),
        "{dropped}"
    );
    let kept = net.words(4, &["seat", "keep-wallet", group, phone]);
    assert!(!kept.contains("is dropped on"), "{kept}");
    let error = net.error(2, &["seat", "add-wallet", group, phone]);
    assert!(error.contains("holds no seat of Kitchen"), "{error}");
    let error = net.error(0, &["seat", "change", group, "2"]);
    assert!(error.contains("nothing changes"), "{error}");
    let change = [
        "seat",
        "change",
        group,
        "2",
        "--name",
        "Samuel",
        "--standing",
        "observer",
    ];
    let opened = net.json(0, &change);
    agreed(&net, &[0, 1], group, &opened);
    let shown = net.words(0, &["group", "show", group]);
    assert!(
        shown.contains("2 Samuel") && shown.contains("observer, without a vote"),
        "{shown}"
    );
}

/// Joe's group calls another one: it gives to its common fund, as anybody may.
fn a_call(net: Net) {
    let joe = [format!("Joe={}", net.address(0))];
    let (one, other) = (net.found("One", &joe, &[]), net.found("Other", &joe, &[]));
    let (one, other) = (one.as_str(), other.as_str());
    net.json(1, &["treasury", "contribute", one, "100ustake"]);
    let gift = json!({
        "contract": other, "msg": { "contribute": {} }, "funds": [{ "denom": "ustake", "amount": "7" }],
    });
    let file = net.folder.path().join("call.json");
    std::fs::write(&file, gift.to_string()).unwrap();
    let words = ["propose", one, "--title", "A gift", "--call", "call.json"];
    let opened = net.json(0, &words);
    agreed(&net, &[0], one, &opened);
    assert_eq!(
        (net.funds(one), net.funds(other)),
        ("93".into(), "7".into())
    );
    std::fs::write(&file, r#"{"contract": "x", "message": {}}"#).unwrap();
    let error = net.error(0, &words);
    assert!(error.contains("call: contract, msg and funds"), "{error}");
    let words = net.words(0, &["group", "upgrade", one, "1"]);
    for part in ["#2 Upgrade to code 1", "upgrade the group to code 1"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let error = net.error(0, &["group", "upgrade", one, "999"]);
    assert!(error.contains("code 999 is not on this chain"), "{error}");
}
