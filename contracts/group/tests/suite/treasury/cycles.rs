//! Cycles: pledged stakes become a pool that decisions may spend, and its rest is shared at a fixed end.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::Covers;
use folkmoot_group::limits::MAX_CYCLE_SECONDS;
use folkmoot_group::msg::Claimant;
use folkmoot_rules::{Rule, Seconds, Status};

use super::{CYCLE, Cell};
use crate::world::{Funds, World, actions, charter, open_cycle, spec, spend_from_pool};

/// The figures of the story of two houses.
#[test]
fn five_stakes_a_pool_a_budget_and_an_exit() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let payee = cell.world.account("the cells");
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 50_000,
            free: 20_000,
            pools: 30_000,
            ..Funds::default()
        }
    );
    let budget = vec![spend_from_pool(&payee, 20_000, 1)];
    cell.group.decides(&cell.everybody(), "A budget", budget);
    assert_eq!(cell.world.balance(&payee), 20_000);
    assert_eq!(cell.group.funds().pools, 10_000);
    let (person, seat) = cell.stakeholder(0);
    person.leaves(&cell.group).ok();
    assert_eq!(cell.claim_of(0), 4_000);
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    assert_eq!(person.balance(), 4_000);
    cell.world.advance_to(ends_at);
    cell.group.settles(&cell.world, seat).ok();
    assert_eq!(cell.claim_of(0), 2_000);
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    assert_eq!(person.balance(), 6_000);
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 24_000,
            free: 16_000,
            pools: 8_000,
            ..Funds::default()
        }
    );
}

/// A cycle's end is its first instant after: then nothing is spent from it, and not a second earlier is it shared.
#[test]
fn a_cycle_ends_at_its_instant() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (_, seat) = cell.stakeholder(0);
    let payee = cell.world.account("a payee");
    let spend = |amount| vec![spend_from_pool(&payee, amount, 1)];
    let [in_time, late] = [1, 2].map(|amount| {
        cell.world.advance_to(ends_at - 100 + amount * 20);
        cell.group.passes(
            &cell.everybody(),
            "From the pool",
            spend(u128::from(amount)),
        )
    });
    cell.world.advance_to(ends_at - 1);
    cell.world.in_one_block(|| {
        in_time.executes();
        let settled = cell.group.settles(&cell.world, seat);
        settled.refused("seat 4 has no share of an ended cycle of ustake");
    });
    assert_eq!(in_time.status(), Status::Executed);
    cell.world.advance_to(ends_at);
    late.executes();
    assert_eq!(late.status(), Status::ExecutionFailed);
    let told = cell.world.meter().refusals();
    let ended = format!("cycle 1 of ustake ended at {ends_at}");
    assert!(
        told.iter().any(|refusal| refusal.contains(&ended)),
        "{told:?}"
    );
    cell.group.settles(&cell.world, seat).ok();
    assert_eq!(cell.world.balance(&payee), 1);
}

/// What is in a cycle stays there until its end, also for who leaves; what is free goes.
#[test]
fn what_is_committed_can_not_be_taken_back_before_the_end() {
    let (cell, _) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person
        .takes_back(&cell.group, 4_001)
        .refused("the free stake of seat 4 has 4000 ustake, 4001 are asked for");
    person.takes_back(&cell.group, 4_000).ok();
    assert_eq!(cell.group.funds().pools, 30_000);
    let view = cell.group.stakes(seat);
    let committed = view[0].committed.as_ref().unwrap();
    assert_eq!(
        (
            committed.cycle,
            committed.pledge.u128(),
            committed.share.u128()
        ),
        (1, 6_000, 6_000)
    );
}

/// A spend names the common fund or a cycle; neither helps out the other.
#[test]
fn a_spend_draws_on_the_fund_it_names() {
    let (cell, _) = Cell::in_a_cycle();
    cell.group.receives(1_000);
    let payee = cell.world.account("a payee");
    let everybody = cell.everybody();
    let cases = [
        (
            vec![spend_from_pool(&payee, 30_001, 1)],
            "the pool of cycle 1 has 30000 ustake, 30001 are asked for",
        ),
        (
            vec![
                spend_from_pool(&payee, 20_000, 1),
                spend_from_pool(&payee, 10_001, 1),
            ],
            "the pool of cycle 1 has 10000 ustake, 10001 are asked for",
        ),
        (
            vec![actions::spend(&payee, 1_001)],
            "the common fund has 1000 ustake, 1001 are asked for",
        ),
        (
            // what a pool pays is not yet gone when the common fund is asked
            vec![
                spend_from_pool(&payee, 500, 1),
                actions::spend(&payee, 1_001),
            ],
            "only 49499 would be left",
        ),
        (
            vec![spend_from_pool(&payee, 1, 2)],
            "there is no cycle 2 of ustake",
        ),
    ];
    for (acts, reason) in cases {
        cell.group.can_not_do(&everybody, acts, reason);
    }
    let both = vec![
        spend_from_pool(&payee, 500, 1),
        actions::spend(&payee, 1_000),
    ];
    cell.group.decides(&everybody, "Both", both);
    assert_eq!(cell.world.balance(&payee), 1_500);
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 49_500,
            free: 20_000,
            pools: 29_500,
            ..Funds::default()
        }
    );
    assert_eq!(cell.group.treasury(), (49_500, 1_000, 1_500));
}

#[test]
fn a_gift_to_another_group_may_come_from_a_pool() {
    let (cell, _) = Cell::in_a_cycle();
    let other = cell.world.group("Other").people(&cell.team).found();
    let gift = Action::Contribute {
        group: other.address.to_string(),
        amount: crate::world::money(700),
        cycle: Some(1),
    };
    cell.group.decides(&cell.everybody(), "A gift", vec![gift]);
    assert_eq!(
        (cell.group.funds().pools, other.funds().common),
        (29_300, 700)
    );
}

/// One cycle a denomination at a time, of what was pledged, with an end in sight.
#[test]
fn what_can_not_be_opened_is_refused() {
    let cell = Cell::new();
    let everybody = cell.everybody();
    let soon = cell.world.now() + CYCLE.0;
    cell.group.can_not_do(
        &everybody,
        vec![open_cycle(soon)],
        "nobody has pledged ustake for the next cycle",
    );
    cell.stakeholders[0].stakes(&cell.world, &cell.group, 10);
    cell.stakeholders[0].pledges(&cell.group, 10).ok();
    let far = cell.world.now() + MAX_CYCLE_SECONDS + 1_000;
    for ends_at in [0, cell.world.now(), far] {
        cell.group
            .can_not_do(&everybody, vec![open_cycle(ends_at)], "a cycle ends after");
    }
    let ends_at = cell.opens_cycle();
    cell.stakeholders[1].stakes(&cell.world, &cell.group, 10);
    cell.stakeholders[1].pledges(&cell.group, 10).ok();
    cell.group.can_not_do(
        &everybody,
        vec![open_cycle(ends_at + 1_000)],
        "cycle 1 of ustake runs until",
    );
}

/// A pledge after the opening is for the next cycle, and weighs nothing in the one that runs.
#[test]
fn nobody_joins_a_cycle_after_its_opening() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person.pledges(&cell.group, 4_000).ok();
    assert_eq!(cell.group.funds().pools, 30_000);
    assert_eq!(cell.group.free_and_pledged(seat), (4_000, 4_000));
    cell.world.advance_to(ends_at);
    // the next opens though nobody has settled the last
    cell.opens_cycle();
    assert_eq!(cell.group.funds().pools, 34_000);
    cell.group.settles(&cell.world, seat).ok();
    assert_eq!(cell.claim_of(0), 6_000);
    assert_eq!(cell.group.funds().pools, 28_000);
    let cycles = cell.group.cycles();
    let pledges: Vec<u128> = cycles
        .iter()
        .map(|cycle| crate::world::units(&cycle.pledges))
        .collect();
    assert_eq!(pledges, [30_000, 4_000]);
    assert_eq!(
        cycles.iter().map(|cycle| cycle.ended).collect::<Vec<_>>(),
        [true, false]
    );
}

/// A record that nobody has touched for two cycles settles both.
#[test]
fn a_share_waits_for_as_long_as_it_must() {
    let (cell, ends_at) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person.pledges(&cell.group, 1_000).ok();
    cell.world.advance_to(ends_at);
    let ends_at = cell.opens_cycle();
    cell.world.advance_to(ends_at);
    cell.stakeholders[1].pledges(&cell.group, 500).ok();
    cell.opens_cycle();
    cell.world.advance(Seconds::days(100));
    cell.group.settles(&cell.world, seat).ok();
    assert_eq!(cell.claim_of(0), 7_000);
    assert_eq!(cell.group.free_and_pledged(seat), (3_000, 0));
    cell.group
        .settles(&cell.world, seat)
        .refused("seat 4 has no share of an ended cycle");
}

/// Rounding lends nobody a coin: shares are rounded down, and what is left is everybody's.
#[test]
fn dust_joins_the_common_fund_with_the_last_share() {
    let cell = Cell::new();
    let pledges = [1, 1, 1];
    for (person, pledge) in cell.stakeholders.iter().zip(pledges) {
        person.stakes(&cell.world, &cell.group, pledge);
        person.pledges(&cell.group, pledge).ok();
    }
    cell.stakeholders[3].stakes(&cell.world, &cell.group, 4);
    cell.stakeholders[3].pledges(&cell.group, 4).ok();
    let ends_at = cell.opens_cycle();
    let payee = cell.world.account("a payee");
    let spend = vec![spend_from_pool(&payee, 2, 1)];
    cell.group.decides(&cell.everybody(), "Two of seven", spend);
    cell.world.advance_to(ends_at);
    // ⌊1 · 5 / 7⌋ = 0 three times, ⌊4 · 5 / 7⌋ = 2
    for index in 0..3 {
        let (_, seat) = cell.stakeholder(index);
        cell.group.settles(&cell.world, seat).ok();
        assert_eq!(cell.claim_of(index), 0);
        assert_eq!(cell.group.funds().pools, 5);
    }
    cell.group.settles(&cell.world, cell.stakeholder(3).1).ok();
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 5,
            common: 3,
            claims: 2,
            ..Funds::default()
        }
    );
}

/// Whatever opens a cycle is a matter of its own, which a charter may put under a procedure of its own.
#[test]
fn opening_a_cycle_is_decided_by_its_procedure() {
    let world = World::new();
    let people = world.crowd("member", 4);
    let everybody: Vec<_> = people.iter().collect();
    let strict = charter().procedure(
        "cycles",
        Covers::Kinds(vec![ActionKind::Cycles]),
        Rule::three_quarters(),
        Seconds::days(5),
    );
    let group = world
        .group("Strict")
        .charter(&strict)
        .people(&people)
        .found();
    people[0].stakes(&world, &group, 10);
    people[0].pledges(&group, 10).ok();
    let opening = open_cycle(world.now() + CYCLE.0);
    let mixed = vec![opening.clone(), actions::spend(&people[0].address, 1)];
    people[0]
        .tries_to_propose(&group, spec("Mixed", mixed))
        .refused("the actions belong to two procedures, 'cycles' and 'ordinary'");
    let proposal = people[0].proposes(&group, "A cycle", vec![opening]);
    assert_eq!(proposal.view().procedure, "cycles");
    proposal.is_voted(everybody, []);
    proposal.executes();
    assert_eq!(group.funds().pools, 10);
}

/// Ten small spends are one large one, also where each names a pool.
#[test]
fn ten_small_spends_from_a_pool_do_not_slip_under_the_bar() {
    let world = World::new();
    let people = world.crowd("member", 4);
    let bar = charter().procedure(
        "budget",
        Covers::SpendsAbove(crate::world::money(100)),
        Rule::three_quarters(),
        Seconds::days(5),
    );
    let group = world.group("Careful").charter(&bar).people(&people).found();
    let payee = world.account("a payee");
    let small = |count: usize| vec![spend_from_pool(&payee, 20, 1); count];
    let under = people[0].proposes(&group, "Five", small(5));
    assert_eq!(under.view().procedure, "ordinary");
    let over = people[0].proposes(&group, "Ten", small(10));
    assert_eq!(over.view().procedure, "budget");
    let mut halves = small(5);
    halves.push(actions::spend(&payee, 1));
    let half = people[0].proposes(&group, "Half from the common fund", halves);
    assert_eq!(half.view().procedure, "budget");
}

/// Two denominations have cycles of their own.
#[test]
fn denominations_do_not_mix() {
    let cell = Cell::pledged();
    let (person, seat) = cell.stakeholder(0);
    let other = [cosmwasm_std::coin(50, "other")];
    person.tries_to_stake(&cell.world, &cell.group, &other).ok();
    let ends_at = cell.opens_cycle();
    let opening = Action::OpenCycle {
        denom: "other".into(),
        ends_at,
    };
    cell.group.can_not_do(
        &cell.everybody(),
        vec![opening],
        "nobody has pledged other for the next cycle",
    );
    let spend = Action::Spend {
        to: cell.world.account("a payee").into(),
        amount: other.to_vec(),
        cycle: Some(1),
    };
    cell.group.can_not_do(
        &cell.everybody(),
        vec![spend],
        "there is no cycle 1 of other",
    );
    let sum = cell.group.sum_of("other").unwrap();
    assert_eq!(crate::world::units(&sum.free_stakes), 50);
    person.leaves(&cell.group).ok();
    let due: Vec<String> = cell
        .group
        .claims()
        .iter()
        .map(|claim| claim.amount.to_string())
        .collect();
    assert_eq!(due, ["50other", "4000ustake"]);
    assert_eq!(cell.group.claims()[0].claimant, Claimant::Seat(seat));
}
