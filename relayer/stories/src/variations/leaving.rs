//! A group leaves while the others vote.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, Verdict};
use folkmoot_rules::{Choice, Outcome as Decided, Status};

use super::KEPT;
use crate::cast::Venture;
use crate::charters::Terms;
use crate::error::{Doing, StoryResult, expect};
use crate::host::Host;
use crate::proposal::Proposal;

/// l) Swim Buddies leave the committee mid-vote: their missing ballot is not cast, the base is unchanged, and what they
/// decide afterwards is moot.
pub async fn a_group_that_leaves_mid_vote_counts_as_not_cast(host: &dyn Host) -> StoryResult<()> {
    let venture = Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    venture.oem_votes(&in_oem, 26, 0).await?;
    host.settle().await.doing("carrying up the vote of OEM")?;
    leaving(&venture, &joint).await?;

    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    host.settle()
        .await
        .doing("carrying up the vote of Swim Buddies")?;
    expect(
        "l) what becomes of their vote",
        &in_buddies.rolled_up().await?.verdict,
        &Verdict::Moot,
    )?;
    joint.expect_weights([1, 0, 0, 1]).await?;
    venture.advance_to(joint.deadline().await?).await?;
    joint.expect_status(Status::Rejected).await?;
    venture.expect_treasuries(KEPT).await
}

/// They decide to leave, and are gone; anybody may say that nobody has to wait for them.
async fn leaving(venture: &Venture<'_>, joint: &Proposal<'_>) -> StoryResult<()> {
    let seat = venture
        .committee
        .seat_id_of(&venture.buddies.address)
        .await?;
    let leave = vec![Action::Leave {
        group: venture.committee.address.clone(),
    }];
    let [joe, _, sam, tony] = &venture.buddies_people;
    venture
        .buddies
        .decides(&[joe, sam, tony], "Leave the committee", leave)
        .await?;

    let gone = venture
        .committee
        .seat_of(&venture.buddies.address)
        .await?
        .is_none();
    expect("l) whether the seat is given up", &gone, &true)?;
    let seats_now = venture.committee.view().await?.electorate.seats;
    expect("l) the committee's voting seats", &seats_now, &1)?;
    expect(
        "l) the base of Prop #1",
        &joint.view().await?.electorate.seats,
        &2,
    )?;
    if joint.weights().await? == [1, 0, 0, 0] {
        // unless the relayer has seen to it: anybody may say that nobody has to wait for a seat that left
        let seats = vec![seat];
        let absent = ExecuteMsg::CountAbsent {
            proposal: joint.id,
            seats,
        };
        let counted = venture
            .committee
            .call(venture.joes_account()?, absent)
            .await;
        counted.doing("l) counting Swim Buddies as absent")?;
    }
    joint.expect_weights([1, 0, 0, 1]).await?;
    joint.expect_outcome(Decided::Rejected).await
}
