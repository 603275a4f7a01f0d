//! Allowances: what a role's holders spend without a vote.

use cosmwasm_std::coin;
use folkmoot_group::charter::Role;
use folkmoot_group::msg::{AllowanceSpendView, ExecuteMsg, QueryMsg};
use folkmoot_rules::Seconds;

use super::Trio;
use crate::world::roles::{allowance, appoint, role};
use crate::world::{DENOM, charter};

const MONTH: Seconds = Seconds::days(30);

fn trio() -> Trio {
    let cook = Role {
        places: 2,
        allowance: allowance(100, MONTH),
        ..role("cook")
    };
    let trio = Trio::with(&charter().role(cook).role(role("scribe")));
    trio.group.receives(1_000);
    trio.group.decides(
        &trio.everybody(),
        "Ann and Ben cook, Cleo writes",
        vec![appoint(1, "cook"), appoint(2, "cook"), appoint(3, "scribe")],
    );
    trio
}

fn spends(trio: &Trio) -> Vec<AllowanceSpendView> {
    trio.group.ask(&QueryMsg::AllowanceSpends {
        role: "cook".into(),
        start_after: None,
        limit: None,
    })
}

/// All holders together spend up to the amount within a period; what is left is told.
#[test]
fn holders_spend_up_to_the_allowance_together() {
    let trio = trio();
    let (group, grocer) = (&trio.group, trio.world.account("grocer"));
    assert_eq!(group.role("cook").allowance.unwrap().until, None);
    let start = trio.world.now();
    trio.ann.spends(group, "cook", &grocer, 60).ok();
    trio.ben
        .spends(group, "cook", &grocer, 41)
        .refused(&format!(
            "role 'cook' may spend 40{DENOM} until {} (unix seconds), not 41{DENOM}",
            start + MONTH.0
        ));
    trio.ben.spends(group, "cook", &grocer, 40).ok();
    trio.ann
        .spends(group, "cook", &grocer, 1)
        .refused("may spend 0ustake");
    assert_eq!((trio.world.balance(&grocer), group.balance()), (100, 900));
    assert_eq!(group.treasury(), (900, 1_000, 100));
    let told: Vec<(u64, u32, String)> = spends(&trio)
        .into_iter()
        .map(|one| (one.number, one.seat, one.reason))
        .collect();
    let soup = || "soup for all".to_owned();
    assert_eq!(told, [(1, 1, soup()), (2, 2, soup())]);
}

/// Periods follow each other without a gap from the first spend on; what was not used lapses.
#[test]
fn an_allowance_begins_anew_with_each_period() {
    let trio = trio();
    let (group, grocer) = (&trio.group, trio.world.account("grocer"));
    let start = trio.world.now();
    trio.ann.spends(group, "cook", &grocer, 60).ok();
    trio.world.advance_to(start + MONTH.0 - 1);
    trio.ann
        .spends(group, "cook", &grocer, 60)
        .refused("may spend 40");
    trio.world.advance_to(start + MONTH.0);
    trio.ann.spends(group, "cook", &grocer, 100).ok();
    // the third period has gone by unused, and the fourth ends where it would have
    trio.world.advance_to(start + 3 * MONTH.0 + 5);
    let left = group.role("cook").allowance.unwrap();
    assert_eq!(left.left, coin(100, DENOM));
    assert_eq!(left.until, Some(start + 4 * MONTH.0));
}

/// Only a holder, only in a role with an allowance, only the coin that it names, only with a reason; whatever account
/// carries ballots for others spends nothing.
#[test]
fn nobody_but_a_holder_spends() {
    let trio = trio();
    let (group, grocer) = (&trio.group, trio.world.account("grocer"));
    let relayer = trio.world.cosmos("a relayer");
    relayer
        .spends(group, "cook", &grocer, 5)
        .refused("holds no seat in this group");
    trio.cleo
        .spends(group, "cook", &grocer, 5)
        .refused("seat 3 does not hold role 'cook'");
    trio.cleo
        .spends(group, "scribe", &grocer, 5)
        .refused("role 'scribe' has no allowance");
    trio.ann
        .spends(group, "nobody", &grocer, 5)
        .refused("no role 'nobody'");
    trio.ann
        .spends(group, "cook", &grocer, 0)
        .refused("not 0ustake");
    let pay = |amount, reason: &str| ExecuteMsg::SpendAllowance {
        role: "cook".into(),
        to: grocer.to_string(),
        amount,
        reason: reason.into(),
    };
    trio.ann
        .sends(group, &pay(coin(5, "ugold"), "soup"))
        .refused("not 5ugold");
    trio.ann
        .sends(group, &pay(coin(5, DENOM), ""))
        .refused("a reason has 1 to 1000 bytes, not 0");
    trio.ann.resigns(group, "cook").ok();
    trio.ann
        .spends(group, "cook", &grocer, 5)
        .refused("seat 1 does not hold role 'cook'");
    assert_eq!(spends(&trio), []);
}

/// A new holder goes on where the last one stopped: changing the holder is no new allowance.
#[test]
fn a_new_holder_has_what_is_left() {
    let trio = trio();
    let (group, grocer) = (&trio.group, trio.world.account("grocer"));
    trio.ann.spends(group, "cook", &grocer, 90).ok();
    trio.ann.resigns(group, "cook").ok();
    group.decides(&trio.everybody(), "Cleo cooks", vec![appoint(3, "cook")]);
    trio.cleo
        .spends(group, "cook", &grocer, 11)
        .refused("may spend 10ustake");
    trio.cleo.spends(group, "cook", &grocer, 10).ok();
}

/// What is not in the common fund can't be spent, and is not counted as spent.
#[test]
fn an_allowance_pays_only_what_is_there() {
    let trio = trio();
    let (group, grocer) = (&trio.group, trio.world.account("grocer"));
    group.decides(
        &trio.everybody(),
        "All of it",
        vec![crate::world::actions::spend(&trio.dan.address, 950)],
    );
    assert!(
        trio.ann
            .spends(group, "cook", &grocer, 60)
            .outcome()
            .is_err()
    );
    assert_eq!(spends(&trio), []);
    assert_eq!(group.role("cook").allowance.unwrap().left, coin(100, DENOM));
    trio.ann.spends(group, "cook", &grocer, 50).ok();
    assert_eq!(group.balance(), 0);
}
