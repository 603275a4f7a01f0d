//! A stakeholder leaves: what is free at once, the share of the pool when the cycle ends.

use std::collections::BTreeMap;

use folkmoot_group::msg::{Claimant, ExecuteMsg, SeatId};

use super::super::deeds::advance_to;
use super::super::error::{Doing, StoryError, StoryResult, expect, expect_refused};
use super::super::narrator::Narrator;
use super::super::step::Step;
use super::cast::Partnership;
use super::{by, funds};

/// What Lea has free.
const FREE: u128 = 4_000;
/// Her share of what is left in the pool: 6,000 of 30,000 of 10,000.
const SHARE: u128 = 2_000;

pub(super) async fn leaving(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
) -> StoryResult<SeatId> {
    let tlc = &told.tlc;
    let lea = told.holders.last().ok_or_else(|| StoryError::Missing {
        what: "Lea".to_owned(),
    })?;
    let seat = tlc.seat_id_of(lea.wallet().key()).await?;
    let left = tlc.call(lea.own_account()?, ExecuteMsg::Leave {}).await;
    left.doing("Lea leaves")?;
    let gone = tlc.seat_of(lea.wallet().key()).await?.is_none();
    expect("whether Lea's seat is given up", &gone, &true)?;
    tlc.expect_funds(funds(10_000, 16_000, 4_000)).await?;
    tlc.pays_claim(told.host.purse(), Claimant::Seat(seat), FREE)
        .await?;
    tlc.expect_funds(funds(10_000, 16_000, 0)).await?;
    let denom = told.host.setting().denom.clone();
    let early = tlc
        .call(told.host.purse(), ExecuteMsg::Settle { seat, denom })
        .await;
    let reason = "has no share of an ended cycle";
    expect_refused("taking the share before the cycle ends", early, reason)?;
    let step = Step {
        step: "left",
        told: "Lea leaves, at once and without anybody's leave. The 4,000 that were free are hers, and paid by anybody's \
               call; her pledge of 6,000 stays in the pool until the cycle ends."
            .to_owned(),
        amount: Some(4_000),
        signed_by: by(&lea.name),
        sums: BTreeMap::from([("free_stakes", 16_000), ("pool", 10_000)]),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await?;
    Ok(seat)
}

pub(super) async fn ending(
    narrator: &Narrator<'_>,
    told: &Partnership<'_>,
    seat: SeatId,
    cycle_ends: u64,
) -> StoryResult<()> {
    let tlc = &told.tlc;
    advance_to(told.host, cycle_ends).await?;
    tlc.settles(told.host.purse(), seat).await?;
    tlc.expect_funds(funds(8_000, 16_000, 2_000)).await?;
    tlc.pays_claim(told.host.purse(), Claimant::Seat(seat), SHARE)
        .await?;
    tlc.expect_funds(funds(8_000, 16_000, 0)).await?;
    let step = Step {
        step: "exit_completed",
        told: "The cycle ends. Lea's share is 6,000 of 30,000 of the 10,000 that are left: 2,000, paid to her."
            .to_owned(),
        amount: Some(2_000),
        sums: BTreeMap::from([("free_stakes", 16_000), ("pool", 8_000)]),
        ..Step::default()
    };
    narrator.tell_in(tlc, step).await
}
