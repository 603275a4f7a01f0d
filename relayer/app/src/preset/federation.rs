//! Groups that stay autonomous and decide a few things together.

use folkmoot_group::charter::CharterSpec;
use folkmoot_rules::Rule;

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "federation",
    for_whom: "For several groups that stay autonomous and decide a few things together: each has one vote whatever its \
               size, and two thirds of them decide who belongs and the rules.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let lasting = Rule::two_thirds();
    with(
        setting.plain(Rule::majority()),
        [setting.membership(lasting), setting.foundations(lasting)],
    )
}
