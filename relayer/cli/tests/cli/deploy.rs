//! `folkmoot deploy`: a whole federation out of one file, interrupted and gone on with.

use std::fmt::Write;

use serde_json::Value;

use super::program::{Net, Said, on_both_chains};

/// The committed example; its members are the embedded chain's first accounts.
const EXAMPLE: &str = include_str!("../../../../docs/examples/joint-venture.toml");

on_both_chains! {
    the_example_is_deployed_decided_and_then_left_alone => example, 6;
}

/// Writes a file and gives its name.
fn written(net: &Net, text: &str) -> &'static str {
    std::fs::write(net.folder.path().join("federation.toml"), text).unwrap();
    "federation.toml"
}

/// The steps that a run tells.
fn steps(said: Said) -> Vec<Value> {
    let lines = said.words();
    let lines = lines.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn deploy(net: &Net, more: &[&str]) -> Vec<Value> {
    let command = ["deploy", "federation.toml", "--json"];
    steps(net.run(0, &[command.as_slice(), more].concat()))
}

fn of<'s>(steps: &'s [Value], kind: &str) -> Vec<&'s Value> {
    steps.iter().filter(|step| step["step"] == kind).collect()
}

fn manifest(net: &Net) -> Value {
    let path = net.folder.path().join("federation.manifest.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The members decide what a run says that they have to.
fn decide(net: &Net, steps: &[Value]) {
    for decision in of(steps, "decision") {
        let group = decision["address"].as_str().unwrap();
        // Ann and Ben are accounts 1 and 2; Joe is the deployer, Sam and Tony are 4 and 5
        let (voters, number) = match decision["proposal"].as_u64() {
            Some(number) => ([4, 5], number.to_string()),
            None => {
                let how = decision["state"]["how"].as_str().unwrap();
                let action = how.split('\'').nth(3).unwrap();
                let propose = ["propose", group, "--title", "Join", "--action", action];
                let opened = net.json(1, &propose);
                ([1, 2], opened["proposal"].to_string())
            }
        };
        for voter in voters {
            net.json(voter, &["vote", group, &number, "yes"]);
        }
    }
}

fn example(net: Net) {
    let localnets = [
        "wasm15at0hqrdjt20mlcndm3we2yvy6527ya5kxmc3y",
        "wasm1adstc20s68jygcyyc9pzx9umrc58z25c87wc2n",
        "wasm1kl5grwfwdck2jlzhpvc98duudyus02gnvgvf5f",
        "wasm1xs0h5whxvm76etp0439u5clwwdqxv2pcdxqyeg",
        "wasm1nncecn2kw078g46pvxr36uuttm0y0jvm67qaen",
        "wasm1c6xwgf444v46xkwnpcvku6c2wt0y8fpkvedtxl",
    ];
    let mut text = EXAMPLE.to_owned();
    for (account, address) in localnets.iter().enumerate() {
        assert!(text.contains(address), "{address}");
        text = text.replace(address, &net.address(account));
    }
    written(&net, &text);

    let planned = deploy(&net, &["--dry-run"]);
    let groups = of(&planned, "group");
    assert_eq!(groups.len(), 3);
    assert!(groups.iter().all(|group| group["state"] == "dry_run"));
    assert!(!net.folder.path().join("federation.manifest.json").exists());

    let first = deploy(&net, &[]);
    for (planned, founded) in groups.iter().zip(of(&first, "group")) {
        assert_eq!(planned["address"], founded["address"]);
        assert_eq!(founded["state"], "now");
    }
    assert_eq!(first.last().unwrap()["complete"], false);
    let address = |place: usize| groups[place]["address"].as_str().unwrap();
    let (oem, buddies, committee) = (address(0), address(1), address(2));
    assert_eq!(
        (net.funds(oem), net.funds(buddies)),
        ("3000".into(), "400".into())
    );
    let charter = net.words(0, &["charter", "show", committee]);
    assert!(charter.contains("7 d"), "{charter}");

    decide(&net, &first);
    let second = deploy(&net, &[]);
    assert!(
        of(&second, "group")
            .iter()
            .all(|group| group["state"] == "before")
    );
    let decisions = of(&second, "decision");
    assert_eq!(decisions.len(), 3);
    assert!(
        decisions
            .iter()
            .all(|decision| decision["state"]["is"] == "done"),
        "{decisions:?}"
    );
    assert_eq!(second.last().unwrap()["complete"], true);
    let shown = net.json(0, &["group", "show", committee]);
    assert_eq!(shown["group"]["electorate"]["seats"], 2);
    let spoken = net.words(0, &["group", "show", buddies]);
    assert!(spoken.contains("Joe"), "{spoken}");

    let before = (
        manifest(&net),
        net.json(0, &["group", "show", oem, "--proposals", "--all"]),
    );
    let third = deploy(&net, &[]);
    assert!(of(&third, "decision").is_empty());
    assert_eq!(third.last().unwrap()["complete"], true);
    let after = (
        manifest(&net),
        net.json(0, &["group", "show", oem, "--proposals", "--all"]),
    );
    assert_eq!(before.0, after.0);
    assert_eq!(before.1["proposals"], after.1["proposals"]);
    assert_eq!(
        (net.funds(oem), net.funds(buddies)),
        ("3000".into(), "400".into())
    );

    // what was founded is the groups' own; a file that says otherwise changes nothing
    written(
        &net,
        &text.replace("preset = \"majority\"", "preset = \"supermajority\""),
    );
    let error = net.error(0, &["deploy", "federation.toml"]);
    assert!(
        error.contains("was founded at") && error.contains("with another charter"),
        "{error}"
    );
}

/// A club whose founding takes three messages, and another one.
fn large(net: &Net) {
    let prefix = bech32::Hrp::parse("wasm").unwrap();
    let members = (1..=450_u32).fold(String::new(), |mut list, number| {
        let bytes = [[9; 16].as_slice(), &number.to_be_bytes()].concat();
        let address = bech32::encode::<bech32::Bech32>(prefix, &bytes).unwrap();
        writeln!(list, "Member {number} = {address}").unwrap();
        list
    });
    std::fs::write(net.folder.path().join("members.txt"), members).unwrap();
    let small = format!(
        "[[groups]]\nname = \"Small\"\ndeposit = \"7ustake\"\n\
         [[groups.seats]]\nname = \"Joe\"\nwallet = \"{}\"\n",
        net.address(1)
    );
    let large =
        "[[groups]]\nname = \"Large\"\ndeposit = \"9ustake\"\nmembers_file = \"members.txt\"\n";
    written(net, &format!("{small}{large}"));
}

#[test]
fn an_interrupted_deployment_goes_on_where_it_stopped() {
    let net = Net::start();
    large(&net);
    // the large group's first transaction costs more than half of what the deployer has
    let create = [
        "group",
        "create",
        "--name",
        "L",
        "--members-file",
        "members.txt",
        "--dry-run",
    ];
    let planned = net.json(0, &create);
    let gas = planned["transactions"][0]["cost"]["gas"].as_u64().unwrap();
    let price = (1_200_000_000_000 / gas).to_string();
    let stopped = net.run(0, &["deploy", "federation.toml", "--gas-price", &price]);
    assert_eq!(stopped.code, 1);
    assert!(stopped.stdout.contains("Small is founded"), "{stopped:?}");
    let error = stopped.stderr;
    assert!(
        error.contains("group Large: ") && error.contains("can't pay"),
        "{error}"
    );
    let begun = manifest(&net);
    assert_eq!(begun["groups"][0]["founded"], true);
    assert_eq!(begun["groups"][1]["founded"], false);

    let gone_on = deploy(&net, &[]);
    let groups = of(&gone_on, "group");
    assert_eq!(
        (&groups[0]["state"], &groups[1]["state"]),
        (&"before".into(), &"resumed".into())
    );
    assert_eq!(gone_on.last().unwrap()["complete"], true);
    let addresses: Vec<&str> = groups
        .iter()
        .map(|it| it["address"].as_str().unwrap())
        .collect();
    let funds: Vec<String> = addresses.iter().map(|address| net.funds(address)).collect();
    assert_eq!(funds, ["7", "9"]);
    let shown = net.json(0, &["group", "show", addresses[1]]);
    assert_eq!(shown["group"]["core_seats"], 450);

    // without its manifest it finds all of it on the chain
    std::fs::remove_file(net.folder.path().join("federation.manifest.json")).unwrap();
    let found = deploy(&net, &[]);
    assert!(
        of(&found, "group")
            .iter()
            .all(|group| group["state"] == "before")
    );
    assert_eq!(manifest(&net)["groups"][1]["founded"], true);
    // and another account's deployment is not confused with it
    let error = net.error(2, &["deploy", "federation.toml"]);
    assert!(error.contains("was written for account"), "{error}");
}

#[test]
fn what_can_not_be_deployed_is_named_before_anything_is_sent() {
    let net = Net::start();
    let joe = net.address(1);
    let seat = format!("[[groups.seats]]\nname = \"Joe\"\nwallet = \"{joe}\"\n");
    let group = |name: &str, more: &str, seats: &str| {
        format!("[[groups]]\nname = \"{name}\"\n{more}\n{seats}")
    };
    let above = |name: &str, below: &str, lead: &str| {
        let seats = format!("[[groups.seats]]\ngroup = \"{below}\"\nlead_time = \"{lead}\"\n");
        group(name, "", &seats)
    };
    let a = group("A", "", &seat);
    let table = [
        ("".to_owned(), "the federation has no group"),
        (group("A", "color = 3", &seat), "unknown field"),
        (group("A", "", ""), "group A: it needs at least one seat"),
        (format!("{a}{a}"), "group A: there are two of that name"),
        (
            group(&"x".repeat(101), "", &seat),
            "a name has 1 to 100 bytes, this one has 101",
        ),
        (
            format!("{a}{}", above("B", "C", "3d")),
            "group \"C\" is neither a group of this file nor an address: there are A, B",
        ),
        (
            above("B", "B", "3d"),
            "circle, which can't be founded: B seats B",
        ),
        (
            format!("{}{}", above("A", "B", "30d"), above("B", "A", "30d")),
            "circle, which can't be founded: A seats B seats A",
        ),
        (
            format!("{a}{}", above("B", "A", "2d")),
            "group A: it takes 3 d to decide what a group above asks (upstream_period), its seat in B gives it 2 d",
        ),
        (
            format!(
                "{a}{}",
                group(
                    "B",
                    "[groups.charter]\nperiod = \"6d\"",
                    "[[groups.seats]]\ngroup = \"A\"\nlead_time = \"3d\"\n"
                )
            ),
            "group B: joint period 6 d < internal 3 d + relay buffer 4 d",
        ),
        (
            group("A", "representatives = [\"Sam\"]", &seat),
            "representative \"Sam\" is the name of 0 seats",
        ),
        (
            group("A", "deposit = \"many\"", &seat),
            "amount \"many\": write a whole number",
        ),
        (
            group("A", "deposit = \"2000000000000ustake\"", &seat),
            "the deposits come to 2000000000000ustake",
        ),
        (
            group("A", "group_accounts = [\"joe\"]", &seat),
            "address \"joe\"",
        ),
        (
            group("A", "trusted_code = [\"ff\"]", &seat),
            "64 hexadecimal digits",
        ),
        (
            group("A", "[groups.charter]\npreset = \"mob\"", &seat),
            "charter: invalid value 'mob'",
        ),
        (
            group("A", "[groups.charter]\nspeed = \"high\"", &seat),
            "charter: unexpected argument '--speed'",
        ),
        (
            group("A", "[groups.charter]\nperiod = \"400d\"", &seat),
            "group A: ",
        ),
        (
            group("A", "", &format!("{seat}{}", seat.replace("Joe", "Jo"))),
            "group A: ",
        ),
        (
            group("A", "", "[[groups.seats]]\nname = \"Joe\"\n"),
            "seat 1: one of wallet, wallets, group and contract",
        ),
        (
            group("A", "", &seat.replace("wasm1", "cosmos1")),
            "seat 1: ",
        ),
    ];
    for (text, part) in table {
        written(&net, &text);
        let error = net.error(0, &["deploy", "federation.toml"]);
        assert!(error.contains(part), "{text}\n{error}");
    }
    assert_eq!(
        net.json(0, &["group", "list"])["groups"],
        Value::Array(vec![])
    );
    assert!(!net.folder.path().join("federation.manifest.json").exists());
}
