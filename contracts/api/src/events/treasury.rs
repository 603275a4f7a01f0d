//! What the treasury tells the world, in the past tense.

use cosmwasm_std::Coin;
use folkmoot_wire::Event;

use crate::msg::{Claimant, SeatId};

/// One thing that happened in the treasury; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Event, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum TreasuryEvent<'a> {
    /// A seat put in a stake.
    StakeReceived { seat: SeatId, coins: &'a [Coin] },
    /// A seat took a free stake back.
    StakeReturned {
        seat: SeatId,
        to: &'a str,
        coins: &'a [Coin],
    },
    /// A seat said what goes into the next cycle.
    StakePledged {
        seat: SeatId,
        cycle: u32,
        amount: &'a Coin,
    },
    /// A cycle was opened with this pool.
    CycleOpened {
        cycle: u32,
        pool: &'a Coin,
        ends_at: u64,
    },
    /// A seat's share of an ended cycle became its claim.
    ShareSettled { seat: SeatId, amount: &'a Coin },
    /// A claim was paid.
    ClaimPaid {
        claimant: &'a Claimant,
        to: &'a str,
        amount: &'a Coin,
    },
    /// The common fund became a claim of whoever inherits it.
    CommonFundBequeathed {
        claimant: &'a Claimant,
        coins: &'a [Coin],
    },
    /// A seat announced another pay-out address.
    PayOutAnnounced {
        seat: SeatId,
        address: &'a str,
        from: u64,
    },
    /// The announced change of a pay-out address was cancelled.
    PayOutKept { seat: SeatId },
}
