//! Houses: who looks at the group's decisions, and what follows from it.

use folkmoot_group::charter::{CharterSpec, Procedure, Refer};
use folkmoot_rules::ReviewMode;

use super::{Section, time};

/// A stage in which a house looks at a decision.
pub fn stage(refer: &Refer) -> Vec<String> {
    let Refer {
        house,
        mode,
        window,
        least_blocks,
    } = refer;
    let mut lines = vec![match mode {
        ReviewMode::Ratify => format!(
            "A decision then needs the yes of the group {house}, its house, within {}: without, it lapses.",
            time(*window)
        ),
        ReviewMode::Escalate => format!(
            "What stays blocked is escalated to the group {house}, which decides within {} by its own rules: with its yes \
             it goes on, without it is dropped. What has passed is not asked about.",
            time(*window)
        ),
        ReviewMode::Optimistic => format!(
            "Then the group {house}, its house, has {} to stop it by a decision of its own: because it is misaligned \
             with the purpose, breaks an agreement, or is capture or malice. If it stays silent, the decision goes on.",
            time(*window)
        ),
    }];
    if *least_blocks > 0 {
        lines.push(format!(
            "That time ends only when {least_blocks} blocks have passed as well: a chain that stands still takes nothing \
             from it."
        ));
    }
    lines
}

/// What follows from having houses, and from being one.
pub fn section(charter: &CharterSpec) -> Section {
    let mut lines = Vec::new();
    let is_reviewed = charter
        .procedures
        .iter()
        .flat_map(Procedure::refers)
        .any(|refer| refer.mode != ReviewMode::Escalate);
    if is_reviewed {
        lines.push(
            "Changes of this charter and of the contract's code pass every house that it names; what would remove or \
             shorten a review, or go round it, needs their yes."
                .to_owned(),
        );
        lines.push(
            "A house can stop a decision. It can decide nothing here, and pay nothing.".to_owned(),
        );
    }
    if charter.concerns_to_extend > 1 {
        lines.push(format!(
            "Where this group is a house, the concerns of {} of its seats make a window longer, once.",
            charter.concerns_to_extend
        ));
    }
    Section::new("Houses", lines)
}
