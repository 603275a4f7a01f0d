//! Those for whom something is done: they hold its purpose, agree to its terms, and can stop it. They can't steer it.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::{Base, Count, Ratio, Rule, Threshold};

use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "stakeholder-group",
    for_whom: "For those for whom something is done, as the house of whoever does it: its own matters by consensus minus \
               one, and a majority of its seats can stop what goes against the purpose.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let mut charter = setting.plain(Rule::consensus_minus_one());
    charter.upstream.round.rule = majority_of_seats();
    charter
}

const fn majority_of_seats() -> Rule {
    Rule::Threshold(Threshold {
        quorum: Ratio::HALF,
        threshold: Ratio::HALF,
        strict: true,
        base: Base::Cast,
        count: Count::Seats,
    })
}
