//! Two houses: what a cell decides is told to its stakeholders, and what they must agree to is asked and carried back.

use folkmoot_group::action::{Action, Ground};
use folkmoot_group::charter::{Refer, Round, Stage};
use folkmoot_group::msg::{ExecuteMsg, NoticeView, QueryMsg};
use folkmoot_rules::{Choice, Fallback, Resolving, ReviewMode, Rule, Seconds, Status};

use super::people::{charter, member, spend};
use super::world::{DAY, World};

const WEEK: Seconds = Seconds::days(7);

/// A cell of Ann's whose decisions a house of Bob's looks at.
struct Houses {
    world: World,
    cell: String,
    house: String,
}

impl Houses {
    async fn new(mode: ReviewMode) -> Self {
        let names = [
            "founder",
            "carrier",
            "Ann",
            "Bob",
            "cell's relayer",
            "house's relayer",
        ];
        let world = World::with(&names).await;
        let cell = world.found("cell", charter(3), vec![member("Ann")]).await;
        let house = world.found("house", charter(3), vec![member("Bob")]).await;
        world.give(&cell, 100).await;
        let houses = Self { world, cell, house };
        let (cell, house) = (houses.cell.clone(), houses.house.clone());
        let appoint = Action::AppointHouse {
            group: house.clone(),
            response_time: WEEK,
        };
        houses.decides("Ann", &cell, appoint).await;
        let agree = Action::BecomeHouse {
            group: cell.clone(),
            response_time: WEEK,
        };
        houses.decides("Bob", &house, agree).await;
        let mut next = charter(3);
        if mode == ReviewMode::Escalate {
            let round = Round {
                resolving: Some(Resolving {
                    period: Seconds::days(2),
                    fallback: Fallback::Escalate,
                }),
                ..Round::new(Rule::consensus(), Seconds::days(3))
            };
            next.procedures[0].stages = vec![Stage::Decide(round)];
        }
        next.procedures[0].stages.push(Stage::Refer(Refer {
            house,
            mode,
            window: Seconds::days(14),
            least_blocks: 0,
        }));
        let amend = Action::AmendCharter {
            version: 1,
            charter: Box::new(next),
        };
        houses.decides("Ann", &cell, amend).await;
        houses
    }

    /// One person decides for a group and executes it.
    async fn decides(&self, who: &str, group: &str, action: Action) {
        let world = &self.world;
        let id = world.propose(who, group, "A decision", vec![action]).await;
        world.vote(who, group, id, Choice::Yes).await;
        let execute = ExecuteMsg::Execute { proposal: id };
        world.call(who, group, &execute).await.unwrap();
        assert_eq!(world.proposal(group, id).await.status, Status::Executed);
    }

    async fn notice(&self, proposal: u64) -> Option<NoticeView> {
        let query = QueryMsg::Notice {
            group: self.cell.clone(),
            proposal,
        };
        let client = self.world.contract(&self.house).client();
        client.smart(&self.house, &query).await.unwrap()
    }

    async fn passes_a_spend(&self) -> u64 {
        let world = &self.world;
        let pay = vec![spend(&world.address("Bob"), 10)];
        let id = world.propose("Ann", &self.cell, "Pay Bob", pay).await;
        world.vote("Ann", &self.cell, id, Choice::Yes).await;
        id
    }
}

/// The house is told at once, and what it lets pass is executed when its window ends.
#[tokio::test]
async fn a_house_is_told_and_what_it_lets_pass_is_executed() {
    let houses = Houses::new(ReviewMode::Optimistic).await;
    let world = &houses.world;
    let relay = world.relay(&[("cell", &houses.cell)]).await;
    let id = houses.passes_a_spend().await;
    relay.settle().await.unwrap();
    let notice = houses.notice(id).await.expect("a notice");
    let status = world.proposal(&houses.cell, id).await.status;
    let until = notice.ends.at;
    assert_eq!(status, Status::Referred { until });
    world.advance(13 * DAY).await;
    relay.settle().await.unwrap();
    assert_eq!(world.proposal(&houses.cell, id).await.status, status);
    world.advance(2 * DAY).await;
    relay.settle().await.unwrap();
    let status = world.proposal(&houses.cell, id).await.status;
    assert_eq!(status, Status::Executed);
}

/// Who relays for the house alone sends the notice as well: a reviewed group is its neighbour.
#[tokio::test]
async fn a_house_finds_the_groups_that_it_looks_at() {
    let houses = Houses::new(ReviewMode::Optimistic).await;
    let world = &houses.world;
    let relay = world.relay(&[("house", &houses.house)]).await;
    relay.settle().await.unwrap();
    let id = houses.passes_a_spend().await;
    relay.settle().await.unwrap();
    assert!(houses.notice(id).await.is_some());
}

/// What needs the house's yes is asked for in time, and its answer carried back and acted upon.
#[tokio::test]
async fn a_yes_is_asked_for_and_carried_back() {
    let houses = Houses::new(ReviewMode::Ratify).await;
    let world = &houses.world;
    let relay = world
        .relay(&[("cell", &houses.cell), ("house", &houses.house)])
        .await;
    let id = houses.passes_a_spend().await;
    relay.settle().await.unwrap();
    let mirror = houses.notice(id).await.unwrap().mirror.unwrap();
    world.vote("Bob", &houses.house, mirror, Choice::Yes).await;
    relay.settle().await.unwrap();
    let told = world.proposal(&houses.house, mirror).await.roll_up;
    assert!(told.unwrap().by_group_account);
    let status = world.proposal(&houses.cell, id).await.status;
    assert_eq!(status, Status::Executed);
}

/// What stays blocked is put to whom the group escalates to when its resolving ends, and goes on with a yes.
#[tokio::test]
async fn what_stays_blocked_is_escalated_and_the_answer_carried_back() {
    let houses = Houses::new(ReviewMode::Escalate).await;
    let Houses { world, cell, house } = &houses;
    let relay = world.relay(&[("cell", cell), ("house", house)]).await;
    let pay = vec![spend(&world.address("Bob"), 10)];
    let id = world.propose("Ann", cell, "Pay Bob", pay).await;
    let block = ExecuteMsg::Vote {
        proposal: id,
        choice: Choice::Block,
        reason: Some("I am not sure".to_owned()),
    };
    world.call("Ann", cell, &block).await.unwrap();
    // all have answered, so the round is ended
    relay.settle().await.unwrap();
    let resolving = world.proposal(cell, id).await.status;
    assert!(matches!(resolving, Status::Resolving { .. }), "{resolving}");
    assert!(houses.notice(id).await.is_none());
    world.advance(2 * DAY).await;
    relay.settle().await.unwrap();
    let mirror = houses.notice(id).await.unwrap().mirror.unwrap();
    world.vote("Bob", house, mirror, Choice::Yes).await;
    relay.settle().await.unwrap();
    let status = world.proposal(cell, id).await.status;
    assert_eq!(status, Status::Executed);
}

impl Houses {
    /// Bob opens a veto about a decision of the cell.
    async fn vetoes(&self, proposal: u64) -> u64 {
        let veto = Action::Veto {
            group: self.cell.clone(),
            proposal,
            ground: Ground::BreachOfAgreement,
        };
        let world = &self.world;
        world
            .propose("Bob", &self.house, "Stop it", vec![veto])
            .await
    }

    async fn held_by(&self, proposal: u64) -> Option<u64> {
        self.notice(proposal).await.expect("a notice").veto
    }
}

/// A veto that nobody supports fails by time alone; the relayer tells the reviewed group, so that it waits no longer.
#[tokio::test]
async fn a_veto_that_failed_is_reported() {
    let houses = Houses::new(ReviewMode::Optimistic).await;
    let world = &houses.world;
    let relay = world.relay(&[("house", &houses.house)]).await;
    relay.settle().await.unwrap();
    let id = houses.passes_a_spend().await;
    relay.settle().await.unwrap();
    let veto = houses.vetoes(id).await;
    relay.settle().await.unwrap();
    assert_eq!(houses.held_by(id).await, Some(veto));
    world.advance(3 * DAY).await;
    relay.settle().await.unwrap();
    assert_eq!(houses.held_by(id).await, None);
}

/// One that knows nothing of what was before finds a veto that failed without it.
#[tokio::test]
async fn a_veto_that_failed_is_reported_after_a_restart() {
    let houses = Houses::new(ReviewMode::Optimistic).await;
    let world = &houses.world;
    let id = houses.passes_a_spend().await;
    let refer = ExecuteMsg::Refer { proposal: id };
    world.call("Ann", &houses.cell, &refer).await.unwrap();
    let veto = houses.vetoes(id).await;
    world.advance(4 * DAY).await;
    assert_eq!(houses.held_by(id).await, Some(veto));
    let relay = world.relay(&[("house", &houses.house)]).await;
    relay.settle().await.unwrap();
    assert_eq!(houses.held_by(id).await, None);
}
