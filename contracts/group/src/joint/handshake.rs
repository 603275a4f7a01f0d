//! The two words by which groups link: what is offered, and whether both decided the same.

use cosmwasm_std::{Addr, Deps, DepsMut, Env, Response, StdResult, SubMsg};
use folkmoot_rules::Seconds;

use crate::client::GroupClient;
use crate::error::{ContractError, LinkError};
use crate::joint::kin::check_kin;
use crate::msg::{Awaited, ExecuteMsg, Handshake, LinkSide, SeatId};
use crate::seats::registry;

/// Part of admitting a group: asks it whether it has decided to join.
pub(crate) fn offer_seat(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    seat: SeatId,
    group: &str,
    lead_time: Seconds,
) -> Result<Response, ContractError> {
    check_kin(deps.as_ref(), env, group)?;
    let word = handshake(deps.as_ref(), LinkSide::Above, lead_time)?;
    let awaited = Awaited::AdmitAnswer { seat };
    Ok(response.add_submessage(shake(group, word, &awaited)?))
}

pub(crate) fn handshake(deps: Deps, sender: LinkSide, figure: Seconds) -> StdResult<Handshake> {
    Ok(Handshake {
        sender,
        figure,
        members: registry::totals(deps.storage)?.core,
    })
}

pub(crate) fn shake(group: &str, word: Handshake, awaited: &Awaited) -> StdResult<SubMsg> {
    let msg = GroupClient::new(group).execute(&ExecuteMsg::Link(word), vec![])?;
    Ok(SubMsg::reply_on_success(msg, 0).with_payload(awaited.payload()))
}

pub(crate) fn same_figure(
    group: &Addr,
    what: &'static str,
    theirs: Seconds,
    ours: Seconds,
) -> Result<(), LinkError> {
    if theirs == ours {
        return Ok(());
    }
    Err(LinkError::Figures {
        group: group.to_string(),
        what,
        theirs,
        ours,
    })
}
