//! Moving a decided proposal on before its deadline, and not waiting for seats that left.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use folkmoot_rules::{Moved, Outcome};

use crate::decision::{Assessment, assess};
use crate::error::{ContractError, ProposalError};
use crate::events::Event;
use crate::execute::fan_out::electorate_weight;
use crate::limits::MAX_ASKED_A_CALL;
use crate::msg::{Cast, ProposalId, SeatId};
use crate::state::{Asks, Proposal, StoredBallot, book, registry};

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

/// Message: counts seats that left without a ballot as not cast.
///
/// # Errors
/// The proposal is not open, or a seat still is one, has voted, or had no vote.
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
    let turn = proposal.turn(assessment.phase);
    let mut response = Response::new();
    for seat_id in seats {
        let before = book::ballot(deps.storage, id, *seat_id)?;
        let weight = absent_weight(deps.storage, id, &proposal, turn, *seat_id)?;
        proposal.tally_mut(assessment.phase).add_absent(weight, 1)?;
        let absent = StoredBallot {
            cast: Cast::Absent {},
            reason: String::new(),
            weight,
            by: Vec::new(),
            at: env.block.time.seconds(),
            revision: before.map_or(0, |ballot| ballot.revision).saturating_add(1),
            turn,
        };
        book::save_ballot(deps.storage, id, *seat_id, &absent);
        response = response.add_event(Event::AbsentCounted {
            proposal: id,
            seat: *seat_id,
        });
    }
    book::save(deps.storage, id, &proposal);
    Ok(response)
}

/// What a seat that left without a ballot weighed in the electorate.
fn absent_weight(
    storage: &dyn Storage,
    id: ProposalId,
    proposal: &Proposal,
    turn: u32,
    seat_id: SeatId,
) -> Result<u64, ContractError> {
    let not_absent = |why| ProposalError::NotAbsent { seat: seat_id, why };
    let seat = registry::load(storage, seat_id)?;
    if seat.left_at.is_none() {
        return Err(not_absent("it still is a seat").into());
    }
    if book::ballot(storage, id, seat_id)?.is_some_and(|ballot| ballot.turn == turn) {
        return Err(not_absent("its ballot is counted").into());
    }
    // A group seat that was not asked is counted with those that can't be asked any more.
    if seat.holder.is_group() && !Asks::load(storage, id, turn)?.was_asked(seat_id) {
        return Err(not_absent("it was not asked").into());
    }
    match electorate_weight(storage, proposal, seat_id, &seat)? {
        0 => Err(not_absent("it had no vote").into()),
        weight => Ok(weight),
    }
}
