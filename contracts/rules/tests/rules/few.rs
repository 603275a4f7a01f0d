//! Every rule that a charter may have still decides with three, two and one seats: everybody's yes passes, and whatever
//! they say it ends.

use folkmoot_rules::{
    Base, Choice, Consent, Count, Electorate, Outcome, Preset, Ratio, Rule, Silence, Tally,
    Threshold, Voice, early_outcome, outcome,
};

/// All that a threshold can ask, and all that a consent can, at its edges.
fn rules() -> Vec<Rule> {
    let ratio = |part, whole| Ratio::new(part, whole).unwrap();
    let shares = [
        ratio(1, 1_000_000),
        ratio(1, 2),
        ratio(66, 100),
        ratio(99, 100),
        Ratio::ONE,
    ];
    let mut rules: Vec<Rule> = Preset::ALL.iter().map(|preset| preset.rule()).collect();
    for quorum in shares {
        for threshold in shares {
            for (strict, base) in [
                (false, Base::Cast),
                (true, Base::Cast),
                (false, Base::Eligible),
                (true, Base::Eligible),
            ] {
                for count in [Count::Weight, Count::Seats, Count::Both] {
                    rules.push(Rule::Threshold(Threshold {
                        quorum,
                        threshold,
                        strict,
                        base,
                        count,
                    }));
                }
            }
        }
        let silences = [
            Silence::AllMustAnswer,
            Silence::Lazy,
            Silence::AtLeast(0),
            Silence::AtLeast(2),
            Silence::AtLeast(u32::MAX),
        ];
        for silence in silences {
            for blocks_allowed in [0, 1, u32::MAX] {
                for stand_asides_allowed in [None, Some(0)] {
                    for least_yes in [
                        None,
                        Some(Ratio::HALF),
                        Some(ratio(99, 100)),
                        Some(Ratio::ONE),
                    ] {
                        for (least_seats, abstain) in [(0, true), (4, false), (u32::MAX, true)] {
                            rules.push(Rule::Consent(Consent {
                                blocks_allowed,
                                stand_asides_allowed,
                                quorum: (quorum != Ratio::HALF).then_some(quorum),
                                silence,
                                least_yes,
                                least_seats,
                                abstain,
                            }));
                        }
                    }
                }
            }
        }
    }
    rules.retain(|rule| rule.check().is_ok());
    rules
}

#[test]
fn few_seats_can_still_decide_everything() {
    for rule in rules() {
        for weights in [&[1][..], &[7], &[1, 1], &[1, 9], &[1, 1, 1], &[9, 1, 1]] {
            let electorate = Electorate {
                weight: weights.iter().sum(),
                seats: weights.len().try_into().unwrap(),
            };
            let mut tally = Tally::default();
            for (at, weight) in weights.iter().enumerate() {
                let voice = Voice {
                    is_proposer: at == 0,
                    is_concerned: true,
                };
                tally.add_ballot(Choice::Yes, *weight).unwrap();
                tally.hear(voice, Choice::Yes);
            }
            assert_eq!(
                outcome(&rule, &electorate, &tally),
                Outcome::Passed,
                "{weights:?} {rule:?}"
            );
            assert_eq!(early_outcome(&rule, &electorate, &tally), Outcome::Passed);
            // and nobody's silence holds it open
            let nobody = outcome(&rule, &electorate, &Tally::default());
            assert_eq!(nobody, Outcome::NoQuorum, "{weights:?} {rule:?}");
            let mut gone = Tally::default();
            gone.add_absent(electorate.weight, electorate.seats)
                .unwrap();
            assert_eq!(early_outcome(&rule, &electorate, &gone), Outcome::NoQuorum);
        }
    }
}
