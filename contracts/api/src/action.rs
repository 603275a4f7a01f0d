//! Actions: what a decision does. Typed, so that a page can say in words what will happen.

mod bill;
mod error;

use cosmwasm_std::{Binary, Coin};
use folkmoot_rules::Seconds;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::charter::CharterSpec;
use crate::document::DocumentSpec;
use crate::msg::{ProposalSpec, SeatSpec, Standing, SubgroupSpec};
use crate::wallet::Holder;

pub use bill::Bill;
pub use error::ActionError;

/// One thing that a passed proposal does.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Pays coins from the common fund, or from a cycle's pool.
    Spend {
        /// Who is paid.
        to: String,
        /// How much.
        amount: Vec<Coin>,
        /// The cycle, in the denomination of the coins; unless named, the common fund pays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cycle: Option<u32>,
    },
    /// Gives coins from the common fund, or from a cycle's pool, to another group's common fund.
    Contribute {
        /// The group.
        group: String,
        /// How much.
        amount: Vec<Coin>,
        /// The cycle, in the denomination of the coins; unless named, the common fund pays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cycle: Option<u32>,
    },
    /// Puts a stake from the common fund into a group above, where this group has a seat. It can be taken back.
    Stake {
        /// The group above.
        group: String,
        /// How much.
        amount: Vec<Coin>,
    },
    /// Sets what of this group's free stake in a group above goes into the next cycle there. It counts as a spend.
    Pledge {
        /// The group above.
        group: String,
        /// All of it, not what is added; 0 takes the pledge back.
        amount: Coin,
    },
    /// Takes free stake back from a group above; it comes into the common fund.
    TakeStake {
        /// The group above.
        group: String,
        /// How much.
        amount: Coin,
    },
    /// Admits a seat. A group sits once it has decided to join.
    AdmitSeat {
        /// The seat.
        seat: SeatSpec,
    },
    /// Removes a seat.
    RemoveSeat {
        /// Its id.
        seat: u32,
    },
    /// Changes a seat; what is not named stays.
    ChangeSeat {
        /// Its id.
        seat: u32,
        /// The seat's revision that this change was written on.
        revision: u32,
        /// A new display name.
        #[serde(default)]
        name: Option<String>,
        /// A new standing.
        #[serde(default)]
        standing: Option<Standing>,
        /// A new holder, of keys or a contract.
        #[serde(default)]
        holder: Option<Holder>,
        /// A new weight, where weights are fixed.
        #[serde(default)]
        weight: Option<u64>,
    },
    /// Takes a seat in a group above, once that group has admitted this one.
    Join {
        /// The group above.
        group: String,
        /// The longest this group may take to decide a mirror.
        lead_time: Seconds,
    },
    /// Gives up the seat in a group above, or withdraws the offer to join it.
    Leave {
        /// The group above.
        group: String,
    },
    /// Replaces the charter.
    AmendCharter {
        /// The version that this one was written on.
        version: u32,
        /// The new rules, whole.
        charter: Box<CharterSpec>,
    },
    /// Makes a seat's holder a representative, who may propose upstream and never votes.
    Appoint {
        /// The seat.
        seat: u32,
        /// A role of the charter instead, in which a seat of any standing may act.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
        /// As its apprentice.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        apprentice: bool,
    },
    /// Ends a representative's appointment.
    Release {
        /// The seat.
        seat: u32,
        /// A role of the charter instead, held or learned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
    },
    /// Opens a proposal in a group above, where this group has a seat.
    ProposeUpstream {
        /// The group above.
        group: String,
        /// The proposal.
        proposal: Box<ProposalSpec>,
    },
    /// Takes back a proposal of this group in a group above, until it is decided.
    WithdrawUpstream {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: u64,
    },
    /// Takes back a passed proposal before it is executed; decided by that proposal's own procedure.
    Rescind {
        /// The proposal.
        proposal: u64,
    },
    /// Opens a cycle with all that is pledged in a denomination. What is in it can't be taken back before its end.
    OpenCycle {
        /// The denomination.
        denom: String,
        /// When it ends, unix seconds; fixed, at most a year away.
        ends_at: u64,
    },
    /// Moves the group to another version of the contract's code.
    Upgrade {
        /// The code.
        code_id: u64,
    },
    /// Calls a contract that is neither this group nor linked to it.
    Call {
        /// The contract.
        contract: String,
        /// Its message, JSON.
        msg: Binary,
        /// Coins sent along; they count as a spend.
        #[serde(default)]
        funds: Vec<Coin>,
    },
    /// Adopts a document, as the next version of its kind.
    AdoptDocument(Box<DocumentSpec>),
    /// Founds a group of this contract's code, which nobody but it can change.
    FoundSubgroup(Box<SubgroupSpec>),
    /// Asks a group to be this one's house, to which decisions are referred, once that group has agreed.
    AppointHouse {
        /// The house.
        group: String,
        /// How long it has at least for each decision.
        response_time: Seconds,
    },
    /// Takes back the offer to a house, or asks one to let go, which it does only if no voting seat is left in it.
    DismissHouse {
        /// The house.
        group: String,
    },
    /// Agrees to be the house of a group.
    BecomeHouse {
        /// The reviewed group.
        group: String,
        /// The longest that this group may take to decide a veto or a ratification.
        response_time: Seconds,
    },
    /// Ends reviewing a group, or takes back the offer to.
    EndReview {
        /// The reviewed group.
        group: String,
    },
    /// Answers a concern that a seat of a house raised about a proposal of this group.
    AnswerConcern {
        /// The house.
        house: String,
        /// The proposal of this group.
        proposal: u64,
        /// The seat in the house.
        seat: u32,
        /// The answer.
        text: String,
    },
    /// As a house, stops a decision of a reviewed group. Alone in its proposal, which holds the decision from its
    /// opening and can't be withdrawn.
    Veto {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: u64,
        /// Why.
        ground: Ground,
    },
}

/// Why a house stops a decision. There is no other reason.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ground {
    /// It is not what the purpose asks for.
    MisalignedWithPurpose,
    /// It breaks an agreement.
    BreachOfAgreement,
    /// The group was captured, or means harm.
    CaptureOrMalice,
}

impl Ground {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MisalignedWithPurpose => "misaligned_with_purpose",
            Self::BreachOfAgreement => "breach_of_agreement",
            Self::CaptureOrMalice => "capture_or_malice",
        }
    }
}

/// The kinds of action that procedures name.
#[derive(
    Serialize,
    Encode,
    Deserialize,
    Decode,
    JsonSchema,
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionKind {
    /// Whatever moves coins out: spend, contribute, a call or a new subgroup with coins.
    Spend,
    /// Admit, remove or change a seat, appoint and release.
    Seats,
    /// Join or leave a group above, appoint or dismiss a house, become one or end it.
    Links,
    /// Amend the charter.
    AmendCharter,
    /// Propose upstream, or take such a proposal back.
    ProposeUpstream,
    /// Upgrade the code.
    Upgrade,
    /// A call without coins.
    Call,
    /// Adopt a document.
    Documents,
    /// Found a subgroup without coins.
    Subgroups,
    /// Open a cycle, or take a stake back.
    Cycles,
    /// Answer a concern of a house.
    Concerns,
    /// As a house, stop a decision.
    Veto,
    /// No action at all: a proposal that only says something.
    Statement,
}

impl ActionKind {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spend => "spend",
            Self::Seats => "seats",
            Self::Links => "links",
            Self::AmendCharter => "amend_charter",
            Self::ProposeUpstream => "propose_upstream",
            Self::Upgrade => "upgrade",
            Self::Call => "call",
            Self::Documents => "documents",
            Self::Subgroups => "subgroups",
            Self::Cycles => "cycles",
            Self::Concerns => "concerns",
            Self::Veto => "veto",
            Self::Statement => "statement",
        }
    }
}

impl Action {
    /// Makes a seat's holder a representative.
    #[must_use]
    pub const fn appoint(seat: u32) -> Self {
        Self::Appoint {
            seat,
            role: None,
            apprentice: false,
        }
    }

    /// Ends a representative's appointment.
    #[must_use]
    pub const fn release(seat: u32) -> Self {
        Self::Release { seat, role: None }
    }

    /// The kind that procedures name; none for a rescission, which its target's procedure decides.
    #[must_use]
    pub const fn kind(&self) -> Option<ActionKind> {
        Some(match self {
            Self::Spend { .. }
            | Self::Contribute { .. }
            | Self::Stake { .. }
            | Self::Pledge { .. } => ActionKind::Spend,
            Self::Call { funds, .. } if !funds.is_empty() => ActionKind::Spend,
            Self::Call { .. } => ActionKind::Call,
            Self::FoundSubgroup(subgroup) if !subgroup.funds.is_empty() => ActionKind::Spend,
            Self::FoundSubgroup(_) => ActionKind::Subgroups,
            Self::AdoptDocument(_) => ActionKind::Documents,
            Self::AdmitSeat { .. }
            | Self::RemoveSeat { .. }
            | Self::ChangeSeat { .. }
            | Self::Appoint { .. }
            | Self::Release { .. } => ActionKind::Seats,
            Self::Join { .. }
            | Self::Leave { .. }
            | Self::AppointHouse { .. }
            | Self::DismissHouse { .. }
            | Self::BecomeHouse { .. }
            | Self::EndReview { .. } => ActionKind::Links,
            Self::AnswerConcern { .. } => ActionKind::Concerns,
            Self::Veto { .. } => ActionKind::Veto,
            Self::AmendCharter { .. } => ActionKind::AmendCharter,
            Self::ProposeUpstream { .. } | Self::WithdrawUpstream { .. } => {
                ActionKind::ProposeUpstream
            }
            Self::OpenCycle { .. } | Self::TakeStake { .. } => ActionKind::Cycles,
            Self::Upgrade { .. } => ActionKind::Upgrade,
            Self::Rescind { .. } => return None,
        })
    }

    /// Whether it changes the rules or the code, so that it passes every house that guards them.
    #[must_use]
    pub const fn touches_rules(&self) -> bool {
        matches!(self, Self::AmendCharter { .. } | Self::Upgrade { .. })
    }

    /// The coins that it moves out.
    #[must_use]
    pub fn coins(&self) -> &[Coin] {
        match self {
            Self::Spend { amount, .. }
            | Self::Contribute { amount, .. }
            | Self::Stake { amount, .. } => amount,
            // what is staked already is committed to what others decide
            Self::Pledge { amount, .. } if !amount.amount.is_zero() => std::slice::from_ref(amount),
            Self::Call { funds, .. } => funds,
            Self::FoundSubgroup(subgroup) => &subgroup.funds,
            _ => &[],
        }
    }
}
