//! A team decides by consent: nobody has to be enthusiastic, and nobody's objection is passed over.

use folkmoot_group::charter::{CharterSpec, Filling, Role};
use folkmoot_rules::{Rule, Seconds};

use super::{Blueprint, Setting};

pub static BLUEPRINT: Blueprint = Blueprint {
    name: "sociocratic-circle",
    for_whom: "For a team that works by consent: a proposal passes when nobody objects, and whoever objects says why, so \
               that it can be made better.",
    charter,
};

fn charter(setting: &Setting) -> CharterSpec {
    CharterSpec {
        roles: vec![
            role(
                "facilitator",
                "leads the rounds, so that everybody is heard",
            ),
            role(
                "secretary",
                "keeps what was decided, and calls the meetings",
            ),
        ],
        ..setting.plain(Rule::sociocratic_circles())
    }
}

/// Somebody is nominated, and nobody objects: also an election by consent.
fn role(name: &str, duties: &str) -> Role {
    Role {
        name: name.to_owned(),
        duties: duties.to_owned(),
        commitment: "some hours a week".to_owned(),
        term: Some(Seconds::days(182)),
        places: 1,
        filling: Filling::Acclamation {
            window: Seconds::days(3),
        },
        apprentice: true,
        allowance: None,
    }
}
