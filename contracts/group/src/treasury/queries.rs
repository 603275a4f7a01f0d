//! The treasury: sums, stakes, cycles, claims.

use cosmwasm_std::{Coin, Deps, Env, StdResult, Uint256};
use folkmoot_rules::share;

use crate::charter::charters::charter_in_force;
use crate::error::ContractError;
use crate::msg::{
    ClaimKey, ClaimView, Claimant, CommittedView, CycleView, PayOutView, SeatId, StakeView,
    TreasurySum, TreasuryView,
};
use crate::seats::registry;
use crate::storage::page;
use crate::treasury::clock::clock;
use crate::treasury::ledger::{self, SEAT_TAG, TreasurySums};
use crate::treasury::payouts;
use crate::treasury::stakes::{self, Committed, Cycle, Stake};
use crate::wallet::written;

pub(crate) fn treasury(deps: Deps, env: &Env) -> Result<TreasuryView, ContractError> {
    let (_, charter) = charter_in_force(deps.storage)?;
    let (denoms, more) = ledger::first(deps.storage, charter.spec().denoms())?;
    let mut sums = listed(deps, env, denoms.into_iter().map(Ok))?;
    // a charter may name what never came
    sums.retain(|sum| {
        let all = [&sum.balance, &sum.given, &sum.paid];
        all.iter().any(|coin| !coin.amount.is_zero())
    });
    Ok(TreasuryView { sums, more })
}

/// The known denominations, page by page.
pub(crate) fn sums(
    deps: Deps,
    env: &Env,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<TreasurySum>, ContractError> {
    let known = ledger::known(deps.storage, start_after).map(|entry| Ok(entry?.0));
    listed(deps, env, known.take(page(limit)))
}

/// What strangers gave that the group has nothing to do with, page by page.
pub(crate) fn gifts(
    deps: Deps,
    env: &Env,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<TreasurySum>, ContractError> {
    let shelf = ledger::shelf(deps.storage, start_after)?;
    listed(deps, env, shelf.take(page(limit)))
}

fn listed(
    deps: Deps,
    env: &Env,
    denoms: impl Iterator<Item = StdResult<String>>,
) -> Result<Vec<TreasurySum>, ContractError> {
    let sums = denoms.map(|denom| {
        let denom = denom?;
        let sums = ledger::sums_of(deps.storage, &denom)?;
        sum(deps, env, &denom, &sums)
    });
    sums.collect()
}

fn sum(
    deps: Deps,
    env: &Env,
    denom: &str,
    sums: &TreasurySums,
) -> Result<TreasurySum, ContractError> {
    let own = env.contract.address.as_str();
    let balance = deps.querier.query_balance(own, denom)?;
    let parts = sums.reserved.unwrap_or_default();
    let reserved = Uint256::from(parts.total().ok_or_else(|| ledger::books(denom))?);
    let coin = |amount: u128| Coin::new(amount, denom);
    Ok(TreasurySum {
        common_fund: Coin::new(balance.amount.saturating_sub(reserved), denom),
        balance,
        free_stakes: coin(parts.stakes),
        pools: coin(parts.pools),
        claims: coin(parts.claims),
        deposits: coin(parts.deposits),
        pledged: coin(parts.pledges),
        last_cycle: parts.cycle,
        given: Coin::new(sums.given, denom),
        paid: Coin::new(sums.paid, denom),
    })
}

pub(crate) fn stakes(deps: Deps, seat: SeatId) -> Result<Vec<StakeView>, ContractError> {
    stakes::of_seat(deps.storage, seat)?
        .into_iter()
        .map(|(denom, stake)| stake_view(deps, denom, &stake))
        .collect()
}

/// A stake as it is, though its record may not have learned yet that its cycle was opened.
fn stake_view(deps: Deps, denom: String, stake: &Stake) -> Result<StakeView, ContractError> {
    let last = ledger::reserved(deps.storage, &denom)?.cycle;
    let (waiting, opened) = match stake.pledge {
        Some(pledge) if pledge.cycle <= last => (0, Some((pledge.cycle, pledge.amount))),
        Some(pledge) => (pledge.amount, None),
        None => (0, None),
    };
    let unsettled = |committed: &Committed| !committed.settled;
    let before = stake.committed.filter(unsettled);
    let committed = opened.or_else(|| before.map(|one| (one.cycle, one.amount)));
    let in_pool = opened.map_or(0, |(_, amount)| amount);
    Ok(StakeView {
        free: stake.free.saturating_sub(in_pool).into(),
        pledged: waiting.into(),
        committed: committed
            .map(|(number, pledge)| {
                let cycle = stakes::cycle(deps.storage, &denom, number)?;
                Ok::<_, ContractError>(CommittedView {
                    cycle: number,
                    pledge: pledge.into(),
                    share: share(pledge, cycle.pool, cycle.pledges).into(),
                    ends_at: cycle.ends_at,
                })
            })
            .transpose()?,
        denom,
    })
}

pub(crate) fn cycles(
    deps: Deps,
    env: &Env,
    denom: &str,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<CycleView>, ContractError> {
    let now = clock(deps.storage, env)?;
    let view = |(number, cycle): (u32, Cycle)| CycleView {
        cycle: number,
        opened_at: cycle.opened_at,
        ends_at: cycle.ends_at,
        ended: cycle.ends_at <= now.at,
        pledges: Coin::new(cycle.pledges, denom),
        pool: Coin::new(cycle.pool, denom),
        unsettled: Coin::new(cycle.unsettled, denom),
    };
    let found = stakes::cycles(deps.storage, denom, start_after, limit)?;
    Ok(found.into_iter().map(view).collect())
}

pub(crate) fn claims(
    deps: Deps,
    env: &Env,
    start_after: Option<&ClaimKey>,
    limit: Option<u32>,
) -> Result<Vec<ClaimView>, ContractError> {
    let start = start_after.map(|key| (&key.claimant, key.denom.as_str()));
    ledger::claims(deps.storage, start, limit)?
        .into_iter()
        .map(|((key, denom), due)| {
            let claimant = claimant(deps, &key)?;
            let pay_to = match &claimant {
                Claimant::Seat(seat) => pay_out(deps, env, *seat)?.address,
                Claimant::Address(address) => Some(address.clone()),
            };
            Ok(ClaimView {
                claimant,
                amount: Coin::new(due, denom),
                pay_to,
            })
        })
        .collect()
}

fn claimant(deps: Deps, key: &[u8]) -> Result<Claimant, ContractError> {
    let seat = match key.split_first() {
        Some((&SEAT_TAG, id)) => id.try_into().ok().map(u32::from_be_bytes),
        _ => None,
    };
    Ok(match seat {
        Some(seat) => Claimant::Seat(seat),
        None => Claimant::Address(written(key, deps.api)?),
    })
}

pub(crate) fn pay_out(deps: Deps, env: &Env, id: SeatId) -> Result<PayOutView, ContractError> {
    let seat = registry::load(deps.storage, id)?;
    let now = env.block.time.seconds();
    let (next, from) = payouts::load(deps.storage, now, id)?.next.unzip();
    Ok(PayOutView {
        address: payouts::address(deps.storage, now, id, &seat)?,
        next,
        from,
    })
}
