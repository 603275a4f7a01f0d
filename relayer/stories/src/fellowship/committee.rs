//! A committee for a time: it dissolves on its date, and its rest goes back.

use std::collections::BTreeMap;

use folkmoot_group::action::Action;
use folkmoot_group::msg::{Claimant, ExecuteMsg};
use folkmoot_presets::Setting;
use folkmoot_rules::{Rule, Seconds};

use super::super::deeds::advance_to;
use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::group::{Group, spec};
use super::super::narrator::Narrator;
use super::super::people::Person;
use super::super::step::Step;
use super::super::subgroups::Planned;
use super::by;
use super::cast::Fellowship;

const NAME: &str = "Gathering Committee";
/// What it is given.
const FUNDS: u128 = 300;
/// What the band takes.
const MUSIC: u128 = 180;
/// How long it lasts.
const LASTS: Seconds = Seconds::days(12);

/// The groups found it; and when it ends.
pub(super) async fn founding<'h>(
    narrator: &Narrator<'_>,
    told: &Fellowship<'h>,
) -> StoryResult<(Group<'h>, u64)> {
    let circle = &told.circle;
    let planned = Planned::new(told.host, NAME).await?;
    let now = narrator.now().await?;
    let sunset = told.host.setting().time.on_chain(LASTS).after(now);
    let mut charter = Setting::default().plain(Rule::majority());
    charter.sunset = Some(sunset);
    charter.heir = Some(circle.address.clone());
    let seats = told.representatives().take(3).map(Person::seat).collect();
    let found = planned.spec(told.host, charter, seats, vec![circle.coin(FUNDS)]);
    let found = vec![Action::FoundSubgroup(Box::new(found))];
    let joint = told.groups_decide("A summer gathering", found).await?;
    let view = joint.view().await?;
    expect("the procedure", &view.procedure.as_str(), &"budget")?;
    let committee = planned.founded(circle).await?;
    let found = (committee.balance().await?, circle.balance().await?);
    expect(
        "what the committee and the circle have",
        &found,
        &(FUNDS, 250),
    )?;
    let step = Step {
        step: "committee_founded",
        told: format!(
            "{FUNDS} are the groups' matter: all twelve say yes to a {NAME} of three people, for 12 days. Its charter names \
             its last day, and that what is left goes back to the circle."
        ),
        amount: u64::try_from(FUNDS).ok(),
        sums: BTreeMap::from([("circle", 250), ("committee", 300)]),
        ..told.figures(narrator, &joint).await?
    };
    narrator.tell(step)?;
    Ok((committee, sunset))
}

pub(super) async fn paying(
    narrator: &Narrator<'_>,
    told: &Fellowship<'_>,
    committee: &Group<'_>,
) -> StoryResult<()> {
    // a majority, so that nobody votes on what is decided already
    let two: Vec<_> = told.representatives().take(2).collect();
    let pay = vec![committee.paying(&told.band.address, MUSIC, None)];
    committee.decides(&two, "A band", pay).await?;
    let paid = told.host.balance(&told.band.address).await;
    expect("what the band has", &paid.doing("looking")?, &MUSIC)?;
    let step = Step {
        step: "committee_paid",
        told: format!("The committee decides by itself and pays {MUSIC} to a band."),
        amount: u64::try_from(MUSIC).ok(),
        sums: BTreeMap::from([("committee", 120)]),
        ..Step::default()
    };
    narrator.tell_in(committee, step).await
}

pub(super) async fn dissolving(
    narrator: &Narrator<'_>,
    told: &Fellowship<'_>,
    committee: &Group<'_>,
    sunset: u64,
) -> StoryResult<()> {
    advance_to(told.host, sunset).await?;
    let speaker = &told.bridge()?.first;
    let late = committee
        .try_propose(speaker.own_account()?, spec("One more day", vec![]))
        .await;
    expect_refused("a proposal after the end", late, "ended at")?;
    let wind_up = ExecuteMsg::WindUp { denoms: vec![] };
    let wound_up = committee.call(told.host.purse(), wind_up).await;
    wound_up.doing("winding the committee up")?;
    let heir = Claimant::Address(told.circle.address.clone());
    committee.pays_claim(told.host.purse(), heir, 120).await?;
    let found = (committee.balance().await?, told.circle.balance().await?);
    expect("what the committee and the circle have", &found, &(0, 370))?;
    let step = Step {
        step: "dissolved",
        told: "On its last day the committee takes no more proposals. Anybody winds it up: the 120 that are left go back to \
               the circle."
            .to_owned(),
        amount: Some(120),
        signed_by: by("anybody"),
        sums: BTreeMap::from([("circle", 370), ("committee", 0)]),
        ..Step::default()
    };
    narrator.tell_in(committee, step).await
}
