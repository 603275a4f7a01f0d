//! Who may send what: one exhaustive table.

use crate::msg::ExecuteMsg;

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
