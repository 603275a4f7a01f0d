//! Answers in the published shapes of cw3: the group as a multisig. `docs/interop.md` says how a group's terms become
//! these; where cw3 has no word for something, the group's own queries have.

use cosmwasm_std::CosmosMsg;
pub use cw_utils::{Expiration, ThresholdResponse};
use folkmoot_rules::Choice;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProposalId;
use super::cw4::Member;

/// A proposal.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq)]
pub struct ProposalResponse {
    /// Its number.
    pub id: ProposalId,
    /// Its title.
    pub title: String,
    /// Its text, or where it is.
    pub description: String,
    /// What it sends once it has passed.
    pub msgs: Vec<CosmosMsg>,
    /// Where it stands.
    pub status: Status,
    /// When its ballots end.
    pub expires: Expiration,
    /// The rule that it opened under.
    pub threshold: ThresholdResponse,
    /// Who opened it.
    pub proposer: String,
    /// None: a group takes no deposits.
    pub deposit: Option<()>,
}

/// Where a proposal stands, in cw3's words.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Ballots are taken, and nothing is decided.
    Open,
    /// It did not pass, or can't be executed any more.
    Rejected,
    /// It passed, and may be executed now or after its delay.
    Passed,
    /// It was executed; for a mirror, the group's vote was cast.
    Executed,
}

/// Proposals.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq)]
pub struct ProposalListResponse {
    /// A page of them.
    pub proposals: Vec<ProposalResponse>,
}

/// A ballot.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoteInfo {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The wallet that signed it, or the contract that sent it.
    pub voter: String,
    /// What it says.
    pub vote: Choice,
    /// What it counts.
    pub weight: u64,
}

/// A ballot, if there is one.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoteResponse {
    /// The ballot.
    pub vote: Option<VoteInfo>,
}

/// Ballots.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoteListResponse {
    /// A page of them, in order of the seats.
    pub votes: Vec<VoteInfo>,
}

/// Who may vote.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoterListResponse {
    /// One for each seat.
    pub voters: Vec<Member>,
}
