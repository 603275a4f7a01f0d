//! A group leaves while the others vote.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, Verdict};
use folkmoot_rules::{Choice, Outcome as Decided, Status};

use crate::story::cast::Venture;
use crate::story::charters::Terms;
use crate::story::error::{Doing, StoryResult, expect};
use crate::story::host::Host;
use crate::story::step::Treasuries;

/// l) Swim Buddies leave the committee mid-vote: their missing ballot is not cast, the base is unchanged, and what they
/// decide afterwards is moot.
pub async fn a_group_that_leaves_mid_vote_counts_as_not_cast(host: &dyn Host) -> StoryResult<()> {
    let venture = Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    venture.oem_votes(&in_oem, 26, 0).await?;
    host.settle().await.doing("carrying up the vote of OEM")?;
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
    expect(
        "l) the committee's votes",
        &joint.weights().await?,
        &[1, 0, 0, 1],
    )?;
    expect(
        "l) the outcome",
        &joint.view().await?.outcome,
        &Decided::Rejected,
    )?;

    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    host.settle()
        .await
        .doing("carrying up the vote of Swim Buddies")?;
    expect(
        "l) what becomes of their vote",
        &in_buddies.rolled_up().await?.verdict,
        &Verdict::Moot,
    )?;
    expect(
        "l) the committee's votes in the end",
        &joint.weights().await?,
        &[1, 0, 0, 1],
    )?;
    venture.advance_to(joint.deadline().await?).await?;
    expect(
        "l) the status of Prop #1",
        &joint.view().await?.status,
        &Status::Rejected,
    )?;
    let kept = Treasuries {
        committee: 500,
        oem: 2_600,
        swim_buddies: 300,
        caterer: 0,
    };
    venture.expect_treasuries(kept).await
}
