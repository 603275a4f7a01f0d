//! Groups that a group founds by a decision: each is a contract of its own that nobody but itself can change.

use cosmwasm_std::{WasmMsg, to_json_binary};
use folkmoot_group::action::Action;
use folkmoot_group::charter::Covers;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Rule, Status};

use super::{LEAD, Union, union_charter};
use crate::world::{Group, World, actions, charter, money, spec};

fn subgroups(group: &Group) -> Vec<SubgroupView> {
    group.ask(&QueryMsg::Subgroups {
        start_after: None,
        limit: None,
    })
}

pub(super) fn newest_subgroup(world: &World, group: &Group) -> Group {
    let found = subgroups(group).pop().expect("a subgroup");
    world.group_at(&found.name, &found.group)
}

/// Its admin is itself, so not even the group that founded it can change its code.
#[test]
fn a_subgroup_founded_by_a_decision_is_sealed() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let group = world.group("Cooperative").people([&ann]).found();
    group.receives(90);
    let found = actions::found_subgroup("Orchard", charter().spec(), vec![ben.seat()], 40);
    let decision = group.decides(&[&ann], "An orchard", vec![found]);
    let told = subgroups(&group);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].number, told[0].proposal), (1, decision.id));
    let orchard = newest_subgroup(&world, &group);
    let view = orchard.view();
    assert!(view.sealed && view.founded_at.is_some());
    assert_eq!(view.founder, group.address.as_str());
    let data = world
        .app(|app| app.contract_data(&orchard.address))
        .unwrap();
    assert_eq!(data.admin.as_ref(), Some(&orchard.address));
    assert_eq!(data.code_id, world.code());
    // a gift out of the common fund, told on both sides
    assert_eq!(orchard.treasury(), (40, 40, 0));
    assert_eq!(group.treasury(), (50, 90, 40));
    for sender in [&group.address, &ann.address, &ben.address] {
        let migrate = WasmMsg::Migrate {
            contract_addr: orchard.address.to_string(),
            new_code_id: world.code(),
            msg: to_json_binary(&MigrateMsg {}).unwrap(),
        };
        world
            .attempt_msg(sender, migrate.into())
            .refused("Only admin can migrate");
    }
    // it decides by itself
    orchard.decides(&[&ben], "Buy trees", vec![actions::spend(&ben.address, 40)]);
    assert_eq!(ben.balance(), 40);
}

#[test]
fn a_decision_may_found_several_and_its_failure_founds_none() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let group = world.group("Cooperative").people([&ann]).found();
    let found = |name: &str, coins| {
        actions::found_subgroup(name, charter().spec(), vec![ann.seat()], coins)
    };
    // the coins are not there
    let failing = group.passes(&[&ann], "Three", vec![found("One", 0), found("Two", 5)]);
    failing.executes();
    assert_eq!(failing.status(), Status::ExecutionFailed);
    assert!(subgroups(&group).is_empty());
    group.receives(5);
    failing.executes();
    assert_eq!(failing.status(), Status::Executed);
    // names need not differ
    group.decides(&[&ann], "One more", vec![found("One", 0)]);
    let names: Vec<String> = subgroups(&group)
        .into_iter()
        .map(|subgroup| subgroup.name)
        .collect();
    assert_eq!(names, ["One", "Two", "One"]);
    let second: Vec<SubgroupView> = group.ask(&QueryMsg::Subgroups {
        start_after: Some(1),
        limit: Some(1),
    });
    assert_eq!(second[0].name, "Two");
    assert_eq!(second[0].number, 2);
}

#[test]
fn what_could_never_be_founded_is_refused_at_the_door() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let group = world.group("Cooperative").people([&ann]).found();
    let found = |name: &str, charter, seats| actions::found_subgroup(name, charter, seats, 0);
    let seats = || vec![ann.seat()];
    let plain = || charter().spec();
    let no_procedure = charter().with(|charter| charter.procedures.clear()).spec();
    let mut nameless = ann.seat();
    nameless.name.clear();
    let cases = [
        (
            found("", plain(), seats()),
            "a group's name has 1 to 100 bytes, not 0",
        ),
        (
            found(" Orchard", plain(), seats()),
            "begins or ends with a space",
        ),
        (found("Or\nchard", plain(), seats()), "can't be printed"),
        (
            found("Orchard", no_procedure, seats()),
            "needs at least one procedure",
        ),
        (
            found("Orchard", plain(), vec![]),
            "'Orchard' would have no core seat",
        ),
        (
            found("Orchard", plain(), vec![ann.seat_as(Standing::Observer)]),
            "'Orchard' would have no core seat",
        ),
        (
            found("Orchard", plain(), vec![ann.seat(); 201]),
            "at most 200 seats, not 201",
        ),
        (
            found("Orchard", plain(), vec![nameless]),
            "a seat's name has 1 to 100 bytes, not 0",
        ),
        // this group would sit in it, and promises more time than it leaves
        (
            found("Orchard", plain(), vec![group.seat_spec(LEAD)]),
            "3 d < internal 3 d + relay buffer 1 d",
        ),
    ];
    for (action, reason) in cases {
        ann.tries_to_propose(&group, spec("Orchard", vec![action]))
            .refused(reason);
    }
    // a wallet twice is found out by the subgroup itself, when it is founded
    let twice = found("Orchard", plain(), vec![ann.seat(), ann.seat()]);
    group.can_not_do(&[&ann], vec![twice], "");
    assert!(subgroups(&group).is_empty());
}

/// Its coins count as a spend, so the procedure for large sums decides.
#[test]
fn a_subgroups_coins_do_not_go_round_the_stricter_procedure() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let rules = charter().procedure(
        "budget",
        Covers::SpendsAbove(money(50)),
        Rule::supermajority(),
        LEAD,
    );
    let group = world
        .group("Cooperative")
        .people([&ann])
        .charter(&rules)
        .found();
    let found = |coins| {
        let action = actions::found_subgroup("Orchard", charter().spec(), vec![ann.seat()], coins);
        ann.proposes(
            &group,
            "Orchard",
            vec![action, actions::spend(&ann.address, 20)],
        )
    };
    assert_eq!(found(30).view().procedure, "ordinary");
    assert_eq!(found(31).view().procedure, "budget");
}

/// A cell that coordinates others: founded by the union, with seats for two cells, which decide to sit there.
#[test]
fn a_coordinating_cell_is_linked_over_two_cells() {
    let union = Union::of(3);
    let Union { world, .. } = &union;
    let seats = vec![
        union.cell(1).seat_spec(LEAD),
        union.cell(2).seat_spec(LEAD),
        union.union.seat_spec(super::FIVE_DAYS),
    ];
    let longer = union_charter()
        .decides(Rule::majority(), folkmoot_rules::Seconds::days(7))
        .upstream(Rule::majority(), folkmoot_rules::Seconds::days(7));
    let found = actions::found_subgroup("Logistics", longer.spec(), seats, 0);
    union.decides("A cell for logistics", vec![found]);
    let cell = newest_subgroup(world, &union.union);
    // offers until each has decided
    assert_eq!(cell.view().electorate.seats, 0);
    for number in [1, 2] {
        let join = vec![actions::join(&cell, LEAD)];
        union
            .cell(number)
            .decides(&[union.person(number)], "Join logistics", join);
    }
    assert_eq!(cell.view().electorate.seats, 2);
    let joint = union
        .person(1)
        .proposes_upstream(union.cell(1), &cell, "Lorries", vec![]);
    joint.fan_out().ok();
    for number in [1, 2] {
        let mirror = union.cell(number).mirror_of(&joint);
        union.person(number).votes(&mirror, Choice::Yes);
        mirror.roll_up().ok();
    }
    joint.executes();
    // and the union itself sits there once it has decided to
    union.decides(
        "Sit with logistics",
        vec![actions::join(&cell, super::FIVE_DAYS)],
    );
    assert_eq!(cell.view().electorate.seats, 3);
}

/// Who contributes in one cell may have a vote in another: standing is of a seat, and changes only by decision.
#[test]
fn a_contributor_of_one_cell_has_a_core_seat_in_another() {
    let union = Union::of(2);
    let mover = union.world.cosmos("Mo");
    let contributor = actions::admit(mover.seat_as(Standing::Contributor));
    union
        .cell(1)
        .decides(&[union.person(1)], "Mo helps", vec![contributor]);
    union.cell(2).decides(
        &[union.person(2)],
        "Mo decides",
        vec![actions::admit(mover.seat())],
    );
    mover
        .tries_to_propose(union.cell(1), spec("Mine", vec![]))
        .refused("is contributor, only core seats may do this");
    let here = mover.proposes(union.cell(2), "Mine", vec![]);
    mover.votes(&here, Choice::Yes);
    // and from contributor to core by a decision
    let seat = mover.seat_in(union.cell(1));
    let promote = Action::ChangeSeat {
        seat,
        revision: 1,
        name: None,
        standing: Some(Standing::Core),
        holder: None,
        weight: None,
    };
    union
        .cell(1)
        .decides(&[union.person(1)], "Mo decides here too", vec![promote]);
    mover.proposes(union.cell(1), "Mine", vec![]);
}
