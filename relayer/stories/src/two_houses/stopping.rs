//! A second budget is stopped.

use std::collections::BTreeMap;

use folkmoot_group::action::Ground;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Choice, HouseWord, Status};

use super::super::error::{Doing, StoryError, StoryResult, expect, expect_refused};
use super::super::narrator::Narrator;
use super::super::step::{Percent, Step};
use super::cast::Partnership;
use super::{by, funds};

pub(super) async fn stopping(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let Partnership { shg, tlc, .. } = told;
    let title = "8,000 for a builder";
    let pay = vec![tlc.paying(&told.builder.address, 8_000, Some(1))];
    let (budget, _) = tlc.agrees(&told.cell(), title, pay).await?;
    let [_, ivo, ..] = told.holders.as_slice() else {
        return Err(StoryError::Missing {
            what: "Ivo".to_owned(),
        });
    };
    let ground = Ground::BreachOfAgreement;
    let veto = shg.vetoing(ivo, &budget, ground).await?;
    let view = veto.view().await?;
    let held = budget.held_until().await? >= view.deadline;
    expect("whether the veto holds the budget", &held, &true)?;
    expect("the procedure", &view.procedure.as_str(), &"veto")?;
    let step = Step {
        step: "veto_opened",
        told: format!(
            "The Top Level Cell passes a second budget, \"{title}\". Ivo opens a veto, on the ground of a breach of \
             agreement: from this moment it holds the budget, until the stakeholders have decided."
        ),
        amount: Some(8_000),
        signed_by: by(&ivo.name),
        ..narrator.opened(&veto, &view).await?
    };
    narrator.tell(step)?;

    let three = told.holders.iter().take(3);
    let ballots: Vec<_> = three.map(|holder| (holder, Choice::Yes)).collect();
    veto.voted(&ballots).await?;
    told.host.settle().await.doing("delivering the veto")?;
    veto.expect_status(Status::Executed).await?;
    budget.expect_status(Status::Vetoed).await?;
    expect(
        "the stakeholders' word",
        &budget.word().await?,
        &Some(HouseWord::Vetoed),
    )?;
    let proposal = budget.id;
    let executed = tlc
        .call(told.host.purse(), ExecuteMsg::Execute { proposal })
        .await;
    expect_refused("paying what was vetoed", executed, "is vetoed")?;
    tlc.expect_funds(funds(10_000, 20_000, 0)).await?;
    let view = veto.view().await?;
    let step = Step {
        step: "vetoed",
        told: "Three of five stakeholders agree, a majority of seats: the budget is vetoed, on the ground \
               breach_of_agreement. Nothing of it is paid, and the pool is still 10,000."
            .to_owned(),
        outcome: Some("vetoed".to_owned()),
        share_percent: Some(Percent::of(3, 5)),
        sums: BTreeMap::from([("pool", 10_000)]),
        ..narrator.figures(&veto, &view).await?
    };
    narrator.tell(step)
}
