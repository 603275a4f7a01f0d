//! Executing: after the last stage, once, all or nothing, again after a failure, and not for ever.

use cosmwasm_std::{Addr, Binary, coin};
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::Covers;
use folkmoot_group::msg::{ExecuteMsg, QueryMsg, TreasuryView};
use folkmoot_rules::{Rule, Seconds, Status};

use super::Trio;
use crate::world::{DENOM, PuppetMsg, actions, call, charter, spec};

const DAY: Seconds = Seconds::days(1);

/// A delay stage: nothing is executed before its last instant has passed.
#[test]
fn a_decision_rests_through_its_delay_stages() {
    let resting = charter()
        .delayed("ordinary", Seconds::days(2))
        .delayed("ordinary", Seconds::hours(1));
    let trio = Trio::with(&resting);
    let Trio { world, group, .. } = &trio;
    let payee = world.account("a payee");
    group.receives(10);
    let proposal = group.passes(
        &trio.everybody(),
        "Slowly",
        vec![actions::spend(&payee, 10)],
    );
    let until = world.now() + Seconds::days(2).0 + Seconds::hours(1).0;
    assert_eq!(proposal.status(), Status::Delayed { until });
    proposal.execution().refused("rests until");
    world.advance_to(until - 1);
    proposal.execution().refused("rests until");
    world.advance_to(until);
    assert_eq!(proposal.status(), Status::Passed);
    proposal.executes();
    assert_eq!(world.balance(&payee), 10);
}

/// What nobody moved on rests from its deadline, not from the call.
#[test]
fn a_delay_runs_from_the_deadline_where_nobody_moved_it_on() {
    let trio = Trio::with(&charter().delayed("ordinary", DAY));
    let Trio {
        world, ann, group, ..
    } = &trio;
    let proposal = ann.proposes(group, "Left alone", vec![]);
    proposal.is_voted(trio.everybody(), []);
    let deadline = proposal.deadline();
    world.advance_to(deadline + 100);
    assert_eq!(
        proposal.status(),
        Status::Delayed {
            until: deadline + DAY.0
        }
    );
    world.advance_to(deadline + DAY.0);
    proposal.executes();
    assert_eq!(proposal.status(), Status::Executed);
}

/// A passed proposal expires when nobody executes it in time.
#[test]
fn a_passed_proposal_expires() {
    let trio = Trio::with(&charter().with(|charter| charter.execution_window = Seconds::days(5)));
    let Trio { world, group, .. } = &trio;
    let payee = world.account("a payee");
    group.receives(10);
    let [kept, lost] = [0, 1].map(|_| {
        group.passes(
            &trio.everybody(),
            "In time",
            vec![actions::spend(&payee, 5)],
        )
    });
    let end = world.now() + Seconds::days(5).0;
    world.advance_to(end - 1);
    world.in_one_block(|| kept.executes());
    assert_eq!(kept.status(), Status::Executed);
    world.advance_to(end);
    assert_eq!(lost.status(), Status::Expired);
    lost.execution().refused("expired");
    assert_eq!(world.balance(&payee), 5);
}

/// All actions or none: a failure moves nothing, leaves its reason, and can be tried again.
#[test]
fn execution_is_all_or_nothing_and_can_be_tried_again() {
    let trio = Trio::new();
    let Trio { world, group, .. } = &trio;
    let payee = world.account("a payee");
    let newcomer = world.cosmos("Dan");
    group.receives(10);
    let all = vec![
        actions::spend(&payee, 6),
        actions::admit(newcomer.seat()),
        actions::spend(&payee, 5),
    ];
    let proposal = group.passes(&trio.everybody(), "Eleven of ten", all);
    proposal.executes();
    assert_eq!(proposal.status(), Status::ExecutionFailed);
    assert!(proposal.view().failure.is_some());
    assert_eq!((group.balance(), world.balance(&payee)), (10, 0));
    assert_eq!(group.treasury(), (10, 10, 0));
    assert!(group.seat_of(newcomer.address.as_str()).is_none());
    proposal.executes();
    assert_eq!(proposal.status(), Status::ExecutionFailed);
    group.receives(1);
    proposal.executes();
    assert_eq!(proposal.status(), Status::Executed);
    assert_eq!((group.balance(), world.balance(&payee)), (0, 11));
    assert!(group.seat_of(newcomer.address.as_str()).is_some());
    proposal.execution().refused("executed");
}

/// A failed execution can be tried until the execution deadline, and then no more.
#[test]
fn a_failed_execution_expires_as_well() {
    let trio = Trio::with(&charter().with(|charter| charter.execution_window = DAY));
    let Trio { world, group, .. } = &trio;
    let proposal = group.passes(
        &trio.everybody(),
        "Too much",
        vec![actions::spend(&trio.ann.address, 1)],
    );
    proposal.executes();
    world.advance(DAY);
    assert_eq!(proposal.status(), Status::Expired);
    group.receives(1);
    proposal.execution().refused("expired");
}

/// Executing within a call of the same execution: once is once.
#[test]
fn a_called_contract_can_not_execute_again() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let payee = world.account("a payee");
    group.receives(100);
    let puppet = world.puppet("a trickster");
    let again = ExecuteMsg::Execute { proposal: 1 };
    let trick = PuppetMsg::Send {
        messages: vec![call(&group.address, &again)],
    };
    let both = vec![
        actions::spend(&payee, 10),
        actions::call(&puppet, &trick, 0),
    ];
    let proposal = ann.proposes(group, "A trick", both);
    assert_eq!(proposal.id, 1);
    proposal.is_voted(trio.everybody(), []);
    proposal.executes();
    assert_eq!(proposal.status(), Status::ExecutionFailed);
    assert_eq!(world.balance(&payee), 0);
}

/// A called contract can't perform another proposal's actions either.
#[test]
fn only_the_group_itself_performs_actions() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    group.receives(100);
    let undecided = ann.proposes(group, "Mine", vec![actions::spend(&ann.address, 100)]);
    let perform = ExecuteMsg::PerformActions {
        proposal: undecided.id,
    };
    ann.sends(group, &perform).refused("only the group itself");
    // nor by a decision's own call to itself
    group.can_not_do(
        &trio.everybody(),
        vec![actions::call(&group.address, &perform, 0)],
        "a call may not address",
    );
    assert_eq!(group.balance(), 100);
    assert_eq!(world.balance(&ann.address), 0);
}

/// `call` reaches other contracts, with coins as a spend, and neither the group nor a linked group.
#[test]
fn calls_reach_other_contracts_and_fail_as_a_whole() {
    let trio = Trio::new();
    let Trio { world, group, .. } = &trio;
    let puppet = world.puppet("a shop");
    group.receives(10);
    group.decides(
        &trio.everybody(),
        "Buy",
        vec![actions::call(&puppet, &PuppetMsg::Accept {}, 4)],
    );
    assert_eq!((group.balance(), world.balance(&puppet)), (6, 4));
    assert_eq!(group.treasury(), (6, 10, 4));
    let failing = vec![
        actions::spend(&trio.ann.address, 1),
        actions::call(&puppet, &PuppetMsg::Fail {}, 2),
    ];
    let proposal = group.passes(&trio.everybody(), "Buy badly", failing);
    proposal.executes();
    assert_eq!(proposal.status(), Status::ExecutionFailed);
    assert_eq!(group.treasury(), (6, 10, 4));
    let nonsense = Action::Call {
        contract: puppet.to_string(),
        msg: Binary::from(b"{not json"),
        funds: vec![],
    };
    let attempt = trio
        .ann
        .tries_to_propose(group, spec("Nonsense", vec![nonsense]))
        .outcome();
    if attempt.is_ok() {
        let proposal = group.newest();
        proposal.is_voted(trio.everybody(), []);
        proposal.executes();
        assert_eq!(proposal.status(), Status::ExecutionFailed);
    }
}

/// A passed proposal can be rescinded before it is executed, by the procedure that passed it.
#[test]
fn a_passed_proposal_can_be_rescinded() {
    let trio = Trio::with(
        &charter()
            .four_procedures(10, Rule::majority_of_all(), DAY)
            .delayed("budget", DAY),
    );
    let Trio {
        world, ann, group, ..
    } = &trio;
    group.receives(100);
    let spend = group.passes(
        &trio.everybody(),
        "Spend",
        vec![actions::spend(&ann.address, 50)],
    );
    let rescind = ann.proposes(
        group,
        "Rather not",
        vec![Action::Rescind { proposal: spend.id }],
    );
    assert_eq!(
        rescind.view().procedure,
        "budget",
        "the procedure of what is taken back"
    );
    rescind.is_voted(trio.everybody(), []);
    rescind.moves_on().ok();
    // the rescission rests as long as what it takes back
    rescind.execution().refused("rests until");
    world.advance(DAY);
    rescind.executes();
    assert_eq!(rescind.status(), Status::Executed);
    assert_eq!(spend.status(), Status::Rescinded);
    spend.execution().refused("rescinded");
    assert_eq!(group.balance(), 100);
}

/// What is open, executed or unknown can't be rescinded.
#[test]
fn only_a_passed_proposal_can_be_rescinded() {
    let trio = Trio::new();
    let Trio { ann, group, .. } = &trio;
    let rescind = |id| vec![Action::Rescind { proposal: id }];
    group.can_not_do(&trio.everybody(), rescind(9), "there is no proposal 9");
    let open = ann.proposes(group, "Open", vec![]);
    ann.tries_to_propose(group, spec("Too early", rescind(open.id)))
        .refused("only a passed one can be rescinded");
    let done = group.decides(&trio.everybody(), "Done", vec![]);
    ann.tries_to_propose(group, spec("Too late", rescind(done.id)))
        .refused("is executed");
}

/// Who could not pass a budget can't take one back by hiding the rescission among other actions.
#[test]
fn a_rescission_can_not_hide_behind_an_easier_procedure() {
    let strict = Rule::majority_of_all();
    let trio = Trio::with(&charter().procedure(
        "budget",
        Covers::Kinds(vec![ActionKind::Spend]),
        strict,
        DAY,
    ));
    let Trio {
        world, ann, group, ..
    } = &trio;
    group.receives(100);
    let spend = group.passes(
        &trio.everybody(),
        "Spend",
        vec![actions::spend(&ann.address, 50)],
    );
    let other = group.passes(&trio.everybody(), "Statement", vec![]);
    let puppet = world.puppet("a shop");
    let bundles = [
        vec![
            Action::Rescind { proposal: spend.id },
            actions::call(&puppet, &PuppetMsg::Accept {}, 0),
        ],
        vec![
            actions::call(&puppet, &PuppetMsg::Accept {}, 0),
            Action::Rescind { proposal: spend.id },
        ],
        vec![
            Action::Rescind { proposal: spend.id },
            Action::Rescind { proposal: spend.id },
        ],
        vec![
            Action::Rescind { proposal: other.id },
            Action::Rescind { proposal: spend.id },
        ],
    ];
    for bundle in bundles {
        ann.tries_to_propose(group, spec("Hidden", bundle))
            .refused("a rescission stands alone");
    }
}

/// A statement has no actions and is executed like any other decision.
#[test]
fn a_statement_is_executed_without_doing_anything() {
    let trio = Trio::new();
    let before = (trio.group.view().electorate, trio.group.balance());
    trio.group
        .decides(&trio.everybody(), "We like it here", vec![]);
    assert_eq!((trio.group.view().electorate, trio.group.balance()), before);
}

/// Coins sent unasked land in the common fund and can be spent.
#[test]
fn coins_sent_unasked_land_in_the_common_fund() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    world.mint(&ann.address, 7);
    world.send_coins(&ann.address, &group.address, 7).ok();
    assert_eq!(group.balance(), 7);
    group.decides(
        &trio.everybody(),
        "Back to Ann",
        vec![actions::spend(&ann.address, 7)],
    );
    assert_eq!((group.balance(), ann.balance()), (0, 7));
}

/// A payment that stands alone is all or none by itself: where the bank refuses it nothing is written but the failure, of
/// coins that a member brought, that strangers gave, and that never were there.
#[test]
fn a_payment_that_is_refused_leaves_its_reason_and_nothing_else() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let payee = world.account("a payee");
    ann.gives(group, 10);
    let given = |from: &Addr, denom: &str| {
        let coins = [coin(11, denom)];
        world.mint_coins(from, coins.to_vec());
        let gift = ExecuteMsg::Contribute {};
        world.attempt_raw(from, &group.address, &gift, &coins).ok();
    };
    given(&world.account("a stranger"), "ibc/gift");
    // more than is there, until somebody adds to it
    for denom in [DENOM, "ibc/gift", "never"] {
        let payment = Action::Spend {
            to: payee.to_string(),
            amount: vec![coin(12, denom)],
            cycle: None,
        };
        let before: TreasuryView = group.ask(&QueryMsg::Treasury {});
        let proposal = group.passes(&trio.everybody(), "Too much", vec![payment]);
        for _ in 0..2 {
            let told = proposal.execution().ok();
            let failed = |event: &cosmwasm_std::Event| event.ty == "wasm-attention_needed";
            assert!(told.events.iter().any(failed), "{denom}");
            assert_eq!(proposal.status(), Status::ExecutionFailed, "{denom}");
            assert!(proposal.view().failure.is_some(), "{denom}");
            let after: TreasuryView = group.ask(&QueryMsg::Treasury {});
            assert_eq!(after, before, "{denom}");
        }
        given(&ann.address, denom);
        given(&ann.address, denom);
        let told = proposal.execution().ok();
        let paid: Vec<_> = told
            .events
            .iter()
            .filter(|event| event.ty == "wasm-coins_paid")
            .collect();
        assert_eq!(paid.len(), 1, "{denom}");
        assert_eq!(proposal.status(), Status::Executed, "{denom}");
        proposal.execution().refused("executed");
    }
}

/// It takes one call of the group, where more than one action takes another, which can be undone.
#[test]
fn a_payment_that_stands_alone_takes_one_call() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let payee = world.account("a payee");
    ann.gives(group, 10);
    for (count, calls) in [(1, 1), (2, 2)] {
        let payments = vec![actions::spend(&payee, 1); count];
        let proposal = group.passes(&trio.everybody(), "Pay", payments);
        let told = proposal.execution().ok();
        let entered = told.events.iter().filter(|event| event.ty == "execute");
        assert_eq!(entered.count(), calls, "{count}");
        assert_eq!(proposal.status(), Status::Executed);
    }
}
