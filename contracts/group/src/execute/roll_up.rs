//! Roll-up: a mirror's outcome becomes the group's one vote in the group above. Anybody may call it, so no relayer can
//! withhold a vote; the contract computes it, so none can forge one.

use cosmwasm_std::{
    DepsMut, Env, MessageInfo, Response, StdResult, Storage, SubMsg, to_json_binary,
};
use folkmoot_rules::{Moved, Outcome, UpstreamBallot, outcome, upstream_ballot};

use crate::client::GroupClient;
use crate::decision::{Assessment, assess};
use crate::error::{ContractError, LinkError, ProposalError};
use crate::events::{Attention, Event};
use crate::execute::fan_out::electorate_weight;
use crate::msg::{
    Awaited, CarriedVote, Cast, ExecuteMsg, ProposalId, SeatId, SignalAnswer, SignalSpec, Verdict,
};
use crate::state::{
    Asks, Proposal, RollUp, Seat, StoredBallot, StoredOrigin, book, find_seat, is_former_group,
    uplinks,
};
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
    let StoredOrigin::Mirror {
        group,
        proposal,
        deadline,
        ..
    } = mirror.origin.clone()
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
            until: mirror.deadline,
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
    let known = verdict_without_asking(deps.storage, env, &mirror, &vote.group, deadline)?;
    close(deps.storage, env, &mut mirror, &assessment, &vote, known)?;
    match known {
        Some(verdict) => Ok(announced(&vote, verdict)),
        None => Ok(Response::new().add_submessage(told(&mirror, vote)?)),
    }
}

/// The outcome that stands. A split vote may be final before it is named: when all have voted.
fn final_outcome(mirror: &Proposal, assessment: &Assessment) -> Outcome {
    match assessment.outcome {
        Outcome::Undecided => outcome(
            &assessment.terms.round.rule,
            &mirror.electorate,
            &assessment.tally,
        ),
        named => named,
    }
}

fn group_ballot(
    mirror: &Proposal,
    assessment: &Assessment,
) -> Result<UpstreamBallot, ContractError> {
    Ok(upstream_ballot(
        &assessment.terms.round.rule,
        &assessment.terms.translation.unwrap_or_default(),
        &mirror.electorate,
        &assessment.tally,
        final_outcome(mirror, assessment),
    )?)
}

/// What is known without the group above: from its deadline on the vote is late, and without the link it is moot.
fn verdict_without_asking(
    storage: &dyn Storage,
    env: &Env,
    mirror: &Proposal,
    group: &str,
    deadline: u64,
) -> StdResult<Option<Verdict>> {
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
        at: now.min(mirror.deadline),
        outcome: final_outcome(mirror, assessment),
    });
    mirror.progress.height = Some(env.block.height);
    mirror.progress.by_group_account = vote.by_group_account;
    mirror.progress.roll_up = Some(RollUp {
        ballot: vote.ballot,
        verdict: known.unwrap_or(Verdict::Counted),
        at: now,
    });
    book::save(storage, vote.mirror, mirror)
}

/// The message to the group above. It has no catch: if it fails, so does the roll-up, and nothing has changed.
fn told(mirror: &Proposal, vote: CarriedVote) -> Result<SubMsg, ContractError> {
    let spec = SignalSpec {
        proposal: vote.proposal,
        version: mirror.version,
        mirror: vote.mirror,
        ballot: vote.ballot,
        by_group_account: vote.by_group_account,
    };
    let client = GroupClient::new(vote.group.as_str());
    let msg = client.execute(&ExecuteMsg::CountSignal(spec), vec![])?;
    let awaited = Awaited::RollUp(vote);
    Ok(SubMsg::reply_on_success(msg, 0).with_payload(awaited.payload()?))
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
        book::save(deps.storage, vote.mirror, &mirror)?;
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
        if is_former_group(deps.storage, sender)? {
            return answer(Response::new(), Verdict::Moot);
        }
        return Err(LinkError::None {
            group: sender.into(),
        }
        .into());
    };
    let mut proposal = book::load(deps.storage, spec.proposal)?;
    let weight = electorate_weight(deps.storage, &proposal, seat_id, &seat)?;
    // An unasked seat stands as not cast once the time for asking is over: it must not be counted twice.
    let asked = Asks::load(deps.storage, spec.proposal)?.was_asked(seat_id);
    if weight == 0 || proposal.version != spec.version || !asked {
        return answer(Response::new(), Verdict::Moot);
    }
    if book::ballot(deps.storage, spec.proposal, seat_id)?.is_some() {
        return answer(Response::new(), Verdict::Counted);
    }
    let progress = &proposal.progress;
    let over = env.block.time.seconds() >= proposal.deadline;
    if over || progress.ended.is_some() || progress.moved.is_some() {
        return answer(Response::new(), Verdict::Superseded);
    }
    proposal.tally.add_upstream(&spec.ballot, weight)?;
    book::save(deps.storage, spec.proposal, &proposal)?;
    let response = count(deps, env, (seat_id, &seat), weight, spec)?;
    answer(response, Verdict::Counted)
}

fn count(
    deps: DepsMut,
    env: &Env,
    (seat_id, seat): (SeatId, &Seat),
    weight: u64,
    spec: &SignalSpec,
) -> Result<Response, ContractError> {
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
        revision: 1,
    };
    book::save_ballot(deps.storage, spec.proposal, seat_id, &ballot)?;
    Ok(Response::new().add_event(Event::SignalCounted {
        proposal: spec.proposal,
        seat: seat_id,
        ballot: &spec.ballot,
        by_group_account: spec.by_group_account,
    }))
}

fn answer(response: Response, verdict: Verdict) -> Result<Response, ContractError> {
    Ok(response.set_data(to_json_binary(&SignalAnswer { verdict })?))
}
