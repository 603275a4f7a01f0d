//! What a carried weight decides: it takes part and counts, and until the end it may still turn.

use folkmoot_group::charter::{Delegating, Round};
use folkmoot_group::msg::{ObjectionState, Resolution};
use folkmoot_rules::{Choice, Fallback, Outcome, Phase, Resolving, Rule, Seconds, Silence, Status};

use super::{DAY, Five, in_votes};
use crate::world::CharterBuilder;

/// Decided early means that no ballot can change it, and whoever is spoken for may still cast one.
#[test]
fn what_is_carried_decides_nothing_before_the_end() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    for one in [&five.cleo, &five.dan, &five.eve] {
        one.delegates(group, ann);
    }
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [4, 0, 0, 0]);
    assert_eq!(proposal.view().outcome, Outcome::Undecided);
    proposal.moves_on().refused("is undecided");
    five.cleo.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.view().outcome, Outcome::Undecided);
    five.dan.votes(&proposal, Choice::Yes);
    // three of five for good
    assert_eq!(proposal.view().outcome, Outcome::Passed);
    proposal.moves_on().ok();
    // and at the deadline it counts like any other
    let other = ann.proposes(group, "Butter", vec![]);
    ann.votes(&other, Choice::Yes);
    five.world.advance_to(other.deadline());
    assert_eq!(other.status(), Status::Passed);
    assert_eq!(other.receipt().tally.carried.seats.yes, 3);
}

/// Seats count as seats: who is spoken for takes part, in a quorum and in a count of heads.
#[test]
fn who_is_spoken_for_takes_part() {
    let rules = in_votes().decides(Rule::double_majority(), Seconds::days(3));
    let five = Five::with(&rules);
    let (group, ann) = (&five.group, &five.ann);
    let alone = ann.proposes(group, "Alone", vec![]);
    ann.votes(&alone, Choice::Yes);
    five.dan.delegates(group, ann);
    five.eve.delegates(group, ann);
    let together = ann.proposes(group, "Together", vec![]);
    ann.votes(&together, Choice::Yes);
    five.world.advance_to(together.deadline());
    assert_eq!(alone.view().outcome, Outcome::NoQuorum);
    assert_eq!(together.view().outcome, Outcome::Passed);
}

fn by_consent(rule: Rule, delegation: Delegating) -> CharterBuilder {
    let fallback = Fallback::Rule {
        rule: Rule::majority(),
        period: Seconds::days(2),
    };
    let round = Round {
        resolving: Some(Resolving {
            period: Seconds::days(2),
            fallback,
        }),
        ..Round::new(rule, Seconds::days(3))
    };
    in_votes().decides_in(round).delegation(delegation)
}

/// A consent round asks each seat itself; the vote that follows it does not.
#[test]
fn in_consent_rounds_each_speaks_for_itself() {
    let five = Five::with(&by_consent(Rule::consensus(), Delegating::InVotes));
    let (group, ann) = (&five.group, &five.ann);
    five.eve.delegates(group, ann);
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
    five.cleo.votes(&proposal, Choice::Yes);
    five.dan.blocks(&proposal, "no flour");
    five.eve.votes(&proposal, Choice::StandAside);
    five.world.advance_to(proposal.deadline());
    five.world.advance(Seconds::days(2));
    assert_eq!(proposal.view().course.unwrap().phase, Phase::Fallback);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
    // the number of Eve's next ballot leaves one out, as it would without Ann's
    assert_eq!(proposal.ballot_of(5).unwrap().revision, 2);
    five.eve.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [1, 1, 0, 0]);
    assert_eq!(proposal.ballot_of(5).unwrap().revision, 3);
}

/// Where the charter lets delegates consent, they answer for those who let them, and block for them too.
#[test]
fn everywhere_is_in_consent_rounds_as_well() {
    let mut rule = Rule::consensus();
    if let Rule::Consent(consent) = &mut rule {
        consent.silence = Silence::AllMustAnswer;
    }
    let five = Five::with(&by_consent(rule, Delegating::Everywhere));
    let (group, ann, ben) = (&five.group, &five.ann, &five.ben);
    five.cleo.delegates(group, ann);
    five.dan.delegates(group, ben);
    five.eve.delegates(group, ben);
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    ben.blocks(&proposal, "no flour");
    let seats = proposal.view().tally.seats;
    assert_eq!((seats.yes, seats.block), (2, 3));
    // all have answered, and those who are spoken for may still do so themselves
    proposal.moves_on().refused("is undecided");
    five.dan.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.view().tally.seats.block, 2);
    five.world.advance_to(proposal.deadline());
    assert!(matches!(proposal.status(), Status::Resolving { .. }));
    assert_eq!(proposal.objections(), [(2, 1, ObjectionState::Raised)]);
    five.world.advance(DAY);
    // Eve is spoken for, and takes her part back alone; Ben his with what is left
    five.eve.resolves(&proposal, Resolution::Withdrawn).ok();
    assert!(matches!(proposal.status(), Status::Resolving { .. }));
    ben.resolves(&proposal, Resolution::Integrated).ok();
    assert_eq!(proposal.status(), Status::Passed);
    let seats = proposal.receipt().tally.seats;
    assert_eq!((seats.yes, seats.abstain, seats.block), (4, 1, 0));
    assert_eq!(proposal.objections(), [(2, 1, ObjectionState::Integrated)]);
}

/// A delegate's word to those who object carries those who let it speak.
#[test]
fn a_carried_block_goes_with_the_delegates() {
    let five = Five::with(&by_consent(Rule::consensus(), Delegating::Everywhere));
    let (group, ann, ben) = (&five.group, &five.ann, &five.ben);
    five.dan.delegates(group, ben);
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    five.cleo.votes(&proposal, Choice::Yes);
    ben.blocks(&proposal, "no flour");
    five.world.advance_to(proposal.deadline());
    ben.resolves(&proposal, Resolution::Withdrawn).ok();
    assert_eq!(proposal.status(), Status::Passed);
    let seats = proposal.receipt().tally.seats;
    assert_eq!((seats.yes, seats.abstain, seats.block), (2, 2, 0));
}
