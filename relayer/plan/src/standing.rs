//! Where a proposal stands at a moment: what the contract would say, by the same functions.

use folkmoot_rules::{Moment, Outcome, Status, Tally, early_outcome, final_early, outcome, status};

use crate::Proposal;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The ballots, with group seats that were not asked in time as not cast.
    pub tally: Tally,
    /// What is decided; undecided while a missing ballot could change it.
    pub outcome: Outcome,
    /// Its status.
    pub status: Status,
    /// Whether a mirror's vote is final, or a proposal may move on.
    pub ripe: bool,
}

/// Where a proposal stands at this time of the chain.
#[must_use]
pub fn standing(proposal: &Proposal, now: u64) -> Standing {
    of_tally(proposal, counted(proposal, now), now)
}

/// The same with another tally, such as one to which ballots were added.
pub(crate) fn of_tally(proposal: &Proposal, tally: Tally, now: u64) -> Standing {
    let (rule, electorate) = (&proposal.rule, &proposal.electorate);
    let at_deadline = outcome(rule, electorate, &tally);
    let early = match proposal.early_finish {
        true => early_outcome(rule, electorate, &tally),
        false => Outcome::Undecided,
    };
    let ended = now >= proposal.facts.deadline;
    let outcome = match (proposal.facts.moved, ended) {
        (Some(moved), _) => moved.outcome,
        (None, true) => at_deadline,
        (None, false) => early,
    };
    let ripe = ended
        || match &proposal.translation {
            Some(translation) if proposal.early_finish => {
                final_early(rule, translation, electorate, &tally, early)
            }
            _ => early != Outcome::Undecided,
        };
    Standing {
        tally,
        outcome,
        status: status(&proposal.facts, at_deadline, moment(now)),
        ripe,
    }
}

/// Time is planned with, blocks are not: where a window lacks some, the contract says so when the duty looks at it.
const fn moment(at: u64) -> Moment {
    Moment {
        at,
        height: u64::MAX,
    }
}

/// The tally, with group seats whose time to be asked has passed since it was read.
pub(crate) fn counted(proposal: &Proposal, now: u64) -> Tally {
    let mut tally = proposal.tally;
    let (all, asked) = (proposal.group_electorate, proposal.asked);
    let seats = all.seats.saturating_sub(asked.seats);
    let passed_since = proposal.as_of < proposal.ask_until && now >= proposal.ask_until;
    if passed_since && seats > 0 {
        let weight = all.weight.saturating_sub(asked.weight);
        // A tally without room for them is no tally that the contract made; then the contract's no stands.
        let _ = tally.add_absent(weight, seats);
    }
    tally
}
