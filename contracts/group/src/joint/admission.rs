//! What admission asks of another group, and whether that group fulfils it.

use cosmwasm_std::{Deps, Env};

use crate::charter::charters::charter_in_force;
use crate::error::ContractError;
use crate::joint::kin::check_kin;
use crate::msg::{AdmissionView, Condition, ConditionView};
use crate::querier;

pub(crate) fn admission(
    deps: Deps,
    env: &Env,
    group: String,
) -> Result<AdmissionView, ContractError> {
    deps.api.addr_validate(&group)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    let asked = charter.spec().admission.clone().unwrap_or_default();
    let strange = check_kin(deps, env, &group).err();
    // what a strange contract says of itself is worth nothing
    let is_kin = strange.is_none();
    let mut conditions = vec![view(
        Condition::TrustedCode {},
        is_kin,
        strange.map(|error| error.to_string()),
    )];
    for document in asked.documents {
        let (kind, sha256) = (document.kind, document.sha256);
        let found = match is_kin {
            true => querier::document(&deps.querier, &group, &kind).ok(),
            false => None,
        };
        let met = found.as_ref() == Some(&sha256);
        let found = found.filter(|_| !met).map(|found| found.to_hex());
        conditions.push(view(Condition::Document { kind, sha256 }, met, found));
    }
    if let Some(longest) = asked.longest_lead {
        let found = match is_kin {
            true => querier::lead_time(&deps.querier, &group).ok(),
            false => None,
        };
        let met = found.is_some_and(|found| found <= longest);
        let found = found.filter(|_| !met).map(|found| found.to_string());
        conditions.push(view(Condition::LeadTime { longest }, met, found));
    }
    Ok(AdmissionView {
        group,
        met: conditions.iter().all(|condition| condition.met),
        conditions,
        note: asked.note,
    })
}

const fn view(condition: Condition, met: bool, found: Option<String>) -> ConditionView {
    ConditionView {
        condition,
        met,
        found,
    }
}
