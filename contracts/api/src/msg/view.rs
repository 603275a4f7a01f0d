//! Answers: the group as a page, a relayer or an auditor sees it.

use cosmwasm_std::HexBinary;
use folkmoot_rules::{
    Choice, Electorate, Outcome, ReviewFacts, Rule, Seconds, Slate, Status, Tally, Translation,
    UpstreamBallot,
};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CourseView, ProposalId, SeatId, Standing, Verdict, is_false};
use crate::action::Action;
use crate::charter::{CharterSpec, ElectorateKind, LaterStage};
use crate::wallet::{Holder, Wallet};

/// The group.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// Its contract.
    pub address: String,
    /// The chain it lives on.
    pub chain_id: String,
    /// Who founds or founded it.
    pub founder: String,
    /// When founding was completed, unix seconds.
    pub founded_at: Option<u64>,
    /// Whether nobody but the group itself can change its code.
    pub sealed: bool,
    /// The charter in force.
    pub charter_version: u32,
    /// All core seats that vote.
    pub electorate: Electorate,
    /// The group seats among them.
    pub group_electorate: Electorate,
    /// How many seats are core, whatever they weigh.
    pub core_seats: u64,
    /// The longest lead time agreed with or offered to a group seat.
    pub longest_lead: Option<Seconds>,
    /// The longest that it takes itself to decide what a group above asks.
    pub lead_time: Seconds,
    /// How many proposals were opened.
    pub proposals: u64,
    /// The contract's name and version.
    pub contract: String,
}

/// A charter and when it came into force.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CharterView {
    /// Its version, from 1.
    pub version: u32,
    /// The height from whose end on it is in force.
    pub since_height: u64,
    /// The rules.
    pub charter: CharterSpec,
}

/// A seat.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SeatView {
    /// Its number.
    pub seat: SeatId,
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub holder: Holder,
    /// What it may do.
    pub standing: Standing,
    /// What it weighs now.
    pub weight: u64,
    /// Since when, unix seconds.
    pub since: u64,
    /// Counted up at each change of the seat by a decision.
    pub revision: u32,
    /// For a group seat, how far the link is.
    pub link: Option<LinkState>,
    /// A rise of weight that is announced.
    pub announced_weight: Option<AnnouncedWeight>,
    /// Wallets that will be dropped.
    pub dropping: Vec<DroppingWallet>,
    /// When it was given up or removed, unix seconds.
    pub left_at: Option<u64>,
    /// Wallets that the seat offered a place; each comes to it by its own word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Wallet>,
}

/// How far a seat link is.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkState {
    /// One side has decided.
    Offered,
    /// Both have.
    Linked,
}

/// A weight that is announced.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AnnouncedWeight {
    /// The weight.
    pub weight: u64,
    /// From when a refresh puts it into force, unix seconds.
    pub from: u64,
}

/// A wallet that will be dropped.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct DroppingWallet {
    /// The wallet.
    pub wallet: Wallet,
    /// From when it no longer acts, unix seconds.
    pub from: u64,
}

/// A link to a group above.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UplinkView {
    /// The group above.
    pub group: String,
    /// The agreed or offered lead time.
    pub lead_time: Seconds,
    /// How far the link is.
    pub state: LinkState,
    /// The height at which it was completed.
    pub since_height: Option<u64>,
}

/// A proposal without its text and actions.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ProposalView {
    /// Its number.
    pub proposal: ProposalId,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// The sha-256 of its content; a mirror carries its joint proposal's.
    pub content_hash: HexBinary,
    /// Whose it is.
    pub origin: Origin,
    /// The procedure that decides it; `upstream` for a mirror.
    pub procedure: String,
    /// The rule that decides it.
    pub rule: Rule,
    /// For a mirror, how its outcome becomes the group's vote.
    pub translation: Option<Translation>,
    /// Whether it may move on before its deadline.
    pub early_finish: bool,
    /// Whether ballots may change.
    pub revoting: bool,
    /// Whose seats decide.
    pub electorate_kind: ElectorateKind,
    /// When it opened, unix seconds.
    pub opened_at: u64,
    /// In which block.
    pub opened_height: u64,
    /// When its ballots end, unix seconds.
    pub deadline: u64,
    /// How long a decision then rests.
    pub delay: Seconds,
    /// What follows on the deciding round, stage by stage.
    #[serde(default)]
    pub stages: Vec<StageView>,
    /// How long it may be executed afterwards.
    pub execution_window: Seconds,
    /// Until when its group seats may be asked, unix seconds.
    pub ask_until: u64,
    /// Where it stands now.
    pub status: Status,
    /// What is decided now; undecided while a missing ballot could change it.
    pub outcome: Outcome,
    /// Who decides: the voting seats at the start of the block in which it opened.
    pub electorate: Electorate,
    /// The group seats among them.
    pub group_electorate: Electorate,
    /// The group seats that were asked.
    pub asked: Electorate,
    /// The ballots so far.
    pub tally: Tally,
    /// For a mirror that was rolled up, what became of it.
    pub roll_up: Option<RollUpView>,
    /// Whether the transaction that ended or moved it was signed by a group account.
    pub by_group_account: bool,
    /// Why its last execution failed.
    pub failure: Option<String>,
    /// The group seats between which it is; none where all decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<SeatId>,
    /// The choices that its ballots know now.
    #[serde(default)]
    pub slate: Slate,
    /// Under a consent rule, its whole course; the rule, deadline and tally beside it are those of the phase that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseView>,
}

/// Whose a proposal is.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// Opened in this group.
    Own {
        /// By this seat.
        seat: SeatId,
    },
    /// The mirror of a joint proposal.
    Mirror {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// That proposal's version.
        version: u32,
        /// When that proposal's ballots end, unix seconds.
        deadline: u64,
        /// How many levels it has been handed down.
        depth: u8,
        /// Whether it is asked in that proposal's fallback round.
        #[serde(default, skip_serializing_if = "is_false")]
        fallback: bool,
    },
    /// The mirror of a reviewed group's decision, which this group, as its house, ratifies or does not.
    Review {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// That proposal's version.
        version: u32,
        /// When the time for ratifying ends, unix seconds.
        deadline: u64,
    },
    /// Opened in this group by somebody who left a deposit.
    Outside {
        /// Who.
        proposer: String,
    },
}

impl Origin {
    /// Whether it mirrors a proposal of another group: it is decided here, and executed there or not at all.
    #[must_use]
    pub const fn is_mirror(&self) -> bool {
        matches!(self, Self::Mirror { .. } | Self::Review { .. })
    }
}

/// A stage behind the deciding round, and how far it is.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct StageView {
    /// The stage.
    pub stage: LaterStage,
    /// When it began, unix seconds; none if it has not.
    pub begun: Option<u64>,
    /// Until when it goes as things stand, unix seconds; none while that is not known.
    pub until: Option<u64>,
    /// Of a review, its course.
    pub review: Option<ReviewFacts>,
}

/// What became of a roll-up.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RollUpView {
    /// The vote.
    pub ballot: UpstreamBallot,
    /// What became of it.
    pub verdict: Verdict,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
    /// Whether a group account signed it.
    pub by_group_account: bool,
}

/// A proposal's text and actions.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ContentView {
    /// The text, or where it is.
    pub text: TextView,
    /// What it does.
    pub actions: Vec<Action>,
}

/// A text as the contract keeps it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TextView {
    /// There is none.
    None {},
    /// The text.
    Stored {
        /// The text.
        text: String,
    },
    /// It stands in the opening transaction.
    Carried {
        /// Its sha-256.
        sha256: HexBinary,
    },
    /// It is elsewhere.
    Linked {
        /// Where.
        uri: String,
        /// Its sha-256.
        sha256: HexBinary,
    },
}

/// A ballot.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct BallotView {
    /// The seat that cast it.
    pub seat: SeatId,
    /// What was cast.
    pub cast: Cast,
    /// Why.
    pub reason: String,
    /// What it weighs.
    pub weight: u64,
    /// The wallet that signed, or the group or contract that sent it.
    pub by: String,
    /// When, unix seconds.
    pub at: u64,
    /// The seat's count of ballots on the proposal.
    pub revision: u32,
    /// Whether it was cast on an earlier version, or in the round before the fallback, and no longer counts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lapsed: bool,
}

/// What a seat cast.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cast {
    /// A person's or contract's choice.
    Choice(Choice),
    /// A group's vote, rolled up from this mirror.
    Upstream {
        /// The vote.
        ballot: UpstreamBallot,
        /// The mirror in the group below.
        mirror: ProposalId,
        /// Whether a group account signed it.
        by_group_account: bool,
    },
    /// The seat left without a ballot, which counts as not cast.
    Absent {},
    /// What its delegate chose for it; its own ballot takes that one's place.
    Carried {
        /// The choice.
        choice: Choice,
        /// The delegate's seat.
        delegate: SeatId,
    },
}

/// A seat that lets another one carry its weight.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct DelegationView {
    /// Whose weight it is.
    pub seat: SeatId,
    /// The delegate.
    pub to: SeatId,
    /// For proposals of these procedures; none names all but mirrors.
    pub procedures: Vec<String>,
    /// Until when, unix seconds.
    pub until: u64,
}

/// What a seat weighs in a proposal's electorate.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct WeightView {
    /// 0 where it has no vote.
    pub weight: u64,
}

/// How a group seat was asked.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AskView {
    /// The seat.
    pub seat: SeatId,
    /// The group in it.
    pub group: String,
    /// How it was asked.
    pub state: AskState,
}

/// How a group seat was asked.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AskState {
    /// Not yet, and it still can be.
    Waiting {},
    /// It has a mirror.
    Asked {
        /// Since when, unix seconds.
        at: u64,
    },
    /// The last try failed, and it can be tried again.
    Failed {
        /// Why.
        reason: String,
    },
    /// It can't be asked any more.
    NotAsked {
        /// Why the last try failed, if there was one.
        reason: Option<String>,
    },
}

/// What a decision was and how it came about: what votes above, bookings and auditors rely on.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Receipt {
    /// The chain.
    pub chain_id: String,
    /// The group.
    pub group: String,
    /// The proposal.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Its content hash.
    pub content_hash: HexBinary,
    /// The ballots.
    pub tally: Tally,
    /// Who decided.
    pub electorate: Electorate,
    /// What was decided.
    pub outcome: Outcome,
    /// When it was decided, unix seconds.
    pub decided_at: u64,
    /// The block whose transaction moved it on or ended it; none where only time has passed.
    pub height: Option<u64>,
    /// Whether a group account signed that transaction.
    pub by_group_account: bool,
    /// The group seats between which it was decided; none where all decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<SeatId>,
}
