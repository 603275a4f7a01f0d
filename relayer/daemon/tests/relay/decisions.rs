//! Decisions from fan-out to payment.

use std::sync::Arc;
use std::time::Duration;

use folkmoot_group::charter::Stage;
use folkmoot_group::msg::Verdict;
use folkmoot_rules::{Choice, Outcome, Seconds, Signal, Status, UpstreamBallot};
use serde_json::json;

use super::people::{account, charter, member, spend};
use super::venture::Venture;
use super::world::{DAY, World};

#[tokio::test]
async fn a_joint_decision_goes_from_fan_out_to_payment() {
    let venture = Venture::new().await;
    let (world, joint) = (&venture.world, &venture.joint);
    let relay = venture.relay().await;
    let caterer = world.address("caterer");
    let before = world.balance(&caterer).await;

    let id = venture.propose(vec![spend(&caterer, 500)]).await;
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(joint, id).await.asked.seats, 2);

    let mut carried = Vec::new();
    for (group, people) in [
        (&venture.north, ["Eve", "Eli", "Eno"]),
        (&venture.south, ["Sam", "Sue", "Sid"]),
    ] {
        let mirror = venture.mirror(group, id).await.proposal;
        for name in people {
            carried.push(world.cast(&relay, name, group, mirror, Choice::Yes).await);
        }
    }
    relay.settle().await.unwrap();

    for group in [&venture.north, &venture.south] {
        let roll_up = venture.mirror(group, id).await.roll_up.unwrap();
        assert_eq!(roll_up.ballot, UpstreamBallot::Signal(Signal::Yes));
        assert_eq!(roll_up.verdict, Verdict::Counted);
        assert!(roll_up.by_group_account, "its own account signs");
    }
    let view = world.proposal(joint, id).await;
    assert_eq!(view.status, Status::Executed, "{view:?}");
    assert!(view.by_group_account);
    assert_eq!(world.balance(&caterer).await, before + 500);
    for receipt in carried {
        let receipt = world.receipt(&relay, &receipt).await;
        assert_eq!(receipt["state"], "carried", "{receipt}");
        assert!(
            receipt["height"].as_u64().is_some() && receipt["tx"].is_string(),
            "{receipt}"
        );
    }
    relay.stop().await.unwrap();
}

#[tokio::test]
async fn the_roll_up_goes_up_in_the_transaction_of_the_deciding_ballots() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = venture.relay().await;
    let id = venture.propose(vec![]).await;
    relay.settle().await.unwrap();

    let mirror = venture.mirror(&venture.south, id).await.proposal;
    let mut ballots = Vec::new();
    for name in ["Sam", "Sue", "Sid"] {
        ballots.push(world.ballot(name, &venture.south, mirror, Choice::No).await);
    }
    let body = json!({ "ballots": ballots });
    let (status, answer) = world.hand_in(&relay, &venture.south, mirror, &body).await;
    assert_eq!(status, 202, "{answer}");
    relay.settle().await.unwrap();

    let roll_up = venture.mirror(&venture.south, id).await.roll_up.unwrap();
    assert_eq!(roll_up.ballot, UpstreamBallot::Signal(Signal::No));
    assert!(roll_up.by_group_account);
    for result in answer["results"].as_array().unwrap() {
        let receipt = world
            .receipt(&relay, result["receipt"].as_str().unwrap())
            .await;
        assert_eq!(receipt["state"], "carried", "{receipt}");
        assert_eq!(
            receipt["height"], roll_up.height,
            "one transaction for all of it"
        );
    }
}

#[tokio::test]
async fn a_silent_group_is_told_as_not_cast_at_its_own_deadline() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = venture.relay().await;
    let id = venture.propose(vec![]).await;
    relay.settle().await.unwrap();
    world.advance(2 * DAY).await;
    relay.settle().await.unwrap();
    assert!(venture.mirror(&venture.south, id).await.roll_up.is_none());
    world.advance(DAY).await;
    relay.settle().await.unwrap();
    for group in [&venture.north, &venture.south] {
        let roll_up = venture.mirror(group, id).await.roll_up.unwrap();
        assert_eq!(roll_up.ballot, UpstreamBallot::Signal(Signal::NotCast));
        assert_eq!(roll_up.verdict, Verdict::Counted);
    }
    assert_eq!(
        world.proposal(&venture.joint, id).await.outcome,
        Outcome::NoQuorum
    );
}

#[tokio::test]
async fn a_vote_that_comes_too_late_is_still_on_record() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = venture.relay().await;
    let id = venture.propose(vec![]).await;
    relay.settle().await.unwrap();
    relay.stop().await.unwrap();

    let mirror = venture.mirror(&venture.south, id).await.proposal;
    world.vote("Bob", &venture.south, mirror, Choice::Yes).await;
    world.advance(7 * DAY).await;
    let relay = venture.relay().await;
    relay.settle().await.unwrap();
    let roll_up = venture.mirror(&venture.south, id).await.roll_up.unwrap();
    assert_eq!(roll_up.verdict, Verdict::Late);
    assert!(roll_up.by_group_account);
    assert_eq!(
        world
            .proposal(&venture.joint, id)
            .await
            .tally
            .seats
            .answered(),
        0
    );
}

#[tokio::test]
async fn an_execution_that_failed_is_tried_again_later() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = venture.relay().await;
    let caterer = world.address("caterer");
    let id = world
        .propose("Ann", &venture.north, "A tent", vec![spend(&caterer, 700)])
        .await;
    world.vote("Ann", &venture.north, id, Choice::Yes).await;
    for name in ["Eve", "Eli"] {
        world
            .cast(&relay, name, &venture.north, id, Choice::Yes)
            .await;
    }
    relay.settle().await.unwrap();
    let view = world.proposal(&venture.north, id).await;
    assert_eq!(view.status, Status::ExecutionFailed, "north has nothing");

    world.give(&venture.north, 700).await;
    relay.settle().await.unwrap();
    let view = world.proposal(&venture.north, id).await;
    assert_eq!(
        view.status,
        Status::ExecutionFailed,
        "its next try is later"
    );
    world.clock.advance(Duration::from_secs(1));
    relay.settle().await.unwrap();
    assert_eq!(
        world.proposal(&venture.north, id).await.status,
        Status::Executed
    );
}

#[tokio::test]
async fn a_decision_that_has_to_rest_is_moved_on_and_executed_afterwards() {
    let mut careful = charter(3);
    careful.procedures[0].stages.push(Stage::Delay {
        duration: Seconds(2 * DAY),
    });
    let world = World::with(&["founder", "carrier", "Ann", "north's relayer"]).await;
    let north = world.found("north", careful, vec![member("Ann")]).await;
    let relay = world.relay(&[("north", &north)]).await;
    let id = world.propose("Ann", &north, "Slowly", vec![]).await;
    world.vote("Ann", &north, id, Choice::Yes).await;
    relay.settle().await.unwrap();
    let status = world.proposal(&north, id).await.status;
    assert!(matches!(status, Status::Delayed { .. }), "{status}");
    world.advance(2 * DAY).await;
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&north, id).await.status, Status::Executed);
}

#[tokio::test]
async fn what_anybody_may_do_is_done_for_neighbours_by_the_carrier_and_nothing_else() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = world.relay(&[("north", &venture.north)]).await;
    relay.settle().await.unwrap();
    let id = venture.propose(vec![]).await;
    relay.settle().await.unwrap();
    let asked = world.proposal(&venture.joint, id).await.asked;
    assert_eq!(asked.seats, 2, "the joint group is found by north's link");

    let mirror = venture.mirror(&venture.north, id).await.proposal;
    world.vote("Ann", &venture.north, mirror, Choice::Yes).await;
    for name in ["Eve", "Eli"] {
        world
            .cast(&relay, name, &venture.north, mirror, Choice::Yes)
            .await;
    }
    let theirs = venture.mirror(&venture.south, id).await.proposal;
    world.vote("Bob", &venture.south, theirs, Choice::Yes).await;
    world.advance(3 * DAY).await;
    relay.settle().await.unwrap();
    let roll_up = venture.mirror(&venture.north, id).await.roll_up.unwrap();
    assert!(roll_up.by_group_account);
    let theirs = venture.mirror(&venture.south, id).await;
    assert!(
        theirs.roll_up.is_none(),
        "another group's vote is its own account's"
    );
}

#[tokio::test]
async fn a_group_is_followed_from_the_moment_an_account_signs_for_it() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = world.relay(&[]).await;
    let id = venture.propose(vec![]).await;
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&venture.joint, id).await.asked.seats, 0);
    let signer = Arc::new(account("south's relayer"));
    relay.operate(&venture.south, signer).await.unwrap();
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&venture.joint, id).await.asked.seats, 2);
}
