//! A house is appointed, agrees, and tries to stop something, all in words.

use super::program::{Net, on_both_chains};

on_both_chains! {
    a_house_is_appointed_and_may_stop_what_it_was_told_of => houses, 3;
}

fn decided(net: &Net, who: usize, group: &str, number: &str, options: &[&str]) -> String {
    let propose = [&["propose", group, "--title", "T"], options].concat();
    let words = net.words(who, &propose);
    net.json(who, &["vote", group, number, "yes"]);
    net.json(who, &["execute", group, number]);
    words
}

fn houses(net: Net) {
    let cell = net.found("Cell", &[format!("Joe={}", net.address(0))], &[]);
    let house = net.found("House", &[format!("Ann={}", net.address(1))], &[]);
    let asked = format!("{house}@7d");
    let words = decided(&net, 0, &cell, "1", &["--appoint-house", &asked]);
    assert!(words.contains(&house), "{words}");
    let agreed = format!("{cell}@7d");
    decided(&net, 1, &house, "1", &["--become-house", &agreed]);
    let linked = net.json(0, &["group", "show", &cell]);
    assert!(linked.to_string().contains(&house), "{linked}");

    let about = format!("{cell}:1");
    let stop = ["propose", &house, "--title", "Stop", "--veto", &about];
    let said = net.run(1, &stop);
    assert_eq!(said.code, 2, "a veto has a ground");
    let ground = ["--ground", "breach-of-agreement"];
    let error = net.error(1, &[&stop[..], &ground].concat());
    assert!(
        error.contains("there is no notice of proposal 1"),
        "{error}"
    );
    let wrong = net.run(1, &[&stop[..], &["--ground", "envy"]].concat());
    assert!(
        wrong.stderr.contains("misaligned-with-purpose"),
        "{wrong:?}"
    );
    let answer = ["--seat", "1", "--text", "She built our first one"];
    let answer = [
        &["concern", "answer", &cell, "1", "--house", &house][..],
        &answer,
    ]
    .concat();
    let words = net.words(0, &answer);
    assert!(
        words.contains("Answer seat 1 of the house about #1") && words.contains("our first one"),
        "{words}"
    );
    decided(&net, 1, &house, "2", &["--end-review", &cell]);
    let error = net.error(1, &[&stop[..], &ground].concat());
    assert!(error.contains("there is no link with"), "{error}");
}
