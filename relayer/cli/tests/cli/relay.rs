//! `folkmoot relay`: the daemon, what it carries for an Ethereum key, and looks inside it.

use super::program::{Daemon, Net, Said, on_both_chains};

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const ETHEREUM: &str = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23";

on_both_chains! {
    a_ballot_of_an_ethereum_key_is_carried => carrying, 8;
    what_a_relayer_remembers_can_be_looked_at_and_set_back => looking_inside, 8;
}

/// A run that signs with the keystore and reads the configuration.
fn run(net: &Net, arguments: &[&str]) -> Said {
    Said::of(&command(net, arguments).output().unwrap())
}

fn command(net: &Net, arguments: &[&str]) -> std::process::Command {
    let mut command = net.command(0);
    command
        .env_remove("FOLKMOOT_MNEMONIC")
        .env("FOLKMOOT_PASSPHRASE", "correct horse")
        .env("FOLKMOOT_CONFIG", "relayer.toml")
        .args(arguments);
    command
}

fn import(net: &Net, name: &str, secret: &str, more: &[&str]) {
    std::fs::write(net.folder.path().join("secret.txt"), secret).unwrap();
    let import = [
        "keys",
        "import",
        name,
        "--from-file",
        "secret.txt",
        "--work-factor",
        "10",
    ];
    run(net, &[import.as_slice(), more].concat()).words();
}

/// A group of Sam and Bob, who has an Ethereum wallet only; the relayer's keys; its configuration.
fn prepared(net: &Net) -> String {
    let members = [format!("Sam={}", net.address(1)), format!("Bob={ETHEREUM}")];
    let group = net.found(
        "Swim Buddies",
        &members,
        &["--group-account", &net.address(7)],
    );
    // a block later: a simulation runs at the last block's height, before whose end nobody had a seat
    net.json(1, &["treasury", "contribute", &group, "5ustake"]);
    import(net, "bob", HEX, &["--ethereum"]);
    let account = &net.started["accounts"][7];
    let (mnemonic, path) = (
        account["mnemonic"].as_str().unwrap(),
        account["path"].as_str().unwrap(),
    );
    import(net, "relay", mnemonic, &["--path", path]);
    let node = net.started["rpc"].as_str().unwrap();
    let config = format!(
        "nodes = [\"{node}\"]\nlisten = \"127.0.0.1:0\"\npoll_interval_ms = 50\n\
         groups = [{{ address = \"{group}\", key = \"relay\" }}]\n"
    );
    std::fs::write(net.folder.path().join("relayer.toml"), config).unwrap();
    group
}

fn carrying(net: Net) {
    let group = prepared(&net);
    let doctor = run(&net, &["doctor"]).words();
    assert!(
        doctor.contains("well    configuration: relayer.toml makes sense"),
        "{doctor}"
    );
    assert!(
        doctor.contains("well    database: folkmoot.sqlite is not there yet"),
        "{doctor}"
    );
    let (relay, started) = Daemon::start(command(&net, &["relay", "--json"]));
    let api = started["api"].as_str().unwrap();
    net.json(1, &["propose", &group, "--title", "BBQ"]);
    let vote = [
        "vote",
        &group,
        "1",
        "yes",
        "--reason",
        "hungry",
        "--key",
        "bob",
        "--relayer",
        api,
    ];
    let voted = run(&net, &[vote.as_slice(), &["--json"]].concat()).json();
    assert_eq!(voted["receipt"]["state"], "carried");
    assert_eq!(
        (&voted["seat"], &voted["proposal"]["tally"]["seats"]["yes"]),
        (&2.into(), &"1".into())
    );
    let shown = net.json(0, &["group", "show", &group, "--proposal", "1"]);
    assert_eq!(
        (&shown["ballots"][0]["by"], &shown["ballots"][0]["reason"]),
        (&ETHEREUM.into(), &"hungry".into())
    );
    let error = run(&net, &vote).error();
    assert!(
        error.contains("refused it (") && error.contains("seat 2"),
        "{error}"
    );

    let status = run(&net, &["relay", "status", "--json"]).json();
    assert_eq!(status["ballots"]["carried"], 1);
    assert_eq!(status["chain_id"], "folkmoot-local-1");
    let words = run(&net, &["relay", "status"]).words();
    assert!(
        words.contains("Ballots: 1 carried, 0 received, 0 refused"),
        "{words}"
    );
    relay.stop();
    let doctor = run(&net, &["doctor"]).words();
    assert!(
        doctor.contains("well    database: folkmoot.sqlite opens"),
        "{doctor}"
    );
}

fn looking_inside(net: Net) {
    let group = prepared(&net);
    let (relay, _) = Daemon::start(command(&net, &["relay", "--json"]));
    net.json(1, &["propose", &group, "--title", "BBQ"]);
    net.json(1, &["vote", &group, "1", "yes"]);
    relay.stop();
    let duties = run(&net, &["relay", "duties", "--json"]).json();
    assert!(
        duties["duties"].is_array() && duties["more"] == false,
        "{duties}"
    );
    let error = run(&net, &["relay", "retry", "no-such-duty"]).error();
    assert!(error.contains("duty no-such-duty is unknown"), "{error}");
    let none = run(&net, &["relay", "retry", "--all"]).words();
    assert!(none.contains("No duty has failed."), "{none}");
    let moved = run(&net, &["relay", "replay", "--from", "1", "--json"]).json();
    assert_eq!(moved["next_height"], 1);
    let status = run(&net, &["relay", "status", "--json"]).json();
    assert_eq!(
        (&status["next_height"], &status["running"]),
        (&1.into(), &false.into())
    );
    assert_eq!(status["behind"], status["height"]);
    let error = run(&net, &["relay", "replay", "--from", "99999"]).error();
    assert!(error.contains("height 99999 lies in the future"), "{error}");
}

#[test]
fn a_relayer_without_keys_or_with_a_wrong_passphrase_does_not_start() {
    let net = Net::start();
    prepared(&net);
    let mut wrong = command(&net, &["relay"]);
    let error = Said::of(&wrong.env("FOLKMOOT_PASSPHRASE", "wrong").output().unwrap()).error();
    assert!(
        error.contains("the passphrase does not open keys/relay.age"),
        "{error}"
    );
    let mut none = command(&net, &["relay"]);
    let error = Said::of(&none.env("FOLKMOOT_GROUPS", "[]").output().unwrap()).error();
    assert!(
        error.contains("the configuration names no key to sign with"),
        "{error}"
    );
}
