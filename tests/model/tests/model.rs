//! A slice of the searches that fits into a test run; `cargo xtask model` goes further.

use model::joint::Joint;
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
