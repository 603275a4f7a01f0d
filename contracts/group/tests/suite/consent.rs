//! Consent: ballots and presets, resolving, versions, the fallback round, joint groups that decide by it, and that it ends.

mod above;
mod absent;
mod deciding;
mod endings;
mod joint;
mod resolving;

use folkmoot_group::charter::Round;
use folkmoot_rules::{Fallback, Resolving, Rule, Seconds};

use crate::world::{CharterBuilder, Group, Person, World, charter};

const DAY: Seconds = Seconds::days(1);

/// Three days of deciding and two of resolving.
fn round(rule: Rule, fallback: Fallback) -> Round {
    Round {
        resolving: Some(Resolving {
            period: Seconds::days(2),
            fallback,
        }),
        ..Round::new(rule, Seconds::days(3))
    }
}

fn by_majority() -> Fallback {
    Fallback::Rule {
        rule: Rule::majority(),
        period: Seconds::days(2),
    }
}

fn deciding(rule: Rule, fallback: Fallback) -> CharterBuilder {
    charter().decides_in(round(rule, fallback))
}

/// Five people: Eve has an Ethereum wallet, the others accounts.
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
        let [ann, ben, cleo, dan] = ["Ann", "Ben", "Cleo", "Dan"].map(|name| world.cosmos(name));
        let eve = world.ethereum("Eve");
        let group = world
            .group("Five")
            .people([&ann, &ben, &cleo, &dan, &eve])
            .charter(charter)
            .found();
        group.receives(100);
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

    fn deciding(rule: Rule, fallback: Fallback) -> Self {
        Self::with(&deciding(rule, fallback))
    }
}
