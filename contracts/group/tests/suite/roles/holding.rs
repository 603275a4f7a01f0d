//! Terms, several holders, apprentices; and how a role ends.

use folkmoot_group::charter::Role;
use folkmoot_group::msg::{ExecuteMsg, RoleHolder, Standing};
use folkmoot_rules::Seconds;

use super::Trio;
use crate::world::roles::{appoint, release, role, teach};
use crate::world::{actions, charter};

const MONTH: Seconds = Seconds::days(30);

fn hosts() -> Role {
    Role {
        term: Some(MONTH),
        places: 2,
        apprentice: true,
        ..role("host")
    }
}

/// A term begins with the appointment and ends by itself, at its end to the second; the place is then vacant.
#[test]
fn a_term_ends_without_a_call() {
    let trio = Trio::with_role(hosts());
    let group = &trio.group;
    assert_eq!(group.role("host").vacancies, 2);
    group.decides(&trio.everybody(), "Ann hosts", vec![appoint(1, "host")]);
    let [RoleHolder { seat, since, until }] = group.role("host").holders[..] else {
        panic!("one holder");
    };
    assert_eq!((seat, until), (1, Some(since + MONTH.0)));
    assert_eq!(group.role("host").vacancies, 1);
    trio.world.advance_to(since + MONTH.0 - 1);
    assert_eq!(group.holders("host"), [1]);
    trio.world.advance_to(since + MONTH.0);
    assert_eq!(group.holders("host"), [] as [u32; 0]);
    assert_eq!(group.role("host").vacancies, 2);
}

/// A role has as many holders as places; who holds it already may begin a new term.
#[test]
fn a_role_has_as_many_holders_as_places() {
    let trio = Trio::with_role(hosts());
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Ann and Ben host",
        vec![appoint(1, "host"), appoint(2, "host")],
    );
    assert_eq!(group.holders("host"), [1, 2]);
    group.can_not_do(
        &trio.everybody(),
        vec![appoint(3, "host")],
        "role 'host' is held by as many as it has places: 2",
    );
    let first = group.role("host").holders[0];
    trio.world.advance(Seconds::days(1));
    group.decides(&trio.everybody(), "Ann goes on", vec![appoint(1, "host")]);
    let renewed = group.role("host").holders[0];
    assert_eq!((renewed.seat, renewed.since), (1, first.since));
    assert!(renewed.until > first.until);
    // a place that is free again by time alone can be filled
    trio.world.advance(MONTH);
    group.decides(&trio.everybody(), "Cleo hosts", vec![appoint(3, "host")]);
    assert_eq!(group.holders("host"), [3]);
}

/// A decision takes a seat out of its role; what it does not hold can't be taken.
#[test]
fn a_decision_releases_from_a_role() {
    let trio = Trio::with_role(hosts());
    let group = &trio.group;
    group.decides(&trio.everybody(), "Ann hosts", vec![appoint(1, "host")]);
    group.decides(&trio.everybody(), "Thanks, Ann", vec![release(1, "host")]);
    assert_eq!(group.holders("host"), [] as [u32; 0]);
    group.can_not_do(
        &trio.everybody(),
        vec![release(1, "host")],
        "seat 1 has nothing to do with role 'host'",
    );
    group.can_not_do(
        &trio.everybody(),
        vec![appoint(1, "cook")],
        "the charter in force has no role 'cook'",
    );
    group.can_not_do(
        &trio.everybody(),
        vec![appoint(9, "host")],
        "there is no seat 9",
    );
}

/// A role ends with the seat, whether that is given up or removed.
#[test]
fn a_role_ends_with_the_seat() {
    let trio = Trio::with_role(hosts());
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Ben and Cleo host, Ann learns",
        vec![appoint(2, "host"), appoint(3, "host"), teach(1, "host")],
    );
    assert_eq!(group.role("host").apprentices, [1]);
    trio.cleo.sends(group, &ExecuteMsg::Leave {}).ok();
    assert_eq!(group.holders("host"), [2]);
    let remove = folkmoot_group::action::Action::RemoveSeat { seat: 2 };
    group.decides(&[&trio.ann, &trio.ben], "Without Ben", vec![remove]);
    assert_eq!(group.role("host").vacancies, 2);
    trio.ann.sends(group, &ExecuteMsg::Leave {}).ok();
    assert_eq!(group.role("host").apprentices, [] as [u32; 0]);
}

/// Who holds or learns a role may give it up at any time; nobody else can for them.
#[test]
fn a_holder_may_resign_at_any_time() {
    let trio = Trio::with_role(hosts());
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Ann hosts, Ben learns",
        vec![appoint(1, "host"), teach(2, "host")],
    );
    trio.dan
        .resigns(group, "host")
        .refused("holds no seat in this group");
    trio.cleo
        .resigns(group, "host")
        .refused("seat 3 has nothing to do with role 'host'");
    trio.ann.resigns(group, "host").ok();
    trio.ben.resigns(group, "host").ok();
    let view = group.role("host");
    assert_eq!((view.holders, view.apprentices), (vec![], vec![]));
}

/// Apprentices are as many as places, learn what they do not hold, and stop learning what they come to hold.
#[test]
fn an_apprentice_learns_until_they_hold_the_role() {
    let trio = Trio::with(&charter().role(hosts()).role(role("scribe")));
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "All learn",
        vec![teach(1, "host"), teach(2, "host")],
    );
    group.can_not_do(
        &trio.everybody(),
        vec![teach(3, "host")],
        "role 'host' has at most 2 apprentices",
    );
    group.decides(&trio.everybody(), "Ann hosts", vec![appoint(1, "host")]);
    let view = group.role("host");
    assert_eq!((view.apprentices, view.holders[0].seat), (vec![2], 1));
    group.can_not_do(
        &trio.everybody(),
        vec![teach(1, "host")],
        "has at most 2 apprentices",
    );
    group.can_not_do(
        &trio.everybody(),
        vec![teach(1, "scribe")],
        "role 'scribe' has at most 0 apprentices",
    );
}

/// A role is its charter's: it ends when an amendment drops it, and stays when it keeps the name.
#[test]
fn a_role_ends_with_its_charter() {
    let rules = charter().role(hosts()).role(role("scribe"));
    let trio = Trio::with(&rules);
    let group = &trio.group;
    group.decides(
        &trio.everybody(),
        "Ann hosts, Ben writes",
        vec![appoint(1, "host"), appoint(2, "scribe")],
    );
    let without = charter().role(hosts());
    group.decides(
        &trio.everybody(),
        "No scribe",
        vec![actions::amend(1, without.spec())],
    );
    assert_eq!(group.holders("host"), [1]);
    group.decides(
        &trio.everybody(),
        "A scribe again",
        vec![actions::amend(2, rules.spec())],
    );
    assert_eq!(group.holders("host"), [1]);
    assert_eq!(group.holders("scribe"), [] as [u32; 0]);
}

/// Seats of any standing may be in a role; a group can't, for it has no single will between its own decisions.
#[test]
fn a_group_is_in_no_role() {
    let trio = Trio::with_role(hosts());
    let union = trio
        .world
        .group("Union")
        .people([&trio.dan])
        .seats([trio.ann.seat_as(Standing::Observer)])
        .group_seat(&trio.group, Seconds::days(3))
        .charter(
            &charter()
                .role(hosts())
                .decides(folkmoot_rules::Rule::majority(), Seconds::days(5))
                .upstream(folkmoot_rules::Rule::majority(), Seconds::days(5)),
        )
        .found();
    union.decides(&[&trio.dan], "Ann hosts", vec![appoint(2, "host")]);
    assert_eq!(union.holders("host"), [2]);
    union.can_not_do(
        &[&trio.dan],
        vec![appoint(3, "host")],
        "seat 3 is a group's, and an office is a person's",
    );
}
