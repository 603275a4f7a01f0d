//! Where a proposal stands: its rules, its ballots and the time, handed to the pure rules.

use cosmwasm_std::{Addr, Env, Storage};
use folkmoot_rules::{
    Electorate, Ended, Facts, Later, Moment, Outcome, Phase, Review, ReviewFacts, ReviewMode,
    Rounds, Rule, Seconds, Slate, Stand, Status, Tally, Translation, ask_deadline, course, stand,
};

use crate::charter::charters::charter_of;
use crate::charter::{Charter, Delegating, LaterStage, Procedure, Refer, Round, UPSTREAM};
use crate::error::{ContractError, ProposalError};
use crate::msg::ProposalId;
use crate::proposals::proposal::{Proposal, StoredOrigin};

/// The rules that a proposal opened under.
pub struct Terms {
    /// The procedure's name, `upstream` for a mirror.
    pub name: String,
    /// The deciding round.
    pub round: Round,
    /// The stages behind it.
    pub stages: Vec<LaterStage>,
    /// How long it may then be executed.
    pub execution_window: Seconds,
    /// The time kept free for carrying votes up.
    pub relay_buffer: Seconds,
    /// For a mirror, how the outcome becomes the group's vote.
    pub translation: Option<Translation>,
    /// Where a seat may let another carry its weight.
    pub delegation: Delegating,
    /// The accounts that now are the group's own, whatever the proposal opened under.
    group_accounts: Vec<String>,
    /// When the group ends, whatever the proposal opened under.
    sunset: Option<u64>,
}

impl Terms {
    /// A review with its course. A decision of which a house is not asked lapses: for a yes, when too little time is
    /// left to get one; for a notice, when it might have been executed long ago.
    pub(crate) fn review(&self, refer: &Refer, facts: Option<&ReviewFacts>) -> Review {
        let facts = facts.copied().unwrap_or_default();
        Review {
            mode: refer.mode,
            window: refer.window,
            least_blocks: refer.least_blocks,
            ask_within: match refer.mode {
                ReviewMode::Ratify | ReviewMode::Escalate if !facts.asleep => {
                    Seconds(ask_deadline(0, self.relay_buffer))
                }
                _ => self.execution_window,
            },
            facts,
        }
    }

    /// How long a decision rests.
    pub(crate) fn delay(&self) -> Seconds {
        let delays = self.stages.iter().map(|stage| match stage {
            LaterStage::Delay { duration } => *duration,
            LaterStage::Refer(_) => Seconds::ZERO,
        });
        delays.fold(Seconds::ZERO, Seconds::saturating_add)
    }

    /// Whether the sender is one of the accounts whose signature makes a result the group's own.
    pub(crate) fn is_group_account(&self, sender: &Addr) -> bool {
        self.group_accounts
            .iter()
            .any(|account| account == sender.as_str())
    }
}

/// Where a proposal stands at a moment.
pub struct Assessment {
    /// Its rules.
    pub terms: Terms,
    /// What fixes its course, with group seats that were not asked in time as not cast.
    pub rounds: Rounds,
    /// The phase that runs, or in which it was decided.
    pub phase: Phase,
    /// When that phase ends or ended, unix seconds.
    pub ends: u64,
    /// Until when group seats may be asked in that phase, unix seconds.
    pub ask_until: u64,
    /// The rule of that phase.
    pub rule: Rule,
    /// The ballots of that phase.
    pub tally: Tally,
    /// What is decided; undecided while a missing ballot or a block could change it.
    pub outcome: Outcome,
    /// Where it stands.
    pub status: Status,
    /// When the stages behind the deciding round began, as far as they have, unix seconds.
    pub begun: Vec<u64>,
    /// Whether a mirror's vote is final, or a proposal may move on before its deadline.
    pub ripe: bool,
    /// Whether all have answered and blocks are left: the round may end and resolving begin.
    pub may_resolve: bool,
}

impl Assessment {
    /// Refuses what only an open proposal allows.
    pub(crate) const fn must_be_open(&self, id: ProposalId) -> Result<(), ProposalError> {
        match self.status {
            Status::Open => Ok(()),
            status => Err(ProposalError::NotOpen {
                proposal: id,
                status: status.as_str(),
            }),
        }
    }
}

/// Reads the rules of a proposal from the charter that it opened under.
pub(crate) fn terms(storage: &dyn Storage, proposal: &Proposal) -> Result<Terms, ContractError> {
    let (opened_under, group_accounts, sunset) = charter_of(storage, proposal.charter)?;
    let spec = opened_under.spec();
    let relay_buffer = spec.relay_buffer;
    let execution_window = spec.execution_window;
    let procedure = match &proposal.origin {
        StoredOrigin::Own { procedure, .. } | StoredOrigin::Outside { procedure, .. } => {
            usize::try_from(*procedure)
                .ok()
                .and_then(|index| spec.procedures.get(index))
        }
        StoredOrigin::Mirror { .. } | StoredOrigin::Review { .. } => None,
    };
    Ok(match procedure {
        Some(procedure) => Terms {
            name: procedure.name.clone(),
            // A checked path has a deciding round; the policy's stands in for the type's sake.
            round: decided_in(proposal, procedure, &opened_under)
                .unwrap_or_else(|| spec.upstream.round.clone()),
            stages: proposal.path.clone().unwrap_or_else(|| procedure.later()),
            execution_window,
            relay_buffer,
            translation: None,
            delegation: spec.delegation,
            group_accounts,
            sunset,
        },
        None => Terms {
            name: UPSTREAM.into(),
            round: spec.upstream.round.clone(),
            stages: Vec::new(),
            execution_window,
            relay_buffer,
            // only a yes ratifies: how the outcome would become a vote does not matter, and nobody waits for it
            translation: (!matches!(proposal.origin, StoredOrigin::Review { .. }))
                .then_some(spec.upstream.translation),
            delegation: spec.delegation,
            group_accounts,
            // A mirror is the matter of the group above: its vote is carried up whatever becomes of this group.
            sunset: None,
        },
    })
}

/// The round in which a proposal is decided. Between parties it needs the yes of each, in the time that the last procedure
/// has.
fn decided_in(proposal: &Proposal, procedure: &Procedure, charter: &Charter) -> Option<Round> {
    if proposal.parties.is_empty() {
        return procedure.round().cloned();
    }
    charter.round_of_parties().map(|round| Round {
        early_finish: round.early_finish,
        revoting: round.revoting,
        ..Round::new(Rule::unanimity(), round.period)
    })
}

/// Where a proposal stands now.
pub(crate) fn assess(
    storage: &dyn Storage,
    env: &Env,
    proposal: &Proposal,
) -> Result<Assessment, ContractError> {
    judge(terms(storage, proposal)?, env, proposal)
}

/// Where a proposal stands now under its rules.
pub(crate) fn judge(
    terms: Terms,
    env: &Env,
    proposal: &Proposal,
) -> Result<Assessment, ContractError> {
    let now = env.block.time.seconds();
    let (rounds, asking) = rounds(&terms, proposal, now)?;
    let stand = stand(
        &rounds,
        terms.round.early_finish,
        terms.translation.as_ref(),
        proposal.progress.moved,
        now,
    );
    let course = course(
        &facts(proposal, &terms, stand.ends),
        stand.at_end,
        moment(env),
    );
    let status = stand.shown(course.status);
    let Stand {
        phase,
        ends,
        rule,
        tally,
        outcome,
        ripe,
        may_resolve,
        ..
    } = stand;
    Ok(Assessment {
        terms,
        rounds,
        phase,
        ends,
        ask_until: match phase {
            Phase::Fallback => asking.fallback,
            Phase::Deciding | Phase::Resolving => asking.version,
        },
        rule,
        tally,
        outcome: match taken_back(proposal) && proposal.progress.moved.is_none() {
            true => Outcome::Undecided,
            false => outcome,
        },
        status,
        begun: course.begun,
        ripe,
        may_resolve,
    })
}

/// The time and height of the block.
pub(crate) fn moment(env: &Env) -> Moment {
    Moment {
        at: env.block.time.seconds(),
        height: env.block.height,
    }
}

/// Until when group seats may be asked, in the version's round and in the fallback, unix seconds.
struct Asking {
    version: u64,
    fallback: u64,
}

/// What fixes a proposal's course. Group seats that were not asked in time are not waited for; what was decided before
/// stays as it was.
fn rounds(terms: &Terms, proposal: &Proposal, now: u64) -> Result<(Rounds, Asking), ContractError> {
    let at = proposal.progress.moved.map_or(now, |moved| moved.at);
    let after = &proposal.after_blocks;
    let Round {
        rule, resolving, ..
    } = terms.round;
    let closed = after.closed_at.unwrap_or(proposal.deadline);
    let fallback_begins = resolving.map_or(closed, |resolving| resolving.period.after(closed));
    let asking = Asking {
        version: ask_deadline(proposal.opened_at, terms.relay_buffer),
        fallback: ask_deadline(fallback_begins, terms.relay_buffer),
    };
    let (mut tally, mut fallback) = (proposal.tally, after.fallback.tally);
    if at >= asking.version {
        count_unasked(&mut tally, proposal.groups, proposal.progress.asked)?;
    }
    if at >= asking.fallback {
        count_unasked(&mut fallback, proposal.groups, after.fallback.asked)?;
    }
    let rounds = Rounds {
        rule,
        resolving,
        electorate: proposal.electorate,
        deadline: proposal.deadline,
        closed_at: after.closed_at,
        resolved_at: after.resolved_at,
        tally,
        fallback,
    };
    Ok((rounds, asking))
}

fn facts(proposal: &Proposal, terms: &Terms, deadline: u64) -> Facts {
    Facts {
        deadline,
        later: later(proposal, terms),
        execution_window: terms.execution_window,
        moved: proposal.progress.moved,
        ended: proposal.progress.ended,
        failed_attempts: proposal.progress.failed_attempts,
        is_mirror: proposal.is_mirror(),
        sunset: terms.sunset,
    }
}

/// The stages behind the deciding round, each review with its course.
fn later(proposal: &Proposal, terms: &Terms) -> Vec<Later> {
    let mut courses = proposal.progress.reviews.iter();
    let stages = terms.stages.iter().map(|stage| match stage {
        LaterStage::Delay { duration } => Later::Delay(*duration),
        LaterStage::Refer(refer) => Later::Refer(terms.review(refer, courses.next())),
    });
    stages.collect()
}

/// Whether the proposal ended before anything was decided.
pub(crate) const fn taken_back(proposal: &Proposal) -> bool {
    matches!(
        proposal.progress.ended,
        Some(Ended::Withdrawn | Ended::Superseded)
    )
}

fn count_unasked(
    tally: &mut Tally,
    groups: Electorate,
    asked: Electorate,
) -> Result<(), ContractError> {
    let seats = groups.seats.saturating_sub(asked.seats);
    if seats > 0 {
        tally.add_absent(groups.weight.saturating_sub(asked.weight), seats)?;
    }
    Ok(())
}

/// The phase in which a proposal takes ballots now; while resolving these are the words of those who object. Of most
/// proposals their record tells it, and the charter is not read.
pub(crate) fn phase_for_ballots(
    storage: &dyn Storage,
    env: &Env,
    id: ProposalId,
    proposal: &Proposal,
) -> Result<Phase, ContractError> {
    let progress = &proposal.progress;
    let round_runs =
        env.block.time.seconds() < proposal.deadline && proposal.after_blocks.closed_at.is_none();
    let status = match (progress.ended, progress.moved) {
        (Some(_), _) => "ended",
        (None, Some(_)) => "decided",
        (None, None) if round_runs => return Ok(Phase::Deciding),
        (None, None) if proposal.slate == Slate::Vote => "past its deadline",
        (None, None) => {
            let now = assess(storage, env, proposal)?;
            match now.status {
                Status::Open | Status::Resolving { .. } => return Ok(now.phase),
                _ => "past its deadline",
            }
        }
    };
    Err(ProposalError::NotOpen {
        proposal: id,
        status,
    }
    .into())
}
