//! From what contracts answer to what planning looks at.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use folkmoot_chain::{ChainError, Client, Node};
use folkmoot_group::charter::{Basis, CharterSpec, LaterStage};
use folkmoot_group::msg::{
    AskState, BallotView, Cast, GroupView, HouseView, LinkState, Origin, ProposalView, SeatView,
    SignedBallot, StageView, Standing, UplinkView,
};
use folkmoot_group::wallet::Holder;
use folkmoot_plan::{Announced, Group, GroupSeat, Mirror, Proposal, WaitingBallot};
use folkmoot_rules::{
    Ended, Facts, Heard, Later, Moved, Phase, Place, Review, ReviewMode, Seconds, Status,
    next_revision,
};
use folkmoot_store::Ballot;

use super::Contract;

/// Versions, their resolving and the fallback are over within a year of the instant whose electorate they have.
const LONGEST_COURSE: Seconds = Seconds::days(366);

/// A group's figures, seats and links.
pub(super) struct Structure {
    /// Its part in planning, without proposals and ballots.
    pub group: Group,
    /// Its seats that left.
    pub left: Vec<SeatView>,
    /// The groups that it is linked with: above and below, its houses, and those whose house it is.
    pub neighbours: BTreeSet<String>,
    /// Those among them whose house it is.
    pub reviewed: Vec<String>,
}

/// Reads a group's figures, seats and links.
pub(super) async fn structure(client: &Client, address: &str) -> Result<Structure, ChainError> {
    let contract = Contract::new(client, address);
    let height = client.status().await?.height;
    let view = contract.group().await?;
    let charter = contract.charter().await?.charter;
    let seats = contract.seats().await?;
    let uplinks = contract.uplinks().await?;
    let houses = linked(contract.houses().await)?;
    let reviewed = linked(contract.reviewed().await)?;
    let mut structure = structure_of(height, &view, &charter, seats, uplinks);
    structure.neighbours.extend(houses);
    structure.neighbours.extend(reviewed.iter().cloned());
    structure.reviewed = reviewed;
    Ok(structure)
}

/// The groups of the links that both sides have agreed to.
fn linked(found: Result<Vec<HouseView>, ChainError>) -> Result<Vec<String>, ChainError> {
    let links = match found {
        Ok(links) => links,
        // a group of an older version has none, and does not know the question
        Err(error) if error.refusal().is_some() => Vec::new(),
        Err(error) => return Err(error),
    };
    let agreed = links
        .into_iter()
        .filter(|link| link.state == LinkState::Linked);
    Ok(agreed.map(|link| link.group).collect())
}

fn structure_of(
    height: u64,
    view: &GroupView,
    charter: &CharterSpec,
    seats: Vec<SeatView>,
    uplinks: Vec<UplinkView>,
) -> Structure {
    let (left, live): (Vec<_>, Vec<_>) = seats.into_iter().partition(|seat| seat.left_at.is_some());
    let seats: Vec<GroupSeat> = live.iter().filter_map(group_seat).collect();
    let above = uplinks
        .into_iter()
        .filter(|link| link.state == LinkState::Linked)
        .map(|link| link.group);
    let neighbours = seats.iter().map(|seat| seat.group.clone()).chain(above);
    Structure {
        neighbours: neighbours.collect(),
        reviewed: Vec::new(),
        left,
        group: Group {
            address: view.address.clone(),
            height,
            core_seats: view.core_seats,
            by_members: charter.weighting.basis == Basis::ByMembers,
            cap: charter.weighting.cap,
            seats,
            ..Group::default()
        },
    }
}

fn group_seat(seat: &SeatView) -> Option<GroupSeat> {
    let Holder::Group { address, .. } = &seat.holder else {
        return None;
    };
    let votes = seat.link == Some(LinkState::Linked) && seat.standing == Standing::Core;
    votes.then(|| GroupSeat {
        seat: seat.seat,
        group: address.clone(),
        weight: seat.weight,
        announced: seat.announced_weight.map(|rise| Announced {
            members: rise.weight,
            from: rise.from,
        }),
    })
}

/// Reads a proposal, so that it is known whether its tally counts the seats that were not asked in time: that changes
/// at an instant, so an answer from around it is asked for again.
pub(super) async fn proposal(
    client: &Client,
    address: &str,
    proposal: u64,
    left: &[SeatView],
    is_house: bool,
) -> Result<Proposal, ChainError> {
    let contract = Contract::new(client, address);
    loop {
        let before = client.status().await?;
        let view = contract.proposal(proposal).await?;
        let asks_anybody = view.group_electorate.seats > 0;
        let after = match asks_anybody {
            true => client.status().await?,
            false => before.clone(),
        };
        if before.time < view.ask_until && view.ask_until <= after.time {
            continue;
        }
        let mut found = proposal_of(&view, before.height, before.time);
        if view.status == Status::Open {
            if asks_anybody {
                found.to_ask = to_ask(contract, proposal).await?;
            }
            if view.early_finish {
                found.absent = absent(contract, address, &view, left, before.time).await?;
            }
        }
        if is_house && may_be_veto(&view) {
            found.holds = contract.holds_by_veto(proposal).await?;
        }
        return Ok(found);
    }
}

/// A proposal of one action that was not done; what has succeeded needs no report.
fn may_be_veto(view: &ProposalView) -> bool {
    !view.origin.is_mirror() && view.status != Status::Executed
}

/// A proposal as of a height and time, without the seats to ask and the absent ones.
pub(super) fn proposal_of(view: &ProposalView, height: u64, as_of: u64) -> Proposal {
    Proposal {
        proposal: view.proposal,
        height,
        as_of,
        facts: facts(view, as_of),
        mirror: mirror(view),
        rule: view.rule,
        course: view.course.map(|course| (course.rounds, course.phase)),
        early_finish: view.early_finish,
        translation: view.translation,
        electorate: view.electorate,
        group_electorate: view.group_electorate,
        asked: view.asked,
        ask_until: view.ask_until,
        to_ask: Vec::new(),
        absent: Vec::new(),
        tally: view.tally,
        holds: false,
    }
}

fn mirror(view: &ProposalView) -> Option<Mirror> {
    match &view.origin {
        Origin::Own { .. } | Origin::Outside { .. } => None,
        Origin::Mirror {
            group,
            proposal,
            deadline,
            ..
        }
        | Origin::Review {
            group,
            proposal,
            deadline,
            ..
        } => Some(Mirror {
            group: group.clone(),
            proposal: *proposal,
            deadline: *deadline,
            rolled_up: view.roll_up.is_some(),
        }),
    }
}

/// The course of a proposal, out of its status: the contract tells the one and keeps the other.
fn facts(view: &ProposalView, as_of: u64) -> Facts {
    let ended = match view.status {
        Status::Withdrawn => Some(Ended::Withdrawn),
        Status::Superseded => Some(Ended::Superseded),
        Status::Rescinded => Some(Ended::Rescinded),
        Status::Executed => Some(Ended::Executed),
        _ => None,
    };
    let window = view.execution_window;
    // where nothing follows on the deciding round: no later than this, or the status would be another
    let first = view.stages.first().and_then(|stage| stage.begun);
    let at = first.unwrap_or(match view.status {
        Status::Expired => as_of.saturating_sub(window.0),
        _ => as_of,
    });
    let is_mirror = view.origin.is_mirror();
    let only_time_has_passed = is_mirror && view.roll_up.is_none();
    let moved = match view.status {
        Status::Open | Status::Resolving { .. } => None,
        _ if only_time_has_passed => None,
        _ => Some(Moved {
            at: at.min(view.deadline),
            outcome: view.outcome,
        }),
    };
    Facts {
        deadline: view.deadline,
        later: view.stages.iter().map(|stage| later(view, stage)).collect(),
        execution_window: window,
        moved,
        ended,
        failed_attempts: u32::from(view.status == Status::ExecutionFailed),
        is_mirror,
        // what ended with its group is told as expired
        sunset: None,
    }
}

/// A stage behind the deciding round, and how far it is.
fn later(view: &ProposalView, stage: &StageView) -> Later {
    let refer = match &stage.stage {
        LaterStage::Delay { duration } => return Later::Delay(*duration),
        LaterStage::Refer(refer) => refer,
    };
    Later::Refer(Review {
        mode: refer.mode,
        window: refer.window,
        least_blocks: refer.least_blocks,
        // a house is asked within as much of the relay buffer as group seats are
        ask_within: match refer.mode {
            ReviewMode::Ratify | ReviewMode::Escalate => {
                Seconds(view.ask_until.saturating_sub(view.opened_at))
            }
            ReviewMode::Optimistic => view.execution_window,
        },
        facts: stage.review.unwrap_or_default(),
    })
}

/// Whether nothing is left to be done about a proposal.
pub(super) fn is_over(proposal: &Proposal, as_of: u64) -> bool {
    let status = folkmoot_plan::standing(proposal, as_of).status;
    match &proposal.mirror {
        Some(mirror) => mirror.rolled_up || proposal.facts.ended.is_some(),
        None => status.is_final() && !proposal.holds,
    }
}

async fn to_ask(contract: Contract<'_>, proposal: u64) -> Result<Vec<u32>, ChainError> {
    let asks = contract.asks(proposal).await?;
    let can_be = |state: &AskState| matches!(state, AskState::Waiting {} | AskState::Failed { .. });
    let waiting = asks.into_iter().filter(|ask| can_be(&ask.state));
    Ok(waiting.map(|ask| ask.seat).collect())
}

/// Seats that left and are still waited for, by the contract's own rule.
async fn absent(
    contract: Contract<'_>,
    address: &str,
    view: &ProposalView,
    left: &[SeatView],
    as_of: u64,
) -> Result<Vec<u32>, ChainError> {
    let mut absent = Vec::new();
    let id = view.proposal;
    // an amended proposal, and a mirror, have the electorate of an instant before they were opened
    let oldest = view.opened_at.saturating_sub(LONGEST_COURSE.0);
    for seat in left {
        let may_count = seat.left_at.is_some_and(|at| at >= oldest);
        if !may_count {
            continue;
        }
        let is_unasked = match &seat.holder {
            Holder::Group { address: below, .. } if as_of >= view.ask_until => {
                let below = Contract::new(contract.client(), below);
                let mirror = below.mirror_of(address, id).await?;
                !mirror.is_some_and(|mirror| is_of_this_round(&mirror, view))
            }
            _ => false,
        };
        let place = Place {
            weight: contract.weight(id, seat.seat).await?,
            has_left: true,
            heard: heard(contract.ballot(id, seat.seat).await?.as_ref()),
            is_unasked,
        };
        if place.absence().is_ok() {
            absent.push(seat.seat);
        }
    }
    Ok(absent)
}

/// What a seat's last ballot says in the round that runs: one that lapsed says nothing.
pub fn heard(last: Option<&BallotView>) -> Heard {
    match last
        .filter(|ballot| !ballot.lapsed)
        .map(|ballot| &ballot.cast)
    {
        None => Heard::Nothing,
        Some(Cast::Carried { .. }) => Heard::Carried,
        Some(Cast::Choice(_) | Cast::Upstream { .. } | Cast::Absent {}) => Heard::Counted,
    }
}

/// The number of a seat's next ballot, given the last one that the chain knows of.
pub fn next_ballot(proposal: &ProposalView, last: Option<&BallotView>) -> u32 {
    let in_fallback = proposal
        .course
        .is_some_and(|course| course.phase == Phase::Fallback);
    let enters = in_fallback && last.is_none_or(|ballot| ballot.lapsed);
    next_revision(last.map_or(0, |ballot| ballot.revision), enters)
}

/// Whether a mirror was opened for the version and the round in which its joint proposal is.
fn is_of_this_round(mirror: &ProposalView, joint: &ProposalView) -> bool {
    let in_fallback = joint
        .course
        .is_some_and(|course| course.phase == Phase::Fallback);
    match mirror.origin {
        Origin::Mirror {
            version, fallback, ..
        } => (version, fallback) == (joint.version, in_fallback),
        Origin::Own { .. } | Origin::Review { .. } | Origin::Outside { .. } => false,
    }
}

/// A ballot that waits. `None` if what is kept of it can't be read any more.
pub(super) async fn waiting_ballot(
    client: &Client,
    ballot: &Ballot,
    weight: Option<u64>,
) -> Result<Option<WaitingBallot>, ChainError> {
    let contract = Contract::new(client, &ballot.group);
    let seat = ballot.seat.and_then(|seat| u32::try_from(seat).ok());
    let signed = serde_json::from_value::<SignedBallot>(ballot.payload.clone());
    let (Some(seat), Ok(signed)) = (seat, signed) else {
        return Ok(None);
    };
    let weight = match weight {
        Some(weight) => weight,
        None => contract.weight(ballot.proposal, seat).await?,
    };
    let before = match signed.revision {
        0 | 1 => None,
        _ => contract.ballot(ballot.proposal, seat).await?,
    };
    let live = before.filter(|before| !before.lapsed);
    let replaces = live.and_then(|before| match before.cast {
        Cast::Choice(choice) => Some(choice),
        Cast::Upstream { .. } | Cast::Absent {} | Cast::Carried { .. } => None,
    });
    Ok(Some(WaitingBallot {
        receipt: ballot.receipt.to_string(),
        proposal: ballot.proposal,
        seat,
        weight,
        choice: signed.choice,
        replaces,
        expires: signed.expires,
    }))
}
