//! Stages behind the deciding round, against a slow model that lives through each second.

use folkmoot_rules::{
    Facts, HouseWord, Later, Moment, Moved, Outcome, Review, ReviewFacts, ReviewMode, Seconds,
    Status, course, status,
};
use proptest::prelude::*;

use crate::properties::config;

const DAY: u64 = 86_400;
const WEEK: u64 = 7 * DAY;

/// A review of fourteen days, asked about in time.
fn notice_taken(at: u64) -> Review {
    Review {
        facts: ReviewFacts {
            asked: Some(Moment { at, height: 10 }),
            ..ReviewFacts::default()
        },
        ..review(ReviewMode::Optimistic)
    }
}

fn review(mode: ReviewMode) -> Review {
    Review {
        mode,
        window: Seconds(2 * WEEK),
        least_blocks: 0,
        ask_within: Seconds(2 * DAY),
        facts: ReviewFacts::default(),
    }
}

/// Passed at the beginning of time.
fn passed(later: Vec<Later>) -> Facts {
    Facts {
        deadline: 0,
        later,
        execution_window: Seconds(30 * DAY),
        ..Facts::default()
    }
}

fn stands(review: Review, at: u64) -> Status {
    let now = Moment { at, height: 1_000 };
    status(&passed(vec![Later::Refer(review)]), Outcome::Passed, now)
}

#[test]
fn a_decision_waits_for_its_notice_and_lapses_without() {
    for mode in [ReviewMode::Ratify, ReviewMode::Optimistic] {
        let until = 2 * DAY;
        assert_eq!(
            stands(review(mode), until - 1),
            Status::Referred { until },
            "{mode:?}"
        );
        assert_eq!(stands(review(mode), until), Status::Lapsed, "{mode:?}");
    }
}

#[test]
fn a_notice_runs_from_being_taken_and_concerns_make_it_longer() {
    let mut review = notice_taken(DAY);
    let until = DAY + 2 * WEEK;
    assert_eq!(stands(review, until - 1), Status::Referred { until });
    assert_eq!(stands(review, until), Status::Passed);
    review.facts.extension = Seconds(WEEK);
    assert_eq!(
        stands(review, until),
        Status::Referred {
            until: until + WEEK
        }
    );
    assert_eq!(stands(review, until + WEEK), Status::Passed);
}

#[test]
fn a_hold_outlasts_the_window_and_a_veto_ends_it() {
    let mut review = notice_taken(0);
    review.facts.held_until = 2 * WEEK + 5 * DAY;
    let until = review.facts.held_until;
    assert_eq!(stands(review, until - 1), Status::Referred { until });
    assert_eq!(stands(review, until), Status::Passed);
    review.facts.word = Some(HouseWord::Vetoed);
    assert_eq!(stands(review, DAY), Status::Vetoed);
    assert_eq!(stands(review, until + 60 * DAY), Status::Vetoed);
}

#[test]
fn a_house_that_does_not_answer_gets_one_more_window() {
    let mut review = review(ReviewMode::Optimistic);
    review.facts.unanswered = Some(Moment { at: 0, height: 10 });
    let until = 4 * WEEK;
    assert_eq!(stands(review, until - 1), Status::Referred { until });
    assert_eq!(stands(review, until), Status::Passed);
    // once taken, the window runs from there
    review.facts.asked = Some(Moment {
        at: WEEK,
        height: 20,
    });
    assert_eq!(stands(review, 3 * WEEK), Status::Passed);
}

#[test]
fn a_chain_that_stands_still_takes_nothing_from_a_window() {
    let mut review = notice_taken(0);
    review.least_blocks = 100;
    let facts = passed(vec![Later::Refer(review)]);
    let stands = |at, height| status(&facts, Outcome::Passed, Moment { at, height });
    let until = 2 * WEEK;
    // twenty blocks were made, then the chain stood still for eight weeks
    assert_eq!(stands(8 * WEEK, 30), Status::Referred { until });
    assert_eq!(stands(8 * WEEK, 109), Status::Referred { until });
    // the execution window is over by time, and has as many blocks left
    assert_eq!(stands(8 * WEEK, 110), Status::Passed);
    assert_eq!(stands(8 * WEEK, 209), Status::Passed);
    assert_eq!(stands(8 * WEEK, 210), Status::Expired);
}

#[test]
fn what_must_be_ratified_goes_on_only_with_a_yes() {
    let mut review = review(ReviewMode::Ratify);
    review.facts.asked = Some(Moment { at: DAY, height: 1 });
    let until = 2 * WEEK;
    assert_eq!(stands(review, until - 1), Status::Referred { until });
    assert_eq!(stands(review, until), Status::Lapsed);
    for word in [HouseWord::No, HouseWord::Silent] {
        review.facts.word = Some(word);
        assert_eq!(stands(review, 2 * DAY), Status::Lapsed, "{word:?}");
    }
    review.facts.word = Some(HouseWord::Yes { at: 3 * DAY });
    assert_eq!(stands(review, 3 * DAY), Status::Passed);
    // later stages run from the yes
    let rests = passed(vec![Later::Refer(review), Later::Delay(Seconds(DAY))]);
    let now = Moment {
        at: 3 * DAY,
        height: 1,
    };
    let found = course(&rests, Outcome::Passed, now);
    assert_eq!(found.status, Status::Delayed { until: 4 * DAY });
    assert_eq!(found.begun, [0, 3 * DAY]);
}

/// A chain that stood still takes nothing from the time for a yes either.
#[test]
fn what_must_be_ratified_waits_for_its_blocks() {
    let mut review = review(ReviewMode::Ratify);
    review.least_blocks = 100;
    review.facts.asked = Some(Moment { at: 0, height: 10 });
    let facts = passed(vec![Later::Refer(review)]);
    let until = 2 * WEEK;
    let stands = |at, height| status(&facts, Outcome::Passed, Moment { at, height });
    for height in [10, 109] {
        assert_eq!(stands(until, height), Status::Referred { until });
    }
    assert_eq!(stands(until - 1, 110), Status::Referred { until });
    for height in [110, 111] {
        assert_eq!(stands(until, height), Status::Lapsed);
    }
}

/// While a proposal is referred the last stage that has begun is the review that runs; else none does.
#[test]
fn the_review_that_runs_is_the_one_that_is_waited_for() {
    let mut first = notice_taken(0);
    first.facts.word = Some(HouseWord::Yes { at: 0 });
    let second = review(ReviewMode::Ratify);
    let facts = passed(vec![
        Later::Refer(first),
        Later::Delay(Seconds(DAY)),
        Later::Refer(second),
    ]);
    let runs = |at| {
        let found = course(&facts, Outcome::Passed, Moment { at, height: 1 });
        found.review(&facts).copied()
    };
    assert_eq!(runs(0), None);
    assert_eq!(runs(DAY), Some(second));
    assert_eq!(runs(WEEK), None);
}

#[test]
fn a_house_that_slept_is_told_by_notice_with_three_times_the_window() {
    let mut review = review(ReviewMode::Ratify);
    review.facts.asleep = true;
    review.facts.asked = Some(Moment { at: DAY, height: 1 });
    let until = DAY + 6 * WEEK;
    assert_eq!(stands(review, until - 1), Status::Referred { until });
    assert_eq!(stands(review, until), Status::Passed);
}

#[test]
fn without_a_house_there_is_nothing_to_wait_for() {
    for mode in [ReviewMode::Ratify, ReviewMode::Optimistic] {
        let mut review = review(mode);
        review.facts.word = Some(HouseWord::Released { at: DAY });
        assert_eq!(stands(review, DAY), Status::Passed, "{mode:?}");
    }
}

#[test]
fn what_stays_blocked_goes_on_only_with_the_yes_of_whom_it_was_escalated_to() {
    let mut review = review(ReviewMode::Escalate);
    let stands = |review, outcome, at| {
        let facts = passed(vec![Later::Refer(review), Later::Delay(Seconds(DAY))]);
        status(&facts, outcome, Moment { at, height: 1_000 })
    };
    let blocked = |review, at| stands(review, Outcome::Blocked, at);
    // nobody asked in time
    let until = 2 * DAY;
    assert_eq!(blocked(review, until - 1), Status::Referred { until });
    assert_eq!(blocked(review, until), Status::Blocked);
    // no answer in time
    review.facts.asked = Some(Moment { at: DAY, height: 1 });
    let until = 2 * WEEK;
    assert_eq!(blocked(review, until - 1), Status::Referred { until });
    assert_eq!(blocked(review, until), Status::Blocked);
    // a no, silence, or nobody there to decide
    for word in [
        HouseWord::No,
        HouseWord::Silent,
        HouseWord::Released { at: DAY },
    ] {
        review.facts.word = Some(word);
        assert_eq!(blocked(review, 2 * DAY), Status::Blocked, "{word:?}");
    }
    // later stages run from the yes
    review.facts.word = Some(HouseWord::Yes { at: 3 * DAY });
    let until = 4 * DAY;
    assert_eq!(blocked(review, 3 * DAY), Status::Delayed { until });
    assert_eq!(blocked(review, until), Status::Passed);
    // what was not blocked is not escalated
    review.facts = ReviewFacts::default();
    assert_eq!(
        stands(review, Outcome::Passed, 0),
        Status::Delayed { until: DAY }
    );
    assert_eq!(stands(review, Outcome::Passed, DAY), Status::Passed);
    assert_eq!(stands(review, Outcome::Rejected, 0), Status::Rejected);
    assert_eq!(stands(review, Outcome::NoQuorum, 0), Status::NoQuorum);
}

#[test]
fn who_must_ratify_is_not_whom_it_is_escalated_to() {
    for mode in [ReviewMode::Ratify, ReviewMode::Optimistic] {
        let facts = passed(vec![Later::Refer(review(mode))]);
        let now = Moment { at: 0, height: 1 };
        assert_eq!(status(&facts, Outcome::Blocked, now), Status::Blocked);
    }
}

#[test]
fn words_of_reviews() {
    assert_eq!(ReviewMode::Ratify.as_str(), "ratify");
    assert_eq!(ReviewMode::Optimistic.as_str(), "optimistic");
    assert_eq!(ReviewMode::Escalate.as_str(), "escalate");
    let facts = passed(vec![
        Later::Refer(notice_taken(5)),
        Later::Delay(Seconds(3)),
    ]);
    let json = serde_json::to_value(&facts).unwrap();
    assert_eq!(json["later"][1], serde_json::json!({ "delay": 3 }));
    assert_eq!(serde_json::from_value::<Facts>(json).unwrap(), facts);
}

fn escalates(stage: &Later) -> bool {
    matches!(stage, Later::Refer(review) if review.mode == ReviewMode::Escalate)
}

fn lapsed(review: &Review) -> Status {
    match review.mode {
        ReviewMode::Escalate => Status::Blocked,
        ReviewMode::Ratify | ReviewMode::Optimistic => Status::Lapsed,
    }
}

/// What a proposal that was decided is at `now`: each second is lived through, and only then are the blocks counted.
fn lived(facts: &Facts, decided: Moved, now: Moment) -> Status {
    let blocked = decided.outcome == Outcome::Blocked;
    if blocked && !facts.later.first().is_some_and(escalates) {
        return Status::Blocked;
    }
    let mut stages = facts
        .later
        .iter()
        .filter(|stage| blocked || !escalates(stage));
    let mut stage = stages.next();
    let mut begun = decided.at;
    let mut expires_at_height = 0;
    for second in decided.at..=now.at {
        // several stages may end in one second
        while let Some(running) = stage {
            let ends = match running {
                Later::Delay(length) => second >= begun + length.0,
                Later::Refer(review) => match review.facts.word {
                    Some(HouseWord::Vetoed) => return Status::Vetoed,
                    Some(HouseWord::No | HouseWord::Silent) => return lapsed(review),
                    Some(HouseWord::Released { .. }) if escalates(running) => {
                        return Status::Blocked;
                    }
                    Some(HouseWord::Yes { at } | HouseWord::Released { at }) => second >= at,
                    None => match lived_review(review, begun, second, now) {
                        Ok(ends) => ends,
                        Err(status) => return status,
                    },
                },
            };
            if !ends {
                break;
            }
            if let Later::Refer(Review {
                least_blocks,
                facts:
                    ReviewFacts {
                        asked,
                        unanswered,
                        word: None,
                        ..
                    },
                ..
            }) = running
            {
                let from = asked.or(*unanswered).unwrap_or_default();
                expires_at_height = expires_at_height.max(from.height + 2 * least_blocks);
            }
            begun = second;
            stage = stages.next();
        }
    }
    match stage {
        Some(Later::Delay(length)) => {
            // delays that follow each other are one rest
            let rest = stages.map_while(|next| match next {
                Later::Delay(length) => Some(length.0),
                Later::Refer(_) => None,
            });
            Status::Delayed {
                until: begun + length.0 + rest.sum::<u64>(),
            }
        }
        Some(Later::Refer(review)) => Status::Referred {
            until: waits_until(review, begun),
        },
        None if now.at >= begun + facts.execution_window.0 && now.height >= expires_at_height => {
            Status::Expired
        }
        None => Status::Passed,
    }
}

/// Whether a review without a word has ended by this second; an error if the proposal ends with it.
fn lived_review(review: &Review, begun: u64, second: u64, now: Moment) -> Result<bool, Status> {
    let silence_is_yes = review.mode == ReviewMode::Optimistic || review.facts.asleep;
    let asked = match silence_is_yes {
        true => review.facts.asked.or(review.facts.unanswered),
        false => review.facts.asked,
    };
    let until = waits_until(review, begun);
    match asked {
        _ if second < until => Ok(false),
        None => Err(lapsed(review)),
        Some(asked) if now.height < asked.height + review.least_blocks => Ok(false),
        Some(_) if silence_is_yes => Ok(true),
        Some(_) => Err(lapsed(review)),
    }
}

fn waits_until(review: &Review, begun: u64) -> u64 {
    let facts = &review.facts;
    let by_notice = review.mode == ReviewMode::Optimistic || facts.asleep;
    let window = review.window.0 * if facts.asleep { 3 } else { 1 };
    match (by_notice, facts.asked, facts.unanswered) {
        (true, Some(asked), _) => (asked.at + window + facts.extension.0).max(facts.held_until),
        (true, None, Some(first)) => {
            (first.at + 2 * window + facts.extension.0).max(facts.held_until)
        }
        (false, Some(_), _) => begun + window,
        _ => begun + review.ask_within.0,
    }
}

/// A word is never from the future.
fn word() -> impl Strategy<Value = Option<HouseWord>> {
    prop_oneof![
        5 => Just(None),
        1 => (0_u64..=10).prop_map(|at| Some(HouseWord::Yes { at })),
        1 => (0_u64..=10).prop_map(|at| Some(HouseWord::Released { at })),
        1 => Just(Some(HouseWord::No)),
        1 => Just(Some(HouseWord::Silent)),
        1 => Just(Some(HouseWord::Vetoed)),
    ]
}

prop_compose! {
    fn any_review()(
        mode in prop::sample::select(vec![ReviewMode::Ratify, ReviewMode::Optimistic, ReviewMode::Escalate]),
        window in 1_u64..20,
        least_blocks in 0_u64..4,
        ask_within in 1_u64..8,
        asked in prop::option::of((0_u64..30, 0_u64..6)),
        unanswered in prop::option::of((0_u64..30, 0_u64..6)),
        extension in prop_oneof![Just(0_u64), 1_u64..10],
        held_until in prop_oneof![Just(0_u64), 0_u64..60],
        word in word(),
        asleep in any::<bool>(),
    ) -> Review {
        let moment = |(at, height)| Moment { at, height };
        Review {
            mode,
            window: Seconds(window),
            least_blocks,
            ask_within: Seconds(ask_within),
            facts: ReviewFacts {
                asked: asked.map(moment),
                unanswered: unanswered.map(moment),
                extension: Seconds(extension),
                held_until,
                word,
                // only what must be ratified is told by notice instead
                asleep: asleep && mode == ReviewMode::Ratify,
            },
        }
    }
}

fn any_later() -> impl Strategy<Value = Later> {
    prop_oneof![
        1 => (0_u64..12).prop_map(|length| Later::Delay(Seconds(length))),
        3 => any_review().prop_map(Later::Refer),
    ]
}

prop_compose! {
    fn any_facts()(
        decided_at in 0_u64..10,
        later in prop::collection::vec(any_later(), 0..4),
        window in 1_u64..30,
        blocked in prop::bool::weighted(0.3),
    ) -> Facts {
        Facts {
            deadline: 10,
            later,
            execution_window: Seconds(window),
            moved: Some(Moved {
                at: decided_at,
                outcome: if blocked { Outcome::Blocked } else { Outcome::Passed },
            }),
            ..Facts::default()
        }
    }
}

/// How far along a proposal is, with the stage that runs.
fn far(facts: &Facts, now: Moment) -> (usize, u8) {
    let found = course(facts, Outcome::Passed, now);
    let rank = match found.status {
        Status::Delayed { .. } | Status::Referred { .. } => 0,
        Status::Passed => 1,
        _ => 2,
    };
    (found.begun.len(), rank)
}

proptest! {
    #![proptest_config(config(1024))]

    /// The closed form says what living through each second says.
    #[test]
    fn stages_are_what_living_through_them_gives(facts in any_facts(), at in 10_u64..200, height in 0_u64..12) {
        let now = Moment { at, height };
        let decided = facts.moved.unwrap();
        let found = status(&facts, Outcome::Passed, now);
        let expected = lived(&facts, decided, now);
        prop_assert_eq!(found, expected);
    }

    /// With time and blocks a proposal moves on, never back, and comes to its end.
    #[test]
    fn stages_only_move_forward_and_end(facts in any_facts(), steps in prop::collection::vec((0_u64..20, any::<bool>()), 60)) {
        let mut now = Moment { at: 10, height: 0 };
        let mut last = far(&facts, now);
        for (time, block) in steps {
            now.at += time;
            now.height += u64::from(block);
            let next = far(&facts, now);
            prop_assert!(next >= last, "{:?} after {:?} at {:?}", next, last, now);
            last = next;
        }
        let end = Moment { at: 10_000, height: 100 };
        prop_assert!(status(&facts, Outcome::Passed, end).is_final());
    }

    /// Nothing that a house has not answered, and nothing it holds, is executed before its window's end.
    #[test]
    fn no_window_is_cut_short(facts in any_facts(), at in 10_u64..200, height in 0_u64..12) {
        let now = Moment { at, height };
        if status(&facts, Outcome::Passed, now) == Status::Passed {
            for stage in &facts.later {
                let Later::Refer(review) = stage else { continue };
                let blocked = facts.moved.unwrap().outcome == Outcome::Blocked;
                if escalates(stage) && !blocked {
                    continue;
                }
                match review.facts.word {
                    Some(HouseWord::Yes { .. }) => {}
                    Some(HouseWord::Released { .. }) => prop_assert!(!escalates(stage)),
                    Some(_) => prop_assert!(false, "stopped, and goes on"),
                    None => {
                        prop_assert!(review.by_notice());
                        let end = review.window_end().unwrap();
                        prop_assert!(now.at >= end.at && now.height >= end.height);
                        prop_assert!(now.at >= review.facts.held_until);
                    }
                }
            }
        }
    }
}
