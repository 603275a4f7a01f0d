//! The state machine: random groups over groups of groups, with random charters, live through random stories. Each step
//! is played on the real contract and in a slow model that adds nothing up; both must refuse the same things, and after
//! each step the invariants of domain.md section 8 must hold.
//!
//! Deterministic. `FOLKMOOT_MACHINE_SEED` and `FOLKMOOT_MACHINE_CASES` choose other stories and more of them; the seed
//! is printed, and a failing story is shrunk.

mod acting;
mod ballots;
mod check;
mod count;
mod model;
mod play;
mod relaying;
mod steps;
mod story;

use folkmoot_rules::{Choice, Outcome};
use proptest::collection::vec;

use crate::world::Plays;
use play::Play;
use steps::{CharterPick, setup, step};
use story::live_through;

const STEPS: usize = 60;
const PLAYS: Plays = Plays {
    called: "stories",
    cases: 64,
    seed: 2026,
    shrinks: 400,
};

#[test]
fn random_stories_keep_every_invariant() {
    let plays = PLAYS.or_as_chosen();
    let story = (setup(), vec(step(), STEPS));
    let tale = plays.play(&story, |(setup, steps)| live_through(&setup, &steps));
    // a property that nothing reaches proves nothing
    for what in [
        "opened",
        "voted",
        "voted by signature",
        "replayed",
        "fanned out",
        "rolled up",
        "counted",
        "late",
        "superseded",
        "moot",
        "counted absent",
        "moved on",
        "executed",
        "failed to execute",
        "withdrawn",
        "left",
        "refreshed",
        "given",
        "rescinded",
        "three levels",
        "within a block",
    ] {
        let happened = tale.get(what).copied().unwrap_or_default();
        assert!(
            plays != PLAYS || happened > 0,
            "in {} stories nothing was ever {what}",
            plays.cases
        );
    }
}

/// The model's own counting, on a case that can be checked by hand.
#[test]
fn the_model_counts_by_the_book() {
    let mut play = Play::new();
    let pick = CharterPick {
        rule: 0,
        upstream_rule: 0,
        translation: 0,
        finish: 0,
        weighting: 0,
        procedures: 0,
        times: 0,
    };
    let group = play.found(0, &[0, 1, 2], &[], pick.charter(0));
    let id = play.open(group, 0, &[]).unwrap();
    play.vote(group, id, 0, Choice::Yes);
    assert_eq!(
        play.decision(group, id).unwrap().outcome(play.world.now()),
        Outcome::Undecided
    );
    play.vote(group, id, 1, Choice::Yes);
    let decision = play.decision(group, id).unwrap();
    assert_eq!(decision.outcome(play.world.now()), Outcome::Passed);
    assert_eq!(
        count::tally(decision, play.world.now()).weight,
        [2_000_000, 0, 0, 0]
    );
    play.check_all();
}
