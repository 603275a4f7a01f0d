//! Random lives of a cell that decides by consent, has a house, offices, an allowance, subgroups and perhaps a sunset, and
//! sits and stakes with a sister in a union whose groups may agree as parties. Nothing is foretold here, unlike in `machine`: anybody
//! tries anything, and after each step what must hold whatever happened is held against what the contracts say.
//!
//! Deterministic. `FOLKMOOT_MACHINE_SEED` and `FOLKMOOT_MACHINE_CASES` choose other lives and more of them.

mod check;
mod founding;
mod proposing;
mod steps;

use std::cell::RefCell;
use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use folkmoot_group::msg::ProposalId;
use folkmoot_rules::Status;
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::world::{Group, Person, World};
use steps::{Step, step};

const STEPS: usize = 300;
const CASES: u32 = 24;
const SEED: u64 = 2028;

/// The groups, by their places.
const CELL: usize = 0;
const HOUSE: usize = 1;
const SISTER: usize = 2;
const UNION: usize = 3;

/// A payment that a proposal makes if it is executed, to an account of its own.
struct Payment {
    group: usize,
    proposal: ProposalId,
    to: Addr,
    amount: u128,
}

/// What happened, how often.
type Tale = BTreeMap<String, u32>;

/// Everybody, and what has been seen.
struct Lives {
    world: World,
    people: Vec<Person>,
    groups: Vec<Group>,
    payments: Vec<Payment>,
    /// Proposals that may take the guard away, and were opened while the house looked at the cell.
    unguarding: Vec<ProposalId>,
    /// Whether the cell had a house after the last step.
    linked: bool,
    /// Whether a house let somebody go in this step.
    let_go: bool,
    /// The codes that it may move between, and the one that its last executed upgrade named.
    codes: [u64; 2],
    code: u64,
    /// What calls sent, to a contract that takes coins.
    shop: Addr,
    sent: u128,
    /// What was spent without a vote: when, and how much.
    allowed: Vec<(u64, u128)>,
    soup: Addr,
    heir: Addr,
    minted: u128,
    sunset: Option<u64>,
    /// Where each proposal ended.
    ended: BTreeMap<(usize, ProposalId), Status>,
    tale: Tale,
}

impl Lives {
    fn note(&mut self, what: &str) {
        *self.tale.entry(what.into()).or_default() += 1;
    }
}

/// How a tale tells that a proposal did something.
fn did(action: &str) -> String {
    format!("did {action}")
}

fn from_env<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    let told = std::env::var(name).ok();
    told.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn live_through(ends: bool, steps: &[Step]) -> Tale {
    let mut lives = Lives::founded(ends);
    lives.begin();
    for step in steps {
        lives.live(step);
        lives.check();
    }
    lives.check_the_end();
    lives.tale
}

#[test]
fn random_lives_keep_what_must_hold() {
    let seed: u64 = from_env("FOLKMOOT_MACHINE_SEED", SEED);
    let cases: u32 = from_env("FOLKMOOT_MACHINE_CASES", CASES);
    println!("{cases} lives from seed {seed}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let tales = RefCell::new(Tale::new());
    let story = (proptest::bool::ANY, vec(step(), STEPS));
    let result = TestRunner::new_with_rng(config, rng).run(&story, |(ends, steps)| {
        for (what, count) in live_through(ends, &steps) {
            *tales.borrow_mut().entry(what).or_default() += count;
        }
        Ok::<(), TestCaseError>(())
    });
    println!("{:#?}", tales.borrow());
    if let Err(failure) = result {
        panic!("seed {seed}: {failure}");
    }
    // a property that nothing reaches proves nothing
    let seen = steps::REACHED.into_iter().chain(check::REACHED);
    let done = proposing::to_be_done().into_iter().map(|name| did(&name));
    for what in seen.map(String::from).chain(done) {
        let happened = tales.borrow().get(&what).copied().unwrap_or_default();
        assert!(
            cases != CASES || seed != SEED || happened > 0,
            "in {cases} lives nothing was ever {what}"
        );
    }
}
