//! Leaving, expulsion and the end of a link: what is due becomes a claim, whoever stays and whatever they decide.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{Claimant, ExecuteMsg};
use folkmoot_rules::Seconds;

use super::Cell;
use crate::world::{Funds, World, actions, charter, open_cycle, spend_from_pool};

/// Exit: free stake now, the share at the cycle's end.
#[test]
fn who_leaves_gets_the_free_stake_now_and_the_share_at_the_end() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person.leaves(&cell.group).ok();
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 50_000,
            free: 16_000,
            pools: 30_000,
            claims: 4_000,
            ..Funds::default()
        }
    );
    cell.group
        .settles(&cell.world, seat)
        .refused("seat 4 has no share of an ended cycle of ustake");
    cell.world.advance_to(ends_at);
    cell.group.settles(&cell.world, seat).ok();
    // both claims are one by now
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    assert_eq!(person.balance(), 10_000);
    person
        .takes_back(&cell.group, 1)
        .refused("holds no seat in this group");
}

/// Leaving writes down what is due and pays nobody, so no payee can hold it up.
#[test]
fn leaving_sends_no_coin() {
    let (cell, _) = Cell::in_a_cycle();
    let left = cell.stakeholder(0).0.leaves(&cell.group).ok();
    assert!(left.events.iter().all(|event| event.ty != "transfer"));
    let expel = Action::RemoveSeat {
        seat: cell.stakeholder(1).1,
    };
    let proposal = cell.group.passes(&cell.everybody(), "Out", vec![expel]);
    let expelled = proposal.execution().ok();
    assert!(expelled.events.iter().all(|event| event.ty != "transfer"));
    assert_eq!(cell.claim_of(1), 4_000);
}

/// A pledge of somebody who left before the opening goes into no cycle.
#[test]
fn who_leaves_before_the_opening_is_not_in_the_cycle() {
    let cell = Cell::pledged();
    cell.stakeholder(0).0.leaves(&cell.group).ok();
    assert_eq!(cell.claim_of(0), 10_000);
    cell.opens_cycle();
    assert_eq!(cell.group.funds().pools, 4 * 6_000);
}

/// An expelled seat's stake is not forgotten: whoever stays, anybody can have it paid.
#[test]
fn who_is_expelled_loses_no_coin() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    let expel = Action::RemoveSeat { seat };
    cell.group.decides(&cell.everybody(), "Out", vec![expel]);
    assert_eq!(cell.claim_of(0), 4_000);
    let payee = cell.world.account("a payee");
    // nor can what is due be spent in the meantime
    cell.group.can_not_do(
        &cell.everybody(),
        vec![actions::spend(&payee, 1)],
        "the common fund has 0 ustake, 1 are asked for",
    );
    cell.world.advance_to(ends_at + Seconds::days(400).0);
    cell.group.settles(&cell.world, seat).ok();
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    assert_eq!(person.balance(), 10_000);
}

/// A member that is admitted again has another seat, and what was due to the first is still paid.
#[test]
fn a_new_seat_of_the_same_person_is_another_claimant() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person.leaves(&cell.group).ok();
    cell.group.decides(
        &cell.everybody(),
        "Back again",
        vec![actions::admit(person.seat())],
    );
    person.stakes(&cell.world, &cell.group, 300);
    cell.world.advance_to(ends_at);
    cell.group.settles(&cell.world, seat).ok();
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    assert_eq!(person.balance(), 10_000);
    let again = person.seat_in(&cell.group);
    assert_eq!(cell.group.free_and_pledged(again), (300, 0));
}

/// Everybody leaves, the last of them too, and every coin finds its owner; the common fund is what it was.
#[test]
fn when_all_leave_each_has_what_was_theirs() {
    let (cell, ends_at) = Cell::in_a_cycle();
    cell.group.receives(77);
    let payee = cell.world.account("a payee");
    let spend = vec![spend_from_pool(&payee, 10_001, 1)];
    cell.group.decides(&cell.everybody(), "A third", spend);
    for person in cell.stakeholders.iter().chain(&cell.team) {
        person.leaves(&cell.group).ok();
    }
    cell.world.advance_to(ends_at);
    for index in 0..5 {
        let (person, seat) = cell.stakeholder(index);
        cell.group.settles(&cell.world, seat).ok();
        cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
        // ⌊6,000 · 19,999 / 30,000⌋ = 3,999
        assert_eq!(person.balance(), 4_000 + 3_999);
    }
    let dust = 19_999 - 5 * 3_999;
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 77 + dust,
            common: 77 + dust,
            ..Funds::default()
        }
    );
}

/// A sunset ends cycles too: anybody has each paid its stake and its share, and the rest goes to the heir.
#[test]
fn cycles_end_with_the_group() {
    let world = World::new();
    let people = world.crowd("member", 2);
    let heir = world.account("the founding group");
    let sunset = world.now() + Seconds::days(30).0;
    let committee = charter().with(|charter| {
        charter.sunset = Some(sunset);
        charter.heir = Some(heir.to_string());
    });
    let group = world
        .group("Committee")
        .charter(&committee)
        .people(&people)
        .found();
    group.receives(70);
    people[0].stakes(&world, &group, 100);
    people[0].pledges(&group, 60).ok();
    let everybody: Vec<_> = people.iter().collect();
    let far = open_cycle(sunset + Seconds::days(90).0);
    group.decides(&everybody, "A cycle", vec![far]);
    assert_eq!(group.cycles()[0].ends_at, sunset);
    world.advance_to(sunset);
    group.settles(&world, 1).ok();
    let wind_up = ExecuteMsg::WindUp { denoms: vec![] };
    people[1].sends(&group, &wind_up).ok();
    group.pays(&world, &Claimant::Seat(1)).ok();
    group
        .pays(&world, &Claimant::Address(heir.to_string()))
        .ok();
    assert_eq!((people[0].balance(), world.balance(&heir)), (100, 70));
    assert_eq!(group.funds(), Funds::default());
}

/// The last voting seat goes with money inside: what was somebody's stays theirs, and the rest is the heir's.
#[test]
fn the_last_seat_leaves_no_coin_behind() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let heir = cell.world.account("founder of Top Level Cell");
    cell.group.receives(77);
    for person in &cell.team {
        person.leaves(&cell.group).ok();
    }
    let wind_up = ExecuteMsg::WindUp { denoms: vec![] };
    let stranger = cell.world.cosmos("a stranger");
    stranger.sends(&cell.group, &wind_up).ok();
    let claimant = Claimant::Address(heir.to_string());
    assert_eq!(cell.group.due_to(&claimant), 77);
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 50_077,
            free: 20_000,
            pools: 30_000,
            claims: 77,
            ..Funds::default()
        }
    );
    cell.world.advance_to(ends_at);
    for index in 0..5 {
        let (person, seat) = cell.stakeholder(index);
        cell.group.settles(&cell.world, seat).ok();
        cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
        assert_eq!(person.balance(), 10_000);
    }
    cell.group.pays(&cell.world, &claimant).ok();
    assert_eq!(cell.group.funds(), Funds::default());
}
