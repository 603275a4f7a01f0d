//! Fan-out: a group asks the groups in its seats, each of which opens a mirror.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage, SubMsg};
use folkmoot_rules::{Ended, Phase};

use crate::checks::check_title;
use crate::client::GroupClient;
use crate::error::{ContractError, LinkError, ProposalError};
use crate::events::{Attention, Event};
use crate::joint::asks::{Ask, Asks};
use crate::joint::mirrors::{self, Asked};
use crate::joint::uplinks;
use crate::limits::{MAX_ASKED_A_CALL, MAX_DEPTH, MAX_GROUP_SEATS, NEIGHBOUR_GAS};
use crate::msg::{Awaited, ExecuteMsg, MirrorSpec, ProposalId, SeatId};
use crate::proposals::book;
use crate::proposals::decision::{Assessment, assess};
use crate::proposals::electorate::{add_asked, electorate_weight};
use crate::proposals::proposal::{Proposal, StoredOrigin};
use crate::seats::live;
use crate::seats::registry::{self, Seat};
use crate::storage::shortened;
use crate::wallet::compact;

/// Message: asks group seats of an open proposal, in the first half of the relay buffer. No seat's failure touches
/// another's.
///
/// # Errors
/// The proposal is not open, the time for asking is over, or nobody is left to ask.
#[inline(never)]
pub fn fan_out(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    named: Option<Vec<SeatId>>,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    let now = check_asking(deps.storage, env, id, &proposal)?;
    let mut response = Response::new();
    let mut asks = Asks::load(deps.storage, id, proposal.turn(now.phase))?;
    for (seat_id, seat, weight) in to_ask(deps.storage, id, &proposal, &asks, named)? {
        add_asked(proposal.asked_mut(now.phase), weight);
        let asked = Ask::Asked {
            at: env.block.time.seconds(),
        };
        asks.put(seat_id, asked);
        response = response
            .add_submessage(question(id, &proposal, &now, (seat_id, &seat))?)
            .add_event(Event::SeatAsked {
                proposal: id,
                seat: seat_id,
            });
    }
    asks.save(deps.storage, id);
    book::save(deps.storage, id, &proposal);
    Ok(response)
}

fn check_asking(
    storage: &dyn Storage,
    env: &Env,
    id: ProposalId,
    proposal: &Proposal,
) -> Result<Assessment, ContractError> {
    let now = assess(storage, env, proposal)?;
    now.must_be_open(id)?;
    if env.block.time.seconds() >= now.ask_until {
        return Err(ProposalError::AskingOver {
            until: now.ask_until,
            now: env.block.time.seconds(),
        }
        .into());
    }
    Ok(now)
}

/// The seats named, or all group seats, that have a vote in the proposal and no mirror yet; and what each weighs.
fn to_ask(
    storage: &dyn Storage,
    id: ProposalId,
    proposal: &Proposal,
    asks: &Asks,
    named: Option<Vec<SeatId>>,
) -> Result<Vec<(SeatId, Seat, u64)>, ContractError> {
    let candidates = match named {
        Some(mut ids) => {
            if ids.len() > MAX_ASKED_A_CALL {
                return Err(ProposalError::TooManyInACall {
                    what: "seats",
                    limit: MAX_ASKED_A_CALL,
                    found: ids.len(),
                }
                .into());
            }
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter()
                .map(|seat_id| Ok((seat_id, live::live(storage, seat_id)?)))
                .collect::<Result<Vec<_>, ContractError>>()?
        }
        None => {
            let all = usize::try_from(MAX_GROUP_SEATS).unwrap_or_default();
            registry::group_seats(storage, None, all)?
        }
    };
    let mut chosen = Vec::new();
    for (seat_id, seat) in candidates {
        let asked = asks.was_asked(seat_id);
        let weight = electorate_weight(storage, proposal, seat_id, &seat)?;
        if seat.holder.is_group() && weight > 0 && !asked && chosen.len() < MAX_ASKED_A_CALL {
            chosen.push((seat_id, seat, weight));
        }
    }
    if chosen.is_empty() {
        return Err(ProposalError::NobodyToAsk { proposal: id }.into());
    }
    Ok(chosen)
}

/// The call that opens the mirror: it can't hurt the sender, whatever the receiver does.
fn question(
    id: ProposalId,
    proposal: &Proposal,
    now: &Assessment,
    (seat_id, seat): (SeatId, &Seat),
) -> Result<SubMsg, ContractError> {
    let fallback = now.phase == Phase::Fallback;
    let spec = MirrorSpec {
        proposal: id,
        version: proposal.version,
        title: proposal.title.clone(),
        content_hash: proposal.content_hash.clone().into(),
        deadline: now.ends,
        origin_height: proposal.electorate_height(),
        depth: proposal.depth().saturating_add(1),
        fallback,
    };
    let client = GroupClient::new(seat.holder.keys().concat());
    let msg = client.execute(&ExecuteMsg::OpenMirror(spec), vec![])?;
    let awaited = Awaited::Ask {
        proposal: id,
        seat: seat_id,
        fallback,
    };
    Ok(SubMsg::reply_on_error(msg, 0)
        .with_gas_limit(NEIGHBOUR_GAS)
        .with_payload(awaited.payload()))
}

/// Reply: a group could not be asked. It can be tried again while the time for asking lasts.
pub(crate) fn ask_failed(
    deps: DepsMut,
    id: ProposalId,
    seat_id: SeatId,
    fallback: bool,
    reason: String,
) -> Result<Response, ContractError> {
    let reason = shortened(reason);
    let mut proposal = book::load(deps.storage, id)?;
    let seat = registry::load(deps.storage, seat_id)?;
    let weight = electorate_weight(deps.storage, &proposal, seat_id, &seat)?;
    let phase = match fallback {
        true => Phase::Fallback,
        false => Phase::Deciding,
    };
    let asked = proposal.asked_mut(phase);
    asked.weight = asked.weight.saturating_sub(weight);
    asked.seats = asked.seats.saturating_sub(1);
    book::save(deps.storage, id, &proposal);
    let failed = Ask::Failed {
        reason: reason.clone(),
    };
    let mut asks = Asks::load(deps.storage, id, proposal.turn(phase))?;
    asks.put(seat_id, failed);
    asks.save(deps.storage, id);
    Ok(Response::new().add_event(Event::AttentionNeeded {
        what: Attention::AskFailed,
        subject: id,
        reason: &reason,
    }))
}

/// Message of a linked group above: opens the mirror of its joint proposal. A second call changes nothing.
///
/// # Errors
/// There is no link, the joint proposal is outside of the link's time, too deep, or would end before the mirror.
#[inline(never)]
pub fn open_mirror(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    spec: MirrorSpec,
) -> Result<Response, ContractError> {
    // a link stands between groups that are founded and sealed for good
    check_origin(deps.storage, env, info, &spec)?;
    let mut response = Response::new();
    let joint = spec.proposal;
    if let Some(before) = book::mirror_of(deps.storage, info.sender.as_str(), joint)? {
        let asked = (spec.version, spec.fallback);
        if !supersede(deps.storage, env, before, asked)? {
            return Ok(response);
        }
        response = response.add_event(Event::MirrorSuperseded { mirror: before });
    }
    let group = compact(info.sender.as_str());
    let asked = Asked {
        height: spec.origin_height,
        title: spec.title,
        version: spec.version,
        content_hash: spec.content_hash,
        origin: StoredOrigin::Mirror {
            group,
            proposal: joint,
            version: spec.version,
            deadline: spec.deadline,
            origin_height: spec.origin_height,
            depth: spec.depth,
            fallback: spec.fallback,
        },
        before: spec.deadline,
    };
    let (id, deadline) = mirrors::open(deps.storage, env, asked)?;
    book::save_mirror(deps.storage, info.sender.as_str(), joint, id)?;
    Ok(response.add_event(Event::MirrorOpened {
        mirror: id,
        group: info.sender.as_str(),
        proposal: joint,
        deadline,
    }))
}

/// Ends the mirror of an earlier version or round, whose vote would count for nothing any more. Says `false` if the
/// mirror is of what is asked: then there is nothing to open.
fn supersede(
    storage: &mut dyn Storage,
    env: &Env,
    id: ProposalId,
    asked: (u32, bool),
) -> Result<bool, ContractError> {
    let mut mirror = book::load(storage, id)?;
    let StoredOrigin::Mirror {
        version, fallback, ..
    } = mirror.origin
    else {
        return Ok(true);
    };
    if (version, fallback) >= asked {
        return Ok(false);
    }
    if mirror.progress.roll_up.is_none() {
        mirror.progress.ended = Some(Ended::Superseded);
        mirror.progress.height = Some(env.block.height);
        book::save(storage, id, &mirror);
    }
    Ok(true)
}

fn check_origin(
    storage: &dyn Storage,
    env: &Env,
    info: &MessageInfo,
    spec: &MirrorSpec,
) -> Result<(), ContractError> {
    let link = uplinks::load(storage, info.sender.as_str())?;
    let Some(since) = link.and_then(|uplink| uplink.since_height) else {
        return Err(LinkError::None {
            group: info.sender.to_string(),
        }
        .into());
    };
    if spec.depth == 0 || spec.depth > MAX_DEPTH {
        return Err(LinkError::Depth {
            limit: MAX_DEPTH,
            depth: spec.depth,
        }
        .into());
    }
    let now = env.block.height;
    if spec.origin_height <= since || spec.origin_height > now {
        return Err(LinkError::Origin {
            origin: spec.origin_height,
            since,
            now,
        }
        .into());
    }
    check_title(&spec.title)?;
    if spec.content_hash.len() != 32 {
        return Err(ProposalError::Hash {
            bytes: spec.content_hash.len(),
        }
        .into());
    }
    Ok(())
}
