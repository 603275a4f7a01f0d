//! Variations in the terms of a joint venture, and its worst case.

use folkmoot_group::action::Action;
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::PAID;
use crate::cast::{COMMITTEE, Venture};
use crate::charters::{Terms, joint, simple};
use crate::error::{Doing, StoryResult, expect_refused};
use crate::group::{Group, spec};
use crate::host::{Host, Setting};
use crate::proposal::Proposal;

/// e) A joint period of 6 days leaves the groups no 3 days beside the 4 for carrying votes: neither can a committee be
/// founded with it, nor can one at work change to it; nor may a group take longer than it promised.
pub async fn a_period_too_short_is_refused(host: &dyn Host) -> StoryResult<()> {
    let Setting { denom, time, .. } = host.setting();
    let venture = Venture::joined(host, Terms::of_the_story(denom)).await?;
    let days = |count| time.on_chain(Seconds::days(count));
    let too_short = format!(
        "{} < internal {} + relay buffer {}",
        days(6),
        days(3),
        days(4)
    );
    let six_days = || joint(Rule::majority_of_all(), Seconds::days(6));
    let lead = Seconds::days(3);
    let offers = vec![venture.oem.seat(lead), venture.buddies.seat(lead)];
    let name = format!("{COMMITTEE}, in a hurry");
    let (_, founding) = Group::try_found(host, &name, six_days(), offers).await?;
    expect_refused("e) founding with 6 days", founding, &too_short)?;

    let amend = |charter| Action::AmendCharter {
        version: 1,
        charter: Box::new(time.charter(charter)),
    };
    let amended = venture
        .try_propose("Six days", vec![amend(six_days())])
        .await?;
    expect_refused("e) a change to 6 days", amended, &too_short)?;

    let four_days = simple(Rule::majority(), Seconds::days(4));
    let longer = spec("Four days", vec![amend(four_days)]);
    let joe = venture.joes_account()?;
    let longer = venture.buddies.try_propose(joe, longer).await;
    let reason = format!(
        "lead time {} is longer than the {} promised",
        days(4),
        days(3)
    );
    expect_refused("e) taking longer than promised", longer, &reason)
}

/// j) The event is a disaster: all of the joint treasury is gone, and the damages can't be paid. The groups' own
/// treasuries are untouched, and the committee has no way to reach them.
pub async fn a_disaster_leaves_the_groups_own_treasuries_alone(host: &dyn Host) -> StoryResult<()> {
    let venture = Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await?;
    let all = vec![venture.spend(&venture.caterer, 500)];
    let bbq = agreed(&venture, "All we have", all).await?;
    bbq.expect_status(Status::Executed).await?;
    venture.expect_treasuries(PAID).await?;

    let damages = vec![venture.spend(&venture.caterer, 100)];
    let damages = agreed(&venture, "Damages", damages).await?;
    damages.expect_in_vain("Damages").await?;
    venture.expect_treasuries(PAID).await?;

    let reach = Action::Call {
        contract: venture.oem.address.clone(),
        msg: br#"{"execute":{"proposal":1}}"#.into(),
        funds: vec![],
    };
    let reach = agreed(&venture, "Reach for OEM", vec![reach]).await?;
    reach.expect_in_vain("Reach for OEM").await?;
    venture.expect_treasuries(PAID).await
}

/// Everybody agrees, and the relayer does the rest.
async fn agreed<'h>(
    venture: &Venture<'h>,
    title: &str,
    actions: Vec<Action>,
) -> StoryResult<Proposal<'h>> {
    let joint = venture.proposed(title, actions).await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    venture.oem_votes(&in_oem, 26, 0).await?;
    venture
        .host
        .settle()
        .await
        .doing(format!("settling \"{title}\""))?;
    Ok(joint)
}
