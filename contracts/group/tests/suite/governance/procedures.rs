//! Charter procedures: which one decides what.

use cosmwasm_std::coin;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, Round, Stage};
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::Trio;
use crate::world::{actions, charter, money, spec};

const DAY: Seconds = Seconds::days(1);

fn four() -> Trio {
    Trio::with(&charter().four_procedures(100, Rule::supermajority(), DAY))
}

/// Each action belongs to the first procedure that covers it.
#[test]
fn the_first_procedure_that_covers_an_action_decides_it() {
    let trio = four();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let payee = world.account("a payee");
    let puppet = world.puppet("a shop");
    let accept = crate::world::PuppetMsg::Accept {};
    let rules = charter()
        .four_procedures(100, Rule::supermajority(), DAY)
        .spec();
    let newcomer = world.cosmos("Dan");
    let other = world.group("Other").people([&newcomer]).found();
    let cases: Vec<(&str, Vec<Action>, &str)> = vec![
        ("a statement", vec![], "ordinary"),
        (
            "a spend at the bar",
            vec![actions::spend(&payee, 100)],
            "ordinary",
        ),
        (
            "a spend above the bar",
            vec![actions::spend(&payee, 101)],
            "budget",
        ),
        (
            "a contribution above the bar",
            vec![actions::contribute(&other, 101)],
            "budget",
        ),
        (
            "a call with coins above the bar",
            vec![actions::call(&puppet, &accept, 101)],
            "budget",
        ),
        (
            "a call with coins below the bar",
            vec![actions::call(&puppet, &accept, 99)],
            "ordinary",
        ),
        (
            "a call without coins",
            vec![actions::call(&puppet, &accept, 0)],
            "ordinary",
        ),
        (
            "an admission",
            vec![actions::admit(newcomer.seat())],
            "membership",
        ),
        ("an appointment", vec![Action::appoint(1)], "membership"),
        ("a new charter", vec![actions::amend(1, rules)], "charter"),
        (
            "an upgrade",
            vec![Action::Upgrade {
                code_id: world.store_group_code(b"the next version"),
            }],
            "charter",
        ),
    ];
    for (name, actions, procedure) in cases {
        let proposal = ann.proposes(group, name, actions);
        assert_eq!(proposal.view().procedure, procedure, "{name}");
    }
}

/// Ten small spends weigh as one large one.
#[test]
fn spends_are_summed_over_the_proposal() {
    let trio = four();
    let payee = trio.world.account("a payee");
    let cases = [(9, "ordinary"), (10, "ordinary"), (11, "budget")];
    for (count, procedure) in cases {
        let spends = vec![actions::spend(&payee, 10); count];
        let proposal = trio.ann.proposes(&trio.group, "Small sums", spends);
        assert_eq!(proposal.view().procedure, procedure, "{count} × 10");
    }
    let other = trio.world.group("Other").people([&trio.dan]).found();
    let mixed = vec![actions::spend(&payee, 60), actions::contribute(&other, 41)];
    assert_eq!(
        trio.ann
            .proposes(&trio.group, "Sixty and forty-one", mixed)
            .view()
            .procedure,
        "budget"
    );
}

/// The sum is per denomination; one that the bar does not name is above it with its first coin.
#[test]
fn the_bar_is_per_denomination() {
    let trio = four();
    let to = trio.world.account("a payee").to_string();
    let cases = [
        (vec![coin(1, "uother")], "budget"),
        (vec![coin(100, crate::world::DENOM)], "ordinary"),
        (
            vec![coin(50, crate::world::DENOM), coin(1, "uother")],
            "budget",
        ),
    ];
    for (amount, procedure) in cases {
        let spend = vec![Action::Spend {
            to: to.clone(),
            amount: amount.clone(),
            cycle: None,
        }];
        assert_eq!(
            trio.ann
                .proposes(&trio.group, "Other coins", spend)
                .view()
                .procedure,
            procedure,
            "{amount:?}"
        );
    }
}

/// Actions of two procedures in one proposal are refused, with both names.
#[test]
fn actions_of_two_procedures_are_refused_with_both_names() {
    let trio = four();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let payee = world.account("a payee");
    let newcomer = world.cosmos("Dan");
    let mixed = vec![actions::spend(&payee, 101), actions::admit(newcomer.seat())];
    ann.tries_to_propose(group, spec("Both", mixed))
        .refused("'budget' and 'membership'");
    let mixed = vec![actions::admit(newcomer.seat()), actions::spend(&payee, 1)];
    ann.tries_to_propose(group, spec("Both", mixed))
        .refused("'membership' and 'ordinary'");
}

/// A supermajority for budgets: two of three are 66.7 % and enough, 2/3 of five to three is not.
#[test]
fn a_budget_above_the_bar_needs_its_supermajority() {
    let trio = four();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let payee = world.account("a payee");
    group.receives(500);
    let small = ann.proposes(group, "Small", vec![actions::spend(&payee, 100)]);
    let large = ann.proposes(group, "Large", vec![actions::spend(&payee, 200)]);
    for proposal in [&small, &large] {
        proposal.is_voted([ann, ben], [cleo]);
        proposal.executes();
        assert_eq!(proposal.status(), Status::Executed);
    }
    assert_eq!(world.balance(&payee), 300);
    // 6:4 is a majority and no supermajority
    let people = world.crowd("member", 10);
    let ten = world
        .group("Ten")
        .people(&people)
        .charter(&charter().four_procedures(100, Rule::supermajority(), DAY))
        .found();
    let small = people[0].proposes(&ten, "Small", vec![actions::spend(&payee, 100)]);
    let large = people[0].proposes(&ten, "Large", vec![actions::spend(&payee, 200)]);
    for proposal in [&small, &large] {
        proposal.is_voted(&people[..6], &people[6..]);
    }
    assert_eq!(small.view().outcome, folkmoot_rules::Outcome::Passed);
    assert_eq!(large.view().outcome, folkmoot_rules::Outcome::Rejected);
}

/// A later charter never moves an open proposal's bar, period, or electorate.
#[test]
fn an_open_proposal_keeps_the_rules_it_opened_under() {
    let trio = Trio::with(&charter().decides(Rule::majority(), Seconds::days(10)));
    let Trio {
        world,
        ann,
        ben,
        group,
        ..
    } = &trio;
    let open = ann.proposes(group, "Before", vec![]);
    let before = open.view();
    let unanimous = charter()
        .decides(Rule::majority_of_all(), Seconds::days(1))
        .with(|charter| {
            charter.execution_window = Seconds::days(1);
            charter.relay_buffer = Seconds::hours(1);
        });
    group.decides(
        &trio.everybody(),
        "Unanimous",
        vec![actions::amend(1, unanimous.spec())],
    );
    assert_eq!(open.view(), before);
    assert_eq!(group.charter().version, 2);
    // one yes of two cast would not do under the new charter
    ann.votes(&open, Choice::Yes);
    ben.votes(&open, Choice::Abstain);
    world.advance_to(before.deadline);
    assert_eq!(open.status(), Status::Passed);
    open.executes();
    assert_eq!(open.status(), Status::Executed);
}

/// An amendment written on an older version is refused.
#[test]
fn an_amendment_of_an_outdated_charter_is_refused() {
    let trio = Trio::new();
    let Trio { group, .. } = &trio;
    let first = charter().decides(Rule::two_thirds(), DAY).spec();
    let second = charter().decides(Rule::supermajority(), DAY).spec();
    group.decides(
        &trio.everybody(),
        "First",
        vec![actions::amend(1, first.clone())],
    );
    group.can_not_do(
        &trio.everybody(),
        vec![actions::amend(1, second.clone())],
        "written on charter version 1, but 2",
    );
    group.can_not_do(
        &trio.everybody(),
        vec![actions::amend(3, second)],
        "written on charter version 3, but 2",
    );
    assert_eq!(group.charter().charter, first);
    assert_eq!(group.charter().version, 2);
}

/// Two amendments race: the second fails, whatever it says.
#[test]
fn of_two_racing_amendments_the_first_holds() {
    let trio = Trio::new();
    let Trio { ann, group, .. } = &trio;
    let first = charter().decides(Rule::two_thirds(), DAY).spec();
    let second = charter().decides(Rule::supermajority(), DAY).spec();
    let one = ann.proposes(group, "One", vec![actions::amend(1, first.clone())]);
    let other = ann.proposes(group, "Other", vec![actions::amend(1, second)]);
    for proposal in [&one, &other] {
        proposal.is_voted(trio.everybody(), []);
        proposal.executes();
    }
    assert_eq!(one.status(), Status::Executed);
    assert_eq!(other.status(), Status::ExecutionFailed);
    assert_eq!(group.charter().charter, first);
}

/// Older charters stay readable.
#[test]
fn older_charters_stay_readable() {
    let trio = Trio::new();
    let before = trio.group.charter();
    let next = charter().decides(Rule::two_thirds(), DAY).spec();
    trio.group
        .decides(&trio.everybody(), "Next", vec![actions::amend(1, next)]);
    let query = folkmoot_group::msg::QueryMsg::Charter { version: Some(1) };
    assert_eq!(
        trio.group.ask::<folkmoot_group::msg::CharterView>(&query),
        before
    );
    let query = folkmoot_group::msg::QueryMsg::Charter { version: Some(3) };
    assert!(
        trio.group
            .try_ask::<folkmoot_group::msg::CharterView>(&query)
            .is_err()
    );
}

/// A procedure whose electorate is the group seats: people may speak, they don't decide.
#[test]
fn a_procedure_of_group_seats_alone_leaves_people_out() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let lead = Seconds::days(3);
    let rules = charter()
        .group_seats_only()
        .decides(Rule::majority_of_all(), Seconds::days(7))
        .with(|charter| {
            charter.upstream.round.period = Seconds::days(7);
            charter.relay_buffer = Seconds::days(1);
        });
    let dora = world.cosmos("Dora");
    let union = world
        .group("Union")
        .people([&dora])
        .group_seat(group, lead)
        .charter(&rules)
        .found();
    dora.tries_to_propose(&union, spec("Alone", vec![]))
        .refused("nobody could vote");
    group.decides(&[ann, ben, cleo], "Join", vec![actions::join(&union, lead)]);
    let joint = dora.proposes(&union, "Now there is one", vec![]);
    assert_eq!(joint.view().electorate.seats, 1);
    dora.tries_to_vote(&joint, Choice::No)
        .refused("not in the electorate");
    joint.fan_out().ok();
    let mirror = group.mirror_of(&joint);
    mirror.is_voted([ann, ben, cleo], []);
    mirror.roll_up().ok();
    assert_eq!(joint.weights(), [1, 0, 0, 0]);
    joint.executes();
    assert_eq!(joint.status(), Status::Executed);
}

/// Charters that could lock themselves, never end, or hide a procedure.
#[test]
fn charters_that_could_lock_or_never_end_are_refused() {
    use folkmoot_group::charter::{CharterSpec, Procedure};
    type Change = fn(&mut CharterSpec);
    let cases: Vec<(&str, Change, &str)> = vec![
        (
            "no procedure",
            |c| c.procedures.clear(),
            "at least one procedure",
        ),
        (
            "nothing covers the rest",
            |c| c.procedures[0].covers = Covers::Kinds(vec![ActionKind::Spend]),
            "must cover everything",
        ),
        (
            "covers nothing",
            |c| {
                let mut p = c.procedures[0].clone();
                p.name = "void".into();
                p.covers = Covers::Kinds(vec![]);
                c.procedures.insert(0, p);
            },
            "covers no action",
        ),
        (
            "a name twice",
            |c| {
                let mut p = c.procedures[0].clone();
                p.covers = Covers::Kinds(vec![ActionKind::Spend]);
                c.procedures.insert(0, p);
            },
            "stands twice",
        ),
        (
            "never used",
            |c| {
                let p = Procedure {
                    name: "late".into(),
                    ..c.procedures[0].clone()
                };
                c.procedures.push(p);
            },
            "would never be used",
        ),
        (
            "no name",
            |c| c.procedures[0].name.clear(),
            "1 to 100 bytes, not 0",
        ),
        (
            "a long name",
            |c| c.procedures[0].name = "n".repeat(101),
            "1 to 100 bytes, not 101",
        ),
        (
            "no stage",
            |c| c.procedures[0].stages.clear(),
            "one decide stage",
        ),
        (
            "a delay first",
            |c| {
                c.procedures[0]
                    .stages
                    .insert(0, Stage::Delay { duration: DAY })
            },
            "one decide stage",
        ),
        (
            "two rounds",
            |c| {
                let s = c.procedures[0].stages[0].clone();
                c.procedures[0].stages.push(s);
            },
            "one decide stage",
        ),
        (
            "six stages",
            |c| {
                c.procedures[0]
                    .stages
                    .extend(vec![Stage::Delay { duration: DAY }; 5])
            },
            "at most 5 stages, not 6",
        ),
        (
            "21 procedures",
            |c| {
                let p = c.procedures[0].clone();
                for i in 0..20 {
                    c.procedures.insert(
                        0,
                        Procedure {
                            name: format!("p{i}"),
                            covers: Covers::Kinds(vec![ActionKind::Spend]),
                            ..p.clone()
                        },
                    );
                }
            },
            "at most 20 procedures, not 21",
        ),
        (
            "no period",
            |c| {
                c.procedures[0].stages =
                    vec![Stage::Decide(Round::new(Rule::majority(), Seconds(0)))]
            },
            "above 0 seconds",
        ),
        (
            "more than a year",
            |c| {
                c.procedures[0].stages = vec![Stage::Decide(Round::new(
                    Rule::majority(),
                    Seconds::days(367),
                ))]
            },
            "367 d is longer than 366 d",
        ),
        (
            "a path of more than a year",
            |c| {
                c.procedures[0].stages.push(Stage::Delay {
                    duration: Seconds::days(364),
                })
            },
            "367 d is longer than 366 d",
        ),
        (
            "endless",
            |c| {
                c.procedures[0].stages = vec![Stage::Decide(Round::new(
                    Rule::majority(),
                    Seconds(u64::MAX),
                ))]
            },
            "is longer than 366 d",
        ),
        (
            "endless delays",
            |c| {
                c.procedures[0].stages.extend(vec![
                    Stage::Delay {
                        duration: Seconds(u64::MAX)
                    };
                    2
                ])
            },
            "is longer than 366 d",
        ),
        (
            "no upstream period",
            |c| c.upstream.round.period = Seconds(0),
            "upstream: the period must be above 0",
        ),
        ("no buffer", |c| c.relay_buffer = Seconds(0), "relay buffer"),
        (
            "an endless buffer",
            |c| c.relay_buffer = Seconds(u64::MAX),
            "relay buffer",
        ),
        (
            "no time to execute",
            |c| c.execution_window = Seconds(0),
            "execution window",
        ),
        (
            "an endless key notice",
            |c| c.key_notice = Seconds(u64::MAX),
            "key notice",
        ),
        (
            "an endless weight notice",
            |c| c.weight_notice = Seconds(u64::MAX),
            "weight notice",
        ),
        (
            "early and revoting",
            |c| c.upstream.round.revoting = true,
            "early_finish or revoting, not both",
        ),
        (
            "a cap of nothing",
            |c| c.weighting.cap = Some(0),
            "between 1 and",
        ),
        (
            "a bar twice",
            |c| {
                let p = Procedure {
                    name: "bar".into(),
                    covers: Covers::SpendsAbove([money(1), money(2)].concat()),
                    ..c.procedures[0].clone()
                };
                c.procedures.insert(0, p);
            },
            "name each denomination once",
        ),
        (
            "a bar of nothing",
            |c| {
                let p = Procedure {
                    name: "bar".into(),
                    covers: Covers::SpendsAbove(vec![]),
                    ..c.procedures[0].clone()
                };
                c.procedures.insert(0, p);
            },
            "name each denomination once",
        ),
        (
            "eleven group accounts",
            |c| c.group_accounts = vec![crate::world::account_address("a").to_string(); 11],
            "at most 10 group accounts, not 11",
        ),
        (
            "a malformed group account",
            |c| c.group_accounts = vec!["nobody".into()],
            "group account 'nobody'",
        ),
        (
            "a malformed checksum",
            |c| c.trusted_code = vec![vec![1, 2, 3].into()],
            "no checksum of 32 bytes",
        ),
        (
            "21 trusted codes",
            |c| c.trusted_code = vec![[7; 32].into(); 21],
            "at most 20 trusted code",
        ),
    ];
    let trio = Trio::new();
    for (name, change, reason) in cases {
        let bad = charter().with(change);
        let (_, founding) = trio
            .world
            .group(name)
            .people([&trio.ann])
            .charter(&bad)
            .try_found();
        let error = founding.outcome().expect_err(name);
        assert!(error.contains(reason), "{name}: {error}");
        // and no group can get there by amending; what JavaScript can't read has no hash to vote on
        let reason = if name.contains("endless") { "" } else { reason };
        trio.group.can_not_do(
            &trio.everybody(),
            vec![actions::amend(1, bad.spec())],
            reason,
        );
    }
}
