//! What a house can't do, and what silence can't.

use cosmwasm_std::to_json_binary;
use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, ElectorateKind, Filling, Procedure, Role, Round};
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Rule, Seconds};

use super::super::error::{StoryError, StoryResult, expect_refused};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::step::Step;
use super::cast::Partnership;
use super::{by, funds};

/// The house opens nothing in the cell and pays nothing from it, whatever it decides.
pub(super) async fn forcing(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let Partnership { shg, tlc, .. } = told;
    let [holder, ..] = told.holders.as_slice() else {
        return Err(StoryError::Missing {
            what: "stakeholder".to_owned(),
        });
    };
    let pay = spec(
        "Pay us",
        vec![tlc.paying(&holder.own_account()?.address, 5_000, Some(1))],
    );
    let proposed = tlc.try_propose(holder.own_account()?, pay.clone()).await;
    expect_refused(
        "a stakeholder's proposal in the Top Level Cell",
        proposed,
        "is observer, only core seats may do this",
    )?;
    let upstream = Action::ProposeUpstream {
        group: tlc.address.clone(),
        proposal: Box::new(pay),
    };
    let call = Action::Call {
        contract: tlc.address.clone(),
        msg: to_json_binary(&ExecuteMsg::Execute { proposal: 1 }).map_err(|error| {
            StoryError::Answer {
                what: "a message".to_owned(),
                reason: error.to_string(),
            }
        })?,
        funds: vec![],
    };
    let asked = spec("A proposal of ours in the cell", vec![upstream]);
    expect_refused(
        "the stakeholders' own proposal in the Top Level Cell",
        shg.try_propose(holder.own_account()?, asked).await,
        "there is no link with",
    )?;
    shg.decides_in_vain(&told.stakeholders(), "Have the cell pay", vec![call])
        .await?;
    tlc.expect_funds(funds(30_000, 20_000, 0)).await?;
    let step = Step {
        step: "never_forced",
        told: "Hana tries to open a proposal in the Top Level Cell, and is refused: \"is observer, only core seats may do \
               this\". Nor can the stakeholders decide to open one there, and if all of them decide to have the cell pay, \
               that can't be done."
            .to_owned(),
        outcome: Some("refused".to_owned()),
        signed_by: by(&holder.name),
        ..Step::default()
    };
    narrator.tell_in(shg, step).await
}

/// No charter lets coins move because nobody spoke.
pub(super) async fn silence(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let tlc = &told.tlc;
    let mut quiet = told.guarded()?;
    quiet.roles.push(Role {
        name: "treasurer".to_owned(),
        duties: "pays".to_owned(),
        commitment: String::new(),
        term: Some(Seconds::days(182)),
        places: 1,
        filling: Filling::Acclamation {
            window: Seconds::days(3),
        },
        apprentice: false,
        allowance: None,
    });
    let round = Round::new(Rule::majority(), Seconds::days(7));
    let kinds = Covers::Kinds(vec![ActionKind::Spend]);
    let pays = Procedure {
        electorate: ElectorateKind::Role("treasurer".to_owned()),
        ..Procedure::new("quiet payments", kinds, round)
    };
    quiet.procedures.insert(0, pays);
    let amend = spec("Quiet payments", vec![tlc.amending(quiet).await?]);
    let ada = told.workers.first().ok_or_else(|| StoryError::Missing {
        what: "Ada".to_owned(),
    })?;
    let proposed = tlc.try_propose(ada.own_account()?, amend).await;
    expect_refused(
        "a charter in which silence pays",
        proposed,
        "coins never move because nobody spoke",
    )?;
    let step = Step {
        step: "silence_pays_nothing",
        told: "Ada proposes that a treasurer to whom nobody objected may pay alone. The contract refuses such a charter: \
               \"coins never move because nobody spoke\"."
            .to_owned(),
        outcome: Some("refused".to_owned()),
        signed_by: by(&ada.name),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await
}
