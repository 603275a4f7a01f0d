//! Weighting by contribution: a seat weighs what it committed to the last cycle, at its opening.

use cosmwasm_std::coin;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Basis, Covers, ElectorateKind};
use folkmoot_group::limits::MAX_REWEIGHED_SEATS;
use folkmoot_group::msg::Standing;
use folkmoot_rules::{Outcome, Rule, Seconds, Status};

use crate::world::roles::{appoint, role};
use crate::world::{CharterBuilder, DENOM, Group, Person, World, actions, charter, open_cycle};

pub(super) const CYCLE: Seconds = Seconds::days(90);

fn by_contribution(cap: Option<u64>) -> CharterBuilder {
    charter()
        .weighting(Basis::ByContribution, cap)
        .with(|charter| charter.contribution_denom = Some(DENOM.into()))
}

/// Three partners.
pub(super) struct Partners {
    pub(super) world: World,
    pub(super) people: Vec<Person>,
    pub(super) group: Group,
}

impl Partners {
    pub(super) fn new(cap: Option<u64>) -> Self {
        let world = World::new();
        let people = world.crowd("partner", 3);
        let group = world
            .group("Partners")
            .charter(&by_contribution(cap))
            .people(&people)
            .found();
        Self {
            world,
            people,
            group,
        }
    }

    pub(super) fn everybody(&self) -> Vec<&Person> {
        self.people.iter().collect()
    }

    /// Each puts in and pledges as much, and a cycle opens.
    pub(super) fn commit(&self, amounts: &[u128]) -> u64 {
        for (person, amount) in self.people.iter().zip(amounts) {
            if *amount > 0 {
                person.stakes(&self.world, &self.group, *amount);
                person.pledges(&self.group, *amount).ok();
            }
        }
        self.open()
    }

    fn open(&self) -> u64 {
        let ends_at = self.world.now() + CYCLE.0;
        self.group
            .decides(&self.everybody(), "A cycle", vec![open_cycle(ends_at)]);
        ends_at
    }

    pub(super) fn weights(&self) -> [u64; 3] {
        [1, 2, 3].map(|seat| self.group.seat(seat).weight)
    }
}

#[test]
fn before_the_first_cycle_seats_weigh_equally() {
    let partners = Partners::new(None);
    partners.people[0].stakes(&partners.world, &partners.group, 500);
    partners.people[0].pledges(&partners.group, 500).ok();
    assert_eq!(partners.weights(), [1, 1, 1]);
    assert_eq!(partners.group.view().electorate.weight, 3);
}

#[test]
fn seats_weigh_what_they_committed_at_the_opening() {
    let partners = Partners::new(None);
    let open = partners.people[0].proposes(&partners.group, "Opened before", vec![]);
    let ends_at = partners.commit(&[600, 300, 0]);
    assert_eq!(partners.weights(), [600, 300, 0]);
    assert_eq!(partners.group.view().electorate.weight, 900);
    assert_eq!(open.view().electorate.weight, 3, "no bar moves");
    // neither a later stake nor a pledge for the next cycle weighs anything yet
    partners.people[2].stakes(&partners.world, &partners.group, 10_000);
    partners.people[2].pledges(&partners.group, 10_000).ok();
    assert_eq!(partners.weights(), [600, 300, 0]);
    // nor does the end of the cycle change it
    partners.world.advance_to(ends_at);
    partners.group.settles(&partners.world, 1).ok();
    assert_eq!(partners.weights(), [600, 300, 0]);
    partners.open();
    assert_eq!(partners.weights(), [0, 0, 10_000]);
}

#[test]
fn a_cap_holds_for_contributions_too() {
    let partners = Partners::new(Some(400));
    partners.commit(&[600, 300, 1]);
    assert_eq!(partners.weights(), [400, 300, 1]);
}

/// The larger contribution decides, and a majority of heads does not.
#[test]
fn decisions_follow_the_contributions() {
    let partners = Partners::new(None);
    partners.commit(&[600, 300, 100]);
    let everybody = partners.everybody();
    let proposal = everybody[0].proposes(&partners.group, "By weight", vec![]);
    proposal.is_voted([everybody[0]], [everybody[1], everybody[2]]);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
    assert_eq!(proposal.weights(), [600, 400, 0, 0]);
}

/// Amounts of any size keep their proportion within what a seat may weigh.
#[test]
fn the_largest_contributions_keep_their_proportion() {
    let partners = Partners::new(None);
    let huge = u128::MAX / 8;
    partners.commit(&[huge * 3, huge, 1]);
    let [first, second, third] = partners.weights();
    assert_eq!(
        (first, second, third),
        (750_000_000_000 - 1, 250_000_000_000 - 1, 1)
    );
}

/// Contributions of observers are pooled and decide nothing; where no core seat committed anything, all weigh equally.
#[test]
fn a_group_in_which_only_observers_pledge_still_decides() {
    let world = World::new();
    let people = world.crowd("member", 2);
    let donor = world.cosmos("A donor");
    let group = world
        .group("Donations")
        .charter(&by_contribution(None))
        .people(&people)
        .seats([donor.seat_as(Standing::Observer)])
        .found();
    donor.stakes(&world, &group, 500);
    donor.pledges(&group, 500).ok();
    let everybody: Vec<&Person> = people.iter().collect();
    let opening = open_cycle(world.now() + CYCLE.0);
    group.decides(&everybody, "A cycle", vec![opening]);
    let weights = [1, 2, 3].map(|seat| group.seat(seat).weight);
    assert_eq!(weights, [1, 1, 0]);
    assert_eq!(group.funds().pools, 500);
}

/// Who weighed everything leaves: the others weigh equally, and the group is not locked.
#[test]
fn the_group_decides_on_when_its_contributors_have_left() {
    let partners = Partners::new(None);
    partners.commit(&[600, 0, 0]);
    assert_eq!(partners.weights(), [600, 0, 0]);
    partners.people[0].leaves(&partners.group).ok();
    assert_eq!(partners.weights(), [0, 1, 1]);
    let rest = [&partners.people[1], &partners.people[2]];
    partners.group.decides(
        &rest,
        "Go on",
        vec![actions::admit(partners.world.cosmos("Dan").seat())],
    );
    assert_eq!(partners.group.seat(4).weight, 1);
}

/// A newcomer has committed nothing, until the next cycle.
#[test]
fn a_newcomer_weighs_nothing_until_the_next_cycle() {
    let partners = Partners::new(None);
    partners.commit(&[600, 300, 0]);
    let dan = partners.world.cosmos("Dan");
    let admit = vec![actions::admit(dan.seat())];
    partners.group.decides(&partners.everybody(), "Dan", admit);
    assert_eq!(partners.group.seat(4).weight, 0);
    assert_eq!(partners.group.view().electorate.seats, 2);
}

/// A charter may come to weigh by contribution after its cycle has opened: what was committed then counts.
#[test]
fn a_charter_that_changes_to_contributions_counts_the_last_opening() {
    let world = World::new();
    let people = world.crowd("partner", 2);
    let everybody: Vec<&Person> = people.iter().collect();
    let group = world.group("Equal").people(&people).found();
    for (person, amount) in people.iter().zip([70, 30]) {
        person.stakes(&world, &group, amount);
        person.pledges(&group, amount).ok();
    }
    let ends_at = world.now() + CYCLE.0;
    group.decides(&everybody, "A cycle", vec![open_cycle(ends_at)]);
    assert_eq!(group.view().electorate.weight, 2);
    world.advance_to(ends_at);
    group.settles(&world, 1).ok();
    let amend = actions::amend(1, by_contribution(None).spec());
    group.decides(&everybody, "By contribution", vec![amend]);
    let weights = [1, 2].map(|seat| group.seat(seat).weight);
    assert_eq!(weights, [70, 30]);
    // another denomination has had no cycle, so all weigh equally again
    let other = by_contribution(None)
        .with(|charter| charter.contribution_denom = Some("other".into()))
        .spec();
    group.decides(&everybody, "Another coin", vec![actions::amend(2, other)]);
    let weights = [1, 2].map(|seat| group.seat(seat).weight);
    assert_eq!(weights, [1, 1]);
}

/// A cycle of another denomination weighs nothing: a worthless coin buys no votes.
#[test]
fn only_the_denomination_of_the_charter_weighs() {
    let partners = Partners::new(None);
    partners.commit(&[600, 300, 0]);
    let person = &partners.people[2];
    let worthless = [coin(1_000_000, "worthless")];
    person
        .tries_to_stake(&partners.world, &partners.group, &worthless)
        .ok();
    let [amount] = worthless;
    let pledge = folkmoot_group::msg::ExecuteMsg::Pledge { amount };
    person.sends(&partners.group, &pledge).ok();
    let opening = Action::OpenCycle {
        denom: "worthless".into(),
        ends_at: partners.world.now() + CYCLE.0,
    };
    partners
        .group
        .decides(&partners.everybody(), "A worthless cycle", vec![opening]);
    assert_eq!(partners.weights(), [600, 300, 0]);
}

#[test]
fn a_charter_that_does_not_say_what_counts_is_refused() {
    let world = World::new();
    let people = world.crowd("partner", 2);
    let cases = [
        (None, "the charter names the denomination that counts"),
        (Some(String::new()), "has 1 to 128 bytes, not 0"),
        (Some("d".repeat(129)), "has 1 to 128 bytes, not 129"),
    ];
    for (denom, reason) in cases {
        let unclear = charter()
            .weighting(Basis::ByContribution, None)
            .with(|charter| charter.contribution_denom = denom);
        let founding = world.group("Unclear").charter(&unclear).people(&people);
        founding.try_found().1.refused(reason);
    }
}

/// Weighing walks the seats, so their number is bounded where contributions weigh; exits then never meet the bound.
#[test]
fn so_many_seats_as_can_be_weighed() {
    let world = World::new().without_dumps();
    let limit = usize::try_from(MAX_REWEIGHED_SEATS).unwrap();
    let people = world.crowd("partner", limit + 1);
    let group = world
        .group("Many")
        .charter(&by_contribution(None))
        .unfinished()
        .found();
    let founder = world.account("founder of Many");
    let add = |seats: &[Person]| {
        let seats = seats.iter().map(Person::seat).collect();
        let msg = folkmoot_group::msg::ExecuteMsg::AddSeats { seats };
        world.attempt(&founder, &group.address, &msg)
    };
    for crowd in people[..limit].chunks(100) {
        add(crowd).ok();
    }
    add(&people[limit..]).refused("501 seats would be weighed anew, at most 500 fit one decision");
}

/// In a joint venture the seats are groups: each stakes and pledges by its own decision, and weighs by that.
#[test]
fn groups_stake_and_pledge_by_their_own_decisions() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let quick = charter().buffer(Seconds::days(1));
    let lead = Seconds::days(3);
    let small = world.group("Small").charter(&quick).people([&ann]).found();
    let large = world.group("Large").charter(&quick).people([&ben]).found();
    let joint = by_contribution(None)
        .decides(Rule::majority(), Seconds::days(7))
        .upstream(Rule::majority(), Seconds::days(7));
    let venture = world
        .group("Venture")
        .charter(&joint)
        .group_seat(&small, lead)
        .group_seat(&large, lead)
        .found();
    for (group, person, amount) in [(&small, &ann, 100), (&large, &ben, 300)] {
        group.receives(500);
        group.decides(&[person], "Join", vec![actions::join(&venture, lead)]);
        let stake = Action::Stake {
            group: venture.address.to_string(),
            amount: crate::world::money(amount + 50),
        };
        let pledge = Action::Pledge {
            group: venture.address.to_string(),
            amount: coin(amount, DENOM),
        };
        group.decides(&[person], "Commit", vec![stake, pledge]);
    }
    assert_eq!((small.funds().common, large.funds().common), (350, 150));
    assert_eq!(venture.funds().free, 500);
    let opening = open_cycle(world.now() + CYCLE.0);
    let proposal = ann.proposes_upstream_by_decision(&small, &venture, "A cycle", vec![opening]);
    proposal.fan_out().ok();
    for (group, person) in [(&small, &ann), (&large, &ben)] {
        let mirror = group.mirror_of(&proposal);
        person.votes(&mirror, folkmoot_rules::Choice::Yes);
        mirror.roll_up().ok();
    }
    proposal.executes();
    let weights = [1, 2].map(|seat| venture.seat(seat).weight);
    assert_eq!(weights, [100, 300]);
    // what is free comes back into the group's own common fund
    let take = Action::TakeStake {
        group: venture.address.to_string(),
        amount: coin(50, DENOM),
    };
    small.decides(&[&ann], "Back", vec![take]);
    assert_eq!(small.funds().common, 400);
    assert_eq!(venture.funds().free, 50);
    let elsewhere = Action::Stake {
        group: large.address.to_string(),
        amount: crate::world::money(1),
    };
    small.can_not_do(&[&ann], vec![elsewhere], "there is no link with");
}

/// Pledges as they stand: whoever adds to theirs once the opening is proposed has staked, and decides nothing by it.
#[test]
fn what_is_pledged_once_the_opening_is_proposed_weighs_nothing() {
    for in_its_block in [true, false] {
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
        let whale = &people[2];
        let grows = || {
            whale.stakes(world, group, 1_000);
            whale.pledges(group, 1_100).ok();
        };
        let opens = |whale_first: bool| {
            if whale_first {
                grows();
            }
            let ends_at = world.now() + CYCLE.0;
            people[0].proposes(group, "A cycle", vec![open_cycle(ends_at)])
        };
        let proposal = if in_its_block {
            world.in_one_block(|| opens(true))
        } else {
            opens(false)
        };
        proposal.is_voted([&people[0], &people[1], &people[2]], []);
        world.in_one_block(|| {
            if !in_its_block {
                grows();
            }
            people[1].pledges(group, 60).ok();
            proposal.executes();
        });
        assert_eq!(partners.weights(), [100, 60, 100]);
        assert_eq!(group.funds().pools, 260);
        // what came late is free, and pledged for nothing
        assert_eq!(group.free_and_pledged(3), (1_000, 0));
        assert_eq!(group.free_and_pledged(2), (40, 0));
        // a charter that comes later counts the same
        let capped = by_contribution(Some(90));
        let amend = actions::amend(1, capped.spec());
        group.decides(&partners.everybody(), "A cap", vec![amend]);
        assert_eq!(partners.weights(), [90, 60, 90]);
    }
}

/// Weighing by contribution may begin after the cycle: a pledge that came once the opening was proposed weighs nothing.
#[test]
fn a_late_pledge_weighs_nothing_under_a_later_charter() {
    let world = World::new();
    let people = world.crowd("partner", 3);
    let group = world.group("Partners").people(&people).found();
    for person in &people {
        person.stakes(&world, &group, 100);
        person.pledges(&group, 100).ok();
    }
    let all: Vec<&Person> = people.iter().collect();
    let ends_at = world.now() + CYCLE.0;
    let opens = group.passes(&all, "A cycle", vec![open_cycle(ends_at)]);
    let amend = actions::amend(1, by_contribution(None).spec());
    let amends = group.passes(&all, "By contribution", vec![amend]);
    world.in_one_block(|| {
        people[2].stakes(&world, &group, 1_000);
        people[2].pledges(&group, 1_100).ok();
        opens.executes();
        amends.executes();
    });
    assert_eq!([1, 2, 3].map(|seat| group.seat(seat).weight), [100; 3]);
    // the next pledges are for the next cycle, and change nothing of this one
    people[2].pledges(&group, 0).ok();
    people[0].stakes(&world, &group, 50);
    people[0].pledges(&group, 50).ok();
    let amend = actions::amend(2, by_contribution(Some(99)).spec());
    group.decides(&all, "A cap", vec![amend]);
    assert_eq!([1, 2, 3].map(|seat| group.seat(seat).weight), [99; 3]);
}

/// A decision that opened one cycle ago knows nothing of the pledges for the next.
#[test]
fn an_old_decision_opens_no_cycle_over_later_pledges() {
    let partners = Partners::new(None);
    let Partners {
        world,
        people,
        group,
    } = &partners;
    let late = world.now() + CYCLE.0 * 3;
    for person in people {
        person.stakes(world, group, 100);
        person.pledges(group, 100).ok();
    }
    let old = group.passes(
        &partners.everybody(),
        "A cycle after",
        vec![open_cycle(late)],
    );
    let ends_at = world.now() + Seconds::days(1).0;
    let now = vec![open_cycle(ends_at)];
    group.decides(&partners.everybody(), "A cycle", now);
    world.advance_to(ends_at);
    people[2].stakes(world, group, 1_000);
    people[2].pledges(group, 1_000).ok();
    let failed = old.execution();
    failed.ok();
    assert_eq!(old.status(), Status::ExecutionFailed);
    assert_eq!(group.cycles().len(), 1);
    assert_eq!(partners.weights(), [100; 3]);
}

/// No office decides over the seats: what one opens alone is a cycle, and moves no weight.
#[test]
fn a_cycle_that_an_office_opens_moves_no_weight() {
    let rules = by_contribution(None)
        .role(role("treasurer"))
        .procedure(
            "cycles",
            Covers::Kinds(vec![ActionKind::Cycles]),
            Rule::majority(),
            Seconds::days(1),
        )
        .electorate("cycles", ElectorateKind::Role("treasurer".into()));
    let world = World::new();
    let people = world.crowd("partner", 3);
    let group = world
        .group("Partners")
        .charter(&rules)
        .people(&people)
        .found();
    let all: Vec<&Person> = people.iter().collect();
    group.decides(&all, "A treasurer", vec![appoint(3, "treasurer")]);
    let whale = &people[2];
    let weights = || [1, 2, 3].map(|seat| group.seat(seat).weight);
    whale.stakes(&world, &group, 1_000);
    whale.pledges(&group, 1_000).ok();
    group.decides(&[whale], "Mine", vec![open_cycle(world.now() + CYCLE.0)]);
    assert_eq!(group.funds().pools, 1_000);
    assert_eq!(weights(), [1; 3]);
    let capped = by_contribution(Some(90)).spec();
    group.decides(&all, "A cap", vec![actions::amend(1, capped)]);
    assert_eq!(weights(), [1; 3]);
}
