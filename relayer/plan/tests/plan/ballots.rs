//! Which ballots are carried together, and with what.

use folkmoot_plan::{Book, Duty, MAX_CARRIED, Progress, Refused, plan};
use folkmoot_rules::Choice::{No, Yes};
use folkmoot_rules::{Ended, Translation};

use super::scene::*;

/// The receipts of the one batch that is planned, and whether the roll-up goes with them.
#[track_caller]
fn batch(duties: &[Duty]) -> (Vec<&str>, bool) {
    let [
        Duty::CarryBallots {
            receipts,
            then_roll_up,
            ..
        },
    ] = duties
    else {
        panic!("{duties:?}")
    };
    (receipts.iter().map(String::as_str).collect(), *then_roll_up)
}

#[test]
fn the_roll_up_goes_with_the_ballots_that_make_it_ripe() {
    let mut ours = group(vec![cast(mirror(), &[Yes])]);
    ours.ballots = vec![ballot("a", 2, No)];
    assert_eq!(
        batch(&planned(&view(vec![ours.clone()]), OPENED)),
        (vec!["a"], false)
    );
    ours.ballots.push(ballot("b", 3, Yes));
    assert_eq!(
        batch(&planned(&view(vec![ours.clone()]), OPENED)),
        (vec!["a", "b"], true)
    );

    let split = |one: &mut folkmoot_plan::Proposal| one.translation = Some(Translation::Split {});
    ours.proposals = vec![with(mirror(), split)];
    assert_eq!(
        batch(&planned(&view(vec![ours.clone()]), OPENED)),
        (vec!["a", "b"], false)
    );

    ours.proposals = vec![own()];
    assert_eq!(
        batch(&planned(&view(vec![ours.clone()]), OPENED)),
        (vec!["a", "b"], false)
    );

    ours.proposals = vec![cast(mirror(), &[Yes])];
    ours.own_account = false;
    let mut others = view(vec![ours]);
    assert!(planned(&others, OPENED).is_empty());
    others.carrier = true;
    assert_eq!(batch(&planned(&others, OPENED)), (vec!["a", "b"], false));
}

#[test]
fn a_changed_ballot_counts_once() {
    // seat 1 takes its yes back: no majority is left
    let mut ours = group(vec![cast(mirror(), &[Yes])]);
    let mut changed = ballot("a", 1, No);
    changed.replaces = Some(Yes);
    ours.ballots = vec![changed.clone(), ballot("b", 2, Yes)];
    assert!(!batch(&planned(&view(vec![ours.clone()]), OPENED)).1);
    // and gives it again, in the same batch
    let mut again = ballot("c", 1, Yes);
    again.replaces = Some(Yes);
    ours.ballots.push(again);
    assert!(batch(&planned(&view(vec![ours]), OPENED)).1);
}

#[test]
fn batches_are_bounded_and_none_is_left_behind_a_roll_up() {
    let mut ours = group(vec![cast(mirror(), &[Yes, Yes])]);
    ours.proposals[0].electorate.seats = 200;
    ours.proposals[0].electorate.weight = 200;
    ours.ballots = (0..=MAX_CARRIED)
        .map(|n| ballot(&n.to_string(), u32::try_from(n).unwrap(), Yes))
        .collect();
    let duties = planned(&view(vec![ours.clone()]), OPENED);
    let (receipts, then_roll_up) = batch(&duties);
    assert_eq!((receipts.len(), then_roll_up), (MAX_CARRIED, false));
    assert_eq!((receipts[0], receipts[1]), ("0", "1"));
}

#[test]
fn what_would_end_the_voting_waits_for_ballots_that_can_be_carried() {
    let decided = cast(mirror(), &[Yes, Yes]);
    let mut ours = group(vec![decided]);
    ours.ballots = vec![ballot("a", 3, No)];
    assert_eq!(
        batch(&planned(&view(vec![ours.clone()]), OPENED)),
        (vec!["a"], true)
    );

    // unless carrying does not work
    let view = view(vec![ours.clone()]);
    let key = planned(&view, OPENED)[0].key("test-1");
    let mut book = Book::default();
    book.note(
        key.clone(),
        Progress::BackingOff {
            since: OPENED,
            until: OPENED + 60,
        },
    );
    let kinds: Vec<_> = plan(&view, &book, at(OPENED))
        .iter()
        .map(Duty::kind)
        .collect();
    assert_eq!(kinds, [folkmoot_plan::Kind::RollUp]);

    // while they are on their way nothing is planned about them, nor what would end their time
    book.note(key, Progress::Running);
    assert!(plan(&view, &book, at(OPENED)).is_empty());

    ours.proposals = vec![cast(own(), &[Yes, Yes])];
    let view = self::view(vec![ours]);
    assert_eq!(kinds_of(&view), ["carry_ballots"]);
}

fn kinds_of(view: &folkmoot_plan::View) -> Vec<&'static str> {
    kinds(view, OPENED)
}

#[test]
fn ballots_whose_time_is_over_are_refused_with_the_reason() {
    let mut ours = group(vec![own()]);
    let mut old = ballot("old", 1, Yes);
    old.expires = OPENED + 10;
    ours.ballots = vec![old, ballot("good", 2, Yes)];
    let at_its_end = planned(&view(vec![ours.clone()]), OPENED + 10);
    let [
        Duty::CarryBallots { receipts, .. },
        Duty::RefuseBallots { refused, .. },
    ] = at_its_end.as_slice()
    else {
        panic!("{at_its_end:?}")
    };
    assert_eq!(receipts, &["good"]);
    let expired = Refused::Expired {
        expires: OPENED + 10,
        now: OPENED + 10,
    };
    assert_eq!(refused, &[("old".to_owned(), expired)]);

    ours.proposals[0].facts.ended = Some(Ended::Withdrawn);
    let ended = planned(&view(vec![ours.clone()]), OPENED);
    let [Duty::RefuseBallots { refused, .. }] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert!(refused.iter().all(|(_, why)| *why
        == Refused::NotOpen {
            status: "withdrawn"
        }));

    // of a proposal that is not known nothing is said
    ours.proposals.clear();
    assert!(planned(&view(vec![ours]), OPENED).is_empty());
}
