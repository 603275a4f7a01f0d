//! When group seats are weighed.

use folkmoot_plan::{Announced, Group, GroupSeat};

use super::scene::*;

/// A seat that weighs so much, with a rise announced or not, of a group that has so many core seats.
fn wants(
    weight: u64,
    announced: Option<(u64, u64)>,
    members: Option<u64>,
    cap: Option<u64>,
) -> bool {
    let above = Group {
        by_members: true,
        cap,
        seats: vec![GroupSeat {
            seat: 7,
            group: "below".into(),
            weight,
            announced: announced.map(|(members, from)| Announced { members, from }),
        }],
        ..group(vec![])
    };
    let below = members.map(|core_seats| Group {
        address: "below".into(),
        core_seats,
        ..Group::default()
    });
    let groups = [above].into_iter().chain(below).collect();
    match kinds(&view(groups), OPENED).as_slice() {
        [] => false,
        ["refresh_weight"] => true,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_group_seat_is_weighed_when_its_group_or_its_rise_says_so() {
    assert!(!wants(4, None, Some(4), None), "as it is");
    assert!(wants(4, None, Some(3), None), "a fall");
    assert!(wants(4, None, Some(5), None), "a rise to announce");
    assert!(!wants(4, Some((5, OPENED + 1)), Some(5), None), "announced");
    assert!(wants(4, Some((5, OPENED)), Some(5), None), "due");
    assert!(
        wants(4, Some((5, OPENED)), None, None),
        "due, of a group that is not followed"
    );
    assert!(
        wants(4, Some((6, OPENED + 1)), Some(5), None),
        "announced too high"
    );
    assert!(
        !wants(4, Some((5, OPENED + 1)), Some(6), None),
        "rises on after this rise"
    );
    assert!(!wants(4, None, None, None), "not known");
    assert!(!wants(4, None, Some(9), Some(4)), "capped");
    assert!(wants(4, None, Some(3), Some(4)), "below its cap");
}
