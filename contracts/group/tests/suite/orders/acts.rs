//! Each act, by order.

use cosmwasm_std::coin;
use folkmoot_group::action::Action;
use folkmoot_group::charter::{Delegating, Round};
use folkmoot_group::msg::{BallotResult, ExecuteMsg, Resolution, SignedBallot, Standing};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{Choice, Fallback, Resolving, Rule, Seconds, Status};

use super::*;
use crate::world::orders::{KINDS, another_content, seat_of};
use crate::world::roles::{acclaimed, appoint, role};
use crate::world::{DENOM, actions, money};

/// A key of any kind is a member's only wallet from the founding on: it proposes, withdraws, votes, is paid, and leaves.
#[test]
fn a_life_with_one_key_of_any_kind() {
    for kind in KINDS {
        let lodge = Lodge::new(kind);
        let Lodge {
            world, key, group, ..
        } = &lodge;
        group.by_order(key, 1, propose("Over \u{1F389} \"quotes\" \\ <b>"));
        let first = group.newest();
        group.by_order(key, 2, withdraw(first.id));
        assert_eq!(first.status(), Status::Withdrawn, "{kind:?}");
        group.by_order(key, 3, propose("A barbecue"));
        let second = group.newest();
        let ballot = ballot(&lodge, &second, Choice::Yes);
        let results = world.carries(&second, vec![ballot]);
        assert_eq!(results, [BallotResult::Cast { seat: 1 }], "{kind:?}");
        assert_eq!(
            second.ballot_of(1).map(|ballot| ballot.by),
            Some(key.wallet().key().to_owned())
        );
        let payee = world.account("Kim's account");
        let address = payee.to_string();
        group.by_order(key, 4, ExecuteMsg::NamePayOut { address });
        group.by_order(key, 5, ExecuteMsg::KeepPayOut {});
        group.by_order(key, 6, ExecuteMsg::Leave {});
        assert!(group.seat(1).left_at.is_some(), "{kind:?}");
    }
}

/// A ballot of the key's seat, in the key's own form.
fn ballot(lodge: &Lodge, proposal: &crate::world::Proposal, choice: Choice) -> SignedBallot {
    let mut draft = lodge.ann.draft(proposal, choice);
    draft.revision = 1;
    draft
        .because("For \u{1F389}\nall")
        .signed_by_keys(&lodge.world, &[&lodge.key])
}

/// Money: what others bring for a seat is its own, and it pledges and takes it by order.
#[test]
fn others_stake_for_a_seat_and_it_takes_its_stake_by_order() {
    let lodge = Lodge::new(Kind::Passkey);
    let Lodge {
        world,
        key,
        ann,
        group,
        ..
    } = &lodge;
    world.mint(&ann.address, 1_000);
    let stake = |amount| {
        let msg = ExecuteMsg::StakeFor { seat: 1 };
        world.attempt_raw(&ann.address, &group.address, &msg, &money(amount))
    };
    stake(50).refused("seat 1 has no cosmos wallet");
    let payee = world.account("Kim's account");
    let address = payee.to_string();
    group.by_order(key, 1, ExecuteMsg::NamePayOut { address });
    world.advance(Seconds::days(7));
    stake(50).ok();
    let amount = coin(20, DENOM);
    group.by_order(key, 2, ExecuteMsg::Pledge { amount });
    let amount = coin(30, DENOM);
    group.by_order(key, 3, ExecuteMsg::TakeStake { amount });
    assert_eq!((world.balance(&payee), group.balance()), (30, 20));
    // others bring new denominations up to a bound, and the seat has the rest of its list
    for number in 1..=5 {
        let coins = vec![coin(1, format!("junk{number}"))];
        world.mint_coins(&ann.address, coins.clone());
        let msg = ExecuteMsg::StakeFor { seat: 1 };
        let attempt = world.attempt_raw(&ann.address, &group.address, &msg, &coins);
        match number {
            5 => attempt.refused("at most 5 denominations"),
            _ => drop(attempt.ok()),
        }
    }
    stake(1).ok();
    let msg = ExecuteMsg::StakeFor { seat: 9 };
    let attempt = world.attempt_raw(&ann.address, &group.address, &msg, &money(1));
    attempt.refused("there is no seat 9");
}

/// Wallets: added, dropped and kept by order, its own at once.
#[test]
fn a_seat_changes_its_wallets_by_order() {
    let lodge = Lodge::new(Kind::Text);
    let Lodge {
        world, key, group, ..
    } = &lodge;
    let phone = world.cosmos("Kim's phone");
    let wallet = || phone.wallet();
    group.by_order(key, 1, ExecuteMsg::AddWallet { wallet: wallet() });
    phone
        .sends(group, &ExecuteMsg::ConfirmWallet { seat: 1 })
        .ok();
    group.by_order(key, 2, ExecuteMsg::DropWallet { wallet: wallet() });
    assert_eq!(group.seat(1).dropping.len(), 1);
    group.by_order(key, 3, ExecuteMsg::KeepWallet { wallet: wallet() });
    assert_eq!(group.seat(1).dropping.len(), 0);
    let own = key.wallet();
    group.by_order(key, 4, ExecuteMsg::DropWallet { wallet: own });
    assert!(group.seat_of(key.wallet().key()).is_none());
    phone.proposes(group, "By phone", vec![]);
}

/// A wallet of any kind comes to a seat by its own signature, and none without the seat's offer.
#[test]
fn a_wallet_of_any_kind_takes_its_place_by_its_own_order() {
    for kind in KINDS {
        let lodge = Lodge::new(Kind::Typed);
        let Lodge { key, group, .. } = &lodge;
        let new = Key::new(kind, "Kim's new wallet");
        let confirm = |number| group.order(1, number, ExecuteMsg::ConfirmWallet { seat: 1 });
        group.refuses_order(confirm(1).signed_by(&[&new]), "no place");
        let wallet = new.wallet();
        group.by_order(key, 1, ExecuteMsg::AddWallet { wallet });
        // the seat's own wallet can't give the word for it, nor anybody else
        group.refuses_order(confirm(2).signed_by(&[key]), "no place");
        let mut forged = confirm(2).signed_by(&[&Key::new(kind, "Eve")]);
        forged.signatures[0].wallet = new.wallet();
        group.refuses_order(forged, "does not fit");
        let mut elsewhere = confirm(2);
        elsewhere.order.seat = 2;
        group.refuses_order(elsewhere.signed_by(&[&new]), "the order is seat 2's");
        assert_eq!(group.carry_orders(vec![confirm(2).signed_by(&[&new])]), []);
        group.by_order(&new, 3, propose("From the new wallet"));
    }
}

/// Offices: nominated, objected to, taken up and given up, an allowance spent, and the weight lent.
#[test]
fn offices_and_delegations_go_by_order() {
    let mut purse = role("purse");
    purse.allowance = crate::world::roles::allowance(50, Seconds::days(30));
    let window = Seconds::days(3);
    let rules = charter()
        .role(acclaimed("host", window))
        .role(purse)
        .delegation(Delegating::InVotes);
    let lodge = Lodge::with(Kind::Amino, &rules);
    let Lodge {
        world,
        key,
        ann,
        ben,
        group,
    } = &lodge;
    let host = || "host".to_owned();
    group.by_order(
        key,
        1,
        ExecuteMsg::Nominate {
            role: host(),
            seat: 1,
        },
    );
    world.advance(window);
    group.acclaims("host", 1).ok();
    assert_eq!(group.holders("host"), [1]);
    group.by_order(key, 2, ExecuteMsg::Resign { role: Some(host()) });
    assert!(group.holders("host").is_empty());
    ann.nominates(group, "host", 2).ok();
    let objection = ExecuteMsg::ObjectNomination {
        role: host(),
        seat: 2,
        reason: "not yet".into(),
    };
    group.by_order(key, 3, objection);
    group.receives(100);
    group.decides(&[ann, ben], "The purse", vec![appoint(1, "purse")]);
    let payee = world.account("a payee");
    let spend = ExecuteMsg::SpendAllowance {
        role: "purse".into(),
        to: payee.to_string(),
        amount: coin(20, DENOM),
        reason: "Charcoal".into(),
    };
    group.by_order(key, 4, spend);
    assert_eq!(world.balance(&payee), 20);
    let delegate = ExecuteMsg::Delegate {
        to: Some(2),
        procedures: vec![],
        until: world.now() + 1_000,
    };
    group.by_order(key, 5, delegate);
    world.advance(Seconds(1));
    let proposal = ben.proposes(group, "Carried", vec![]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
}

/// Blocked, amended, taken back: all by order, each about the version that it was signed for.
#[test]
fn consent_goes_by_order() {
    let rules = charter().decides_in(Round {
        resolving: Some(Resolving {
            period: Seconds::days(2),
            fallback: Fallback::Drop,
        }),
        ..Round::new(Rule::consensus(), Seconds::days(3))
    });
    let lodge = Lodge::with(Kind::Typed, &rules);
    let Lodge {
        key,
        ann,
        ben,
        group,
        ..
    } = &lodge;
    group.by_order(key, 1, propose("First"));
    let proposal = group.newest();
    ann.blocks(&proposal, "not so");
    ben.votes(&proposal, Choice::Yes);
    let own = lodge
        .world
        .carries(&proposal, vec![ballot(&lodge, &proposal, Choice::Yes)]);
    assert_eq!(own, [BallotResult::Cast { seat: 1 }]);
    proposal.moves_on().ok();
    let amend = ExecuteMsg::Amend {
        proposal: proposal.id,
        spec: spec("Second", vec![]),
    };
    let stale = group.order(1, 9, withdraw(proposal.id)).signed_by(&[key]);
    group.by_order(key, 2, amend);
    assert_eq!(proposal.view().version, 2);
    group.refuses_order(stale, "another version of proposal 1: it is version 2 now");
    // and Kim takes back an objection of hers
    let mut block = ann.draft(&proposal, Choice::Block).because("no");
    block.revision = 2;
    let blocked = lodge
        .world
        .carries(&proposal, vec![block.signed_by_keys(&lodge.world, &[key])]);
    assert_eq!(blocked, [BallotResult::Cast { seat: 1 }]);
    ann.votes(&proposal, Choice::Yes);
    ben.votes(&proposal, Choice::Yes);
    proposal.moves_on().ok();
    let resolve = ExecuteMsg::ResolveObjection {
        proposal: proposal.id,
        resolution: Resolution::Integrated,
    };
    group.by_order(key, 3, resolve);
    assert_eq!(proposal.status(), Status::Passed);
}

/// A representative proposes, and takes back, in a group above by order.
#[test]
fn a_representative_acts_above_by_order() {
    let lodge = Lodge::new(Kind::Typed);
    let Lodge {
        world,
        key,
        ann,
        ben,
        group,
    } = &lodge;
    let slow = charter()
        .decides(Rule::majority(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5));
    let above = world
        .group("Above")
        .charter(&slow)
        .people([ann])
        .group_seat(group, LEAD)
        .found();
    let office = Action::Appoint {
        seat: 1,
        role: None,
        apprentice: false,
    };
    let join = vec![actions::join(&above, LEAD), office];
    group.decides(&[ann, ben], "Join", join);
    let up = || above.address.to_string();
    let title = spec("From below", vec![]);
    let opens = ExecuteMsg::ProposeUpstream {
        group: up(),
        proposal: title,
    };
    group.by_order(key, 1, opens);
    let joint = above.newest();
    assert_eq!(joint.view().title, "From below");
    let withdraws = ExecuteMsg::WithdrawUpstream {
        group: up(),
        proposal: joint.id,
    };
    let amends = |title: &str| ExecuteMsg::AmendUpstream {
        group: up(),
        proposal: joint.id,
        spec: spec(title, vec![]),
    };
    // each is signed for the version above that it is about
    for act in [withdraws.clone(), amends("Again")] {
        let with = |hash| {
            let mut draft = group.order(1, 7, act.clone());
            assert_eq!(draft.subject, "From below");
            draft.order.content_hash = hash;
            draft.signed_by(&[key])
        };
        let stale = with(Some(another_content()));
        group.refuses_order(stale, "another version of proposal 1: it is version 1 now");
        group.refuses_order(with(None), "names no content hash of proposal 1");
    }
    group.by_order(key, 2, withdraws.clone());
    assert_eq!(joint.status(), Status::Withdrawn);
    // what the group above refuses is refused, and could be carried again
    let order = group.order(1, 3, withdraws).signed_by(&[key]);
    for _ in 0..2 {
        group.refuses_order(order.clone(), "withdrawn");
    }
    let late = group.order(1, 4, amends("Late")).signed_by(&[key]);
    group.refuses_order(late, "withdrawn");
}

/// A seat of several keys of any mix acts by as many signatures as it needs.
#[test]
fn several_keys_of_any_mix_sign_one_order() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let keys = KINDS.map(|kind| Key::new(kind, "Board"));
    let [typed, text, amino, passkey] = &keys;
    let board = seat_of(&[typed, text, amino, passkey], 3);
    let group = world.group("A board").seats([board]).people([&ann]).found();
    let draft = |number, act| group.order(1, number, act);
    let order = draft(1, propose("Together"));
    group.refuses_order(
        order.signed_by(&[typed, text]),
        "seat 1 needs 3 signatures, the order carries 2",
    );
    group.refuses_order(
        order.signed_by(&[typed, typed, text]),
        "stands twice on the order",
    );
    let signed = order.signed_by(&[passkey, typed, amino]);
    assert_eq!(group.carry_orders(vec![signed]), []);
    let proposal = group.newest();
    let mut ballot = ann.draft(&proposal, Choice::Yes);
    ballot.revision = 1;
    let ballot = ballot.signed_by_keys(&world, &[text, amino, passkey]);
    let results = world.carries(&proposal, vec![ballot]);
    assert_eq!(results, [BallotResult::Cast { seat: 1 }]);
    let leave = draft(2, ExecuteMsg::Leave {}).signed_by(&[amino, text, passkey]);
    assert_eq!(group.carry_orders(vec![leave]), []);
    assert!(group.seat(1).left_at.is_some());
}

/// Whoever carries an order chooses in which order its signatures stand, and nothing by it: a wallet that signs its own
/// dropping is dropped at once, wherever it stands.
#[test]
fn the_order_of_signatures_means_nothing() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    for first in [0, 1] {
        let [one, other, third] = ["one", "other", "third"].map(|name| Key::new(Kind::Typed, name));
        let board = seat_of(&[&one, &other, &third], 2);
        let group = world.group("A board").seats([board]).people([&ann]).found();
        let wallet = other.wallet();
        let drop = group.order(1, 1, ExecuteMsg::DropWallet { wallet });
        let signers = if first == 0 {
            [&one, &other]
        } else {
            [&other, &one]
        };
        assert_eq!(group.carry_orders(vec![drop.signed_by(&signers)]), []);
        let late = group.order(1, 2, propose("Late")).signed_by(&signers);
        group.refuses_order(late, "acts for no seat");
    }
}

/// An observer's order does what an observer may, and no more.
#[test]
fn an_order_gives_no_right_that_a_transaction_would_not() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let key = Key::new(Kind::Typed, "Olga");
    let mut seat = key.seat();
    seat.standing = Standing::Observer;
    let group = world.group("Watched").people([&ann]).seats([seat]).found();
    let order = |number, act| group.order(2, number, act).signed_by(&[&key]);
    group.refuses_order(order(1, propose("No")), "seat 2 is observer");
    let nominate = ExecuteMsg::Nominate {
        role: "host".into(),
        seat: 2,
    };
    group.refuses_order(order(2, nominate), "seat 2 is observer");
    let theirs = ann.proposes(&group, "Ann's", vec![]);
    let upstream = ExecuteMsg::WithdrawUpstream {
        group: group.address.to_string(),
        proposal: theirs.id,
    };
    group.refuses_order(order(3, upstream), "seat 2 is no representative");
    group.refuses_order(order(4, withdraw(theirs.id)), "only the proposer, seat 1");
    assert!(matches!(key.wallet(), Wallet::Ethereum(_)));
    group.by_order(&key, 5, ExecuteMsg::Leave {});
}
