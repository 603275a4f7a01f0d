//! Founding a group that needs several messages.

use std::fmt::Write;

use bech32::{Bech32, Hrp};

use super::program::Net;

fn members(count: u32) -> String {
    let prefix = Hrp::parse("wasm").unwrap();
    (1..=count).fold("# our members\n\n".to_owned(), |mut list, number| {
        let bytes = [[7; 16].as_slice(), &number.to_be_bytes()].concat();
        let address = bech32::encode::<Bech32>(prefix, &bytes).unwrap();
        writeln!(list, "Member {number} = {address}").unwrap();
        list
    })
}

#[test]
fn a_large_founding_that_was_stopped_goes_on() {
    let net = Net::start();
    std::fs::write(net.folder.path().join("members.txt"), members(450)).unwrap();
    let create = [
        "group",
        "create",
        "--name",
        "OEM",
        "--members-file",
        "members.txt",
    ];
    let planned = net.json(0, &[create.as_slice(), &["--dry-run"]].concat());
    assert_eq!(planned["transactions"][0]["dry_run"], true);

    // its first transaction costs more than half of what the founder has
    let gas = planned["transactions"][0]["cost"]["gas"].as_u64().unwrap();
    let price = (1_200_000_000_000 / gas).to_string();
    let error = net.error(0, &[create.as_slice(), &["--gas-price", &price]].concat());
    assert!(error.contains("can't pay"), "{error}");
    let groups = net.json(0, &["group", "list"]);
    let begun = &groups["groups"][0];
    assert_eq!(
        (&begun["core_seats"], &begun["founded_at"]),
        (&200.into(), &().into())
    );
    assert_eq!(begun["address"], planned["address"]);
    let listed = net.words(0, &["group", "list"]);
    assert!(listed.contains("not founded yet"), "{listed}");

    let created = net.json(0, &create);
    assert_eq!(
        (&created["resumed"], &created["seats"]),
        (&true.into(), &450.into())
    );
    assert_eq!(created["transactions"].as_array().unwrap().len(), 2);
    let address = created["address"].as_str().unwrap();
    let shown = net.json(0, &["group", "show", address]);
    assert_eq!(shown["group"]["core_seats"], 450);
    assert!(shown["group"]["founded_at"].is_u64());
    assert_eq!(shown["seats"].as_array().unwrap().len(), 450);
    assert_eq!(shown["seats"][449]["name"], "Member 450");
    let words = net.words(0, &["group", "show", address]);
    assert!(
        words.contains("… and any more with --seats") && words.contains("450 core seats"),
        "{words}"
    );
    let error = net.error(0, &create);
    assert!(error.contains("you have founded OEM already"), "{error}");
}

#[test]
fn a_group_is_founded_from_a_file_with_another_ones_charter() {
    let net = Net::start();
    let members = [
        format!("Joe={}", net.address(0)),
        format!("Sam={}", net.address(1)),
    ];
    let options = [
        "--preset",
        "double-majority",
        "--budget-above",
        "1000ustake",
        "--delay",
        "2d",
    ];
    let first = net.found("Swim Buddies", &members, &options);
    let charter = net.json(0, &["charter", "show", &first])["charter"].clone();
    let file = serde_json::json!({"name": "Swim Friends", "charter": charter});
    std::fs::write(net.folder.path().join("group.json"), file.to_string()).unwrap();
    let member = ["--member", members[0].as_str()];
    let create = [
        ["group", "create", "--file", "group.json"].as_slice(),
        &member,
    ]
    .concat();
    let second = net.json(0, &create)["address"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(
        net.json(0, &["charter", "show", &second])["charter"],
        charter
    );
    let words = net.words(0, &["charter", "show", &second]);
    assert!(
        words.contains("budget (spends above 1000 ustake)."),
        "{words}"
    );
    assert!(words.contains("Then it rests for 2 d."), "{words}");

    std::fs::write(net.folder.path().join("group.json"), "{\"nam\": 1}").unwrap();
    let error = net.error(0, &create);
    assert!(
        error.contains("group.json is no group: name, charter and seats: unknown field `nam`"),
        "{error}"
    );
}
