//! A call that fails once is no silence of a house, and one whose failing a caller could choose counts for nothing.

use folkmoot_group::action::Ground;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::Status;

use super::*;
use crate::world::Attempt;

impl Partners {
    /// A contract refers a proposal, as one does that has called itself until no call goes deeper.
    fn refers_by_contract(&self, contract: &Addr, proposal: &Proposal) -> Attempt {
        let refer = ExecuteMsg::Refer {
            proposal: proposal.id,
        };
        self.world.puppet_calls(contract, &self.tlc.address, &refer)
    }

    fn execution_window(&self) -> Seconds {
        self.tlc.charter().charter.execution_window
    }
}

#[test]
fn a_house_that_was_out_of_reach_once_is_told_the_next_time() {
    let partners = Partners::new();
    let Partners { shg, world, .. } = &partners;
    let budget = partners.budget(20_000);
    shg.out_of_reach(|| budget.refer().ok());
    assert_eq!(budget.review().unanswered, None);
    assert_eq!(shg.notice(&budget), None);
    budget.refer().ok();
    assert_eq!(shg.notice_of(&budget).taken.at, world.now());
    let stop = partners.holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    partners.agree(&stop, 3);
    stop.executes();
    assert_eq!(budget.status(), Status::Vetoed);
}

#[test]
fn of_what_a_house_never_heard_nothing_goes_on() {
    let partners = Partners::new();
    let Partners { shg, world, .. } = &partners;
    let budget = partners.budget(20_000);
    shg.out_of_reach(|| budget.refer().ok());
    world.advance(partners.execution_window());
    assert_eq!(budget.status(), Status::Lapsed);
}

/// Not even that of another block, and not to be ratified.
#[test]
fn a_contract_can_not_make_a_house_silent() {
    let partners = Partners::new();
    let Partners { shg, world, .. } = &partners;
    let contract = world.puppet("a deep one");
    let budget = partners.budget(20_000);
    let state = partners.cell_state("Our cell");
    for proposal in [&budget, &state] {
        let before = proposal.view();
        for _ in 0..3 {
            shg.out_of_reach(|| {
                let refused = partners.refers_by_contract(&contract, proposal).outcome();
                let error = refused.err().unwrap_or_default();
                assert!(error.contains("refer it from an account"), "{error}");
            });
        }
        assert_eq!(proposal.view(), before);
        // nor does it add to what an account has found
        shg.out_of_reach(|| {
            proposal.refer().ok();
            assert!(
                partners
                    .refers_by_contract(&contract, proposal)
                    .outcome()
                    .is_err()
            );
        });
        assert_eq!(proposal.view(), before);
    }
    // where the house is reached, whoever refers is welcome
    partners.refers_by_contract(&contract, &budget).ok();
    assert!(shg.notice(&budget).is_some());
}

/// Two proposals of which the house never heard make no sleeping house of it.
#[test]
fn a_ratification_passes_in_silence_only_after_two_tries() {
    let partners = Partners::new();
    let Partners { shg, world, .. } = &partners;
    for _ in 0..3 {
        let state = partners.cell_state("Our cell");
        shg.out_of_reach(|| state.refer().ok());
        world.advance(Seconds::days(8));
        assert_eq!(state.status(), Status::Lapsed);
    }
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    assert!(shg.notice_of(&state).mirror.is_some());
}

/// After a silence as well: what was written of it stops no telling, and from there the window runs.
#[test]
fn a_house_can_be_told_after_it_was_silent() {
    let partners = Partners::new();
    let Partners { shg, world, .. } = &partners;
    let budget = partners.budget(20_000);
    shg.out_of_reach(|| {
        budget.refer().ok();
        budget.refer().ok();
    });
    assert!(budget.review().unanswered.is_some());
    world.advance(Seconds::days(20));
    budget.refer().ok();
    let until = world.now() + FORTNIGHT.0;
    assert_eq!(budget.status(), Status::Referred { until });
}
