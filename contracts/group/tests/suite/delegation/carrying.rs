//! What a delegate's ballot carries: what was given when the proposal opened, of those who have not spoken themselves.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Basis, Covers, ElectorateKind, Role};
use folkmoot_group::msg::{BallotResult, Cast, ExecuteMsg, SeatSpec};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Rule, Seconds};

use super::{DAY, Five, in_votes, joint, revoting};
use crate::world::roles::{appoint, role};
use crate::world::{Person, World, actions};

#[test]
fn a_delegates_ballot_counts_for_those_who_let_it() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    five.dan.delegates(group, ann);
    five.eve.delegates(group, ann);
    let proposal = ann.proposes(group, "Bread", vec![]);
    let response = ann.tries_to_vote(&proposal, Choice::No).ok();
    let told = response
        .events
        .iter()
        .find(|event| event.ty == "wasm-ballots_carried")
        .expect("an event");
    let count = told.attributes.iter().find(|one| one.key == "count");
    assert_eq!(count.unwrap().value, "2");
    assert_eq!(proposal.weights(), [0, 3, 0, 0]);
    assert_eq!(proposal.carried_for(&five.eve), Some((Choice::No, 1)));
    assert_eq!(proposal.view().tally.seats.no, 3);
    assert_eq!(proposal.view().tally.carried.seats.no, 2);
    // nobody speaks for the others
    assert_eq!(proposal.ballot_of(2), None);
}

/// It counts for what opens from the next block on, and taking it back does as well.
#[test]
fn it_is_resolved_at_the_start_of_the_block_of_opening() {
    let five = Five::delegating();
    let (group, ann, eve) = (&five.group, &five.ann, &five.eve);
    let before = ann.proposes(group, "Before", vec![]);
    let same = five.world.in_one_block(|| {
        eve.delegates(group, ann);
        ann.proposes(group, "In the same block", vec![])
    });
    let given = ann.proposes(group, "Given", vec![]);
    let ending = five.world.in_one_block(|| {
        eve.ends_delegation(group).ok();
        ann.proposes(group, "In the block of the end", vec![])
    });
    let ended = ann.proposes(group, "Ended", vec![]);
    five.dan.delegates(group, eve);
    eve.delegates_for(group, ann, &["ordinary"]);
    let again = ann.proposes(group, "Again", vec![]);
    eve.delegates(group, &five.ben);
    // a change and its end within a block leave no trace
    five.world.in_one_block(|| {
        eve.delegates(group, &five.cleo);
        eve.ends_delegation(group).ok();
    });
    for (proposal, weight) in [
        (&before, 1),
        (&same, 1),
        (&given, 2),
        (&ending, 2),
        (&ended, 1),
        (&again, 2),
    ] {
        ann.votes(proposal, Choice::Yes);
        assert_eq!(proposal.weights(), [weight, 0, 0, 0], "{}", proposal.id);
    }
}

#[test]
fn ones_own_ballot_comes_first_whenever_it_comes() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    five.dan.delegates(group, ann);
    five.eve.delegates(group, ann);
    let proposal = ann.proposes(group, "Bread", vec![]);
    five.dan.votes(&proposal, Choice::No);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 1, 0, 0]);
    five.eve.votes(&proposal, Choice::Abstain);
    assert_eq!(proposal.weights(), [1, 1, 1, 0]);
    assert!(proposal.view().tally.carried.is_nothing());
    assert_eq!(proposal.carried_for(&five.eve), None);
    for person in [&five.dan, &five.eve, ann] {
        person
            .tries_to_vote(&proposal, Choice::Yes)
            .refused("has voted");
    }
}

/// A signed ballot's number is what it would be without a delegate: the delegate's vote makes none worthless.
#[test]
fn a_ballot_signed_before_the_delegate_voted_is_good() {
    let world = World::new();
    let [ann, ben, pia] = ["Ann", "Ben", "Pia"].map(|name| world.cosmos(name));
    let key = world.ethereum("Pia's key");
    let both = SeatSpec {
        holder: Holder::person(vec![pia.wallet(), key.wallet()]),
        ..pia.seat()
    };
    let group = world
        .group("Trio")
        .seats([ann.seat(), ben.seat(), both])
        .charter(&in_votes())
        .found();
    pia.delegates(&group, &ann);
    let proposal = ann.proposes(&group, "Bread", vec![]);
    let signed = key.signs(&proposal, Choice::No);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.ballot_of(3).unwrap().revision, 0);
    let again = key.signs(&proposal, Choice::No);
    assert_eq!(signed.revision, again.revision);
    let results = world.carries(&proposal, vec![signed]);
    assert!(matches!(results[..], [BallotResult::Cast { seat: 3 }]));
    assert_eq!(proposal.weights(), [1, 1, 0, 0]);
}

/// What was given to a delegate is not passed on with its own weight.
#[test]
fn it_goes_one_level_and_no_further() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    five.ben.delegates(group, ann);
    five.cleo.delegates(group, &five.ben);
    five.dan.delegates(group, &five.eve);
    five.eve.delegates(group, &five.dan);
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
    assert_eq!(proposal.ballot_of(3), None);
    // who was spoken for and speaks carries what was given to them
    five.ben.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [1, 2, 0, 0]);
    // of two who trust each other the first to speak speaks for both
    five.dan.votes(&proposal, Choice::Abstain);
    assert_eq!(proposal.carried_for(&five.eve), Some((Choice::Abstain, 4)));
    five.eve.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [1, 3, 1, 0]);
}

#[test]
fn it_may_be_for_named_procedures_and_ends_on_its_day() {
    let spends = Covers::Kinds(vec![ActionKind::Spend]);
    let rules = in_votes().procedure("budget", spends, Rule::majority(), DAY);
    let five = Five::with(&rules);
    let (group, ann) = (&five.group, &five.ann);
    five.ben.delegates_for(group, ann, &["budget"]);
    five.cleo.delegates(group, ann);
    five.dan
        .tries_to_delegate(group, 1, &["budget", "ordinary"], DAY.0)
        .ok();
    let spend = || vec![actions::spend(&five.world.account("a baker"), 10)];
    let carried = |title, actions: Vec<Action>| {
        let proposal = ann.proposes(group, title, actions);
        ann.votes(&proposal, Choice::Yes);
        proposal.weights()[0]
    };
    assert_eq!(carried("Spend", spend()), 4);
    assert_eq!(carried("Say", vec![]), 3);
    // what opens before its day counts, though the ballot comes later
    let open = ann.proposes(group, "Open", vec![]);
    five.world.advance(DAY);
    assert_eq!(carried("Spend", spend()), 3);
    ann.votes(&open, Choice::Yes);
    assert_eq!(open.weights(), [3, 0, 0, 0]);
}

/// A mirror is carried only where it was named.
#[test]
fn for_what_a_group_above_asks_it_must_be_named() {
    let world = World::new();
    let dora = world.cosmos("Dora");
    let crew = world.crowd("crew", 4);
    let lead = Seconds::days(3);
    let below = world
        .group("Crew")
        .people(&crew)
        .charter(&in_votes().upstream(Rule::majority_of_all(), lead))
        .found();
    let above = world
        .group("Above")
        .people([&dora])
        .group_seat(&below, lead)
        .charter(&joint())
        .found();
    let electors: Vec<&Person> = crew.iter().collect();
    below.decides(&electors[..3], "Join", vec![actions::join(&above, lead)]);
    crew[1].delegates_for(&below, &crew[0], &["upstream", "ordinary"]);
    crew[2].delegates(&below, &crew[0]);
    let joint = dora.proposes(&above, "Together", vec![]);
    // what is said after the joint proposal opened is no part of who decides
    crew[3].delegates_for(&below, &crew[0], &["upstream"]);
    joint.fan_out().ok();
    let mirror = below.mirror_of(&joint);
    crew[0].votes(&mirror, Choice::Yes);
    assert_eq!(mirror.weights(), [2, 0, 0, 0]);
    // half of all are with it, and one of them might turn: its vote is not final
    crew[2].votes(&mirror, Choice::Yes);
    assert_eq!(mirror.weights(), [3, 0, 0, 0]);
    mirror.roll_up().refused("undecided");
    crew[1].votes(&mirror, Choice::Yes);
    mirror.roll_up().ok();
}

/// The missing ballot of who left counts as not cast; what a delegate cast before stands.
#[test]
fn nobody_speaks_for_who_has_left() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    five.dan.delegates(group, ann);
    five.eve.delegates(group, ann);
    five.ben.delegates(group, &five.cleo);
    let proposal = ann.proposes(group, "Bread", vec![]);
    let leave = |person: &Person| drop(person.sends(group, &ExecuteMsg::Leave {}).ok());
    leave(&five.dan);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
    leave(&five.eve);
    let count = |seats| ExecuteMsg::CountAbsent {
        proposal: proposal.id,
        seats,
    };
    // what was said for her is her last word: nobody waits for another
    ann.sends(group, &count(vec![4, 5])).ok();
    ann.sends(group, &count(vec![5]))
        .refused("its ballot is counted");
    assert_eq!(proposal.weights(), [2, 0, 0, 1]);
    assert!(proposal.view().tally.carried.is_nothing());
    // who trusted somebody who left speaks for themselves
    leave(&five.cleo);
    five.ben.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [2, 1, 0, 1]);
}

/// Where ballots may change, what is carried changes with the delegate's, and one's own stays one's own.
#[test]
fn what_is_carried_follows_the_delegate() {
    let five = Five::with(&revoting());
    let (group, ann) = (&five.group, &five.ann);
    five.dan.delegates(group, ann);
    five.eve.delegates(group, ann);
    let proposal = ann.proposes(group, "Bread", vec![]);
    ann.votes(&proposal, Choice::Yes);
    five.eve.votes(&proposal, Choice::Yes);
    ann.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [1, 2, 0, 0]);
    five.eve.votes(&proposal, Choice::Abstain);
    five.dan.votes(&proposal, Choice::Yes);
    ann.votes(&proposal, Choice::Abstain);
    assert_eq!(proposal.weights(), [1, 0, 2, 0]);
    assert!(proposal.view().tally.carried.is_nothing());
    let own = proposal.ballot_of(4).unwrap();
    assert_eq!((own.cast, own.revision), (Cast::Choice(Choice::Yes), 1));
}

/// It is the weight at the opening that is carried.
#[test]
fn a_later_weight_moves_nothing() {
    let world = World::new();
    let [ann, ben, cleo] = ["Ann", "Ben", "Cleo"].map(|name| world.cosmos(name));
    let rules = in_votes().weighting(Basis::Fixed, None);
    let group = world
        .group("Weights")
        .seats([
            ann.seat_weighing(3),
            ben.seat_weighing(5),
            cleo.seat_weighing(7),
        ])
        .charter(&rules)
        .found();
    ben.delegates(&group, &ann);
    let proposal = ann.proposes(&group, "Bread", vec![]);
    let heavier = Action::ChangeSeat {
        seat: 2,
        revision: group.seat(2).revision,
        name: None,
        standing: None,
        holder: None,
        weight: Some(100),
    };
    group.decides(&[&ben, &cleo], "More for Ben", vec![heavier]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [8, 0, 0, 0]);
}

/// In an office each holder weighs 1, and speaks for other holders only.
#[test]
fn holders_of_a_role_speak_for_each_other() {
    let planner = Role {
        places: 3,
        ..role("planner")
    };
    let rules = in_votes()
        .role(planner)
        .procedure(
            "plans",
            Covers::Kinds(vec![ActionKind::Statement]),
            Rule::majority(),
            DAY,
        )
        .electorate("plans", ElectorateKind::Role("planner".into()));
    let five = Five::with(&rules);
    let (group, ann) = (&five.group, &five.ann);
    let into = [1, 2, 3].map(|seat| appoint(seat, "planner")).to_vec();
    group.decides(&five.all(), "Planners", into);
    for one in [&five.ben, &five.dan] {
        one.delegates(group, ann);
    }
    five.cleo.delegates(group, &five.eve);
    let plan = ann.proposes(group, "A picnic", vec![]);
    ann.votes(&plan, Choice::Yes);
    assert_eq!(plan.weights(), [2, 0, 0, 0]);
    five.eve
        .tries_to_vote(&plan, Choice::Yes)
        .refused("not in the electorate");
}

/// A delegate's ballot touches what each of those needs and nothing else; nobody else's costs more than without.
#[test]
fn the_cost_is_the_delegates_and_bounded() {
    let world = World::new().without_dumps();
    let crowd = world.crowd("member", 53);
    let group = world
        .group("Crowd")
        .seats(crowd.iter().map(Person::seat).collect::<Vec<_>>())
        .charter(&in_votes())
        .found();
    let first = crowd[0].proposes(&group, "Without", vec![]);
    let touched = |proposal, person: &Person| {
        person.votes(proposal, Choice::Yes);
        (world.meter().reads().keys, world.meter().writes().keys)
    };
    let alone = touched(&first, &crowd[0]);
    for one in &crowd[1..51] {
        one.delegates(&group, &crowd[0]);
    }
    let second = crowd[0].proposes(&group, "With", vec![]);
    assert_eq!(touched(&second, &crowd[52]), alone);
    // the list and the charter; of each its delegation, seat and ballot
    let (reads, writes) = touched(&second, &crowd[0]);
    assert!(reads <= alone.0 + 3 + 3 * 50, "{reads} {alone:?}");
    assert_eq!(writes, alone.1 + 50);
    // their own ballots cost what they cost without
    assert_eq!(touched(&second, &crowd[1]), alone);
}
