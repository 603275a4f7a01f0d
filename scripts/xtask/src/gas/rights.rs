//! What members and houses may do beside voting: delegating, stakes and cycles, leaving, and a house that looks at what
//! another group decides.

use anyhow::{Context, Result, ensure};
use folkmoot_api::action::{Action, Ground};
use folkmoot_api::charter::{CharterSpec, Covers, Delegating, Procedure, Refer, Round, Stage};
use folkmoot_api::msg::{Claimant, ExecuteMsg, ProposalSpec, SeatId, SeatSpec, Text};
use folkmoot_api::wallet::Wallet;
use folkmoot_chain::{Node, TxResult, attribute, coin, execute};
use folkmoot_rules::{Choice, ReviewMode, Rule, Seconds, Status};

use super::chain::Sender;
use super::groups::{Founder, Group, INTERNAL, charter};
use super::lives::{PRICE, Surroundings};
use super::operation::{Operation, Right};
use super::people;
use super::rows::Rows;

/// How long a house has at least.
const RESPONSE: Seconds = Seconds::days(7);
/// The window of a notice, and of a ratification: the relay buffer longer than the house needs.
const WINDOW: Seconds = Seconds::days(14);
/// What a member stakes, and pledges of it.
const STAKE: u128 = 1_000;
const PLEDGE: u128 = 600;
/// What the common fund gets.
const TREASURY: u128 = 100_000;
const DAY: u64 = 86_400;

/// A group and its members' accounts. A majority of them acts.
struct Acting<'m> {
    group: Group,
    members: &'m [Sender],
}

/// Who takes part.
pub struct Members {
    /// Of the group that decides; the last one leaves.
    pub operation: Vec<Sender>,
    /// Of the house.
    pub house: Vec<Sender>,
}

/// The operation of a measurement and its house.
pub struct Rights<'a> {
    around: &'a Surroundings<'a>,
    operation: Acting<'a>,
    house: Acting<'a>,
}

impl<'a> Rights<'a> {
    /// Founds both.
    pub async fn founded(
        founder: &Founder<'_>,
        around: &'a Surroundings<'a>,
        members: &'a Members,
    ) -> Result<Self> {
        let account = &around.relayer.address;
        let operating = CharterSpec {
            delegation: Delegating::InVotes,
            ..charter(INTERNAL, account)
        };
        let operation = acting(founder, "operation", operating, &members.operation).await?;
        let house = acting(founder, "house", charter(INTERNAL, account), &members.house).await?;
        let gift = operation
            .group
            .gift(account, TREASURY, &around.chain.denom)?;
        let what = "filling the operation's treasury";
        around.chain.done(around.relayer, what, vec![gift]).await?;
        Ok(Self {
            around,
            operation,
            house,
        })
    }

    /// Measures everything, each thing once.
    pub async fn measured(&self, rows: &mut Rows) -> Result<()> {
        self.delegation(rows).await?;
        self.treasury(rows).await?;
        self.guarded().await?;
        self.reviews(rows).await
    }

    /// The second member lets the first vote for it, once.
    async fn delegation(&self, rows: &mut Rows) -> Result<()> {
        let [first, second, ..] = self.operation.members else {
            anyhow::bail!("the operation has to have two members");
        };
        let until = self.now().await? + DAY;
        let delegate = |to| ExecuteMsg::Delegate {
            to,
            procedures: vec![],
            until,
        };
        let group = &self.operation.group;
        let done = self.call(second, group, &delegate(Some(1))).await?;
        rows.note(Operation::Right(Right::Delegate), &done);
        let proposal = self.proposed(&self.operation, vec![self.payment()]).await?;
        let done = self.vote(first, group, proposal).await?;
        rows.note(Operation::Right(Right::CarryingVote), &done);
        self.call(second, group, &delegate(None)).await?;
        Ok(())
    }

    /// The last member stakes, pledges, and leaves.
    async fn treasury(&self, rows: &mut Rows) -> Result<()> {
        let group = &self.operation.group;
        let denom = &self.around.chain.denom;
        let leaver = self.operation.members.last().context("nobody can leave")?;
        let seat = SeatId::try_from(self.operation.members.len())?;
        let stake = execute(
            &leaver.address,
            &group.address,
            &ExecuteMsg::Stake {},
            vec![coin(STAKE, denom)],
        )?;
        let done = self.around.chain.done(leaver, "staking", vec![stake]);
        rows.note(Operation::Right(Right::Stake), &done.await?);
        let pledge = ExecuteMsg::Pledge {
            amount: cosmwasm_std::coin(PLEDGE, denom),
        };
        self.call(leaver, group, &pledge).await?;
        let cycle = Action::OpenCycle {
            denom: denom.clone(),
            ends_at: self.now().await? + 30 * DAY,
        };
        let (_, done) = self.decided(&self.operation, vec![cycle]).await?;
        rows.note(Operation::Right(Right::OpenCycle), &done);
        let done = self.call(leaver, group, &ExecuteMsg::Leave {}).await?;
        rows.note(Operation::Right(Right::Exit), &done);
        let claim = ExecuteMsg::PayClaim {
            claimant: Claimant::Seat(seat),
            denom: denom.clone(),
        };
        let done = self.call(self.around.relayer, group, &claim).await?;
        rows.note(Operation::Right(Right::Claim), &done);
        Ok(())
    }

    /// Both agree that the one looks at the other's decisions, and the operation puts it into its charter.
    async fn guarded(&self) -> Result<()> {
        let (operation, house) = (&self.operation.group, &self.house.group);
        let become_house = Action::BecomeHouse {
            group: operation.address.clone(),
            response_time: RESPONSE,
        };
        self.decided(&self.house, vec![become_house]).await?;
        let appoint = Action::AppointHouse {
            group: house.address.clone(),
            response_time: RESPONSE,
        };
        self.decided(&self.operation, vec![appoint]).await?;
        let amend = Action::AmendCharter {
            version: 1,
            charter: Box::new(self.reviewed()),
        };
        self.decided(&self.operation, vec![amend]).await?;
        Ok(())
    }

    /// The operation's charter with a house: what pays is seen, proposals without an action are ratified.
    fn reviewed(&self) -> CharterSpec {
        let stages = |mode| {
            vec![
                Stage::Decide(Round::new(Rule::majority(), INTERNAL)),
                Stage::Refer(Refer {
                    house: self.house.group.address.clone(),
                    mode,
                    window: WINDOW,
                    least_blocks: 0,
                }),
            ]
        };
        let round = Round::new(Rule::majority(), INTERNAL);
        let statement = Covers::Kinds(vec![folkmoot_api::action::ActionKind::Statement]);
        let everything = Covers::Everything {};
        CharterSpec {
            procedures: vec![
                Procedure {
                    stages: stages(ReviewMode::Ratify),
                    ..Procedure::new("statements", statement, round.clone())
                },
                Procedure {
                    stages: stages(ReviewMode::Optimistic),
                    ..Procedure::new("ordinary", everything, round)
                },
            ],
            ..charter(INTERNAL, &self.around.relayer.address)
        }
    }

    /// A decision is ratified; another is seen, doubted and stopped.
    async fn reviews(&self, rows: &mut Rows) -> Result<()> {
        let (operation, relayer) = (&self.operation.group, self.around.relayer);
        let statement = self.passed(&self.operation, vec![]).await?;
        let refer = |proposal| ExecuteMsg::Refer { proposal };
        let done = self.call(relayer, operation, &refer(statement)).await?;
        rows.note(Operation::Right(Right::Refer), &done);
        let proposal = self.passed(&self.operation, vec![self.payment()]).await?;
        let done = self.call(relayer, operation, &refer(proposal)).await?;
        rows.note(Operation::Right(Right::Notice), &done);
        let concern = ExecuteMsg::RaiseConcern {
            group: operation.address.clone(),
            proposal,
            text: "What is it for?".to_owned(),
        };
        let by = self.house.members.first().context("a house of nobody")?;
        let done = self.call(by, &self.house.group, &concern).await?;
        rows.note(Operation::Right(Right::Concern), &done);
        let veto = Action::Veto {
            group: operation.address.clone(),
            proposal,
            ground: Ground::BreachOfAgreement,
        };
        let (_, done) = self.decided(&self.house, vec![veto]).await?;
        rows.note(Operation::Right(Right::Veto), &done);
        let status = operation
            .proposal(self.around.chain, proposal)
            .await?
            .status;
        ensure!(status == Status::Vetoed, "what was vetoed is {status:?}");
        Ok(())
    }

    fn payment(&self) -> Action {
        Action::Spend {
            to: self.around.payee.to_owned(),
            amount: cosmwasm_std::coins(PRICE, &self.around.chain.denom),
            cycle: None,
        }
    }

    /// The number of a proposal that the first member has opened.
    async fn proposed(&self, by: &Acting<'_>, actions: Vec<Action>) -> Result<u64> {
        let proposal = ProposalSpec {
            title: "T".to_owned(),
            text: Text::None,
            actions,
            parties: vec![],
        };
        let first = by.members.first().context("a group of nobody")?;
        let propose = ExecuteMsg::Propose { proposal };
        let done = self.call(first, &by.group, &propose).await?;
        let number = attribute(&done.events, "wasm-proposal_opened", "proposal");
        Ok(number.context("a proposal without number")?.parse()?)
    }

    /// The number of a proposal on which a majority has said yes.
    async fn passed(&self, by: &Acting<'_>, actions: Vec<Action>) -> Result<u64> {
        let proposal = self.proposed(by, actions).await?;
        for voter in by.members.iter().take(by.members.len() / 2 + 1) {
            self.vote(voter, &by.group, proposal).await?;
        }
        Ok(proposal)
    }

    /// The same, executed: its number, and what executing took.
    async fn decided(&self, by: &Acting<'_>, actions: Vec<Action>) -> Result<(u64, TxResult)> {
        let proposal = self.passed(by, actions).await?;
        let execute = ExecuteMsg::Execute { proposal };
        let done = self.call(self.around.relayer, &by.group, &execute).await?;
        let view = by.group.proposal(self.around.chain, proposal).await?;
        let failure = view.failure.unwrap_or_default();
        ensure!(
            view.status == Status::Executed,
            "a decision is {:?}: {failure}",
            view.status
        );
        Ok((proposal, done))
    }

    async fn vote(&self, by: &Sender, group: &Group, proposal: u64) -> Result<TxResult> {
        let vote = ExecuteMsg::Vote {
            proposal,
            choice: Choice::Yes,
            reason: None,
        };
        self.call(by, group, &vote).await
    }

    async fn call(&self, by: &Sender, group: &Group, msg: &ExecuteMsg) -> Result<TxResult> {
        let call = group.call(&by.address, msg)?;
        let what = format!("{msg:?}");
        self.around.chain.done(by, &what, vec![call]).await
    }

    /// The time of the last block, unix seconds.
    async fn now(&self) -> Result<u64> {
        Ok(self.around.chain.client.status().await?.time)
    }
}

async fn acting<'m>(
    founder: &Founder<'_>,
    name: &str,
    charter: CharterSpec,
    members: &'m [Sender],
) -> Result<Acting<'m>> {
    let seats = members.iter().enumerate().map(|(place, member)| {
        people::seat(place + 1, vec![Wallet::Cosmos(member.address.clone())])
    });
    let seats: Vec<SeatSpec> = seats.collect();
    let (group, _) = founder.found(name, charter, seats).await?;
    Ok(Acting { group, members })
}
