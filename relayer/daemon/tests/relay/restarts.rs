//! The process dies between any two steps, and is started again with its database or without.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use folkmoot_chain::Node;
use folkmoot_daemon::duty::{Faults, NoFaults, Point};
use folkmoot_daemon::relay::Relay;
use folkmoot_rules::{Choice, Status};
use futures::future::BoxFuture;
use tokio::sync::Notify;

use super::people::spend;
use super::venture::Venture;
use super::world::World;

/// Longer than a relayer waits before it tries again for the first time.
const BEFORE_ANOTHER_TRY: Duration = Duration::from_secs(120);

/// The process dies when it comes to this point for the nth time.
struct Death {
    point: Point,
    left: AtomicU32,
    died: Notify,
}

impl Faults for Death {
    fn reach(&self, point: Point) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if point == self.point && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
                self.died.notify_one();
                std::future::pending::<()>().await;
            }
        })
    }
}

/// What is left of the relayer's memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memory {
    Kept,
    Lost,
}

/// A relayer that is started again when it dies.
struct Survivor<'a> {
    venture: &'a Venture,
    relay: Option<Relay>,
    death: Arc<Death>,
    memory: Memory,
    deaths: u32,
}

impl<'a> Survivor<'a> {
    async fn start(venture: &'a Venture, point: Point, nth: u32, memory: Memory) -> Self {
        let death = Arc::new(Death {
            point,
            left: AtomicU32::new(nth),
            died: Notify::new(),
        });
        Self {
            relay: Some(venture.relay_with("first.db", death.clone()).await),
            venture,
            death,
            memory,
            deaths: 0,
        }
    }

    /// Does something with the relayer, again if it dies by it.
    async fn does<T>(&mut self, act: impl AsyncFn(&Relay) -> T) -> T {
        loop {
            let relay = self.relay.as_ref().unwrap();
            tokio::select! {
                done = act(relay) => return done,
                () = self.death.died.notified() => {}
            }
            self.deaths += 1;
            self.relay = None;
            let database = match self.memory {
                Memory::Kept => "first.db",
                Memory::Lost => "second.db",
            };
            let again = self.venture.relay_with(database, Arc::new(NoFaults)).await;
            self.relay = Some(again);
        }
    }

    /// Until nothing is left to do. What a dead process had still under way may have come first, by the same account; then
    /// the living one waits before it tries again.
    async fn settles(&mut self) {
        self.does(async |relay| relay.settle().await.unwrap()).await;
        if self.deaths > 0 {
            self.venture.world.clock.advance(BEFORE_ANOTHER_TRY);
            self.does(async |relay| relay.settle().await.unwrap()).await;
        }
    }
}

/// How often each event happened on the chain, by contract, kind and number of proposal or mirror, and seat.
async fn events(world: &World) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    let height = world.client.status().await.unwrap().height;
    for height in 1..=height {
        let block = world.client.block(height).await.unwrap().unwrap();
        for event in block
            .txs
            .iter()
            .filter(|tx| tx.code == 0)
            .flat_map(|tx| &tx.events)
        {
            let part = |key| event.attribute(key).unwrap_or_default();
            let about = format!(
                "{} {} {}{} {}",
                event.kind,
                part("_contract_address"),
                part("mirror"),
                part("proposal"),
                part("seat")
            );
            *found.entry(about).or_default() += 1;
        }
    }
    found
}

/// A joint decision with a death on the way: afterwards all is as if there had been none. Says how often it died.
async fn play(point: Point, nth: u32, memory: Memory) -> u32 {
    let venture = Venture::new().await;
    let (world, joint) = (&venture.world, &venture.joint);
    let caterer = world.address("caterer");
    let before = world.balance(&caterer).await;
    let mut relay = Survivor::start(&venture, point, nth, memory).await;
    let id = venture.propose(vec![spend(&caterer, 500)]).await;
    relay.settles().await;

    let mut receipts: Vec<String> = Vec::new();
    let groups = [
        (&venture.north, ["Eve", "Eli", "Eno"]),
        (&venture.south, ["Sam", "Sue", "Sid"]),
    ];
    for (group, people) in groups {
        let mirror = venture.mirror(group, id).await.proposal;
        let deaths = relay.deaths;
        let first = receipts.len();
        for name in people {
            let cast =
                async |relay: &Relay| world.cast(relay, name, group, mirror, Choice::Yes).await;
            receipts.push(relay.does(cast).await);
        }
        relay.settles().await;
        let waits = venture.mirror(group, id).await.roll_up.is_none();
        if memory == Memory::Lost && relay.deaths > deaths && waits {
            // nothing but a database keeps what is not on the chain: it is handed in again and has the same receipt
            for (name, receipt) in people.iter().zip(&receipts[first..]) {
                let living = relay.relay.as_ref().unwrap();
                let again = world.cast(living, name, group, mirror, Choice::Yes).await;
                assert_eq!(&again, receipt, "{point:?} {nth}");
            }
        }
    }
    relay.settles().await;

    for receipt in &receipts {
        let path = format!("/api/v1/receipts/{receipt}");
        let (status, found) = relay
            .does(async |relay| world.get(relay, &path).await)
            .await;
        let forgotten = memory == Memory::Lost && status == 404;
        assert!(
            found["state"] == "carried" || forgotten,
            "{point:?} {nth}: {found}"
        );
    }
    relay.settles().await;

    let view = world.proposal(joint, id).await;
    assert_eq!(view.status, Status::Executed, "{point:?} {nth}");
    assert_eq!(world.balance(&caterer).await, before + 500);
    let once = [
        "wasm-ballot_cast",
        "wasm-signal_counted",
        "wasm-rolled_up",
        "wasm-mirror_opened",
        "wasm-proposal_executed",
    ];
    for (event, times) in events(world).await {
        let counts = once.iter().any(|kind| event.starts_with(kind));
        assert!(
            !counts || times == 1,
            "{point:?} {nth}: {event} happened {times} times"
        );
    }
    for group in [&venture.north, &venture.south] {
        let roll_up = venture.mirror(group, id).await.roll_up.unwrap();
        assert!(roll_up.by_group_account);
    }
    relay.deaths
}

/// Dies at a point, the first few times that it is reached; without a memory of it, too.
async fn survives(point: Point) {
    for (nth, memory) in [
        (1, Memory::Kept),
        (1, Memory::Lost),
        (2, Memory::Kept),
        (2, Memory::Lost),
        (4, Memory::Kept),
    ] {
        let deaths = play(point, nth, memory).await;
        assert!(
            deaths == 1 || nth > 2,
            "{point:?} was not reached {nth} times"
        );
    }
}

#[tokio::test]
async fn a_death_after_a_ballot_was_kept_changes_nothing() {
    survives(Point::BallotKept).await;
}

#[tokio::test]
async fn a_death_after_duties_were_taken_on_changes_nothing() {
    survives(Point::Claimed).await;
}

#[tokio::test]
async fn a_death_between_signing_and_sending_changes_nothing() {
    survives(Point::Signed).await;
}

#[tokio::test]
async fn a_death_after_a_transaction_got_into_a_block_changes_nothing() {
    survives(Point::Included).await;
}

#[tokio::test]
async fn a_death_before_a_duty_is_written_down_as_done_changes_nothing() {
    survives(Point::Performed).await;
}

#[tokio::test]
async fn a_death_after_a_block_was_read_changes_nothing() {
    survives(Point::BlockRead).await;
}
