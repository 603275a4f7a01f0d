//! What seats weigh in a proposal's electorate.

use cosmwasm_std::Storage;
use folkmoot_rules::Electorate;

use crate::error::ContractError;
use crate::msg::SeatId;
use crate::proposals::proposal::Proposal;
use crate::seats::registry::{self, Seat};

/// What a seat weighs in the proposal's electorate.
pub(crate) fn electorate_weight(
    storage: &dyn Storage,
    proposal: &Proposal,
    seat_id: SeatId,
    seat: &Seat,
) -> Result<u64, ContractError> {
    if !proposal.parties.is_empty() && !proposal.parties.contains(&seat_id) {
        return Ok(0);
    }
    Ok(registry::vote_weight(storage, seat_id, seat, proposal)?)
}

pub(crate) const fn add_asked(asked: &mut Electorate, weight: u64) {
    asked.weight = asked.weight.saturating_add(weight);
    asked.seats = asked.seats.saturating_add(1);
}
