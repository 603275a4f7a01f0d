//! Roll-up: a mirror's outcome becomes the group's one vote in the group above. Anybody may call it, so no relayer can
//! withhold a vote; the contract computes it, so none can forge one.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, StdResult, Storage, SubMsg};
use folkmoot_rules::{
    Choice, Moved, Outcome, Phase, Signal, Slate, UpstreamBallot, outcome, upstream_ballot,
};

use crate::ballots::objections::{self, StoredObjection};
use crate::ballots::vote::voice;
use crate::client::GroupClient;
use crate::error::{ContractError, LinkError, ProposalError};
use crate::events::{Attention, Event};
use crate::joint::asks::Asks;
use crate::joint::mirrors::answer;
use crate::joint::uplinks;
use crate::msg::{
    Awaited, CarriedVote, Cast, ExecuteMsg, HouseSays, ProposalId, SeatId, SignalSpec, Verdict,
};
use crate::proposals::book;
use crate::proposals::decision::{Assessment, assess, phase_for_ballots};
use crate::proposals::electorate::electorate_weight;
use crate::proposals::proposal::{Proposal, RollUp, StoredBallot, StoredOrigin};
use crate::reviews::houses::{self, Notice};
use crate::seats::registry::{find_seat, is_former_group};
use crate::wallet::{compact, written};

/// Message: casts the group's vote above. Once cast, calling it again changes nothing; if the group above fails, nothing
/// has changed and it can be called again.
///
/// # Errors
/// It is no mirror, or undecided.
#[inline(never)]
pub fn roll_up(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut mirror = book::load(deps.storage, id)?;
    let (StoredOrigin::Mirror {
        group, proposal, ..
    }
    | StoredOrigin::Review {
        group, proposal, ..
    }) = mirror.origin.clone()
    else {
        return Err(ProposalError::NotAMirror { proposal: id }.into());
    };
    if mirror.progress.roll_up.is_some() {
        return Ok(Response::new());
    }
    let assessment = assess(deps.storage, env, &mirror)?;
    if !assessment.ripe {
        return Err(ProposalError::Undecided {
            proposal: id,
            until: assessment.ends,
            now: env.block.time.seconds(),
        }
        .into());
    }
    let vote = CarriedVote {
        mirror: id,
        group: written(&group, deps.api)?,
        proposal,
        ballot: group_ballot(&mirror, &assessment)?,
        by_group_account: assessment.terms.is_group_account(&info.sender),
    };
    let known = verdict_without_asking(deps.storage, env, &mirror, &vote.group)?;
    close(deps.storage, env, &mut mirror, &assessment, &vote, known)?;
    match known {
        Some(verdict) => Ok(announced(&vote, verdict)),
        None => Ok(Response::new().add_submessage(told(&mirror, vote)?)),
    }
}

/// The outcome that stands. A split vote may be final before it is named: when all have voted.
fn final_outcome(mirror: &Proposal, assessment: &Assessment) -> Outcome {
    match assessment.outcome {
        Outcome::Undecided => outcome(&assessment.rule, &mirror.electorate, &assessment.tally),
        named => named,
    }
}

fn group_ballot(
    mirror: &Proposal,
    assessment: &Assessment,
) -> Result<UpstreamBallot, ContractError> {
    if let StoredOrigin::Review { .. } = mirror.origin {
        // only a yes ratifies: how the outcome would become a vote does not matter
        return Ok(UpstreamBallot::Signal(
            match final_outcome(mirror, assessment) {
                Outcome::Passed => Signal::Yes,
                Outcome::NoQuorum => Signal::NotCast,
                _ => Signal::No,
            },
        ));
    }
    Ok(upstream_ballot(
        &assessment.rule,
        &assessment.terms.translation.unwrap_or_default(),
        &mirror.electorate,
        &assessment.tally,
        final_outcome(mirror, assessment),
    )?)
}

/// What is known without the other group: from the joint deadline on the vote is late, and without the link it is moot.
/// When the time for ratifying is over the reviewed group says itself: it counts blocks as well.
fn verdict_without_asking(
    storage: &dyn Storage,
    env: &Env,
    mirror: &Proposal,
    group: &str,
) -> StdResult<Option<Verdict>> {
    let StoredOrigin::Mirror { deadline, .. } = mirror.origin else {
        let linked = houses::agreed_reviewed(storage, group)?.is_some();
        return Ok((!linked).then_some(Verdict::Moot));
    };
    let linked = uplinks::load(storage, group)?
        .and_then(|uplink| uplink.since_height)
        .is_some_and(|since| since < mirror.electorate_height());
    Ok(if !linked {
        Some(Verdict::Moot)
    } else if env.block.time.seconds() >= deadline {
        Some(Verdict::Late)
    } else {
        None
    })
}

/// Ends the mirror's deciding: its outcome stands from now on, and its vote counts unless the group above says no.
fn close(
    storage: &mut dyn Storage,
    env: &Env,
    mirror: &mut Proposal,
    assessment: &Assessment,
    vote: &CarriedVote,
    known: Option<Verdict>,
) -> StdResult<()> {
    let now = env.block.time.seconds();
    mirror.progress.moved = Some(Moved {
        at: now.min(assessment.ends),
        outcome: final_outcome(mirror, assessment),
    });
    mirror.progress.height = Some(env.block.height);
    mirror.progress.by_group_account = vote.by_group_account;
    mirror.progress.roll_up = Some(RollUp {
        ballot: vote.ballot,
        verdict: known.unwrap_or(Verdict::Counted),
        at: now,
    });
    if let StoredOrigin::Review { proposal, .. } = mirror.origin
        && let Some(notice) = houses::notice(storage, &vote.group, proposal)?
    {
        let closed = Notice {
            closed: true,
            ..notice
        };
        houses::save_notice(storage, &vote.group, proposal, &closed);
    }
    book::save(storage, vote.mirror, mirror);
    Ok(())
}

/// The message to the group above. It has no catch: if it fails, so does the roll-up, and nothing has changed.
fn told(mirror: &Proposal, vote: CarriedVote) -> Result<SubMsg, ContractError> {
    let word = match (&mirror.origin, vote.ballot) {
        (StoredOrigin::Review { .. }, UpstreamBallot::Signal(signal)) => ExecuteMsg::HearHouse {
            proposal: vote.proposal,
            says: HouseSays::Ratification(signal),
        },
        (_, ballot) => ExecuteMsg::CountSignal(SignalSpec {
            proposal: vote.proposal,
            version: mirror.version,
            fallback: matches!(mirror.origin, StoredOrigin::Mirror { fallback: true, .. }),
            mirror: vote.mirror,
            ballot,
            by_group_account: vote.by_group_account,
        }),
    };
    let msg = GroupClient::new(vote.group.as_str()).execute(&word, vec![])?;
    let awaited = Awaited::RollUp(vote);
    Ok(SubMsg::reply_on_success(msg, 0).with_payload(awaited.payload()))
}

/// Reply: the group above said what became of the vote.
pub(crate) fn answered(
    deps: DepsMut,
    vote: &CarriedVote,
    verdict: Verdict,
) -> Result<Response, ContractError> {
    if verdict != Verdict::Counted {
        let mut mirror = book::load(deps.storage, vote.mirror)?;
        if let Some(roll_up) = mirror.progress.roll_up.as_mut() {
            roll_up.verdict = verdict;
        }
        book::save(deps.storage, vote.mirror, &mirror);
    }
    Ok(announced(vote, verdict))
}

fn announced(vote: &CarriedVote, verdict: Verdict) -> Response {
    let response = Response::new().add_event(Event::RolledUp {
        mirror: vote.mirror,
        group: &vote.group,
        proposal: vote.proposal,
        ballot: &vote.ballot,
        verdict,
        by_group_account: vote.by_group_account,
    });
    match verdict {
        Verdict::Counted => response,
        Verdict::Late | Verdict::Superseded | Verdict::Moot => {
            response.add_event(Event::AttentionNeeded {
                what: Attention::VoteLost,
                subject: vote.mirror,
                reason: verdict.as_str(),
            })
        }
    }
}

/// Message of a linked group: takes its seat's vote. The linked group never gets an error, but a verdict.
///
/// # Errors
/// The sender never held a group seat here, or there is no such proposal.
#[inline(never)]
pub fn count_signal(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    spec: &SignalSpec,
) -> Result<Response, ContractError> {
    let sender = info.sender.as_str();
    let seat =
        find_seat(deps.storage, sender)?.filter(|(_, seat)| seat.holder.is_group() && seat.linked);
    let Some((seat_id, seat)) = seat else {
        return unlinked(deps.storage, sender);
    };
    let mut proposal = book::load(deps.storage, spec.proposal)?;
    let weight = electorate_weight(deps.storage, &proposal, seat_id, &seat)?;
    let asked_in = match spec.fallback {
        true => Phase::Fallback,
        false => Phase::Deciding,
    };
    let turn = proposal.turn(asked_in);
    let before = book::ballot(deps.storage, spec.proposal, seat_id)?;
    let counted = before.as_ref().is_some_and(|ballot| ballot.turn == turn);
    let place = (seat_id, weight, counted);
    if let Some(verdict) = uncounted(deps.storage, env, spec, &proposal, place, asked_in)? {
        return Ok(answer(Response::new(), verdict));
    }
    let revision = before.map_or(0, |ballot| ballot.revision).saturating_add(1);
    let slate = match asked_in {
        Phase::Fallback => Slate::Vote,
        Phase::Deciding | Phase::Resolving => proposal.slate,
    };
    let voice = voice(&proposal, seat_id);
    // each party must say yes: a group says it by its decision, never by where its members' shares stand
    let counted = match proposal.parties.is_empty() {
        true => spec.ballot,
        false => UpstreamBallot::Signal(spec.ballot.signal()),
    };
    let tally = proposal.tally_mut(asked_in);
    tally.add_upstream_on(slate, &counted, weight)?;
    if let Some(choice) = spec.ballot.choice_on(slate) {
        tally.hear(voice, choice);
    }
    book::save(deps.storage, spec.proposal, &proposal);
    let mut response = Response::new();
    if spec.ballot.choice_on(slate) == Some(Choice::Block) {
        response = response.add_event(object(deps.storage, env, &proposal, seat_id, spec)?);
    }
    let ballot = StoredBallot {
        cast: Cast::Upstream {
            ballot: spec.ballot,
            mirror: spec.mirror,
            by_group_account: spec.by_group_account,
        },
        reason: String::new(),
        weight,
        by: vec![compact(&seat.holder.keys().concat())],
        at: env.block.time.seconds(),
        revision,
        turn,
    };
    book::save_ballot(deps.storage, spec.proposal, seat_id, &ballot);
    let counted = Event::SignalCounted {
        proposal: spec.proposal,
        seat: seat_id,
        ballot: &spec.ballot,
        by_group_account: spec.by_group_account,
    };
    Ok(answer(response.add_event(counted), Verdict::Counted))
}

/// The answer to a sender that holds no group seat: a verdict, if it held one before.
fn unlinked(storage: &dyn Storage, sender: &str) -> Result<Response, ContractError> {
    match is_former_group(storage, sender)? {
        true => Ok(answer(Response::new(), Verdict::Moot)),
        false => Err(LinkError::None {
            group: sender.into(),
        }
        .into()),
    }
}

/// What becomes of a signal that is not counted now; none if it is. The place is the seat, its weight, and whether its vote
/// was counted before.
fn uncounted(
    storage: &dyn Storage,
    env: &Env,
    spec: &SignalSpec,
    proposal: &Proposal,
    (seat, weight, counted): (SeatId, u64, bool),
    asked_in: Phase,
) -> Result<Option<Verdict>, ContractError> {
    // An unasked seat stands as not cast once the time for asking is over: it must not be counted twice.
    let asked = proposal.version != spec.version
        || Asks::load(storage, spec.proposal, proposal.turn(asked_in))?.was_asked(seat);
    if weight == 0 || spec.version > proposal.version || !asked {
        return Ok(Some(Verdict::Moot));
    }
    if spec.version < proposal.version {
        return Ok(Some(Verdict::Superseded));
    }
    if counted {
        return Ok(Some(Verdict::Counted));
    }
    let runs = phase_for_ballots(storage, env, spec.proposal, proposal);
    let runs = runs.is_ok_and(|phase| phase == asked_in);
    Ok((!runs).then_some(Verdict::Superseded))
}

/// A group's no is a block where the rule has no other word for it; its reason is the mirror.
fn object(
    storage: &mut dyn Storage,
    env: &Env,
    proposal: &Proposal,
    seat: SeatId,
    spec: &SignalSpec,
) -> StdResult<cosmwasm_std::Event> {
    let objection = StoredObjection {
        reason: String::new(),
        at: env.block.time.seconds(),
        mirror: Some(spec.mirror),
        ended: None,
    };
    let whose = (proposal.version, seat);
    objections::raise(storage, spec.proposal, whose, &objection);
    Ok(Event::ObjectionRaised {
        proposal: spec.proposal,
        version: proposal.version,
        seat,
    }
    .into())
}
