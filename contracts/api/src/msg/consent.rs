//! What blocks lead to: objections, versions, and the course of a proposal that is decided by consent.

use cosmwasm_std::HexBinary;
use folkmoot_rules::{Phase, Rounds};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProposalId, SeatId};

/// Why an objection no longer stands.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Resolution {
    /// It is taken back: its seat abstains.
    Withdrawn,
    /// It has been answered: its seat says yes.
    Integrated,
}

impl Resolution {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Integrated => "integrated",
        }
    }
}

/// What an objection is known by.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ObjectionRef {
    /// The version that it was raised to.
    pub version: u32,
    /// The seat that raised it.
    pub seat: SeatId,
}

/// The course of a proposal that is decided by consent.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CourseView {
    /// The phase that runs, or in which it was decided.
    pub phase: Phase,
    /// Whether all have answered and blocks are left: whoever moves it on begins the resolving.
    pub may_resolve: bool,
    /// What fixes the course.
    pub rounds: Rounds,
}

/// An earlier version of a proposal.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct VersionView {
    /// Which.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The sha-256 of its content.
    pub content_hash: HexBinary,
    /// When its ballots began, unix seconds.
    pub opened_at: u64,
    /// When they ended, unix seconds.
    pub deadline: u64,
    /// Seats that said yes.
    pub yes: u32,
    /// Seats that abstained.
    pub abstain: u32,
    /// Seats that stood aside.
    pub stand_aside: u32,
    /// Seats that blocked and were not answered.
    pub block: u32,
    /// Seats known to stay without a ballot.
    pub not_cast: u32,
}

/// An objection: a block and what became of it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ObjectionView {
    /// The version that it was raised to.
    pub version: u32,
    /// The seat that raised it.
    pub seat: SeatId,
    /// Why.
    pub reason: String,
    /// For a group seat's, the mirror in which the group decided it.
    pub mirror: Option<ProposalId>,
    /// When it was raised, unix seconds.
    pub raised_at: u64,
    /// What became of it.
    pub state: ObjectionState,
    /// When its seat took it back, unix seconds.
    pub ended_at: Option<u64>,
}

/// What became of an objection.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ObjectionState {
    /// It stands.
    Raised,
    /// Its seat took it back.
    Withdrawn,
    /// Its seat says that it has been answered.
    Integrated,
    /// The fallback carried the proposal over it.
    NotUpheld,
    /// A new version took the place of the one that it was raised to.
    Lapsed,
}

impl From<Resolution> for ObjectionState {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::Withdrawn => Self::Withdrawn,
            Resolution::Integrated => Self::Integrated,
        }
    }
}
