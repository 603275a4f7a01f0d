//! Acclamation: somebody is nominated, and nobody objects within the window.

use folkmoot_group::charter::Role;
use folkmoot_group::limits::MAX_NOMINATIONS;
use folkmoot_group::msg::{ExecuteMsg, SeatId, Standing};
use folkmoot_rules::Seconds;

use super::Trio;
use crate::world::roles::{acclaimed, appoint, role, rotating};
use crate::world::{actions, charter};

const WINDOW: Seconds = Seconds::days(3);

fn trio() -> Trio {
    Trio::with_role(Role {
        term: Some(Seconds::days(90)),
        ..acclaimed("speaker", WINDOW)
    })
}

/// Nobody objects until the window's last second: from its end on anybody may say so, and no vote is taken.
#[test]
fn nobody_objects_and_the_role_is_filled() {
    let trio = trio();
    let group = &trio.group;
    trio.ann.nominates(group, "speaker", 2).ok();
    let nominated = group.role("speaker").nominations.remove(0);
    assert_eq!((nominated.seat, nominated.by), (2, 1));
    assert_eq!(nominated.until, nominated.at + WINDOW.0);
    trio.world.advance_to(nominated.until - 1);
    group
        .acclaims("speaker", 2)
        .refused(&format!("objections are taken until {}", nominated.until));
    trio.world.advance_to(nominated.until);
    trio.cleo
        .objects(group, "speaker", 2, "too late")
        .refused("objections were taken until");
    group.acclaims("speaker", 2).ok();
    assert_eq!(group.holders("speaker"), [2]);
    assert_eq!(group.role("speaker").nominations, []);
    // and not twice
    group
        .acclaims("speaker", 2)
        .refused("seat 2 is not nominated for role 'speaker'");
}

/// One objection with a reason stops it, and the same seat can be nominated again only a window later: nobody has to object
/// day after day.
#[test]
fn one_objection_stops_a_nomination() {
    let trio = trio();
    let group = &trio.group;
    trio.ann.nominates(group, "speaker", 1).ok();
    trio.ben
        .objects(group, "speaker", 1, "")
        .refused("a reason has 1 to 1000 bytes, not 0");
    trio.ben
        .objects(group, "speaker", 1, "nobody asked us")
        .ok();
    let stopped = group.role("speaker").nominations.remove(0);
    let objection = stopped.objection.unwrap();
    assert_eq!(
        (objection.seat, objection.reason.as_str()),
        (2, "nobody asked us")
    );
    trio.ann
        .nominates(group, "speaker", 1)
        .refused("seat 1 is nominated for role 'speaker' already; again from");
    trio.cleo
        .objects(group, "speaker", 1, "nor us")
        .refused("seat 2 objected to seat 1");
    group
        .acclaims("speaker", 1)
        .refused("seat 2 objected to seat 1 in role 'speaker'");
    trio.world.advance_to(stopped.lapses);
    group
        .acclaims("speaker", 1)
        .refused("seat 1 is not nominated for role 'speaker'");
    trio.ann.nominates(group, "speaker", 1).ok();
}

/// A nomination that nobody acclaims is forgotten one window after its own.
#[test]
fn a_nomination_does_not_last_for_ever() {
    let trio = trio();
    trio.ann.nominates(&trio.group, "speaker", 2).ok();
    let nominated = trio.group.role("speaker").nominations.remove(0);
    trio.world.advance_to(nominated.until + WINDOW.0);
    trio.group
        .acclaims("speaker", 2)
        .refused("seat 2 is not nominated");
    assert_eq!(trio.group.role("speaker").nominations, []);
    trio.ann.nominates(&trio.group, "speaker", 2).ok();
}

/// Only core seats nominate and object; neither a member without a vote nor whoever carries others' ballots.
#[test]
fn only_core_seats_nominate_and_object() {
    let trio = trio();
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Dan looks on",
        vec![actions::admit(trio.dan.seat_as(Standing::Observer))],
    );
    let relayer = trio.world.cosmos("a relayer");
    relayer
        .nominates(group, "speaker", 1)
        .refused("holds no seat in this group");
    trio.dan
        .nominates(group, "speaker", 4)
        .refused("seat 4 is observer, only core seats may do this");
    trio.ann.nominates(group, "speaker", 4).ok();
    trio.dan
        .objects(group, "speaker", 4, "not me")
        .refused("seat 4 is observer");
    relayer
        .objects(group, "speaker", 4, "I can")
        .refused("holds no seat");
    // but nobody is made to: who is nominated may decline
    trio.dan.resigns(group, "speaker").ok();
    trio.world.advance(WINDOW);
    group.acclaims("speaker", 4).refused("is not nominated");
}

/// The place that somebody was nominated for may be taken by the time, and the nominated gone.
#[test]
fn a_place_is_filled_once() {
    let trio = trio();
    let group = &trio.group;
    trio.ann.nominates(group, "speaker", 2).ok();
    trio.ann.nominates(group, "speaker", 3).ok();
    trio.world.advance(WINDOW);
    group.acclaims("speaker", 3).ok();
    group
        .acclaims("speaker", 2)
        .refused("role 'speaker' is held by as many as it has places: 1");
    trio.cleo.sends(group, &ExecuteMsg::Leave {}).ok();
    group.acclaims("speaker", 2).ok();
    trio.ann.nominates(group, "speaker", 1).ok();
    trio.ann.sends(group, &ExecuteMsg::Leave {}).ok();
    trio.world.advance(WINDOW);
    group.acclaims("speaker", 1).refused("seat 1 was given up");
}

/// One seat, however eager, leaves the others room: of whoever nominated the most the newest gives way. What was stopped, and
/// whoever has left, takes no place.
#[test]
fn one_seat_does_not_take_all_places() {
    let trio = trio();
    let (world, group) = (&trio.world, &trio.group);
    let onlookers = world.crowd("onlooker", MAX_NOMINATIONS + 3);
    let seats = onlookers.iter().map(|one| one.seat_as(Standing::Observer));
    for some in seats.map(actions::admit).collect::<Vec<_>>().chunks(10) {
        group.decides(&trio.everybody(), "They look on", some.to_vec());
    }
    let seat = |number: usize| SeatId::try_from(number + 4).unwrap();
    let nominated = || -> Vec<(SeatId, SeatId)> {
        let all = group.role("speaker").nominations.into_iter();
        let open = all.filter(|one| one.objection.is_none());
        open.map(|one| (one.seat, one.by)).collect()
    };
    for number in 0..MAX_NOMINATIONS {
        trio.ann.nominates(group, "speaker", seat(number)).ok();
    }
    trio.ann
        .nominates(group, "speaker", seat(MAX_NOMINATIONS))
        .refused("role 'speaker' has at most 30 nominations at a time");
    trio.ben.nominates(group, "speaker", 2).ok();
    let now = nominated();
    assert_eq!(now.len(), MAX_NOMINATIONS);
    assert!(now.contains(&(2, 2)) && !now.contains(&(seat(MAX_NOMINATIONS - 1), 1)));
    // stopped, it takes no place, and it still can't be made again
    trio.cleo
        .objects(group, "speaker", seat(0), "too young")
        .ok();
    trio.ann
        .nominates(group, "speaker", seat(0))
        .refused("is nominated for role 'speaker' already");
    trio.ann
        .nominates(group, "speaker", seat(MAX_NOMINATIONS))
        .ok();
    // neither does who has left
    onlookers[1].sends(group, &ExecuteMsg::Leave {}).ok();
    trio.ann
        .nominates(group, "speaker", seat(MAX_NOMINATIONS + 1))
        .ok();
    assert_eq!(nominated().len(), MAX_NOMINATIONS);
}

/// The bars of stopped nominations are as many as nominations at most; those that end first go.
#[test]
fn stopped_nominations_do_not_grow_without_end() {
    let trio = trio();
    let (world, group) = (&trio.world, &trio.group);
    let onlookers = world.crowd("onlooker", MAX_NOMINATIONS + 2);
    let seats = onlookers.iter().map(|one| one.seat_as(Standing::Observer));
    for some in seats.map(actions::admit).collect::<Vec<_>>().chunks(10) {
        group.decides(&trio.everybody(), "They look on", some.to_vec());
    }
    for number in 0..onlookers.len() {
        let seat = SeatId::try_from(number + 4).unwrap();
        trio.ann.nominates(group, "speaker", seat).ok();
        trio.ben.objects(group, "speaker", seat, "no").ok();
    }
    let kept = group.role("speaker").nominations;
    assert_eq!(kept.len(), MAX_NOMINATIONS);
    assert_eq!(kept[0].seat, 6);
}

/// A decision fills it all the same, and what is filled otherwise is not acclaimed.
#[test]
fn each_role_is_filled_in_its_own_way_or_by_a_decision() {
    let rules = charter()
        .role(acclaimed("speaker", WINDOW))
        .role(role("treasurer"))
        .role(rotating("host", WINDOW));
    let trio = Trio::with(&rules);
    let group = &trio.group;
    for (name, filling) in [("treasurer", "decision"), ("host", "rotation")] {
        let reason = format!("role '{name}' is filled by {filling}, not by acclamation");
        trio.ann.nominates(group, name, 1).refused(&reason);
        group.acclaims(name, 1).refused(&reason);
        trio.ann.objects(group, name, 1, "why").refused(&reason);
    }
    for (name, filling) in [("treasurer", "decision"), ("speaker", "acclamation")] {
        group.rotates(name).refused(&format!(
            "role '{name}' is filled by {filling}, not by rotation"
        ));
    }
    for name in ["speaker", "treasurer", "host"] {
        group.decides(&trio.everybody(), "Ann does it", vec![appoint(1, name)]);
        assert_eq!(group.holders(name), [1]);
    }
}

/// The list of nominations is bounded.
#[test]
fn nominations_are_bounded() {
    let world = crate::world::World::new().without_dumps();
    let people = world.crowd("Member", 32);
    let group = world
        .group("Many")
        .people(&people)
        .charter(&charter().role(acclaimed("speaker", WINDOW)))
        .found();
    for seat in 1..=30 {
        people[0].nominates(&group, "speaker", seat).ok();
    }
    people[0]
        .nominates(&group, "speaker", 31)
        .refused("role 'speaker' has at most 30 nominations at a time");
}
