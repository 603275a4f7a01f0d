//! A group is another's house only when both have decided it, and ends it only of its own accord.

use folkmoot_group::msg::{ExecuteMsg, LinkSide, LinkState};

use super::*;
use crate::world::houses::{dismiss_house, end_review};

#[test]
fn a_house_link_needs_both() {
    let partners = Partners::founded(&shg_charter());
    let Partners { shg, tlc, .. } = &partners;
    partners.cell_decides(vec![appoint_house(shg, WEEK)]);
    assert_eq!(tlc.houses()[0].state, LinkState::Offered);
    assert_eq!(shg.reviewed(), []);
    // before both agree no stage can name the house
    let next = tlc_charter(shg).spec();
    tlc.can_not_do(
        &partners.everybody(),
        vec![actions::amend(1, next.clone())],
        "has not agreed to review this group",
    );
    let agree = vec![become_house(tlc, WEEK)];
    shg.decides(&partners.stakeholders(), "Look at it", agree);
    for (link, other) in [(&tlc.houses()[0], shg), (&shg.reviewed()[0], tlc)] {
        assert_eq!(link.state, LinkState::Linked);
        assert_eq!(link.group, other.address.as_str());
        assert_eq!(link.response_time, WEEK);
    }
    partners.cell_decides(vec![actions::amend(1, next)]);
}

/// The other order does as well.
#[test]
fn a_house_may_decide_first() {
    let partners = Partners::founded(&shg_charter());
    let Partners { shg, tlc, .. } = &partners;
    let agree = vec![become_house(tlc, WEEK)];
    shg.decides(&partners.stakeholders(), "Look at it", agree.clone());
    shg.can_not_do(&partners.stakeholders(), agree, "there is already a link");
    // both sides name the same time
    tlc.can_not_do(
        &partners.everybody(),
        vec![appoint_house(shg, FORTNIGHT)],
        "decided on a response time of",
    );
    partners.cell_decides(vec![appoint_house(shg, WEEK)]);
    assert_eq!(tlc.houses()[0].state, LinkState::Linked);
}

#[test]
fn nobody_is_their_own_house_or_a_strangers() {
    let partners = Partners::founded(&shg_charter());
    let Partners { world, tlc, .. } = &partners;
    let refused = |actions, why| tlc.can_not_do(&partners.everybody(), actions, why);
    refused(vec![appoint_house(tlc, WEEK)], "its own house");
    refused(vec![become_house(tlc, WEEK)], "its own house");
    refused(
        vec![appoint_house(&partners.shg, Seconds::ZERO)],
        "a response time lies between",
    );
    let puppet = world.puppet("a look-alike");
    let look_alike = Action::AppointHouse {
        group: puppet.to_string(),
        response_time: WEEK,
    };
    refused(vec![look_alike], "which the charter does not trust");
}

/// The figure that was agreed limits what the house may later decide for itself, an offer likewise.
#[test]
fn the_response_time_limits_the_houses_later_charters() {
    let partners = Partners::founded(&shg_charter());
    let Partners { shg, tlc, .. } = &partners;
    let slow = shg_charter().with(|charter| {
        charter.procedures[0] = folkmoot_group::charter::Procedure::new(
            "veto",
            Covers::Kinds(vec![ActionKind::Veto]),
            folkmoot_group::charter::Round::new(Rule::majority(), Seconds::days(8)),
        );
    });
    let late = shg_charter().upstream(Rule::majority(), Seconds::days(8));
    let dreams = shg_charter().delayed("veto", Seconds::days(3));
    let all = partners.stakeholders();
    // a promise that the charter in force does not keep is none
    shg.can_not_do(
        &all,
        vec![become_house(tlc, Seconds::days(4))],
        "a veto takes 5 d, longer than the response time of 4 d",
    );
    let agree = vec![become_house(tlc, WEEK)];
    shg.decides(&all, "Look at it", agree);
    for (next, why) in [
        (
            slow,
            "a veto takes 8 d, longer than the response time of 7 d",
        ),
        (dreams, "a veto takes 8 d"),
        (late, "a ratification takes 8 d"),
    ] {
        shg.can_not_do(&all, vec![actions::amend(1, next.spec())], why);
    }
}

#[test]
fn a_window_leaves_the_house_its_response_time() {
    let partners = Partners::founded(&shg_charter());
    partners.link();
    let Partners { shg, tlc, .. } = &partners;
    let refused = |mode, window, why| {
        let next = bare_charter().then("budget", refer(shg, mode, window));
        let amend = vec![actions::amend(1, next.spec())];
        tlc.can_not_do(&partners.everybody(), amend, why);
    };
    let short = Seconds(WEEK.0 - 1);
    refused(
        ReviewMode::Optimistic,
        short,
        "shorter than the house needs: 7 d",
    );
    // a yes also has to be asked for and carried
    refused(
        ReviewMode::Ratify,
        WEEK,
        "shorter than the house needs: 8 d",
    );
    refused(ReviewMode::Optimistic, Seconds::ZERO, "must be above 0");
    refused(ReviewMode::Optimistic, Seconds::days(366), "is longer than");
    let twice = bare_charter()
        .then("budget", refer(shg, ReviewMode::Optimistic, WEEK))
        .then("budget", refer(shg, ReviewMode::Ratify, TEN_DAYS));
    let amend = vec![actions::amend(1, twice.spec())];
    tlc.can_not_do(&partners.everybody(), amend, "looks at a decision once");
}

/// Neither by dismissing it nor by a message of its own does a group get rid of its house.
#[test]
fn a_reviewed_group_can_not_drop_its_house() {
    let partners = Partners::new();
    let Partners {
        world, shg, tlc, ..
    } = &partners;
    tlc.can_not_do(
        &partners.everybody(),
        vec![dismiss_house(shg)],
        "a house lets a group go by its own decision",
    );
    assert_eq!(tlc.houses()[0].state, LinkState::Linked);
    let unlink = ExecuteMsg::Unlink {
        sender: LinkSide::Reviewed,
    };
    world
        .attempt(&tlc.address, &shg.address, &unlink)
        .refused("5 seats have");
    // with nobody in it, there is nobody to ask
    for holder in &partners.holders {
        holder.sends(shg, &ExecuteMsg::Leave {}).ok();
    }
    partners.cell_decides(vec![dismiss_house(shg)]);
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
}

#[test]
fn a_house_ends_its_review_on_both_sides() {
    let partners = Partners::new();
    let Partners {
        world, shg, tlc, ..
    } = &partners;
    let budget = partners.budget(20_000);
    let end = vec![end_review(tlc)];
    shg.decides(&partners.stakeholders(), "No more", end);
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
    // a decision that waited to be looked at waits no longer
    budget.refer().ok();
    budget.executes();
    assert_eq!(partners.paid(), 20_000);
    // what was never told can't be stopped, nor can anybody pretend to
    world
        .attempt(
            &shg.address,
            &tlc.address,
            &ExecuteMsg::HearHouse {
                proposal: budget.id,
                says: folkmoot_group::msg::HouseSays::Hold { until: u64::MAX },
            },
        )
        .refused("there is no link");
}

#[test]
fn an_offer_is_taken_back_by_who_made_it() {
    let partners = Partners::founded(&shg_charter());
    let Partners { shg, tlc, .. } = &partners;
    partners.cell_decides(vec![appoint_house(shg, WEEK)]);
    partners.cell_decides(vec![dismiss_house(shg)]);
    let all = partners.stakeholders();
    shg.decides(&all, "Look at it", vec![become_house(tlc, WEEK)]);
    shg.decides(&all, "Or not", vec![end_review(tlc)]);
    assert_eq!((tlc.houses(), shg.reviewed()), (vec![], vec![]));
    let refused = "there is no link";
    tlc.can_not_do(&partners.everybody(), vec![dismiss_house(shg)], refused);
    shg.can_not_do(&all, vec![end_review(tlc)], refused);
}
