//! Notices, concerns and vetoes, and how others have failed with them.

use folkmoot_group::action::Ground;
use folkmoot_group::limits::MAX_CONCERNS;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Choice, Status};

use super::*;
use crate::world::Attempt;

/// Passing in the last second, or all at once, leaves the whole window to stop it.
#[test]
fn what_passes_in_the_last_second_is_not_executed_at_once() {
    let partners = Partners::new();
    let Partners { world, tlc, .. } = &partners;
    let spend = vec![actions::spend(&partners.builder, 20_000)];
    let budget = partners.cell[0].proposes(tlc, "A budget", spend);
    world.advance_to(budget.deadline() - 1);
    budget.is_voted(partners.cell.iter().take(4), []);
    budget.execution().refused("is looked at by a house");
    world.advance_to(budget.deadline());
    budget.execution().refused("is looked at by a house");
    // without a notice no window runs out
    world.advance(Seconds::days(20));
    budget.execution().refused("is looked at by a house");
    budget.refer().ok();
    let until = partners.shg.notice_of(&budget).ends.at;
    assert_eq!(
        until,
        partners.shg.notice_of(&budget).taken.at + FORTNIGHT.0
    );
    world.advance_to(until - 1);
    budget.execution().refused("is looked at by a house");
    world.advance_to(until);
    budget.executes();
    assert_eq!(partners.paid(), 20_000);
}

/// Nobody waits for ever: a decision that nobody refers ends.
#[test]
fn a_decision_that_is_never_referred_lapses() {
    let partners = Partners::new();
    let budget = partners.budget(20_000);
    let decided = budget.view().stages[0].begun.unwrap();
    let until = decided + budget.view().execution_window.0;
    assert_eq!(budget.status(), Status::Referred { until });
    partners.world.advance_to(until);
    assert_eq!(budget.status(), Status::Lapsed);
    budget.refer().refused("is lapsed");
    budget.execution().refused("is lapsed");
}

#[test]
fn anybody_refers_and_a_second_changes_nothing() {
    let partners = Partners::new();
    let budget = partners.budget(20_000);
    budget.refer().ok();
    let noticed = partners.shg.notice_of(&budget);
    partners.world.advance(Seconds::days(2));
    let _ = budget.refer().ok_without_change();
    assert_eq!(partners.shg.notice_of(&budget), noticed);
    // only what is in such a stage is referred
    let small = partners.tlc.passes(
        &partners.everybody(),
        "Pens",
        vec![actions::spend(&partners.builder, 10)],
    );
    small.refer().refused("it waits for no word of a house");
}

/// A veto counts those who can veto, and nobody else: seats without a vote raise no bar.
#[test]
fn a_veto_counts_only_who_can_veto() {
    let partners = Partners::new();
    let Partners { world, shg, .. } = &partners;
    let onlookers = world.crowd("onlooker", 9);
    let admit = onlookers
        .iter()
        .map(|one| actions::admit(one.seat_as(folkmoot_group::msg::Standing::Observer)))
        .collect();
    shg.decides(&partners.stakeholders(), "Onlookers", admit);
    let budget = partners.noticed_budget(20_000);
    onlookers[0]
        .tries_to_veto(shg, &budget)
        .refused("only core seats may do this");
    let stop = partners.holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    assert_eq!(stop.view().electorate.seats, 5);
    onlookers[0]
        .tries_to_vote(&stop, Choice::No)
        .refused("is not in the electorate");
    // three of five, not three of fourteen
    partners.agree(&stop, 3);
    stop.executes();
    assert_eq!(budget.status(), Status::Vetoed);
}

/// Who may stop a decision executes it no earlier than anybody else: not by a seat of the house, not as its contract.
#[test]
fn who_may_veto_executes_no_earlier_than_others() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        tlc,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let until = shg.notice_of(&budget).ends.at;
    let proposal = budget.id;
    let says = folkmoot_group::msg::HouseSays::Release {};
    let release = ExecuteMsg::HearHouse { proposal, says };
    for who in [&shg.address, &holders[0].address, &partners.cell[0].address] {
        let to_cell = |msg: &ExecuteMsg| world.attempt(who, &tlc.address, msg);
        to_cell(&ExecuteMsg::Execute { proposal }).refused("is looked at by a house");
        to_cell(&ExecuteMsg::MoveOn { proposal }).refused("not open");
        to_cell(&ExecuteMsg::PerformActions { proposal }).refused("only the group itself");
        // letting go of what was never held makes no window shorter
        let _ = to_cell(&release).outcome();
        assert_eq!(budget.status(), Status::Referred { until });
    }
    world.advance_to(until - 1);
    budget.execution().refused("is looked at by a house");
}

/// A veto that was opened to fail bars no other.
#[test]
fn a_sham_veto_uses_nothing_up() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let until = shg.notice_of(&budget).ends.at;
    let sham = holders[4].vetoes(shg, &budget, Ground::CaptureOrMalice);
    holders[0]
        .tries_to_veto(shg, &budget)
        .refused("is open: one at a time");
    let nobody_else = ExecuteMsg::Withdraw { proposal: sham.id };
    holders[4]
        .sends(shg, &nobody_else)
        .refused("can't be withdrawn");
    sham.is_voted([], &holders[..3]);
    assert_eq!(sham.view().outcome.as_str(), "rejected");
    world.advance_to(sham.deadline());
    sham.report_veto().ok();
    let _ = sham.report_veto().ok_without_change();
    assert_eq!(budget.status(), Status::Referred { until });
    // within the window the next may be opened, and passes
    world.advance_to(until - 1);
    let real = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    let _ = sham.report_veto().ok_without_change();
    world.advance_to(until);
    budget.execution().refused("is looked at by a house");
    partners.agree(&real, 3);
    real.executes();
    assert_eq!(budget.status(), Status::Vetoed);
}

#[test]
fn a_failed_veto_lets_the_decision_go_on() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let until = shg.notice_of(&budget).ends.at;
    world.advance_to(until - 1);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    stop.report_veto().refused("there is no failure to report");
    budget.report_veto().refused("is no veto");
    world.advance_to(stop.deadline());
    budget.execution().refused("is looked at by a house");
    stop.report_veto().ok();
    budget.executes();
    assert_eq!(partners.paid(), 20_000);
    // after the window nobody can stop anything
    holders[0]
        .tries_to_veto(shg, &budget)
        .refused("its window has ended");
}

/// Without a report the hold ends by itself: its decision's end, and the time for telling.
#[test]
fn an_unreported_veto_holds_no_longer_than_it_could_be_delivered() {
    let partners = Partners::new();
    let budget = partners.noticed_budget(20_000);
    let until = partners.shg.notice_of(&budget).ends.at;
    partners.world.advance_to(until - 1);
    let stop = partners.holders[0].vetoes(&partners.shg, &budget, Ground::BreachOfAgreement);
    let buffer = partners.tlc.charter().charter.relay_buffer;
    let released = stop.deadline() + buffer.0;
    assert_eq!(budget.status(), Status::Referred { until: released });
    partners.world.advance_to(released);
    budget.executes();
    // too late: nothing is undone
    partners.agree(&stop, 0);
    assert_eq!(budget.status(), Status::Executed);
}

/// A passed veto is not outrun: until it could be delivered nothing is executed.
#[test]
fn a_passed_veto_is_not_outrun_by_execution() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    world.advance_to(shg.notice_of(&budget).ends.at - 1);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    partners.agree(&stop, 3);
    world.advance_to(stop.deadline());
    assert_eq!(stop.status(), Status::Passed);
    for _ in 0..3 {
        budget.execution().refused("is looked at by a house");
        world.advance(Seconds::hours(7));
    }
    stop.executes();
    assert_eq!(budget.status(), Status::Vetoed);
}

/// At most five notices are open: a sixth starts nothing, so none hides behind the others.
#[test]
fn five_dummies_do_not_hide_the_sixth() {
    let partners = Partners::new();
    let Partners { world, shg, .. } = &partners;
    let dummies: Vec<Proposal> = (1..=5).map(|n| partners.budget(10_000 + n)).collect();
    for dummy in &dummies {
        dummy.refer().ok();
        assert!(shg.notice(dummy).is_some());
    }
    let sixth = partners.budget(20_000);
    sixth.refer().ok();
    assert!(shg.notice(&sixth).is_none());
    assert_eq!(sixth.review().asked, None);
    // its window has not begun: time alone never lets it through
    world.advance(Seconds::days(13));
    sixth.execution().refused("is looked at by a house");
    sixth.refer().ok();
    assert!(shg.notice(&sixth).is_none());
    // once there is room it is taken, and has its whole window
    world.advance(Seconds::days(2));
    sixth.refer().ok();
    let noticed = shg.notice_of(&sixth);
    assert_eq!(noticed.ends.at, noticed.taken.at + FORTNIGHT.0);
    assert!(noticed.runs);
}

/// What was just vetoed is not taken again.
#[test]
fn the_same_is_not_asked_again_after_a_veto() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    partners.agree(&stop, 3);
    stop.executes();
    let vetoed = world.now();
    let again = partners.budget(20_000);
    assert_eq!(again.view().content_hash, budget.view().content_hash);
    again.refer().ok();
    assert!(shg.notice(&again).is_none());
    // another is another, and after a window so is the same
    let other = partners.noticed_budget(20_001);
    assert!(shg.notice(&other).is_some());
    world.advance_to(vetoed + FORTNIGHT.0);
    again.refer().ok();
    assert!(shg.notice(&again).is_some());
}

/// A chain that stands still takes nothing from a window that counts blocks as well.
#[test]
fn a_halted_chain_does_not_eat_the_window() {
    let counted = |shg: &Group| {
        tlc_charter(shg).with(|charter| {
            let folkmoot_group::charter::Stage::Refer(refer) =
                charter.procedures[0].stages.last_mut().unwrap()
            else {
                panic!("a review");
            };
            refer.least_blocks = 20;
        })
    };
    let partners = Partners::with(counted, &shg_charter());
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let begun = world.height();
    // nothing happens for half a year: no block, no way to stop it
    world.advance(Seconds::days(180));
    assert!(matches!(budget.status(), Status::Referred { .. }));
    budget.execution().refused("is looked at by a house");
    assert!(shg.notice_of(&budget).runs);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    assert!(world.height() < begun + 20);
    partners.agree(&stop, 3);
    stop.executes();
    assert_eq!(budget.status(), Status::Vetoed);
    // and without a veto the blocks let it through
    let other = partners.noticed_budget(20_001);
    world.advance(Seconds::days(180));
    while world.height() < partners.shg.notice_of(&other).ends.height {
        other.execution().refused("is looked at by a house");
    }
    other.executes();
}

/// The decision rests for a time above zero, and so does a window.
#[test]
fn a_timelock_of_zero_is_refused() {
    let partners = Partners::founded(&shg_charter());
    let rest = bare_charter().delayed("budget", Seconds::ZERO);
    partners.tlc.can_not_do(
        &partners.everybody(),
        vec![actions::amend(1, rest.spec())],
        "the period must be above 0 seconds",
    );
}

/// Taking a decision back needs no house, and is no way to stop a veto.
#[test]
fn who_takes_a_decision_back_waits_for_nobody() {
    let partners = Partners::new();
    let budget = partners.noticed_budget(20_000);
    let rescind = vec![Action::Rescind {
        proposal: budget.id,
    }];
    partners.cell_decides(rescind);
    assert_eq!(budget.status(), Status::Rescinded);
    // a third party that closes what overrules it leaves nothing stuck: a veto about it fails, and ends
    let stop = partners.holders[0].tries_to_veto(&partners.shg, &budget);
    stop.refused("its window has ended");
}

/// A veto that a third party moves on, executes or reports: whatever the order, the decision it is about has an end.
#[test]
fn a_veto_closed_by_a_third_party_leaves_nothing_stuck() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        holders,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    stop.is_voted([], &holders[..3]);
    stop.moves_on().ok();
    assert_eq!(stop.status(), Status::Rejected);
    let until = shg.notice_of(&budget).ends.at;
    assert_eq!(budget.status(), Status::Referred { until });
    stop.report_veto().ok();
    world.advance_to(until);
    assert_eq!(budget.status(), Status::Passed);
    // a veto that passed and that nobody executed in time holds no longer than it could have been
    let other = partners.noticed_budget(20_001);
    let stop = holders[0].vetoes(shg, &other, Ground::BreachOfAgreement);
    partners.agree(&stop, 3);
    stop.moves_on().ok();
    world.advance(Seconds::days(40));
    assert_eq!(stop.status(), Status::Expired);
    assert_eq!(other.status(), Status::Passed);
    stop.report_veto().ok();
}

#[test]
fn concerns_are_bounded_and_each_seats_own() {
    let partners = Partners::new();
    let Partners {
        shg, holders, cell, ..
    } = &partners;
    let budget = partners.budget(20_000);
    let raise =
        |person: &Person, text: &str| -> Attempt { person.raises_concern(shg, &budget, text) };
    raise(&holders[0], "Why?").refused("there is no notice");
    budget.refer().ok();
    raise(&cell[0], "Why?").refused("holds no seat in this group");
    raise(&holders[0], "").refused("has 1 to 2000 bytes, not 0");
    raise(&holders[0], &"x".repeat(2_001)).refused("not 2001");
    raise(&holders[0], "Why?").ok();
    raise(&holders[0], "And why?").refused("has raised a concern");
    holders[1]
        .withdraws_concern(shg, &budget)
        .refused("has no concern");
    holders[0].withdraws_concern(shg, &budget).ok();
    assert_eq!(shg.notice_of(&budget).concerns, 0);
    assert!(shg.concerns(&budget)[0].withdrawn);
    raise(&holders[0], "I still wonder.").ok();
    assert_eq!(shg.concerns(&budget).len(), 1);
    let ends = shg.notice_of(&budget).ends.at;
    partners.world.advance_to(ends);
    raise(&holders[2], "Too late?").refused("its window has ended");
}

/// As many seats as the house's charter says make the window longer; one seat alone is one, however often it speaks.
#[test]
fn a_window_is_extended_by_as_many_seats_as_the_charter_says() {
    let two = shg_charter().with(|charter| charter.concerns_to_extend = 2);
    let partners = Partners::with(tlc_charter, &two);
    let Partners { shg, holders, .. } = &partners;
    let budget = partners.noticed_budget(20_000);
    let until = shg.notice_of(&budget).ends.at;
    for _ in 0..3 {
        holders[0].raises_concern(shg, &budget, "Why?").ok();
        holders[0].withdraws_concern(shg, &budget).ok();
    }
    holders[0].raises_concern(shg, &budget, "Why?").ok();
    assert_eq!(budget.status(), Status::Referred { until });
    holders[1].raises_concern(shg, &budget, "Why?").ok();
    let until = until + WEEK.0;
    assert_eq!(budget.status(), Status::Referred { until });
    assert_eq!(shg.notice_of(&budget).ends.at, until);
}

/// As many concerns stand as can be read; one taken back makes room at once, and is raised again only where there is.
#[test]
fn a_concern_taken_back_makes_room() {
    let world = World::new().without_dumps();
    let most = usize::try_from(MAX_CONCERNS).unwrap();
    let holders = world.crowd("stakeholder", most + 1);
    let ann = world.cosmos("Anna");
    let house = world.group("Stakeholders").people(&holders).found();
    let rules = bare_charter();
    let cell = world.group("Cell").people([&ann]).charter(&rules).found();
    cell.receives(50_000);
    cell.decides(&[&ann], "Our house", vec![appoint_house(&house, WEEK)]);
    let everybody: Vec<&Person> = holders.iter().collect();
    house.decides(&everybody, "Look at it", vec![become_house(&cell, WEEK)]);
    let guarded = rules.then("budget", refer(&house, ReviewMode::Optimistic, FORTNIGHT));
    cell.decides(&[&ann], "Guarded", vec![actions::amend(1, guarded.spec())]);
    let pay = vec![actions::spend(&ann.address, 20_000)];
    let budget = cell.passes(&[&ann], "A budget", pay);
    budget.refer().ok();
    let (last, first) = everybody.split_last().unwrap();
    for one in first {
        one.raises_concern(&house, &budget, "too dear").ok();
    }
    last.raises_concern(&house, &budget, "me too")
        .refused("100");
    first[0].withdraws_concern(&house, &budget).ok();
    last.raises_concern(&house, &budget, "me too").ok();
    first[0]
        .raises_concern(&house, &budget, "again")
        .refused("100");
}
