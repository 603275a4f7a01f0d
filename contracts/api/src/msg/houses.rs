//! Houses in answers: who reviews whom, and what is under review.

use cosmwasm_std::HexBinary;
use folkmoot_rules::{Moment, ReviewMode, Seconds};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LinkState, ProposalId, SeatId};

/// A link between a house and a group that it reviews, as either shows it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct HouseView {
    /// The other group.
    pub group: String,
    /// The agreed or offered response time.
    pub response_time: Seconds,
    /// How far the link is.
    pub state: LinkState,
    /// The height at which it was completed.
    pub since_height: Option<u64>,
}

/// A notice of a reviewed group's decision, as the house keeps it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct NoticeView {
    /// The reviewed group.
    pub group: String,
    /// Its proposal.
    pub proposal: ProposalId,
    /// That proposal's version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The sha-256 of its content.
    pub content_hash: HexBinary,
    /// Whether the house must agree, or may stop it.
    pub mode: ReviewMode,
    /// When it was taken.
    pub taken: Moment,
    /// When its window ends: by time and by blocks.
    pub ends: Moment,
    /// Whether the window still runs.
    pub runs: bool,
    /// Whether concerns have made it longer.
    pub extended: bool,
    /// How many concerns stand.
    pub concerns: u32,
    /// Where it is ratified.
    pub mirror: Option<ProposalId>,
    /// The veto that holds or held it.
    pub veto: Option<ProposalId>,
    /// Whether the house has said its last word.
    pub closed: bool,
}

/// A concern about a reviewed group's decision.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ConcernView {
    /// The seat that raised it.
    pub seat: SeatId,
    /// What it is.
    pub text: String,
    /// When it was raised, unix seconds.
    pub at: u64,
    /// The reviewed group's answer.
    pub answer: Option<String>,
    /// Whether the seat took it back.
    pub withdrawn: bool,
}
