//! Too many for one table: a collective of collectives.

use folkmoot_group::action::Action;
use folkmoot_group::msg::LinkState;

use super::super::error::{Doing, StoryResult, expect};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::step::Step;
use super::super::subgroups::Planned;
use super::by;
use super::cast::{CIRCLE_LEAD, Fellowship, LEAD, TABLE, of_collectives};

const NAME: &str = "Collective of Collectives";

/// A thirteenth does not fit, whatever all decide.
pub(super) async fn full(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let Fellowship {
        circle, lakeland, ..
    } = told;
    let admit = vec![Action::AdmitSeat {
        seat: lakeland.seat(LEAD),
    }];
    let offer = told.groups_decide("A seat for Lakeland", admit).await?;
    let join = vec![lakeland.joining(circle, LEAD)];
    lakeland
        .decides_in_vain(&told.neighbours(), "Join the circle", join)
        .await?;
    let link = circle.seat_of(&lakeland.address).await?;
    let link = link.and_then(|seat| seat.link);
    expect("Lakeland's seat", &link, &Some(LinkState::Offered))?;
    let seats = circle.view().await?.electorate.seats;
    expect("the circle's voting seats", &seats, &TABLE)?;
    let step = Step {
        step: "table_full",
        told: "The twelve groups offer the Lakeland Collective a seat, and Lakeland decides to take it. It can't be done: \
               the circle's charter limits its table to twelve, for more representatives would no longer talk with each \
               other."
            .to_owned(),
        outcome: Some("execution_failed".to_owned()),
        ..told.figures(narrator, &offer).await?
    };
    narrator.tell(step)
}

/// So the circle founds a group in which each collective has one seat.
pub(super) async fn founding(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let Fellowship {
        circle, lakeland, ..
    } = told;
    let planned = Planned::new(told.host, NAME).await?;
    let seats = vec![circle.seat(CIRCLE_LEAD), lakeland.seat(LEAD)];
    let found = planned.spec(told.host, of_collectives()?, seats, vec![]);
    let found = vec![Action::FoundSubgroup(Box::new(found))];
    let joint = told
        .groups_decide("A collective of collectives", found)
        .await?;
    let above = planned.founded(circle).await?;
    let view = above.view().await?;
    expect("whether it is its own", &view.sealed, &true)?;
    let step = Step {
        step: "collective_founded",
        told: format!(
            "The twelve groups found a {NAME}: a group of its own, with a seat on offer for each collective. Where twelve \
             and more would have sat, each sends one."
        ),
        ..told.figures(narrator, &joint).await?
    };
    narrator.tell(step)?;

    let join = vec![circle.joining(&above, CIRCLE_LEAD)];
    told.groups_decide("Join it", join).await?;
    let join = vec![lakeland.joining(&above, LEAD)];
    lakeland
        .decides(&told.neighbours(), "Join it", join)
        .await?;
    for group in [circle, lakeland] {
        let link = above.seat_of(&group.address).await?.and_then(|it| it.link);
        let what = format!("the seat of {} in {NAME}", group.name);
        expect(what, &link, &Some(LinkState::Linked))?;
    }
    let view = above.view().await?;
    expect("its voting seats", &view.electorate.seats, &2)?;
    let speaker = &told.bridge()?.first;
    let word = spec("How shall we meet?", vec![]);
    let opened = circle
        .propose_upstream(speaker.own_account()?, &above, word)
        .await;
    opened.doing("speaking in the collective of collectives")?;
    let step = Step {
        step: "collective_joined",
        told: "The circle and Lakeland decide to join, each in its own way. Ann, who represents in the circle, opens the \
               first proposal there for all twelve groups; she votes for none."
            .to_owned(),
        electorate: Some(view.electorate.seats.into()),
        signed_by: by(&speaker.name),
        ..Step::default()
    };
    narrator.tell_in(&above, step).await
}
