//! Which ballots to carry together, and whether the roll-up goes with them.

use std::collections::BTreeMap;

use folkmoot_rules::{Choice, Status, Tally};

use crate::planner::Scene;
use crate::standing::of_tally;
use crate::{Duty, Group, Proposal, Refused, Standing, WaitingBallot};

/// Ballots in one transaction: below what the contract takes, so that gas stays far from a block's limit.
pub const MAX_CARRIED: usize = 50;

/// The ballots that wait for one proposal, sorted by what can become of them.
#[derive(Default)]
pub(crate) struct Waiting<'a> {
    /// Can be carried, in the order of arrival.
    pub good: Vec<&'a WaitingBallot>,
    /// Can't be carried any more.
    pub refused: Vec<(String, Refused)>,
}

impl<'a> Waiting<'a> {
    pub(crate) fn of(group: &'a Group, proposal: &Proposal, at: &Standing, now: u64) -> Self {
        let mut waiting = Self::default();
        // while resolving, who objects may say so no longer
        let open = matches!(at.status, Status::Open | Status::Resolving { .. })
            && proposal.facts.moved.is_none();
        for ballot in &group.ballots {
            if ballot.proposal != proposal.proposal {
                continue;
            }
            let refused = if !open {
                Refused::NotOpen {
                    status: at.status.as_str(),
                }
            } else if ballot.expires <= now {
                Refused::Expired {
                    expires: ballot.expires,
                    now,
                }
            } else {
                waiting.good.push(ballot);
                continue;
            };
            waiting.refused.push((ballot.receipt.clone(), refused));
        }
        waiting
    }
}

/// The duties that waiting ballots make.
pub(crate) fn plan(
    scene: &Scene,
    group: &Group,
    proposal: &Proposal,
    at: &Standing,
    waiting: &Waiting,
) -> Vec<Duty> {
    let mut duties = Vec::new();
    if scene.is_carrying(group, proposal) {
        // what becomes of these ballots is about to be known
        return duties;
    }
    if !waiting.refused.is_empty() {
        duties.push(Duty::RefuseBallots {
            group: group.address.clone(),
            proposal: proposal.proposal,
            refused: waiting.refused.clone(),
        });
    }
    if waiting.good.is_empty() || !scene.can_pay(group) {
        return duties;
    }
    let take = waiting.good.len().min(MAX_CARRIED);
    let (batch, left) = waiting.good.split_at(take);
    let then_roll_up = left.is_empty()
        && group.own_account
        && proposal
            .mirror
            .as_ref()
            .is_some_and(|mirror| !mirror.rolled_up)
        && with_ballots(&at.tally, batch)
            .is_some_and(|tally| of_tally(proposal, tally, scene.now.chain).ripe);
    duties.push(Duty::CarryBallots {
        group: group.address.clone(),
        proposal: proposal.proposal,
        receipts: batch.iter().map(|one| one.receipt.clone()).collect(),
        then_roll_up,
    });
    duties
}

/// The tally once these are counted; `None` where they can't be, or where one may take the place of a delegate's word, which
/// the group knows.
fn with_ballots(tally: &Tally, ballots: &[&WaitingBallot]) -> Option<Tally> {
    if !tally.carried.is_nothing() {
        return None;
    }
    let mut tally = *tally;
    let mut latest: BTreeMap<u32, Choice> = BTreeMap::new();
    for ballot in ballots {
        let before = latest
            .insert(ballot.seat, ballot.choice)
            .or(ballot.replaces);
        if let Some(before) = before {
            tally.remove_ballot(before, ballot.weight).ok()?;
        }
        tally.add_ballot(ballot.choice, ballot.weight).ok()?;
    }
    Some(tally)
}
