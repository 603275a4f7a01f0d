//! S1, the joint venture, and those of its variations that are pure.

use folkmoot_rules::{
    Electorate, LeadTimeError, Outcome, QuorumMissed, Seconds, Shares, Signal, Tally,
    ThresholdMissed, Translation, UpstreamBallot, UpstreamError, ask_deadline, check_period,
    early_outcome, final_early, lead_time, outcome, translate, upstream_ballot,
};

use crate::table::{check, count, rule, weights};

/// A group's decided mirror: its vote upstream.
fn decided(
    rule_cell: &str,
    weights_cell: &str,
    ballots: &str,
    translation: Translation,
) -> UpstreamBallot {
    let (rule, (electorate, tally)) = (rule(rule_cell), count(&weights(weights_cell), ballots));
    let outcome = outcome(&rule, &electorate, &tally);
    upstream_ballot(&rule, &translation, &electorate, &tally, outcome).expect("a decided mirror")
}

fn signal(rule_cell: &str, weights_cell: &str, ballots: &str) -> Signal {
    match decided(rule_cell, weights_cell, ballots, Translation::default()) {
        UpstreamBallot::Signal(signal) => signal,
        split => panic!("a signal, not {split:?}"),
    }
}

/// The joint proposal's outcome from its group seats' votes.
fn joint(rule_cell: &str, seats: &[(u64, UpstreamBallot)]) -> (Outcome, Tally) {
    let mut tally = Tally::default();
    for (weight, ballot) in seats {
        tally
            .add_upstream(ballot, *weight)
            .expect("a vote that counts");
    }
    let electorate = Electorate {
        weight: seats.iter().map(|seat| seat.0).sum(),
        seats: seats.len().try_into().expect("few"),
    };
    let rule = rule(rule_cell);
    let at_end = outcome(&rule, &electorate, &tally);
    assert_eq!(
        early_outcome(&rule, &electorate, &tally),
        at_end,
        "all have answered"
    );
    (at_end, tally)
}

const SWIM: (&str, &str, &str) = ("three_quarters", "4*1", "yes no yes yes");
const OEM: (&str, &str, &str) = ("majority", "50*1", "24*yes 16*no");

fn with_signals(joint_rule: &str, oem: Signal, swim: Signal) -> Outcome {
    joint(
        joint_rule,
        &[
            (1, UpstreamBallot::Signal(oem)),
            (1, UpstreamBallot::Signal(swim)),
        ],
    )
    .0
}

#[test]
fn the_joint_venture() {
    check(
        "
        # Joe yes, Bob no, Sam yes: still open; Tony's yes decides, before the deadline
        three_quarters | 4*1 | yes no yes - | early | undecided
        three_quarters | 4*1 | yes no yes yes | early | passed
        # OEM: 40 of 50, decided at the deadline on day 3
        majority | 50*1 | 24*yes 16*no | early | undecided
        majority | 50*1 | 24*yes 16*no | 3d -1s | open
        majority | 50*1 | 24*yes 16*no | 3d | passed
        ",
    );
    assert_eq!(signal(SWIM.0, SWIM.1, SWIM.2), Signal::Yes);
    assert_eq!(signal(OEM.0, OEM.1, OEM.2), Signal::Yes);
    assert_eq!(
        with_signals("equal_partners", Signal::Yes, Signal::Yes),
        Outcome::Passed
    );
    // Swim Buddies' vote alone decides nothing.
    check("equal_partners | 1 1 | - yes | early | undecided");
}

#[test]
fn a_oem_asks_three_quarters_of_itself() {
    let oem = signal("three_quarters", OEM.1, OEM.2);
    assert_eq!(oem, Signal::Abstain);
    assert_eq!(
        with_signals("equal_partners", oem, Signal::Yes),
        Outcome::Rejected
    );
}

#[test]
fn a2_oem_is_against() {
    let oem = signal("majority", "50*1", "10*yes 40*no");
    assert_eq!(oem, Signal::No);
    assert_eq!(
        with_signals("equal_partners", oem, Signal::Yes),
        Outcome::Rejected
    );
}

#[test]
fn b_only_joe_votes() {
    let swim = signal("three_quarters", "4*1", "yes");
    assert_eq!(swim, Signal::NotCast);
    assert_eq!(
        with_signals("equal_partners", Signal::Yes, swim),
        Outcome::Rejected
    );
}

#[test]
fn c_one_yes_one_no() {
    assert_eq!(
        with_signals("equal_partners", Signal::Yes, Signal::No),
        Outcome::Rejected
    );
    assert_eq!(
        with_signals("majority", Signal::Yes, Signal::No),
        Outcome::Rejected
    );
}

#[test]
fn d_fifty_to_four() {
    let seats = [
        (50, UpstreamBallot::Signal(Signal::Yes)),
        (4, UpstreamBallot::Signal(Signal::No)),
    ];
    assert_eq!(joint("equal_partners", &seats).0, Outcome::Passed);
    assert_eq!(joint("majority", &seats).0, Outcome::Passed);
    assert_eq!(joint("double_majority", &seats).0, Outcome::Rejected);
}

#[test]
fn d_split_as_the_members_voted() {
    let votes = [OEM, SWIM]
        .map(|(rule, weights, ballots)| decided(rule, weights, ballots, Translation::Split {}));
    let million = |n: u128| n * 1_000_000;
    assert_eq!(
        votes[0],
        UpstreamBallot::Split(Shares {
            yes: million(24),
            no: million(16),
            abstain: 0,
            not_cast: million(10),
            of: million(50)
        })
    );
    let seats = [(50, votes[0]), (4, votes[1])];
    let (at_end, tally) = joint("majority", &seats);
    assert_eq!(
        (tally.weight.yes, tally.weight.no, tally.weight.not_cast),
        (million(27), million(17), million(10))
    );
    assert_eq!(
        (tally.weight.abstain, tally.weight.answered()),
        (0, million(54))
    );
    assert_eq!(at_end, Outcome::Passed);
    // As seats each stands with its own majority.
    assert_eq!((tally.seats.yes, tally.seats.no), (2, 0));
    // Of all 54, 27 is a tie.
    assert_eq!(joint("equal_partners", &seats).0, Outcome::Rejected);
}

#[test]
fn e_the_joint_period_is_too_short() {
    let lead = lead_time(Seconds::days(3), None);
    let buffer = Seconds::days(4);
    assert_eq!(check_period(Seconds::days(7), lead, buffer), Ok(()));
    let refused = check_period(Seconds::days(6), lead, buffer).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "joint period 6 d < internal 3 d + relay buffer 4 d"
    );
    let refused = check_period(Seconds(7 * 86_400 - 1), lead, buffer).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "joint period 6 d 23 h 59 min 59 s < internal 3 d + relay buffer 4 d"
    );
    assert_eq!(
        check_period(Seconds::days(7), lead, Seconds::ZERO),
        Err(LeadTimeError::NoBuffer)
    );
    // Figures that have no sum fit nowhere.
    assert!(check_period(Seconds(u64::MAX), Seconds(u64::MAX), buffer).is_err());
}

#[test]
fn g_three_levels() {
    // The committee's upstream period of 7 d and a buffer of 4 d: the federation's proposals take 11 d.
    let (lead, buffer) = (lead_time(Seconds::days(7), None), Seconds::days(4));
    assert_eq!(check_period(Seconds::days(11), lead, buffer), Ok(()));
    assert!(check_period(Seconds(11 * 86_400 - 1), lead, buffer).is_err());
    // The signals of the groups become the committee's, and those the federation's.
    for (oem, committee) in [
        (Signal::Yes, Signal::Yes),
        (Signal::No, Signal::No),
        (Signal::Abstain, Signal::Abstain),
    ] {
        let seats = [
            (1, UpstreamBallot::Signal(oem)),
            (1, UpstreamBallot::Signal(Signal::Yes)),
        ];
        let (at_end, tally) = joint("equal_partners", &seats);
        let upstream = translate(
            &rule("equal_partners"),
            at_end,
            &tally,
            ThresholdMissed::default(),
            QuorumMissed::default(),
        );
        assert_eq!(upstream, committee, "OEM {oem}");
    }
}

#[test]
fn k_not_asked() {
    check(
        "
        # OEM was not asked in time: 1 of 2
        equal_partners | 1 1 | gone yes | end | rejected
        # nobody was asked
        equal_partners | 1 1 | gone gone | early | no_quorum
        ",
    );
    let opened = 1_000;
    let closes = ask_deadline(opened, Seconds::days(4));
    assert_eq!(closes, opened + 2 * 86_400, "the first half of four days");
    assert!(opened + 3 * 86_400 >= closes, "day 3 is too late");
}

#[test]
fn l_swim_buddies_leave() {
    check(
        "
        equal_partners | 1 1 | yes gone | early | rejected
        equal_partners | 3*1 | yes yes gone | early | passed
        ",
    );
}

#[test]
fn translations_other_than_the_default() {
    let strict = |outcome, ballots: &str| {
        let (_, tally) = count(&[1; 4], ballots);
        translate(
            &rule("three_quarters"),
            outcome,
            &tally,
            ThresholdMissed::No,
            QuorumMissed::Abstain,
        )
    };
    assert_eq!(strict(Outcome::Rejected, "yes yes no -"), Signal::No);
    assert_eq!(strict(Outcome::NoQuorum, "yes - - -"), Signal::Abstain);
    assert_eq!(strict(Outcome::Rejected, "4*abstain"), Signal::Abstain);
    assert_eq!(strict(Outcome::Blocked, "4*yes"), Signal::No);
    assert_eq!(strict(Outcome::Undecided, "4*yes"), Signal::NotCast);
    // As many no as yes is a no; in double majority one measure is enough for it.
    assert_eq!(signal("three_quarters", "4*1", "yes yes no no"), Signal::No);
    assert_eq!(signal("majority", "4*1", "4*abstain"), Signal::Abstain);
    assert_eq!(signal("majority", "4*1", "4*no"), Signal::No);
    assert_eq!(signal("majority", "4*1", "no no no abstain"), Signal::No);
    assert_eq!(signal("double_majority", "5 1 1", "yes no no"), Signal::No);
    assert_eq!(
        signal("double_majority", "5 1 1", "yes no abstain"),
        Signal::No
    );
    assert_eq!(
        signal("double_majority", "5 1 1 1", "yes yes no -"),
        Signal::Abstain
    );
    assert_eq!(signal("majority", "1 5 1", "yes no yes"), Signal::No);
    assert_eq!(
        signal("> 1/2 cast seats quorum 1/2", "1 5 1", "yes no no"),
        Signal::No
    );
}

#[test]
fn nothing_is_rolled_up_before_it_is_decided() {
    let (majority, (electorate, tally)) = (rule("majority"), count(&[1; 3], "yes"));
    for translation in [Translation::default(), Translation::Split {}] {
        let refused = upstream_ballot(
            &majority,
            &translation,
            &electorate,
            &tally,
            Outcome::Undecided,
        );
        assert_eq!(refused, Err(UpstreamError::Undecided));
    }
}

#[test]
fn a_signal_is_final_when_decided_and_a_split_when_all_have_answered() {
    let fin = |translation: Translation, ballots: &str| {
        let (majority, (electorate, tally)) = (rule("majority"), count(&[1; 3], ballots));
        final_early(
            &majority,
            &translation,
            &electorate,
            &tally,
            early_outcome(&majority, &electorate, &tally),
        )
    };
    let table = [
        ("yes", false, false),
        ("yes yes", true, false),
        ("yes yes gone", true, true),
        ("yes no no", true, true),
        ("gone gone", true, true),
    ];
    for (ballots, as_signal, as_split) in table {
        assert_eq!(fin(Translation::default(), ballots), as_signal, "{ballots}");
        assert_eq!(fin(Translation::Split {}, ballots), as_split, "{ballots}");
    }
}

/// Where only abstentions came, one yes or no would make it a no, and without any it stays an abstention.
#[test]
fn a_refusal_by_abstaining_waits_for_the_silent() {
    let all = rule("> 1/2 eligible weight quorum 1/2");
    let strict = Translation::Signal {
        threshold_missed: ThresholdMissed::No,
        no_quorum: QuorumMissed::default(),
    };
    let is_final = |ballots: &str| {
        let (electorate, tally) = count(&[1; 4], ballots);
        let early = early_outcome(&all, &electorate, &tally);
        assert_eq!(early, Outcome::Rejected);
        final_early(&all, &strict, &electorate, &tally, early)
    };
    assert!(!is_final("3*abstain -"));
    assert!(is_final("no abstain abstain -"));
}

#[test]
fn words_of_signals() {
    let words = [
        (Signal::Yes, "yes"),
        (Signal::No, "no"),
        (Signal::Abstain, "abstain"),
        (Signal::NotCast, "not_cast"),
    ];
    for (signal, word) in words {
        assert_eq!(
            (signal.as_str(), signal.to_string()),
            (word, word.to_owned())
        );
    }
}

#[test]
fn a_refusal_is_final_when_no_and_abstaining_can_not_change_places_any_more() {
    let fin = |rule_text: &str, seats: usize, ballots: &str, missed: ThresholdMissed| {
        let (rule, (electorate, tally)) = (rule(rule_text), count(&vec![1; seats], ballots));
        let translation = Translation::Signal {
            threshold_missed: missed,
            no_quorum: QuorumMissed::default(),
        };
        let early = early_outcome(&rule, &electorate, &tally);
        let is_final = final_early(&rule, &translation, &electorate, &tally, early);
        (early, is_final)
    };
    let rejected = |is_final| (Outcome::Rejected, is_final);
    let three_quarters = ">= 3/4 cast weight quorum 1/2";
    for (ballots, abstains, says_no) in [
        // three of eight against: never three quarters, but the others may still be more
        ("no no no yes", false, true),
        ("no no no yes yes yes", false, true),
        ("no no no yes yes yes yes", false, true),
        ("no no no yes yes yes yes yes", true, true),
        ("no no no no", true, true),
        ("no no no no yes", true, true),
        ("no no no yes abstain abstain abstain abstain", true, true),
    ] {
        let as_abstaining = fin(three_quarters, 8, ballots, ThresholdMissed::Abstain);
        assert_eq!(as_abstaining, rejected(abstains), "{ballots}");
        let as_no = fin(three_quarters, 8, ballots, ThresholdMissed::No);
        assert_eq!(as_no, rejected(says_no), "{ballots}");
    }
    let all_abstain = fin("majority", 2, "abstain abstain", ThresholdMissed::No);
    assert_eq!(all_abstain, rejected(true));
}

#[test]
fn a_split_group_without_a_quorum_has_not_cast() {
    let ballot = decided("majority", "4*1", "yes", Translation::Split {});
    assert_eq!(ballot, UpstreamBallot::Signal(Signal::NotCast));
    let (at_end, tally) = joint(
        "majority",
        &[(4, ballot), (50, UpstreamBallot::Signal(Signal::Yes))],
    );
    assert_eq!(
        (tally.weight.not_cast, tally.seats.not_cast),
        (4_000_000, 1)
    );
    assert_eq!(at_end, Outcome::Passed);
}
