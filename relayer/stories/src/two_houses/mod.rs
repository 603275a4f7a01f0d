//! S2, two houses: stakeholders hold the purpose and can stop what goes against it; those who work for it decide what is
//! done, and nobody can force them.

mod budget;
mod cast;
mod cells;
mod founding;
mod guard;
mod leaving;
mod refused;
mod stopping;

use super::error::StoryResult;
use super::host::Host;
use super::narrator::Narrator;
use super::step::{Signed, Teller};
use super::tale::Tale;
use super::treasury::Funds;
use cast::{Partnership, STAKE};

/// The story.
pub static TALE: Tale = Tale {
    name: "two-houses",
    // five stakeholders, five who work, Mia, and the accounts of six groups
    accounts: 17,
    coins: 5 * STAKE,
    play: |host, teller| Box::pin(play(host, teller)),
    chapter,
    lasting: &["ratified", "paid", "vetoed", "exit_completed"],
};

fn chapter(step: &str) -> &'static str {
    match step {
        "group_founded" | "linked" | "charter_amended" => "Two houses and their cells",
        "documents_adopted" | "cell_state_proposed" | "ratified" => {
            "What it is for, and what has to be agreed to"
        }
        "staked" | "cycle_opened" => "Stakes and a cycle",
        "never_forced" | "silence_pays_nothing" => "What is refused",
        "budget_noticed" | "concern_raised" | "concern_answered" | "nobody_spoke" | "held_back"
        | "paid" => "A budget that nobody stops",
        "guard_attacked" | "guard_kept" => "The guarded can't drop the guard",
        "veto_opened" | "vetoed" => "A budget that is stopped",
        "left" | "exit_completed" => "A stakeholder leaves",
        "cell_proposed" | "cell_founded" | "moved" => "A new cell, and a new seat",
        _ => "What is left",
    }
}

/// Plays the story and tells it. Every figure of it is held to; the first that differs ends it.
pub async fn play(host: &dyn Host, teller: &dyn Teller) -> StoryResult<()> {
    let narrator = Narrator::begin(host, teller).await?;
    let told = Partnership::founded(host).await?;
    founding::founding(&narrator, &told).await?;
    founding::linking(&narrator, &told).await?;
    founding::agreeing(&narrator, &told).await?;
    founding::ratifying(&narrator, &told).await?;
    let cycle_ends = founding::staking(&narrator, &told).await?;
    refused::forcing(&narrator, &told).await?;
    refused::silence(&narrator, &told).await?;

    let budget = budget::opening(&narrator, &told).await?;
    let silent = budget::nobody_speaks(&told).await?;
    let attacks = guard::attacking(&narrator, &told).await?;
    budget::concern(&narrator, &told, &budget).await?;
    budget::silence_is_no_consent(&narrator, &told, &silent).await?;
    guard::keeping(&narrator, &told, &attacks, &budget).await?;
    budget::paying(&narrator, &told, &budget).await?;

    stopping::stopping(&narrator, &told).await?;
    let leaver = leaving::leaving(&narrator, &told).await?;
    cells::founding(&narrator, &told).await?;
    cells::moving(&narrator, &told).await?;
    leaving::ending(&narrator, &told, leaver, cycle_ends).await?;
    founding::ending(&narrator, &told).await
}

/// What the treasury has after its stakes, in a pool and beside it.
const fn funds(pool: u64, free_stakes: u64, claims: u64) -> Funds {
    Funds {
        common_fund: 0,
        free_stakes,
        pool,
        claims,
    }
}

fn by(name: &str) -> Option<Signed> {
    Some(Signed::Member(name.to_owned()))
}
