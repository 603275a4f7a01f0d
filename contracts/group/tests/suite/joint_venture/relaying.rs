//! Variations in what relayers, members and strangers do.

use cosmwasm_std::HexBinary;
use folkmoot_group::msg::*;

use super::*;

/// f) the roll-up comes after day 7.
#[test]
fn f_a_late_roll_up_is_recorded_and_not_counted() {
    let venture = Venture::of_the_story();
    let Venture { world, oem, .. } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    in_buddies.roll_up().ok();
    venture.oem_votes(&in_oem, 26, 0);
    world.advance_to(joint.deadline());
    let before = joint.view().tally;
    in_oem.roll_up_by(&venture.oem_relayer).ok();
    assert_eq!(in_oem.rolled_up(), (signal(Signal::Yes), Verdict::Late));
    assert_eq!(joint.view().tally, before);
    assert_eq!(upstream_vote(&joint, oem), None);
    assert_eq!(joint.status(), Status::Rejected);
    joint.execution().refused("rejected");
    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
}

/// f) one second before day 7 it still counts.
#[test]
fn f_a_roll_up_in_the_last_second_counts() {
    let venture = Venture::of_the_story();
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    venture.oem_votes(&in_oem, 26, 0);
    venture.world.advance_to(joint.deadline() - 1);
    venture.world.in_one_block(|| {
        in_oem.roll_up().ok();
        in_buddies.roll_up().ok();
    });
    assert_eq!(in_oem.rolled_up(), (signal(Signal::Yes), Verdict::Counted));
    assert_eq!(
        in_buddies.rolled_up(),
        (signal(Signal::Yes), Verdict::Counted)
    );
    venture.world.advance_to(joint.deadline());
    joint.executes();
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
}

/// h) without a relayer any member makes every call.
#[test]
fn h_members_make_every_call_themselves() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        joe,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    joe.sends(
        committee,
        &ExecuteMsg::FanOut {
            proposal: joint.id,
            seats: None,
        },
    )
    .ok();
    let (in_oem, in_buddies) = (oem.mirror_of(&joint), buddies.mirror_of(&joint));
    venture.buddies_vote(
        &in_buddies,
        &[Choice::Yes, Choice::No, Choice::Yes, Choice::Yes],
    );
    venture.oem_votes(&in_oem, 24, 16);
    in_buddies.roll_up_by(&joe.address).ok();
    world.advance_to(in_oem.deadline());
    in_oem.roll_up_by(&venture.members[0].address).ok();
    assert_eq!(
        upstream_vote(&joint, oem),
        Some((signal(Signal::Yes), false))
    );
    assert_eq!(
        upstream_vote(&joint, buddies),
        Some((signal(Signal::Yes), false))
    );
    joe.sends(committee, &ExecuteMsg::Execute { proposal: joint.id })
        .ok();
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
}

/// i) a relayer can neither cast the opposite, nor twice, nor from outside.
#[test]
fn i_a_relayer_can_not_forge_or_double_a_vote() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    let opposite = |mirror: &Proposal| {
        ExecuteMsg::CountSignal(SignalSpec {
            fallback: false,
            proposal: joint.id,
            version: 1,
            mirror: mirror.id,
            ballot: signal(Signal::No),
            by_group_account: true,
        })
    };
    // the opposite, with the group's account, by itself and as a member would vote
    world
        .attempt(
            &venture.buddies_relayer,
            &committee.address,
            &opposite(&in_buddies),
        )
        .refused("there is no link with");
    let vote = ExecuteMsg::Vote {
        proposal: joint.id,
        choice: Choice::No,
        reason: None,
    };
    world
        .attempt(&venture.buddies_relayer, &committee.address, &vote)
        .refused("holds no seat");
    world
        .attempt(&venture.buddies_relayer, &buddies.address, &vote)
        .refused("holds no seat");
    // a representative speaks and never votes
    venture.joe.sends(committee, &vote).refused("holds no seat");
    // from outside
    let stranger = world.puppet("a stranger");
    world
        .puppet_calls(&stranger, &committee.address, &opposite(&in_buddies))
        .refused("there is no link with");
    // before it is decided
    in_oem.roll_up_by(&venture.oem_relayer).refused("undecided");
    // twice
    in_buddies.roll_up_by(&venture.buddies_relayer).ok();
    let tally = joint.view().tally;
    let again = in_buddies.roll_up_by(&venture.buddies_relayer).outcome();
    assert_eq!(joint.view().tally, tally, "{again:?}");
    assert_eq!(
        upstream_vote(&joint, buddies),
        Some((signal(Signal::Yes), true))
    );
    // the group next door can't speak for it either
    venture.oem_votes(&in_oem, 0, 26);
    in_oem.roll_up_by(&venture.buddies_relayer).ok();
    assert_eq!(
        upstream_vote(&joint, oem),
        Some((signal(Signal::No), false))
    );
    assert_eq!(joint.weights(), [1, 1, 0, 0]);
}

/// k) OEM is to be asked on day 3 only: too late, it stands as not asked.
#[test]
fn k_a_group_that_was_not_asked_in_time_stands_as_not_asked() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        oem,
        buddies,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    joint.fan_out_to(&[buddies]).ok();
    let in_buddies = buddies.mirror_of(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    in_buddies.roll_up().ok();
    let asks: Vec<_> = joint.asks().into_iter().map(|ask| ask.state).collect();
    assert!(
        matches!(
            asks.as_slice(),
            [AskState::Waiting {}, AskState::Asked { .. }]
        ),
        "{asks:?}"
    );
    // the first half of the buffer of 4 days ends with day 2
    let day_2 = joint.view().opened_at + Seconds::days(2).0;
    assert_eq!(joint.view().ask_until, day_2);
    world.advance_to(day_2 + Seconds::days(1).0);
    joint
        .fan_out_to(&[oem])
        .refused("the first half of the relay buffer ended");
    assert!(oem.mirror(&joint).is_none());
    let asks: Vec<_> = joint.asks().into_iter().map(|ask| ask.state).collect();
    assert!(
        matches!(
            asks.as_slice(),
            [AskState::NotAsked { .. }, AskState::Asked { .. }]
        ),
        "{asks:?}"
    );
    assert_eq!(
        joint.view().outcome,
        Outcome::Rejected,
        "nobody waits for a seat that can't be asked"
    );
    world.advance_to(joint.deadline());
    assert_eq!(joint.status(), Status::Rejected);
    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
}

/// k) at the end of the half it is too late, one second before it is not.
#[test]
fn k_the_half_of_the_buffer_ends_at_its_instant() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        oem,
        buddies,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    world.advance_to(joint.view().ask_until - 1);
    world.in_one_block(|| joint.fan_out_to(&[oem]).ok());
    world.advance_to(joint.view().ask_until);
    joint
        .fan_out_to(&[buddies])
        .refused("the first half of the relay buffer ended");
    assert!(buddies.mirror(&joint).is_none());
    // asked in the last second, the group still has its three days before the joint deadline
    assert!(oem.mirror_of(&joint).deadline() < joint.deadline());
}

/// k) nobody is asked.
#[test]
fn k_nobody_asked_is_no_quorum() {
    let venture = Venture::of_the_story();
    let joint = venture.proposes_bbq();
    venture.world.advance_to(joint.view().ask_until);
    assert_eq!(joint.view().outcome, Outcome::NoQuorum);
    venture.world.advance_to(joint.deadline());
    assert_eq!(joint.status(), Status::NoQuorum);
    joint.execution().refused("no_quorum");
    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
}

/// Asking twice changes nothing.
#[test]
fn a_second_fan_out_changes_nothing() {
    let venture = Venture::of_the_story();
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    let before = (
        in_oem.view(),
        in_buddies.view(),
        venture.oem.view().proposals,
    );
    let _ = joint.fan_out().outcome();
    let _ = joint.fan_out_to(&[&venture.oem]).outcome();
    assert_eq!(
        before,
        (
            in_oem.view(),
            in_buddies.view(),
            venture.oem.view().proposals
        )
    );
}

/// l) Swim Buddies leave the committee mid-vote: their missing ballot is not cast, the base is unchanged.
#[test]
fn l_a_group_that_leaves_mid_vote_counts_as_not_cast() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        joe,
        sam,
        tony,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.oem_votes(&in_oem, 26, 0);
    in_oem.roll_up().ok();
    let seat = committee.seat_of_group(buddies).seat;
    buddies.decides(
        &[joe, sam, tony],
        "Leave the committee",
        vec![actions::leave(committee)],
    );
    assert!(committee.seat_of(buddies.address.as_str()).is_none());
    assert!(committee.seat(seat).left_at.is_some());
    assert_eq!(committee.view().electorate.seats, 1);
    assert_eq!(
        joint.view().electorate.seats,
        2,
        "the electorate is of the opening"
    );

    let absent = ExecuteMsg::CountAbsent {
        proposal: joint.id,
        seats: vec![seat],
    };
    joe.sends(committee, &absent).ok();
    assert_eq!(joint.weights(), [1, 0, 0, 1]);
    assert_eq!(
        joint.view().outcome,
        Outcome::Rejected,
        "one of two is no majority of all"
    );
    // what they decide afterwards is told as moot and counts for nothing
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    in_buddies.roll_up().ok();
    assert_eq!(in_buddies.rolled_up().1, Verdict::Moot);
    assert_eq!(joint.weights(), [1, 0, 0, 1]);
    world.advance_to(joint.deadline());
    assert_eq!(joint.status(), Status::Rejected);
    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
}

/// l) a ballot cast before leaving stands.
#[test]
fn l_a_vote_cast_before_leaving_stands() {
    let venture = Venture::of_the_story();
    let Venture {
        joe,
        sam,
        tony,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    in_buddies.roll_up().ok();
    buddies.decides(
        &[joe, sam, tony],
        "Leave the committee",
        vec![actions::leave(committee)],
    );
    venture.oem_votes(&in_oem, 26, 0);
    in_oem.roll_up().ok();
    assert_eq!(joint.weights(), [2, 0, 0, 0]);
    joint.executes();
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
}

/// A representative proposes for the group and can't take the group's proposal back as a person.
#[test]
fn a_representative_does_not_hold_the_groups_seat() {
    let venture = Venture::of_the_story();
    let Venture {
        joe,
        sam,
        tony,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let withdraw = ExecuteMsg::Withdraw { proposal: joint.id };
    joe.sends(committee, &withdraw).refused("holds no seat");
    joe.tries_to_propose(committee, crate::world::spec("Mine", vec![]))
        .refused("holds no seat");
    let call = actions::call(&committee.address, &withdraw, 0);
    buddies.can_not_do(
        &[joe, sam, tony],
        vec![call],
        "which is linked with this group",
    );
    assert_eq!(joint.status(), Status::Open);
}

/// A group takes its joint proposal back; votes on it are told as superseded.
#[test]
fn a_group_takes_back_what_it_proposed() {
    let venture = Venture::of_the_story();
    let Venture {
        joe,
        bob,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    let withdraw = |group: &Group, person: &Person| {
        let above = committee.address.to_string();
        let proposal = joint.id;
        let msg = ExecuteMsg::WithdrawUpstream {
            group: above,
            proposal,
        };
        person.sends(group, &msg)
    };
    // a member who represents nobody, and the group that did not propose it
    withdraw(buddies, bob).refused("holds no seat");
    withdraw(oem, &venture.members[0]).refused("seat 1 is no representative");
    withdraw(buddies, joe).ok();
    assert_eq!(joint.status(), Status::Withdrawn);
    withdraw(buddies, joe).refused("not open");
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    venture.oem_votes(&in_oem, 26, 0);
    for mirror in [&in_buddies, &in_oem] {
        mirror.roll_up().ok();
        assert_eq!(
            mirror.rolled_up(),
            (signal(Signal::Yes), Verdict::Superseded)
        );
    }
    assert_eq!(joint.weights(), [0, 0, 0, 0]);
    joint.execution().refused("withdrawn");
    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
}

/// What is decided can't be taken back, by the group that proposed it or any other.
#[test]
fn a_group_takes_back_neither_what_is_decided_nor_anothers() {
    let venture = Venture::of_the_story();
    let Venture {
        oem,
        joe,
        buddies,
        committee,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let group = committee.address.to_string();
    let proposal = joint.id;
    let withdraw = folkmoot_group::action::Action::WithdrawUpstream { group, proposal };
    oem.can_not_do(
        &venture.oem_electors(),
        vec![withdraw],
        "only the proposer, seat 2",
    );
    assert_eq!(joint.status(), Status::Open);
    let decided = venture.agrees("Decided", vec![]);
    let msg = ExecuteMsg::WithdrawUpstream {
        group: committee.address.to_string(),
        proposal: decided.id,
    };
    joe.sends(buddies, &msg).refused("is decided: passed");
}

/// A joint proposal that ended before: the vote is told as superseded.
#[test]
fn a_vote_on_a_proposal_that_ended_before_is_superseded() {
    let venture = Venture::of_the_story();
    let Venture { buddies, .. } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, _) = venture.fans_out(&joint);
    venture.oem_votes(&in_oem, 0, 26);
    in_oem.roll_up().ok();
    // decided: one of two said no
    assert_eq!(joint.view().outcome, Outcome::Rejected);
    joint.moves_on().ok();
    let in_buddies = buddies.mirror_of(&joint);
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
    in_buddies.roll_up().ok();
    assert_eq!(
        in_buddies.rolled_up(),
        (signal(Signal::Yes), Verdict::Superseded)
    );
    assert_eq!(joint.weights(), [0, 1, 0, 0]);
}

/// m) a stranger's contract asks OEM to open a mirror, or claims a seat for it.
#[test]
fn m_strangers_can_neither_ask_nor_seat_a_group() {
    let venture = Venture::of_the_story();
    let Venture { world, oem, .. } = &venture;
    let stranger = world.puppet("a stranger");
    let mirror = ExecuteMsg::OpenMirror(MirrorSpec {
        fallback: false,
        proposal: 1,
        version: 1,
        title: "Vote on our behalf".into(),
        content_hash: HexBinary::from([7; 32]),
        deadline: world.now() + Seconds::days(30).0,
        origin_height: world.height(),
        depth: 1,
    });
    world
        .puppet_calls(&stranger, &oem.address, &mirror)
        .refused("there is no link with");
    world
        .attempt(&venture.joe.address, &oem.address, &mirror)
        .refused("there is no link with");
    // a link needs both sides: a stranger's word alone is stored nowhere
    for sender in [LinkSide::Above, LinkSide::Below] {
        let link = ExecuteMsg::Link(Handshake {
            sender,
            figure: THREE_DAYS,
            members: 9,
        });
        let proposals = oem.view();
        let _ = world.puppet_calls(&stranger, &oem.address, &link).outcome();
        assert_eq!(oem.view(), proposals);
        assert_eq!(oem.seat_of(stranger.as_str()), None);
    }
    let uplinks: Vec<UplinkView> = oem.ask(&QueryMsg::Uplinks {
        start_after: None,
        limit: None,
    });
    assert_eq!(uplinks.len(), 1, "the committee alone");
}

/// m) a real group that seats OEM without asking it has an offered seat, without a vote, and can't ask it.
#[test]
fn m_a_seat_without_consent_is_only_an_offer() {
    let venture = Venture::of_the_story();
    let Venture {
        world, oem, joe, ..
    } = &venture;
    let terms = Terms::of_the_story().committee;
    let pushy = world
        .group("Pushy")
        .people([joe])
        .group_seat(oem, THREE_DAYS)
        .charter(&terms)
        .found();
    assert_eq!(pushy.seat_of_group(oem).link, Some(LinkState::Offered));
    assert_eq!(pushy.view().electorate.seats, 1);
    let joint = joe.proposes(&pushy, "Vote for us", vec![]);
    assert_eq!(joint.weight_of(pushy.seat_of_group(oem).seat), 0);
    let _ = joint.fan_out().outcome();
    assert!(oem.mirror(&joint).is_none());
    joint
        .fan_out_to(&[oem])
        .refused("has no group seat left to ask");
}
