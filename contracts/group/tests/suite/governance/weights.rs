//! Weights: equal, fixed, by members, capped; a fall holds at once, a rise after its notice, never for what is open.

use folkmoot_group::action::Action;
use folkmoot_group::charter::Basis;
use folkmoot_group::msg::{AnnouncedWeight, ExecuteMsg, LinkState};
use folkmoot_rules::{Choice, Rule, Seconds};

use super::Trio;
use crate::world::{Group, Person, World, actions, charter};

const LEAD: Seconds = Seconds::days(3);

/// A union whose seats weigh as many members as their groups have, with Dora in a seat of her own.
struct Union {
    world: World,
    dora: Person,
    crew: Vec<Person>,
    crew_group: Group,
    union: Group,
}

impl Union {
    fn new(basis: Basis, cap: Option<u64>) -> Self {
        let world = World::new();
        let dora = world.cosmos("Dora");
        let crew = world.crowd("crew", 6);
        let crew_group = world.group("Crew").people(&crew[..4]).found();
        let rules = charter()
            .decides(Rule::majority_of_all(), Seconds::days(5))
            .upstream(Rule::majority_of_all(), Seconds::days(5))
            .weighting(basis, cap);
        let union = world
            .group("Union")
            .people([&dora])
            .group_seat(&crew_group, LEAD)
            .charter(&rules)
            .found();
        let electors: Vec<&Person> = crew.iter().take(3).collect();
        crew_group.decides(&electors, "Join", vec![actions::join(&union, LEAD)]);
        Self {
            world,
            dora,
            crew,
            crew_group,
            union,
        }
    }

    fn crew_grows_to(&self, count: usize) {
        let electors: Vec<&Person> = self.crew.iter().take(4).collect();
        let more = self.crew[4..count]
            .iter()
            .map(|person| actions::admit(person.seat()))
            .collect();
        self.crew_group.decides(&electors, "More of us", more);
    }

    fn refresh(&self) {
        let seat = self.union.seat_of_group(&self.crew_group).seat;
        self.dora
            .sends(&self.union, &ExecuteMsg::RefreshWeight { seat })
            .ok();
    }

    fn weight(&self) -> u64 {
        self.union.seat_of_group(&self.crew_group).weight
    }
}

#[test]
fn a_group_seat_weighs_as_its_weighting_says() {
    let cases = [
        (Basis::Equal, None, 1),
        (Basis::ByMembers, None, 4),
        (Basis::ByMembers, Some(3), 3),
        (Basis::ByMembers, Some(9), 4),
        (Basis::Fixed, None, 1),
    ];
    for (basis, cap, weight) in cases {
        let union = Union::new(basis, cap);
        assert_eq!(
            union.union.seat_of_group(&union.crew_group).link,
            Some(LinkState::Linked)
        );
        assert_eq!(union.weight(), weight, "{basis:?} {cap:?}");
        let electorate = union.union.view().electorate;
        assert_eq!(
            (electorate.weight, electorate.seats),
            (weight + 1, 2),
            "{basis:?} {cap:?}"
        );
    }
}

/// A fall holds at once.
#[test]
fn a_fall_of_members_holds_at_the_next_refresh() {
    let union = Union::new(Basis::ByMembers, None);
    let open = union.dora.proposes(&union.union, "Open", vec![]);
    union.crew[3]
        .sends(&union.crew_group, &ExecuteMsg::Leave {})
        .ok();
    assert_eq!(union.weight(), 4, "nobody has looked yet");
    union.refresh();
    assert_eq!(union.weight(), 3);
    assert_eq!(
        open.view().electorate.weight,
        5,
        "never for an open proposal"
    );
    assert_eq!(open.weight_of(2), 4);
    open.fan_out().ok();
    let mirror = union.crew_group.mirror_of(&open);
    union.crew[..3]
        .iter()
        .for_each(|person| person.votes(&mirror, Choice::Yes));
    mirror.roll_up().ok();
    assert_eq!(open.weights(), [4, 0, 0, 0]);
}

/// A rise holds after the charter's notice, from the refresh that ends it, and never for what is open.
#[test]
fn a_rise_of_members_waits_for_its_notice() {
    let union = Union::new(Basis::ByMembers, None);
    let week = Seconds::days(7).0;
    union.crew_grows_to(6);
    union.refresh();
    let announced = union.world.now() + week;
    assert_eq!(union.weight(), 4);
    let notice = Some(AnnouncedWeight {
        weight: 6,
        from: announced,
    });
    assert_eq!(union.union.seat(2).announced_weight, notice);
    // asking again does not move the notice
    union.world.advance(Seconds::days(2));
    union.refresh();
    assert_eq!(union.union.seat(2).announced_weight, notice);
    union.world.advance_to(announced - 1);
    let before = union.world.in_one_block(|| {
        union.refresh();
        union.dora.proposes(&union.union, "Before", vec![])
    });
    assert_eq!((union.weight(), before.weight_of(2)), (4, 4));
    union.world.advance_to(announced);
    let within = union.world.in_one_block(|| {
        union.refresh();
        union
            .dora
            .proposes(&union.union, "In the same block", vec![])
    });
    assert_eq!(
        (union.weight(), within.weight_of(2), before.weight_of(2)),
        (6, 4, 4)
    );
    assert_eq!(union.union.seat(2).announced_weight, None);
    let after = union.dora.proposes(&union.union, "After", vec![]);
    assert_eq!((after.weight_of(2), after.view().electorate.weight), (6, 7));
}

/// A rise that is gone before its notice ends never held.
#[test]
fn a_rise_that_goes_away_never_holds() {
    let union = Union::new(Basis::ByMembers, None);
    union.crew_grows_to(6);
    union.refresh();
    union.crew[4]
        .sends(&union.crew_group, &ExecuteMsg::Leave {})
        .ok();
    union.crew[5]
        .sends(&union.crew_group, &ExecuteMsg::Leave {})
        .ok();
    union.refresh();
    assert_eq!(union.union.seat(2).announced_weight, None);
    union.world.advance(Seconds::days(8));
    union.refresh();
    assert_eq!(union.weight(), 4);
}

/// A second wave of members gets a notice of its own.
#[test]
fn members_on_top_of_an_announced_rise_wait_as_well() {
    let union = Union::new(Basis::ByMembers, None);
    union.crew_grows_to(5);
    union.refresh();
    union.world.advance(Seconds::days(6));
    let electors: Vec<&Person> = union.crew.iter().take(4).collect();
    union.crew_group.decides(
        &electors,
        "The sixth",
        vec![actions::admit(union.crew[5].seat())],
    );
    union.refresh();
    union.world.advance(Seconds::days(1));
    union.refresh();
    assert_eq!(
        union.weight(),
        5,
        "what was announced a week ago, and no more"
    );
    assert!(union.union.seat(2).announced_weight.is_some());
    union.world.advance(Seconds::days(7));
    union.refresh();
    assert_eq!(union.weight(), 6);
}

/// Only linked group seats are refreshed.
#[test]
fn only_linked_group_seats_are_refreshed() {
    let union = Union::new(Basis::ByMembers, None);
    let refresh = |seat| {
        union
            .dora
            .sends(&union.union, &ExecuteMsg::RefreshWeight { seat })
    };
    refresh(1).refused("seat 1 is no group's");
    refresh(9).refused("there is no seat 9");
    let other = union.world.group("Other").people([&union.dora]).found();
    let rules = charter()
        .decides(Rule::majority(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5));
    let above = union
        .world
        .group("Above")
        .people([&union.dora])
        .group_seat(&other, LEAD)
        .charter(&rules)
        .found();
    union
        .dora
        .sends(&above, &ExecuteMsg::RefreshWeight { seat: 2 })
        .refused("has not joined yet");
}

/// Fixed weights are named with the seat and changed by decision; a cap bounds them.
#[test]
fn fixed_weights_are_named_and_changed_by_decision() {
    let world = World::new();
    let people = world.crowd("holder", 3);
    let rules = charter().weighting(Basis::Fixed, Some(40));
    let seats = [
        people[0].seat_weighing(50),
        people[1].seat_weighing(30),
        people[2].seat(),
    ];
    let group = world.group("Shares").seats(seats).charter(&rules).found();
    assert_eq!([1, 2, 3].map(|seat| group.seat(seat).weight), [40, 30, 1]);
    assert_eq!(group.view().electorate.weight, 71);
    let open = people[0].proposes(&group, "Open", vec![]);
    let heavier = Action::ChangeSeat {
        seat: 3,
        revision: 1,
        name: None,
        standing: None,
        holder: None,
        weight: Some(35),
    };
    group.decides(&[&people[0], &people[1]], "Heavier", vec![heavier]);
    assert_eq!(group.seat(3).weight, 35);
    assert_eq!((open.weight_of(3), open.view().electorate.weight), (1, 71));
    people[0].votes(&open, Choice::Yes);
    people[2].votes(&open, Choice::No);
    assert_eq!(open.weights(), [40, 1, 0, 0]);
}

/// A charter that changes the weighting weighs all seats anew, for what opens later.
#[test]
fn a_new_weighting_weighs_every_seat_anew() {
    let trio = Trio::new();
    let Trio { world, ann, .. } = &trio;
    let people = world.crowd("holder", 2);
    let seats = [people[0].seat_weighing(9), people[1].seat_weighing(4)];
    let group = world.group("Changing").people([ann]).seats(seats).found();
    let open = ann.proposes(&group, "Open", vec![]);
    let everybody: Vec<&Person> = [ann].into_iter().chain(&people).collect();
    let fixed = charter().weighting(Basis::Fixed, None).spec();
    group.decides(&everybody, "By shares", vec![actions::amend(1, fixed)]);
    assert_eq!([1, 2, 3].map(|seat| group.seat(seat).weight), [1, 9, 4]);
    assert_eq!(group.view().electorate.weight, 14);
    assert_eq!(open.view().electorate.weight, 3);
    let later = ann.proposes(&group, "Later", vec![]);
    assert_eq!([1, 2, 3].map(|seat| later.weight_of(seat)), [1, 9, 4]);
}
