//! What seats of each standing may do, how many may be core, and one person in several groups.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{SeatId, Standing};
use folkmoot_rules::{Choice, Rule, Seconds};

use super::Trio;
use crate::world::{Group, Person, actions, charter, spec};

fn raise(group: &Group, seat: SeatId, standing: Standing) -> Action {
    Action::ChangeSeat {
        seat,
        revision: group.seat(seat).revision,
        name: None,
        standing: Some(standing),
        holder: None,
        weight: None,
    }
}

/// Contributors and observers have no vote, are in no base, and nothing changes that but a decision.
#[test]
fn only_core_seats_vote() {
    let trio = Trio::with(&charter());
    let group = &trio.group;
    for (person, standing) in [
        ("Carl", Standing::Contributor),
        ("Olga", Standing::Observer),
    ] {
        let person = trio.world.cosmos(person);
        group.decides(
            &trio.everybody(),
            "Come in",
            vec![actions::admit(person.seat_as(standing))],
        );
        let seat = person.seat_in(group);
        let proposal = trio.ann.proposes(group, "Without them", vec![]);
        assert_eq!(
            (proposal.view().electorate.seats, proposal.weight_of(seat)),
            (3, 0)
        );
        person
            .tries_to_vote(&proposal, Choice::No)
            .refused("is not in the electorate");
        person
            .tries_to_propose(
                group,
                spec("Raise me", vec![raise(group, seat, Standing::Core)]),
            )
            .refused("only core seats may do this");
    }
    group.decides(
        &trio.everybody(),
        "Carl works",
        vec![raise(group, 4, Standing::Core)],
    );
    assert_eq!(group.view().core_seats, 4);
}

/// A core team of at most so many: above it nobody is admitted, raised, or founded.
#[test]
fn a_core_team_has_a_limit() {
    let rules = charter().core_limit(4);
    let trio = Trio::with(&rules);
    let group = &trio.group;
    let [carl, olga] = ["Carl", "Olga"].map(|name| trio.world.cosmos(name));
    let reason = "the charter limits the core seats to 4, this would be number 5";
    group.decides(
        &trio.everybody(),
        "Carl works with us, Olga looks on",
        vec![
            actions::admit(carl.seat()),
            actions::admit(olga.seat_as(Standing::Observer)),
        ],
    );
    let everybody = [&trio.ann, &trio.ben, &trio.cleo, &carl];
    group.can_not_do(&everybody, vec![actions::admit(trio.dan.seat())], reason);
    group.can_not_do(&everybody, vec![raise(group, 5, Standing::Core)], reason);
    group.decides(
        &everybody,
        "Carl steps back for Olga",
        vec![
            raise(group, 4, Standing::Contributor),
            raise(group, 5, Standing::Core),
        ],
    );
    assert_eq!(group.view().core_seats, 4);
    let crowd = trio.world.crowd("Member", 5);
    let (_, attempt) = trio
        .world
        .group("Crowd")
        .people(&crowd)
        .charter(&rules)
        .try_found();
    attempt.refused(reason);
    // a limit below what is there removes nobody
    let everybody = [&trio.ann, &trio.ben, &trio.cleo, &olga];
    group.decides(
        &everybody,
        "Smaller from now on",
        vec![actions::amend(1, charter().core_limit(2).spec())],
    );
    assert_eq!(group.view().core_seats, 4);
    group.can_not_do(
        &everybody,
        vec![raise(group, 4, Standing::Core)],
        "to 2, this would be number 5",
    );
}

/// A group's seat counts once it has joined, so a full team is not joined.
#[test]
fn a_group_joins_no_full_core_team() {
    let trio = Trio::with(&charter());
    let lead = Seconds::days(3);
    let rules = charter()
        .decides(Rule::majority(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5))
        .core_limit(2);
    let union = trio
        .world
        .group("Union")
        .people([&trio.dan])
        .group_seat(&trio.group, lead)
        .charter(&rules)
        .found();
    let eve = trio.world.cosmos("Eve");
    union.decides(&[&trio.dan], "Eve first", vec![actions::admit(eve.seat())]);
    trio.group.can_not_do(
        &trio.everybody(),
        vec![actions::join(&union, lead)],
        "the charter limits the core seats to 2, this would be number 3",
    );
}

/// One person sits in as many groups as want them, with the standing that each gives them, and has a vote in each of its
/// own.
#[test]
fn one_person_sits_in_several_groups() {
    let trio = Trio::with(&charter());
    let Trio {
        world,
        ann,
        ben,
        dan,
        ..
    } = &trio;
    let other = world
        .group("Other")
        .people([ann, dan])
        .seats([ben.seat_as(Standing::Observer)])
        .found();
    let lead = Seconds::days(3);
    let rules = charter()
        .decides(Rule::majority_of_all(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5));
    let union = world
        .group("Union")
        .people([ann])
        .group_seat(&trio.group, lead)
        .group_seat(&other, lead)
        .charter(&rules)
        .found();
    trio.group
        .decides(&trio.everybody(), "Join", vec![actions::join(&union, lead)]);
    other.decides(&[ann, dan], "Join", vec![actions::join(&union, lead)]);
    let joint = ann.proposes(&union, "All of us", vec![]);
    joint.fan_out().ok();
    // Ann votes in each of her groups and in her own seat above: three seats, three ballots, none of them twice
    let mirrors: Vec<_> = [&trio.group, &other]
        .map(|group| group.mirror_of(&joint))
        .into();
    for mirror in &mirrors {
        ann.votes(mirror, Choice::Yes);
        ann.tries_to_vote(mirror, Choice::Yes).refused("has voted");
    }
    ann.votes(&joint, Choice::Yes);
    ann.tries_to_vote(&joint, Choice::Yes).refused("has voted");
    let people: [&Person; 2] = [ben, dan];
    ben.votes(&mirrors[0], Choice::Yes);
    people[1].votes(&mirrors[1], Choice::Yes);
    ben.tries_to_vote(&mirrors[1], Choice::No)
        .refused("is not in the electorate");
    for mirror in &mirrors {
        world.advance_to(mirror.deadline().max(world.now()));
        mirror.roll_up().ok();
    }
    assert_eq!(joint.weights(), [3, 0, 0, 0]);
}
