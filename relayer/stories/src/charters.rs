//! The charters of the stories.

use cosmwasm_std::coins;
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Basis, CharterSpec, Covers, Procedure, Round, Stage};
use folkmoot_presets::{Preset, Setting, UnknownPreset};
use folkmoot_rules::{Rule, Seconds, Translation};

use super::error::{StoryError, StoryResult};

/// How long each group of the joint venture has for a mirror.
pub const INTERNAL: Seconds = Seconds::days(3);
/// The time kept free for carrying votes up.
pub const BUFFER: Seconds = Seconds::days(4);
/// How long a joint proposal of the committee is open.
pub const JOINT: Seconds = Seconds::days(7);

/// Above this sum OEM decides by its procedure for budgets.
const BUDGET_BAR: u128 = 300;

/// The charters of the joint venture; a variation changes one of them.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Of Outdoor Enthusiasts of Maine.
    pub oem: CharterSpec,
    /// Of Swim Buddies.
    pub buddies: CharterSpec,
    /// Of the Summer Event Committee.
    pub committee: CharterSpec,
}

impl Terms {
    /// As the story has them.
    pub fn of_the_story(denom: &str) -> Self {
        Self {
            oem: with_procedures(
                upstream(simple(Rule::majority(), INTERNAL), Rule::majority()),
                denom,
            ),
            buddies: upstream(simple(Rule::majority(), INTERNAL), Rule::three_quarters()),
            committee: joint(Rule::majority_of_all(), JOINT),
        }
    }
}

/// A preset, as `folkmoot group create --preset` has it, with windows that end by time alone: a story has too few
/// transactions to fill the blocks.
pub fn preset(name: &str, setting: &Setting) -> StoryResult<CharterSpec> {
    let preset: Preset = name
        .parse()
        .map_err(|error: UnknownPreset| StoryError::Missing {
            what: error.to_string(),
        })?;
    Ok(by_time_alone(preset.charter(setting)))
}

/// The same with windows that end by time alone.
pub fn by_time_alone(mut charter: CharterSpec) -> CharterSpec {
    let stages = charter.procedures.iter_mut().flat_map(|it| &mut it.stages);
    for stage in stages {
        if let Stage::Refer(refer) = stage {
            refer.least_blocks = 0;
        }
    }
    charter
}

/// One procedure that covers everything, and mirrors decided by the same rule within the same period.
pub fn simple(rule: Rule, period: Seconds) -> CharterSpec {
    CharterSpec {
        relay_buffer: BUFFER,
        ..CharterSpec::simple(rule, period)
    }
}

/// The charter of a joint group: what it decides and what is asked of it alike, within this period.
pub fn joint(rule: Rule, period: Seconds) -> CharterSpec {
    simple(rule, period)
}

/// The same with everything that it decides itself decided by this rule.
pub fn deciding_by(mut charter: CharterSpec, rule: Rule) -> CharterSpec {
    for procedure in &mut charter.procedures {
        for stage in &mut procedure.stages {
            if let Stage::Decide(round) = stage {
                round.rule = rule;
            }
        }
    }
    charter
}

/// The same with mirrors decided by this rule.
pub fn upstream(mut charter: CharterSpec, rule: Rule) -> CharterSpec {
    charter.upstream.round.rule = rule;
    charter
}

/// The same with its outcomes translated so.
pub fn translated(mut charter: CharterSpec, translation: Translation) -> CharterSpec {
    charter.upstream.translation = translation;
    charter
}

/// The same with seats weighing so.
pub fn weighing(mut charter: CharterSpec, basis: Basis) -> CharterSpec {
    charter.weighting.basis = basis;
    charter
}

/// The same with budgets, membership and the charter itself decided by procedures of their own.
fn with_procedures(mut charter: CharterSpec, denom: &str) -> CharterSpec {
    let own = [
        ("budget", Covers::SpendsAbove(coins(BUDGET_BAR, denom))),
        (
            "membership",
            Covers::Kinds(vec![ActionKind::Seats, ActionKind::Links]),
        ),
        (
            "charter",
            Covers::Kinds(vec![ActionKind::AmendCharter, ActionKind::Upgrade]),
        ),
    ];
    let round = Round::new(Rule::majority(), INTERNAL);
    let own = own.map(|(name, covers)| Procedure::new(name, covers, round.clone()));
    charter.procedures.splice(0..0, own);
    charter
}
