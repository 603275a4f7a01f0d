//! Told before the vote: what could never be done is refused at its opening, what could not be done today is opened with a
//! warning, and an execution that failed says why in words.

use cosmwasm_std::{
    Binary, Checksum, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdResult, coin,
};
use cw_multi_test::{AppResponse, ContractWrapper};
use folkmoot_group::action::Action;
use folkmoot_group::charter::Role;
use folkmoot_group::msg::{Hindrance, Standing, Warning};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::Trio;
use crate::world::houses::{appoint_house, become_house, dismiss_house, end_review};
use crate::world::roles::{allowance, appoint, release, role};
use crate::world::{
    Group, Person, PuppetMsg, actions, charter, money, open_cycle, spec, spend_from_pool,
};

const THREE_DAYS: Seconds = Seconds::days(3);
const WEEK: Seconds = Seconds::days(7);

/// The warnings of an opening, as its data and its events tell them.
fn warned(response: &AppResponse) -> Vec<Warning> {
    let told = response.data.as_ref();
    let told: Vec<Warning> =
        told.map_or_else(Vec::new, |data| serde_json::from_slice(data).unwrap());
    let events = response
        .events
        .iter()
        .filter(|event| event.ty == "wasm-opening_warned");
    assert_eq!(events.count(), told.len());
    told
}

#[track_caller]
fn opens(person: &Person, group: &Group, all: Vec<Action>) -> Vec<Warning> {
    warned(&person.tries_to_propose(group, spec("Something", all)).ok())
}

#[track_caller]
fn refuses(trio: &Trio, all: Vec<Action>, reason: &str) {
    trio.ann
        .tries_to_propose(&trio.group, spec("Something", all))
        .refused(reason);
}

/// It opens, and says of its only action what stands in the way.
#[track_caller]
fn warns(trio: &Trio, action: Action, what: Hindrance, reason: &str) {
    let warnings = opens(&trio.ann, &trio.group, vec![action]);
    let [warning] = warnings.as_slice() else {
        panic!("one warning, not {warnings:?}")
    };
    assert_eq!(
        (warning.action, warning.what),
        (0, what),
        "{}",
        warning.reason
    );
    assert!(warning.reason.contains(reason), "{}", warning.reason);
}

fn hosts() -> Trio {
    let host = Role {
        allowance: allowance(50, WEEK),
        ..role("host")
    };
    Trio::with(&charter().role(host))
}

fn change(seat: u32, revision: u32, holder: Option<Holder>, weight: Option<u64>) -> Action {
    Action::ChangeSeat {
        seat,
        revision,
        name: None,
        standing: None,
        holder,
        weight,
    }
}

/// Nothing that the group would pay to itself is a payment.
#[test]
fn a_group_pays_nothing_to_itself() {
    let trio = hosts();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let everybody = trio.everybody();
    group.receives(1_000);
    group.decides(&everybody, "Ann hosts", vec![appoint(1, "host")]);
    ann.stakes(world, group, 500);
    ann.pledges(group, 500).ok();
    group.decides(
        &everybody,
        "A cycle",
        vec![open_cycle(world.now() + WEEK.0)],
    );
    let reason = "the group can't be paid by itself";
    for action in [
        actions::spend(&group.address, 400),
        spend_from_pool(&group.address, 400, 1),
        actions::contribute(group, 400),
    ] {
        refuses(&trio, vec![action], reason);
    }
    ann.spends(group, "host", &group.address, 5).refused(reason);
    ann.names_pay_out(group, &group.address).refused(reason);
    let stake = Action::Stake {
        group: group.address.to_string(),
        amount: money(5),
    };
    refuses(&trio, vec![stake], "there is no link with");
    let heir = charter().with(|spec| spec.heir = Some(group.address.to_string()));
    refuses(
        &trio,
        vec![actions::amend(1, heir.spec())],
        "a group can't be its own heir",
    );
    refuses(
        &trio,
        vec![actions::join(group, THREE_DAYS)],
        "a group can't sit in itself",
    );
    refuses(&trio, vec![appoint_house(group, WEEK)], "its own house");
    refuses(
        &trio,
        vec![actions::call(&group.address, &Empty {}, 0)],
        "which is this group",
    );
    assert_eq!((group.funds().common, group.funds().pools), (1_000, 500));
}

/// Seats, roles, links, code and times that aren't there.
#[test]
fn what_can_never_work_is_refused_at_its_opening() {
    let trio = hosts();
    let Trio {
        world,
        ann,
        ben,
        dan,
        group,
        ..
    } = &trio;
    let other = world.group("Other").people([dan]).found();
    group.decides(
        &trio.everybody(),
        "Cleo goes",
        vec![Action::RemoveSeat { seat: 3 }],
    );
    group.decides(
        &[ann, ben],
        "Ben is called Benno",
        vec![Action::ChangeSeat {
            name: Some("Benno".into()),
            seat: 2,
            revision: 1,
            standing: None,
            holder: None,
            weight: None,
        }],
    );
    let above = other.address.to_string();
    let late = charter().with(|spec| {
        spec.sunset = Some(world.now());
        spec.heir = Some(world.account("heir").to_string());
    });
    let upstream = Action::ProposeUpstream {
        group: above.clone(),
        proposal: Box::new(spec("Up", vec![])),
    };
    let cases = [
        (Action::RemoveSeat { seat: 99 }, "there is no seat 99"),
        (Action::RemoveSeat { seat: 0 }, "there is no seat 0"),
        (Action::RemoveSeat { seat: 3 }, "seat 3"),
        (change(3, 1, None, None), "seat 3"),
        (
            change(2, 1, None, None),
            "written on revision 1, but 2 is in force",
        ),
        (change(2, 2, None, Some(0)), "weight"),
        (
            change(2, 2, Some(ann.seat().holder), None),
            "already holds seat 1",
        ),
        (
            change(2, 2, Some(other.seat_spec(THREE_DAYS).holder), None),
            "comes and goes by its link",
        ),
        (Action::appoint(99), "there is no seat 99"),
        (Action::release(3), "seat 3"),
        (appoint(1, "cook"), "no role 'cook'"),
        (release(1, "cook"), "nothing to do with role 'cook'"),
        (actions::leave(&other), "there is no link with"),
        (dismiss_house(&other), "there is no link with"),
        (end_review(&other), "there is no link with"),
        (actions::admit(ben.seat()), "already holds seat 2"),
        (actions::admit(dan.seat_weighing(0)), "weight"),
        (Action::Rescind { proposal: 99 }, "there is no proposal 99"),
        (
            Action::Rescind { proposal: 1 },
            "only a passed one can be rescinded",
        ),
        (
            Action::Upgrade { code_id: 999_999 },
            "code 999999 is not on this chain",
        ),
        (open_cycle(world.now()), "a cycle ends after"),
        (open_cycle(1), "a cycle ends after"),
        (actions::amend(1, late.spec()), "must lie ahead"),
        (
            actions::found_subgroup("Late", late.spec(), vec![dan.seat()], 0),
            "must lie ahead",
        ),
        (upstream, "there is no link with"),
        (
            Action::WithdrawUpstream {
                group: above.clone(),
                proposal: 1,
            },
            "there is no link with",
        ),
        (
            Action::Stake {
                group: above.clone(),
                amount: money(5),
            },
            "there is no link with",
        ),
        (
            Action::TakeStake {
                group: above.clone(),
                amount: coin(0, "ustake"),
            },
            "must be above 0",
        ),
        (
            Action::Pledge {
                group: above,
                amount: coin(5, "ustake"),
            },
            "there is no link with",
        ),
        (actions::spend(&dan.address, 0), "must be above 0"),
    ];
    let before = group.view().proposals;
    for (action, reason) in cases {
        refuses(&trio, vec![action], reason);
    }
    assert_eq!(group.view().proposals, before);
}

/// What could be there by then is opened and says so.
#[test]
fn what_can_not_work_today_is_opened_with_a_warning() {
    let trio = Trio::with(&charter().role(role("host")).core_limit(3));
    let Trio {
        world,
        ann,
        dan,
        group,
        ..
    } = &trio;
    let everybody = trio.everybody();
    group.receives(4_600);
    group.decides(&everybody, "Ann hosts", vec![appoint(1, "host")]);
    ann.stakes(world, group, 300);
    ann.pledges(group, 300).ok();
    let ends_at = world.now() + WEEK.0;
    group.decides(&everybody, "A cycle", vec![open_cycle(ends_at)]);
    let other = world.group("Other").people([dan]).found();
    let unsealed = world
        .group("Unsealed")
        .people([dan])
        .admin(&dan.address)
        .found();
    let shop = world.account("no contract");
    let foreign = Action::Spend {
        to: dan.address.to_string(),
        amount: vec![coin(40, "eur")],
        cycle: None,
    };
    let cases = [
        (
            actions::spend(&dan.address, 40_000),
            Hindrance::TooLittle,
            "the common fund has 4600 ustake, 40000 are asked for",
        ),
        (
            foreign,
            Hindrance::TooLittle,
            "the common fund has 0 eur, 40 are asked for",
        ),
        (
            actions::contribute(&other, 5_000),
            Hindrance::TooLittle,
            "the common fund has 4600",
        ),
        (
            actions::call(&world.puppet("a shop"), &PuppetMsg::Accept {}, 5_000),
            Hindrance::TooLittle,
            "5000 are asked for",
        ),
        (
            spend_from_pool(&dan.address, 301, 1),
            Hindrance::TooLittle,
            "the pool of cycle 1 has 300 ustake",
        ),
        (
            spend_from_pool(&dan.address, 1, 2),
            Hindrance::Cycle,
            "there is no cycle 2",
        ),
        (open_cycle(ends_at + 1), Hindrance::Cycle, "one at a time"),
        (open_cycle(1 << 52), Hindrance::Cycle, "a cycle ends after"),
        (
            actions::admit(dan.seat()),
            Hindrance::Full,
            "limits the core seats to 3",
        ),
        (
            appoint(2, "host"),
            Hindrance::Full,
            "held by as many as it has places",
        ),
        (
            actions::call(&shop, &Empty {}, 0),
            Hindrance::Contract,
            "is no contract on this chain",
        ),
        (
            actions::contribute(&unsealed, 1),
            Hindrance::Contract,
            "is unsealed",
        ),
        (
            actions::join(&unsealed, THREE_DAYS),
            Hindrance::Contract,
            "is unsealed",
        ),
        (
            actions::join(&other, Seconds::days(1)),
            Hindrance::Rules,
            "shorter than this group needs",
        ),
        (
            actions::amend(1, charter().core_limit(2).spec()),
            Hindrance::Full,
            "to 2",
        ),
    ];
    let same = Action::Upgrade {
        code_id: world.code(),
    };
    warns(&trio, same, Hindrance::Contract, "is this group's already");
    // what its holder owns goes with them, and stands in no new holder's way
    let handed = change(1, 1, Some(dan.seat().holder), None);
    assert_eq!(opens(ann, group, vec![handed]), []);
    for (action, what, reason) in cases {
        warns(&trio, action, what, reason);
    }
    group.decides(&everybody, "Join", vec![actions::join(&other, THREE_DAYS)]);
    let ask = Action::ProposeUpstream {
        group: other.address.to_string(),
        proposal: Box::new(spec("Up", vec![])),
    };
    warns(&trio, ask, Hindrance::Link, "is only offered");
    warns(
        &trio,
        actions::join(&other, THREE_DAYS),
        Hindrance::Link,
        "already a link",
    );
    group.decides(&everybody, "A house", vec![become_house(&other, WEEK)]);
    warns(
        &trio,
        become_house(&other, WEEK),
        Hindrance::Link,
        "already a link",
    );
    world.advance_to(ends_at);
    refuses(
        &trio,
        vec![spend_from_pool(&dan.address, 1, 1)],
        "cycle 1 of ustake ended",
    );
}

/// What all actions together draw on the common fund counts, and what others are due is not in it.
#[test]
fn a_warning_counts_what_all_actions_draw() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        dan,
        group,
        ..
    } = &trio;
    group.receives(100);
    ann.stakes(world, group, 900);
    let pay = |amount| actions::spend(&dan.address, amount);
    assert_eq!(opens(ann, group, vec![pay(60), pay(40)]), []);
    let warnings = opens(ann, group, vec![pay(60), pay(41)]);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].action, 1);
    assert_eq!(
        warnings[0].reason,
        "the common fund has 100 ustake, 101 are asked for"
    );
}

/// An action is looked at in the light of those before it, and what can be done is opened without a word.
#[test]
fn what_earlier_actions_bring_about_is_there() {
    let trio = Trio::with(&charter().role(role("host")).core_limit(3));
    let Trio {
        ann,
        ben,
        cleo,
        dan,
        group,
        ..
    } = &trio;
    let everybody = trio.everybody();
    group.decides(&everybody, "Ann hosts", vec![appoint(1, "host")]);
    let cook = charter().role(role("cook"));
    let all: [Vec<Action>; 6] = [
        vec![],
        vec![
            Action::RemoveSeat { seat: 3 },
            actions::admit(cleo.seat_as(Standing::Observer)),
        ],
        vec![
            Action::RemoveSeat { seat: 3 },
            actions::admit(dan.seat()),
            Action::appoint(4),
        ],
        vec![release(1, "host"), appoint(2, "host")],
        vec![
            change(2, 1, Some(dan.seat().holder), None),
            change(3, 1, Some(ben.seat().holder), None),
        ],
        vec![actions::amend(1, cook.spec()), appoint(1, "cook")],
    ];
    for actions in all {
        let opened = ann.tries_to_propose(group, spec("Something", actions)).ok();
        assert_eq!(opened.data, None);
        assert_eq!(warned(&opened), []);
    }
}

/// A new version is looked at like a first one.
#[test]
fn an_amended_proposal_is_looked_at_again() {
    let consent = folkmoot_group::charter::Round {
        resolving: Some(folkmoot_rules::Resolving {
            period: THREE_DAYS,
            fallback: folkmoot_rules::Fallback::Drop,
        }),
        ..folkmoot_group::charter::Round::new(Rule::consensus(), THREE_DAYS)
    };
    let trio = Trio::with(&charter().decides_in(consent));
    let Trio {
        ann,
        ben,
        cleo,
        dan,
        group,
        ..
    } = &trio;
    let open = ann.proposes(group, "Something", vec![]);
    ben.blocks(&open, "no");
    open.is_voted([ann, cleo], []);
    open.moves_on().ok();
    ann.amends(
        &open,
        spec("Pay us", vec![actions::spend(&group.address, 5)]),
    )
    .refused("the group can't be paid by itself");
    let amended = ann
        .amends(
            &open,
            spec("Pay Dan", vec![actions::spend(&dan.address, 5)]),
        )
        .ok();
    assert_eq!(warned(&amended)[0].what, Hindrance::TooLittle);
}

/// An execution that failed says why, whatever the chain tells of it; with the money there it goes through.
#[test]
fn a_failed_execution_says_what_was_missing() {
    let trio = Trio::new();
    let Trio { dan, group, .. } = &trio;
    group.receives(4_600);
    let pay = group.passes(
        &trio.everybody(),
        "Pay",
        vec![actions::spend(&dan.address, 40_000)],
    );
    pay.executes();
    assert_eq!(pay.status(), Status::ExecutionFailed);
    assert_eq!(
        pay.view().failure.as_deref(),
        Some("the common fund has 4600 ustake, 40000 are asked for")
    );
    group.receives(40_000);
    pay.executes();
    assert_eq!((pay.status(), dan.balance()), (Status::Executed, 40_000));
}

/// Code of another contract, though its migration takes anything, does not answer as a group: nothing changes.
#[test]
fn a_group_is_moved_to_no_other_contracts_code() {
    fn made(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
        Ok(Response::new())
    }
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Other {
        Mint {},
    }
    fn told(_: DepsMut, _: Env, _: MessageInfo, Other::Mint {}: Other) -> StdResult<Response> {
        Ok(Response::new())
    }
    fn asked(_: Deps, _: Env, _: Empty) -> StdResult<Binary> {
        Ok(Binary::default())
    }
    fn moved(_: DepsMut, _: Env, _: Empty) -> StdResult<Response> {
        Ok(Response::new())
    }
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let foreign = ContractWrapper::new(told, made, asked)
        .with_migrate(|deps, env, msg, _| moved(deps, env, msg))
        .with_checksum(Checksum::generate(b"another contract"));
    let code_id = world.app(|app| app.store_code(Box::new(foreign)));
    let upgrade = group.passes(
        &trio.everybody(),
        "Upgrade",
        vec![Action::Upgrade { code_id }],
    );
    upgrade.executes();
    assert_eq!(upgrade.status(), Status::ExecutionFailed);
    let data = world.app(|app| app.contract_data(&group.address)).unwrap();
    assert_eq!(data.code_id, world.code());
    ann.votes(&ann.proposes(group, "Still here", vec![]), Choice::Yes);
    // the same code under another number changes nothing
    let same = world.store_group_code(crate::world::CODE);
    let before = group.charter();
    group.decides(
        &trio.everybody(),
        "Upgrade",
        vec![Action::Upgrade { code_id: same }],
    );
    assert_eq!(group.charter(), before);
}
