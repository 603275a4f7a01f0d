//! Groups in verbs.

use cosmwasm_std::{Checksum, instantiate2_address};
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{
    ExecuteMsg, GroupView, InstantiateMsg, ProposalId, ProposalSpec, ProposalView, QueryMsg,
    SeatId, SeatSpec, SeatView, Standing, Text,
};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Seconds, Status};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::error::{Doing, StoryError, StoryResult, expect};
use super::host::{Host, HostError, Message, Outcome, Setting};
use super::people::{Account, Person};
use super::proposal::{Proposal, Turnout};

/// A group of a story.
#[derive(Clone)]
pub struct Group<'h> {
    pub(super) host: &'h dyn Host,
    /// Its name.
    pub name: String,
    /// Its contract.
    pub address: String,
    /// The account that a relayer operates for it.
    pub account: Account,
}

/// A proposal with these actions.
pub fn spec(title: &str, actions: Vec<Action>) -> ProposalSpec {
    ProposalSpec {
        title: title.to_owned(),
        text: Text::None,
        actions,
        parties: vec![],
    }
}

impl<'h> Group<'h> {
    /// Founds a group with an account for its relayer, itself as its admin.
    pub async fn found(
        host: &'h dyn Host,
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> StoryResult<Self> {
        let (group, result) = Self::try_found(host, name, charter, seats).await?;
        let founding = format!("founding {name}");
        result.doing(&founding)?;
        host.relay_for(&group.address, &group.account)
            .await
            .doing(&founding)?;
        host.next_block().await.doing(founding)?;
        Ok(group)
    }

    /// Tries to found it. The address is known before, so that it can be its own admin.
    pub async fn try_found(
        host: &'h dyn Host,
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> StoryResult<(Self, Result<Outcome, HostError>)> {
        let founding = format!("founding {name}");
        let account = format!("{name}, account");
        let setting = host.setting();
        let account = Account::named(&account, setting).doing(&founding)?;
        let salt = Sha256::digest(format!("folkmoot story {}, {name}", setting.edition)).to_vec();
        let address = predicted(host, &salt).doing(&founding)?;
        let msg = InstantiateMsg {
            name: name.to_owned(),
            charter: on_chain(charter, &account, setting),
            seats,
            founded: true,
        };
        let messages = vec![
            Message::Found {
                address: address.clone(),
                salt,
                msg: Box::new(msg),
            },
            Message::Send {
                to: account.address.clone(),
                amount: setting.pocket_money,
            },
        ];
        let result = host.submit(host.purse(), messages).await;
        let group = Self {
            host,
            name: name.to_owned(),
            address,
            account,
        };
        Ok((group, result))
    }

    /// A charter of the story as this group has it: with its account, and in the chain's time.
    pub fn charter(&self, charter: CharterSpec) -> CharterSpec {
        on_chain(charter, &self.account, self.host.setting())
    }

    /// Replaces the charter in force by one of the story.
    pub async fn amending(&self, charter: CharterSpec) -> StoryResult<Action> {
        Ok(Action::AmendCharter {
            version: self.view().await?.charter_version,
            charter: Box::new(self.charter(charter)),
        })
    }

    /// Asks the contract.
    pub async fn ask<T: DeserializeOwned>(&self, query: &QueryMsg) -> StoryResult<T> {
        let what = || format!("{query:?} of {}", self.name);
        let answer = self.host.query(&self.address, query).await.doing(what())?;
        serde_json::from_value(answer).map_err(|error| StoryError::Answer {
            what: what(),
            reason: error.to_string(),
        })
    }

    /// The group.
    pub async fn view(&self) -> StoryResult<GroupView> {
        self.ask(&QueryMsg::Group {}).await
    }

    /// What its treasury holds.
    pub async fn balance(&self) -> StoryResult<u128> {
        let what = format!("the balance of {}", self.name);
        self.host.balance(&self.address).await.doing(what)
    }

    /// The seat of a wallet or a contract.
    pub async fn seat_of(&self, holder: &str) -> StoryResult<Option<SeatView>> {
        self.ask(&QueryMsg::SeatOf {
            holder: holder.to_owned(),
        })
        .await
    }

    /// A seat that has to be there.
    pub async fn seat_id_of(&self, holder: &str) -> StoryResult<SeatId> {
        let seat = self
            .seat_of(holder)
            .await?
            .ok_or_else(|| StoryError::Missing {
                what: format!("seat of {holder} in {}", self.name),
            })?;
        Ok(seat.seat)
    }

    /// A seat for this group in another, with a lead time of the story.
    pub fn seat(&self, lead_time: Seconds) -> SeatSpec {
        let lead_time = self.host.setting().time.on_chain(lead_time);
        SeatSpec {
            name: self.name.clone(),
            holder: Holder::Group {
                address: self.address.clone(),
                lead_time,
            },
            standing: Standing::Core,
            weight: None,
        }
    }

    /// Calls the group.
    pub async fn call(&self, by: &Account, msg: ExecuteMsg) -> Result<Outcome, HostError> {
        self.host
            .submit(by, vec![Message::call(&self.address, msg)])
            .await
    }

    /// Gives coins to the common fund.
    pub async fn receives(&self, from: &Account, amount: u128) -> StoryResult<()> {
        let gift = Message::Call {
            group: self.address.clone(),
            msg: Box::new(ExecuteMsg::Contribute {}),
            amount,
        };
        let what = format!("{} gives {amount} to {}", from.name, self.name);
        self.host.submit(from, vec![gift]).await.doing(what)?;
        Ok(())
    }

    /// A proposal of this number.
    pub fn proposal(&self, id: ProposalId) -> Proposal<'h> {
        Proposal {
            group: self.clone(),
            id,
        }
    }

    /// Takes the seat that this group is offered in another, with a lead time of the story.
    pub fn joining(&self, above: &Group<'_>, lead_time: Seconds) -> Action {
        Action::Join {
            group: above.address.clone(),
            lead_time: self.host.setting().time.on_chain(lead_time),
        }
    }

    /// The proposal that was opened last.
    pub async fn newest(&self) -> StoryResult<Proposal<'h>> {
        Ok(self.proposal(self.view().await?.proposals))
    }

    /// Somebody tries to open a proposal.
    pub async fn try_propose(
        &self,
        by: &Account,
        spec: ProposalSpec,
    ) -> Result<Outcome, HostError> {
        self.call(by, ExecuteMsg::Propose { proposal: spec }).await
    }

    /// Somebody opens a proposal.
    pub async fn proposed(&self, by: &Account, spec: ProposalSpec) -> StoryResult<Proposal<'h>> {
        let what = format!("{} proposes \"{}\" to {}", by.name, spec.title, self.name);
        self.try_propose(by, spec).await.doing(what)?;
        self.newest().await
    }

    /// A representative opens a proposal in a group above.
    pub async fn propose_upstream(
        &self,
        by: &Account,
        above: &Group<'h>,
        spec: ProposalSpec,
    ) -> Result<Outcome, HostError> {
        let group = above.address.clone();
        self.call(
            by,
            ExecuteMsg::ProposeUpstream {
                group,
                proposal: spec,
            },
        )
        .await
    }

    /// The mirror of a joint proposal, if there is one.
    pub async fn mirror(&self, joint: &Proposal<'h>) -> StoryResult<Option<Proposal<'h>>> {
        let query = QueryMsg::MirrorOf {
            group: joint.group.address.clone(),
            proposal: joint.id,
        };
        let view: Option<ProposalView> = self.ask(&query).await?;
        Ok(view.map(|view| self.proposal(view.proposal)))
    }

    /// The mirror of a joint proposal, which has to be there.
    pub async fn mirror_of(&self, joint: &Proposal<'h>) -> StoryResult<Proposal<'h>> {
        self.mirror(joint)
            .await?
            .ok_or_else(|| StoryError::Missing {
                what: format!(
                    "mirror of proposal {} of {} in {}",
                    joint.id, joint.group.name, self.name
                ),
            })
    }

    /// Decides something, and it is done: the first opens it, all say yes, and the relayer sees to the rest.
    pub async fn decides(
        &self,
        people: &[&Person],
        title: &str,
        actions: Vec<Action>,
    ) -> StoryResult<(Proposal<'h>, Turnout)> {
        let (proposal, turnout) = self.agrees(people, title, actions).await?;
        let view = proposal.view().await?;
        let what = format!("the status of \"{title}\" in {}", self.name);
        let found = (view.status, view.failure);
        expect(what, &found, &(Status::Executed, None))?;
        Ok((proposal, turnout))
    }

    /// Decides something that can't be done: its execution fails, and the reason is kept.
    pub async fn decides_in_vain(
        &self,
        people: &[&Person],
        title: &str,
        actions: Vec<Action>,
    ) -> StoryResult<()> {
        let (proposal, _) = self.agrees(people, title, actions).await?;
        proposal.expect_in_vain(title).await
    }

    /// Decides something, and the relayer sees to whatever can be done about it now.
    pub async fn agrees(
        &self,
        people: &[&Person],
        title: &str,
        actions: Vec<Action>,
    ) -> StoryResult<(Proposal<'h>, Turnout)> {
        let opener = people.iter().find_map(|person| person.account());
        let opener = opener.ok_or_else(|| StoryError::Missing {
            what: format!("account to open \"{title}\" with in {}", self.name),
        })?;
        let proposal = self.proposed(opener, spec(title, actions)).await?;
        let ballots: Vec<_> = people.iter().map(|person| (*person, Choice::Yes)).collect();
        let turnout = proposal.voted(&ballots).await?;
        let settling = format!("settling \"{title}\"");
        self.host.settle().await.doing(settling)?;
        Ok((proposal, turnout))
    }
}

/// A charter of the story with a group's account, in the chain's time.
pub fn on_chain(mut charter: CharterSpec, account: &Account, setting: &Setting) -> CharterSpec {
    charter.group_accounts.push(account.address.clone());
    setting.time.charter(charter)
}

fn predicted(host: &dyn Host, salt: &[u8]) -> Result<String, HostError> {
    let broken = |error: String| HostError::Broken(error);
    let setting = host.setting();
    let (_, creator) =
        bech32::decode(&host.purse().address).map_err(|error| broken(error.to_string()))?;
    let checksum = Checksum::from(setting.checksum.0);
    let address = instantiate2_address(checksum.as_slice(), &creator.into(), salt);
    let address = address.map_err(|error| broken(error.to_string()))?;
    let prefix = bech32::Hrp::parse(&setting.prefix).map_err(|error| broken(error.to_string()))?;
    bech32::encode::<bech32::Bech32>(prefix, address.as_slice())
        .map_err(|error| broken(error.to_string()))
}
