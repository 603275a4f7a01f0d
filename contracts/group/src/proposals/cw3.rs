//! The group as cw3 sees a multisig: its rule, its proposals and its ballots.

use cosmwasm_std::{Api, Decimal, Deps, Env, Timestamp};
use folkmoot_rules::{
    Base, Choice, Consent, Count, Electorate, Outcome, Ratio, Rule, Signal, Silence,
    Status as Stands, Threshold, UpstreamBallot,
};

use crate::action::Action;
use crate::charter::ElectorateKind;
use crate::charter::charters::charter_in_force;
use crate::error::ContractError;
use crate::json::binary;
use crate::msg::cw3::{
    BankMessage, Expiration, Message, ProposalListResponse, ProposalResponse, Status,
    ThresholdResponse, VoteInfo, VoteListResponse, VoteResponse, WasmMessage,
};
use crate::msg::{Cast, ExecuteMsg, ProposalId, SeatId};
use crate::proposals::book;
use crate::proposals::decision::{Assessment, assess, terms};
use crate::proposals::proposal::{Proposal, StoredBallot, StoredOrigin, StoredText};
use crate::seats::cw4::{address, not_a_member};
use crate::seats::registry::{self, find_seat};
use crate::storage::{page, walk};
use crate::wallet::{compact, written};

/// The steps of one in which cw3 counts: it rounds weights to billionths before it rounds up.
const BILLIONTH: u128 = 1_000_000_000;

pub(crate) fn threshold(deps: Deps) -> Result<ThresholdResponse, ContractError> {
    let (_, charter) = charter_in_force(deps.storage)?;
    let spec = charter.spec();
    // The last procedure covers everything.
    let last = spec.procedures.last();
    let round = last
        .and_then(|procedure| procedure.round())
        .unwrap_or(&spec.upstream.round);
    let kind = last.map(|procedure| &procedure.electorate);
    let kind = kind.unwrap_or(&ElectorateKind::CoreSeats);
    let electorate = registry::totals(deps.storage)?.electorate(kind);
    Ok(in_words_of_cw3(&round.rule, electorate))
}

/// A rule on all weight is a count of yes; one on what was cast is a share of it with a quorum.
fn in_words_of_cw3(rule: &Rule, electorate: Electorate) -> ThresholdResponse {
    let rule = match rule {
        Rule::Threshold(rule) => rule,
        Rule::Consent(rule) => return consent_in_words_of_cw3(rule, electorate),
    };
    let total_weight = match rule.count {
        Count::Seats => electorate.seats.into(),
        Count::Weight | Count::Both => electorate.weight,
    };
    let of_all = u128::from(rule.threshold.numerator()).saturating_mul(total_weight.into());
    let whole = u128::from(rule.threshold.denominator());
    let needed = match rule.strict {
        true => of_all.checked_div(whole).map(|yes| yes.saturating_add(1)),
        false => Some(of_all.div_ceil(whole)),
    };
    match rule.base {
        Base::Eligible => ThresholdResponse::AbsoluteCount {
            weight: needed
                .and_then(|yes| yes.try_into().ok())
                .unwrap_or(u64::MAX),
            total_weight,
        },
        Base::Cast => ThresholdResponse::ThresholdQuorum {
            threshold: share(rule.threshold, rule.strict),
            quorum: share(rule.quorum, false),
            total_weight,
        },
    }
}

/// Consent has no word in cw3. The nearest: where more than a share of all must say yes, that many; else nobody may say
/// no, with the rule's quorum. Blocks that are passed over, silence clauses and the proposer's own seat are not told.
fn consent_in_words_of_cw3(rule: &Consent, electorate: Electorate) -> ThresholdResponse {
    let all = Rule::Threshold(Threshold {
        quorum: match rule.silence {
            Silence::AllMustAnswer => Ratio::ONE,
            Silence::Lazy | Silence::AtLeast(_) => rule.quorum.unwrap_or(Ratio::LEAST),
        },
        threshold: rule.least_yes.unwrap_or(Ratio::ONE),
        strict: rule.least_yes.is_some(),
        base: match rule.least_yes {
            Some(_) => Base::Eligible,
            None => Base::Cast,
        },
        count: Count::Weight,
    });
    in_words_of_cw3(&all, electorate)
}

/// A ratio as a decimal. cw3 knows only "at least": more than a half is a half and a billionth, which asks for the same
/// number of votes of any weight up to a billion over the ratio's denominator.
fn share(ratio: Ratio, strict: bool) -> Decimal {
    let whole = Decimal::one().atomics().u128();
    // A ratio's integers are at most a billion.
    let part = whole
        .saturating_mul(ratio.numerator().into())
        .checked_div(ratio.denominator().into())
        .unwrap_or(whole);
    let step = match strict {
        true => whole / BILLIONTH,
        false => 0,
    };
    Decimal::new(part.saturating_add(step).into())
}

pub(crate) fn proposal(
    deps: Deps,
    env: &Env,
    id: ProposalId,
) -> Result<ProposalResponse, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    describe(deps, env, id, proposal)
}

pub(crate) fn proposals(
    deps: Deps,
    env: &Env,
    start: Option<ProposalId>,
    limit: Option<u32>,
    newest_first: bool,
) -> Result<ProposalListResponse, ContractError> {
    let proposals = book::list(deps.storage, start, limit, newest_first)?
        .into_iter()
        .map(|(id, proposal)| describe(deps, env, id, proposal))
        .collect::<Result<_, _>>()?;
    Ok(ProposalListResponse { proposals })
}

fn describe(
    deps: Deps,
    env: &Env,
    id: ProposalId,
    proposal: Proposal,
) -> Result<ProposalResponse, ContractError> {
    let now = assess(deps.storage, env, &proposal)?;
    let cast_above = proposal.progress.roll_up.is_some();
    let (description, proposer) = match &proposal.origin {
        StoredOrigin::Own { seat, .. } => (
            text(book::text(deps.storage, id)?),
            address(&registry::load(deps.storage, *seat)?),
        ),
        StoredOrigin::Outside { by, .. } => {
            (text(book::text(deps.storage, id)?), written(by, deps.api)?)
        }
        StoredOrigin::Mirror {
            group, proposal, ..
        }
        | StoredOrigin::Review {
            group, proposal, ..
        } => {
            let group = written(group, deps.api)?;
            (format!("mirror of proposal {proposal} of {group}"), group)
        }
    };
    Ok(ProposalResponse {
        id,
        title: proposal.title,
        description,
        msgs: messages(env, id, book::actions(deps.storage, id)?),
        status: status(&now, cast_above),
        expires: Expiration::AtTime(Timestamp::from_seconds(now.ends)),
        threshold: in_words_of_cw3(&now.rule, proposal.electorate),
        proposer,
        deposit: None,
    })
}

fn text(stored: Option<StoredText>) -> String {
    match stored {
        None => String::new(),
        Some(StoredText::Stored(text)) => text,
        Some(StoredText::Carried(sha256)) => {
            format!(
                "carried by the opening transaction, sha256 {}",
                hex(&sha256)
            )
        }
        Some(StoredText::Linked(uri, sha256)) => format!("{uri}, sha256 {}", hex(&sha256)),
    }
}

fn hex(bytes: &[u8]) -> String {
    cosmwasm_std::HexBinary::from(bytes).to_hex()
}

/// Payments and calls as what they send. For the rest cw3 has no words: it is the group's call to itself that executes.
fn messages(env: &Env, id: ProposalId, actions: Vec<Action>) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut rest = false;
    for action in actions {
        messages.push(match action {
            Action::Spend { to, amount, .. } => Message::Bank(BankMessage::Send {
                to_address: to,
                amount,
            }),
            Action::Call {
                contract,
                msg,
                funds,
            } => Message::Wasm(WasmMessage::Execute {
                contract_addr: contract,
                msg,
                funds,
            }),
            _ => {
                rest = true;
                continue;
            }
        });
    }
    if rest {
        messages.push(Message::Wasm(WasmMessage::Execute {
            contract_addr: env.contract.address.to_string(),
            msg: binary(&ExecuteMsg::PerformActions { proposal: id }),
            funds: vec![],
        }));
    }
    messages
}

/// As cw3 has it, a proposal is passed or rejected as soon as that is decided.
const fn status(now: &Assessment, cast_above: bool) -> Status {
    match (now.status, now.outcome) {
        (Stands::Open | Stands::Resolving { .. }, Outcome::Undecided)
        | (Stands::Referred { .. }, Outcome::Blocked) => Status::Open,
        (Stands::Executed, _) => Status::Executed,
        (Stands::Open | Stands::Passed, Outcome::Passed) if cast_above => Status::Executed,
        (Stands::Open, Outcome::Passed)
        | (
            Stands::Delayed { .. }
            | Stands::Referred { .. }
            | Stands::Passed
            | Stands::ExecutionFailed,
            _,
        ) => Status::Passed,
        _ => Status::Rejected,
    }
}

pub(crate) fn vote(deps: Deps, id: ProposalId, voter: &str) -> Result<VoteResponse, ContractError> {
    let counted = counted(deps, id)?;
    let key = voter.to_ascii_lowercase();
    let found = match find_seat(deps.storage, &key)? {
        Some((seat, _)) => book::ballot(deps.storage, id, seat)?.map(|ballot| (seat, ballot)),
        None => cast_by(deps, id, &key)?,
    };
    Ok(VoteResponse {
        vote: found.and_then(|(_, ballot)| vote_info(deps.api, id, counted, ballot)),
    })
}

pub(crate) fn votes(
    deps: Deps,
    id: ProposalId,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<VoteListResponse, ContractError> {
    let counted = counted(deps, id)?;
    let behind = match start_after {
        Some(voter) => Some(last_read(deps, id, voter)?),
        None => None,
    };
    let votes = walk(
        behind,
        page(limit),
        |behind| Ok(book::ballots(deps.storage, id, behind, None)?),
        |_, ballot| Ok(vote_info(deps.api, id, counted, ballot)),
    )?;
    Ok(VoteListResponse { votes })
}

/// The seat at which a page ended. A voter that is known no more is refused: the list would begin anew.
fn last_read(deps: Deps, id: ProposalId, voter: &str) -> Result<SeatId, ContractError> {
    let holds = find_seat(deps.storage, voter)?.map(|(seat, _)| seat);
    if let Some(seat) = holds
        && book::ballot(deps.storage, id, seat)?.is_some_and(|ballot| is_by(&ballot, voter))
    {
        return Ok(seat);
    }
    let cast = cast_by(deps, id, voter)?.map(|(seat, _)| seat);
    cast.or(holds).ok_or_else(|| not_a_member(voter))
}

/// The ballot that an address cast, whatever it holds by now.
fn cast_by(
    deps: Deps,
    id: ProposalId,
    voter: &str,
) -> Result<Option<(SeatId, StoredBallot)>, ContractError> {
    let found = walk(
        None,
        1,
        |behind| Ok(book::ballots(deps.storage, id, behind, None)?),
        |seat, ballot| Ok(is_by(&ballot, voter).then_some((seat, ballot))),
    )?;
    Ok(found.into_iter().next())
}

fn is_by(ballot: &StoredBallot, voter: &str) -> bool {
    ballot.by.first() == Some(&compact(voter))
}

/// What a rule counts, and how it reads a group seat.
type Counted = (Count, fn(&UpstreamBallot) -> Signal);

/// What the proposal's rule counts, and how it reads a split seat.
fn counted(deps: Deps, id: ProposalId) -> Result<Counted, ContractError> {
    let proposal = book::load(deps.storage, id)?;
    Ok(match terms(deps.storage, &proposal)?.round.rule {
        Rule::Threshold(rule) if proposal.parties.is_empty() => {
            (rule.count, UpstreamBallot::stands_with)
        }
        Rule::Threshold(rule) => (rule.count, UpstreamBallot::signal),
        Rule::Consent(_) => (Count::Weight, UpstreamBallot::signal),
    })
}

/// What was not cast is no vote.
fn vote_info(
    api: &dyn Api,
    id: ProposalId,
    (counted, read): Counted,
    ballot: StoredBallot,
) -> Option<VoteInfo> {
    let signal = match ballot.cast {
        Cast::Choice(choice) | Cast::Carried { choice, .. } => choice.into(),
        Cast::Upstream { ballot, .. } => read(&ballot),
        Cast::Absent {} => Signal::NotCast,
    };
    let vote = match signal {
        Signal::Yes => Choice::Yes,
        Signal::No => Choice::No,
        Signal::Abstain => Choice::Abstain,
        Signal::NotCast => return None,
    };
    Some(VoteInfo {
        proposal_id: id,
        voter: ballot
            .by
            .first()
            .and_then(|wallet| written(wallet, api).ok())?,
        vote,
        weight: match counted {
            Count::Seats => 1,
            Count::Weight | Count::Both => ballot.weight,
        },
    })
}

#[cfg(test)]
mod tests;
