//! Two groups and their joint group.

use std::sync::Arc;

use folkmoot_daemon::duty::{Faults, NoFaults};
use folkmoot_daemon::relay::Relay;
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{ExecuteMsg, ProposalSpec, ProposalView, SeatSpec, Standing, Text};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Seconds};

use super::people::{charter, member, signer};
use super::world::{DAY, World};

/// Two groups and their joint group, linked: `north` with Ann (an account) and Eve, Eli, Eno (Ethereum wallets); `south`
/// with Bob and Sam, Sue, Sid; `joint` with both in its seats and Jan, who opens its proposals and has no vote.
pub struct Venture {
    pub world: World,
    pub north: String,
    pub south: String,
    pub joint: String,
}

const NAMES: [&str; 8] = [
    "founder",
    "carrier",
    "Ann",
    "Bob",
    "north's relayer",
    "south's relayer",
    "joint's relayer",
    "caterer",
];

impl Venture {
    pub async fn new() -> Self {
        Self::by(charter(3), charter(3), charter(7)).await
    }

    pub async fn by(north: CharterSpec, south: CharterSpec, joint: CharterSpec) -> Self {
        let world = World::with(&NAMES).await;
        let people = [member("Ann"), signer("Eve"), signer("Eli"), signer("Eno")];
        let north = world.found("north", north, people.to_vec()).await;
        let people = [member("Bob"), signer("Sam"), signer("Sue"), signer("Sid")];
        let south = world.found("south", south, people.to_vec()).await;
        let group = |name: &str, address: &str| SeatSpec {
            name: name.to_owned(),
            holder: Holder::Group {
                address: address.to_owned(),
                lead_time: Seconds(3 * DAY),
            },
            standing: Standing::Core,
            weight: None,
        };
        let seats = vec![group("north", &north), group("south", &south)];
        let joint = world.found("joint", joint, seats).await;
        let venture = Self {
            world,
            north,
            south,
            joint,
        };
        venture
            .link("Ann", ["Eve", "Eli", "Eno"], &venture.north)
            .await;
        venture
            .link("Bob", ["Sam", "Sue", "Sid"], &venture.south)
            .await;
        venture.world.give(&venture.joint, 10_000).await;
        venture
    }

    /// A group decides to join, and executes that.
    async fn link(&self, opener: &str, others: [&str; 3], group: &str) {
        let world = &self.world;
        let join = Action::Join {
            group: self.joint.clone(),
            lead_time: Seconds(3 * DAY),
        };
        let proposal = world.propose(opener, group, "Join", vec![join]).await;
        world.vote(opener, group, proposal, Choice::Yes).await;
        let mut ballots = Vec::new();
        for name in &others[..2] {
            ballots.push(world.ballot(name, group, proposal, Choice::Yes).await);
        }
        let cast = ExecuteMsg::CastBallots { proposal, ballots };
        world.call("founder", group, &cast).await.unwrap();
        let execute = ExecuteMsg::Execute { proposal };
        world.call("founder", group, &execute).await.unwrap();
    }

    /// A relayer for all three groups.
    pub async fn relay(&self) -> Relay {
        self.relay_with("relay.db", Arc::new(NoFaults)).await
    }

    pub async fn relay_with(&self, database: &str, faults: Arc<dyn Faults>) -> Relay {
        let groups = [
            ("north", self.north.as_str()),
            ("south", self.south.as_str()),
            ("joint", self.joint.as_str()),
        ];
        self.world.relay_with(database, &groups, faults).await
    }

    /// North proposes in the joint group, through its representative's decision: here by its own vote.
    pub async fn propose(&self, actions: Vec<Action>) -> u64 {
        let world = &self.world;
        let upstream = Action::ProposeUpstream {
            group: self.joint.clone(),
            proposal: Box::new(ProposalSpec {
                title: "The barbecue".to_owned(),
                text: Text::None,
                actions,
                parties: vec![],
            }),
        };
        let id = world
            .propose("Ann", &self.north, "Propose above", vec![upstream])
            .await;
        world.vote("Ann", &self.north, id, Choice::Yes).await;
        let mut ballots = Vec::new();
        for name in ["Eve", "Eli"] {
            ballots.push(world.ballot(name, &self.north, id, Choice::Yes).await);
        }
        let cast = ExecuteMsg::CastBallots {
            proposal: id,
            ballots,
        };
        world.call("founder", &self.north, &cast).await.unwrap();
        let execute = ExecuteMsg::Execute { proposal: id };
        world.call("founder", &self.north, &execute).await.unwrap();
        world.contract(&self.joint).group().await.unwrap().proposals
    }

    /// The mirror of a joint proposal in a group.
    pub async fn mirror(&self, group: &str, joint: u64) -> ProposalView {
        let contract = self.world.contract(group);
        let found = contract.mirror_of(&self.joint, joint).await.unwrap();
        found.expect("the group was asked")
    }
}
