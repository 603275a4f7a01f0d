//! S2, as far as it is about deciding: figures are those of the story.

use folkmoot_group::action::Ground;
use folkmoot_group::msg::{ExecuteMsg, HouseSays, Standing};
use folkmoot_rules::{Choice, HouseWord, Signal, Status};

use super::*;
use crate::world::houses::veto;

/// A budget of 20,000 with a window of 14 days: one stakeholder is concerned (k = 1, 21 days), is answered, the window
/// ends, and it is paid.
#[test]
fn a_budget_that_nobody_stops_is_paid_when_its_window_ends() {
    let partners = Partners::new();
    let Partners {
        world,
        holders,
        shg,
        tlc,
        ..
    } = &partners;
    let budget = partners.budget(20_000);
    budget.refer().ok();
    let noticed = shg.notice_of(&budget);
    assert!(noticed.runs && noticed.ends.at == noticed.taken.at + FORTNIGHT.0);
    assert_eq!(noticed.content_hash, budget.view().content_hash);
    let until = noticed.ends.at;
    assert_eq!(budget.status(), Status::Referred { until });

    world.advance(Seconds::days(3));
    holders[0]
        .raises_concern(shg, &budget, "Who is the builder?")
        .ok();
    let until = until + WEEK.0;
    assert_eq!(budget.status(), Status::Referred { until });
    assert_eq!(shg.notice_of(&budget).ends.at, until);
    // a second concern makes nothing longer
    holders[1].raises_concern(shg, &budget, "And when?").ok();
    assert_eq!(budget.status(), Status::Referred { until });

    let seat = holders[0].seat_in(shg);
    partners.cell_decides(vec![Action::AnswerConcern {
        house: shg.address.to_string(),
        proposal: budget.id,
        seat,
        text: "Ann, whom you know.".into(),
    }]);
    let told = shg.concerns(&budget);
    let mine = told.iter().find(|concern| concern.seat == seat).unwrap();
    assert_eq!(mine.text, "Who is the builder?");
    assert_eq!(mine.answer.as_deref(), Some("Ann, whom you know."));

    world.advance_to(until - 1);
    budget.execution().refused("is looked at by a house until");
    world.advance_to(until);
    assert_eq!(budget.status(), Status::Passed);
    budget.executes();
    assert_eq!((partners.paid(), tlc.balance()), (20_000, 30_000));
}

/// A second proposal is vetoed, ground "breach of agreement".
#[test]
fn a_vetoed_budget_is_never_paid() {
    let partners = Partners::new();
    let Partners {
        world,
        holders,
        shg,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let until = shg.notice_of(&budget).ends.at;
    world.advance_to(until - 1);
    let stop = holders[0].vetoes(shg, &budget, Ground::BreachOfAgreement);
    let decided = stop.deadline();
    assert_eq!(decided, stop.view().opened_at + VETO.0);
    // the window is over, the hold is not
    world.advance_to(until);
    assert!(matches!(budget.status(), Status::Referred { until } if until > decided));
    budget.execution().refused("is looked at by a house");
    partners.agree(&stop, 3);
    stop.executes();
    assert_eq!(stop.status(), Status::Executed);
    assert_eq!(budget.status(), Status::Vetoed);
    assert_eq!(budget.review().word, Some(HouseWord::Vetoed));
    world.advance(Seconds::days(60));
    budget.execution().refused("is vetoed");
    assert_eq!(partners.paid(), 0);
}

/// The stakeholders can stop; they open nothing in the cell and pay nothing from it, whatever they decide.
#[test]
fn a_house_stops_and_never_forces() {
    let partners = Partners::new();
    let Partners {
        world,
        holders,
        shg,
        tlc,
        builder,
        ..
    } = &partners;
    let budget = partners.noticed_budget(20_000);
    let before = (tlc.view(), tlc.balance());
    let spend = vec![actions::spend(builder, 5)];
    holders[0]
        .tries_to_propose(tlc, crate::world::spec("Pay", spend.clone()))
        .refused("holds no seat");
    // not by a decision, and not by a call either
    let upstream = Action::ProposeUpstream {
        group: tlc.address.to_string(),
        proposal: Box::new(crate::world::spec("Pay", spend)),
    };
    shg.can_not_do(&partners.stakeholders(), vec![upstream], "there is no link");
    let call = actions::call(
        &tlc.address,
        &ExecuteMsg::Execute {
            proposal: budget.id,
        },
        0,
    );
    shg.can_not_do(
        &partners.stakeholders(),
        vec![call],
        "which is linked with this group",
    );
    // every word that the contract of a house can send
    for says in [
        HouseSays::Extend {},
        HouseSays::Hold { until: u64::MAX },
        HouseSays::Release {},
        HouseSays::Ratification(Signal::Yes),
        HouseSays::Veto {
            ground: Ground::CaptureOrMalice,
        },
    ] {
        let msg = ExecuteMsg::HearHouse {
            proposal: budget.id,
            says,
        };
        let said = world.attempt(&shg.address, &tlc.address, &msg).outcome();
        assert!(said.is_ok(), "{says:?}: {said:?}");
        assert_ne!(budget.status(), Status::Passed, "{says:?}");
        assert_ne!(budget.status(), Status::Executed, "{says:?}");
        assert_eq!((tlc.view(), tlc.balance()), before, "{says:?}");
    }
    assert_eq!(budget.status(), Status::Vetoed);
}

/// What the cell says of itself is only in force with the stakeholders' yes.
#[test]
fn a_cell_state_needs_the_houses_yes() {
    let partners = Partners::new();
    let state = partners.cell_state("Our cell");
    state.refer().ok();
    let mirror = partners.shg.ratification_of(&state);
    assert_eq!(mirror.view().title, "Our cell");
    state.execution().refused("is looked at by a house");
    for holder in &partners.holders {
        holder.votes(&mirror, Choice::Yes);
    }
    mirror.roll_up().ok();
    assert_eq!(state.status(), Status::Passed);
    state.executes();
    assert_eq!(state.status(), Status::Executed);
}

#[test]
fn only_a_veto_with_a_ground_stops() {
    let partners = Partners::new();
    let budget = partners.noticed_budget(20_000);
    let mixed = vec![
        veto(&budget, Ground::MisalignedWithPurpose),
        veto(&budget, Ground::MisalignedWithPurpose),
    ];
    partners.holders[0]
        .tries_to_propose(&partners.shg, crate::world::spec("Stop it", mixed))
        .refused("a veto stands alone");
    let stop = partners.holders[0].vetoes(&partners.shg, &budget, Ground::CaptureOrMalice);
    let withdraw = ExecuteMsg::Withdraw { proposal: stop.id };
    partners.holders[0]
        .sends(&partners.shg, &withdraw)
        .refused("is a veto, which can't be withdrawn");
}

/// Who sits in both houses speaks in each by its own rules: as core member of the cell with a vote there, as contributor
/// without one, and as stakeholder in either case.
#[test]
fn who_sits_in_both_houses_has_the_rights_of_each() {
    let partners = Partners::new();
    let Partners {
        shg, tlc, holders, ..
    } = &partners;
    let [core, contributor] = [&holders[0], &holders[1]];
    partners.cell_decides(vec![
        actions::admit(core.seat()),
        actions::admit(contributor.seat_as(Standing::Contributor)),
    ]);
    let spend = || vec![actions::spend(&partners.builder, 20_000)];
    contributor
        .tries_to_propose(tlc, crate::world::spec("A budget", spend()))
        .refused("only core seats may do this");
    let budget = core.proposes(tlc, "A budget", spend());
    core.votes(&budget, Choice::Yes);
    contributor
        .tries_to_vote(&budget, Choice::Yes)
        .refused("is not in the electorate");
    budget.is_voted(partners.cell.iter().take(4), []);
    budget.moves_on().ok();
    budget.refer().ok();
    // the same wallets in the house: both may be concerned, stop, and say no to what they said yes to
    for person in [core, contributor] {
        person.raises_concern(shg, &budget, "Is it ours?").ok();
    }
    let stop = contributor.vetoes(shg, &budget, Ground::MisalignedWithPurpose);
    for person in [core, contributor, &holders[2]] {
        person.votes(&stop, Choice::Yes);
    }
    stop.executes();
    assert_eq!(budget.status(), Status::Vetoed);
    assert_eq!(partners.paid(), 0);
}
