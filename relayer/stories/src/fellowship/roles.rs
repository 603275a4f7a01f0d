//! Roles: nobody objects, or it is one's turn; a term ends by itself, and nobody's call is needed for that.

use folkmoot_group::msg::{ExecuteMsg, QueryMsg, RoleView, SeatId};
use folkmoot_rules::Seconds;

use super::super::deeds::advance_to;
use super::super::error::{StoryError, StoryResult, expect, expect_refused};
use super::super::narrator::Narrator;
use super::super::step::Step;
use super::by;
use super::cast::{FACILITATOR, Fellowship, GREETER, Home, TURN};

/// A role of a group, as it stands.
async fn role(home: &Home<'_>, name: &str) -> StoryResult<RoleView> {
    let roles: Vec<RoleView> = home.group.ask(&QueryMsg::Roles {}).await?;
    let found = roles.into_iter().find(|view| view.role.name == name);
    found.ok_or_else(|| StoryError::Missing {
        what: format!("role {name} in {}", home.group.name),
    })
}

async fn expect_holders(home: &Home<'_>, name: &str, seats: &[SeatId]) -> StoryResult<RoleView> {
    let view = role(home, name).await?;
    let holders: Vec<SeatId> = view.holders.iter().map(|holder| holder.seat).collect();
    let what = format!("who is {name} in {}", home.group.name);
    expect(what, &holders.as_slice(), &seats)?;
    Ok(view)
}

/// Somebody is nominated in each group, and whose turn it is greets; when those turns end.
pub(super) async fn serving(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<u64> {
    narrator.count_from(narrator.now().await?);
    told.each_calls(
        |home| &home.second,
        |_| ExecuteMsg::Nominate {
            role: FACILITATOR.to_owned(),
            seat: 1,
        },
    )
    .await?;
    let bridge = told.bridge()?;
    let view = expect_holders(bridge, FACILITATOR, &[]).await?;
    expect("who learns to facilitate", &view.apprentices, &vec![2])?;
    let step = Step {
        step: "nominated",
        told: "In each group Ben, who learns it, nominates Ann as facilitator. Whoever objects has three days to say so."
            .to_owned(),
        signed_by: by(&bridge.second.name),
        ..Step::default()
    };
    narrator.tell_in(&bridge.group, step).await?;

    told.each_calls(
        |home| &home.second,
        |_| ExecuteMsg::Rotate {
            role: GREETER.to_owned(),
        },
    )
    .await?;
    let mut last = 0;
    for home in &told.homes {
        let view = expect_holders(home, GREETER, &[1]).await?;
        expect("whose turn comes next", &view.next, &Some(2))?;
        let until = view.holders.iter().filter_map(|holder| holder.until);
        last = last.max(until.max().unwrap_or_default());
    }
    let again = ExecuteMsg::Rotate {
        role: GREETER.to_owned(),
    };
    let again = bridge.group.call(told.host.purse(), again).await;
    let reason = "is held by as many as it has places";
    expect_refused("taking a turn that is another's", again, reason)?;
    let step = Step {
        step: "took_a_turn",
        told: "Anybody may call for the next turn where nobody has it: in each group Ann greets for a week, and then it \
               is Ben's turn."
            .to_owned(),
        ..Step::default()
    };
    narrator.tell_in(&bridge.group, step).await?;
    Ok(last)
}

/// Three days later nobody has objected.
pub(super) async fn acclaiming(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let acclaim = || ExecuteMsg::Acclaim {
        role: FACILITATOR.to_owned(),
        seat: 1,
    };
    let bridge = told.bridge()?;
    let early = bridge.group.call(told.host.purse(), acclaim()).await;
    expect_refused("acclaiming too early", early, "objections are taken until")?;
    let mut until = 0;
    for home in &told.homes {
        let view = role(home, FACILITATOR).await?;
        let windows = view.nominations.iter().map(|it| it.until);
        until = until.max(windows.max().unwrap_or_default());
    }
    advance_to(told.host, until).await?;
    told.each_calls(|home| &home.second, |_| acclaim()).await?;
    let time = told.host.setting().time;
    for home in &told.homes {
        let view = expect_holders(home, FACILITATOR, &[1]).await?;
        let terms = view
            .holders
            .iter()
            .filter_map(|it| Some(it.until? - it.since));
        let terms: Vec<_> = terms.map(|term| time.in_story(Seconds(term))).collect();
        expect("the term", &terms, &vec![Seconds::days(182)])?;
    }
    let step = Step {
        step: "acclaimed",
        told: "Nobody has objected in three days: in each of the twelve groups Ann facilitates by acclamation, for half a \
               year and not a day longer."
            .to_owned(),
        ..Step::default()
    };
    narrator.tell_in(&bridge.group, step).await
}

/// A week later the turn is over by itself.
pub(super) async fn next_turn(
    narrator: &Narrator<'_>,
    told: &Fellowship<'_>,
    turns_end: u64,
) -> StoryResult<()> {
    advance_to(told.host, turns_end).await?;
    let bridge = told.bridge()?;
    expect_holders(bridge, GREETER, &[]).await?;
    told.each_calls(
        |home| &home.first,
        |_| ExecuteMsg::Rotate {
            role: GREETER.to_owned(),
        },
    )
    .await?;
    for home in &told.homes {
        expect_holders(home, GREETER, &[2]).await?;
    }
    let step = Step {
        step: "next_turn",
        told: format!(
            "After {} days Ann's turn has ended by itself, and in each group it is Ben who greets.",
            TURN.0 / Seconds::days(1).0
        ),
        signed_by: by(&bridge.first.name),
        ..Step::default()
    };
    narrator.tell_in(&bridge.group, step).await
}
