//! The smallest group in which most is not all.

use folkmoot_group::charter::Role;

use super::{CharterBuilder, Group, Person, World, charter};

/// Three people with accounts, their group, and Dan, who is no member.
pub struct Trio {
    pub world: World,
    pub ann: Person,
    pub ben: Person,
    pub cleo: Person,
    pub dan: Person,
    pub group: Group,
}

impl Trio {
    pub fn new() -> Self {
        Self::with(&charter())
    }

    pub fn with(charter: &CharterBuilder) -> Self {
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

    pub fn with_role(role: Role) -> Self {
        Self::with(&charter().role(role))
    }

    /// The members.
    pub fn everybody(&self) -> [&Person; 3] {
        [&self.ann, &self.ben, &self.cleo]
    }
}
