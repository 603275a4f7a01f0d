//! Who may open a proposal: what each procedure says, and what any core seat always may.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, Proposers};
use folkmoot_group::msg::{Claimant, ExecuteMsg, Origin, Standing};
use folkmoot_rules::{Rule, Seconds, Status};

use super::Trio;
use crate::world::roles::{appoint, role};
use crate::world::{Attempt, DENOM, Group, Person, actions, charter, money, spec};

const DAY: Seconds = Seconds::days(1);

/// A group of three core seats, a contributor and an observer, in which these may open statements.
fn opened_to(proposers: Proposers) -> (Trio, [Person; 2]) {
    let rules = charter()
        .role(role("planner"))
        .procedure(
            "plans",
            Covers::Kinds(vec![ActionKind::Statement]),
            Rule::majority(),
            DAY,
        )
        .proposers("plans", proposers);
    let trio = Trio::with(&rules);
    let others = ["Carl", "Olga"].map(|name| trio.world.cosmos(name));
    let [carl, olga] = &others;
    trio.group.decides(
        &trio.everybody(),
        "Come in",
        vec![
            actions::admit(carl.seat_as(Standing::Contributor)),
            actions::admit(olga.seat_as(Standing::Observer)),
        ],
    );
    (trio, others)
}

/// By default core seats alone.
#[test]
fn core_seats_propose_unless_the_charter_says_otherwise() {
    let (trio, [carl, _]) = opened_to(Proposers::CoreSeats);
    trio.ann.proposes(&trio.group, "A plan", vec![]);
    carl.tries_to_propose(&trio.group, spec("A plan", vec![]))
        .refused("seat 4 is contributor, only core seats may do this");
    trio.dan
        .tries_to_propose(&trio.group, spec("A plan", vec![]))
        .refused("holds no seat in this group");
}

/// A standing and all closer ones. Whoever proposes has no vote by it, and may take the proposal back.
#[test]
fn a_standing_and_closer_ones_propose() {
    let (trio, [carl, olga]) = opened_to(Proposers::Standing(Standing::Contributor));
    let group = &trio.group;
    trio.ann.proposes(group, "A plan", vec![]);
    let plan = carl.proposes(group, "Carl's plan", vec![]);
    assert_eq!(plan.view().origin, Origin::Own { seat: 4 });
    carl.tries_to_vote(&plan, folkmoot_rules::Choice::Yes)
        .refused("seat 4 is not in the electorate");
    olga.tries_to_propose(group, spec("Olga's plan", vec![]))
        .refused("seat 5 may not propose by procedure 'plans': only seats from contributor on may");
    let withdraw = ExecuteMsg::Withdraw { proposal: plan.id };
    trio.ann
        .sends(group, &withdraw)
        .refused("only the proposer, seat 4, may do this, not seat 1");
    trio.dan
        .sends(group, &withdraw)
        .refused("holds no seat in this group");
    carl.sends(group, &withdraw).ok();
    assert_eq!(plan.status(), Status::Withdrawn);
    let (trio, [_, olga]) = opened_to(Proposers::Standing(Standing::Observer));
    olga.proposes(&trio.group, "Olga's plan", vec![]);
    // in what the procedure does not cover, nothing is different
    olga.tries_to_propose(
        &trio.group,
        spec("Pay me", vec![actions::spend(&olga.address, 5)]),
    )
    .refused("seat 5 is observer, only core seats may do this");
}

/// Holders of a role, or the representatives, whatever their standing; a core seat without it is refused.
#[test]
fn holders_of_an_office_propose() {
    let (trio, [carl, _]) = opened_to(Proposers::Role("planner".into()));
    let group = &trio.group;
    trio.ann
        .tries_to_propose(group, spec("A plan", vec![]))
        .refused("seat 1 may not propose by procedure 'plans': only holders of role 'planner' may");
    group.decides(&trio.everybody(), "Carl plans", vec![appoint(4, "planner")]);
    carl.proposes(group, "A plan", vec![]);
    carl.resigns(group, "planner").ok();
    carl.tries_to_propose(group, spec("A plan", vec![]))
        .refused("seat 4 may not propose by procedure 'plans'");

    let (trio, [_, olga]) = opened_to(Proposers::Representatives);
    trio.group
        .decides(&trio.everybody(), "Olga speaks", vec![Action::appoint(5)]);
    olga.proposes(&trio.group, "A plan", vec![]);
    trio.ann
        .tries_to_propose(&trio.group, spec("A plan", vec![]))
        .refused("only representatives may");
}

/// Amending the charter, admitting and appointing any core seat can propose whatever the charter says, and taking a
/// decision back; but not with something else in the same proposal.
#[test]
fn no_charter_can_keep_its_core_seats_from_changing_it() {
    let closed = || Proposers::Role("nobody".into());
    let rules = charter()
        .role(role("nobody"))
        .proposers("ordinary", closed());
    let trio = Trio::with(&rules);
    let Trio {
        ann, dan, group, ..
    } = &trio;
    ann.tries_to_propose(group, spec("Hello", vec![]))
        .refused("seat 1 may not propose by procedure 'ordinary'");
    let smuggled = vec![appoint(1, "nobody"), actions::spend(&ann.address, 5)];
    ann.tries_to_propose(group, spec("And a spend", smuggled))
        .refused("seat 1 may not propose");
    ann.proposes(group, "Admit", vec![actions::admit(dan.seat())]);
    ann.proposes(group, "Amend", vec![actions::amend(1, charter().spec())]);
    group.decides(&trio.everybody(), "Appoint", vec![appoint(2, "nobody")]);
    let paid = trio
        .ben
        .proposes(group, "Pay", vec![actions::spend(&dan.address, 5)]);
    paid.is_voted(trio.everybody(), []);
    paid.moves_on().ok();
    ann.proposes(
        group,
        "Not at all",
        vec![Action::Rescind { proposal: paid.id }],
    );
    dan.tries_to_propose(group, spec("Mine", vec![actions::admit(dan.seat())]))
        .refused("holds no seat in this group");
}

fn with_deposit(group: &Group, from: &Person, coins: u128) -> Attempt {
    let msg = ExecuteMsg::Propose {
        proposal: spec("A plan", vec![]),
    };
    let coins = if coins == 0 { vec![] } else { money(coins) };
    group
        .world()
        .attempt_raw(&from.address, &group.address, &msg, &coins)
}

fn gives_back(group: &Group, proposal: u64) -> Attempt {
    let world = group.world();
    let msg = ExecuteMsg::ReturnDeposit { proposal };
    world.attempt(&world.account("anybody"), &group.address, &msg)
}

/// Anybody proposes who leaves exactly the deposit; a core seat leaves none, and coins that nobody asked for are refused.
#[test]
fn anybody_proposes_with_a_deposit() {
    let deposit = cosmwasm_std::coin(50, DENOM);
    let (trio, [carl, _]) = opened_to(Proposers::Anybody { deposit });
    let group = &trio.group;
    for person in [&trio.ann, &trio.dan, &carl] {
        trio.world.mint(&person.address, 100);
    }
    for (sent, told) in [
        (0, "sent were "),
        (49, "sent were 49ustake"),
        (51, "sent were 51ustake"),
    ] {
        with_deposit(group, &trio.dan, sent).refused(&format!(
            "to propose takes a deposit of 50ustake, exactly; {told}"
        ));
    }
    with_deposit(group, &trio.ann, 50).refused("this message takes no coins, 50ustake were sent");
    trio.ann.proposes(group, "A plan of ours", vec![]);
    with_deposit(group, &carl, 50).ok();
    with_deposit(group, &trio.dan, 50).ok();
    let plan = group.newest();
    let proposer = trio.dan.address.to_string();
    assert_eq!(plan.view().origin, Origin::Outside { proposer });
    trio.dan
        .tries_to_vote(&plan, folkmoot_rules::Choice::Yes)
        .refused("holds no seat in this group");
    // only what the procedure covers
    let own = ExecuteMsg::Propose {
        proposal: spec("Admit me", vec![actions::admit(trio.dan.seat())]),
    };
    trio.world
        .attempt_raw(&trio.dan.address, &group.address, &own, &money(50))
        .refused("this message takes no coins");
    assert_eq!((trio.dan.balance(), group.balance()), (50, 100));
}

/// A deposit is no gift: it stays apart while the proposal lives, and goes back whatever became of it, once.
#[test]
fn a_deposit_goes_back_when_the_proposal_has_ended() {
    let deposit = cosmwasm_std::coin(50, DENOM);
    let (trio, _) = opened_to(Proposers::Anybody { deposit });
    let group = &trio.group;
    trio.world.mint(&trio.dan.address, 100);
    with_deposit(group, &trio.dan, 50).ok();
    let plan = group.newest();
    gives_back(group, plan.id).refused("is open: its deposit comes back when it has ended");
    group.can_not_do(
        &trio.everybody(),
        vec![actions::spend(&trio.ann.address, 1)],
        "the common fund",
    );
    plan.is_voted([], trio.everybody());
    plan.moves_on().ok();
    assert_eq!(plan.status(), Status::Rejected);
    gives_back(group, plan.id).ok();
    gives_back(group, plan.id).refused("has no deposit to give back");
    let due = ExecuteMsg::PayClaim {
        claimant: Claimant::Address(trio.dan.address.to_string()),
        denom: DENOM.into(),
    };
    trio.ben.sends(group, &due).ok();
    assert_eq!((trio.dan.balance(), group.balance()), (100, 0));
    let ours = trio.ann.proposes(group, "A plan of ours", vec![]);
    gives_back(group, ours.id).refused("has no deposit to give back");
}

/// Whoever left the deposit may take the proposal back, and nobody else.
#[test]
fn who_left_the_deposit_may_withdraw() {
    let deposit = cosmwasm_std::coin(50, DENOM);
    let (trio, _) = opened_to(Proposers::Anybody { deposit });
    let group = &trio.group;
    trio.world.mint(&trio.dan.address, 50);
    with_deposit(group, &trio.dan, 50).ok();
    let plan = group.newest();
    let withdraw = ExecuteMsg::Withdraw { proposal: plan.id };
    trio.ann
        .sends(group, &withdraw)
        .refused("only the proposer may do this, not");
    trio.dan.sends(group, &withdraw).ok();
    assert_eq!(plan.status(), Status::Withdrawn);
    gives_back(group, plan.id).ok();
}
