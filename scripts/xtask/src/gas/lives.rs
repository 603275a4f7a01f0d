//! A proposal's life in a group of its own people: opened, voted on, executed.

use anyhow::{Context, Result, ensure};
use cosmos_sdk_proto::Any;
use folkmoot_api::action::Action;
use folkmoot_api::limits::MAX_BATCH;
use folkmoot_api::msg::{ExecuteMsg, ProposalSpec, ProposalView, SeatSpec, SignedBallot, Text};
use folkmoot_api::wallet::Wallet;
use folkmoot_chain::attribute;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_rules::{Choice, Status};

use super::chain::{Chain, Sender, Sent};
use super::groups::Group;
use super::operation::{Operation, Size, TEXTS};
use super::people;
use super::rows::Rows;
use super::turns::{turn, voters};

/// What each proposal pays.
pub const PRICE: u128 = 500;
/// Sizes of the first batches; what is left goes in batches as large as they may be.
const BATCHES: [usize; 3] = [1, 10, 50];

/// A member: with an account, or with an Ethereum wallet whose ballots others carry.
pub enum Member {
    /// Votes by transaction.
    Account(Sender),
    /// Signs ballots.
    Wallet(EthereumSigner),
}

impl Member {
    /// A seat for the member.
    pub fn seat(&self, number: usize) -> SeatSpec {
        let wallet = match self {
            Self::Account(sender) => Wallet::Cosmos(sender.address.clone()),
            Self::Wallet(signer) => Wallet::Ethereum(signer.address()),
        };
        people::seat(number, vec![wallet])
    }
}

/// A group and its members in the order in which they vote.
pub struct Assembly<'m> {
    /// The group.
    pub group: Group,
    /// The members.
    pub members: &'m [Member],
}

/// What is common to all lives.
pub struct Surroundings<'c> {
    /// The chain.
    pub chain: &'c Chain,
    /// Who carries ballots.
    pub relayer: &'c Sender,
    /// Who is paid.
    pub payee: &'c str,
}

/// A transaction on its way, what it measures, and among how many ballots its gas is shared.
type Measured = (Sent, Option<Operation>, u64);

impl Surroundings<'_> {
    /// What is proposed: a payment, with a text of so many bytes.
    pub fn proposal(&self, text: Text) -> ProposalSpec {
        ProposalSpec {
            title: "T".to_owned(),
            text,
            actions: vec![Action::Spend {
                to: self.payee.to_owned(),
                amount: cosmwasm_std::coins(PRICE, &self.chain.denom),
                cycle: None,
            }],
            parties: vec![],
        }
    }

    /// Lives of proposals of every size of text, in all groups.
    pub async fn lives(&self, assemblies: &[Assembly<'_>], rows: &mut Rows) -> Result<()> {
        let paid_before = self.chain.balance(self.payee).await?;
        let opened = self.opened(assemblies, rows).await?;
        let mut sent = vec![];
        for ((assembly, size), question) in &opened {
            self.votes(assembly, *size, question, &mut sent).await?;
        }
        for ((assembly, size), question) in &opened {
            let execute = ExecuteMsg::Execute {
                proposal: question.proposal,
            };
            let by = assembly.first()?;
            sent.push(
                self.call(by, assembly, Operation::Execute(*size), &execute)
                    .await?,
            );
        }
        self.noted(sent, rows).await?;
        for ((assembly, size), question) in &opened {
            let view = assembly
                .group
                .proposal(self.chain, question.proposal)
                .await?;
            ensure!(
                view.status == Status::Executed,
                "{size}: it is {:?}",
                view.status
            );
        }
        let paid = self.chain.balance(self.payee).await? - paid_before;
        let expected = PRICE * u128::try_from(opened.len())?;
        ensure!(paid == expected, "{paid} were paid, expected {expected}");
        Ok(())
    }

    /// Opens a proposal of each size in each group.
    async fn opened<'a, 'm>(
        &self,
        assemblies: &'a [Assembly<'m>],
        rows: &mut Rows,
    ) -> Result<Vec<((&'a Assembly<'m>, Size), ProposalView)>> {
        let mut sent = vec![];
        let mut sizes = vec![];
        for assembly in assemblies {
            for text in TEXTS {
                let size = Size {
                    members: assembly.members.len(),
                    text,
                };
                let msg = ExecuteMsg::Propose {
                    proposal: self.proposal(stored(text)),
                };
                let by = assembly.first()?;
                sent.push(
                    self.call(by, assembly, Operation::Propose(size), &msg)
                        .await?,
                );
                sizes.push((assembly, size));
            }
        }
        let results = self.noted(sent, rows).await?;
        let mut opened = vec![];
        for (at, result) in sizes.into_iter().zip(results) {
            let number = attribute(&result.events, "wasm-proposal_opened", "proposal");
            let number = number.context("a proposal without number")?.parse()?;
            opened.push((at, at.0.group.proposal(self.chain, number).await?));
        }
        Ok(opened)
    }

    /// Opens proposals whose text is only in the transaction.
    pub async fn carried(&self, assembly: &Assembly<'_>, rows: &mut Rows) -> Result<()> {
        let mut sent = vec![];
        for text in TEXTS.into_iter().filter(|text| *text > 0) {
            let size = Size {
                members: assembly.members.len(),
                text,
            };
            let proposal = self.proposal(Text::Carried(letters(text)));
            let msg = ExecuteMsg::Propose { proposal };
            let by = assembly.first()?;
            sent.push(
                self.call(by, assembly, Operation::ProposeCarried(size), &msg)
                    .await?,
            );
        }
        self.noted(sent, rows).await?;
        Ok(())
    }

    /// All that is voted on one proposal, in order.
    async fn votes(
        &self,
        assembly: &Assembly<'_>,
        size: Size,
        question: &ProposalView,
        sent: &mut Vec<Measured>,
    ) -> Result<()> {
        let mut waiting = vec![];
        let mut sizes = BATCHES.into_iter().filter(|_| size.text == 0);
        let voting = voters(assembly.members.len());
        for (place, member) in assembly.members.iter().take(voting).enumerate() {
            match member {
                Member::Wallet(signer) => {
                    let chain_id = self.chain.client.chain_id();
                    let group = &assembly.group.address;
                    waiting.push(people::ballot(signer, chain_id, group, question)?);
                }
                Member::Account(voter) => {
                    self.carry(assembly, question, &mut waiting, &mut sizes, sent)
                        .await?;
                    let vote = ExecuteMsg::Vote {
                        proposal: question.proposal,
                        choice: Choice::Yes,
                        reason: None,
                    };
                    let turn = turn(place, assembly.members.len());
                    let call = assembly.group.call(&voter.address, &vote)?;
                    let operation = turn.map(|turn| Operation::Vote(turn, size));
                    sent.push(self.send(voter, operation, 1, call).await?);
                }
            }
        }
        ensure!(
            waiting.is_empty(),
            "the last to vote has to have an account"
        );
        Ok(())
    }

    /// Carries the ballots that wait.
    async fn carry(
        &self,
        assembly: &Assembly<'_>,
        question: &ProposalView,
        waiting: &mut Vec<SignedBallot>,
        sizes: &mut impl Iterator<Item = usize>,
        sent: &mut Vec<Measured>,
    ) -> Result<()> {
        while !waiting.is_empty() {
            let measured = sizes.next();
            let count = measured.unwrap_or(MAX_BATCH).min(waiting.len());
            let ballots = waiting.drain(..count).collect();
            let proposal = question.proposal;
            let cast = ExecuteMsg::CastBallots { proposal, ballots };
            let call = assembly.group.call(&self.relayer.address, &cast)?;
            let operation = measured.map(Operation::Ballot);
            let share = u64::try_from(count)?;
            sent.push(self.send(self.relayer, operation, share, call).await?);
        }
        Ok(())
    }

    async fn call(
        &self,
        by: &Sender,
        assembly: &Assembly<'_>,
        operation: Operation,
        msg: &ExecuteMsg,
    ) -> Result<Measured> {
        let call = assembly.group.call(&by.address, msg)?;
        self.send(by, Some(operation), 1, call).await
    }

    async fn send(
        &self,
        by: &Sender,
        operation: Option<Operation>,
        share: u64,
        call: Any,
    ) -> Result<Measured> {
        let what = operation.map_or_else(
            || "a vote that is not measured".to_owned(),
            |operation| operation.to_string(),
        );
        Ok((
            self.chain.send(by, &what, vec![call]).await?,
            operation,
            share,
        ))
    }

    /// Waits for all of them and notes what they took.
    async fn noted(
        &self,
        sent: Vec<Measured>,
        rows: &mut Rows,
    ) -> Result<Vec<folkmoot_chain::TxResult>> {
        let mut results = Vec::with_capacity(sent.len());
        for (sent, operation, share) in sent {
            let result = self.chain.included(&sent).await?;
            if let Some(operation) = operation {
                let gas = result.gas_used.div_ceil(share);
                rows.note_all(operation, gas, vec![result.hash]);
            }
            results.push(result);
        }
        Ok(results)
    }
}

impl Assembly<'_> {
    /// The first member, who has an account.
    fn first(&self) -> Result<&Sender> {
        match self.members.first() {
            Some(Member::Account(sender)) => Ok(sender),
            _ => anyhow::bail!("the first member has to have an account"),
        }
    }
}

fn stored(text: usize) -> Text {
    if text == 0 {
        Text::None
    } else {
        Text::Stored(letters(text))
    }
}

/// A text of so many kB, of one byte a letter.
fn letters(text: usize) -> String {
    const LINE: &str = "The quick brown fox jumps over the lazy dog and then it rests. ";
    LINE.chars().cycle().take(text * 1_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_as_many_bytes_as_it_is_called() {
        assert_eq!(letters(25).len(), 25_000);
        assert!(letters(25).is_ascii());
    }
}
