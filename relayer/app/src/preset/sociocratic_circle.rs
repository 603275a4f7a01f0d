//! A team decides by consent: nobody has to be enthusiastic, and nobody's objection is passed over.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "sociocratic-circle",
    for_whom: "For a team that works by consent: a proposal passes when nobody objects, and whoever objects says why, so \
               that it can be made better.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    setting.plain(Rule::sociocratic_circles())
}
