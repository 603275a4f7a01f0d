//! Who can't vote any more is waited for nowhere.

use folkmoot_group::action::Action;
use folkmoot_group::charter::{Delegating, Round};
use folkmoot_group::msg::{Cast, ExecuteMsg, SeatId};
use folkmoot_rules::{Choice, Fallback, Outcome, Rule, Seconds, Status};

use super::{Five, by_majority, deciding};
use crate::world::{Attempt, Group, Person, Proposal, World, actions, charter, spec};

const LEAD: Seconds = Seconds::days(3);

fn count_absent(proposal: &Proposal, seats: &[SeatId]) -> Attempt {
    let world = proposal.group.world();
    let msg = ExecuteMsg::CountAbsent {
        proposal: proposal.id,
        seats: seats.to_vec(),
    };
    world.attempt(&world.account("anybody"), &proposal.group.address, &msg)
}

/// Three groups of one person each in the seats of a joint one.
fn three_groups(consent: bool) -> (World, Vec<(Group, Person)>, Group) {
    let world = World::new();
    let cells: Vec<(Group, Person)> = (1..=3)
        .map(|number| {
            let person = world.cosmos(&format!("person {number}"));
            let group = world.group(&format!("Cell {number}")).people([&person]);
            (group.found(), person)
        })
        .collect();
    let rule = if consent {
        Rule::consensus()
    } else {
        Rule::majority_of_all()
    };
    let founding = world.group("Joint").charter(
        &charter()
            .decides_in(Round::new(rule, Seconds::days(7)))
            .upstream(rule, Seconds::days(7))
            .buffer(Seconds::days(4)),
    );
    let joint = cells
        .iter()
        .fold(founding, |founding, (cell, _)| {
            founding.group_seat(cell, LEAD)
        })
        .found();
    for (cell, person) in &cells {
        let join = vec![actions::join(&joint, LEAD), Action::appoint(1)];
        cell.decides(&[person], "Join", join);
    }
    (world, cells, joint)
}

fn say(joint: &Proposal, cells: &[(Group, Person)], choice: Choice) {
    for (cell, person) in cells {
        let mirror = cell.mirror_of(joint);
        person.votes(&mirror, choice);
        mirror.roll_up().ok();
    }
}

/// A group that leaves before it was asked is counted at once, and once: not again when the time for asking is over.
#[test]
fn a_group_that_leaves_unasked_is_not_waited_for() {
    for consent in [false, true] {
        let (world, cells, joint) = three_groups(consent);
        let seat = joint.seat_of_group(&cells[2].0).seat;
        let proposal = cells[0]
            .1
            .proposes_upstream(&cells[0].0, &joint, "Bread", vec![]);
        count_absent(&proposal, &[seat]).refused("it still is a seat");
        let leave = vec![actions::leave(&joint)];
        cells[2].0.decides(&[&cells[2].1], "Leave", leave);
        proposal.fan_out().ok();
        say(&proposal, &cells[..2], Choice::Yes);
        if consent {
            assert_eq!(proposal.view().outcome, Outcome::Undecided);
        }
        count_absent(&proposal, &[seat]).ok();
        count_absent(&proposal, &[seat]).refused("its ballot is counted");
        let view = proposal.view();
        assert_eq!((view.tally.seats.not_cast, view.asked.seats), (1, 3));
        assert_eq!(view.outcome, Outcome::Passed);
        world.advance(Seconds::days(3));
        assert_eq!(proposal.view().tally.seats.not_cast, 1);
        proposal.moves_on().ok();
    }
}

/// Once the time for asking is over it is counted with those that were not asked, and not once more.
#[test]
fn a_group_that_was_never_asked_is_counted_with_those() {
    let (world, cells, joint) = three_groups(true);
    let seat = joint.seat_of_group(&cells[2].0).seat;
    let proposal = cells[0]
        .1
        .proposes_upstream(&cells[0].0, &joint, "Bread", vec![]);
    proposal.fan_out_to(&[&cells[0].0, &cells[1].0]).ok();
    let leave = vec![actions::leave(&joint)];
    cells[2].0.decides(&[&cells[2].1], "Leave", leave);
    world.advance(Seconds::days(2));
    count_absent(&proposal, &[seat]).refused("it was not asked");
    assert_eq!(proposal.view().tally.seats.not_cast, 1);
    say(&proposal, &cells[..2], Choice::Yes);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
}

/// A party that left ends the agreement at once: it can't say yes any more.
#[test]
fn a_party_that_left_unasked_ends_the_agreement() {
    let (_, cells, joint) = three_groups(false);
    let parties: Vec<SeatId> = [1, 2]
        .map(|at: usize| joint.seat_of_group(&cells[at].0).seat)
        .to_vec();
    let deal = folkmoot_group::msg::ProposalSpec {
        parties: parties.clone(),
        ..spec("A deal", vec![])
    };
    cells[1]
        .1
        .tries_to_propose_upstream(&cells[1].0, &joint, deal)
        .ok();
    let deal = joint.newest();
    let leave = vec![actions::leave(&joint)];
    cells[2].0.decides(&[&cells[2].1], "Leave", leave);
    count_absent(&deal, &parties[1..]).ok();
    assert_eq!(deal.view().outcome, Outcome::NoQuorum);
    deal.moves_on().ok();
}

/// A ballot that lapsed with its version is none: who left is counted in the new one, and the round is decided.
#[test]
fn who_left_after_its_ballot_lapsed_is_counted_once() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    for person in [&five.ann, &five.ben, &five.cleo] {
        person.votes(&proposal, Choice::Yes);
    }
    five.dan.blocks(&proposal, "no flour");
    five.eve.votes(&proposal, Choice::Yes);
    proposal.moves_on().ok();
    let dan = five.dan.seat_in(&five.group);
    five.dan.sends(&five.group, &ExecuteMsg::Leave {}).ok();
    five.ann.amends(&proposal, spec("Rolls", vec![])).ok();
    for person in [&five.ann, &five.ben, &five.cleo, &five.eve] {
        person.votes(&proposal, Choice::Yes);
    }
    assert_eq!(proposal.view().outcome, Outcome::Undecided);
    count_absent(&proposal, &[dan]).ok();
    count_absent(&proposal, &[dan]).refused("its ballot is counted");
    assert_eq!(proposal.view().outcome, Outcome::Passed);
}

/// Who voted in the first round and leaves in the fallback is counted there, and before its ballots alone.
#[test]
fn who_leaves_in_the_fallback_round_is_counted_there() {
    let fallback = Fallback::Rule {
        rule: Rule::unanimity(),
        period: Seconds::days(2),
    };
    let five = Five::deciding(Rule::consensus(), fallback);
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    for person in [&five.ann, &five.ben, &five.cleo, &five.eve] {
        person.votes(&proposal, Choice::Yes);
    }
    five.dan.blocks(&proposal, "no flour");
    proposal.moves_on().ok();
    five.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Open);
    let dan = five.dan.seat_in(&five.group);
    five.dan.sends(&five.group, &ExecuteMsg::Leave {}).ok();
    count_absent(&proposal, &[dan]).ok();
    let view = proposal.view();
    assert_eq!(
        (view.tally.seats.not_cast, view.outcome),
        (1, Outcome::NoQuorum)
    );
}

/// What a delegate said for a seat that left is its last word, and the delegate's own leaving changes nothing of it.
#[test]
fn what_was_carried_for_who_left_is_waited_for_no_more() {
    let five =
        Five::with(&deciding(Rule::consensus(), by_majority()).delegation(Delegating::Everywhere));
    five.ben.delegates(&five.group, &five.ann);
    five.cleo.delegates(&five.group, &five.ann);
    let proposal = five.dan.proposes(&five.group, "Bread", vec![]);
    for person in [&five.ann, &five.dan, &five.eve] {
        person.votes(&proposal, Choice::Yes);
    }
    let [ann, ben, cleo] = [&five.ann, &five.ben, &five.cleo].map(|one| one.seat_in(&five.group));
    five.ann.sends(&five.group, &ExecuteMsg::Leave {}).ok();
    count_absent(&proposal, &[ann]).refused("its ballot is counted");
    five.ben.sends(&five.group, &ExecuteMsg::Leave {}).ok();
    count_absent(&proposal, &[cleo]).refused("it still is a seat");
    count_absent(&proposal, &[ben]).ok();
    count_absent(&proposal, &[ben]).refused("its ballot is counted");
    let view = proposal.view();
    assert_eq!((view.tally.seats.yes, view.tally.carried.seats.yes), (5, 1));
    assert!(matches!(
        proposal.ballot_of(ben).unwrap().cast,
        Cast::Choice(Choice::Yes)
    ));
    assert_eq!(
        view.outcome,
        Outcome::Undecided,
        "Cleo may speak for herself"
    );
    five.cleo.votes(&proposal, Choice::Abstain);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
}

/// A seat made an observer keeps the vote that it had when the proposal opened: it is waited for, and heard.
#[test]
fn who_became_an_observer_still_votes_on_what_was_open() {
    let five = Five::deciding(Rule::consensus(), by_majority());
    let proposal = five.ann.proposes(&five.group, "Bread", vec![]);
    let dan = five.group.seat(five.dan.seat_in(&five.group));
    let observe = Action::ChangeSeat {
        seat: dan.seat,
        revision: dan.revision,
        name: None,
        standing: Some(folkmoot_group::msg::Standing::Observer),
        holder: None,
        weight: None,
    };
    let all = [&five.ann, &five.ben, &five.cleo, &five.dan, &five.eve];
    five.group.decides(&all, "Dan watches", vec![observe]);
    count_absent(&proposal, &[dan.seat]).refused("it still is a seat");
    for person in all {
        person.votes(&proposal, Choice::Yes);
    }
    assert_eq!(proposal.view().outcome, Outcome::Passed);
}

/// With one seat left in a circle everybody's yes is its own.
#[test]
fn the_last_seats_of_a_circle_can_decide() {
    let five = Five::deciding(Rule::sociocratic_circles(), Fallback::Drop);
    let all = [&five.ann, &five.ben, &five.cleo, &five.dan, &five.eve];
    let seat = five.eve.seat_in(&five.group);
    let remove = vec![Action::RemoveSeat { seat }];
    five.group.decides(&all, "Eve goes", remove);
    for left in [3, 2, 1] {
        all[left].sends(&five.group, &ExecuteMsg::Leave {}).ok();
        let decided = five.group.passes(&all[..left], "Bread", vec![]);
        assert_eq!(decided.status(), Status::Passed, "{left} left");
    }
}
