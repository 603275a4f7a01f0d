//! Variations in what relayers do, or don't.

use folkmoot_group::msg::{ExecuteMsg, SignalSpec, Verdict};
use folkmoot_rules::{Choice, Signal, Status, UpstreamBallot};

use super::asking::asked;
use super::{KEPT, PAID};
use crate::cast::Venture;
use crate::charters::Terms;
use crate::error::{Doing, StoryResult, expect, expect_refused};
use crate::host::{Host, carried_by};
use crate::people::Account;
use crate::proposal::Proposal;

const YES: UpstreamBallot = UpstreamBallot::Signal(Signal::Yes);
const NO: UpstreamBallot = UpstreamBallot::Signal(Signal::No);

pub(super) async fn joined(host: &dyn Host) -> StoryResult<Venture<'_>> {
    Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await
}

/// f) The relayer is down until day 7: what it carries up then is recorded as late, and not counted.
pub async fn a_late_roll_up_is_recorded_and_not_counted(host: &dyn Host) -> StoryResult<()> {
    let venture = joined(host).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    host.settle()
        .await
        .doing("carrying up the vote of Swim Buddies")?;
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    venture.oem_votes(&in_oem, 26, 0).await?;
    venture.advance_to(joint.deadline().await?).await?;
    let before = joint.view().await?.tally;
    host.set_relaying(true)
        .await
        .doing("starting the relayer")?;
    host.settle().await.doing("carrying up the vote of OEM")?;

    let roll_up = in_oem.rolled_up().await?;
    expect(
        "f) OEM's vote",
        &(roll_up.ballot, roll_up.verdict),
        &(YES, Verdict::Late),
    )?;
    joint.expect_vote_of(&venture.oem, None).await?;
    let after = joint.view().await?;
    expect("f) the committee's tally", &after.tally, &before)?;
    expect("f) the status of Prop #1", &after.status, &Status::Rejected)?;
    venture.expect_treasuries(KEPT).await
}

/// h) Without a relayer any member makes every call, with the same outcome; only no group account has signed.
pub async fn members_make_every_call_without_a_relayer(host: &dyn Host) -> StoryResult<()> {
    let venture = joined(host).await?;
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    let joe = venture.joes_account()?;
    let joint = venture.proposed_bbq().await?;
    asked(&venture, &joint, &[&venture.oem, &venture.buddies]).await?;
    let [in_oem, in_buddies] = venture.mirrors(&joint).await?;
    let choices = [Choice::Yes, Choice::No, Choice::Yes, Choice::Yes];
    let buddies: Vec<_> = venture.buddies_people.iter().zip(choices).collect();
    for (mirror, ballots) in [
        (&in_buddies, buddies),
        (&in_oem, venture.oem_ballots(24, 16)),
    ] {
        let signed = mirror.signed(&ballots).await?;
        let sent: Vec<_> = ballots
            .into_iter()
            .filter(|(person, _)| person.account().is_some())
            .collect();
        mirror.voted(&sent).await?;
        let group = &mirror.group.address;
        let carried = carried_by(host, joe, group, mirror.id, signed).await;
        carried.doing("h) Joe carries the signed ballots")?;
    }
    rolled_up_by(
        &in_buddies,
        joe,
        "h) Joe carries up the vote of Swim Buddies",
    )
    .await?;
    venture.advance_to(in_oem.deadline().await?).await?;
    rolled_up_by(&in_oem, joe, "h) Joe carries up the vote of OEM").await?;
    for group in [&venture.oem, &venture.buddies] {
        joint.expect_vote_of(group, Some((YES, false))).await?;
    }
    let execute = ExecuteMsg::Execute { proposal: joint.id };
    venture
        .committee
        .call(joe, execute)
        .await
        .doing("h) Joe executes Prop #1")?;
    joint.expect_status(Status::Executed).await?;
    venture.expect_treasuries(PAID).await
}

/// i) A relayer that tries to cast the opposite, twice, or from outside.
pub async fn a_relayer_can_neither_forge_nor_double_a_vote(host: &dyn Host) -> StoryResult<()> {
    let venture = joined(host).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    // from here on the group's account does what an honest relayer never would
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
    forging(&venture, &joint, &in_buddies).await?;

    let account = &venture.buddies.account;
    let early = in_oem.roll_up(&venture.oem.account).await;
    expect_refused("i) a vote that is undecided", early, "undecided")?;
    rolled_up_by(&in_buddies, account, "i) an honest roll-up").await?;
    let once = joint.view().await?.tally;
    // a second time nothing is refused, and nothing is changed
    rolled_up_by(&in_buddies, account, "i) a second roll-up").await?;
    expect(
        "i) the tally after a second roll-up",
        &joint.view().await?.tally,
        &once,
    )?;

    // the account next door can carry OEM's vote, as anybody can: but not change it, nor sign it as OEM's
    venture.oem_votes(&in_oem, 0, 26).await?;
    rolled_up_by(&in_oem, account, "i) a roll-up by the group next door").await?;
    joint
        .expect_vote_of(&venture.oem, Some((NO, false)))
        .await?;
    joint
        .expect_vote_of(&venture.buddies, Some((YES, true)))
        .await?;
    joint.expect_weights([1, 1, 0, 0]).await?;
    venture.expect_treasuries(KEPT).await
}

async fn forging(
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
    mirror: &Proposal<'_>,
) -> StoryResult<()> {
    let opposite = ExecuteMsg::CountSignal(SignalSpec {
        proposal: joint.id,
        version: 1,
        fallback: false,
        mirror: mirror.id,
        ballot: NO,
        by_group_account: true,
    });
    let vote = ExecuteMsg::Vote {
        proposal: joint.id,
        choice: Choice::No,
        reason: None,
    };
    let account = &venture.buddies.account;
    let (joe, committee) = (venture.joes_account()?, &venture.committee);
    let forged = committee.call(account, opposite.clone()).await;
    expect_refused(
        "i) the opposite, by the group's account",
        forged,
        "there is no link with",
    )?;
    let outside = committee
        .call(&venture.host.purse().clone(), opposite)
        .await;
    expect_refused(
        "i) the opposite, from outside",
        outside,
        "there is no link with",
    )?;
    for (who, group) in [
        (account, committee),
        (account, &venture.buddies),
        (joe, committee),
    ] {
        let voted = group.call(who, vote.clone()).await;
        let what = format!("i) a ballot of {} in {}", who.name, group.name);
        expect_refused(what, voted, "holds no seat in this group")?;
    }
    joint.expect_weights([0, 0, 0, 0]).await
}

/// Somebody carries up a vote.
pub(super) async fn rolled_up_by(
    mirror: &Proposal<'_>,
    by: &Account,
    what: &str,
) -> StoryResult<()> {
    mirror.roll_up(by).await.doing(what).map(|_| ())
}
