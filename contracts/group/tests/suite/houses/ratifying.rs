//! What a house must agree to: by a mirror of its own, in time, or not at all.

use folkmoot_group::msg::Origin;
use folkmoot_rules::{Choice, HouseWord, Signal, Status, UpstreamBallot};

use super::*;
use folkmoot_group::msg::Verdict;

impl Partners {
    /// Lets the house sleep over a cell state: it is asked, nobody votes, and the silence is told.
    fn sleeps_over(&self, title: &str) -> Proposal {
        let state = self.cell_state(title);
        state.refer().ok();
        let mirror = self.shg.ratification_of(&state);
        self.world.advance_to(mirror.deadline());
        mirror.roll_up().ok();
        assert_eq!(state.status(), Status::Lapsed);
        assert_eq!(state.review().word, Some(HouseWord::Silent));
        state
    }
}

#[test]
fn a_mirror_in_the_house_is_decided_by_its_upstream_policy() {
    let partners = Partners::new();
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    let view = mirror.view();
    assert_eq!(view.procedure, "upstream");
    assert_eq!(view.rule, Rule::three_quarters());
    assert_eq!(view.content_hash, state.view().content_hash);
    assert!(
        matches!(&view.origin, Origin::Review { group, proposal, .. }
        if group == partners.tlc.address.as_str() && *proposal == state.id)
    );
    // three of five is 60 %: no
    mirror.is_voted(&partners.holders[..3], &partners.holders[3..]);
    mirror.roll_up().ok();
    assert_eq!(
        mirror.rolled_up(),
        (UpstreamBallot::Signal(Signal::No), Verdict::Counted)
    );
    assert_eq!(state.status(), Status::Lapsed);
    assert_eq!(state.review().word, Some(HouseWord::No));
    let _ = mirror.roll_up().ok_without_change();
}

/// Those decide who were in the house at the start of the block in which it is asked.
#[test]
fn the_electorate_is_the_houses_own_when_it_is_asked() {
    let partners = Partners::new();
    let ann = partners.world.cosmos("Ann");
    let state = partners.cell_state("Our cell");
    let admit = vec![actions::admit(ann.seat())];
    partners.shg.decides(&partners.stakeholders(), "Ann", admit);
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    assert_eq!(mirror.view().electorate.seats, 6);
    ann.votes(&mirror, Choice::Yes);
}

#[test]
fn a_house_is_asked_in_the_first_half_of_the_buffer() {
    let partners = Partners::new();
    let state = partners.cell_state("Our cell");
    let begun = state.view().stages[0].begun.unwrap();
    let until = begun + Seconds::hours(12).0;
    assert_eq!(state.status(), Status::Referred { until });
    partners.world.advance_to(until);
    assert_eq!(state.status(), Status::Lapsed);
    state.refer().refused("is lapsed");
}

#[test]
fn a_yes_that_comes_too_late_ratifies_nothing() {
    let partners = Partners::new();
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    mirror.is_voted(&partners.holders, []);
    let over = state.view().stages[0].until.unwrap();
    partners.world.advance_to(over - 1);
    assert_eq!(state.status(), Status::Referred { until: over });
    partners.world.advance_to(over);
    assert_eq!(state.status(), Status::Lapsed);
    mirror.roll_up().ok();
    assert_eq!(mirror.rolled_up().1, Verdict::Superseded);
    assert_eq!(state.status(), Status::Lapsed);
}

/// What must be agreed to is not vetoed.
#[test]
fn there_is_nothing_to_veto_in_a_ratification() {
    let partners = Partners::new();
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    partners.holders[0]
        .tries_to_veto(&partners.shg, &state)
        .refused("there is nothing to veto");
    // a concern is heard, and makes nothing longer
    let before = state.status();
    partners.holders[0]
        .raises_concern(&partners.shg, &state, "Hm.")
        .ok();
    assert_eq!(state.status(), before);
}

/// A sleeping house freezes nothing for ever: the third time it is told, with three windows to wake up.
#[test]
fn a_house_that_sleeps_twice_is_told_the_third_time() {
    let partners = Partners::new();
    let Partners { world, shg, .. } = &partners;
    let first = partners.sleeps_over("Our cell");
    // at once does not count: it had no time to wake up
    world.advance(Seconds::days(8));
    let second = partners.sleeps_over("Our cell");
    assert_eq!(first.view().content_hash, second.view().content_hash);
    let third = partners.cell_state("Our cell");
    third.refer().ok();
    let noticed = shg.notice_of(&third);
    assert_eq!(
        (noticed.mode, noticed.mirror),
        (ReviewMode::Optimistic, None)
    );
    assert_eq!(noticed.ends.at, noticed.taken.at + 3 * TEN_DAYS.0);
    world.advance_to(noticed.ends.at - 1);
    third.execution().refused("is looked at by a house");
    world.advance_to(noticed.ends.at);
    third.executes();
    assert_eq!(third.status(), Status::Executed);
    // it begins anew
    let fourth = partners.cell_state("Our cell");
    fourth.refer().ok();
    assert!(shg.notice_of(&fourth).mirror.is_some());
}

#[test]
fn a_house_that_wakes_up_may_still_stop_what_it_is_told() {
    let partners = Partners::new();
    partners.sleeps_over("Our cell");
    partners.world.advance(Seconds::days(8));
    partners.sleeps_over("Our cell");
    let third = partners.cell_state("Our cell");
    third.refer().ok();
    let ground = folkmoot_group::action::Ground::MisalignedWithPurpose;
    let stop = partners.holders[0].vetoes(&partners.shg, &third, ground);
    partners.agree(&stop, 3);
    stop.executes();
    assert_eq!(third.status(), Status::Vetoed);
}

/// Two silences right after each other are one: the house had no response time in between.
#[test]
fn silences_right_after_each_other_count_once() {
    let partners = Partners::new();
    partners.sleeps_over("Our cell");
    partners.sleeps_over("Our cell");
    let third = partners.cell_state("Our cell");
    third.refer().ok();
    assert!(partners.shg.notice_of(&third).mirror.is_some());
}

/// Other content is another matter, and a house that answers is awake.
#[test]
fn an_answer_or_other_content_begins_anew() {
    let partners = Partners::new();
    partners.sleeps_over("Our cell");
    partners.world.advance(Seconds::days(8));
    let other = partners.cell_state("Another cell");
    other.refer().ok();
    assert!(partners.shg.notice_of(&other).mirror.is_some());
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    mirror.is_voted([], &partners.holders);
    mirror.roll_up().ok();
    partners.world.advance(Seconds::days(8));
    partners.sleeps_over("Our cell");
    let third = partners.cell_state("Our cell");
    third.refer().ok();
    assert!(partners.shg.notice_of(&third).mirror.is_some());
}

/// A house that decides by consensus minus one: its block is looked into and stands, and four of five ratify.
#[test]
fn four_ratify_over_a_block_that_stood_through_its_resolving() {
    let shg = shg_charter().with(|charter| {
        charter.upstream.round = folkmoot_group::charter::Round {
            resolving: Some(folkmoot_rules::Resolving {
                period: Seconds::days(2),
                fallback: folkmoot_rules::Fallback::Drop,
            }),
            ..folkmoot_group::charter::Round::new(Rule::consensus_minus_one(), Seconds::days(3))
        };
    });
    let partners = Partners::with(tlc_charter, &shg);
    for (yes, word) in [(4, HouseWord::Yes { at: 0 }), (2, HouseWord::No)] {
        let state = partners.cell_state(&format!("Our cell, {yes}"));
        state.refer().ok();
        let mirror = partners.shg.ratification_of(&state);
        for holder in &partners.holders[..yes] {
            holder.votes(&mirror, Choice::Yes);
        }
        for holder in &partners.holders[yes..4] {
            holder.votes(&mirror, Choice::Abstain);
        }
        partners.holders[4].blocks(&mirror, "not so");
        mirror.roll_up().refused("undecided");
        mirror.moves_on().ok();
        assert_eq!(mirror.status().as_str(), "resolving");
        mirror.roll_up().refused("undecided");
        partners.world.advance_to(mirror.deadline());
        mirror.roll_up().ok();
        let found = state.review().word.unwrap();
        let same = std::mem::discriminant(&found) == std::mem::discriminant(&word);
        assert!(same, "{yes}: {found:?}");
    }
}

/// How a house's vote would become a signal does not matter: it has said yes or no as soon as it is decided.
#[test]
fn a_house_that_splits_ratifies_once_it_has_decided() {
    let shg = shg_charter().translation(folkmoot_rules::Translation::Split {});
    let partners = Partners::with(tlc_charter, &shg);
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    mirror.is_voted(&partners.holders[..4], []);
    mirror.roll_up().ok();
    assert!(matches!(state.review().word, Some(HouseWord::Yes { .. })));
}
