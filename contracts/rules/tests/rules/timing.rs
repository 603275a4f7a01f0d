//! Lengths of time, lead times, and status over time.

use folkmoot_rules::{
    Ended, Facts, Later, Moment, Moved, Outcome, Seconds, Status, ask_deadline, check_period,
    status,
};
use proptest::prelude::*;

use crate::properties::config;

#[test]
fn lengths_are_told_in_words_and_never_rounded() {
    let table = [
        (0, "0 s"),
        (1, "1 s"),
        (90, "90 s"),
        (119, "119 s"),
        (120, "2 min"),
        (150, "2 min 30 s"),
        (3_600, "1 h"),
        (3_630, "1 h 30 s"),
        (86_400, "1 d"),
        (3 * 86_400, "3 d"),
        (6 * 86_400 + 12 * 3_600, "6 d 12 h"),
        (86_400 + 1, "1 d 1 s"),
    ];
    for (seconds, words) in table {
        assert_eq!(Seconds(seconds).to_string(), words);
    }
}

#[test]
fn lengths_add_up_and_end_at_their_limits() {
    assert_eq!(Seconds::days(2), Seconds::hours(48));
    assert_eq!(Seconds::hours(2), Seconds::minutes(120));
    assert_eq!(Seconds::minutes(2), Seconds(120));
    assert_eq!(
        Seconds::days(1).checked_add(Seconds(1)),
        Some(Seconds(86_401))
    );
    assert_eq!(Seconds(u64::MAX).checked_add(Seconds(1)), None);
    assert_eq!(
        Seconds(u64::MAX).saturating_add(Seconds(1)),
        Seconds(u64::MAX)
    );
    assert_eq!(Seconds(5).saturating_sub(Seconds(2)), Seconds(3));
    assert_eq!(Seconds(1).saturating_sub(Seconds(2)), Seconds::ZERO);
    assert_eq!(Seconds(7).after(3), 10);
    assert_eq!(Seconds(7).after(u64::MAX), u64::MAX);
    assert!(Seconds::ZERO.is_zero() && !Seconds(1).is_zero());
    assert_eq!(serde_json::to_string(&Seconds(259_200)).unwrap(), "259200");
}

#[test]
fn asking_ends_in_the_middle_of_the_buffer() {
    for (buffer, closes) in [(0, 0), (1, 1), (2, 1), (3, 2), (4 * 86_400, 2 * 86_400)] {
        assert_eq!(ask_deadline(0, Seconds(buffer)), closes, "{buffer}");
    }
    assert_eq!(ask_deadline(u64::MAX - 1, Seconds(100)), u64::MAX);
}

const fn at(at: u64) -> Moment {
    Moment { at, height: 1 }
}

#[test]
fn an_undecided_round_that_is_over_ends_without_passing() {
    let facts = Facts {
        deadline: 10,
        ..Facts::default()
    };
    assert_eq!(status(&facts, Outcome::Undecided, at(9)), Status::Open);
    assert_eq!(status(&facts, Outcome::Undecided, at(10)), Status::Rejected);
    assert_eq!(status(&facts, Outcome::Blocked, at(10)), Status::Blocked);
    // Without an execution window a passed proposal has expired; at the end of time nothing overflows.
    assert_eq!(status(&facts, Outcome::Passed, at(10)), Status::Expired);
    let endless = Facts {
        later: vec![Later::Delay(Seconds(u64::MAX))],
        ..facts
    };
    assert_eq!(
        status(&endless, Outcome::Passed, at(u64::MAX - 1)),
        Status::Delayed { until: u64::MAX }
    );
}

/// From its group's sunset on a proposal has expired that was not done with, and what had ended stays as it was.
#[test]
fn what_is_not_done_with_expires_at_the_sunset() {
    let facts = Facts {
        deadline: 10,
        later: vec![Later::Delay(Seconds(5))],
        execution_window: Seconds(100),
        sunset: Some(20),
        ..Facts::default()
    };
    let passed = |now| status(&facts, Outcome::Passed, at(now));
    assert_eq!(passed(19), Status::Passed);
    assert_eq!(passed(20), Status::Expired);
    assert_eq!(status(&facts, Outcome::Rejected, at(20)), Status::Rejected);
    let sooner = |sunset| Facts {
        sunset: Some(sunset),
        ..facts.clone()
    };
    for sunset in [0, 1, 9, 12] {
        let facts = sooner(sunset);
        assert_eq!(
            status(&facts, Outcome::Rejected, at(sunset.max(11))),
            match sunset {
                12 => Status::Rejected,
                _ => Status::Expired,
            }
        );
        assert_eq!(status(&facts, Outcome::Passed, at(sunset)), Status::Expired);
    }
    let done = Facts {
        ended: Some(Ended::Executed),
        ..facts
    };
    assert_eq!(status(&done, Outcome::Passed, at(30)), Status::Executed);
}

#[test]
fn words_of_states() {
    let table = [
        (Status::Open, "open", false),
        (Status::Delayed { until: 5 }, "delayed", false),
        (Status::Referred { until: 5 }, "referred", false),
        (Status::Vetoed, "vetoed", true),
        (Status::Lapsed, "lapsed", true),
        (Status::Passed, "passed", false),
        (Status::Executed, "executed", true),
        (Status::ExecutionFailed, "execution_failed", false),
        (Status::Expired, "expired", true),
        (Status::Rejected, "rejected", true),
        (Status::NoQuorum, "no_quorum", true),
        (Status::Blocked, "blocked", true),
        (Status::Withdrawn, "withdrawn", true),
        (Status::Superseded, "superseded", true),
        (Status::Rescinded, "rescinded", true),
    ];
    for (status, word, is_final) in table {
        assert_eq!(
            (status.to_string().as_str(), status.is_final()),
            (word, is_final)
        );
        let json = match status {
            Status::Delayed { until } => serde_json::json!({ "delayed": { "until": until } }),
            Status::Referred { until } => serde_json::json!({ "referred": { "until": until } }),
            _ => word.into(),
        };
        assert_eq!(serde_json::to_value(status).unwrap(), json);
    }
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop::sample::select(vec![
        Outcome::Undecided,
        Outcome::Passed,
        Outcome::Rejected,
        Outcome::NoQuorum,
        Outcome::Blocked,
    ])
}

fn facts() -> impl Strategy<Value = Facts> {
    let ended = prop::sample::select(vec![
        Ended::Withdrawn,
        Ended::Superseded,
        Ended::Rescinded,
        Ended::Executed,
    ]);
    let moved = (0_u64..40, any_outcome()).prop_map(|(at, outcome)| Moved { at, outcome });
    (
        (0_u64..30, 0_u64..30, 0_u64..30),
        prop::option::weighted(0.4, moved),
        prop::option::weighted(0.1, ended),
        0_u32..3,
        any::<bool>(),
        prop::option::weighted(0.3, 0_u64..60),
    )
        .prop_map(
            |((deadline, delay, window), moved, ended, failed_attempts, is_mirror, sunset)| Facts {
                deadline,
                later: vec![Later::Delay(Seconds(delay))],
                execution_window: Seconds(window),
                moved,
                ended,
                failed_attempts,
                is_mirror,
                sunset: sunset.filter(|_| !is_mirror),
            },
        )
}

/// How far along a proposal is: it never goes back.
fn stage(status: Status) -> u8 {
    match status {
        Status::Open => 0,
        Status::Delayed { .. } | Status::Referred { .. } => 1,
        Status::Passed | Status::ExecutionFailed => 2,
        _ => 3,
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn status_only_moves_forward_and_ends(facts in facts(), at_deadline in any_outcome()) {
        let mut last = Status::Open;
        for now in 0..120 {
            let next = status(&facts, at_deadline, at(now));
            prop_assert!(stage(next) >= stage(last), "{} after {} at {}", next, last, now);
            prop_assert!(!last.is_final() || next == last, "{} after the end {} at {}", next, last, now);
            if facts.is_mirror && last == Status::Passed {
                prop_assert_eq!(next, Status::Passed);
            }
            if let Status::Delayed { until } = next {
                prop_assert!(now < until);
            }
            last = next;
        }
        let rests = last.is_final() || (facts.is_mirror && last == Status::Passed);
        prop_assert!(rests, "no end: {}", last);
    }

    /// Closing after the deadline records what was so anyway.
    #[test]
    fn closing_late_changes_nothing(facts in facts(), outcome in any_outcome(), late in 0_u64..60, now in 0_u64..120) {
        let then = facts.deadline + late;
        // nothing is closed after the sunset
        let sunset = facts.sunset.filter(|sunset| *sunset > then);
        let open = Facts { moved: None, sunset, ..facts.clone() };
        let closed = Facts { moved: Some(Moved { at: then, outcome }), sunset, ..facts };
        if now >= then {
            prop_assert_eq!(status(&closed, outcome, at(now)), status(&open, outcome, at(now)));
        }
    }

    /// Upstream periods strictly grow going up: whatever fits around a group is longer than the group's own.
    #[test]
    fn a_circle_of_groups_fits_no_figures(period in any::<u64>(), lead in any::<u64>(), buffer in any::<u64>()) {
        let fits = check_period(Seconds(period), Seconds(lead), Seconds(buffer)).is_ok();
        prop_assert_eq!(fits, buffer > 0 && u128::from(lead) + u128::from(buffer) <= u128::from(period));
        prop_assert!(!fits || period > lead);
    }

    /// A mirror opened in the last second in which asking is allowed still ends before the joint deadline.
    #[test]
    fn whoever_is_asked_in_time_can_answer_in_time(opened in 0_u64..1 << 40, lead in 1_u64..1 << 30, buffer in 1_u64..1 << 30) {
        let last_call = ask_deadline(opened, Seconds(buffer)) - 1;
        prop_assert!(last_call >= opened);
        prop_assert!(last_call + lead < opened + lead + buffer);
    }
}
