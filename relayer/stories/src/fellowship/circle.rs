//! The circle: groups decide the groups' matters, representatives those of their own layer.

use std::collections::BTreeMap;

use folkmoot_group::action::Action;
use folkmoot_group::msg::{QueryMsg, SeatView};
use folkmoot_rules::{Choice, Status};

use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::step::Step;
use super::by;
use super::cast::{Fellowship, SMALL};

/// What the representatives pay.
const FLYERS: u128 = 50;

pub(super) async fn appointing(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let circle = &told.circle;
    let mut appoint = vec![];
    for person in told.representatives() {
        let seat = circle.seat_id_of(person.wallet().key()).await?;
        appoint.push(Action::appoint(seat));
    }
    let joint = told.groups_decide("Our representatives", appoint).await?;
    let view = joint.view().await?;
    expect("the procedure", &view.procedure.as_str(), &"membership")?;
    let found: Vec<SeatView> = circle.ask(&QueryMsg::Representatives {}).await?;
    expect("the representatives", &found.len(), &12)?;
    let step = Step {
        step: "representatives_appointed",
        told: "All twelve groups are asked, each decides by its own rules, and twelve say yes: one of each group represents \
               it in the circle."
            .to_owned(),
        ..told.figures(narrator, &joint).await?
    };
    narrator.tell(step)
}

/// Flyers are the representatives' own matter: no group is asked.
pub(super) async fn own_matter(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let circle = &told.circle;
    let speaker = &told.bridge()?.first;
    let pay = circle.paying(&told.printer.address, FLYERS, None);
    let proposal = circle
        .proposed(speaker.own_account()?, spec("Flyers", vec![pay]))
        .await?;
    let ballots: Vec<_> = told
        .representatives()
        .take(7)
        .map(|person| (person, Choice::Yes))
        .collect();
    proposal.voted(&ballots).await?;
    told.host.settle().await.doing("paying for flyers")?;
    let view = proposal.view().await?;
    expect("the flyers", &view.status, &Status::Executed)?;
    expect("the procedure", &view.procedure.as_str(), &"own matters")?;
    let asked = (view.electorate.seats, view.group_electorate.seats);
    expect("who decides on flyers", &asked, &(12, 0))?;
    let paid = told.host.balance(&told.printer.address).await;
    expect("what the printer has", &paid.doing("looking")?, &FLYERS)?;
    let step = Step {
        step: "own_matter",
        told: format!(
            "Outreach is the circle's own: seven of twelve representatives say yes to {FLYERS} for flyers, and it is paid. \
             No group was asked."
        ),
        amount: u64::try_from(FLYERS).ok(),
        signed_by: by(&speaker.name),
        sums: BTreeMap::from([("circle", 550)]),
        ..narrator.figures(&proposal, &view).await?
    };
    narrator.tell(step)
}

/// What is more than small is the groups' matter, and a representative opens it through the group or not at all.
pub(super) async fn not_theirs(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let circle = &told.circle;
    let speaker = &told.bridge()?.first;
    let pay = circle.paying(&told.printer.address, SMALL + 1, None);
    let more = spec("A book", vec![pay]);
    let opened = circle.try_propose(speaker.own_account()?, more).await;
    let reason = "is observer, only core seats may do this";
    expect_refused("a representative's own budget", opened, reason)?;
    let step = Step {
        step: "not_theirs",
        told: format!(
            "Ann tries the same with {}: above {SMALL} the groups decide, and her own seat has no say in it. Refused.",
            SMALL + 1
        ),
        outcome: Some("refused".to_owned()),
        signed_by: by(&speaker.name),
        ..Step::default()
    };
    narrator.tell_in(circle, step).await
}
