//! Too long, too many, too much, and amounts that are none.

use cosmwasm_std::{Binary, Coin, Uint256, coin};
use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, ProposalSpec, Text};
use folkmoot_rules::Status;

use super::Pair;
use crate::world::{DENOM, actions, checksum, spec};

/// Titles, texts and links have their limits.
#[test]
fn texts_of_100_kb_are_refused() {
    let pair = Pair::new();
    let titled = |title: String| ProposalSpec {
        title,
        ..spec("", vec![])
    };
    let texted = |text: Text| ProposalSpec {
        text,
        ..spec("A proposal", vec![])
    };
    let long = |bytes: usize| "x".repeat(bytes);
    let linked = |uri: String| {
        texted(Text::Linked {
            uri,
            sha256: checksum(b"x"),
        })
    };
    let cases = [
        (titled(String::new()), "a proposal needs a title"),
        (titled(long(201)), "a title has at most 200 bytes, not 201"),
        (titled(long(100_000)), "not 100000"),
        // bytes are counted, not letters
        (
            titled("ü".repeat(101)),
            "a title has at most 200 bytes, not 202",
        ),
        (
            texted(Text::Stored(long(65_537))),
            "a text has at most 65536 bytes, not 65537",
        ),
        (texted(Text::Stored(long(100_000))), "not 100000"),
        (
            texted(Text::Carried(long(65_537))),
            "a text has at most 65536 bytes, not 65537",
        ),
        (texted(Text::Carried(long(100_000))), "not 100000"),
        (linked(long(501)), "a link has at most 500 bytes, not 501"),
        (linked(long(100_000)), "not 100000"),
        (
            texted(Text::Linked {
                uri: "x".into(),
                sha256: vec![1; 31].into(),
            }),
            "a sha-256 has 32 bytes, not 31",
        ),
        (
            texted(Text::Linked {
                uri: "x".into(),
                sha256: vec![].into(),
            }),
            "a sha-256 has 32 bytes, not 0",
        ),
        (
            texted(Text::Linked {
                uri: "x".into(),
                sha256: vec![1; 100_000].into(),
            }),
            "not 100000",
        ),
    ];
    for (proposal, reason) in cases {
        pair.joe
            .tries_to_propose(&pair.group, proposal)
            .refused(reason);
    }
    // at the limit they are taken
    for proposal in [
        titled(long(200)),
        texted(Text::Stored(long(65_536))),
        texted(Text::Carried(long(65_536))),
        linked(long(500)),
    ] {
        pair.joe.tries_to_propose(&pair.group, proposal).ok();
    }
}

/// Actions are counted, and weighed in bytes.
#[test]
fn too_many_and_too_large_actions_are_refused() {
    let pair = Pair::new();
    let payee = pair.world.account("a payee");
    let puppet = pair.world.puppet("a shop");
    let call = |bytes: usize| Action::Call {
        contract: puppet.to_string(),
        msg: Binary::from(vec![b' '; bytes]),
        funds: vec![],
    };
    let propose = |actions| {
        pair.joe
            .tries_to_propose(&pair.group, spec("Much", actions))
    };
    propose(vec![actions::spend(&payee, 1); 21])
        .refused("a proposal has at most 20 actions, not 21");
    propose(vec![actions::spend(&payee, 1); 20]).ok();
    propose(vec![call(65_537)]).refused("have at most 65536 bytes");
    propose(vec![call(100_000)]).refused("have at most 65536 bytes");
    // each within the limit, together above it
    propose(vec![call(40_000)]).ok();
    propose(vec![call(40_000); 2]).refused("have at most 65536 bytes");
}

/// Whatever else an action carries has its limit as well.
#[test]
fn long_parts_of_actions_are_refused() {
    let pair = Pair::new();
    let everybody = [&pair.joe, &pair.bob];
    let long = "x".repeat(100_000);
    let mut seat = pair.world.cosmos("Dan").seat();
    seat.name = long.clone();
    let upstream = |title: String| Action::ProposeUpstream {
        group: pair.group.address.to_string(),
        proposal: Box::new(ProposalSpec {
            title,
            ..spec("", vec![])
        }),
    };
    let charter = crate::world::charter().with(|charter| charter.procedures[0].name = long.clone());
    let cases = [
        vec![Action::Spend {
            to: long.clone(),
            amount: crate::world::money(1),
            cycle: None,
        }],
        vec![Action::Contribute {
            group: long.clone(),
            amount: crate::world::money(1),
            cycle: None,
        }],
        vec![Action::AdmitSeat { seat }],
        vec![Action::ChangeSeat {
            seat: 1,
            revision: 1,
            name: Some(long.clone()),
            standing: None,
            holder: None,
            weight: None,
        }],
        vec![Action::Join {
            group: long.clone(),
            lead_time: folkmoot_rules::Seconds::days(3),
        }],
        vec![Action::Leave {
            group: long.clone(),
        }],
        vec![upstream(long.clone())],
        vec![actions::amend(1, charter.spec())],
    ];
    for actions in cases {
        pair.group.can_not_do(&everybody, actions, "");
    }
    assert_eq!(pair.group.seat(1).name, "Joe");
}

/// Amounts of zero, none, twice, too many, or beyond what can be held.
#[test]
fn zero_and_overflowing_amounts_are_refused() {
    let pair = Pair::new();
    let to = pair.world.account("a payee").to_string();
    let huge = |amount: Uint256| Coin {
        denom: DENOM.into(),
        amount,
    };
    let top = Uint256::from(u128::MAX);
    let many: Vec<Coin> = (0..11)
        .map(|number| coin(1, format!("coin{number}")))
        .collect();
    let spends = |amounts: Vec<Vec<Coin>>| -> Vec<Action> {
        amounts
            .into_iter()
            .map(|amount| Action::Spend {
                to: to.clone(),
                amount,
                cycle: None,
            })
            .collect()
    };
    let cases = [
        (vec![vec![]], "an amount names 1 to 10 coins, not 0"),
        (vec![many], "an amount names 1 to 10 coins, not 11"),
        (
            vec![vec![coin(0, DENOM)]],
            "the amount of ustake must be above 0",
        ),
        (
            vec![vec![coin(1, DENOM), coin(1, DENOM)]],
            "ustake stands twice",
        ),
        (
            vec![vec![huge(Uint256::MAX)]],
            "add up to more than 340282366920938463463374607431768211455",
        ),
        (
            vec![vec![huge(top)], vec![coin(1, DENOM)]],
            "add up to more than",
        ),
        (
            vec![vec![huge(Uint256::MAX)], vec![huge(Uint256::MAX)]],
            "add up to more than",
        ),
    ];
    for (amounts, reason) in cases {
        let actions = spends(amounts.clone());
        pair.joe
            .tries_to_propose(&pair.group, spec("Money", actions))
            .refused(reason);
        let group = pair.group.address.to_string();
        let gifts = amounts
            .into_iter()
            .map(|amount| Action::Contribute {
                group: group.clone(),
                amount,
                cycle: None,
            })
            .collect();
        pair.joe
            .tries_to_propose(&pair.group, spec("Gift", gifts))
            .refused(reason);
    }
    let puppet = pair.world.puppet("a shop").to_string();
    let call = |funds| {
        vec![Action::Call {
            contract: puppet.clone(),
            msg: Binary::from(b"{}"),
            funds,
        }]
    };
    pair.joe
        .tries_to_propose(&pair.group, spec("Call", call(vec![coin(0, DENOM)])))
        .refused("must be above 0");
    // the largest amount there is may be proposed, and fails for want of it
    let most = pair.group.passes(
        &[&pair.joe, &pair.bob],
        "All there is",
        spends(vec![vec![huge(top)]]),
    );
    most.executes();
    assert_eq!(most.status(), Status::ExecutionFailed);
}

/// Denominations that are none move nothing.
#[test]
fn coins_that_do_not_exist_move_nothing() {
    let pair = Pair::new();
    pair.group.receives(10);
    let to = pair.world.account("a payee").to_string();
    for denom in ["", "unknown", "USTAKE", &"x".repeat(1_000)] {
        let spend = vec![Action::Spend {
            to: to.clone(),
            amount: vec![coin(1, denom)],
            cycle: None,
        }];
        pair.group.can_not_do(&[&pair.joe, &pair.bob], spend, "");
    }
    assert_eq!(pair.group.treasury(), (10, 10, 0));
}

/// Payees that are no addresses of this chain.
#[test]
fn malformed_payees_are_refused() {
    let pair = Pair::new();
    pair.group.receives(10);
    for to in [
        "",
        "the caterer",
        "cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn7hzdtn",
        "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23",
    ] {
        let spend = vec![Action::Spend {
            to: to.into(),
            amount: crate::world::money(1),
            cycle: None,
        }];
        pair.group.can_not_do(&[&pair.joe, &pair.bob], spend, "");
    }
    assert_eq!(pair.group.balance(), 10);
}

/// A gift of nothing.
#[test]
fn a_contribution_of_nothing_is_refused() {
    let pair = Pair::new();
    pair.joe
        .sends(&pair.group, &ExecuteMsg::Contribute {})
        .refused("contribute needs coins, none were sent");
}
