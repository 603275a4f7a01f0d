//! `folkmoot keys`, and signing with what is kept there.

use std::process::Command;

use super::program::{Net, Said};

/// The golden key of the ballot format and its address.
const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const ETHEREUM: &str = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23";

/// A run without the test chain's mnemonic, so that the keystore must do.
fn run(net: &Net, arguments: &[&str], passphrase: Option<&str>) -> Said {
    let mut command: Command = net.command(0);
    command.env_remove("FOLKMOOT_MNEMONIC").args(arguments);
    if let ["keys", "import", ..] = arguments {
        // every later use of the key costs as much
        command.args(["--work-factor", "10"]);
    }
    if let Some(passphrase) = passphrase {
        command.env("FOLKMOOT_PASSPHRASE", passphrase);
    }
    Said::of(&command.output().unwrap())
}

#[test]
fn a_key_is_kept_signs_and_comes_out_again() {
    let net = Net::start();
    let account = &net.started["accounts"][1];
    let (mnemonic, path) = (
        account["mnemonic"].as_str().unwrap(),
        account["path"].as_str().unwrap(),
    );
    std::fs::write(net.folder.path().join("words.txt"), mnemonic).unwrap();
    std::fs::write(net.folder.path().join("hex.txt"), HEX).unwrap();
    let with = Some("correct horse");
    let none = run(&net, &["keys", "list"], None).words();
    assert!(none.contains("There is no key yet"), "{none}");
    let error = run(
        &net,
        &["keys", "import", "sam", "--from-file", "words.txt"],
        None,
    )
    .error();
    assert!(
        error.contains("no passphrase: set FOLKMOOT_PASSPHRASE"),
        "{error}"
    );
    let import = [
        "keys",
        "import",
        "sam",
        "--from-file",
        "words.txt",
        "--path",
        path,
        "--json",
    ];
    assert_eq!(
        run(&net, &import, with).json()["address"],
        net.address(1).as_str()
    );
    let listed = run(&net, &["keys", "list", "--json"], None).json();
    assert_eq!(listed["keys"][0]["name"], "sam");
    assert!(!listed.to_string().contains("mnemonic"));

    // one keystore, one passphrase
    let bob = [
        "keys",
        "import",
        "bob",
        "--ethereum",
        "--from-file",
        "hex.txt",
        "--json",
    ];
    let error = run(&net, &bob, Some("wrong")).error();
    assert!(error.contains("the passphrase does not open"), "{error}");
    assert_eq!(run(&net, &bob, with).json()["address"], ETHEREUM);
    let error = run(&net, &bob, with).error();
    assert!(
        error.contains("there is a key at keys/bob.age already"),
        "{error}"
    );
    assert_eq!(
        run(&net, &["keys", "export", "sam"], with).words().trim(),
        mnemonic
    );

    // with two keys there, the one that signs is named
    let members = [format!("Sam={}", net.address(1)), format!("Bob={ETHEREUM}")];
    let group = net.found("Swim Buddies", &members, &[]);
    let give = ["treasury", "contribute", &group, "5ustake", "--json"];
    let error = run(&net, &give, with).error();
    assert!(
        error.contains("name the key to sign with by --key: keys holds bob, sam"),
        "{error}"
    );
    run(&net, &[give.as_slice(), &["--key", "sam"]].concat(), with).json();
    assert_eq!(net.funds(&group), "5");
    let error = run(&net, &[give.as_slice(), &["--key", "bob"]].concat(), with).error();
    assert!(
        error.contains("key bob is an Ethereum wallet's: it signs ballots"),
        "{error}"
    );

    // an Ethereum key's dry run needs neither passphrase nor relayer, its ballot needs both
    net.json(1, &["propose", &group, "--title", "BBQ"]);
    let vote = ["vote", &group, "1", "yes", "--key", "bob"];
    let words = run(&net, &[vote.as_slice(), &["--dry-run"]].concat(), None).words();
    assert!(
        words.contains("Bob, seat 2 of Swim Buddies, would vote yes on #1 BBQ."),
        "{words}"
    );
    assert!(words.contains("Nothing was signed or sent."), "{words}");
    let error = run(&net, &vote, with).error();
    assert!(
        error.contains("name the relayer that carries its ballot with --relayer"),
        "{error}"
    );
    let doctor = run(&net, &["doctor"], Some("wrong"));
    assert_eq!(doctor.code, 1);
    assert!(
        doctor
            .stdout
            .contains("broken  keystore: the passphrase does not open"),
        "{doctor:?}"
    );
}
