//! Rules, electorate, weights and offices of a proposal are those of one instant: the start of the block in which it opens,
//! whatever that block did before and does after. Who may open one is a question of now.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Basis, Covers, ElectorateKind, Round};
use folkmoot_group::msg::{ExecuteMsg, Standing};
use folkmoot_rules::{Choice, Fallback, Outcome, Resolving, ReviewMode, Rule, Seconds, Status};

use super::Trio;
use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::roles::{appoint, release, role};
use crate::world::{CharterBuilder, Group, Person, Proposal, World, actions, charter, spec};

const DAY: Seconds = Seconds::days(1);
const THREE_DAYS: Seconds = Seconds::days(3);
const WEEK: Seconds = Seconds::days(7);

/// Of two partners both must say yes.
fn partners() -> CharterBuilder {
    charter().decides(Rule::majority_of_all(), THREE_DAYS)
}

/// What fixes who decides a proposal and how.
fn terms(proposal: &Proposal) -> (Rule, Seconds, u32, u64) {
    let view = proposal.view();
    let period = Seconds(view.deadline - view.opened_at);
    (
        view.rule,
        period,
        view.electorate.seats,
        view.electorate.weight,
    )
}

/// The case of an audit: eight are admitted and the rules loosened in the block in which somebody asks for all the money.
/// Neither the old members under the new rules nor the new ones under the old decide it.
#[test]
fn rules_and_members_that_change_in_a_block_count_from_the_next_one_on() {
    let world = World::new();
    let [ann, joe] = ["Ann", "Joe"].map(|name| world.cosmos(name));
    let newcomers = world.crowd("newcomer", 8);
    let group = world
        .group("Two")
        .people([&ann, &joe])
        .charter(&partners())
        .found();
    let loose = charter().decides(Rule::majority(), DAY);
    let mut all: Vec<Action> = newcomers
        .iter()
        .map(|one| actions::admit(one.seat()))
        .collect();
    all.push(actions::amend(1, loose.spec()));
    let grows = group.passes(&[&ann, &joe], "We grow", all);
    let old = (Rule::majority_of_all(), THREE_DAYS, 2, 2);
    let (before, after) = world.in_one_block(|| {
        let before = joe.proposes(&group, "Before", vec![]);
        grows.executes();
        (before, ann.proposes(&group, "After", vec![]))
    });
    assert_eq!((terms(&before), terms(&after)), (old, old));
    assert_eq!(group.charter().version, 2);
    ann.votes(&after, Choice::Yes);
    assert_eq!(
        after.view().outcome,
        Outcome::Undecided,
        "it needs both partners"
    );
    newcomers[0]
        .tries_to_vote(&after, Choice::Yes)
        .refused("seat 3 is not in the electorate");
    let next = ann.proposes(&group, "In the next block", vec![]);
    assert_eq!(terms(&next), (Rule::majority(), DAY, 10, 10));
}

/// The procedure that covers an action is the one of the block's start too, with all that stands in it.
#[test]
fn the_procedure_is_the_one_of_the_blocks_start() {
    let strict = charter()
        .procedure(
            "budget",
            Covers::SpendsAbove(crate::world::money(100)),
            Rule::unanimity(),
            WEEK,
        )
        .delayed("budget", DAY);
    let trio = Trio::with(&strict);
    let (group, payee) = (&trio.group, trio.world.account("payee"));
    let looser = group.passes(
        &trio.everybody(),
        "No budget",
        vec![actions::amend(1, charter().spec())],
    );
    let budget = trio.world.in_one_block(|| {
        looser.executes();
        trio.ann
            .proposes(group, "Much", vec![actions::spend(&payee, 1_000)])
    });
    let view = budget.view();
    assert_eq!(
        (view.procedure.as_str(), view.rule),
        ("budget", Rule::unanimity())
    );
    assert_eq!((view.delay, view.stages.len()), (DAY, 1));
}

/// Who may open one is a question of now: a member of this block opens and has no vote in it, who left opens nothing.
#[test]
fn who_may_propose_is_a_question_of_now() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        cleo,
        dan,
        group,
        ..
    } = &trio;
    let change = group.passes(
        &trio.everybody(),
        "Dan for Cleo",
        vec![actions::admit(dan.seat()), Action::RemoveSeat { seat: 3 }],
    );
    let dans = world.in_one_block(|| {
        change.executes();
        assert!(
            cleo.tries_to_propose(group, spec("Still here", vec![]))
                .outcome()
                .is_err()
        );
        dan.proposes(group, "Hello", vec![])
    });
    assert_eq!([1, 2, 3, 4].map(|seat| dans.weight_of(seat)), [1, 1, 1, 0]);
    dan.tries_to_vote(&dans, Choice::Yes)
        .refused("not in the electorate");
    ann.votes(&dans, Choice::Yes);
}

fn planned() -> CharterBuilder {
    charter()
        .role(role("planner"))
        .procedure(
            "plans",
            Covers::Kinds(vec![ActionKind::Statement]),
            Rule::majority(),
            DAY,
        )
        .electorate("plans", ElectorateKind::Role("planner".into()))
}

/// Who held an office at the block's start decides what opens in it, though the same block ended the office, or gave it to
/// somebody else, or dropped and made it anew.
#[test]
fn an_office_is_the_one_of_the_blocks_start() {
    let orders: [&dyn Fn() -> Vec<Action>; 2] =
        [&|| vec![actions::amend(1, charter().spec())], &|| {
            vec![release(1, "planner"), appoint(2, "planner")]
        }];
    for changes in orders {
        let trio = Trio::with(&planned());
        let Trio {
            world,
            ann,
            ben,
            group,
            ..
        } = &trio;
        group.decides(&trio.everybody(), "Ann plans", vec![appoint(1, "planner")]);
        let change = group.passes_all(&trio.everybody(), changes());
        let plan = world.in_one_block(|| {
            change.iter().for_each(Proposal::executes);
            ben.proposes(group, "A picnic", vec![])
        });
        assert!(change.iter().all(|one| one.status() == Status::Executed));
        assert_eq!(plan.view().procedure, "plans");
        assert_eq!([1, 2, 3].map(|seat| plan.weight_of(seat)), [1, 0, 0]);
        ann.votes(&plan, Choice::Yes);
        assert_eq!(plan.view().outcome, Outcome::Passed);
    }
}

/// A weighting that changes in a block weighs nothing of what opens in it.
#[test]
fn weights_are_those_of_the_blocks_start() {
    let world = World::new();
    let people = world.crowd("member", 3);
    let seats = people
        .iter()
        .zip([5, 1, 1])
        .map(|(one, weight)| one.seat_weighing(weight));
    let group = world
        .group("Weighty")
        .seats(seats.collect::<Vec<_>>())
        .found();
    let weighty = charter()
        .weighting(Basis::Fixed, None)
        .decides(Rule::three_quarters(), WEEK);
    let all: Vec<&Person> = people.iter().collect();
    let change = group.passes(&all, "By weight", vec![actions::amend(1, weighty.spec())]);
    let within = world.in_one_block(|| {
        change.executes();
        people[0].proposes(&group, "Mine", vec![])
    });
    assert_eq!(terms(&within), (Rule::majority(), THREE_DAYS, 3, 3));
    let next = people[0].proposes(&group, "Mine", vec![]);
    assert_eq!(terms(&next), (Rule::three_quarters(), WEEK, 3, 7));
}

/// A group that is founded in several blocks is there once the founding is complete: what opens in that block would be
/// decided by those alone who came in the blocks before.
#[test]
fn nobody_decides_what_opens_in_the_block_of_the_founding() {
    let world = World::new();
    let [ann, ben, cleo] = ["Ann", "Ben", "Cleo"].map(|name| world.cosmos(name));
    let founding = world.group("Slow").people([&ann]).unfinished();
    let founder = founding.founder();
    let group = founding.found();
    let more = ExecuteMsg::AddSeats {
        seats: vec![ben.seat(), cleo.seat()],
    };
    world.in_one_block(|| {
        world.attempt(&founder, &group.address, &more).ok();
        world
            .attempt(&founder, &group.address, &ExecuteMsg::Found {})
            .ok();
        let early = ann
            .tries_to_propose(&group, spec("All to me", vec![]))
            .outcome();
        assert!(early.unwrap_err().contains("nobody"));
    });
    assert_eq!(terms(&ann.proposes(&group, "Hello", vec![])).2, 3);
}

/// A joint group that a group joins in a block asks it nothing that opens in that block, also if it asks for it itself.
#[test]
fn a_group_that_joins_in_a_block_may_ask_and_is_not_asked() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let child = world.group("Child").people([&ann]).found();
    let rules = charter()
        .decides(Rule::majority(), WEEK)
        .upstream(Rule::three_quarters(), WEEK);
    let above = world.group("Union").people([&ben]).charter(&rules).found();
    child.decides(&[&ann], "Join", vec![actions::join(&above, THREE_DAYS)]);
    let ask = Action::ProposeUpstream {
        group: above.address.to_string(),
        proposal: Box::new(spec("A question", vec![])),
    };
    let ask = child.passes(&[&ann], "Ask", vec![ask]);
    let seat = child.seat_spec(THREE_DAYS);
    let admit = above.passes(&[&ben], "Admit", vec![actions::admit(seat)]);
    world.in_one_block(|| {
        admit.executes();
        ask.executes();
    });
    assert_eq!(
        [&admit, &ask].map(|one| one.status()),
        [Status::Executed; 2]
    );
    let asked = above.newest();
    assert_eq!(terms(&asked).2, 1);
    asked.fan_out().refused("");
}

/// A mirror has the rules and the electorate of one instant, whatever the child's block did; at every depth.
#[test]
fn mirrors_have_the_rules_of_the_instant_of_their_electorate() {
    let world = World::new();
    let [ann, ben, cleo, dan] = ["Ann", "Ben", "Cleo", "Dan"].map(|name| world.cosmos(name));
    let low = world.group("Low").people([&ann, &ben]).found();
    let middle_rules = charter()
        .decides(Rule::majority(), WEEK)
        .upstream(Rule::three_quarters(), WEEK);
    let middle = world
        .group("Middle")
        .people([&cleo])
        .group_seat(&low, THREE_DAYS)
        .charter(&middle_rules)
        .found();
    let top_rules = charter()
        .decides(Rule::majority(), Seconds::days(14))
        .upstream(Rule::three_quarters(), Seconds::days(14));
    let top = world
        .group("Top")
        .people([&dan])
        .group_seat(&middle, WEEK)
        .charter(&top_rules)
        .found();
    low.decides(
        &[&ann, &ben],
        "Join",
        vec![actions::join(&middle, THREE_DAYS)],
    );
    middle.decides_jointly(&cleo, &low, &[&ann, &ben], vec![actions::join(&top, WEEK)]);
    let new = charter().upstream(Rule::unanimity(), DAY);
    let change = low.passes(
        &[&ann, &ben],
        "Others by other rules",
        vec![actions::amend(1, new.spec()), actions::admit(dan.seat())],
    );
    let joint = world.in_one_block(|| {
        change.executes();
        dan.proposes(&top, "For all", vec![])
    });
    joint.fan_out().ok();
    let middles = middle.mirror_of(&joint);
    middles.fan_out().ok();
    let lows = low.mirror_of(&middles);
    assert_eq!(terms(&lows), (Rule::three_quarters(), THREE_DAYS, 2, 2));
}

/// A house ratifies by the rules and the electorate of the start of the block in which it was asked.
#[test]
fn a_house_ratifies_by_the_rules_of_one_instant() {
    let world = World::new();
    let [ann, ben, cleo] = ["Ann", "Ben", "Cleo"].map(|name| world.cosmos(name));
    let house = world.group("House").people([&ann, &ben]).found();
    let cell = world.group("Cell").people([&cleo]).found();
    cell.decides(&[&cleo], "A house", vec![appoint_house(&house, WEEK)]);
    house.decides(&[&ann, &ben], "A cell", vec![become_house(&cell, WEEK)]);
    let guarded = charter().then(
        "ordinary",
        refer(&house, ReviewMode::Ratify, Seconds::days(21)),
    );
    cell.decides(&[&cleo], "A guard", vec![actions::amend(1, guarded.spec())]);
    let asks = cell.passes(&[&cleo], "Look at this", vec![]);
    let change = house.passes(
        &[&ann, &ben],
        "Others by other rules",
        vec![
            actions::amend(1, charter().upstream(Rule::unanimity(), DAY).spec()),
            actions::admit(cleo.seat()),
        ],
    );
    world.in_one_block(|| {
        change.executes();
        asks.refer().ok();
    });
    let mirror = house.ratification_of(&asks);
    assert_eq!(terms(&mirror), (Rule::three_quarters(), THREE_DAYS, 2, 2));
}

/// A new version and a fallback round are decided by whom and by what the first version was.
#[test]
fn a_new_version_keeps_the_instant_of_the_opening() {
    let fallback = Fallback::Rule {
        rule: Rule::majority_of_all(),
        period: DAY,
    };
    let consent = Round {
        resolving: Some(Resolving {
            period: DAY,
            fallback,
        }),
        ..Round::new(Rule::consensus(), THREE_DAYS)
    };
    let trio = Trio::with(&charter().decides_in(consent));
    let Trio {
        world,
        ann,
        ben,
        cleo,
        dan,
        group,
    } = &trio;
    let change = group.passes(
        &trio.everybody(),
        "Dan, and a majority",
        vec![
            actions::amend(1, charter().spec()),
            actions::admit(dan.seat()),
        ],
    );
    let open = world.in_one_block(|| {
        change.executes();
        ann.proposes(group, "Open", vec![])
    });
    ben.blocks(&open, "not like this");
    open.is_voted([ann, cleo], []);
    open.moves_on().ok();
    ann.amends(&open, spec("Better", vec![])).ok();
    assert_eq!(terms(&open), (Rule::consensus(), THREE_DAYS, 3, 3));
    ben.blocks(&open, "nor like that");
    open.is_voted([ann, cleo], []);
    open.moves_on().ok();
    world.advance(DAY);
    assert_eq!(open.view().rule, Rule::majority_of_all());
    open.is_voted([ann, cleo], []);
    dan.tries_to_vote(&open, Choice::No)
        .refused("not in the electorate");
    assert_eq!(open.view().outcome, Outcome::Passed);
}

/// A seat that becomes an observer in a block keeps its vote in what opens in it.
#[test]
fn a_standing_counts_from_the_next_block_on() {
    let trio = Trio::new();
    let Trio {
        world, ann, group, ..
    } = &trio;
    let change = group.passes(
        &trio.everybody(),
        "Cleo looks on",
        vec![Action::ChangeSeat {
            seat: 3,
            revision: 1,
            name: None,
            standing: Some(Standing::Observer),
            holder: None,
            weight: None,
        }],
    );
    let open = world.in_one_block(|| {
        change.executes();
        ann.proposes(group, "Open", vec![])
    });
    assert_eq!((terms(&open).2, open.weight_of(3)), (3, 1));
}

impl Group {
    /// Passes each of these as a proposal of its own, and executes none.
    fn passes_all(&self, people: &[&Person], all: Vec<Action>) -> Vec<Proposal> {
        let each = all.into_iter();
        each.map(|action| self.passes(people, "One of several", vec![action]))
            .collect()
    }

    /// Decides something with a group below.
    fn decides_jointly(
        &self,
        person: &Person,
        below: &Self,
        members: &[&Person],
        all: Vec<Action>,
    ) {
        let joint = person.proposes(self, "Together", all);
        person.votes(&joint, Choice::Yes);
        joint.fan_out().ok();
        let mirror = below.mirror_of(&joint);
        mirror.is_voted(members.iter().copied(), []);
        mirror.roll_up().ok();
        joint.executes();
        assert_eq!(joint.status(), Status::Executed);
    }
}
