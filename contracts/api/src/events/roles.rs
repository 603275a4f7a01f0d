//! What happens to roles and to deposits, in the past tense.

use cosmwasm_std::{Coin, Event as ChainEvent};

use super::coin_list;
use crate::msg::{ProposalId, SeatId};

/// One thing that happened; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleEvent<'a> {
    /// A seat came to a role, or its term began anew.
    RoleFilled {
        role: &'a str,
        seat: SeatId,
        until: Option<u64>,
    },
    /// A seat left a role before its term's end, or learns it no longer.
    RoleEnded { role: &'a str, seat: SeatId },
    /// A seat learns a role.
    ApprenticeAppointed { role: &'a str, seat: SeatId },
    /// A seat was nominated.
    SeatNominated {
        role: &'a str,
        seat: SeatId,
        by: SeatId,
        until: u64,
    },
    /// Somebody objected to a nomination, or the nominated seat declined it.
    NominationStopped {
        role: &'a str,
        seat: SeatId,
        by: SeatId,
        reason: &'a str,
    },
    /// A turn went by this seat.
    TurnPassed { role: &'a str, seat: SeatId },
    /// A holder paid out of the role's allowance.
    AllowanceSpent {
        role: &'a str,
        seat: SeatId,
        to: &'a str,
        coins: &'a [Coin],
        reason: &'a str,
    },
    /// A proposal was secured with a deposit.
    DepositTaken {
        proposal: ProposalId,
        from: &'a str,
        coins: &'a [Coin],
    },
    /// A proposal has ended, so its deposit is due to who left it.
    DepositReturned {
        proposal: ProposalId,
        to: &'a str,
        coins: &'a [Coin],
    },
}

impl From<RoleEvent<'_>> for ChainEvent {
    fn from(event: RoleEvent<'_>) -> Self {
        match event {
            RoleEvent::RoleFilled { role, seat, until } => Self::new("role_filled")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string())
                .add_attribute(
                    "until",
                    until.map(|until| until.to_string()).unwrap_or_default(),
                ),
            RoleEvent::RoleEnded { role, seat } => Self::new("role_ended")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string()),
            RoleEvent::ApprenticeAppointed { role, seat } => Self::new("apprentice_appointed")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string()),
            RoleEvent::SeatNominated {
                role,
                seat,
                by,
                until,
            } => Self::new("seat_nominated")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string())
                .add_attribute("by", by.to_string())
                .add_attribute("until", until.to_string()),
            RoleEvent::NominationStopped {
                role,
                seat,
                by,
                reason,
            } => Self::new("nomination_stopped")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string())
                .add_attribute("by", by.to_string())
                .add_attribute("reason", reason),
            RoleEvent::TurnPassed { role, seat } => Self::new("turn_passed")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string()),
            RoleEvent::AllowanceSpent {
                role,
                seat,
                to,
                coins,
                reason,
            } => Self::new("allowance_spent")
                .add_attribute("role", role)
                .add_attribute("seat", seat.to_string())
                .add_attribute("to", to)
                .add_attribute("coins", coin_list(coins))
                .add_attribute("reason", reason),
            RoleEvent::DepositTaken {
                proposal,
                from,
                coins,
            } => Self::new("deposit_taken")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("from", from)
                .add_attribute("coins", coin_list(coins)),
            RoleEvent::DepositReturned {
                proposal,
                to,
                coins,
            } => Self::new("deposit_returned")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("to", to)
                .add_attribute("coins", coin_list(coins)),
        }
    }
}
