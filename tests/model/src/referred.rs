//! A decision that a house looks at: referring, being concerned, stopping, ratifying, executing, in every order.
//!
//! What may happen is counted on fingers beside it: whoever executes must be let by that count, and whom it lets must be
//! able to.

mod acting;
mod count;
mod founding;
mod properties;
mod state;

use std::fmt;

use folkmoot_group::msg::ProposalId;
use folkmoot_rules::{ReviewMode, Seconds};
use stateright::{Model, Property};

use crate::chain::Chain;
use count::Count;
use properties::{ALWAYS, FINAL};

/// How long the house has after a notice, and from the decision on for ratifying it.
const WINDOW: Seconds = Seconds::days(4);
/// What the house promises: its veto, and its upstream round, take as long.
const RESPONSE: Seconds = Seconds::days(2);
/// The cell's relay buffer: a veto that was decided is carried within it, and a ratification is asked for within its half.
const BUFFER: Seconds = Seconds::days(2);
/// How long what is let go on may be executed, and how long a decision waits for being referred to a house by notice.
const EXECUTION: Seconds = Seconds::days(5);
/// Who calls: nobody with a seat.
const CARRIERS: [u8; 2] = [201, 202];

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
