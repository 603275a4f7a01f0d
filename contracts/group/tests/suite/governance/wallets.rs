//! A seat's wallets: adding takes the word of both, dropping another its notice, so that a stolen one doesn't take the seat.

use folkmoot_group::msg::{BallotResult, ExecuteMsg};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Choice, Seconds, Status};

use super::Trio;
use crate::world::{Person, actions, charter, spec};

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
    trio.ann.adds(&trio.group, &second);
    (trio, second)
}

/// Any of a person's wallets acts for the seat, and the seat still has one vote.
#[test]
fn wallets_share_one_vote() {
    let mut trio = Trio::new();
    let phone = trio.world.cosmos("Ann's phone");
    let ledger = trio.world.ethereum("Ann's ledger");
    let seats = [
        trio.ann.seat_with(&[&ledger]),
        trio.ben.seat(),
        trio.cleo.seat(),
    ];
    trio.group = trio.world.group("Wallets").seats(seats).found();
    trio.ann.adds(&trio.group, &phone);
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
    let admit = vec![actions::admit(seat)];
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
        .tries_to_propose(group, spec("Too late", vec![]))
        .refused("holds no seat");
    assert!(group.seat_of(phone.address.as_str()).is_none());
    assert_eq!(ann.seat_in(group), 1);
    // and is then free for another seat
    trio.ben.adds(group, &phone);
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
    let offered = trio.world.cosmos("Ann's tablet");
    trio.ann.sends(&trio.group, &add(offered.wallet())).ok();
    trio.ben
        .sends(&trio.group, &drop(offered.wallet()))
        .refused("is no wallet of seat 2");
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
    let account = charter().group_account(&relayer).spec();
    group.decides(
        &trio.everybody(),
        "A relayer",
        vec![actions::amend(1, account)],
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
            Wallet::Passkey("04".repeat(33)),
            "a passkey is a compressed point of P-256",
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
    let mut seat = trio.ann.seat();
    seat.holder = Holder::person(vec![trio.ann.wallet(), upper.clone()]);
    let group = trio
        .world
        .group("Ledgers")
        .seats([seat, trio.ben.seat()])
        .found();
    for wallet in [ledger.wallet(), upper.clone()] {
        trio.ben
            .sends(&group, &add(wallet))
            .refused("already holds seat 1");
    }
    let proposal = trio.ann.proposes(&group, "By ledger", vec![]);
    let mut ballot = ledger.signs(&proposal, Choice::Yes);
    ballot.signatures[0].wallet = upper;
    let results = trio.world.carries(&proposal, vec![ballot]);
    assert_eq!(results, [BallotResult::Cast { seat: 1 }]);
}

/// A claim without proof holds nothing: the wallet acts for nobody, and its owner is admitted whoever claimed it.
#[test]
fn a_claim_without_proof_keeps_nobody_out() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        dan,
        group,
    } = &trio;
    let (eve, relayer) = (world.ethereum("Eve"), world.cosmos("a relayer"));
    let two = [ann, ben];
    let newcomers = [eve.seat(), dan.seat()];
    let admission = group.passes(&two, "Both", newcomers.map(actions::admit).to_vec());
    let account = charter().group_account(&relayer.address).spec();
    let amendment = group.passes(&two, "A relayer", vec![actions::amend(1, account)]);
    for wallet in [eve.wallet(), dan.wallet(), relayer.wallet()] {
        cleo.sends(group, &add(wallet.clone())).ok();
        ben.sends(group, &add(wallet.clone())).ok();
        assert!(group.seat_of(wallet.key()).is_none());
    }
    assert_eq!(group.seat(3).offered.len(), 3);
    dan.tries_to_propose(group, spec("As Cleo", vec![]))
        .refused("holds no seat");
    for decided in [admission, amendment] {
        decided.executes();
        assert_eq!(decided.status(), Status::Executed);
    }
    assert_eq!([&eve, dan].map(|one| one.seat_in(group)), [4, 5]);
    // what was offered is no more than an offer, and who has a seat or is a group account does not take it
    dan.confirms(group, 3).refused("already holds seat 5");
    relayer.confirms(group, 3).refused("is a group account");
    dan.leaves(group).ok();
    dan.confirms(group, 3).ok();
    assert_eq!(dan.seat_in(group), 3);
}

/// Nor does it keep a holder out of the seat that a decision gives them.
#[test]
fn a_claim_without_proof_keeps_no_new_holder_out() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let dora = world.ethereum("Dora");
    let change = folkmoot_group::action::Action::ChangeSeat {
        seat: 2,
        revision: 1,
        name: None,
        standing: None,
        holder: Some(dora.seat().holder),
        weight: None,
    };
    let passed = group.passes(&[ann, cleo], "Dora for Ben", vec![change]);
    cleo.sends(group, &add(dora.wallet())).ok();
    ben.sends(group, &add(world.cosmos("Ben's phone").wallet()))
        .ok();
    passed.executes();
    assert_eq!(passed.status(), Status::Executed);
    assert_eq!(dora.seat_in(group), 2);
    // what Ben offered ended with him
    assert!(group.seat(2).offered.is_empty());
    world
        .cosmos("Ben's phone")
        .confirms(group, 2)
        .refused("seat 2 offers");
}

/// An offer is the seat's to take back, ends with it, and is good for one wallet, once.
#[test]
fn an_offer_lasts_until_it_is_taken_or_taken_back() {
    let (trio, phone) = with_second();
    let Trio {
        world,
        ann,
        dan,
        cleo,
        group,
        ..
    } = &trio;
    dan.confirms(group, 1).refused("seat 1 offers");
    dan.confirms(group, 9).refused("there is no seat 9");
    ann.sends(group, &add(dan.wallet())).ok();
    ann.sends(group, &add(dan.wallet())).ok();
    assert_eq!(group.seat(1).offered, [dan.wallet()]);
    world
        .cosmos("Eve")
        .confirms(group, 1)
        .refused("seat 1 offers");
    phone.sends(group, &drop(dan.wallet())).ok();
    assert!(group.seat(1).offered.is_empty());
    dan.confirms(group, 1).refused("seat 1 offers");
    ann.adds(group, dan);
    assert_eq!((dan.seat_in(group), group.seat(1).offered.len()), (1, 0));
    dan.confirms(group, 1).refused("seat 1 offers");
    // its own wallet it needs not ask again before it is dropped, and must after
    ann.sends(group, &drop(dan.wallet())).ok();
    ann.sends(group, &add(dan.wallet())).ok();
    assert!(group.seat(1).dropping.is_empty() && group.seat(1).offered.is_empty());
    ann.sends(group, &drop(dan.wallet())).ok();
    world.advance(NOTICE);
    ann.sends(group, &add(dan.wallet())).ok();
    assert!(group.seat_of(dan.address.as_str()).is_none());
    dan.confirms(group, 1).ok();
    assert_eq!(dan.seat_in(group), 1);
    let eve = world.cosmos("Eve");
    cleo.sends(group, &add(eve.wallet())).ok();
    cleo.leaves(group).ok();
    assert!(group.seat(3).offered.is_empty());
    eve.confirms(group, 3).refused("seat 3 was given up");
}

/// What was dropped is free for anything, also for being a group account.
#[test]
fn a_dropped_wallet_may_be_a_group_account() {
    let (trio, phone) = with_second();
    let Trio {
        world, ann, group, ..
    } = &trio;
    ann.sends(group, &drop(phone.wallet())).ok();
    world.advance(NOTICE);
    let account = charter().group_account(&phone.address).spec();
    let amend = vec![actions::amend(1, account)];
    group.decides(&trio.everybody(), "A relayer", amend);
}

/// A mixed-case address with a wrong checksum is a typing error; one case alone says nothing.
#[test]
fn a_mistyped_ethereum_address_is_refused() {
    let trio = Trio::new();
    let right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let wrong = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD";
    let (lower, upper) = (
        right.to_ascii_lowercase(),
        format!("0x{}", right[2..].to_ascii_uppercase()),
    );
    for text in [right, &lower, &upper] {
        trio.ann
            .sends(&trio.group, &add(Wallet::Ethereum(text.into())))
            .ok();
    }
    assert_eq!(trio.group.seat(1).offered, [Wallet::Ethereum(lower)]);
    let zero = format!("0x{}", "0".repeat(40));
    for (text, told) in [
        (wrong, right),
        (wrong, wrong),
        (zero.as_str(), "nobody has the key of the zero address"),
    ] {
        let wallet = || Wallet::Ethereum(text.into());
        trio.ann.sends(&trio.group, &add(wallet())).refused(told);
        let mut seat = trio.dan.seat();
        seat.holder = Holder::person(vec![wallet()]);
        let admit = vec![actions::admit(seat.clone())];
        trio.group.can_not_do(&trio.everybody(), admit, told);
        let mute = trio.world.group("Mistyped").seats([seat]);
        mute.try_found().1.refused(told);
    }
}
