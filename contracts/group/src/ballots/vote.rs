//! Ballots, by transaction or signed off chain and carried by anybody. A ballot reads the voter's seat, the proposal's
//! record and its tally, and writes the ballot and the tally: nothing that grows with text, members or votes. For whom else a
//! delegate's ballot counts, [`crate::seats::delegating`] says.

use cosmwasm_std::{Api, DepsMut, Env, MessageInfo, Response, StdResult, Storage};
use folkmoot_rules::{
    BallotFields, Choice, Phase, Slate, Tally, Voice, check_lines, next_revision,
};

use crate::ballots::objections::{self, StoredObjection};
use crate::ballots::signatures::Signers;
use crate::cells::group::Group;
use crate::error::{BallotError, ContractError};
use crate::events::Event;
use crate::json::binary;
use crate::limits::{MAX_BATCH, MAX_REASON};
use crate::msg::{BallotResult, Cast, ProposalId, Resolution, SeatId, SignedBallot};
use crate::permission::Caller;
use crate::proposals::book;
use crate::proposals::decision::phase_for_ballots;
use crate::proposals::proposal::{Proposal, StoredBallot};
use crate::seats::registry::{self, Seat};
use crate::wallet::compact;

/// Message: casts the sender's ballot.
///
/// # Errors
/// The sender has no vote, the proposal is not open, or the seat has voted.
#[inline(never)]
pub fn vote(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    id: ProposalId,
    choice: Choice,
    reason: Option<String>,
) -> Result<Response, ContractError> {
    let seat = caller.seat(info)?;
    let mut round = OpenProposal::open(deps.storage, env, id)?;
    let ballot = Ballot {
        choice,
        reason: reason.unwrap_or_default(),
        by: vec![compact(info.sender.as_str())],
        revision: None,
    };
    let events = round.cast(deps.storage, &seat, ballot)?;
    book::save(deps.storage, id, &round.proposal);
    Ok(Response::new().add_events(events))
}

/// Message: the sender's seat takes back its own objection, while resolving. Once no block is left the proposal is decided.
///
/// # Errors
/// The proposal is not resolving, or the seat has no objection that stands.
#[inline(never)]
pub fn resolve_objection(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    id: ProposalId,
    resolution: Resolution,
) -> Result<Response, ContractError> {
    let seat = caller.seat(info)?;
    let mut round = OpenProposal::open(deps.storage, env, id)?;
    if round.phase != Phase::Resolving {
        return Err(BallotError::NoObjection {
            seat: seat.0,
            proposal: id,
        }
        .into());
    }
    let ballot = Ballot {
        choice: match resolution {
            Resolution::Withdrawn => Choice::Abstain,
            Resolution::Integrated => Choice::Yes,
        },
        reason: String::new(),
        by: vec![compact(info.sender.as_str())],
        revision: None,
    };
    let events = round.cast(deps.storage, &seat, ballot)?;
    book::save(deps.storage, id, &round.proposal);
    Ok(Response::new().add_events(events))
}

/// Message: carries signed ballots. Each has a result of its own, told as event and in the message's data.
///
/// # Errors
/// The proposal is not open, or the batch is empty or too large.
#[inline(never)]
pub fn cast_ballots(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    ballots: Vec<SignedBallot>,
) -> Result<Response, ContractError> {
    if ballots.is_empty() || ballots.len() > MAX_BATCH {
        return Err(BallotError::Batch {
            limit: MAX_BATCH,
            found: ballots.len(),
        }
        .into());
    }
    let mut round = OpenProposal::open(deps.storage, env, id)?;
    let before = *round.tally();
    let mut response = Response::new();
    let mut results = Vec::with_capacity(ballots.len());
    for (index, signed) in ballots.into_iter().enumerate() {
        match round.cast_signed(deps.storage, deps.api, env, signed) {
            Ok((seat, events)) => {
                response = response.add_events(events);
                results.push(BallotResult::Cast { seat });
            }
            Err(error) => {
                let reason = error.to_string();
                response = response.add_event(Event::BallotRefused {
                    proposal: id,
                    index,
                    reason: &reason,
                });
                results.push(BallotResult::Refused { reason });
            }
        }
    }
    if *round.tally() != before {
        book::save(deps.storage, id, &round.proposal);
    }
    Ok(response.set_data(binary(&results)))
}

/// A proposal that takes ballots now.
pub(crate) struct OpenProposal {
    pub(crate) id: ProposalId,
    pub(crate) proposal: Proposal,
    pub(crate) phase: Phase,
    pub(crate) now: u64,
    height: u64,
}

/// A choice that counts.
#[derive(Clone, Copy)]
pub(crate) struct Chosen {
    pub choice: Choice,
    pub weight: u64,
    /// Whether a delegate made it: then the seat may still speak for itself.
    pub carried: bool,
}

impl Chosen {
    /// What a person's or a contract's seat chose, or its delegate.
    pub(crate) const fn of(ballot: &StoredBallot) -> Option<Self> {
        let (choice, carried) = match ballot.cast {
            Cast::Choice(choice) => (choice, false),
            Cast::Carried { choice, .. } => (choice, true),
            Cast::Upstream { .. } | Cast::Absent {} => return None,
        };
        Some(Self {
            choice,
            weight: ballot.weight,
            carried,
        })
    }
}

/// A ballot on its way in.
struct Ballot {
    choice: Choice,
    reason: String,
    by: Vec<Vec<u8>>,
    /// Named on signed ballots; a transaction's is the next.
    revision: Option<u32>,
}

impl OpenProposal {
    fn open(storage: &dyn Storage, env: &Env, id: ProposalId) -> Result<Self, ContractError> {
        let proposal = book::load(storage, id)?;
        let phase = phase_for_ballots(storage, env, id, &proposal)?;
        Ok(Self {
            id,
            proposal,
            phase,
            now: env.block.time.seconds(),
            height: env.block.height,
        })
    }

    /// What the ballots of the round come to.
    const fn tally(&mut self) -> &mut Tally {
        self.proposal.tally_mut(self.phase)
    }

    fn cast(
        &mut self,
        storage: &mut dyn Storage,
        (seat_id, seat): &(SeatId, Seat),
        ballot: Ballot,
    ) -> Result<Vec<cosmwasm_std::Event>, ContractError> {
        let (seat_id, id) = (*seat_id, self.id);
        check_reason(&ballot.reason)?;
        let proposal = &self.proposal;
        let weight = registry::vote_weight(storage, seat_id, seat, proposal)?;
        if weight == 0 {
            return Err(BallotError::NotInElectorate {
                seat: seat_id,
                proposal: id,
            }
            .into());
        }
        let turn = proposal.turn(self.phase);
        let before = book::ballot(storage, id, seat_id)?;
        let lapsed = before.as_ref().is_none_or(|ballot| ballot.turn != turn);
        let last = before.as_ref().map_or(0, |ballot| ballot.revision);
        let live = before.filter(|_| !lapsed);
        let next = next_revision(last, lapsed && self.phase == Phase::Fallback);
        let chosen = live.as_ref().and_then(Chosen::of);
        let own = chosen.filter(|chosen| !chosen.carried);
        let has_voted = live.is_some() && (own.is_some() || chosen.is_none());
        let revision = self.revision(seat_id, has_voted, next, ballot.revision)?;
        self.check_choice(seat_id, chosen.map(|chosen| chosen.choice), &ballot)?;
        let choice = ballot.choice;
        let now = Chosen {
            choice,
            weight,
            carried: false,
        };
        self.count(seat_id, chosen, now)?;
        let before = own.map(|own| own.choice);
        let objection = self.keep_objection(storage, seat_id, before, &ballot)?;
        let stored = StoredBallot {
            cast: Cast::Choice(choice),
            reason: ballot.reason,
            weight,
            by: ballot.by,
            at: self.now,
            revision,
            turn,
        };
        book::save_ballot(storage, id, seat_id, &stored);
        let cast = Event::BallotCast {
            proposal: id,
            seat: seat_id,
            choice: choice.as_str(),
            revision,
        };
        let carried = match seat.delegate {
            true => self.carry(storage, seat_id, choice)?,
            false => 0,
        };
        let carried = (carried > 0).then_some(Event::BallotsCarried {
            proposal: id,
            delegate: seat_id,
            count: carried,
        });
        Ok([Some(cast), objection, carried]
            .into_iter()
            .flatten()
            .map(Into::into)
            .collect())
    }

    /// The seat's next revision, which a signed ballot must name.
    fn revision(
        &self,
        seat: SeatId,
        has_voted: bool,
        next: u32,
        signed: Option<u32>,
    ) -> Result<u32, BallotError> {
        if let Some(revision) = signed.filter(|revision| *revision != next) {
            return Err(BallotError::Revision {
                seat,
                revision,
                next,
            });
        }
        let may_change = self.proposal.revoting || self.phase == Phase::Resolving;
        if has_voted && !may_change {
            return Err(BallotError::AlreadyVoted {
                seat,
                proposal: self.id,
            });
        }
        Ok(next)
    }

    /// Whether the round's rule knows the choice. While resolving nobody votes, but who blocks may stop doing so.
    fn check_choice(
        &self,
        seat: SeatId,
        before: Option<Choice>,
        ballot: &Ballot,
    ) -> Result<(), BallotError> {
        let choice = ballot.choice;
        let slate = match self.phase {
            Phase::Fallback => Slate::Vote,
            Phase::Deciding | Phase::Resolving => self.proposal.slate,
        };
        match self.phase {
            Phase::Resolving if before != Some(Choice::Block) => Err(BallotError::NoObjection {
                seat,
                proposal: self.id,
            }),
            Phase::Resolving if matches!(choice, Choice::Yes | Choice::Abstain) => Ok(()),
            Phase::Resolving => Err(BallotError::WhileResolving {
                seat,
                choice: choice.as_str(),
            }),
            _ if !slate.knows(choice) => Err(BallotError::Choice {
                choice: choice.as_str(),
                known: slate.as_str(),
            }),
            _ if choice == Choice::Block && ballot.reason.trim().is_empty() => {
                Err(BallotError::NoReason)
            }
            _ => Ok(()),
        }
    }

    /// Counts a ballot in the place of the one before.
    pub(crate) fn count(
        &mut self,
        seat: SeatId,
        before: Option<Chosen>,
        now: Chosen,
    ) -> Result<(), ContractError> {
        let voice = voice(&self.proposal, seat);
        let mut tally = *self.tally();
        if let Some(before) = before {
            match before.carried {
                true => tally.remove_carried(before.choice, before.weight)?,
                false => tally.remove_ballot(before.choice, before.weight)?,
            }
            tally.unhear(voice, before.choice);
        }
        match now.carried {
            true => tally.add_carried(now.choice, now.weight)?,
            false => tally.add_ballot(now.choice, now.weight)?,
        }
        tally.hear(voice, now.choice);
        *self.tally() = tally;
        if self.phase == Phase::Resolving && tally.seats.block == 0 {
            self.proposal.after_blocks.resolved_at = Some(self.now);
            self.proposal.progress.height = Some(self.height);
        }
        Ok(())
    }

    /// An objection has a life of its own: the ballot that raised it may be gone.
    fn keep_objection(
        &self,
        storage: &mut dyn Storage,
        seat: SeatId,
        before: Option<Choice>,
        ballot: &Ballot,
    ) -> StdResult<Option<Event<'static>>> {
        let (proposal, version) = (self.id, self.proposal.version);
        let whose = (version, seat);
        if ballot.choice == Choice::Block {
            let objection = StoredObjection {
                reason: ballot.reason.clone(),
                at: self.now,
                mirror: None,
                ended: None,
            };
            objections::raise(storage, proposal, whose, &objection);
            return Ok(Some(Event::ObjectionRaised {
                proposal,
                version,
                seat,
            }));
        }
        if before != Some(Choice::Block) {
            return Ok(None);
        }
        let resolution = match ballot.choice {
            Choice::Yes => Resolution::Integrated,
            _ => Resolution::Withdrawn,
        };
        objections::end(storage, proposal, whose, resolution, self.now)?;
        Ok(Some(Event::ObjectionEnded {
            proposal,
            version,
            seat,
            resolution,
        }))
    }

    fn cast_signed(
        &mut self,
        storage: &mut dyn Storage,
        api: &dyn Api,
        env: &Env,
        signed: SignedBallot,
    ) -> Result<(SeatId, Vec<cosmwasm_std::Event>), ContractError> {
        if signed.expires <= self.now {
            return Err(BallotError::Expired {
                expires: signed.expires,
                now: self.now,
            }
            .into());
        }
        check_reason(&signed.reason)?;
        let signers = Signers::find(storage, &signed.signatures, self.now, "ballot")?;
        let fields = BallotFields {
            chain: &env.block.chain_id,
            group: env.contract.address.as_str(),
            proposal: self.id,
            title: &self.proposal.title,
            content_hash: self.proposal.hash_bytes(),
            choice: signed.choice.as_str(),
            reason: &signed.reason,
            revision: signed.revision,
            expires: signed.expires,
        };
        let text = || Ok(fields.text(&Group::load(storage)?.name));
        signers.check(api, &signed.signatures, || fields.eip712_digest(), text)?;
        let (seat, by) = signers.into_keys();
        let ballot = Ballot {
            choice: signed.choice,
            reason: signed.reason,
            by,
            revision: Some(signed.revision),
        };
        let events = self.cast(storage, &seat, ballot)?;
        Ok((seat.0, events))
    }
}

/// What a consent rule asks about a seat.
pub(crate) fn voice(proposal: &Proposal, seat: SeatId) -> Voice {
    Voice {
        is_proposer: proposal.proposer() == Some(seat),
        is_concerned: proposal.concerned.contains(&seat),
    }
}

fn check_reason(reason: &str) -> Result<(), ContractError> {
    if reason.len() > MAX_REASON {
        return Err(BallotError::Reason {
            limit: MAX_REASON,
            bytes: reason.len(),
        }
        .into());
    }
    Ok(check_lines("reason", reason)?)
}
