//! The books: what went through the treasury, and what in it is not the common fund. What is in it the bank module knows;
//! the common fund is the rest.
//!
//! Every move between funds is one call of [`shift`]: where records change, the sums change with them.
//!
//! A denomination is **known** once a seat or a neighbour brought it in, or the group did something with it. What only
//! others gave is on a shelf of its own until then, in the order in which it came: anybody can make denominations by the
//! thousand, and none of them may hide what the group lives on.

use cosmwasm_std::{Coin, Order, StdResult, Storage, Uint128, Uint256};
use cw_storage_plus::{Bound, Map};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::{ContractError, TreasuryError};
use crate::msg::Claimant;
use crate::storage::page;
use crate::table::Table;
use crate::wallet::compact;

const SUMS: Table<&str, TreasurySums> = Table::new("y");
/// Of denominations that are not known: the place on the shelf, and the sums.
const GIFTS: Table<&str, (u32, TreasurySums)> = Table::new("Y");
const SHELF: Map<u32, String> = Map::new("G");
/// Where the places begin of denominations whose names say that anybody may have made them (`factory/…`, `ibc/…`): the
/// chain's own come before.
const MADE: u32 = 1 << 31;
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

impl TreasurySums {
    /// Whether nothing was ever written of it.
    const fn is_empty(&self) -> bool {
        self.given.is_zero() && self.paid.is_zero() && self.reserved.is_none()
    }
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

/// The sums of a denomination, and where they stand.
struct Row {
    sums: TreasurySums,
    place: Place,
}

enum Place {
    /// Among the known ones.
    Known,
    /// On the shelf.
    Shelf(u32),
    /// Nothing was written yet.
    Nowhere,
}

impl Row {
    fn load(storage: &dyn Storage, denom: &str) -> StdResult<Self> {
        if let Some(sums) = SUMS.may_load(storage, denom)? {
            let place = Place::Known;
            return Ok(Self { sums, place });
        }
        Ok(match GIFTS.may_load(storage, denom)? {
            Some((place, sums)) => Self {
                sums,
                place: Place::Shelf(place),
            },
            None => Self {
                sums: TreasurySums::default(),
                place: Place::Nowhere,
            },
        })
    }

    /// Writes it among the known ones.
    fn save(self, storage: &mut dyn Storage, denom: &str) {
        if let Place::Shelf(place) = self.place {
            GIFTS.remove(storage, denom);
            SHELF.remove(storage, place);
        }
        SUMS.save(storage, denom, &self.sums);
    }

    /// Writes it where it is, or on the shelf.
    fn put_by(self, storage: &mut dyn Storage, denom: &str) -> StdResult<()> {
        let place = match self.place {
            Place::Known => {
                SUMS.save(storage, denom, &self.sums);
                return Ok(());
            }
            Place::Shelf(place) => place,
            Place::Nowhere => {
                let place = next_place(storage, denom)?;
                SHELF.save(storage, place, &denom.to_owned())?;
                place
            }
        };
        GIFTS.save(storage, denom, &(place, self.sums));
        Ok(())
    }
}

/// The next free place on the shelf.
fn next_place(storage: &dyn Storage, denom: &str) -> StdResult<u32> {
    let (first, end) = match denom.contains('/') {
        true => (MADE, Bound::inclusive(u32::MAX)),
        false => (0, Bound::exclusive(MADE)),
    };
    let from = Some(Bound::inclusive(first));
    let last = SHELF
        .keys(storage, from, Some(end), Order::Descending)
        .next();
    Ok(last
        .transpose()?
        .map_or(first, |last| last.saturating_add(1)))
}

/// Whether the group knows a denomination.
pub(crate) fn is_known(storage: &dyn Storage, denom: &str) -> StdResult<bool> {
    Ok(SUMS.may_load(storage, denom)?.is_some())
}

/// Writes down a gift. What a stranger brings that the group has nothing to do with is put by.
pub(crate) fn record_gift(storage: &mut dyn Storage, coin: &Coin, stranger: bool) -> StdResult<()> {
    let mut row = Row::load(storage, &coin.denom)?;
    row.sums.given = row.sums.given.checked_add(coin.amount)?;
    if stranger {
        return row.put_by(storage, &coin.denom);
    }
    row.save(storage, &coin.denom);
    Ok(())
}

/// Writes down a payment by decision, once it is checked against what in its denomination is not the common fund, and
/// whether the denomination is on the shelf.
pub(crate) fn record_payment(
    storage: &mut dyn Storage,
    coin: &Coin,
    check: impl FnOnce(u128, bool) -> Result<(), ContractError>,
) -> Result<(), ContractError> {
    let mut row = Row::load(storage, &coin.denom)?;
    let paid = row.sums.paid.checked_add(coin.amount);
    row.sums.paid = paid.map_err(|_| books(&coin.denom))?;
    let shelved = matches!(row.place, Place::Shelf(_));
    check(total(&row.sums, &coin.denom)?, shelved)?;
    row.save(storage, &coin.denom);
    Ok(())
}

/// Strikes out a payment that was not made, of a denomination that was not on the shelf before.
pub(crate) fn take_payment_back(
    storage: &mut dyn Storage,
    coin: &Coin,
) -> Result<(), TreasuryError> {
    let mut row = Row::load(storage, &coin.denom)?;
    let paid = row.sums.paid.checked_sub(coin.amount);
    row.sums.paid = paid.map_err(|_| books(&coin.denom))?;
    if row.sums.is_empty() {
        SUMS.remove(storage, &coin.denom);
        return Ok(());
    }
    row.save(storage, &coin.denom);
    Ok(())
}

/// The sums of a denomination; none that nothing was ever written of.
pub(crate) fn sums_of(storage: &dyn Storage, denom: &str) -> StdResult<TreasurySums> {
    Ok(Row::load(storage, denom)?.sums)
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
    let mut row = Row::load(storage, denom)?;
    change(row.sums.reserved.get_or_insert_default());
    row.save(storage, denom);
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
    let mut row = Row::load(storage, denom)?;
    let reserved = row.sums.reserved.get_or_insert_default();
    if let Some(fund) = from {
        let side = reserved.side(fund);
        *side = side.checked_sub(amount).ok_or_else(|| books(denom))?;
    }
    if let Some(fund) = to {
        let side = reserved.side(fund);
        *side = side.checked_add(amount).ok_or_else(|| books(denom))?;
    }
    total(&row.sums, denom)?;
    match (from, to) {
        // what is bequeathed anybody names, and what is paid out of it is nothing that the group does
        (None, Some(Fund::Claims)) | (Some(Fund::Claims), None) => row.put_by(storage, denom)?,
        _ => row.save(storage, denom),
    }
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

/// The known denominations in order of their names.
pub(crate) fn known<'a>(
    storage: &'a dyn Storage,
    start_after: Option<&'a str>,
) -> impl Iterator<Item = StdResult<(String, TreasurySums)>> + 'a {
    SUMS.range(
        storage,
        start_after.map(Bound::exclusive),
        None,
        Order::Ascending,
    )
}

/// What is looked at first, each once: the denominations that are named, the known ones, and those on the shelf, as many
/// as go on a page; and whether there are more.
pub(crate) fn first(storage: &dyn Storage, named: Vec<String>) -> StdResult<(Vec<String>, bool)> {
    let full = page(Some(u32::MAX));
    let mut found = named;
    found.sort_unstable();
    found.dedup();
    let charter = found.len();
    for entry in known(storage, None) {
        let (denom, _) = entry?;
        let named = found.get(..charter).unwrap_or_default();
        if named.binary_search(&denom).is_err() {
            found.push(denom);
        }
        if found.len() > full {
            break;
        }
    }
    for denom in shelf(storage, None)? {
        if found.len() > full {
            break;
        }
        let denom = denom?;
        let named = found.get(..charter).unwrap_or_default();
        if named.binary_search(&denom).is_err() {
            found.push(denom);
        }
    }
    let more = found.len() > full;
    found.truncate(full);
    Ok((found, more))
}

/// The denominations on the shelf in order, behind this one if it is there.
pub(crate) fn shelf<'a>(
    storage: &'a dyn Storage,
    start_after: Option<&str>,
) -> StdResult<impl Iterator<Item = StdResult<String>> + 'a> {
    let start = match start_after {
        Some(denom) => GIFTS.may_load(storage, denom)?.map(|(place, _)| place),
        None => None,
    };
    let start = start.map(Bound::exclusive);
    let places = SHELF.range(storage, start, None, Order::Ascending);
    Ok(places.map(|entry| entry.map(|(_, denom)| denom)))
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

/// All that is due to a claimant is due to another, to whom nothing was.
pub(crate) fn hand_over(
    storage: &mut dyn Storage,
    from: &Claimant,
    to: &Claimant,
) -> StdResult<()> {
    let (from, to) = (claim_key(from), claim_key(to));
    let claims: Vec<(String, u128)> = CLAIMS
        .under(storage, &from, None)
        .collect::<StdResult<_>>()?;
    for (denom, due) in claims {
        CLAIMS.remove(storage, (&from, &denom));
        CLAIMS.save(storage, (&to, &denom), &due);
    }
    Ok(())
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
