//! A decision that a house looks at: referring, being concerned, stopping, ratifying, executing, in every order.
//!
//! What may happen is counted on fingers beside it: whoever executes must be let by that count, and whom it lets must be
//! able to.

mod count;

use std::fmt;

use anyhow::{Context, Result, ensure};
use cosmwasm_std::{Addr, coins};
use folkmoot_group::action::{Action as Decision, ActionKind, Ground};
use folkmoot_group::charter::{CharterSpec, Covers, Procedure, Refer, Round, Stage};
use folkmoot_group::msg::{ExecuteMsg, NoticeView, ProposalId, ProposalView, QueryMsg};
use folkmoot_rules::{
    Choice, Fallback, HouseWord, Outcome, Resolving, ReviewMode, Rule, Seconds, Status,
};
use stateright::{Model, Property};

use crate::chain::{Chain, Starved, account};
use crate::parts::{DAY, FOUNDED, HOUR, agree, decide, founding, newest, person, statement, vote};
use count::{Count, Stop};

/// How long the house has after a notice, and from the decision on for ratifying it.
const WINDOW: Seconds = Seconds::days(4);
/// What the house promises: its veto, and its upstream round, take as long.
const RESPONSE: Seconds = Seconds::days(2);
/// The cell's relay buffer: a veto that was decided is carried within it, and a ratification is asked for within its half.
const BUFFER: Seconds = Seconds::days(2);
/// How long what is let go on may be executed, and how long a decision waits for being referred to a house by notice.
const EXECUTION: Seconds = Seconds::days(5);
/// How long the cell looks for a way around a block, where it asks the house when it finds none.
const RESOLVING: Seconds = Seconds::days(1);
/// Who calls: nobody with a seat.
const CARRIERS: [u8; 2] = [201, 202];
const BUILDER: u8 = 203;
/// The cell's two members.
const CELL: [u8; 2] = [101, 102];

/// What is searched through.
#[derive(Clone, Debug)]
pub struct Referred {
    /// How the house is asked.
    pub mode: ReviewMode,
    /// How many members the house has.
    pub members: u8,
    /// How many vetoes are opened at most.
    pub vetoes: usize,
    /// Whether calls from one group to the other may run out of gas.
    pub starving: bool,
    /// The moments between which anything may happen, in hours from the decision.
    pub hours: Vec<u64>,
}

impl Referred {
    /// The decision, in the window, when it ends, when it ends after a concern, when a late hold ends, when nobody
    /// answered.
    pub const BY_NOTICE: [u64; 6] = [0, 72, 96, 120, 168, 216];
    /// The same with more moments between them, up to when nothing can be executed any more.
    pub const BY_NOTICE_MORE: [u64; 11] = [0, 24, 48, 72, 96, 120, 144, 168, 192, 216, 336];
    /// The decision, while asking is possible, when it is over, when the mirror ends, when the time to ratify ends.
    pub const RATIFIED: [u64; 6] = [0, 12, 24, 48, 72, 96];
    /// The same up to when nothing can be executed any more.
    pub const RATIFIED_MORE: [u64; 9] = [0, 12, 23, 24, 48, 60, 72, 96, 240];
}

/// Where it stands: the chain, and what the people know that they did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    chain: Chain,
    moment: usize,
    proposal: ProposalId,
    count: Count,
    broken: Vec<&'static str>,
}

/// One thing that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Somebody refers the decision to the house.
    Refer {
        /// Which carrier.
        by: usize,
        /// Whether the house's call runs out of gas.
        starved: bool,
    },
    /// A member of the house is concerned.
    Concern,
    /// A member of the house opens a veto.
    Stop,
    /// A member of the house votes on the last veto, or on the mirror.
    Vote {
        /// The member.
        member: u8,
        /// For it or against it.
        yes: bool,
    },
    /// Somebody moves the last veto on.
    MoveOn,
    /// Somebody executes a veto.
    Deliver {
        /// Which veto.
        veto: usize,
        /// Whether the cell's call runs out of gas.
        starved: bool,
    },
    /// Somebody reports that a veto has failed.
    Report {
        /// Which veto.
        veto: usize,
    },
    /// Somebody carries the house's answer to the cell.
    RollUp {
        /// Which carrier.
        by: usize,
    },
    /// Somebody executes the decision.
    Execute,
    /// Time passes until the next moment.
    Wait,
}

const LET: &str = "nothing is executed but what was let go on: no veto in time, or the yes";
const FREE: &str = "what is let go on can be executed: a house that is silent stops nothing";
const STOPS: &str = "while the window runs a veto can be opened";
const DELIVERED: &str = "a veto that passed can be delivered while it holds";
const TAKEN: &str = "a yes in time can be carried";
const ONE_ANSWER: &str = "a review has at most one answer, and it is the house's";
const FINAL: &str = "what has ended stays so";
const PAID_ONCE: &str = "coins are paid at most once";
const ENDS: &str = "with time alone everything ends";

/// A property: its name, and whether a state keeps it.
type Kept = (&'static str, fn(&Referred, &State) -> bool);

const ALWAYS: [Kept; 9] = [
    (LET, |_, state| state.keeps(LET)),
    (FREE, Referred::is_free),
    (STOPS, Referred::can_be_stopped),
    (DELIVERED, Referred::is_deliverable),
    (TAKEN, Referred::can_be_carried),
    (ENDS, |_, state| state.ends_by_itself().unwrap_or(false)),
    (ONE_ANSWER, |_, state| state.keeps(ONE_ANSWER)),
    (FINAL, |_, state| state.keeps(FINAL)),
    (PAID_ONCE, |_, state| state.keeps(PAID_ONCE)),
];

impl Model for Referred {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        // A world that can't be set up has no states, which the search tells.
        self.decided().into_iter().collect()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend([0, 1].map(|by| Action::Refer { by, starved: false }));
        if self.starving {
            let (by, starved) = (0, true);
            actions.push(Action::Refer { by, starved });
        }
        // Members are alike: who of those that are silent speaks first makes no difference.
        if let Some(member) = state.count.silent() {
            actions.extend([true, false].map(|yes| Action::Vote { member, yes }));
        }
        if self.ratifies() {
            actions.extend([0, 1].map(|by| Action::RollUp { by }));
        } else {
            actions.extend([Action::Concern, Action::MoveOn]);
            if state.count.stops.len() < self.vetoes {
                actions.push(Action::Stop);
            }
            for veto in 0..state.count.stops.len() {
                let starved = false;
                actions.extend([Action::Deliver { veto, starved }, Action::Report { veto }]);
                if self.starving {
                    let starved = true;
                    actions.push(Action::Deliver { veto, starved });
                }
            }
        }
        actions.extend([Action::Execute, Action::Wait]);
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        self.act(&mut next, action).ok()?;
        if &next == last {
            return None;
        }
        let broken = self.broken_rules(last, &next, action);
        next.broken = broken.unwrap_or_else(|_| vec![FINAL]);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let always = ALWAYS.map(|(name, holds)| Property::always(name, holds));
        // A search that never gets there would prove nothing.
        let reached = [
            Property::<Self>::sometimes("it is executed", |_, state| !state.chain.paid.is_empty()),
            Property::<Self>::sometimes("it is stopped, or not ratified", |_, state| {
                state.count.vetoed || state.count.refused
            }),
        ];
        always.into_iter().chain(reached).collect()
    }
}

impl Referred {
    /// Whether it goes on only with the house's yes.
    fn ratifies(&self) -> bool {
        self.mode != ReviewMode::Optimistic
    }

    /// The world at the moment after the cell has decided.
    ///
    /// # Errors
    /// The contract refuses what a founder may do.
    pub fn decided(&self) -> Result<State> {
        let mut chain = Chain {
            time: FOUNDED,
            height: 10,
            ..Chain::default()
        };
        let founder = account(200);
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
        chain.advance_to(FOUNDED + 2 * DAY);
        let pay = Decision::Spend {
            to: account(BUILDER).into(),
            amount: coins(500, "ustake"),
            cycle: None,
        };
        let proposal = if self.mode == ReviewMode::Escalate {
            blocked(&mut chain, &cell, &of_cell, pay)?
        } else {
            agree(&mut chain, &cell, &of_cell, pay)?
        };
        let [carrier, ..] = CARRIERS.map(account);
        chain.run(&carrier, &cell, &ExecuteMsg::MoveOn { proposal })?;
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

    fn act(&self, state: &mut State, action: Action) -> Result<()> {
        let [first, second] = CARRIERS.map(account);
        let carrier = |by| if by == 0 { &first } else { &second };
        let (house, cell) = (crate::group("house"), crate::group("cell"));
        let proposal = state.proposal;
        let now = state.chain.time;
        match action {
            Action::Refer { by, starved } => {
                let dry = starved.then_some(Starved(house));
                let refer = ExecuteMsg::Refer { proposal };
                let (chain, by) = (&mut state.chain, carrier(by));
                chain.run_starving(by, &cell, &refer, dry.as_ref())?;
                state.count.referred(now, !starved);
            }
            Action::Concern => {
                let concern = ExecuteMsg::RaiseConcern {
                    group: cell.into(),
                    proposal,
                    text: "Why?".into(),
                };
                state.chain.run(&account(1), &house, &concern)?;
                state.count.extended = true;
            }
            Action::Stop => state.stop(&house, &cell)?,
            Action::Vote { member, yes } => {
                let asked = state.asked()?;
                let ballot = vote(asked, yes);
                state.chain.run(&account(member + 1), &house, &ballot)?;
                state.count.voted(member, yes);
            }
            Action::MoveOn => {
                let proposal = state.count.stops.last().context("no veto")?.veto;
                let call = ExecuteMsg::MoveOn { proposal };
                state.chain.run(carrier(1), &house, &call)?;
            }
            Action::Deliver {
                veto: place,
                starved,
            } => {
                let veto = state.count.stops.get(place).context("no veto")?.veto;
                let dry = starved.then_some(Starved(cell));
                let call = ExecuteMsg::Execute { proposal: veto };
                let chain = &mut state.chain;
                chain.run_starving(carrier(0), &house, &call, dry.as_ref())?;
                let told = state.of_house(veto)?.status == Status::Executed;
                state.count.delivered(place, told)?;
            }
            Action::Report { veto } => {
                let stop = state.count.stops.get(veto).context("no veto")?;
                let call = ExecuteMsg::ReportVeto {
                    proposal: stop.veto,
                };
                state.chain.run(carrier(1), &house, &call)?;
                state.count.reported(veto, now);
            }
            Action::RollUp { by } => {
                let mirror = state.asked()?;
                let call = ExecuteMsg::RollUp { mirror };
                state.chain.run(carrier(by), &house, &call)?;
                state.count.answered(now);
            }
            Action::Execute => {
                let call = ExecuteMsg::Execute { proposal };
                state.chain.run(carrier(0), &cell, &call)?;
            }
            Action::Wait => {
                state.moment += 1;
                let hours = self
                    .hours
                    .get(state.moment)
                    .context("the end of the story")?;
                state.chain.advance_to(state.count.begun + hours * HOUR);
            }
        }
        Ok(())
    }

    /// The rules that a step breaks.
    fn broken_rules(
        &self,
        last: &State,
        next: &State,
        action: Action,
    ) -> Result<Vec<&'static str>> {
        let (before, now) = (last.decision()?, next.decision()?);
        let mut broken = vec![];
        let mut require = |rule, holds: bool| {
            if !holds {
                broken.push(rule);
            }
        };
        let (paid_before, paid) = (last.paid(), next.paid());
        let executes = matches!(action, Action::Execute);
        let may = executes && last.count.may_go_on(last.chain.time);
        require(PAID_ONCE, paid <= 1);
        require(LET, paid == paid_before || may);
        require(
            FINAL,
            !before.status.is_final() || before.status == now.status,
        );
        let (then, word) = (word(&before), word(&now));
        require(ONE_ANSWER, then.is_none() || word == then);
        require(ONE_ANSWER, next.count.explains(word));
        Ok(broken)
    }

    /// What comes of one more step.
    fn tried(&self, state: &State, action: Action) -> Option<State> {
        let mut trial = state.clone();
        self.act(&mut trial, action).ok().map(|()| trial)
    }

    fn is_free(&self, state: &State) -> bool {
        let waits = state.paid() == 0 && state.count.is_free(state.chain.time);
        let done = || self.tried(state, Action::Execute);
        !waits || done().is_some_and(|done| done.paid() == 1)
    }

    fn can_be_stopped(&self, state: &State) -> bool {
        let runs = state.count.could_be_stopped(state.chain.time);
        !runs || state.has_open_veto().unwrap_or(false) || self.tried(state, Action::Stop).is_some()
    }

    fn is_deliverable(&self, state: &State) -> bool {
        let Some(veto) = state.count.to_deliver(state.chain.time) else {
            return true;
        };
        let starved = false;
        let told = self.tried(state, Action::Deliver { veto, starved });
        told.is_some_and(|told| told.count.vetoed && told.is(Status::Vetoed))
    }

    fn can_be_carried(&self, state: &State) -> bool {
        let told = || self.tried(state, Action::RollUp { by: 1 });
        !state.count.to_carry(state.chain.time)
            || told().is_some_and(|told| told.is(Status::Passed))
    }
}

impl State {
    fn keeps(&self, rule: &str) -> bool {
        !self.broken.contains(&rule)
    }

    /// How often coins were paid.
    fn paid(&self) -> u32 {
        self.chain.paid.values().sum()
    }

    fn is(&self, status: Status) -> bool {
        self.decision()
            .is_ok_and(|decision| decision.status == status)
    }

    fn decision(&self) -> Result<ProposalView> {
        let proposal = self.proposal;
        let question = QueryMsg::ProposalView { proposal };
        self.chain.ask(&crate::group("cell"), question)
    }

    fn of_house(&self, proposal: ProposalId) -> Result<ProposalView> {
        let question = QueryMsg::ProposalView { proposal };
        self.chain.ask(&crate::group("house"), question)
    }

    fn mirror(&self) -> Result<Option<ProposalId>> {
        let question = QueryMsg::Notice {
            group: crate::group("cell").into(),
            proposal: self.proposal,
        };
        let notice: Option<NoticeView> = self.chain.ask(&crate::group("house"), question)?;
        Ok(notice.and_then(|notice| notice.mirror))
    }

    /// What the house votes on: its last veto, or its mirror.
    fn asked(&self) -> Result<ProposalId> {
        match self.count.stops.last() {
            Some(stop) => Ok(stop.veto),
            None => self.mirror()?.context("nothing is asked"),
        }
    }

    fn stop(&mut self, house: &Addr, cell: &Addr) -> Result<()> {
        let veto = Decision::Veto {
            group: cell.into(),
            proposal: self.proposal,
            ground: Ground::BreachOfAgreement,
        };
        let proposal = statement("stop it", veto);
        let open = ExecuteMsg::Propose { proposal };
        self.chain.run(&account(1), house, &open)?;
        let veto = newest(&self.chain, house)?.proposal;
        let decided = RESPONSE.after(self.chain.time);
        self.count.stops.push(Stop {
            veto,
            decided,
            held_until: BUFFER.after(decided),
            failed: false,
            votes: self.count.nobody(),
        });
        Ok(())
    }

    fn has_open_veto(&self) -> Result<bool> {
        for stop in &self.count.stops {
            if !self.of_house(stop.veto)?.status.is_final() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether all is over after a year in which nobody does anything.
    fn ends_by_itself(&self) -> Result<bool> {
        let mut later = self.clone();
        later.chain.advance_to(self.chain.time + 366 * DAY);
        let mut over = later.decision()?.status.is_final();
        for stop in &self.count.stops {
            over &= later.of_house(stop.veto)?.status.is_final();
        }
        if let Some(mirror) = self.mirror()? {
            over &= later.of_house(mirror)?.outcome != Outcome::Undecided;
        }
        Ok(over)
    }
}

/// The house's word, as the cell has it.
fn word(decision: &ProposalView) -> Option<HouseWord> {
    let stages = decision.stages.iter();
    stages.filter_map(|stage| stage.review?.word).next()
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

impl fmt::Display for Referred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.mode {
            ReviewMode::Ratify => "must ratify",
            ReviewMode::Optimistic => "may stop",
            ReviewMode::Escalate => "decides in the cell's place",
        };
        let members = self.members;
        write!(f, "a decision that a house of {members} {how}")
    }
}
