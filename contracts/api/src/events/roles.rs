//! What happens to roles and to deposits, in the past tense.

use cosmwasm_std::Coin;
use folkmoot_wire::Event;

use crate::msg::{ProposalId, SeatId};

/// One thing that happened; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Event, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
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
