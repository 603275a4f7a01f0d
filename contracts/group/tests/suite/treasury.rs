//! The treasury: whose money is where. A balance is the common fund, free stakes, pools of cycles, claims and deposits, at
//! every step; nothing is created, lost or moved by accounting.

mod claims;
mod cycles;
mod exits;
mod leaving;
mod machine;
mod paying;
mod pledging;
mod stakes;
mod strangers;
mod tokens;
mod weighing;

use folkmoot_group::msg::{Claimant, SeatId, Standing};
use folkmoot_rules::Seconds;

use crate::world::{Group, Person, World, charter, open_cycle};

/// A cell of three people, in which five stakeholders have observer seats with a stake.
struct Cell {
    world: World,
    team: Vec<Person>,
    stakeholders: Vec<Person>,
    group: Group,
}

const FIRST_STAKEHOLDER: SeatId = 4;
const CYCLE: Seconds = Seconds::days(90);

impl Cell {
    fn new() -> Self {
        let world = World::new();
        let (team, stakeholders) = (world.crowd("member", 3), world.crowd("stakeholder", 5));
        let observers = stakeholders
            .iter()
            .map(|person| person.seat_as(Standing::Observer));
        let group = world
            .group("Top Level Cell")
            .charter(&charter())
            .people(&team)
            .seats(observers)
            .found();
        Self {
            world,
            team,
            stakeholders,
            group,
        }
    }

    /// Each stakeholder has put 10,000 in and pledged 6,000 of it.
    fn pledged() -> Self {
        let cell = Self::new();
        for person in &cell.stakeholders {
            person.stakes(&cell.world, &cell.group, 10_000);
            person.pledges(&cell.group, 6_000).ok();
        }
        cell
    }

    /// The pledges are the pool of cycle 1; its end.
    fn in_a_cycle() -> (Self, u64) {
        let cell = Self::pledged();
        let ends_at = cell.opens_cycle();
        (cell, ends_at)
    }

    fn everybody(&self) -> Vec<&Person> {
        self.team.iter().collect()
    }

    fn opens_cycle(&self) -> u64 {
        let ends_at = self.world.now() + CYCLE.0;
        self.group
            .decides(&self.everybody(), "A cycle", vec![open_cycle(ends_at)]);
        ends_at
    }

    fn stakeholder(&self, index: usize) -> (&Person, SeatId) {
        let person = self.stakeholders.get(index).unwrap();
        (person, FIRST_STAKEHOLDER + SeatId::try_from(index).unwrap())
    }

    fn claim_of(&self, index: usize) -> u128 {
        self.group
            .due_to(&Claimant::Seat(self.stakeholder(index).1))
    }
}
