use folkmoot_group::charter::ElectorateKind;
use folkmoot_group::msg::{RollUpView, Verdict};
use folkmoot_rules::{
    Choice, Electorate, Outcome, Rule, Seconds, Signal, Tally, Translation, UpstreamBallot,
};

use super::*;

const OPENED: u64 = 1_000;
const DEADLINE: u64 = 2_000;

fn view(status: Status, outcome: Outcome, yes: u32) -> ProposalView {
    let mut tally = Tally::default();
    for _ in 0..yes {
        tally.add_ballot(Choice::Yes, 1).unwrap();
    }
    ProposalView {
        proposal: 3,
        title: "A tent".to_owned(),
        version: 1,
        content_hash: vec![0; 32].into(),
        origin: Origin::Own { seat: 1 },
        procedure: "ordinary".to_owned(),
        rule: Rule::majority(),
        translation: None,
        early_finish: true,
        revoting: false,
        electorate_kind: ElectorateKind::CoreSeats,
        opened_at: OPENED,
        opened_height: 5,
        deadline: DEADLINE,
        delay: Seconds(100),
        stages: vec![StageView {
            stage: LaterStage::Delay {
                duration: Seconds(100),
            },
            begun: None,
            until: None,
            review: None,
        }],
        execution_window: Seconds(500),
        ask_until: OPENED,
        status,
        outcome,
        electorate: Electorate {
            weight: 3,
            seats: 3,
        },
        group_electorate: Electorate::default(),
        asked: Electorate::default(),
        tally,
        roll_up: None,
        by_group_account: false,
        failure: None,
        parties: vec![],
        slate: folkmoot_rules::Slate::Vote,
        course: None,
    }
}

/// What the contract tells, told by the planner at the same moment.
#[test]
fn a_status_survives_the_way_into_planning() {
    use {Outcome as O, Status as S};
    for (status, outcome, yes, as_of) in [
        (S::Open, O::Undecided, 1, OPENED),
        (S::Open, O::Passed, 2, DEADLINE - 1),
        (S::Delayed { until: 1_300 }, O::Passed, 2, 1_250),
        (S::Delayed { until: 2_100 }, O::Passed, 2, 2_050),
        (S::Passed, O::Passed, 2, 1_400),
        (S::Passed, O::Passed, 2, 2_400),
        (S::ExecutionFailed, O::Passed, 2, 1_400),
        (S::Expired, O::Passed, 2, 1_900),
        (S::Expired, O::Passed, 2, 9_000),
        (S::Executed, O::Passed, 2, 1_400),
        (S::Rescinded, O::Passed, 2, 1_400),
        (S::Withdrawn, O::Undecided, 0, 1_400),
        (S::Rejected, O::Rejected, 0, 1_400),
        (S::NoQuorum, O::NoQuorum, 1, 2_000),
    ] {
        let mut told = view(status, outcome, yes);
        told.stages[0].begun = match status {
            S::Delayed { until } => Some(until - 100),
            S::Expired => Some(as_of - 600),
            _ if outcome == O::Passed && status != S::Open => Some(as_of - 100),
            _ => None,
        };
        let proposal = proposal_of(&told, 9, as_of);
        let found = folkmoot_plan::standing(&proposal, as_of);
        assert_eq!(found.status, status, "at {as_of}");
        let open = status == S::Open;
        assert!(!open || found.outcome == outcome, "{outcome} at {as_of}");
        assert_eq!(is_over(&proposal, as_of), status.is_final(), "{status}");
    }
}

#[test]
fn a_mirror_is_over_when_it_is_rolled_up() {
    let mut told = view(Status::Passed, Outcome::Passed, 2);
    told.translation = Some(Translation::default());
    told.stages.clear();
    told.origin = Origin::Mirror {
        group: "above".to_owned(),
        proposal: 9,
        version: 1,
        deadline: 4_000,
        depth: 1,
        fallback: false,
    };
    for (as_of, ripe) in [(DEADLINE, true), (9_000, true)] {
        let proposal = proposal_of(&told, 9, as_of);
        let found = folkmoot_plan::standing(&proposal, as_of);
        assert_eq!((found.status, found.ripe), (Status::Passed, ripe));
        assert!(!is_over(&proposal, as_of));
    }
    told.roll_up = Some(RollUpView {
        ballot: UpstreamBallot::Signal(Signal::Yes),
        verdict: Verdict::Counted,
        at: DEADLINE,
        height: 9,
        by_group_account: true,
    });
    assert!(is_over(&proposal_of(&told, 9, DEADLINE), DEADLINE));
}
