//! The gas that a neighbour may burn is enough for the largest group there can be.

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_group::action::Action;
use folkmoot_group::charter::{CharterSpec, Covers, Stage};
use folkmoot_group::limits::{
    MAX_COINS, MAX_GROUP_ACCOUNTS, MAX_NAME, MAX_PROCEDURES, MAX_STAGES, MAX_TITLE,
    MAX_TRUSTED_CODE, NEIGHBOUR_GAS,
};
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Seconds};

use super::chain::Chain;
use super::groups::{LEAD, charter, group_seat, joint_charter, person_seat};

/// Every list as long as it may be, every name too.
fn largest(mut charter: CharterSpec, account: &str) -> CharterSpec {
    let last = charter.procedures.pop().unwrap();
    for number in 1..MAX_PROCEDURES {
        let mut procedure = last.clone();
        procedure.name = format!("{number:0MAX_NAME$}");
        let coin = |index| Coin::new(u128::MAX, format!("factory{index:0120}"));
        procedure.covers = Covers::SpendsAbove((0..MAX_COINS).map(coin).collect());
        let delay = Stage::Delay {
            duration: Seconds::days(1),
        };
        procedure.stages.resize(MAX_STAGES, delay);
        charter.procedures.push(procedure);
    }
    charter.procedures.push(last);
    charter.group_accounts = vec![account.to_owned(); MAX_GROUP_ACCOUNTS];
    charter.trusted_code = (0..MAX_TRUSTED_CODE)
        .map(|index| HexBinary::from([u8::try_from(index).unwrap(); 32]))
        .collect();
    charter
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn the_largest_groups_can_ask_and_be_asked() {
    let chain = Chain::connect().await;
    let ann = chain.person().await;
    let relayer = chain.person().await.address;
    let rules = largest(charter(&[]), &relayer);
    let child = chain.found(&ann, rules, vec![person_seat(&ann)]).await;
    let seats = vec![person_seat(&ann), group_seat(&child.address)];
    let rules = largest(joint_charter(&[]), &relayer);
    let parent = chain.found(&ann, rules, seats).await;
    let join = Action::Join {
        group: parent.address.clone(),
        lead_time: LEAD,
    };
    child.decides(&[&ann], vec![join]).await;
    let proposal = ProposalSpec {
        title: "t".repeat(MAX_TITLE),
        text: Text::None,
        actions: vec![],
        parties: vec![],
    };
    let opened = parent.told(&ann, &ExecuteMsg::Propose { proposal }).await;
    opened.ok();
    let asked = parent.fan_out(&ann, 1).await.ok();
    let states = parent.asks(1).await;
    assert!(
        matches!(states[0].state, AskState::Asked { .. }),
        "{states:?}"
    );
    // the whole transaction, with what the parent itself does, stays below what the child may use alone
    assert!(asked.gas() < NEIGHBOUR_GAS, "{}", asked.gas());

    let leave = Action::Leave {
        group: parent.address.clone(),
    };
    let proposal = child.propose(&ann, vec![leave]).await;
    child.vote(&ann, proposal, Choice::Yes).await.ok();
    let left = child.executes(&ann, proposal).await;
    assert_eq!(left.attribute("wasm-attention_needed", "what"), None);
    assert!(left.gas() < NEIGHBOUR_GAS, "{}", left.gas());
    assert_eq!(parent.seat_of(&child.address).await, None);
}
