//! What a charter must fit: the figures that are agreed with linked groups, and the version that it is written on.

use cosmwasm_std::{StdResult, Storage};

use crate::action::ActionError;
use crate::charter::AgreedFigures;
use crate::joint::uplinks;
use crate::reviews::houses;
use crate::seats::registry;

/// The figures agreed with or offered to linked groups: an offer binds like an agreement.
pub(crate) fn agreed(storage: &dyn Storage) -> StdResult<AgreedFigures> {
    let below = registry::group_seats(storage, None, usize::MAX)?;
    let above = uplinks::all(storage)?;
    Ok(AgreedFigures {
        longest_lead_below: below.iter().filter_map(|(_, seat)| seat.lead_time()).max(),
        shortest_lead_above: above.iter().map(|(_, uplink)| uplink.lead_time).min(),
        houses: houses::houses(storage)?
            .into_iter()
            .filter(|(_, link)| link.since_height.is_some())
            .map(|(house, link)| (house, link.response_time))
            .collect(),
        shortest_response: houses::all_reviewed(storage)?
            .iter()
            .map(|(_, reviewed)| reviewed.link.response_time)
            .min(),
    })
}

/// Makes sure that a charter is written on the version in force: what is decided on a version to come could end what
/// comes with it.
pub(crate) fn check_version(written: u32, current: u32) -> Result<(), ActionError> {
    if written == current {
        return Ok(());
    }
    Err(ActionError::Outdated {
        what: "charter version",
        written,
        current,
    })
}
