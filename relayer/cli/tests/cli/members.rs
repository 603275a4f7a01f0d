//! What a member does in one group, what a dry run leaves alone, and what is said when something can't be done.

use super::program::{Net, on_both_chains};

on_both_chains! {
    a_proposal_from_opening_to_payment => from_opening_to_payment, 6;
    a_dry_run_says_what_would_happen_and_changes_nothing => dry_runs, 6;
    an_execution_that_fails_moves_nothing_and_says_why => failing, 6;
    what_can_not_be_done_is_said_in_the_groups_own_words => refused, 6;
    a_charter_is_amended_and_its_versions_stay => amending, 6;
    a_member_leaves_at_once => leaving, 6;
    an_objection_is_answered_by_a_new_version => objecting, 6;
    a_seat_lets_another_speak_for_it => delegating, 6;
}

struct Group {
    net: Net,
    address: String,
}

/// Joe, Sam and Tony, who decide by majority; 400 in the common fund.
fn swim_buddies(net: Net) -> Group {
    let names = ["Joe", "Sam", "Tony"];
    let members = names.iter().enumerate();
    let members: Vec<String> = members
        .map(|(i, name)| format!("{name}={}", net.address(i)))
        .collect();
    let address = net.found("Swim Buddies", &members, &[]);
    net.json(3, &["treasury", "contribute", &address, "400ustake"]);
    Group { net, address }
}

fn from_opening_to_payment(net: Net) {
    let Group { net, address } = swim_buddies(net);
    let caterer = net.address(5);
    let spend = format!("{caterer}:100ustake");
    let propose = [
        "propose",
        &address,
        "--title",
        "BBQ",
        "--text",
        "Meat\nand bread",
        "--spend",
        &spend,
    ];
    let opened = net.json(0, &propose);
    assert_eq!(opened["proposal"], 1);
    let waiting = [
        "group",
        "show",
        &address,
        "--proposals",
        "--as",
        &net.address(1),
    ];
    let words = net.words(0, &waiting);
    for part in [
        "#1 BBQ\n  open until ",
        "nobody of 3 seats has voted yet",
        "to pass it needs the yes of 2 more seats, if nobody else votes",
        &format!("You, Sam in seat 2, have not voted: folkmoot vote {address} 1 yes|no|abstain"),
    ] {
        assert!(words.contains(part), "{part}:\n{words}");
    }
    net.json(0, &["vote", &address, "1", "yes", "--reason", "hungry"]);
    let error = net.error(0, &["execute", &address, "1"]);
    assert!(
        error.contains("proposal 1 is undecided; ballots are taken until"),
        "{error}"
    );
    let voted = net.words(1, &["vote", &address, "1", "yes"]);
    assert!(
        voted.contains("2 yes, 0 no, 1 still waited for, of 3 seats"),
        "{voted}"
    );
    assert!(voted.contains("decided: passed"), "{voted}");
    let shown = net.json(
        0,
        &[
            "group",
            "show",
            &address,
            "--proposal",
            "1",
            "--as",
            &net.address(0),
        ],
    );
    assert_eq!(shown["proposal"]["outcome"], "passed");
    assert_eq!(
        shown["content"]["text"]["stored"]["text"],
        "Meat\nand bread"
    );
    assert_eq!(shown["ballots"][0]["reason"], "hungry");
    assert_eq!(shown["you"]["ballot"]["cast"]["choice"], "yes");

    let executed = net.json(4, &["execute", &address, "1"]);
    assert_eq!(
        (&executed["step"], &executed["proposal"]["status"]),
        (&"execute".into(), &"executed".into())
    );
    assert_eq!(net.funds(&address), "300");
    let error = net.error(4, &["execute", &address, "1"]);
    assert!(error.contains("proposal 1 is executed already"), "{error}");
    let none = net.words(0, &["group", "show", &address, "--proposals"]);
    assert!(none.contains("no open proposal"), "{none}");
    let all = net.words(0, &["group", "show", &address, "--proposals", "--all"]);
    assert!(all.contains("#1 BBQ\n  executed"), "{all}");
}

fn dry_runs(net: Net) {
    let Group { net, address } = swim_buddies(net);
    let spend = format!("{}:500ustake", net.address(5));
    let propose = [
        "propose",
        address.as_str(),
        "--title",
        "BBQ",
        "--spend",
        &spend,
    ];
    net.json(0, &propose);
    net.json(0, &["vote", &address, "1", "yes"]);
    let before = net.json(0, &["group", "show", &address, "--proposals"]);
    let dry = |account: usize, arguments: &[&str]| {
        let words = net.words(account, &[arguments, &["--dry-run"]].concat());
        let json = net.json(account, &[arguments, &["--dry-run"]].concat());
        (words, json)
    };

    let (words, json) = dry(1, &["vote", &address, "1", "yes"]);
    assert!(
        words.contains("Sam, seat 2 of Swim Buddies, would vote yes on #1 BBQ."),
        "{words}"
    );
    assert!(
        words.contains("2 yes, 0 no") && words.contains("decided: passed"),
        "{words}"
    );
    assert!(
        words.contains("Nothing was sent: the chain would take it, for "),
        "{words}"
    );
    assert_eq!(
        (&json["dry_run"], &json["proposal"]["outcome"]),
        (&true.into(), &"passed".into())
    );
    let (words, json) = dry(1, &propose);
    assert!(
        words.contains("#2 BBQ would be opened in Swim Buddies.")
            && words.contains("pay 500 ustake"),
        "{words}"
    );
    assert_eq!(json["proposal"], 2);
    let (words, _) = dry(2, &["leave", &address]);
    assert!(
        words.contains("Tony would give up seat 3 of Swim Buddies."),
        "{words}"
    );
    let (words, _) = dry(2, &["treasury", "contribute", &address, "7ustake"]);
    assert!(
        words.contains("7 ustake would be given to the common fund of Swim Buddies."),
        "{words}"
    );
    let after = net.json(0, &["group", "show", &address, "--proposals"]);
    let stored = |json: &serde_json::Value| json["proposals"].clone();
    assert_eq!(stored(&before), stored(&after));
    assert_eq!(net.funds(&address), "400");

    // what the chain would refuse, a dry run refuses with the same words
    let refused = ["vote", &address, "1", "no"];
    let tried = net.error(0, &[refused.as_slice(), &["--dry-run"]].concat());
    assert_eq!(tried, net.error(0, &refused));
    assert!(tried.contains("seat 1 has voted on proposal 1"), "{tried}");
}

fn failing(net: Net) {
    let Group { net, address } = swim_buddies(net);
    let spend = format!("{}:500ustake", net.address(5));
    net.json(
        0,
        &[
            "propose", &address, "--title", "Too much", "--spend", &spend,
        ],
    );
    net.json(0, &["vote", &address, "1", "yes"]);
    net.json(1, &["vote", &address, "1", "yes"]);
    for dry in [&["--dry-run"][..], &[]] {
        let said = net.run(0, &[["execute", &address, "1"].as_slice(), dry].concat());
        assert_eq!(said.code, 1);
        let head = "#1 Too much could not be executed; it";
        assert!(said.stdout.contains(head), "{said:?}");
        assert!(said.stdout.contains("\n  execution failed 1: "), "{said:?}");
        let error = "proposal 1 can't be executed: nothing was moved";
        assert!(said.stderr.contains(error), "{said:?}");
    }
    assert_eq!(net.funds(&address), "400");
    net.json(0, &["treasury", "contribute", &address, "100ustake"]);
    net.json(0, &["execute", &address, "1"]);
    assert_eq!(net.funds(&address), "0");
}

fn refused(net: Net) {
    let Group { net, address } = swim_buddies(net);
    let stranger = net.address(4);
    net.json(0, &["propose", &address, "--title", "Statement"]);
    let nowhere = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
    let address = address.as_str();
    let table: [(usize, &[&str], String); 9] = [
        (
            4,
            &["propose", address, "--title", "Mine"],
            format!("error: {stranger} holds no seat in this group\n"),
        ),
        (
            4,
            &["vote", address, "1", "yes"],
            format!("error: {stranger} holds no seat of group {address}\n"),
        ),
        (
            4,
            &["leave", address],
            format!("error: {stranger} holds no seat of Swim Buddies\n"),
        ),
        (
            0,
            &["vote", address, "9", "yes"],
            format!("error: group {address}: there is no proposal 9\n"),
        ),
        (
            0,
            &["execute", address, "1", "--roll-up"],
            "proposal 1 is no mirror".to_owned(),
        ),
        (
            0,
            &["group", "show", nowhere],
            format!("there is no group at {nowhere} on chain folkmoot-local-1"),
        ),
        (
            0,
            &["group", "show", address, "--proposals", "--as", &stranger],
            format!("{stranger} holds no seat"),
        ),
        (
            0,
            &["charter", "show", address, "--version", "7"],
            "7".to_owned(),
        ),
        (
            0,
            &["treasury", "contribute", address, "2000000000000ustake"],
            "insufficient funds".to_owned(),
        ),
    ];
    for (account, arguments, part) in table {
        let error = net.error(account, arguments);
        assert!(error.contains(&part), "{arguments:?}: {error}");
        assert!(!error.contains("failed to execute message"), "{error}");
    }
}

fn amending(net: Net) {
    let Group { net, address } = swim_buddies(net);
    let mut charter = net.json(0, &["charter", "show", &address])["charter"].clone();
    charter["execution_window"] = 86_400.into();
    std::fs::write(net.folder.path().join("charter.json"), charter.to_string()).unwrap();
    let propose = [
        "propose",
        &address,
        "--title",
        "Be quick",
        "--amend-charter",
        "charter.json",
    ];
    let words = net.words(0, &propose);
    assert!(
        words.contains("replace version 1 of the charter by:"),
        "{words}"
    );
    net.json(0, &["vote", &address, "1", "yes"]);
    net.json(1, &["vote", &address, "1", "yes"]);
    net.json(2, &["execute", &address, "1"]);
    let now = net.words(0, &["charter", "show", &address]);
    assert!(
        now.contains("version 2") && now.contains("may be executed for 1 d."),
        "{now}"
    );
    let before = net.words(0, &["charter", "show", &address, "--version", "1"]);
    assert!(
        before.contains("version 1") && before.contains("may be executed for 30 d."),
        "{before}"
    );
}

fn leaving(net: Net) {
    let Group { net, address } = swim_buddies(net);
    net.json(2, &["leave", &address]);
    let shown = net.json(0, &["group", "show", &address]);
    assert_eq!(shown["group"]["core_seats"], 2);
    assert!(shown["seats"][2]["left_at"].is_u64());
    let error = net.error(2, &["propose", &address, "--title", "Too late"]);
    assert!(error.contains("holds no seat"), "{error}");
}

fn objecting(net: Net) {
    let names = ["Joe", "Sam", "Tony"];
    let members: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(i, name)| format!("{name}={}", net.address(i)))
        .collect();
    let address = net.found("Circle", &members, &["--preset", "sociocratic-circle"]);
    net.json(0, &["propose", &address, "--title", "Early swim"]);
    let shown = net.words(
        1,
        &[
            "group",
            "show",
            &address,
            "--proposals",
            "--as",
            &net.address(1),
        ],
    );
    assert!(shown.contains("1 consent|object"), "{shown}");
    let error = net.error(1, &["vote", &address, "1", "abstain"]);
    assert!(error.contains("its rule knows yes, block"), "{error}");
    let error = net.error(1, &["vote", &address, "1", "object"]);
    assert!(error.contains("needs a reason"), "{error}");
    net.json(0, &["vote", &address, "1", "consent"]);
    net.json(1, &["vote", &address, "1", "consent"]);
    net.json(
        2,
        &["vote", &address, "1", "object", "--reason", "too cold"],
    );
    let listed = net.words(0, &["objection", "list", &address, "1"]);
    assert!(listed.contains("too cold (stands)"), "{listed}");
    let error = net.error(4, &["execute", &address, "1"]);
    assert!(
        error.contains("begin its resolving with --move-on"),
        "{error}"
    );
    let begun = net.json(4, &["execute", &address, "1", "--move-on"]);
    assert_eq!(begun["step"], "move_on", "{begun}");
    let amended = net.words(0, &["amend", &address, "1", "--title", "Late swim"]);
    assert!(amended.contains("is version 2 in Circle"), "{amended}");
    let listed = net.json(0, &["objection", "list", &address, "1"]);
    assert_eq!(listed["objections"][0]["state"], "lapsed");
    net.json(
        2,
        &["vote", &address, "1", "object", "--reason", "too dark"],
    );
    net.json(0, &["vote", &address, "1", "consent"]);
    net.json(1, &["vote", &address, "1", "consent"]);
    net.json(4, &["execute", &address, "1", "--move-on"]);
    let taken_back = net.words(2, &["objection", "integrated", &address, "1"]);
    assert!(taken_back.contains("has been answered"), "{taken_back}");
    let shown = net.json(0, &["group", "show", &address, "--proposal", "1"]);
    assert_eq!(shown["proposal"]["status"], "passed");
    assert_eq!(shown["proposal"]["version"], 2);
}

fn delegating(net: Net) {
    let names = ["Joe", "Sam", "Tony"];
    let members = names.iter().enumerate();
    let members: Vec<String> = members
        .map(|(i, name)| format!("{name}={}", net.address(i)))
        .collect();
    let address = net.found("Choir", &members, &["--delegation", "in-votes"]);
    let words = net.words(2, &["delegate", "to", &address, "1", "--for", "90d"]);
    assert!(words.contains("seat 1 carries your weight"), "{words}");
    let listed = net.words(0, &["delegate", "list", &address]);
    assert!(
        listed.contains("seat 3 by seat 1, in all procedures but upstream, until"),
        "{listed}"
    );
    net.json(0, &["propose", &address, "--title", "Sing louder"]);
    net.json(0, &["vote", &address, "1", "yes"]);
    let shown = net.words(1, &["group", "show", &address, "--proposal", "1"]);
    assert!(shown.contains("yes, carried by seat 1"), "{shown}");
    let own = net.words(2, &["vote", &address, "1", "no"]);
    assert!(own.contains("1 yes, 1 no"), "{own}");
    net.json(2, &["delegate", "end", &address]);
    let none = net.words(0, &["delegate", "list", &address]);
    assert!(none.contains("every seat speaks for itself"), "{none}");
    let explained = net.words(0, &["charter", "explain", "--group", &address]);
    assert!(
        explained.contains("A seat may let another one carry its weight"),
        "{explained}"
    );
}
