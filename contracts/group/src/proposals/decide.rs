//! Moving a decided proposal on before its deadline, and not waiting for seats that left.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use folkmoot_rules::{Heard, Moved, Outcome, Place};

use crate::ballots::vote::Chosen;
use crate::error::{ContractError, ProposalError};
use crate::events::Event;
use crate::joint::asks::Asks;
use crate::limits::MAX_ASKED_A_CALL;
use crate::msg::{Cast, ProposalId, SeatId};
use crate::proposals::book;
use crate::proposals::decision::{Assessment, assess};
use crate::proposals::electorate::{add_asked, electorate_weight};
use crate::proposals::proposal::{Proposal, StoredBallot};
use crate::seats::registry;

/// Message: moves a decided proposal on to its next stage. A mirror is rolled up instead.
///
/// # Errors
/// It is a mirror, not open, or undecided.
#[inline(never)]
pub fn move_on(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    let assessment = assess(deps.storage, env, &proposal)?;
    if assessment.may_resolve {
        return begin_resolving(deps.storage, env, id, proposal);
    }
    if proposal.is_mirror() {
        return Err(ProposalError::Mirror { proposal: id }.into());
    }
    assessment.must_be_open(id)?;
    let by_group_account = assessment.terms.is_group_account(&info.sender);
    fix_outcome(env, id, &mut proposal, &assessment, by_group_account)?;
    book::save(deps.storage, id, &proposal);
    Ok(Response::new().add_event(Event::ProposalDecided {
        proposal: id,
        outcome: assessment.outcome,
        by_group_account,
    }))
}

/// Ends a round in which all have answered and blocks are left; its resolving has its whole period.
fn begin_resolving(
    storage: &mut dyn Storage,
    env: &Env,
    id: ProposalId,
    mut proposal: Proposal,
) -> Result<Response, ContractError> {
    proposal.after_blocks.closed_at = Some(env.block.time.seconds());
    book::save(storage, id, &proposal);
    let until = assess(storage, env, &proposal)?.ends;
    Ok(Response::new().add_event(Event::ResolvingBegan {
        proposal: id,
        until,
    }))
}

/// Writes the outcome of a proposal that is decided early into its record.
pub(crate) fn fix_outcome(
    env: &Env,
    id: ProposalId,
    proposal: &mut Proposal,
    assessment: &Assessment,
    by_group_account: bool,
) -> Result<(), ProposalError> {
    let now = env.block.time.seconds();
    if assessment.outcome == Outcome::Undecided {
        return Err(ProposalError::Undecided {
            proposal: id,
            until: assessment.ends,
            now,
        });
    }
    proposal.progress.moved = Some(Moved {
        at: now,
        outcome: assessment.outcome,
    });
    proposal.progress.height = Some(env.block.height);
    proposal.progress.by_group_account = by_group_account;
    Ok(())
}

/// Message: no longer waits for seats that left: without a ballot they are not cast, and what a delegate said for them is
/// their last word. Anybody may call it.
///
/// # Errors
/// The proposal is not open, or a seat still is one, has voted, had no vote, or is a group's that can't be asked any more.
#[inline(never)]
pub fn count_absent(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    seats: &[SeatId],
) -> Result<Response, ContractError> {
    if seats.len() > MAX_ASKED_A_CALL {
        return Err(ProposalError::TooManyInACall {
            what: "seats",
            limit: MAX_ASKED_A_CALL,
            found: seats.len(),
        }
        .into());
    }
    let mut proposal = book::load(deps.storage, id)?;
    let assessment = assess(deps.storage, env, &proposal)?;
    assessment.must_be_open(id)?;
    let mut response = Response::new();
    for seat_id in seats {
        let last = last_word(
            deps.storage,
            env,
            (id, &mut proposal),
            &assessment,
            *seat_id,
        )?;
        book::save_ballot(deps.storage, id, *seat_id, &last);
        response = response.add_event(Event::AbsentCounted {
            proposal: id,
            seat: *seat_id,
        });
    }
    book::save(deps.storage, id, &proposal);
    Ok(response)
}

/// Counts what stands for a seat that left.
fn last_word(
    storage: &dyn Storage,
    env: &Env,
    (id, proposal): (ProposalId, &mut Proposal),
    now: &Assessment,
    seat_id: SeatId,
) -> Result<StoredBallot, ContractError> {
    let turn = proposal.turn(now.phase);
    let seat = registry::load(storage, seat_id)?;
    let before = book::ballot(storage, id, seat_id)?;
    let revision = before.as_ref().map_or(0, |ballot| ballot.revision);
    let live = before.filter(|ballot| ballot.turn == turn);
    let carried = live.as_ref().and_then(Chosen::of);
    let carried = carried.filter(|chosen| chosen.carried);
    let was_asked = !seat.holder.is_group() || Asks::load(storage, id, turn)?.was_asked(seat_id);
    let place = Place {
        weight: electorate_weight(storage, proposal, seat_id, &seat)?,
        has_left: seat.left_at.is_some(),
        heard: match (&live, carried) {
            (_, Some(_)) => Heard::Carried,
            (Some(_), None) => Heard::Counted,
            (None, None) => Heard::Nothing,
        },
        is_unasked: !was_asked && env.block.time.seconds() >= now.ask_until,
    };
    if let Err(why) = place.absence() {
        let why = why.as_str();
        return Err(ProposalError::NotAbsent { seat: seat_id, why }.into());
    }
    let weight = place.weight;
    if !was_asked {
        // it is counted here, and no more with those that will not have been asked
        add_asked(proposal.asked_mut(now.phase), weight);
    }
    let tally = proposal.tally_mut(now.phase);
    let cast = match carried {
        Some(chosen) => {
            tally.settle_carried(chosen.choice, weight)?;
            Cast::Choice(chosen.choice)
        }
        None => {
            tally.add_absent(weight, 1)?;
            Cast::Absent {}
        }
    };
    Ok(StoredBallot {
        cast,
        reason: String::new(),
        weight,
        by: Vec::new(),
        at: env.block.time.seconds(),
        revision: revision.saturating_add(1),
        turn,
    })
}
