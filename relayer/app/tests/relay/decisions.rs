//! Decisions from fan-out to payment.

use folkmoot_group::msg::Verdict;
use folkmoot_rules::{Choice, Signal, Status, UpstreamBallot};

use super::world::{Venture, spend};

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
