//! Proposals in verbs, mirrors among them.

use folkmoot_group::limits::MAX_PAGE;
use folkmoot_group::msg::{
    AskView, BallotView, Cast, ExecuteMsg, ProposalId, ProposalView, QueryMsg, Receipt, RollUpView,
    SignedBallot,
};
use folkmoot_rules::{Choice, Outcome as Decided, Status, UpstreamBallot};
use futures::future::try_join_all;

use super::error::{Doing, StoryError, StoryResult, expect};
use super::group::Group;
use super::host::{Carried, HostError, Outcome};
use super::people::{Account, Person, Question};

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

impl<'h> Proposal<'h> {
    /// As the contract shows it.
    pub async fn view(&self) -> StoryResult<ProposalView> {
        self.group
            .ask(&QueryMsg::ProposalView { proposal: self.id })
            .await
    }

    /// When its ballots end.
    pub async fn deadline(&self) -> StoryResult<u64> {
        Ok(self.view().await?.deadline)
    }

    /// When its last ballot was cast.
    pub async fn last_ballot_at(&self) -> StoryResult<u64> {
        let query = QueryMsg::Ballots {
            proposal: self.id,
            start_after: None,
            limit: Some(MAX_PAGE),
        };
        let ballots: Vec<BallotView> = self.group.ask(&query).await?;
        let last = ballots.iter().map(|ballot| ballot.at).max();
        last.ok_or_else(|| StoryError::Missing {
            what: format!("ballot on proposal {} of {}", self.id, self.group.name),
        })
    }

    /// Somebody casts this mirror's vote above.
    pub async fn roll_up(&self, by: &Account) -> Result<Outcome, HostError> {
        let msg = ExecuteMsg::RollUp { mirror: self.id };
        self.group.call(by, msg).await
    }

    /// Holds that it passed and can't be done, and that the reason is kept.
    pub async fn expect_in_vain(&self, title: &str) -> StoryResult<()> {
        let view = self.view().await?;
        let what = format!("what becomes of \"{title}\" in {}", self.group.name);
        let found = (view.status, view.failure.is_some());
        expect(what, &found, &(Status::ExecutionFailed, true))
    }

    fn named(&self, what: &str) -> String {
        format!("the {what} of proposal {} of {}", self.id, self.group.name)
    }

    /// Holds that it stands so.
    pub async fn expect_status(&self, status: Status) -> StoryResult<()> {
        let found = self.view().await?.status;
        expect(self.named("status"), &found, &status)
    }

    /// Holds that this is decided, by now.
    pub async fn expect_outcome(&self, outcome: Decided) -> StoryResult<()> {
        let found = self.view().await?.outcome;
        expect(self.named("outcome"), &found, &outcome)
    }

    /// Holds that the votes are these: yes, no, abstaining and not cast, in weight.
    pub async fn expect_weights(&self, weights: [u128; 4]) -> StoryResult<()> {
        let found = self.weights().await?;
        expect(self.named("votes"), &found, &weights)
    }

    /// Holds that a group has voted so in this joint proposal, and whether that group's account signed it.
    pub async fn expect_vote_of(
        &self,
        group: &Group<'h>,
        vote: Option<(UpstreamBallot, bool)>,
    ) -> StoryResult<()> {
        let found = self.vote_of(group).await?;
        expect(format!("the vote of {}", group.name), &found, &vote)
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
            Cast::Choice(_) | Cast::Absent {} | Cast::Carried { .. } => None,
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
        let sent = ballots
            .iter()
            .filter_map(|(person, choice)| Some((person.account()?, *choice)));
        // all at once: none of them decides, and where time is waited for there is none to lose
        let sent = sent.map(|(account, choice)| self.sent(account, choice));
        let mut turnout = Turnout {
            by_transaction: try_join_all(sent).await?.len(),
            ..Turnout::default()
        };
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

    async fn sent(&self, by: &Account, choice: Choice) -> StoryResult<()> {
        let msg = ExecuteMsg::Vote {
            proposal: self.id,
            choice,
            reason: None,
        };
        let what = format!("{} votes {choice} in {}", by.name, self.group.name);
        self.group.call(by, msg).await.doing(what).map(|_| ())
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
    async fn count(&self, turnout: &mut Turnout, results: Vec<Carried>) -> StoryResult<()> {
        for result in results {
            match result {
                Carried::Counted => turnout.by_signature += 1,
                Carried::Refused(reason) => {
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
