//! Lets a sender in by the table of who may send what, before anything else happens.

use cosmwasm_std::{Deps, Env, MessageInfo};

pub use folkmoot_api::permission::Permission;

use crate::cells::group::Group;
use crate::error::{ContractError, PermissionError, Refusal};
use crate::events::coin_list;
use crate::msg::{ExecuteMsg, SeatId, Standing};
use crate::roles::roster::Roster;
use crate::seats::registry::{Seat, find_seat};
use crate::wallet::Holder;

/// Who sent a message, as far as the handler needs it.
pub enum Caller {
    /// Whoever it is.
    Anybody,
    /// The holder of a seat.
    Seat(SeatId, Box<Seat>),
}

impl Caller {
    /// The sender's seat.
    ///
    /// # Errors
    /// The message is not one that a seat sends.
    pub fn seat(self, info: &MessageInfo) -> Result<(SeatId, Seat), PermissionError> {
        match self {
            Self::Seat(id, seat) => Ok((id, *seat)),
            Self::Anybody => Err(not_a_member(info)),
        }
    }
}

/// Lets the sender in, or says why not. Coins are taken by `contribute` and `stake`, and by `propose` where a deposit is
/// due.
///
/// # Errors
/// The sender may not send this message, or sent coins with it.
pub fn admit(
    deps: Deps,
    env: &Env,
    info: &MessageInfo,
    msg: &ExecuteMsg,
) -> Result<Caller, ContractError> {
    check_coins(info, msg)?;
    let permission = msg.permission();
    match permission {
        Permission::Anybody | Permission::OtherGroup => Ok(Caller::Anybody),
        Permission::Founder => {
            let founder = Group::load(deps.storage)?.founder;
            if founder == info.sender {
                return Ok(Caller::Anybody);
            }
            Err(PermissionError::NotFounder {
                founder: founder.into(),
                sender: info.sender.to_string(),
            }
            .into())
        }
        Permission::Itself => {
            if env.contract.address == info.sender {
                return Ok(Caller::Anybody);
            }
            Err(PermissionError::NotItself {
                sender: info.sender.to_string(),
            }
            .into())
        }
        Permission::Proposer => match acting_seat(deps, env, info) {
            Err(error) if is_not_a_member(&error) => Ok(Caller::Anybody),
            Err(error) => Err(error),
            Ok((id, seat)) => {
                check_seat(deps, env, permission, id, &seat)?;
                Ok(Caller::Seat(id, Box::new(seat)))
            }
        },
        Permission::CoreSeat
        | Permission::VotingSeat
        | Permission::OwnSeat
        | Permission::AnySeat
        | Permission::KeysSeat
        | Permission::Representative => {
            let (id, seat) = acting_seat(deps, env, info)?;
            check_seat(deps, env, permission, id, &seat)?;
            Ok(Caller::Seat(id, Box::new(seat)))
        }
    }
}

fn check_coins(info: &MessageInfo, msg: &ExecuteMsg) -> Result<(), PermissionError> {
    match (msg, info.funds.is_empty()) {
        (ExecuteMsg::Contribute {}, true) => Err(no_coins("contribute")),
        (ExecuteMsg::Stake {}, true) => Err(no_coins("stake")),
        (ExecuteMsg::StakeFor { .. }, true) => Err(no_coins("stake_for")),
        // whether a deposit is due, the procedure says
        (
            ExecuteMsg::Contribute {}
            | ExecuteMsg::Stake {}
            | ExecuteMsg::StakeFor { .. }
            | ExecuteMsg::Propose { .. },
            false,
        )
        | (_, true) => Ok(()),
        (_, false) => Err(PermissionError::UnaskedCoins {
            coins: coin_list(&info.funds),
        }),
    }
}

const fn no_coins(message: &'static str) -> PermissionError {
    PermissionError::NoCoins { message }
}

const fn is_not_a_member(error: &ContractError) -> bool {
    matches!(
        error.refusal(),
        Refusal::Permission(PermissionError::NotAMember { .. })
    )
}

pub(crate) fn not_a_member(info: &MessageInfo) -> PermissionError {
    PermissionError::NotAMember {
        sender: info.sender.to_string(),
    }
}

/// The seat that the sender acts for alone.
fn acting_seat(deps: Deps, env: &Env, info: &MessageInfo) -> Result<(SeatId, Seat), ContractError> {
    let sender = info.sender.as_str();
    let (id, seat) = find_seat(deps.storage, sender)?
        .filter(|(_, seat)| seat.acts(sender, env.block.time.seconds()))
        .ok_or_else(|| not_a_member(info))?;
    match seat.holder {
        Holder::Keys { signatures, .. } if signatures > 1 => {
            Err(PermissionError::NeedsSignatures {
                seat: id,
                needed: signatures,
            }
            .into())
        }
        _ => Ok((id, seat)),
    }
}

/// Whether a seat may send what has this permission.
pub(crate) fn check_seat(
    deps: Deps,
    env: &Env,
    permission: Permission,
    seat_id: SeatId,
    seat: &Seat,
) -> Result<(), ContractError> {
    if permission == Permission::CoreSeat && seat.standing != Standing::Core {
        return Err(PermissionError::NotCore {
            seat: seat_id,
            standing: seat.standing.as_str(),
        }
        .into());
    }
    let refused = match permission {
        Permission::CoreSeat | Permission::Proposer if seat.holder.is_group() && !seat.linked => {
            PermissionError::NotLinked { seat: seat_id }
        }
        Permission::VotingSeat | Permission::OwnSeat if seat.holder.is_group() => {
            PermissionError::GroupSeat { seat: seat_id }
        }
        Permission::KeysSeat if !matches!(seat.holder, Holder::Keys { .. }) => {
            return Err(crate::error::SeatError::Change {
                seat: seat_id,
                why: "only a seat of keys has wallets and names where it is paid to",
            }
            .into());
        }
        Permission::Representative
            if !Roster::load(deps.storage, None)?.is_held_by(seat_id, env.block.time.seconds()) =>
        {
            PermissionError::NotRepresentative { seat: seat_id }
        }
        _ => return Ok(()),
    };
    Err(refused.into())
}
