//! Nothing that is merely full keeps a house from being asked, and what has ended makes room at once.

use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{HouseWord, Status};

use super::*;

const FULL: usize = 5;

impl Partners {
    /// As many notices are open as a link takes.
    fn filled(&self) -> Vec<Proposal> {
        (0..FULL).map(|_| self.noticed_budget(20_000)).collect()
    }

    /// One more is refused.
    fn is_full(&self, proposal: &Proposal) {
        proposal.refer().ok();
        assert_eq!(self.shg.notice(proposal), None);
    }
}

#[test]
fn what_needs_a_yes_is_asked_for_however_many_notices_are_open() {
    let partners = Partners::new();
    partners.filled();
    let rules = actions::amend(2, bare_charter().spec());
    let weaker = partners
        .tlc
        .passes(&partners.everybody(), "Other rules", vec![rules]);
    for proposal in [weaker, partners.cell_state("Our cell")] {
        proposal.refer().ok();
        let mirror = partners.shg.ratification_of(&proposal);
        mirror.is_voted(&partners.holders, []);
        mirror.roll_up().ok();
        proposal.executes();
        assert_eq!(proposal.status(), Status::Executed);
    }
}

/// Nor do ratifications take the place of notices.
#[test]
fn ratifications_leave_room_for_notices() {
    let partners = Partners::new();
    for number in 0..=FULL {
        let state = partners.cell_state(&format!("Our cell {number}"));
        state.refer().ok();
        assert!(partners.shg.notice_of(&state).runs);
    }
    partners.filled();
}

/// What a sleeping house should have ratified waits for room as long as any notice.
#[test]
fn a_sleeping_house_that_is_full_is_told_when_there_is_room() {
    let partners = Partners::new();
    let Partners { world, shg, .. } = &partners;
    for _ in 0..2 {
        let state = partners.cell_state("Our cell");
        state.refer().ok();
        let mirror = shg.ratification_of(&state);
        world.advance_to(mirror.deadline());
        mirror.roll_up().ok();
        assert_eq!(state.review().word, Some(HouseWord::Silent));
        world.advance(Seconds::days(8));
    }
    let open = partners.filled();
    let third = partners.cell_state("Our cell");
    partners.is_full(&third);
    world.advance_to(shg.notice_of(&open[FULL - 1]).ends.at);
    third.refer().ok();
    assert_eq!(shg.notice_of(&third).mode, ReviewMode::Optimistic);
}

#[test]
fn a_decision_that_was_taken_back_makes_room_at_once() {
    let partners = Partners::new();
    let Partners { shg, tlc, .. } = &partners;
    let open = partners.filled();
    let next = partners.budget(20_000);
    partners.is_full(&next);
    let rescind = vec![Action::Rescind {
        proposal: open[2].id,
    }];
    tlc.decides(&partners.everybody(), "Not that one", rescind);
    assert!(!shg.notice_of(&open[2]).runs);
    next.refer().ok();
    assert!(shg.notice_of(&next).runs);
    // a house that is out of reach keeps nobody from taking back
    let rescind = vec![Action::Rescind {
        proposal: open[3].id,
    }];
    let passed = tlc.passes(&partners.everybody(), "Nor that one", rescind);
    shg.out_of_reach(|| passed.executes());
    assert_eq!(open[3].status(), Status::Rescinded);
    // nobody else drops a notice
    let drop = ExecuteMsg::DropNotice {
        proposal: open[0].id,
    };
    partners.cell[0]
        .sends(shg, &drop)
        .refused("there is no link with");
}
