//! Content: it does not change, its hash is what is voted on, and texts may stay elsewhere.

use cosmwasm_std::{Checksum, HexBinary};
use folkmoot_group::msg::{ProposalSpec, Text, TextView};

use super::Trio;
use crate::world::{Proposal, actions, checksum, spec};

fn with_text(trio: &Trio, text: Text) -> Proposal {
    trio.ann.proposes_spec(
        &trio.group,
        ProposalSpec {
            text,
            ..spec("A proposal", vec![])
        },
    )
}

/// sha-256 of the canonical JSON, written out by hand here.
#[test]
fn the_content_hash_is_of_the_canonical_json() {
    let trio = Trio::new();
    let payee = trio.world.account("a payee");
    let cases = [
        (Text::None, r#""text":"""#.to_owned()),
        (
            Text::Stored("Why not?\n\"Ja\"".into()),
            r#""text":"Why not?\n\"Ja\"""#.to_owned(),
        ),
        (
            Text::Carried("Why not?".into()),
            format!(r#""text_sha256":"{}""#, checksum(b"Why not?")),
        ),
        (
            Text::Linked {
                uri: "https://example.org/why".into(),
                sha256: checksum(b"elsewhere"),
            },
            format!(r#""text_sha256":"{}""#, checksum(b"elsewhere")),
        ),
    ];
    for (text, json_of_text) in cases {
        let proposal = ProposalSpec {
            text,
            ..spec("A proposal", vec![actions::spend(&payee, 5)])
        };
        let proposal = trio.ann.proposes_spec(&trio.group, proposal);
        // keys in order; an amount is a string, as the chain writes it
        let canonical = format!(
            r#"{{"actions":[{{"spend":{{"amount":[{{"amount":"5","denom":"ustake"}}],"to":"{payee}"}}}}],{json_of_text},"title":"A proposal","version":1}}"#
        );
        let expected = Checksum::generate(canonical.as_bytes());
        assert_eq!(
            proposal.view().content_hash,
            HexBinary::from(expected.as_slice()),
            "{canonical}"
        );
    }
}

/// The hash that other implementations must find as well.
#[test]
fn the_golden_hash_of_a_plain_proposal() {
    let trio = Trio::new();
    let proposal = ProposalSpec {
        text: Text::Stored("Rain or shine.".into()),
        ..spec("Combined BBQ", vec![])
    };
    let proposal = trio.ann.proposes_spec(&trio.group, proposal);
    let canonical = r#"{"actions":[],"text":"Rain or shine.","title":"Combined BBQ","version":1}"#;
    assert_eq!(proposal.view().content_hash, checksum(canonical.as_bytes()));
    assert_eq!(
        proposal.view().content_hash.to_hex(),
        "2ce13413f5b503486f358084152540e05e1aa6599ff021668ea945a8aaef11c7"
    );
}

#[test]
fn a_text_is_stored_carried_or_linked() {
    let trio = Trio::new();
    let hash = checksum(b"the text");
    let cases = [
        (Text::None, TextView::None {}),
        (
            Text::Stored("the text".into()),
            TextView::Stored {
                text: "the text".into(),
            },
        ),
        (
            Text::Carried("the text".into()),
            TextView::Carried {
                sha256: hash.clone(),
            },
        ),
        (
            Text::Linked {
                uri: "ipfs://text".into(),
                sha256: hash.clone(),
            },
            TextView::Linked {
                uri: "ipfs://text".into(),
                sha256: hash,
            },
        ),
    ];
    for (text, kept) in cases {
        assert_eq!(with_text(&trio, text).content().text, kept);
    }
}

/// A carried text is in the transaction only.
#[test]
fn a_carried_text_takes_no_room_in_the_state() {
    let trio = Trio::new();
    let size = |trio: &Trio| {
        trio.world
            .dump()
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum::<usize>()
    };
    let grows_by = |text: Text| {
        let before = size(&trio);
        with_text(&trio, text);
        size(&trio) - before
    };
    let long = "x".repeat(25_000);
    let plain = grows_by(Text::None);
    assert!(grows_by(Text::Carried(long.clone())) < plain + 300);
    assert!(grows_by(Text::Stored(long)) > plain + 25_000);
}

/// Nothing that happens to a proposal changes its content.
#[test]
fn nothing_changes_the_content() {
    let trio = Trio::new();
    let payee = trio.world.account("a payee");
    trio.group.receives(5);
    let text = Text::Stored("as it was".into());
    let proposal = ProposalSpec {
        text,
        ..spec("A proposal", vec![actions::spend(&payee, 5)])
    };
    let proposal = trio.ann.proposes_spec(&trio.group, proposal);
    let facts = |proposal: &Proposal| {
        let view = proposal.view();
        (
            view.title,
            view.version,
            view.content_hash,
            proposal.content(),
        )
    };
    let before = facts(&proposal);
    proposal.is_voted(trio.everybody(), []);
    assert_eq!(facts(&proposal), before);
    proposal.executes();
    assert_eq!(facts(&proposal), before);
}
