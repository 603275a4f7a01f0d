//! What groups tell each other in answers, and what a group remembers of what it sent.

use cosmwasm_std::{Binary, Coin};
use folkmoot_rules::UpstreamBallot;
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{LinkSide, ProposalId, SeatId, Verdict, is_false};
use crate::json::binary;

/// The data of the answer to a group's vote.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignalAnswer {
    /// What became of it.
    pub verdict: Verdict,
}

/// A vote on its way up: all that will be told about it, so that nothing has to be read again.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CarriedVote {
    /// The mirror.
    pub mirror: ProposalId,
    /// The group above.
    pub group: String,
    /// Its proposal.
    pub proposal: ProposalId,
    /// The vote.
    pub ballot: UpstreamBallot,
    /// Whether a group account signed it.
    pub by_group_account: bool,
}

/// What the contract remembers of a message it sent, handed back with the reply.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Awaited {
    /// An execution: failed.
    Execution {
        /// The proposal.
        proposal: ProposalId,
    },
    /// A payment that is all of a decision: refused.
    Payment {
        /// The proposal.
        proposal: ProposalId,
        /// What was to be paid.
        coin: Coin,
    },
    /// A fan-out to one seat: failed.
    Ask {
        /// The joint proposal.
        proposal: ProposalId,
        /// The seat asked.
        seat: SeatId,
        /// Whether it was asked in the fallback round.
        #[serde(default, skip_serializing_if = "is_false")]
        fallback: bool,
    },
    /// A roll-up: answered.
    RollUp(CarriedVote),
    /// A handshake with a group above: answered.
    JoinAnswer {
        /// The group above.
        group: String,
    },
    /// A handshake with a group below: answered.
    AdmitAnswer {
        /// The seat.
        seat: SeatId,
    },
    /// A handshake about a house: answered.
    HouseAnswer {
        /// The other group.
        group: String,
        /// What that one is in the link.
        side: LinkSide,
    },
    /// A notice: answered, or not.
    Notice {
        /// The proposal.
        proposal: ProposalId,
        /// The place of the stage among those in which a house looks at it.
        review: u32,
        /// Whether the house slept, and is told by notice what it should have ratified.
        asleep: bool,
        /// Who referred it.
        by: String,
    },
    /// An order: refused.
    Order {
        /// Its place in the batch, from 0.
        index: u32,
        /// Whose it is.
        seat: SeatId,
        /// Its number.
        number: u64,
    },
    /// A notice that was taken back: failed, which leaves a notice of nothing.
    DroppedNotice {},
    /// The end of a link, told to a neighbour: failed.
    Farewell {
        /// The neighbour.
        group: String,
        /// What this group was in the link.
        side: LinkSide,
    },
}

impl Awaited {
    /// As a payload of a message.
    #[must_use]
    pub fn payload(&self) -> Binary {
        binary(self)
    }
}
