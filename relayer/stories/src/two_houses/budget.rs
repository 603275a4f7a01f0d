//! A budget that the stakeholders may stop, and don't.

use std::collections::BTreeMap;

use folkmoot_group::action::Action;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Seconds, Status};

use super::super::deeds::advance_to;
use super::super::error::{Doing, StoryError, StoryResult, expect, expect_refused};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::proposal::Proposal;
use super::super::step::Step;
use super::cast::Partnership;
use super::{by, funds};

const FORTNIGHT: Seconds = Seconds::days(14);
const THREE_WEEKS: Seconds = Seconds::days(21);

/// How long the window of a notice is as things stand, in the story's time.
async fn window(told: &Partnership<'_>, budget: &Proposal<'_>) -> StoryResult<Seconds> {
    let notice = told.shg.notice_of(budget).await?;
    let lasts = notice.ends.at.saturating_sub(notice.taken.at);
    Ok(told.host.setting().time.in_story(Seconds(lasts)))
}

/// Until when the stakeholders look at it, as the cell's contract has it.
async fn referred_until(budget: &Proposal<'_>) -> StoryResult<u64> {
    match budget.view().await?.status {
        Status::Referred { until } => Ok(until),
        other => Err(StoryError::Differs {
            what: "the budget".to_owned(),
            expected: "referred".to_owned(),
            found: other.to_string(),
        }),
    }
}

pub(super) async fn opening<'h>(
    narrator: &Narrator<'_>,
    told: &Partnership<'h>,
) -> StoryResult<Proposal<'h>> {
    let tlc = &told.tlc;
    let share = [&told.garden, &told.workshop];
    let share = share.map(|cell| tlc.giving(cell, 10_000, Some(1))).into();
    let title = "20,000 for the cells";
    let (budget, turnout) = tlc.agrees(&told.cell(), title, share).await?;
    let view = budget.view().await?;
    narrator.count_from(view.opened_at);
    expect("the procedure", &view.procedure.as_str(), &"budget")?;
    expect(
        "who decided on the budget",
        &(turnout.by_transaction, turnout.by_signature),
        &(5, 2),
    )?;
    expect("the window", &window(told, &budget).await?, &FORTNIGHT)?;
    let notice = told.shg.notice_of(&budget).await?;
    expect(
        "the content that the stakeholders are told of",
        &notice.content_hash,
        &view.content_hash,
    )?;
    let until = referred_until(&budget).await?;
    expect("the end of the window", &until, &notice.ends.at)?;
    tlc.expect_funds(funds(30_000, 20_000, 0)).await?;
    let step = Step {
        step: "budget_noticed",
        told: "All seven of the Top Level Cell consent to a budget of 20,000 out of the cycle, 10,000 for each cell. The \
               relayer gives the stakeholders notice: they have 14 days to stop it."
            .to_owned(),
        amount: Some(20_000),
        outcome: Some(view.status.as_str().to_owned()),
        sums: BTreeMap::from([("pool", 30_000)]),
        ..narrator.figures(&budget, &view).await?
    };
    narrator.tell(step)?;
    Ok(budget)
}

/// Another budget, on which nobody says anything.
pub(super) async fn nobody_speaks<'h>(told: &Partnership<'h>) -> StoryResult<Proposal<'h>> {
    let ada = told.workers.first().ok_or_else(|| StoryError::Missing {
        what: "Ada".to_owned(),
    })?;
    let pay = told.tlc.paying(&told.builder.address, 5_000, Some(1));
    told.tlc
        .proposed(ada.own_account()?, spec("5,000 for a shed", vec![pay]))
        .await
}

/// One concern makes the window three weeks; it is answered.
pub(super) async fn concern(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    budget: &Proposal<'_>,
) -> StoryResult<()> {
    let (shg, time) = (&told.shg, told.host.setting().time);
    let taken = shg.notice_of(budget).await?.taken.at;
    advance_to(told.host, time.on_chain(Seconds::days(3)).after(taken)).await?;
    let [hana, ..] = told.holders.as_slice() else {
        return Err(StoryError::Missing {
            what: "Hana".to_owned(),
        });
    };
    let text = "Who keeps the accounts of the cells?";
    shg.hears_concern(hana, budget, text).await?;
    expect("the window", &window(told, budget).await?, &THREE_WEEKS)?;
    let notice = shg.notice_of(budget).await?;
    let facts = (notice.concerns, notice.extended, notice.runs);
    expect("the concerns that stand", &facts, &(1, true, true))?;
    let until = referred_until(budget).await?;
    expect("the end of the window", &until, &notice.ends.at)?;
    let step = Step {
        step: "concern_raised",
        told: format!(
            "Hana raises a concern, for all to read: \"{text}\" It stops nothing; one concern is enough to make the \
             window a week longer, once: 21 days instead of 14."
        ),
        proposal: Some(budget.id),
        signed_by: by(&hana.name),
        ..Step::default()
    };
    narrator.tell_in(shg, step).await?;

    let seat = shg.seat_id_of(hana.wallet().key()).await?;
    let reply = "Gia, and each stakeholder may read them.";
    let answer = vec![Action::AnswerConcern {
        house: shg.address.clone(),
        proposal: budget.id,
        seat,
        text: reply.to_owned(),
    }];
    told.tlc
        .decides(&told.cell(), "Answer Hana", answer)
        .await?;
    let concerns = shg.concerns_about(budget).await?;
    let answers: Vec<_> = concerns.iter().map(|it| it.answer.as_deref()).collect();
    expect("the answers", &answers, &vec![Some(reply)])?;
    let step = Step {
        step: "concern_answered",
        told: format!("The Top Level Cell decides on an answer: \"{reply}\""),
        proposal: Some(budget.id),
        ..Step::default()
    };
    narrator.tell_in(&told.tlc, step).await
}

/// Where nobody said yes nothing is paid, however long nobody says no.
pub(super) async fn silence_is_no_consent(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    silent: &Proposal<'_>,
) -> StoryResult<()> {
    advance_to(told.host, silent.deadline().await?).await?;
    told.host.settle().await.doing("settling in silence")?;
    silent.expect_status(Status::NoQuorum).await?;
    let proposal = silent.id;
    let executed = told
        .tlc
        .call(told.host.purse(), ExecuteMsg::Execute { proposal })
        .await;
    expect_refused("paying on silence", executed, "is no_quorum")?;
    told.tlc.expect_funds(funds(30_000, 20_000, 0)).await?;
    let step = Step {
        step: "nobody_spoke",
        told: "Of another budget, 5,000 for a shed, nobody in the cell has said a word for a week. It had no quorum, and \
               asking the contract to pay is refused."
            .to_owned(),
        proposal: Some(silent.id),
        outcome: Some("no_quorum".to_owned()),
        ..Step::default()
    };
    narrator.tell_in(&told.tlc, step).await
}

/// Two weeks are over, three are not: the budget still waits.
pub(super) async fn still_waits(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    budget: &Proposal<'_>,
) -> StoryResult<()> {
    let proposal = budget.id;
    let executed = told
        .tlc
        .call(told.host.purse(), ExecuteMsg::Execute { proposal })
        .await;
    expect_refused(
        "paying after two weeks",
        executed,
        "is looked at by a house until",
    )?;
    let step = Step {
        step: "held_back",
        told: "Two weeks after the notice somebody asks the contract to pay, and is refused: the budget is looked at by a \
               house for another week."
            .to_owned(),
        proposal: Some(budget.id),
        outcome: Some("refused".to_owned()),
        ..Step::default()
    };
    narrator.tell_in(&told.tlc, step).await
}

pub(super) async fn paying(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    budget: &Proposal<'_>,
) -> StoryResult<()> {
    let until = referred_until(budget).await?;
    let notice = told.shg.notice_of(budget).await?;
    expect("the end of the window", &until, &notice.ends.at)?;
    advance_to(told.host, until).await?;
    told.host.settle().await.doing("paying the budget")?;
    budget.expect_status(Status::Executed).await?;
    told.tlc.expect_funds(funds(10_000, 20_000, 0)).await?;
    let cells = [&told.garden, &told.workshop];
    for cell in cells {
        let what = format!("what {} has", cell.name);
        expect(what, &cell.balance().await?, &10_000)?;
    }
    let view = budget.view().await?;
    let step = Step {
        step: "paid",
        told: "Three weeks are over and nobody has stopped it: the relayer has the budget paid. The pool is 10,000."
            .to_owned(),
        amount: Some(20_000),
        outcome: Some(view.status.as_str().to_owned()),
        sums: BTreeMap::from([
            ("pool", 10_000),
            ("garden_cell", 10_000),
            ("workshop_cell", 10_000),
        ]),
        ..narrator.figures(budget, &view).await?
    };
    narrator.tell(step)
}
