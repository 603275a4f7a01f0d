//! A proposal, as it is stored and as it is worked with.

use cosmwasm_std::Binary;
use folkmoot_rules::{Electorate, Ended, Moved, Phase, ReviewFacts, Slate, Tally, UpstreamBallot};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::charter::{ElectorateKind, LaterStage};
use crate::msg::{Cast, ProposalId, SeatId, Verdict};

/// A proposal's title, shown by wallets beside what is signed.
pub type Title = String;

/// A proposal. What is fixed when it opens is one record, and where it stands another: a ballot reads both, and writes
/// the second.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Proposal {
    /// Its title.
    pub title: Title,
    /// Its version.
    pub version: u32,
    /// The sha-256 of its content.
    pub content_hash: Binary,
    /// Whose it is.
    pub origin: StoredOrigin,
    /// The charter version that it opened under.
    pub charter: u32,
    /// When it opened, unix seconds.
    pub opened_at: u64,
    /// In which block.
    pub opened_height: u64,
    /// When its ballots end, unix seconds.
    pub deadline: u64,
    /// Whose seats decide.
    pub kind: ElectorateKind,
    /// Whether ballots may change.
    pub revoting: bool,
    /// Whether it does anything once it has passed.
    pub acts: bool,
    /// Who decides.
    pub electorate: Electorate,
    /// The group seats among them.
    pub groups: Electorate,
    /// The group seats between which it is; none where the procedure's electorate decides.
    #[serde(default)]
    pub parties: Vec<SeatId>,
    /// The choices that ballots of its deciding round know.
    #[serde(default)]
    pub slate: Slate,
    /// Under a consent rule, the seats that it removes or changes.
    #[serde(default)]
    pub concerned: Vec<SeatId>,
    /// What follows on the deciding round, where it is not what the procedure says.
    #[serde(default)]
    pub path: Option<Vec<LaterStage>>,
    /// Where holders of an office decide, who they are.
    #[serde(default)]
    pub voters: Vec<SeatId>,
    /// What has happened to it besides ballots.
    #[serde(skip)]
    pub progress: Progress,
    /// Its ballots, counted.
    #[serde(skip)]
    pub tally: Tally,
    /// What blocks have led to.
    #[serde(skip)]
    pub after_blocks: AfterBlocks,
}

/// Whose a proposal is, and which rules decide it.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub enum StoredOrigin {
    /// Opened in this group.
    Own {
        /// By this seat.
        seat: SeatId,
        /// The place of its procedure in the charter.
        procedure: u32,
    },
    /// The mirror of a joint proposal, decided by the upstream policy.
    Mirror {
        /// The group above, as [`compact`](crate::wallet::compact) writes it.
        group: Vec<u8>,
        /// Its proposal.
        proposal: ProposalId,
        /// That proposal's version.
        version: u32,
        /// When that proposal's ballots end, unix seconds.
        deadline: u64,
        /// The height of which its electorate is.
        origin_height: u64,
        /// How many levels it has been handed down.
        depth: u8,
        /// Whether it is asked in that proposal's fallback round.
        #[serde(default)]
        fallback: bool,
    },
    /// The mirror of a reviewed group's decision, which the upstream policy ratifies or does not.
    Review {
        /// The reviewed group, as [`compact`](crate::wallet::compact) writes it.
        group: Vec<u8>,
        /// Its proposal.
        proposal: ProposalId,
        /// That proposal's version.
        version: u32,
        /// When the time for ratifying ends, unix seconds.
        deadline: u64,
    },
    /// Opened in this group by somebody who left a deposit.
    Outside {
        /// Who, as [`compact`](crate::wallet::compact) writes it.
        by: Vec<u8>,
        /// The place of its procedure in the charter.
        procedure: u32,
    },
}

/// What has happened to a proposal besides ballots.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default)]
pub struct Progress {
    /// Moved on when decided early.
    pub moved: Option<Moved>,
    /// Ended for good.
    pub ended: Option<Ended>,
    /// In which block that was.
    pub height: Option<u64>,
    /// Whether a group account signed that transaction.
    pub by_group_account: bool,
    /// How often its execution failed.
    pub failed_attempts: u32,
    /// The group seats that were asked: their weight and number.
    pub asked: Electorate,
    /// Of a mirror: its vote above.
    pub roll_up: Option<RollUp>,
    /// The courses of its reviews, in the order of their stages, as far as something has happened.
    #[serde(default)]
    pub reviews: Vec<ReviewFacts>,
}

impl Progress {
    /// The course of a review, to be changed.
    pub fn review(&mut self, place: usize) -> Option<&mut ReviewFacts> {
        while self.reviews.len() <= place {
            self.reviews.push(ReviewFacts::default());
        }
        self.reviews.get_mut(place)
    }
}

impl Proposal {
    /// Whether it mirrors a proposal of another group.
    #[must_use]
    pub const fn is_mirror(&self) -> bool {
        matches!(
            self.origin,
            StoredOrigin::Mirror { .. } | StoredOrigin::Review { .. }
        )
    }

    /// The height whose block's start fixes who decides, here and in every mirror of it.
    #[must_use]
    pub const fn electorate_height(&self) -> u64 {
        match self.origin {
            StoredOrigin::Own { .. }
            | StoredOrigin::Review { .. }
            | StoredOrigin::Outside { .. } => self.opened_height,
            StoredOrigin::Mirror { origin_height, .. } => origin_height,
        }
    }

    /// How many levels it has been handed down.
    #[must_use]
    pub const fn depth(&self) -> u8 {
        match self.origin {
            StoredOrigin::Own { .. }
            | StoredOrigin::Review { .. }
            | StoredOrigin::Outside { .. } => 0,
            StoredOrigin::Mirror { depth, .. } => depth,
        }
    }

    /// The seat that opened it; a mirror's is not in this group, and whoever left a deposit may have none.
    #[must_use]
    pub const fn proposer(&self) -> Option<SeatId> {
        match self.origin {
            StoredOrigin::Own { seat, .. } => Some(seat),
            StoredOrigin::Mirror { .. }
            | StoredOrigin::Review { .. }
            | StoredOrigin::Outside { .. } => None,
        }
    }

    /// The number of a round: ballots and asks of another one have lapsed.
    #[must_use]
    pub const fn turn(&self, phase: Phase) -> u32 {
        let fallback = matches!(phase, Phase::Fallback) as u32;
        self.version.saturating_mul(2).saturating_add(fallback)
    }

    /// What the ballots of a round come to.
    pub const fn tally_mut(&mut self, phase: Phase) -> &mut Tally {
        match phase {
            Phase::Fallback => &mut self.after_blocks.fallback.tally,
            Phase::Deciding | Phase::Resolving => &mut self.tally,
        }
    }

    /// The group seats that were asked in a round.
    pub const fn asked_mut(&mut self, phase: Phase) -> &mut Electorate {
        match phase {
            Phase::Fallback => &mut self.after_blocks.fallback.asked,
            Phase::Deciding | Phase::Resolving => &mut self.progress.asked,
        }
    }

    /// The content hash as bytes.
    #[must_use]
    pub fn hash_bytes(&self) -> [u8; 32] {
        self.content_hash.to_array().unwrap_or_default()
    }
}

/// A text as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub enum StoredText {
    /// The text.
    Stored(String),
    /// Its sha-256; it stands in the opening transaction.
    Carried(Binary),
    /// Where it is, and its sha-256.
    Linked(String, Binary),
}

/// A ballot as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct StoredBallot {
    /// What was cast.
    pub cast: Cast,
    /// Why.
    pub reason: String,
    /// What it weighs.
    pub weight: u64,
    /// Who signed or sent it, as [`compact`] writes wallets.
    pub by: Vec<Vec<u8>>,
    /// When, unix seconds.
    pub at: u64,
    /// The seat's count of ballots on the proposal.
    pub revision: u32,
    /// The round that it was cast in, as [`Proposal::turn`] counts.
    pub turn: u32,
}

/// A roll-up as stored.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug)]
pub struct RollUp {
    /// The vote.
    pub ballot: UpstreamBallot,
    /// What became of it; while the group above is being told, that it counts.
    pub verdict: Verdict,
    /// When, unix seconds.
    pub at: u64,
}

/// What became of a consent round that ended with blocks.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default, PartialEq, Eq)]
pub struct AfterBlocks {
    /// When all had answered and somebody ended the round before its deadline, unix seconds.
    pub closed_at: Option<u64>,
    /// When the last block was taken back, unix seconds.
    pub resolved_at: Option<u64>,
    /// The fallback round, once anything was cast or asked in it; apart, because proposals are moved about and few have one.
    #[serde(skip)]
    pub fallback: Box<FallbackRound>,
}

/// The fallback round: all are asked anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FallbackRound {
    /// Its ballots, counted.
    pub tally: Tally,
    /// The group seats that were asked: their weight and number.
    pub asked: Electorate,
}
