//! Groups of different size share a venture in proportion, except for the rules themselves.

use folkmoot_group::charter::{Basis, CharterSpec, Weighting};
use folkmoot_rules::Rule;

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "proportional-joint-venture",
    for_whom: "For groups of different size that want every member to count alike: a group weighs as much as it has \
               members, but the rules and who belongs take most of the groups as well.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let charter = CharterSpec {
        weighting: Weighting {
            basis: Basis::ByMembers,
            cap: None,
        },
        ..setting.plain(Rule::majority())
    };
    // else the largest could rewrite the charter or expel the others alone
    let guarded = Rule::double_majority();
    with(
        charter,
        [setting.foundations(guarded), setting.membership(guarded)],
    )
}
