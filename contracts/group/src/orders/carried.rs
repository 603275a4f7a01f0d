//! Orders that were carried, each until it expires, so that it counts once.

use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};

use crate::msg::SeatId;

/// By seat, expiry and number: what has expired stands first.
const CARRIED: Map<(SeatId, u64, u64), ()> = Map::new("z");

/// Expired ones that are forgotten with each new one: what is kept shrinks as long as orders come.
const FORGOTTEN_AT_ONCE: usize = 2;

pub(crate) fn is_carried(storage: &dyn Storage, seat: SeatId, expires: u64, number: u64) -> bool {
    CARRIED.has(storage, (seat, expires, number))
}

/// Remembers an order, and forgets some of the seat's that nobody could carry any more.
pub(crate) fn remember(
    storage: &mut dyn Storage,
    now: u64,
    (seat, expires, number): (SeatId, u64, u64),
) -> StdResult<()> {
    let end = Some(Bound::exclusive((now.saturating_add(1), 0)));
    let expired: Vec<(u64, u64)> = CARRIED
        .sub_prefix(seat)
        .keys(storage, None, end, Order::Ascending)
        .take(FORGOTTEN_AT_ONCE)
        .collect::<StdResult<_>>()?;
    for (expires, number) in expired {
        CARRIED.remove(storage, (seat, expires, number));
    }
    CARRIED.save(storage, (seat, expires, number), &())
}
