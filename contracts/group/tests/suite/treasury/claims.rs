//! Claims: paid by anybody's call, each for itself, only to whom they are due.

use cosmwasm_std::{Coin, coin};
use folkmoot_group::msg::{ClaimKey, ClaimView, Claimant, ExecuteMsg, QueryMsg};

use super::Cell;
use crate::world::Funds;

#[test]
fn a_claim_is_paid_once_and_to_its_owner_only() {
    let (cell, _) = Cell::in_a_cycle();
    let (person, seat) = cell.stakeholder(0);
    person.leaves(&cell.group).ok();
    let claimant = Claimant::Seat(seat);
    cell.group
        .pays(&cell.world, &Claimant::Seat(seat + 1))
        .refused("nothing in ustake is due to seat 5");
    let stranger = Claimant::Address(cell.world.account("anybody").into());
    cell.group
        .pays(&cell.world, &stranger)
        .refused("nothing in ustake is due to wasm1");
    let elsewhere = ExecuteMsg::PayClaim {
        claimant: claimant.clone(),
        denom: "other".into(),
    };
    person
        .sends(&cell.group, &elsewhere)
        .refused("nothing in other is due to seat 4");
    cell.group.pays(&cell.world, &claimant).ok();
    cell.group
        .pays(&cell.world, &claimant)
        .refused("nothing in ustake is due to seat 4");
    assert_eq!(person.balance(), 4_000);
    assert_eq!(cell.world.balance(&cell.world.account("anybody")), 0);
}

/// A call pays one claimant in one denomination, so that none that refuses holds up another.
#[test]
fn each_claim_is_paid_for_itself() {
    let cell = Cell::pledged();
    let (person, seat) = cell.stakeholder(0);
    person
        .tries_to_stake(&cell.world, &cell.group, &[coin(5, "frozen")])
        .ok();
    for index in 0..2 {
        cell.stakeholder(index).0.leaves(&cell.group).ok();
    }
    let others = Claimant::Seat(cell.stakeholder(1).1);
    cell.group.pays(&cell.world, &others).ok();
    cell.group.pays(&cell.world, &Claimant::Seat(seat)).ok();
    let left: Vec<String> = cell
        .group
        .claims()
        .iter()
        .map(|claim| claim.amount.to_string())
        .collect();
    assert_eq!(left, ["5frozen"]);
    assert_eq!(person.balance(), 10_000);
}

#[test]
fn claims_are_listed_page_by_page() {
    let cell = Cell::pledged();
    for person in &cell.stakeholders {
        person.leaves(&cell.group).ok();
    }
    let page = |start_after: Option<ClaimKey>| -> Vec<ClaimView> {
        cell.group.ask(&QueryMsg::Claims {
            start_after,
            limit: Some(2),
        })
    };
    let mut told = Vec::new();
    let mut behind = None;
    loop {
        let claims = page(behind.take());
        let Some(last) = claims.last() else { break };
        behind = Some(ClaimKey {
            claimant: last.claimant.clone(),
            denom: last.amount.denom.clone(),
        });
        told.extend(claims);
    }
    let expected: Vec<ClaimView> = (0..5)
        .map(|index| {
            let (person, seat) = cell.stakeholder(index);
            ClaimView {
                claimant: Claimant::Seat(seat),
                amount: Coin::new(10_000_u128, "ustake"),
                pay_to: Some(person.address.to_string()),
            }
        })
        .collect();
    assert_eq!(told, expected);
}

/// What is due is not the group's any more, though it is still in its account.
#[test]
fn claims_are_no_part_of_the_common_fund() {
    let cell = Cell::pledged();
    cell.stakeholder(0).0.leaves(&cell.group).ok();
    assert_eq!(
        cell.group.funds(),
        Funds {
            balance: 50_000,
            free: 40_000,
            claims: 10_000,
            ..Funds::default()
        }
    );
}
