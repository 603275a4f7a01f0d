//! Mirrors and votes of groups that are none: forged, too deep, from another time, twice.

use cosmwasm_std::HexBinary;
use folkmoot_group::charter::Basis;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Shares, Signal, UpstreamBallot};

use crate::world::{Attempt, Group, Person, World, actions, charter, checksum};

const LEAD: Seconds = Seconds::days(3);

/// A child of a parent, with Ann in both; the parent's messages are forged by sending them in its name.
struct Family {
    world: World,
    ann: Person,
    child: Group,
    parent: Group,
}

impl Family {
    fn new() -> Self {
        let world = World::new();
        let ann = world.cosmos("Ann");
        let child = world.group("Child").people([&ann]).found();
        let rules = charter()
            .decides(Rule::majority(), Seconds::days(5))
            .upstream(Rule::majority(), Seconds::days(5));
        let parent = world
            .group("Parent")
            .people([&ann])
            .group_seat(&child, LEAD)
            .charter(&rules)
            .found();
        child.decides(&[&ann], "Join", vec![actions::join(&parent, LEAD)]);
        Self {
            world,
            ann,
            child,
            parent,
        }
    }

    fn mirror(&self) -> MirrorSpec {
        MirrorSpec {
            fallback: false,
            proposal: 1,
            version: 1,
            title: "A mirror".into(),
            content_hash: checksum(b"content"),
            deadline: self.world.now() + Seconds::days(5).0,
            origin_height: self.world.height(),
            depth: 1,
        }
    }

    fn asks(&self, spec: MirrorSpec) -> Attempt {
        self.world.attempt(
            &self.parent.address,
            &self.child.address,
            &ExecuteMsg::OpenMirror(spec),
        )
    }
}

/// Even a linked group can't open just any mirror.
#[test]
fn a_linked_group_can_not_open_just_any_mirror() {
    let family = Family::new();
    let height = family.world.height();
    let uplinks: Vec<UplinkView> = family.child.ask(&QueryMsg::Uplinks {
        start_after: None,
        limit: None,
    });
    let since = uplinks[0].since_height.unwrap();
    let now = family.world.now();
    type Change = Box<dyn Fn(&mut MirrorSpec)>;
    let cases: Vec<(Change, &str)> = vec![
        (Box::new(|spec| spec.depth = 0), "this is level 0"),
        (
            Box::new(|spec| spec.depth = 9),
            "handed down at most 8 levels, this is level 9",
        ),
        (Box::new(|spec| spec.depth = u8::MAX), "this is level 255"),
        (
            Box::new(move |spec| spec.origin_height = height + 1),
            "outside of the link's time",
        ),
        (
            Box::new(|spec| spec.origin_height = u64::MAX),
            "outside of the link's time",
        ),
        (
            Box::new(move |spec| spec.origin_height = since),
            "outside of the link's time",
        ),
        (
            Box::new(|spec| spec.origin_height = 0),
            "outside of the link's time",
        ),
        (Box::new(|spec| spec.title.clear()), "needs a title"),
        (
            Box::new(|spec| spec.title = "x".repeat(100_000)),
            "at most 200 bytes, not 100000",
        ),
        (
            Box::new(|spec| spec.content_hash = HexBinary::from([1; 31])),
            "32 bytes, not 31",
        ),
        (
            Box::new(|spec| spec.content_hash = HexBinary::default()),
            "32 bytes, not 0",
        ),
        (
            Box::new(move |spec| spec.deadline = now),
            "the mirror would end at",
        ),
        (
            Box::new(|spec| spec.deadline = 0),
            "the mirror would end at",
        ),
        (
            Box::new(move |spec| spec.deadline = now + LEAD.0),
            "the mirror would end at",
        ),
    ];
    for (place, (change, reason)) in cases.into_iter().enumerate() {
        // each attempt has a block of its own, so the height named above has come by the second
        let mut spec = MirrorSpec {
            fallback: false,
            origin_height: height,
            ..family.mirror()
        };
        change(&mut spec);
        if place == 3 {
            spec.origin_height = family.world.height() + 1;
        }
        family.asks(spec).refused(reason);
    }
    family
        .asks(MirrorSpec {
            fallback: false,
            origin_height: since + 1,
            ..family.mirror()
        })
        .ok();
}

/// A mirror is asked for once: what comes second changes nothing, whatever it says.
#[test]
fn a_second_mirror_of_the_same_proposal_changes_nothing() {
    let family = Family::new();
    family.asks(family.mirror()).ok();
    let other = MirrorSpec {
        fallback: false,
        title: "Something else".into(),
        content_hash: checksum(b"other"),
        ..family.mirror()
    };
    family.asks(other).ok_without_change();
    assert_eq!(family.child.view().proposals, 2);
    assert_eq!(family.child.newest().view().title, "A mirror");
}

/// Votes of groups for what was never there, or by a group that has no vote in it.
#[test]
fn a_groups_vote_on_unknown_things_is_refused() {
    let family = Family::new();
    let Family {
        world,
        ann,
        child,
        parent,
    } = &family;
    let early = ann.proposes(parent, "Open", vec![]);
    let signal = |proposal, version| {
        let ballot = UpstreamBallot::Signal(Signal::No);
        let spec = SignalSpec {
            fallback: false,
            proposal,
            version,
            mirror: 1,
            ballot,
            by_group_account: false,
        };
        world.attempt(
            &child.address,
            &parent.address,
            &ExecuteMsg::CountSignal(spec),
        )
    };
    signal(99, 1).refused("there is no proposal 99");
    // another version than the one that is open: told as moot, and not counted
    signal(early.id, 2).ok_without_change();
    // it was not asked, and will stand as not cast once it can't be asked any more: it is not counted besides
    signal(early.id, 1).ok_without_change();
    assert_eq!(early.weights(), [0, 0, 0, 0]);
    world.advance_to(early.view().ask_until);
    assert_eq!(early.weights(), [0, 0, 0, 1]);
    signal(early.id, 1).ok_without_change();
    assert_eq!(early.weights(), [0, 0, 0, 1]);
    assert_eq!(early.view().outcome, Outcome::Undecided);
}

/// A split vote must be a split of something.
#[test]
fn shares_that_are_none_are_refused() {
    let family = Family::new();
    let Family {
        world,
        ann,
        child,
        parent,
    } = &family;
    let joint = ann.proposes(parent, "Open", vec![]);
    joint.fan_out().ok();
    let shares = |yes, no, of| Shares {
        yes,
        no,
        abstain: 0,
        not_cast: 0,
        of,
    };
    let cases = [
        (shares(0, 0, 0), "the shares are of nothing"),
        (shares(3, 1, 5), "do not add up to the 5"),
        (shares(3, 3, 5), "do not add up to the 5"),
        (shares(u128::MAX, u128::MAX, u128::MAX), "the limit is"),
        (shares(u128::MAX, 2, 1), "do not add up to the 1"),
    ];
    for (shares, reason) in cases {
        let ballot = UpstreamBallot::Split(shares);
        let spec = SignalSpec {
            fallback: false,
            proposal: joint.id,
            version: 1,
            mirror: 1,
            ballot,
            by_group_account: false,
        };
        world
            .attempt(
                &child.address,
                &parent.address,
                &ExecuteMsg::CountSignal(spec),
            )
            .refused(reason);
    }
}

/// A group's vote is counted once, whatever it says the second time.
#[test]
fn a_groups_vote_is_counted_once() {
    let family = Family::new();
    let Family {
        world,
        ann,
        child,
        parent,
    } = &family;
    let joint = ann.proposes(parent, "Open", vec![]);
    joint.fan_out().ok();
    let mirror = child.mirror_of(&joint);
    ann.votes(&mirror, Choice::Yes);
    mirror.roll_up().ok();
    let tally = joint.view().tally;
    mirror.roll_up().ok_without_change();
    let ballot = UpstreamBallot::Signal(Signal::No);
    let spec = SignalSpec {
        fallback: false,
        proposal: joint.id,
        version: 1,
        mirror: mirror.id,
        ballot,
        by_group_account: false,
    };
    world
        .attempt(
            &child.address,
            &parent.address,
            &ExecuteMsg::CountSignal(spec),
        )
        .ok_without_change();
    assert_eq!(joint.view().tally, tally);
    // and nobody votes for the group by hand
    let vote = ExecuteMsg::Vote {
        proposal: joint.id,
        choice: Choice::No,
        reason: None,
    };
    world
        .attempt(&child.address, &parent.address, &vote)
        .refused("seat 2 is a group's: it votes by the roll-up");
    world
        .attempt(&child.address, &parent.address, &ExecuteMsg::Leave {})
        .refused("leaves by its own decision");
}

/// A mirror is only rolled up: nobody executes, moves on, withdraws or rescinds it.
#[test]
fn a_mirror_is_only_rolled_up() {
    let family = Family::new();
    let Family {
        ann, child, parent, ..
    } = &family;
    let joint = ann.proposes(parent, "Open", vec![]);
    joint.fan_out().ok();
    let mirror = child.mirror_of(&joint);
    mirror
        .execution()
        .refused("is a mirror, which is only rolled up");
    mirror.moves_on().refused("is a mirror");
    ann.sends(
        child,
        &ExecuteMsg::Withdraw {
            proposal: mirror.id,
        },
    )
    .refused("is a mirror");
    ann.votes(&mirror, Choice::Yes);
    mirror.execution().refused("is a mirror");
    mirror.roll_up().ok();
    ann.tries_to_vote(&mirror, Choice::No).refused("not open");
    let rescind = folkmoot_group::action::Action::Rescind {
        proposal: mirror.id,
    };
    child.can_not_do(&[ann], vec![rescind], "");
    joint
        .roll_up()
        .refused("is no mirror, there is nothing to roll up");
}

/// Seats that are named to be asked and can't be.
#[test]
fn only_group_seats_of_the_electorate_are_asked() {
    let family = Family::new();
    let Family { ann, parent, .. } = &family;
    let joint = ann.proposes(parent, "Open", vec![]);
    let ask = |seats: Vec<u32>| {
        ann.sends(
            parent,
            &ExecuteMsg::FanOut {
                proposal: joint.id,
                seats: Some(seats),
            },
        )
    };
    ask(vec![1]).refused("has no group seat left to ask");
    ask(vec![]).refused("has no group seat left to ask");
    ask(vec![9]).refused("there is no seat 9");
    ask((1..=31).collect()).refused("a call names at most 30 seats, not 31");
    ask(vec![2, 2, 2]).ok();
    assert_eq!(joint.view().asked.seats, 1);
    ask(vec![2]).refused("has no group seat left to ask");
}

/// A joint proposal is handed down eight levels, the ninth is refused with an error of its own.
#[test]
fn the_ninth_level_is_refused() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let lowest = charter().upstream(Rule::majority(), Seconds::days(1));
    let mut groups = vec![
        world
            .group("Level 0")
            .people([&ann])
            .charter(&lowest)
            .found(),
    ];
    for level in 1..=9_u32 {
        let period = Seconds::days(2 * level + 1);
        // Ann outweighs the group below, so that she can decide to join by herself
        let rules = charter()
            .decides(Rule::majority(), period)
            .upstream(Rule::majority(), period)
            .weighting(Basis::Fixed, None);
        let below = groups.last().unwrap();
        let lead = below.charter().charter.upstream.round.period;
        let group = world
            .group(&format!("Level {level}"))
            .group_seat(below, lead)
            .seats([ann.seat_weighing(9)])
            .charter(&rules)
            .found();
        below.decides(&[&ann], "Join", vec![actions::join(&group, lead)]);
        groups.push(group);
    }
    let mut asked = ann.proposes(&groups[9], "From the top", vec![]);
    for level in (1..9).rev() {
        asked.fan_out().ok();
        asked = groups[level].mirror_of(&asked);
        let Origin::Mirror { depth, .. } = asked.view().origin else {
            panic!("a mirror")
        };
        assert_eq!(usize::from(depth), 9 - level);
    }
    asked.fan_out().ok();
    let told = world.meter().refusals();
    assert!(
        told.iter()
            .any(|told| told.contains("handed down at most 8 levels, this is level 9")),
        "{told:?}"
    );
    assert!(groups[0].mirror(&asked).is_none());
    assert!(matches!(asked.asks()[0].state, AskState::Failed { .. }));
}

/// A group that can't answer does not spoil the asking of the others.
#[test]
fn a_group_that_refuses_spoils_no_others_asking() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let [good, bad] = ["Good", "Bad"].map(|name| world.group(name).people([&ann]).found());
    let rules = charter()
        .decides(Rule::majority_of_all(), Seconds::days(5))
        .upstream(Rule::majority_of_all(), Seconds::days(5));
    let parent = world
        .group("Parent")
        .people([&ann])
        .group_seat(&bad, LEAD)
        .group_seat(&good, LEAD)
        .charter(&rules)
        .found();
    for child in [&bad, &good] {
        child.decides(&[&ann], "Join", vec![actions::join(&parent, LEAD)]);
    }
    let joint = ann.proposes(&parent, "For both", vec![]);
    // everybody leaves the bad one before the origin's block: it has no electorate; here by an empty store
    world.app(|app| {
        let mut storage = app.contract_storage_mut(&bad.address);
        storage.remove(b"t");
    });
    joint.fan_out().ok();
    let states: Vec<AskState> = joint.asks().into_iter().map(|ask| ask.state).collect();
    assert!(
        matches!(
            states.as_slice(),
            [AskState::Failed { .. }, AskState::Asked { .. }]
        ),
        "{states:?}"
    );
    let mirror = good.mirror_of(&joint);
    ann.votes(&mirror, Choice::Yes);
    mirror.roll_up().ok();
    ann.votes(&joint, Choice::Yes);
    joint.executes();
}
