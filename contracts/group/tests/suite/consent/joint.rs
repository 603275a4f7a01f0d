//! Groups in the seats of a group that decides by consent, and groups that decide their votes above by it.

use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{Cast, ObjectionState, Origin, Verdict};
use folkmoot_rules::{
    Choice, Fallback, Outcome, Phase, Resolving, Rule, Seconds, Signal, Status, Translation,
    UpstreamBallot,
};

use super::round;
use crate::world::{CharterBuilder, Group, Person, Proposal, World, actions, charter, spec};

const WEEK: Seconds = Seconds::days(7);

/// Two groups of three in the seats of a joint one.
struct Joint {
    world: World,
    ours: Vec<Person>,
    theirs: Vec<Person>,
    we: Group,
    they: Group,
    joint: Group,
}

/// By consensus in a week, with another for resolving, then by a majority of all in a week.
fn by_consensus() -> CharterBuilder {
    charter()
        .decides_in(folkmoot_group::charter::Round {
            resolving: Some(Resolving {
                period: WEEK,
                fallback: Fallback::Rule {
                    rule: Rule::majority_of_all(),
                    period: WEEK,
                },
            }),
            ..folkmoot_group::charter::Round::new(Rule::consensus(), WEEK)
        })
        .upstream(Rule::majority(), WEEK)
        .buffer(Seconds::days(4))
}

impl Joint {
    fn with(child: &CharterBuilder, parent: &CharterBuilder, lead: Seconds) -> Self {
        let world = World::new();
        let (ours, theirs) = (world.crowd("one of us", 3), world.crowd("one of them", 3));
        let found =
            |name: &str, people: &[Person]| world.group(name).people(people).charter(child).found();
        let (we, they) = (found("We", &ours), found("They", &theirs));
        let joint = world
            .group("Joint")
            .group_seat(&we, lead)
            .group_seat(&they, lead)
            .charter(parent)
            .found();
        for (group, people) in [(&we, &ours), (&they, &theirs)] {
            let people: Vec<&Person> = people.iter().collect();
            let seat = people[0].seat_in(group);
            let together = vec![
                actions::join(&joint, lead),
                folkmoot_group::action::Action::appoint(seat),
            ];
            group.decides(&people, "Join", together);
        }
        joint.receives(100);
        Self {
            world,
            ours,
            theirs,
            we,
            they,
            joint,
        }
    }

    fn of_majorities() -> Self {
        let child = charter().upstream(Rule::majority(), Seconds::days(3));
        Self::with(&child, &by_consensus(), Seconds::days(3))
    }

    fn proposes(&self) -> Proposal {
        let spend = vec![actions::spend(&self.world.account("a caterer"), 50)];
        self.ours[0].proposes_upstream(&self.we, &self.joint, "Party", spend)
    }

    /// Both groups are asked, decide so, and tell.
    fn vote(&self, joint: &Proposal, we: Choice, they: Choice) -> (Proposal, Proposal) {
        joint.fan_out().ok();
        let mirrors = (self.we.mirror_of(joint), self.they.mirror_of(joint));
        for (mirror, people, choice) in [
            (&mirrors.0, &self.ours, we),
            (&mirrors.1, &self.theirs, they),
        ] {
            people.iter().for_each(|one| one.votes(mirror, choice));
            mirror.roll_up().ok();
        }
        mirrors
    }
}

#[test]
fn signals_become_ballots_of_the_parents_consent() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    let (_, in_they) = venture.vote(&joint, Choice::Yes, Choice::No);
    assert_eq!(in_they.rolled_up().1, Verdict::Counted);
    let seats = joint.view().tally.seats;
    assert_eq!((seats.yes, seats.block), (1, 1));
    let they = venture.joint.seat_of_group(&venture.they).seat;
    let objection = joint.objection_views().remove(0);
    assert_eq!((objection.seat, objection.mirror), (they, Some(in_they.id)));
    // it ends by a new version or by the fallback, never by the proposer or a member's word
    joint.moves_on().ok();
    assert!(matches!(joint.status(), Status::Resolving { .. }));
    venture.theirs[0]
        .resolves(&joint, folkmoot_group::msg::Resolution::Withdrawn)
        .refused("holds no seat");
}

#[test]
fn abstaining_and_not_cast_block_nothing() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    venture.vote(&joint, Choice::Yes, Choice::Abstain);
    assert_eq!(joint.view().tally.seats.abstain, 1);
    assert_eq!(joint.view().outcome, Outcome::Passed);

    // a circle has no word for abstaining: it is not cast, and no longer waited for
    let circle = by_consensus().with(|charter| rule_of(charter, Rule::sociocratic_circles()));
    let child = charter().upstream(Rule::majority(), Seconds::days(3));
    let venture = Joint::with(&child, &circle, Seconds::days(3));
    let joint = venture.proposes();
    venture.vote(&joint, Choice::Abstain, Choice::Yes);
    let seats = joint.view().tally.seats;
    assert_eq!((seats.yes, seats.not_cast, seats.present()), (1, 1, 1));
    assert_eq!(joint.view().outcome, Outcome::Passed, "half is present");
    let joint = venture.proposes();
    venture.vote(&joint, Choice::Yes, Choice::Abstain);
    assert_eq!(
        joint.view().outcome,
        Outcome::NoQuorum,
        "only the proposer's own seat consents"
    );
}

fn rule_of(charter: &mut CharterSpec, rule: Rule) {
    for stage in charter
        .procedures
        .iter_mut()
        .flat_map(|one| &mut one.stages)
    {
        if let folkmoot_group::charter::Stage::Decide(round) = stage {
            round.rule = rule;
        }
    }
}

#[test]
fn what_a_split_group_refused_is_a_block() {
    let child = charter()
        .upstream(Rule::majority(), Seconds::days(3))
        .translation(Translation::Split {});
    let venture = Joint::with(&child, &by_consensus(), Seconds::days(3));
    let joint = venture.proposes();
    joint.fan_out().ok();
    let mirror = venture.they.mirror_of(&joint);
    venture.theirs[0].votes(&mirror, Choice::Yes);
    venture.theirs[1].votes(&mirror, Choice::No);
    venture.theirs[2].votes(&mirror, Choice::No);
    mirror.roll_up().ok();
    let they = venture.joint.seat_of_group(&venture.they).seat;
    assert!(matches!(
        joint.ballot_of(they).unwrap().cast,
        Cast::Upstream {
            ballot: UpstreamBallot::Split(_),
            ..
        }
    ));
    let tally = joint.view().tally;
    assert_eq!(tally.seats.block, 1);
    assert_eq!(tally.weight.block, folkmoot_rules::UNITS_PER_WEIGHT);
}

/// A new version of a joint proposal: its mirrors close as superseded, groups are asked anew for a whole period.
#[test]
fn an_amended_joint_proposal_asks_its_groups_anew() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    let (old_ours, old_theirs) = venture.vote(&joint, Choice::Yes, Choice::No);
    joint.moves_on().ok();
    joint.fan_out().refused("is resolving");
    let smaller = || spec("Smaller party", vec![]);
    venture.theirs[0]
        .amends_upstream(&venture.they, &joint, smaller())
        .refused("only the proposer");
    venture.ours[1]
        .amends_upstream(&venture.we, &joint, smaller())
        .refused("is no representative");
    venture.ours[0]
        .amends_upstream(&venture.we, &joint, smaller())
        .ok();
    let view = joint.view();
    assert_eq!((view.version, view.status), (2, Status::Open));
    assert_eq!(view.asked.seats, 0);
    assert_eq!(view.deadline - view.opened_at, WEEK.0);
    joint.fan_out().ok();
    joint.fan_out().refused("no group seat left to ask");
    let (ours, theirs) = (venture.we.mirror_of(&joint), venture.they.mirror_of(&joint));
    assert_ne!((ours.id, theirs.id), (old_ours.id, old_theirs.id));
    assert!(matches!(
        ours.view().origin,
        Origin::Mirror {
            version: 2,
            fallback: false,
            ..
        }
    ));
    assert_eq!(ours.view().content_hash, view.content_hash);
    assert_eq!(ours.view().electorate, old_ours.view().electorate);
    for (mirror, people) in [(&ours, &venture.ours), (&theirs, &venture.theirs)] {
        people.iter().for_each(|one| one.votes(mirror, Choice::Yes));
        mirror.roll_up().ok();
        assert_eq!(mirror.rolled_up().1, Verdict::Counted);
    }
    assert_eq!(joint.view().outcome, Outcome::Passed);
    joint.executes();
}

/// The mirror of an old version closes when the next one is asked; its vote counts for nothing, and that is on record.
#[test]
fn the_mirror_of_an_old_version_is_superseded() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    joint.fan_out().ok();
    let (ours, theirs) = (venture.we.mirror_of(&joint), venture.they.mirror_of(&joint));
    venture
        .theirs
        .iter()
        .for_each(|one| one.votes(&theirs, Choice::No));
    theirs.roll_up().ok();
    venture.ours[0].votes(&ours, Choice::Yes);
    venture.world.advance_to(joint.deadline());
    assert!(matches!(joint.status(), Status::Resolving { .. }));
    venture.ours[0]
        .amends_upstream(&venture.we, &joint, spec("Smaller party", vec![]))
        .ok();
    let before = ours.status();
    joint.fan_out().ok();
    assert_ne!(venture.we.mirror_of(&joint).id, ours.id);
    assert_ne!(ours.status(), before);
    assert_eq!(ours.status(), Status::Superseded);
    assert_eq!(theirs.status(), Status::Rejected, "it had told its vote");
    ours.roll_up().ok();
    assert_eq!(ours.rolled_up().1, Verdict::Late);
    assert_eq!(joint.view().tally, Default::default());
}

/// The fallback round asks the groups anew, with mirrors of its own.
#[test]
fn the_fallback_round_of_a_joint_proposal_has_its_own_mirrors() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    let (first, _) = venture.vote(&joint, Choice::Yes, Choice::No);
    joint.moves_on().ok();
    venture.world.advance_to(joint.deadline());
    let view = joint.view();
    assert_eq!(view.course.unwrap().phase, Phase::Fallback);
    assert_eq!((view.asked.seats, view.tally), (0, Default::default()));
    let (ours, _) = venture.vote(&joint, Choice::Yes, Choice::Yes);
    assert_ne!(ours.id, first.id);
    assert!(matches!(
        ours.view().origin,
        Origin::Mirror { fallback: true, .. }
    ));
    assert_eq!(ours.rolled_up().1, Verdict::Counted);
    assert_eq!(joint.view().outcome, Outcome::Passed);
    let states: Vec<_> = joint.objections().into_iter().map(|one| one.2).collect();
    assert_eq!(states, [ObjectionState::NotUpheld]);
    joint.executes();
}

/// A seat that is not asked in the fallback round stands as not cast there.
#[test]
fn who_is_not_asked_in_the_fallback_is_not_waited_for() {
    let venture = Joint::of_majorities();
    let joint = venture.proposes();
    venture.vote(&joint, Choice::Yes, Choice::No);
    joint.moves_on().ok();
    venture.world.advance_to(joint.deadline());
    venture.world.advance(Seconds::days(2));
    joint.fan_out().refused("can't be asked any more");
    assert_eq!(joint.view().tally.seats.not_cast, 2);
    assert_eq!(joint.view().outcome, Outcome::NoQuorum);
}

/// A group may decide its votes above by consent; its lead time then covers resolving and fallback.
#[test]
fn a_lead_time_covers_the_whole_upstream_course() {
    let upstream = |fallback| {
        charter().with(|charter| charter.upstream.round = round(Rule::consensus(), fallback))
    };
    let nine = Fallback::Rule {
        rule: Rule::majority(),
        period: Seconds::days(4),
    };
    let world = World::new();
    let people = world.crowd("friend", 3);
    let group = world
        .group("Friends")
        .people(&people)
        .charter(&upstream(nine))
        .found();
    let parent = world
        .group("Parent")
        .group_seat(&group, Seconds::days(8))
        .charter(
            &charter()
                .decides(Rule::majority(), Seconds::days(20))
                .upstream(Rule::majority(), Seconds::days(20)),
        )
        .found();
    let people: Vec<&Person> = people.iter().collect();
    let join = |days| vec![actions::join(&parent, Seconds::days(days))];
    group.can_not_do(
        &people,
        join(8),
        "a lead time of 8 d is shorter than this group needs: 9 d",
    );
}

#[test]
fn a_mirror_resolves_within_its_group_before_it_is_told() {
    let child = charter().with(|charter| {
        charter.upstream.round = round(Rule::consensus(), Fallback::Drop);
    });
    let parent = charter()
        .decides(Rule::majority_of_all(), Seconds::days(9))
        .upstream(Rule::majority(), Seconds::days(9))
        .buffer(Seconds::days(4));
    let venture = Joint::with(&child, &parent, Seconds::days(5));
    let joint = venture.proposes();
    joint.fan_out().ok();
    let (ours, theirs) = (venture.we.mirror_of(&joint), venture.they.mirror_of(&joint));
    for (mirror, people) in [(&ours, &venture.ours), (&theirs, &venture.theirs)] {
        people[0].votes(mirror, Choice::Yes);
        people[1].votes(mirror, Choice::Yes);
        people[2].blocks(mirror, "too loud");
        mirror.roll_up().refused("undecided");
        // of a mirror too the resolving may begin once all have answered
        mirror.moves_on().ok();
        mirror.roll_up().refused("undecided");
        people[0]
            .amends(mirror, spec("Ours", vec![]))
            .refused("is a mirror");
    }
    venture.ours[2]
        .resolves(&ours, folkmoot_group::msg::Resolution::Withdrawn)
        .ok();
    ours.roll_up().ok();
    assert_eq!(
        ours.rolled_up(),
        (UpstreamBallot::Signal(Signal::Yes), Verdict::Counted)
    );
    venture.world.advance_to(theirs.deadline());
    assert_eq!(theirs.status(), Status::Blocked);
    theirs.roll_up().ok();
    assert_eq!(
        theirs.rolled_up(),
        (UpstreamBallot::Signal(Signal::No), Verdict::Counted)
    );
    assert_eq!(joint.view().outcome, Outcome::Rejected);
}
