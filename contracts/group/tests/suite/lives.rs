//! Random lives of a cell that decides by consent, has a house, offices, an allowance, subgroups and perhaps a sunset, and
//! sits and stakes with a sister in a union whose groups may agree as parties. Nothing is foretold here, unlike in
//! `machine`: anybody tries anything, and after each step what must hold whatever happened is held against what the
//! contracts say.
//!
//! Deterministic. `FOLKMOOT_MACHINE_SEED` and `FOLKMOOT_MACHINE_CASES` choose other lives and more of them.

mod check;
mod founding;
mod proposing;
mod steps;

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use folkmoot_group::msg::ProposalId;
use folkmoot_rules::Status;
use proptest::collection::vec;

use crate::world::{Group, Person, Plays, World};
use steps::{Step, step};

const STEPS: usize = 300;
const PLAYS: Plays = Plays {
    called: "lives",
    cases: 24,
    seed: 2028,
    shrinks: 200,
};

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

type Tale = crate::world::Tale<String>;

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
    let plays = PLAYS.or_as_chosen();
    let story = (proptest::bool::ANY, vec(step(), STEPS));
    let tale = plays.play(&story, |(ends, steps)| live_through(ends, &steps));
    // a property that nothing reaches proves nothing
    let seen = steps::REACHED.into_iter().chain(check::REACHED);
    let done = proposing::to_be_done().into_iter().map(|name| did(&name));
    for what in seen.map(String::from).chain(done) {
        let happened = tale.get(&what).copied().unwrap_or_default();
        assert!(
            plays != PLAYS || happened > 0,
            "in {} lives it never came to: {what}",
            plays.cases
        );
    }
}
