//! State and time to duties.

use folkmoot_plan::{Book, Duty, Now, Progress, Proposal, URGENT_BEFORE, URGENT_WAIT, plan};
use folkmoot_rules::Choice::{Abstain, Block, No, Yes};
use folkmoot_rules::{
    Choice, Electorate, Ended, Fallback, Later, Moment, Moved, Outcome, Phase, Resolving, Review,
    ReviewFacts, ReviewMode, Rounds, Rule, Seconds, Tally, Translation,
};

use super::scene::*;

#[track_caller]
fn check(name: &str, proposal: Proposal, rows: &[(u64, &[&str])]) {
    let view = view(vec![group(vec![proposal])]);
    for (now, expected) in rows {
        assert_eq!(&kinds(&view, *now), expected, "{name} at {now}");
    }
}

#[test]
fn mirrors_are_rolled_up_when_their_vote_is_final() {
    const NOTHING: &[&str] = &[];
    const ROLL_UP: &[&str] = &["roll_up"];
    let silent: &[(u64, &[&str])] = &[
        (OPENED, NOTHING),
        (DEADLINE - 1, NOTHING),
        (DEADLINE, ROLL_UP),
        (JOINT_DEADLINE - 1, ROLL_UP),
        (JOINT_DEADLINE, ROLL_UP),
        (JOINT_DEADLINE + DAY, ROLL_UP),
    ];
    check("nobody voted", mirror(), silent);
    check("one of three", cast(mirror(), &[Yes]), silent);
    check("no quorum can't be known", cast(mirror(), &[No]), silent);
    let decided: &[(u64, &[&str])] = &[(OPENED, ROLL_UP), (DEADLINE, ROLL_UP)];
    check("two yes of three", cast(mirror(), &[Yes, Yes]), decided);
    check("two no of three", cast(mirror(), &[No, No]), decided);
    check(
        "a tie is broken by the third",
        cast(mirror(), &[Yes, No]),
        silent,
    );
    check("all voted", cast(mirror(), &[Yes, No, Abstain]), decided);
    let late = with(cast(mirror(), &[Yes, Yes]), |one| one.early_finish = false);
    check("no early finish", late, silent);
    let split = |choices: &[_]| {
        with(cast(mirror(), choices), |one| {
            one.translation = Some(Translation::Split {})
        })
    };
    check(
        "split, decided but not all voted",
        split(&[Yes, Yes]),
        silent,
    );
    check("split, all voted", split(&[Yes, Yes, No]), decided);
    let sent = with(cast(mirror(), &[Yes, Yes]), |one| {
        one.mirror.as_mut().unwrap().rolled_up = true;
    });
    check(
        "rolled up",
        sent,
        &[
            (OPENED, NOTHING),
            (DEADLINE, NOTHING),
            (JOINT_DEADLINE, NOTHING),
        ],
    );
    let gone = with(cast(mirror(), &[Yes, Yes]), |one| {
        one.facts.ended = Some(Ended::Superseded)
    });
    check(
        "superseded",
        gone,
        &[(OPENED, NOTHING), (DEADLINE, NOTHING)],
    );
}

#[test]
fn a_roll_up_is_the_group_accounts_own_and_urgent_before_the_joint_deadline() {
    let mut ours = group(vec![cast(mirror(), &[Yes, Yes])]);
    let urgent = |now| match planned(&view(vec![ours.clone()]), now).as_slice() {
        [Duty::RollUp { urgent, .. }] => *urgent,
        other => panic!("{other:?}"),
    };
    assert!(!urgent(OPENED));
    assert!(!urgent(JOINT_DEADLINE - URGENT_BEFORE - 1));
    assert!(urgent(JOINT_DEADLINE - URGENT_BEFORE));
    assert!(urgent(JOINT_DEADLINE - 1));
    assert!(!urgent(JOINT_DEADLINE), "a late vote is only recorded");

    ours.own_account = false;
    let mut others = view(vec![ours]);
    others.carrier = true;
    assert!(
        planned(&others, OPENED).is_empty(),
        "no other account signs a group's vote"
    );
}

#[test]
fn group_seats_are_asked_in_time() {
    const ASK: &[&str] = &["fan_out"];
    let rows: &[(u64, &[&str])] = &[(OPENED, ASK), (ASK_UNTIL - 1, ASK), (ASK_UNTIL, &[])];
    check("none asked", joint(), rows);
    let some = with(joint(), |one| one.to_ask = vec![2]);
    check("one failed", some, rows);
    let all = with(joint(), |one| one.to_ask = vec![]);
    check("all asked", all, &[(OPENED, &[]), (ASK_UNTIL - 1, &[])]);
    let ended = with(joint(), |one| one.facts.ended = Some(Ended::Withdrawn));
    check("withdrawn", ended, &[(OPENED, &[])]);
}

#[test]
fn seats_that_were_not_asked_in_time_are_not_waited_for() {
    // two of three said yes; the third could still have said no before it was too late to ask it
    let halves = |rule| {
        with(cast(joint(), &[Yes, No]), |one| {
            one.rule = rule;
            one.electorate = Electorate {
                weight: 3,
                seats: 3,
            };
            one.asked = Electorate {
                weight: 2,
                seats: 2,
            };
            one.to_ask = vec![3];
        })
    };
    check(
        "a tie",
        halves(Rule::majority()),
        &[(OPENED, &["fan_out"]), (ASK_UNTIL, &[])],
    );
    let yes = with(cast(joint(), &[Yes]), |one| {
        one.asked = Electorate {
            weight: 2,
            seats: 2,
        };
        one.rule = Rule::majority();
    });
    check("one yes", yes.clone(), &[(ASK_UNTIL, &[])]);
    let both = cast(yes, &[Abstain]);
    check(
        "yes and abstain",
        both.clone(),
        &[(OPENED, &["fan_out"]), (ASK_UNTIL, &["execute"])],
    );
    let counted = with(both, |one| {
        one.as_of = ASK_UNTIL;
        one.tally.add_absent(1, 1).unwrap();
    });
    check(
        "the same, counted by the contract",
        counted,
        &[(ASK_UNTIL, &["execute"])],
    );
}

#[test]
fn own_proposals_are_moved_on_and_executed() {
    const NOTHING: &[&str] = &[];
    const EXECUTE: &[&str] = &["execute"];
    let passed = cast(own(), &[Yes, Yes]);
    check(
        "passed early",
        passed.clone(),
        &[
            (OPENED, EXECUTE),
            (DEADLINE, EXECUTE),
            (DEADLINE + WINDOW - 1, EXECUTE),
            (DEADLINE + WINDOW, NOTHING),
        ],
    );
    let slow = with(passed.clone(), |one| one.early_finish = false);
    check(
        "passed at the deadline",
        slow,
        &[(DEADLINE - 1, NOTHING), (DEADLINE, EXECUTE)],
    );
    let rests = with(passed.clone(), |one| {
        one.facts.later = vec![Later::Delay(Seconds(DAY))]
    });
    check(
        "with a delay",
        rests.clone(),
        &[
            (OPENED, &["move_on"]),
            (DEADLINE - 1, &["move_on"]),
            (DEADLINE, NOTHING),
            (DEADLINE + DAY - 1, NOTHING),
            (DEADLINE + DAY, EXECUTE),
        ],
    );
    let review = |facts| Review {
        mode: ReviewMode::Optimistic,
        window: Seconds(2 * DAY),
        least_blocks: 0,
        ask_within: Seconds(WINDOW),
        facts,
    };
    let referred = |facts| {
        with(passed.clone(), |one| {
            one.facts.moved = Some(Moved {
                at: OPENED,
                outcome: Outcome::Passed,
            });
            one.facts.later = vec![Later::Refer(review(facts))];
        })
    };
    const REFER: &[&str] = &["refer"];
    check(
        "its house is to be told",
        referred(ReviewFacts::default()),
        &[
            (OPENED, REFER),
            (OPENED + WINDOW - 1, REFER),
            (OPENED + WINDOW, NOTHING),
        ],
    );
    let at = |at| Some(Moment { at, height: 5 });
    let told = ReviewFacts {
        asked: at(OPENED + DAY),
        ..ReviewFacts::default()
    };
    check(
        "its house was told",
        referred(told),
        &[
            (OPENED + DAY, NOTHING),
            (OPENED + 3 * DAY - 1, NOTHING),
            (OPENED + 3 * DAY, EXECUTE),
        ],
    );
    let unanswered = ReviewFacts {
        unanswered: at(OPENED),
        ..ReviewFacts::default()
    };
    check(
        "its house did not answer, and is told again",
        referred(unanswered),
        &[(OPENED + DAY, REFER), (OPENED + 4 * DAY, EXECUTE)],
    );
    let moved = with(rests, |one| {
        one.facts.moved = Some(Moved {
            at: OPENED + 5,
            outcome: Outcome::Passed,
        });
    });
    check(
        "moved on",
        moved,
        &[(OPENED + 5, NOTHING), (OPENED + 5 + DAY, EXECUTE)],
    );
    let failed = with(passed.clone(), |one| {
        one.facts.moved = Some(Moved {
            at: OPENED,
            outcome: Outcome::Passed,
        });
        one.facts.failed_attempts = 2;
    });
    check(
        "failed",
        failed,
        &[
            (OPENED, EXECUTE),
            (OPENED + WINDOW - 1, EXECUTE),
            (OPENED + WINDOW, NOTHING),
        ],
    );
    check(
        "rejected early",
        cast(own(), &[No, No]),
        &[(OPENED, NOTHING), (DEADLINE, NOTHING)],
    );
    check(
        "no quorum",
        cast(own(), &[Yes]),
        &[(OPENED, NOTHING), (DEADLINE, NOTHING)],
    );
    let done = with(passed, |one| one.facts.ended = Some(Ended::Executed));
    check("executed", done, &[(OPENED, NOTHING), (DEADLINE, NOTHING)]);
}

#[test]
fn seats_that_left_are_counted_while_they_are_waited_for() {
    let left = with(cast(own(), &[Yes]), |one| one.absent = vec![2, 3]);
    check(
        "undecided",
        left.clone(),
        &[(OPENED, &["count_absent"]), (DEADLINE, &[])],
    );
    let decided = cast(left.clone(), &[Yes]);
    check("decided", decided, &[(OPENED, &["execute"])]);
    let slow = with(left.clone(), |one| one.early_finish = false);
    check("decided at the deadline anyway", slow, &[(OPENED, &[])]);
    let many = with(left, |one| one.absent = (1..=70).collect());
    match planned(&view(vec![group(vec![many])]), OPENED).as_slice() {
        [Duty::CountAbsent { seats, .. }] => assert_eq!(seats.len(), 30),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_an_account_nothing_is_planned_and_the_carrier_does_what_anybody_may() {
    let proposals = [joint(), cast(own(), &[Yes, Yes])];
    for (proposal, kind) in proposals.into_iter().zip(["fan_out", "execute"]) {
        let mut others = group(vec![proposal]);
        others.own_account = false;
        let mut view = view(vec![others]);
        assert!(planned(&view, OPENED).is_empty());
        view.carrier = true;
        assert_eq!(kinds(&view, OPENED), [kind]);
    }
}

#[test]
fn the_book_holds_back_what_is_running_done_or_waits_for_another_try() {
    let view = view(vec![group(vec![cast(mirror(), &[Yes, Yes])])]);
    let key = planned(&view, OPENED)[0].key("test-1");
    let with = |progress, chain, clock| {
        let mut book = Book::default();
        book.note(key.clone(), progress);
        plan(&view, &book, Now { chain, clock }).len()
    };
    assert_eq!(with(Progress::Running, OPENED, 0), 0);
    // the view is of height 10
    for (height, expected) in [(11, 0), (10, 1), (9, 1)] {
        assert_eq!(with(Progress::Done { height }, OPENED, 0), expected);
        assert_eq!(with(Progress::GivenUp { height }, OPENED, 0), expected);
    }
    let waits = Progress::BackingOff {
        since: 100,
        until: 160,
    };
    for (clock, expected) in [(100, 0), (159, 0), (160, 1)] {
        assert_eq!(with(waits, OPENED, clock), expected);
    }
    let soon = JOINT_DEADLINE - 5;
    for (clock, expected) in [(100, 0), (100 + URGENT_WAIT - 1, 0), (100 + URGENT_WAIT, 1)] {
        assert_eq!(
            with(waits, soon, clock),
            expected,
            "an urgent one waits less"
        );
    }
}

#[test]
fn votes_come_first_and_among_them_whose_time_is_over_first() {
    let later = with(cast(mirror(), &[Yes, Yes]), |one| {
        one.proposal = 2;
        one.mirror.as_mut().unwrap().deadline = JOINT_DEADLINE + 1;
    });
    let sooner = with(cast(mirror(), &[Yes, Yes]), |one| one.proposal = 3);
    let asks = with(joint(), |one| one.proposal = 4);
    let due = with(cast(own(), &[Yes, Yes]), |one| one.proposal = 5);
    let view = view(vec![group(vec![due, later, asks, sooner])]);
    let order: Vec<_> = planned(&view, OPENED)
        .iter()
        .map(|duty| duty.proposal().unwrap())
        .collect();
    assert_eq!(order, [3, 2, 4, 5]);
}

/// A proposal that three seats decide by consensus, with two days of resolving.
fn by_consent(choices: &[Choice]) -> Proposal {
    let tally = cast(own(), choices).tally;
    let rounds = Rounds {
        rule: Rule::consensus(),
        resolving: Some(Resolving {
            period: Seconds(2 * DAY),
            fallback: Fallback::Drop,
        }),
        electorate: own().electorate,
        deadline: DEADLINE,
        closed_at: None,
        resolved_at: None,
        tally,
        fallback: Tally::default(),
    };
    with(own(), |proposal| {
        proposal.rule = rounds.rule;
        proposal.tally = tally;
        proposal.course = Some((rounds, Phase::Deciding));
    })
}

#[test]
fn when_all_have_answered_and_one_blocks_the_resolving_is_begun() {
    let blocked = by_consent(&[Yes, Yes, Block]);
    let followed = view(vec![group(vec![blocked.clone()])]);
    assert_eq!(kinds(&followed, OPENED + 1), ["move_on"]);
    // at the deadline it has begun by itself, and then it is dropped
    for now in [DEADLINE, DEADLINE + 2 * DAY - 1, DEADLINE + 2 * DAY] {
        assert!(kinds(&followed, now).is_empty(), "{now}");
    }
    let waiting = by_consent(&[Yes, Block]);
    assert!(kinds(&view(vec![group(vec![waiting])]), OPENED + 1).is_empty());
    let agreed = by_consent(&[Yes; 3]);
    assert_eq!(
        kinds(&view(vec![group(vec![agreed])]), OPENED + 1),
        ["execute"]
    );
    let asked = with(blocked, |proposal| {
        proposal.facts.is_mirror = true;
        proposal.mirror = mirror().mirror;
        proposal.translation = mirror().translation;
    });
    let followed = view(vec![group(vec![asked])]);
    assert_eq!(kinds(&followed, OPENED + 1), ["move_on"]);
    assert!(kinds(&followed, DEADLINE + DAY).is_empty());
    assert_eq!(kinds(&followed, DEADLINE + 2 * DAY), ["roll_up"]);
}

/// A veto that nobody supported holds the reviewed decision until its group is told; one that was delivered does not.
#[test]
fn a_failed_veto_is_reported() {
    const NOTHING: &[&str] = &[];
    let veto = with(own(), |one| one.holds = true);
    check(
        "nobody says yes",
        veto.clone(),
        &[
            (OPENED, NOTHING),
            (DEADLINE - 1, NOTHING),
            (DEADLINE, &["report_veto"]),
        ],
    );
    let done = with(cast(veto.clone(), &[Yes, Yes]), |one| {
        one.facts.ended = Some(Ended::Executed);
    });
    check("delivered", done, &[(DEADLINE, NOTHING)]);
    let told = with(veto, |one| one.holds = false);
    check("reported", told, &[(DEADLINE, NOTHING)]);
}
