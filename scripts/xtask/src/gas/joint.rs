//! The joint decision of a family, step by step and in as few transactions as its people and a relayer need.

use anyhow::{Context, Result, ensure};
use cosmos_sdk_proto::Any;
use folkmoot_api::msg::{ExecuteMsg, GroupView, ProposalView, QueryMsg, Text};
use folkmoot_chain::TxResult;
use folkmoot_rules::Status;

use super::family::{Child, Family, ballots};
use super::lives::{PRICE, Surroundings};
use super::operation::{Operation, Step, Way};
use super::rows::Rows;

/// A transaction of a decision, and the step that it is where it is one.
type Taken = (Option<Step>, TxResult);

impl Family<'_> {
    /// The whole decision in one of its ways; it has to end with the payment.
    pub async fn decide(&self, way: Way, around: &Surroundings<'_>, rows: &mut Rows) -> Result<()> {
        let before = around.chain.balance(around.payee).await?;
        let (number, mut took) = self.open(way, around).await?;
        let mut last = vec![];
        for child in &self.children {
            let mirror = self.mirror(around, child, number).await?;
            if way == Way::Ballots {
                last.push(ballots(around, child, &mirror)?);
            } else {
                let votes = self.vote(around, child, &mirror).await?;
                let steps = [Step::FirstVote, Step::DecidingVote];
                took.extend(steps.map(Some).into_iter().zip(votes));
            }
            let roll_up = ExecuteMsg::RollUp {
                mirror: mirror.proposal,
            };
            last.push(child.group.call(&around.relayer.address, &roll_up)?);
        }
        let execute = ExecuteMsg::Execute { proposal: number };
        last.push(self.joint.call(&around.relayer.address, &execute)?);
        took.extend(self.finish(way, around, last).await?);
        let count = took.len();
        ensure!(
            count == way.transactions(),
            "{way} took {count} transactions"
        );
        self.check(around, number, before).await?;
        note(way, &took, rows);
        Ok(())
    }

    /// The representative opens the joint proposal, and unless each step is on its own asks the three groups with it.
    async fn open(&self, way: Way, around: &Surroundings<'_>) -> Result<(u64, Vec<Taken>)> {
        let first = self.children.first().context("a family without groups")?;
        let by = first.representative()?;
        let view: GroupView = self.joint.ask(around.chain, &QueryMsg::Group {}).await?;
        let number = view.proposals + 1;
        let propose = ExecuteMsg::ProposeUpstream {
            group: self.joint.address.clone(),
            proposal: around.proposal(Text::None),
        };
        let fan_out = ExecuteMsg::FanOut {
            proposal: number,
            seats: None,
        };
        let propose = first.group.call(&by.address, &propose)?;
        if way == Way::StepByStep {
            let opened = around
                .chain
                .done(by, "proposing upstream", vec![propose])
                .await?;
            let fan_out = self.joint.call(&around.relayer.address, &fan_out)?;
            let asked = around
                .chain
                .done(around.relayer, "fan-out", vec![fan_out])
                .await?;
            let steps = [(Step::Propose, opened), (Step::FanOut, asked)];
            let took = steps.map(|(step, result)| (Some(step), result));
            return Ok((number, took.to_vec()));
        }
        let both = vec![propose, self.joint.call(&by.address, &fan_out)?];
        let opened = around
            .chain
            .done(by, "proposing upstream, and fan-out", both)
            .await?;
        Ok((number, vec![(None, opened)]))
    }

    async fn mirror(
        &self,
        around: &Surroundings<'_>,
        child: &Child<'_>,
        proposal: u64,
    ) -> Result<ProposalView> {
        let query = QueryMsg::MirrorOf {
            group: self.joint.address.clone(),
            proposal,
        };
        let view: Option<ProposalView> = child.group.ask(around.chain, &query).await?;
        view.with_context(|| format!("{} was not asked", child.group.address))
    }

    /// The relayer's part at the end: in one transaction, or each in its own.
    async fn finish(
        &self,
        way: Way,
        around: &Surroundings<'_>,
        last: Vec<Any>,
    ) -> Result<Vec<Taken>> {
        let groups = self.children.len();
        let mut took = vec![];
        if way != Way::StepByStep {
            let result = around
                .chain
                .done(around.relayer, "the relayer's part", last)
                .await?;
            return Ok(vec![(None, result)]);
        }
        for (place, message) in last.into_iter().enumerate() {
            let step = if place < groups {
                Step::RollUp
            } else {
                Step::Execute
            };
            let what = step.to_string();
            let result = around
                .chain
                .done(around.relayer, &what, vec![message])
                .await?;
            took.push((Some(step), result));
        }
        Ok(took)
    }

    async fn check(&self, around: &Surroundings<'_>, number: u64, before: u128) -> Result<()> {
        let view = self.joint.proposal(around.chain, number).await?;
        let (yes, groups) = (view.tally.seats.yes, self.children.len());
        ensure!(
            view.status == Status::Executed,
            "the joint proposal is {:?}",
            view.status
        );
        let paid = around.chain.balance(around.payee).await? - before;
        ensure!(
            paid == PRICE,
            "the joint group paid {paid}, expected {PRICE}"
        );
        ensure!(
            yes == u128::try_from(groups)?,
            "{yes} of {groups} groups' votes were counted"
        );
        Ok(())
    }
}

/// The whole, and where each step has its own transaction the first of each.
fn note(way: Way, took: &[Taken], rows: &mut Rows) {
    if way == Way::StepByStep {
        let mut noted = vec![];
        for (step, result) in took {
            let Some(step) = step.filter(|step| !noted.contains(step)) else {
                continue;
            };
            rows.note(Operation::Joint(step), result);
            noted.push(step);
        }
    }
    let whole = took.iter().map(|(_, result)| result.gas_used).sum();
    let hashes = took.iter().map(|(_, result)| result.hash).collect();
    rows.note_all(Operation::Decision(way), whole, hashes);
}
