//! Concerns of a house's seats, by order.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::Covers;
use folkmoot_rules::{ReviewMode, Rule};

use super::*;
use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::orders::KINDS;
use crate::world::{Proposal, actions};

const WEEK: Seconds = Seconds::days(7);

/// A house in which a key has a seat, and a cell whose payments it looks at.
fn noticed(kind: Kind) -> (Lodge, Proposal) {
    let lodge = Lodge::new(kind);
    let Lodge {
        world,
        ann,
        ben,
        group: house,
        ..
    } = &lodge;
    let cara = world.cosmos("Cara");
    let rules = || {
        let spends = Covers::Kinds(vec![ActionKind::Spend]);
        charter().procedure("budget", spends, Rule::majority(), Seconds::days(3))
    };
    let cell = world
        .group("Cell")
        .people([&cara])
        .charter(&rules())
        .found();
    cell.decides(&[&cara], "A house", vec![appoint_house(house, WEEK)]);
    let agrees = vec![become_house(&cell, WEEK)];
    house.decides(&[ann, ben], "We look at it", agrees);
    let guarded = rules().then("budget", refer(house, ReviewMode::Optimistic, WEEK));
    let amend = vec![actions::amend(1, guarded.spec())];
    cell.decides(&[&cara], "Under it", amend);
    let payee = world.account("a payee");
    let budget = cell.passes(&[&cara], "A budget", vec![actions::spend(&payee, 5)]);
    budget.refer().ok();
    (lodge, budget)
}

/// Raised and taken back, by a key of any kind, about the decision that was noticed and no other.
#[test]
fn concerns_are_raised_and_taken_back_by_order() {
    for kind in KINDS {
        let (lodge, budget) = noticed(kind);
        let Lodge {
            key, group: house, ..
        } = &lodge;
        let raise = |text: &str| ExecuteMsg::RaiseConcern {
            group: budget.group.address.to_string(),
            proposal: budget.id,
            text: text.into(),
        };
        let withdraw = ExecuteMsg::WithdrawConcern {
            group: budget.group.address.to_string(),
            proposal: budget.id,
        };
        let early = house.order(1, 1, withdraw.clone()).signed_by(&[key]);
        house.refuses_order(early, "has no concern");
        house.by_order(key, 2, raise("Too dear"));
        let concerns = house.concerns(&budget);
        assert_eq!(
            (concerns[0].seat, concerns[0].text.as_str()),
            (1, "Too dear")
        );
        let again = house.order(1, 3, raise("And why?")).signed_by(&[key]);
        house.refuses_order(again, "has raised a concern");
        let mut another = house.order(1, 4, withdraw.clone());
        another.order.content_hash = Some(crate::world::orders::another_content());
        house.refuses_order(another.signed_by(&[key]), "another version of proposal");
        house.by_order(key, 5, withdraw);
        assert!(house.concerns(&budget)[0].withdrawn);
    }
}

/// Another group's order is none here: group, seat and chain are what was signed.
#[test]
fn an_order_counts_in_its_own_group_alone() {
    let (lodge, budget) = noticed(Kind::Passkey);
    let Lodge {
        world, key, group, ..
    } = &lodge;
    let twin = world
        .group("The Lodge")
        .seats([key.seat()])
        .people([&lodge.ann, &lodge.ben])
        .found();
    let order = group.order(1, 1, propose("Here")).signed_by(&[key]);
    twin.refuses_order(order.clone(), "does not fit");
    budget
        .group
        .refuses_order(order.clone(), "acts for no seat");
    assert_eq!(group.carry_orders(vec![order]), []);
}
