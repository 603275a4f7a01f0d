//! What went through the treasury. What is in it the bank module knows.

use cosmwasm_std::{Coin, Order, StdResult, Storage, Uint256};
use serde::{Deserialize, Serialize};

use super::Table;

const SUMS: Table<&str, TreasurySums> = Table::new("y");

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
        let mut sums = SUMS.may_load(storage, &coin.denom)?.unwrap_or_default();
        let sum = side(&mut sums);
        *sum = sum.checked_add(coin.amount)?;
        SUMS.save(storage, &coin.denom, &sums)?;
    }
    Ok(())
}

pub(crate) fn sums(storage: &dyn Storage) -> StdResult<Vec<(String, TreasurySums)>> {
    SUMS.range(storage, None, None, Order::Ascending)
        .take(super::page(Some(u32::MAX)))
        .collect()
}
