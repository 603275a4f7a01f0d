//! What groups tell each other: mirrors and the votes that go up, notices and what houses say, links.

use cosmwasm_std::HexBinary;
use folkmoot_rules::{ReviewMode, Seconds, Signal, UpstreamBallot};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProposalId, is_false};
use crate::action::Ground;

/// What a group asks of a linked group below.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MirrorSpec {
    /// The joint proposal's number in the group above.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Its content hash.
    pub content_hash: HexBinary,
    /// When its ballots end, unix seconds.
    pub deadline: u64,
    /// The height at which the first joint proposal of the chain opened: electorates are those of that block's start.
    pub origin_height: u64,
    /// How many levels it has been handed down.
    pub depth: u8,
    /// Whether it is asked in that proposal's fallback round.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fallback: bool,
}

/// A group seat's vote, told by the group in it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignalSpec {
    /// The joint proposal.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Whether it was asked in that proposal's fallback round.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fallback: bool,
    /// The mirror's number in the group below.
    pub mirror: ProposalId,
    /// The vote.
    pub ballot: UpstreamBallot,
    /// Whether the roll-up was signed by a group account.
    pub by_group_account: bool,
}

/// What became of a roll-up.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// The group above took it.
    Counted,
    /// It came after the joint deadline and counts for nothing.
    Late,
    /// The joint proposal had ended before.
    Superseded,
    /// There is no link, or no voting seat that was asked, that it could be cast for.
    Moot,
}

/// What a reviewed group tells its house of a decision.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct NoticeSpec {
    /// The proposal's number in the reviewed group.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Its content hash.
    pub content_hash: HexBinary,
    /// Whether the house must agree, or may stop it.
    pub mode: ReviewMode,
    /// When the window ends, unix seconds.
    pub until: u64,
    /// How many blocks must have passed as well.
    pub least_blocks: u64,
}

/// The house's answer to a notice, as the message's data.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NoticeAnswer {
    /// The window runs.
    Taken {},
    /// Nothing was started.
    Refused {
        /// Why.
        why: String,
    },
}

/// What a house says of a decision that was referred to it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HouseSays {
    /// Concerns make the window longer, once, by the response time.
    Extend {},
    /// A veto was opened, which holds the decision.
    Hold {
        /// Until the veto is decided and could be executed, unix seconds.
        until: u64,
    },
    /// The veto failed.
    Release {},
    /// The veto passed.
    Veto {
        /// Why.
        ground: Ground,
    },
    /// Whether it is ratified: only a yes is one.
    Ratification(Signal),
}

/// One side's word in a link.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Handshake {
    /// What the sender is in the link.
    pub sender: LinkSide,
    /// The figure that the sender has decided on: of a seat its lead time, of a house its response time.
    pub figure: Seconds,
    /// How many core seats the sender has.
    pub members: u64,
}

/// A side of a link.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkSide {
    /// The group in which the other has a seat.
    Above,
    /// The group that has the seat.
    Below,
    /// The group that reviews the other.
    House,
    /// The group that is reviewed.
    Reviewed,
}

/// The receiver's answer to a handshake, as the message's data.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HandshakeAnswer {
    /// Both have decided: the link exists.
    Linked {
        /// How many core seats the receiver has.
        members: u64,
    },
    /// The receiver has not decided yet; nothing was stored there.
    Waiting {},
}

impl HouseSays {
    /// As written in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Extend {} => "extend",
            Self::Hold { .. } => "hold",
            Self::Release {} => "release",
            Self::Veto { .. } => "veto",
            Self::Ratification(signal) => signal.as_str(),
        }
    }
}
