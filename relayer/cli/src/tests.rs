//! The whole command line, as clap reads it.

use clap::CommandFactory;

use super::*;

/// Lines of a screen that is not a large one.
const SCREEN: usize = 50;

#[test]
fn the_arguments_are_sound() {
    Cli::command().debug_assert();
}

fn paths(command: &clap::Command, path: Vec<String>, found: &mut Vec<Vec<String>>) {
    for sub in command.get_subcommands() {
        let path = [path.clone(), vec![sub.get_name().to_owned()]].concat();
        paths(sub, path, found);
    }
    found.push(path);
}

#[test]
fn every_help_fits_a_screen_and_has_an_example() {
    let mut found = Vec::new();
    paths(&Cli::command(), vec!["folkmoot".to_owned()], &mut found);
    assert!(found.len() > 20, "{found:?}");
    for path in found {
        let asked = path.iter().map(String::as_str).chain(["--help"]);
        let help = Cli::try_parse_from(asked).unwrap_err().to_string();
        assert!(help.lines().count() <= SCREEN, "{path:?}:\n{help}");
        assert!(help.contains("Example:\n  folkmoot "), "{path:?}:\n{help}");
    }
}

#[test]
fn every_command_that_sends_can_say_what_would_happen() {
    let lines = [
        "group create --name N --member Joe=wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        "propose GROUP --title T",
        "vote GROUP 1 yes",
        "carry order.json ballot.json",
        "execute GROUP 1",
        "execute GROUP 1 --fan-out",
        "execute GROUP 1 --roll-up",
        "join GROUP GROUP --lead-time 3d",
        "leave GROUP",
        "leave GROUP --group GROUP",
        "treasury contribute GROUP 5ustake",
        "group wind-up GROUP",
        "group let-go GROUP GROUP",
        "treasury stake GROUP 5ustake",
        "treasury take GROUP 5ustake",
        "treasury pledge GROUP 0ustake",
        "treasury settle GROUP 4 ustake",
        "treasury pay GROUP 4 ustake",
        "treasury pay GROUP GROUP ustake",
        "treasury pay-out GROUP GROUP",
        "treasury pay-out GROUP --keep",
        "treasury deposit GROUP 1",
        "withdraw GROUP 1",
        "seat add-wallet GROUP 0x2c7536e3605d9c16a7a3d7b1898e529396a65c23",
        "seat confirm-wallet GROUP 3",
        "seat drop-wallet GROUP 0x2c7536e3605d9c16a7a3d7b1898e529396a65c23",
        "seat keep-wallet GROUP 0x2c7536e3605d9c16a7a3d7b1898e529396a65c23",
    ];
    let group = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    for line in lines {
        let line = format!("folkmoot {line} --dry-run --json --node http://n --key k");
        let line = line.replace("GROUP", group);
        let cli = Cli::try_parse_from(line.split(' '));
        assert!(cli.is_ok_and(|cli| cli.json), "{line}");
    }
}

/// Whatever a group can decide, somebody without a programmer can propose.
#[test]
fn every_action_has_a_command() {
    let commands = [
        ("spend", "propose GROUP --title T --spend GROUP:5ustake"),
        (
            "contribute",
            "propose GROUP --title T --contribute GROUP:5ustake",
        ),
        ("stake", "treasury stake GROUP 5ustake --by GROUP"),
        ("pledge", "treasury pledge GROUP 5ustake --by GROUP"),
        ("take_stake", "treasury take GROUP 5ustake --by GROUP"),
        ("admit_seat", "propose GROUP --title T --admit A=GROUP"),
        ("remove_seat", "propose GROUP --title T --remove 3"),
        ("change_seat", "seat change GROUP 3 --standing observer"),
        ("join", "join GROUP GROUP --lead-time 3d"),
        ("leave", "leave GROUP --group GROUP"),
        ("amend_charter", "propose GROUP --title T --amend-charter F"),
        ("appoint", "role appoint GROUP cook 3 --apprentice"),
        ("release", "role release GROUP cook 3"),
        (
            "propose_upstream",
            "propose GROUP --title T --upstream GROUP --by-decision",
        ),
        (
            "withdraw_upstream",
            "withdraw GROUP 3 --upstream GROUP --by-decision",
        ),
        ("rescind", "propose GROUP --title T --rescind 3"),
        (
            "open_cycle",
            "propose GROUP --title T --open-cycle ustake@2027-03-31",
        ),
        ("upgrade", "group upgrade GROUP 3"),
        ("call", "propose GROUP --title T --call F"),
        (
            "adopt_document",
            "document adopt GROUP purpose F --title T --uri https://example.org",
        ),
        (
            "found_subgroup",
            "propose GROUP --title T --found-subgroup F",
        ),
        (
            "appoint_house",
            "propose GROUP --title T --appoint-house GROUP@3d",
        ),
        (
            "dismiss_house",
            "propose GROUP --title T --dismiss-house GROUP",
        ),
        (
            "become_house",
            "propose GROUP --title T --become-house GROUP@3d",
        ),
        ("end_review", "propose GROUP --title T --end-review GROUP"),
        (
            "answer_concern",
            "concern answer GROUP 3 --house GROUP --seat 2 --text T",
        ),
        (
            "veto",
            "propose GROUP --title T --veto GROUP:3 --ground capture-or-malice",
        ),
    ];
    let group = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    let account = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";
    for (_, line) in commands {
        let line = line.replace("A=GROUP", &format!("A={account}"));
        let line = format!("folkmoot {}", line.replace("GROUP", group));
        let cli = Cli::try_parse_from(line.split(' '));
        assert!(cli.is_ok(), "{line}: {:?}", cli.err());
    }
    let schema = include_str!("../../../schema/group/execute.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let kinds = schema["definitions"]["Action"]["oneOf"].as_array().unwrap();
    let kinds = kinds.iter().map(|kind| kind["properties"].as_object());
    let known: Vec<String> = kinds
        .flat_map(|kind| kind.unwrap().keys().cloned())
        .collect();
    let mut named: Vec<&str> = commands.iter().map(|(name, _)| *name).collect();
    let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let group = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    let table = [
        (
            "vote GROUP 1 maybe",
            "choice \"maybe\" is not one of yes, no, abstain",
        ),
        ("vote GROUP -1 yes", "unexpected argument '-1'"),
        ("vote group 1 yes", "write an address such as wasm1…"),
        ("propose GROUP", "--title"),
        (
            "propose GROUP --title T --text a --text-file b",
            "cannot be used with",
        ),
        ("propose GROUP --title T --by-decision", "--upstream"),
        (
            "document adopt GROUP purpose F --title T --uri U --answer 3=",
            "write REQUIREMENT=AGREEMENT",
        ),
        (
            "seat change GROUP 1 --standing guest",
            "there are core, contributor, observer",
        ),
        (
            "propose GROUP --title T --spend GROUP",
            "write ADDRESS:AMOUNT",
        ),
        ("propose GROUP --title T --action {}", "action \"{}\""),
        (
            "group create --preset mob",
            "preset \"mob\" is not one of equal-partnership",
        ),
        (
            "group create --rule mob",
            "there are majority, equal-partners",
        ),
        ("group show GROUP --all", "--proposals"),
        ("execute GROUP 1 --fan-out --roll-up", "cannot be used with"),
        (
            "join GROUP GROUP --lead-time soon",
            "write numbers with units",
        ),
        ("keys new ../evil", "key name ../evil is not"),
        ("localnet --accounts 10001", "10001 is not in 0..=10000"),
        (
            "relay duties --state lost",
            "there are planned, running, done, failed",
        ),
        ("relay replay --from 0", "0 is not in 1.."),
        ("relay retry", "<KEY>"),
    ];
    for (line, part) in table {
        let line = format!("folkmoot {line}").replace("GROUP", group);
        let error = Cli::try_parse_from(line.split(' '))
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{line}: {error}");
    }
}
