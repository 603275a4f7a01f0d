//! As a house: notices of a reviewed group's decisions, and mirrors of those that it must ratify.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use folkmoot_rules::{Moment, ReviewMode};

use crate::checks::check_title;
use crate::error::{ContractError, HouseError, LinkError, ProposalError};
use crate::events::{Event, HouseEvent};
use crate::joint::mirrors::{self, Asked};
use crate::json::binary;
use crate::limits::MAX_OPEN_NOTICES;
use crate::msg::{NoticeAnswer, NoticeSpec, ProposalId};
use crate::proposals::decision::moment;
use crate::proposals::proposal::StoredOrigin;
use crate::reviews::houses::{self, Notice, Reviewed};
use crate::wallet::compact;

/// Message of a reviewed group: takes the notice of a decision, or opens the mirror in which it is ratified. A second
/// changes nothing. Too many that are open, and what was just vetoed, get a no that starts nothing.
///
/// # Errors
/// There is no link, the notice is malformed, or nobody here could ratify.
#[inline(never)]
pub fn take_notice(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    spec: NoticeSpec,
) -> Result<Response, ContractError> {
    let group = info.sender.as_str();
    let Some(mut reviewed) = houses::agreed_reviewed(deps.storage, group)? else {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    };
    if houses::notice(deps.storage, group, spec.proposal)?.is_some() {
        return Ok(answer(Response::new(), NoticeAnswer::Taken {}));
    }
    let now = moment(env);
    let content_hash = checked_hash(&spec)?;
    reviewed.tidy(deps.storage, group, now)?;
    if let Some(why) = refusal(&reviewed, &spec, &content_hash, now) {
        return Ok(answer(Response::new(), NoticeAnswer::Refused { why }));
    }
    let mut response = Response::new().add_event(HouseEvent::NoticeTaken {
        group,
        proposal: spec.proposal,
        mode: spec.mode.as_str(),
        until: spec.until,
    });
    let mirror = match spec.mode {
        ReviewMode::Optimistic => None,
        ReviewMode::Ratify | ReviewMode::Escalate => {
            let (id, deadline) = open_mirror(deps.storage, env, group, &spec)?;
            response = response.add_event(Event::MirrorOpened {
                mirror: id,
                group,
                proposal: spec.proposal,
                deadline,
            });
            Some(id)
        }
    };
    if spec.mode == ReviewMode::Optimistic {
        reviewed.add_open(spec.proposal);
    }
    houses::save_reviewed(deps.storage, group, &reviewed);
    let notice = Notice {
        mode: spec.mode,
        title: spec.title,
        content_hash,
        version: spec.version,
        taken: now,
        ends: Moment {
            at: spec.until,
            height: now.height.saturating_add(spec.least_blocks),
        },
        extended: false,
        standing: 0,
        raised: 0,
        mirror,
        veto: None,
        closed: false,
    };
    houses::save_notice(deps.storage, group, spec.proposal, &notice);
    Ok(answer(response, NoticeAnswer::Taken {}))
}

/// Message of a reviewed group: nothing is left to look at, and there is room for another notice.
///
/// # Errors
/// There is no link.
#[inline(never)]
pub fn drop(
    deps: DepsMut,
    info: &MessageInfo,
    proposal: ProposalId,
) -> Result<Response, ContractError> {
    let group = info.sender.as_str();
    if houses::agreed_reviewed(deps.storage, group)?.is_none() {
        return Err(LinkError::None {
            group: group.into(),
        }
        .into());
    }
    if let Some(mut notice) = houses::notice(deps.storage, group, proposal)? {
        notice.closed = true;
        houses::save_notice(deps.storage, group, proposal, &notice);
    }
    Ok(Response::new())
}

fn checked_hash(spec: &NoticeSpec) -> Result<[u8; 32], ContractError> {
    check_title(&spec.title)?;
    let hash = spec.content_hash.to_array();
    hash.map_err(|_| {
        let bytes = spec.content_hash.len();
        ProposalError::Hash { bytes }.into()
    })
}

/// Why a notice starts nothing.
fn refusal(
    reviewed: &Reviewed,
    spec: &NoticeSpec,
    content_hash: &[u8; 32],
    now: Moment,
) -> Option<String> {
    let response_time = reviewed.link.response_time;
    if let Some(until) = reviewed.barred_until(content_hash) {
        Some(format!(
            "the same was vetoed: not before {until} (unix seconds)"
        ))
    } else if spec.mode == ReviewMode::Optimistic && reviewed.is_full() {
        Some(format!("{MAX_OPEN_NOTICES} notices are open"))
    } else if spec.mode == ReviewMode::Optimistic && spec.until < response_time.after(now.at) {
        Some(format!("the window is shorter than {response_time}"))
    } else {
        None
    }
}

/// Opens the mirror of a decision that this house ratifies or does not: by its upstream policy, and by those who have a
/// vote at the start of this block.
fn open_mirror(
    storage: &mut dyn Storage,
    env: &Env,
    group: &str,
    spec: &NoticeSpec,
) -> Result<(ProposalId, u64), ContractError> {
    let asked = Asked {
        height: env.block.height,
        title: spec.title.clone(),
        version: spec.version,
        content_hash: spec.content_hash.clone(),
        origin: StoredOrigin::Review {
            group: compact(group),
            proposal: spec.proposal,
            version: spec.version,
            deadline: spec.until,
        },
        before: spec.until,
    };
    mirrors::open(storage, env, asked)
}

fn answer(response: Response, answer: NoticeAnswer) -> Response {
    response.set_data(binary(&answer))
}

/// The notice of a decision.
pub(crate) fn of(
    storage: &dyn Storage,
    group: &str,
    proposal: ProposalId,
) -> Result<Notice, ContractError> {
    let found = houses::notice(storage, group, proposal)?;
    found.ok_or_else(|| {
        HouseError::NoNotice {
            group: group.into(),
            proposal,
        }
        .into()
    })
}

/// Refuses what is possible only while the window of a notice runs.
pub(crate) fn must_run(
    notice: &Notice,
    env: &Env,
    group: &str,
    proposal: ProposalId,
) -> Result<(), HouseError> {
    if notice.runs(moment(env)) {
        return Ok(());
    }
    Err(HouseError::WindowOver {
        group: group.into(),
        proposal,
    })
}
