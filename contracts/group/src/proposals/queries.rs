//! Proposals, their content, ballots, and how group seats were asked.

use cosmwasm_std::{Api, Deps, Env, StdResult};
use folkmoot_rules::{Outcome, Phase, Slate};

use crate::charter::LaterStage;
use crate::error::{ContractError, ProposalError};
use crate::joint::asks::{Ask, Asks};
use crate::msg::{
    AskState, AskView, BallotView, ContentView, CourseView, Origin, ProposalId, ProposalView,
    Receipt, RollUpView, SeatId, StageView, TextView, WeightView,
};
use crate::proposals::book;
use crate::proposals::decision::{Terms, assess, taken_back};
use crate::proposals::electorate::electorate_weight;
use crate::proposals::proposal::{Proposal, StoredBallot, StoredOrigin, StoredText};
use crate::seats::registry;
use crate::storage::{page, walk};
use crate::wallet::written;

pub(crate) fn view(deps: Deps, env: &Env, id: ProposalId) -> Result<ProposalView, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    describe(deps, env, id, proposal)
}

pub(crate) fn list(
    deps: Deps,
    env: &Env,
    start_after: Option<ProposalId>,
    limit: Option<u32>,
    newest_first: bool,
) -> Result<Vec<ProposalView>, ContractError> {
    book::list(deps.storage, start_after, limit, newest_first)?
        .into_iter()
        .map(|(id, proposal)| describe(deps, env, id, proposal))
        .collect()
}

fn describe(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    proposal: Proposal,
) -> Result<ProposalView, ContractError> {
    let now = assess(deps.storage, env, &proposal)?;
    let roll_up = roll_up_view(&proposal);
    let of_consent = proposal.slate != Slate::Vote;
    let course = of_consent.then_some(CourseView {
        phase: now.phase,
        may_resolve: now.may_resolve,
        rounds: now.rounds,
    });
    let (delay, stages) = (now.terms.delay(), stages(&proposal, &now.terms, &now.begun));
    Ok(ProposalView {
        proposal: id,
        version: proposal.version,
        content_hash: proposal.content_hash.into(),
        origin: origin(deps.api, proposal.origin)?,
        procedure: now.terms.name,
        early_finish: now.terms.round.early_finish,
        rule: now.rule,
        translation: now.terms.translation,
        revoting: proposal.revoting,
        electorate_kind: proposal.kind,
        opened_at: proposal.opened_at,
        opened_height: proposal.opened_height,
        deadline: now.ends,
        delay,
        stages,
        execution_window: now.terms.execution_window,
        ask_until: now.ask_until,
        status: now.status,
        outcome: now.outcome,
        electorate: proposal.electorate,
        group_electorate: proposal.groups,
        asked: match now.phase {
            Phase::Fallback => proposal.after_blocks.fallback.asked,
            Phase::Deciding | Phase::Resolving => proposal.progress.asked,
        },
        tally: now.tally,
        roll_up,
        by_group_account: proposal.progress.by_group_account,
        failure: book::failure(deps.storage, id)?,
        parties: proposal.parties,
        slate: match now.phase {
            Phase::Fallback => Slate::Vote,
            Phase::Deciding | Phase::Resolving => proposal.slate,
        },
        course,
        title: proposal.title,
    })
}

/// What follows on the deciding round, and how far it is.
fn stages(proposal: &Proposal, terms: &Terms, begun: &[u64]) -> Vec<StageView> {
    let mut begun = begun.iter().copied();
    let mut courses = proposal.progress.reviews.iter();
    let view = |stage: &LaterStage| {
        let begun = begun.next();
        let (until, review) = match stage {
            LaterStage::Delay { duration } => (begun.map(|at| duration.after(at)), None),
            LaterStage::Refer(refer) => {
                let review = terms.review(refer, courses.next());
                let until = match begun {
                    Some(at) if !review.by_notice() => Some(review.window.after(at)),
                    _ => review
                        .window_end()
                        .map(|end| end.at.max(review.facts.held_until)),
                };
                (until, Some(review.facts))
            }
        };
        StageView {
            stage: stage.clone(),
            begun,
            until,
            review,
        }
    };
    terms.stages.iter().map(view).collect()
}

fn origin(api: &dyn Api, stored: StoredOrigin) -> StdResult<Origin> {
    Ok(match stored {
        StoredOrigin::Own { seat, .. } => Origin::Own { seat },
        StoredOrigin::Outside { by, .. } => Origin::Outside {
            proposer: written(&by, api)?,
        },
        StoredOrigin::Mirror {
            group,
            proposal,
            version,
            deadline,
            depth,
            fallback,
            ..
        } => Origin::Mirror {
            group: written(&group, api)?,
            proposal,
            version,
            deadline,
            depth,
            fallback,
        },
        StoredOrigin::Review {
            group,
            proposal,
            version,
            deadline,
        } => Origin::Review {
            group: written(&group, api)?,
            proposal,
            version,
            deadline,
        },
    })
}

fn roll_up_view(mirror: &Proposal) -> Option<RollUpView> {
    let stored = mirror.progress.roll_up?;
    Some(RollUpView {
        ballot: stored.ballot,
        verdict: stored.verdict,
        at: stored.at,
        height: mirror.progress.height?,
        by_group_account: mirror.progress.by_group_account,
    })
}

pub(crate) fn content(deps: Deps, id: ProposalId) -> Result<ContentView, ContractError> {
    book::load(deps.storage, id)?;
    let text = match book::text(deps.storage, id)? {
        None => TextView::None {},
        Some(StoredText::Stored(text)) => TextView::Stored { text },
        Some(StoredText::Carried(sha256)) => TextView::Carried {
            sha256: sha256.into(),
        },
        Some(StoredText::Linked(uri, sha256)) => TextView::Linked {
            uri,
            sha256: sha256.into(),
        },
    };
    Ok(ContentView {
        text,
        actions: book::actions(deps.storage, id)?,
    })
}

pub(crate) fn ballot(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    seat: SeatId,
) -> Result<Option<BallotView>, ContractError> {
    let turn = turn(deps, env, id)?;
    let found = book::ballot(deps.storage, id, seat)?;
    found
        .map(|ballot| ballot_view(deps.api, seat, ballot, turn))
        .transpose()
}

/// The round whose ballots count.
fn turn(deps: Deps, env: &Env, id: ProposalId) -> Result<u32, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    Ok(match proposal.slate {
        Slate::Vote => proposal.turn(Phase::Deciding),
        _ => proposal.turn(assess(deps.storage, env, &proposal)?.phase),
    })
}

pub(crate) fn ballots(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> Result<Vec<BallotView>, ContractError> {
    let turn = turn(deps, env, id)?;
    let found = book::ballots(deps.storage, id, start_after, limit)?;
    found
        .into_iter()
        .map(|(seat, ballot)| ballot_view(deps.api, seat, ballot, turn))
        .collect()
}

fn ballot_view(
    api: &dyn Api,
    seat: SeatId,
    stored: StoredBallot,
    counts: u32,
) -> Result<BallotView, ContractError> {
    let StoredBallot {
        cast,
        reason,
        weight,
        by,
        at,
        revision,
        turn,
    } = stored;
    let by = by.iter().map(|wallet| written(wallet, api));
    Ok(BallotView {
        seat,
        cast,
        reason,
        weight,
        by: by.collect::<StdResult<Vec<_>>>()?.join(","),
        at,
        revision,
        lapsed: turn != counts,
    })
}

pub(crate) fn weight(
    deps: Deps,
    id: ProposalId,
    seat: SeatId,
) -> Result<WeightView, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    let holder = registry::load(deps.storage, seat)?;
    Ok(WeightView {
        weight: electorate_weight(deps.storage, &proposal, seat, &holder)?,
    })
}

pub(crate) fn asks(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    start_after: Option<SeatId>,
    limit: Option<u32>,
) -> Result<Vec<AskView>, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    let now = assess(deps.storage, env, &proposal)?;
    let over = env.block.time.seconds() >= now.ask_until;
    let asks = Asks::load(deps.storage, id, proposal.turn(now.phase))?;
    let wanted = page(limit);
    walk(
        start_after,
        wanted,
        |behind| Ok(registry::group_seats(deps.storage, behind, wanted)?),
        |seat_id, seat| {
            let votes = electorate_weight(deps.storage, &proposal, seat_id, &seat)? > 0;
            Ok(votes.then(|| AskView {
                seat: seat_id,
                group: seat.holder.keys().concat(),
                state: ask_state(asks.of(seat_id), over),
            }))
        },
    )
}

fn ask_state(stored: Option<&Ask>, over: bool) -> AskState {
    match (stored, over) {
        (Some(Ask::Asked { at }), _) => AskState::Asked { at: *at },
        (None, false) => AskState::Waiting {},
        (None, true) => AskState::NotAsked { reason: None },
        (Some(Ask::Failed { reason }), false) => AskState::Failed {
            reason: reason.clone(),
        },
        (Some(Ask::Failed { reason }), true) => AskState::NotAsked {
            reason: Some(reason.clone()),
        },
    }
}

pub(crate) fn mirror_of(
    deps: Deps,
    env: &Env,
    group: &str,
    proposal: ProposalId,
) -> Result<Option<ProposalView>, ContractError> {
    match book::mirror_of(deps.storage, group, proposal)? {
        Some(mirror) => view(deps, env, mirror).map(Some),
        None => Ok(None),
    }
}

pub(crate) fn receipt(deps: Deps, env: &Env, id: ProposalId) -> Result<Receipt, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    let now = assess(deps.storage, env, &proposal)?;
    if taken_back(&proposal) {
        return Err(ProposalError::NeverDecided {
            proposal: id,
            status: now.status.as_str(),
        }
        .into());
    }
    let decided_at = match proposal.progress.moved {
        Some(moved) => moved.at,
        None if env.block.time.seconds() >= now.ends => now.ends,
        None => {
            return Err(ProposalError::Undecided {
                proposal: id,
                until: now.ends,
                now: env.block.time.seconds(),
            }
            .into());
        }
    };
    let outcome: Outcome = now.outcome;
    Ok(Receipt {
        chain_id: env.block.chain_id.clone(),
        group: env.contract.address.to_string(),
        proposal: id,
        version: proposal.version,
        content_hash: proposal.content_hash.into(),
        tally: now.tally,
        electorate: proposal.electorate,
        outcome,
        decided_at,
        height: proposal.progress.height,
        by_group_account: proposal.progress.by_group_account,
        parties: proposal.parties,
    })
}
