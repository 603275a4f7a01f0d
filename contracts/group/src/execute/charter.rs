//! Amending the charter.

use cosmwasm_std::{DepsMut, Env, Response, StdResult, Storage};

use crate::action::ActionError;
use crate::charter::{AgreedFigures, CharterSpec};
use crate::error::{ContractError, SeatError};
use crate::events::Event;
use crate::execute::{roles, weights};
use crate::state::{Group, amend, charter_in_force, find_seat, houses, registry, uplinks};

/// The figures agreed with or offered to linked groups: an offer binds like an agreement.
pub(crate) fn agreed(storage: &dyn Storage) -> StdResult<AgreedFigures> {
    let below = registry::group_seats(storage, None, usize::MAX)?;
    let above = uplinks::all(storage)?;
    Ok(AgreedFigures {
        longest_lead_below: below.iter().filter_map(|(_, seat)| seat.lead_time()).max(),
        shortest_lead_above: above.iter().map(|(_, uplink)| uplink.lead_time).min(),
        houses: houses::houses(storage)?
            .into_iter()
            .filter(|(_, link)| link.since_height.is_some())
            .map(|(house, link)| (house, link.response_time))
            .collect(),
        shortest_response: houses::all_reviewed(storage)?
            .iter()
            .map(|(_, reviewed)| reviewed.link.response_time)
            .min(),
    })
}

/// Action: replaces the charter, unless another replaced it first. Open proposals keep the rules they opened under.
pub(crate) fn amend_charter(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    version: u32,
    spec: CharterSpec,
) -> Result<Response, ContractError> {
    let (current, before) = charter_in_force(deps.storage)?;
    if version != current {
        return Err(ActionError::Outdated {
            what: "charter version",
            written: version,
            current,
        }
        .into());
    }
    let after = spec.checked(deps.api, &agreed(deps.storage)?)?;
    after
        .spec()
        .can_begin(env.block.time.seconds(), env.contract.address.as_str())?;
    let mut group = Group::load(deps.storage)?;
    if group.sunset != after.spec().sunset {
        group.sunset = after.spec().sunset;
        group.save(deps.storage);
    }
    for account in &after.spec().group_accounts {
        let held = find_seat(deps.storage, account)?;
        if held.is_some_and(|(_, seat)| seat.acts(account, env.block.time.seconds())) {
            return Err(SeatError::GroupAccount {
                account: account.clone(),
            }
            .into());
        }
    }
    let (old, new) = (before.spec(), after.spec());
    roles::end_missing(deps.storage, env, old, new)?;
    if new.weighting != old.weighting || new.contribution_denom != old.contribution_denom {
        weights::weigh_all(deps.storage, env, new)?;
    }
    let version = amend(deps.storage, env.block.height, after)?;
    Ok(response.add_event(Event::CharterAmended { version }))
}
