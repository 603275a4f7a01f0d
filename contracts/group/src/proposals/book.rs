//! Proposals, stored in four parts so that a ballot neither reads nor rewrites text and actions: the record, where it
//! stands, the content, the ballots.

use cosmwasm_std::{Binary, Coin, Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};
use folkmoot_rules::{Electorate, Ended, Moved, Phase, ReviewFacts, Slate, Tally, UpstreamBallot};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::charter::{ElectorateKind, LaterStage};
use crate::error::ProposalError;
use crate::msg::{Cast, ProposalId, SeatId, Verdict};
use crate::proposals::standing::{AfterBlocks, Standing};
use crate::storage::{after, page};
use crate::table::Table;
use crate::wallet::compact;

const PROPOSALS: Table<ProposalId, Proposal> = Table::new("p");
const STANDINGS: Table<ProposalId, Standing> = Table::new("q");
const TEXTS: Table<ProposalId, StoredText> = Table::new("x");
const ACTIONS: Table<ProposalId, Vec<Action>> = Table::new("a");
const BALLOTS: Table<(ProposalId, SeatId), StoredBallot> = Table::new("b");
const MIRRORS: Map<(&[u8], ProposalId), ProposalId> = Map::new("m");
const FAILURES: Map<ProposalId, String> = Map::new("e");
const DEPOSITS: Table<ProposalId, Coin> = Table::new("T");

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
        /// The group above, as [`compact`] writes it.
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
        /// The reviewed group, as [`compact`] writes it.
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
        /// Who, as [`compact`] writes it.
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

/// Writes a new proposal and gives its number.
pub(crate) fn open(storage: &mut dyn Storage, proposal: &Proposal) -> StdResult<ProposalId> {
    let id = last(storage)?.saturating_add(1);
    PROPOSALS.save(storage, id, proposal);
    Ok(id)
}

/// Writes a proposal's next version: the record that otherwise never changes. What a ballot never reads is to be written
/// anew.
pub(crate) fn amend(storage: &mut dyn Storage, id: ProposalId, proposal: &Proposal) {
    PROPOSALS.save(storage, id, proposal);
    TEXTS.remove(storage, id);
    ACTIONS.remove(storage, id);
    save(storage, id, proposal);
}

/// Writes what a ballot never reads.
pub(crate) fn save_content(
    storage: &mut dyn Storage,
    id: ProposalId,
    text: Option<&StoredText>,
    actions: &Vec<Action>,
) {
    if let Some(text) = text {
        TEXTS.save(storage, id, text);
    }
    if !actions.is_empty() {
        ACTIONS.save(storage, id, actions);
    }
}

pub(crate) fn last(storage: &dyn Storage) -> StdResult<ProposalId> {
    Ok(PROPOSALS.last_key(storage)?.unwrap_or_default())
}

pub(crate) fn load(storage: &dyn Storage, id: ProposalId) -> Result<Proposal, ProposalError> {
    let record = PROPOSALS
        .may_load(storage, id)?
        .ok_or(ProposalError::Unknown { proposal: id })?;
    Ok(standing(storage, id, record)?)
}

/// The record with where it stands.
fn standing(storage: &dyn Storage, id: ProposalId, mut record: Proposal) -> StdResult<Proposal> {
    if let Some(standing) = STANDINGS.may_load(storage, id)? {
        standing.put_into(&mut record);
    }
    Ok(record)
}

/// Writes where a proposal stands; the rest of it changes with its version only.
pub(crate) fn save(storage: &mut dyn Storage, id: ProposalId, proposal: &Proposal) {
    STANDINGS.save(storage, id, &Standing::of(proposal));
}

pub(crate) fn text(storage: &dyn Storage, id: ProposalId) -> StdResult<Option<StoredText>> {
    TEXTS.may_load(storage, id)
}

pub(crate) fn actions(storage: &dyn Storage, id: ProposalId) -> StdResult<Vec<Action>> {
    Ok(ACTIONS.may_load(storage, id)?.unwrap_or_default())
}

pub(crate) fn ballot(
    storage: &dyn Storage,
    id: ProposalId,
    seat: SeatId,
) -> StdResult<Option<StoredBallot>> {
    BALLOTS.may_load(storage, (id, seat))
}

pub(crate) fn save_ballot(
    storage: &mut dyn Storage,
    id: ProposalId,
    seat: SeatId,
    ballot: &StoredBallot,
) {
    BALLOTS.save(storage, (id, seat), ballot);
}

pub(crate) fn ballots(
    storage: &dyn Storage,
    id: ProposalId,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> StdResult<Vec<(SeatId, StoredBallot)>> {
    BALLOTS
        .under(storage, id, after(start_after))
        .take(page(limit))
        .collect()
}

pub(crate) fn mirror_of(
    storage: &dyn Storage,
    group: &str,
    proposal: ProposalId,
) -> StdResult<Option<ProposalId>> {
    MIRRORS.may_load(storage, (&compact(group), proposal))
}

pub(crate) fn save_mirror(
    storage: &mut dyn Storage,
    group: &str,
    proposal: ProposalId,
    mirror: ProposalId,
) -> StdResult<()> {
    MIRRORS.save(storage, (&compact(group), proposal), &mirror)
}

pub(crate) fn failure(storage: &dyn Storage, id: ProposalId) -> StdResult<Option<String>> {
    FAILURES.may_load(storage, id)
}

pub(crate) fn save_failure(
    storage: &mut dyn Storage,
    id: ProposalId,
    reason: &String,
) -> StdResult<()> {
    FAILURES.save(storage, id, reason)
}

/// Keeps what a proposal was secured with, until it is given back.
pub(crate) fn save_deposit(storage: &mut dyn Storage, id: ProposalId, deposit: &Coin) {
    DEPOSITS.save(storage, id, deposit);
}

/// What a proposal is secured with, if that was not given back.
pub(crate) fn deposit(storage: &dyn Storage, id: ProposalId) -> StdResult<Option<Coin>> {
    DEPOSITS.may_load(storage, id)
}

/// Forgets a deposit, which is due to its payer now.
pub(crate) fn remove_deposit(storage: &mut dyn Storage, id: ProposalId) {
    DEPOSITS.remove(storage, id);
}

pub(crate) fn list(
    storage: &dyn Storage,
    start_after: Option<ProposalId>,
    limit: Option<u32>,
    newest_first: bool,
) -> StdResult<Vec<(ProposalId, Proposal)>> {
    let edge = start_after.map(Bound::exclusive);
    let (low, high, order) = if newest_first {
        (None, edge, Order::Descending)
    } else {
        (edge, None, Order::Ascending)
    };
    PROPOSALS
        .range(storage, low, high, order)
        .take(page(limit))
        .map(|entry| entry.and_then(|(id, record)| Ok((id, standing(storage, id, record)?))))
        .collect()
}
