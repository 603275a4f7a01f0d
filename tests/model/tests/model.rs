//! A slice of the searches that fits into a test run; `cargo xtask model` goes further.

use model::joint::Joint;
use model::search::{Bounds, search};

#[test]
fn the_smallest_joint_decision_holds_in_every_order() {
    let smallest = Joint {
        members: [1, 1],
        starving: false,
        days: Joint::TURNS.to_vec(),
    };
    let found = search(smallest, Bounds::default());
    println!("{found}");
    assert_eq!(found.broken, Vec::<String>::new());
    assert!(found.complete);
}
