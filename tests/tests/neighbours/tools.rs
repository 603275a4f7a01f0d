//! What was written for cw3 and cw4 works with a group: the published types read its answers, and a DAO and a multisig
//! take it for their members.

use ::{cw3, cw4};
use folkmoot_group::msg::*;
use folkmoot_rules::Choice;
use serde::Serialize;
use serde_json::{Value, json};

use super::chain::{Chain, Person};
use super::groups::{Group, charter, person_seat};
use super::published::Members;

/// Two people and their group.
async fn pair(chain: &Chain) -> ([Person; 2], Group<'_>) {
    let pair = [chain.person().await, chain.person().await];
    let seats = pair.iter().map(person_seat).collect();
    let group = chain.found(&pair[0], charter(&[]), seats).await;
    (pair, group)
}

impl Chain {
    async fn read<T>(&self, group: &Group<'_>, query: &(impl Serialize + Sync)) -> T
    where
        T: serde::de::DeserializeOwned + Serialize,
    {
        let answer: Value = self.ask(&group.address, query).await;
        let read: T = serde_json::from_value(answer.clone()).expect("the published shape");
        assert_eq!(serde_json::to_value(&read).unwrap(), answer);
        read
    }
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn the_published_types_read_a_group() {
    let chain = Chain::connect().await;
    let ([ann, ben], group) = pair(&chain).await;
    let admin: cw4::AdminResponse = chain.read(&group, &cw4::Cw4QueryMsg::Admin {}).await;
    assert_eq!(admin.admin.as_ref(), Some(&group.address));
    let hooks: cw4::HooksResponse = chain.read(&group, &cw4::Cw4QueryMsg::Hooks {}).await;
    assert!(hooks.hooks.is_empty());
    let total = cw4::Cw4QueryMsg::TotalWeight { at_height: None };
    let total: cw4::TotalWeightResponse = chain.read(&group, &total).await;
    assert_eq!(total.weight, 2);
    let list = cw4::Cw4QueryMsg::ListMembers {
        start_after: Some(ann.address.clone()),
        limit: Some(5),
    };
    let list: cw4::MemberListResponse = chain.read(&group, &list).await;
    assert_eq!(list.members.len(), 1);
    assert_eq!(list.members[0].addr, ben.address);
    let addr = ben.address.clone();
    for (at_height, weight) in [(None, Some(1)), (Some(1), None), (Some(u64::MAX), Some(1))] {
        let addr = addr.clone();
        let member = cw4::Cw4QueryMsg::Member { addr, at_height };
        let member: cw4::MemberResponse = chain.read(&group, &member).await;
        assert_eq!(member.weight, weight, "{at_height:?}");
    }

    group.receives(&ann, 9).await;
    let id = group
        .propose(&ann, vec![group.spend(&ben.address, 9)])
        .await;
    group.vote(&ben, id, Choice::Abstain).await.ok();
    let opened = cw3::Cw3QueryMsg::Proposal { proposal_id: id };
    let opened: cw3::ProposalResponse = chain.read(&group, &opened).await;
    assert_eq!(
        opened.status,
        cw3::Status::Rejected,
        "two of two had to agree"
    );
    assert_eq!(opened.proposer.as_str(), ann.address);
    assert_eq!(opened.msgs.len(), 1);
    let threshold: Value = chain.ask(&group.address, &json!({"threshold": {}})).await;
    let told = serde_json::to_value(&opened.threshold).unwrap();
    assert_eq!(
        told,
        json!({"absolute_count": {"weight": 2, "total_weight": 2}})
    );
    assert_eq!(threshold, told);
    for query in [
        cw3::Cw3QueryMsg::ListProposals {
            start_after: None,
            limit: None,
        },
        cw3::Cw3QueryMsg::ReverseProposals {
            start_before: None,
            limit: Some(1),
        },
    ] {
        let list: cw3::ProposalListResponse = chain.read(&group, &query).await;
        assert_eq!(list.proposals, std::slice::from_ref(&opened));
    }
    let vote = cw3::Cw3QueryMsg::Vote {
        proposal_id: id,
        voter: ben.address.clone(),
    };
    let vote: cw3::VoteResponse = chain.read(&group, &vote).await;
    let vote = vote.vote.expect("a vote");
    assert_eq!((vote.vote, vote.weight), (cw3::Vote::Abstain, 1));
    let votes = cw3::Cw3QueryMsg::ListVotes {
        proposal_id: id,
        start_after: None,
        limit: None,
    };
    let votes: cw3::VoteListResponse = chain.read(&group, &votes).await;
    assert_eq!(votes.votes.len(), 1);
    let voter = cw3::Cw3QueryMsg::Voter {
        address: group.address.clone(),
    };
    let voter: cw3::VoterResponse = chain.read(&group, &voter).await;
    assert_eq!(voter.weight, None);
    let voters = cw3::Cw3QueryMsg::ListVoters {
        start_after: None,
        limit: None,
    };
    let voters: cw3::VoterListResponse = chain.read(&group, &voters).await;
    assert_eq!(voters.voters.len(), 2);
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_dao_takes_a_group_for_its_members() {
    let chain = Chain::connect().await;
    let (pair, group) = pair(&chain).await;
    let [ann, ben] = [0, 1].map(|index| pair[index].address.clone());
    group.receives(&pair[0], 30).await;
    let leaver = chain.person().await;
    let dao = chain.dao(pair, Members::Of(&group)).await;
    let shop = leaver.address.clone();
    let before = chain.balance(&shop).await;
    let pay = json!({"bank": {"send": {
        "to_address": shop, "amount": [{"denom": chain.denom(), "amount": "30"}],
    }}});
    // the DAO has nothing yet, so its payment fails; then the group gives it what it needs
    let (poor, told) = dao.agrees(pay.clone()).await;
    told.ok();
    assert_eq!(dao.status(poor).await, "execution_failed");
    let people = dao.people();
    group
        .decides(
            &[&people[0], &people[1]],
            vec![group.spend(&dao.address, 30)],
        )
        .await;
    let (paid, told) = dao.agrees(pay).await;
    told.ok();
    assert_eq!(dao.status(paid).await, "executed");
    assert_eq!(chain.balance(&shop).await, before + 30);

    // its members are the group's, at any height
    let power = |address: &str| json!({"voting_power_at_height": {"address": address}});
    let has: Value = chain.ask(&dao.address, &power(&ann)).await;
    assert_eq!(has["power"], "1");
    group.told(&people[1], &ExecuteMsg::Leave {}).await.ok();
    let has: Value = chain.ask(&dao.address, &power(&ben)).await;
    assert_eq!(has["power"], "0");
    let total: Value = chain
        .ask(&dao.address, &json!({"total_power_at_height": {}}))
        .await;
    assert_eq!(total["power"], "1");
}

/// cw3-flex reads its members past all queries, from keys that a group does not keep: it is told so when it is made, and
/// not by a vote that is missing.
#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_multisig_of_cw3_flex_is_not_made_on_a_group() {
    let chain = Chain::connect().await;
    let ([ann, _], group) = pair(&chain).await;
    let made = chain.try_multisig(&ann, &group.address).await;
    made.refused("Error parsing into type u64");
}
