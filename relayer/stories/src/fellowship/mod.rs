//! S4, fellowship: groups without leaders. Whoever serves does so for a time, and twelve groups have a circle of their own
//! that rules none of them.

mod cast;
mod circle;
mod collective;
mod committee;
mod founding;
mod joint;
mod roles;
mod sharing;

use super::error::StoryResult;
use super::host::Host;
use super::narrator::Narrator;
use super::step::{Signed, Teller};
use super::tale::Tale;
use cast::Fellowship;

/// The story.
pub static TALE: Tale = Tale {
    name: "fellowship",
    // two of each group and of a neighbour, and the accounts of sixteen groups
    accounts: 42,
    coins: cast::GIFT,
    play: |host, teller| Box::pin(play(host, teller)),
    chapter,
    lasting: &["acclaimed", "shared", "collective_founded", "dissolved"],
};

fn chapter(step: &str) -> &'static str {
    match step {
        "groups_founded" | "circle_founded" | "joined" => "Twelve groups and their circle",
        "nominated" | "took_a_turn" | "acclaimed" | "next_turn" => "Roles that nobody keeps",
        "representatives_appointed" | "own_matter" | "not_theirs" => {
            "What representatives decide, and what they don't"
        }
        "committee_founded" | "committee_paid" => "A committee for a time",
        "shared" | "spoke_once" | "read" => "A round in which each speaks once",
        "table_full" | "collective_founded" | "collective_joined" => "Too many for one table",
        _ => "What is left",
    }
}

/// Plays the story and tells it. Every figure of it is held to; the first that differs ends it.
pub async fn play(host: &dyn Host, teller: &dyn Teller) -> StoryResult<()> {
    let narrator = Narrator::begin(host, teller).await?;
    let told = Fellowship::founded(host).await?;
    founding::founding(&narrator, &told).await?;
    founding::joining(&narrator, &told).await?;
    let turns_end = roles::serving(&narrator, &told).await?;
    roles::acclaiming(&narrator, &told).await?;
    circle::appointing(&narrator, &told).await?;
    circle::own_matter(&narrator, &told).await?;
    circle::not_theirs(&narrator, &told).await?;
    let (committee, sunset) = committee::founding(&narrator, &told).await?;
    committee::paying(&narrator, &told, &committee).await?;
    sharing::sharing(&narrator, &told).await?;
    collective::full(&narrator, &told).await?;
    collective::founding(&narrator, &told).await?;
    roles::next_turn(&narrator, &told, turns_end).await?;
    committee::dissolving(&narrator, &told, &committee, sunset).await?;
    founding::ending(&narrator, &told).await
}

fn by(name: &str) -> Option<Signed> {
    Some(Signed::Member(name.to_owned()))
}
