//! Groups on the chain, in verbs.

use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::chain::{Chain, Done, Person, Went};

/// The lead time of every link: longer than any test runs, because everything here is decided early.
pub const LEAD: Seconds = Seconds::minutes(20);
const BUFFER: Seconds = Seconds::minutes(40);
const JOINT: Seconds = Seconds::minutes(60);

/// Decides by the yes of more than half of all seats, and its mirrors by the same.
pub fn charter(trusted: &[&str]) -> CharterSpec {
    let mut charter = joint_charter(trusted);
    charter.upstream.round.period = LEAD;
    charter
}

/// The same for a group with linked groups in its seats, whose mirrors take as long as its own proposals.
pub fn joint_charter(trusted: &[&str]) -> CharterSpec {
    CharterSpec {
        relay_buffer: BUFFER,
        execution_window: Seconds::days(1),
        key_notice: Seconds::days(1),
        weight_notice: Seconds::days(1),
        trusted_code: trusted
            .iter()
            .map(|checksum| cosmwasm_std::HexBinary::from_hex(checksum).unwrap())
            .collect(),
        ..CharterSpec::simple(Rule::majority_of_all(), JOINT)
    }
}

/// A seat.
pub fn seat(name: &str, holder: Holder) -> SeatSpec {
    SeatSpec {
        name: name.into(),
        holder,
        standing: Standing::Core,
        weight: None,
    }
}

/// A person's seat.
pub fn person_seat(person: &Person) -> SeatSpec {
    let wallet = Wallet::Cosmos(person.address.clone());
    seat("A person", Holder::person(vec![wallet]))
}

/// A linked group's seat.
pub fn group_seat(address: &str) -> SeatSpec {
    let holder = Holder::Group {
        address: address.into(),
        lead_time: LEAD,
    };
    seat("A group", holder)
}

/// A contract's seat.
pub fn contract_seat(address: &str) -> SeatSpec {
    let address = address.into();
    seat("A contract", Holder::Contract { address })
}

/// A group.
pub struct Group<'a> {
    chain: &'a Chain,
    /// Its contract.
    pub address: String,
}

impl Chain {
    /// Founds a group that nobody else can change.
    pub async fn found(
        &self,
        by: &Person,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> Group<'_> {
        let msg = InstantiateMsg {
            name: "A group".into(),
            charter,
            seats,
            founded: true,
        };
        Group {
            chain: self,
            address: self.contract(by, "group", &msg).await,
        }
    }
}

impl Group<'_> {
    /// Sends it a message.
    pub async fn told(&self, by: &Person, msg: &ExecuteMsg) -> Done {
        self.chain.call(by, &self.address, msg).await
    }

    /// Asks it.
    pub async fn ask<T: serde::de::DeserializeOwned>(&self, query: &QueryMsg) -> T {
        self.chain.ask(&self.address, query).await
    }

    /// Opens a proposal and gives its number.
    pub async fn propose(&self, by: &Person, actions: Vec<Action>) -> ProposalId {
        let proposal = ProposalSpec {
            title: "A proposal".into(),
            text: Text::None,
            actions,
            parties: vec![],
        };
        self.told(by, &ExecuteMsg::Propose { proposal }).await.ok();
        self.ask::<GroupView>(&QueryMsg::Group {}).await.proposals
    }

    /// A proposal.
    pub async fn proposal(&self, proposal: ProposalId) -> ProposalView {
        self.ask(&QueryMsg::ProposalView { proposal }).await
    }

    /// The mirror of another group's proposal.
    pub async fn mirror(&self, group: &str, proposal: ProposalId) -> Option<ProposalView> {
        let group = group.into();
        self.ask(&QueryMsg::MirrorOf { group, proposal }).await
    }

    /// How a proposal's group seats were asked.
    pub async fn asks(&self, proposal: ProposalId) -> Vec<AskView> {
        let query = QueryMsg::Asks {
            proposal,
            start_after: None,
            limit: None,
        };
        self.ask(&query).await
    }

    /// The seat of an address.
    pub async fn seat_of(&self, holder: &str) -> Option<SeatView> {
        let holder = holder.into();
        self.ask(&QueryMsg::SeatOf { holder }).await
    }

    /// Casts a ballot.
    pub async fn vote(&self, by: &Person, proposal: ProposalId, choice: Choice) -> Done {
        let vote = ExecuteMsg::Vote {
            proposal,
            choice,
            reason: None,
        };
        self.told(by, &vote).await
    }

    /// Asks the group seats of a proposal.
    pub async fn fan_out(&self, by: &Person, proposal: ProposalId) -> Done {
        let seats = None;
        self.told(by, &ExecuteMsg::FanOut { proposal, seats }).await
    }

    /// Casts the vote above.
    pub async fn roll_up(&self, by: &Person, mirror: ProposalId) -> Done {
        self.told(by, &ExecuteMsg::RollUp { mirror }).await
    }

    /// Executes a proposal.
    pub async fn execute(&self, by: &Person, proposal: ProposalId) -> Done {
        self.told(by, &ExecuteMsg::Execute { proposal }).await
    }

    /// Executes a proposal, and all its actions are done.
    pub async fn executes(&self, by: &Person, proposal: ProposalId) -> Went {
        let done = self.execute(by, proposal).await.ok();
        let view = self.proposal(proposal).await;
        assert_eq!(view.status, Status::Executed, "{:?}", view.failure);
        done
    }

    /// Decides something by the yes of these people, and executes it.
    pub async fn decides(&self, people: &[&Person], actions: Vec<Action>) -> ProposalId {
        let proposal = self.propose(people[0], actions).await;
        for person in people {
            self.vote(person, proposal, Choice::Yes).await.ok();
        }
        self.executes(people[0], proposal).await;
        proposal
    }

    /// Gives it coins.
    pub async fn receives(&self, from: &Person, amount: u128) {
        let gift = ExecuteMsg::Contribute {};
        let given = self
            .chain
            .call_with(from, &self.address, &gift, amount, 6_000_000)
            .await;
        given.ok();
    }

    /// Pays somebody.
    pub fn spend(&self, to: &str, amount: u128) -> Action {
        Action::Spend {
            to: to.into(),
            amount: cosmwasm_std::coins(amount, self.chain.denom()),
            cycle: None,
        }
    }
}
