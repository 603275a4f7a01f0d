//! Answers about roles.

use cosmwasm_std::Coin;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SeatId;
use crate::charter::Role;

/// A role of the charter in force, and who holds it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RoleView {
    /// What the charter says of it.
    pub role: Role,
    /// Who holds it, in the order in which they came to it.
    pub holders: Vec<RoleHolder>,
    /// Places that nobody holds.
    pub vacancies: u32,
    /// The seats that learn it.
    pub apprentices: Vec<SeatId>,
    /// Where it rotates, the seat that is next in turn.
    pub next: Option<SeatId>,
    /// Who is nominated.
    pub nominations: Vec<NominationView>,
    /// Where it has an allowance, what is left of it.
    pub allowance: Option<AllowanceLeft>,
}

/// A holder of a role.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RoleHolder {
    /// The seat.
    pub seat: SeatId,
    /// Since when, unix seconds.
    pub since: u64,
    /// When the term ends by itself, unix seconds.
    pub until: Option<u64>,
}

/// A nomination.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct NominationView {
    /// Who is nominated.
    pub seat: SeatId,
    /// By whom.
    pub by: SeatId,
    /// When, unix seconds.
    pub at: u64,
    /// Until when objections are taken, unix seconds; from then on it can be acclaimed.
    pub until: u64,
    /// From when it is as if it had never been, unix seconds.
    pub lapses: u64,
    /// What stops it.
    pub objection: Option<NominationObjection>,
}

/// An objection to a nomination.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct NominationObjection {
    /// Who objects.
    pub seat: SeatId,
    /// Why.
    pub reason: String,
}

/// What is left of an allowance.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AllowanceLeft {
    /// How much, in the period that runs.
    pub left: Coin,
    /// When the next period begins, unix seconds; none before the first spend.
    pub until: Option<u64>,
}

/// What a role's holder spent without a vote.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AllowanceSpendView {
    /// Its number in the role, from 1.
    pub number: u64,
    /// The holder.
    pub seat: SeatId,
    /// Who was paid.
    pub to: String,
    /// How much.
    pub amount: Coin,
    /// What for.
    pub reason: String,
    /// When, unix seconds.
    pub at: u64,
}
