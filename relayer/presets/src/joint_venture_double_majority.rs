//! Groups of very different size: the many members of one can't outvote the other group, nor the other way round.

use folkmoot_group::charter::{Basis, CharterSpec, Weighting};
use folkmoot_rules::Rule;

use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "joint-venture-double-majority",
    for_whom: "For groups of very different size, 50 members and 4, that neither want the small one outvoted nor the \
               members of the large one to count for less: it takes most of the members and most of the groups.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let mut charter = setting.plain(Rule::double_majority());
    charter.weighting = Weighting {
        basis: Basis::ByMembers,
        cap: None,
    };
    charter.upstream.round.rule = Rule::double_majority();
    charter
}
