//! Roles and who holds them.

use cosmwasm_std::{Coin, Deps, Env};

use crate::charter::charters::charter_in_force;
use crate::charter::{Filling, Role};
use crate::error::ContractError;
use crate::msg::{
    AllowanceLeft, AllowanceSpendView, NominationObjection, NominationView, RoleHolder, RoleView,
};
use crate::roles::filling::{Turn, turn};
use crate::roles::roster::{AllowanceSpend, AllowanceUse, Desk, Nomination, Roster, spends};
use crate::treasury::allowance::used;

pub(crate) fn roles(deps: Deps, env: &Env) -> Result<Vec<RoleView>, ContractError> {
    let (_, charter) = charter_in_force(deps.storage)?;
    let roles = charter.spec().roles.iter();
    roles.map(|role| view(deps, env, role)).collect()
}

fn view(deps: Deps, env: &Env, role: &Role) -> Result<RoleView, ContractError> {
    let now = env.block.time.seconds();
    let roster = Roster::load(deps.storage, Some(&role.name))?;
    let desk = Desk::load(deps.storage, &role.name)?;
    let holders: Vec<RoleHolder> = roster
        .holders(now)
        .map(|one| RoleHolder {
            seat: one.seat,
            since: one.since,
            until: one.until,
        })
        .collect();
    let held = u32::try_from(holders.len()).unwrap_or(u32::MAX);
    let next = match role.filling {
        Filling::Rotation => match turn(deps.storage, &roster, now)? {
            Turn::Of(seat) => Some(seat),
            Turn::Behind(_) | Turn::Nobody => None,
        },
        _ => None,
    };
    let open = desk.nominations.into_iter().filter(|one| now < one.lapses);
    Ok(RoleView {
        role: role.clone(),
        holders,
        vacancies: role.places.saturating_sub(held),
        apprentices: roster.apprentices,
        next,
        nominations: open.map(nomination).collect(),
        allowance: left(role, desk.used, now),
    })
}

fn nomination(stored: Nomination) -> NominationView {
    let Nomination {
        seat,
        by,
        at,
        until,
        lapses,
        objection,
    } = stored;
    NominationView {
        seat,
        by,
        at,
        until,
        lapses,
        objection: objection.map(|(seat, reason)| NominationObjection { seat, reason }),
    }
}

fn left(role: &Role, before: AllowanceUse, now: u64) -> Option<AllowanceLeft> {
    let allowance = role.allowance.as_ref()?;
    let used = used(before, allowance, now);
    let left = allowance.amount.amount.saturating_sub(used.spent);
    Some(AllowanceLeft {
        left: Coin::new(left, allowance.amount.denom.as_str()),
        until: (used.spends > 0).then(|| allowance.period.after(used.since)),
    })
}

pub(crate) fn allowance_spends(
    deps: Deps,
    role: &str,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> Result<Vec<AllowanceSpendView>, ContractError> {
    let found = spends(deps.storage, role, start_after, limit)?;
    let view = |(number, spend)| {
        let AllowanceSpend {
            seat,
            to,
            amount,
            reason,
            at,
        } = spend;
        AllowanceSpendView {
            number,
            seat,
            to,
            amount,
            reason,
            at,
        }
    };
    Ok(found.into_iter().map(view).collect())
}
