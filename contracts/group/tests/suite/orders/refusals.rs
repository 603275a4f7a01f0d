//! Orders that are worth nothing, and that they spoil nothing.

use cosmwasm_std::{Event, coin};
use folkmoot_group::limits::MAX_BATCH;
use folkmoot_group::msg::{ExecuteMsg, SignedOrder};
use folkmoot_rules::{Choice, Status};

use super::*;
use crate::world::orders::{KINDS, OrderDraft, another_content};
use crate::world::{DENOM, money};

type Spoil = fn(&mut OrderDraft);

/// Signed for something else, in each form.
#[test]
fn an_order_signed_for_something_else_is_refused() {
    for kind in KINDS {
        let lodge = Lodge::new(kind);
        let Lodge { key, group, .. } = &lodge;
        group.by_order(key, 1, propose("A proposal"));
        let good = || group.order(1, 2, withdraw(1));
        let spoiled: [(&str, Spoil); 9] = [
            ("chain", |draft| draft.chain = "folkmoot-2".into()),
            ("group", |draft| draft.group = "wasm1other".into()),
            ("group's name", |draft| {
                draft.group_name = "The Lounge".into()
            }),
            ("subject", |draft| draft.subject = "Another".into()),
            ("seat", |draft| draft.order.seat = 2),
            ("act", |draft| *draft.order.act = ExecuteMsg::Leave {}),
            ("content", |draft| {
                draft.order.content_hash = Some(another_content())
            }),
            ("number", |draft| draft.order.number += 1),
            ("expiry", |draft| draft.order.expires += 1),
        ];
        for (name, spoil) in spoiled {
            println!("{kind:?}: {name}");
            let mut draft = good();
            spoil(&mut draft);
            let signatures = draft.signed_by(&[key]).signatures;
            let order = SignedOrder {
                signatures,
                ..good().order
            };
            group.refuses_order(order, "does not fit");
        }
        let forger = Key::new(kind, "Eve");
        let mut forged = good().signed_by(&[&forger]);
        group.refuses_order(forged.clone(), "acts for no seat of this order");
        forged.signatures[0].wallet = key.wallet();
        group.refuses_order(forged, "does not fit");
        assert_eq!(group.carry_orders(vec![good().signed_by(&[key])]), []);
    }
}

/// What it says itself is not so.
#[test]
fn an_order_that_names_the_wrong_things_is_refused_by_name() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge {
        world, key, group, ..
    } = &lodge;
    group.by_order(key, 1, propose("A proposal"));
    let refused = |spoil: &dyn Fn(&mut OrderDraft), reason: &str| {
        let mut draft = group.order(1, 2, withdraw(1));
        spoil(&mut draft);
        group.refuses_order(draft.signed_by(&[key]), reason);
    };
    let now = world.now();
    refused(&|draft| draft.order.expires = 5, "the order expired at 5");
    refused(
        &|draft| draft.order.expires = now + 400 * 86_400,
        "an order expires by",
    );
    refused(
        &|draft| draft.order.seat = 2,
        "the order is seat 2's, its signers act for seat 1",
    );
    refused(
        &|draft| draft.order.content_hash = None,
        "names no content hash of proposal 1",
    );
    refused(
        &|draft| draft.order.content_hash = Some(another_content()),
        "another version of proposal 1: it is version 1 now",
    );
    refused(
        &|draft| *draft.order.act = withdraw(7),
        "there is no proposal 7",
    );
    refused(
        &|draft| *draft.order.act = ExecuteMsg::Leave {},
        "its act is about no proposal",
    );
}

/// What is no act of a seat can't be hidden in an order.
#[test]
fn no_order_carries_what_is_no_act_of_a_seat() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge { key, group, .. } = &lodge;
    let template = group.order(1, 1, ExecuteMsg::Leave {}).signed_by(&[key]);
    let nested = ExecuteMsg::PerformOrder {
        order: template.clone(),
    };
    let batch = ExecuteMsg::CarryOrders {
        orders: vec![template.clone()],
    };
    let vote = ExecuteMsg::Vote {
        proposal: 1,
        choice: Choice::Yes,
        reason: None,
    };
    for act in [
        nested,
        batch,
        vote,
        ExecuteMsg::Stake {},
        ExecuteMsg::Found {},
        ExecuteMsg::Contribute {},
        ExecuteMsg::PerformActions { proposal: 1 },
    ] {
        let order = SignedOrder {
            act: Box::new(act),
            ..template.clone()
        };
        group.refuses_order(order, "no order carries this message");
    }
    // and nobody but the group itself says that an order's signatures are good
    let forged = ExecuteMsg::PerformOrder { order: template };
    lodge
        .ann
        .sends(group, &forged)
        .refused("only the group itself");
}

/// Several signed at once count in any order, each once; a refused one spoils no other and can come again.
#[test]
fn orders_count_in_any_order_each_once() {
    let lodge = Lodge::new(Kind::Passkey);
    let Lodge {
        world, key, group, ..
    } = &lodge;
    let orders: Vec<SignedOrder> = (1..=3)
        .map(|number| {
            let title = format!("Number {number}");
            group.order(1, number, propose(&title)).signed_by(&[key])
        })
        .collect();
    let [first, second, third] = <[SignedOrder; 3]>::try_from(orders).unwrap();
    let mut spoiled = second.clone();
    spoiled.number = 99;
    let told = group.carry_orders(vec![third.clone(), spoiled, first.clone(), third.clone()]);
    let places: Vec<usize> = told.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [1, 3], "{told:?}");
    assert!(
        told[0].1.contains("does not fit") && told[1].1.contains("was carried already"),
        "{told:?}"
    );
    let titles = || [1, 2].map(|id| group.proposal(id).view().title);
    assert_eq!(titles(), ["Number 3", "Number 1"]);
    group.refuses_order(first.clone(), "order 1 of seat 1 was carried already");
    assert_eq!(group.carry_orders(vec![second.clone()]), []);
    // remembered to the last second, and then it has expired
    world.advance_to(first.expires - 1);
    group.refuses_order(first.clone(), "was carried already");
    world.advance_to(first.expires);
    group.refuses_order(first, "expired");
}

/// An order that comes behind one that changed what it stands on.
#[test]
fn an_order_before_it_may_end_what_it_stands_on() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge { key, group, .. } = &lodge;
    let leave = group.order(1, 1, ExecuteMsg::Leave {}).signed_by(&[key]);
    let late = group.order(1, 2, propose("Too late")).signed_by(&[key]);
    let told = group.carry_orders(vec![leave, late]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].0 == 1 && told[0].1.contains("acts for no seat"),
        "{told:?}"
    );
    assert_eq!(group.view().proposals, 0);
}

/// What is remembered of orders is forgotten as others come.
#[test]
fn expired_orders_are_forgotten() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge {
        world, key, group, ..
    } = &lodge;
    let remembered = || {
        let kept = world.dump();
        let is_kept = |key: &[u8]| key.windows(7).any(|part| part == b"\0\x01z\0\x04\0\0");
        kept.iter().filter(|(key, _)| is_kept(key)).count()
    };
    for number in 1..=6 {
        group.by_order(key, number, propose("More"));
    }
    assert_eq!(remembered(), 6);
    world.advance(Seconds::days(2));
    for number in 7..=10 {
        group.by_order(key, number, propose("More"));
    }
    assert_eq!(remembered(), 4);
}

/// A batch has its bounds.
#[test]
fn a_batch_of_none_or_too_many_is_refused() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge { key, group, .. } = &lodge;
    let order = group.order(1, 1, propose("Once")).signed_by(&[key]);
    group
        .try_carry_orders(vec![])
        .refused("1 to 100 orders, not 0");
    let many = vec![order; MAX_BATCH + 1];
    group
        .try_carry_orders(many)
        .refused("1 to 100 orders, not 101");
}

/// A passkey that only felt a touch, and one in its other written forms.
#[test]
fn a_passkey_verifies_its_user() {
    let lodge = Lodge::new(Kind::Passkey);
    let Lodge { key, group, .. } = &lodge;
    let draft = group.order(1, 1, propose("By passkey"));
    let json = draft.order.act_json().unwrap();
    let place = folkmoot_group::msg::OrderPlace {
        chain: &draft.chain,
        group: &draft.group,
        group_name: &draft.group_name,
        subject: &draft.subject,
    };
    let text = draft.order.fields(&json, &place).unwrap().text();
    let with = |proof: Vec<u8>| {
        let mut order = draft.signed_by(&[key]);
        order.signatures[0].signature = proof.into();
        order
    };
    group.refuses_order(with(key.asserts(&text, 0x01)), "did not verify its user");
    group.refuses_order(with(key.asserts(&text, 0x04)), "did not verify its user");
    group.refuses_order(with(vec![0; 64]), "a passkey's signature is");
    group.refuses_order(with(vec![0; 3_000]), "2048 bytes at most; this has 3000");
    // a synced one has more flags
    assert_eq!(group.carry_orders(vec![with(key.asserts(&text, 0x1d))]), []);
    assert_eq!(group.newest().status(), Status::Open);
}

/// A smart account's signatures and other lengths, by name.
#[test]
fn a_smart_accounts_signature_is_refused_by_name() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge { key, group, .. } = &lodge;
    let good = group.order(1, 1, propose("By key")).signed_by(&[key]);
    for length in [0, 64, 70, 320] {
        let mut order = good.clone();
        order.signatures[0].signature = vec![0x64; length].into();
        group.refuses_order(
            order,
            "a smart account's (ERC-1271, ERC-6492) can't be checked here",
        );
    }
}

/// A refused act is told in the contract's own words: done in a call of its own, a chain would keep them back.
#[test]
fn a_refused_act_is_told_in_the_contracts_own_words() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge {
        key, ann, group, ..
    } = &lodge;
    let theirs = ann.proposes(group, "Ann's", vec![]);
    let order = |number, act| group.order(1, number, act).signed_by(&[key]);
    let take = |amount| ExecuteMsg::TakeStake {
        amount: coin(amount, DENOM),
    };
    let address = ann.address.to_string();
    let batch = vec![
        order(1, withdraw(theirs.id)),
        order(2, propose("Kim's")),
        order(3, take(5)),
        order(4, ExecuteMsg::NamePayOut { address }),
    ];
    let response = group.try_carry_orders(batch).ok();
    let told: Vec<&str> = attributes(&response.events, "wasm-order_refused", "reason");
    assert_eq!(
        told,
        [
            "only the proposer, seat 2, may do this, not seat 1",
            "the free stake of seat 1 has 0 ustake, 5 are asked for",
        ]
    );
    let calls = response.events.iter().filter(|event| event.ty == "execute");
    assert_eq!(calls.count(), 1, "an act that sends nothing is no call");
    let carried = attributes(&response.events, "wasm-order_carried", "number");
    assert_eq!(carried, ["2", "4"]);
}

fn attributes<'a>(events: &'a [Event], ty: &str, key: &str) -> Vec<&'a str> {
    let events = events.iter().filter(|event| event.ty == ty);
    let all = events.flat_map(|event| &event.attributes);
    let named = all.filter(|one| one.key == key);
    named.map(|one| one.value.as_str()).collect()
}

/// What sends coins or words to others is done in a call of its own, which is undone where they refuse, and so is what stands
/// behind it in the batch: orders are done in turn.
#[test]
fn what_others_refuse_is_undone_and_orders_are_done_in_turn() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge {
        world,
        key,
        ann,
        group,
        ..
    } = &lodge;
    let payee = world.account("Kim's account");
    let address = payee.to_string();
    group.by_order(key, 1, ExecuteMsg::NamePayOut { address });
    world.advance(Seconds::days(7));
    world.mint(&ann.address, 50);
    let stake = ExecuteMsg::StakeFor { seat: 1 };
    world
        .attempt_raw(&ann.address, &group.address, &stake, &money(50))
        .ok();
    let order = |number, act| group.order(1, number, act).signed_by(&[key]);
    let take = |number, amount| {
        let amount = coin(amount, DENOM);
        order(number, ExecuteMsg::TakeStake { amount })
    };
    let pledge = ExecuteMsg::Pledge {
        amount: coin(20, DENOM),
    };
    // the pledge is good only behind the take that leaves enough, and the last take only without the first
    let batch = vec![
        take(2, 30),
        order(3, pledge),
        take(4, 30),
        order(5, ExecuteMsg::Leave {}),
        order(6, propose("Too late")),
    ];
    let told = group.carry_orders(batch);
    let places: Vec<usize> = told.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [2, 4], "{told:?}");
    assert!(
        told[0].1.contains("has 20 ustake, 30 are asked for"),
        "{told:?}"
    );
    assert!(told[1].1.contains("acts for no seat"), "{told:?}");
    assert_eq!(world.balance(&payee), 30);
    assert!(group.seat(1).left_at.is_some());
}
