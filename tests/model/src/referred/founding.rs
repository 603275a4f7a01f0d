//! The house and the cell with their charters, up to the moment after the cell has decided.

use anyhow::{Context, Result, ensure};
use cosmwasm_std::{Addr, coins};
use folkmoot_group::action::{Action as Decision, ActionKind};
use folkmoot_group::charter::{CharterSpec, Covers, Procedure, Refer, Round, Stage};
use folkmoot_group::msg::{ExecuteMsg, ProposalId};
use folkmoot_rules::{Choice, Fallback, Resolving, ReviewMode, Rule, Seconds, Status};

use super::count::Count;
use super::{BUFFER, CARRIERS, EXECUTION, RESPONSE, Referred, State, WINDOW};
use crate::chain::{Chain, account};
use crate::parts::{DAY, FOUNDED, agree, decide, founding, newest, person, statement, vote};

/// How long the cell looks for a way around a block, where it asks the house when it finds none.
const RESOLVING: Seconds = Seconds::days(1);
/// Who founds both groups, and has a seat in none.
const FOUNDER: u8 = 200;
/// Whom the decision pays.
const BUILDER: u8 = 203;
/// The cell's two members.
const CELL: [u8; 2] = [101, 102];

impl Referred {
    /// The world at the moment after the cell has decided.
    ///
    /// # Errors
    /// The contract refuses what a founder may do.
    pub fn decided(&self) -> Result<State> {
        let mut chain = self.guarded()?;
        chain.advance_to(FOUNDED + 2 * DAY);
        let proposal = self.paying(&mut chain)?;
        if self.mode == ReviewMode::Escalate {
            chain.advance_to(RESOLVING.after(chain.time));
        }
        let referred = State {
            moment: 0,
            proposal,
            count: Count::new(self.ratifies(), self.members, chain.time),
            broken: vec![],
            chain,
        };
        let status = referred.decision()?.status;
        ensure!(matches!(status, Status::Referred { .. }), "{status:?}");
        Ok(referred)
    }

    /// The two groups, the cell with its house.
    fn guarded(&self) -> Result<Chain> {
        let mut chain = Chain {
            time: FOUNDED,
            height: 10,
            ..Chain::default()
        };
        let founder = account(FOUNDER);
        let members: Vec<Addr> = (1..=self.members).map(account).collect();
        let of_cell = CELL.map(account);
        let seats = members.iter().cloned().map(person).collect();
        let house = chain.found("house", &founder, founding("house", house_charter(), seats))?;
        let seats = of_cell.iter().cloned().map(person).collect();
        let cell = chain.found("cell", &founder, founding("cell", cell_charter(), seats))?;
        chain.advance_to(FOUNDED + DAY);
        let appoint = Decision::AppointHouse {
            group: house.to_string(),
            response_time: RESPONSE,
        };
        decide(&mut chain, &cell, &of_cell, appoint)?;
        let agree_to_it = Decision::BecomeHouse {
            group: cell.to_string(),
            response_time: RESPONSE,
        };
        decide(&mut chain, &house, &members, agree_to_it)?;
        let amend = Decision::AmendCharter {
            version: 1,
            charter: Box::new(self.guarded_charter(&house)?),
        };
        decide(&mut chain, &cell, &of_cell, amend)?;
        Ok(chain)
    }

    /// The cell decides to pay, or is blocked where the house is asked for that.
    fn paying(&self, chain: &mut Chain) -> Result<ProposalId> {
        let cell = crate::group("cell");
        let of_cell = CELL.map(account);
        let pay = Decision::Spend {
            to: account(BUILDER).into(),
            amount: coins(500, "ustake"),
            cycle: None,
        };
        let proposal = if self.mode == ReviewMode::Escalate {
            blocked(chain, &cell, &of_cell, pay)?
        } else {
            agree(chain, &cell, &of_cell, pay)?
        };
        let [carrier, ..] = CARRIERS.map(account);
        chain.run(&carrier, &cell, &ExecuteMsg::MoveOn { proposal })?;
        Ok(proposal)
    }

    /// The cell's charter with its house.
    fn guarded_charter(&self, house: &Addr) -> Result<CharterSpec> {
        let mut charter = cell_charter();
        let budget = charter.procedures.first_mut().context("a procedure")?;
        if self.mode == ReviewMode::Escalate {
            budget.stages = vec![Stage::Decide(Round {
                resolving: Some(Resolving {
                    period: RESOLVING,
                    fallback: Fallback::Escalate,
                }),
                ..Round::new(Rule::consensus(), Seconds::days(1))
            })];
        }
        budget.stages.push(Stage::Refer(Refer {
            house: house.into(),
            mode: self.mode,
            window: WINDOW,
            least_blocks: 0,
        }));
        Ok(charter)
    }
}

/// One of two members blocks a proposal of the other.
fn blocked(
    chain: &mut Chain,
    cell: &Addr,
    [one, other]: &[Addr; 2],
    action: Decision,
) -> Result<ProposalId> {
    let proposal = statement("blocked", action);
    chain.run(one, cell, &ExecuteMsg::Propose { proposal })?;
    let proposal = newest(chain, cell)?.proposal;
    chain.run(one, cell, &vote(proposal, true))?;
    let block = ExecuteMsg::Vote {
        proposal,
        choice: Choice::Block,
        reason: Some("too much".into()),
    };
    chain.run(other, cell, &block)?;
    Ok(proposal)
}

fn house_charter() -> CharterSpec {
    let mut charter = CharterSpec::simple(Rule::majority(), RESPONSE);
    let veto = Procedure::new(
        "veto",
        Covers::Kinds(vec![ActionKind::Veto]),
        Round::new(Rule::majority(), RESPONSE),
    );
    charter.procedures.insert(0, veto);
    charter
}

fn cell_charter() -> CharterSpec {
    let mut charter = CharterSpec {
        relay_buffer: BUFFER,
        execution_window: EXECUTION,
        ..CharterSpec::simple(Rule::majority(), Seconds::days(1))
    };
    let budget = Procedure::new(
        "budget",
        Covers::SpendsAbove(coins(100, "ustake")),
        Round::new(Rule::majority(), Seconds::days(1)),
    );
    charter.procedures.insert(0, budget);
    charter
}
