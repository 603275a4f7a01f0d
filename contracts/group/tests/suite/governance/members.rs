//! Members come, change and go; electorates are those of the start of the block in which a proposal opens.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{Cast, ExecuteMsg, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Status};

use super::Trio;
use crate::world::{actions, charter, spec};

/// Whoever is admitted votes on what opens in a later block, not on what is open or opens in the same.
#[test]
fn a_newcomer_votes_from_the_next_block_on() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let dan = world.cosmos("Dan");
    let before = ann.proposes(group, "Before", vec![]);
    let admission = group.passes(&trio.everybody(), "Dan", vec![actions::admit(dan.seat())]);
    let same_block = world.in_one_block(|| {
        admission.executes();
        ann.proposes(group, "In the same block", vec![])
    });
    let after = dan.proposes(group, "After", vec![]);
    for (proposal, seats, weight) in [(&before, 3, 0), (&same_block, 3, 0), (&after, 4, 1)] {
        assert_eq!(proposal.view().electorate.seats, seats);
        assert_eq!(proposal.weight_of(4), weight);
    }
    dan.tries_to_vote(&before, Choice::No)
        .refused("seat 4 is not in the electorate of proposal 1");
    dan.tries_to_vote(&same_block, Choice::No)
        .refused("not in the electorate");
    dan.votes(&after, Choice::No);
}

/// In the block of its founding a group has no electorate yet.
#[test]
fn a_group_opens_proposals_from_the_block_after_its_founding() {
    let trio = Trio::new();
    let Trio { world, ann, .. } = &trio;
    let young = world.in_one_block(|| {
        let young = world.group("Young").people([ann]).found();
        ann.tries_to_propose(&young, spec("Too soon", vec![]))
            .refused("nobody could vote");
        young
    });
    ann.proposes(&young, "Now", vec![]);
}

/// Leaving needs nobody: at once, in the midst of open proposals, with or without a ballot.
#[test]
fn leaving_is_at_once_and_whatever_is_open() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let voted = ann.proposes(group, "With a ballot", vec![]);
    let silent = ann.proposes(group, "Without one", vec![]);
    ben.votes(&voted, Choice::Yes);
    ben.sends(group, &ExecuteMsg::Leave {}).ok();
    assert!(group.seat_of(ben.address.as_str()).is_none());
    assert_eq!(group.seat(2).left_at, Some(world.now()));
    assert_eq!(group.view().electorate.seats, 2);
    // the ballot stands, the base is unchanged, and whoever left votes no more
    assert_eq!(voted.weights(), [1, 0, 0, 0]);
    assert_eq!(voted.view().electorate.seats, 3);
    ben.tries_to_vote(&silent, Choice::Yes)
        .refused("holds no seat");
    ben.tries_to_propose(group, spec("From outside", vec![]))
        .refused("holds no seat");
    ben.sends(group, &ExecuteMsg::Leave {})
        .refused("holds no seat");
    // the missing ballot: the weight stays in the base and is no longer waited for
    assert_eq!(silent.weight_of(2), 1);
    ann.votes(&silent, Choice::Yes);
    cleo.votes(&silent, Choice::No);
    assert_eq!(silent.view().outcome, Outcome::Undecided);
    let absent = ExecuteMsg::CountAbsent {
        proposal: silent.id,
        seats: vec![2],
    };
    cleo.sends(group, &absent).ok();
    assert_eq!(silent.weights(), [1, 1, 0, 1]);
    assert_eq!(
        silent.view().outcome,
        Outcome::Rejected,
        "a tie, and nobody left to break it"
    );
    assert_eq!(silent.ballot_of(2).unwrap().cast, Cast::Absent {});
    cleo.sends(group, &absent).refused("its ballot is counted");
}

/// Only seats that left without a ballot are counted as absent.
#[test]
fn nobody_present_is_counted_as_absent() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        group,
        ..
    } = &trio;
    let proposal = ann.proposes(group, "Absent", vec![]);
    let dan = world.cosmos("Dan");
    group.decides(&trio.everybody(), "Dan", vec![actions::admit(dan.seat())]);
    ben.votes(&proposal, Choice::Yes);
    ben.sends(group, &ExecuteMsg::Leave {}).ok();
    dan.sends(group, &ExecuteMsg::Leave {}).ok();
    let absent = |seats: Vec<u32>| {
        ann.sends(
            group,
            &ExecuteMsg::CountAbsent {
                proposal: proposal.id,
                seats,
            },
        )
    };
    absent(vec![1]).refused("seat 1 can't be counted as absent: it still is a seat");
    absent(vec![2]).refused("its ballot is counted");
    absent(vec![4]).refused("it had no vote");
    absent(vec![9]).refused("there is no seat 9");
    absent((1..=31).collect()).refused("at most 30 seats, not 31");
    world.advance_to(proposal.deadline());
    absent(vec![2]).refused("not open");
}

/// Removal is a decision; the removed seat's ballot stands.
#[test]
fn removal_is_a_decision_and_leaves_ballots_standing() {
    let trio = Trio::new();
    let Trio {
        ann, cleo, group, ..
    } = &trio;
    let open = ann.proposes(group, "Open", vec![]);
    cleo.votes(&open, Choice::No);
    group.decides(
        &[ann, &trio.ben],
        "Without Cleo",
        vec![Action::RemoveSeat { seat: 3 }],
    );
    assert_eq!(open.weights(), [0, 1, 0, 0]);
    cleo.tries_to_propose(group, spec("Still here?", vec![]))
        .refused("holds no seat");
    group.can_not_do(
        &[ann, &trio.ben],
        vec![Action::RemoveSeat { seat: 3 }],
        "seat 3 was given up or removed",
    );
    // who left may come back, with a new seat and no second vote
    let back = vec![actions::admit(cleo.seat())];
    group.decides(&[ann, &trio.ben], "Cleo again", back);
    assert_eq!(cleo.seat_in(group), 4);
    cleo.tries_to_vote(&open, Choice::Yes)
        .refused("seat 4 is not in the electorate");
}

/// Only core seats vote and propose; the others weigh nothing.
#[test]
fn contributors_and_observers_have_no_vote() {
    let trio = Trio::new();
    let Trio {
        world, ann, ben, ..
    } = &trio;
    let [con, obs] = ["Con", "Obs"].map(|name| world.cosmos(name));
    let seats = [
        con.seat_as(Standing::Contributor),
        obs.seat_as(Standing::Observer),
    ];
    let group = world
        .group("Standings")
        .people([ann, ben])
        .seats(seats)
        .found();
    assert_eq!(
        (group.view().electorate.seats, group.view().core_seats),
        (2, 2)
    );
    let proposal = ann.proposes(&group, "A case", vec![]);
    for (person, standing) in [(&con, "contributor"), (&obs, "observer")] {
        person
            .tries_to_vote(&proposal, Choice::Yes)
            .refused("is not in the electorate");
        person
            .tries_to_propose(&group, spec("Mine", vec![]))
            .refused(standing);
        person.sends(&group, &ExecuteMsg::Leave {}).ok();
    }
    assert_eq!(
        (group.view().electorate.seats, group.view().core_seats),
        (2, 2)
    );
}

/// Standing, name and holder change by a decision that names the revision it was written on.
#[test]
fn a_seat_changes_by_decision_and_revision() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let dora = world.cosmos("Dora");
    let change = |revision, name: Option<&str>, standing, holder| {
        let name = name.map(Into::into);
        vec![Action::ChangeSeat {
            seat: 3,
            revision,
            name,
            standing,
            holder,
            weight: None,
        }]
    };
    let open = ann.proposes(group, "Open", vec![]);
    group.decides(
        &[ann, ben],
        "Cleo observes",
        change(1, Some("C."), Some(Standing::Observer), None),
    );
    let seat = group.seat(3);
    assert_eq!(
        (
            seat.name.as_str(),
            seat.standing,
            seat.weight,
            seat.revision
        ),
        ("C.", Standing::Observer, 0, 2)
    );
    assert_eq!(group.view().electorate.seats, 2);
    // what was open when she was core she still votes on … with the weight of its opening
    assert_eq!(open.weight_of(3), 1);
    group.can_not_do(
        &[ann, ben],
        change(1, None, Some(Standing::Core), None),
        "written on revision 1, but 2",
    );
    let holder = Some(Holder::person(vec![dora.wallet()]));
    group.decides(
        &[ann, ben],
        "Dora in her place",
        change(2, None, Some(Standing::Core), holder),
    );
    assert_eq!(dora.seat_in(group), 3);
    assert!(group.seat_of(cleo.address.as_str()).is_none());
    // one holder has at most one seat
    let taken = Some(Holder::person(vec![ann.wallet()]));
    group.can_not_do(
        &[ann, ben],
        change(3, None, None, taken),
        "already holds seat 1",
    );
    let joins = group.seat_spec(Seconds::days(3)).holder;
    group.can_not_do(
        &[ann, ben],
        change(3, None, None, Some(joins)),
        "a group comes and goes by its link",
    );
}

/// A new holder does not get the old one's vote a second time.
#[test]
fn a_seat_votes_once_whoever_holds_it() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let open = ann.proposes(group, "Open", vec![]);
    cleo.votes(&open, Choice::No);
    let dora = world.cosmos("Dora");
    let holder = Some(Holder::person(vec![dora.wallet()]));
    let change = Action::ChangeSeat {
        seat: 3,
        revision: 1,
        name: None,
        standing: None,
        holder,
        weight: None,
    };
    group.decides(&[ann, ben], "Dora in her place", vec![change]);
    dora.tries_to_vote(&open, Choice::Yes)
        .refused("seat 3 has voted");
    cleo.tries_to_vote(&open, Choice::Yes)
        .refused("holds no seat");
}

/// When the last voting seat has left, nothing can be opened, and what is open ends.
#[test]
fn a_group_without_voting_seats_opens_nothing() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let open = ann.proposes(group, "Open", vec![]);
    for person in trio.everybody() {
        person.sends(group, &ExecuteMsg::Leave {}).ok();
    }
    assert_eq!(group.view().electorate.seats, 0);
    ann.tries_to_propose(group, spec("Alone", vec![]))
        .refused("holds no seat");
    world.advance_to(open.deadline());
    assert_eq!(open.status(), Status::NoQuorum);
    open.execution().refused("no_quorum");
}

/// Several seats admitted, changed and removed in one block count as they stood at its start.
#[test]
fn a_blocks_electorate_is_that_of_its_start_whatever_happens_in_it() {
    let trio = Trio::with(&charter().decides(Rule::majority_of_all(), Seconds::days(3)));
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let [dan, eve] = ["Dan", "Eve"].map(|name| world.cosmos(name));
    let two_and_one_less = group.passes(
        &trio.everybody(),
        "Two, and one less",
        vec![
            actions::admit(dan.seat()),
            actions::admit(eve.seat()),
            Action::RemoveSeat { seat: 4 },
        ],
    );
    let within = world.in_one_block(|| {
        two_and_one_less.executes();
        cleo.sends(group, &ExecuteMsg::Leave {}).ok();
        ben.proposes(group, "Within", vec![])
    });
    assert_eq!(within.view().electorate.seats, 3);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|seat| within.weight_of(seat)),
        [1, 1, 1, 0, 0]
    );
    let after = ann.proposes(group, "After", vec![]);
    assert_eq!(after.view().electorate.seats, 3);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|seat| after.weight_of(seat)),
        [1, 1, 0, 0, 1]
    );
    cleo.tries_to_vote(&within, Choice::Yes)
        .refused("holds no seat");
    eve.votes(&after, Choice::Yes);
}

/// The electorate is frozen at the opening: who was core then votes on it, by transaction and by signature alike.
#[test]
fn who_was_core_at_the_opening_votes_on_it_either_way() {
    let trio = Trio::new();
    let Trio { world, ann, .. } = &trio;
    let [con, eth] = [world.cosmos("Con"), world.ethereum("Eth")];
    let group = world
        .group("Five")
        .people(trio.everybody())
        .people([&con, &eth])
        .found();
    let open = ann.proposes(&group, "Open", vec![]);
    let observes = |seat| Action::ChangeSeat {
        seat,
        revision: 1,
        name: None,
        standing: Some(Standing::Observer),
        holder: None,
        weight: None,
    };
    group.decides(
        &trio.everybody(),
        "Both observe",
        vec![observes(4), observes(5)],
    );
    con.votes(&open, Choice::Yes);
    eth.votes(&open, Choice::Yes);
    assert_eq!(open.weights(), [2, 0, 0, 0]);
    let later = ann.proposes(&group, "Later", vec![]);
    con.tries_to_vote(&later, Choice::Yes).refused("");
    assert_eq!(later.view().electorate.seats, 3);
}
