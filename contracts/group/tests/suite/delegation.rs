//! Delegation: who lets whom carry its weight, what that counts for, and what it decides.

mod carrying;
mod deciding;
mod giving;
mod stories;

use folkmoot_group::charter::{Delegating, Round};
use folkmoot_rules::{Rule, Seconds};

use crate::world::{CharterBuilder, Group, Person, World, charter};

const DAY: Seconds = Seconds::days(1);

/// A majority of three days, in which delegates speak for others.
fn in_votes() -> CharterBuilder {
    charter().delegation(Delegating::InVotes)
}

/// The same, and ballots may change.
fn revoting() -> CharterBuilder {
    in_votes().decides_in(Round {
        early_finish: false,
        revoting: true,
        ..Round::new(Rule::majority(), Seconds::days(3))
    })
}

/// Five days for a joint proposal, in which a group seat takes three.
fn joint() -> CharterBuilder {
    let five_days = Seconds::days(5);
    in_votes()
        .decides(Rule::majority(), five_days)
        .upstream(Rule::majority(), five_days)
}

/// Five people with accounts, seats 1 to 5, and their group.
struct Five {
    world: World,
    ann: Person,
    ben: Person,
    cleo: Person,
    dan: Person,
    eve: Person,
    group: Group,
}

impl Five {
    fn with(charter: &CharterBuilder) -> Self {
        let world = World::new();
        let [ann, ben, cleo, dan, eve] =
            ["Ann", "Ben", "Cleo", "Dan", "Eve"].map(|name| world.cosmos(name));
        let group = world
            .group("Five")
            .people([&ann, &ben, &cleo, &dan, &eve])
            .charter(charter)
            .found();
        Self {
            world,
            ann,
            ben,
            cleo,
            dan,
            eve,
            group,
        }
    }

    fn delegating() -> Self {
        Self::with(&in_votes())
    }

    fn all(&self) -> [&Person; 5] {
        [&self.ann, &self.ben, &self.cleo, &self.dan, &self.eve]
    }
}
