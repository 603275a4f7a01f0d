//! Concerns of a house's seats about a reviewed group's decision: for all to read. They stop nothing; enough of them
//! make the window longer, once.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use folkmoot_rules::ReviewMode;

use crate::charter::charters::charter_in_force;
use crate::checks::check_concern;
use crate::client::GroupClient;
use crate::error::{ContractError, HouseError, LinkError};
use crate::events::HouseEvent;
use crate::limits::MAX_CONCERNS;
use crate::msg::{ExecuteMsg, HouseSays, ProposalId, SeatId};
use crate::permission::Caller;
use crate::reviews::houses::{self, Concern, Notice};
use crate::reviews::notices::{must_run, of};
use crate::seats::registry;

/// Message: raises a concern of the sender's seat.
///
/// # Errors
/// There is no such notice, its window is over, or the seat's concern stands.
#[inline(never)]
pub fn raise(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    (group, proposal): (&str, ProposalId),
    text: String,
) -> Result<Response, ContractError> {
    let (seat, _) = caller.seat(info)?;
    let mut notice = of(deps.storage, group, proposal)?;
    must_run(&notice, env, group, proposal)?;
    check_concern(&text)?;
    let before = houses::concern(deps.storage, group, proposal, seat)?;
    match before {
        Some(before) if !before.withdrawn => {
            return Err(HouseError::AlreadyRaised { seat, proposal }.into());
        }
        _ if notice.standing >= MAX_CONCERNS => {
            return Err(HouseError::TooManyConcerns {
                limit: MAX_CONCERNS,
            }
            .into());
        }
        None => notice.raised = notice.raised.saturating_add(1),
        Some(_) => {}
    }
    let concern = Concern {
        text,
        at: env.block.time.seconds(),
        answer: None,
        withdrawn: false,
    };
    houses::save_concern(deps.storage, group, proposal, seat, &concern);
    notice.standing = notice.standing.saturating_add(1);
    let mut response = Response::new();
    let extended = extend(&deps, group, &mut notice)?;
    if extended {
        let word = ExecuteMsg::HearHouse {
            proposal,
            says: HouseSays::Extend {},
        };
        response = response.add_message(GroupClient::new(group).execute(&word, vec![])?);
    }
    houses::save_notice(deps.storage, group, proposal, &notice);
    Ok(response.add_event(HouseEvent::ConcernRaised {
        group,
        proposal,
        seat,
        extended,
    }))
}

/// Makes the window longer if enough seats are concerned, once. Whether it did.
fn extend(deps: &DepsMut, group: &str, notice: &mut Notice) -> Result<bool, ContractError> {
    let named = charter_in_force(deps.storage)?.1.spec().concerns_to_extend;
    // more than there are seats is all of them
    let needed = named.min(registry::totals(deps.storage)?.all.seats);
    let by_notice = notice.mode == ReviewMode::Optimistic;
    if !by_notice || notice.extended || notice.standing < needed {
        return Ok(false);
    }
    let Some(reviewed) = houses::agreed_reviewed(deps.storage, group)? else {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    };
    notice.extended = true;
    notice.ends.at = reviewed.link.response_time.after(notice.ends.at);
    Ok(true)
}

/// Message: takes the concern of the sender's seat back.
///
/// # Errors
/// It has none that stands.
#[inline(never)]
pub fn withdraw(
    deps: DepsMut,
    info: &MessageInfo,
    caller: Caller,
    (group, proposal): (&str, ProposalId),
) -> Result<Response, ContractError> {
    let (seat, _) = caller.seat(info)?;
    let mut notice = of(deps.storage, group, proposal)?;
    let found = houses::concern(deps.storage, group, proposal, seat)?;
    let Some(mut concern) = found.filter(|concern| !concern.withdrawn) else {
        return Err(HouseError::NoConcern { seat, proposal }.into());
    };
    concern.withdrawn = true;
    notice.standing = notice.standing.saturating_sub(1);
    houses::save_concern(deps.storage, group, proposal, seat, &concern);
    houses::save_notice(deps.storage, group, proposal, &notice);
    Ok(Response::new().add_event(HouseEvent::ConcernWithdrawn {
        group,
        proposal,
        seat,
    }))
}

/// Action of a reviewed group: answers a concern of its house.
pub(crate) fn answer(
    deps: &DepsMut,
    response: Response,
    house: &str,
    proposal: ProposalId,
    seat: SeatId,
    text: String,
) -> Result<Response, ContractError> {
    if houses::agreed_house(deps.storage, house)?.is_none() {
        // it ended its review before, and its concerns with it
        return Ok(response);
    }
    let word = ExecuteMsg::TakeAnswer {
        proposal,
        seat,
        text,
    };
    Ok(response.add_message(GroupClient::new(house).execute(&word, vec![])?))
}

/// Message of a reviewed group: takes its answer to a concern.
///
/// # Errors
/// There is no link, no such concern, or the answer is empty or too long.
#[inline(never)]
pub fn take_answer(
    deps: DepsMut,
    info: &MessageInfo,
    proposal: ProposalId,
    seat: SeatId,
    text: String,
) -> Result<Response, ContractError> {
    let group = info.sender.as_str();
    if houses::agreed_reviewed(deps.storage, group)?.is_none() {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    }
    check_concern(&text)?;
    let Some(mut concern) = houses::concern(deps.storage, group, proposal, seat)? else {
        return Err(HouseError::NoConcern { seat, proposal }.into());
    };
    concern.answer = Some(text);
    houses::save_concern(deps.storage, group, proposal, seat, &concern);
    Ok(Response::new().add_event(HouseEvent::ConcernAnswered {
        group,
        proposal,
        seat,
    }))
}
