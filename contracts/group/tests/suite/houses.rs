//! Two houses: stakeholders who look at what a cell decides, may stop it, and can't force it.

mod broken;
mod ending;
mod escalating;
mod failing;
mod full;
mod guard;
mod later;
mod links;
mod ratifying;
mod stopping;
mod story;

use cosmwasm_std::Addr;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::Covers;
use folkmoot_group::document::DocumentKind;
use folkmoot_rules::{ReviewMode, Rule, Seconds};

use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::{CharterBuilder, Group, Person, Proposal, World, actions, charter, money};

/// The agreed response time.
const WEEK: Seconds = Seconds::days(7);
/// The window of a budget.
const FORTNIGHT: Seconds = Seconds::days(14);
/// The period of a veto.
const VETO: Seconds = Seconds::days(5);
/// The window in which a statement of the cell is ratified.
const TEN_DAYS: Seconds = Seconds::days(10);

/// Everybody of the story: five stakeholders, and the seven people of the top level cell, whose budgets the stakeholders
/// may stop within a fortnight.
struct Partners {
    world: World,
    holders: Vec<Person>,
    cell: Vec<Person>,
    shg: Group,
    tlc: Group,
    builder: Addr,
}

/// The stakeholders' charter: a veto takes five days and the yes of most of all seats.
fn shg_charter() -> CharterBuilder {
    charter().procedure(
        "veto",
        Covers::Kinds(vec![ActionKind::Veto]),
        Rule::majority_of_all(),
        VETO,
    )
}

/// The cell's charter before it has a house: budgets above 10,000 are decided by themselves, and so is what it says of
/// itself.
fn bare_charter() -> CharterBuilder {
    charter()
        .procedure(
            "budget",
            Covers::SpendsAbove(money(10_000)),
            Rule::majority(),
            Seconds::days(3),
        )
        .procedure(
            "state",
            Covers::Kinds(vec![ActionKind::Documents]),
            Rule::majority(),
            Seconds::days(3),
        )
}

/// The cell's charter: the stakeholders may stop a budget, and ratify what the cell says of itself.
fn tlc_charter(shg: &Group) -> CharterBuilder {
    bare_charter()
        .then("budget", refer(shg, ReviewMode::Optimistic, FORTNIGHT))
        .then("state", refer(shg, ReviewMode::Ratify, TEN_DAYS))
}

impl Partners {
    fn new() -> Self {
        Self::with(tlc_charter, &shg_charter())
    }

    /// Founds both groups, links them, and gives the cell its charter with a house.
    fn with(tlc: impl Fn(&Group) -> CharterBuilder, shg: &CharterBuilder) -> Self {
        let partners = Self::founded(shg);
        partners.link();
        let everybody = partners.everybody();
        let next = tlc(&partners.shg).spec();
        let amend = vec![actions::amend(1, next)];
        partners.tlc.decides(&everybody, "A house", amend);
        partners
    }

    /// Both groups, without a link.
    fn founded(shg: &CharterBuilder) -> Self {
        let world = World::new();
        let holders = world.crowd("stakeholder", 5);
        let cell = world.crowd("cell member", 7);
        let shg = world.group("Stakeholders").people(&holders).charter(shg);
        let shg = shg.found();
        let tlc = world.group("Top Level Cell").people(&cell);
        let tlc = tlc.charter(&bare_charter()).found();
        tlc.receives(50_000);
        let builder = world.account("the builder");
        Self {
            world,
            holders,
            cell,
            shg,
            tlc,
            builder,
        }
    }

    /// Both decide on the link.
    fn link(&self) {
        let appoint = vec![appoint_house(&self.shg, WEEK)];
        self.tlc.decides(&self.everybody(), "Our house", appoint);
        let agree = vec![become_house(&self.tlc, WEEK)];
        self.shg.decides(&self.stakeholders(), "Look at it", agree);
    }

    fn everybody(&self) -> Vec<&Person> {
        self.cell.iter().collect()
    }

    fn stakeholders(&self) -> Vec<&Person> {
        self.holders.iter().collect()
    }

    /// The cell passes a budget that its house may stop.
    fn budget(&self, amount: u128) -> Proposal {
        let spend = vec![actions::spend(&self.builder, amount)];
        let proposal = self.tlc.passes(&self.everybody(), "A budget", spend);
        assert_eq!(proposal.status().as_str(), "referred");
        proposal
    }

    /// The cell passes a budget, and the notice of it is taken.
    fn noticed_budget(&self, amount: u128) -> Proposal {
        let proposal = self.budget(amount);
        proposal.refer().ok();
        proposal
    }

    /// So many stakeholders say yes to a veto, which is then decided.
    fn agree(&self, veto: &Proposal, count: usize) {
        for holder in self.holders.iter().take(count) {
            holder.votes(veto, folkmoot_rules::Choice::Yes);
        }
    }

    /// The cell passes a cell state, which its house must ratify.
    fn cell_state(&self, title: &str) -> Proposal {
        let adopt = vec![actions::adopt(DocumentKind::CellState, title)];
        let proposal = self.tlc.passes(&self.everybody(), title, adopt);
        assert_eq!(proposal.status().as_str(), "referred");
        proposal
    }

    fn paid(&self) -> u128 {
        self.world.balance(&self.builder)
    }

    /// What the cell does by its ordinary procedure.
    fn cell_decides(&self, actions: Vec<Action>) -> Proposal {
        self.tlc.decides(&self.everybody(), "Something", actions)
    }
}
