//! A seat's wallets: adding is at once, dropping another takes its notice, so that a stolen one doesn't take the seat.

use folkmoot_group::msg::{BallotResult, ExecuteMsg};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Choice, Seconds};

use super::Trio;
use crate::world::Person;

const NOTICE: Seconds = Seconds::days(7);

fn add(wallet: Wallet) -> ExecuteMsg {
    ExecuteMsg::AddWallet { wallet }
}

fn drop(wallet: Wallet) -> ExecuteMsg {
    ExecuteMsg::DropWallet { wallet }
}

fn keep(wallet: Wallet) -> ExecuteMsg {
    ExecuteMsg::KeepWallet { wallet }
}

/// Ann with a second wallet, which may have been stolen.
fn with_second() -> (Trio, Person) {
    let trio = Trio::new();
    let second = trio.world.cosmos("Ann's phone");
    trio.ann.sends(&trio.group, &add(second.wallet())).ok();
    (trio, second)
}

/// Any of a person's wallets acts for the seat, and the seat still has one vote.
#[test]
fn wallets_share_one_vote() {
    let (trio, phone) = with_second();
    let ledger = trio.world.ethereum("Ann's ledger");
    phone.sends(&trio.group, &add(ledger.wallet())).ok();
    assert_eq!(
        [&phone, &ledger].map(|wallet| wallet.seat_in(&trio.group)),
        [1, 1]
    );
    let first = phone.proposes(&trio.group, "From the phone", vec![]);
    trio.ann.votes(&first, Choice::Yes);
    phone
        .tries_to_vote(&first, Choice::No)
        .refused("seat 1 has voted");
    let results = trio
        .world
        .carries(&first, vec![ledger.signs(&first, Choice::No)]);
    assert!(
        matches!(&results[0], BallotResult::Refused { reason } if reason.contains("has voted")),
        "{results:?}"
    );
    let second = trio.ann.proposes(&trio.group, "From the desk", vec![]);
    ledger.votes(&second, Choice::Yes);
    assert_eq!(second.weights(), [1, 0, 0, 0]);
}

/// One wallet has at most one seat in a group.
#[test]
fn a_wallet_has_one_seat() {
    let (trio, phone) = with_second();
    trio.ben
        .sends(&trio.group, &add(phone.wallet()))
        .refused("already holds seat 1");
    trio.ben
        .sends(&trio.group, &add(trio.ben.wallet()))
        .refused("already holds seat 2");
    let newcomer = trio.world.cosmos("Dan");
    let mut seat = newcomer.seat();
    seat.holder = Holder::person(vec![newcomer.wallet(), phone.wallet()]);
    let admit = vec![crate::world::actions::admit(seat)];
    trio.group
        .can_not_do(&trio.everybody(), admit, "already holds seat 1");
}

/// Dropping another wallet takes the key notice.
#[test]
fn dropping_another_wallet_takes_its_notice() {
    let (trio, phone) = with_second();
    let Trio {
        world, ann, group, ..
    } = &trio;
    ann.sends(group, &drop(phone.wallet())).ok();
    let from = world.now() + NOTICE.0;
    let seat = group.seat(1);
    assert_eq!(
        seat.dropping.iter().map(|one| one.from).collect::<Vec<_>>(),
        [from]
    );
    world.advance_to(from - 1);
    phone.proposes(group, "Still here", vec![]);
    world.advance_to(from);
    phone
        .tries_to_propose(group, crate::world::spec("Too late", vec![]))
        .refused("holds no seat");
    assert!(group.seat_of(phone.address.as_str()).is_none());
    assert_eq!(ann.seat_in(group), 1);
    // and is then free for another seat
    trio.ben.sends(group, &add(phone.wallet())).ok();
    assert_eq!(phone.seat_in(group), 2);
}

/// Its own wallet a holder drops at once.
#[test]
fn dropping_ones_own_wallet_is_at_once() {
    let (trio, phone) = with_second();
    phone.sends(&trio.group, &drop(phone.wallet())).ok();
    assert!(trio.group.seat_of(phone.address.as_str()).is_none());
    trio.ann
        .sends(&trio.group, &drop(trio.ann.wallet()))
        .refused("it would have 0");
    assert_eq!(trio.ann.seat_in(&trio.group), 1);
}

/// A thief with one wallet announces the dropping of the other: it is cancelled, and the seat is safe.
#[test]
fn a_stolen_wallet_does_not_take_the_seat() {
    let (trio, thief) = with_second();
    let Trio {
        world, ann, group, ..
    } = &trio;
    thief.sends(group, &drop(ann.wallet())).ok();
    world.advance(Seconds::days(6));
    assert_eq!(ann.seat_in(group), 1, "within the notice the wallet acts");
    ann.sends(group, &keep(ann.wallet())).ok();
    assert!(group.seat(1).dropping.is_empty());
    world.advance(Seconds::days(2));
    assert_eq!(ann.seat_in(group), 1);
    ann.sends(group, &keep(ann.wallet()))
        .refused("no dropping of this wallet is announced");
    // asking twice does not shorten the notice
    thief.sends(group, &drop(ann.wallet())).ok();
    let from = group.seat(1).dropping[0].from;
    world.advance(Seconds::days(3));
    let _ = thief.sends(group, &drop(ann.wallet())).outcome();
    assert_eq!(group.seat(1).dropping[0].from, from);
}

/// Wallets of others are none of one's business.
#[test]
fn nobody_touches_anothers_wallets() {
    let (trio, phone) = with_second();
    for msg in [drop(phone.wallet()), keep(phone.wallet())] {
        trio.ben
            .sends(&trio.group, &msg)
            .refused("is no wallet of seat 2");
        trio.world
            .cosmos("a stranger")
            .sends(&trio.group, &msg)
            .refused("holds no seat");
    }
    trio.world
        .cosmos("a stranger")
        .sends(&trio.group, &add(phone.wallet()))
        .refused("holds no seat");
}

/// A seat has at most ten wallets, and none that is a contract, a group account, or malformed.
#[test]
fn only_good_wallets_are_added() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let relayer = world.account("a relayer");
    let account = crate::world::charter().group_account(&relayer).spec();
    group.decides(
        &trio.everybody(),
        "A relayer",
        vec![crate::world::actions::amend(1, account)],
    );
    let puppet = world.puppet("a contract");
    let cases = [
        (
            Wallet::Cosmos(puppet.to_string()),
            "a contract can't be a wallet",
        ),
        (
            Wallet::Cosmos(group.address.to_string()),
            "a contract can't be a wallet",
        ),
        (Wallet::Cosmos(relayer.to_string()), "is a group account"),
        (Wallet::Cosmos(String::new()), "malformed"),
        (
            Wallet::Cosmos("cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn7hzdtn".into()),
            "malformed",
        ),
        (Wallet::Ethereum("0x12".into()), "0x and 40 hex digits"),
        (
            Wallet::Ethereum(format!("0x{}", "g".repeat(40))),
            "0x and 40 hex digits",
        ),
        (Wallet::Ethereum("é".repeat(21)), "0x and 40 hex digits"),
        (
            Wallet::Passkey("02".repeat(33)),
            "a passkey can't act here yet",
        ),
    ];
    for (wallet, reason) in cases {
        ann.sends(group, &add(wallet)).refused(reason);
    }
    for number in 2..=10 {
        ann.sends(
            group,
            &add(world.cosmos(&format!("wallet {number}")).wallet()),
        )
        .ok();
    }
    ann.sends(group, &add(world.cosmos("wallet 11").wallet()))
        .refused("1 to 10 wallets, not 11");
}

/// An Ethereum address is one whatever the case it is written in.
#[test]
fn the_case_of_an_ethereum_address_does_not_matter() {
    let trio = Trio::new();
    let ledger = trio.world.ethereum("a ledger");
    let Wallet::Ethereum(address) = ledger.wallet() else {
        panic!("an ethereum wallet")
    };
    let upper = Wallet::Ethereum(format!("0x{}", address[2..].to_ascii_uppercase()));
    trio.ann.sends(&trio.group, &add(upper.clone())).ok();
    trio.ben
        .sends(&trio.group, &add(ledger.wallet()))
        .refused("already holds seat 1");
    let proposal = trio.ann.proposes(&trio.group, "By ledger", vec![]);
    let mut ballot = ledger.signs(&proposal, Choice::Yes);
    ballot.signatures[0].wallet = upper;
    let results = trio.world.carries(&proposal, vec![ballot]);
    assert_eq!(results, [BallotResult::Cast { seat: 1 }]);
}
