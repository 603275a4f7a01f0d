//! A guard holds for what opened before it came: in no order of opening, amending, passing and executing does it go
//! without the house.

use folkmoot_group::charter::{CharterSpec, LaterStage, Round, Stage};
use folkmoot_rules::{Choice, Fallback, Resolving, Status};

use super::*;
use crate::world::houses::end_review;
use crate::world::spec;

const REFUSED: &str = "open it anew";

/// The cell decides by consent, so that what was blocked may be amended.
fn by_consent() -> CharterBuilder {
    let consent = Round {
        resolving: Some(Resolving {
            period: Seconds::days(5),
            fallback: Fallback::Drop,
        }),
        ..Round::new(Rule::consensus(), Seconds::days(3))
    };
    bare_charter().decides_in(consent)
}

/// The houses that look at a proposal, with their modes and windows.
fn reviews(proposal: &Proposal) -> Vec<(ReviewMode, Seconds)> {
    let stages = proposal.view().stages;
    let refers = stages.into_iter().filter_map(|stage| match stage.stage {
        LaterStage::Refer(refer) => Some((refer.mode, refer.window)),
        LaterStage::Delay { .. } => None,
    });
    refers.collect()
}

/// A cell with a linked house that no stage names yet.
struct Before {
    partners: Partners,
    bare: CharterSpec,
}

impl Before {
    fn new(bare: &CharterBuilder) -> Self {
        let partners = Partners::founded(&shg_charter());
        partners.link();
        let before = Self {
            partners,
            bare: bare.spec(),
        };
        before.puts_in_force(before.bare.clone());
        before
    }

    fn version(&self) -> u32 {
        self.partners.tlc.charter().version
    }

    fn amendment(&self, next: CharterSpec) -> Action {
        actions::amend(self.version(), next)
    }

    fn puts_in_force(&self, next: CharterSpec) {
        let amend = self.amendment(next.clone());
        self.partners.cell_decides(vec![amend]);
        assert_eq!(self.partners.tlc.charter().charter, next);
    }

    fn with(&self, mode: ReviewMode, window: Seconds) -> CharterSpec {
        let stage = refer(&self.partners.shg, mode, window);
        let mut next = self.bare.clone();
        let procedures = next.procedures.iter_mut();
        let budget = procedures.into_iter().find(|one| one.name == "budget");
        budget.unwrap().stages.push(stage);
        next
    }

    /// The cell agrees on something and leaves it there.
    fn passes(&self, action: Action) -> Proposal {
        let everybody = self.partners.everybody();
        self.partners.tlc.passes(&everybody, "Before", vec![action])
    }

    /// It was passed, and its execution fails because a house did not look at it.
    fn does_nothing(&self, proposal: &Proposal) {
        let before = self.partners.tlc.charter();
        proposal.executes();
        assert_eq!(proposal.status(), Status::ExecutionFailed);
        let told = self.partners.world.meter().refusals();
        assert!(told.iter().any(|told| told.contains(REFUSED)), "{told:?}");
        assert_eq!(self.partners.tlc.charter(), before);
    }

    fn is_voted(&self, proposal: &Proposal) {
        for person in &self.partners.cell {
            person.votes(proposal, Choice::Yes);
        }
    }

    /// A proposal of the first member is blocked and amended into these actions, and everybody agrees.
    fn amended(&self, proposal: &Proposal, actions: Vec<Action>) {
        let [first, second, ..] = self.partners.cell.as_slice() else {
            panic!("a cell of seven");
        };
        second.blocks(proposal, "as agreed between us");
        for person in self
            .partners
            .cell
            .iter()
            .filter(|one| one.name != second.name)
        {
            person.votes(proposal, Choice::Yes);
        }
        proposal.moves_on().ok();
        first.amends(proposal, spec("Anew", actions)).ok();
        self.is_voted(proposal);
        if proposal.status() == Status::Open {
            self.partners.world.advance_to(proposal.deadline());
        }
    }

    fn ratifies(&self, proposal: &Proposal) {
        proposal.refer().ok();
        let mirror = self.partners.shg.ratification_of(proposal);
        mirror.is_voted(&self.partners.holders, []);
        mirror.roll_up().ok();
    }
}

#[test]
fn no_charter_is_written_on_a_version_to_come() {
    let before = Before::new(&bare_charter());
    let first = &before.partners.cell[0];
    for version in [before.version() + 1, before.version() - 1] {
        let amend = actions::amend(version, before.bare.clone());
        first
            .tries_to_propose(&before.partners.tlc, spec("Tidy up", vec![amend]))
            .refused("written on charter version");
    }
}

#[test]
fn an_upgrade_that_passed_before_a_guard_came_is_opened_anew() {
    let before = Before::new(&bare_charter());
    let code = before.partners.world.store_group_code(b"other code");
    let upgrade = before.passes(Action::Upgrade { code_id: code });
    assert_eq!(upgrade.status(), Status::Passed);
    before.puts_in_force(before.with(ReviewMode::Optimistic, FORTNIGHT));
    before.does_nothing(&upgrade);
    // however often
    before.does_nothing(&upgrade);
    let anew = before.passes(Action::Upgrade { code_id: code });
    before.ratifies(&anew);
    anew.executes();
    assert_eq!(anew.status(), Status::Executed);
}

/// Stronger than it was: with a longer window, or more blocks.
#[test]
fn a_guard_that_became_stronger_is_passed_as_it_is_now() {
    for (window, least_blocks) in [(Seconds::days(21), 0), (FORTNIGHT, 5)] {
        let before = Before::new(&bare_charter());
        before.puts_in_force(before.with(ReviewMode::Ratify, FORTNIGHT));
        let code = before.partners.world.store_group_code(b"other code");
        let upgrade = before.passes(Action::Upgrade { code_id: code });
        assert_eq!(reviews(&upgrade), [(ReviewMode::Ratify, FORTNIGHT)]);
        let mut next = before.with(ReviewMode::Ratify, window);
        let stages = next.procedures.iter_mut().flat_map(|one| &mut one.stages);
        for stage in stages {
            if let Stage::Refer(refer) = stage {
                refer.least_blocks = least_blocks;
            }
        }
        let strengthen = before.passes(before.amendment(next));
        before.ratifies(&strengthen);
        strengthen.executes();
        assert_eq!(strengthen.status(), Status::Executed);
        before.ratifies(&upgrade);
        before.does_nothing(&upgrade);
    }
}

/// Whoever is let go and becomes a house again guards what was passed in between.
#[test]
fn a_house_that_comes_back_was_not_asked_in_between() {
    let before = Before::new(&bare_charter());
    let Partners { shg, tlc, .. } = &before.partners;
    before.puts_in_force(before.with(ReviewMode::Ratify, FORTNIGHT));
    let code = before.partners.world.store_group_code(b"other code");
    let under_the_guard = before.passes(Action::Upgrade { code_id: code });
    let all = before.partners.stakeholders();
    shg.decides(&all, "No more", vec![end_review(tlc)]);
    under_the_guard.refer().ok();
    assert_eq!(under_the_guard.status(), Status::Passed);
    let in_between = before.passes(Action::Upgrade { code_id: code });
    assert_eq!(reviews(&in_between), []);
    before.partners.link();
    before.does_nothing(&under_the_guard);
    before.does_nothing(&in_between);
}

/// What lay open was a harmless text; its new version passes the guard that came in between.
#[test]
fn an_amended_proposal_passes_the_houses_of_both_charters() {
    for upgrades in [false, true] {
        let before = Before::new(&by_consent());
        let Partners { tlc, cell, .. } = &before.partners;
        let harmless = cell[0].proposes(tlc, "We like barbecues", vec![]);
        before.puts_in_force(before.with(ReviewMode::Optimistic, FORTNIGHT));
        let version = before.version();
        let action = match upgrades {
            true => Action::Upgrade {
                code_id: before.partners.world.store_group_code(b"other code"),
            },
            false => before.amendment(before.bare.clone()),
        };
        before.amended(&harmless, vec![action]);
        assert_eq!(reviews(&harmless), [(ReviewMode::Ratify, FORTNIGHT)]);
        harmless.execution().refused("is looked at by a house");
        harmless.refer().ok();
        let mirror = before.partners.shg.ratification_of(&harmless);
        mirror.is_voted([], &before.partners.holders);
        mirror.roll_up().ok();
        assert_eq!(harmless.status(), Status::Lapsed);
        assert_eq!(tlc.charter().version, version);
    }
}

/// Nor does a budget that nobody could see coming go round the house.
#[test]
fn an_amended_proposal_is_looked_at_as_its_new_actions_are_now() {
    // one procedure decides over all, so that a text may become a budget
    let before = Before::new(&by_consent().with(|charter| {
        charter
            .procedures
            .retain(|one| !["budget", "state"].contains(&one.name.as_str()));
    }));
    let Partners { shg, tlc, cell, .. } = &before.partners;
    let harmless = cell[0].proposes(tlc, "We like barbecues", vec![]);
    let mut next = before.bare.clone();
    let mut budget = bare_charter().spec().procedures.remove(0);
    budget
        .stages
        .push(refer(shg, ReviewMode::Optimistic, FORTNIGHT));
    next.procedures.insert(0, budget);
    before.puts_in_force(next);
    let spend = |amount| vec![actions::spend(&before.partners.builder, amount)];
    before.amended(&harmless, spend(20_000));
    assert_eq!(reviews(&harmless), [(ReviewMode::Optimistic, FORTNIGHT)]);
    harmless.execution().refused("is looked at by a house");
}

/// Two houses: one that came later is passed as well, whatever the other said.
#[test]
fn a_second_house_guards_what_the_first_one_ratified() {
    let before = Before::new(&bare_charter());
    let Partners { world, tlc, .. } = &before.partners;
    let elders = world.crowd("elder", 3);
    let all: Vec<&Person> = elders.iter().collect();
    let second = world.group("Elders").people(&elders).found();
    before.puts_in_force(before.with(ReviewMode::Ratify, FORTNIGHT));
    let code = world.store_group_code(b"other code");
    let upgrade = before.passes(Action::Upgrade { code_id: code });
    before
        .partners
        .cell_decides(vec![appoint_house(&second, WEEK)]);
    second.decides(&all, "Look at it", vec![become_house(tlc, WEEK)]);
    let mut both = before.with(ReviewMode::Ratify, FORTNIGHT);
    both.procedures[1]
        .stages
        .push(refer(&second, ReviewMode::Optimistic, WEEK));
    let amend = before.passes(before.amendment(both));
    before.ratifies(&amend);
    amend.executes();
    assert_eq!(amend.status(), Status::Executed);
    before.ratifies(&upgrade);
    assert_eq!(upgrade.status(), Status::Passed);
    before.does_nothing(&upgrade);
    // once the second has let go, the first one's yes is enough
    second.decides(&all, "No more", vec![end_review(tlc)]);
    upgrade.executes();
    assert_eq!(upgrade.status(), Status::Executed);
}
