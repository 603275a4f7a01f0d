//! Foundings that are none: names, seats, wallets, weights.

use folkmoot_group::msg::{ExecuteMsg, SeatSpec, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::Seconds;

use crate::world::{Person, World, charter, spec};

fn seat_of(wallets: Vec<Wallet>, signatures: u8) -> SeatSpec {
    SeatSpec {
        name: "A seat".into(),
        holder: Holder::Keys {
            wallets,
            signatures,
        },
        standing: Standing::Core,
        weight: None,
    }
}

#[test]
fn a_group_needs_a_name() {
    let world = World::new();
    for (name, reason) in [
        (String::new(), "a group's name has 1 to 100 bytes, not 0"),
        (
            "x".repeat(101),
            "a group's name has 1 to 100 bytes, not 101",
        ),
        ("x".repeat(100_000), "not 100000"),
    ] {
        // the chain's label is another matter
        let (_, founding) = world.group(&name).label("bad").try_found();
        founding.refused(reason);
    }
}

#[test]
fn malformed_seats_are_refused() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let puppet = world.puppet("a contract");
    let named = |name: String| SeatSpec { name, ..ann.seat() };
    let held = |holder| SeatSpec {
        holder,
        ..ann.seat()
    };
    let many: Vec<Wallet> = world
        .crowd("wallet", 11)
        .iter()
        .map(Person::wallet)
        .collect();
    let lead_time = Seconds::days(3);
    let cases = [
        (
            named(String::new()),
            "a seat's name has 1 to 100 bytes, not 0",
        ),
        (
            named("x".repeat(101)),
            "a seat's name has 1 to 100 bytes, not 101",
        ),
        (named("x".repeat(100_000)), "not 100000"),
        (
            seat_of(vec![], 1),
            "a seat of keys has 1 to 10 wallets, not 0",
        ),
        (
            seat_of(many, 1),
            "a seat of keys has 1 to 10 wallets, not 11",
        ),
        (
            seat_of(vec![ann.wallet()], 0),
            "0 signatures are asked of 1 wallets",
        ),
        (
            seat_of(vec![ann.wallet()], 2),
            "2 signatures are asked of 1 wallets",
        ),
        (
            seat_of(vec![ann.wallet()], 255),
            "255 signatures are asked of 1 wallets",
        ),
        (
            seat_of(vec![Wallet::Cosmos("nobody".into())], 1),
            "wallet 'nobody' is malformed",
        ),
        (
            seat_of(vec![Wallet::Cosmos(puppet.to_string())], 1),
            "has 32 bytes, an account has 20",
        ),
        (
            seat_of(
                vec![Wallet::Cosmos(ann.address.to_string().to_ascii_uppercase())],
                1,
            ),
            "malformed",
        ),
        (
            seat_of(vec![Wallet::Ethereum("0xabc".into())], 1),
            "0x and 40 hex digits",
        ),
        (
            seat_of(vec![Wallet::Passkey("04".repeat(33))], 1),
            "a passkey is a compressed point of P-256",
        ),
        (
            held(Holder::Contract {
                address: "nowhere".into(),
            }),
            "'nowhere' is malformed",
        ),
        (
            held(Holder::Group {
                address: "nowhere".into(),
                lead_time,
            }),
            "'nowhere' is malformed",
        ),
        (
            ann.seat_weighing(0),
            "a seat's weight lies between 1 and 1000000000000, not 0",
        ),
        (ann.seat_weighing(1_000_000_000_001), "not 1000000000001"),
        (ann.seat_weighing(u64::MAX), "not 18446744073709551615"),
    ];
    for (seat, reason) in cases {
        let (_, founding) = world.group("Bad").seats([seat]).try_found();
        founding.refused(reason);
    }
}

/// One holder has at most one seat: wallet, address and key alike, within a message and across messages.
#[test]
fn duplicate_wallets_are_refused() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let bob = world.ethereum("Bob");
    let Wallet::Ethereum(address) = bob.wallet() else {
        panic!("an ethereum wallet")
    };
    let shouted = Wallet::Ethereum(format!("0x{}", address[2..].to_ascii_uppercase()));
    let puppet = world.puppet("a DAO");
    let dao = SeatSpec {
        holder: Holder::Contract {
            address: puppet.to_string(),
        },
        ..ann.seat()
    };
    let cases = [
        vec![ann.seat(), ann.seat()],
        vec![ann.seat(), seat_of(vec![ben.wallet(), ann.wallet()], 1)],
        vec![ann.seat(), ann.seat_as(Standing::Observer)],
        vec![bob.seat(), seat_of(vec![shouted.clone()], 1)],
        vec![dao.clone(), dao],
    ];
    for seats in cases {
        let (_, founding) = world.group("Bad").seats(seats.clone()).try_found();
        founding.refused("already holds seat 1");
        let founding = world
            .group("Step by step")
            .seats([seats[0].clone()])
            .unfinished();
        let founder = founding.founder();
        let group = founding.found();
        let add = ExecuteMsg::AddSeats {
            seats: seats[1..].to_vec(),
        };
        world
            .attempt(&founder, &group.address, &add)
            .refused("already holds seat 1");
    }
    // the same wallet twice in one seat would make one signature count as two
    for wallets in [
        vec![ann.wallet(), ann.wallet()],
        vec![bob.wallet(), shouted],
    ] {
        let (_, founding) = world
            .group("Twice")
            .seats([seat_of(wallets, 2)])
            .try_found();
        founding.refused("");
    }
}

/// A group account holds no seat.
#[test]
fn a_group_account_holds_no_seat() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let rules = charter().group_account(&ann.address);
    let (_, founding) = world
        .group("Bad")
        .people([&ann])
        .charter(&rules)
        .try_found();
    founding.refused("is a group account, which holds no seat");
    let group = world.group("Good").people([&ann]).found();
    let amend = vec![crate::world::actions::amend(1, rules.spec())];
    group.can_not_do(&[&ann], amend, "is a group account, which holds no seat");
}

/// A founding message has its limit, and founding goes on in the next.
#[test]
fn founding_takes_several_messages() {
    let world = World::new();
    let people = world.crowd("member", 401);
    let seats =
        |range: std::ops::Range<usize>| people[range].iter().map(Person::seat).collect::<Vec<_>>();
    let (_, founding) = world.group("Bad").seats(seats(0..201)).try_found();
    founding.refused("a founding message has at most 200 seats, not 201");
    let founding = world.group("Large").seats(seats(0..200)).unfinished();
    let founder = founding.founder();
    let group = founding.found();
    let add = |range| {
        world.attempt(
            &founder,
            &group.address,
            &ExecuteMsg::AddSeats {
                seats: seats(range),
            },
        )
    };
    add(200..401).refused("at most 200 seats, not 201");
    add(200..400).ok();
    people[0]
        .sends(
            &group,
            &ExecuteMsg::AddSeats {
                seats: seats(400..401),
            },
        )
        .refused("only the founder");
    people[0]
        .sends(&group, &ExecuteMsg::Found {})
        .refused("only the founder");
    add(400..401).ok();
    people[0]
        .tries_to_propose(&group, spec("Early", vec![]))
        .refused("is not founded yet");
    world
        .attempt(&founder, &group.address, &ExecuteMsg::Found {})
        .ok();
    world
        .attempt(&founder, &group.address, &ExecuteMsg::Found {})
        .refused("was founded already");
    add(0..1).refused("was founded already");
    let proposal = people[400].proposes(&group, "At last", vec![]);
    assert_eq!(proposal.view().electorate.seats, 401);
}

/// A founding seat is at most two stored entries.
#[test]
fn a_founding_seat_is_at_most_two_entries() {
    let world = World::new();
    let people = world.crowd("member", 100);
    let founding = world.group("Counted").people(&people[..1]).unfinished();
    let founder = founding.founder();
    let group = founding.found();
    let before = world.dump().len();
    let seats = people[1..].iter().map(Person::seat).collect();
    world
        .attempt(&founder, &group.address, &ExecuteMsg::AddSeats { seats })
        .ok();
    assert!(
        world.dump().len() - before <= 2 * 99 + 1,
        "{} entries",
        world.dump().len() - before
    );
}

/// A group nobody votes in opens nothing.
#[test]
fn an_empty_electorate_opens_nothing() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let nobody = world.group("Nobody").found();
    ann.tries_to_propose(&nobody, spec("Alone", vec![]))
        .refused("holds no seat");
    let only_groups = charter().group_seats_only();
    let group = world
        .group("People")
        .people([&ann])
        .charter(&only_groups)
        .found();
    ann.tries_to_propose(&group, spec("Alone", vec![]))
        .refused("nobody could vote: no seat had a vote at the start of block");
}
