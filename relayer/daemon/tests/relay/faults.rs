//! Nodes that are gone, databases that are locked, empty accounts, two relayers at once.

use std::sync::Arc;
use std::time::Duration;

use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{Node, Signer};
use folkmoot_daemon::duty::NoFaults;
use folkmoot_daemon::relay::{Signers, start};
use folkmoot_rules::{Choice, Status};
use folkmoot_store::{SqliteStore, Store};

use super::people::{account, charter, member, signer, spend};
use super::venture::Venture;
use super::world::World;

#[tokio::test]
async fn an_empty_account_is_waited_for_until_it_is_filled() {
    let world = World::with(&["founder", "Ann", "north's relayer"]).await;
    let seats = vec![member("Ann"), signer("Eve"), signer("Eli")];
    let north = world.found("north", charter(3), seats).await;
    let poor = account("somebody without coins");
    let address = poor.address("wasm").unwrap();
    let signers = Signers::default().with_group(&north, Arc::new(poor));
    let relay = start(&world.config("relay.db"), signers, world.clock.clone())
        .await
        .unwrap();
    relay.settle().await.unwrap();
    let id = world.propose("Ann", &north, "A tent", vec![]).await;
    let receipt = world.cast(&relay, "Eve", &north, id, Choice::Yes).await;
    relay.settle().await.unwrap();
    assert_eq!(world.receipt(&relay, &receipt).await["state"], "received");
    world.send(&address, 1_000).await;
    world.clock.advance(Duration::from_secs(1));
    relay.settle().await.unwrap();
    assert_eq!(world.receipt(&relay, &receipt).await["state"], "carried");
}

#[tokio::test]
async fn two_relayers_of_the_same_groups_do_everything_once() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let one = venture.relay_with("one.db", Arc::new(NoFaults)).await;
    let two = venture.relay_with("two.db", Arc::new(NoFaults)).await;
    let caterer = world.address("caterer");
    let before = world.balance(&caterer).await;
    let id = venture.propose(vec![spend(&caterer, 500)]).await;
    let settle = async || {
        for _ in 0..3 {
            let (first, second) = tokio::join!(one.settle(), two.settle());
            first.unwrap();
            second.unwrap();
            // whoever came second tries again
            world.clock.advance(Duration::from_secs(120));
        }
    };
    settle().await;
    for (group, people) in [
        (&venture.north, ["Eve", "Eli", "Eno"]),
        (&venture.south, ["Sam", "Sue", "Sid"]),
    ] {
        let mirror = venture.mirror(group, id).await.proposal;
        for name in people {
            world.cast(&one, name, group, mirror, Choice::Yes).await;
            world.cast(&two, name, group, mirror, Choice::Yes).await;
        }
    }
    settle().await;
    let view = world.proposal(&venture.joint, id).await;
    assert_eq!(view.status, Status::Executed);
    assert_eq!(view.tally.seats.yes, 2);
    assert_eq!(world.balance(&caterer).await, before + 500);
    for relay in [&one, &two] {
        for group in [&venture.north, &venture.south] {
            let mirror = venture.mirror(group, id).await.proposal;
            for name in ["Eve", "Eli", "Eno", "Sam", "Sue", "Sid"] {
                let own = (group == &venture.north) == name.starts_with('E');
                if own {
                    let receipt = world.cast(relay, name, group, mirror, Choice::Yes).await;
                    let receipt = world.receipt(relay, &receipt).await;
                    assert_eq!(receipt["state"], "carried", "{name}: {receipt}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_locked_database_is_waited_for() {
    let venture = Venture::new().await;
    let world = &venture.world;
    let relay = venture.relay().await;
    relay.settle().await.unwrap();
    let other = SqliteStore::open(&world.folder.path().join("relay.db"))
        .await
        .unwrap();
    let lock = other.begin().await.unwrap();
    let id = venture.propose(vec![]).await;
    let settled = relay.settle();
    tokio::pin!(settled);
    tokio::select! {
        _ = &mut settled => panic!("it settled without its database"),
        () = async { for _ in 0..50 { world.client.status().await.unwrap(); } } => {}
    }
    lock.cancel().await.unwrap();
    settled.await.unwrap();
    assert_eq!(world.proposal(&venture.joint, id).await.asked.seats, 2);
}

#[tokio::test]
async fn a_node_that_is_gone_is_waited_for() {
    let world = World::with(&["founder", "carrier", "Ann", "north's relayer"]).await;
    let north = world.found("north", charter(3), vec![member("Ann")]).await;
    let signers = Signers::default().with_group(&north, Arc::new(account("north's relayer")));
    let clock = Arc::new(SystemClock);
    let relay = start(&world.config("relay.db"), signers.clone(), clock.clone())
        .await
        .unwrap();
    relay.settle().await.unwrap();
    let id = world.propose("Ann", &north, "A tent", vec![]).await;
    world.vote("Ann", &north, id, Choice::Yes).await;

    let world = world.stopped().await.start().await;
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&north, id).await.status, Status::Executed);
    drop(relay);

    // one that is not there yet when the relayer starts
    let id = world.propose("Ann", &north, "Another", vec![]).await;
    world.vote("Ann", &north, id, Choice::Yes).await;
    let config = world.config("relay.db");
    let stopped = world.stopped().await;
    let starting = start(&config, signers, clock);
    tokio::pin!(starting);
    tokio::select! {
        _ = &mut starting => panic!("it started without a node"),
        () = async { for _ in 0..200 { tokio::task::yield_now().await; } } => {}
    }
    let world = stopped.start().await;
    let relay = starting.await.unwrap();
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&north, id).await.status, Status::Executed);
}
