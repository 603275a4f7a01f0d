//! The books: what went through the treasury, and what in it is not the common fund. What is in it the bank module knows;
//! the common fund is the rest.
//!
//! Every move between funds is one call of [`shift`]: where records change, the sums change with them.

use cosmwasm_std::{Coin, Order, StdResult, Storage, Uint128, Uint256};
use cw_storage_plus::Bound;
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{Table, page};
use crate::error::TreasuryError;
use crate::msg::Claimant;
use crate::wallet::compact;

const SUMS: Table<&str, TreasurySums> = Table::new("y");
const CLAIMS: Table<(&[u8], &str), u128> = Table::new("L");

/// Sums in one denomination.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, Default)]
pub struct TreasurySums {
    /// Gifts so far.
    pub given: Uint256,
    /// Paid so far by decisions.
    pub paid: Uint256,
    /// What is not the common fund; none where nothing ever was.
    #[serde(default)]
    pub reserved: Option<Reserved>,
}

/// What in one denomination is not the common fund, and where its cycles stand.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug, Default)]
pub struct Reserved {
    /// Stakes that may be taken back, pledged or not.
    pub stakes: u128,
    /// What cycles have left.
    pub pools: u128,
    /// What is due and not paid yet.
    pub claims: u128,
    /// What open proposals were secured with.
    pub deposits: u128,
    /// The part of the stakes that is pledged for the next cycle.
    pub pledges: u128,
    /// The last cycle that was opened, 0 for none.
    pub cycle: u32,
    /// The cycle whose pledges seats weigh by, 0 where they weigh equally.
    pub weighed_by: u32,
}

/// A part of the balance that is not the common fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fund {
    Stakes,
    Pools,
    Claims,
    Deposits,
}

impl Reserved {
    fn side(&mut self, fund: Fund) -> &mut u128 {
        match fund {
            Fund::Stakes => &mut self.stakes,
            Fund::Pools => &mut self.pools,
            Fund::Claims => &mut self.claims,
            Fund::Deposits => &mut self.deposits,
        }
    }

    /// All of it; none where no balance could hold it.
    pub(crate) fn total(&self) -> Option<u128> {
        [self.pools, self.claims, self.deposits]
            .into_iter()
            .try_fold(self.stakes, u128::checked_add)
    }
}

pub(crate) fn record_gift(storage: &mut dyn Storage, coins: &[Coin]) -> StdResult<()> {
    for coin in coins {
        let mut sums = sums_of(storage, &coin.denom)?;
        sums.given = sums.given.checked_add(coin.amount)?;
        SUMS.save(storage, &coin.denom, &sums);
    }
    Ok(())
}

/// Writes down a payment by decision, and gives what in its denomination is not the common fund.
pub(crate) fn record_payment(
    storage: &mut dyn Storage,
    coin: &Coin,
) -> Result<u128, TreasuryError> {
    let mut sums = sums_of(storage, &coin.denom)?;
    let paid = sums.paid.checked_add(coin.amount);
    sums.paid = paid.map_err(|_| books(&coin.denom))?;
    SUMS.save(storage, &coin.denom, &sums);
    total(&sums, &coin.denom)
}

fn sums_of(storage: &dyn Storage, denom: &str) -> StdResult<TreasurySums> {
    Ok(SUMS.may_load(storage, denom)?.unwrap_or_default())
}

fn total(sums: &TreasurySums, denom: &str) -> Result<u128, TreasuryError> {
    let total = sums.reserved.unwrap_or_default().total();
    total.ok_or_else(|| books(denom))
}

/// What in a denomination is not the common fund.
pub(crate) fn reserved_total(storage: &dyn Storage, denom: &str) -> Result<u128, TreasuryError> {
    total(&sums_of(storage, denom)?, denom)
}

/// The parts of it, and where the denomination's cycles stand.
pub(crate) fn reserved(storage: &dyn Storage, denom: &str) -> StdResult<Reserved> {
    Ok(sums_of(storage, denom)?.reserved.unwrap_or_default())
}

/// Changes what is written of a denomination besides the funds.
pub(crate) fn change(
    storage: &mut dyn Storage,
    denom: &str,
    change: impl FnOnce(&mut Reserved),
) -> StdResult<()> {
    let mut sums = sums_of(storage, denom)?;
    change(sums.reserved.get_or_insert_default());
    SUMS.save(storage, denom, &sums);
    Ok(())
}

/// Moves an amount from one fund to another. None is the common fund, or the world outside: to the books they are one.
pub(crate) fn shift(
    storage: &mut dyn Storage,
    denom: &str,
    from: Option<Fund>,
    to: Option<Fund>,
    amount: u128,
) -> Result<(), TreasuryError> {
    let mut sums = sums_of(storage, denom)?;
    let reserved = sums.reserved.get_or_insert_default();
    if let Some(fund) = from {
        let side = reserved.side(fund);
        *side = side.checked_sub(amount).ok_or_else(|| books(denom))?;
    }
    if let Some(fund) = to {
        let side = reserved.side(fund);
        *side = side.checked_add(amount).ok_or_else(|| books(denom))?;
    }
    total(&sums, denom)?;
    SUMS.save(storage, denom, &sums);
    Ok(())
}

pub(crate) fn books(denom: &str) -> TreasuryError {
    TreasuryError::Books {
        denom: denom.into(),
    }
}

/// An amount as the books hold it, above 0.
pub(crate) fn amount_of(coin: &Coin) -> Result<u128, TreasuryError> {
    match Uint128::try_from(coin.amount) {
        Ok(amount) if amount.is_zero() => Err(TreasuryError::Zero {
            denom: coin.denom.clone(),
        }),
        Ok(amount) => Ok(amount.u128()),
        Err(_) => Err(TreasuryError::TooMuch {
            amount: coin.amount,
            denom: coin.denom.clone(),
        }),
    }
}

pub(crate) fn sums(storage: &dyn Storage) -> StdResult<Vec<(String, TreasurySums)>> {
    SUMS.range(storage, None, None, Order::Ascending)
        .take(page(Some(u32::MAX)))
        .collect()
}

/// Keeps coins that came in with a proposal apart until it has ended.
pub(crate) fn deposit(storage: &mut dyn Storage, coins: &[Coin]) -> Result<(), TreasuryError> {
    coins.iter().try_for_each(|coin| {
        let amount = amount_of(coin)?;
        shift(storage, &coin.denom, None, Some(Fund::Deposits), amount)
    })
}

/// Makes a deposit due to who paid it, once its proposal has ended.
pub(crate) fn release_deposit(
    storage: &mut dyn Storage,
    payer: &Claimant,
    coins: &[Coin],
) -> Result<(), TreasuryError> {
    coins.iter().try_for_each(|coin| {
        let amount = amount_of(coin)?;
        make_claim(storage, Some(Fund::Deposits), payer, &coin.denom, amount)
    })
}

/// Makes coins of the common fund due to somebody. That they are there is the caller's to know.
pub(crate) fn claim(
    storage: &mut dyn Storage,
    claimant: &Claimant,
    coins: &[Coin],
) -> Result<(), TreasuryError> {
    coins.iter().try_for_each(|coin| {
        let amount = amount_of(coin)?;
        make_claim(storage, None, claimant, &coin.denom, amount)
    })
}

/// Makes an amount of a fund due to somebody.
pub(crate) fn make_claim(
    storage: &mut dyn Storage,
    from: Option<Fund>,
    claimant: &Claimant,
    denom: &str,
    amount: u128,
) -> Result<(), TreasuryError> {
    if amount == 0 {
        return Ok(());
    }
    shift(storage, denom, from, Some(Fund::Claims), amount)?;
    let key = claim_key(claimant);
    let before = CLAIMS.may_load(storage, (&key, denom))?.unwrap_or_default();
    let due = before.checked_add(amount).ok_or_else(|| books(denom))?;
    CLAIMS.save(storage, (&key, denom), &due);
    Ok(())
}

/// Strikes out a claim that is paid now, and gives its amount.
pub(crate) fn take_claim(
    storage: &mut dyn Storage,
    claimant: &Claimant,
    denom: &str,
) -> Result<u128, TreasuryError> {
    let key = claim_key(claimant);
    let due = CLAIMS.may_load(storage, (&key, denom))?;
    let due = due.ok_or_else(|| TreasuryError::NoClaim {
        claimant: claimant.to_string(),
        denom: denom.into(),
    })?;
    CLAIMS.remove(storage, (&key, denom));
    shift(storage, denom, Some(Fund::Claims), None, due)?;
    Ok(due)
}

/// Whether anything is due to somebody.
pub(crate) fn is_claimant(storage: &dyn Storage, claimant: &Claimant) -> bool {
    let key = claim_key(claimant);
    CLAIMS.under(storage, &key, None).next().is_some()
}

/// A claim: whose, in which denomination, how much.
pub(crate) type Due = ((Vec<u8>, String), u128);

/// Claims in order.
pub(crate) fn claims(
    storage: &dyn Storage,
    start_after: Option<(&Claimant, &str)>,
    limit: Option<u32>,
) -> StdResult<Vec<Due>> {
    let key = start_after.map(|(claimant, denom)| (claim_key(claimant), denom));
    let start = key
        .as_ref()
        .map(|(key, denom)| Bound::exclusive((key.as_slice(), *denom)));
    CLAIMS
        .range(storage, start, None, Order::Ascending)
        .take(page(limit))
        .collect()
}

/// What marks a seat's key apart from an account's.
pub(crate) const SEAT_TAG: u8 = 3;

/// A claimant in few bytes.
fn claim_key(claimant: &Claimant) -> Vec<u8> {
    match claimant {
        Claimant::Seat(seat) => [SEAT_TAG].into_iter().chain(seat.to_be_bytes()).collect(),
        Claimant::Address(address) => compact(address),
    }
}
