//! Answers about documents and subgroups.

use cosmwasm_std::HexBinary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProposalId, SeatId};
use crate::document::{Answer, DocumentKind};

/// A version of a document.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
