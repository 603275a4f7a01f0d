//! What an opening warns of.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why an action of a proposal could not be done today. It may be different when it is executed; nothing is refused for it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Warning {
    /// The action's place in the proposal, from 0.
    pub action: u32,
    /// What stands in its way.
    pub what: Hindrance,
    /// The same in words, with the figures.
    pub reason: String,
}

/// What stands in an action's way today.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Hindrance {
    /// The fund or pool has less, or nothing in that denomination.
    TooLittle,
    /// There is no such cycle yet, it can't be opened, or one runs.
    Cycle,
    /// All places of a role, of the core team or of apprentices are held.
    Full,
    /// A link is not complete, or exists already.
    Link,
    /// The address is no contract, or no group that the charter trusts; the code is this group's already.
    Contract,
    /// The charter in force, or who adopted a document, does not allow it.
    Rules,
}

impl Hindrance {
    /// As written in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLittle => "too_little",
            Self::Cycle => "cycle",
            Self::Full => "full",
            Self::Link => "link",
            Self::Contract => "contract",
            Self::Rules => "rules",
        }
    }
}
