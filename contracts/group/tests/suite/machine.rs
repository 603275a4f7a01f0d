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

use std::cell::RefCell;
use std::collections::BTreeMap;

use folkmoot_rules::{Choice, Outcome};
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use play::Play;
use steps::{CharterPick, setup, step};
use story::live_through;

const STEPS: usize = 60;
const CASES: u32 = 64;
const SEED: u64 = 2026;

fn from_env<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn random_stories_keep_every_invariant() {
    let seed: u64 = from_env("FOLKMOOT_MACHINE_SEED", SEED);
    let cases: u32 = from_env("FOLKMOOT_MACHINE_CASES", CASES);
    println!("{cases} stories from seed {seed}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let tales = RefCell::new(BTreeMap::<&str, u32>::new());
    let story = (setup(), vec(step(), STEPS));
    let result = TestRunner::new_with_rng(config, rng).run(&story, |(setup, steps)| {
        let tale = live_through(&setup, &steps);
        for (what, count) in tale {
            *tales.borrow_mut().entry(what).or_default() += count;
        }
        Ok::<(), TestCaseError>(())
    });
    println!("{:#?}", tales.borrow());
    if let Err(failure) = result {
        panic!("seed {seed}: {failure}");
    }
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
        let happened = tales.borrow().get(what).copied().unwrap_or_default();
        assert!(
            cases != CASES || seed != SEED || happened > 0,
            "in {cases} stories nothing was ever {what}"
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
