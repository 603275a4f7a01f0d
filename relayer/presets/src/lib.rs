//! Presets: whole charters to begin with, each with a sentence that says for whom it is. A preset is a suggestion: a
//! group takes it, changes what it wants otherwise, and amends it by its own decisions later. One file a preset.
//!
//! The doors: [`Preset::all`] lists them, a [`Preset`] is read from its name, and [`Preset::charter`] makes the charter for
//! a group's [`Setting`].

mod cell;
mod consensus_community;
mod equal_partnership;
mod federation;
mod joint_venture_double_majority;
mod proportional_joint_venture;
mod setting;
mod sociocratic_circle;
mod stakeholder_group;
#[cfg(test)]
mod tests;
mod worker_cooperative;

use std::fmt;
use std::str::FromStr;

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules as rules;
use thiserror::Error;

pub use setting::{BUDGET, House, Setting, decide_by, round};

/// A charter made for a kind of group.
#[derive(Debug)]
pub struct Blueprint {
    /// As it is typed.
    pub name: &'static str,
    /// For whom it is, one sentence.
    pub for_whom: &'static str,
    charter: fn(&Setting) -> CharterSpec,
}

/// The table, in the order in which they are offered.
static BLUEPRINTS: [&Blueprint; 9] = [
    &equal_partnership::BLUEPRINT,
    &proportional_joint_venture::BLUEPRINT,
    &joint_venture_double_majority::BLUEPRINT,
    &worker_cooperative::BLUEPRINT,
    &consensus_community::BLUEPRINT,
    &sociocratic_circle::BLUEPRINT,
    &cell::BLUEPRINT,
    &stakeholder_group::BLUEPRINT,
    &federation::BLUEPRINT,
];

/// A whole charter under a name.
#[derive(Debug, Clone, Copy)]
pub enum Preset {
    /// One made for a kind of group.
    Made(&'static Blueprint),
    /// The plainest one: everything is decided by this rule.
    Plain(rules::Preset),
}

/// A word that is no preset.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("preset {word:?} is not one of {}", names(Preset::all()))]
pub struct UnknownPreset {
    /// The word as given.
    pub word: String,
}

impl Preset {
    /// All there are, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        let made = BLUEPRINTS.into_iter().map(Self::Made);
        made.chain(rules::Preset::ALL.into_iter().map(Self::Plain))
    }

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Made(blueprint) => blueprint.name.to_owned(),
            Self::Plain(rule) => rule.as_str().replace('_', "-"),
        }
    }

    /// For whom it is, one sentence.
    #[must_use]
    pub fn for_whom(self) -> String {
        match self {
            Self::Made(blueprint) => blueprint.for_whom.to_owned(),
            Self::Plain(rule) => {
                let rule = rule.as_str().replace('_', " ");
                format!("For whoever wants one plain rule for everything: {rule}.")
            }
        }
    }

    /// The charter for a group in this setting.
    #[must_use]
    pub fn charter(self, setting: &Setting) -> CharterSpec {
        match self {
            Self::Made(blueprint) => (blueprint.charter)(setting),
            Self::Plain(rule) => setting.plain(rule.rule()),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl FromStr for Preset {
    type Err = UnknownPreset;

    /// Hyphens and underscores are the same.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let name = word.replace('_', "-");
        Self::all()
            .find(|preset| preset.name() == name)
            .ok_or_else(|| UnknownPreset {
                word: word.to_owned(),
            })
    }
}

fn names(presets: impl Iterator<Item = Preset>) -> String {
    presets.map(Preset::name).collect::<Vec<_>>().join(", ")
}
