//! Whoever has ended can be let go, and holds up nobody.

use folkmoot_group::msg::{ExecuteMsg, LinkSide, SeatId};
use folkmoot_rules::Status;

use super::*;
use crate::world::Attempt;
use crate::world::houses::{dismiss_house, end_review};

const NOTHING: &str = "there is nothing to let go of";

/// Long enough for groups in its seats.
fn slow() -> CharterBuilder {
    let rules = charter().decides(Rule::majority(), WEEK);
    rules.upstream(Rule::three_quarters(), WEEK)
}

/// Anybody has a group let go of another.
fn lets_go(group: &Group, of: &Group) -> Attempt {
    let world = group.world();
    let let_go = ExecuteMsg::LetGo {
        group: of.address.to_string(),
    };
    world.attempt(&world.account("anybody"), &group.address, &let_go)
}

/// A charter with an end.
fn until(world: &World, days: u32, charter: CharterBuilder) -> (u64, CharterBuilder) {
    let sunset = world.now() + Seconds::days(days).0;
    let heir = world.account("heir").to_string();
    let ends = charter.with(|charter| {
        charter.sunset = Some(sunset);
        charter.heir = Some(heir.clone());
    });
    (sunset, ends)
}

/// Partners whose house, or whose cell, has an end.
fn with_an_end(of_the_house: bool) -> (u64, Partners) {
    let partners = Partners::new();
    let Partners {
        shg, tlc, world, ..
    } = &partners;
    let (group, members, version, charter) = match of_the_house {
        true => (shg, partners.stakeholders(), 1, shg_charter()),
        false => (tlc, partners.everybody(), 2, tlc_charter(shg)),
    };
    let (sunset, next) = until(world, 100, charter);
    let end = group.passes(
        &members,
        "An end",
        vec![actions::amend(version, next.spec())],
    );
    if !of_the_house {
        end.refer().ok();
        let mirror = shg.ratification_of(&end);
        mirror.is_voted(&partners.holders, []);
        mirror.roll_up().ok();
    }
    end.executes();
    assert_eq!(end.status(), Status::Executed);
    (sunset, partners)
}

#[test]
fn a_house_whose_sunset_has_come_is_dismissed() {
    let (sunset, partners) = with_an_end(true);
    let Partners {
        shg, tlc, world, ..
    } = &partners;
    lets_go(shg, tlc).refused(NOTHING);
    let dismiss = vec![dismiss_house(shg)];
    tlc.can_not_do(&partners.everybody(), dismiss.clone(), "5 seats have");
    world.advance_to(sunset);
    partners.cell_decides(dismiss);
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
}

/// Nobody has to decide on it: what waits for the house goes on, asked or not.
#[test]
fn a_house_that_is_over_lets_go_by_anybodys_call() {
    let (sunset, partners) = with_an_end(true);
    let Partners {
        shg, tlc, world, ..
    } = &partners;
    world.advance_to(sunset - Seconds::days(8).0);
    let asked = partners.cell_state("Our cell");
    asked.refer().ok();
    world.advance_to(sunset);
    let waits = partners.budget(20_000);
    lets_go(shg, tlc).ok();
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
    for proposal in [&asked, &waits] {
        proposal.refer().ok();
        proposal.executes();
        assert_eq!(proposal.status(), Status::Executed);
    }
    lets_go(shg, tlc).refused(NOTHING);
}

/// Also where nobody with a vote is left.
#[test]
fn a_house_that_everybody_left_lets_go() {
    let partners = Partners::new();
    let Partners { shg, tlc, .. } = &partners;
    for holder in &partners.holders {
        holder.leaves(shg).ok();
    }
    lets_go(shg, tlc).ok();
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
}

#[test]
fn a_reviewed_group_that_is_over_is_let_go() {
    let (sunset, partners) = with_an_end(false);
    let Partners {
        shg, tlc, world, ..
    } = &partners;
    world.advance_to(sunset);
    shg.decides(&partners.stakeholders(), "No more", vec![end_review(tlc)]);
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
}

/// Offers to who is over are taken back like any.
#[test]
fn offers_to_a_group_that_is_over_are_taken_back() {
    let world = World::new();
    let holders = world.crowd("stakeholder", 3);
    let cell = world.crowd("cell member", 3);
    let (sunset, ends) = until(&world, 30, bare_charter());
    let house = world
        .group("House")
        .people(&holders)
        .charter(&slow())
        .found();
    let tlc = world.group("Cell").people(&cell).charter(&ends).found();
    let all: Vec<&Person> = holders.iter().collect();
    let lead = Seconds::days(3);
    house.decides(
        &all,
        "Offers",
        vec![
            appoint_house(&tlc, WEEK),
            become_house(&tlc, WEEK),
            actions::join(&tlc, WEEK),
            actions::admit(tlc.seat_spec(lead)),
        ],
    );
    let seat = house.seat_of_group(&tlc).seat;
    world.advance_to(sunset);
    house.decides(
        &all,
        "Or not",
        vec![
            dismiss_house(&tlc),
            end_review(&tlc),
            actions::leave(&tlc),
            Action::RemoveSeat { seat },
        ],
    );
    assert_eq!((house.houses(), house.reviewed()), (vec![], vec![]));
}

/// A group that sits in another, with an end of one of the two.
struct Seated {
    world: World,
    ann: Person,
    ben: Person,
    child: Group,
    above: Group,
}

const LEAD: Seconds = Seconds::days(3);

impl Seated {
    fn new(child_ends: bool, above_ends: bool) -> Self {
        let world = World::new();
        let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
        let rules = |ends: bool| {
            let rules = slow();
            match ends {
                true => until(&world, 60, rules).1,
                false => rules,
            }
        };
        let child_rules = match child_ends {
            true => until(&world, 60, charter()).1,
            false => charter(),
        };
        let child = world
            .group("Child")
            .people([&ann])
            .charter(&child_rules)
            .found();
        let above = world.group("Union").people([&ben]).group_seat(&child, LEAD);
        let above = above.charter(&rules(above_ends)).found();
        child.decides(&[&ann], "Join", vec![actions::join(&above, LEAD)]);
        Self {
            world,
            ann,
            ben,
            child,
            above,
        }
    }

    fn seat(&self) -> SeatId {
        2
    }

    fn is_apart(&self) {
        assert!(self.above.seat(self.seat()).left_at.is_some());
        let again =
            self.child
                .try_ask::<serde_json::Value>(&folkmoot_group::msg::QueryMsg::Uplinks {
                    start_after: None,
                    limit: None,
                });
        assert_eq!(again.unwrap(), serde_json::json!([]));
    }
}

#[test]
fn a_group_that_is_over_gives_up_its_seat_by_anybodys_call() {
    let seated = Seated::new(true, false);
    let Seated {
        world,
        child,
        above,
        ..
    } = &seated;
    lets_go(child, above).refused(NOTHING);
    world.advance(Seconds::days(60));
    lets_go(child, above).ok();
    seated.is_apart();
}

#[test]
fn a_group_above_that_is_over_gives_up_the_seat_by_anybodys_call() {
    let seated = Seated::new(false, true);
    let Seated {
        world,
        child,
        above,
        ..
    } = &seated;
    lets_go(above, child).refused(NOTHING);
    world.advance(Seconds::days(60));
    lets_go(above, child).ok();
    seated.is_apart();
}

/// Whoever is not over decides as ever.
#[test]
fn who_goes_on_lets_go_of_who_is_over_by_decision() {
    let seated = Seated::new(false, true);
    seated.world.advance(Seconds::days(60));
    let leave = vec![actions::leave(&seated.above)];
    seated.child.decides(&[&seated.ann], "Leave", leave);
    seated.is_apart();
    let seated = Seated::new(true, false);
    seated.world.advance(Seconds::days(60));
    let remove = seated.ben.proposes(
        &seated.above,
        "Remove",
        vec![Action::RemoveSeat {
            seat: seated.seat(),
        }],
    );
    seated.ben.votes(&remove, folkmoot_rules::Choice::Yes);
    seated.world.advance_to(remove.deadline());
    remove.executes();
    seated.is_apart();
}

/// A farewell that was not heard is said again by anybody, until it is heard.
#[test]
fn a_farewell_is_said_again() {
    let seated = Seated::new(false, false);
    let Seated {
        child, above, ann, ..
    } = &seated;
    let leave = child.passes(&[ann], "Leave", vec![actions::leave(above)]);
    above.out_of_reach(|| leave.executes());
    assert_eq!(leave.status(), Status::Executed);
    assert_eq!(above.seat(seated.seat()).left_at, None);
    above.out_of_reach(|| lets_go(child, above).ok());
    assert_eq!(above.seat(seated.seat()).left_at, None);
    lets_go(child, above).ok();
    seated.is_apart();
    lets_go(child, above).refused(NOTHING);
}

/// Whoever is linked again is not told of the end of an earlier link.
#[test]
fn a_farewell_ends_no_later_link() {
    let partners = Partners::new();
    let Partners { shg, tlc, .. } = &partners;
    let all = partners.stakeholders();
    let end = shg.passes(&all, "No more", vec![end_review(tlc)]);
    tlc.out_of_reach(|| end.executes());
    assert_eq!((tlc.houses().len(), shg.reviewed()), (1, vec![]));
    // the cell still has it as its house, and takes its word for an end at any time
    lets_go(shg, tlc).ok();
    assert_eq!(tlc.houses(), []);
    partners.link();
    let again = shg.passes(&all, "No more", vec![end_review(tlc)]);
    tlc.out_of_reach(|| again.executes());
    let unlink = ExecuteMsg::Unlink {
        sender: LinkSide::House,
    };
    partners
        .world
        .attempt(&shg.address, &tlc.address, &unlink)
        .ok();
    partners.link();
    lets_go(shg, tlc).refused(NOTHING);
    assert_eq!((tlc.houses().len(), shg.reviewed().len()), (1, 1));
}
