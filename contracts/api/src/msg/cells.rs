//! Answers about documents, subgroups, and what admission asks.

use cosmwasm_std::HexBinary;
use folkmoot_rules::Seconds;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProposalId, SeatId};
use crate::document::{Answer, DocumentKind};

/// A version of a document.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct DocumentView {
    /// What it is.
    pub kind: DocumentKind,
    /// Its version, from 1.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub uri: String,
    /// Its sha-256.
    pub sha256: HexBinary,
    /// Of a cell state: which agreement answers which requirement.
    pub answers: Vec<Answer>,
    /// The decision that adopted it.
    pub proposal: ProposalId,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
    /// The group seats between which it was decided; none where all decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<SeatId>,
}

/// A group that this one founded.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SubgroupView {
    /// Its number among them, from 1.
    pub number: u32,
    /// Its contract.
    pub group: String,
    /// The name that it was founded under.
    pub name: String,
    /// The decision that founded it.
    pub proposal: ProposalId,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
}

/// What a group asks of another before it admits it, and how far that one fulfils it. It is shown, and decides nothing.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AdmissionView {
    /// The other group.
    pub group: String,
    /// Whether it fulfils all that can be checked.
    pub met: bool,
    /// Each condition.
    pub conditions: Vec<ConditionView>,
    /// What only people can check.
    pub note: String,
}

/// A condition, and whether a group fulfils it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ConditionView {
    /// What is asked.
    pub condition: Condition,
    /// Whether it is so.
    pub met: bool,
    /// What was found instead.
    pub found: Option<String>,
}

/// What is asked of a group.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// It runs code that the charter trusts, and nobody but itself can change that.
    TrustedCode {},
    /// It has adopted this as the latest version of its kind.
    Document {
        /// What it is.
        kind: DocumentKind,
        /// Its sha-256.
        sha256: HexBinary,
    },
    /// It decides what a group above asks within this time.
    LeadTime {
        /// At most.
        longest: Seconds,
    },
}
