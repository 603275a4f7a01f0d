//! The roles: what they are for, how one comes to them, and what they may do.

use folkmoot_group::charter::{Allowance, Filling, Role};

use super::{Section, time};
use crate::words::coins;

pub fn section(roles: &[Role], core_limit: Option<u32>) -> Section {
    let mut lines: Vec<String> = core_limit
        .map(|limit| format!("There are at most {limit} core seats."))
        .into_iter()
        .collect();
    for role in roles {
        lines.extend(of(role));
    }
    if !roles.is_empty() {
        lines.push(
            "A role ends with its term, with the seat, or when a decision takes it away; whoever holds it may give it up. \
             A vacancy blocks nothing."
                .to_owned(),
        );
    }
    Section::new("Roles and the core team", lines)
}

fn of(role: &Role) -> Vec<String> {
    let Role {
        name,
        duties,
        commitment,
        term,
        places,
        filling,
        apprentice,
        allowance,
    } = role;
    let holders = match places {
        1 => "one holder".to_owned(),
        many => format!("{many} holders"),
    };
    let length = term.map_or_else(
        || "without end".to_owned(),
        |term| format!("for {}", time(term)),
    );
    let comes = match filling {
        Filling::Decision => "a decision appoints them".to_owned(),
        Filling::Acclamation { window } => format!(
            "a core seat nominates somebody, and nobody objects for {}",
            time(*window)
        ),
        Filling::Rotation => "the core seats take turns".to_owned(),
    };
    let mut lines = vec![format!("Role “{name}”: {holders}, {length}; {comes}.")];
    if !duties.is_empty() {
        lines.push(format!("What “{name}” does: {duties}"));
    }
    if !commitment.is_empty() {
        lines.push(format!(
            "How much of one's time “{name}” takes: {commitment}"
        ));
    }
    if *apprentice {
        lines.push(format!("“{name}” may have apprentices, who learn it."));
    }
    if let Some(Allowance { amount, period }) = allowance {
        lines.push(format!(
            "“{name}” may spend {} within {} from the common fund without a vote, each time with a reason.",
            coins(std::slice::from_ref(amount)),
            time(*period)
        ));
    }
    lines
}
