//! Houses: those that look at this group's decisions, and what this group keeps as a house of others.

use cosmwasm_std::{Order, StdResult, Storage};
use folkmoot_rules::{Moment, ReviewMode, Seconds};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::limits::{MAX_BARRED, MAX_OPEN_NOTICES};
use crate::msg::{ProposalId, SeatId};
use crate::storage::{after, page};
use crate::table::Table;
use crate::wallet::compact;

const HOUSES: Table<&str, HouseLink> = Table::new("H");
const REVIEWED: Table<&str, Reviewed> = Table::new("J");
const NOTICES: Table<(&[u8], ProposalId), Notice> = Table::new("N");
const CONCERNS: Table<(&[u8], ProposalId, SeatId), Concern> = Table::new("O");
const MISSED: Table<(ProposalId, u32), u64> = Table::new("K");
const SILENCES: Table<(&[u8], &[u8]), Silence> = Table::new("Z");

/// A link between a house and a group that it reviews, or the offer of one.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug)]
pub struct HouseLink {
    /// The agreed or offered response time.
    pub response_time: Seconds,
    /// The height at which both had decided; none for an offer.
    pub since_height: Option<u64>,
}

/// A group that this one reviews as its house.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Reviewed {
    /// The link.
    pub link: HouseLink,
    /// Its proposals of which notices were taken and were open when last looked at.
    open: Vec<ProposalId>,
    /// Content that was vetoed, and until when the same is not taken again, unix seconds.
    barred: Vec<([u8; 32], u64)>,
}

/// A notice of a reviewed group's decision.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Notice {
    /// How this group was asked.
    pub mode: ReviewMode,
    /// The proposal's title.
    pub title: String,
    /// Its content's sha-256.
    pub content_hash: [u8; 32],
    /// Its version.
    pub version: u32,
    /// When it was taken.
    pub taken: Moment,
    /// When its window ends.
    pub ends: Moment,
    /// Whether concerns have made it longer.
    pub extended: bool,
    /// How many concerns stand.
    pub standing: u32,
    /// How many were raised.
    pub raised: u32,
    /// The mirror, where it is to be ratified.
    pub mirror: Option<ProposalId>,
    /// The veto proposal that holds or held the decision.
    pub veto: Option<ProposalId>,
    /// Whether this group has said its last word.
    pub closed: bool,
}

impl Notice {
    /// Whether its window still runs: a window ends when its time and its blocks have passed.
    #[must_use]
    pub const fn runs(&self, now: Moment) -> bool {
        !self.closed && (now.at < self.ends.at || now.height < self.ends.height)
    }
}

/// A concern about a decision of a reviewed group.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub struct Concern {
    /// What it is.
    pub text: String,
    /// When it was raised, unix seconds.
    pub at: u64,
    /// The reviewed group's answer.
    pub answer: Option<String>,
    /// Whether the seat took it back.
    pub withdrawn: bool,
}

/// How often a house let the same decision pass in silence.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Copy, Debug)]
pub struct Silence {
    /// So often.
    pub count: u32,
    /// The last time, unix seconds.
    pub last_at: u64,
    /// With this proposal.
    pub last: ProposalId,
}

pub(crate) fn house(storage: &dyn Storage, group: &str) -> StdResult<Option<HouseLink>> {
    HOUSES.may_load(storage, group)
}

/// A house that has agreed.
pub(crate) fn agreed_house(storage: &dyn Storage, group: &str) -> StdResult<Option<HouseLink>> {
    Ok(house(storage, group)?.filter(|link| link.since_height.is_some()))
}

pub(crate) fn save_house(storage: &mut dyn Storage, group: &str, link: HouseLink) {
    HOUSES.save(storage, group, &link);
}

pub(crate) fn remove_house(storage: &mut dyn Storage, group: &str) {
    HOUSES.remove(storage, group);
}

/// All of them: their number is bounded.
pub(crate) fn houses(storage: &dyn Storage) -> StdResult<Vec<(String, HouseLink)>> {
    HOUSES
        .range(storage, None, None, Order::Ascending)
        .collect()
}

pub(crate) fn reviewed(storage: &dyn Storage, group: &str) -> StdResult<Option<Reviewed>> {
    REVIEWED.may_load(storage, group)
}

/// A reviewed group that has agreed.
pub(crate) fn agreed_reviewed(storage: &dyn Storage, group: &str) -> StdResult<Option<Reviewed>> {
    Ok(reviewed(storage, group)?.filter(|reviewed| reviewed.link.since_height.is_some()))
}

pub(crate) fn save_reviewed(storage: &mut dyn Storage, group: &str, reviewed: &Reviewed) {
    REVIEWED.save(storage, group, reviewed);
}

pub(crate) fn remove_reviewed(storage: &mut dyn Storage, group: &str) {
    REVIEWED.remove(storage, group);
}

/// All reviewed groups: their number is bounded.
pub(crate) fn all_reviewed(storage: &dyn Storage) -> StdResult<Vec<(String, Reviewed)>> {
    REVIEWED
        .range(storage, None, None, Order::Ascending)
        .collect()
}

pub(crate) fn list_reviewed(
    storage: &dyn Storage,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> StdResult<Vec<(String, Reviewed)>> {
    REVIEWED
        .range(storage, after(start_after), None, Order::Ascending)
        .take(page(limit))
        .collect()
}

impl Reviewed {
    /// A group that this one offers to review.
    pub(crate) const fn offered(response_time: Seconds) -> Self {
        Self {
            link: HouseLink {
                response_time,
                since_height: None,
            },
            open: Vec::new(),
            barred: Vec::new(),
        }
    }

    /// Forgets notices that have ended and bars that are over. Few of either are kept.
    pub(crate) fn tidy(
        &mut self,
        storage: &dyn Storage,
        group: &str,
        now: Moment,
    ) -> StdResult<()> {
        let mut open = Vec::with_capacity(self.open.len());
        for id in &self.open {
            if notice(storage, group, *id)?.is_some_and(|notice| notice.runs(now)) {
                open.push(*id);
            }
        }
        self.open = open;
        self.barred.retain(|(_, until)| now.at < *until);
        Ok(())
    }

    /// Whether another notice would be one too many.
    pub(crate) const fn is_full(&self) -> bool {
        self.open.len() >= MAX_OPEN_NOTICES
    }

    /// Until when content is not taken because it was vetoed, unix seconds.
    pub(crate) fn barred_until(&self, content_hash: &[u8; 32]) -> Option<u64> {
        let mut barred = self.barred.iter();
        let found = barred.find(|(hash, _)| hash == content_hash);
        found.map(|(_, until)| *until)
    }

    pub(crate) fn add_open(&mut self, id: ProposalId) {
        self.open.push(id);
    }

    /// Keeps vetoed content away for a while.
    pub(crate) fn bar(&mut self, content_hash: [u8; 32], until: u64) {
        if self.barred.len() >= MAX_BARRED {
            self.barred.remove(0);
        }
        self.barred.push((content_hash, until));
    }
}

pub(crate) fn notice(
    storage: &dyn Storage,
    group: &str,
    proposal: ProposalId,
) -> StdResult<Option<Notice>> {
    NOTICES.may_load(storage, (&compact(group), proposal))
}

pub(crate) fn save_notice(
    storage: &mut dyn Storage,
    group: &str,
    proposal: ProposalId,
    notice: &Notice,
) {
    NOTICES.save(storage, (&compact(group), proposal), notice);
}

pub(crate) fn notices(
    storage: &dyn Storage,
    group: &str,
    start_after: Option<ProposalId>,
    limit: Option<u32>,
) -> StdResult<Vec<(ProposalId, Notice)>> {
    let group = compact(group);
    NOTICES
        .under(storage, &group, after(start_after))
        .take(page(limit))
        .collect()
}

pub(crate) fn concern(
    storage: &dyn Storage,
    group: &str,
    proposal: ProposalId,
    seat: SeatId,
) -> StdResult<Option<Concern>> {
    CONCERNS.may_load(storage, (&compact(group), proposal, seat))
}

pub(crate) fn save_concern(
    storage: &mut dyn Storage,
    group: &str,
    proposal: ProposalId,
    seat: SeatId,
    concern: &Concern,
) {
    CONCERNS.save(storage, (&compact(group), proposal, seat), concern);
}

pub(crate) fn concerns(
    storage: &dyn Storage,
    group: &str,
    proposal: ProposalId,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> StdResult<Vec<(SeatId, Concern)>> {
    let group = compact(group);
    CONCERNS
        .under(storage, (&group, proposal), after(start_after))
        .take(page(limit))
        .collect()
}

/// Notes that a house gave no answer about a review. Whether that was so in an earlier block already: once, a call can
/// fail that would not fail again.
pub(crate) fn missed_again(
    storage: &mut dyn Storage,
    review: (ProposalId, u32),
    height: u64,
) -> StdResult<bool> {
    let first = MISSED.may_load(storage, review)?;
    if first.is_none() {
        MISSED.save(storage, review, &height);
    }
    Ok(first.is_some_and(|first| first < height))
}

pub(crate) fn silence(
    storage: &dyn Storage,
    house: &str,
    content_hash: &[u8],
) -> StdResult<Option<Silence>> {
    SILENCES.may_load(storage, (&compact(house), content_hash))
}

pub(crate) fn save_silence(
    storage: &mut dyn Storage,
    house: &str,
    content_hash: &[u8],
    silence: Silence,
) {
    SILENCES.save(storage, (&compact(house), content_hash), &silence);
}

pub(crate) fn forget_silence(storage: &mut dyn Storage, house: &str, content_hash: &[u8]) {
    SILENCES.remove(storage, (&compact(house), content_hash));
}
