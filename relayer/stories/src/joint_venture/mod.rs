//! S1, the joint venture: two groups form a committee, decide together, and pay for their barbecue. Once.

mod deciding;
mod founding;
mod paying;

use folkmoot_group::msg::ProposalView;
use folkmoot_rules::Seconds;

use super::cast::{BUDDIES_TREASURY, OEM_TREASURY, Venture};
use super::charters::Terms;
use super::error::StoryResult;
use super::host::Host;
use super::narrator::Narrator;
use super::proposal::Turnout;
use super::step::{Percent, Signed, Teller, Treasuries};
use super::tale::Tale;
use deciding::{asking, buddies_decide, oem_decides, oem_votes, opening, rolled_up};
use founding::{founding, founding_jointly, joining};
use paying::{ending, paying, paying_twice};

/// The joint venture.
pub static TALE: Tale = Tale {
    name: "joint-venture",
    // members with one, Joe, and those of the three groups
    accounts: 24,
    coins: OEM_TREASURY + BUDDIES_TREASURY,
    play: |host, teller| Box::pin(play(host, teller)),
    chapter,
    lasting: &["rolled_up", "paid"],
};

fn chapter(step: &str) -> &'static str {
    match step {
        "group_founded" | "joint_group_founded" => "Two groups and a committee",
        "decided_to_join" => "Each group decides to join and to give",
        "proposed" | "fanned_out" => "A joint proposal",
        "voted" | "decided" | "rolled_up" => "Each group decides by its own rules",
        "paid" | "paid_once" => "The joint treasury pays",
        _ => "What is left",
    }
}

/// Plays the story and tells it. Every figure of it is held to; the first that differs ends it.
pub async fn play(host: &dyn Host, teller: &dyn Teller) -> StoryResult<()> {
    let narrator = Narrator::begin(host, teller).await?;
    let venture = Venture::founded(host, Terms::of_the_story(&host.setting().denom)).await?;
    founding(&narrator, &venture).await?;
    founding_jointly(&narrator, &venture).await?;
    joining(&narrator, &venture).await?;
    let joint = opening(&narrator, &venture).await?;
    let [in_oem, in_buddies] = asking(&narrator, &venture, &joint).await?;
    buddies_decide(&narrator, &venture, &in_buddies).await?;
    rolled_up(&narrator, &joint, &in_buddies).await?;
    oem_votes(&narrator, &venture, &in_oem).await?;
    oem_decides(&narrator, &venture, &in_oem).await?;
    rolled_up(&narrator, &joint, &in_oem).await?;
    paying(&narrator, &venture, &joint).await?;
    paying_twice(&narrator, &venture, &joint).await?;
    ending(&narrator, &venture).await
}

fn members(turnout: Turnout) -> Signed {
    Signed::Members {
        by_transaction: turnout.by_transaction,
        by_signed_ballot: turnout.by_signature,
    }
}

fn treasuries(committee: u64, oem: u64, swim_buddies: u64, caterer: u64) -> Treasuries {
    Treasuries {
        committee,
        oem,
        swim_buddies,
        caterer,
    }
}

/// A tally in words.
fn counted(view: &ProposalView) -> String {
    let (weight, seats) = (&view.tally.weight, &view.tally.seats);
    let all = view.electorate.seats;
    if seats.no == 0 {
        return format!("{} of {all} vote yes, nobody no", seats.yes);
    }
    let taking_part = Percent::of(weight.present(), view.electorate.units());
    format!(
        "{} yes, {} no: {} for it, {taking_part} taking part",
        seats.yes,
        seats.no,
        Percent::share(weight)
    )
}

/// A period as people say it.
fn days(period: Seconds) -> String {
    format!("{} days", period.0 / Seconds::days(1).0)
}
