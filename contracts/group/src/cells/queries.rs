//! The group, its charter and its links above.

use cosmwasm_std::{Deps, Env};

use crate::cells::group::Group;
use crate::cells::subgroups::{self, Subgroup};
use crate::charter::agreed::agreed;
use crate::charter::charters::{charter_in_force, charter_version};
use crate::error::ContractError;
use crate::joint::uplinks::{self, Uplink};
use crate::migrations::stored_version;
use crate::msg::{CharterView, GroupView, LinkState, SubgroupView, UplinkView};
use crate::proposals::book;
use crate::querier;
use crate::seats::registry;

pub(crate) fn group(deps: Deps, env: &Env) -> Result<GroupView, ContractError> {
    let group = Group::load(deps.storage)?;
    let totals = registry::totals(deps.storage)?;
    let contract = stored_version(deps.storage)?;
    let (charter_version, charter) = charter_in_force(deps.storage)?;
    Ok(GroupView {
        name: group.name,
        address: env.contract.address.to_string(),
        chain_id: env.block.chain_id.clone(),
        founder: group.founder.into(),
        founded_at: group.founded_at,
        sealed: group.sealed || sealed_by_chain(deps, env),
        charter_version,
        electorate: totals.all,
        group_electorate: totals.groups,
        core_seats: totals.core,
        longest_lead: agreed(deps.storage)?.longest_lead_below,
        lead_time: charter.lead_time(),
        proposals: book::last(deps.storage)?,
        contract: format!("{} {}", contract.contract, contract.version),
    })
}

/// What the first act of the group will find; until then it is not stored.
fn sealed_by_chain(deps: Deps, env: &Env) -> bool {
    let own = env.contract.address.as_str();
    querier::contract_info(&deps.querier, own)
        .is_ok_and(|info| info.admin.is_none_or(|admin| admin.as_str() == own))
}

pub(crate) fn charter(deps: Deps, version: Option<u32>) -> Result<CharterView, ContractError> {
    let found = charter_version(deps.storage, version)?;
    Ok(CharterView {
        version: found.number,
        since_height: found.since_height,
        charter: found.charter.into_spec(),
    })
}

pub(crate) fn uplinks(
    deps: Deps,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<UplinkView>, ContractError> {
    let links = uplinks::list(deps.storage, start_after, limit)?;
    let view = |(group, uplink): (String, Uplink)| UplinkView {
        group,
        lead_time: uplink.lead_time,
        state: match uplink.since_height {
            Some(_) => LinkState::Linked,
            None => LinkState::Offered,
        },
        since_height: uplink.since_height,
    };
    Ok(links.into_iter().map(view).collect())
}

pub(crate) fn subgroups(
    deps: Deps,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<SubgroupView>, ContractError> {
    let view = |(number, subgroup): (u32, Subgroup)| SubgroupView {
        number,
        group: subgroup.address,
        name: subgroup.name,
        proposal: subgroup.proposal,
        at: subgroup.at,
        height: subgroup.height,
    };
    let found = subgroups::list(deps.storage, start_after, limit)?;
    Ok(found.into_iter().map(view).collect())
}
