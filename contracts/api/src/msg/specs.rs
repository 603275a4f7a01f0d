//! What a message hands in to be checked: seats, proposals, groups to be founded.

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SeatId;
use crate::action::Action;
use crate::charter::CharterSpec;
use crate::wallet::Holder;

/// A seat, as handed in.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SeatSpec {
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub holder: Holder,
    /// Whether it votes.
    #[serde(default, skip_serializing_if = "Standing::is_core")]
    pub standing: Standing,
    /// Its weight where weights are fixed; 1 unless named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u64>,
}

/// What a seat may do.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// Votes and proposes.
    #[default]
    Core,
    /// Works with the group, without a vote.
    Contributor,
    /// Looks on, without a vote.
    Observer,
}

impl Standing {
    /// Whether it votes, which is what a seat does unless told otherwise.
    #[must_use]
    pub const fn is_core(&self) -> bool {
        matches!(self, Self::Core)
    }

    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Contributor => "contributor",
            Self::Observer => "observer",
        }
    }
}

/// A proposal, as handed in.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ProposalSpec {
    /// Its title.
    pub title: String,
    /// Its text.
    #[serde(default)]
    pub text: Text,
    /// What it does once it has passed; none makes it a statement.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The group seats between which it is: they alone decide, each must say yes, and it does nothing but adopt documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<SeatId>,
}

/// A group to be founded by a decision.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SubgroupSpec {
    /// Its name.
    pub name: String,
    /// How it decides.
    pub charter: CharterSpec,
    /// Its first seats; a group's is offered until that group has joined.
    pub seats: Vec<SeatSpec>,
    /// What it is given out of the common fund; it counts as a spend.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub funds: Vec<Coin>,
}

/// A proposal's text, or where it is.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Text {
    /// There is none.
    #[default]
    None,
    /// Kept in the contract's state.
    Stored(String),
    /// Carried by the opening transaction; only its hash is kept.
    Carried(String),
    /// Kept elsewhere.
    Linked {
        /// Where.
        uri: String,
        /// The text's sha-256.
        sha256: HexBinary,
    },
}
