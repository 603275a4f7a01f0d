//! Resolving: objections end, versions follow each other, the fallback holds once.

use folkmoot_group::msg::{BallotResult, ObjectionState, ProposalSpec, Resolution, Text};
use folkmoot_rules::{Choice, Fallback, Outcome, Phase, Rule, Status};

use super::{DAY, Five, by_majority, deciding};
use crate::world::{Proposal, actions, charter, money, spec};

/// Ann's proposal, which Ben and Cleo agree to and Dan and Eve block; its round has ended.
fn blocked(five: &Five) -> Proposal {
    let spend = vec![actions::spend(&five.world.account("a baker"), 10)];
    let proposal = five.ann.proposes(&five.group, "Bread", spend);
    block(five, &proposal);
    proposal
}

fn block(five: &Five, proposal: &Proposal) {
    for person in [&five.ann, &five.ben, &five.cleo] {
        person.votes(proposal, Choice::Yes);
    }
    five.dan.blocks(proposal, "no flour");
    let ballot = five
        .eve
        .draft(proposal, Choice::Block)
        .because("no oven")
        .signed_by(&[&five.eve]);
    let results = five.world.carries(proposal, vec![ballot]);
    assert!(matches!(results.as_slice(), [BallotResult::Cast { .. }]));
    five.world.advance_to(proposal.deadline());
}

#[test]
fn once_no_objection_stands_it_passes_at_once() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = blocked(&five);
    let (dan, eve) = (five.dan.seat_in(&five.group), five.eve.seat_in(&five.group));
    five.ben
        .resolves(&proposal, Resolution::Withdrawn)
        .refused("has no objection");
    five.ben
        .tries_to_vote(&proposal, Choice::Yes)
        .refused("has no objection");
    five.dan.resolves(&proposal, Resolution::Withdrawn).ok();
    assert!(matches!(proposal.status(), Status::Resolving { .. }));
    five.dan
        .resolves(&proposal, Resolution::Integrated)
        .refused("has no objection");
    // who only signs ballots ends an objection with one
    five.world.advance(DAY);
    let no = five.eve.draft(&proposal, Choice::StandAside);
    let refused = five
        .world
        .carries(&proposal, vec![no.signed_by(&[&five.eve])]);
    assert!(
        matches!(&refused[..], [BallotResult::Refused { reason }] if reason.contains("into yes or abstain"))
    );
    five.eve.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.status(), Status::Passed);
    assert_eq!(
        proposal.objections(),
        [
            (dan, 1, ObjectionState::Withdrawn),
            (eve, 1, ObjectionState::Integrated)
        ]
    );
    assert_eq!(proposal.weights(), [4, 0, 1, 0]);
    let receipt = proposal.receipt();
    assert_eq!(receipt.outcome, Outcome::Passed);
    assert_eq!(receipt.decided_at, proposal.deadline());
    proposal.executes();
    assert_eq!(proposal.status(), Status::Executed);
}

/// What rests after a decision rests from the moment at which the last objection went.
#[test]
fn a_delay_runs_from_the_end_of_the_last_objection() {
    let five = Five::with(&deciding(Rule::consensus(), Fallback::Drop).delayed("ordinary", DAY));
    let proposal = blocked(&five);
    five.world.advance(DAY);
    five.dan.resolves(&proposal, Resolution::Integrated).ok();
    let until = five.world.now() + DAY.0;
    five.eve.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.status(), Status::Delayed { until });
}

/// While resolving no vote is taken; then blocks that stand drop the proposal.
#[test]
fn objections_that_stand_drop_it_at_the_resolving_deadline() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = blocked(&five);
    five.dan
        .tries_to_vote(&proposal, Choice::StandAside)
        .refused("into yes or abstain");
    five.world.advance_to(proposal.deadline() - 1);
    assert!(matches!(proposal.status(), Status::Resolving { .. }));
    five.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Blocked);
    five.dan
        .resolves(&proposal, Resolution::Integrated)
        .refused("past its deadline");
    five.ann
        .amends(&proposal, spec("Too late", vec![]))
        .refused("is blocked");
    assert!(
        proposal
            .objections()
            .iter()
            .all(|(_, _, state)| *state == ObjectionState::Raised)
    );
    assert_eq!(proposal.receipt().outcome, Outcome::Blocked);
}

#[test]
fn a_new_version_starts_anew_and_keeps_what_was() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = blocked(&five);
    let before = proposal.view();
    let to = five.world.account("a miller");
    five.ben
        .amends(&proposal, spec("Mine", vec![]))
        .refused("only the proposer");
    five.ann
        .amends(
            &proposal,
            ProposalSpec {
                text: Text::Stored("first flour, then bread".into()),
                ..spec("Flour", vec![actions::spend(&to, 10)])
            },
        )
        .ok();
    let view = proposal.view();
    assert_eq!((view.version, view.title.as_str()), (2, "Flour"));
    assert_ne!(view.content_hash, before.content_hash);
    assert_eq!(view.electorate, before.electorate);
    assert_eq!(view.opened_height, before.opened_height);
    assert_eq!(view.status, Status::Open);
    assert_eq!(view.deadline, view.opened_at + DAY.0 * 3, "a whole period");
    assert_eq!(proposal.weights(), [0, 0, 0, 0], "all ballots lapse");
    assert_eq!(proposal.content().actions, [actions::spend(&to, 10)]);
    let ben = five.ben.seat_in(&five.group);
    assert!(proposal.ballot_of(ben).unwrap().lapsed);
    let past = proposal.versions();
    assert_eq!(past.len(), 1);
    assert_eq!(
        (past[0].version, past[0].title.as_str()),
        (1, before.title.as_str())
    );
    assert_eq!(past[0].content_hash, before.content_hash);
    assert_eq!((past[0].yes, past[0].block), (3, 2));
    assert!(
        proposal
            .objections()
            .iter()
            .all(|(_, version, state)| (*version, *state) == (1, ObjectionState::Lapsed))
    );
    for person in [&five.ann, &five.ben, &five.cleo, &five.dan, &five.eve] {
        person.votes(&proposal, Choice::Yes);
    }
    assert_eq!(proposal.ballot_of(ben).unwrap().revision, 2);
    proposal.executes();
    assert_eq!(five.world.balance(&to), 10);
    assert_eq!(five.world.balance(&five.world.account("a baker")), 0);
}

/// A version without text and actions leaves none of the old ones behind.
#[test]
fn a_new_version_takes_the_place_of_text_and_actions() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = blocked(&five);
    five.ann.amends(&proposal, spec("A statement", vec![])).ok();
    assert!(proposal.content().actions.is_empty());
    for person in [&five.ann, &five.ben, &five.cleo, &five.dan, &five.eve] {
        person.votes(&proposal, Choice::Yes);
    }
    proposal.executes();
    assert_eq!(five.world.balance(&five.world.account("a baker")), 0);
}

#[test]
fn a_ballot_signed_for_one_version_is_no_ballot_of_the_next() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    let kept_back = five.eve.draft(&proposal, Choice::Yes);
    for person in [&five.ann, &five.ben, &five.cleo] {
        person.votes(&proposal, Choice::Yes);
    }
    five.dan.blocks(&proposal, "no flour");
    five.world.advance_to(proposal.deadline());
    five.ann.amends(&proposal, spec("Bread", vec![])).ok();
    let late = crate::world::Draft {
        expires: five.world.now() + DAY.0,
        ..kept_back
    };
    let results = five
        .world
        .carries(&proposal, vec![late.signed_by(&[&five.eve])]);
    assert!(
        matches!(&results[..], [BallotResult::Refused { reason }] if reason.contains("does not fit"))
    );
}

/// Version 2 is decided as version 1 was: by the procedure that took it, under the charter that it opened under.
#[test]
fn a_version_of_another_procedure_is_refused() {
    let terms = deciding(Rule::consensus(), Fallback::Drop).procedure(
        "budget",
        folkmoot_group::charter::Covers::SpendsAbove(money(50)),
        Rule::majority(),
        DAY,
    );
    let five = Five::with(&terms);
    let proposal = blocked(&five);
    let to = five.world.account("a baker");
    five.ann
        .amends(&proposal, spec("More", vec![actions::spend(&to, 51)]))
        .refused("decided by procedure 'budget', the proposal by 'ordinary'");
    five.ann
        .amends(&proposal, spec("Less", vec![actions::spend(&to, 50)]))
        .ok();
}

#[test]
fn the_fallback_round_decides_what_consent_could_not() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = blocked(&five);
    five.world.advance_to(proposal.deadline());
    let view = proposal.view();
    assert_eq!(view.status, Status::Open);
    assert_eq!(view.course.unwrap().phase, Phase::Fallback);
    assert_eq!(view.rule, Rule::majority());
    assert_eq!(proposal.weights(), [0, 0, 0, 0], "all are asked anew");
    five.dan
        .tries_to_vote_because(&proposal, Choice::Block, "still")
        .refused("the rule knows yes, no, abstain");
    five.ann.votes(&proposal, Choice::Yes);
    five.ben.votes(&proposal, Choice::Yes);
    five.dan.votes(&proposal, Choice::No);
    five.dan
        .tries_to_vote(&proposal, Choice::Yes)
        .refused("can't change");
    five.ann
        .amends(&proposal, spec("Too late", vec![]))
        .refused("is open");
    five.cleo.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [3, 1, 0, 0]);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
    let states: Vec<_> = proposal
        .objections()
        .into_iter()
        .map(|(_, _, state)| state)
        .collect();
    assert_eq!(states, [ObjectionState::NotUpheld; 2]);
    proposal.executes();
    assert_eq!(proposal.status(), Status::Executed);
}

#[test]
fn a_ballot_signed_for_the_deciding_round_is_none_of_the_fallback() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    let expires = five.world.now() + DAY.0 * 30;
    let kept_back = crate::world::Draft {
        expires,
        ..five.eve.draft(&proposal, Choice::Yes)
    };
    for person in [&five.ann, &five.ben, &five.cleo] {
        person.votes(&proposal, Choice::Yes);
    }
    five.dan.blocks(&proposal, "no flour");
    five.world.advance_to(proposal.deadline());
    five.world.advance_to(proposal.deadline());
    let results = five
        .world
        .carries(&proposal, vec![kept_back.signed_by(&[&five.eve])]);
    assert!(
        matches!(&results[..], [BallotResult::Refused { reason }] if reason.contains("the next is 2"))
    );
    five.eve.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [0, 1, 0, 0]);
}

#[test]
fn nobody_but_the_proposer_takes_it_back_and_until_it_is_decided() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = blocked(&five);
    let withdraw = folkmoot_group::msg::ExecuteMsg::Withdraw {
        proposal: proposal.id,
    };
    five.dan
        .sends(&five.group, &withdraw)
        .refused("only the proposer");
    five.ann.sends(&five.group, &withdraw).ok();
    assert_eq!(proposal.status(), Status::Withdrawn);
    five.dan
        .resolves(&proposal, Resolution::Withdrawn)
        .refused("ended");
    five.ann
        .amends(&proposal, spec("Again", vec![]))
        .refused("is withdrawn");
    let passed = blocked(&five);
    five.dan.resolves(&passed, Resolution::Integrated).ok();
    five.eve.votes(&passed, Choice::Yes);
    let withdraw = folkmoot_group::msg::ExecuteMsg::Withdraw {
        proposal: passed.id,
    };
    five.ann.sends(&five.group, &withdraw).refused("is passed");
}

#[test]
fn only_what_is_blocked_is_amended() {
    let five = Five::with(&charter());
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    five.ann
        .amends(&proposal, spec("Flour", vec![]))
        .refused("is open: a new version takes the place of a blocked one");
}

/// A block is looked into also where one is allowed and the yes are too few: whoever objected may come to say yes.
#[test]
fn a_block_that_is_allowed_is_resolved_where_the_yes_are_too_few() {
    for early in [true, false] {
        let five = Five::deciding(Rule::consensus_minus_one(), Fallback::Drop);
        let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
        five.ann.votes(&proposal, Choice::Yes);
        five.ben.votes(&proposal, Choice::Yes);
        five.cleo.votes(&proposal, Choice::Abstain);
        five.dan.blocks(&proposal, "no flour");
        if early {
            five.eve.votes(&proposal, Choice::Abstain);
            proposal.moves_on().ok();
        } else {
            five.world.advance_to(proposal.deadline());
        }
        assert!(matches!(proposal.status(), Status::Resolving { .. }));
        assert_eq!(proposal.view().outcome, Outcome::Undecided);
        if early {
            five.dan.resolves(&proposal, Resolution::Integrated).ok();
            assert_eq!(proposal.status(), Status::Passed, "three of five");
        } else {
            five.world.advance_to(proposal.deadline());
            assert_eq!(proposal.status(), Status::Rejected);
        }
    }
}
