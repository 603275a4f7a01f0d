//! Pledges and who holds the seat.

use folkmoot_group::action::Action;
use folkmoot_rules::Status;

use super::weighing::{CYCLE, Partners};
use crate::world::open_cycle;

/// A seat's new holder counts by what it pledged itself, never by what the former one had, whether that left something
/// behind or had taken all of it back.
#[test]
fn a_new_holder_counts_by_its_own_pledge() {
    for takes_all_back in [false, true] {
        let partners = Partners::new(None);
        let Partners {
            world,
            people,
            group,
        } = &partners;
        for person in people {
            person.stakes(world, group, 100);
            person.pledges(group, 100).ok();
        }
        let heir = world.cosmos("an heir");
        let change = Action::ChangeSeat {
            seat: 3,
            revision: 1,
            name: None,
            standing: None,
            holder: Some(heir.seat().holder),
            weight: None,
        };
        let handed = group.passes(&partners.everybody(), "Another holder", vec![change]);
        let ends_at = world.now() + CYCLE.0;
        let opening = vec![open_cycle(ends_at)];
        let opening = group.passes(&partners.everybody(), "A cycle", opening);
        if takes_all_back {
            people[2].takes_back(group, 100).ok();
        }
        handed.executes();
        assert_eq!(handed.status(), Status::Executed);
        heir.stakes(world, group, 100);
        heir.pledges(group, 100).ok();
        opening.executes();
        assert_eq!(opening.status(), Status::Executed);
        assert_eq!(partners.weights(), [100, 100, 0]);
        assert_eq!(group.free_and_pledged(3), (100, 0));
        // the next cycle counts it
        world.advance_to(ends_at);
        heir.pledges(group, 100).ok();
        for person in &people[..2] {
            person.stakes(world, group, 100);
            person.pledges(group, 100).ok();
        }
        let ends_at = world.now() + CYCLE.0;
        let all = [&people[0], &people[1], &heir];
        group.decides(&all, "Another cycle", vec![open_cycle(ends_at)]);
        assert_eq!(partners.weights(), [100, 100, 100]);
    }
}

/// Nor by what the former one had committed to the cycle that runs: it weighs from the next one on, as a newcomer does.
#[test]
fn a_new_holder_weighs_nothing_until_the_next_cycle() {
    let partners = Partners::new(None);
    let Partners { world, group, .. } = &partners;
    partners.commit(&[100, 100, 300]);
    assert_eq!(partners.weights(), [100, 100, 300]);
    let change = |seat, revision| Action::ChangeSeat {
        seat,
        revision,
        name: None,
        standing: None,
        holder: Some(world.cosmos(&format!("heir of {seat}")).seat().holder),
        weight: None,
    };
    let everybody = partners.everybody();
    group.decides(&everybody, "Another holder", vec![change(3, 1)]);
    assert_eq!(partners.weights(), [100, 100, 0]);
    // where nobody is left who committed anything, all weigh equally
    let others = vec![change(1, 1), change(2, 1)];
    group.decides(&everybody[..2], "Other holders", others);
    assert_eq!(partners.weights(), [1, 1, 1]);
}
