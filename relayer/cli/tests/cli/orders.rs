//! Orders and ballots that wallets of every kind sign and anybody carries, as files.

use std::path::Path;

use serde_json::{Value, json};

use super::program::{Net, Said, on_both_chains, program};
use crate::doubles::{Double, KINDS, Kind};

on_both_chains! {
    wallets_of_every_kind_act_and_vote_by_files => every_kind, 6;
    several_wallets_sign_one_file => several, 6;
    what_can_not_be_carried_is_told_for_each_file => refused, 6;
}

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const BOB: &str = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23";

fn read(net: &Net, file: &str) -> Value {
    let text = std::fs::read_to_string(net.folder.path().join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn write(net: &Net, file: &str, content: &Value) {
    std::fs::write(net.folder.path().join(file), content.to_string()).unwrap();
}

/// What a wallet answers when it is asked to sign what a file says.
fn answer(double: &Double, to_sign: &Value, digest: &str) -> Value {
    let digest: [u8; 32] = hex::decode(digest).unwrap().try_into().unwrap();
    let text = to_sign["text"].as_str().unwrap();
    futures::executor::block_on(double.answers(&digest, text))
}

/// A group of Joe with an account, and a wallet of each kind; Joe has opened a proposal.
fn group(net: &Net, doubles: &[Double]) -> String {
    let mut members = vec![format!("Joe={}", net.address(0))];
    members.extend(
        doubles
            .iter()
            .map(|double| format!("{}={}", double.kind.name(), double.wallet())),
    );
    let address = net.found("Grill Club", &members, &[]);
    net.json(0, &["propose", &address, "--title", "Meat & bread – 🍖"]);
    address
}

fn verify(folder: &Path, file: &str) -> Said {
    // no node, no key, no environment
    Said::of(&program(folder).args(["verify", file]).output().unwrap())
}

fn every_kind(net: Net) {
    let doubles = KINDS.map(|kind| Double::new(kind, "Eve"));
    let group = group(&net, &doubles);
    let mut orders = vec![];
    for double in &doubles {
        let (name, wallet) = (double.kind.name(), double.wallet().to_string());
        let file = format!("order-{name}.json");
        let act = json!({ "propose": { "proposal": { "title": format!("By {name}") } } });
        let act = act.to_string();
        let sign = ["sign", "order", &group, "--act", &act, "--wallet", &wallet];
        let signed = net.json(5, &[&sign[..], &["--out", &file]].concat());
        // the answer is put into the file as the wallet gave it
        let mut content = read(&net, &file);
        let digest = signed["digest"].as_str().unwrap();
        let answer = answer(double, &content["to_sign"], digest);
        content["signatures"] = json!([{ "wallet": wallet, "signature": answer }]);
        write(&net, &file, &content);
        let told = verify(net.folder.path(), &file).words();
        assert!(
            told.contains(&format!("Signed by {wallet} ({name}).")),
            "{told}"
        );
        assert!(told.contains("  Do: open a proposal\n"), "{told}");
        orders.push(file);
    }
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let dry = net.words(5, &[&["carry"][..], &orders, &["--dry-run"]].concat());
    assert!(
        dry.contains("order-passkey.json: would be carried."),
        "{dry}"
    );
    let carried = net.json(5, &[&["carry"][..], &orders].concat());
    assert_eq!(
        carried["transactions"].as_array().unwrap().len(),
        1,
        "{carried}"
    );
    let shown = net.json(0, &["group", "show", &group, "--proposals"]);
    let titles: Vec<&str> = shown["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|view| view["title"].as_str().unwrap())
        .collect();
    for kind in KINDS {
        let title = format!("By {}", kind.name());
        assert!(titles.contains(&title.as_str()), "{titles:?}");
    }
    votes(&net, &group, &doubles);
}

fn votes(net: &Net, group: &str, doubles: &[Double]) {
    let mut ballots = vec![];
    for (double, choice) in doubles.iter().zip(["yes", "no", "yes", "no"]) {
        let (name, wallet) = (double.kind.name(), double.wallet().to_string());
        let file = format!("ballot-{name}.json");
        let sign = [
            "sign",
            "ballot",
            group,
            "1",
            choice,
            "--reason",
            "Hungry\n🍞",
        ];
        let out = ["--wallet", wallet.as_str(), "--out", &file];
        let signed = net.json(5, &[&sign[..], &out].concat());
        let to_sign = read(net, &file)["to_sign"].clone();
        let printed = net.words(5, &["sign", "add", &file, "--format", name]);
        let text = to_sign["text"].as_str().unwrap();
        match double.kind {
            Kind::Eip712 => {
                let typed: Value = serde_json::from_str(&printed).unwrap();
                assert_eq!(typed, to_sign["typed_data"]);
                assert!(printed.is_ascii(), "{printed}");
            }
            Kind::Eip191 | Kind::Adr036 => assert_eq!(printed, format!("{text}\n")),
            Kind::Passkey => {
                let challenge = to_sign["challenge"].as_str().unwrap();
                assert_eq!(printed, format!("{text}\n\nChallenge: {challenge}\n"));
            }
        }
        let answer = answer(double, &to_sign, signed["digest"].as_str().unwrap());
        let answer = match answer {
            Value::String(text) => text,
            answer => answer.to_string(),
        };
        let added = [
            "sign",
            "add",
            &file,
            "--wallet",
            &wallet,
            "--signature",
            &answer,
        ];
        let words = net.words(5, &added);
        assert!(words.contains(&format!("Signed by {wallet}.")), "{words}");
        ballots.push(file);
    }
    let ballots: Vec<&str> = ballots.iter().map(String::as_str).collect();
    let carried = net.words(4, &[&["carry"][..], &ballots].concat());
    assert!(
        carried.contains("ballot-eip712.json: carried. Grill Club, ballot on proposal 1: yes"),
        "{carried}"
    );
    let shown = net.json(0, &["group", "show", group, "--proposal", "1"]);
    let tally = &shown["proposal"]["tally"]["seats"];
    assert_eq!(
        (&tally["yes"], &tally["no"]),
        (&"2".into(), &"2".into()),
        "{tally}"
    );
}

/// An Ethereum key of the keystore.
fn import(net: &Net) {
    std::fs::write(net.folder.path().join("key"), HEX).unwrap();
    std::fs::write(net.folder.path().join("pass"), "sesame").unwrap();
    net.json(
        5,
        &[
            "keys",
            "import",
            "bob",
            "--ethereum",
            "--from-file",
            "key",
            "--work-factor",
            "10",
            "--passphrase-file",
            "pass",
        ],
    );
}

fn several(net: Net) {
    import(&net);
    let passkey = Double::new(Kind::Passkey, "Bob");
    let account = Double::new(Kind::Adr036, "Bob");
    let wallets = [
        BOB.to_owned(),
        passkey.wallet().to_string(),
        account.wallet().to_string(),
    ];
    let members = [
        format!("Joe={}", net.address(0)),
        format!("Bob=2of:{}", wallets.join("+")),
    ];
    let group = net.found("Grill Club", &members, &[]);
    let key = ["--key", "bob", "--passphrase-file", "pass"];
    let leave = ["sign", "order", &group, "--leave", "--out", "leave.json"];
    let error = net.error(5, &leave);
    assert!(error.contains("say who acts"), "{error}");
    let signed = net.json(5, &[&leave[..], &key, &["--format", "eip191"]].concat());
    assert_eq!(signed["signed_by"], json!([{ "ethereum": BOB }]));
    let error = net.error(5, &[&leave[..], &key].concat());
    assert!(error.contains("leave.json is there already"), "{error}");

    let said = net.run(5, &["carry", "leave.json"]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("leave.json: refused: "), "{said:?}");
    assert!(said.stdout.contains("2 signatures"), "{said:?}");
    assert!(said.stderr.contains("1 of 1 were refused"), "{said:?}");

    let digest = signed["digest"].as_str().unwrap();
    let to_sign = read(&net, "leave.json")["to_sign"].clone();
    let made = answer(&passkey, &to_sign, digest).to_string();
    let wallet = passkey.wallet().to_string();
    let add = [
        "sign",
        "add",
        "leave.json",
        "--wallet",
        &wallet,
        "--signature",
    ];
    let foreign = answer(&Double::new(Kind::Passkey, "Eve"), &to_sign, digest).to_string();
    let error = net.error(5, &[&add[..], &[&foreign]].concat());
    assert!(error.contains("does not fit"), "{error}");
    net.json(5, &[&add[..], &[&made]].concat());
    let error = net.error(5, &[&add[..], &[&made]].concat());
    assert!(error.contains("has signed already"), "{error}");
    let error = net.error(5, &[&["sign", "add", "leave.json"][..], &key].concat());
    assert!(error.contains("has signed already"), "{error}");
    let told = verify(net.folder.path(), "leave.json").words();
    assert!(
        told.contains("(eip191).") && told.contains("(passkey)."),
        "{told}"
    );
    net.json(5, &["carry", "leave.json"]);
    let shown = net.json(0, &["group", "show", &group]);
    let seats = shown["seats"].as_array().unwrap();
    let left: Vec<bool> = seats
        .iter()
        .map(|seat| !seat["left_at"].is_null())
        .collect();
    assert_eq!(left, [false, true], "{shown}");
}

fn refused(net: Net) {
    import(&net);
    let members = [format!("Joe={}", net.address(0)), format!("Bob={BOB}")];
    let group = net.found("Grill Club", &members, &[]);
    let key = ["--key", "bob", "--passphrase-file", "pass"];
    let act = |act: &str, file: &str| {
        let sign = ["sign", "order", &group, "--act", act, "--out", file];
        net.run(5, &[&sign[..], &key].concat())
    };
    let propose = r#"{"propose":{"proposal":{"title":"BBQ"}}}"#;
    assert_eq!(act(propose, "good.json").code, 0);
    assert_eq!(act(r#"{"resign":{"role":"cook"}}"#, "cook.json").code, 0);
    for (wrong, part) in [
        ("{}", "act \"{}\""),
        (r#"{"resin":{}}"#, "unknown variant `resin`"),
        (
            r#"{"vote":{"proposal":1,"choice":"yes"}}"#,
            "vote is no act that an order carries",
        ),
        (r#"{"withdraw":{"proposal":9}}"#, "proposal 9"),
    ] {
        let error = act(wrong, "none.json").error();
        assert!(error.contains(part), "{error}");
    }
    let mut spoilt = read(&net, "good.json");
    spoilt["order"]["number"] = json!(5);
    spoilt.as_object_mut().unwrap().remove("to_sign");
    write(&net, "spoilt.json", &spoilt);
    let mut elsewhere = read(&net, "good.json");
    elsewhere["chain"] = json!("other-1");
    elsewhere.as_object_mut().unwrap().remove("to_sign");
    elsewhere["signatures"] = json!([]);
    write(&net, "elsewhere.json", &elsewhere);
    net.json(5, &[&["sign", "add", "elsewhere.json"][..], &key].concat());

    let files = [
        "missing.json",
        "spoilt.json",
        "elsewhere.json",
        "cook.json",
        "good.json",
    ];
    let said = net.run(5, &[&["carry"][..], &files].concat());
    assert_eq!(said.code, 1);
    let lines: Vec<&str> = said.stdout.lines().collect();
    for (line, part) in lines.iter().zip([
        "missing.json: refused: missing.json: No such file",
        "spoilt.json: refused: signature 1, of wallet 0x2c7536e3605d9c16a7a3d7b1898e529396a65c23: the signature does not fit",
        "elsewhere.json: refused: it is for chain other-1, the node's is ",
        "cook.json: refused: ",
        "good.json: carried. Grill Club, seat 2: open a proposal (BBQ)",
    ]) {
        assert!(line.starts_with(part), "{said:?}");
    }
    assert!(said.stderr.contains("4 of 5 were refused"), "{said:?}");
    let again = net.run(5, &["carry", "good.json", "--json"]);
    assert_eq!(again.code, 1);
    assert!(again.stdout.contains("carried"), "{again:?}");
    let told = verify(net.folder.path(), "spoilt.json");
    assert_eq!(told.code, 1);
    assert!(
        told.stdout.contains("spoilt.json: not good: signature 1"),
        "{told:?}"
    );
    let number = read(&net, "good.json")["order"]["number"].as_u64().unwrap();
    assert!(number < 1 << 53);
}
