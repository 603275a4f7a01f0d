//! One person, one vote; what is dear or lasting takes more than half.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::setting::{round, with};
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "worker-cooperative",
    for_whom: "For people who work together, one person one vote: a majority decides day to day, budgets, who belongs and \
               the rules take 66 %.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let budget = setting.budget(round(Rule::supermajority(), setting.week()));
    with(
        setting.plain(Rule::majority()),
        [
            budget,
            setting.membership(Rule::supermajority()),
            setting.foundations(Rule::supermajority()),
        ],
    )
}
