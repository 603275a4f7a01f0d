//! g) the committee sits in a National Park Federation: three levels, signals carried through.

use folkmoot_group::action::Action;
use folkmoot_group::msg::Verdict;

use super::*;

const SEVEN_DAYS: Seconds = Seconds::days(7);
const ELEVEN_DAYS: Seconds = Seconds::days(11);

/// The venture, its federation, and the other group in it.
struct Federated {
    venture: Venture,
    federation: Group,
    ranger: Person,
    rangers: Group,
}

fn federated() -> Federated {
    let venture = Venture::of_the_story();
    let Venture {
        world, committee, ..
    } = &venture;
    let ranger = world.cosmos("the ranger");
    let rangers = world.group("Park Rangers").people([&ranger]).found();
    let federal = charter()
        .decides(Rule::majority_of_all(), ELEVEN_DAYS)
        .upstream(Rule::majority_of_all(), ELEVEN_DAYS)
        .buffer(Seconds::days(4));
    let federation = world
        .group("National Park Federation")
        .group_seat(committee, SEVEN_DAYS)
        .group_seat(&rangers, THREE_DAYS)
        .charter(&federal)
        .found();
    let seat = ranger.seat_in(&rangers);
    let join = vec![
        actions::join(&federation, THREE_DAYS),
        Action::appoint(seat),
    ];
    rangers.decides(&[&ranger], "Join the federation", join);
    // the committee joins as it decides everything: by its groups
    let join = vec![actions::join(&federation, SEVEN_DAYS)];
    let joint = venture.agrees("Join the federation", join);
    joint.executes();
    assert_eq!(
        joint.status(),
        Status::Executed,
        "{:?}",
        joint.view().failure
    );
    assert_eq!(federation.view().electorate.seats, 2);
    Federated {
        venture,
        federation,
        ranger,
        rangers,
    }
}

#[test]
fn g_signals_are_carried_through_three_levels() {
    let Federated {
        venture,
        federation,
        ranger,
        rangers,
    } = federated();
    let Venture {
        world,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let trail = ranger.proposes_upstream(&rangers, &federation, "Close the north trail", vec![]);
    let day_0 = trail.view().opened_at;
    assert_eq!(trail.deadline(), day_0 + ELEVEN_DAYS.0);

    // down: the federation asks the committee, the committee its groups
    trail.fan_out().ok();
    let in_committee = committee.mirror_of(&trail);
    assert_eq!(in_committee.deadline(), day_0 + SEVEN_DAYS.0);
    in_committee.fan_out().ok();
    let (in_oem, in_buddies) = (
        oem.mirror_of(&in_committee),
        buddies.mirror_of(&in_committee),
    );
    assert_eq!(in_oem.deadline(), day_0 + THREE_DAYS.0);
    for mirror in [&in_committee, &in_oem, &in_buddies] {
        assert_eq!(mirror.view().content_hash, trail.view().content_hash);
    }

    // up: the members decide, each level by its own rule
    ranger.votes(&rangers.mirror_of(&trail), Choice::Yes);
    rangers.mirror_of(&trail).roll_up().ok();
    venture.buddies_vote(
        &in_buddies,
        &[Choice::Yes, Choice::No, Choice::Yes, Choice::Yes],
    );
    venture.oem_votes(&in_oem, 24, 16);
    in_buddies.roll_up_by(&venture.buddies_relayer).ok();
    in_committee.roll_up().refused("undecided");
    world.advance_to(in_oem.deadline());
    in_oem.roll_up_by(&venture.oem_relayer).ok();
    assert_eq!(in_committee.weights(), [2, 0, 0, 0]);
    in_committee.roll_up().ok();
    assert_eq!(
        in_committee.rolled_up(),
        (signal(Signal::Yes), Verdict::Counted)
    );
    assert_eq!(
        upstream_vote(&trail, committee),
        Some((signal(Signal::Yes), false))
    );
    assert_eq!(trail.weights(), [2, 0, 0, 0]);
    trail.executes();
    assert_eq!(trail.status(), Status::Executed);
}

/// A no at the bottom is a no at the top: one of two partners.
#[test]
fn g_a_group_below_decides_for_the_committee_above() {
    let Federated {
        venture,
        federation,
        ranger,
        rangers,
    } = federated();
    let Venture {
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let trail = ranger.proposes_upstream(&rangers, &federation, "Close the north trail", vec![]);
    trail.fan_out().ok();
    let in_committee = committee.mirror_of(&trail);
    in_committee.fan_out().ok();
    let (in_oem, in_buddies) = (
        oem.mirror_of(&in_committee),
        buddies.mirror_of(&in_committee),
    );
    venture.buddies_vote(&in_buddies, &[Choice::No; 4]);
    in_buddies.roll_up().ok();
    // equal partners: the other can't make up for it, the committee's no is told at once
    assert_eq!(in_committee.view().outcome, Outcome::Rejected);
    in_committee.roll_up().ok();
    assert_eq!(
        upstream_vote(&trail, committee),
        Some((signal(Signal::No), false))
    );
    // OEM's vote comes when the committee's mirror has ended
    venture.oem_votes(&in_oem, 26, 0);
    in_oem.roll_up().ok();
    assert_eq!(
        in_oem.rolled_up(),
        (signal(Signal::Yes), Verdict::Superseded)
    );
}

/// Electorates are those of the block in which the first joint proposal of the chain opened, on every level.
#[test]
fn g_electorates_are_of_the_first_opening_on_every_level() {
    let Federated {
        venture,
        federation,
        ranger,
        rangers,
    } = federated();
    let Venture {
        world,
        joe,
        sam,
        tony,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let trail = ranger.proposes_upstream(&rangers, &federation, "Close the north trail", vec![]);
    // somebody joins Swim Buddies after the federation's proposal opened and before they are asked
    let ann = world.cosmos("Ann");
    buddies.decides(&[joe, sam, tony], "Ann", vec![actions::admit(ann.seat())]);
    trail.fan_out().ok();
    let in_committee = committee.mirror_of(&trail);
    in_committee.fan_out().ok();
    let in_buddies = buddies.mirror_of(&in_committee);
    assert_eq!(in_buddies.view().electorate.seats, 4);
    assert_eq!(in_buddies.weight_of(ann.seat_in(buddies)), 0);
    ann.tries_to_vote(&in_buddies, Choice::No)
        .refused("is not in the electorate");
    assert_eq!(oem.mirror_of(&in_committee).view().electorate.seats, 50);
}

/// A circle of groups is impossible: upstream periods strictly grow going up.
#[test]
fn g_a_circle_of_groups_is_impossible() {
    let Federated {
        venture,
        federation,
        ..
    } = federated();
    let Venture {
        joe,
        sam,
        tony,
        buddies,
        ..
    } = &venture;
    let everybody = [joe, sam, tony];
    // Swim Buddies would take the federation in: their three days can't hold its eleven
    let seat = actions::admit(federation.seat_spec(ELEVEN_DAYS));
    buddies.can_not_do(
        &everybody,
        vec![seat],
        "3 d < internal 11 d + relay buffer 1 d",
    );
    // with a lead time that would fit, the federation could not promise it
    let terms = charter()
        .decides(Rule::majority(), Seconds::days(12))
        .with(|charter| {
            charter.upstream.round.period = Seconds::days(12);
        });
    buddies.can_not_do(
        &everybody,
        vec![actions::amend(1, terms.spec())],
        "12 d is longer than the 3 d promised",
    );
    // nor can a group sit in itself
    buddies.can_not_do(
        &everybody,
        vec![actions::admit(buddies.seat_spec(THREE_DAYS))],
        "can't sit in itself",
    );
    buddies.can_not_do(
        &everybody,
        vec![actions::join(buddies, THREE_DAYS)],
        "can't sit in itself",
    );
}

/// A mirror is decided by the charter that its group had when the first joint proposal opened, not by a later one.
#[test]
fn g_charters_are_of_the_first_opening_as_well() {
    let Federated {
        venture,
        federation,
        ranger,
        rangers,
    } = federated();
    let Venture {
        world,
        joe,
        sam,
        tony,
        buddies,
        committee,
        ..
    } = &venture;
    let stricter = |version: u32| {
        let account = charter().group_account(&venture.buddies_relayer);
        let rule = if version % 2 == 1 {
            Rule::majority_of_all()
        } else {
            Rule::majority()
        };
        vec![actions::amend(
            version,
            account.upstream(rule, THREE_DAYS).spec(),
        )]
    };
    let everybody = [joe, sam, tony];
    let passed = buddies.passes(&everybody, "Stricter", stricter(1));
    // the charter changes in the very block in which the federation's proposal opens: the one of its start holds
    let trail = world.in_one_block(|| {
        passed.executes();
        ranger.proposes_upstream(&rangers, &federation, "Close the north trail", vec![])
    });
    buddies.decides(&everybody, "Laxer", stricter(2));
    assert_eq!(buddies.charter().version, 3);
    trail.fan_out().ok();
    let in_committee = committee.mirror_of(&trail);
    in_committee.fan_out().ok();
    let mirror = buddies.mirror_of(&in_committee).view();
    assert_eq!(mirror.rule, Rule::three_quarters());
    // asked directly, about what opens now, it is decided by the charter of now
    let joint = venture.proposes_bbq();
    joint.fan_out().ok();
    assert_eq!(buddies.mirror_of(&joint).view().rule, Rule::majority());
}

/// A group in which nobody voted when the first joint proposal opened can't be asked; the others can.
#[test]
fn g_a_group_without_an_electorate_is_not_asked() {
    let Federated {
        venture,
        federation,
        ranger,
        rangers,
    } = federated();
    let Venture {
        world, committee, ..
    } = &venture;
    let seat = federation.seat_of_group(&rangers).seat;
    let trail = ranger.proposes_upstream(&rangers, &federation, "Close the north trail", vec![]);
    let leave = folkmoot_group::msg::ExecuteMsg::Leave {};
    let later = world.in_one_block(|| {
        ranger.sends(&rangers, &leave).ok();
        trail.clone()
    });
    // she was there at its opening: her group is asked, and stands without a ballot
    later.fan_out_to(&[&rangers]).ok();
    assert_eq!(rangers.mirror_of(&later).view().electorate.seats, 1);
    // what the committee opens from now on finds nobody there
    let action = Action::ProposeUpstream {
        group: federation.address.to_string(),
        proposal: Box::new(crate::world::spec("Nobody is there", vec![])),
    };
    venture
        .agrees("Ask the federation", vec![action])
        .executes();
    let empty = federation.newest();
    empty.fan_out().ok();
    assert!(rangers.mirror(&empty).is_none());
    let told = world.meter().refusals();
    assert!(
        told.iter().any(|told| told.contains("nobody could vote")),
        "{told:?}"
    );
    let ask = empty
        .asks()
        .into_iter()
        .find(|ask| ask.seat == seat)
        .unwrap();
    assert!(matches!(
        ask.state,
        folkmoot_group::msg::AskState::Failed { .. }
    ));
    assert!(committee.mirror(&empty).is_some());
    // it stays in the base and is not waited for once the asking is over
    world.advance_to(empty.view().ask_until);
    assert_eq!(empty.weights(), [0, 0, 0, 1]);
}

/// The committee has 7 days for what the federation asks, and the relays 4: ten are one too few, eleven will do.
#[test]
fn g_ten_days_are_too_short_for_seven_and_four() {
    let venture = Venture::of_the_story();
    let ten = charter()
        .decides(Rule::majority_of_all(), Seconds::days(10))
        .upstream(Rule::majority_of_all(), Seconds::days(10))
        .buffer(Seconds::days(4));
    let (_, founding) = venture
        .world
        .group("National Park Federation")
        .group_seat(&venture.committee, SEVEN_DAYS)
        .charter(&ten)
        .try_found();
    founding.refused("10 d < internal 7 d + relay buffer 4 d");
}

/// On both levels a group is asked up to the last moment of half the buffer, and no later.
#[test]
fn g_the_last_moment_of_asking_is_the_same_on_two_levels() {
    let told = federated();
    let Venture {
        world,
        oem,
        buddies,
        committee,
        ..
    } = &told.venture;
    let open = || {
        told.ranger
            .proposes_upstream(&told.rangers, &told.federation, "A trail", vec![])
    };
    let trail = open();
    world.advance_to(trail.view().ask_until - 1);
    trail.fan_out().ok();
    let in_committee = committee.mirror_of(&trail);
    world.advance_to(in_committee.view().ask_until - 1);
    in_committee.fan_out_to(&[oem]).ok();
    assert!(oem.mirror(&in_committee).is_some());
    world.advance_to(in_committee.view().ask_until);
    in_committee
        .fan_out_to(&[buddies])
        .refused("can't be asked any more");
    assert_eq!(in_committee.view().tally.seats.not_cast, 1);
    let late = open();
    world.advance_to(late.view().ask_until);
    late.fan_out().refused("can't be asked any more");
}
