//! Twelve groups, and the circle that they join.

use std::collections::BTreeMap;

use folkmoot_group::action::Action;
use folkmoot_group::msg::{LinkState, QueryMsg, UplinkView};

use super::super::error::{StoryResult, expect};
use super::super::narrator::Narrator;
use super::super::step::{Signed, Step};
use super::super::treasury::told as coins;
use super::by;
use super::cast::{FACILITATOR, Fellowship, GIFT, LEAD, TABLE};

pub(super) async fn founding(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let mut members = 0;
    for home in &told.homes {
        let view = home.group.view().await?;
        let what = format!("whether {} is founded and sealed", home.group.name);
        let founded = (view.founded_at.is_some(), view.sealed);
        expect(what, &founded, &(true, true))?;
        members += view.electorate.seats;
    }
    expect("the groups", &told.homes.len(), &12)?;
    expect("their members", &members, &25)?;
    let step = Step {
        step: "groups_founded",
        told: "Twelve groups are founded. Each decides by consent, keeps its own treasury, and answers to nobody: the \
               facilitator is whom nobody objects to, for half a year and with an apprentice; who greets takes turns \
               every week."
            .to_owned(),
        electorate: Some(members.into()),
        signed_by: Some(Signed::Founder(narrator.founder())),
        ..Step::default()
    };
    let bridge = told.bridge()?;
    narrator.tell_in(&bridge.group, step).await?;
    let view = told.circle.view().await?;
    expect("the circle's voting seats", &view.electorate.seats, &0)?;
    let step = Step {
        step: "circle_founded",
        told: format!(
            "A Regional Circle is founded with a seat on offer for each group, {GIFT} in its treasury, and a table of \
             {TABLE}: groups decide the groups' matters, and representatives small payments for events and outreach."
        ),
        amount: Some(coins(GIFT)),
        signed_by: Some(Signed::Founder(narrator.founder())),
        ..Step::default()
    };
    narrator.tell_in(&told.circle, step).await
}

pub(super) async fn joining(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let mut seats = BTreeMap::new();
    for home in &told.homes {
        let first = home.group.seat_id_of(home.first.wallet().key()).await?;
        let second = home.group.seat_id_of(home.second.wallet().key()).await?;
        seats.insert(home.group.address.clone(), (first, second));
    }
    let circle = &told.circle;
    told.each_decides("Join the circle", |home| {
        let (first, second) = seats.get(&home.group.address).copied().unwrap_or_default();
        vec![
            home.group.joining(circle, LEAD),
            Action::appoint(first),
            Action::Appoint {
                seat: second,
                role: Some(FACILITATOR.to_owned()),
                apprentice: true,
            },
        ]
    })
    .await?;
    let view = circle.view().await?;
    expect("the circle's voting seats", &view.electorate.seats, &TABLE)?;
    for home in &told.homes {
        let query = QueryMsg::Uplinks {
            start_after: None,
            limit: None,
        };
        let above: Vec<UplinkView> = home.group.ask(&query).await?;
        let above: Vec<_> = above
            .iter()
            .map(|link| (link.group.as_str(), link.state))
            .collect();
        let what = format!("the groups above {}", home.group.name);
        let expected = vec![(circle.address.as_str(), LinkState::Linked)];
        expect(what, &above, &expected)?;
    }
    let step = Step {
        step: "joined",
        told: "Each group decides to take its seat, who speaks for it, who has no vote there, and who learns to \
               facilitate. Twelve seats of groups decide in the circle, whatever their size."
            .to_owned(),
        electorate: Some(view.electorate.seats.into()),
        ..Step::default()
    };
    narrator.tell_in(circle, step).await
}

pub(super) async fn ending(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let held = told.circle.balance().await?;
    expect("what the circle has in the end", &held, &370)?;
    let step = Step {
        step: "done",
        told: format!(
            "In the end the circle has {held} of {GIFT}, and each group what it had: nobody above could touch it."
        ),
        signed_by: by("anybody"),
        sums: BTreeMap::from([("circle", coins(held))]),
        ..Step::default()
    };
    narrator.tell_in(&told.circle, step).await
}
