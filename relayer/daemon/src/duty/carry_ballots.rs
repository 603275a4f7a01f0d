//! Carries signed ballots in one transaction, with the roll-up that they make ripe.

use async_trait::async_trait;
use cosmos_sdk_proto::Any;
use folkmoot_chain::{Included, WriteError, Writer};
use folkmoot_group::msg::{ExecuteMsg, SignedBallot};
use folkmoot_plan::{Key, Refused};
use folkmoot_rules::Status;
use folkmoot_store::{Ballot, BallotState, ReceiptId};
use tracing::info;

use super::context::call;
use super::results::{Said, load, of_data, said, settle, stands};
use super::{Context, Done, DutyError, Perform, Reason};

/// Carrying ballots. Each gets a result of its own.
pub(super) struct CarryBallots {
    pub group: String,
    pub proposal: u64,
    pub receipts: Vec<String>,
    pub then_roll_up: bool,
}

#[async_trait]
impl Perform for CarryBallots {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let ballots = self.waiting(context).await?;
        if ballots.is_empty() {
            return context.already().await;
        }
        let included = match self.carry(context, key, &ballots).await {
            Ok(included) => included,
            Err(error) => return self.refused(context, &ballots, error).await,
        };
        let results = of_data(&included.hash.to_string(), &included.data)?;
        let contract = context.contract(&self.group);
        let said = said(contract, &ballots, results, included.height).await?;
        settle(context, said).await?;
        Ok(Done {
            height: included.height,
        })
    }
}

impl CarryBallots {
    /// The ballots that still wait. One that was signed into a transaction before may stand in the group by now.
    async fn waiting(&self, context: &Context) -> Result<Vec<Ballot>, DutyError> {
        let contract = context.contract(&self.group);
        let (mut waiting, mut carried) = (Vec::new(), Vec::new());
        for receipt in &self.receipts {
            let receipt: ReceiptId = receipt.parse()?;
            let found = load(context, &receipt).await?;
            let Some(ballot) = found.filter(|ballot| ballot.state == BallotState::Received) else {
                continue;
            };
            let stood = match ballot.tx {
                Some(_) => stands(contract, &ballot).await?,
                None => None,
            };
            match stood {
                Some(said) => carried.push((receipt, said)),
                None => waiting.push(ballot),
            }
        }
        settle(context, carried).await?;
        Ok(waiting)
    }

    /// The group took none of them: then either it takes no ballots any more, which is their result, or it is to be
    /// tried again.
    async fn refused(
        &self,
        context: &Context,
        ballots: &[Ballot],
        error: DutyError,
    ) -> Result<Done, DutyError> {
        let DutyError::Retry(Reason::Write(refused)) = &error else {
            return Err(error);
        };
        if refused.refusal().is_none() {
            return Err(error);
        }
        let done = context.already().await?;
        let contract = context.contract(&self.group);
        let view = contract.proposal(self.proposal).await?;
        if view.status == Status::Open {
            return Err(error);
        }
        let why = Refused::NotOpen {
            status: view.status.as_str(),
        };
        let mut results = Vec::with_capacity(ballots.len());
        for ballot in ballots {
            let said = stands(contract, ballot).await?.unwrap_or(Said::Refused {
                reason: why.to_string(),
                height: None,
            });
            results.push((ballot.receipt.clone(), said));
        }
        settle(context, results).await?;
        Ok(done)
    }

    /// With the roll-up, if a simulation says that all of it succeeds; else the ballots alone.
    async fn carry(
        &self,
        context: &Context,
        key: &Key,
        ballots: &[Ballot],
    ) -> Result<Included, DutyError> {
        let receipts: Vec<_> = ballots
            .iter()
            .map(|ballot| ballot.receipt.clone())
            .collect();
        if self.then_roll_up {
            let roll_up = ExecuteMsg::RollUp {
                mirror: self.proposal,
            };
            let own = context.own_writer(&self.group)?;
            let messages = vec![
                self.batch(&own, ballots)?,
                call(&own, &self.group, &roll_up)?,
            ];
            match context.write(&own, key, messages, receipts.clone()).await {
                Err(DutyError::Retry(Reason::Write(WriteError::Simulated(refusal)))) => {
                    info!(%refusal, "the ballots go without the roll-up");
                }
                other => return other,
            }
        }
        let writer = context.any_writer(&self.group)?;
        let batch = self.batch(&writer, ballots)?;
        context.write(&writer, key, vec![batch], receipts).await
    }

    fn batch(&self, writer: &Writer, ballots: &[Ballot]) -> Result<Any, DutyError> {
        let signed: Vec<SignedBallot> = ballots
            .iter()
            .filter_map(|ballot| serde_json::from_value(ballot.payload.clone()).ok())
            .collect();
        if signed.len() != ballots.len() {
            let what = format!("a ballot kept for proposal {} can't be read", self.proposal);
            return Err(DutyError::Fail(Reason::NotDone(what)));
        }
        let message = ExecuteMsg::CastBallots {
            proposal: self.proposal,
            ballots: signed,
        };
        call(writer, &self.group, &message)
    }
}
