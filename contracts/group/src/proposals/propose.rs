//! Opening proposals: their content, the procedure that decides them, and who decides.

use cosmwasm_std::{Binary, DepsMut, Env, HexBinary, MessageInfo, Response, Storage};
use folkmoot_rules::{Ended, Outcome, Rule, Slate, Status, Tally};

use crate::action::{Action, ActionError, Bill};
use crate::cells::group::Group;
use crate::charter::agreed::agreed;
use crate::charter::charters::{Version, charter_at, charter_in_force, charter_version};
use crate::charter::{Charter, CharterError, LaterStage, Procedure, reviewed_by};
use crate::checks::check_title;
use crate::error::{ContractError, HouseError, ProposalError};
use crate::events::Event;
use crate::joint::parties;
use crate::msg::{ProposalId, ProposalSpec, SeatId};
use crate::permission::Caller;
use crate::proposals::content::{check_actions, hash, stored_text};
use crate::proposals::decision::assess;
use crate::proposals::proposal::{AfterBlocks, Progress, Proposal, StoredOrigin};
use crate::proposals::proposer::{Electors, Proposer, check_is_proposer, electors, proposer};
use crate::proposals::rescind::check_rescindable;
use crate::proposals::{actions, book, foresight};
use crate::reviews::veto;
use crate::treasury::deposits;
use crate::wallet::compact;

/// Message: opens a proposal, of the sender's seat or of whoever left a deposit.
///
/// # Errors
/// Malformed content, actions of two procedures, a procedure by which the sender may not propose, or an electorate of
/// nobody.
#[inline(never)]
pub fn propose(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    spec: ProposalSpec,
) -> Result<Response, ContractError> {
    let group = Group::ready(&mut deps, env)?;
    check_title(&spec.title)?;
    let bill = Bill::of(&spec.actions)?;
    let found = procedure_of(deps.storage, env, None, &spec.actions, &bill)?;
    let covering = &found.procedure;
    let proposer = proposer(deps.storage, env, info, &caller, covering, &spec.actions)?;
    check_actions(deps.as_ref(), env, &spec.actions)?;
    let text = stored_text(spec.text)?;
    let hash = hash(1, &spec.title, text.as_ref(), &spec.actions)?;
    let mut parties = spec.parties;
    parties.sort_unstable();
    parties::check_actions(deps.storage, &parties, &spec.actions)?;
    let electors = match parties.is_empty() {
        true => electors(deps.storage, env, covering, &spec.actions)?,
        false => parties::electors(deps.storage, &parties, env.block.height)?,
    };
    let warnings = actions::warnings(deps.as_ref(), env, &parties, &spec.actions)?;
    let mut proposal = Proposal {
        title: spec.title,
        content_hash: Binary::from(hash),
        parties,
        ..record(
            deps.storage,
            env,
            &proposer,
            &found,
            electors,
            &spec.actions,
        )?
    };
    if !proposal.parties.is_empty() {
        proposal.is_between(&found.charter)?;
    }
    proposal.deadline = group.ends_before(proposal.deadline);
    let id = book::open(deps.storage, &proposal)?;
    let response = veto::opened(&mut deps, env, id, &proposal, &spec.actions)?;
    book::save_content(deps.storage, id, text.as_ref(), &spec.actions);
    let response = response.add_event(Event::ProposalOpened {
        proposal: id,
        seat: match &proposer {
            Proposer::Seat(seat) => *seat,
            Proposer::Outside(..) => 0,
        },
        deadline: proposal.deadline,
        content_hash: &HexBinary::from(hash).to_hex(),
    });
    let response = foresight::tell(response, id, &warnings);
    match proposer {
        Proposer::Seat(_) => Ok(response),
        Proposer::Outside(by, deposit) => deposits::take(deps.storage, response, id, &by, &deposit),
    }
}

/// The record of a proposal that opens now, but for its content.
fn record(
    storage: &dyn Storage,
    env: &Env,
    proposer: &Proposer,
    found: &Found,
    electors: Electors,
    actions: &[Action],
) -> Result<Proposal, ContractError> {
    let (index, procedure) = (found.index, &found.procedure);
    let round = procedure.round().ok_or(CharterError::NoProcedure)?;
    let now = env.block.time.seconds();
    Ok(Proposal {
        title: String::new(),
        version: 1,
        content_hash: Binary::default(),
        origin: match proposer {
            Proposer::Seat(seat) => StoredOrigin::Own {
                seat: *seat,
                procedure: index,
            },
            Proposer::Outside(by, _) => StoredOrigin::Outside {
                by: compact(by.as_str()),
                procedure: index,
            },
        },
        charter: found.version,
        opened_at: now,
        opened_height: env.block.height,
        deadline: round.period.after(now),
        kind: electors.kind,
        revoting: round.revoting,
        acts: !actions.is_empty(),
        electorate: electors.all,
        groups: electors.groups,
        parties: Vec::new(),
        slate: round.rule.slate(),
        concerned: concerned(&round.rule, actions),
        path: path_of(storage, found, actions)?,
        voters: electors.voters,
        progress: Progress::default(),
        tally: Tally::default(),
        after_blocks: AfterBlocks::default(),
    })
}

impl Proposal {
    /// Gives the proposal to its parties: they decide by a rule of their own, in the last procedure's time.
    fn is_between(&mut self, charter: &Charter) -> Result<(), CharterError> {
        let round = charter.round_of_parties();
        let round = round.ok_or(CharterError::NoProcedure)?;
        self.deadline = round.period.after(self.opened_at);
        self.revoting = round.revoting;
        self.slate = Slate::Vote;
        self.concerned = Vec::new();
        Ok(())
    }
}

/// Under a consent rule, the seats that a proposal removes or changes: their block is never passed over.
pub(crate) fn concerned(rule: &Rule, actions: &[Action]) -> Vec<SeatId> {
    let Rule::Consent(_) = rule else {
        return Vec::new();
    };
    let seats = actions.iter().filter_map(|action| match action {
        Action::RemoveSeat { seat } | Action::ChangeSeat { seat, .. } => Some(*seat),
        _ => None,
    });
    seats.collect()
}

/// What follows on the deciding round, where it is not what the procedure says: who takes a decision back needs no
/// house for it, and who changes the rules passes every house.
fn path_of(
    storage: &dyn Storage,
    Found {
        charter, procedure, ..
    }: &Found,
    actions: &[Action],
) -> Result<Option<Vec<LaterStage>>, ContractError> {
    if let [Action::Rescind { .. }] = actions {
        if procedure.refers().next().is_none() {
            return Ok(None);
        }
        let mut path = procedure.later();
        path.retain(|stage| !matches!(stage, LaterStage::Refer(_)));
        return Ok(Some(path));
    }
    if charter.has_houses() {
        return Ok(charter.guarded_path(procedure, actions, &agreed(storage)?));
    }
    Ok(None)
}

/// What follows on the deciding round of an amended proposal: what it says under the charter of its opening, and the
/// houses that look at its new actions under the one in force. No house could see them coming when it opened.
pub(crate) fn amended_path(
    storage: &dyn Storage,
    found: &Found,
    actions: &[Action],
    bill: &Bill,
) -> Result<Option<Vec<LaterStage>>, ContractError> {
    let path = path_of(storage, found, actions)?;
    let (current, charter) = charter_in_force(storage)?;
    let takes_back = matches!(actions, [Action::Rescind { .. }]);
    if takes_back || current == found.version || !charter.has_houses() {
        return Ok(path);
    }
    let reviews = charter.reviews_of(actions, bill, &agreed(storage)?);
    if reviews.is_empty() {
        return Ok(path);
    }
    let path = path.unwrap_or_else(|| found.procedure.later());
    Ok(Some(reviewed_by(path, reviews)))
}

/// A procedure, and where it stands.
pub(crate) struct Found {
    /// The charter's version.
    pub version: u32,
    /// The charter.
    pub charter: Charter,
    /// The procedure's place in it.
    pub index: u32,
    /// The procedure.
    pub procedure: Procedure,
}

impl Found {
    fn at(version: u32, charter: Charter, index: u32) -> Result<Self, CharterError> {
        let place = usize::try_from(index).ok();
        let procedure = place.and_then(|place| charter.spec().procedures.get(place).cloned());
        Ok(Self {
            procedure: procedure.ok_or(CharterError::NoProcedure)?,
            version,
            charter,
            index,
        })
    }
}

/// The one procedure that covers all actions, in that version of the charter or in the one that was in force at the start
/// of the block: rules and electorate are of one instant.
pub(crate) fn procedure_of(
    storage: &dyn Storage,
    env: &Env,
    version: Option<u32>,
    actions: &[Action],
    bill: &Bill,
) -> Result<Found, ContractError> {
    if let [Action::Rescind { proposal }] = actions {
        return rescinded_procedure(storage, env, *proposal);
    }
    if actions.iter().any(|action| action.kind().is_none()) {
        return Err(ActionError::RescindAlone.into());
    }
    let opened_under = match version {
        Some(version) => charter_version(storage, Some(version))?,
        None => charter_at_start(storage, env)?,
    };
    let (version, charter) = (opened_under.number, opened_under.charter);
    let mut found: Option<(usize, &Procedure)> = None;
    let kinds = actions.iter().map(Action::kind);
    let statement = actions.is_empty().then_some(None);
    for kind in kinds.chain(statement) {
        let covering = charter.procedure_for(kind, bill);
        match (found, covering) {
            (Some((first, one)), Some((second, other))) if first != second => {
                return Err(ActionError::MixedProcedures {
                    first: one.name.clone(),
                    second: other.name.clone(),
                }
                .into());
            }
            _ => found = covering,
        }
    }
    let index = u32::try_from(found.map_or(0, |(index, _)| index)).unwrap_or(u32::MAX);
    Ok(Found::at(version, charter, index)?)
}

/// The charter that was in force at the start of the block. Before a group is founded there is none.
fn charter_at_start(storage: &dyn Storage, env: &Env) -> Result<Version, ContractError> {
    let height = env.block.height;
    match charter_at(storage, height)? {
        Some((found, _)) => Ok(found),
        None => Err(ProposalError::EmptyElectorate { height }.into()),
    }
}

/// A decision is taken back by the procedure that took it, under the charter that it was taken under.
fn rescinded_procedure(
    storage: &dyn Storage,
    env: &Env,
    id: ProposalId,
) -> Result<Found, ContractError> {
    let target = book::load(storage, id)?;
    check_rescindable(storage, env, id, &target)?;
    match target.origin {
        StoredOrigin::Own { procedure, .. } | StoredOrigin::Outside { procedure, .. } => {
            let found = charter_version(storage, Some(target.charter))?;
            Ok(Found::at(found.number, found.charter, procedure)?)
        }
        StoredOrigin::Mirror { .. } | StoredOrigin::Review { .. } => {
            Err(ProposalError::Mirror { proposal: id }.into())
        }
    }
}

/// Message: the proposer takes a proposal back that is not decided.
///
/// # Errors
/// It is a mirror, decided, over, or another's.
#[inline(never)]
pub fn withdraw(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    id: ProposalId,
) -> Result<Response, ContractError> {
    let mut proposal = book::load(deps.storage, id)?;
    if proposal.is_mirror() {
        return Err(ProposalError::Mirror { proposal: id }.into());
    }
    check_is_proposer(&proposal, info, &caller)?;
    let now = assess(deps.storage, env, &proposal)?;
    if !matches!(now.status, Status::Resolving { .. }) {
        now.must_be_open(id)?;
    }
    if now.outcome != Outcome::Undecided {
        return Err(ProposalError::Decided {
            proposal: id,
            outcome: now.outcome.as_str(),
        }
        .into());
    }
    if veto::is_veto(deps.storage, id)? {
        return Err(HouseError::VetoStands { proposal: id }.into());
    }
    proposal.progress.ended = Some(Ended::Withdrawn);
    proposal.progress.height = Some(env.block.height);
    book::save(deps.storage, id, &proposal);
    Ok(Response::new().add_event(Event::ProposalWithdrawn { proposal: id }))
}
