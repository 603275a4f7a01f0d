//! The guarded can't remove the guard: a charter without the stages that refer to the stakeholders, and other code, need
//! their yes.

use folkmoot_group::action::Action;
use folkmoot_group::charter::Stage;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Choice, HouseWord, Status};

use super::super::deeds::advance_to;
use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::narrator::Narrator;
use super::super::proposal::Proposal;
use super::super::step::Step;
use super::budget::still_waits;
use super::cast::Partnership;

/// All of the cell agree to do without their house, and to other code.
pub(super) struct Attacks<'h> {
    without_house: Proposal<'h>,
    upgrade: Proposal<'h>,
}

pub(super) async fn attacking<'h>(
    narrator: &Narrator<'_>,
    told: &Partnership<'h>,
) -> StoryResult<Attacks<'h>> {
    let tlc = &told.tlc;
    let mut charter = told.guarded()?;
    for procedure in &mut charter.procedures {
        procedure
            .stages
            .retain(|stage| !matches!(stage, Stage::Refer(_)));
    }
    let amend = vec![tlc.amending(charter).await?];
    let (without_house, _) = tlc
        .agrees(&told.cell(), "A charter without our house", amend)
        .await?;
    let code_id = told.host.setting().code_id;
    let (upgrade, _) = tlc
        .agrees(
            &told.cell(),
            "Other code",
            vec![Action::Upgrade { code_id }],
        )
        .await?;
    let step = Step {
        step: "guard_attacked",
        told: "In the Top Level Cell two things are proposed to which all seven consent: a charter without the \
               stakeholders, and other code. What a group is has two weeks until it is decided."
            .to_owned(),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await?;
    Ok(Attacks {
        without_house,
        upgrade,
    })
}

/// Decided by all of the cell, both wait for the stakeholders: one gets a no, the other no answer, and neither is done.
pub(super) async fn keeping(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    attacks: &Attacks<'_>,
    budget: &Proposal<'_>,
) -> StoryResult<()> {
    let Attacks {
        without_house,
        upgrade,
    } = attacks;
    // one after the other, so that the stakeholders are asked in this order
    for attack in [without_house, upgrade] {
        advance_to(told.host, attack.deadline().await?).await?;
        told.host.settle().await.doing("asking the stakeholders")?;
    }
    for attack in [without_house, upgrade] {
        let proposal = attack.id;
        let executed = told
            .tlc
            .call(told.host.purse(), ExecuteMsg::Execute { proposal })
            .await;
        expect_refused(
            "going round the house",
            executed,
            "is looked at by a house until",
        )?;
    }
    still_waits(narrator, told, budget).await?;

    let mirror = told.shg.ratification_of(without_house).await?;
    let three = told.holders.iter().take(3);
    let no: Vec<_> = three.map(|it| (it, Choice::No)).collect();
    mirror.voted(&no).await?;
    let unanswered = told.shg.ratification_of(upgrade).await?;
    advance_to(told.host, unanswered.deadline().await?).await?;
    told.host.settle().await.doing("hearing the stakeholders")?;
    for (attack, word) in [(without_house, HouseWord::No), (upgrade, HouseWord::Silent)] {
        attack.expect_status(Status::Lapsed).await?;
        expect("the stakeholders' word", &attack.word().await?, &Some(word))?;
        let proposal = attack.id;
        let executed = told
            .tlc
            .call(told.host.purse(), ExecuteMsg::Execute { proposal })
            .await;
        expect_refused("doing it all the same", executed, "is lapsed")?;
    }
    let version = told.tlc.view().await?.charter_version;
    expect("the charter of the Top Level Cell", &version, &2)?;
    let step = Step {
        step: "guard_kept",
        told: "Both have passed in the cell, and both are put to the stakeholders. Three of five say no to the charter without them, \
               and nobody says a word to the code: both lapse. The guarded can't drop the guard."
            .to_owned(),
        outcome: Some("lapsed".to_owned()),
        ..Step::default()
    };
    narrator.tell_in(&told.shg, step).await
}
