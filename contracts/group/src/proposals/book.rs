//! Proposals, stored in four parts so that a ballot neither reads nor rewrites text and actions: the record, where it
//! stands, the content, the ballots.

use cosmwasm_std::{Coin, Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};

use crate::action::Action;
use crate::error::ProposalError;
use crate::msg::{ProposalId, SeatId};
use crate::proposals::proposal::{Proposal, StoredBallot, StoredText};
use crate::proposals::standing::Standing;
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
