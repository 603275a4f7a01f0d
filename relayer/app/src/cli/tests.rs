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
        "execute GROUP 1",
        "execute GROUP 1 --fan-out",
        "execute GROUP 1 --roll-up",
        "join GROUP GROUP --lead-time 3d",
        "leave GROUP",
        "leave GROUP --group GROUP",
        "treasury contribute GROUP 5ustake",
        "group wind-up GROUP",
        "treasury stake GROUP 5ustake",
        "treasury take GROUP 5ustake",
        "treasury pledge GROUP 0ustake",
        "treasury settle GROUP 4 ustake",
        "treasury pay GROUP 4 ustake",
        "treasury pay GROUP GROUP ustake",
        "treasury pay-out GROUP GROUP",
        "treasury pay-out GROUP --keep",
    ];
    let group = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    for line in lines {
        let line = format!("folkmoot {line} --dry-run --json --node http://n --key k");
        let line = line.replace("GROUP", group);
        let cli = Cli::try_parse_from(line.split(' '));
        assert!(cli.is_ok_and(|cli| cli.json), "{line}");
    }
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
        ("propose GROUP --title T --join GROUP", "--lead-time"),
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
