//! Amending a blocked proposal: a new version in its place, decided by the same procedure and the same electorate.

use cosmwasm_std::{Binary, DepsMut, Env, HexBinary, MessageInfo, Response, StdResult, Storage};
use folkmoot_rules::{Status, Tally};

use crate::action::Bill;
use crate::cells::group::Group;
use crate::checks::check_title;
use crate::error::{ContractError, HouseError, ProposalError};
use crate::events::Event;
use crate::joint::parties;
use crate::limits::MAX_VERSIONS;
use crate::msg::{ProposalId, ProposalSpec};
use crate::permission::Caller;
use crate::proposals::content::{check_actions, hash, stored_text};
use crate::proposals::decision::{Assessment, assess};
use crate::proposals::proposal::{AfterBlocks, Proposal, StoredOrigin};
use crate::proposals::propose::{amended_path, concerned, procedure_of};
use crate::proposals::proposer::{check_is_proposer, check_may_amend};
use crate::proposals::versions::{self, PastVersion};
use crate::proposals::{actions, book, foresight};
use crate::reviews::veto;

/// Message: puts a new version in the place of a blocked one, while resolving. All ballots lapse, group seats are asked
/// anew, and the round has its whole period.
///
/// # Errors
/// The sender is not its proposer, it is not resolving, has had its versions, or the new one belongs to another procedure.
#[inline(never)]
pub fn amend(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    id: ProposalId,
    spec: ProposalSpec,
) -> Result<Response, ContractError> {
    let group = Group::ready(&mut deps, env)?;
    let mut proposal = book::load(deps.storage, id)?;
    let index = check_amendable(id, &proposal)?;
    check_is_proposer(&proposal, info, &caller)?;
    let now = assess(deps.storage, env, &proposal)?;
    if !matches!(now.status, Status::Resolving { .. }) {
        return Err(ProposalError::NotResolving {
            proposal: id,
            status: now.status.as_str(),
        }
        .into());
    }
    check_title(&spec.title)?;
    let bill = Bill::of(&spec.actions)?;
    check_actions(deps.as_ref(), env, &spec.actions)?;
    if spec.parties != proposal.parties {
        return Err(ProposalError::OtherParties { proposal: id }.into());
    }
    parties::check_actions(deps.storage, &proposal.parties, &spec.actions)?;
    let warnings = actions::warnings(deps.as_ref(), env, &proposal.parties, &spec.actions)?;
    let under = Some(proposal.charter);
    let found = procedure_of(deps.storage, env, under, &spec.actions, &bill)?;
    if (found.version, found.index) != (proposal.charter, index) {
        return Err(ProposalError::OtherProcedure {
            old: now.terms.name,
            new: found.procedure.name,
        }
        .into());
    }
    check_may_amend(deps.storage, env, &caller, &found.procedure, &spec.actions)?;
    if veto::is_veto(deps.storage, id)? || veto::is_among(&spec.actions) {
        // what it holds, and for how long, was settled when it opened
        return Err(HouseError::VetoStands { proposal: id }.into());
    }
    proposal.path = amended_path(deps.storage, &found, &spec.actions, &bill)?;
    keep_past(deps.storage, id, &proposal, &now)?;
    let text = stored_text(spec.text)?;
    let version = proposal.version.saturating_add(1);
    let hash = hash(version, &spec.title, text.as_ref(), &spec.actions)?;
    proposal.concerned = concerned(&now.terms.round.rule, &spec.actions);
    proposal.acts = !spec.actions.is_empty();
    proposal.title = spec.title;
    proposal.version = version;
    proposal.content_hash = Binary::from(hash);
    begin(&mut proposal, env, &now);
    proposal.deadline = group.ends_before(proposal.deadline);
    book::amend(deps.storage, id, &proposal);
    book::save_content(deps.storage, id, text.as_ref(), &spec.actions);
    let response = Response::new().add_event(Event::ProposalAmended {
        proposal: id,
        version,
        deadline: proposal.deadline,
        content_hash: &HexBinary::from(hash).to_hex(),
    });
    Ok(foresight::tell(response, id, &warnings))
}

/// The place of the procedure that decides it, if it may have another version.
const fn check_amendable(id: ProposalId, proposal: &Proposal) -> Result<u32, ProposalError> {
    let (StoredOrigin::Own { procedure, .. } | StoredOrigin::Outside { procedure, .. }) =
        proposal.origin
    else {
        return Err(ProposalError::Mirror { proposal: id });
    };
    if proposal.version >= MAX_VERSIONS {
        return Err(ProposalError::LastVersion {
            proposal: id,
            limit: MAX_VERSIONS,
        });
    }
    Ok(procedure)
}

fn keep_past(
    storage: &mut dyn Storage,
    id: ProposalId,
    proposal: &Proposal,
    now: &Assessment,
) -> StdResult<()> {
    let seats = &now.tally.seats;
    let count = |seats: u128| u32::try_from(seats).unwrap_or(u32::MAX);
    let past = PastVersion {
        title: proposal.title.clone(),
        content_hash: proposal.content_hash.clone(),
        opened_at: proposal.opened_at,
        deadline: proposal.after_blocks.closed_at.unwrap_or(proposal.deadline),
        seats: [
            count(seats.yes),
            count(seats.abstain),
            count(seats.stand_aside),
            count(seats.block),
            count(seats.not_cast),
        ],
    };
    versions::keep(storage, id, proposal.version, &past);
    Ok(())
}

/// A whole new period, in which nobody has voted and no group has been asked.
fn begin(proposal: &mut Proposal, env: &Env, now: &Assessment) {
    let begins = env.block.time.seconds();
    proposal.opened_at = begins;
    proposal.deadline = now.terms.round.period.after(begins);
    proposal.tally = Tally::default();
    proposal.after_blocks = AfterBlocks::default();
    proposal.progress.asked = folkmoot_rules::Electorate::default();
}
