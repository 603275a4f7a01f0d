//! Those for whom something is done: they hold its purpose, agree to its terms, and can stop it. They can't steer it.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{CharterSpec, Covers, Procedure, Round};
use folkmoot_rules::{Base, Count, Ratio, Rule, Seconds, Threshold};

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "stakeholder-group",
    for_whom: "For those for whom something is done, as the house of whoever does it: its own matters by consensus minus \
               one, and a majority of its seats can stop what goes against the purpose, or ratify, within a week.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    // shorter than the week that it promises as a house, so that a veto is decided in time
    let round = Round::new(majority_of_seats(), setting.period(Seconds::days(5)));
    let veto = Procedure::new("veto", Covers::Kinds(vec![ActionKind::Veto]), round);
    let mut charter = setting.plain(Rule::consensus_minus_one());
    charter.upstream.round.rule = majority_of_seats();
    with(charter, [veto])
}

/// Of all seats, so that of five two never stop or ratify anything.
const fn majority_of_seats() -> Rule {
    Rule::Threshold(Threshold {
        quorum: Ratio::HALF,
        threshold: Ratio::HALF,
        strict: true,
        base: Base::Eligible,
        count: Count::Seats,
    })
}
