//! What strangers give hides nothing: a list that anybody can lengthen has pages, and what the group lives on comes first.

use cosmwasm_std::{Coin, coin};
use folkmoot_group::msg::{Claimant, ExecuteMsg, QueryMsg, TreasurySum, TreasuryView};

use crate::world::{DENOM, Group, Trio, World, actions, money};

/// Gives a hundred denominations that nobody ever heard of.
fn dust(world: &World, group: &Group, name: &str) {
    let outsider = world.account("an outsider");
    let dust: Vec<Coin> = (0..100)
        .map(|number| coin(1, format!("{name}{number:03}")))
        .collect();
    world.mint_coins(&outsider, dust.clone());
    let gift = ExecuteMsg::Contribute {};
    let sent = world.attempt_raw(&outsider, &group.address, &gift, &dust);
    sent.ok();
}

const MADE: &str = "factory/wasm1outsider/";

fn treasury(group: &Group) -> TreasuryView {
    group.ask(&QueryMsg::Treasury {})
}

fn denoms(view: &TreasuryView) -> Vec<&str> {
    let sums = view.sums.iter();
    sums.map(|sum| sum.balance.denom.as_str()).collect()
}

/// Whether it came before or after, and whatever it is called.
#[test]
fn dust_does_not_hide_what_is_there() {
    for (name, first) in [(MADE, true), (MADE, false), ("aaa", false)] {
        let Trio { world, group, .. } = Trio::new();
        if first {
            dust(&world, &group, name);
        }
        group.receives(1_000);
        dust(&world, &group, name);
        assert_eq!(group.funds().common, 1_000, "{name}");
        let view = treasury(&group);
        assert_eq!(view.sums.len(), 100);
        assert!(view.more);
        assert!(denoms(&view).contains(&DENOM));
    }
}

/// What a seat staked or gave, what a decision moved and what the charter names comes before any gift of others.
#[test]
fn what_the_group_has_to_do_with_comes_first() {
    let rules = crate::world::charter()
        .with(|charter| charter.contribution_denom = Some("ibc/named".into()));
    let trio = Trio::with(&rules);
    let Trio {
        world, group, ann, ..
    } = &trio;
    dust(world, group, "aaa");
    dust(world, group, MADE);
    let known = ["ibc/decided", "ibc/given", "ibc/named", "ibc/staked"];
    let all = known.map(|denom| coin(9, denom));
    let [decided, given, named, staked] = all.clone();
    world.mint_coins(&ann.address, vec![given.clone()]);
    let gift = ExecuteMsg::Contribute {};
    let sent = world.attempt_raw(&ann.address, &group.address, &gift, &[given]);
    sent.ok();
    ann.tries_to_stake(world, group, &[staked]).ok();
    // these two came unasked
    world.mint_coins(&group.address, vec![decided, named]);
    let payee = world.account("payee");
    let pays = folkmoot_group::action::Action::Spend {
        to: payee.to_string(),
        amount: vec![coin(2, "ibc/decided")],
        cycle: None,
    };
    group.decides(&trio.everybody(), "Pay", vec![pays]);
    let view = treasury(group);
    let shown = denoms(&view);
    let mut first = shown.get(..4).unwrap().to_vec();
    first.sort_unstable();
    assert_eq!(first, known);
    // the rest can be read to its end
    let mut gifts = 0;
    let mut start_after = None;
    loop {
        let page: Vec<TreasurySum> = group.ask(&QueryMsg::Gifts {
            start_after,
            limit: Some(30),
        });
        gifts += page.len();
        start_after = page.last().map(|sum| sum.balance.denom.clone());
        if page.len() < 30 {
            break;
        }
    }
    assert_eq!(gifts, 200);
    let sums = |start_after: Option<&str>, limit| {
        let start_after = start_after.map(Into::into);
        let sums: Vec<TreasurySum> = group.ask(&QueryMsg::Sums { start_after, limit });
        let denoms = sums.into_iter().map(|sum| sum.balance.denom);
        denoms.collect::<Vec<_>>()
    };
    assert_eq!(sums(None, Some(2)), ["ibc/decided", "ibc/given"]);
    assert_eq!(sums(Some("ibc/given"), None), ["ibc/staked"]);
}

/// Once a decision moved a denomination that strangers gave, it is one of the group's own; nothing is counted twice.
#[test]
fn a_gift_that_is_spent_is_no_strangers_any_more() {
    let trio = Trio::new();
    let Trio { world, group, .. } = &trio;
    group.receives(1_000);
    let gifts = |group: &Group| {
        let gifts: Vec<TreasurySum> = group.ask(&QueryMsg::Gifts {
            start_after: None,
            limit: None,
        });
        gifts.len()
    };
    assert_eq!(gifts(group), 1);
    let payee = world.account("payee");
    group.decides(&trio.everybody(), "Pay", vec![actions::spend(&payee, 400)]);
    assert_eq!(gifts(group), 0);
    assert_eq!(group.treasury(), (600, 1_000, 400));
}

/// Winding up takes what the treasury shows first; the rest by its names. What nobody can count stops nothing.
#[test]
fn winding_up_is_not_held_up_by_dust() {
    let trio = Trio::new();
    let Trio {
        world, group, ann, ..
    } = &trio;
    group.receives(1_000);
    dust(world, group, MADE);
    dust(world, group, "aaa");
    let outsider = world.account("an outsider");
    let flood = Coin::new(cosmwasm_std::Uint256::MAX, "a flood");
    world.mint_coins(&outsider, vec![flood.clone()]);
    let gift = ExecuteMsg::Contribute {};
    let sent = world.attempt_raw(&outsider, &group.address, &gift, &[flood]);
    sent.ok();
    for person in trio.everybody() {
        person.leaves(group).ok();
    }
    ann.sends(group, &ExecuteMsg::WindUp { denoms: vec![] })
        .ok();
    let heir = Claimant::Address(world.account("founder of Trio").to_string());
    assert_eq!(group.due_to(&heir), 1_000);
    // what anybody makes due by its name is shown behind what the group has to do with
    let names: Vec<String> = (70..100)
        .map(|number| format!("{MADE}{number:03}"))
        .collect();
    world.mint_coins(&group.address, money(5));
    ann.sends(group, &ExecuteMsg::WindUp { denoms: names }).ok();
    assert!(denoms(&treasury(group)).contains(&DENOM));
    ann.sends(
        group,
        &ExecuteMsg::WindUp {
            denoms: vec![DENOM.into()],
        },
    )
    .ok();
    group.pays(world, &heir).ok();
    assert_eq!(world.balance(&world.account("founder of Trio")), 1_005);
}
