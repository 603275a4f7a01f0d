//! Two groups do something together, and neither can do it against the other.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "equal-partnership",
    for_whom: "For two or a few groups that do something together as equals, whatever their size: each has one vote, and \
               of two both must say yes.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let mut charter = setting.plain(Rule::majority_of_all());
    // the partners bind themselves above only where they agree, too
    charter.upstream.round.rule = Rule::majority_of_all();
    charter
}
