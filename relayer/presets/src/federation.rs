//! Groups that stay autonomous and decide a few things together.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{CharterSpec, Covers, ElectorateKind, Procedure, Proposers, Round};
use folkmoot_group::msg::Standing;
use folkmoot_rules::Rule;

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "federation",
    for_whom: "For several groups that stay autonomous and decide a few things together: each has one vote whatever its \
               size, two thirds of them decide who belongs and the rules, and representatives decide small payments, for \
               meetings and outreach, where it is said what is small.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    let lasting = Rule::two_thirds();
    let mut charter = with(
        setting.plain(Rule::majority()),
        [setting.membership(lasting), setting.foundations(lasting)],
    );
    for procedure in &mut charter.procedures {
        procedure.electorate = ElectorateKind::GroupSeats;
    }
    if setting.budget_above.is_empty() {
        return charter;
    }
    let round = || Round::new(Rule::majority(), setting.week());
    let budget = Procedure {
        electorate: ElectorateKind::GroupSeats,
        ..setting.budget(round())
    };
    // behind the budgets, so that it decides the payments that are left
    let small = Covers::Kinds(vec![ActionKind::Spend]);
    let own = Procedure {
        electorate: ElectorateKind::Representatives,
        proposers: Proposers::Standing(Standing::Observer),
        ..Procedure::new("own matters", small, round())
    };
    with(charter, [budget, own])
}
