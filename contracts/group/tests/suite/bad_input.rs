//! Bad input: every message and every class of it is refused by name, and changes nothing.
//!
//! `Attempt::refused` compares all that the chain stores before and after; a panic of the contract fails the test.

mod ballots;
mod founding;
mod joint;
mod malformed;
mod messages;
mod oversized;
mod strangers;
mod unseen;

use folkmoot_group::msg::{BallotResult, SignedBallot};

use crate::world::{Group, Person, Proposal, World};

/// Joe with an account, Bob with an Ethereum wallet, their group, and an open proposal.
struct Pair {
    world: World,
    joe: Person,
    bob: Person,
    group: Group,
    proposal: Proposal,
}

impl Pair {
    fn new() -> Self {
        let world = World::new();
        let joe = world.cosmos("Joe");
        let bob = world.ethereum("Bob");
        let group = world.group("Swim Buddies").people([&joe, &bob]).found();
        let proposal = joe.proposes(&group, "Swim at six", vec![]);
        Self {
            world,
            joe,
            bob,
            group,
            proposal,
        }
    }

    /// A ballot is refused for this reason, and nothing has changed.
    #[track_caller]
    fn refuses(&self, ballot: SignedBallot, reason: &str) {
        let response = self
            .world
            .try_carry(&self.proposal, vec![ballot])
            .ok_without_change();
        let results: Vec<BallotResult> = cosmwasm_std::from_json(response.data.unwrap()).unwrap();
        match results.as_slice() {
            [BallotResult::Refused { reason: told }] => {
                assert!(
                    told.contains(reason),
                    "refused for another reason\n  expected: {reason}\n  told: {told}"
                );
            }
            other => panic!("was not refused: {other:?}"),
        }
    }
}
