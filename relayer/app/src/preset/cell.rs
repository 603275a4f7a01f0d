//! A small core team that does the work, with contributors around it.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::setting::{round, with};
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "cell",
    for_whom: "For a core team of fewer than ten that does the work, with contributors who have tasks and no vote.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let consent = Rule::sociocratic_circles();
    let budget = setting.budget(round(consent, setting.week()));
    with(
        setting.plain(consent),
        [budget, setting.foundations(consent)],
    )
}
