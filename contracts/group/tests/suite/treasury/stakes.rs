//! Stakes: put in by a seat of any standing, its own at any time, and beyond the reach of every decision.

use cosmwasm_std::coin;
use folkmoot_group::limits::MAX_STAKED_DENOMS;
use folkmoot_group::msg::{Claimant, ExecuteMsg, Standing};

use super::{Cell, FIRST_STAKEHOLDER};
use crate::world::{Funds, World, actions, charter, money};

#[test]
fn stakes_and_gifts_are_told_apart() {
    let cell = Cell::new();
    let (person, seat) = cell.stakeholder(0);
    cell.group.receives(500);
    person.stakes(&cell.world, &cell.group, 1_000);
    person.stakes(&cell.world, &cell.group, 200);
    let funds = Funds {
        balance: 1_700,
        common: 500,
        free: 1_200,
        ..Funds::default()
    };
    assert_eq!(cell.group.funds(), funds);
    assert_eq!(cell.group.free_and_pledged(seat), (1_200, 0));
    assert_eq!(cell.group.treasury(), (1_700, 500, 0));
}

/// The common fund is the rest, so coins sent past every message land there.
#[test]
fn coins_sent_unasked_are_common_fund() {
    let cell = Cell::pledged();
    let stranger = cell.world.account("a stranger");
    cell.world.mint(&stranger, 70);
    cell.world
        .send_coins(&stranger, &cell.group.address, 70)
        .ok();
    assert_eq!(cell.group.funds().common, 70);
}

#[test]
fn every_standing_may_stake_and_strangers_may_not() {
    let world = World::new();
    let people = world.crowd("person", 3);
    let standings = [Standing::Core, Standing::Contributor, Standing::Observer];
    let seats = people
        .iter()
        .zip(standings)
        .map(|(person, standing)| person.seat_as(standing));
    let group = world.group("All kinds").seats(seats).found();
    for person in &people {
        person.stakes(&world, &group, 10);
    }
    assert_eq!(group.funds().free, 30);
    world
        .cosmos("a stranger")
        .tries_to_stake(&world, &group, &money(5))
        .refused("holds no seat");
    people[0]
        .sends(&group, &ExecuteMsg::Stake {})
        .refused("stake needs coins");
}

#[test]
fn a_group_that_is_not_ready_takes_no_stake() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let unfounded = world.group("Unfounded").people([&ann]).unfinished().found();
    ann.tries_to_stake(&world, &unfounded, &money(5))
        .refused("is not founded yet");
    let admin = world.account("an admin");
    let unsealed = world.group("Unsealed").people([&ann]).admin(&admin).found();
    ann.tries_to_stake(&world, &unsealed, &money(5))
        .refused("the group is unsealed");
}

#[test]
fn a_free_stake_is_taken_back_at_once_and_no_coin_more() {
    let cell = Cell::new();
    let (person, seat) = cell.stakeholder(0);
    let (_, other) = cell.stakeholder(1);
    cell.group.receives(500);
    cell.stakeholders[1].stakes(&cell.world, &cell.group, 1_000);
    person.stakes(&cell.world, &cell.group, 1_000);
    person.takes_back(&cell.group, 400).ok();
    assert_eq!(person.balance(), 400);
    person
        .takes_back(&cell.group, 601)
        .refused("the free stake of seat 4 has 600 ustake, 601 are asked for");
    person
        .takes_back(&cell.group, 0)
        .refused("the amount of ustake must be above 0");
    person.takes_back(&cell.group, 600).ok();
    assert_eq!(person.balance(), 1_000);
    assert!(cell.group.stakes(seat).is_empty(), "nothing is left of it");
    assert_eq!(cell.group.free_and_pledged(other), (1_000, 0));
    assert_eq!(cell.group.funds().common, 500);
}

/// A pledge is free stake until its cycle opens, and gives way when that is taken back.
#[test]
fn a_pledge_stays_free_stake_until_the_opening() {
    let cell = Cell::pledged();
    let (person, seat) = cell.stakeholder(0);
    person
        .pledges(&cell.group, 10_001)
        .refused("the free stake of seat 4 has 10000 ustake, 10001 are asked for");
    person.takes_back(&cell.group, 3_000).ok();
    assert_eq!(cell.group.free_and_pledged(seat), (7_000, 6_000));
    person.takes_back(&cell.group, 2_000).ok();
    assert_eq!(cell.group.free_and_pledged(seat), (5_000, 5_000));
    person.pledges(&cell.group, 4_000).ok();
    person.pledges(&cell.group, 1_000).ok();
    assert_eq!(cell.group.free_and_pledged(seat), (5_000, 1_000));
    person.pledges(&cell.group, 0).ok();
    assert_eq!(cell.group.free_and_pledged(seat), (5_000, 0));
    cell.opens_cycle();
    assert_eq!(cell.group.funds().pools, 4 * 6_000);
    assert_eq!(cell.group.free_and_pledged(seat), (5_000, 0));
}

/// Each of a seat's denominations becomes a claim when it leaves, so their number is bounded.
#[test]
fn a_seat_stakes_a_bounded_number_of_denominations() {
    let cell = Cell::new();
    let (person, seat) = cell.stakeholder(0);
    for number in 0..MAX_STAKED_DENOMS {
        let coins = [coin(5, format!("coin{number}"))];
        person.tries_to_stake(&cell.world, &cell.group, &coins).ok();
    }
    let another = [coin(5, "another")];
    cell.world.mint_coins(&person.address, another.to_vec());
    cell.world
        .attempt_raw(
            &person.address,
            &cell.group.address,
            &ExecuteMsg::Stake {},
            &another,
        )
        .refused("a seat stakes at most 10 denominations");
    // one that is there already takes more, and one taken back makes room
    person
        .tries_to_stake(&cell.world, &cell.group, &[coin(5, "coin3")])
        .ok();
    let amount = coin(10, "coin3");
    person
        .sends(&cell.group, &ExecuteMsg::TakeStake { amount })
        .ok();
    person
        .tries_to_stake(&cell.world, &cell.group, &another)
        .ok();
    assert_eq!(cell.group.stakes(seat).len(), MAX_STAKED_DENOMS);
}

/// What a seat staked is not its group's to hand to somebody else: it goes with the holder, who is paid as after leaving.
#[test]
fn no_decision_gives_a_stake_to_another_holder() {
    let cell = Cell::pledged();
    let thief = cell.world.cosmos("a thief");
    let (person, seat) = cell.stakeholder(0);
    let take_over = folkmoot_group::action::Action::ChangeSeat {
        seat,
        revision: 1,
        name: None,
        standing: None,
        holder: Some(thief.seat().holder),
        weight: None,
    };
    let ends_at = cell.opens_cycle();
    person.names_pay_out(&cell.group, &thief.address).ok();
    cell.group
        .decides(&cell.everybody(), "Another holder", vec![take_over]);
    let former = FIRST_STAKEHOLDER + 5;
    assert!(cell.group.stakes(seat).is_empty());
    assert_eq!(cell.group.due_to(&Claimant::Seat(former)), 4_000);
    thief.takes_back(&cell.group, 1).refused("has 0 ustake");
    cell.world.advance_to(ends_at);
    cell.group.settles(&cell.world, former).ok();
    cell.group.pays(&cell.world, &Claimant::Seat(former)).ok();
    assert_eq!((person.balance(), thief.balance()), (10_000, 0));
}

/// Free stakes are beyond every decision: neither one payment nor several reach them.
#[test]
fn a_spend_never_touches_a_free_stake() {
    let cell = Cell::pledged();
    let payee = cell.world.account("a payee");
    cell.group.receives(100);
    let everybody = cell.everybody();
    cell.group.can_not_do(
        &everybody,
        vec![actions::spend(&payee, 101)],
        "the common fund has 100 ustake, 101 are asked for",
    );
    // each alone is there, together they are not
    cell.group.can_not_do(
        &everybody,
        vec![actions::spend(&payee, 60), actions::spend(&payee, 41)],
        "50000 ustake belong to stakes, pools, claims and deposits, only 49999 would be left",
    );
    assert_eq!(cell.world.balance(&payee), 0);
    cell.group.decides(
        &everybody,
        "All of it",
        vec![actions::spend(&payee, 60), actions::spend(&payee, 40)],
    );
    assert_eq!(cell.world.balance(&payee), 100);
    assert_eq!(cell.group.funds().free, 50_000);
}

/// Gifts to other groups and coins on calls draw on the same common fund.
#[test]
fn gifts_and_calls_do_not_touch_a_free_stake_either() {
    let cell = Cell::pledged();
    let other = cell.world.group("Other").people(&cell.team).found();
    let shop = cell.world.puppet("a shop");
    let everybody = cell.everybody();
    let buy = crate::world::PuppetMsg::Accept {};
    for action in [
        actions::contribute(&other, 1),
        actions::call(&shop, &buy, 1),
    ] {
        let nothing = "the common fund has 0 ustake, 1 are asked for";
        cell.group.can_not_do(&everybody, vec![action], nothing);
    }
    assert_eq!(cell.group.funds().free, 50_000);
}

/// The charter of the world decides by majority: one partner alone can't spend, whatever the other staked.
#[test]
fn of_two_partners_none_spends_against_the_others_no() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let partners = charter().decides(
        folkmoot_rules::Rule::majority_of_all(),
        folkmoot_rules::Seconds::days(3),
    );
    let group = world
        .group("Partners")
        .charter(&partners)
        .people([&ann, &ben])
        .found();
    group.receives(100);
    ann.stakes(&world, &group, 40);
    ben.stakes(&world, &group, 60);
    let grab = ann.proposes(&group, "Mine", vec![actions::spend(&ann.address, 100)]);
    grab.is_voted([&ann], [&ben]);
    world.advance_to(grab.deadline());
    grab.execution().refused("rejected");
    let silent = ann.proposes(&group, "Mine", vec![actions::spend(&ann.address, 100)]);
    silent.is_voted([&ann], []);
    world.advance_to(silent.deadline());
    silent.execution().refused("rejected");
    assert_eq!(ann.balance(), 0);
    assert_eq!((group.funds().common, group.funds().free), (100, 100));
}
