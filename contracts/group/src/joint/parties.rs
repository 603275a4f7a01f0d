//! Proposals between some of a group's group seats: they decide alone, and only about what is theirs.

use cosmwasm_std::Storage;
use folkmoot_rules::Electorate;

use crate::action::Action;
use crate::charter::ElectorateKind;
use crate::document::DocumentKind;
use crate::error::{ContractError, PartyError, SeatError, whose};
use crate::limits::MAX_PARTIES;
use crate::msg::SeatId;
use crate::proposals::book;
use crate::proposals::proposer::Electors;
use crate::seats::live::live;
use crate::seats::registry;

/// Who decides a proposal between parties, which are in order: they alone.
///
/// # Errors
/// Too few, too many, one twice, or one that is no linked group's voting seat.
pub(crate) fn electors(
    storage: &dyn Storage,
    parties: &[SeatId],
    height: u64,
) -> Result<Electors, ContractError> {
    if parties.len() < 2 || parties.len() > MAX_PARTIES {
        return Err(PartyError::Count {
            limit: MAX_PARTIES,
            found: parties.len(),
        }
        .into());
    }
    let mut pairs = parties.windows(2);
    if let Some([seat, _]) = pairs.find(|pair| pair.first() == pair.last()) {
        return Err(PartyError::Twice { seat: *seat }.into());
    }
    let mut all = Electorate::default();
    for id in parties {
        let seat = live(storage, *id)?;
        let weight = registry::weight_at(storage, *id, &seat, height)?;
        if !seat.holder.is_group() || weight == 0 {
            return Err(PartyError::NoParty { seat: *id }.into());
        }
        let sum = all.weight.checked_add(weight);
        all.weight = sum.ok_or(SeatError::TotalWeight)?;
        all.seats = all.seats.saturating_add(1);
    }
    Ok(Electors {
        kind: ElectorateKind::GroupSeats,
        voters: Vec::new(),
        all,
        groups: all,
    })
}

/// Makes sure that parties decide only about what is theirs, and that nobody else takes that back.
///
/// # Errors
/// An action on what belongs to all, or a rescission of what others decided.
pub(crate) fn check_actions(
    storage: &dyn Storage,
    parties: &[SeatId],
    actions: &[Action],
) -> Result<(), ContractError> {
    for action in actions {
        match action {
            Action::Rescind { proposal } => {
                let decided = book::load(storage, *proposal)?.parties;
                if decided != parties {
                    return Err(PartyError::Rescind {
                        proposal: *proposal,
                        parties: whose(&decided),
                    }
                    .into());
                }
            }
            Action::AdoptDocument(document) if matches!(document.kind, DocumentKind::Other(_)) => {}
            _ if parties.is_empty() => {}
            _ => return Err(PartyError::Acts.into()),
        }
    }
    Ok(())
}
