//! Variations in what is voted and by which rules.

use folkmoot_group::charter::Basis;
use folkmoot_rules::{QuorumMissed, ThresholdMissed, Translation};

use super::*;

/// One variation: who votes what by which terms, and what comes of it.
struct Case {
    name: &'static str,
    terms: Terms,
    /// Yes and no in OEM.
    oem: (usize, usize),
    /// Joe, Bob, Sam, Tony.
    buddies: &'static [Choice],
    /// OEM's and Swim Buddies' signals; none where a seat's weight is split.
    signals: Option<[Signal; 2]>,
    /// Yes, no, abstaining, not cast in the committee.
    weights: [u128; 4],
    status: Status,
}

const YES: Choice = Choice::Yes;
const NO: Choice = Choice::No;
/// Joe, Bob, Sam, Tony in the story.
const AS_TOLD: &[Choice] = &[YES, NO, YES, YES];

#[test]
fn variations_a_to_d_follow_the_ballots_and_the_charters() {
    let story = Terms::of_the_story;
    let by_members = |rule: Rule| {
        let terms = story();
        Terms {
            committee: terms
                .committee
                .decides(rule, Seconds::days(7))
                .weighting(Basis::ByMembers, None),
            ..terms
        }
    };
    let split = || {
        let terms = by_members(Rule::majority());
        Terms {
            oem: terms.oem.translation(Translation::Split {}),
            buddies: terms.buddies.translation(Translation::Split {}),
            ..terms
        }
    };
    let oem_with = |rule, translation| {
        let terms = story();
        Terms {
            oem: terms
                .oem
                .upstream(rule, THREE_DAYS)
                .translation(translation),
            ..terms
        }
    };
    let says_no = Translation::Signal {
        threshold_missed: ThresholdMissed::No,
        no_quorum: QuorumMissed::Abstain,
    };
    use Signal::{Abstain, No, NotCast, Yes};
    let cases = [
        Case {
            name: "the story",
            terms: story(),
            oem: (24, 16),
            buddies: AS_TOLD,
            signals: Some([Yes, Yes]),
            weights: [2, 0, 0, 0],
            status: Status::Executed,
        },
        Case {
            name: "a) OEM's own threshold is three quarters: 60 % is to abstain",
            terms: oem_with(Rule::three_quarters(), Translation::default()),
            oem: (24, 16),
            buddies: AS_TOLD,
            signals: Some([Abstain, Yes]),
            weights: [1, 0, 1, 0],
            status: Status::Rejected,
        },
        Case {
            name: "a) the same where a missed threshold is a no",
            terms: oem_with(Rule::three_quarters(), says_no),
            oem: (24, 16),
            buddies: AS_TOLD,
            signals: Some([No, Yes]),
            weights: [1, 1, 0, 0],
            status: Status::Rejected,
        },
        Case {
            name: "a2) OEM is against it, 10 to 40",
            terms: story(),
            oem: (10, 40),
            buddies: AS_TOLD,
            signals: Some([No, Yes]),
            weights: [1, 1, 0, 0],
            status: Status::Rejected,
        },
        Case {
            name: "b) in Swim Buddies only Joe votes",
            terms: story(),
            oem: (24, 16),
            buddies: &[YES],
            signals: Some([Yes, NotCast]),
            weights: [1, 0, 0, 1],
            status: Status::Rejected,
        },
        Case {
            name: "b) OEM without a quorum, which it tells as abstaining",
            terms: oem_with(Rule::majority(), says_no),
            oem: (20, 4),
            buddies: AS_TOLD,
            signals: Some([Abstain, Yes]),
            weights: [1, 0, 1, 0],
            status: Status::Rejected,
        },
        Case {
            name: "c) one yes, one no: a tie does not pass",
            terms: story(),
            oem: (24, 16),
            buddies: &[YES, NO, NO, NO],
            signals: Some([Yes, No]),
            weights: [1, 1, 0, 0],
            status: Status::Rejected,
        },
        Case {
            name: "d) by members, 50 to 4",
            terms: by_members(Rule::majority()),
            oem: (24, 16),
            buddies: &[YES, NO, NO, NO],
            signals: Some([Yes, No]),
            weights: [50, 4, 0, 0],
            status: Status::Executed,
        },
        Case {
            name: "d) by members under a double majority: one of two seats",
            terms: by_members(Rule::double_majority()),
            oem: (24, 16),
            buddies: &[YES, NO, NO, NO],
            signals: Some([Yes, No]),
            weights: [50, 4, 0, 0],
            status: Status::Rejected,
        },
        Case {
            name: "d) split as the members voted: 27 of 44 cast",
            terms: split(),
            oem: (24, 16),
            buddies: AS_TOLD,
            signals: None,
            weights: [27, 17, 0, 10],
            status: Status::Executed,
        },
    ];
    for case in cases {
        plays_out(case);
    }
}

fn plays_out(case: Case) {
    let name = case.name;
    let venture = Venture::on(case.terms);
    let Venture {
        world,
        oem,
        buddies,
        ..
    } = &venture;
    let joint = venture.proposes_bbq();
    let (in_oem, in_buddies) = venture.fans_out(&joint);
    venture.buddies_vote(&in_buddies, case.buddies);
    venture.oem_votes(&in_oem, case.oem.0, case.oem.1);
    world.advance_to(in_oem.deadline());
    in_oem.roll_up_by(&venture.oem_relayer).ok();
    in_buddies.roll_up_by(&venture.buddies_relayer).ok();
    if let Some([of_oem, of_buddies]) = case.signals {
        assert_eq!(
            upstream_vote(&joint, oem),
            Some((signal(of_oem), true)),
            "{name}"
        );
        assert_eq!(
            upstream_vote(&joint, buddies),
            Some((signal(of_buddies), true)),
            "{name}"
        );
    }
    assert_eq!(joint.weights(), case.weights, "{name}");
    let paid = case.status == Status::Executed;
    if paid {
        joint.executes();
    } else {
        assert_ne!(joint.view().outcome, Outcome::Passed, "{name}");
        joint.moves_on().ok();
        joint.execution().refused(case.status.as_str());
    }
    assert_eq!(joint.status(), case.status, "{name}");
    let purses = if paid {
        [0, 2_600, 300, 500]
    } else {
        [500, 2_600, 300, 0]
    };
    assert_eq!(venture.purses(), purses, "{name}");
}

/// e) a joint period of 6 days does not leave the groups their 3 days and the relays their 4.
#[test]
fn e_a_joint_period_too_short_for_its_groups_is_refused() {
    let venture = Venture::founded(Terms::of_the_story());
    let Venture {
        world,
        oem,
        buddies,
        ..
    } = &venture;
    let six_days = Terms::of_the_story()
        .committee
        .decides(Rule::majority_of_all(), Seconds::days(6));
    let (_, founding) = committee_of(world, oem, buddies)
        .charter(&six_days)
        .try_found();
    founding.refused("6 d < internal 3 d + relay buffer 4 d");
    let upstream_too_short = Terms::of_the_story()
        .committee
        .upstream(Rule::majority_of_all(), Seconds::days(6));
    let (_, founding) = committee_of(world, oem, buddies)
        .charter(&upstream_too_short)
        .try_found();
    founding.refused("6 d < internal 3 d + relay buffer 4 d");
}

/// e) nor can a committee at work amend its charter to that.
#[test]
fn e_a_charter_that_breaks_an_agreed_lead_time_is_refused() {
    let venture = Venture::of_the_story();
    let Venture {
        joe,
        sam,
        tony,
        buddies,
        committee,
        ..
    } = &venture;
    let six_days = Terms::of_the_story()
        .committee
        .decides(Rule::majority_of_all(), Seconds::days(6));
    let before = committee.charter();
    let amend = crate::world::spec("Six days", vec![actions::amend(1, six_days.spec())]);
    joe.tries_to_propose_upstream(buddies, committee, amend)
        .refused("6 d < internal 3 d + relay buffer 4 d");
    assert_eq!(committee.charter(), before);
    // and a group may not take longer than it promised
    let four_days = charter().upstream(Rule::three_quarters(), Seconds::days(4));
    let amend = vec![actions::amend(1, four_days.spec())];
    buddies.can_not_do(
        &[joe, sam, tony],
        amend,
        "lead time 4 d is longer than the 3 d promised",
    );
}

/// j) the event is a disaster: all of the joint treasury is gone, the groups' own treasuries are untouched.
#[test]
fn j_a_joint_group_never_reaches_its_members_treasuries() {
    let venture = Venture::of_the_story();
    let Venture { world, oem, .. } = &venture;
    venture
        .agrees("All we have", vec![actions::spend(&venture.caterer, 500)])
        .executes();
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);

    // the damages can't be paid: nothing moves, the reason is kept, and nobody else's purse is touched
    let damages = venture.agrees("Damages", vec![actions::spend(&venture.caterer, 100)]);
    damages.executes();
    assert_eq!(damages.status(), Status::ExecutionFailed);
    assert!(damages.view().failure.is_some());
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);

    // and a decision of the committee can't call its groups
    let reach = folkmoot_group::msg::ExecuteMsg::Execute { proposal: 1 };
    let reaching = venture.agrees("Reach", vec![actions::call(&oem.address, &reach, 0)]);
    reaching.executes();
    assert!(
        world
            .meter()
            .refusals()
            .iter()
            .any(|told| told.contains("a call may not address"))
    );
    assert_eq!(reaching.status(), Status::ExecutionFailed);
    assert_eq!(venture.purses(), [0, 2_600, 300, 500]);
    assert_eq!(world.balance(&venture.caterer), 500);
}
