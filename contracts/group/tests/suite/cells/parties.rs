//! A proposal between some of a group's groups: they alone decide, each must say yes, and it touches nothing of the
//! others.

use cosmwasm_std::Empty;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, ElectorateKind};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Status};

use super::{LEAD, Union, between, union_charter};
use crate::world::roles::role;
use crate::world::{World, actions, charter, spec};

fn agreement() -> Action {
    actions::adopt(
        DocumentKind::Other("apples for bread".into()),
        "Apples for bread",
    )
}

#[test]
fn parties_alone_decide_and_each_must_say_yes() {
    let five = Union::of(5);
    let parties = five.seats([4, 2]);
    let deal = five.opens(between(parties, "Apples for bread", vec![agreement()]));
    let view = deal.view();
    assert_eq!(view.parties, five.seats([2, 4]));
    assert_eq!(view.rule, Rule::unanimity());
    assert_eq!(view.electorate.seats, 2);
    // only they are asked
    deal.fan_out().ok();
    assert_eq!(deal.asks().len(), 2);
    for stranger in [1, 3, 5] {
        assert!(five.cell(stranger).mirror(&deal).is_none());
        deal.fan_out_to(&[five.cell(stranger)])
            .refused("no group seat left to ask");
    }
    five.say(&deal, [2], Choice::Yes);
    assert_eq!(deal.view().outcome, Outcome::Undecided);
    deal.moves_on().refused("undecided");
    five.say(&deal, [4], Choice::Yes);
    deal.executes();
    assert_eq!(deal.status(), Status::Executed);
    // what they act on
    let receipt = deal.receipt();
    assert_eq!(receipt.parties, five.seats([2, 4]));
    assert_eq!(receipt.outcome, Outcome::Passed);
}

#[test]
fn one_partys_no_or_silence_is_no_agreement() {
    let five = Union::of(5);
    let open = |title| {
        let deal = five.opens(between(five.seats([1, 2]), title, vec![]));
        deal.fan_out().ok();
        five.say(&deal, [1], Choice::Yes);
        deal
    };
    let refused = open("Refused");
    five.say(&refused, [2], Choice::No);
    assert_eq!(refused.view().outcome, Outcome::Rejected);
    refused.moves_on().ok();
    assert_eq!(refused.status(), Status::Rejected);
    let silent = open("Silent");
    five.world.advance_to(silent.deadline());
    assert_eq!(silent.status(), Status::NoQuorum);
}

/// Two of five may not spend what belongs to five, nor change anything else of theirs.
#[test]
fn two_parties_can_not_spend_what_belongs_to_five() {
    let five = Union::of(5);
    five.union.receives(500);
    let payee = five.world.account("a payee");
    let shop = five.world.puppet("a shop");
    let belongs_to_all = [
        actions::spend(&payee, 1),
        actions::contribute(five.cell(1), 1),
        actions::call(&shop, &Empty {}, 1),
        actions::call(&shop, &Empty {}, 0),
        actions::admit(five.person(1).seat()),
        Action::RemoveSeat { seat: 3 },
        actions::amend(1, union_charter().spec()),
        Action::appoint(1),
        Action::Upgrade {
            code_id: five.world.code(),
        },
        actions::found_subgroup(
            "Two of five",
            charter().spec(),
            vec![five.person(1).seat()],
            1,
        ),
        actions::adopt(DocumentKind::Purpose, "Ours alone"),
        actions::adopt(DocumentKind::CellState, "Ours alone"),
    ];
    for action in belongs_to_all {
        let proposal = between(five.seats([1, 2]), "Ours", vec![agreement(), action]);
        five.tries_to_open(proposal)
            .refused("what belongs to all is decided by all");
    }
    assert_eq!(five.union.balance(), 500);
}

/// A document of all is replaced by all, and that of parties by the same parties.
#[test]
fn parties_replace_only_a_document_of_theirs() {
    let five = Union::of(3);
    let rules = DocumentKind::Other("house rules".into());
    five.decides("House rules", vec![actions::adopt(rules.clone(), "By all")]);
    let agree = |numbers: [usize; 2], kind: &DocumentKind| {
        let adopt = vec![actions::adopt(kind.clone(), "By two")];
        let deal = five.opens(between(five.seats(numbers), "Ours", adopt));
        deal.fan_out().ok();
        five.say(&deal, numbers, Choice::Yes);
        deal.executes();
        deal
    };
    let taken = agree([1, 2], &rules);
    assert_eq!(taken.status(), Status::ExecutionFailed);
    let told = five.world.meter().refusals();
    let expected =
        "document 'other:house rules' belongs to all, and this proposal is between seats 1, 2";
    assert!(told.iter().any(|told| told.contains(expected)), "{told:?}");
    let theirs = DocumentKind::Other("apples for bread".into());
    assert_eq!(agree([1, 2], &theirs).status(), Status::Executed);
    assert_eq!(agree([2, 3], &theirs).status(), Status::ExecutionFailed);
    assert_eq!(agree([1, 2], &theirs).status(), Status::Executed);
    let latest: DocumentView = five.union.ask(&QueryMsg::Document {
        kind: theirs,
        version: None,
    });
    assert_eq!((latest.version, latest.parties), (2, five.seats([1, 2])));
}

#[test]
fn parties_are_two_or_more_linked_groups_with_a_vote() {
    let five = Union::of(3);
    let observer = five.world.cosmos("an observer");
    let offered = five.world.group("Not yet here").people([&observer]).found();
    five.decides(
        "More seats",
        vec![
            actions::admit(observer.seat()),
            actions::admit(offered.seat_spec(LEAD)),
        ],
    );
    let cases = [
        (vec![1], "between 2 to 20 parties, not 1"),
        ((1..=21).collect(), "between 2 to 20 parties, not 21"),
        (vec![2, 1, 2], "seat 2 stands twice among the parties"),
        (vec![1, 4], "seat 4 can't be a party"),
        (vec![1, 5], "seat 5 can't be a party"),
        (vec![1, 9], "there is no seat 9"),
    ];
    for (parties, reason) in cases {
        five.tries_to_open(between(parties, "Ours", vec![]))
            .refused(reason);
    }
}

/// What two agreed on is not taken back by the others, nor what all agreed on by two.
#[test]
fn only_the_parties_take_their_decision_back() {
    let rules = union_charter().delayed("ordinary", Seconds::days(2));
    let five = Union::with(3, &rules);
    let pass = |parties: Vec<u32>, numbers: &[usize]| {
        let deal = five.opens(between(parties, "Agreed", vec![agreement()]));
        deal.fan_out().ok();
        numbers
            .iter()
            .for_each(|number| five.say(&deal, [*number], Choice::Yes));
        deal.moves_on().ok();
        deal
    };
    let take_back = |parties: Vec<u32>, proposal| {
        five.tries_to_open(between(
            parties,
            "Take back",
            vec![Action::Rescind { proposal }],
        ))
    };
    let of_two = pass(five.seats([1, 2]), &[1, 2]);
    let of_all = pass(vec![], &[1, 2, 3]);
    take_back(vec![], of_two.id).refused("was decided between seats 1, 2: only they take it back");
    take_back(five.seats([1, 3]), of_two.id).refused("only they take it back");
    take_back(five.seats([1, 2]), of_all.id).refused("was decided between all");
    take_back(five.seats([1, 2]), of_two.id).ok();
    take_back(vec![], of_all.id).ok();
}

/// A party that leaves before it answered is not waited for, and without it there is no agreement.
/// What is between parties of which one has left nobody could replace any more: then it is for all, and no name is lost.
#[test]
fn a_document_of_parties_is_for_all_once_one_has_left() {
    let five = Union::of(3);
    let theirs = || DocumentKind::Other("house rules".into());
    let deal = five.opens(between(
        five.seats([1, 2]),
        "Ours",
        vec![actions::adopt(theirs(), "By two")],
    ));
    deal.fan_out().ok();
    five.say(&deal, [1, 2], Choice::Yes);
    deal.executes();
    let by_all = || {
        let all = five.opens(spec("For all", vec![actions::adopt(theirs(), "By all")]));
        all.fan_out().ok();
        all
    };
    let early = by_all();
    five.say(&early, [1, 2, 3], Choice::Yes);
    early.executes();
    assert_eq!(early.status(), Status::ExecutionFailed);
    five.cell(2).decides(
        &[five.person(2)],
        "Leave",
        vec![actions::leave(&five.union)],
    );
    let late = by_all();
    five.say(&late, [1, 3], Choice::Yes);
    late.executes();
    assert_eq!(late.status(), Status::Executed);
    let latest: DocumentView = five.union.ask(&QueryMsg::Document {
        kind: theirs(),
        version: None,
    });
    assert_eq!((latest.version, latest.parties), (2, vec![]));
}

#[test]
fn without_a_party_there_is_no_agreement() {
    let five = Union::of(3);
    let deal = five.opens(between(five.seats([1, 2]), "Ours", vec![]));
    deal.fan_out().ok();
    five.say(&deal, [1], Choice::Yes);
    let left = five.seats([2]);
    five.cell(2).decides(
        &[five.person(2)],
        "Leave",
        vec![actions::leave(&five.union)],
    );
    let anybody = five.world.cosmos("anybody");
    let count = ExecuteMsg::CountAbsent {
        proposal: deal.id,
        seats: left,
    };
    anybody.sends(&five.union, &count).ok();
    assert_ne!(deal.view().outcome, Outcome::Undecided);
    deal.moves_on().ok();
    assert_ne!(deal.status(), Status::Passed);
    // others are decided as ever
    let joint = five.opens(spec("For all", vec![]));
    assert_eq!(joint.view().electorate.seats, 2);
}

/// Documents are an office's matter within half a day. Parties are groups, and have the time that groups need: the last
/// procedure's; whether the office has a holder is no matter of theirs.
#[test]
fn parties_have_their_time_where_an_office_decides_documents() {
    let world = World::new();
    let [ann, ben, clerk] = ["Ann", "Ben", "Clerk"].map(|name| world.cosmos(name));
    let [one, other] = [("One", &ann), ("Other", &ben)]
        .map(|(name, person)| world.group(name).people([person]).found());
    let rules = charter()
        .procedure(
            "documents",
            Covers::Kinds(vec![ActionKind::Documents]),
            Rule::majority(),
            Seconds::hours(12),
        )
        .decides(Rule::majority(), Seconds::days(7))
        .upstream(Rule::three_quarters(), Seconds::days(7))
        .role(role("clerk"))
        .electorate("documents", ElectorateKind::Role("clerk".into()));
    let joint = world
        .group("Joint")
        .group_seat(&one, LEAD)
        .group_seat(&other, LEAD)
        .people([&clerk])
        .charter(&rules)
        .found();
    one.decides(&[&ann], "Join", vec![actions::join(&joint, LEAD)]);
    other.decides(&[&ben], "Join", vec![actions::join(&joint, LEAD)]);
    one.decides(&[&ann], "Speak", vec![Action::appoint(1)]);
    let pact = between(vec![1, 2], "A pact", vec![agreement()]);
    ann.tries_to_propose_upstream(&one, &joint, pact).ok();
    let pact = joint.newest();
    assert_eq!(
        Seconds(pact.deadline() - pact.view().opened_at),
        Seconds::days(7)
    );
    pact.fan_out().ok();
    for (group, person) in [(&one, &ann), (&other, &ben)] {
        let mirror = group.mirror_of(&pact);
        person.votes(&mirror, Choice::Yes);
        mirror.roll_up().ok();
    }
    pact.executes();
    assert_eq!(pact.status(), Status::Executed);
    // what all adopt stays the office's matter
    let adopt = actions::adopt(DocumentKind::Other("minutes".into()), "Minutes");
    clerk
        .tries_to_propose(&joint, spec("Minutes", vec![adopt]))
        .refused("role 'clerk'");
}
