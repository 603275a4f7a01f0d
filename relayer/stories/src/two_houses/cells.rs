//! A contributor proposes a new cell, and moves to a core seat in another.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, Standing};
use folkmoot_presets::Setting;
use folkmoot_rules::{Choice, Status};

use super::super::charters::preset;
use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::people::Person;
use super::super::step::Step;
use super::super::subgroups::Planned;
use super::by;
use super::cast::Partnership;

const KITCHEN: &str = "Kitchen Cell";

pub(super) async fn founding(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let Partnership {
        tlc, garden, mia, ..
    } = told;
    let team = told.workers.iter().skip(4).take(2);
    let cell = preset("cell", &Setting::default())?;
    let planned = Planned::new(told.host, KITCHEN).await?;
    let seats = team.map(Person::seat).collect();
    let found = planned.spec(told.host, cell, seats, vec![]);
    let title = "A cell for the kitchen";
    let proposal = spec(title, vec![Action::FoundSubgroup(Box::new(found))]);
    let opened = garden.propose_upstream(mia.own_account()?, tlc, proposal);
    opened.await.doing("Mia proposes a cell")?;
    let proposal = tlc.newest().await?;
    let view = proposal.view().await?;
    let step = Step {
        step: "cell_proposed",
        told: format!(
            "Mia, a contributor who speaks for the Garden Cell, proposes to the Top Level Cell: \"{title}\"."
        ),
        signed_by: by(&mia.name),
        ..narrator.opened(&proposal, &view).await?
    };
    narrator.tell(step)?;

    let yes: Vec<_> = told.workers.iter().map(|it| (it, Choice::Yes)).collect();
    proposal.voted(&yes).await?;
    told.host.settle().await.doing("founding the cell")?;
    proposal.expect_status(Status::Executed).await?;
    let group = planned.founded(tlc).await?;
    let view = group.view().await?;
    expect(
        "whether the cell is its own, and who votes in it",
        &(view.sealed, view.electorate.seats),
        &(true, 2),
    )?;
    let step = Step {
        step: "cell_founded",
        told: format!(
            "All consent, and the Top Level Cell founds the {KITCHEN}: a group of its own, which nobody but itself can \
             change."
        ),
        electorate: Some(view.electorate.seats.into()),
        ..Step::default()
    };
    narrator.tell_in(&group, step).await
}

pub(super) async fn moving(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let Partnership {
        garden,
        workshop,
        mia,
        ..
    } = told;
    let admit = vec![Action::AdmitSeat { seat: mia.seat() }];
    let team = told.workshop_team();
    let (admission, _) = workshop.decides(&team, "Mia joins our core", admit).await?;
    let vote = ExecuteMsg::Vote {
        proposal: admission.id,
        choice: Choice::Yes,
        reason: None,
    };
    let voted = workshop.call(mia.own_account()?, vote).await;
    expect_refused("voting on one's own admission", voted, "")?;
    let left = garden.call(mia.own_account()?, ExecuteMsg::Leave {}).await;
    left.doing("Mia leaves the Garden Cell")?;
    let key = mia.wallet();
    let seats = (
        garden.seat_of(key.key()).await?.map(|seat| seat.standing),
        workshop.seat_of(key.key()).await?.map(|seat| seat.standing),
    );
    expect("the seats of Mia", &seats, &(None, Some(Standing::Core)))?;
    let view = workshop.view().await?;
    expect("the core of the Workshop Cell", &view.core_seats, &3)?;
    let step = Step {
        step: "moved",
        told: "The Workshop Cell admits Mia to its core, where she has a vote; she gives up her seat in the Garden Cell, \
               which needs nobody's leave."
            .to_owned(),
        electorate: Some(view.electorate.seats.into()),
        signed_by: by(&mia.name),
        ..Step::default()
    };
    narrator.tell_in(workshop, step).await
}
