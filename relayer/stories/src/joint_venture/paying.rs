//! The caterer is paid, once, and what is left.

use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::Status;

use super::super::cast::{PRICE, Venture};
use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::narrator::Narrator;
use super::super::proposal::Proposal;
use super::super::step::{Signed, Step, plain};
use super::treasuries;

pub(super) async fn paying(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
) -> StoryResult<()> {
    narrator.host().settle().await.doing("executing Prop #1")?;
    let view = joint.view().await?;
    joint.expect_weights([2, 0, 0, 0]).await?;
    expect("the status of Prop #1", &view.status, &Status::Executed)?;
    expect(
        "whether the committee's account signed",
        &view.by_group_account,
        &true,
    )?;
    venture
        .expect_treasuries(treasuries(0, 2_600, 300, 500))
        .await?;
    let step = Step {
        step: "paid",
        told: format!(
            "Both groups say yes, 2 of 2. The {} pays {PRICE} to the caterer.",
            venture.committee.name
        ),
        amount: u64::try_from(PRICE).ok(),
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(Signed::GroupAccount(venture.committee.name.clone())),
        ..narrator.figures(joint, &view).await?
    };
    narrator.tell(step)
}

/// Joe asks for the payment once more.
pub(super) async fn paying_twice(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
) -> StoryResult<()> {
    let joe = venture.joes_account()?;
    let again = venture
        .committee
        .call(joe, ExecuteMsg::Execute { proposal: joint.id })
        .await;
    expect_refused("paying twice", again, "executed")?;
    venture
        .expect_treasuries(treasuries(0, 2_600, 300, 500))
        .await?;
    let step = Step {
        step: "paid_once",
        told: "Joe asks for it a second time and is refused: the caterer is paid once.".to_owned(),
        proposal: Some(joint.id),
        outcome: Some("refused".to_owned()),
        signed_by: Some(Signed::Member("Joe".to_owned())),
        ..narrator.step(&venture.committee).await?
    };
    narrator.tell(step)
}

pub(super) async fn ending(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    let held = venture.treasuries().await?;
    expect(
        "the treasuries in the end",
        &held,
        &treasuries(0, 2_600, 300, 500),
    )?;
    let step = Step {
        step: "done",
        told: format!(
            "In the treasuries: the committee {}, Outdoor Enthusiasts of Maine {}, Swim Buddies {}.",
            held.committee,
            plain(held.oem.into()),
            held.swim_buddies
        ),
        treasuries: Some(held),
        ..narrator.step(&venture.committee).await?
    };
    narrator.tell(Step {
        group: None,
        ..step
    })
}
