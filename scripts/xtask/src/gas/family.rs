//! Three groups of three as members of a fourth.

use anyhow::{Context, Result, ensure};
use cosmos_sdk_proto::Any;
use folkmoot_api::action::Action;
use folkmoot_api::msg::{ExecuteMsg, ProposalSpec, ProposalView, SeatSpec, Standing, Text};
use folkmoot_api::wallet::{Holder, Wallet};
use folkmoot_chain::TxResult;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_rules::{Choice, Status};

use super::chain::Sender;
use super::groups::{Founder, Group, INTERNAL, JOINT, charter};
use super::lives::Surroundings;
use super::people;

/// So many members act in each group.
const ACTING: usize = 2;
/// What the joint group owns.
const TREASURY: u128 = 100_000;

/// A group of three in the joint group.
pub struct Child<'m> {
    /// The group.
    pub(super) group: Group,
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
    pub(super) children: Vec<Child<'m>>,
    pub(super) joint: Group,
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
    pub(super) fn representative(&self) -> Result<&Sender> {
        let with_account = self
            .members
            .iter()
            .find_map(|member| member.account.as_ref());
        with_account.context("a member has to have an account")
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
                Action::appoint(1),
            ],
            parties: vec![],
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
    pub(super) async fn vote(
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
}

/// The message with the ballots of those who act.
pub(super) fn ballots(
    around: &Surroundings<'_>,
    child: &Child<'_>,
    question: &ProposalView,
) -> Result<Any> {
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
