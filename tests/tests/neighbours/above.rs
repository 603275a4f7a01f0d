//! A hostile contract above a group: it can refuse the group's vote, and nothing else.

use folkmoot_group::action::Action;
use folkmoot_group::limits::NEIGHBOUR_GAS;
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Seconds, Status};
use serde_json::{Value, json};

use super::chain::{Chain, Person};
use super::groups::{Group, LEAD, charter, group_seat, joint_charter, person_seat};
use super::hostile::{Hostile, base64, message};

/// Answers that no vote survives.
fn bad_answers() -> [Value; 6] {
    [
        json!("burn"),
        json!("panic"),
        json!("refuse"),
        json!("huge"),
        json!({"answer": base64(&"no answer of a group")}),
        json!({"answer": ""}),
    ]
}

fn good_answer(answer: &Value) -> Value {
    json!({"answer": base64(answer)})
}

/// A group of Ann's below a hostile contract and below a good group.
struct Child<'a> {
    ann: Person,
    group: Group<'a>,
    above: Hostile<'a>,
    good: Group<'a>,
}

impl<'a> Child<'a> {
    async fn new(chain: &'a Chain) -> Self {
        let ann = chain.person().await;
        let above = chain.hostile(&ann).await;
        let rules = charter(&[&chain.code("hostile").checksum]);
        let group = chain.found(&ann, rules, vec![person_seat(&ann)]).await;
        let seats = vec![person_seat(&ann), group_seat(&group.address)];
        let good = chain.found(&ann, joint_charter(&[]), seats).await;
        let join = |group: &str| Action::Join {
            group: group.into(),
            lead_time: LEAD,
        };
        group.decides(&[&ann], vec![join(&good.address)]).await;

        // it joins the hostile contract once that answers as a group does
        let proposal = group.propose(&ann, vec![join(&above.address)]).await;
        group.vote(&ann, proposal, Choice::Yes).await.ok();
        for way in bad_answers() {
            above.behaves(&ann, "link", &way).await;
            let told = group.execute(&ann, proposal).await;
            let status = group.proposal(proposal).await.status;
            if way == json!("burn") {
                told.refused("out of gas");
            } else {
                told.ok();
                assert_eq!(status, Status::ExecutionFailed, "{way}");
            }
        }
        let linked = good_answer(&json!({"linked": {"members": 1_000}}));
        above.behaves(&ann, "link", &linked).await;
        group.executes(&ann, proposal).await;
        // what it asks for has to have opened in a later block than the link
        group.receives(&ann, 1).await;
        Self {
            ann,
            group,
            above,
            good,
        }
    }

    /// The hostile contract asks for a mirror of its proposal.
    async fn asked(&self, chain: &Chain, proposal: ProposalId) -> ProposalView {
        let status = chain.status().await;
        let spec = ExecuteMsg::OpenMirror(MirrorSpec {
            proposal,
            version: 1,
            title: "From above".into(),
            content_hash: cosmwasm_std::HexBinary::from([7; 32]),
            deadline: status.time + Seconds::hours(5).0,
            origin_height: status.height,
            depth: 1,
            fallback: false,
        });
        let asked = self
            .above
            .sends(&self.ann, &[message(&self.group.address, &spec)])
            .await;
        asked.ok();
        let mirror = self.group.mirror(&self.above.address, proposal).await;
        mirror.expect("a mirror of the hostile contract's proposal")
    }

    /// It decides in its own affairs and in the good group above.
    async fn lives(&self, chain: &Chain) {
        let Self {
            ann, group, good, ..
        } = self;
        group.receives(ann, 5).await;
        let shop = chain.person().await.address;
        group.decides(&[ann], vec![group.spend(&shop, 5)]).await;
        let joint = good.propose(ann, vec![]).await;
        good.fan_out(ann, joint).await.ok();
        let mirror = group.mirror(&good.address, joint).await.expect("a mirror");
        group.vote(ann, mirror.proposal, Choice::Yes).await.ok();
        let told = group.roll_up(ann, mirror.proposal).await.ok();
        assert_eq!(told.attribute("wasm-rolled_up", "verdict"), Some("counted"));
        good.vote(ann, joint, Choice::Yes).await.ok();
        good.executes(ann, joint).await;
    }
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_hostile_group_above_can_only_refuse_a_vote() {
    let chain = Chain::connect().await;
    let child = Child::new(&chain).await;
    let Child {
        ann, group, above, ..
    } = &child;
    let mirror = child.asked(&chain, 1).await.proposal;
    group.vote(ann, mirror, Choice::Yes).await.ok();
    for way in bad_answers() {
        above.behaves(ann, "count_signal", &way).await;
        let before = group.proposal(mirror).await;
        group.roll_up(ann, mirror).await.refused("");
        assert_eq!(group.proposal(mirror).await, before, "{way}");
    }
    child.lives(&chain).await;
    // a roll-up can be repeated until it is taken
    let counted = good_answer(&json!({"verdict": "counted"}));
    above.behaves(ann, "count_signal", &counted).await;
    group.roll_up(ann, mirror).await.ok();
    let told = group.proposal(mirror).await.roll_up.expect("a roll-up");
    assert_eq!(told.verdict, Verdict::Counted);

    // calling back while it is told of the vote changes nothing: it was cast before
    let second = child.asked(&chain, 2).await.proposal;
    group.vote(ann, second, Choice::Yes).await.ok();
    let back = message(&group.address, &ExecuteMsg::RollUp { mirror: second });
    let answer = base64(&json!({"verdict": "counted"}));
    above
        .behaves(ann, "count_signal", &json!({"send": [[back], answer]}))
        .await;
    group.roll_up(ann, second).await.ok();
    let told = group.proposal(second).await.roll_up.expect("a roll-up");
    assert_eq!(told.verdict, Verdict::Counted);
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn nobody_is_held_back_above() {
    let chain = Chain::connect().await;
    let child = Child::new(&chain).await;
    let Child {
        ann, group, above, ..
    } = &child;
    let mirror = child.asked(&chain, 1).await.proposal;
    above.behaves(ann, "unlink", &json!("burn")).await;
    let leave = Action::Leave {
        group: above.address.clone(),
    };
    let proposal = group.propose(ann, vec![leave]).await;
    group.vote(ann, proposal, Choice::Yes).await.ok();
    let left = group.executes(ann, proposal).await;
    assert!(left.gas() > NEIGHBOUR_GAS && left.gas() < NEIGHBOUR_GAS + 1_000_000);
    assert_eq!(
        left.attribute("wasm-attention_needed", "what"),
        Some("farewell_failed")
    );
    // what was open there is moot, without asking it
    above.behaves(ann, "count_signal", &json!("burn")).await;
    group.vote(ann, mirror, Choice::Yes).await.ok();
    group.roll_up(ann, mirror).await.ok();
    let told = group.proposal(mirror).await.roll_up.expect("a roll-up");
    assert_eq!(told.verdict, Verdict::Moot);
    child.lives(&chain).await;
}
