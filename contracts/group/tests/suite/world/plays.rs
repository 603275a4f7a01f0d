//! Random stories: how many, from which seed, and what happened in them.

#![expect(
    clippy::print_stdout,
    reason = "a story that fails is found again by what is printed"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// How often what happened.
pub type Tale<K> = BTreeMap<K, u32>;

/// Random stories that are the same each time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Plays {
    /// What a story is called, when there are many.
    pub called: &'static str,
    /// How many are played.
    pub cases: u32,
    /// What they are drawn from.
    pub seed: u64,
    /// How often a failing story is made shorter at most.
    pub shrinks: u32,
}

impl Plays {
    /// The same, unless `FOLKMOOT_MACHINE_SEED` and `FOLKMOOT_MACHINE_CASES` choose other stories and more of them; which
    /// it is, is printed.
    pub fn or_as_chosen(self) -> Self {
        let Self { cases, seed, .. } = self;
        let chosen = Self {
            seed: from_env("FOLKMOOT_MACHINE_SEED", seed),
            cases: from_env("FOLKMOOT_MACHINE_CASES", cases),
            ..self
        };
        let Self {
            called,
            cases,
            seed,
            ..
        } = chosen;
        println!("{cases} {called} from seed {seed}");
        chosen
    }

    /// Plays the stories and prints what happened in them, also if one of them fails.
    #[track_caller]
    pub fn play<S: Strategy, K: Ord + Debug>(
        &self,
        story: &S,
        live: impl Fn(S::Value) -> Tale<K>,
    ) -> Tale<K> {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        let config = Config {
            cases: self.cases,
            max_shrink_iters: self.shrinks,
            ..Config::default()
        };
        let (tale, result) = play(&seed, config, story, live);
        println!("{tale:#?}");
        if let Err(failure) = result {
            panic!("seed {}: {failure}", self.seed);
        }
        tale
    }
}

/// Plays stories from a seed, and adds up what happened in them.
pub fn play<S: Strategy, K: Ord>(
    seed: &[u8; 32],
    config: Config,
    story: &S,
    live: impl Fn(S::Value) -> Tale<K>,
) -> (Tale<K>, Result<(), TestError<S::Value>>) {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, seed);
    let config = Config {
        failure_persistence: None,
        ..config
    };
    let tale = RefCell::new(Tale::new());
    let result = TestRunner::new_with_rng(config, rng).run(story, |drawn| {
        for (what, count) in live(drawn) {
            *tale.borrow_mut().entry(what).or_default() += count;
        }
        Ok::<(), TestCaseError>(())
    });
    (tale.into_inner(), result)
}

fn from_env<T: FromStr>(name: &str, otherwise: T) -> T {
    let told = std::env::var(name).ok();
    told.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
