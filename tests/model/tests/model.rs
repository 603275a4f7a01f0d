//! A slice of the searches that fits into a test run; `cargo xtask model` goes further.

use folkmoot_rules::ReviewMode;
use model::joint::Joint;
use model::referred::Referred;
use model::search::{Bounds, search};

fn smallest(starving: bool) -> Joint {
    Joint {
        members: [1, 1],
        starving,
        days: Joint::TURNS.to_vec(),
    }
}

#[test]
fn the_smallest_joint_decision_holds_in_every_order() {
    let found = search(smallest(false), Bounds::default());
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}

/// Any asking may run out of gas: it can be repeated, and no vote is lost by it.
#[test]
fn a_joint_decision_with_starved_calls_holds_in_every_order() {
    let found = search(smallest(true), Bounds::default());
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}

fn referred(mode: ReviewMode, hours: &[u64]) -> Referred {
    Referred {
        mode,
        members: 1,
        vetoes: 1,
        starving: true,
        hours: hours.to_vec(),
    }
}

/// A house that may stop: no order of calls executes what it stops in time, and none freezes what it does not stop.
#[test]
fn a_notice_holds_in_every_order() {
    let found = search(
        referred(ReviewMode::Optimistic, &[0, 72, 120, 168]),
        Bounds::default(),
    );
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}

/// A house that must ratify: only its yes, carried in time, lets a decision go on.
#[test]
fn a_ratification_holds_in_every_order() {
    let found = search(
        referred(ReviewMode::Ratify, &[0, 24, 48, 96]),
        Bounds::default(),
    );
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}

/// What a cell could not resolve: only the linked group's yes, carried in time, lets it go on.
#[test]
fn an_escalation_holds_in_every_order() {
    let found = search(
        referred(ReviewMode::Escalate, &[0, 24, 48, 96]),
        Bounds::default(),
    );
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}
