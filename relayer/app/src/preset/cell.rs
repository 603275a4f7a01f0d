//! A small core team that does the work, with contributors around it, and a house that looks at what it decides if it
//! has one.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::setting::{round, with};
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "cell",
    for_whom: "For a core team of fewer than ten that does the work by consent, with contributors who have tasks and no \
               vote; a house may look at its budgets and its charter.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let consent = Rule::sociocratic_circles();
    let mut budget = setting.budget(round(consent, setting.week()));
    budget.stages.extend(setting.house_may_stop());
    let mut foundations = setting.foundations(consent);
    foundations.stages.extend(setting.house_must_agree());
    with(setting.plain(consent), [budget, foundations])
}
