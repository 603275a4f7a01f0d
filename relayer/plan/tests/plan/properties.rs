//! What is never and what is always planned, whatever the view.

use std::collections::BTreeSet;

use folkmoot_plan::{Book, Duty, Kind, Mirror, Now, Progress, Proposal, View, plan, standing};
use folkmoot_rules::{
    Choice, Electorate, Ended, Facts, Later, Moved, Outcome, Rule, Seconds, Status, Tally,
    Translation,
};
use proptest::prelude::*;

use super::scene::{ballot, group};

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(Rule::majority()),
        Just(Rule::three_quarters()),
        Just(Rule::majority_of_all()),
    ]
}

fn facts() -> impl Strategy<Value = Facts> {
    let moved = proptest::option::of((0_u64..100, any::<bool>()));
    let ended = proptest::option::weighted(
        0.2,
        prop_oneof![
            Just(Ended::Withdrawn),
            Just(Ended::Superseded),
            Just(Ended::Rescinded),
            Just(Ended::Executed)
        ],
    );
    (20_u64..60, 0_u64..20, moved, ended, 0_u32..2).prop_map(
        |(deadline, delay, moved, ended, failed_attempts)| Facts {
            deadline,
            later: vec![Later::Delay(Seconds(delay))],
            execution_window: Seconds(30),
            moved: moved.map(|(at, passed)| Moved {
                at,
                outcome: match passed {
                    true => Outcome::Passed,
                    false => Outcome::Rejected,
                },
            }),
            ended,
            failed_attempts,
            is_mirror: false,
            sunset: None,
        },
    )
}

prop_compose! {
    fn proposal(id: u64)(
        mut facts in facts(),
        mirror in proptest::option::of((60_u64..120, any::<bool>())),
        rule in rule(),
        early_finish in any::<bool>(),
        split in any::<bool>(),
        choices in prop::collection::vec(0_u8..4, 0..5),
        to_ask in prop::collection::vec(1_u32..4, 0..3),
        absent in prop::collection::vec(1_u32..4, 0..3),
        ask_until in 0_u64..60,
        height in 0_u64..20,
    ) -> Proposal {
        let mut tally = Tally::default();
        for choice in choices {
            match choice {
                0 => tally.add_ballot(Choice::Yes, 1).unwrap(),
                1 => tally.add_ballot(Choice::No, 1).unwrap(),
                2 => tally.add_ballot(Choice::Abstain, 1).unwrap(),
                _ => {}
            }
        }
        facts.is_mirror = mirror.is_some();
        // only a roll-up moves a mirror
        if mirror.is_some_and(|(_, rolled_up)| !rolled_up) {
            facts.moved = None;
        }
        Proposal {
            proposal: id,
            height,
            as_of: 0,
            facts,
            translation: mirror.map(|_| match split {
                true => Translation::Split {},
                false => Translation::default(),
            }),
            mirror: mirror.map(|(deadline, rolled_up)| Mirror {
                group: "joint".into(),
                proposal: id,
                deadline,
                rolled_up,
            }),
            course: None,
            rule,
            early_finish,
            electorate: Electorate { weight: 5, seats: 5 },
            group_electorate: Electorate { weight: 2, seats: 2 },
            asked: Electorate { weight: 1, seats: 1 },
            ask_until,
            to_ask,
            absent,
            tally,
            holds: false,
        }
    }
}

prop_compose! {
    fn view()(
        first in proposal(1),
        second in proposal(2),
        own_account in any::<bool>(),
        carrier in any::<bool>(),
        seats in prop::collection::vec((1_u32..6, 0_u64..80), 0..4),
    ) -> View {
        let mut group = group(vec![first, second]);
        group.own_account = own_account;
        group.ballots = seats
            .into_iter()
            .enumerate()
            .map(|(index, (seat, expires))| {
                let mut ballot = ballot(&index.to_string(), seat, Choice::Yes);
                ballot.expires = expires;
                ballot
            })
            .collect();
        View { chain: "test-1".into(), carrier, groups: vec![group] }
    }
}

fn is_over(proposal: &Proposal, now: u64) -> bool {
    let at = standing(proposal, now).status;
    let unsent = proposal
        .mirror
        .as_ref()
        .is_some_and(|mirror| !mirror.rolled_up);
    proposal.facts.ended.is_some() || (at.is_final() && !unsent)
}

proptest! {
    #[test]
    fn no_key_is_planned_twice_nor_while_it_is_running_or_done(view in view(), chain in 0_u64..130) {
        let now = Now { chain, clock: 0 };
        let duties = plan(&view, &Book::default(), now);
        let keys: BTreeSet<_> = duties.iter().map(|duty| duty.key("test-1")).collect();
        prop_assert_eq!(keys.len(), duties.len());
        let ballots = [Kind::CarryBallots, Kind::RefuseBallots];
        for progress in [Progress::Running, Progress::Done { height: 20 }, Progress::GivenUp { height: 20 }] {
            let mut book = Book::default();
            for key in &keys {
                book.note(key.clone(), progress);
            }
            for duty in plan(&view, &book, now) {
                // ballots have states of their own: while some wait there is something to be done
                let waits = progress != Progress::Running && ballots.contains(&duty.kind());
                prop_assert!(waits || !keys.contains(&duty.key("test-1")), "{:?} is {:?}", duty, progress);
            }
        }
    }

    #[test]
    fn a_decided_mirror_of_our_own_is_planned_until_it_is_rolled_up(view in view(), chain in 0_u64..130) {
        let group = &view.groups[0];
        let duties = plan(&view, &Book::default(), Now { chain, clock: 0 });
        for proposal in &group.proposals {
            let Some(mirror) = &proposal.mirror else { continue };
            let ripe = standing(proposal, chain).ripe;
            let expected = ripe && !mirror.rolled_up && proposal.facts.ended.is_none() && group.own_account;
            // ballots that can still be cast go first, and take the roll-up with them
            let carried = duties.iter().any(|duty| matches!(duty,
                Duty::CarryBallots { proposal: id, .. } if *id == proposal.proposal));
            let planned = duties.iter().any(|duty| matches!(duty,
                Duty::RollUp { mirror, .. } if *mirror == proposal.proposal));
            prop_assert!(planned == expected || (expected && carried), "{:?}", duties);
        }
    }

    #[test]
    fn about_proposals_that_are_over_only_receipts_are_written(view in view(), chain in 0_u64..130) {
        let duties = plan(&view, &Book::default(), Now { chain, clock: 0 });
        for proposal in view.groups[0].proposals.iter().filter(|one| is_over(one, chain)) {
            for duty in duties.iter().filter(|duty| duty.proposal() == Some(proposal.proposal)) {
                prop_assert_eq!(duty.kind(), Kind::RefuseBallots);
            }
        }
    }

    #[test]
    fn every_waiting_ballot_is_carried_or_refused_and_never_both(view in view(), chain in 0_u64..130) {
        let duties = plan(&view, &Book::default(), Now { chain, clock: 0 });
        let group = &view.groups[0];
        let open = standing(&group.proposals[0], chain).status == Status::Open;
        for one in &group.ballots {
            let carried = duties.iter().any(|duty| matches!(duty,
                Duty::CarryBallots { receipts, .. } if receipts.contains(&one.receipt)));
            let refused = duties.iter().any(|duty| matches!(duty,
                Duty::RefuseBallots { refused, .. } if refused.iter().any(|(id, _)| *id == one.receipt)));
            let good = open && one.expires > chain;
            prop_assert_eq!(carried, good && (group.own_account || view.carrier));
            prop_assert_eq!(refused, !good);
        }
    }
}
