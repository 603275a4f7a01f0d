//! A real DAO of DAO DAO and a real cw3-flex multisig hold contract seats in a joint group: their own members decide
//! inside, their contracts vote, and their votes count.

use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Outcome};
use serde_json::{Value, json};

use super::chain::{Chain, Done, Person};
use super::groups::{Group, charter, contract_seat, person_seat};
use super::hostile::{base64, message};

/// Two weeks, as in both systems' own examples.
const WEEKS: u64 = 1_209_600;

/// A multisig or a DAO with two members who both have to agree.
pub struct Published<'a> {
    chain: &'a Chain,
    /// The contract that holds what they own and speaks for them.
    pub address: String,
    /// The contract that takes their proposals and votes.
    proposals: String,
    members: [Person; 2],
}

/// The cw4 group that a DAO listens to.
pub enum Members<'a> {
    /// One of its own, made with it.
    Own,
    /// This group.
    Of(&'a Group<'a>),
}

impl Chain {
    /// A cw3-flex multisig with a cw4 group of its own.
    pub async fn multisig(&self, members: [Person; 2]) -> Published<'_> {
        let by = &members[0];
        let msg = json!({"admin": null, "members": listed(&members)});
        let group = self.contract(by, "cw4-group", &msg).await;
        let address = self
            .contract(by, "cw3-flex-multisig", &multisig_of(&group))
            .await;
        Published {
            chain: self,
            proposals: address.clone(),
            address,
            members,
        }
    }

    /// Tries to make a cw3-flex multisig whose members are a group's.
    pub async fn try_multisig(&self, by: &Person, group: &str) -> Done {
        self.try_make(by, "cw3-flex-multisig", &multisig_of(group))
            .await
    }

    /// A DAO of DAO DAO.
    pub async fn dao(&self, members: [Person; 2], of: Members<'_>) -> Published<'_> {
        let group_contract = match of {
            Members::Own => json!({"new": {
                "cw4_group_code_id": self.code("cw4-group-1").id, "initial_members": listed(&members),
            }}),
            Members::Of(group) => json!({"existing": {"address": group.address}}),
        };
        let module = |code: &str, msg: &Value| {
            json!({
                "code_id": self.code(code).id, "label": code, "admin": {"core_module": {}}, "funds": [],
                "msg": base64(msg),
            })
        };
        let voting = json!({"group_contract": group_contract});
        let proposing = json!({
            "threshold": {"absolute_percentage": {"percentage": {"percent": "1"}}},
            "max_voting_period": {"time": WEEKS}, "min_voting_period": null, "only_members_execute": false,
            "allow_revoting": false, "pre_propose_info": {"anyone_may_propose": {}},
            "close_proposal_on_execution_failure": true, "veto": null,
        });
        let core = json!({
            "admin": null, "name": "A DAO", "description": "", "image_url": null, "initial_items": null,
            "automatically_add_cw20s": false, "automatically_add_cw721s": false, "dao_uri": null,
            "voting_module_instantiate_info": module("dao-voting-cw4", &voting),
            "proposal_modules_instantiate_info": [module("dao-proposal-single", &proposing)],
        });
        let made = self.make(&members[0], "dao-dao-core", &core).await;
        let made_of = |code: &str| {
            let id = self.code(code).id;
            let found = made.iter().find(|made| made.0 == id);
            found.expect("made with the DAO").1.clone()
        };
        Published {
            chain: self,
            address: made_of("dao-dao-core"),
            proposals: made_of("dao-proposal-single"),
            members,
        }
    }
}

fn multisig_of(group: &str) -> Value {
    json!({
        "group_addr": group, "threshold": {"absolute_count": {"weight": 2}},
        "max_voting_period": {"time": WEEKS}, "executor": null, "proposal_deposit": null,
    })
}

fn listed(members: &[Person; 2]) -> Value {
    let member = |person: &Person| json!({"addr": person.address, "weight": 1});
    members.iter().map(member).collect()
}

impl Published<'_> {
    /// Its members agree that it sends a message, and it is executed.
    pub async fn agrees(&self, message: Value) -> (u64, Done) {
        let (first, second) = (&self.members[0], &self.members[1]);
        let proposal = json!({"propose": {"title": "t", "description": "d", "msgs": [message]}});
        let told = self.chain.call(first, &self.proposals, &proposal).await;
        let told = told.ok();
        let id = told.attribute("wasm", "proposal_id").expect("a proposal");
        let id: u64 = id.parse().unwrap();
        let yes = json!({"vote": {"proposal_id": id, "vote": "yes"}});
        // in a multisig, proposing is a yes
        if self.proposals != self.address {
            self.chain.call(first, &self.proposals, &yes).await.ok();
        }
        self.chain.call(second, &self.proposals, &yes).await.ok();
        let execute = json!({"execute": {"proposal_id": id}});
        (id, self.chain.call(first, &self.proposals, &execute).await)
    }

    /// Its members.
    pub fn people(&self) -> &[Person; 2] {
        &self.members
    }

    /// Where one of its own proposals stands, in its own words.
    pub async fn status(&self, id: u64) -> String {
        let query = json!({"proposal": {"proposal_id": id}});
        let told: Value = self.chain.ask(&self.proposals, &query).await;
        // DAO DAO puts the proposal a level deeper
        let status = told.get("status").unwrap_or(&told["proposal"]["status"]);
        status.as_str().expect("a status").to_owned()
    }
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_dao_and_a_multisig_decide_in_a_joint_group() {
    let chain = Chain::connect().await;
    let ann = chain.person().await;
    let dao = [chain.person().await, chain.person().await];
    let dao = chain.dao(dao, Members::Own).await;
    let multisig = [chain.person().await, chain.person().await];
    let multisig = chain.multisig(multisig).await;
    let seats = vec![
        person_seat(&ann),
        contract_seat(&dao.address),
        contract_seat(&multisig.address),
    ];
    let joint = chain.found(&ann, charter(&[]), seats).await;
    joint.receives(&ann, 100).await;
    let shop = chain.person().await.address;
    let proposal = joint.propose(&ann, vec![joint.spend(&shop, 40)]).await;

    let vote = |choice| {
        let vote = ExecuteMsg::Vote {
            proposal,
            choice,
            reason: Some("as our members decided".into()),
        };
        message(&joint.address, &vote)
    };
    let (own, executed) = dao.agrees(vote(Choice::Yes)).await;
    let executed = executed.ok();
    let seat = executed.attribute("wasm-ballot_cast", "seat");
    assert_eq!(seat, Some("2"));
    assert_eq!(dao.status(own).await, "executed");
    assert_eq!(joint.proposal(proposal).await.outcome, Outcome::Undecided);
    // it can't vote twice, and its members can't vote for it
    let (again, failed) = dao.agrees(vote(Choice::No)).await;
    failed.ok();
    assert_eq!(dao.status(again).await, "execution_failed");
    let member = joint.vote(&dao.members[0], proposal, Choice::Yes).await;
    member.refused("holds no seat");

    let (own, executed) = multisig.agrees(vote(Choice::Yes)).await;
    executed.ok();
    assert_eq!(multisig.status(own).await, "executed");
    let ballots: Vec<BallotView> = joint
        .ask(&QueryMsg::Ballots {
            proposal,
            start_after: None,
            limit: None,
        })
        .await;
    let told: Vec<_> = ballots
        .iter()
        .map(|ballot| (ballot.seat, ballot.by.as_str(), &ballot.cast))
        .collect();
    let yes = Cast::Choice(Choice::Yes);
    assert_eq!(
        told,
        [
            (2, dao.address.as_str(), &yes),
            (3, multisig.address.as_str(), &yes)
        ]
    );
    let before = chain.balance(&shop).await;
    joint.executes(&ann, proposal).await;
    assert_eq!(chain.balance(&shop).await, before + 40);
}

#[tokio::test]
#[ignore = "needs wasmd: scripts/neighbours-wasmd"]
async fn a_dao_proposes_in_a_joint_group() {
    let chain = Chain::connect().await;
    let ann = chain.person().await;
    let members = [chain.person().await, chain.person().await];
    let dao = chain.dao(members, Members::Own).await;
    let seats = vec![person_seat(&ann), contract_seat(&dao.address)];
    let joint = chain.found(&ann, charter(&[]), seats).await;
    let proposal = ProposalSpec {
        title: "From a DAO".into(),
        text: Text::None,
        actions: vec![],
        parties: vec![],
    };
    let propose = message(&joint.address, &ExecuteMsg::Propose { proposal });
    dao.agrees(propose).await.1.ok();
    let opened = joint.proposal(1).await;
    assert_eq!(opened.origin, Origin::Own { seat: 2 });
    joint.vote(&ann, 1, Choice::Yes).await.ok();
    let vote = ExecuteMsg::Vote {
        proposal: 1,
        choice: Choice::Yes,
        reason: None,
    };
    dao.agrees(message(&joint.address, &vote)).await.1.ok();
    joint.executes(&ann, 1).await;
}
