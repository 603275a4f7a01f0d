//! Seats that still are some.

use cosmwasm_std::{Response, Storage};

use crate::error::SeatError;
use crate::events::{Attention, Event};
use crate::msg::SeatId;
use crate::seats::registry::{self, Seat};

/// A seat that still is one.
pub(crate) fn live(storage: &dyn Storage, id: SeatId) -> Result<Seat, SeatError> {
    still_there(storage, id)?.ok_or(SeatError::Gone { seat: id })
}

/// The seat that a decision is about, unless it was given up or removed since: nobody makes a decision void by leaving.
pub(crate) fn still_there(storage: &dyn Storage, id: SeatId) -> Result<Option<Seat>, SeatError> {
    let seat = registry::load(storage, id)?;
    Ok(seat.left_at.is_none().then_some(seat))
}

/// Nothing is left to do about a seat; the rest of the decision is done.
pub(crate) fn gone(response: Response, id: SeatId) -> Response {
    response.add_event(Event::AttentionNeeded {
        what: Attention::SeatGone,
        subject: id.into(),
        reason: "a decision is about a seat that is none any more",
    })
}
