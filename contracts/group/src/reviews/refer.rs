//! A decision is referred to a house: the notice goes out, and what the house says comes in. Nothing that a house says
//! opens, changes or pays anything here; it only lets a decision go on, later, or not.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage, SubMsg};
use folkmoot_rules::{HouseWord, Outcome, Review, ReviewMode, SILENCES, Signal, Status};

use crate::charter::{LaterStage, Refer};
use crate::client::GroupClient;
use crate::error::{ContractError, HouseError, LinkError, ProposalError};
use crate::events::{Attention, Event, HouseEvent};
use crate::joint::mirrors::answer;
use crate::limits::NEIGHBOUR_GAS;
use crate::msg::{Awaited, ExecuteMsg, HouseSays, NoticeAnswer, NoticeSpec, ProposalId, Verdict};
use crate::proposals::book;
use crate::proposals::decide::fix_outcome;
use crate::proposals::decision::{Assessment, assess, judge, moment, terms};
use crate::proposals::proposal::Proposal;
use crate::querier;
use crate::reviews::houses::{self, HouseLink, Silence};
use crate::storage::shortened;

/// A stage in which a house looks at a proposal.
struct Stage {
    /// Its place among the reviews of the proposal.
    place: usize,
    refer: Refer,
    review: Review,
    /// When it began, unix seconds; none if it has not.
    begun: Option<u64>,
    /// Whether it runs.
    runs: bool,
}

fn stages(proposal: &Proposal, now: &Assessment) -> Vec<Stage> {
    let running = now.begun.len().checked_sub(1);
    let is_referred = matches!(now.status, Status::Referred { .. });
    let mut found: Vec<Stage> = Vec::new();
    for (index, stage) in now.terms.stages.iter().enumerate() {
        let LaterStage::Refer(refer) = stage else {
            continue;
        };
        let place = found.len();
        found.push(Stage {
            place,
            refer: refer.clone(),
            review: now
                .terms
                .review(refer, proposal.progress.reviews.get(place)),
            begun: now.begun.get(index).copied(),
            runs: is_referred && running == Some(index),
        });
    }
    found
}

const fn not_referred(proposal: ProposalId, status: Status) -> HouseError {
    HouseError::NotReferred {
        proposal,
        status: status.as_str(),
    }
}

/// Message: refers a proposal to the house whose stage it is in: one that passed, or is escalated. Once that house has
/// taken it, calling it again changes nothing, unless the house has let go since; a house that did not answer, or refused, may be told again. Silence is what a house gives twice, in
/// different blocks.
///
/// # Errors
/// It is a mirror, undecided, or in no such stage; or the house gave no answer to a call out of a contract.
#[inline(never)]
pub fn refer(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    if proposal.is_mirror() {
        return Err(ProposalError::Mirror { proposal: id }.into());
    }
    let now = passed(deps.storage, env, info, id, &mut proposal)?;
    let runs = stages(&proposal, &now).into_iter().find(|stage| stage.runs);
    let Some(stage) = runs else {
        return Err(not_referred(id, now.status).into());
    };
    let house = stage.refer.house.as_str();
    if houses::agreed_house(deps.storage, house)?.is_none() {
        let released = HouseWord::Released {
            at: env.block.time.seconds(),
        };
        if let Some(facts) = proposal.progress.review(stage.place) {
            facts.word = Some(released);
        }
        book::save(deps.storage, id, &proposal);
        return Ok(referred(id, house, "released"));
    }
    if stage.review.facts.asked.is_some() {
        return Ok(Response::new());
    }
    Ok(Response::new().add_submessage(notice(
        deps.storage,
        env,
        id,
        &proposal,
        stage,
        &info.sender,
    )?))
}

/// Moves a proposal on that was decided early.
fn passed(
    storage: &mut dyn Storage,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
    proposal: &mut Proposal,
) -> Result<Assessment, ContractError> {
    let now = assess(storage, env, proposal)?;
    if now.status != Status::Open || now.outcome != Outcome::Passed {
        return Ok(now);
    }
    let by_group_account = now.terms.is_group_account(&info.sender);
    fix_outcome(env, id, proposal, &now, by_group_account)?;
    book::save(storage, id, proposal);
    judge(now.terms, env, proposal)
}

/// Tells the houses that look at a proposal, or will have looked, that it was taken back.
pub(crate) fn take_back(
    storage: &dyn Storage,
    mut response: Response,
    id: ProposalId,
    proposal: &Proposal,
) -> Result<Response, ContractError> {
    let stages = terms(storage, proposal)?.stages;
    let refers = stages.into_iter().filter_map(|stage| match stage {
        LaterStage::Refer(refer) => Some(refer),
        LaterStage::Delay { .. } => None,
    });
    for (Refer { house, .. }, facts) in refers.zip(&proposal.progress.reviews) {
        if facts.asked.is_none() {
            continue;
        }
        let msg = ExecuteMsg::DropNotice { proposal: id };
        let msg = GroupClient::new(house).execute(&msg, vec![])?;
        let told = SubMsg::reply_on_error(msg, 0)
            .with_gas_limit(NEIGHBOUR_GAS)
            .with_payload(Awaited::DroppedNotice {}.payload());
        response = response.add_submessage(told);
    }
    Ok(response)
}

/// The notice. It can't hurt the sender, whatever the house does.
fn notice(
    storage: &dyn Storage,
    env: &Env,
    id: ProposalId,
    proposal: &Proposal,
    stage: Stage,
    by: &Addr,
) -> Result<SubMsg, ContractError> {
    let Stage {
        place,
        refer,
        mut review,
        begun,
        ..
    } = stage;
    let slept = houses::silence(storage, &refer.house, &proposal.content_hash)?
        .is_some_and(|silence| silence.count >= SILENCES);
    review.facts.asleep = slept && review.mode == ReviewMode::Ratify;
    let now = env.block.time.seconds();
    let (mode, until) = if review.by_notice() {
        (ReviewMode::Optimistic, review.notice_window().after(now))
    } else {
        let begun = begun.unwrap_or(now);
        (review.mode, review.window.after(begun))
    };
    let spec = NoticeSpec {
        proposal: id,
        version: proposal.version,
        title: proposal.title.clone(),
        content_hash: proposal.content_hash.clone().into(),
        mode,
        until,
        least_blocks: review.least_blocks,
    };
    let msg = GroupClient::new(refer.house).execute(&ExecuteMsg::TakeNotice(spec), vec![])?;
    let awaited = Awaited::Notice {
        proposal: id,
        review: u32::try_from(place).unwrap_or(u32::MAX),
        asleep: review.facts.asleep,
        by: by.to_string(),
    };
    Ok(SubMsg::reply_always(msg, 0)
        .with_gas_limit(NEIGHBOUR_GAS)
        .with_payload(awaited.payload()))
}

/// Reply: the house answered a notice, or gave no answer that a house gives.
pub(crate) fn answered(
    deps: DepsMut,
    env: &Env,
    (id, review, asleep): (ProposalId, u32, bool),
    by: &str,
    answer: Option<NoticeAnswer>,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    let place = usize::try_from(review).unwrap_or(usize::MAX);
    let now = assess(deps.storage, env, &proposal)?;
    let Some(stage) = stages(&proposal, &now).into_iter().nth(place) else {
        return Err(not_referred(id, now.status).into());
    };
    let house = stage.refer.house.as_str();
    let Some(facts) = proposal.progress.review(place) else {
        return Err(not_referred(id, now.status).into());
    };
    match answer {
        Some(NoticeAnswer::Taken {}) => {
            facts.asked = Some(moment(env));
            facts.asleep = asleep;
            if asleep {
                houses::forget_silence(deps.storage, house, &proposal.content_hash);
            }
            book::save(deps.storage, id, &proposal);
            Ok(referred(id, house, "taken"))
        }
        Some(NoticeAnswer::Refused { why }) => {
            if asleep {
                // it is told by notice, and has the time for that
                facts.asleep = true;
                book::save(deps.storage, id, &proposal);
            }
            let refused = Event::AttentionNeeded {
                what: Attention::NoticeRefused,
                subject: id,
                reason: &shortened(why),
            };
            Ok(referred(id, house, "refused").add_event(refused))
        }
        // a contract chooses how deep its calls go, and with that whether the house is reached
        None if querier::contract_info(&deps.querier, by).is_ok() => Err(HouseError::NotReached {
            proposal: id,
            house: house.into(),
        }
        .into()),
        None => {
            let unanswered = referred(id, house, "unanswered").add_event(Event::AttentionNeeded {
                what: Attention::NoticeUnanswered,
                subject: id,
                reason: house,
            });
            if !houses::missed_again(deps.storage, (id, review), env.block.height)? {
                return Ok(unanswered);
            }
            let by_notice = asleep || stage.refer.mode == ReviewMode::Optimistic;
            facts.asleep = asleep;
            if by_notice && facts.unanswered.is_none() {
                facts.unanswered = Some(moment(env));
            }
            if !by_notice {
                let now = env.block.time.seconds();
                let what = (id, proposal.content_hash.as_slice());
                note_silence(deps.storage, &stage.refer, what, now, now)?;
            }
            book::save(deps.storage, id, &proposal);
            Ok(unanswered)
        }
    }
}

fn referred(proposal: ProposalId, house: &str, answer: &str) -> Response {
    Response::new().add_event(HouseEvent::ProposalReferred {
        proposal,
        house,
        answer,
    })
}

/// Counts that a house let a ratification pass in silence: once a proposal, and again only when the house had its
/// response time in between. It owes no answer about what is escalated to it.
fn note_silence(
    storage: &mut dyn Storage,
    Refer { house, mode, .. }: &Refer,
    (id, content_hash): (ProposalId, &[u8]),
    asked_at: u64,
    now: u64,
) -> Result<(), ContractError> {
    if *mode == ReviewMode::Escalate {
        return Ok(());
    }
    let Some(HouseLink { response_time, .. }) = houses::agreed_house(storage, house)? else {
        return Ok(());
    };
    let before = houses::silence(storage, house, content_hash)?;
    let count = match before {
        Some(before) if before.last == id => return Ok(()),
        Some(before) if asked_at < response_time.after(before.last_at) => return Ok(()),
        Some(before) => before.count.saturating_add(1),
        None => 1,
    };
    let silence = Silence {
        count,
        last_at: now,
        last: id,
    };
    houses::save_silence(storage, house, content_hash, silence);
    Ok(())
}

/// Message: hears what a house says of a proposal that was referred to it. What it says of another is refused, but that
/// a veto has failed, and whether it is ratified, always gets an answer.
///
/// # Errors
/// The sender is no house of this group, or the proposal does not wait for this word.
#[inline(never)]
pub fn hear_house(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: ProposalId,
    says: HouseSays,
) -> Result<Response, ContractError> {
    let house = info.sender.as_str();
    let Some(link) = houses::agreed_house(deps.storage, house)? else {
        return Err(LinkError::None {
            group: house.into(),
        }
        .into());
    };
    let mut proposal = book::load(deps.storage, id)?;
    let now = assess(deps.storage, env, &proposal)?;
    let of_house = |stage: &Stage| stage.refer.house == house;
    let Some(stage) = stages(&proposal, &now).into_iter().find(of_house) else {
        return Err(not_referred(id, now.status).into());
    };
    if let HouseSays::Ratification(signal) = says {
        return ratified(deps, env, id, proposal, &stage, signal);
    }
    if !may_say(&stage, env, says) {
        return match says {
            HouseSays::Release {} => Ok(Response::new()),
            _ => Err(not_referred(id, now.status).into()),
        };
    }
    let at = env.block.time.seconds();
    let Some(facts) = proposal.progress.review(stage.place) else {
        return Err(not_referred(id, now.status).into());
    };
    match says {
        HouseSays::Extend {} if facts.extension.is_zero() => facts.extension = link.response_time,
        HouseSays::Hold { until } => {
            // the agreed time covers a veto: a house that says more is not believed
            let decided = until.min(link.response_time.after(at));
            let until = now.terms.relay_buffer.after(decided);
            facts.held_until = facts.held_until.max(until);
        }
        HouseSays::Release {} => facts.held_until = facts.held_until.min(at),
        HouseSays::Veto { .. } => {
            facts.word = Some(HouseWord::Vetoed);
            proposal.progress.height = Some(env.block.height);
        }
        HouseSays::Extend {} | HouseSays::Ratification(_) => {}
    }
    book::save(deps.storage, id, &proposal);
    Ok(heard(id, house, says.as_str()))
}

/// Whether the stage waits for this word: new holds and extensions only while the window runs, whatever holds it then.
fn may_say(stage: &Stage, env: &Env, says: HouseSays) -> bool {
    let now = moment(env);
    let by_notice = stage.runs && stage.review.by_notice() && stage.review.facts.asked.is_some();
    let window_runs = stage
        .review
        .window_end()
        .is_some_and(|end| now.at < end.at || now.height < end.height);
    by_notice
        && match says {
            HouseSays::Extend {} | HouseSays::Hold { .. } => window_runs,
            HouseSays::Release {} | HouseSays::Veto { .. } | HouseSays::Ratification(_) => true,
        }
}

/// The word of a house that was asked to ratify. A silence counts even when the time is over.
fn ratified(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    mut proposal: Proposal,
    stage: &Stage,
    signal: Signal,
) -> Result<Response, ContractError> {
    let facts = stage.review.facts;
    let house = stage.refer.house.as_str();
    let is_waited_for = !stage.review.by_notice() && facts.word.is_none();
    let Some(asked) = facts.asked.filter(|_| is_waited_for) else {
        return Ok(answer(Response::new(), Verdict::Moot));
    };
    let now = env.block.time.seconds();
    let word = match signal {
        Signal::Yes => HouseWord::Yes { at: now },
        Signal::NotCast => HouseWord::Silent,
        Signal::No | Signal::Abstain => HouseWord::No,
    };
    if word == HouseWord::Silent {
        let what = (id, proposal.content_hash.as_slice());
        note_silence(deps.storage, &stage.refer, what, asked.at, now)?;
    } else {
        houses::forget_silence(deps.storage, house, &proposal.content_hash);
    }
    if !stage.runs {
        return Ok(answer(Response::new(), Verdict::Superseded));
    }
    if let Some(facts) = proposal.progress.review(stage.place) {
        facts.word = Some(word);
    }
    proposal.progress.height = Some(env.block.height);
    book::save(deps.storage, id, &proposal);
    Ok(answer(heard(id, house, signal.as_str()), Verdict::Counted))
}

fn heard(proposal: ProposalId, house: &str, says: &str) -> Response {
    Response::new().add_event(HouseEvent::HouseSpoke {
        proposal,
        house,
        says,
    })
}
