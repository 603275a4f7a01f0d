//! Founding and linking everybody.

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, Delegating, Round};
use folkmoot_rules::{Fallback, Resolving, ReviewMode, Rule, Seconds};

use super::*;
use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::roles::{acclaimed, allowance, role, rotating};
use crate::world::{CharterBuilder, actions, charter, money};

const DAY: Seconds = Seconds::days(1);
const TWO_DAYS: Seconds = Seconds::days(2);
/// How long the house may stop a budget, or ratify a document of a cell without a sunset.
pub(super) const WINDOW: Seconds = Seconds::days(6);
/// A seat without a vote may spend so much in so long.
pub(super) const ALLOWANCE: u128 = 10;
pub(super) const ALLOWED_EVERY: Seconds = Seconds::days(5);
/// A spend above this passes the house.
pub(super) const BAR: u128 = 50;

/// The cell's charter before it has a house: consent, unless it is about a budget or a document.
pub(super) fn bare(sunset: Option<u64>, heir: &Addr) -> CharterBuilder {
    let circle = Round {
        resolving: Some(Resolving {
            period: DAY,
            fallback: match sunset {
                Some(_) => Fallback::Drop,
                None => Fallback::Rule {
                    rule: Rule::majority(),
                    period: DAY,
                },
            },
        }),
        ..Round::new(Rule::consensus(), TWO_DAYS)
    };
    let documents = Covers::Kinds(vec![ActionKind::Documents]);
    let budgets = Covers::SpendsAbove(money(BAR));
    charter()
        .decides_in(circle)
        .procedure("budget", budgets, Rule::majority(), TWO_DAYS)
        .procedure("state", documents, Rule::majority(), TWO_DAYS)
        .upstream(Rule::majority(), TWO_DAYS)
        .buffer(TWO_DAYS)
        .role(acclaimed("speaker", TWO_DAYS))
        .role(rotating("host", Seconds::days(4)))
        .role(folkmoot_group::charter::Role {
            term: Some(Seconds::days(9)),
            allowance: allowance(ALLOWANCE, ALLOWED_EVERY),
            ..role("bursar")
        })
        .with(|charter| {
            charter.execution_window = Seconds::days(5);
            charter.sunset = sunset;
            charter.delegation = match sunset {
                Some(_) => Delegating::Everywhere,
                None => Delegating::InVotes,
            };
            charter.heir = Some(heir.to_string());
        })
}

pub(super) fn guarded(sunset: Option<u64>, heir: &Addr, house: &Group) -> CharterBuilder {
    let stops = refer(house, ReviewMode::Optimistic, WINDOW);
    let charter = bare(sunset, heir).then("budget", stops);
    match sunset {
        // whose stages are all optimistic is guarded no less
        Some(_) => charter,
        None => charter.then("state", refer(house, ReviewMode::Ratify, WINDOW)),
    }
}

impl Lives {
    /// People 0 to 3 are the cell, 3 to 5 its house, 6 and 7 the sister; the first of each group speaks for it.
    pub(super) fn founded(ends: bool) -> Self {
        let world = World::new().without_dumps();
        let people = world.crowd("person", 8);
        let heir = world.account("the heir");
        let sunset = ends.then(|| world.now() + Seconds::days(11).0);
        let everybody = |range: std::ops::Range<usize>| people[range].iter().collect::<Vec<_>>();
        let (of_cell, of_house, of_sister) = (everybody(0..4), everybody(3..6), everybody(6..8));
        let cell = world.group("Cell").people(of_cell.iter().copied());
        let cell = cell.charter(&bare(sunset, &heir)).found();
        let stops = Covers::Kinds(vec![ActionKind::Veto]);
        let looks = charter()
            .procedure("veto", stops, Rule::majority(), TWO_DAYS)
            .upstream(Rule::majority(), TWO_DAYS);
        let house = world.group("House").people(of_house.iter().copied());
        let house = house.charter(&looks).found();
        let sister = world.group("Sister").people(of_sister.iter().copied());
        let shorter = charter().upstream(Rule::majority(), TWO_DAYS);
        let sister = sister.charter(&shorter).found();
        let joint = charter()
            .decides(Rule::majority_of_all(), Seconds::days(4))
            .upstream(Rule::majority_of_all(), Seconds::days(4))
            .buffer(TWO_DAYS);
        let union = world.group("Union").charter(&joint);
        let union = union.group_seat(&cell, TWO_DAYS);
        let union = union.group_seat(&sister, TWO_DAYS).found();
        let join = || vec![actions::join(&union, TWO_DAYS), Action::appoint(1)];
        cell.decides(&of_cell, "Join", join());
        sister.decides(&of_sister, "Join", join());
        cell.decides(&of_cell, "Our house", vec![appoint_house(&house, TWO_DAYS)]);
        house.decides(&of_house, "Look at it", vec![become_house(&cell, TWO_DAYS)]);
        let next = guarded(sunset, &heir, &house).spec();
        cell.decides(&of_cell, "A house", vec![actions::amend(1, next)]);
        cell.receives(2_000);
        union.receives(500);
        let code = world.code();
        Self {
            soup: world.account("a payee"),
            shop: world.puppet("a shop"),
            sent: 0,
            linked: true,
            let_go: false,
            codes: [code, world.store_group_code(b"the next version")],
            code,
            groups: vec![cell, house, sister, union],
            payments: vec![],
            unguarding: vec![],
            allowed: vec![],
            minted: 2_500,
            ended: BTreeMap::new(),
            tale: BTreeMap::new(),
            people,
            heir,
            sunset,
            world,
        }
    }
}
