//! Houses: what one does to a decision, in words.

use folkmoot_group::action::Ground;
use folkmoot_group::charter::Refer;
use folkmoot_group::msg::{HouseView, LinkState};
use folkmoot_rules::ReviewMode;

/// A stage in which a house looks at a decision.
pub fn refer(refer: &Refer) -> String {
    let Refer {
        house,
        mode,
        window,
        least_blocks,
    } = refer;
    let blocks = match least_blocks {
        0 => String::new(),
        blocks => format!(" and at least {blocks} blocks"),
    };
    match mode {
        ReviewMode::Ratify => {
            format!("Then it goes on only with the yes of group {house}, within {window}{blocks}.")
        }
        ReviewMode::Escalate => {
            format!(
                "What stays blocked goes on only with the yes of group {house}, within {window}{blocks}."
            )
        }
        ReviewMode::Optimistic => {
            format!("Then group {house} may stop it within {window}{blocks}.")
        }
    }
}

/// A link with a house, or with a group that is looked at.
pub fn house(link: &HouseView) -> String {
    let state = match link.state {
        LinkState::Offered => "offered, and not agreed there yet",
        LinkState::Linked => "linked",
    };
    format!(
        "{}: {state}; answers within {}",
        link.group, link.response_time
    )
}

/// Why a house stops a decision.
pub const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::MisalignedWithPurpose => "it is not what the purpose asks for",
        Ground::BreachOfAgreement => "it breaks an agreement",
        Ground::CaptureOrMalice => "the group was captured, or means harm",
    }
}
