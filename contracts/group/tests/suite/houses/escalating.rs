//! Escalation: what a group could not resolve is decided by a group that it is linked with, once and in time, or dropped.

use folkmoot_group::charter::{CharterSpec, Procedure, Round, Stage};
use folkmoot_group::msg::{ObjectionState, QueryMsg, Verdict};
use folkmoot_rules::{Choice, Fallback, HouseWord, Outcome, Resolving, Status};

use super::*;
use crate::world::houses::{dismiss_house, end_review};

/// Budgets are decided by consent: three days, two of resolving, and then the stakeholders decide.
fn escalating(shg: &Group) -> CharterBuilder {
    bare_charter()
        .with(|charter| {
            let round = round_of(charter);
            round.rule = Rule::consensus();
            round.resolving = Some(Resolving {
                period: Seconds::days(2),
                fallback: Fallback::Escalate,
            });
        })
        .then("budget", refer(shg, ReviewMode::Escalate, TEN_DAYS))
}

/// The procedure that decides budgets.
fn budgets(charter: &mut CharterSpec) -> &mut Procedure {
    let mut procedures = charter.procedures.iter_mut();
    procedures
        .find(|procedure| procedure.name == "budget")
        .unwrap()
}

fn round_of(charter: &mut CharterSpec) -> &mut Round {
    match &mut budgets(charter).stages[0] {
        Stage::Decide(round) => round,
        other => panic!("{other:?}"),
    }
}

impl Partners {
    fn escalating() -> Self {
        Self::with(escalating, &shg_charter())
    }

    /// A budget that one of the seven blocks, to the end of its resolving.
    fn blocked_budget(&self) -> Proposal {
        let spend = vec![actions::spend(&self.builder, 20_000)];
        let proposal = self.cell[0].proposes(&self.tlc, "A budget", spend);
        for person in &self.cell[..5] {
            person.votes(&proposal, Choice::Yes);
        }
        self.cell[6].blocks(&proposal, "too much");
        self.world.advance_to(proposal.deadline());
        assert_eq!(proposal.status().as_str(), "resolving");
        self.world.advance_to(proposal.deadline());
        proposal
    }

    /// The same, and the stakeholders have been asked.
    fn escalated_budget(&self) -> (Proposal, Proposal) {
        let budget = self.blocked_budget();
        budget.refer().ok();
        let mirror = self.shg.ratification_of(&budget);
        (budget, mirror)
    }
}

#[test]
fn the_linked_group_carries_what_one_seat_blocked() {
    let partners = Partners::escalating();
    let budget = partners.blocked_budget();
    let half_of_the_buffer = budget.view().stages[0].begun.unwrap() + Seconds::hours(12).0;
    assert_eq!(
        budget.status(),
        Status::Referred {
            until: half_of_the_buffer
        }
    );
    // it is over for the group itself, and tools of cw3 are not told that it passed
    let asked = QueryMsg::Proposal {
        proposal_id: budget.id,
    };
    assert_eq!(
        partners.tlc.ask::<serde_json::Value>(&asked)["status"],
        "open"
    );
    budget.execution().refused("is looked at by a house");
    budget.moves_on().refused("is referred, not open");
    let again = crate::world::spec("Another", vec![]);
    partners.cell[0]
        .amends(&budget, again)
        .refused("is referred");
    budget.refer().ok();
    let notice = partners.shg.notice_of(&budget);
    assert_eq!(notice.mode, ReviewMode::Escalate);
    let mirror = partners.shg.ratification_of(&budget);
    assert_eq!(mirror.view().content_hash, budget.view().content_hash);
    let _ = budget.refer().ok_without_change();
    mirror.is_voted(&partners.holders, []);
    mirror.roll_up().ok();
    assert_eq!(mirror.rolled_up().1, Verdict::Counted);
    assert_eq!(budget.status(), Status::Passed);
    budget.executes();
    assert_eq!(partners.paid(), 20_000);
    // the block stands in the books, and was not upheld
    assert_eq!(budget.receipt().outcome, Outcome::Blocked);
    assert_eq!(budget.objections()[0].2, ObjectionState::NotUpheld);
}

#[test]
fn without_its_yes_in_time_it_is_dropped() {
    // a no
    let partners = Partners::escalating();
    let (budget, mirror) = partners.escalated_budget();
    mirror.is_voted([], &partners.holders);
    mirror.roll_up().ok();
    assert_eq!(budget.status(), Status::Blocked);
    assert_eq!(budget.review().word, Some(HouseWord::No));
    assert_eq!(budget.objections()[0].2, ObjectionState::Raised);
    budget.execution().refused("is blocked");
    // an answer that comes too late
    let (budget, mirror) = partners.escalated_budget();
    mirror.is_voted(&partners.holders, []);
    let over = budget.view().stages[0].until.unwrap();
    partners.world.advance_to(over - 1);
    assert_eq!(budget.status(), Status::Referred { until: over });
    partners.world.advance_to(over);
    assert_eq!(budget.status(), Status::Blocked);
    mirror.roll_up().ok();
    assert_eq!(mirror.rolled_up().1, Verdict::Superseded);
    assert_eq!(budget.status(), Status::Blocked);
    // nobody asked it
    let budget = partners.blocked_budget();
    partners.world.advance(Seconds::hours(12));
    assert_eq!(budget.status(), Status::Blocked);
    budget.refer().refused("is blocked");
    assert_eq!(partners.paid(), 0);
}

/// Where a link is gone, what would have been ratified goes on; what was blocked does not.
#[test]
fn where_the_link_is_gone_it_is_dropped() {
    let partners = Partners::escalating();
    let budget = partners.blocked_budget();
    let end = vec![end_review(&partners.tlc)];
    partners
        .shg
        .decides(&partners.stakeholders(), "No more", end);
    assert_eq!(partners.tlc.houses(), vec![]);
    budget.refer().ok();
    assert_eq!(budget.status(), Status::Blocked);
}

/// A house owes no answer about what others could not resolve: it is not taken for asleep where it must ratify.
#[test]
fn silence_about_what_is_escalated_is_no_sleep() {
    let partners = Partners::escalating();
    let Partners { world, shg, .. } = &partners;
    for _ in 0..2 {
        let (budget, mirror) = partners.escalated_budget();
        world.advance_to(mirror.deadline());
        mirror.roll_up().ok();
        assert_eq!(budget.review().word, Some(HouseWord::Silent));
        assert_eq!(budget.status(), Status::Blocked);
        world.advance(Seconds::days(8));
    }
    let ratified = bare_charter().then("budget", refer(shg, ReviewMode::Ratify, TEN_DAYS));
    partners.cell_decides(vec![actions::amend(2, ratified.spec())]);
    let same = partners.noticed_budget(20_000);
    assert!(shg.notice_of(&same).mirror.is_some());
}

#[test]
fn what_passes_is_not_asked_about_and_what_is_escalated_not_vetoed() {
    let partners = Partners::escalating();
    let spend = vec![actions::spend(&partners.builder, 20_000)];
    let budget = partners.cell[0].proposes(&partners.tlc, "A budget", spend);
    for person in &partners.cell {
        person.votes(&budget, Choice::Yes);
    }
    partners.world.advance_to(budget.deadline());
    assert_eq!(budget.status(), Status::Passed);
    budget.executes();
    assert_eq!(partners.paid(), 20_000);
    let (budget, _) = partners.escalated_budget();
    partners.holders[0]
        .tries_to_veto(&partners.shg, &budget)
        .refused("there is nothing to veto");
}

/// Who decides what others could not resolve is no guard: changes of the charter do not pass it.
#[test]
fn it_guards_nothing() {
    let partners = Partners::escalating();
    let amend = vec![actions::amend(2, escalating(&partners.shg).spec())];
    let amended = partners
        .tlc
        .decides(&partners.everybody(), "As it is", amend);
    assert_eq!(amended.reviews(), vec![]);
    let dismiss = vec![dismiss_house(&partners.shg)];
    let refused = "a house lets a group go by its own decision";
    partners
        .tlc
        .can_not_do(&partners.everybody(), dismiss, refused);
}

/// Of a house that guards another procedure, whatever amends the charter gets the look, blocked or not.
#[test]
fn where_it_guards_as_well_it_guards() {
    let partners = Partners::with(
        |shg| {
            escalating(shg)
                .with(|charter| {
                    budgets(charter).covers = Covers::Kinds(vec![ActionKind::AmendCharter])
                })
                .then("state", refer(shg, ReviewMode::Optimistic, FORTNIGHT))
        },
        &shg_charter(),
    );
    let next = actions::amend(2, partners.tlc.charter().charter);
    let proposal = partners.cell[0].proposes(&partners.tlc, "As it is", vec![next.clone()]);
    partners.cell[0].votes(&proposal, Choice::Yes);
    for person in &partners.cell[1..] {
        person.votes(&proposal, Choice::Yes);
    }
    partners.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status().as_str(), "referred");
    proposal.refer().ok();
    assert_eq!(
        partners.shg.notice_of(&proposal).mode,
        ReviewMode::Optimistic
    );
    // and what is blocked there is dropped
    let proposal = partners.cell[0].proposes(&partners.tlc, "As it is", vec![next]);
    for person in &partners.cell[..5] {
        person.votes(&proposal, Choice::Yes);
    }
    partners.cell[6].blocks(&proposal, "no");
    partners.world.advance_to(proposal.deadline());
    partners.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Blocked);
}

#[test]
fn a_charter_escalates_where_it_says_to_whom() {
    let partners = Partners::founded(&shg_charter());
    partners.link();
    let refused = |charter: CharterBuilder, why: &str| {
        let amend = vec![actions::amend(1, charter.spec())];
        partners.tlc.can_not_do(&partners.everybody(), amend, why);
    };
    let (shg, alone) = (&partners.shg, "'escalate' goes with a review of the mode");
    let drop = |charter: &mut CharterSpec| {
        let resolving = round_of(charter).resolving.as_mut();
        resolving.unwrap().fallback = Fallback::Drop;
    };
    // one without the other, not right behind the round, or where a group was asked: nothing is escalated twice
    refused(
        escalating(shg).with(|it| _ = budgets(it).stages.pop()),
        alone,
    );
    refused(escalating(shg).with(drop), alone);
    let rest = Stage::Delay {
        duration: Seconds::days(1),
    };
    refused(
        escalating(shg).with(|it| budgets(it).stages.insert(1, rest)),
        alone,
    );
    let stage = refer(shg, ReviewMode::Escalate, TEN_DAYS);
    refused(escalating(shg).then("budget", stage), alone);
    let upstream = |it: &mut CharterSpec| it.upstream.round = round_of(it).clone();
    refused(
        escalating(shg).with(upstream),
        "upstream: the fallback 'escalate'",
    );
    // the linked group must have agreed, and have its time
    let mut stranger = shg.clone();
    stranger.address = partners.world.account("somebody");
    refused(escalating(&stranger), "has not agreed to review this group");
    let short = |it: &mut CharterSpec| {
        budgets(it).stages[1] = refer(shg, ReviewMode::Escalate, WEEK);
    };
    refused(
        escalating(shg).with(short),
        "is shorter than the house needs",
    );
}
