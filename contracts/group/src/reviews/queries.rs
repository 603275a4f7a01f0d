//! Houses, reviewed groups, notices and concerns.

use cosmwasm_std::{Deps, Env, StdResult};

use crate::msg::{ConcernView, HouseView, LinkState, NoticeView, ProposalId, SeatId};
use crate::proposals::decision::moment;
use crate::reviews::houses::{self, HouseLink, Notice};

pub(crate) fn houses(deps: Deps) -> StdResult<Vec<HouseView>> {
    let found = houses::houses(deps.storage)?;
    Ok(found.into_iter().map(link_view).collect())
}

pub(crate) fn reviewed(
    deps: Deps,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> StdResult<Vec<HouseView>> {
    let found = houses::list_reviewed(deps.storage, start_after, limit)?;
    let links = found.into_iter().map(|(group, one)| (group, one.link));
    Ok(links.map(link_view).collect())
}

fn link_view((group, link): (String, HouseLink)) -> HouseView {
    HouseView {
        group,
        response_time: link.response_time,
        state: match link.since_height {
            Some(_) => LinkState::Linked,
            None => LinkState::Offered,
        },
        since_height: link.since_height,
    }
}

pub(crate) fn notice(
    deps: Deps,
    env: &Env,
    group: &str,
    proposal: ProposalId,
) -> StdResult<Option<NoticeView>> {
    let found = houses::notice(deps.storage, group, proposal)?;
    Ok(found.map(|notice| notice_view(env, group, proposal, notice)))
}

pub(crate) fn notices(
    deps: Deps,
    env: &Env,
    group: &str,
    start_after: Option<ProposalId>,
    limit: Option<u32>,
) -> StdResult<Vec<NoticeView>> {
    let found = houses::notices(deps.storage, group, start_after, limit)?;
    let view = |(proposal, notice)| notice_view(env, group, proposal, notice);
    Ok(found.into_iter().map(view).collect())
}

fn notice_view(env: &Env, group: &str, proposal: ProposalId, notice: Notice) -> NoticeView {
    let runs = notice.runs(moment(env));
    NoticeView {
        group: group.into(),
        proposal,
        version: notice.version,
        title: notice.title,
        content_hash: notice.content_hash.into(),
        mode: notice.mode,
        taken: notice.taken,
        ends: notice.ends,
        runs,
        extended: notice.extended,
        concerns: notice.standing,
        mirror: notice.mirror,
        veto: notice.veto,
        closed: notice.closed,
    }
}

pub(crate) fn concerns(
    deps: Deps,
    (group, proposal): (&str, ProposalId),
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> StdResult<Vec<ConcernView>> {
    let found = houses::concerns(deps.storage, group, proposal, start_after, limit)?;
    let view = |(seat, concern): (SeatId, houses::Concern)| ConcernView {
        seat,
        text: concern.text,
        at: concern.at,
        answer: concern.answer,
        withdrawn: concern.withdrawn,
    };
    Ok(found.into_iter().map(view).collect())
}
