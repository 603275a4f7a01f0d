//! Answers in the published shapes of cw3: the group as a multisig. `docs/interop.md` says how a group's terms become
//! these; where cw3 has no word for something, the group's own queries have.

use cosmwasm_std::{Binary, Coin, Decimal, Timestamp};
use folkmoot_rules::Choice;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProposalId;
use super::cw4::Member;

/// A proposal.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct ProposalResponse {
    /// Its number.
    pub id: ProposalId,
    /// Its title.
    pub title: String,
    /// Its text, or where it is.
    pub description: String,
    /// What it sends once it has passed.
    pub msgs: Vec<Message>,
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

/// What a proposal sends, in the chain's own shape.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// To the bank.
    Bank(BankMessage),
    /// To a contract.
    Wasm(WasmMessage),
}

/// What a proposal asks of the bank.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum BankMessage {
    /// A payment.
    Send {
        /// Who gets it.
        to_address: String,
        /// What.
        amount: Vec<Coin>,
    },
}

/// What a proposal asks of a contract.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum WasmMessage {
    /// A call.
    Execute {
        /// The contract.
        contract_addr: String,
        /// Its message.
        msg: Binary,
        /// What is sent with it.
        funds: Vec<Coin>,
    },
}

/// When ballots end.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Expiration {
    /// At a time, in nanoseconds.
    AtTime(Timestamp),
}

/// A rule. cw3 knows a third form, a share of all weight, which a group has no need of.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdResponse {
    /// As much yes as named.
    AbsoluteCount {
        /// How much.
        weight: u64,
        /// Of how much.
        total_weight: u64,
    },
    /// A share of what was cast, and a share of all that must take part.
    ThresholdQuorum {
        /// The least share of yes among yes and no.
        threshold: Decimal,
        /// The least share that takes part.
        quorum: Decimal,
        /// Of how much.
        total_weight: u64,
    },
}

/// Where a proposal stands, in cw3's words.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct ProposalListResponse {
    /// A page of them.
    pub proposals: Vec<ProposalResponse>,
}

/// A ballot.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoteResponse {
    /// The ballot.
    pub vote: Option<VoteInfo>,
}

/// Ballots.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoteListResponse {
    /// A page of them, in order of the seats.
    pub votes: Vec<VoteInfo>,
}

/// Who may vote.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
pub struct VoterListResponse {
    /// One for each seat.
    pub voters: Vec<Member>,
}
