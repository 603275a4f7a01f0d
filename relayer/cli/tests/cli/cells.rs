//! Documents, groups that a group founds, what admission asks, and the end of a committee.

use serde_json::{Value, json};

use super::program::{Net, on_both_chains};

on_both_chains! {
    documents_are_adopted_and_read => documents, 3;
    a_subgroup_is_founded_shown_and_checked => subgroups, 3;
}

struct Group {
    net: Net,
    address: String,
}

/// Joe alone, with 400 in the common fund.
fn cooperative(net: Net) -> Group {
    let members = [format!("Joe={}", net.address(0))];
    let address = net.found("Cooperative", &members, &[]);
    net.json(1, &["treasury", "contribute", &address, "400ustake"]);
    Group { net, address }
}

impl Group {
    /// Joe decides something that a file describes.
    fn decides(&self, number: &str, option: &str, content: &Value) -> String {
        let Self { net, address } = self;
        std::fs::write(net.folder.path().join("action.json"), content.to_string()).unwrap();
        let propose = ["propose", address, "--title", "T", option, "action.json"];
        let words = net.words(0, &propose);
        net.json(0, &["vote", address, number, "yes"]);
        net.json(1, &["execute", address, number]);
        words
    }
}

fn documents(net: Net) {
    let group = cooperative(net);
    let Group { net, address } = &group;
    let none = net.words(0, &["document", "list", address]);
    assert!(
        none.contains("Documents of Cooperative\n  none so far"),
        "{none}"
    );
    let state = |title: &str| {
        json!({
            "kind": "cell_state", "title": title, "uri": "https://example.org/state", "sha256": "11".repeat(32),
            "answers": [{ "requirement": "3", "agreement": "working hours" }],
        })
    };
    let words = group.decides("1", "--adopt-document", &state("State of 2027"));
    assert!(
        words.contains("adopt \"State of 2027\" as the cell state: https://example.org/state"),
        "{words}"
    );
    group.decides("2", "--adopt-document", &state("State of 2028"));
    let latest = net.words(0, &["document", "show", address, "cell-state"]);
    for part in [
        "the cell state, version 2: State of 2028",
        "adopted by proposal 2 on ",
        "requirement 3 is answered by working hours",
    ] {
        assert!(latest.contains(part), "{part}: {latest}");
    }
    let all = net.json(0, &["document", "show", address, "cell-state", "--all"]);
    assert_eq!(all["documents"].as_array().unwrap().len(), 2);
    let purpose = ["purpose", "purpose.txt"];
    std::fs::write(net.folder.path().join("purpose.txt"), "Bread for all.").unwrap();
    let adopt = ["--title", "Bread", "--uri", "https://example.org/purpose"];
    let adopt = [&["document", "adopt", address][..], &purpose, &adopt].concat();
    net.json(0, &adopt);
    let check = [&["document", "check", address][..], &purpose].concat();
    let error = net.error(0, &check);
    let told = "purpose.txt is no version of the purpose that the group adopted";
    assert!(error.contains(told), "{error}");
    net.json(0, &["vote", address, "3", "yes"]);
    net.json(1, &["execute", address, "3"]);
    let checked = net.words(0, &check);
    assert!(
        checked.contains("the purpose, version 1: Bread"),
        "{checked}"
    );
    let error = net.error(0, &["document", "show", address, "requirements"]);
    assert!(
        error.contains("there is no document 'requirements'"),
        "{error}"
    );
    let shown = net.words(0, &["group", "show", address]);
    assert!(
        shown.contains("Documents\n  the cell state, version 2"),
        "{shown}"
    );
}

fn subgroups(net: Net) {
    let group = cooperative(net);
    let Group { net, address } = &group;
    let mut charter = net.json(0, &["charter", "show", address])["charter"].clone();
    charter["heir"] = net.address(2).into();
    let orchard = json!({
        "name": "Orchard", "charter": charter, "funds": [{ "denom": "ustake", "amount": "150" }],
        "seats": [{ "name": "Joe", "holder": { "keys": { "wallets": [{ "cosmos": net.address(0) }], "signatures": 1 } } }],
    });
    let words = group.decides("1", "--found-subgroup", &orchard);
    assert!(
        words.contains("found the group \"Orchard\", which nobody but itself can change, and give it 150 ustake"),
        "{words}"
    );
    let shown = net.json(0, &["group", "show", address]);
    assert_eq!(shown["subgroups"][0]["name"], "Orchard");
    let below = shown["subgroups"][0]["group"].as_str().unwrap();
    assert_eq!(
        (net.funds(address), net.funds(below)),
        ("250".into(), "150".into())
    );
    let view = net.json(0, &["group", "show", below]);
    assert_eq!(view["group"]["sealed"], true);
    let words = net.words(0, &["group", "show", address]);
    assert!(
        words.contains(&format!("Founded\n  Orchard {below} by proposal 1")),
        "{words}"
    );
    let admission = net.words(0, &["group", "admission", address, below]);
    assert!(
        admission.contains("yes: it runs trusted code"),
        "{admission}"
    );
    // it goes on until nobody is left
    let error = net.error(1, &["group", "wind-up", below]);
    assert!(error.contains("the group goes on: 1 seats vote"), "{error}");
    net.json(0, &["leave", below]);
    let wound_up = net.words(1, &["group", "wind-up", below]);
    assert!(
        wound_up.contains("What Orchard has and owes nobody is due to its heir"),
        "{wound_up}"
    );
}
