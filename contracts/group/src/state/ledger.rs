//! What went through the treasury. What is in it the bank module knows.

use cosmwasm_std::{Coin, Order, StdError, StdResult, Storage, Uint256};
use cw_storage_plus::Map;
use serde::{Deserialize, Serialize};

const SUMS: Map<&str, TreasurySums> = Map::new("treasury");

/// Sums in one denomination.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default)]
pub struct TreasurySums {
    /// Gifts so far.
    pub given: Uint256,
    /// Paid so far by decisions.
    pub paid: Uint256,
}

pub(crate) fn record_gift(storage: &mut dyn Storage, coins: &[Coin]) -> StdResult<()> {
    record(storage, coins, |sums| &mut sums.given)
}

pub(crate) fn record_payment(storage: &mut dyn Storage, coins: &[Coin]) -> StdResult<()> {
    record(storage, coins, |sums| &mut sums.paid)
}

fn record(
    storage: &mut dyn Storage,
    coins: &[Coin],
    side: impl Fn(&mut TreasurySums) -> &mut Uint256,
) -> StdResult<()> {
    for coin in coins {
        SUMS.update(storage, &coin.denom, |sums| {
            let mut sums = sums.unwrap_or_default();
            let sum = side(&mut sums);
            *sum = sum.checked_add(coin.amount)?;
            Ok::<_, StdError>(sums)
        })?;
    }
    Ok(())
}

pub(crate) fn sums(storage: &dyn Storage) -> StdResult<Vec<(String, TreasurySums)>> {
    SUMS.range(storage, None, None, Order::Ascending)
        .take(super::page(Some(u32::MAX)))
        .collect()
}
