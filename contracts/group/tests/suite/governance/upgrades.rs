//! Upgrades: only by the group's own decision, and only of the state that the code knows.

use cosmwasm_std::{WasmMsg, to_json_binary};
use folkmoot_group::action::Action;
use folkmoot_group::msg::MigrateMsg;
use folkmoot_rules::{Choice, Status};

use super::Trio;
use crate::world::{Group, World};

/// Where the contract keeps which code wrote its state, as cw2 does.
const VERSION_KEY: &[u8] = b"contract_info";

fn stored_version(world: &World, group: &Group) -> String {
    let bytes = world
        .app(|app| app.contract_storage(&group.address).get(VERSION_KEY))
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

fn store_version(world: &World, group: &Group, version: &str) {
    world.app(|app| {
        app.contract_storage_mut(&group.address)
            .set(VERSION_KEY, version.as_bytes())
    });
}

/// The group migrates itself by a decision; nothing of its state changes.
#[test]
fn a_group_upgrades_itself_by_its_own_decision() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        group,
        ..
    } = &trio;
    group.receives(9);
    let open = ann.proposes(group, "Open", vec![]);
    let code_id = world.store_group_code(b"the next version");
    let before = (group.view(), group.charter(), group.treasury(), open.view());
    let upgrade = group.decides(
        &trio.everybody(),
        "Upgrade",
        vec![Action::Upgrade { code_id }],
    );
    assert_eq!(upgrade.status(), Status::Executed);
    let data = world.app(|app| app.contract_data(&group.address)).unwrap();
    assert_eq!(data.code_id, code_id);
    let mut after = (group.view(), group.charter(), group.treasury(), open.view());
    assert_eq!(after.0.proposals, before.0.proposals + 1);
    after.0.proposals = before.0.proposals;
    assert_eq!(after, before);
    ben.votes(&open, Choice::Yes);
    assert_eq!(open.weights(), [1, 0, 0, 0]);
    assert_eq!(group.balance(), 9);
}

/// Nobody else can: the group is its own admin.
#[test]
fn nobody_else_can_migrate_a_sealed_group() {
    let trio = Trio::new();
    let code_id = trio.world.store_group_code(b"a trojan horse");
    let migrate = WasmMsg::Migrate {
        contract_addr: trio.group.address.to_string(),
        new_code_id: code_id,
        msg: to_json_binary(&MigrateMsg {}).unwrap(),
    };
    for sender in [&trio.ann.address, &trio.world.account("founder of Trio")] {
        trio.world
            .attempt_msg(sender, migrate.clone().into())
            .refused("Only admin can migrate");
    }
}

/// State of an older version is taken, of a newer one or another contract not.
#[test]
fn migration_checks_the_stored_version() {
    let own = env!("CARGO_PKG_VERSION");
    let cases = [
        ("folkmoot-group", "0.0.1", true),
        ("folkmoot-group", own, true),
        ("folkmoot-group", "999.0.0", false),
        ("folkmoot-group", "0.1", false),
        ("cw3-flex-multisig", "0.0.1", false),
    ];
    for (contract, version, taken) in cases {
        let trio = Trio::new();
        let Trio { world, group, .. } = &trio;
        let stored = format!(r#"{{"contract":"{contract}","version":"{version}"}}"#);
        store_version(world, group, &stored);
        let upgrade = vec![Action::Upgrade {
            code_id: world.store_group_code(b"the next version"),
        }];
        let proposal = group.passes(&trio.everybody(), "Upgrade", upgrade);
        proposal.executes();
        let (status, kept) = if taken {
            (
                Status::Executed,
                format!(r#"{{"contract":"folkmoot-group","version":"{own}"}}"#),
            )
        } else {
            (Status::ExecutionFailed, stored)
        };
        assert_eq!(proposal.status(), status, "{contract} {version}");
        assert_eq!(stored_version(world, group), kept, "{contract} {version}");
    }
}

/// Code that isn't there moves nothing.
#[test]
fn an_upgrade_to_unknown_code_fails() {
    let trio = Trio::new();
    trio.group.can_not_do(
        &trio.everybody(),
        vec![Action::Upgrade { code_id: 999 }],
        "",
    );
    let data = trio
        .world
        .app(|app| app.contract_data(&trio.group.address))
        .unwrap();
    assert_eq!(data.code_id, trio.world.code());
}
