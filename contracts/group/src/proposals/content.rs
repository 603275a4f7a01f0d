//! A proposal's content: what it may hold and how it is hashed.

use cosmwasm_std::{Binary, Deps, Env, Storage};
use folkmoot_rules::{Content, TextRef, check_line, content_hash};
use folkmoot_wire::to_json;
use sha2::{Digest, Sha256};

use crate::action::{Action, ActionError};
use crate::cells::descent;
use crate::charter::agreed::{agreed, check_version};
use crate::charter::charters::charter_in_force;
use crate::checks::{
    check_concern, check_lead_time, check_length, check_name, check_response_time, check_text,
    check_title,
};
use crate::error::{ContractError, LinkError, ProposalError, SeatError};
use crate::joint::uplinks;
use crate::limits::{MAX_ACTION_BYTES, MAX_URI};
use crate::msg::{SeatId, Text};
use crate::proposals::proposal::StoredText;
use crate::reviews::{houses, veto};
use crate::roles::filling;
use crate::seats::live::live;
use crate::wallet::Holder;

pub(crate) fn check_actions(
    deps: Deps,
    env: &Env,
    actions: &[Action],
) -> Result<(), ContractError> {
    let bytes = to_json(actions).len();
    if bytes > MAX_ACTION_BYTES {
        return Err(ActionError::TooLong {
            limit: MAX_ACTION_BYTES,
            bytes,
        }
        .into());
    }
    if actions.len() > 1 && veto::is_among(actions) {
        return Err(ActionError::VetoAlone.into());
    }
    actions
        .iter()
        .try_for_each(|action| check_action(deps, env, action))
}

/// Refuses at the door what could never be done. What depends on the day of execution is checked then.
fn check_action(deps: Deps, env: &Env, action: &Action) -> Result<(), ContractError> {
    let address = match action {
        Action::Spend { to, .. } => to,
        Action::Join { group, lead_time } => {
            check_lead_time(*lead_time)?;
            group
        }
        Action::AppointHouse {
            group,
            response_time,
        }
        | Action::BecomeHouse {
            group,
            response_time,
        } => {
            check_response_time(*response_time)?;
            group
        }
        Action::Contribute { group, .. }
        | Action::Stake { group, .. }
        | Action::Pledge { group, .. }
        | Action::TakeStake { group, .. }
        | Action::Leave { group }
        | Action::WithdrawUpstream { group, .. }
        | Action::DismissHouse { group }
        | Action::EndReview { group }
        | Action::Veto { group, .. } => group,
        Action::ProposeUpstream { group, proposal } => {
            check_title(&proposal.title)?;
            group
        }
        Action::AnswerConcern { house, text, .. } => {
            check_concern(text)?;
            house
        }
        Action::Call { contract, .. } => contract,
        Action::AmendCharter { version, charter } => {
            check_version(*version, charter_in_force(deps.storage)?.0)?;
            charter
                .as_ref()
                .clone()
                .checked(deps.api, &agreed(deps.storage)?)?;
            return Ok(());
        }
        Action::AdmitSeat { seat } => {
            check_name("seat's name", &seat.name)?;
            if let Holder::Group { lead_time, .. } = seat.holder.clone().checked(deps.api)? {
                check_lead_time(lead_time)?;
            }
            return Ok(());
        }
        Action::ChangeSeat {
            seat, name, holder, ..
        } => {
            if let Some(name) = name {
                check_name("seat's name", name)?;
            }
            if let Some(holder) = holder {
                holder.clone().checked(deps.api)?;
            }
            return check_not_gone(deps.storage, *seat);
        }
        Action::Appoint { seat, role, .. } => {
            check_line("role", role.as_deref().unwrap_or_default())?;
            return check_not_gone(deps.storage, *seat);
        }
        Action::RemoveSeat { seat } => return check_not_gone(deps.storage, *seat),
        Action::Release { seat, role } => {
            if let Some(role) = role {
                check_line("role", role)?;
                filling::check_release(deps.storage, env.block.time.seconds(), *seat, role)?;
            }
            return check_not_gone(deps.storage, *seat);
        }
        Action::OpenCycle { denom, .. } => return Ok(check_line("denomination", denom)?),
        Action::Rescind { .. } | Action::Upgrade { .. } => return Ok(()),
        Action::AdoptDocument(document) => return Ok(document.check()?),
        Action::FoundSubgroup(subgroup) => return descent::check(deps, env, subgroup),
    };
    let address = deps.api.addr_validate(address)?;
    check_link(deps.storage, action, address.as_str())
}

/// A seat that is gone stays so; one that is not there yet may be by the day of execution.
fn check_not_gone(storage: &dyn Storage, seat: SeatId) -> Result<(), ContractError> {
    match live(storage, seat) {
        Err(SeatError::Unknown { .. }) => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

/// Only a link that is there is ended; if the other side ends it before the execution, that does no harm.
fn check_link(storage: &dyn Storage, action: &Action, group: &str) -> Result<(), ContractError> {
    let is_there = match action {
        Action::Leave { .. } => uplinks::load(storage, group)?.is_some(),
        Action::DismissHouse { .. } => houses::house(storage, group)?.is_some(),
        Action::EndReview { .. } => houses::reviewed(storage, group)?.is_some(),
        Action::AnswerConcern { .. } => houses::agreed_house(storage, group)?.is_some(),
        _ => true,
    };
    match is_there {
        true => Ok(()),
        false => Err(LinkError::None {
            group: group.into(),
        }
        .into()),
    }
}

/// Checks a text and brings it into the form that is kept.
pub(crate) fn stored_text(text: Text) -> Result<Option<StoredText>, ContractError> {
    let stored = match text {
        Text::None => return Ok(None),
        Text::Stored(text) => {
            check_text(&text)?;
            StoredText::Stored(text)
        }
        Text::Carried(text) => {
            check_text(&text)?;
            StoredText::Carried(Binary::from(Sha256::digest(text.as_bytes()).as_slice()))
        }
        Text::Linked { uri, sha256 } => {
            check_length("link", MAX_URI, uri.len())?;
            check_line("link", &uri)?;
            if sha256.len() != 32 {
                return Err(ProposalError::Hash {
                    bytes: sha256.len(),
                }
                .into());
            }
            StoredText::Linked(uri, sha256.into())
        }
    };
    Ok(Some(stored))
}

pub(crate) fn hash(
    version: u32,
    title: &str,
    text: Option<&StoredText>,
    actions: &[Action],
) -> Result<[u8; 32], ContractError> {
    let text = match text {
        None => TextRef::Text(""),
        Some(StoredText::Stored(text)) => TextRef::Text(text),
        Some(StoredText::Carried(sha256) | StoredText::Linked(_, sha256)) => {
            TextRef::Sha256(sha256.to_array()?)
        }
    };
    Ok(content_hash(&Content {
        version,
        title,
        text,
        actions,
    })?)
}
