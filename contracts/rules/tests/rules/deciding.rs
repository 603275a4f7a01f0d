//! Deciding, resolving, fallback: what follows blocks, and that it always ends.

use folkmoot_rules::{
    Choice, Electorate, Facts, Fallback, Later, Moment, Moved, Outcome, Phase, Resolving, Rounds,
    Rule, Seconds, Status, Tally, Translation, lead_time, next_revision, reached, stand, status,
};
use proptest::prelude::*;

use crate::properties::config;

const DAY: u64 = 86_400;

fn tally(ballots: &[(Choice, u64)]) -> Tally {
    let mut tally = Tally::default();
    for (choice, count) in ballots {
        for _ in 0..*count {
            tally.add_ballot(*choice, 1).expect("few ballots");
        }
    }
    tally
}

/// Five seats, three days of deciding, two of resolving.
fn rounds(rule: Rule, fallback: Fallback, ballots: &[(Choice, u64)]) -> Rounds {
    Rounds {
        rule,
        resolving: Some(Resolving {
            period: Seconds::days(2),
            fallback,
        }),
        electorate: Electorate {
            weight: 5,
            seats: 5,
        },
        deadline: 3 * DAY,
        closed_at: None,
        resolved_at: None,
        tally: tally(ballots),
        fallback: Tally::default(),
    }
}

fn by_majority() -> Fallback {
    Fallback::Rule {
        rule: Rule::majority(),
        period: Seconds::days(1),
    }
}

/// Where a proposal stands, as the contract tells it.
struct At {
    status: Status,
    phase: Phase,
    ends: u64,
    rule: Rule,
    tally: Tally,
    outcome: Outcome,
    ripe: bool,
    may_resolve: bool,
}

fn at_with(rounds: &Rounds, facts: &Facts, now: u64) -> At {
    let stand = stand(rounds, true, None, facts.moved, now);
    let facts = Facts {
        deadline: stand.ends,
        ..facts.clone()
    };
    let moment = Moment { at: now, height: 1 };
    At {
        status: stand.shown(status(&facts, stand.at_end, moment)),
        phase: stand.phase,
        ends: stand.ends,
        rule: stand.rule,
        tally: stand.tally,
        outcome: stand.outcome,
        ripe: stand.ripe,
        may_resolve: stand.may_resolve,
    }
}

fn facts() -> Facts {
    Facts {
        execution_window: Seconds::days(30),
        ..Facts::default()
    }
}

fn at(rounds: &Rounds, now: u64) -> At {
    at_with(rounds, &facts(), now)
}

const BLOCKED: [(Choice, u64); 2] = [(Choice::Yes, 3), (Choice::Block, 1)];

#[test]
fn blocks_lead_to_resolving_and_then_to_the_end() {
    let dropped = rounds(Rule::consensus(), Fallback::Drop, &BLOCKED);
    assert_eq!(at(&dropped, 3 * DAY - 1).status, Status::Open);
    let until = 5 * DAY;
    assert_eq!(at(&dropped, 3 * DAY).status, Status::Resolving { until });
    assert_eq!(at(&dropped, until - 1).status, Status::Resolving { until });
    assert_eq!(at(&dropped, until - 1).outcome, Outcome::Undecided);
    assert_eq!(at(&dropped, until).status, Status::Blocked);
    // without a resolving round it is blocked at once
    let plain = Rounds {
        resolving: None,
        ..dropped
    };
    assert_eq!(at(&plain, 3 * DAY).status, Status::Blocked);
}

#[test]
fn what_is_escalated_stays_blocked_for_its_own_group() {
    let escalated = rounds(Rule::consensus(), Fallback::Escalate, &BLOCKED);
    let until = 5 * DAY;
    assert_eq!(
        at(&escalated, until - 1).status,
        Status::Resolving { until }
    );
    let later = at(&escalated, until);
    assert_eq!((later.outcome, later.ends), (Outcome::Blocked, until));
    // what another group takes is a stage of its own
    let resolving = escalated.resolving.unwrap();
    assert_eq!(resolving.longest(), Seconds::days(2));
    assert_eq!(resolving.check(&Rule::consensus()), Ok(()));
    assert_eq!(
        serde_json::to_value(resolving.fallback).unwrap(),
        "escalate"
    );
}

#[test]
fn a_round_without_blocks_has_nothing_to_resolve() {
    for (ballots, status) in [
        (vec![(Choice::Yes, 3)], Status::Passed),
        (vec![(Choice::Abstain, 3)], Status::Rejected),
        (vec![(Choice::Block, 2)], Status::NoQuorum),
    ] {
        let rounds = rounds(Rule::consensus(), by_majority(), &ballots);
        assert_eq!(at(&rounds, 3 * DAY).status, status, "{ballots:?}");
        assert_eq!(at(&rounds, 3 * DAY).phase, Phase::Deciding);
    }
}

#[test]
fn a_rule_that_passes_over_a_block_resolves_first() {
    let rounds = rounds(Rule::consensus_minus_one(), by_majority(), &BLOCKED);
    assert_eq!(
        at(&rounds, 3 * DAY).status,
        Status::Resolving { until: 5 * DAY }
    );
    // passed over, without a fallback round, and counted from the end of resolving
    let later = at(&rounds, 5 * DAY);
    assert_eq!((later.status, later.ends), (Status::Passed, 5 * DAY));
    let mut expelled = rounds;
    expelled.tally.concerned_blocks = 1;
    assert_eq!(at(&expelled, 5 * DAY).phase, Phase::Fallback);
}

/// Wherever a block stands when a round that was heard ends it is looked into: also with too few yes, or too many aside.
#[test]
fn a_block_is_looked_into_whatever_else_stands_in_the_way() {
    let minus_one = Rule::consensus_minus_one();
    let Rule::Consent(rule) = minus_one else {
        panic!("no consent");
    };
    let few_aside = Rule::Consent(folkmoot_rules::Consent {
        stand_asides_allowed: Some(0),
        ..rule
    });
    let (yes, block) = (Choice::Yes, Choice::Block);
    let (abstain, aside) = (Choice::Abstain, Choice::StandAside);
    let table = [
        (minus_one, vec![(yes, 2), (abstain, 1), (block, 1)]),
        (minus_one, vec![(yes, 1), (aside, 2), (block, 1)]),
        (minus_one, vec![(abstain, 3), (block, 1)]),
        (few_aside, vec![(yes, 3), (aside, 1), (block, 1)]),
    ];
    for (rule, ballots) in table {
        let electorate = Electorate {
            weight: ballots.iter().map(|one| one.1).sum(),
            seats: ballots
                .iter()
                .map(|one| one.1)
                .sum::<u64>()
                .try_into()
                .unwrap(),
        };
        let with = |fallback| Rounds {
            electorate,
            ..rounds(rule, fallback, &ballots)
        };
        let dropped = with(Fallback::Drop);
        let resolving = at(&dropped, 3 * DAY);
        assert_eq!(
            resolving.status,
            Status::Resolving { until: 5 * DAY },
            "{ballots:?}"
        );
        assert_eq!(at(&dropped, 5 * DAY).status, Status::Rejected);
        // all have answered: the round may be closed before its time
        assert!(at(&dropped, DAY).may_resolve);
        // taken back, it is decided by what is left
        let mut resolved = dropped;
        resolved.resolved_at = Some(4 * DAY);
        assert_eq!(at(&resolved, 4 * DAY).ends, 4 * DAY);
        // a block that stands is what the fallback is for
        assert_eq!(at(&with(by_majority()), 5 * DAY).phase, Phase::Fallback);
        let escalated = reached(&with(Fallback::Escalate), 5 * DAY);
        assert_eq!(escalated.outcome, Outcome::Blocked);
    }
    // a round that was not heard has decided nothing
    let unheard = rounds(minus_one, by_majority(), &[(block, 1)]);
    assert_eq!(at(&unheard, 3 * DAY).phase, Phase::Deciding);
}

#[test]
fn the_fallback_round_asks_all_anew_under_its_own_rule() {
    let mut rounds = rounds(Rule::consensus(), by_majority(), &BLOCKED);
    let asked = at(&rounds, 5 * DAY);
    assert_eq!((asked.phase, asked.ends), (Phase::Fallback, 6 * DAY));
    assert_eq!(
        (asked.rule, asked.tally),
        (Rule::majority(), Tally::default())
    );
    assert_eq!(asked.status, Status::Open);
    assert_eq!(at(&rounds, 6 * DAY).status, Status::NoQuorum);
    rounds.fallback = tally(&[(Choice::Yes, 3)]);
    let early = at(&rounds, 5 * DAY);
    assert_eq!((early.outcome, early.ripe), (Outcome::Passed, true));
    assert_eq!(at(&rounds, 6 * DAY).status, Status::Passed);
    rounds.fallback = tally(&[(Choice::No, 3)]);
    assert_eq!(at(&rounds, 6 * DAY).status, Status::Rejected);
}

#[test]
fn when_all_have_answered_resolving_may_begin_before_the_deadline() {
    let mut rounds = rounds(
        Rule::consensus(),
        Fallback::Drop,
        &[(Choice::Yes, 4), (Choice::Block, 1)],
    );
    let early = at(&rounds, DAY);
    assert!(early.may_resolve && !early.ripe);
    assert_eq!(early.outcome, Outcome::Undecided);
    rounds.closed_at = Some(DAY);
    assert_eq!(
        at(&rounds, DAY).status,
        Status::Resolving { until: 3 * DAY }
    );
    assert_eq!(at(&rounds, 3 * DAY).status, Status::Blocked);
}

/// All have answered and nobody blocks: there is nothing to resolve, and nothing to wait for.
#[test]
fn what_nobody_blocks_is_decided_when_all_have_answered() {
    let all = rounds(Rule::consensus(), by_majority(), &[(Choice::Yes, 5)]);
    let early = at(&all, DAY);
    assert_eq!((early.outcome, early.ripe), (Outcome::Passed, true));
    assert!(!early.may_resolve);
    // and without a resolving round a block decides it
    let ballots = [(Choice::Yes, 4), (Choice::Block, 1)];
    let plain = Rounds {
        resolving: None,
        ..rounds(Rule::consensus(), Fallback::Drop, &ballots)
    };
    let early = at(&plain, DAY);
    assert_eq!((early.outcome, early.ripe), (Outcome::Blocked, true));
    assert!(!early.may_resolve);
}

/// A mirror may be decided while its vote is not: then it waits.
#[test]
fn a_mirrors_vote_is_ripe_when_nobody_can_change_it() {
    let ripe = |ballots: &[(Choice, u64)], translation: Option<Translation>| {
        let rounds = Rounds {
            resolving: None,
            ..rounds(Rule::three_quarters(), Fallback::Drop, ballots)
        };
        let stand = stand(&rounds, true, translation.as_ref(), None, DAY);
        assert_eq!(stand.outcome, Outcome::Rejected);
        stand.ripe
    };
    // two of five against: never three quarters, but there may be more yes than no in the end
    let refused = [(Choice::Yes, 1), (Choice::No, 2)];
    assert!(ripe(&refused, None));
    assert!(!ripe(&refused, Some(Translation::default())));
    assert!(!ripe(&refused, Some(Translation::Split {})));
    let all = [(Choice::Yes, 1), (Choice::No, 4)];
    assert!(ripe(&all, Some(Translation::default())));
    assert!(ripe(&all, Some(Translation::Split {})));
}

#[test]
fn once_the_last_block_is_taken_back_it_is_decided() {
    let mut rounds = rounds(Rule::consensus(), by_majority(), &BLOCKED);
    rounds.tally = tally(&[(Choice::Yes, 3), (Choice::Abstain, 1)]);
    rounds.resolved_at = Some(4 * DAY);
    let delayed = Facts {
        later: vec![Later::Delay(Seconds::days(1))],
        ..facts()
    };
    // what follows runs from that moment, not from the round's end
    let stand = at_with(&rounds, &delayed, 4 * DAY);
    assert_eq!(stand.status, Status::Delayed { until: 5 * DAY });
    assert_eq!((stand.outcome, stand.ripe), (Outcome::Passed, true));
}

#[test]
fn a_mirror_with_blocks_waits_for_its_resolving() {
    let mut rounds = rounds(
        Rule::consensus(),
        by_majority(),
        &[(Choice::Yes, 4), (Choice::Block, 1)],
    );
    for translation in [Translation::default(), Translation::Split {}] {
        let stand = |rounds: &Rounds, now| stand(rounds, true, Some(&translation), None, now);
        assert!(!stand(&rounds, DAY).ripe);
        assert!(!stand(&rounds, 4 * DAY).ripe);
        assert!(!stand(&rounds, 5 * DAY).ripe);
        assert!(stand(&rounds, 6 * DAY).ripe);
        rounds.fallback = tally(&[(Choice::Yes, 5)]);
        assert!(stand(&rounds, 5 * DAY).ripe);
        rounds.fallback = Tally::default();
    }
}

#[test]
fn a_lead_time_covers_resolving_and_fallback() {
    let resolving = Resolving {
        period: Seconds::days(2),
        fallback: by_majority(),
    };
    assert_eq!(lead_time(Seconds::days(3), None), Seconds::days(3));
    assert_eq!(
        lead_time(Seconds::days(3), Some(&resolving)),
        Seconds::days(6)
    );
}

#[test]
fn a_ballot_signed_for_one_round_is_none_of_the_next() {
    assert_eq!(next_revision(0, false), 1);
    assert_eq!(next_revision(1, false), 2);
    // 1, or 2 after a first ballot, may have been signed for the deciding round and not carried
    assert_eq!(next_revision(0, true), 2);
    assert_eq!(next_revision(1, true), 3);
}

fn some_rounds() -> impl Strategy<Value = Rounds> {
    let rule = prop_oneof![
        Just(Rule::consensus()),
        Just(Rule::consensus_minus_one()),
        Just(Rule::sociocratic_circles()),
        Just(Rule::majority()),
    ];
    let fallback = prop_oneof![
        Just(Fallback::Drop),
        Just(Fallback::Escalate),
        Just(by_majority()),
    ];
    let counts = prop::array::uniform4(0_u64..=2);
    (
        rule,
        prop::option::of(fallback),
        counts,
        prop::array::uniform2(0_u64..=3),
        prop::option::of(0_u64..=3 * DAY),
    )
        .prop_map(|(rule, fallback, counts, last, closed_at)| {
            let [yes, aside, block, silent] = counts;
            let ballots = [
                (Choice::Yes, yes),
                (Choice::StandAside, aside),
                (Choice::Block, block),
            ];
            let seats = yes + aside + block + silent;
            Rounds {
                resolving: fallback.map(|fallback| Resolving {
                    period: Seconds::days(2),
                    fallback,
                }),
                electorate: Electorate {
                    weight: seats,
                    seats: u32::try_from(seats).expect("few seats"),
                },
                closed_at,
                fallback: tally(&[(Choice::Yes, last[0]), (Choice::No, last[1])]),
                ..rounds(rule, Fallback::Drop, &ballots)
            }
        })
}

proptest! {
    #![proptest_config(config(4_000))]

    /// Silence ends every course: phases follow each other, each ends when it said, and then it is decided.
    #[test]
    fn every_course_ends_by_itself(rounds in some_rounds()) {
        let most = rounds.resolving.as_ref().map_or(0, |found| found.longest().0);
        let end = rounds.deadline + most;
        let mut now = 0;
        let mut phases = 0;
        let decided = loop {
            let here = reached(&rounds, now);
            if here.outcome != Outcome::Undecided {
                break here;
            }
            prop_assert!(here.ends > now && here.ends <= end);
            phases += 1;
            now = here.ends;
        };
        prop_assert!(phases <= 3 && now <= end);
        // and nothing is ever decided anew
        for later in [now + 1, end, end + DAY, u64::MAX] {
            prop_assert_eq!(reached(&rounds, later), decided);
        }
        let nobody = rounds.tally.seats.yes == 0 && rounds.fallback.seats.yes == 0;
        prop_assert!(!nobody || decided.outcome != Outcome::Passed);
    }

    /// Status, outcome and ripeness tell the same story at every moment.
    #[test]
    fn standing_agrees_with_the_course(rounds in some_rounds(), now in 0_u64..=9 * DAY) {
        let here = reached(&rounds, now);
        let stand = at(&rounds, now);
        prop_assert_eq!((stand.phase, stand.ends), (here.phase, here.ends));
        let open = matches!(stand.status, Status::Open | Status::Resolving { .. });
        prop_assert_eq!(open, here.outcome == Outcome::Undecided);
        prop_assert_eq!(open, now < here.ends);
        prop_assert!(open || stand.outcome == here.outcome && stand.ripe);
        // whoever moves it on when it is ripe records what stands
        if stand.ripe && open {
            let moved = Some(Moved { at: now, outcome: stand.outcome });
            let after = at_with(&rounds, &Facts { moved, ..facts() }, now);
            prop_assert_eq!(after.outcome, stand.outcome);
            let open = matches!(after.status, Status::Open | Status::Resolving { .. });
            prop_assert!(!open);
        }
    }
}
