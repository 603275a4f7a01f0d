//! A whole charter in words that a member can check without knowing anything about contracts.
//!
//! Each type of the charter is taken apart field by field, so that nothing can be added to it without being explained.

mod belonging;
mod consent;
mod consequences;
mod ending;
mod figures;
mod house;
mod kinds;
mod procedure;
mod roles;
#[cfg(test)]
mod tests;
mod trust;
mod upstream;

use folkmoot_group::charter::{CharterSpec, Delegating};
use folkmoot_rules::{Electorate, Seconds};
use serde::Serialize;

/// A part of an explanation.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// Sentences, each for itself.
    pub lines: Vec<String>,
}

/// Who sits in the group, where that is known: then rules are told in figures as well.
#[derive(Debug, Clone, Copy)]
pub struct Seated {
    /// All seats that vote.
    pub all: Electorate,
    /// The group seats among them.
    pub groups: Electorate,
}

/// What the charter says and what follows from it.
pub fn explain(charter: &CharterSpec, seated: Option<Seated>) -> Vec<Section> {
    let charter = super::shown(charter);
    let CharterSpec {
        weighting,
        procedures,
        upstream,
        relay_buffer,
        execution_window,
        group_accounts,
        key_notice,
        weight_notice,
        trusted_code,
        sunset,
        heir,
        admission,
        contribution_denom,
        concerns_to_extend: _,
        roles,
        core_limit,
        delegation,
    } = &charter;
    let mut sections = vec![belonging::section(
        *weighting,
        contribution_denom.as_deref(),
        *key_notice,
        *weight_notice,
    )];
    sections.push(roles::section(roles, *core_limit));
    sections.push(decisions(procedures.len(), *delegation));
    let numbered = (1..).zip(procedures);
    sections.extend(numbered.map(|(number, one)| procedure::section(number, one, seated)));
    sections.push(upstream::section(upstream, seated));
    sections.push(upstream::below(*relay_buffer));
    sections.push(trust::execution(*execution_window));
    sections.push(trust::section(group_accounts, trusted_code));
    sections.push(ending::admission(admission.as_ref()));
    sections.push(ending::section(*sunset, heir.as_deref()));
    sections.push(house::section(&charter));
    sections.push(consequences::section(&charter));
    sections.retain(|section| !section.lines.is_empty());
    sections
}

fn decisions(procedures: usize, delegation: Delegating) -> Section {
    let mut lines = vec![];
    match procedures {
        1 => lines.push("There is one procedure, and it decides everything.".to_owned()),
        many => {
            lines.push(format!(
                "There are {many} procedures. Each thing is decided by the first of them that names it."
            ));
            lines.push(
                "A proposal with things of two procedures is refused: put them one by one."
                    .to_owned(),
            );
        }
    }
    lines.push("An open proposal keeps the rules under which it began.".to_owned());
    lines.extend(delegates(delegation));
    Section::new("How the group decides", lines)
}

/// Where seats may speak for each other.
fn delegates(delegation: Delegating) -> Vec<String> {
    let consent = match delegation {
        Delegating::Nowhere => return vec![],
        Delegating::InVotes => {
            "Where consent is asked for, each seat speaks for itself; in the vote that may follow a block, delegates speak."
        }
        Delegating::Everywhere => {
            "Delegates also speak where consent is asked for, and whoever blocks blocks for each seat they speak for."
        }
    };
    let all = [
        "A seat may let another one carry its weight until a date, for all procedures or some, for mirrors only if it says \
         so. All can see who lets whom.",
        "A delegate carries what was given when the proposal opened, and does not hand it on. One's own ballot always comes \
         first, before the delegate's or after it; until the end it may still come, so nothing is decided early by what \
         is carried.",
        consent,
    ];
    all.map(str::to_owned).to_vec()
}

impl Section {
    fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self {
            title: title.into(),
            lines,
        }
    }
}

/// A length of time as people say it: `7 days`, `1 day 12 hours`.
fn time(length: Seconds) -> String {
    if length.is_zero() {
        return "no time".to_owned();
    }
    let words = length.to_string();
    let parts: Vec<&str> = words.split(' ').collect();
    let spoken = parts.chunks(2).map(|part| match part {
        [count, unit] => {
            let unit = match *unit {
                "d" => "day",
                "h" => "hour",
                "min" => "minute",
                _ => "second",
            };
            let ending = if *count == "1" { "" } else { "s" };
            format!("{count} {unit}{ending}")
        }
        _ => part.concat(),
    });
    spoken.collect::<Vec<_>>().join(" ")
}
