//! A small core team that does the work, with contributors around it, and a house that looks at what it decides if it
//! has one.

use folkmoot_group::charter::{CharterSpec, Proposers};
use folkmoot_group::msg::Standing;
use folkmoot_rules::Rule;

use super::setting::{round, with};
use super::{Blueprint, Setting};

/// Fewer than ten: all can still talk with each other.
const CORE_TEAM: u32 = 9;

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "cell",
    for_whom: "For a core team of fewer than ten that does the work by consent, with contributors who may propose and have \
               no vote; a house may look at its budgets and its charter.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let consent = Rule::sociocratic_circles();
    let mut budget = setting.budget(round(consent, setting.week()));
    budget.stages.extend(setting.house_may_stop());
    let mut foundations = setting.foundations(consent);
    foundations.stages.extend(setting.house_must_agree());
    let mut charter = setting.plain(consent);
    for procedure in &mut charter.procedures {
        procedure.proposers = Proposers::Standing(Standing::Contributor);
    }
    charter.core_limit = Some(CORE_TEAM);
    with(charter, [budget, foundations])
}
