//! The two houses come to be, agree on what it is for, and put something in.

use std::collections::BTreeMap;

use cosmwasm_std::HexBinary;
use folkmoot_group::action::Action;
use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
use folkmoot_group::msg::{CycleView, DocumentView, LinkState, QueryMsg};
use folkmoot_rules::{Choice, HouseWord, Seconds, Status};
use futures::future::try_join_all;
use sha2::{Digest, Sha256};

use super::super::error::{Doing, StoryResult, expect};
use super::super::group::Group;
use super::super::narrator::Narrator;
use super::super::step::{Signed, Step, plain};
use super::super::treasury;
use super::cast::{LEAD, PLEDGE, Partnership, RESPONSE, STAKE};
use super::{by, funds};

/// How long the cycle runs.
const CYCLE: Seconds = Seconds::days(28);

pub(super) async fn founding(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let groups: [(&Group<'_>, u32, &str); 4] = [
        (
            &told.shg,
            5,
            "five stakeholders, who decide their own matters by consensus minus one, and by a majority of seats whether \
             to stop what goes against the purpose",
        ),
        (
            &told.tlc,
            7,
            "seven people who decide by consent; each stakeholder looks on from an observer seat, and the treasury is here",
        ),
        (
            &told.garden,
            2,
            "a core team of fewer than ten; Mia works with them as a contributor, without a vote",
        ),
        (&told.workshop, 2, "another core team of fewer than ten"),
    ];
    for (group, seats, who) in groups {
        let view = group.view().await?;
        let what = format!("the voting seats of {}", group.name);
        expect(what, &view.electorate.seats, &seats)?;
        let sealed = (view.sealed, view.founded_at.is_some());
        let what = format!("whether {} is sealed and founded", group.name);
        expect(what, &sealed, &(true, true))?;
        let step = Step {
            step: "group_founded",
            told: format!("The {} is founded: {who}.", group.name),
            electorate: Some(seats.into()),
            signed_by: Some(Signed::Founder(narrator.founder())),
            ..Step::default()
        };
        narrator.tell_in(group, step).await?;
    }
    Ok(())
}

pub(super) async fn linking(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let Partnership {
        garden,
        workshop,
        tlc,
        shg,
        coordinating,
        ..
    } = told;
    let mia = garden.seat_id_of(told.mia.wallet().key()).await?;
    for (cell, team) in [
        (garden, told.garden_team()),
        (workshop, told.workshop_team()),
    ] {
        let mut join = vec![cell.joining(tlc, LEAD), cell.joining(coordinating, LEAD)];
        if cell.address == garden.address {
            join.push(Action::appoint(mia));
        }
        cell.decides(&team, "Join, and who speaks for us", join)
            .await?;
    }
    for cell in [garden, workshop] {
        for above in [tlc, coordinating] {
            let link = above.seat_of(&cell.address).await?.and_then(|it| it.link);
            let what = format!("the seat of {} in {}", cell.name, above.name);
            expect(what, &link, &Some(LinkState::Linked))?;
        }
    }
    let step = Step {
        step: "linked",
        told: "Both cells decide to join the Coordinating Cell over them, where each has one vote, and the Top Level \
               Cell, where they may propose and have none. Mia speaks for the Garden Cell."
            .to_owned(),
        electorate: Some(coordinating.view().await?.electorate.seats.into()),
        ..Step::default()
    };
    narrator.tell_in(coordinating, step).await?;

    let appoint = vec![tlc.appointing_house(shg, RESPONSE)];
    tlc.decides(&told.cell(), "The stakeholders are our house", appoint)
        .await?;
    let agree = vec![shg.becoming_house(tlc, RESPONSE)];
    shg.decides(
        &told.stakeholders(),
        "We look at what the cell decides",
        agree,
    )
    .await?;
    let amend = vec![tlc.amending(told.guarded()?).await?];
    tlc.decides(&told.cell(), "A charter that names our house", amend)
        .await?;
    expect(
        "the charter of the Top Level Cell",
        &tlc.view().await?.charter_version,
        &2,
    )?;
    let step = Step {
        step: "charter_amended",
        told: "Both houses decide on their link: the stakeholders answer within 7 days. The Top Level Cell amends its \
               charter: budgets can be stopped for 14 days, and what the cell says of itself, its charter and its code \
               need the stakeholders' yes."
            .to_owned(),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await
}

fn document(kind: DocumentKind, title: &str, answers: Vec<Answer>) -> Action {
    Action::AdoptDocument(Box::new(DocumentSpec {
        kind,
        title: title.to_owned(),
        uri: "https://example.org/partnership".to_owned(),
        sha256: HexBinary::from(Sha256::digest(title).as_slice()),
        answers,
    }))
}

async fn adopted(group: &Group<'_>, kind: DocumentKind, title: &str) -> StoryResult<()> {
    let query = QueryMsg::Document {
        kind,
        version: None,
    };
    let found: DocumentView = group.ask(&query).await?;
    let what = format!("the document of {}", group.name);
    expect(
        what,
        &(found.title.as_str(), found.sha256.as_slice()),
        &(title, Sha256::digest(title).as_slice()),
    )
}

pub(super) async fn agreeing(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let (purpose, requirements) = ("A neighbourhood that feeds itself", "Requirements of 2026");
    let adopt = vec![
        document(DocumentKind::Purpose, purpose, vec![]),
        document(DocumentKind::Requirements, requirements, vec![]),
    ];
    let title = "What it is for, and what we require";
    told.shg.decides(&told.stakeholders(), title, adopt).await?;
    adopted(&told.shg, DocumentKind::Purpose, purpose).await?;
    adopted(&told.shg, DocumentKind::Requirements, requirements).await?;
    let step = Step {
        step: "documents_adopted",
        told: format!(
            "The stakeholders adopt the purpose, \"{purpose}\", and their requirements; the contract keeps the hash of \
             each."
        ),
        ..Step::default()
    };
    narrator.tell_in(&told.shg, step).await
}

pub(super) async fn ratifying(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let title = "Cell State of 2026";
    let answers = vec![Answer {
        requirement: "1".to_owned(),
        agreement: "working hours".to_owned(),
    }];
    let adopt = vec![document(DocumentKind::CellState, title, answers)];
    let (state, _) = told.tlc.agrees(&told.cell(), title, adopt).await?;
    let view = state.view().await?;
    expect("the cell state", &view.status.as_str(), &"referred")?;
    let step = Step {
        step: "cell_state_proposed",
        told: "The Top Level Cell agrees on its Cell State, and which agreement answers which requirement. The relayer \
               asks the stakeholders: it is in force only with their yes."
            .to_owned(),
        proposal: Some(state.id),
        outcome: Some(view.status.as_str().to_owned()),
        ..Step::default()
    };
    narrator.tell_in(&told.tlc, step).await?;

    let mirror = told.shg.ratification_of(&state).await?;
    let yes = told.holders.iter().take(3);
    let ballots: Vec<_> = yes.map(|holder| (holder, Choice::Yes)).collect();
    mirror.voted(&ballots).await?;
    told.host.settle().await.doing("ratifying the cell state")?;
    state.expect_status(Status::Executed).await?;
    let word = state.word().await?;
    let said_yes = matches!(word, Some(HouseWord::Yes { .. }));
    expect("whether the stakeholders ratified it", &said_yes, &true)?;
    adopted(&told.tlc, DocumentKind::CellState, title).await?;
    let view = mirror.view().await?;
    let step = Step {
        step: "ratified",
        told: "Three of five stakeholders say yes, which the other two can't change: the Cell State is ratified and in \
               force."
            .to_owned(),
        outcome: Some(view.outcome.as_str().to_owned()),
        ..narrator.figures(&mirror, &view).await?
    };
    narrator.tell(step)
}

/// Each stakes and pledges, and the cycle is opened; when it ends.
pub(super) async fn staking(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<u64> {
    let tlc = &told.tlc;
    let stakes = told.holders.iter();
    try_join_all(stakes.map(|holder| tlc.takes_stake(holder, STAKE, PLEDGE))).await?;
    tlc.expect_funds(funds(0, 50_000, 0)).await?;
    let step = Step {
        step: "staked",
        told: format!(
            "Each of the five stakeholders stakes {} in the Top Level Cell and pledges {} of it for the next cycle. Until \
             that opens all of it is their own.",
            plain(STAKE),
            plain(PLEDGE)
        ),
        signed_by: Some(Signed::Members {
            by_transaction: told.holders.len(),
            by_signed_ballot: 0,
        }),
        sums: BTreeMap::from([("free_stakes", 50_000), ("pool", 0)]),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await?;

    let denom = told.host.setting().denom.clone();
    let now = narrator.now().await?;
    let ends_at = told.host.setting().time.on_chain(CYCLE).after(now);
    let open = vec![Action::OpenCycle {
        denom: denom.clone(),
        ends_at,
    }];
    tlc.decides(&told.cell(), "Open cycle 1", open).await?;
    tlc.expect_funds(funds(30_000, 20_000, 0)).await?;
    let query = QueryMsg::Cycles {
        denom,
        start_after: None,
        limit: None,
    };
    let cycles: Vec<CycleView> = tlc.ask(&query).await?;
    let found = cycles
        .first()
        .map(|cycle| (told_pledges(cycle), cycle.ends_at));
    expect("cycle 1", &found, &Some((30_000, ends_at)))?;
    let step = Step {
        step: "cycle_opened",
        told: "The Top Level Cell opens cycle 1, for 28 days: what was pledged is its pool of 30,000, and 20,000 stay \
               free."
            .to_owned(),
        sums: BTreeMap::from([("free_stakes", 20_000), ("pool", 30_000)]),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await?;
    Ok(ends_at)
}

fn told_pledges(cycle: &CycleView) -> u64 {
    treasury::told(cycle.pledges.amount)
}

pub(super) async fn ending(narrator: &Narrator<'_>, told: &Partnership<'_>) -> StoryResult<()> {
    let held = told.tlc.funds().await?;
    let [garden, workshop] = [told.garden.balance().await?, told.workshop.balance().await?];
    expect(
        "what the two cells have in the end",
        &(garden, workshop),
        &(10_000, 10_000),
    )?;
    let step = Step {
        step: "done",
        told: format!(
            "In the end the cells have 20,000 to work with; of the pool {} are left for the other four stakeholders, and \
             {} of their stakes are free.",
            plain(held.pool.into()),
            plain(held.free_stakes.into())
        ),
        signed_by: by("anybody"),
        sums: BTreeMap::from([
            ("free_stakes", held.free_stakes),
            ("pool", held.pool),
            ("claims", held.claims),
            ("garden_cell", told_coins(garden)),
            ("workshop_cell", told_coins(workshop)),
        ]),
        ..Step::default()
    };
    narrator.tell_in(&told.tlc, step).await
}

fn told_coins(amount: u128) -> u64 {
    treasury::told(amount)
}
