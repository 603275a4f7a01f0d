//! The guarded can't remove the guard: who changes the rules or the code passes every house.

use folkmoot_group::charter::{CharterSpec, LaterStage, Procedure, Stage};
use folkmoot_rules::Status;

use super::*;

impl Partners {
    /// The cell agrees on another charter, or on other code.
    fn agrees_on(&self, action: Action) -> Proposal {
        self.tlc
            .passes(&self.everybody(), "Other rules", vec![action])
    }

    /// The charter in force, changed.
    fn changed(&self, change: impl FnOnce(&mut CharterSpec)) -> Action {
        let mut next = self.tlc.charter().charter;
        change(&mut next);
        actions::amend(self.tlc.charter().version, next)
    }
}

/// The modes and windows in which the house looks at a proposal.
fn guards(proposal: &Proposal) -> Vec<(ReviewMode, Seconds)> {
    let stages = proposal.view().stages;
    let refers = stages.into_iter().filter_map(|stage| match stage.stage {
        LaterStage::Refer(refer) => Some((refer.mode, refer.window)),
        LaterStage::Delay { .. } => None,
    });
    refers.collect()
}

fn refer_of(procedure: &mut Procedure) -> &mut folkmoot_group::charter::Refer {
    let found = procedure.stages.iter_mut().find_map(|stage| match stage {
        Stage::Refer(refer) => Some(refer),
        _ => None,
    });
    found.unwrap()
}

/// Every way to remove, shorten or go round a review needs the house's yes.
#[test]
fn no_charter_that_weakens_the_guard_passes_without_a_yes() {
    let partners = Partners::new();
    let weaker: Vec<(&str, Action)> = vec![
        (
            "removed",
            partners.changed(|charter| {
                charter.procedures[0].stages.pop();
            }),
        ),
        (
            "shorter",
            partners.changed(|charter| {
                refer_of(&mut charter.procedures[0]).window = WEEK;
            }),
        ),
        (
            "no yes needed",
            partners.changed(|charter| {
                refer_of(&mut charter.procedures[1]).mode = ReviewMode::Optimistic;
            }),
        ),
        (
            "gone round",
            partners.changed(|charter| {
                let mut quick = charter.procedures[0].clone();
                quick.name = "quick".into();
                quick.stages.pop();
                charter.procedures.insert(0, quick);
            }),
        ),
        (
            "never reached",
            partners.changed(|charter| {
                charter.procedures[0].covers = Covers::SpendsAbove(money(1_000_000));
            }),
        ),
        (
            "other order",
            partners.changed(|charter| charter.procedures.swap(0, 1)),
        ),
        (
            "other deciders",
            partners.changed(|charter| {
                charter.procedures[0].electorate =
                    folkmoot_group::charter::ElectorateKind::GroupSeats;
            }),
        ),
    ];
    let weaker = weaker.into_iter().chain([
        (
            "no time to deliver a veto",
            partners.changed(|charter| charter.relay_buffer = Seconds(1)),
        ),
        (
            "an end that pays everything out",
            partners.changed(|charter| {
                charter.sunset = Some(partners.world.now() + Seconds::days(300).0);
                charter.heir = Some(partners.builder.to_string());
            }),
        ),
    ]);
    for (how, action) in weaker {
        let proposal = partners.agrees_on(action);
        assert_eq!(
            guards(&proposal),
            [(ReviewMode::Ratify, FORTNIGHT)],
            "{how}"
        );
        proposal.execution().refused("is looked at by a house");
        proposal.refer().ok();
        let mirror = partners.shg.ratification_of(&proposal);
        mirror.is_voted([], &partners.holders);
        mirror.roll_up().ok();
        assert_eq!(proposal.status(), Status::Lapsed, "{how}");
        proposal.execution().refused("is lapsed");
    }
    assert_eq!(partners.tlc.charter().version, 2);
}

/// With the house's yes even the guard goes.
#[test]
fn a_house_may_agree_to_its_own_end() {
    let partners = Partners::new();
    let action = partners.changed(|charter| *charter = bare_charter().spec());
    let proposal = partners.agrees_on(action);
    proposal.refer().ok();
    let mirror = partners.shg.ratification_of(&proposal);
    mirror.is_voted(&partners.holders, []);
    mirror.roll_up().ok();
    proposal.executes();
    assert_eq!(partners.tlc.charter().charter, bare_charter().spec());
}

/// New code could do anything.
#[test]
fn an_upgrade_needs_a_yes() {
    let partners = Partners::new();
    let code = partners.world.store_group_code(b"other code");
    let upgrade = partners.agrees_on(Action::Upgrade { code_id: code });
    assert_eq!(guards(&upgrade), [(ReviewMode::Ratify, FORTNIGHT)]);
    upgrade.execution().refused("is looked at by a house");
    partners.world.advance(Seconds::days(1));
    assert_eq!(upgrade.status(), Status::Lapsed);
}

/// A charter that keeps every review passes the house as well; it may stop it as it may any other decision, with the
/// strongest stage that the charter has for it.
#[test]
fn other_changes_pass_the_house_as_its_stages_say() {
    let optimistic =
        |shg: &Group| bare_charter().then("budget", refer(shg, ReviewMode::Optimistic, FORTNIGHT));
    let partners = Partners::with(optimistic, &shg_charter());
    let action = partners.changed(|charter| {
        charter.key_notice = Seconds::days(1);
        refer_of(&mut charter.procedures[0]).window = Seconds::days(21);
    });
    let proposal = partners.agrees_on(action);
    assert_eq!(guards(&proposal), [(ReviewMode::Optimistic, FORTNIGHT)]);
    proposal.refer().ok();
    partners
        .world
        .advance_to(partners.shg.notice_of(&proposal).ends.at);
    proposal.executes();
    assert_eq!(partners.tlc.charter().version, 3);
    // what is not about the rules is not looked at
    partners.cell_decides(vec![actions::spend(&partners.builder, 10)]);
    // weakened, the house needs its time: response time and buffer
    let weak = partners.changed(|charter| *charter = bare_charter().spec());
    let proposal = partners.agrees_on(weak);
    assert_eq!(guards(&proposal), [(ReviewMode::Ratify, Seconds::days(21))]);
}

/// The path of a proposal is that of its opening: a charter that comes into force later moves nothing.
#[test]
fn a_later_charter_moves_no_open_proposals_guard() {
    let partners = Partners::new();
    let weak = partners.changed(|charter| *charter = bare_charter().spec());
    let budget = partners.noticed_budget(20_000);
    let first = partners.agrees_on(weak.clone());
    first.refer().ok();
    let second = partners.agrees_on(weak);
    let mirror = partners.shg.ratification_of(&first);
    mirror.is_voted(&partners.holders, []);
    mirror.roll_up().ok();
    first.executes();
    assert_eq!(partners.tlc.charter().charter, bare_charter().spec());
    // both opened under the charter with the house
    assert!(matches!(budget.status(), Status::Referred { .. }));
    assert!(matches!(second.status(), Status::Referred { .. }));
    budget.execution().refused("is looked at by a house");
}

/// The guard's own path is guarded too: a weaker window can't be smuggled in beside another action.
#[test]
fn a_mixed_proposal_is_guarded_as_a_whole() {
    let partners = Partners::new();
    let weak = partners.changed(|charter| *charter = bare_charter().spec());
    let seats = actions::admit(partners.world.cosmos("Ann").seat());
    let proposal = partners
        .tlc
        .passes(&partners.everybody(), "Ann and rules", vec![seats, weak]);
    assert_eq!(guards(&proposal), [(ReviewMode::Ratify, FORTNIGHT)]);
}
