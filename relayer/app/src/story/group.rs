//! Groups and proposals in verbs.

use cosmwasm_std::{Checksum, instantiate2_address};
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{
    AskView, BallotResult, BallotView, Cast, ExecuteMsg, GroupView, InstantiateMsg, ProposalId,
    ProposalSpec, ProposalView, QueryMsg, Receipt, RollUpView, SeatId, SeatSpec, SeatView,
    SignedBallot, Standing, Text,
};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Outcome as Decided, Seconds, Status, UpstreamBallot};
use serde::de::DeserializeOwned;

use super::error::{Doing, StoryError, StoryResult, expect};
use super::host::{Host, HostError, Message, Outcome};
use super::people::{Account, Person, Question};

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

/// A proposal of a group.
#[derive(Clone)]
pub struct Proposal<'h> {
    /// Whose it is.
    pub group: Group<'h>,
    /// Its number.
    pub id: ProposalId,
}

/// How ballots came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnout {
    /// By their voters' own transactions.
    pub by_transaction: usize,
    /// Signed, and carried by others.
    pub by_signature: usize,
    /// Refused: they came when the proposal was decided and had moved on.
    pub too_late: usize,
}

/// A proposal with these actions.
pub fn spec(title: &str, actions: Vec<Action>) -> ProposalSpec {
    ProposalSpec {
        title: title.to_owned(),
        text: Text::None,
        actions,
    }
}

impl<'h> Group<'h> {
    /// Founds a group with an account for its relayer, itself as its admin.
    pub async fn found(
        host: &'h dyn Host,
        name: &str,
        mut charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> StoryResult<(Self, Result<Outcome, HostError>)> {
        let founding = format!("founding {name}");
        let setting = host.setting();
        let account =
            Account::named(&format!("{name}, account"), &setting.prefix).doing(&founding)?;
        charter.group_accounts.push(account.address.clone());
        let salt = name.as_bytes().to_vec();
        let address = predicted(host, &salt).doing(&founding)?;
        let msg = InstantiateMsg {
            name: name.to_owned(),
            charter,
            seats,
            founded: true,
        };
        let found = Message::Found {
            address: address.clone(),
            salt,
            msg: Box::new(msg),
        };
        let result = host.submit(host.purse(), vec![found]).await;
        let group = Self {
            host,
            name: name.to_owned(),
            address,
            account,
        };
        if result.is_ok() {
            host.relay_for(&group.address, &group.account)
                .await
                .doing(&founding)?;
        }
        Ok((group, result))
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

    /// A seat for this group in another.
    pub fn seat(&self, lead_time: Seconds) -> SeatSpec {
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

    /// The proposal that was opened last.
    pub async fn newest(&self) -> StoryResult<Proposal<'h>> {
        Ok(self.proposal(self.view().await?.proposals))
    }

    /// Somebody opens a proposal.
    pub async fn proposed(&self, by: &Account, spec: ProposalSpec) -> StoryResult<Proposal<'h>> {
        let what = format!("{} proposes \"{}\" to {}", by.name, spec.title, self.name);
        self.call(by, ExecuteMsg::Propose { proposal: spec })
            .await
            .doing(what)?;
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

    /// Decides something: the first opens it, all say yes, and the relayer sees to the rest.
    pub async fn decides(
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
        self.host
            .settle()
            .await
            .doing(format!("settling \"{title}\""))?;
        let view = proposal.view().await?;
        let what = format!("the status of \"{title}\" in {}", self.name);
        let found = (view.status, view.failure);
        expect(what, &found, &(Status::Executed, None))?;
        Ok((proposal, turnout))
    }
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

impl<'h> Proposal<'h> {
    /// As the contract shows it.
    pub async fn view(&self) -> StoryResult<ProposalView> {
        self.group
            .ask(&QueryMsg::ProposalView { proposal: self.id })
            .await
    }

    /// Its receipt.
    pub async fn receipt(&self) -> StoryResult<Receipt> {
        self.group
            .ask(&QueryMsg::Receipt { proposal: self.id })
            .await
    }

    /// How its group seats were asked.
    pub async fn asks(&self) -> StoryResult<Vec<AskView>> {
        let query = QueryMsg::Asks {
            proposal: self.id,
            start_after: None,
            limit: None,
        };
        self.group.ask(&query).await
    }

    /// Yes, no, abstaining and not cast, in weight.
    pub async fn weights(&self) -> StoryResult<[u128; 4]> {
        let cast = self.view().await?.tally.weight;
        let parts = [cast.yes, cast.no, cast.abstain, cast.not_cast];
        Ok(parts.map(|part| part / folkmoot_rules::UNITS_PER_WEIGHT))
    }

    /// A group's vote in this joint proposal, and whether that group's account signed it.
    pub async fn vote_of(&self, group: &Group<'h>) -> StoryResult<Option<(UpstreamBallot, bool)>> {
        let seat = self.group.seat_id_of(&group.address).await?;
        let query = QueryMsg::Ballot {
            proposal: self.id,
            seat,
        };
        let ballot: Option<BallotView> = self.group.ask(&query).await?;
        Ok(ballot.and_then(|ballot| match ballot.cast {
            Cast::Upstream {
                ballot,
                by_group_account,
                ..
            } => Some((ballot, by_group_account)),
            Cast::Choice(_) | Cast::Absent {} => None,
        }))
    }

    /// What became of this mirror's vote.
    pub async fn rolled_up(&self) -> StoryResult<RollUpView> {
        self.view()
            .await?
            .roll_up
            .ok_or_else(|| StoryError::Missing {
                what: format!("roll-up of mirror {} in {}", self.id, self.group.name),
            })
    }

    /// What a ballot on it names.
    pub async fn question(&self) -> StoryResult<Question> {
        let view = self.view().await?;
        let content_hash = <[u8; 32]>::try_from(view.content_hash.as_slice()).map_err(|error| {
            StoryError::Answer {
                what: format!(
                    "the content hash of proposal {} of {}",
                    self.id, self.group.name
                ),
                reason: error.to_string(),
            }
        })?;
        Ok(Question {
            chain_id: self.group.host.setting().chain_id.clone(),
            group: self.group.address.clone(),
            proposal: self.id,
            title: view.title,
            content_hash,
            deadline: view.deadline,
        })
    }

    /// These people vote: who has an account by transaction, the others by signed ballots that are carried.
    pub async fn voted(&self, ballots: &[(&Person, Choice)]) -> StoryResult<Turnout> {
        let mut turnout = Turnout::default();
        for (person, choice) in ballots {
            if let Some(account) = person.account() {
                let msg = ExecuteMsg::Vote {
                    proposal: self.id,
                    choice: *choice,
                    reason: None,
                };
                let what = format!("{} votes {choice} in {}", person.name, self.group.name);
                self.group.call(account, msg).await.doing(what)?;
                turnout.by_transaction += 1;
            }
        }
        let signed = self.signed(ballots).await?;
        if signed.is_empty() {
            return Ok(turnout);
        }
        let what = format!("carrying ballots to {}", self.group.name);
        let host = self.group.host;
        let results = host
            .carry(&self.group.address, self.id, signed)
            .await
            .doing(what)?;
        self.count(&mut turnout, results).await?;
        Ok(turnout)
    }

    /// The ballots of those who sign them.
    pub async fn signed(&self, ballots: &[(&Person, Choice)]) -> StoryResult<Vec<SignedBallot>> {
        let question = self.question().await?;
        let sign =
            |(person, choice): &(&Person, Choice)| person.sign(&question, *choice).transpose();
        let signed: Result<Vec<_>, _> = ballots.iter().filter_map(sign).collect();
        signed.doing(format!("signing ballots for {}", self.group.name))
    }

    /// A ballot may come too late where those before it have decided; else it has to count.
    async fn count(&self, turnout: &mut Turnout, results: Vec<BallotResult>) -> StoryResult<()> {
        for result in results {
            match result {
                BallotResult::Cast { .. } => turnout.by_signature += 1,
                BallotResult::Refused { reason } => {
                    let decided = self.view().await?.outcome != Decided::Undecided;
                    let what = format!(
                        "whether a ballot in {} is refused ({reason})",
                        self.group.name
                    );
                    expect(what, &decided, &true)?;
                    turnout.too_late += 1;
                }
            }
        }
        Ok(())
    }
}
