//! Amending the charter.

use cosmwasm_std::{DepsMut, Env, Response, Storage};
use folkmoot_rules::HouseWord;

use crate::action::Action;
use crate::cells::group::Group;
use crate::charter::agreed::{agreed, check_version};
use crate::charter::charters::{amend, charter_in_force};
use crate::charter::{CharterSpec, LaterStage, Refer};
use crate::error::{ContractError, HouseError, SeatError};
use crate::events::Event;
use crate::msg::ProposalId;
use crate::proposals::book;
use crate::proposals::decision::terms;
use crate::roles::filling;
use crate::seats::registry::find_seat;
use crate::seats::weights;

/// Makes sure that what changes the rules or the code has passed every house that guards them now, and no weaker than
/// now: a guard holds for what opened before it came, too.
pub(crate) fn check_guards(
    storage: &dyn Storage,
    id: ProposalId,
    actions: &[Action],
) -> Result<(), ContractError> {
    if !actions.iter().any(Action::touches_rules) {
        return Ok(());
    }
    let (current, charter) = charter_in_force(storage)?;
    for action in actions {
        if let Action::AmendCharter { version, .. } = action {
            check_version(*version, current)?;
        }
    }
    let guards = charter.guards_of(actions, &agreed(storage)?);
    if guards.is_empty() {
        return Ok(());
    }
    let proposal = book::load(storage, id)?;
    let stages = terms(storage, &proposal)?.stages;
    let own = stages.iter().filter_map(|stage| match stage {
        LaterStage::Refer(refer) => Some(refer),
        LaterStage::Delay { .. } => None,
    });
    let reviews = &proposal.progress.reviews;
    let word = |place: usize| reviews.get(place).and_then(|facts| facts.word);
    // a house that was let go when its turn came looked at nothing, whoever became a house again since
    let looked = |place| !matches!(word(place), Some(HouseWord::Released { .. }));
    let passed: Vec<&Refer> = own
        .enumerate()
        .filter_map(|(place, own)| looked(place).then_some(own))
        .collect();
    for guard in guards {
        if !passed.iter().any(|own| own.keeps(&guard)) {
            return Err(HouseError::Unguarded {
                proposal: id,
                house: guard.house,
            }
            .into());
        }
    }
    Ok(())
}

/// Action: replaces the charter, unless another replaced it first. Open proposals keep the rules they opened under.
pub(crate) fn amend_charter(
    deps: &mut DepsMut,
    env: &Env,
    response: Response,
    version: u32,
    spec: CharterSpec,
) -> Result<Response, ContractError> {
    let (current, before) = charter_in_force(deps.storage)?;
    check_version(version, current)?;
    let after = spec.checked(deps.api, &agreed(deps.storage)?)?;
    after
        .spec()
        .can_begin(env.block.time.seconds(), env.contract.address.as_str())?;
    let mut group = Group::load(deps.storage)?;
    if group.sunset != after.spec().sunset {
        group.sunset = after.spec().sunset;
        group.save(deps.storage);
    }
    for account in &after.spec().group_accounts {
        let held = find_seat(deps.storage, account)?;
        if held.is_some_and(|(_, seat)| seat.acts(account, env.block.time.seconds())) {
            return Err(SeatError::GroupAccount {
                account: account.clone(),
            }
            .into());
        }
    }
    let (old, new) = (before.spec(), after.spec());
    filling::end_missing(deps.storage, env, old, new)?;
    if new.weighting != old.weighting || new.contribution_denom != old.contribution_denom {
        weights::weigh_all(deps.storage, env, new)?;
    }
    let version = amend(deps.storage, env.block.height, after)?;
    Ok(response.add_event(Event::CharterAmended { version }))
}
