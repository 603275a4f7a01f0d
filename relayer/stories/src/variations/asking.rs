//! k) Groups that are asked too late, or not at all.

use folkmoot_group::msg::{AskState, ExecuteMsg};
use folkmoot_rules::{Choice, Outcome as Decided, Seconds, Status};

use super::KEPT;
use super::relaying::{joined, rolled_up_by};
use crate::cast::Venture;
use crate::error::{Doing, StoryResult, expect, expect_refused};
use crate::group::Group;
use crate::host::Host;
use crate::proposal::Proposal;

/// k) OEM is to be asked on day 3 only, which is too late: its seat stands as not asked, and nobody waits for it.
pub async fn a_group_asked_too_late_stands_as_not_asked(host: &dyn Host) -> StoryResult<()> {
    let venture = joined(host).await?;
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    let joe = venture.joes_account()?;
    let joint = venture.proposed_bbq().await?;
    asked(&venture, &joint, &[&venture.buddies]).await?;
    let in_buddies = venture.buddies.mirror_of(&joint).await?;
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    rolled_up_by(&in_buddies, joe, "k) the vote of Swim Buddies").await?;

    let opened = joint.view().await?.opened_at;
    venture
        .advance_to(venture.later(opened, Seconds::days(3)))
        .await?;
    let late = fan_out(&venture, &joint, &[&venture.oem]).await?;
    let late = venture.committee.call(joe, late).await;
    expect_refused(
        "k) asking OEM on day 3",
        late,
        "group seats can't be asked any more",
    )?;
    expect(
        "k) whether OEM has a mirror",
        &venture.oem.mirror(&joint).await?.is_some(),
        &false,
    )?;
    let asks = joint.asks().await?;
    let told = matches!(
        asks.iter().map(|ask| &ask.state).collect::<Vec<_>>()[..],
        [AskState::NotAsked { .. }, AskState::Asked { .. }]
    );
    expect(
        format!("k) how the groups were asked, {asks:?}"),
        &told,
        &true,
    )?;
    joint.expect_outcome(Decided::Rejected).await?;
    venture.advance_to(joint.deadline().await?).await?;
    joint.expect_status(Status::Rejected).await?;
    venture.expect_treasuries(KEPT).await
}

/// k) Nobody is asked: no quorum.
pub async fn nobody_asked_is_no_quorum(host: &dyn Host) -> StoryResult<()> {
    let venture = joined(host).await?;
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    let joint = venture.proposed_bbq().await?;
    venture.advance_to(joint.view().await?.ask_until).await?;
    joint.expect_outcome(Decided::NoQuorum).await?;
    venture.advance_to(joint.deadline().await?).await?;
    joint.expect_status(Status::NoQuorum).await?;
    let execute = ExecuteMsg::Execute { proposal: joint.id };
    let executed = venture
        .committee
        .call(venture.joes_account()?, execute)
        .await;
    expect_refused("k) paying without a quorum", executed, "no_quorum")?;
    venture.expect_treasuries(KEPT).await
}

async fn fan_out(
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
    groups: &[&Group<'_>],
) -> StoryResult<ExecuteMsg> {
    let mut seats = vec![];
    for group in groups {
        seats.push(venture.committee.seat_id_of(&group.address).await?);
    }
    Ok(ExecuteMsg::FanOut {
        proposal: joint.id,
        seats: Some(seats),
    })
}

/// Joe has these groups asked.
pub(super) async fn asked(
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
    groups: &[&Group<'_>],
) -> StoryResult<()> {
    let msg = fan_out(venture, joint, groups).await?;
    let result = venture.committee.call(venture.joes_account()?, msg).await;
    result.doing("Joe has the groups asked").map(|_| ())
}
