//! Who may send what: one exhaustive table, checked before anything else happens.

use cosmwasm_std::{Deps, Env, MessageInfo};

use crate::cells::group::Group;
use crate::error::{ContractError, PermissionError, Refusal};
use crate::events::coin_list;
use crate::msg::{ExecuteMsg, SeatId, Standing};
use crate::roles::roster::Roster;
use crate::seats::registry::{Seat, find_seat};
use crate::wallet::Holder;

/// Who may send a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Anybody at all.
    Anybody,
    /// Who founds the group, until it is founded.
    Founder,
    /// The contract itself, in an execution.
    Itself,
    /// Whom the proposal's procedure lets propose, which is found out with the proposal: a seat, or anybody who leaves a
    /// deposit; and the proposer alone for taking it back.
    Proposer,
    /// A core seat: a person with one signature, a linked group or another contract.
    CoreSeat,
    /// A seat that votes itself, so not a group's; whether it was in the electorate, the ballot finds out.
    VotingSeat,
    /// A seat of any standing, but not a group's.
    OwnSeat,
    /// A seat of any standing, also a group's through its contract.
    AnySeat,
    /// A seat of keys.
    KeysSeat,
    /// A representative's seat.
    Representative,
    /// Another group's contract; the link is checked with the message.
    OtherGroup,
}

impl Permission {
    /// The table.
    #[must_use]
    pub const fn of(msg: &ExecuteMsg) -> Self {
        match msg {
            ExecuteMsg::AddSeats { .. } | ExecuteMsg::Found {} => Self::Founder,
            ExecuteMsg::Propose { .. } | ExecuteMsg::Withdraw { .. } | ExecuteMsg::Amend { .. } => {
                Self::Proposer
            }
            ExecuteMsg::RaiseConcern { .. } => Self::CoreSeat,
            ExecuteMsg::WithdrawConcern { .. } => Self::OwnSeat,
            ExecuteMsg::Nominate { .. } | ExecuteMsg::ObjectNomination { .. } => Self::CoreSeat,
            ExecuteMsg::Vote { .. } | ExecuteMsg::ResolveObjection { .. } => Self::VotingSeat,
            ExecuteMsg::CastBallots { .. }
            | ExecuteMsg::CarryOrders { .. }
            | ExecuteMsg::StakeFor { .. }
            | ExecuteMsg::FanOut { .. }
            | ExecuteMsg::RollUp { .. }
            | ExecuteMsg::CountAbsent { .. }
            | ExecuteMsg::MoveOn { .. }
            | ExecuteMsg::Execute { .. }
            | ExecuteMsg::Contribute {}
            | ExecuteMsg::Settle { .. }
            | ExecuteMsg::PayClaim { .. }
            | ExecuteMsg::WindUp { .. }
            | ExecuteMsg::TakeBack { .. }
            | ExecuteMsg::Refer { .. }
            | ExecuteMsg::ReportVeto { .. }
            | ExecuteMsg::LetGo { .. }
            | ExecuteMsg::Acclaim { .. }
            | ExecuteMsg::ReturnDeposit { .. }
            | ExecuteMsg::Rotate { .. }
            | ExecuteMsg::ConfirmWallet { .. }
            | ExecuteMsg::RefreshWeight { .. } => Self::Anybody,
            ExecuteMsg::OpenMirror(_)
            | ExecuteMsg::CountSignal(_)
            | ExecuteMsg::TakeNotice(_)
            | ExecuteMsg::DropNotice { .. }
            | ExecuteMsg::HearHouse { .. }
            | ExecuteMsg::TakeAnswer { .. }
            | ExecuteMsg::Link(_)
            | ExecuteMsg::Unlink { .. } => Self::OtherGroup,
            ExecuteMsg::PerformActions { .. }
            | ExecuteMsg::PerformOrder { .. }
            | ExecuteMsg::CheckFunds { .. } => Self::Itself,
            ExecuteMsg::ProposeUpstream { .. }
            | ExecuteMsg::AmendUpstream { .. }
            | ExecuteMsg::WithdrawUpstream { .. } => Self::Representative,
            ExecuteMsg::Leave {}
            | ExecuteMsg::Resign { .. }
            | ExecuteMsg::Delegate { .. }
            | ExecuteMsg::SpendAllowance { .. } => Self::OwnSeat,
            ExecuteMsg::Stake {} | ExecuteMsg::TakeStake { .. } | ExecuteMsg::Pledge { .. } => {
                Self::AnySeat
            }
            ExecuteMsg::AddWallet { .. }
            | ExecuteMsg::DropWallet { .. }
            | ExecuteMsg::KeepWallet { .. }
            | ExecuteMsg::NamePayOut { .. }
            | ExecuteMsg::KeepPayOut {} => Self::KeysSeat,
        }
    }
}

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
    let permission = Permission::of(msg);
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

impl Standing {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Contributor => "contributor",
            Self::Observer => "observer",
        }
    }
}
