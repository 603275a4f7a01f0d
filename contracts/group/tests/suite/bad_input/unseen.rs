//! Words that deceive: what can't be seen, turns the rest round or forges a line is refused at every door, with the field,
//! the sign and its place.

use cosmwasm_std::coin;
use folkmoot_group::action::Action;
use folkmoot_group::charter::{Admission, CharterSpec, Covers};
use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
use folkmoot_group::msg::{ExecuteMsg, ProposalSpec, SeatSpec, Text};
use folkmoot_rules::{Choice, Rule, Seconds};

use crate::world::roles::{acclaimed, appoint, role};
use crate::world::{Trio, World, actions, charter, checksum, spec};

/// Signs that no line may hold, and how each is told.
const UNSEEN: [(char, &str); 9] = [
    ('\n', "U+000A"),
    ('\r', "U+000D"),
    ('\u{1b}', "U+001B"),
    ('\u{ad}', "U+00AD"),
    ('\u{61c}', "U+061C"),
    ('\u{200b}', "U+200B"),
    ('\u{200f}', "U+200F"),
    ('\u{202e}', "U+202E"),
    ('\u{2028}', "U+2028"),
];

/// Every action that has words of its own, with these for all of them.
fn wording(trio: &Trio, words: &str) -> Vec<(&'static str, Action)> {
    let named = || words.to_owned();
    let adopt = |change: &dyn Fn(&mut DocumentSpec)| {
        let mut document = DocumentSpec {
            kind: DocumentKind::CellState,
            title: "Why".into(),
            uri: "https://example.org".into(),
            sha256: checksum(b"why"),
            answers: vec![Answer {
                requirement: "1".into(),
                agreement: "2".into(),
            }],
        };
        change(&mut document);
        Action::AdoptDocument(Box::new(document))
    };
    let amend = |change: &dyn Fn(&mut CharterSpec)| {
        let mut next = charter()
            .role(role("cook"))
            .procedure(
                "budget",
                Covers::SpendsAbove(vec![coin(5, "ustake")]),
                Rule::majority(),
                Seconds::days(3),
            )
            .spec();
        next.admission = Some(Admission::default());
        change(&mut next);
        actions::amend(1, next)
    };
    let seat = || SeatSpec {
        name: named(),
        ..trio.dan.seat()
    };
    let found = |name: &str, seat| actions::found_subgroup(name, charter().spec(), vec![seat], 0);
    let group = trio.group.address.to_string();
    vec![
        ("seat's name", actions::admit(seat())),
        (
            "seat's name",
            Action::ChangeSeat {
                seat: 1,
                revision: 0,
                name: Some(named()),
                standing: None,
                holder: None,
                weight: None,
            },
        ),
        ("group's name", found(words, trio.dan.seat())),
        ("seat's name", found("Below", seat())),
        ("role", appoint(1, words)),
        ("document's title", adopt(&|it| it.title = named())),
        ("document's link", adopt(&|it| it.uri = named())),
        (
            "requirement",
            adopt(&|it| it.answers[0].requirement = named()),
        ),
        ("agreement", adopt(&|it| it.answers[0].agreement = named())),
        (
            "document's name",
            adopt(&|it| {
                it.kind = DocumentKind::Other(named());
                it.answers.clear();
            }),
        ),
        (
            "procedure's name",
            amend(&|it| it.procedures[0].name = named()),
        ),
        ("role's name", amend(&|it| it.roles[0].name = named())),
        (
            "role's commitment",
            amend(&|it| it.roles[0].commitment = named()),
        ),
        (
            "denomination",
            amend(&|it| it.contribution_denom = Some(named())),
        ),
        (
            "denomination",
            amend(&|it| it.procedures[0].covers = Covers::SpendsAbove(vec![coin(5, words)])),
        ),
        (
            "denomination",
            Action::Spend {
                to: trio.ann.address.to_string(),
                amount: vec![coin(5, words)],
                cycle: None,
            },
        ),
        (
            "title",
            Action::ProposeUpstream {
                group,
                proposal: Box::new(spec(words, vec![])),
            },
        ),
    ]
}

#[test]
fn names_and_titles_are_one_line_that_can_be_seen() {
    let trio = Trio::new();
    let (ann, group) = (&trio.ann, &trio.group);
    let refused = |proposal: ProposalSpec, what: &str, why: &str| {
        let told = ann.tries_to_propose(group, proposal).outcome().unwrap_err();
        assert!(told.contains(&format!("the {what} {why}")), "{told:?}");
    };
    for (sign, code) in UNSEEN {
        let words = format!("Bob{sign}seat 7 Eve");
        let why = format!("has {code} as sign 4, which can't be printed or seen");
        refused(spec(&words, vec![]), "title", &why);
        for (what, action) in wording(&trio, &words) {
            refused(spec("A title", vec![action]), what, &why);
        }
        let linked = Text::Linked {
            uri: words.clone(),
            sha256: checksum(b"text"),
        };
        let mut proposal = spec("A title", vec![]);
        proposal.text = linked;
        refused(proposal, "link", &why);
    }
    for (words, why) in [
        ("   ", "has nothing that can be seen"),
        (" Bob", "begins or ends with a space"),
        ("Bob\u{3000}", "begins or ends with a space"),
    ] {
        refused(spec(words, vec![]), "title", why);
        for (what, action) in wording(&trio, words) {
            refused(spec("A title", vec![action]), what, why);
        }
    }
    // what is seen is taken, in any script
    for title in [
        "José",
        "می\u{200c}خواهم",
        "אבי",
        "❤\u{fe0f}\u{200d}🔥 R&D <b>",
    ] {
        ann.proposes(group, title, vec![]);
    }
}

#[test]
fn nobody_founds_a_group_by_a_name_that_deceives() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    for (sign, code) in UNSEEN {
        let name = format!("Swim{sign}Buddies");
        let (_, attempt) = world
            .group(&name)
            .label("a group")
            .people([&ann])
            .try_found();
        attempt.refused(&format!("the group's name has {code} as sign 5"));
        let seat = SeatSpec {
            name: name.clone(),
            ..ann.seat()
        };
        let (_, attempt) = world.group("Club").seats([seat]).try_found();
        attempt.refused(&format!("the seat's name has {code} as sign 5"));
    }
}

/// What may have several lines has no other sign that can't be seen; a tab and a line break of any system are taken.
#[test]
fn texts_and_reasons_have_line_breaks_and_nothing_else_unseen() {
    let trio = Trio::with_role(acclaimed("speaker", Seconds::days(3)));
    let (ann, ben, group) = (&trio.ann, &trio.ben, &trio.group);
    let open = ann.proposes(group, "Paddles", vec![]);
    ann.nominates(group, "speaker", 2).ok();
    let with = |text: &str| {
        let mut proposal = spec("A text", vec![]);
        proposal.text = Text::Stored(text.into());
        proposal
    };
    for (sign, code) in UNSEEN.into_iter().skip(1) {
        let words = format!("too\ndear{sign}!");
        let why = format!("has {code} as sign 9");
        ann.tries_to_propose(group, with(&words))
            .refused(&format!("the text {why}"));
        let mut carried = spec("A text", vec![]);
        carried.text = Text::Carried(words.clone());
        ann.tries_to_propose(group, carried)
            .refused(&format!("the text {why}"));
        let vote = ExecuteMsg::Vote {
            proposal: open.id,
            choice: Choice::No,
            reason: Some(words.clone()),
        };
        ben.sends(group, &vote)
            .refused(&format!("the reason {why}"));
        ben.objects(group, "speaker", 2, &words)
            .refused(&format!("the reason {why}"));
        for change in [
            |next: &mut CharterSpec, words: &str| next.roles[0].duties = words.into(),
            |next: &mut CharterSpec, words: &str| {
                next.admission = Some(Admission {
                    note: words.into(),
                    ..Admission::default()
                });
            },
        ] {
            let mut next = charter().role(role("cook")).spec();
            change(&mut next, &words);
            let told = ann
                .tries_to_propose(group, spec("Rules", vec![actions::amend(1, next)]))
                .outcome()
                .unwrap_err();
            assert!(told.contains(&why), "{told}");
        }
        let answer = Action::AnswerConcern {
            house: group.address.to_string(),
            proposal: 1,
            seat: 1,
            text: words,
        };
        ann.tries_to_propose(group, spec("An answer", vec![answer]))
            .refused(&format!("the concern {why}"));
    }
    ann.tries_to_propose(group, with("one\r\n\ttwo\n\n三")).ok();
    ben.objects(group, "speaker", 2, "too\nyoung").ok();
}

/// A signed ballot is refused for itself alone.
#[test]
fn a_ballot_whose_reason_deceives_spoils_no_other() {
    let world = World::new();
    let [eve, fay] = ["Eve", "Fay"].map(|name| world.ethereum(name));
    let ann = world.cosmos("Ann");
    let group = world.group("Club").people([&ann, &eve, &fay]).found();
    let open = ann.proposes(&group, "Paddles", vec![]);
    let ballots = vec![
        eve.draft(&open, Choice::No)
            .because("dear\u{202e}")
            .signed_by(&[&eve]),
        fay.draft(&open, Choice::No)
            .because("too\ndear")
            .signed_by(&[&fay]),
    ];
    let results = world.carries(&open, ballots);
    let told = format!("{results:?}");
    assert!(told.contains("the reason has U+202E as sign 5"), "{told}");
    assert!(open.ballot_of(2).is_none());
    assert_eq!(open.ballot_of(3).unwrap().reason, "too\ndear");
}
