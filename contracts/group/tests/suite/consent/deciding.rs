//! The deciding round: the ballots that each preset knows, reasons, and what is decided when.

use folkmoot_group::msg::ObjectionState;
use folkmoot_rules::{
    Choice, Consent, Fallback, Outcome, Phase, Rule, Seconds, Silence, Slate, Status,
};

use super::{DAY, Five, by_majority, deciding, round};
use crate::world::{actions, charter};

/// A ballot that the round's rule does not know is refused with those that it knows.
#[test]
fn a_rule_takes_the_choices_that_it_knows() {
    let table = [
        (
            Rule::consensus(),
            vec![Choice::No],
            "the rule knows yes, abstain, stand_aside, block",
        ),
        (
            Rule::sociocratic_circles(),
            vec![Choice::No, Choice::Abstain, Choice::StandAside],
            "the rule knows yes, block",
        ),
    ];
    for (rule, unknown, known) in table {
        let five = Five::deciding(rule, Fallback::Drop);
        let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
        assert_eq!(proposal.view().slate, rule.slate());
        for choice in unknown {
            five.ann
                .tries_to_vote_because(&proposal, choice, "why")
                .refused(known);
        }
        for choice in rule.slate().choices() {
            let who = [&five.ann, &five.ben, &five.cleo, &five.dan];
            let at = rule
                .slate()
                .choices()
                .iter()
                .position(|one| one == choice)
                .unwrap();
            who[at]
                .tries_to_vote_because(&proposal, *choice, "why")
                .ok();
        }
    }
    let five = Five::with(&charter());
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    assert_eq!(proposal.view().slate, Slate::Vote);
    for choice in [Choice::Block, Choice::StandAside] {
        five.ann
            .tries_to_vote_because(&proposal, choice, "why")
            .refused("the rule knows yes, no, abstain");
    }
}

#[test]
fn a_block_needs_a_reason() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    for reason in ["", "  "] {
        five.ben
            .tries_to_vote_because(&proposal, Choice::Block, reason)
            .refused("needs a reason");
    }
    five.ben.blocks(&proposal, "there is no flour");
    let seat = five.ben.seat_in(&five.group);
    let objection = proposal.objection_views().remove(0);
    assert_eq!((objection.seat, objection.version), (seat, 1));
    assert_eq!(objection.reason, "there is no flour");
    assert_eq!(objection.state, ObjectionState::Raised);
}

#[test]
fn consensus_is_decided_when_all_have_answered_or_at_the_deadline() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let spend = || vec![actions::spend(&five.world.account("a baker"), 10)];
    let early = five.ann.proposes(&five.group, "Bread", spend());
    for (person, choice) in [
        (&five.ann, Choice::Yes),
        (&five.ben, Choice::Yes),
        (&five.cleo, Choice::StandAside),
        (&five.dan, Choice::Abstain),
    ] {
        person.votes(&early, choice);
    }
    early.moves_on().refused("undecided");
    five.eve.votes(&early, Choice::Yes);
    assert_eq!(early.view().outcome, Outcome::Passed);
    early.executes();
    assert_eq!(early.status(), Status::Executed);

    let quiet = five.ann.proposes(&five.group, "Bread", spend());
    five.ann.votes(&quiet, Choice::Yes);
    five.ben.votes(&quiet, Choice::Abstain);
    five.cleo.votes(&quiet, Choice::StandAside);
    five.world.advance_to(quiet.deadline());
    assert_eq!(quiet.status(), Status::Passed, "a quorum, a yes, no block");
    quiet.executes();
    assert_eq!(five.world.balance(&five.world.account("a baker")), 20);
}

#[test]
fn all_abstaining_passes_nothing() {
    for rule in [Rule::supermajority(), Rule::consensus()] {
        let five = match rule {
            Rule::Threshold(_) => Five::with(&charter().decides(rule, Seconds::days(3))),
            Rule::Consent(_) => Five::deciding(rule, by_majority()),
        };
        let to = five.world.account("a baker");
        let spend = vec![actions::spend(&to, 10)];
        let proposal = five.ann.proposes(&five.group, "Bread", spend);
        for person in [&five.ann, &five.ben, &five.cleo, &five.dan, &five.eve] {
            person.votes(&proposal, Choice::Abstain);
        }
        five.world.advance_to(proposal.deadline());
        assert_eq!(proposal.status(), Status::Rejected, "{rule:?}");
        proposal
            .execution()
            .refused("only a passed one is executed");
    }
}

/// Silence is consent, but not that of the proposer alone.
#[test]
fn lazy_consent_of_nobody_pays_no_proposer() {
    let Rule::Consent(circles) = Rule::sociocratic_circles() else {
        unreachable!("circles decide by consent");
    };
    let lazy = Rule::Consent(Consent {
        quorum: None,
        silence: Silence::Lazy,
        ..circles
    });
    let five = Five::deciding(lazy, Fallback::Drop);
    let pay_me = || vec![actions::spend(&five.ann.address, 10)];
    let alone = five.ann.proposes(&five.group, "For my trouble", pay_me());
    five.ann.votes(&alone, Choice::Yes);
    let unseen = five.ann.proposes(&five.group, "For my trouble", pay_me());
    let agreed = five.ann.proposes(&five.group, "For my trouble", pay_me());
    five.ann.votes(&agreed, Choice::Yes);
    five.ben.votes(&agreed, Choice::Yes);
    five.world.advance_to(agreed.deadline());
    assert_eq!(alone.status(), Status::NoQuorum);
    assert_eq!(unseen.status(), Status::NoQuorum);
    assert_eq!(agreed.status(), Status::Passed);
    alone.execution().refused("no_quorum");
}

#[test]
fn where_ballots_may_change_a_block_may_too() {
    let open = folkmoot_group::charter::Round {
        early_finish: false,
        revoting: true,
        ..round(Rule::consensus(), Fallback::Drop)
    };
    let five = Five::with(&charter().decides_in(open));
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    five.ann.votes(&proposal, Choice::Yes);
    five.cleo.votes(&proposal, Choice::Yes);
    five.ben.blocks(&proposal, "there is no flour");
    five.ben.votes(&proposal, Choice::Yes);
    let ben = five.ben.seat_in(&five.group);
    assert_eq!(
        proposal.objections(),
        [(ben, 1, ObjectionState::Integrated)]
    );
    five.ben.blocks(&proposal, "the flour was sold");
    assert_eq!(proposal.objections(), [(ben, 1, ObjectionState::Raised)]);
    assert_eq!(
        proposal.objection_views().remove(0).reason,
        "the flour was sold"
    );
    five.ben.votes(&proposal, Choice::Abstain);
    five.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Passed);
    assert_eq!(proposal.objections(), [(ben, 1, ObjectionState::Withdrawn)]);
}

/// Consensus minus one passes over one block, but not before resolving, and never over that of the seat it is about.
#[test]
fn one_block_is_passed_over_after_resolving_unless_its_seat_is_expelled() {
    let five = Five::deciding(Rule::consensus_minus_one(), Fallback::Drop);
    let dan = five.dan.seat_in(&five.group);
    let bread = five.ann.proposes(&five.group, "Bread", vec![]);
    let expel = five.ann.proposes(
        &five.group,
        "Dan leaves",
        vec![folkmoot_group::action::Action::RemoveSeat { seat: dan }],
    );
    for proposal in [&bread, &expel] {
        for person in [&five.ann, &five.ben, &five.cleo, &five.eve] {
            person.votes(proposal, Choice::Yes);
        }
        five.dan.blocks(proposal, "no");
    }
    let until = bread.deadline() + (DAY.0 * 2);
    five.world
        .advance_to(bread.deadline().max(expel.deadline()));
    assert_eq!(bread.status(), Status::Resolving { until });
    assert!(matches!(expel.status(), Status::Resolving { .. }));
    bread.execution().refused("resolving");
    five.world.advance_to(expel.deadline());
    assert_eq!(bread.status(), Status::Passed);
    assert_eq!(bread.view().outcome, Outcome::Passed);
    assert_eq!(expel.status(), Status::Blocked);
    bread.executes();
    expel.execution().refused("blocked");
}

/// Below four seats consensus minus one is consensus.
#[test]
fn three_seats_pass_over_no_block() {
    let world = crate::world::World::new();
    let people = world.crowd("friend", 3);
    let group = world
        .group("Three")
        .people(&people)
        .charter(&deciding(Rule::consensus_minus_one(), Fallback::Drop))
        .found();
    let proposal = people[0].proposes(&group, "Bread", vec![]);
    people[0].votes(&proposal, Choice::Yes);
    people[1].votes(&proposal, Choice::Yes);
    people[2].blocks(&proposal, "no");
    proposal.moves_on().ok();
    world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Blocked);
}

/// When all have answered and somebody blocks, anybody may begin the resolving before the deadline.
#[test]
fn resolving_may_begin_once_all_have_answered() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    for person in [&five.ann, &five.ben, &five.cleo, &five.dan] {
        person.votes(&proposal, Choice::Yes);
    }
    proposal.moves_on().refused("undecided");
    let ballot = five
        .eve
        .draft(&proposal, Choice::Block)
        .because("no flour")
        .signed_by(&[&five.eve]);
    five.world.carries(&proposal, vec![ballot]);
    let course = proposal.view().course.unwrap();
    assert!(course.may_resolve);
    proposal.execution().refused("undecided");
    let until = five.world.now() + DAY.0 * 2;
    proposal.moves_on().ok();
    assert_eq!(proposal.status(), Status::Resolving { until });
    assert_eq!(proposal.view().course.unwrap().phase, Phase::Resolving);
    proposal.moves_on().refused("resolving");
}

/// The charter's door.
#[test]
fn rounds_that_could_not_be_are_refused() {
    let world = crate::world::World::new();
    let ann = world.cosmos("Ann");
    let refused = |round: folkmoot_group::charter::Round, reason: &str| {
        let (_, attempt) = world
            .group("One")
            .people([&ann])
            .charter(&charter().decides_in(round))
            .try_found();
        attempt.refused(reason);
    };
    let plain = |rule| folkmoot_group::charter::Round::new(rule, Seconds::days(3));
    refused(
        plain(Rule::consensus_minus_one()),
        "needs a resolving round",
    );
    refused(
        round(Rule::majority(), Fallback::Drop),
        "only a consent rule has a resolving round",
    );
    let consent_again = Fallback::Rule {
        rule: Rule::consensus(),
        period: DAY,
    };
    refused(
        round(Rule::consensus(), consent_again),
        "decides by a threshold",
    );
    let no_time = Fallback::Rule {
        rule: Rule::majority(),
        period: Seconds::ZERO,
    };
    refused(round(Rule::consensus(), no_time), "above 0 seconds");
    // three versions of 65 days with 60 of resolving are more than a year, though one is not
    let mut long = round(Rule::consensus(), Fallback::Drop);
    long.period = Seconds::days(65);
    let resolving = long.resolving.as_mut().unwrap();
    resolving.period = Seconds::days(60);
    refused(long, "366 d");
}
