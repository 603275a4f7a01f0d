//! What the treasury tells the world, in the past tense.

use cosmwasm_std::{Coin, Event as ChainEvent};

use super::coin_list;
use crate::msg::{Claimant, SeatId};

/// One thing that happened in the treasury; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl From<TreasuryEvent<'_>> for ChainEvent {
    fn from(event: TreasuryEvent<'_>) -> Self {
        match event {
            TreasuryEvent::StakeReceived { seat, coins } => Self::new("stake_received")
                .add_attribute("seat", seat.to_string())
                .add_attribute("coins", coin_list(coins)),
            TreasuryEvent::StakeReturned { seat, to, coins } => Self::new("stake_returned")
                .add_attribute("seat", seat.to_string())
                .add_attribute("to", to)
                .add_attribute("coins", coin_list(coins)),
            TreasuryEvent::StakePledged {
                seat,
                cycle,
                amount,
            } => Self::new("stake_pledged")
                .add_attribute("seat", seat.to_string())
                .add_attribute("cycle", cycle.to_string())
                .add_attribute("amount", amount.to_string()),
            TreasuryEvent::CycleOpened {
                cycle,
                pool,
                ends_at,
            } => Self::new("cycle_opened")
                .add_attribute("cycle", cycle.to_string())
                .add_attribute("pool", pool.to_string())
                .add_attribute("ends_at", ends_at.to_string()),
            TreasuryEvent::ShareSettled { seat, amount } => Self::new("share_settled")
                .add_attribute("seat", seat.to_string())
                .add_attribute("amount", amount.to_string()),
            TreasuryEvent::ClaimPaid {
                claimant,
                to,
                amount,
            } => Self::new("claim_paid")
                .add_attribute("claimant", claimant.to_string())
                .add_attribute("to", to)
                .add_attribute("amount", amount.to_string()),
            TreasuryEvent::CommonFundBequeathed { claimant, coins } => {
                Self::new("common_fund_bequeathed")
                    .add_attribute("claimant", claimant.to_string())
                    .add_attribute("coins", coin_list(coins))
            }
            TreasuryEvent::PayOutAnnounced {
                seat,
                address,
                from,
            } => Self::new("pay_out_announced")
                .add_attribute("seat", seat.to_string())
                .add_attribute("address", address)
                .add_attribute("from", from.to_string()),
            TreasuryEvent::PayOutKept { seat } => {
                Self::new("pay_out_kept").add_attribute("seat", seat.to_string())
            }
        }
    }
}
