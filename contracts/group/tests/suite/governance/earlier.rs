//! State that version 0.1.0 of the contract wrote, as it lies in `tests/fixtures`: a cooperative with links, wallets being
//! dropped, two charters, proposals in every stage; a partner; and their union in the middle of a joint decision.

use std::collections::BTreeMap;

use cosmwasm_std::{HexBinary, Order, Timestamp, Uint128, WasmMsg, to_json_binary};
use folkmoot_group::action::Action;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Outcome, Seconds, Status};
use serde::Deserialize;

use crate::world::{Group, Person, World, actions};

#[derive(Deserialize)]
struct Stored {
    height: u64,
    time: u64,
    groups: Vec<StoredGroup>,
}

#[derive(Deserialize)]
struct StoredGroup {
    name: String,
    address: String,
    balance: Uint128,
    state: BTreeMap<HexBinary, HexBinary>,
}

/// The three groups as they were, moved to this version of the code.
struct Upgraded {
    world: World,
    ann: Person,
    ben: Person,
    cleo: Person,
    cooperative: Group,
    partner: Group,
    union: Group,
}

impl Upgraded {
    fn new() -> Self {
        let stored: Stored =
            serde_json::from_str(include_str!("../../fixtures/state-0.1.0.json")).unwrap();
        let world = World::new();
        let groups: Vec<Group> = stored
            .groups
            .iter()
            .map(|group| restored(&world, group))
            .collect();
        world.app(|app| {
            app.update_block(|block| {
                block.height = stored.height;
                block.time = Timestamp::from_seconds(stored.time);
            });
        });
        for group in &groups {
            let migrate = WasmMsg::Migrate {
                contract_addr: group.address.to_string(),
                new_code_id: world.code(),
                msg: to_json_binary(&MigrateMsg {}).unwrap(),
            };
            // what the contract sends in an execution of its decision to upgrade
            world.attempt_msg(&group.address, migrate.into()).ok();
        }
        let [cooperative, partner, union] = groups.try_into().ok().unwrap();
        Self {
            ann: world.cosmos("Ann"),
            ben: world.ethereum("Ben"),
            cleo: world.cosmos("Cleo"),
            world,
            cooperative,
            partner,
            union,
        }
    }

    fn everybody(&self) -> [&Person; 3] {
        [&self.ann, &self.ben, &self.cleo]
    }
}

/// Puts the stored state under a contract of the same address.
fn restored(world: &World, stored: &StoredGroup) -> Group {
    let group = world.group(&stored.name).found();
    assert_eq!(group.address.as_str(), stored.address);
    world.app(|app| {
        let mut storage = app.contract_storage_mut(&group.address);
        let keys: Vec<Vec<u8>> = storage
            .range(None, None, Order::Ascending)
            .map(|(key, _)| key)
            .collect();
        keys.iter().for_each(|key| storage.remove(key));
        for (key, value) in &stored.state {
            storage.set(key, value);
        }
    });
    if !stored.balance.is_zero() {
        world.mint(&group.address, stored.balance.u128());
    }
    group
}

#[test]
fn everything_that_the_version_before_stored_is_read() {
    let upgraded = Upgraded::new();
    let Upgraded {
        cooperative, union, ..
    } = &upgraded;
    let view = cooperative.view();
    assert_eq!(
        view.contract,
        concat!("folkmoot-group ", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(
        (view.charter_version, view.core_seats, view.proposals),
        (2, 3, 9)
    );
    assert!(view.sealed && view.founded_at.is_some());
    let charter = cooperative.charter().charter;
    assert_eq!(charter.key_notice, Seconds::days(9));
    assert_eq!((charter.sunset, charter.heir), (None, None));
    let before: CharterView = cooperative.ask(&QueryMsg::Charter { version: Some(1) });
    assert_eq!(before.charter.key_notice, Seconds::days(7));
    assert_eq!(before.charter.procedures.len(), 4);
    let ann = cooperative.seat(1);
    assert_eq!(ann.dropping.len(), 1);
    assert!(cooperative.seat(5).left_at.is_some());
    assert_eq!(cooperative.seat(4).standing, Standing::Observer);
    let speaking: Vec<SeatView> = cooperative.ask(&QueryMsg::Representatives {});
    assert_eq!(speaking.len(), 1);
    assert_eq!(cooperative.treasury(), (70, 90, 20));
    let statuses: Vec<&str> = (1..=9)
        .map(|id| cooperative.proposal(id).status().as_str())
        .collect();
    assert_eq!(
        statuses,
        [
            "executed",
            "executed",
            "executed",
            "executed",
            "executed",
            "execution_failed",
            "passed",
            "open",
            "open"
        ]
    );
    assert!(cooperative.proposal(6).view().failure.is_some());
    let open = cooperative.proposal(8);
    assert_eq!(open.weights(), [1, 0, 0, 0]);
    assert_eq!(
        open.content().text,
        TextView::Stored {
            text: "What for".into()
        }
    );
    assert_eq!(open.ballot_of(1).unwrap().cast, Cast::Choice(Choice::Yes));
    assert!(matches!(
        cooperative.proposal(9).view().origin,
        Origin::Mirror { .. }
    ));
    assert_eq!(cooperative.proposal(1).receipt().outcome, Outcome::Passed);
    let uplinks: Vec<UplinkView> = cooperative.ask(&QueryMsg::Uplinks {
        start_after: None,
        limit: None,
    });
    assert_eq!(uplinks[0].group, union.address.as_str());
    assert_eq!(union.proposal(1).weights(), [1, 0, 0, 0]);
    assert_eq!(union.proposal(1).asks().len(), 2);
}

/// What was open goes on where it stood.
#[test]
fn decisions_that_the_version_before_began_are_finished() {
    let upgraded = Upgraded::new();
    let Upgraded {
        world,
        ben,
        cleo,
        cooperative,
        partner,
        union,
        ..
    } = &upgraded;
    let dora = world.account("Dora");
    assert_eq!(world.balance(&dora), 0);
    cooperative.proposal(7).executes();
    assert_eq!(world.balance(&dora), 10);
    let open = cooperative.proposal(8);
    ben.votes(&open, Choice::Yes);
    open.executes();
    assert_eq!(world.balance(&world.account("Finn")), 5);
    let (joint, mirror) = (union.proposal(1), cooperative.proposal(9));
    cleo.votes(&mirror, Choice::Yes);
    upgraded.ann.votes(&mirror, Choice::Yes);
    mirror.roll_up().ok();
    assert_eq!(joint.weights(), [2, 0, 0, 0]);
    assert_eq!(partner.proposal(2).rolled_up().1, Verdict::Counted);
    joint.executes();
    assert_eq!(joint.status(), Status::Executed);
    // a failed execution can be tried again, once the coins are there
    cooperative.receives(1_000);
    cooperative.proposal(6).executes();
    assert_eq!(world.balance(&dora), 1_010);
}

/// And what it changes from then on is written as this version writes it.
#[test]
fn a_group_of_the_version_before_decides_like_any_other() {
    let upgraded = Upgraded::new();
    let cooperative = &upgraded.cooperative;
    let everybody = upgraded.everybody();
    let dan = upgraded.world.cosmos("Dan");
    cooperative.decides(&everybody, "Dan joins us", vec![actions::admit(dan.seat())]);
    assert_eq!(cooperative.view().core_seats, 4);
    let rename = Action::ChangeSeat {
        seat: 2,
        revision: cooperative.seat(2).revision,
        name: Some("Benjamin".into()),
        standing: None,
        holder: None,
        weight: None,
    };
    cooperative.decides(&everybody, "Ben's name", vec![rename]);
    let longer = crate::world::charter().spec();
    let amend = cooperative.passes(&everybody, "Plainer", vec![actions::amend(2, longer)]);
    upgraded.world.advance(Seconds::days(1));
    amend.executes();
    assert_eq!(cooperative.charter().version, 3);
    let joint = upgraded
        .ann
        .proposes_upstream(cooperative, &upgraded.union, "Once more", vec![]);
    joint.fan_out().ok();
    assert_eq!(joint.asks().len(), 2);
}
