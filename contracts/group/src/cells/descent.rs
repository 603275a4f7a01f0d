//! Founding subgroups: each is a contract of its own, whose admin is itself from its first moment.

use cosmwasm_std::{Binary, Deps, DepsMut, Env, Response, StdError, WasmMsg, instantiate2_address};

use crate::cells::subgroups;
use crate::charter::{AgreedFigures, CharterSpec};
use crate::checks::check_name;
use crate::client::GroupClient;
use crate::error::{ContractError, FoundingError, SubgroupError};
use crate::events::Event;
use crate::json::binary;
use crate::limits::MAX_SEATS_A_MESSAGE;
use crate::msg::{ExecuteMsg, InstantiateMsg, ProposalId, SubgroupSpec};
use crate::querier;
use crate::treasury::funds;
use crate::wallet::Holder;

/// Refuses at the door what could never be founded.
pub(crate) fn check(deps: Deps, env: &Env, spec: &SubgroupSpec) -> Result<(), ContractError> {
    check_name("group's name", &spec.name)?;
    if spec.seats.len() > MAX_SEATS_A_MESSAGE {
        return Err(FoundingError::TooManySeats {
            limit: MAX_SEATS_A_MESSAGE,
            found: spec.seats.len(),
        }
        .into());
    }
    if !spec.seats.iter().any(|seat| seat.standing.is_core()) {
        return Err(SubgroupError::NoSeat {
            name: spec.name.clone(),
        }
        .into());
    }
    let mut agreed = AgreedFigures::default();
    for seat in &spec.seats {
        check_name("seat's name", &seat.name)?;
        if let Holder::Group { lead_time, .. } = seat.holder.clone().checked(deps.api)? {
            agreed.longest_lead_below = agreed.longest_lead_below.max(Some(lead_time));
        }
    }
    let founder = env.contract.address.as_str();
    spec.charter.can_begin(env.block.time.seconds(), "")?;
    spec.charter.check(deps.api, &agreed, Some(founder))?;
    Ok(())
}

/// What is left of a subgroup comes back to the group that founded it, unless its charter says otherwise.
fn inherit(charter: &mut CharterSpec, env: &Env) {
    if charter.heir.is_none() {
        charter.heir = Some(env.contract.address.to_string());
    }
}

/// Action: founds a group of this contract's own code. Its address follows from the decision and the action's place in
/// it, so it can be told before the decision is executed.
pub(crate) fn found(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    (proposal, place): (ProposalId, u8),
    spec: SubgroupSpec,
) -> Result<Response, ContractError> {
    let own = env.contract.address.as_str();
    let code_id = querier::contract_info(&deps.querier, own)?.code_id;
    let checksum = querier::checksum(&deps.querier, code_id)?;
    let mut salt = proposal.to_be_bytes().to_vec();
    salt.push(place);
    let creator = deps.api.addr_canonicalize(own)?;
    let address = instantiate2_address(&checksum, &creator, &salt)
        .map_err(|error| StdError::msg(error.to_string()))?;
    let address = deps.api.addr_humanize(&address)?.into_string();
    let mut charter = spec.charter;
    inherit(&mut charter, env);
    let founding = InstantiateMsg {
        name: spec.name.clone(),
        charter,
        seats: spec.seats,
        founded: true,
    };
    let subgroup = subgroups::Subgroup {
        address: address.clone(),
        name: spec.name.clone(),
        proposal,
        at: env.block.time.seconds(),
        height: env.block.height,
    };
    subgroups::remember(deps.storage, &subgroup)?;
    let response = response
        .add_event(Event::SubgroupFounded {
            group: &address,
            name: &spec.name,
            proposal,
        })
        .add_message(WasmMsg::Instantiate2 {
            admin: Some(address.clone()),
            code_id,
            label: spec.name,
            msg: binary(&founding),
            funds: vec![],
            salt: Binary::from(salt),
        });
    if spec.funds.is_empty() {
        return Ok(response);
    }
    funds::draw(deps, env, None, &spec.funds)?;
    let response = response.add_event(Event::CoinsPaid {
        to: &address,
        coins: &spec.funds,
    });
    let gift = GroupClient::new(address).execute(&ExecuteMsg::Contribute {}, spec.funds)?;
    Ok(response.add_message(gift))
}
