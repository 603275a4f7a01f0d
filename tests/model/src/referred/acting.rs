//! What can happen, carried out: on the chain by whoever calls, and then on the fingers that count.

use anyhow::{Context, Result};
use cosmwasm_std::Addr;
use folkmoot_group::action::{Action as Decision, Ground};
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::Status;

use super::count::Stop;
use super::{Action, BUFFER, CARRIERS, RESPONSE, Referred, State};
use crate::chain::{Starved, account, group};
use crate::parts::{HOUR, newest, statement, vote};

impl Referred {
    /// Takes a step, if the contracts take it.
    pub(super) fn act(&self, state: &mut State, action: Action) -> Result<()> {
        match action {
            Action::Refer { by, starved } => state.refer(by, starved),
            Action::Concern => state.be_concerned(),
            Action::Stop => state.stop(),
            Action::Vote { member, yes } => state.vote(member, yes),
            Action::MoveOn => state.move_on(),
            Action::Deliver { veto, starved } => state.deliver(veto, starved),
            Action::Report { veto } => state.report(veto),
            Action::RollUp { by } => state.roll_up(by),
            Action::Execute => state.execute(),
            Action::Wait => self.wait(state),
        }
    }

    fn wait(&self, state: &mut State) -> Result<()> {
        state.moment += 1;
        let hours = self.hours.get(state.moment);
        let hours = hours.context("the end of the story")?;
        state.chain.advance_to(state.count.begun + hours * HOUR);
        Ok(())
    }
}

impl State {
    fn refer(&mut self, by: usize, starved: bool) -> Result<()> {
        let proposal = self.proposal;
        let refer = ExecuteMsg::Refer { proposal };
        let dry = starved.then_some(Starved(group("house")));
        self.chain
            .run_starving(&carrier(by), &group("cell"), &refer, dry.as_ref())?;
        self.count.referred(self.chain.time, !starved);
        Ok(())
    }

    fn be_concerned(&mut self) -> Result<()> {
        let concern = ExecuteMsg::RaiseConcern {
            group: group("cell").into(),
            proposal: self.proposal,
            text: "Why?".into(),
        };
        self.chain.run(&account(1), &group("house"), &concern)?;
        self.count.extended = true;
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        let house = group("house");
        let veto = Decision::Veto {
            group: group("cell").into(),
            proposal: self.proposal,
            ground: Ground::BreachOfAgreement,
        };
        let proposal = statement("stop it", veto);
        let open = ExecuteMsg::Propose { proposal };
        self.chain.run(&account(1), &house, &open)?;
        let veto = newest(&self.chain, &house)?.proposal;
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

    fn vote(&mut self, member: u8, yes: bool) -> Result<()> {
        let ballot = vote(self.asked()?, yes);
        let voter = account(member + 1);
        self.chain.run(&voter, &group("house"), &ballot)?;
        self.count.voted(member, yes);
        Ok(())
    }

    fn move_on(&mut self) -> Result<()> {
        let proposal = self.count.stops.last().context("no veto")?.veto;
        let call = ExecuteMsg::MoveOn { proposal };
        self.chain.run(&carrier(1), &group("house"), &call)
    }

    fn deliver(&mut self, place: usize, starved: bool) -> Result<()> {
        let veto = self.count.stops.get(place).context("no veto")?.veto;
        let call = ExecuteMsg::Execute { proposal: veto };
        let dry = starved.then_some(Starved(group("cell")));
        self.chain
            .run_starving(&carrier(0), &group("house"), &call, dry.as_ref())?;
        let told = self.of_house(veto)?.status == Status::Executed;
        self.count.delivered(place, told)
    }

    fn report(&mut self, place: usize) -> Result<()> {
        let proposal = self.count.stops.get(place).context("no veto")?.veto;
        let call = ExecuteMsg::ReportVeto { proposal };
        self.chain.run(&carrier(1), &group("house"), &call)?;
        self.count.reported(place, self.chain.time);
        Ok(())
    }

    fn roll_up(&mut self, by: usize) -> Result<()> {
        let mirror = self.asked()?;
        let call = ExecuteMsg::RollUp { mirror };
        self.chain.run(&carrier(by), &group("house"), &call)?;
        self.count.answered(self.chain.time);
        Ok(())
    }

    fn execute(&mut self) -> Result<()> {
        let proposal = self.proposal;
        let call = ExecuteMsg::Execute { proposal };
        self.chain.run(&carrier(0), &group("cell"), &call)
    }
}

/// One of the two who call.
fn carrier(which: usize) -> Addr {
    let [first, second] = CARRIERS.map(account);
    if which == 0 { first } else { second }
}
