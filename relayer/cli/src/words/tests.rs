//! Tables of figures, and what a member reads of a charter, an action and a proposal.

use cosmwasm_std::{Binary, Coin, HexBinary};
use folkmoot_group::action::Action;
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, ElectorateKind, Procedure, Round, Stage, UpstreamPolicy, Weighting,
};
use folkmoot_group::msg::{Origin, ProposalSpec, ProposalView, SeatSpec, Standing, Text};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{
    Choice, Electorate, Outcome, QuorumMissed, Rule, Seconds, Slate, Status, Tally,
    ThresholdMissed, Translation, early_outcome,
};

use super::figure::{percent, weight};
use super::*;

#[test]
fn shares_are_exact_or_marked_as_cut_off() {
    let table = [
        (24, 40, "60 %"),
        (1, 2, "50 %"),
        (3, 4, "75 %"),
        (2, 3, "66.66… %"),
        (1, 8, "12.5 %"),
        (1, 16, "6.25 %"),
        (33, 50, "66 %"),
        (1, 30_000, "0.00… %"),
        (0, 5, "0 %"),
        (0, 0, "– %"),
        (u128::MAX, u128::MAX, "– %"),
    ];
    for (part, whole, words) in table {
        assert_eq!(percent(part, whole), words, "{part}/{whole}");
    }
    assert_eq!(weight(27_000_000), "27");
    assert_eq!(weight(1_250_000), "1.25");
    assert_eq!(weight(1), "0.000001");
}

#[test]
fn times_say_how_far_they_are() {
    let now = 1_800_000_000;
    let table = [
        (now + 3 * 86_400, "2027-01-18 08:00:00 UTC, in 3 d"),
        (now + 86_399, "2027-01-16 07:59:59 UTC, in 23 h 59 min"),
        (now, "2027-01-15 08:00:00 UTC, now"),
        (now - 5, "2027-01-15 07:59:55 UTC, 5 s ago"),
    ];
    for (then, words) in table {
        assert_eq!(until(then, now), words);
    }
    assert_eq!(instant(u64::MAX), "the end of time");
}

const SPLIT: Electorate = Electorate {
    weight: 54,
    seats: 2,
};
const FOUR: Electorate = Electorate {
    weight: 4,
    seats: 4,
};

fn cast(ballots: &[(Choice, u64)]) -> Tally {
    let mut tally = Tally::default();
    for (choice, weight) in ballots {
        tally.add_ballot(*choice, *weight).unwrap();
    }
    tally
}

#[test]
fn what_is_missing_is_what_the_rules_say() {
    use Choice::{No, Yes};
    /// Rule, electorate, ballots → what is missing.
    type Row = (
        Rule,
        Electorate,
        &'static [(Choice, u64)],
        Option<&'static str>,
    );
    let table: [Row; 10] = [
        (Rule::consensus(), FOUR, &[(Yes, 1)], Some("1 more seat")),
        (Rule::consensus(), FOUR, &[(Choice::Block, 1)], None),
        (Rule::majority(), FOUR, &[], Some("2 more seats")),
        (Rule::majority(), FOUR, &[(No, 1)], Some("2 more seats")),
        (Rule::majority(), FOUR, &[(Yes, 1)], Some("1 more seat")),
        (
            Rule::majority(),
            FOUR,
            &[(Yes, 1), (Yes, 1)],
            Some("it passes if nobody else votes"),
        ),
        (
            Rule::majority(),
            FOUR,
            &[(Yes, 1), (Yes, 1), (Yes, 1)],
            None,
        ),
        (Rule::majority_of_all(), FOUR, &[(No, 1), (No, 1)], None),
        (Rule::majority(), SPLIT, &[(No, 4)], Some("23 more weight")),
        (
            Rule::double_majority(),
            SPLIT,
            &[],
            Some("27 more weight and 2 more seats"),
        ),
    ];
    for (rule, electorate, ballots, missing) in table {
        let tally = cast(ballots);
        let words = missing_yes(&rule, &electorate, &tally);
        match missing {
            None => assert_eq!(words, None, "{ballots:?}"),
            Some(part) => assert!(
                words.clone().unwrap().contains(part),
                "{ballots:?}: {words:?}"
            ),
        }
    }
}

#[test]
fn tallies() {
    use Choice::{Abstain, No, Yes};
    let story = cast(&[(Yes, 1), (No, 1), (Yes, 1), (Yes, 1)]);
    let three_quarters = Rule::three_quarters();
    insta::assert_snapshot!("tally_of_the_story", tally(&three_quarters, &FOUR, &story));
    let double = Rule::double_majority();
    insta::assert_snapshot!("tally_of_both", tally(&double, &SPLIT, &cast(&[(Yes, 50)])));
    let table = [
        (
            Rule::consensus(),
            cast(&[(Yes, 1), (Choice::StandAside, 1), (Choice::Block, 1)]),
            "1 yes, 1 block, 1 stand aside, 1 still waited for, of 4 seats: 75 % of all weight took part",
        ),
        (
            Rule::sociocratic_circles(),
            cast(&[(Yes, 1), (Yes, 1), (Yes, 1), (Yes, 1)]),
            "4 consent, 0 object, of 4 seats: 100 % of all weight took part",
        ),
        (
            Rule::consensus(),
            Tally::default(),
            "nobody of 4 seats has answered yet",
        ),
    ];
    for (rule, ballots, words) in table {
        assert_eq!(tally(&rule, &FOUR, &ballots), words);
    }
    let mut absent = cast(&[(Abstain, 1)]);
    absent.add_absent(1, 1).unwrap();
    insta::assert_snapshot!(
        "tally_with_absent",
        tally(&Rule::majority(), &FOUR, &absent)
    );
}

fn round(rule: Rule, days: u32) -> Round {
    Round::new(rule, Seconds::days(days))
}

fn committee() -> CharterSpec {
    let above = Covers::SpendsAbove(vec![Coin::new(1_000_u128, "ustake")]);
    let mut budget = Procedure::new("budget", above, round(Rule::supermajority(), 14));
    budget.electorate = ElectorateKind::GroupSeats;
    budget.stages.push(Stage::Delay {
        duration: Seconds::days(2),
    });
    let kinds = vec![ActionKind::Seats, ActionKind::AmendCharter];
    let revoting = Round {
        early_finish: false,
        revoting: true,
        ..round(Rule::double_majority(), 10)
    };
    let membership = Procedure::new("membership", Covers::Kinds(kinds), revoting);
    let mut charter = CharterSpec::simple(Rule::majority_of_all(), Seconds::days(7));
    charter.procedures.splice(0..0, [budget, membership]);
    CharterSpec {
        weighting: Weighting {
            basis: Basis::ByMembers,
            cap: Some(50),
        },
        upstream: UpstreamPolicy {
            round: round(Rule::three_quarters(), 7),
            translation: Translation::Signal {
                threshold_missed: ThresholdMissed::No,
                no_quorum: QuorumMissed::Abstain,
            },
        },
        group_accounts: vec!["wasm1relay".to_owned()],
        trusted_code: vec![HexBinary::from([7; 32])],
        ..charter
    }
}

#[test]
fn a_charter_a_member_can_read() {
    insta::assert_snapshot!(charter(&committee()));
}

#[test]
fn every_action_in_words() {
    let coins = || vec![Coin::new(500_u128, "ustake"), Coin::new(3_u128, "uatom")];
    let bob = Holder::person(vec![Wallet::Ethereum("0xb0b".to_owned())]);
    let two_of_three = Holder::Keys {
        wallets: ["a", "b", "c"]
            .map(|key| Wallet::Cosmos(key.to_owned()))
            .to_vec(),
        signatures: 2,
    };
    let group = Holder::Group {
        address: "wasm1swim".to_owned(),
        lead_time: Seconds::days(3),
    };
    let seat = |name: &str, holder, standing, weight| SeatSpec {
        name: name.to_owned(),
        holder,
        standing,
        weight,
    };
    let spend = Action::Spend {
        to: "wasm1caterer".to_owned(),
        amount: coins(),
        cycle: None,
    };
    let actions = [
        Action::Contribute {
            group: "wasm1joint".to_owned(),
            amount: coins(),
            cycle: None,
        },
        Action::AdmitSeat {
            seat: seat("Bob", bob.clone(), Standing::Observer, Some(3)),
        },
        Action::AdmitSeat {
            seat: seat("Swim Buddies", group, Standing::Core, None),
        },
        Action::AdmitSeat {
            seat: seat("Attestors", two_of_three, Standing::Core, None),
        },
        Action::RemoveSeat { seat: 3 },
        Action::ChangeSeat {
            seat: 3,
            revision: 2,
            name: Some("Robert".to_owned()),
            standing: Some(Standing::Contributor),
            holder: Some(bob),
            weight: Some(7),
        },
        Action::Join {
            group: "wasm1joint".to_owned(),
            lead_time: Seconds::days(3),
        },
        Action::Leave {
            group: "wasm1joint".to_owned(),
        },
        Action::AmendCharter {
            version: 1,
            charter: Box::new(committee()),
        },
        Action::appoint(1),
        Action::release(1),
        Action::ProposeUpstream {
            group: "wasm1joint".to_owned(),
            proposal: Box::new(ProposalSpec {
                title: "BBQ".to_owned(),
                text: Text::None,
                actions: vec![spend.clone()],
                parties: vec![],
            }),
        },
        Action::WithdrawUpstream {
            group: "wasm1joint".to_owned(),
            proposal: 4,
        },
        Action::Rescind { proposal: 4 },
        Action::Upgrade { code_id: 2 },
        Action::Call {
            contract: "wasm1market".to_owned(),
            msg: Binary::from(br#"{"buy":{}}"#),
            funds: coins(),
        },
        spend,
    ];
    let words: Vec<String> = actions.iter().map(action).collect();
    insta::assert_snapshot!(words.join("\n"));
}

fn mirror() -> ProposalView {
    let tally = cast(&[(Choice::Yes, 1)]);
    let rule = Rule::three_quarters();
    ProposalView {
        proposal: 3,
        title: "Vote on Joint BBQ".to_owned(),
        version: 1,
        content_hash: HexBinary::from([0; 32]),
        origin: Origin::Mirror {
            group: "wasm1joint".to_owned(),
            proposal: 1,
            version: 1,
            deadline: 1_800_604_800,
            depth: 1,
            fallback: false,
        },
        procedure: "upstream".to_owned(),
        rule,
        translation: Some(Translation::default()),
        early_finish: true,
        revoting: false,
        electorate_kind: ElectorateKind::CoreSeats,
        opened_at: 1_800_000_000,
        opened_height: 7,
        deadline: 1_800_259_200,
        delay: Seconds::ZERO,
        stages: vec![],
        execution_window: Seconds::days(30),
        ask_until: 1_800_172_800,
        status: Status::Open,
        outcome: early_outcome(&rule, &FOUR, &tally),
        electorate: FOUR,
        group_electorate: Electorate::default(),
        asked: Electorate::default(),
        tally,
        roll_up: None,
        by_group_account: false,
        failure: None,
        parties: vec![],
        slate: Slate::Vote,
        course: None,
    }
}

#[test]
fn a_mirror_on_its_way() {
    let now = 1_800_000_000;
    let view = mirror();
    let words = [
        proposal_title(&view),
        status(&view, now),
        carried_up(&view, now).unwrap(),
    ];
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn every_status_in_words() {
    let now = 1_800_000_000;
    let states = [
        Status::Open,
        Status::Resolving { until: now + 3_600 },
        Status::Delayed {
            until: now + 86_400,
        },
        Status::Referred {
            until: now + 86_400,
        },
        Status::Passed,
        Status::Executed,
        Status::ExecutionFailed,
        Status::Expired,
        Status::Rejected,
        Status::NoQuorum,
        Status::Blocked,
        Status::Vetoed,
        Status::Lapsed,
        Status::Withdrawn,
        Status::Superseded,
        Status::Rescinded,
    ];
    let own = |state| ProposalView {
        status: state,
        origin: Origin::Own { seat: 1 },
        failure: Some("100 ustake are missing".to_owned()),
        ..mirror()
    };
    let mut words: Vec<String> = states.map(|state| status(&own(state), now)).to_vec();
    let decided = ProposalView {
        outcome: Outcome::Rejected,
        ..own(Status::Open)
    };
    words.push(status(&decided, now));
    let until = now + 86_400;
    let escalated = ProposalView {
        outcome: Outcome::Blocked,
        ..own(Status::Referred { until })
    };
    let told = status(&escalated, now);
    assert!(told.starts_with("blocked, and escalated: "), "{told}");
    insta::assert_snapshot!(words.join("\n"));
}
