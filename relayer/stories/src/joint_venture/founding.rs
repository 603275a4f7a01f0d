//! Two groups and their committee come to be.

use folkmoot_group::msg::LinkState;
use folkmoot_rules::Electorate;

use super::super::cast::{BUDDIES_GIFT, OEM_GIFT, Venture};
use super::super::error::{StoryResult, expect};
use super::super::group::Group;
use super::super::narrator::Narrator;
use super::super::proposal::{Proposal, Turnout};
use super::super::step::{Signed, Step, plain};
use super::{counted, members, treasuries};

pub(super) async fn founding(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    for (group, seats) in [(&venture.oem, 50), (&venture.buddies, 4)] {
        let view = group.view().await?;
        let equal = Electorate {
            weight: u64::from(seats),
            seats,
        };
        expect(
            format!("the electorate of {}", group.name),
            &view.electorate,
            &equal,
        )?;
        expect(
            format!("whether {} is sealed", group.name),
            &view.sealed,
            &true,
        )?;
        let treasury = group.balance().await?;
        let step = Step {
            step: "group_founded",
            told: format!(
                "{} is founded: {seats} members with one vote each, and {} in its treasury.",
                group.name,
                plain(treasury)
            ),
            electorate: Some(seats.into()),
            amount: u64::try_from(treasury).ok(),
            signed_by: Some(Signed::Founder(narrator.founder())),
            ..narrator.step(group).await?
        };
        narrator.tell(step)?;
    }
    venture
        .expect_treasuries(treasuries(0, 3_000, 400, 0))
        .await
}

/// The joint group, with an offer to each of the two.
pub(super) async fn founding_jointly(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
) -> StoryResult<()> {
    let committee = &venture.committee;
    for group in [&venture.oem, &venture.buddies] {
        expect_link(committee, group, LinkState::Offered).await?;
    }
    let step = Step {
        step: "joint_group_founded",
        told: format!(
            "The {} is founded, with a seat for each of the two groups. A seat is only an offer until its \
             group has decided to take it.",
            committee.name
        ),
        electorate: Some(committee.view().await?.electorate.seats.into()),
        signed_by: Some(Signed::Founder(narrator.founder())),
        ..narrator.step(committee).await?
    };
    narrator.tell(step)
}

pub(super) async fn joining(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    let (proposal, turnout) = venture.oem_joins().await?;
    expect_link(&venture.committee, &venture.oem, LinkState::Linked).await?;
    let told = "It takes its seat in the committee.";
    narrator.tell(own_decision(narrator, &proposal, turnout, told).await?)?;

    let (proposal, turnout) = venture.oem_gives().await?;
    let told = format!("{OEM_GIFT} go from its treasury to the committee's.");
    let step = own_decision(narrator, &proposal, turnout, &told).await?;
    narrator.tell(with_amount(step, OEM_GIFT))?;

    let (proposal, turnout) = venture.buddies_join().await?;
    expect_link(&venture.committee, &venture.buddies, LinkState::Linked).await?;
    let told = format!(
        "It takes its seat, {BUDDIES_GIFT} go to the committee, and Joe speaks for the group there; he \
         does not vote for it."
    );
    let step = own_decision(narrator, &proposal, turnout, &told).await?;
    narrator.tell(with_amount(step, BUDDIES_GIFT))?;

    venture
        .expect_treasuries(treasuries(500, 2_600, 300, 0))
        .await?;
    let both = Electorate {
        weight: 2,
        seats: 2,
    };
    expect(
        "the committee's electorate",
        &venture.committee.view().await?.electorate,
        &both,
    )
}

/// A group decided something of its own, and it was done.
async fn own_decision(
    narrator: &Narrator<'_>,
    proposal: &Proposal<'_>,
    turnout: Turnout,
    consequence: &str,
) -> StoryResult<Step> {
    let view = proposal.view().await?;
    expect(
        format!("whether {}'s account executed", proposal.group.name),
        &view.by_group_account,
        &true,
    )?;
    let told = format!(
        "{} decides: \"{}\". {}; the others could not change that. {consequence}",
        proposal.group.name,
        view.title,
        counted(&view),
    );
    Ok(Step {
        step: "decided_to_join",
        told,
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(members(turnout)),
        before_deadline: Some(true),
        ..narrator.figures(proposal, &view).await?
    })
}

async fn expect_link(above: &Group<'_>, below: &Group<'_>, state: LinkState) -> StoryResult<()> {
    let link = above
        .seat_of(&below.address)
        .await?
        .and_then(|seat| seat.link);
    expect(
        format!("the seat of {} in {}", below.name, above.name),
        &link,
        &Some(state),
    )
}

fn with_amount(step: Step, amount: u128) -> Step {
    Step {
        amount: u64::try_from(amount).ok(),
        ..step
    }
}
