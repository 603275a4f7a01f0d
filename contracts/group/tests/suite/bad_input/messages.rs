//! Every message: from strangers, with coins, on unknown things, before the founding, unsealed.

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, ReviewMode, Seconds, Signal, UpstreamBallot};

use super::Pair;
use crate::world::{DENOM, World, money, spec};

/// One of each message, about proposal and seat of this number.
fn every_message(world: &World, number: u64) -> Vec<ExecuteMsg> {
    let seat = SeatId::try_from(number).unwrap();
    let stranger = world.cosmos("a stranger");
    let wallet = world.cosmos("a spare wallet").wallet();
    let mirror = MirrorSpec {
        fallback: false,
        proposal: number,
        version: 1,
        title: "A mirror".into(),
        content_hash: HexBinary::from([1; 32]),
        deadline: world.now() + 1_000_000,
        origin_height: world.height(),
        depth: 1,
    };
    let signal = SignalSpec {
        fallback: false,
        proposal: number,
        version: 1,
        mirror: 1,
        ballot: UpstreamBallot::Signal(Signal::Yes),
        by_group_account: true,
    };
    let ballot = SignedBallot {
        choice: Choice::Yes,
        reason: String::new(),
        revision: 1,
        expires: world.now() + 100,
        signatures: vec![],
    };
    let order = SignedOrder {
        seat,
        act: Box::new(ExecuteMsg::Leave {}),
        content_hash: None,
        number,
        expires: world.now() + 100,
        signatures: vec![],
    };
    let handshake = Handshake {
        sender: LinkSide::Above,
        figure: Seconds::days(3),
        members: 3,
    };
    let notice = NoticeSpec {
        proposal: number,
        version: 1,
        title: "A notice".into(),
        content_hash: HexBinary::from([7; 32]),
        mode: ReviewMode::Optimistic,
        until: world.now() + 1_000_000,
        least_blocks: 0,
    };
    let coin = || cosmwasm_std::coin(1, DENOM);
    let elsewhere = || world.account("elsewhere").to_string();
    vec![
        ExecuteMsg::AddSeats {
            seats: vec![stranger.seat()],
        },
        ExecuteMsg::Found {},
        ExecuteMsg::Propose {
            proposal: spec("A proposal", vec![]),
        },
        ExecuteMsg::Withdraw { proposal: number },
        ExecuteMsg::Vote {
            proposal: number,
            choice: Choice::Yes,
            reason: None,
        },
        ExecuteMsg::CastBallots {
            proposal: number,
            ballots: vec![ballot],
        },
        ExecuteMsg::CarryOrders {
            orders: vec![order.clone()],
        },
        ExecuteMsg::PerformOrder { order },
        ExecuteMsg::StakeFor { seat },
        ExecuteMsg::FanOut {
            proposal: number,
            seats: None,
        },
        ExecuteMsg::OpenMirror(mirror),
        ExecuteMsg::RollUp { mirror: number },
        ExecuteMsg::CountSignal(signal),
        ExecuteMsg::CountAbsent {
            proposal: number,
            seats: vec![seat],
        },
        ExecuteMsg::MoveOn { proposal: number },
        ExecuteMsg::Execute { proposal: number },
        ExecuteMsg::PerformActions { proposal: number },
        ExecuteMsg::ProposeUpstream {
            group: elsewhere(),
            proposal: spec("Upstream", vec![]),
        },
        ExecuteMsg::Amend {
            proposal: number,
            spec: spec("Version 2", vec![]),
        },
        ExecuteMsg::ResolveObjection {
            proposal: number,
            resolution: Resolution::Withdrawn,
        },
        ExecuteMsg::AmendUpstream {
            group: elsewhere(),
            proposal: number,
            spec: spec("Version 2", vec![]),
        },
        ExecuteMsg::WithdrawUpstream {
            group: elsewhere(),
            proposal: number,
        },
        ExecuteMsg::Contribute {},
        ExecuteMsg::Stake {},
        ExecuteMsg::TakeStake { amount: coin() },
        ExecuteMsg::Pledge { amount: coin() },
        ExecuteMsg::Settle {
            seat,
            denom: coin().denom,
        },
        ExecuteMsg::PayClaim {
            claimant: Claimant::Seat(seat),
            denom: coin().denom,
        },
        ExecuteMsg::NamePayOut {
            address: elsewhere(),
        },
        ExecuteMsg::KeepPayOut {},
        ExecuteMsg::CheckFunds { denoms: vec![] },
        ExecuteMsg::WindUp { denoms: vec![] },
        ExecuteMsg::TakeBack {
            group: elsewhere(),
            amount: coin(),
        },
        ExecuteMsg::Leave {},
        ExecuteMsg::RefreshWeight { seat },
        ExecuteMsg::AddWallet {
            wallet: wallet.clone(),
        },
        ExecuteMsg::ConfirmWallet { seat },
        ExecuteMsg::DropWallet {
            wallet: wallet.clone(),
        },
        ExecuteMsg::KeepWallet { wallet },
        ExecuteMsg::Link(handshake),
        ExecuteMsg::Unlink {
            sender: LinkSide::Below,
        },
        ExecuteMsg::Refer { proposal: number },
        ExecuteMsg::TakeNotice(notice),
        ExecuteMsg::HearHouse {
            proposal: number,
            says: HouseSays::Hold { until: u64::MAX },
        },
        ExecuteMsg::RaiseConcern {
            group: elsewhere(),
            proposal: number,
            text: "Why?".into(),
        },
        ExecuteMsg::WithdrawConcern {
            group: elsewhere(),
            proposal: number,
        },
        ExecuteMsg::TakeAnswer {
            proposal: number,
            seat,
            text: "Because.".into(),
        },
        ExecuteMsg::ReportVeto { proposal: number },
        ExecuteMsg::DropNotice { proposal: number },
        ExecuteMsg::LetGo { group: elsewhere() },
        ExecuteMsg::ReturnDeposit { proposal: number },
        ExecuteMsg::Nominate {
            role: "host".into(),
            seat: 1,
        },
        ExecuteMsg::ObjectNomination {
            role: "host".into(),
            seat: 1,
            reason: "not again".into(),
        },
        ExecuteMsg::Acclaim {
            role: "host".into(),
            seat: 1,
        },
        ExecuteMsg::Rotate {
            role: "host".into(),
        },
        ExecuteMsg::Resign {
            role: Some("host".into()),
        },
        ExecuteMsg::Delegate {
            to: Some(1),
            procedures: vec![],
            until: world.now() + 1,
        },
        ExecuteMsg::SpendAllowance {
            role: "host".into(),
            to: world.account("a friend").into(),
            amount: Coin::new(5_u128, DENOM),
            reason: "soup".into(),
        },
    ]
}

/// What the message says to a stranger about an open proposal; none where it goes well and changes nothing.
///
/// Without a wildcard: a new message does not compile until it is decided here what a stranger may do with it.
fn said_to_a_stranger(msg: &ExecuteMsg) -> Option<&'static str> {
    let no_seat = Some("holds no seat in this group");
    match msg {
        ExecuteMsg::AddSeats { .. } | ExecuteMsg::Found {} => Some("only the founder"),
        ExecuteMsg::Propose { .. }
        | ExecuteMsg::Withdraw { .. }
        | ExecuteMsg::Vote { .. }
        | ExecuteMsg::Amend { .. }
        | ExecuteMsg::ResolveObjection { .. }
        | ExecuteMsg::AmendUpstream { .. }
        | ExecuteMsg::ProposeUpstream { .. }
        | ExecuteMsg::WithdrawUpstream { .. }
        | ExecuteMsg::Leave {}
        | ExecuteMsg::TakeStake { .. }
        | ExecuteMsg::Pledge { .. }
        | ExecuteMsg::NamePayOut { .. }
        | ExecuteMsg::KeepPayOut {}
        | ExecuteMsg::RaiseConcern { .. }
        | ExecuteMsg::WithdrawConcern { .. }
        | ExecuteMsg::Nominate { .. }
        | ExecuteMsg::ObjectNomination { .. }
        | ExecuteMsg::Resign { .. }
        | ExecuteMsg::SpendAllowance { .. }
        | ExecuteMsg::Delegate { .. }
        | ExecuteMsg::AddWallet { .. }
        | ExecuteMsg::DropWallet { .. }
        | ExecuteMsg::KeepWallet { .. } => no_seat,
        ExecuteMsg::ConfirmWallet { .. } => Some("no place: one of its wallets adds it first"),
        // the batch is taken, its one ballot or order is not
        ExecuteMsg::CastBallots { .. } | ExecuteMsg::CarryOrders { .. } => None,
        ExecuteMsg::FanOut { .. } => Some("has no group seat left to ask"),
        ExecuteMsg::OpenMirror(_) | ExecuteMsg::CountSignal(_) => Some("there is no link with"),
        ExecuteMsg::RollUp { .. } => Some("is no mirror"),
        ExecuteMsg::CountAbsent { .. } => Some("it still is a seat"),
        ExecuteMsg::MoveOn { .. } | ExecuteMsg::Execute { .. } => Some("is undecided"),
        ExecuteMsg::PerformActions { .. }
        | ExecuteMsg::PerformOrder { .. }
        | ExecuteMsg::CheckFunds { .. } => Some("only the group itself"),
        ExecuteMsg::Stake {} => Some("stake needs coins"),
        ExecuteMsg::StakeFor { .. } => Some("stake_for needs coins"),
        ExecuteMsg::Settle { .. } => Some("has no share of an ended cycle"),
        ExecuteMsg::PayClaim { .. } => Some("is due to"),
        ExecuteMsg::Contribute {} => Some("contribute needs coins"),
        ExecuteMsg::WindUp { .. } | ExecuteMsg::TakeBack { .. } => Some("the group goes on"),
        ExecuteMsg::RefreshWeight { .. } => Some("is no group's"),
        ExecuteMsg::Refer { .. } => Some("it waits for no word of a house"),
        ExecuteMsg::LetGo { .. } => Some("there is nothing to let go of"),
        ExecuteMsg::TakeNotice(_)
        | ExecuteMsg::DropNotice { .. }
        | ExecuteMsg::HearHouse { .. }
        | ExecuteMsg::TakeAnswer { .. } => Some("there is no link with"),
        ExecuteMsg::ReportVeto { .. } => Some("is no veto"),
        ExecuteMsg::ReturnDeposit { .. } => Some("has no deposit to give back"),
        ExecuteMsg::Acclaim { .. } | ExecuteMsg::Rotate { .. } => {
            Some("the charter in force has no role 'host'")
        }
        // a word that nobody waits for
        ExecuteMsg::Link(_) | ExecuteMsg::Unlink { .. } => None,
    }
}

#[test]
fn a_stranger_changes_nothing_with_any_message() {
    let pair = Pair::new();
    let stranger = pair.world.cosmos("a stranger");
    for msg in every_message(&pair.world, 1) {
        println!("{msg:?}");
        let attempt = stranger.sends(&pair.group, &msg);
        match said_to_a_stranger(&msg) {
            Some(reason) => attempt.refused(reason),
            None => drop(attempt.ok_without_change()),
        }
    }
}

/// The founder is nobody special once the group is founded.
#[test]
fn a_founder_has_no_power_after_the_founding() {
    let pair = Pair::new();
    let founder = pair.world.account("founder of Swim Buddies");
    for msg in every_message(&pair.world, 1) {
        println!("{msg:?}");
        let attempt = pair.world.attempt(&founder, &pair.group.address, &msg);
        match (&msg, said_to_a_stranger(&msg)) {
            (ExecuteMsg::AddSeats { .. } | ExecuteMsg::Found {}, _) => {
                attempt.refused("was founded already")
            }
            (_, Some(reason)) => attempt.refused(reason),
            (_, None) => drop(attempt.ok_without_change()),
        }
    }
}

/// Coins are taken by `contribute` and `stake` alone; with any other message they would be lost.
#[test]
fn coins_on_a_message_that_takes_none_are_refused() {
    let pair = Pair::new();
    pair.world.mint(&pair.joe.address, 100);
    for msg in every_message(&pair.world, 1) {
        if matches!(
            msg,
            ExecuteMsg::Contribute {} | ExecuteMsg::Stake {} | ExecuteMsg::StakeFor { .. }
        ) {
            continue;
        }
        println!("{msg:?}");
        pair.world
            .attempt_raw(&pair.joe.address, &pair.group.address, &msg, &money(5))
            .refused("this message takes no coins, 5ustake were sent");
    }
    assert_eq!((pair.joe.balance(), pair.group.balance()), (100, 0));
}

/// Unknown proposals and seats are named in the refusal.
#[test]
fn unknown_proposals_and_seats_are_refused_by_number() {
    let pair = Pair::new();
    for number in [0, 2, 99, u64::from(u32::MAX)] {
        for msg in every_message(&pair.world, number) {
            let reason = match &msg {
                ExecuteMsg::Withdraw { .. }
                | ExecuteMsg::Vote { .. }
                | ExecuteMsg::Amend { .. }
                | ExecuteMsg::ResolveObjection { .. }
                | ExecuteMsg::CastBallots { .. }
                | ExecuteMsg::FanOut { .. }
                | ExecuteMsg::RollUp { .. }
                | ExecuteMsg::CountAbsent { .. }
                | ExecuteMsg::MoveOn { .. }
                | ExecuteMsg::Execute { .. } => format!("there is no proposal {number}"),
                ExecuteMsg::RefreshWeight { .. } | ExecuteMsg::PayClaim { .. } if number != 2 => {
                    format!("there is no seat {number}")
                }
                _ => continue,
            };
            println!("{msg:?}");
            pair.joe.sends(&pair.group, &msg).refused(&reason);
        }
    }
}

/// What is asked of unknown things names them.
#[test]
fn queries_of_unknown_things_name_them() {
    let pair = Pair::new();
    let proposal = 99;
    let cases = [
        (QueryMsg::Charter { version: Some(9) }, "charter version 9"),
        (QueryMsg::Charter { version: Some(0) }, "charter version 0"),
        (QueryMsg::Seat { seat: 99 }, "there is no seat 99"),
        (
            QueryMsg::ProposalView { proposal },
            "there is no proposal 99",
        ),
        (QueryMsg::Content { proposal }, "there is no proposal 99"),
        (
            QueryMsg::Ballot { proposal, seat: 1 },
            "there is no proposal 99",
        ),
        (
            QueryMsg::Ballots {
                proposal,
                start_after: None,
                limit: None,
            },
            "there is no proposal 99",
        ),
        (
            QueryMsg::Weight { proposal, seat: 1 },
            "there is no proposal 99",
        ),
        (
            QueryMsg::Weight {
                proposal: 1,
                seat: 99,
            },
            "there is no seat 99",
        ),
        (
            QueryMsg::Asks {
                proposal,
                start_after: None,
                limit: None,
            },
            "there is no proposal 99",
        ),
        (QueryMsg::Receipt { proposal }, "there is no proposal 99"),
        (QueryMsg::Receipt { proposal: 1 }, "undecided"),
    ];
    for (query, reason) in cases {
        let error = pair
            .group
            .try_ask::<serde_json::Value>(&query)
            .expect_err(reason);
        assert!(error.contains(reason), "{query:?}: {error}");
    }
    // what may be missing is answered with nothing
    let nothing = serde_json::Value::Null;
    for query in [
        QueryMsg::SeatOf {
            holder: "nobody".into(),
        },
        QueryMsg::Ballot {
            proposal: 1,
            seat: 99,
        },
        QueryMsg::MirrorOf {
            group: "nobody".into(),
            proposal,
        },
    ] {
        assert_eq!(
            pair.group.ask::<serde_json::Value>(&query),
            nothing,
            "{query:?}"
        );
    }
}

/// Before its founding is complete a group opens, takes and links nothing.
#[test]
fn an_unfounded_group_takes_no_part() {
    let world = World::new();
    let joe = world.cosmos("Joe");
    let group = world.group("Not yet").people([&joe]).unfinished().found();
    joe.tries_to_propose(&group, spec("Too soon", vec![]))
        .refused("group 'Not yet' is not founded yet");
    world.mint(&joe.address, 5);
    world
        .attempt_raw(
            &joe.address,
            &group.address,
            &ExecuteMsg::Contribute {},
            &money(5),
        )
        .refused("is not founded yet");
    let handshake = Handshake {
        sender: LinkSide::Below,
        figure: Seconds::days(3),
        members: 3,
    };
    joe.sends(&group, &ExecuteMsg::Link(handshake))
        .refused("is not founded yet");
}

/// A group whose admin is somebody else opens no proposal, takes no contribution, gets no link.
#[test]
fn an_unsealed_group_takes_no_part() {
    let world = World::new();
    let joe = world.cosmos("Joe");
    let master = world.account("a master");
    let group = world
        .group("Unsealed")
        .people([&joe])
        .admin(&master)
        .found();
    assert!(!group.view().sealed);
    let reason = format!("the group is unsealed: its contract's admin is {master}");
    joe.tries_to_propose(&group, spec("A proposal", vec![]))
        .refused(&reason);
    world.mint(&joe.address, 5);
    world
        .attempt_raw(
            &joe.address,
            &group.address,
            &ExecuteMsg::Contribute {},
            &money(5),
        )
        .refused(&reason);
    let handshake = Handshake {
        sender: LinkSide::Below,
        figure: Seconds::days(3),
        members: 3,
    };
    joe.sends(&group, &ExecuteMsg::Link(handshake))
        .refused(&reason);
    // leaving is always free
    joe.sends(&group, &ExecuteMsg::Leave {}).ok();
    // without an admin, and as its own admin, a group is sealed
    for founding in [world.group("Nobody's"), world.group("Its own")] {
        let ann = world.cosmos("Ann");
        let group = founding.people([&ann]).without_admin().found();
        assert!(group.view().sealed);
        ann.proposes(&group, "A proposal", vec![]);
    }
}
