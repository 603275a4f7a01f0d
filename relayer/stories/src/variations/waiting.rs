//! a) A group that is against it as it stands, and may still come to abstain.

use folkmoot_rules::{Choice, Outcome as Decided, Rule, Signal, UpstreamBallot};

use super::KEPT;
use crate::cast::Venture;
use crate::charters::{Terms, upstream};
use crate::error::{Doing, StoryResult, expect, expect_refused};
use crate::host::Host;

/// a) At 13 : 13 OEM can't reach its three quarters any more, but whether it says no or abstains is open: nobody can
/// carry up a no at this moment. At 24 : 16 it abstains.
pub async fn a_rejection_waits_until_its_signal_is_final(host: &dyn Host) -> StoryResult<()> {
    let terms = Terms::of_the_story(&host.setting().denom);
    let oem = upstream(terms.oem, Rule::three_quarters());
    let venture = Venture::joined(host, Terms { oem, ..terms }).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, _] = venture.fanned_out(&joint).await?;
    venture.oem_votes(&in_oem, 13, 13).await?;
    in_oem.expect_outcome(Decided::Rejected).await?;
    host.settle().await.doing("settling at 13 : 13")?;
    let early = in_oem.roll_up(venture.joes_account()?).await;
    expect_refused("a) a no at 13 : 13", early, "undecided")?;

    let late = venture.members.iter().skip(26).enumerate();
    let choose = |place| if place < 11 { Choice::Yes } else { Choice::No };
    let late: Vec<_> = late
        .take(14)
        .map(|(place, person)| (person, choose(place)))
        .collect();
    in_oem.voted(&late).await?;
    expect("a) OEM's votes", &in_oem.weights().await?, &[24, 16, 0, 0])?;
    venture.advance_to(in_oem.deadline().await?).await?;
    host.settle().await.doing("carrying up the vote of OEM")?;
    let abstain = UpstreamBallot::Signal(Signal::Abstain);
    joint
        .expect_vote_of(&venture.oem, Some((abstain, true)))
        .await?;
    venture.expect_treasuries(KEPT).await
}
