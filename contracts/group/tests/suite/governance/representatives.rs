//! Representatives propose upstream, through their group's seat, and never vote for it.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, Origin, QueryMsg, SeatView};
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::Trio;
use crate::world::{Group, actions, charter, spec};

const LEAD: Seconds = Seconds::days(3);

fn in_a_union() -> (Trio, Group) {
    let trio = Trio::new();
    let rules = charter()
        .decides(Rule::majority_of_all(), Seconds::days(5))
        .upstream(Rule::majority_of_all(), Seconds::days(5));
    let union = trio
        .world
        .group("Union")
        .group_seat(&trio.group, LEAD)
        .charter(&rules)
        .found();
    trio.group
        .decides(&trio.everybody(), "Join", vec![actions::join(&union, LEAD)]);
    (trio, union)
}

fn representatives(group: &Group) -> Vec<u32> {
    group
        .ask::<Vec<SeatView>>(&QueryMsg::Representatives {})
        .into_iter()
        .map(|seat| seat.seat)
        .collect()
}

/// A representative's proposal is the group's: its seat is the proposer.
#[test]
fn a_representative_proposes_through_the_groups_seat() {
    let (trio, union) = in_a_union();
    let Trio {
        ann, ben, group, ..
    } = &trio;
    ann.tries_to_propose_upstream(group, &union, spec("Early", vec![]))
        .refused("seat 1 is no representative");
    group.decides(
        &trio.everybody(),
        "Ann speaks for us",
        vec![Action::appoint(1)],
    );
    assert_eq!(representatives(group), [1]);
    let joint = ann.proposes_upstream(group, &union, "For all of us", vec![]);
    assert_eq!(
        joint.view().origin,
        Origin::Own {
            seat: union.seat_of_group(group).seat
        }
    );
    ben.tries_to_propose_upstream(group, &union, spec("Me too", vec![]))
        .refused("seat 2 is no representative");
    // she speaks and never votes for the group
    ann.tries_to_vote(&joint, Choice::Yes)
        .refused("holds no seat");
    // until she is released
    group.decides(&trio.everybody(), "Thank you", vec![Action::release(1)]);
    assert_eq!(representatives(group), [] as [u32; 0]);
    ann.tries_to_propose_upstream(group, &union, spec("Late", vec![]))
        .refused("seat 1 is no representative");
}

/// Who leaves is no representative any more.
#[test]
fn a_representatives_term_ends_with_the_seat() {
    let (trio, union) = in_a_union();
    let Trio { ann, group, .. } = &trio;
    group.decides(
        &trio.everybody(),
        "Ann speaks for us",
        vec![Action::appoint(1)],
    );
    ann.sends(group, &ExecuteMsg::Leave {}).ok();
    assert_eq!(representatives(group), [] as [u32; 0]);
    ann.tries_to_propose_upstream(group, &union, spec("From outside", vec![]))
        .refused("holds no seat");
}

/// Only where the group has a seat.
#[test]
fn a_representative_proposes_only_where_the_group_has_a_seat() {
    let (trio, _) = in_a_union();
    let Trio {
        world, ann, group, ..
    } = &trio;
    group.decides(
        &trio.everybody(),
        "Ann speaks for us",
        vec![Action::appoint(1)],
    );
    let elsewhere = world.group("Elsewhere").people([ann]).found();
    ann.tries_to_propose_upstream(group, &elsewhere, spec("Hello", vec![]))
        .refused("there is no link with");
    ann.tries_to_propose_upstream(group, group, spec("Hello", vec![]))
        .refused("there is no link with");
}

/// A group may decide as a whole to propose upstream.
#[test]
fn a_group_proposes_upstream_by_its_own_decision() {
    let (trio, union) = in_a_union();
    let proposal = Box::new(spec("Of us all", vec![]));
    let action = Action::ProposeUpstream {
        group: union.address.to_string(),
        proposal,
    };
    trio.group
        .decides(&trio.everybody(), "Propose it", vec![action]);
    let joint = union.newest();
    assert_eq!(joint.view().title, "Of us all");
    assert_eq!(joint.status(), Status::Open);
}

/// Seats that are none can't be appointed.
#[test]
fn only_seats_are_appointed() {
    let (trio, union) = in_a_union();
    trio.group.can_not_do(
        &trio.everybody(),
        vec![Action::appoint(9)],
        "there is no seat 9",
    );
    trio.group.can_not_do(
        &trio.everybody(),
        vec![Action::release(9)],
        "there is no seat 9",
    );
    let seat = union.seat_of_group(&trio.group).seat;
    let appoint = Box::new(spec("Appoint the group", vec![Action::appoint(seat)]));
    let action = Action::ProposeUpstream {
        group: union.address.to_string(),
        proposal: appoint,
    };
    trio.group
        .can_not_do(&trio.everybody(), vec![action], "an office is a person's");
    assert_eq!(representatives(&union), [] as [u32; 0]);
}
