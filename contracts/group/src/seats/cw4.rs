//! The group as cw4 sees one: a member is a seat, under one of its addresses, with its weight.

use cosmwasm_std::{Deps, Env};

use crate::error::{ContractError, PermissionError};
use crate::msg::cw4::{AdminResponse, Member, MemberResponse};
use crate::msg::{MemberPage, SeatId};
use crate::seats::registry::{self, Seat, find_seat};
use crate::storage::{page, walk};
use crate::wallet::{Holder, Wallet};

pub(crate) fn admin(env: &Env) -> AdminResponse {
    AdminResponse {
        admin: Some(env.contract.address.to_string()),
    }
}

pub(crate) fn total_weight(
    deps: Deps,
    at_height: Option<u64>,
) -> Result<MemberResponse, ContractError> {
    let totals = match at_height {
        Some(height) => registry::totals_at(deps.storage, height)?,
        None => registry::totals(deps.storage)?,
    };
    Ok(MemberResponse {
        weight: Some(totals.all.weight),
    })
}

pub(crate) fn member(
    deps: Deps,
    env: &Env,
    addr: &str,
    at_height: Option<u64>,
) -> Result<MemberResponse, ContractError> {
    let key = addr.to_ascii_lowercase();
    let now = env.block.time.seconds();
    let seat =
        find_seat(deps.storage, &key)?.filter(|(_, seat)| is_member(seat) && seat.acts(&key, now));
    let weight = match (seat, at_height) {
        (None, _) => None,
        (Some((_, seat)), None) => Some(seat.weight),
        (Some((_, seat)), Some(height)) if seat.since_height >= height => None,
        (Some((id, seat)), Some(height)) => {
            Some(registry::weight_at(deps.storage, id, &seat, height)?)
        }
    };
    Ok(MemberResponse { weight })
}

pub(crate) fn members(deps: Deps, asked: &MemberPage) -> Result<Vec<Member>, ContractError> {
    let start = match &asked.start_after {
        Some(addr) => Some(seat_shown_by(deps, addr)?),
        None => None,
    };
    walk(
        start,
        page(asked.limit),
        |behind| Ok(registry::list(deps.storage, behind, None)?),
        |_, seat| {
            Ok(is_member(&seat).then(|| Member {
                addr: address(&seat),
                weight: seat.weight,
            }))
        },
    )
}

/// Whether the seat is held; a group holds its seat once it has joined.
const fn is_member(seat: &Seat) -> bool {
    seat.left_at.is_none() && (seat.linked || !seat.holder.is_group())
}

/// The address by which a seat is shown: its first wallet on this chain, else its first wallet.
pub(crate) fn address(seat: &Seat) -> String {
    let on_chain = match &seat.holder {
        Holder::Keys { wallets, .. } => wallets
            .iter()
            .find(|wallet| matches!(wallet, Wallet::Cosmos(_))),
        Holder::Group { .. } | Holder::Contract { .. } => None,
    };
    match (on_chain, seat.holder.keys().first()) {
        (Some(wallet), _) => wallet.key().into(),
        (None, first) => first.copied().unwrap_or_default().into(),
    }
}

/// The seat of an address; one that was left since then is searched for, so that a list can be read on.
fn seat_shown_by(deps: Deps, addr: &str) -> Result<SeatId, ContractError> {
    let key = addr.to_ascii_lowercase();
    if let Some((id, _)) = find_seat(deps.storage, &key)? {
        return Ok(id);
    }
    walk(
        None,
        1,
        |behind| Ok(registry::list(deps.storage, behind, None)?),
        |id, seat| Ok(seat.holder.keys().contains(&key.as_str()).then_some(id)),
    )?
    .pop()
    .ok_or_else(|| not_a_member(addr))
}

pub(crate) fn not_a_member(addr: &str) -> ContractError {
    PermissionError::NotAMember {
        sender: addr.into(),
    }
    .into()
}
