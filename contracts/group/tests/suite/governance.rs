//! How a group decides: procedures, content, deciding, executing, members, weights, wallets, lists, upgrades, and what tools
//! for other systems read.

mod content;
mod deciding;
mod earlier;
mod executing;
mod interop;
mod lists;
mod members;
mod procedures;
mod representatives;
mod upgrades;
mod vectors;
mod wallets;
mod weights;

use crate::world::{CharterBuilder, Group, Person, World, charter};

/// Three people with accounts and their group.
struct Trio {
    world: World,
    ann: Person,
    ben: Person,
    cleo: Person,
    group: Group,
}

impl Trio {
    fn new() -> Self {
        Self::with(&charter())
    }

    fn with(charter: &CharterBuilder) -> Self {
        let world = World::new();
        let [ann, ben, cleo] = ["Ann", "Ben", "Cleo"].map(|name| world.cosmos(name));
        let group = world
            .group("Trio")
            .people([&ann, &ben, &cleo])
            .charter(charter)
            .found();
        Self {
            world,
            ann,
            ben,
            cleo,
            group,
        }
    }

    fn everybody(&self) -> [&Person; 3] {
        [&self.ann, &self.ben, &self.cleo]
    }
}
