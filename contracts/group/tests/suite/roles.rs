//! Roles: who holds them and for how long, by decision, acclamation and in turn; what they decide, propose and spend; and
//! what seats of each standing may do.

mod acclaiming;
mod charters;
mod deciding;
mod holding;
mod layers;
mod proposing;
mod spending;
mod standing;
mod turning;

use folkmoot_group::charter::Role;

use crate::world::{CharterBuilder, Group, Person, World, charter};

/// Three people with accounts, their group, and Dan, who is no member.
struct Trio {
    world: World,
    ann: Person,
    ben: Person,
    cleo: Person,
    dan: Person,
    group: Group,
}

impl Trio {
    fn with(charter: &CharterBuilder) -> Self {
        let world = World::new();
        let [ann, ben, cleo, dan] = ["Ann", "Ben", "Cleo", "Dan"].map(|name| world.cosmos(name));
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
            dan,
            group,
        }
    }

    fn with_role(role: Role) -> Self {
        Self::with(&charter().role(role))
    }

    fn all(&self) -> [&Person; 3] {
        [&self.ann, &self.ben, &self.cleo]
    }
}
