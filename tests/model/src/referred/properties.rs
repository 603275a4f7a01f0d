//! What must hold in every state, and how a state or a step is held against it.

use anyhow::Result;
use folkmoot_group::msg::ProposalView;
use folkmoot_rules::{HouseWord, Status};

use super::{Action, Referred, State};

const LET: &str = "nothing is executed but what was let go on: no veto in time, or the yes";
const FREE: &str = "what is let go on can be executed: a house that is silent stops nothing";
const STOPS: &str = "while the window runs a veto can be opened";
const DELIVERED: &str = "a veto that passed can be delivered while it holds";
const TAKEN: &str = "a yes in time can be carried";
const ONE_ANSWER: &str = "a review has at most one answer, and it is the house's";
pub(super) const FINAL: &str = "what has ended stays so";
const PAID_ONCE: &str = "coins are paid at most once";
const ENDS: &str = "with time alone everything ends";

/// A property: its name, and whether a state keeps it.
type Kept = (&'static str, fn(&Referred, &State) -> bool);

pub(super) const ALWAYS: [Kept; 9] = [
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

impl Referred {
    /// The rules that a step breaks.
    pub(super) fn broken_rules(
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

/// The house's word, as the cell has it.
fn word(decision: &ProposalView) -> Option<HouseWord> {
    let stages = decision.stages.iter();
    stages.filter_map(|stage| stage.review?.word).next()
}
