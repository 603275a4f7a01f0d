//! What the holders of an office decide: who they were at the start of the block of opening, one each.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Basis, Covers, ElectorateKind, Role};
use folkmoot_group::msg::{ExecuteMsg, Standing};
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Status};

use super::Trio;
use crate::world::roles::{appoint, release, role};
use crate::world::{CharterBuilder, Person, World, actions, charter, spec};

const DAY: Seconds = Seconds::days(1);
const MONTH: Seconds = Seconds::days(30);

fn planners() -> Role {
    Role {
        places: 3,
        term: Some(MONTH),
        ..role("planner")
    }
}

/// Statements and spends are the planners' matters, all else everybody's.
fn planned() -> CharterBuilder {
    charter()
        .role(planners())
        .procedure(
            "plans",
            Covers::Kinds(vec![ActionKind::Statement, ActionKind::Spend]),
            Rule::majority(),
            DAY,
        )
        .electorate("plans", ElectorateKind::Role("planner".into()))
}

fn trio() -> Trio {
    Trio::with(&planned())
}

/// Only holders vote; each weighs 1 whatever the weighting, and it is theirs that the threshold counts.
#[test]
fn holders_of_a_role_decide_with_one_vote_each() {
    let world = World::new();
    let [ann, ben, cleo] = ["Ann", "Ben", "Cleo"].map(|name| world.cosmos(name));
    let group = world
        .group("Weighty")
        .seats([
            ann.seat_weighing(100),
            ben.seat_weighing(5),
            cleo.seat_weighing(1),
        ])
        .charter(&planned().weighting(Basis::Fixed, None))
        .found();
    group.decides(
        &[&ann, &ben, &cleo],
        "Ann and Cleo plan",
        vec![appoint(1, "planner"), appoint(3, "planner")],
    );
    let plan = ben.proposes(&group, "A picnic", vec![]);
    let view = plan.view();
    assert_eq!(view.procedure, "plans");
    assert_eq!(view.electorate_kind, ElectorateKind::Role("planner".into()));
    assert_eq!((view.electorate.weight, view.electorate.seats), (2, 2));
    assert_eq!([1, 2, 3].map(|seat| plan.weight_of(seat)), [1, 0, 1]);
    ben.tries_to_vote(&plan, Choice::No)
        .refused("seat 2 is not in the electorate of proposal 2");
    plan.is_voted([&ann], [&cleo]);
    assert_eq!(plan.weights(), [1, 1, 0, 0]);
    assert_eq!(plan.view().outcome, Outcome::Rejected);
    // and the group's own matters are everybody's, with their weights
    let change = ben.proposes(&group, "Another name", vec![appoint(2, "planner")]);
    assert_eq!(change.view().electorate.weight, 106);
}

/// An observer holds a role and votes in it, and only in it. A carrier's signature adds nothing to their ballot.
#[test]
fn an_observer_votes_only_through_a_role() {
    let trio = trio();
    let group = &trio.group;
    let [olga, stranger] = ["Olga", "Sten"].map(|name| trio.world.ethereum(name));
    group.decides(
        &trio.everybody(),
        "Olga looks on, and plans",
        vec![
            actions::admit(olga.seat_as(Standing::Observer)),
            actions::admit(stranger.seat_as(Standing::Contributor)),
            appoint(4, "planner"),
        ],
    );
    let plan = trio.ann.proposes(group, "A picnic", vec![]);
    let results = trio.world.carries(
        &plan,
        vec![
            stranger.signs(&plan, Choice::Yes),
            olga.signs(&plan, Choice::Yes),
        ],
    );
    let told = format!("{results:?}");
    assert!(told.contains("seat 5 is not in the electorate"), "{told}");
    assert_eq!(plan.weights(), [1, 0, 0, 0]);
    assert_eq!(plan.view().outcome, Outcome::Passed);
    let other = trio
        .ann
        .proposes(group, "A seat", vec![release(4, "planner")]);
    olga.draft(&other, Choice::No);
    let results = trio
        .world
        .carries(&other, vec![olga.signs(&other, Choice::No)]);
    assert!(format!("{results:?}").contains("not in the electorate"));
}

/// Nobody who came to the role in or after the block of opening has a vote, everybody who held it then keeps theirs: a
/// later appointment, release or term's end moves no open proposal.
#[test]
fn the_holders_at_the_start_of_the_block_decide() {
    let trio = trio();
    let Trio {
        world, ann, group, ..
    } = &trio;
    group.decides(&trio.everybody(), "Ann plans", vec![appoint(1, "planner")]);
    let ben_plans = group.passes(&trio.everybody(), "Ben plans", vec![appoint(2, "planner")]);
    let ann_stops = group.passes(&trio.everybody(), "Ann stops", vec![release(1, "planner")]);
    let plan = world.in_one_block(|| {
        ben_plans.executes();
        ann_stops.executes();
        assert_eq!(group.holders("planner"), [2]);
        ann.proposes(group, "A picnic", vec![])
    });
    assert_eq!([1, 2].map(|seat| plan.weight_of(seat)), [1, 0]);
    trio.ben
        .tries_to_vote(&plan, Choice::Yes)
        .refused("seat 2 is not in the electorate");
    ann.votes(&plan, Choice::Yes);
    assert_eq!(plan.view().outcome, Outcome::Passed);
    // an open proposal outlives its voter's term
    let next = ann.proposes(group, "Another", vec![]);
    group.decides(&trio.everybody(), "Ben stops", vec![release(2, "planner")]);
    trio.ben.votes(&next, Choice::Yes);
    assert_eq!(next.weights(), [1, 0, 0, 0]);
}

/// A term that ended by time alone gives no vote any more, and a threshold never counts more than can vote.
#[test]
fn a_lapsed_term_is_not_counted() {
    let trio = trio();
    let group = &trio.group;
    group.decides(&trio.everybody(), "Ann plans", vec![appoint(1, "planner")]);
    let end = group.role("planner").holders[0].until.unwrap();
    trio.world.advance_to(end - Seconds::days(10).0);
    group.decides(&trio.everybody(), "Ben plans", vec![appoint(2, "planner")]);
    trio.world.advance_to(end);
    let plan = trio.cleo.proposes(group, "A picnic", vec![]);
    assert_eq!((plan.view().electorate.seats, plan.weight_of(1)), (1, 0));
    trio.ben.votes(&plan, Choice::Yes);
    assert_eq!(plan.view().outcome, Outcome::Passed);
}

/// Where nobody holds the role, its matters wait and say why; filling it, and changing the rules, needs no holder.
#[test]
fn a_vacancy_blocks_nothing_else() {
    let trio = trio();
    let group = &trio.group;
    trio.ann
        .tries_to_propose(group, spec("A picnic", vec![]))
        .refused("nobody could vote: role 'planner' had no holder at the start of block");
    trio.ann
        .proposes(group, "Rules", vec![actions::amend(1, charter().spec())]);
    group.decides(&trio.everybody(), "Ben plans", vec![appoint(2, "planner")]);
    let plan = trio.ann.proposes(group, "A picnic", vec![]);
    // who leaves the group is counted as absent by anybody, and the plan ends without them
    trio.ben.sends(group, &ExecuteMsg::Leave {}).ok();
    let absent = ExecuteMsg::CountAbsent {
        proposal: plan.id,
        seats: vec![2],
    };
    trio.dan.sends(group, &absent).ok();
    assert_eq!(plan.weights(), [0, 0, 0, 1]);
    plan.moves_on().ok();
    assert_eq!(plan.status(), Status::NoQuorum);
}

/// Representatives are an office too: they may decide what the charter gives them.
#[test]
fn representatives_decide_their_own_matters() {
    let rules = charter()
        .procedure(
            "outreach",
            Covers::Kinds(vec![ActionKind::Statement]),
            Rule::majority_of_all(),
            DAY,
        )
        .electorate("outreach", ElectorateKind::Representatives);
    let trio = Trio::with(&rules);
    let Trio {
        ann, ben, group, ..
    } = &trio;
    ann.tries_to_propose(group, spec("A leaflet", vec![]))
        .refused("nobody could vote: the representatives' office had no holder");
    group.decides(
        &trio.everybody(),
        "Ann and Ben speak for us",
        vec![Action::appoint(1), Action::appoint(2)],
    );
    let leaflet = trio.cleo.proposes(group, "A leaflet", vec![]);
    trio.cleo
        .tries_to_vote(&leaflet, Choice::No)
        .refused("seat 3 is not in the electorate");
    leaflet.is_voted([ann, ben], []);
    leaflet.executes();
    assert_eq!(leaflet.status(), Status::Executed);
    ann.sends(group, &ExecuteMsg::Resign { role: None }).ok();
    assert_eq!(
        trio.cleo
            .proposes(group, "Next", vec![])
            .view()
            .electorate
            .seats,
        1
    );
}

/// Where group seats decide over the charter and none is left, the core seats do: a charter never locks itself.
#[test]
fn group_seats_that_are_gone_lock_nothing() {
    let trio = Trio::with(&charter().group_seats_only());
    trio.ann
        .tries_to_propose(&trio.group, spec("Alone", vec![]))
        .refused("nobody could vote");
    let everybody: [&Person; 3] = trio.everybody();
    trio.group.decides(
        &everybody,
        "Persons decide",
        vec![actions::amend(1, charter().spec())],
    );
    trio.ann.proposes(&trio.group, "Together", vec![]);
}
