//! The treasury in messages: who is owed, what is where.

use std::fmt;

use cosmwasm_std::{Coin, Uint128};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SeatId;

/// Somebody to whom something is due.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Claimant {
    /// A seat, also one that was given up or removed; it is paid to its pay-out address.
    Seat(SeatId),
    /// An account or a contract.
    Address(String),
}

impl fmt::Display for Claimant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seat(seat) => write!(f, "seat {seat}"),
            Self::Address(address) => f.write_str(address),
        }
    }
}

/// The treasury.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct TreasuryView {
    /// Sums per denomination, for those that ever went through the books: first those that the group has to do with
    /// (its charter names them, or a seat, a neighbour or the founder brought them in, or a decision moved them), then what
    /// strangers gave.
    pub sums: Vec<TreasurySum>,
    /// Whether there are more denominations than stand here.
    #[serde(default)]
    pub more: bool,
}

/// What a treasury holds and what went through it, in one denomination. The balance is the common fund and the four
/// parts below it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct TreasurySum {
    /// What is there now.
    pub balance: Coin,
    /// What decisions may spend unless they name a cycle: the rest.
    pub common_fund: Coin,
    /// What seats may take back.
    pub free_stakes: Coin,
    /// What cycles have left.
    pub pools: Coin,
    /// What is due and not paid yet.
    pub claims: Coin,
    /// What open proposals were secured with.
    pub deposits: Coin,
    /// What of the free stakes is pledged for the next cycle.
    pub pledged: Coin,
    /// The last cycle that was opened, 0 for none.
    pub last_cycle: u32,
    /// Gifts so far.
    pub given: Coin,
    /// Paid so far by decisions.
    pub paid: Coin,
}

/// What a seat has in the treasury in one denomination.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct StakeView {
    /// The denomination.
    pub denom: String,
    /// What it may take back now.
    pub free: Uint128,
    /// What of that is pledged for the next cycle.
    pub pledged: Uint128,
    /// What is in a cycle, if any is.
    pub committed: Option<CommittedView>,
}

/// A seat's part of a cycle.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CommittedView {
    /// The cycle.
    pub cycle: u32,
    /// What went into it.
    pub pledge: Uint128,
    /// What it would get if nothing more were spent.
    pub share: Uint128,
    /// When the cycle ends, unix seconds; from then on anybody may settle it.
    pub ends_at: u64,
}

/// A cycle.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CycleView {
    /// Its number in its denomination, from 1.
    pub cycle: u32,
    /// When it was opened, unix seconds.
    pub opened_at: u64,
    /// When it ends, unix seconds.
    pub ends_at: u64,
    /// Whether it has ended.
    pub ended: bool,
    /// All pledges at its opening.
    pub pledges: Coin,
    /// What decisions have left of them, to be shared at the end.
    pub pool: Coin,
    /// Pledges whose shares are not claims yet.
    pub unsettled: Coin,
}

/// Something that is due to somebody.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ClaimView {
    /// To whom.
    pub claimant: Claimant,
    /// How much.
    pub amount: Coin,
    /// Where it would be paid to now; nowhere where a seat must name an address first.
    pub pay_to: Option<String>,
}

/// A claim's place in the list of all.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ClaimKey {
    /// To whom.
    pub claimant: Claimant,
    /// The denomination.
    pub denom: String,
}

/// Where a seat is paid to.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct PayOutView {
    /// The address; none where the seat must name one first.
    pub address: Option<String>,
    /// The one that was announced.
    pub next: Option<String>,
    /// From when that one is in force, unix seconds.
    pub from: Option<u64>,
}
