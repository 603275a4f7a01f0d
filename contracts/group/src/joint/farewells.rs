//! Farewells that a neighbour has not heard.

use cosmwasm_std::{DepsMut, Response, StdResult, Storage, SubMsg};

use crate::client::GroupClient;
use crate::error::ContractError;
use crate::events::{Attention, Event};
use crate::limits::NEIGHBOUR_GAS;
use crate::msg::{Awaited, ExecuteMsg, LinkSide};
use crate::table::Table;

const FAREWELLS: Table<&str, Vec<LinkSide>> = Table::new("F");

/// Notes that a group has not heard of the end of the link in which this one was that side.
pub(crate) fn owe(storage: &mut dyn Storage, group: &str, side: LinkSide) -> StdResult<()> {
    let mut sides = FAREWELLS.may_load(storage, group)?.unwrap_or_default();
    if !sides.contains(&side) {
        sides.push(side);
    }
    FAREWELLS.save(storage, group, &sides);
    Ok(())
}

/// What a group has not heard; from here on it counts as said.
pub(crate) fn take(storage: &mut dyn Storage, group: &str) -> StdResult<Vec<LinkSide>> {
    let sides = FAREWELLS.may_load(storage, group)?.unwrap_or_default();
    FAREWELLS.remove(storage, group);
    Ok(sides)
}

/// Tells a neighbour that the link has ended in which this group was that side. Its failure changes nothing here but
/// that it can be said again.
pub(crate) fn farewell(group: &str, sender: LinkSide) -> StdResult<SubMsg> {
    let awaited = Awaited::Farewell {
        group: group.into(),
        side: sender,
    };
    let msg = GroupClient::new(group).execute(&ExecuteMsg::Unlink { sender }, vec![])?;
    Ok(SubMsg::reply_on_error(msg, 0)
        .with_gas_limit(NEIGHBOUR_GAS)
        .with_payload(awaited.payload()))
}

/// Reply: the neighbour did not take the farewell, so it stays to be said.
pub(crate) fn failed(
    deps: DepsMut,
    group: &str,
    side: LinkSide,
) -> Result<Response, ContractError> {
    owe(deps.storage, group, side)?;
    Ok(Response::new().add_event(Event::AttentionNeeded {
        what: Attention::FarewellFailed,
        subject: 0,
        reason: group,
    }))
}
