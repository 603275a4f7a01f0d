//! A layer of groups: the groups' matters are decided by the group seats, the layer's own by the representatives who sit in
//! it as persons without a vote of their own.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, ElectorateKind, Proposers, Role};
use folkmoot_group::msg::Standing;
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use crate::world::roles::{appoint, role};
use crate::world::{Group, Person, World, actions, charter, money, spec};

const LEAD: Seconds = Seconds::days(3);
const JOINT: Seconds = Seconds::days(7);

/// A regional circle of three groups. Each sends a person, who sits in the circle as an observer with the role of a
/// representative; the circle's treasury is 500.
struct Circle {
    world: World,
    groups: Vec<(Group, Vec<Person>)>,
    envoys: Vec<Person>,
    circle: Group,
}

impl Circle {
    fn new() -> Self {
        let world = World::new();
        let groups: Vec<(Group, Vec<Person>)> = ["North", "East", "South"]
            .map(|name| {
                let people = world.crowd(name, 4);
                (world.group(name).people(&people).found(), people)
            })
            .into();
        let envoys: Vec<Person> = groups.iter().map(|(_, people)| people[0].clone()).collect();
        let circle = groups
            .iter()
            .fold(world.group("Circle"), |circle, (group, _)| {
                circle.group_seat(group, LEAD)
            });
        let circle = circle
            .seats(envoys.iter().map(|envoy| envoy.seat_as(Standing::Observer)))
            .charter(&rules())
            .found();
        circle.receives(500);
        for (group, people) in &groups {
            let all: Vec<&Person> = people.iter().collect();
            group.decides(&all, "Join the circle", vec![actions::join(&circle, LEAD)]);
            group.decides(&all, "Our representative", vec![Action::appoint(1)]);
        }
        Self {
            world,
            groups,
            envoys,
            circle,
        }
    }

    /// The groups decide a matter of theirs, each unanimously.
    fn groups_decide(&self, title: &str, done: Vec<Action>) -> crate::world::Proposal {
        let (first, _) = &self.groups[0];
        let joint = self.envoys[0].proposes_upstream(first, &self.circle, title, done);
        joint.fan_out().ok();
        for (group, people) in &self.groups {
            let mirror = group.mirror_of(&joint);
            people
                .iter()
                .for_each(|person| person.votes(&mirror, Choice::Yes));
            mirror.roll_up().ok();
        }
        joint
    }
}

/// Large spends and whatever else is the groups'; small spends and statements are the layer's own.
fn rules() -> crate::world::CharterBuilder {
    charter()
        .role(Role {
            places: 3,
            term: Some(Seconds::days(180)),
            ..role("representative")
        })
        .group_seats_only()
        .decides(Rule::majority(), JOINT)
        .upstream(Rule::majority(), JOINT)
        .procedure(
            "large",
            Covers::SpendsAbove(money(100)),
            Rule::majority(),
            JOINT,
        )
        .electorate("large", ElectorateKind::GroupSeats)
        .procedure(
            "own",
            Covers::Kinds(vec![ActionKind::Spend, ActionKind::Statement]),
            Rule::majority(),
            Seconds::days(2),
        )
        .electorate("own", ElectorateKind::Role("representative".into()))
        .proposers("own", Proposers::Role("representative".into()))
}

/// The groups appoint the representatives; these decide events and outreach among themselves, and nothing else.
#[test]
fn a_layers_own_matters_are_its_representatives() {
    let circle = Circle::new();
    let [nora, ed, sue] = &circle.envoys[..] else {
        panic!("three envoys");
    };
    nora.tries_to_propose(&circle.circle, spec("A workshop", vec![]))
        .refused("seat 4 may not propose by procedure 'own'");
    let seats = [4, 5, 6].map(|seat| appoint(seat, "representative"));
    let joint = circle.groups_decide("Our representatives", seats.into());
    assert_eq!(joint.view().electorate.seats, 3);
    nora.tries_to_vote(&joint, Choice::Yes)
        .refused("seat 4 is not in the electorate");
    joint.executes();
    assert_eq!(circle.circle.holders("representative"), [4, 5, 6]);

    let hall = circle.world.account("hall");
    let workshop = nora.proposes(
        &circle.circle,
        "A workshop",
        vec![actions::spend(&hall, 80)],
    );
    assert_eq!(workshop.view().procedure, "own");
    // no group is asked: the layer's own matter is not theirs
    workshop.fan_out().refused("has no group seat left to ask");
    workshop.is_voted([nora, ed], [sue]);
    workshop.executes();
    assert_eq!(circle.world.balance(&hall), 80);

    let large = vec![actions::spend(&hall, 101)];
    nora.tries_to_propose(&circle.circle, spec("A building", large.clone()))
        .refused("seat 4 is observer, only core seats may do this");
    circle.groups_decide("A building", large).executes();
    assert_eq!(circle.world.balance(&hall), 181);
}

/// Who speaks for a group in the layer above never votes for it there: the group's own decision does.
#[test]
fn a_representative_proposes_for_the_group_and_never_votes_for_it() {
    let circle = Circle::new();
    let nora = &circle.envoys[0];
    let (north, people) = &circle.groups[0];
    let joint = nora.proposes_upstream(
        north,
        &circle.circle,
        "New rules",
        vec![actions::amend(1, rules().spec())],
    );
    nora.tries_to_vote(&joint, Choice::Yes)
        .refused("seat 4 is not in the electorate");
    joint.fan_out().ok();
    let mirror = north.mirror_of(&joint);
    nora.votes(&mirror, Choice::Yes);
    people[1..]
        .iter()
        .for_each(|person| person.votes(&mirror, Choice::No));
    mirror.roll_up().ok();
    assert_eq!(joint.weights(), [0, 1, 0, 0]);
    assert_eq!(joint.status(), Status::Open);
}
