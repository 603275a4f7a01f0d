//! Charters that are refused: those that would lock themselves, move coins on silence, or have no bounds.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Covers, ElectorateKind, Filling, Proposers, Role};
use folkmoot_rules::{Rule, Seconds};

use crate::world::roles::{acclaimed, allowance, role, rotating};
use crate::world::{CharterBuilder, World, charter, money};

const DAY: Seconds = Seconds::days(1);

#[track_caller]
fn refused(rules: &CharterBuilder, reason: &str) {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let (_, attempt) = world.group("Bad").people([&ann]).charter(rules).try_found();
    attempt.refused(reason);
}

#[track_caller]
fn taken(rules: &CharterBuilder) {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let group = world.group("Good").people([&ann]).charter(rules).found();
    // what is stored is what was handed in
    assert_eq!(group.charter().charter, rules.spec());
}

/// Every list and text has its bound.
#[test]
fn roles_are_bounded() {
    let many = |count: usize| {
        (0..count).fold(charter(), |rules, number| {
            rules.role(role(&format!("role {number}")))
        })
    };
    taken(&many(20));
    refused(&many(21), "at most 20 roles, not 21");
    let cases = [
        (
            role(""),
            "a role's name has at most 100 bytes, not 0, and its name at least 1",
        ),
        (
            role(&"r".repeat(101)),
            "a role's name has at most 100 bytes, not 101",
        ),
        (
            Role {
                duties: "d".repeat(501),
                ..role("host")
            },
            "a role's duties has at most 500 bytes, not 501",
        ),
        (
            Role {
                commitment: "c".repeat(101),
                ..role("host")
            },
            "a role's commitment has at most 100 bytes, not 101",
        ),
        (
            Role {
                places: 0,
                ..role("host")
            },
            "role 'host' has 1 to 20 places, not 0",
        ),
        (
            Role {
                places: 21,
                ..role("host")
            },
            "role 'host' has 1 to 20 places, not 21",
        ),
        (
            Role {
                term: Some(Seconds::ZERO),
                ..role("host")
            },
            "host: the period must be above 0 seconds",
        ),
        (
            Role {
                term: Some(Seconds::days(400)),
                ..role("host")
            },
            "host: 400 d is longer than 366 d",
        ),
        (
            acclaimed("host", Seconds::ZERO),
            "host: the period must be above 0",
        ),
        (
            Role {
                filling: Filling::Rotation,
                ..role("host")
            },
            "role 'host' takes turns, so it needs a term",
        ),
        (
            Role {
                allowance: allowance(0, DAY),
                ..role("host")
            },
            "role 'host' has an allowance of nothing",
        ),
        (
            Role {
                allowance: allowance(5, Seconds::ZERO),
                ..role("host")
            },
            "host: the period must be above 0",
        ),
    ];
    for (bad, reason) in cases {
        refused(&charter().role(bad), reason);
    }
    refused(
        &charter().role(role("host")).role(rotating("host", DAY)),
        "role 'host' stands twice in the charter",
    );
    refused(&charter().core_limit(0), "a core limit must be above 0");
}

fn office(kinds: Vec<ActionKind>, kind: ElectorateKind) -> CharterBuilder {
    charter()
        .role(role("planner"))
        .procedure("plans", Covers::Kinds(kinds), Rule::majority(), DAY)
        .electorate("plans", kind)
}

/// An office may have no holder, so none decides who holds it, who is a member, over the rules, or over everything.
#[test]
fn no_office_decides_what_a_group_needs_to_go_on() {
    let planners = || ElectorateKind::Role("planner".into());
    for kind in [planners(), ElectorateKind::Representatives] {
        for (own, word) in [
            (ActionKind::AmendCharter, "amend_charter"),
            (ActionKind::Seats, "seats"),
            (ActionKind::Upgrade, "upgrade"),
        ] {
            refused(
                &office(vec![ActionKind::Spend, own], kind.clone()),
                &format!("procedure 'plans' covers {word}, which no office may decide"),
            );
        }
        refused(
            &charter()
                .role(role("planner"))
                .electorate("ordinary", kind.clone()),
            "procedure 'ordinary' covers everything, which no office may decide",
        );
        taken(&office(
            vec![ActionKind::Spend, ActionKind::Statement],
            kind,
        ));
    }
}

/// Roles that a procedure names exist.
#[test]
fn a_procedure_names_only_roles_of_its_charter() {
    let reason = "procedure 'plans' names the role 'cook', which the charter has not";
    refused(
        &office(vec![ActionKind::Spend], ElectorateKind::Role("cook".into())),
        reason,
    );
    refused(
        &office(vec![ActionKind::Spend], ElectorateKind::CoreSeats)
            .proposers("plans", Proposers::Role("cook".into())),
        reason,
    );
}

/// Whoever nobody objected to must not be paid by it, neither by an allowance nor by their own vote.
#[test]
fn coins_never_move_because_nobody_spoke() {
    refused(
        &charter().role(Role {
            allowance: allowance(5, DAY),
            ..acclaimed("cook", DAY)
        }),
        "role 'cook' has an allowance, so it is not filled by acclamation",
    );
    let by_cooks = |covers: Covers| {
        charter()
            .role(acclaimed("cook", DAY))
            .procedure("kitchen", covers, Rule::majority(), DAY)
            .electorate("kitchen", ElectorateKind::Role("cook".into()))
    };
    let reason = "procedure 'kitchen' covers spends, and its role is filled by acclamation";
    refused(&by_cooks(Covers::Kinds(vec![ActionKind::Spend])), reason);
    refused(&by_cooks(Covers::SpendsAbove(money(5))), reason);
    for (kind, name) in [
        (ActionKind::Call, "call"),
        (ActionKind::Subgroups, "subgroups"),
        (ActionKind::Links, "links"),
        (ActionKind::Cycles, "cycles"),
    ] {
        let reason = format!("covers {name}, and its role is filled by acclamation");
        let kinds = Covers::Kinds(vec![ActionKind::Statement, kind]);
        refused(&by_cooks(kinds), &reason);
    }
    taken(&by_cooks(Covers::Kinds(vec![ActionKind::Statement])));
}

/// Group seats have no part in what an office decides, so its period need not wait for them.
#[test]
fn an_office_need_not_wait_for_groups() {
    let world = World::new();
    let [ann, dan] = ["Ann", "Dan"].map(|name| world.cosmos(name));
    let child = world.group("Child").people([&ann]).found();
    let found = |rules: CharterBuilder| {
        let rules = rules
            .decides(Rule::majority(), Seconds::days(5))
            .upstream(Rule::majority(), Seconds::days(5));
        let parent = world.group("Parent").people([&dan]);
        parent
            .group_seat(&child, Seconds::days(3))
            .charter(&rules)
            .try_found()
            .1
    };
    let quick = |kind| office(vec![ActionKind::Statement], kind);
    found(quick(ElectorateKind::CoreSeats))
        .refused("joint period 1 d < internal 3 d + relay buffer 1 d");
    found(quick(ElectorateKind::Role("planner".into()))).ok();
}
