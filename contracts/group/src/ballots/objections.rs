//! Objections: each block's reason and how it ended, by version and seat.

use cosmwasm_std::{StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::msg::{ObjectionRef, ProposalId, Resolution, SeatId};
use crate::storage::{after, page};
use crate::table::Table;

/// By proposal, and by version and seat in one number, so that they come in that order.
const OBJECTIONS: Table<(ProposalId, u64), StoredObjection> = Table::new("o");

/// An objection as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct StoredObjection {
    /// Why.
    pub reason: String,
    /// When it was raised, unix seconds.
    pub at: u64,
    /// For a group seat's, the mirror in which the group decided it.
    pub mirror: Option<ProposalId>,
    /// How and when its seat took it back, unix seconds.
    pub ended: Option<(Resolution, u64)>,
}

fn number(version: u32, seat: SeatId) -> u64 {
    u64::from(version).wrapping_shl(32) | u64::from(seat)
}

/// Raises a seat's objection to a version; one that it had taken back is raised anew.
pub(crate) fn raise(
    storage: &mut dyn Storage,
    id: ProposalId,
    (version, seat): (u32, SeatId),
    objection: &StoredObjection,
) {
    OBJECTIONS.save(storage, (id, number(version, seat)), objection);
}

/// Ends a seat's objection to a version, if there is one.
pub(crate) fn end(
    storage: &mut dyn Storage,
    id: ProposalId,
    (version, seat): (u32, SeatId),
    how: Resolution,
    now: u64,
) -> StdResult<()> {
    let key = (id, number(version, seat));
    match OBJECTIONS.may_load(storage, key)? {
        Some(mut objection) => {
            objection.ended = Some((how, now));
            OBJECTIONS.save(storage, key, &objection);
            Ok(())
        }
        None => Ok(()),
    }
}

pub(crate) fn list(
    storage: &dyn Storage,
    id: ProposalId,
    start_after: Option<ObjectionRef>,
    limit: Option<u32>,
) -> StdResult<Vec<(ObjectionRef, StoredObjection)>> {
    let behind = start_after.map(|last| number(last.version, last.seat));
    OBJECTIONS
        .under(storage, id, after(behind))
        .take(page(limit))
        .map(|entry| {
            let (key, objection) = entry?;
            let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
            let found = ObjectionRef {
                version: half(key.wrapping_shr(32)),
                seat: half(key),
            };
            Ok((found, objection))
        })
        .collect()
}
