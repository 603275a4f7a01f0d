//! Groups that stay autonomous and decide a few things together.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{CharterSpec, Covers, ElectorateKind, Procedure, Proposers, Round};
use folkmoot_rules::Rule;

use super::setting::with;
use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "federation",
    for_whom: "For several groups that stay autonomous and decide a few things together: each has one vote whatever its \
               size, two thirds of them decide who belongs and the rules, and representatives see to meetings, outreach and \
               small payments.",
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
    let mut own = vec![own_matters(setting)];
    if !setting.budget_above.is_empty() {
        // before the small payments, so that these are what is left
        let mut budget = setting.budget(Round::new(Rule::majority(), setting.week()));
        budget.electorate = ElectorateKind::GroupSeats;
        own.insert(0, budget);
    }
    charter.procedures.splice(0..0, own);
    charter
}

/// What the federation does itself: meetings and outreach are statements. Payments are the groups' as long as nobody
/// says which are small.
fn own_matters(setting: &Setting) -> Procedure {
    let mut kinds = vec![ActionKind::Statement];
    if !setting.budget_above.is_empty() {
        kinds.push(ActionKind::Spend);
    }
    let round = Round::new(Rule::majority(), setting.week());
    Procedure {
        electorate: ElectorateKind::Representatives,
        proposers: Proposers::Representatives,
        ..Procedure::new("own matters", Covers::Kinds(kinds), round)
    }
}
