//! Hostile contracts in a group's seats: they stop neither its opening, voting and execution, nor the asking of others,
//! nor a word of farewell.

use std::iter::once;

use folkmoot_group::action::Action;
use folkmoot_group::charter::Basis;
use folkmoot_group::limits::NEIGHBOUR_GAS;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Outcome, Signal, Status, UNITS_PER_WEIGHT, UpstreamBallot};
use serde_json::{Value, json};

use super::chain::{Chain, Person};
use super::groups::{Group, LEAD, charter, group_seat, joint_charter, person_seat};
use super::hostile::{Hostile, base64, message};

/// What Ann's seat and the good group's weigh: together more than half.
const HEAVY: u64 = 10;
/// Of what a call costs beside what neighbours burn.
const OWN_GAS: u64 = 2_000_000;
/// Enough for all of them.
const MUCH_GAS: u64 = 25_000_000;

/// Ways to answer a message, and whether the sender takes the answer as a yes.
fn ways() -> Vec<(Value, bool)> {
    vec![
        (json!("burn"), false),
        (json!("panic"), false),
        (json!("refuse"), false),
        (json!("huge"), true),
        (json!({"answer": base64(&"no answer of a group")}), true),
        (json!({"answer": ""}), true),
    ]
}

/// A group with Ann, a good group and hostile ones in its seats.
struct Parent<'a> {
    ann: Person,
    group: Group<'a>,
    good: Group<'a>,
    bad: Vec<Hostile<'a>>,
}

impl<'a> Parent<'a> {
    /// With so many hostile contracts, all of them linked.
    async fn with(chain: &'a Chain, hostile: usize) -> Self {
        let ann = chain.person().await;
        let good = chain
            .found(&ann, charter(&[]), vec![person_seat(&ann)])
            .await;
        let mut bad = Vec::new();
        for _ in 0..hostile {
            bad.push(chain.hostile(&ann).await);
        }
        let heavy = |spec: SeatSpec| SeatSpec {
            weight: Some(HEAVY),
            ..spec
        };
        let seats = [person_seat(&ann), group_seat(&good.address)]
            .map(heavy)
            .into_iter()
            .chain(bad.iter().map(|bad| group_seat(&bad.address)))
            .collect();
        let mut rules = joint_charter(&[&chain.code("hostile").checksum]);
        rules.weighting.basis = Basis::Fixed;
        let group = chain.found(&ann, rules, seats).await;
        let join = Action::Join {
            group: group.address.clone(),
            lead_time: LEAD,
        };
        good.decides(&[&ann], vec![join]).await;
        let word = ExecuteMsg::Link(Handshake {
            sender: LinkSide::Below,
            figure: LEAD,
            members: 1,
        });
        for bad in &bad {
            let shaken = bad.sends(&ann, &[message(&group.address, &word)]).await;
            shaken.ok();
        }
        group.receives(&ann, 100).await;
        Self {
            ann,
            group,
            good,
            bad,
        }
    }

    /// All behave so, each in its own way.
    async fn behave(&self, on: &str, ways: &[(Value, bool)]) {
        for (bad, (way, _)) in self.bad.iter().zip(ways) {
            bad.behaves(&self.ann, on, way).await;
        }
    }

    /// The good group and Ann decide a proposal whatever the others do, and it pays.
    async fn decide_and_pay(&self, chain: &Chain, proposal: ProposalId, to: &str) {
        let Self {
            ann, group, good, ..
        } = self;
        let mirror = good.mirror(&group.address, proposal).await;
        let mirror = mirror.expect("the good group was asked").proposal;
        good.vote(ann, mirror, Choice::Yes).await.ok();
        let told = good.roll_up(ann, mirror).await.ok();
        assert_eq!(told.attribute("wasm-rolled_up", "verdict"), Some("counted"));
        group.vote(ann, proposal, Choice::Yes).await.ok();
        assert_eq!(group.proposal(proposal).await.outcome, Outcome::Passed);
        let before = chain.balance(to).await;
        group.executes(ann, proposal).await;
        assert_eq!(chain.balance(to).await, before + 5);
    }

    async fn open(&self, to: &str) -> ProposalId {
        let pay = self.group.spend(to, 5);
        self.group.propose(&self.ann, vec![pay]).await
    }

    async fn fan_out(&self, chain: &Chain, proposal: ProposalId, gas: u64) -> super::chain::Done {
        let seats = None;
        let ask = ExecuteMsg::FanOut { proposal, seats };
        chain
            .call_with(&self.ann, &self.group.address, &ask, 0, gas)
            .await
    }
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn hostile_seats_stop_no_joint_decision() {
    let chain = Chain::connect().await;
    let ways = ways();
    let parent = Parent::with(&chain, ways.len()).await;
    let shop = chain.person().await.address;
    parent.behave("open_mirror", &ways).await;
    let proposal = parent.open(&shop).await;

    let asked = parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    let burnt = asked.gas();
    assert!(
        burnt > NEIGHBOUR_GAS && burnt < NEIGHBOUR_GAS + OWN_GAS,
        "one burns all it is given, and no more: {burnt}"
    );
    let states = parent.group.asks(proposal).await;
    let taken: Vec<bool> = states
        .iter()
        .map(|ask| matches!(ask.state, AskState::Asked { .. }))
        .collect();
    let expected: Vec<bool> = once(true).chain(ways.iter().map(|way| way.1)).collect();
    assert_eq!(taken, expected, "{states:?}");

    // those that failed can be asked again, for as long as there is time
    parent.bad[1]
        .behaves(&parent.ann, "open_mirror", &json!({"answer": ""}))
        .await;
    parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    let states = parent.group.asks(proposal).await;
    assert!(
        matches!(states[2].state, AskState::Asked { .. }),
        "{states:?}"
    );
    assert!(
        matches!(states[1].state, AskState::Failed { .. }),
        "{states:?}"
    );
    parent.decide_and_pay(&chain, proposal, &shop).await;
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn hostile_seats_are_removed_whatever_they_make_of_it() {
    let chain = Chain::connect().await;
    let ways = ways();
    let parent = Parent::with(&chain, ways.len()).await;
    parent.behave("unlink", &ways).await;
    let (ann, group, good) = (&parent.ann, &parent.group, &parent.good);
    let remove = (3_u32..).take(ways.len());
    let remove = remove.map(|seat| Action::RemoveSeat { seat }).collect();
    let proposal = group.propose(ann, remove).await;
    parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    let mirror = good.mirror(&group.address, proposal).await;
    let mirror = mirror.expect("the good group was asked").proposal;
    good.vote(ann, mirror, Choice::Yes).await.ok();
    good.roll_up(ann, mirror).await.ok();
    group.vote(ann, proposal, Choice::Yes).await.ok();
    let execute = ExecuteMsg::Execute { proposal };
    let done = chain
        .call_with(ann, &group.address, &execute, 0, MUCH_GAS)
        .await
        .ok();
    assert!(done.gas() < NEIGHBOUR_GAS + OWN_GAS, "{}", done.gas());
    assert_eq!(group.proposal(proposal).await.status, Status::Executed);
    for bad in &parent.bad {
        assert_eq!(group.seat_of(&bad.address).await, None);
        // what it still says is moot, or refused, and counts for nothing
        let signal = vote(proposal, Signal::No);
        let told = bad.sends(ann, &[message(&group.address, &signal)]).await;
        assert!(!told.either().contains("panic"));
    }
    let tally = group.proposal(proposal).await.tally;
    assert_eq!(tally.weight.no, 0);
    let shop = chain.person().await.address;
    let next = parent.open(&shop).await;
    parent.fan_out(&chain, next, MUCH_GAS).await.ok();
    parent.decide_and_pay(&chain, next, &shop).await;
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_hostile_seat_is_weighed_by_an_answer_or_not_at_all() {
    let chain = Chain::connect().await;
    let parent = Parent::with(&chain, 1).await;
    let (ann, group, bad) = (&parent.ann, &parent.group, &parent.bad[0]);
    let before = group.seat_of(&bad.address).await;
    let refresh = ExecuteMsg::RefreshWeight { seat: 3 };
    for (way, _) in ways() {
        bad.behaves(ann, "group", &way).await;
        let told = group.told(ann, &refresh).await;
        told.refused("");
        assert_eq!(group.seat_of(&bad.address).await, before, "{way}");
    }
    let shop = chain.person().await.address;
    let proposal = parent.open(&shop).await;
    parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    parent.decide_and_pay(&chain, proposal, &shop).await;
}

fn vote(proposal: ProposalId, signal: Signal) -> ExecuteMsg {
    ExecuteMsg::CountSignal(SignalSpec {
        proposal,
        version: 1,
        mirror: 1,
        ballot: UpstreamBallot::Signal(signal),
        by_group_account: false,
        fallback: false,
    })
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn who_calls_back_while_being_asked_gains_nothing() {
    let chain = Chain::connect().await;
    let parent = Parent::with(&chain, 3).await;
    let (ann, group) = (&parent.ann, &parent.group);
    let shop = chain.person().await.address;
    let proposal = parent.open(&shop).await;
    let no = message(&group.address, &vote(proposal, Signal::No));
    let again = ExecuteMsg::FanOut {
        proposal,
        seats: None,
    };
    let leave = message(
        &group.address,
        &ExecuteMsg::Unlink {
            sender: LinkSide::Below,
        },
    );
    let yes = message(&group.address, &vote(proposal, Signal::Yes));
    let ways = [
        // votes at once, and once more the other way round: the first counts
        json!({"send": [[no, yes], ""]}),
        // asks everybody again
        json!({"send": [[message(&group.address, &again)], ""]}),
        // votes, and leaves behind itself
        json!({"send": [[yes, leave], ""]}),
    ]
    .map(|way| (way, true));
    parent.behave("open_mirror", &ways).await;
    parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    let view = group.proposal(proposal).await;
    let weight = view.tally.weight;
    let one = UNITS_PER_WEIGHT;
    assert_eq!([weight.yes, weight.no, weight.not_cast], [one, one, 0]);
    let states = group.asks(proposal).await;
    assert!(
        matches!(states[2].state, AskState::Failed { .. }),
        "nobody was left to ask, so its answer failed: {states:?}"
    );
    assert_eq!(group.seat_of(&parent.bad[2].address).await, None);
    parent.decide_and_pay(&chain, proposal, &shop).await;

    // an execution that calls back finds the proposal executed, fails whole, and can be tried again
    let caller = chain.hostile(ann).await;
    let call = Action::Call {
        contract: caller.address.clone(),
        msg: cosmwasm_std::to_json_binary(&json!({"propose": {}})).unwrap(),
        funds: vec![],
    };
    let proposal = group.propose(ann, vec![group.spend(&shop, 5), call]).await;
    let back = message(&group.address, &ExecuteMsg::Execute { proposal });
    caller
        .behaves(ann, "propose", &json!({"send": [[back], ""]}))
        .await;
    parent.fan_out(&chain, proposal, MUCH_GAS).await.ok();
    let good = &parent.good;
    let mirror = good
        .mirror(&group.address, proposal)
        .await
        .unwrap()
        .proposal;
    good.vote(ann, mirror, Choice::Yes).await.ok();
    good.roll_up(ann, mirror).await.ok();
    group.vote(ann, proposal, Choice::Yes).await.ok();
    let before = chain.balance(&shop).await;
    for way in [json!("panic"), json!("refuse")] {
        group.execute(ann, proposal).await.ok();
        let view = group.proposal(proposal).await;
        assert_eq!(view.status, Status::ExecutionFailed);
        assert_eq!(chain.balance(&shop).await, before);
        caller.behaves(ann, "propose", &way).await;
    }
    caller.behaves(ann, "propose", &json!({"answer": ""})).await;
    group.executes(ann, proposal).await;
    assert_eq!(chain.balance(&shop).await, before + 5);
    group.execute(ann, proposal).await.refused("executed");
}

/// Somebody who brings too little gas spoils only their own transaction.
#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn too_little_gas_makes_nothing_fail_for_good() {
    let chain = Chain::connect().await;
    let parent = Parent::with(&chain, 0).await;
    let (ann, group, good) = (&parent.ann, &parent.group, &parent.good);
    let shop = chain.person().await.address;
    let proposal = parent.open(&shop).await;
    let mut gas = 100_000;
    loop {
        let asked = parent.fan_out(&chain, proposal, gas).await;
        let states = group.asks(proposal).await;
        match &states[0].state {
            AskState::Waiting {} => asked.refused("out of gas"),
            AskState::Asked { .. } => break,
            state => panic!("with {gas} gas: {state:?}"),
        };
        gas += 20_000;
    }
    let mirror = good
        .mirror(&group.address, proposal)
        .await
        .unwrap()
        .proposal;
    good.vote(ann, mirror, Choice::Yes).await.ok();
    good.roll_up(ann, mirror).await.ok();
    group.vote(ann, proposal, Choice::Yes).await.ok();
    let execute = ExecuteMsg::Execute { proposal };
    let mut gas = 80_000;
    loop {
        let done = chain.call_with(ann, &group.address, &execute, 0, gas).await;
        match group.proposal(proposal).await.status {
            Status::Open => done.refused("out of gas"),
            Status::Executed => break,
            status => panic!("with {gas} gas: {status}"),
        };
        gas += 20_000;
    }
    assert!(chain.balance(&shop).await > 0);
}
