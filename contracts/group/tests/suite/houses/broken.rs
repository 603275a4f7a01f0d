//! A house whose contract is broken can't freeze the group that it looks at.

use folkmoot_group::msg::{ExecuteMsg, HouseSays, LinkSide, LinkState};
use folkmoot_rules::Status;

use super::*;
use crate::world::checksum;

/// A cell whose house is a contract that answers every notice with nothing that a group says.
struct Broken {
    world: World,
    cell: Vec<Person>,
    tlc: Group,
    house: Addr,
    builder: Addr,
}

impl Broken {
    fn new() -> Self {
        let world = World::new();
        let cell = world.crowd("cell member", 3);
        let trusting = || bare_charter().trusts(checksum(b"a look-alike"));
        let tlc = world.group("Top Level Cell").people(&cell);
        let tlc = tlc.charter(&trusting()).found();
        tlc.receives(50_000);
        let house = world.puppet("a broken house");
        let everybody: Vec<&Person> = cell.iter().collect();
        let appoint = Action::AppointHouse {
            group: house.to_string(),
            response_time: WEEK,
        };
        tlc.decides(&everybody, "Our house", vec![appoint]);
        assert_eq!(tlc.houses()[0].state, LinkState::Linked);
        let stage = |mode, window| {
            folkmoot_group::charter::Stage::Refer(folkmoot_group::charter::Refer {
                house: house.to_string(),
                mode,
                window,
                least_blocks: 0,
            })
        };
        let next = trusting()
            .then("budget", stage(ReviewMode::Optimistic, FORTNIGHT))
            .then("state", stage(ReviewMode::Ratify, TEN_DAYS));
        tlc.decides(&everybody, "A house", vec![actions::amend(1, next.spec())]);
        let builder = world.account("the builder");
        Self {
            world,
            cell,
            tlc,
            house,
            builder,
        }
    }

    fn passes(&self, title: &str, action: Action) -> Proposal {
        let everybody: Vec<&Person> = self.cell.iter().collect();
        self.tlc.passes(&everybody, title, vec![action])
    }
}

/// No answer in two blocks starts the window after one more window; then the decision goes on.
#[test]
fn a_notice_without_an_answer_waits_twice_as_long() {
    let broken = Broken::new();
    let budget = broken.passes("A budget", actions::spend(&broken.builder, 20_000));
    let asked_until = budget.status();
    broken.world.in_one_block(|| {
        budget.refer().ok();
        budget.refer().ok();
    });
    assert_eq!(budget.status(), asked_until);
    let refers = broken.world.now();
    budget.refer().ok();
    let until = refers + 2 * FORTNIGHT.0;
    assert_eq!(budget.status(), Status::Referred { until });
    // told again, it still does not answer, and nothing begins anew
    broken.world.advance(Seconds::days(5));
    budget.refer().ok();
    assert_eq!(budget.status(), Status::Referred { until });
    broken.world.advance_to(until - 1);
    budget.execution().refused("is looked at by a house");
    broken.world.advance_to(until);
    budget.executes();
    assert_eq!(broken.world.balance(&broken.builder), 20_000);
}

/// Not even the rules are frozen: after two silences the house is told by notice, and the notice waits.
#[test]
fn what_a_broken_house_must_ratify_is_not_frozen_for_ever() {
    let broken = Broken::new();
    let next = bare_charter().spec();
    let amend = || broken.passes("Do without it", actions::amend(2, next.clone()));
    for _ in 0..2 {
        let proposal = amend();
        proposal.refer().ok();
        proposal.refer().ok();
        broken.world.advance(Seconds::days(8));
        assert_eq!(proposal.status(), Status::Lapsed);
    }
    let third = amend();
    let refers = broken.world.now();
    third.refer().ok();
    third.refer().ok();
    let until = refers + 2 * 3 * FORTNIGHT.0;
    assert_eq!(third.status(), Status::Referred { until });
    broken.world.advance_to(until);
    third.executes();
    assert_eq!(broken.tlc.charter().charter, next);
}

/// Nor does it keep its place: once the charter names it no more, which passed it as it passes a house that sleeps, it is
/// let go without a word of its.
#[test]
fn a_broken_house_is_let_go_once_the_charter_does_without_it() {
    let broken = Broken::new();
    let Broken {
        world,
        cell,
        tlc,
        house,
        ..
    } = &broken;
    let everybody: Vec<&Person> = cell.iter().collect();
    let dismiss = || Action::DismissHouse {
        group: house.to_string(),
    };
    let asks = broken.passes("Without it", dismiss());
    asks.executes();
    assert_eq!(asks.status(), Status::ExecutionFailed);
    assert_eq!(tlc.houses().len(), 1);
    let pending = broken.passes("A budget", actions::spend(&broken.builder, 20_000));
    let without = bare_charter().trusts(checksum(b"a look-alike"));
    for _ in 0..3 {
        let amend = actions::amend(2, without.clone().spec());
        let proposal = broken.passes("Do without it", amend);
        proposal.refer().ok();
        proposal.refer().ok();
        world.advance(Seconds::days(8));
    }
    world.advance(Seconds::days(77));
    tlc.newest().executes();
    assert_eq!(tlc.charter().charter, without.spec());
    tlc.decides(&everybody, "Without it", vec![dismiss()]);
    assert_eq!(tlc.houses(), []);
    // what was on its way to it did not get round it by that
    assert_eq!(pending.status(), Status::Lapsed);
    // and it comes back by a new link only, once it has ended the old one
    let again = Action::AppointHouse {
        group: house.to_string(),
        response_time: WEEK,
    };
    tlc.can_not_do(&everybody, vec![again.clone()], "already a link");
    let lets_go = ExecuteMsg::Unlink {
        sender: LinkSide::House,
    };
    world.puppet_calls(house, &tlc.address, &lets_go).ok();
    tlc.decides(&everybody, "Again", vec![again]);
    assert_eq!(tlc.houses()[0].state, LinkState::Linked);
}

/// A house that is well can still stop what it was told of before the charter did without it.
#[test]
fn letting_a_house_go_gets_nothing_round_it() {
    let partners = Partners::new();
    let Partners {
        world,
        shg,
        tlc,
        holders,
        ..
    } = &partners;
    let dismiss = || vec![crate::world::houses::dismiss_house(shg)];
    tlc.can_not_do(&partners.everybody(), dismiss(), "5 seats have");
    let without = vec![actions::amend(2, bare_charter().spec())];
    let amend = tlc.passes(&partners.everybody(), "Without it", without);
    let (told, untold) = (partners.budget(20_000), partners.budget(20_000));
    told.refer().ok();
    amend.refer().ok();
    let mirror = shg.ratification_of(&amend);
    mirror.is_voted(holders, []);
    mirror.roll_up().ok();
    amend.executes();
    tlc.decides(&partners.everybody(), "Let it go", dismiss());
    assert_eq!(tlc.houses(), []);
    untold.refer().ok();
    untold.execution().refused("is looked at by a house");
    for budget in [&told, &untold] {
        let ground = folkmoot_group::action::Ground::BreachOfAgreement;
        let veto = holders[0].vetoes(shg, budget, ground);
        partners.agree(&veto, 3);
        veto.executes();
        assert_eq!(budget.status(), Status::Vetoed);
    }
    assert_eq!(partners.paid(), 0);
    // what passes now passes without it
    let free = tlc.passes(
        &partners.everybody(),
        "Free",
        vec![actions::spend(&partners.builder, 20_000)],
    );
    free.executes();
    assert_eq!(world.balance(&partners.builder), 20_000);
}

/// What it says is cut to what is kept, and what no group would say is no answer.
#[test]
fn a_house_of_many_words_costs_nobody_much() {
    let broken = Broken::new();
    let spend = || actions::spend(&broken.builder, 20_000);
    let refused = broken.passes("300", spend());
    let told = refused.refer().ok();
    let attributes = told.events.iter().flat_map(|event| &event.attributes);
    let longest = attributes.map(|one| one.value.len()).max();
    assert_eq!(longest, Some(300));
    assert_eq!(refused.review().unanswered, None);
    let endless = broken.passes("70000", spend());
    endless.refer().ok();
    endless.refer().ok();
    assert!(endless.review().unanswered.is_some());
}

/// A house that asks for everything gets its agreed time and no more.
#[test]
fn a_hold_is_never_longer_than_what_was_agreed() {
    let broken = Broken::new();
    let budget = broken.passes("A budget", actions::spend(&broken.builder, 20_000));
    let hold = ExecuteMsg::HearHouse {
        proposal: budget.id,
        says: HouseSays::Hold { until: u64::MAX },
    };
    let say = |msg: &ExecuteMsg| {
        broken
            .world
            .puppet_calls(&broken.house, &broken.tlc.address, msg)
    };
    // it took no notice, so there is nothing to hold
    say(&hold).refused("it waits for no word of a house");
    budget.refer().ok();
    say(&hold).refused("it waits for no word of a house");
    let lets_go = ExecuteMsg::Unlink {
        sender: LinkSide::House,
    };
    say(&lets_go).ok();
    assert_eq!(broken.tlc.houses(), []);
    broken.world.advance(Seconds::days(28));
    budget.refer().ok();
    budget.executes();
}

/// The hold of a house that did take the notice ends by itself, however often it is asked for.
#[test]
fn holds_end_however_often_they_are_asked_for() {
    let partners = Partners::new();
    let Partners {
        world, shg, tlc, ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let ends = shg.notice_of(&budget).ends.at;
    let hold = ExecuteMsg::HearHouse {
        proposal: budget.id,
        says: HouseSays::Hold { until: u64::MAX },
    };
    for days in [1, 6, 6] {
        world.advance(Seconds::days(days));
        world.attempt(&shg.address, &tlc.address, &hold).ok();
    }
    let buffer = tlc.charter().charter.relay_buffer;
    world.advance_to(ends);
    world
        .attempt(&shg.address, &tlc.address, &hold)
        .refused("it waits for no word of a house");
    world.advance_to(ends + WEEK.0 + buffer.0);
    budget.executes();
}
