//! Where a proposal stands: its rules, its ballots and the time, handed to the pure rules.

use cosmwasm_std::{Addr, Env, Storage};
use folkmoot_rules::{
    Ended, Facts, Later, Moment, Outcome, Rule, Seconds, Status, Tally, Translation, ask_deadline,
    early_outcome, final_early, outcome, status,
};

use crate::charter::Round;
use crate::error::{ContractError, ProposalError};
use crate::msg::ProposalId;
use crate::state::{Proposal, StoredOrigin, charter_of};

/// The rules that a proposal opened under.
pub struct Terms {
    /// The procedure's name, `upstream` for a mirror.
    pub name: String,
    /// The deciding round.
    pub round: Round,
    /// How long a decision rests.
    pub delay: Seconds,
    /// How long it may then be executed.
    pub execution_window: Seconds,
    /// Until when group seats may be asked, unix seconds.
    pub ask_until: u64,
    /// For a mirror, how the outcome becomes the group's vote.
    pub translation: Option<Translation>,
    /// The accounts that now are the group's own, whatever the proposal opened under.
    group_accounts: Vec<String>,
    /// When the group ends, whatever the proposal opened under.
    sunset: Option<u64>,
}

impl Terms {
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
    /// Its ballots, with group seats that were not asked in time as not cast.
    pub tally: Tally,
    /// What is decided; undecided while a missing ballot could change it.
    pub outcome: Outcome,
    /// Where it stands.
    pub status: Status,
    /// Whether a mirror's vote is final, or a proposal may move on before its deadline.
    pub ripe: bool,
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
    let ask_until = ask_deadline(proposal.opened_at, spec.relay_buffer);
    let execution_window = spec.execution_window;
    let procedure = match &proposal.origin {
        StoredOrigin::Own { procedure, .. } => usize::try_from(*procedure)
            .ok()
            .and_then(|index| spec.procedures.get(index)),
        StoredOrigin::Mirror { .. } => None,
    };
    Ok(match procedure {
        Some(procedure) => Terms {
            name: procedure.name.clone(),
            // A checked path has a deciding round; the policy's stands in for the type's sake.
            round: decided_in(proposal, procedure.round().unwrap_or(&spec.upstream.round)),
            delay: procedure.delay(),
            execution_window,
            ask_until,
            translation: None,
            group_accounts,
            sunset,
        },
        None => Terms {
            name: "upstream".into(),
            round: spec.upstream.round.clone(),
            delay: Seconds::ZERO,
            execution_window,
            ask_until,
            translation: Some(spec.upstream.translation),
            group_accounts,
            // A mirror is the matter of the group above: its vote is carried up whatever becomes of this group.
            sunset: None,
        },
    })
}

/// A proposal between parties needs the yes of each, in the time that its procedure has.
fn decided_in(proposal: &Proposal, round: &Round) -> Round {
    if proposal.parties.is_empty() {
        return round.clone();
    }
    Round {
        early_finish: round.early_finish,
        revoting: round.revoting,
        ..Round::new(Rule::unanimity(), round.period)
    }
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
    let mut tally = proposal.tally;
    count_unasked(&mut tally, proposal, &terms, now)?;
    let rule = &terms.round.rule;
    let at_deadline = outcome(rule, &proposal.electorate, &tally);
    let early = match terms.round.early_finish {
        true => early_outcome(rule, &proposal.electorate, &tally),
        false => Outcome::Undecided,
    };
    let ended = now >= proposal.deadline;
    let outcome = match (&proposal.progress.moved, ended) {
        (Some(moved), _) => moved.outcome,
        (None, _) if taken_back(proposal) => Outcome::Undecided,
        (None, true) => at_deadline,
        (None, false) => early,
    };
    let ripe = ended
        || match &terms.translation {
            Some(translation) if terms.round.early_finish => {
                final_early(rule, translation, &proposal.electorate, &tally, early)
            }
            _ => early != Outcome::Undecided,
        };
    let moment = Moment {
        at: now,
        height: env.block.height,
    };
    let status = status(&facts(proposal, &terms), at_deadline, moment);
    Ok(Assessment {
        terms,
        tally,
        outcome,
        status,
        ripe,
    })
}

fn facts(proposal: &Proposal, terms: &Terms) -> Facts {
    Facts {
        deadline: proposal.deadline,
        later: later(terms.delay),
        execution_window: terms.execution_window,
        moved: proposal.progress.moved,
        ended: proposal.progress.ended,
        failed_attempts: proposal.progress.failed_attempts,
        is_mirror: proposal.is_mirror(),
        sunset: terms.sunset,
    }
}

/// The stages behind the deciding round.
fn later(delay: Seconds) -> Vec<Later> {
    match delay {
        Seconds::ZERO => Vec::new(),
        delay => vec![Later::Delay(delay)],
    }
}

/// Whether the proposal ended before anything was decided.
pub(crate) const fn taken_back(proposal: &Proposal) -> bool {
    matches!(
        proposal.progress.ended,
        Some(Ended::Withdrawn | Ended::Superseded)
    )
}

/// Group seats that were not asked in time are not waited for. What was decided before stays as it was.
fn count_unasked(
    tally: &mut Tally,
    proposal: &Proposal,
    terms: &Terms,
    now: u64,
) -> Result<(), ContractError> {
    let asked = proposal.progress.asked;
    let weight = proposal.groups.weight.saturating_sub(asked.weight);
    let seats = proposal.groups.seats.saturating_sub(asked.seats);
    let at = proposal.progress.moved.map_or(now, |moved| moved.at);
    if at >= terms.ask_until && seats > 0 {
        tally.add_absent(weight, seats)?;
    }
    Ok(())
}
