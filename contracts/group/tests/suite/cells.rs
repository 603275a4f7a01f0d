//! Cells and layers: what some of a group's groups decide alone, the documents that a group adopts, and the groups that
//! it founds.

mod admission;
mod committee;
mod documents;
mod parties;
mod subgroups;

use folkmoot_group::action::Action;
use folkmoot_group::msg::ProposalSpec;
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use crate::world::{CharterBuilder, Group, Person, Proposal, World, actions, charter, spec};

const LEAD: Seconds = Seconds::days(3);
const FIVE_DAYS: Seconds = Seconds::days(5);

/// Groups of one person each, whose representative that person is, and the union of them.
struct Union {
    world: World,
    cells: Vec<(Group, Person)>,
    union: Group,
}

impl Union {
    fn of(count: usize) -> Self {
        Self::with(count, &union_charter())
    }

    fn with(count: usize, rules: &CharterBuilder) -> Self {
        let world = World::new();
        let cells: Vec<(Group, Person)> = (1..=count)
            .map(|number| {
                let person = world.cosmos(&format!("person {number}"));
                let name = format!("Cell {number}");
                (world.group(&name).people([&person]).found(), person)
            })
            .collect();
        let founding = world.group("Union").charter(rules);
        let union = cells
            .iter()
            .fold(founding, |founding, (cell, _)| {
                founding.group_seat(cell, LEAD)
            })
            .found();
        for (cell, person) in &cells {
            let join = vec![actions::join(&union, LEAD), Action::appoint(1)];
            cell.decides(&[person], "Join the union", join);
        }
        Self {
            world,
            cells,
            union,
        }
    }

    /// A cell, from 1.
    fn cell(&self, number: usize) -> &Group {
        &self.cells[number - 1].0
    }

    fn person(&self, number: usize) -> &Person {
        &self.cells[number - 1].1
    }

    /// A cell's seats in the union, in order.
    fn seats<const N: usize>(&self, numbers: [usize; N]) -> Vec<u32> {
        let seat = |number| self.union.seat_of_group(self.cell(number)).seat;
        numbers.map(seat).to_vec()
    }

    /// The first cell opens a proposal in the union.
    #[track_caller]
    fn opens(&self, proposal: ProposalSpec) -> Proposal {
        self.tries_to_open(proposal).ok();
        self.union.newest()
    }

    fn tries_to_open(&self, proposal: ProposalSpec) -> crate::world::Attempt {
        self.person(1)
            .tries_to_propose_upstream(self.cell(1), &self.union, proposal)
    }

    /// These cells, asked before, say this.
    #[track_caller]
    fn say<const N: usize>(&self, joint: &Proposal, numbers: [usize; N], choice: Choice) {
        for number in numbers {
            let mirror = self.cell(number).mirror_of(joint);
            self.person(number).votes(&mirror, choice);
            mirror.roll_up().ok();
        }
    }

    /// All cells agree, and it is executed.
    #[track_caller]
    fn decides(&self, title: &str, actions: Vec<Action>) -> Proposal {
        let joint = self.opens(spec(title, actions));
        joint.fan_out().ok();
        for (cell, person) in &self.cells {
            let mirror = cell.mirror_of(&joint);
            person.votes(&mirror, Choice::Yes);
            mirror.roll_up().ok();
        }
        joint.executes();
        assert_eq!(
            joint.status(),
            Status::Executed,
            "{:?}",
            joint.view().failure
        );
        joint
    }
}

/// A majority of the group seats within five days.
fn union_charter() -> CharterBuilder {
    charter()
        .decides(Rule::majority(), FIVE_DAYS)
        .upstream(Rule::majority(), FIVE_DAYS)
}

/// A proposal between parties.
fn between(parties: Vec<u32>, title: &str, actions: Vec<Action>) -> ProposalSpec {
    ProposalSpec {
        parties,
        ..spec(title, actions)
    }
}
