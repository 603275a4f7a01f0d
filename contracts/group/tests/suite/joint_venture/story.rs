//! The story itself, with its figures.

use super::*;

/// Two groups decide to found a joint one, give to it, and are linked.
#[test]
fn both_groups_join_and_give() {
    let venture = Venture::founded(Terms::of_the_story());
    let Venture {
        oem,
        buddies,
        committee,
        joe,
        sam,
        tony,
        ..
    } = &venture;
    assert_eq!(venture.purses(), [0, 3_000, 400, 0]);
    assert_eq!(committee.seat_of_group(oem).link, Some(LinkState::Offered));
    assert_eq!(
        committee.view().electorate.seats,
        0,
        "an offered seat has no vote"
    );

    let join = vec![actions::join(committee, THREE_DAYS)];
    oem.decides(
        &venture.oem_electors(),
        "Join the Summer Event Committee",
        join,
    );
    assert_eq!(committee.seat_of_group(oem).link, Some(LinkState::Linked));
    assert_eq!(
        committee.seat_of_group(buddies).link,
        Some(LinkState::Offered)
    );
    assert_eq!(committee.view().electorate.seats, 1);

    oem.decides(
        &venture.oem_electors(),
        "400 for the committee",
        vec![actions::contribute(committee, 400)],
    );
    let together = vec![
        actions::join(committee, THREE_DAYS),
        actions::contribute(committee, 100),
    ];
    buddies.decides(
        &[joe, sam, tony],
        "Join the Summer Event Committee",
        together,
    );

    assert_eq!(venture.purses(), [500, 2_600, 300, 0]);
    assert_eq!(committee.treasury(), (500, 500, 0));
    assert_eq!(oem.treasury(), (2_600, 3_000, 400));
    assert_eq!(committee.view().electorate.seats, 2);
    assert_eq!(committee.view().longest_lead, Some(THREE_DAYS));
}

/// S1 as it is told.
#[test]
fn s1_two_groups_pay_for_their_barbecue() {
    let venture = Venture::of_the_story();
    let Venture {
        world,
        oem,
        buddies,
        committee,
        ..
    } = &venture;
    let day_0 = world.now();

    // 1. Joe, for Swim Buddies, opens Prop #1, 7 days
    let joint = venture.proposes_bbq();
    assert_eq!(joint.id, 1);
    assert_eq!(joint.deadline(), day_0 + Seconds::days(7).0);
    let (weight, seats) = (
        joint.view().electorate.weight,
        joint.view().electorate.seats,
    );
    assert_eq!((weight, seats), (2, 2));

    // 2. a mirror in each group, 3 days, linked to Prop #1
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    for (mirror, seats) in [(&in_oem, 50), (&in_buddies, 4)] {
        let view = mirror.view();
        assert_eq!(view.deadline, day_0 + THREE_DAYS.0);
        assert_eq!(view.electorate.seats, seats);
        assert_eq!(view.content_hash, joint.view().content_hash);
        assert!(matches!(
            &view.origin,
            folkmoot_group::msg::Origin::Mirror { group, proposal: 1, version: 1, .. }
                if *group == committee.address.as_str()
        ));
    }

    // 3. Swim Buddies: 75 %, decided before the deadline
    venture.buddies_vote(&in_buddies, &[Choice::Yes, Choice::No, Choice::Yes]);
    assert_eq!(in_buddies.view().outcome, Outcome::Undecided);
    in_buddies.roll_up().refused("undecided");
    venture.tony.votes(&in_buddies, Choice::Yes);
    assert_eq!(in_buddies.weights(), [3, 1, 0, 0]);
    assert_eq!(in_buddies.view().outcome, Outcome::Passed);

    // 4. rolled up when decided, by a transaction signed with the group's account
    in_buddies.roll_up_by(&venture.buddies_relayer).ok();
    assert_eq!(
        upstream_vote(&joint, buddies),
        Some((signal(Signal::Yes), true))
    );

    // 3. OEM: 24 yes and 16 no of 40 are 60 %, decided at the deadline on day 3
    venture.oem_votes(&in_oem, 24, 16);
    assert_eq!(in_oem.weights(), [24, 16, 0, 0]);
    assert_eq!(in_oem.view().outcome, Outcome::Undecided);
    world.advance_to(day_0 + THREE_DAYS.0 - 1);
    in_oem.roll_up_by(&venture.oem_relayer).refused("undecided");
    world.advance_to(day_0 + THREE_DAYS.0);
    in_oem.roll_up_by(&venture.oem_relayer).ok();
    assert_eq!(
        upstream_vote(&joint, oem),
        Some((signal(Signal::Yes), true))
    );

    // 5. 2 of 2: the caterer is paid, once
    assert_eq!(joint.weights(), [2, 0, 0, 0]);
    joint.executes();
    assert_eq!(joint.status(), Status::Executed);
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
    joint.execution().refused("executed");
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
    assert_eq!(committee.treasury(), (0, 500, 500));

    let receipt = joint.receipt();
    assert_eq!(receipt.group, committee.address.as_str());
    assert_eq!(
        (receipt.proposal, receipt.version, receipt.outcome),
        (1, 1, Outcome::Passed)
    );
    assert_eq!(receipt.tally, joint.view().tally);
    assert!(in_oem.receipt().by_group_account && in_buddies.receipt().by_group_account);
}
