//! The rules against the slow model, over random and over all small electorates.

use folkmoot_rules::{
    Choice, Count, Outcome, QuorumMissed, Ratio, Rule, Tally, ThresholdMissed, Translation,
    UpstreamBallot, final_early, upstream_ballot,
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

use crate::model::{Did, Seat, answers, completions, early_outcome, ends, outcome, rules, tally};

/// The same cases on every run, unless PROPTEST_RNG_SEED or PROPTEST_CASES say otherwise.
pub fn config(cases: u32) -> Config {
    let mut config = Config::default();
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    config
}

fn ratio() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        Just(Ratio::HALF),
        Just(Ratio::TWO_THIRDS),
        Just(Ratio::SIXTY_SIX_PERCENT),
        Just(Ratio::THREE_QUARTERS),
        Just(Ratio::ONE),
        (1_u64..=12)
            .prop_flat_map(|d| (1..=d).prop_map(move |n| Ratio::new(n, d).expect("in (0, 1]"))),
        (1_u64..=1_000_000_000)
            .prop_flat_map(|d| (1..=d).prop_map(move |n| Ratio::new(n, d).expect("in (0, 1]"))),
    ]
}

fn did() -> impl Strategy<Value = Did> {
    prop_oneof![
        4 => Just(Did::Silent),
        3 => Just(Did::Yes),
        2 => Just(Did::No),
        1 => Just(Did::Abstain),
        1 => Just(Did::Absent),
        2 => prop_oneof![Just(Choice::Yes), Just(Choice::No), Just(Choice::Abstain)]
            .prop_map(Did::Carried),
        1 => (0_u8..=12, 0_u8..=12, 0_u8..=12)
            .prop_filter("twelve twelfths", |(y, n, a)| y + n + a <= 12)
            .prop_map(|(y, n, a)| Did::Split(y, n, a)),
    ]
}

/// Weights are multiples of three: a twelfth of such a seat is a whole number of millionths.
fn seat() -> impl Strategy<Value = Seat> {
    (prop_oneof![Just(1_u64), 1_u64..=4, 1_u64..=100], did())
        .prop_map(|(w, did)| Seat { weight: w * 3, did })
}

/// Every electorate of up to three seats with weights of 1 or 2, every state of theirs, every kind of rule.
#[test]
fn all_small_electorates_agree_with_the_model() {
    let ratios =
        [(1, 2), (2, 3), (66, 100), (3, 4), (1, 1), (1, 3)].map(|(n, d)| Ratio::new(n, d).unwrap());
    let states = [
        Did::Silent,
        Did::Yes,
        Did::No,
        Did::Abstain,
        Did::Absent,
        Did::Carried(Choice::Yes),
        Did::Carried(Choice::No),
        Did::Carried(Choice::Abstain),
    ];
    let mut checked = 0_u32;
    for size in 0..=3_u32 {
        for code in 0..16_usize.pow(size) {
            let seats: Vec<Seat> = (0..size)
                .map(|at| code / 16_usize.pow(at) % 16)
                .map(|digit| Seat {
                    weight: 1 + digit as u64 / 8,
                    did: states[digit % 8],
                })
                .collect();
            for (quorum, threshold) in ratios
                .iter()
                .flat_map(|q| ratios.iter().map(move |t| (*q, *t)))
            {
                for rule in rules(quorum, threshold) {
                    let expected = (early_outcome(&rule, &seats), outcome(&rule, &seats));
                    assert_eq!(answers(&rule, &seats), expected, "{rule:?} {seats:?}");
                    checked += 1;
                }
            }
        }
    }
    assert_eq!(checked, (1 + 16 + 256 + 4_096) * 6 * (5 * 12 + 6));
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn electorates_up_to_seven_agree_with_the_model(
        seats in prop::collection::vec(seat(), 0..=7),
        quorum in ratio(),
        threshold in ratio(),
    ) {
        for rule in rules(quorum, threshold) {
            let expected = (early_outcome(&rule, &seats), outcome(&rule, &seats));
            prop_assert_eq!(answers(&rule, &seats), expected, "{:?}", rule);
        }
    }
}

/// The crate's votes upstream of all completions.
fn votes_of_completions(
    rule: &Rule,
    translation: &Translation,
    seats: &[Seat],
) -> Vec<UpstreamBallot> {
    let vote = |seats: &Vec<Seat>| {
        let (electorate, tally) = tally(seats);
        let at_end = folkmoot_rules::outcome(rule, &electorate, &tally);
        upstream_ballot(rule, translation, &electorate, &tally, at_end).expect("decided")
    };
    completions(seats).iter().map(vote).collect()
}

proptest! {
    #![proptest_config(config(96))]

    /// A vote upstream is carried before the deadline only if no missing ballot can change it; and in a single measure
    /// of whole seats it waits for nothing else.
    #[test]
    fn a_vote_upstream_is_final_when_all_completions_share_it(
        seats in prop::collection::vec(seat(), 1..=6),
        quorum in ratio(),
        threshold in ratio(),
        missed in prop_oneof![Just(ThresholdMissed::Abstain), Just(ThresholdMissed::No)],
        unmet in prop_oneof![Just(QuorumMissed::NotCast), Just(QuorumMissed::Abstain)],
        split in any::<bool>(),
    ) {
        let translation = match split {
            true => Translation::Split {},
            false => Translation::Signal { threshold_missed: missed, no_quorum: unmet },
        };
        let (electorate, tally) = tally(&seats);
        for threshold in rules(quorum, threshold) {
            let rule = Rule::Threshold(threshold);
            let early = folkmoot_rules::early_outcome(&rule, &electorate, &tally);
            let is_final = final_early(&rule, &translation, &electorate, &tally, early);
            let votes = votes_of_completions(&rule, &translation, &seats);
            let shared = votes.iter().all(|vote| *vote == votes[0]);
            prop_assert!(!is_final || shared, "{:?} {:?}", rule, votes);
            let exact = !split && threshold.count == Count::Weight && early != Outcome::Undecided;
            prop_assert!(!exact || is_final == shared, "{:?} {:?} {:?}", rule, early, votes);
        }
    }
}

proptest! {
    #![proptest_config(config(512))]

    /// Larger electorates: the outcome agrees, no sampled completion contradicts an early decision, and where there
    /// is none two completions do differ.
    #[test]
    fn larger_electorates_agree_with_sampled_completions(
        seats in prop::collection::vec(seat(), 8..=60),
        quorum in ratio(),
        threshold in ratio(),
        samples in prop::collection::vec(prop::collection::vec(0_usize..4, 60), 16),
    ) {
        let uniform = (0..4).map(|choice| vec![choice; 60]);
        let completions: Vec<Vec<Seat>> = samples
            .into_iter()
            .chain(uniform)
            .map(|sample| {
                let complete = |(seat, choice): (&Seat, usize)| {
                    let ends = ends(seat.did);
                    // the same number is the same choice, where there is one for it
                    let at = (choice + ends.len()).saturating_sub(4).min(ends.len() - 1);
                    Seat { did: ends[at], ..*seat }
                };
                seats.iter().zip(sample).map(complete).collect()
            })
            .collect();
        for rule in rules(quorum, threshold) {
            let (early, at_end) = answers(&rule, &seats);
            prop_assert_eq!(at_end, outcome(&rule, &seats));
            let outcomes: Vec<Outcome> = completions.iter().map(|seats| outcome(&rule, seats)).collect();
            if early == Outcome::Undecided {
                prop_assert!(outcomes.iter().any(|other| *other != outcomes[0]), "{:?} {:?}", rule, outcomes);
            } else {
                prop_assert!(outcomes.iter().all(|other| *other == early), "{:?} {} {:?}", rule, early, outcomes);
            }
        }
    }

    /// Abstaining is taking part and nothing else: besides the quorum it moves nothing.
    #[test]
    fn abstaining_moves_only_the_quorum(
        seats in prop::collection::vec(seat(), 1..=9),
        quorum in ratio(),
        threshold in ratio(),
    ) {
        for rule in rules(quorum, threshold) {
            let silent = outcome(&rule, &seats);
            let mut abstaining = seats.clone();
            for seat in abstaining.iter_mut().filter(|seat| seat.did == Did::Silent) {
                seat.did = Did::Abstain;
            }
            let (_, abstained) = answers(&rule, &abstaining);
            prop_assert!(silent == abstained || silent == Outcome::NoQuorum, "{} {}", silent, abstained);
        }
    }

    /// What is added can be taken back, in any order, and leaves nothing behind.
    #[test]
    fn revoting_leaves_no_trace(
        kept in prop::collection::vec(seat(), 0..=9),
        changed in prop::collection::vec((1_u64..=1_000, 0_usize..3), 0..=9),
    ) {
        let choices = [Choice::Yes, Choice::No, Choice::Abstain];
        let (_, before) = tally(&kept);
        let mut after = before;
        for (weight, choice) in &changed {
            after.add_ballot(choices[*choice], *weight).unwrap();
            after.add_carried(choices[*choice], *weight).unwrap();
        }
        for (weight, choice) in changed.iter().rev() {
            after.remove_ballot(choices[*choice], *weight).unwrap();
            after.remove_carried(choices[*choice], *weight).unwrap();
        }
        prop_assert_eq!(before, after);
    }

    #[test]
    fn ratios_compare_as_fractions_do(part in any::<u64>(), whole in any::<u64>(), ratio in ratio()) {
        let (left, right) = (
            u128::from(part) * u128::from(ratio.denominator()),
            u128::from(whole) * u128::from(ratio.numerator()),
        );
        prop_assert_eq!(ratio.reached_by(part.into(), whole.into()), left >= right);
        prop_assert_eq!(ratio.exceeded_by(part.into(), whole.into()), left > right);
        // The same scaled up beyond 128 bits of product.
        let scale = 1_u128 << 64;
        let (part, whole) = (u128::from(part) * scale, u128::from(whole) * scale);
        prop_assert_eq!(ratio.reached_by(part, whole), left >= right);
        prop_assert_eq!(ratio.exceeded_by(part, whole), left > right);
    }
}

#[test]
fn a_refused_ballot_changes_nothing() {
    let mut tally = Tally::default();
    tally.add_ballot(Choice::Yes, 3).unwrap();
    let before = tally;
    let refused = tally.remove_ballot(Choice::No, 3).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "3000000 can't be taken from the 0 counted as no"
    );
    assert!(tally.remove_ballot(Choice::Yes, 4).is_err());
    // Weight enough, but no such seat.
    tally.seats.yes = 0;
    assert!(tally.remove_ballot(Choice::Yes, 3).is_err());
    assert_eq!(tally.weight, before.weight);

    let mut full = Tally::default();
    full.seats.yes = u128::MAX;
    let kept = full;
    let refused = full.add_ballot(Choice::Yes, 1).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the tally of yes has no room for 1 more"
    );
    assert_eq!(full, kept);
}
