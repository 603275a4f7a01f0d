//! Where a proposal stands at a moment: what the contract would say, by the same functions.

use folkmoot_rules::{Facts, Moment, Outcome, Phase, Rounds, Status, Tally, course, stand};

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
    /// Whether all have answered and blocks are left: moving it on begins the resolving.
    pub may_resolve: bool,
    /// Whether a house is to be told of it that was not. One that gave no answer may have been out of reach.
    pub to_refer: bool,
}

/// Where a proposal stands at this time of the chain.
#[must_use]
pub fn standing(proposal: &Proposal, now: u64) -> Standing {
    of_tally(proposal, counted(proposal, now), now)
}

/// The same with another tally, such as one to which ballots were added.
pub(crate) fn of_tally(proposal: &Proposal, tally: Tally, now: u64) -> Standing {
    let rounds = rounds(proposal, tally);
    let stand = stand(
        &rounds,
        proposal.early_finish,
        proposal.translation.as_ref(),
        proposal.facts.moved,
        now,
    );
    let facts = Facts {
        deadline: stand.ends,
        ..proposal.facts.clone()
    };
    let course = course(&facts, stand.at_end, moment(now));
    let review = course.review(&facts).map(|review| review.facts);
    Standing {
        tally: stand.tally,
        outcome: stand.outcome,
        to_refer: review.is_some_and(|told| told.asked.is_none()),
        status: stand.shown(course.status),
        ripe: stand.ripe,
        may_resolve: stand.may_resolve,
    }
}

/// What fixes the course, with this tally in the phase that it was read in.
fn rounds(proposal: &Proposal, tally: Tally) -> Rounds {
    match proposal.course {
        Some((rounds, Phase::Fallback)) => Rounds {
            fallback: tally,
            ..rounds
        },
        Some((rounds, Phase::Deciding | Phase::Resolving)) => Rounds { tally, ..rounds },
        None => Rounds {
            rule: proposal.rule,
            resolving: None,
            electorate: proposal.electorate,
            deadline: proposal.facts.deadline,
            closed_at: None,
            resolved_at: None,
            tally,
            fallback: Tally::default(),
        },
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
