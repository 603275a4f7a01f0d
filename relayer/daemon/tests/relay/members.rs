//! Members that come, leave and weigh.

use folkmoot_group::action::Action;
use folkmoot_group::charter::Basis;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Choice, Status};

use super::people::{charter, signer};
use super::venture::Venture;
use super::world::DAY;

#[tokio::test]
async fn a_seat_that_left_is_not_waited_for() {
    let venture = Venture::new().await;
    let (world, south) = (&venture.world, &venture.south);
    let relay = venture.relay().await;
    let id = world.propose("Bob", south, "A boat", vec![]).await;
    for name in ["Sam", "Sue"] {
        world.cast(&relay, name, south, id, Choice::Yes).await;
    }
    relay.settle().await.unwrap();
    let view = world.proposal(south, id).await;
    assert_eq!(
        view.status,
        Status::Open,
        "Bob and Sid could still make a tie"
    );
    world
        .call("Bob", south, &ExecuteMsg::Leave {})
        .await
        .unwrap();
    relay.settle().await.unwrap();
    let view = world.proposal(south, id).await;
    assert_eq!(view.tally.seats.not_cast, 1);
    assert_eq!(view.status, Status::Executed);
}

#[tokio::test]
async fn group_seats_weigh_what_their_groups_have_after_the_notice() {
    let mut joint = charter(7);
    joint.weighting.basis = Basis::ByMembers;
    let venture = Venture::by(charter(3), charter(3), joint).await;
    let (world, south) = (&venture.world, &venture.south);
    let relay = venture.relay().await;
    let weight = async || {
        let seat = world
            .contract(&venture.joint)
            .seat_of(south)
            .await
            .unwrap()
            .unwrap();
        (seat.weight, seat.announced_weight.map(|rise| rise.weight))
    };
    relay.settle().await.unwrap();
    assert_eq!(weight().await, (4, None));

    let admit = Action::AdmitSeat {
        seat: signer("Sol"),
    };
    let id = world.propose("Bob", south, "Sol comes", vec![admit]).await;
    world.vote("Bob", south, id, Choice::Yes).await;
    for name in ["Sam", "Sue"] {
        world.cast(&relay, name, south, id, Choice::Yes).await;
    }
    relay.settle().await.unwrap();
    assert_eq!(weight().await, (4, Some(5)), "a rise is announced");
    world.advance(7 * DAY).await;
    relay.settle().await.unwrap();
    assert_eq!(weight().await, (5, None));

    world
        .call("Bob", south, &ExecuteMsg::Leave {})
        .await
        .unwrap();
    relay.settle().await.unwrap();
    assert_eq!(weight().await, (4, None), "a fall holds at once");
}
