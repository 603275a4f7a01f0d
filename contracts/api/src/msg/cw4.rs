//! Answers in the published shapes of cw4: the group as a list of members with weights. `docs/interop.md` says how a
//! group's terms become these.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may change the members.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct AdminResponse {
    /// The group itself: only its decisions do.
    pub admin: Option<String>,
}

/// A member.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The address by which the seat is shown.
    pub addr: String,
    /// What the seat weighs; 0 where it has no vote.
    pub weight: u64,
}

/// Members.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct MemberListResponse {
    /// One for each seat.
    pub members: Vec<Member>,
}

/// What a member weighs, or all of them.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberResponse {
    /// None for who is no member.
    pub weight: Option<u64>,
}

/// Who is told of changes.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct HooksResponse {
    /// Nobody.
    pub hooks: Vec<String>,
}
