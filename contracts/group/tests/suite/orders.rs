//! Orders: whatever a seat may do by transaction, it may do by a signed order that anybody carries.

mod acts;
mod concerns;
mod refusals;
mod vectors;

use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::Seconds;

use crate::world::orders::{Key, Kind};
use crate::world::{CharterBuilder, Group, Person, World, charter, spec};

const LEAD: Seconds = Seconds::days(3);

/// A member with a key that sends no transactions, seat 1, and two with accounts.
struct Lodge {
    world: World,
    key: Key,
    ann: Person,
    ben: Person,
    group: Group,
}

impl Lodge {
    fn new(kind: Kind) -> Self {
        Self::with(kind, &charter())
    }

    fn with(kind: Kind, charter: &CharterBuilder) -> Self {
        let world = World::new();
        let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
        let key = Key::new(kind, "Kim");
        let group = world
            .group("The Lodge")
            .seats([key.seat()])
            .people([&ann, &ben])
            .charter(charter)
            .found();
        Self {
            world,
            key,
            ann,
            ben,
            group,
        }
    }
}

fn propose(title: &str) -> ExecuteMsg {
    ExecuteMsg::Propose {
        proposal: spec(title, vec![]),
    }
}

fn withdraw(proposal: u64) -> ExecuteMsg {
    ExecuteMsg::Withdraw { proposal }
}
