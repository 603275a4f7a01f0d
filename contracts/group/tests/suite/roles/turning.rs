//! Rotation: the core seats take turns, in order of their numbers.

use folkmoot_group::charter::Role;
use folkmoot_group::msg::{ExecuteMsg, Standing};
use folkmoot_rules::Seconds;

use super::Trio;
use crate::world::roles::{appoint, rotating};
use crate::world::{World, actions, charter};

const WEEK: Seconds = Seconds::days(7);

/// Each in turn, and round again; before a term's end nobody can push the holder out.
#[test]
fn seats_take_turns_in_order() {
    let trio = Trio::with_role(rotating("host", WEEK));
    let group = &trio.group;
    for seat in [1, 2, 3, 1] {
        assert_eq!(group.role("host").next, Some(seat));
        group.rotates("host").ok();
        assert_eq!(group.holders("host"), [seat]);
        group
            .rotates("host")
            .refused("role 'host' is held by as many as it has places: 1");
        trio.world.advance(WEEK);
    }
}

/// Whoever is in turn may pass before it begins, and resign after; the next follows, and nobody waits.
#[test]
fn a_seat_may_pass_its_turn() {
    let trio = Trio::with_role(rotating("host", WEEK));
    let group = &trio.group;
    trio.ben
        .resigns(group, "host")
        .refused("seat 2 has nothing to do with role 'host'");
    trio.ann.resigns(group, "host").ok();
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [2]);
    trio.ben.resigns(group, "host").ok();
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [3]);
}

/// Seats without a vote, groups, and those who left are passed over.
#[test]
fn only_core_seats_of_persons_take_turns() {
    let trio = Trio::with_role(rotating("host", WEEK));
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Dan looks on",
        vec![actions::admit(trio.dan.seat_as(Standing::Observer))],
    );
    trio.ben.sends(group, &ExecuteMsg::Leave {}).ok();
    for seat in [1, 3, 1] {
        group.rotates("host").ok();
        assert_eq!(group.holders("host"), [seat]);
        trio.world.advance(WEEK);
    }
}

/// Two places are two calls; where all core seats hold it, none is free.
#[test]
fn several_places_are_filled_one_by_one() {
    let trio = Trio::with_role(Role {
        places: 4,
        ..rotating("cook", WEEK)
    });
    let group = &trio.group;
    for _ in 0..3 {
        group.rotates("cook").ok();
    }
    assert_eq!(group.holders("cook"), [1, 2, 3]);
    group
        .rotates("cook")
        .refused("no core seat is free to take a turn in role 'cook'");
    assert_eq!(group.role("cook").next, None);
}

/// A decision may fill a place out of turn; the turns go on where they were.
#[test]
fn a_decision_does_not_change_the_order_of_turns() {
    let trio = Trio::with_role(rotating("host", WEEK));
    let group = &trio.group;
    group.rotates("host").ok();
    trio.world.advance(WEEK);
    group.decides(&trio.everybody(), "Cleo hosts", vec![appoint(3, "host")]);
    assert_eq!(group.holders("host"), [3]);
    trio.world.advance(WEEK);
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [2]);
}

/// One call looks at a bounded number of seats; the next goes on behind them, so that nothing is too long a way.
#[test]
fn a_long_way_to_the_next_seat_takes_several_calls() {
    let world = World::new().without_dumps();
    let [ann, zoe] = ["Ann", "Zoe"].map(|name| world.cosmos(name));
    let crowd = world.crowd("Observer", 120);
    let group = world
        .group("Wide")
        .people([&ann])
        .seats(crowd.iter().map(|one| one.seat_as(Standing::Observer)))
        .people([&zoe])
        .charter(&charter().role(rotating("host", WEEK)))
        .found();
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [1]);
    world.advance(WEEK);
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [] as [u32; 0]);
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [122]);
}
