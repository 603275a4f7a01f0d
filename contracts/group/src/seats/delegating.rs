//! Delegation: a seat lets another one of the group carry its weight. What is written here counts for what opens from the
//! next block on; a delegate's ballot then carries what was given to it when the proposal opened, one level and no further,
//! and the seat's own ballot always takes that one's place.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, StdResult, Storage};
use folkmoot_rules::{Choice, Phase, Slate, next_revision};

use crate::ballots::vote::{Chosen, OpenProposal};
use crate::charter::charters::charter_in_force;
use crate::charter::{CharterSpec, Delegating, UPSTREAM};
use crate::error::{ContractError, DelegationError};
use crate::events::Event;
use crate::limits::{MAX_DELEGATORS, MAX_PERIOD_SECONDS};
use crate::msg::{Cast, SeatId};
use crate::permission::Caller;
use crate::proposals::book;
use crate::proposals::decision::terms;
use crate::proposals::proposal::StoredBallot;
use crate::seats::delegations::{self, Delegation};
use crate::seats::live::live;
use crate::seats::registry;

/// Message: lets another seat carry the sender's weight in the place of what was said before, or ends that.
///
/// # Errors
/// The sender's seat has no vote, the charter has no delegation, no such procedure, or the delegate is none, is full, or would be one for too long.
#[inline(never)]
pub fn delegate(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    to: Option<SeatId>,
    (procedures, until): (Vec<String>, u64),
) -> Result<Response, ContractError> {
    let (seat, giver) = caller.seat(info)?;
    let (height, now) = (env.block.height, env.block.time.seconds());
    match to {
        Some(to) => {
            let given = Delegation {
                to,
                procedures,
                until,
                since_height: height,
            };
            if !giver.is_core() {
                return Err(DelegationError::NoVote { seat }.into());
            }
            give(deps.storage, now, seat, given)?;
        }
        None if delegations::end(deps.storage, height, now, seat)? => {}
        None => return Err(DelegationError::Nobody { seat }.into()),
    }
    Ok(Response::new().add_event(Event::DelegationChanged { seat, to, until }))
}

fn give(
    storage: &mut dyn Storage,
    now: u64,
    seat: SeatId,
    mut given: Delegation,
) -> Result<(), ContractError> {
    let (to, until) = (given.to, given.until);
    let (_, charter) = charter_in_force(storage)?;
    check_procedures(charter.spec(), &mut given.procedures)?;
    let limit = now.saturating_add(MAX_PERIOD_SECONDS);
    if until <= now || until > limit {
        return Err(DelegationError::Until { now, limit, until }.into());
    }
    let mut delegate = live(storage, to)?;
    let why = match delegate.holder.is_group() {
        true => "what a group says is its own decision",
        false => "it is the same",
    };
    if to == seat || delegate.holder.is_group() {
        return Err(DelegationError::Delegate {
            seat: to,
            of: seat,
            why,
        }
        .into());
    }
    if !delegations::give(storage, now, seat, &given)? {
        return Err(DelegationError::Full {
            seat: to,
            limit: MAX_DELEGATORS,
        }
        .into());
    }
    registry::make_delegate(storage, to, &mut delegate);
    Ok(())
}

/// Makes sure that the charter knows the procedures, each named once.
fn check_procedures(spec: &CharterSpec, names: &mut Vec<String>) -> Result<(), DelegationError> {
    if spec.delegation == Delegating::Nowhere {
        return Err(DelegationError::NotAllowed);
    }
    names.sort_unstable();
    names.dedup();
    let is_known =
        |name: &str| name == UPSTREAM || spec.procedures.iter().any(|one| one.name == name);
    match names.iter().find(|name| !is_known(name)) {
        Some(name) => Err(DelegationError::Procedure { name: name.clone() }),
        None => Ok(()),
    }
}

impl OpenProposal {
    /// Lets a delegate's choice count for the seats that it speaks for, and says for how many.
    pub(crate) fn carry(
        &mut self,
        storage: &mut dyn Storage,
        delegate: SeatId,
        choice: Choice,
    ) -> Result<u32, ContractError> {
        let terms = terms(storage, &self.proposal)?;
        let by_consent = self.proposal.slate != Slate::Vote && self.phase != Phase::Fallback;
        let mut count: u32 = 0;
        match terms.delegation {
            Delegating::Nowhere => return Ok(count),
            Delegating::InVotes if by_consent => return Ok(count),
            Delegating::InVotes | Delegating::Everywhere => {}
        }
        for (seat, _) in delegations::delegators(storage, delegate)? {
            if self.is_spoken_for(storage, (delegate, &terms.name), seat)?
                && self.speak_for(storage, (delegate, choice), seat)?
            {
                count = count.saturating_add(1);
            }
        }
        Ok(count)
    }

    /// Whether a seat's weight was the delegate's to carry when the proposal opened.
    fn is_spoken_for(
        &self,
        storage: &dyn Storage,
        (delegate, procedure): (SeatId, &str),
        seat: SeatId,
    ) -> StdResult<bool> {
        let proposal = &self.proposal;
        let given = delegations::at(storage, seat, proposal.electorate_height())?;
        Ok(given.is_some_and(|given| given.covers(delegate, procedure, proposal.opened_at)))
    }

    /// Casts the delegate's choice for a seat, unless that has spoken itself or is none any more.
    fn speak_for(
        &mut self,
        storage: &mut dyn Storage,
        (delegate, choice): (SeatId, Choice),
        id: SeatId,
    ) -> Result<bool, ContractError> {
        let seat = registry::load(storage, id)?;
        let weight = registry::vote_weight(storage, id, &seat, &self.proposal)?;
        if weight == 0 || seat.left_at.is_some() {
            return Ok(false);
        }
        let turn = self.proposal.turn(self.phase);
        let before = book::ballot(storage, self.id, id)?;
        let last = before.as_ref().map_or(0, |ballot| ballot.revision);
        let live = before.filter(|ballot| ballot.turn == turn);
        // the number of its own next ballot is what it would be without a delegate
        let next = next_revision(last, live.is_none() && self.phase == Phase::Fallback);
        let chosen = match live {
            None => None,
            Some(ballot) => match Chosen::of(&ballot) {
                Some(chosen) if chosen.carried => Some(chosen),
                _ => return Ok(false),
            },
        };
        let now = Chosen {
            choice,
            weight,
            carried: true,
        };
        self.count(id, chosen, now)?;
        let stored = StoredBallot {
            cast: Cast::Carried { choice, delegate },
            reason: String::new(),
            weight,
            by: Vec::new(),
            at: self.now,
            revision: next.saturating_sub(1),
            turn,
        };
        book::save_ballot(storage, self.id, id, &stored);
        Ok(true)
    }
}
