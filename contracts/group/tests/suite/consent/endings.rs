//! Nothing that anybody does or leaves undone keeps a proposal from ending.

use folkmoot_group::msg::Resolution;
use folkmoot_rules::{Choice, Fallback, Rule, Status};
use proptest::prelude::*;

use super::{DAY, Five, by_majority, deciding};
use crate::world::{actions, spec};

#[test]
fn nobody_amends_for_ever() {
    let five = Five::deciding(Rule::consensus(), Fallback::Drop);
    let proposal = five.ann.proposes(&five.group, "Version 1", vec![]);
    for version in 2..=4 {
        for person in [&five.ann, &five.ben, &five.cleo] {
            person.votes(&proposal, Choice::Yes);
        }
        five.dan.blocks(&proposal, "no");
        five.world.advance_to(proposal.deadline());
        let next = spec(&format!("Version {version}"), vec![]);
        let amended = five.ann.amends(&proposal, next);
        match version {
            4 => amended.refused("a proposal has at most 3"),
            _ => drop(amended.ok()),
        }
    }
    assert_eq!(proposal.versions().len(), 2);
    five.world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Blocked);
}

/// An action that can't be done keeps nobody else's from being done: there is no queue.
#[test]
fn a_failed_action_holds_up_nothing_behind_it() {
    let five = Five::with(&deciding(Rule::consensus(), Fallback::Drop));
    let to = five.world.account("a baker");
    let open = |amount| {
        let proposal = five
            .ann
            .proposes(&five.group, "Bread", vec![actions::spend(&to, amount)]);
        for person in [&five.ann, &five.ben, &five.cleo] {
            person.votes(&proposal, Choice::Yes);
        }
        proposal
    };
    let (too_much, fine) = (open(1_000), open(10));
    five.world.advance_to(fine.deadline());
    too_much.executes();
    assert_eq!(too_much.status(), Status::ExecutionFailed);
    fine.executes();
    assert_eq!(fine.status(), Status::Executed);
    assert_eq!(five.world.balance(&to), 10);
    // and the failed one ends by itself
    five.world.advance(folkmoot_rules::Seconds::days(31));
    assert_eq!(too_much.status(), Status::Expired);
}

/// What somebody may do next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Votes(usize, usize),
    Resolves(usize, bool),
    Amends(usize),
    MovesOn,
    Waits(u64),
    Leaves(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..4, 0_usize..5).prop_map(|(who, what)| Step::Votes(who, what)),
        2 => (0_usize..4, any::<bool>()).prop_map(|(who, how)| Step::Resolves(who, how)),
        2 => (0_usize..2).prop_map(Step::Amends),
        1 => Just(Step::MovesOn),
        3 => (1_u64..=4).prop_map(Step::Waits),
        1 => (1_usize..4).prop_map(Step::Leaves),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: proptest::test_runner::RngSeed::Fixed(5), ..ProptestConfig::default() })]

    /// Whatever is done and whenever, after three versions with their resolving and the fallback it is decided.
    #[test]
    fn every_sequence_of_calls_ends(
        steps in prop::collection::vec(step(), 0..40),
        minus_one in any::<bool>(),
        drop in any::<bool>(),
    ) {
        let rule = if minus_one { Rule::consensus_minus_one() } else { Rule::consensus() };
        let fallback = if drop { Fallback::Drop } else { by_majority() };
        let five = Five::deciding(rule, fallback);
        let people = [&five.ann, &five.ben, &five.cleo, &five.dan];
        let proposal = five.ann.proposes(&five.group, "Version 1", vec![]);
        let opened = five.world.now();
        let longest = 3 * (3 + 2) + 2;
        let choices = [Choice::Yes, Choice::Abstain, Choice::StandAside, Choice::Block, Choice::No];
        for step in steps {
            let _ = match step {
                Step::Votes(who, what) => {
                    people[who].tries_to_vote_because(&proposal, choices[what], "because").outcome()
                }
                Step::Resolves(who, withdrawn) => {
                    let how = if withdrawn { Resolution::Withdrawn } else { Resolution::Integrated };
                    people[who].resolves(&proposal, how).outcome()
                }
                Step::Amends(who) => people[who].amends(&proposal, spec("Another", vec![])).outcome(),
                Step::MovesOn => proposal.moves_on().outcome(),
                Step::Leaves(who) => {
                    people[who].sends(&five.group, &folkmoot_group::msg::ExecuteMsg::Leave {}).outcome()
                }
                Step::Waits(days) => {
                    five.world.advance(folkmoot_rules::Seconds(DAY.0 * days));
                    continue;
                }
            };
            let view = proposal.view();
            let open = matches!(view.status, Status::Open | Status::Resolving { .. });
            prop_assert!(!open || five.world.now() < opened + DAY.0 * longest + 100);
            prop_assert!(view.version <= 3);
        }
        five.world.advance_to(five.world.now().max(opened + DAY.0 * longest + 100));
        let status = proposal.status();
        prop_assert!(!matches!(status, Status::Open | Status::Resolving { .. }), "{:?}", status);
        prop_assert!(status != Status::Passed || proposal.view().tally.seats.yes > 0);
    }
}
