//! Nothing is decided against anybody, except in the end who belongs.

use folkmoot_group::charter::{CharterSpec, Procedure, Stage};
use folkmoot_rules::{Fallback, Rule};

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "consensus-community",
    for_whom: "For people who live or work together closely and decide nothing against anybody: one block stops a \
               proposal, with a week to resolve it; only about who belongs three quarters decide in the end, and on \
               what a group above asks.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let consensus = Rule::consensus();
    let mut membership = setting.membership(consensus);
    count_in_the_end(&mut membership, setting);
    with(
        setting.plain(consensus),
        [membership, setting.foundations(consensus)],
    )
}

/// Else nobody could be asked to leave who does not want to: their own block would stop it.
fn count_in_the_end(procedure: &mut Procedure, setting: &Setting) {
    for stage in &mut procedure.stages {
        if let Stage::Decide(round) = stage
            && let Some(resolving) = &mut round.resolving
        {
            resolving.fallback = Fallback::Rule {
                rule: Rule::three_quarters(),
                period: setting.week(),
            };
        }
    }
}
