//! Documents: each kind has versions, with the hash, the link and the decision that adopted each.

use cosmwasm_std::HexBinary;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::Covers;
use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
use folkmoot_group::msg::*;
use folkmoot_rules::Rule;

use crate::world::{Group, Person, World, actions, charter, checksum};

fn ann_and_her_group() -> (World, Person, Group) {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let group = world.group("Cell").people([&ann]).found();
    (world, ann, group)
}

fn latest(group: &Group, kind: DocumentKind) -> DocumentView {
    group.ask(&QueryMsg::Document {
        kind,
        version: None,
    })
}

#[test]
fn every_version_of_a_document_stays_with_the_decision_that_adopted_it() {
    let (world, ann, group) = ann_and_her_group();
    let purpose = || DocumentKind::Purpose;
    let first = group.decides(
        &[&ann],
        "Why",
        vec![actions::adopt(purpose(), "Why we are")],
    );
    let at = (world.now(), world.height());
    let second = group.decides(
        &[&ann],
        "Why, again",
        vec![actions::adopt(purpose(), "Why we stay")],
    );
    let one: DocumentView = group.ask(&QueryMsg::Document {
        kind: purpose(),
        version: Some(1),
    });
    assert_eq!((one.version, one.proposal), (1, first.id));
    assert_eq!((one.at, one.height), (at.0, at.1 - 1));
    assert_eq!(one.sha256, checksum(b"Why we are"));
    let two = latest(&group, purpose());
    assert_eq!((two.version, two.proposal), (2, second.id));
    assert_eq!(two.title, "Why we stay");
    let after: Vec<DocumentView> = group.ask(&QueryMsg::DocumentVersions {
        kind: purpose(),
        start_after: Some(1),
        limit: None,
    });
    assert_eq!(after, [two]);
    for (kind, version) in [(purpose(), Some(3)), (DocumentKind::CellState, None)] {
        let unknown = group.try_ask::<DocumentView>(&QueryMsg::Document { kind, version });
        assert!(unknown.unwrap_err().contains("there is no document"));
    }
}

#[test]
fn a_cell_state_says_which_agreement_answers_which_requirement() {
    let (_, ann, group) = ann_and_her_group();
    let answers = vec![Answer {
        requirement: "3".into(),
        agreement: "working hours".into(),
    }];
    let Action::AdoptDocument(spec) = actions::adopt(DocumentKind::CellState, "State of 2027")
    else {
        unreachable!()
    };
    let state = DocumentSpec {
        answers: answers.clone(),
        ..*spec
    };
    let adopt = |spec: &DocumentSpec| Action::AdoptDocument(Box::new(spec.clone()));
    group.decides(&[&ann], "Where we are", vec![adopt(&state)]);
    assert_eq!(latest(&group, DocumentKind::CellState).answers, answers);
    let purpose = DocumentSpec {
        kind: DocumentKind::Purpose,
        ..state
    };
    group.can_not_do(
        &[&ann],
        vec![adopt(&purpose)],
        "only a cell state answers requirements, document 'purpose' does not",
    );
}

#[test]
fn documents_of_any_name_come_in_pages() {
    let (_, ann, group) = ann_and_her_group();
    let kinds = [
        DocumentKind::CellState,
        DocumentKind::Other("a".into()),
        DocumentKind::Other("purpose".into()),
        DocumentKind::Purpose,
        DocumentKind::Requirements,
    ];
    let all = kinds.iter().map(|kind| actions::adopt(kind.clone(), "x"));
    group.decides(&[&ann], "Everything", all.collect());
    let page = |start_after, limit| -> Vec<DocumentKind> {
        let documents: Vec<DocumentView> = group.ask(&QueryMsg::Documents { start_after, limit });
        documents.into_iter().map(|found| found.kind).collect()
    };
    assert_eq!(page(None, None), kinds);
    assert_eq!(page(None, Some(2)), kinds[..2]);
    assert_eq!(page(Some(kinds[1].clone()), Some(2)), kinds[2..4]);
    assert!(page(Some(kinds[4].clone()), None).is_empty());
}

#[test]
fn malformed_documents_are_refused() {
    let (_, ann, group) = ann_and_her_group();
    let long = |length| "x".repeat(length);
    let with = |change: &dyn Fn(&mut DocumentSpec)| {
        let Action::AdoptDocument(mut spec) = actions::adopt(DocumentKind::CellState, "x") else {
            unreachable!()
        };
        change(&mut spec);
        vec![Action::AdoptDocument(spec)]
    };
    let answer = || Answer {
        requirement: "1".into(),
        agreement: "one".into(),
    };
    let cases = [
        (
            with(&|spec| spec.title = String::new()),
            "document's title has 1 to 200 bytes, not 0",
        ),
        (with(&|spec| spec.title = long(201)), "not 201"),
        (
            with(&|spec| spec.uri = long(501)),
            "document's link has 1 to 500 bytes, not 501",
        ),
        (
            with(&|spec| spec.kind = DocumentKind::Other(long(101))),
            "name has 1 to 100 bytes, not 101",
        ),
        (
            with(&|spec| spec.sha256 = HexBinary::from([1; 31])),
            "sha-256 has 32 bytes, not 31",
        ),
        (
            with(&|spec| spec.answers = vec![answer(); 101]),
            "at most 100 requirements, not 101",
        ),
        (
            with(&|spec| {
                spec.answers = vec![Answer {
                    requirement: String::new(),
                    ..answer()
                }];
            }),
            "a requirement has 1 to 200 bytes, not 0",
        ),
    ];
    for (actions, reason) in cases {
        group.can_not_do(&[&ann], actions, reason);
    }
    group.decides(
        &[&ann],
        "At the limit",
        with(&|spec| spec.answers = vec![answer(); 100]),
    );
}

/// A charter may let documents be decided by a procedure of their own.
#[test]
fn documents_and_subgroups_are_kinds_that_procedures_name() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let kinds = Covers::Kinds(vec![ActionKind::Documents, ActionKind::Subgroups]);
    let rules = charter().procedure("papers", kinds, Rule::supermajority(), super::LEAD);
    let group = world.group("Cell").people([&ann]).charter(&rules).found();
    let seats = || vec![ann.seat()];
    for action in [
        actions::adopt(DocumentKind::Purpose, "x"),
        actions::found_subgroup("Below", charter().spec(), seats(), 0),
    ] {
        assert_eq!(
            ann.proposes(&group, "x", vec![action]).view().procedure,
            "papers"
        );
    }
    // with coins it is a spend
    let paid = actions::found_subgroup("Below", charter().spec(), seats(), 1);
    assert_eq!(
        ann.proposes(&group, "x", vec![paid]).view().procedure,
        "ordinary"
    );
}
