//! Consent rules: told as a table, and held against the slow model.

use folkmoot_rules::{
    Choice, Consent, Electorate, Outcome, Preset, QuorumMissed, Ratio, Resolving, Rule, RuleError,
    Seconds, Shares, Signal, Silence, Slate, Tally, ThresholdMissed, Translation, UpstreamBallot,
    early_outcome, final_early, outcome, translate, upstream_ballot,
};
use proptest::prelude::*;
use serde_json::json;

use crate::model::consent::{self as model, Did, Seat};
use crate::properties::config;

/// A seat a letter: yes, abstain, aside, block, B the block of a seat that is to be expelled, x absent, - silent. The
/// first opened the proposal.
fn seats(told: &str) -> Vec<Seat> {
    let seat = |letter| {
        let chose = |choice| Some(Did::Chose(choice));
        Seat {
            weight: 1,
            concerned: letter == 'B',
            did: match letter {
                'y' => chose(Choice::Yes),
                'a' => chose(Choice::Abstain),
                's' => chose(Choice::StandAside),
                'b' | 'B' => chose(Choice::Block),
                'x' => Some(Did::Absent),
                '-' => None,
                _ => panic!("no ballot: {letter}"),
            },
        }
    };
    told.chars().map(seat).collect()
}

fn consent(preset: Preset) -> Consent {
    match preset.rule() {
        Rule::Consent(rule) => rule,
        Rule::Threshold(_) => panic!("{preset} is no consent"),
    }
}

fn at_end(rule: Consent, told: &str) -> Outcome {
    let (electorate, tally) = model::tally(&rule, &seats(told));
    outcome(&Rule::Consent(rule), &electorate, &tally)
}

#[test]
fn presets_decide_as_their_words_say() {
    use Outcome::{Blocked, NoQuorum, Passed, Rejected};
    let table = [
        // consensus: quorum, somebody says yes, nobody blocks
        (Preset::Consensus, "yyy--", Passed),
        (Preset::Consensus, "yy---", NoQuorum),
        (Preset::Consensus, "yaa--", Passed),
        (Preset::Consensus, "yss--", Passed),
        (Preset::Consensus, "yyyyb", Blocked),
        (Preset::Consensus, "aaaaa", Rejected),
        (Preset::Consensus, "sssss", Rejected),
        (Preset::Consensus, "-----", NoQuorum),
        (Preset::Consensus, "xxxxx", NoQuorum),
        // quorum first: a block of one among silence blocks nothing
        (Preset::Consensus, "b----", NoQuorum),
        // consensus minus one: more than half of all say yes, at least four seats
        (Preset::ConsensusMinusOne, "yyyb-", Passed),
        (Preset::ConsensusMinusOne, "yyyyb", Passed),
        (Preset::ConsensusMinusOne, "yyybb", Blocked),
        (Preset::ConsensusMinusOne, "yyb--", Rejected),
        (Preset::ConsensusMinusOne, "yyyyB", Blocked),
        (Preset::ConsensusMinusOne, "yyb", Blocked),
        (Preset::ConsensusMinusOne, "yyyb", Passed),
        (Preset::ConsensusMinusOne, "yyab", Rejected),
        // circles: silence consents once somebody besides the proposer has said so
        (Preset::SociocraticCircles, "yy", Passed),
        (Preset::SociocraticCircles, "yyy---", Passed),
        (Preset::SociocraticCircles, "y-", NoQuorum),
        (Preset::SociocraticCircles, "y", Passed),
        (Preset::SociocraticCircles, "b", NoQuorum),
        (Preset::SociocraticCircles, "yyyb", Blocked),
        (Preset::SociocraticCircles, "ybbb", NoQuorum),
    ];
    for (preset, told, expected) in table {
        assert_eq!(at_end(consent(preset), told), expected, "{preset} {told}");
    }
}

#[test]
fn lazy_consent_of_nobody_passes_nothing() {
    let lazy = Consent {
        quorum: None,
        ..consent(Preset::SociocraticCircles)
    };
    for (told, expected) in [
        ("y----", Outcome::NoQuorum),
        ("-----", Outcome::NoQuorum),
        ("yxxxx", Outcome::NoQuorum),
        ("-y---", Outcome::Passed),
        ("yy---", Outcome::Passed),
    ] {
        assert_eq!(at_end(lazy, told), expected, "{told}");
    }
}

#[test]
fn all_must_answer_means_ballots_and_a_count_above_the_electorate_is_all_of_it() {
    let all = Consent {
        silence: Silence::AllMustAnswer,
        ..consent(Preset::Consensus)
    };
    assert_eq!(at_end(all, "yyy"), Outcome::Passed);
    assert_eq!(at_end(all, "yy-"), Outcome::NoQuorum);
    assert_eq!(at_end(all, "yyx"), Outcome::NoQuorum);
    let nine = Consent {
        silence: Silence::AtLeast(9),
        ..all
    };
    assert_eq!(at_end(nine, "yyy"), Outcome::Passed);
    assert_eq!(at_end(nine, "yy-"), Outcome::NoQuorum);
}

#[test]
fn too_many_stand_asides_reject() {
    let one = Consent {
        stand_asides_allowed: Some(1),
        ..consent(Preset::Consensus)
    };
    assert_eq!(at_end(one, "yys"), Outcome::Passed);
    assert_eq!(at_end(one, "yss"), Outcome::Rejected);
    assert_eq!(at_end(one, "ssb"), Outcome::Blocked);
}

#[test]
fn nothing_is_decided_while_somebody_could_still_block() {
    let rule = consent(Preset::Consensus);
    for (told, expected) in [
        ("yyyyyyy-", Outcome::Undecided),
        ("yyyyyyyy", Outcome::Passed),
        ("yyyyyyyx", Outcome::Passed),
        ("bbbbbbb-", Outcome::Undecided),
        ("yyyyyyyb", Outcome::Blocked),
    ] {
        let (electorate, tally) = model::tally(&rule, &seats(told));
        assert_eq!(
            early_outcome(&Rule::Consent(rule), &electorate, &tally),
            expected,
            "{told}"
        );
    }
}

#[test]
fn a_groups_signal_becomes_a_ballot_of_the_parents_rule() {
    let table = [
        (Slate::Vote, Signal::No, Some(Choice::No)),
        (Slate::Vote, Signal::Abstain, Some(Choice::Abstain)),
        (Slate::Consensus, Signal::Yes, Some(Choice::Yes)),
        (Slate::Consensus, Signal::No, Some(Choice::Block)),
        (Slate::Consensus, Signal::Abstain, Some(Choice::Abstain)),
        (Slate::Consensus, Signal::NotCast, None),
        (Slate::Circle, Signal::No, Some(Choice::Block)),
        (Slate::Circle, Signal::Abstain, None),
    ];
    for (slate, signal, expected) in table {
        assert_eq!(slate.choice_of(signal), expected, "{slate:?} {signal}");
    }
    // of a split vote the decision counts, not where its shares stand
    let shares = Shares {
        yes: 3,
        no: 1,
        abstain: 0,
        not_cast: 2,
        of: 6,
    };
    let split = UpstreamBallot::split(Signal::No, shares);
    assert_eq!(split.choice_on(Slate::Consensus), Some(Choice::Block));
    assert_eq!(split.stands_with(), Signal::Yes);
    assert_eq!(
        UpstreamBallot::split(Signal::Yes, shares),
        UpstreamBallot::Split(shares)
    );
}

#[test]
fn what_is_told_not_cast_is_present_for_nobody_and_not_waited_for() {
    let rule = consent(Preset::Consensus);
    let mut all = seats("yy--");
    all[2].did = Some(Did::Told(UpstreamBallot::Signal(Signal::NotCast)));
    all[3].did = Some(Did::Told(UpstreamBallot::Signal(Signal::NotCast)));
    let (electorate, tally) = model::tally(&rule, &all);
    assert_eq!(tally.silent(&electorate), (0, 0));
    assert_eq!(tally.seats.present(), 2);
    all[1].did = None;
    let (electorate, tally) = model::tally(&rule, &all);
    let at_end = outcome(&Rule::Consent(rule), &electorate, &tally);
    assert_eq!(at_end, Outcome::NoQuorum);
}

#[test]
fn a_groups_own_consent_is_translated() {
    let rule = consent(Preset::ConsensusMinusOne);
    let table = [
        ("yyyy", Signal::Yes),
        ("yybb", Signal::No),
        ("yybb-", Signal::No),
        ("-----", Signal::NotCast),
        ("aaaa", Signal::Abstain),
        ("ssss", Signal::Abstain),
        ("yyaa", Signal::Abstain),
        ("yaab", Signal::No),
    ];
    for (told, expected) in table {
        let (electorate, tally) = model::tally(&rule, &seats(told));
        let rule = Rule::Consent(rule);
        let outcome = outcome(&rule, &electorate, &tally);
        let (missed, unmet) = (ThresholdMissed::default(), QuorumMissed::default());
        let signal = translate(&rule, outcome, &tally, missed, unmet);
        assert_eq!(signal, expected, "{told}");
        let translation = Translation::default();
        let early = early_outcome(&rule, &electorate, &tally);
        let all_answered = !told.contains('-');
        assert_eq!(
            final_early(&rule, &translation, &electorate, &tally, early),
            all_answered,
            "{told}"
        );
    }
    let (electorate, tally) = model::tally(&rule, &seats("yysb"));
    let split = upstream_ballot(
        &Rule::Consent(rule),
        &Translation::Split {},
        &electorate,
        &tally,
        Outcome::Blocked,
    );
    let Ok(UpstreamBallot::SplitAs {
        word: Signal::No,
        shares,
    }) = split
    else {
        panic!("{split:?}");
    };
    assert_eq!(shares.check(), Ok(()));
    assert!(shares.yes == 2 * shares.no && shares.no == shares.abstain);
}

#[test]
fn consent_rules_speak_plainly() {
    let table = [
        (
            Preset::Consensus,
            "It passes if nobody blocks and somebody says yes. Quorum: at least half of all weight.",
        ),
        (
            Preset::ConsensusMinusOne,
            "It passes with at most one block and with the yes of more than half of all weight. With fewer than 4 seats \
             each block counts. The block of a seat that is to be removed or changed always counts. Quorum: at least half \
             of all weight.",
        ),
        (
            Preset::SociocraticCircles,
            "It passes if nobody objects and somebody says yes. Silence consents if a seat besides the proposer's says \
             yes. Quorum: at least half of all weight.",
        ),
    ];
    for (preset, words) in table {
        assert_eq!(preset.rule().describe(), words);
    }
    // every electorate has a seat: a least number of one says nothing
    let Rule::Consent(always) = Rule::consensus_minus_one() else {
        panic!("no consent");
    };
    let one = Consent {
        least_seats: 1,
        ..always
    };
    let words = Rule::Consent(one).describe();
    assert!(!words.contains("With fewer"), "{words}");
}

#[test]
fn rounds_that_make_no_sense_are_refused() {
    let all = Consent {
        least_yes: Some(Ratio::ONE),
        ..consent(Preset::Consensus)
    };
    let strict = RuleError::StrictAll {
        threshold: Ratio::ONE,
    };
    assert_eq!(Rule::Consent(all).check(), Err(strict));
    let drop: Resolving = serde_json::from_value(json!({ "period": 60 })).unwrap();
    assert_eq!(drop.longest(), Seconds(60));
    assert_eq!(
        drop.check(&Rule::majority()),
        Err(RuleError::NothingToResolve)
    );
    assert_eq!(drop.check(&Rule::consensus()), Ok(()));
    let fallback = |rule: Rule| -> Resolving {
        let told = json!({ "period": 60, "fallback": { "rule": { "rule": rule, "period": 30 } } });
        serde_json::from_value(told).unwrap()
    };
    assert_eq!(fallback(Rule::majority()).longest(), Seconds(90));
    assert_eq!(fallback(Rule::majority()).check(&Rule::consensus()), Ok(()));
    assert_eq!(
        fallback(Rule::consensus()).check(&Rule::consensus()),
        Err(RuleError::FallbackByConsent)
    );
}

#[test]
fn consent_travels_in_these_forms() {
    let minus_one = json!({ "consent": {
        "blocks_allowed": 1, "stand_asides_allowed": null, "quorum": { "numerator": 1, "denominator": 2 },
        "silence": { "at_least": 1 }, "least_yes": { "numerator": 1, "denominator": 2 }, "least_seats": 4,
        "abstain": true,
    } });
    assert_eq!(
        serde_json::to_value(Rule::consensus_minus_one()).unwrap(),
        minus_one
    );
    let circle: Rule = serde_json::from_value(json!({ "consent": {
        "blocks_allowed": 0, "quorum": { "numerator": 1, "denominator": 2 }, "silence": "lazy", "abstain": false,
    } }))
    .unwrap();
    assert_eq!(circle, Rule::sociocratic_circles());
    let (_, tally) = model::tally(&consent(Preset::Consensus), &seats("ysB"));
    let told = serde_json::to_value(tally).unwrap();
    assert_eq!(
        told,
        json!({
            "weight": { "yes": "1000000", "no": "0", "abstain": "0", "not_cast": "0", "stand_aside": "1000000", "block": "1000000" },
            "seats": { "yes": "1", "no": "0", "abstain": "0", "not_cast": "0", "stand_aside": "1", "block": "1" },
            "proposer_yes": true, "concerned_blocks": 1,
        })
    );
    assert_eq!(serde_json::from_value::<Tally>(told).unwrap(), tally);
}

fn share() -> impl Strategy<Value = Option<Ratio>> {
    prop_oneof![
        Just(None),
        (1_u64..=7).prop_flat_map(|d| (1..=d).prop_map(move |n| Ratio::new(n, d).ok())),
    ]
}

fn rule() -> impl Strategy<Value = Consent> {
    let silence = prop_oneof![
        Just(Silence::AllMustAnswer),
        Just(Silence::Lazy),
        (0_u32..=7).prop_map(Silence::AtLeast),
    ];
    (
        0_u32..=2,
        prop::option::of(0_u32..=2),
        share(),
        silence,
        share(),
        0_u32..=5,
        any::<bool>(),
    )
        .prop_map(|parts| Consent {
            blocks_allowed: parts.0,
            stand_asides_allowed: parts.1,
            quorum: parts.2,
            silence: parts.3,
            least_yes: parts.4,
            least_seats: parts.5,
            abstain: parts.6,
        })
}

fn seat() -> impl Strategy<Value = Seat> {
    let told = |signal| Just(Some(Did::Told(UpstreamBallot::Signal(signal))));
    let did = prop_oneof![
        3 => Just(None),
        5 => Just(Some(Did::Chose(Choice::Yes))),
        1 => Just(Some(Did::Chose(Choice::Abstain))),
        1 => Just(Some(Did::Chose(Choice::StandAside))),
        2 => Just(Some(Did::Chose(Choice::Block))),
        1 => Just(Some(Did::Absent)),
        1 => told(Signal::No),
        1 => told(Signal::Abstain),
        1 => told(Signal::NotCast),
    ];
    (1_u64..=9, prop::bool::weighted(0.1), did).prop_map(|(weight, concerned, did)| Seat {
        weight,
        concerned,
        did,
    })
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn consent_agrees_with_the_model(rule in rule(), seats in prop::collection::vec(seat(), 0..=8)) {
        let (electorate, tally) = model::tally(&rule, &seats);
        let expected = model::outcome(&rule, &seats);
        let of = Rule::Consent(rule);
        prop_assert_eq!(outcome(&of, &electorate, &tally), expected);
        let all_answered = seats.iter().all(|seat| seat.did.is_some());
        let early = if all_answered { expected } else { Outcome::Undecided };
        prop_assert_eq!(early_outcome(&of, &electorate, &tally), early);
    }

    /// A ballot that is taken back leaves nothing behind.
    #[test]
    fn consent_ballots_can_be_taken_back(rule in rule(), seats in prop::collection::vec(seat(), 1..=8)) {
        let (_, before) = model::tally(&rule, &seats);
        let voice = folkmoot_rules::Voice { is_proposer: !before.proposer_yes, is_concerned: true };
        for choice in rule_choices(&rule) {
            let mut after = before;
            after.add_ballot(choice, 7).unwrap();
            after.hear(voice, choice);
            prop_assert!(after.seats.present() > before.seats.present());
            after.remove_ballot(choice, 7).unwrap();
            after.unhear(voice, choice);
            prop_assert_eq!(after, before);
        }
    }
}

fn rule_choices(rule: &Consent) -> Vec<Choice> {
    Rule::Consent(*rule).slate().choices().to_vec()
}

/// Whoever is spoken for may still block: a consent round with carried seats is not decided before its end.
#[test]
fn a_carried_seat_keeps_a_consent_round_open() {
    let rule = Rule::consensus();
    let electorate = Electorate {
        weight: 3,
        seats: 3,
    };
    let mut tally = Tally::default();
    for _ in 0..2 {
        tally.add_ballot(Choice::Yes, 1).unwrap();
    }
    let mut carried = tally;
    carried.add_carried(Choice::StandAside, 1).unwrap();
    assert_eq!(outcome(&rule, &electorate, &carried), Outcome::Passed);
    assert_eq!(
        early_outcome(&rule, &electorate, &carried),
        Outcome::Undecided
    );
    carried.remove_carried(Choice::StandAside, 1).unwrap();
    assert_eq!(carried, tally);
    carried.add_ballot(Choice::StandAside, 1).unwrap();
    assert_eq!(early_outcome(&rule, &electorate, &carried), Outcome::Passed);
}

/// A ballot's words are the choices that it knows, in the order in which they are offered.
#[test]
fn a_slate_is_told_by_its_choices() {
    for slate in [Slate::Vote, Slate::Consensus, Slate::Circle] {
        let choices: Vec<&str> = slate.choices().iter().map(|it| it.as_str()).collect();
        assert_eq!(slate.as_str(), choices.join(", "));
    }
}
