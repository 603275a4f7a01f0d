//! Three groups of three as members of a fourth: the joint decision, step by step and in as few transactions as its
//! people and a relayer need.

use anyhow::{Context, Result, ensure};
use cosmos_sdk_proto::Any;
use folkmoot::chain::TxResult;
use folkmoot::keystore::EthereumSigner;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    ExecuteMsg, GroupView, ProposalSpec, ProposalView, QueryMsg, SeatSpec, Standing, Text,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Choice, Status};

use super::chain::Sender;
use super::groups::{Founder, Group, INTERNAL, JOINT, charter};
use super::lives::{PRICE, Surroundings};
use super::operation::{Operation, Step, Way};
use super::people;
use super::rows::Rows;

/// So many members act in each group.
const ACTING: usize = 2;
/// What the joint group owns.
const TREASURY: u128 = 100_000;

/// A transaction of a decision, and the step that it is where it is one.
type Taken = (Option<Step>, TxResult);

/// A group of three in the joint group.
pub struct Child<'m> {
    /// The group.
    group: Group,
    /// Its members.
    members: &'m [Member],
}

/// Somebody who votes by transaction if they have an account only, else by signed ballot.
pub struct Member {
    /// Sends transactions.
    pub account: Option<Sender>,
    /// Signs ballots.
    pub wallet: Option<EthereumSigner>,
}

/// The four groups.
pub struct Family<'m> {
    children: Vec<Child<'m>>,
    joint: Group,
}

impl Member {
    fn seat(&self, number: usize) -> SeatSpec {
        let account = self
            .account
            .as_ref()
            .map(|own| Wallet::Cosmos(own.address.clone()));
        let wallet = self
            .wallet
            .as_ref()
            .map(|own| Wallet::Ethereum(own.address()));
        people::seat(number, account.into_iter().chain(wallet).collect())
    }
}

impl Child<'_> {
    /// The member who opens proposals.
    fn representative(&self) -> Result<&Sender> {
        let first = self
            .members
            .first()
            .and_then(|member| member.account.as_ref());
        first.context("the first member has to have an account")
    }

    fn acting(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().take(ACTING)
    }
}

impl<'m> Family<'m> {
    /// Founds the four groups, and each of the three decides to join.
    pub async fn founded(
        name: &str,
        founder: &Founder<'_>,
        around: &Surroundings<'_>,
        members: &'m [Vec<Member>],
    ) -> Result<Self> {
        let account = &around.relayer.address;
        let mut children = vec![];
        for (number, members) in members.iter().enumerate() {
            let seats = members.iter().enumerate();
            let seats = seats
                .map(|(number, member)| member.seat(number + 1))
                .collect();
            let name = format!("{name} {number}");
            let (group, _) = founder
                .found(&name, charter(INTERNAL, account), seats)
                .await?;
            children.push(Child { group, members });
        }
        let seats = children.iter().enumerate().map(|(number, child)| SeatSpec {
            name: format!("group {number}"),
            holder: Holder::Group {
                address: child.group.address.clone(),
                lead_time: INTERNAL,
            },
            standing: Standing::Core,
            weight: None,
        });
        let (joint, _) = founder
            .found(name, charter(JOINT, account), seats.collect())
            .await?;
        let family = Self { children, joint };
        family.join(around).await?;
        let gift = family.joint.gift(account, TREASURY, &around.chain.denom)?;
        let what = "filling the joint treasury";
        around.chain.done(around.relayer, what, vec![gift]).await?;
        Ok(family)
    }

    /// Each of the three decides to join; their first members speak for them.
    async fn join(&self, around: &Surroundings<'_>) -> Result<()> {
        let spec = ProposalSpec {
            title: "Join".to_owned(),
            text: Text::None,
            actions: vec![
                Action::Join {
                    group: self.joint.address.clone(),
                    lead_time: INTERNAL,
                },
                Action::Appoint { seat: 1 },
            ],
        };
        for child in &self.children {
            let by = child.representative()?;
            let propose = ExecuteMsg::Propose {
                proposal: spec.clone(),
            };
            let propose = child.group.call(&by.address, &propose)?;
            around
                .chain
                .done(by, "proposing to join", vec![propose])
                .await?;
            let question = child.group.proposal(around.chain, 1).await?;
            self.vote(around, child, &question).await?;
            let execute = ExecuteMsg::Execute { proposal: 1 };
            let execute = child.group.call(&around.relayer.address, &execute)?;
            around
                .chain
                .done(around.relayer, "joining", vec![execute])
                .await?;
            let view = child.group.proposal(around.chain, 1).await?;
            let failure = view.failure.unwrap_or_default();
            ensure!(
                view.status == Status::Executed,
                "joining is {:?}: {failure}",
                view.status
            );
        }
        Ok(())
    }

    /// Two members vote, each by what they have: their transactions and what each took.
    async fn vote(
        &self,
        around: &Surroundings<'_>,
        child: &Child<'_>,
        question: &ProposalView,
    ) -> Result<Vec<TxResult>> {
        let mut sent = vec![];
        for member in child.acting() {
            let Member {
                account: Some(voter),
                wallet: None,
            } = member
            else {
                continue;
            };
            let vote = ExecuteMsg::Vote {
                proposal: question.proposal,
                choice: Choice::Yes,
                reason: None,
            };
            let vote = child.group.call(&voter.address, &vote)?;
            sent.push(
                around
                    .chain
                    .send(voter, "voting in a group of three", vec![vote])
                    .await?,
            );
        }
        if sent.is_empty() {
            let carry = ballots(around, child, question)?;
            sent.push(
                around
                    .chain
                    .send(around.relayer, "carrying ballots", vec![carry])
                    .await?,
            );
        }
        around.chain.all(&sent).await
    }

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

/// The message with the ballots of those who act.
fn ballots(around: &Surroundings<'_>, child: &Child<'_>, question: &ProposalView) -> Result<Any> {
    let mut ballots = vec![];
    for signer in child.acting().filter_map(|member| member.wallet.as_ref()) {
        let chain_id = around.chain.client.chain_id();
        ballots.push(people::ballot(
            signer,
            chain_id,
            &child.group.address,
            question,
        )?);
    }
    let proposal = question.proposal;
    let cast = ExecuteMsg::CastBallots { proposal, ballots };
    child.group.call(&around.relayer.address, &cast)
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
