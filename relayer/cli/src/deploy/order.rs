//! The order of founding: seated groups before those that seat them, so no group sits in itself by any way round.

use std::collections::{BTreeMap, BTreeSet};

use folkmoot_rules::Seconds;

use super::federation::Group;
use crate::CliError;

/// A group may not take longer to decide what is asked of it than its seat above promises.
pub fn check_leads(groups: &[Group]) -> Result<(), CliError> {
    let takes: BTreeMap<&str, Seconds> = groups
        .iter()
        .map(|group| (group.name.as_str(), group.charter.upstream.round.period))
        .collect();
    for above in groups {
        for (name, lead_time) in above.sitting() {
            match takes.get(name) {
                Some(own) if *own > lead_time => {
                    return Err(CliError::refused(format!(
                        "group {name}: it takes {own} to decide what a group above asks (upstream_period), its seat in {} \
                         gives it {lead_time}",
                        above.name
                    )));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Each after those that sit in it.
pub fn in_order(groups: Vec<Group>) -> Result<Vec<Group>, CliError> {
    let mut left = groups;
    let mut done: Vec<Group> = Vec::new();
    while !left.is_empty() {
        let founded: BTreeSet<String> = done.iter().map(|group| group.name.clone()).collect();
        let (ready, waiting): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|group| group.sitting().all(|(name, _)| founded.contains(name)));
        if ready.is_empty() {
            return Err(circle(&waiting));
        }
        done.extend(ready);
        left = waiting;
    }
    Ok(done)
}

/// Names the groups that sit in each other, in a circle.
fn circle(waiting: &[Group]) -> CliError {
    let names: BTreeSet<&str> = waiting.iter().map(|group| group.name.as_str()).collect();
    let below = |name: &str| {
        let group = waiting.iter().find(|group| group.name == name);
        let mut sitting = group
            .into_iter()
            .flat_map(Group::sitting)
            .map(|(name, _)| name);
        sitting.find(|name| names.contains(name))
    };
    let mut way: Vec<&str> = Vec::new();
    let mut next = waiting.first().map(|group| group.name.as_str());
    while let Some(name) = next {
        if let Some(start) = way.iter().position(|seen| *seen == name) {
            let round = way.iter().skip(start).chain([&name]);
            let round: Vec<&str> = round.copied().collect();
            return CliError::refused(format!(
                "groups sit in each other in a circle, which can't be founded: {}",
                round.join(" seats ")
            ));
        }
        way.push(name);
        next = below(name);
    }
    CliError::refused("groups sit in each other in a circle, which can't be founded")
}
