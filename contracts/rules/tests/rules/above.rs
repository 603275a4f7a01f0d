//! What a group tells above, for every pair of a rule below and a rule above: a table written by hand from the words of the
//! design, and a tiny model of them that every small group is held against.

use folkmoot_rules::{
    Base, Choice, Consent, Count, Electorate, Measure, Outcome, QuorumMissed, Ratio, Rule, Signal,
    Silence, Slate, Tally, Threshold, ThresholdMissed, Translation, UNITS_PER_WEIGHT, Voice,
    outcome, upstream_ballot,
};

const SPLIT: Translation = Translation::Split {};
/// What the seat weighs in the group above: no multiple of any group's size, so that remainders matter.
const WEIGHT: u64 = 7;

const fn spoken(threshold_missed: ThresholdMissed, no_quorum: QuorumMissed) -> Translation {
    Translation::Signal {
        threshold_missed,
        no_quorum,
    }
}

/// A group's ballots, a seat a letter: yes, no, abstain, aside, block, x left, - silent. The first opened the proposal.
#[derive(Clone, Debug)]
struct Below {
    seats: Vec<(u64, char)>,
}

impl Below {
    fn of(weights: &[u64], told: &str) -> Self {
        Self {
            seats: weights.iter().copied().zip(told.chars()).collect(),
        }
    }

    fn equal(told: &str) -> Self {
        Self::of(&vec![1; told.len()], told)
    }

    fn electorate(&self) -> Electorate {
        Electorate {
            weight: self.seats.iter().map(|seat| seat.0).sum(),
            seats: self.seats.len().try_into().unwrap(),
        }
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (at, (weight, letter)) in self.seats.iter().enumerate() {
            let choice = match letter {
                'y' => Choice::Yes,
                'n' => Choice::No,
                'a' => Choice::Abstain,
                's' => Choice::StandAside,
                'b' => Choice::Block,
                'x' => {
                    tally.add_absent(*weight, 1).unwrap();
                    continue;
                }
                _ => continue,
            };
            let voice = Voice {
                is_proposer: at == 0,
                is_concerned: false,
            };
            tally.add_ballot(choice, *weight).unwrap();
            tally.hear(voice, choice);
        }
        tally
    }

    /// What these letters weigh, or how many seats they are.
    fn sum(&self, letters: &str, in_seats: bool) -> u128 {
        let these = self.seats.iter().filter(|seat| letters.contains(seat.1));
        these
            .map(|seat| if in_seats { 1 } else { u128::from(seat.0) })
            .sum()
    }

    /// What the group above counts for it, as (weight, seats), in parts of yes, no, abstain, not cast, block.
    fn counted(
        &self,
        rule: &Rule,
        translation: &Translation,
        above: Slate,
    ) -> ([u128; 5], [u128; 5]) {
        let (electorate, tally) = (self.electorate(), self.tally());
        let decided = outcome(rule, &electorate, &tally);
        let ballot = upstream_ballot(rule, translation, &electorate, &tally, decided).unwrap();
        let mut joint = Tally::default();
        joint.add_upstream_on(above, &ballot, WEIGHT).unwrap();
        let parts = |measure: Measure| {
            assert_eq!(measure.stand_aside, 0);
            let Measure {
                yes,
                no,
                abstain,
                not_cast,
                block,
                ..
            } = measure;
            [yes, no, abstain, not_cast, block]
        };
        (parts(joint.weight), parts(joint.seats))
    }
}

/// The place of a word among the parts: of a threshold as it is, of a consent a no blocks.
fn place(signal: Signal, above: Slate) -> usize {
    match (signal, above) {
        (Signal::Yes, _) => 0,
        (Signal::No, Slate::Vote) => 1,
        (Signal::No, _) => 4,
        (Signal::Abstain, Slate::Vote | Slate::Consensus) => 2,
        (Signal::Abstain, Slate::Circle) | (Signal::NotCast, _) => 3,
    }
}

fn all_at(place: usize, of: u128) -> [u128; 5] {
    let mut parts = [0; 5];
    parts[place] = of;
    parts
}

fn whole() -> u128 {
    u128::from(WEIGHT) * UNITS_PER_WEIGHT
}

fn three_quarters_of(count: Count) -> Rule {
    Rule::Threshold(Threshold {
        quorum: Ratio::HALF,
        threshold: Ratio::THREE_QUARTERS,
        strict: false,
        base: Base::Cast,
        count,
    })
}

/// A consent that all must answer, without blocks, and with abstaining or without.
fn all_answer(abstain: bool) -> Rule {
    Rule::Consent(Consent {
        blocks_allowed: 0,
        stand_asides_allowed: Some(1),
        quorum: None,
        silence: Silence::AllMustAnswer,
        least_yes: None,
        least_seats: 0,
        abstain,
    })
}

/// By hand. Each row: the rule below, the ballots, and then what is counted above: by consensus, in a circle, by a
/// threshold of seats; first of a group that speaks with one voice, then of one that splits.
#[test]
fn every_pair_of_rules_by_hand() {
    let majority = Rule::majority();
    let minus_one = Rule::consensus_minus_one();
    let circle = Rule::sociocratic_circles();
    let quarters = three_quarters_of(Count::Weight);
    let table = [
        // passed: yes everywhere
        (majority, "yyn", ["yes yes yes", "yes yes yes"]),
        (quarters, "yyyn", ["yes yes yes", "yes yes yes"]),
        (circle, "yyy-", ["yes yes yes", "yes yes yes"]),
        // passed over one block: more said yes than no
        (minus_one, "yyyb", ["yes yes yes", "yes yes yes"]),
        // blocked: a no, and so a block, however many said yes; only a count of seats asks where they stand
        (circle, "yyyb", ["block block no", "block block yes"]),
        (
            Rule::consensus(),
            "yyyb",
            ["block block no", "block block yes"],
        ),
        (
            Rule::consensus(),
            "yyab",
            ["block block no", "block block yes"],
        ),
        (
            Rule::consensus(),
            "ybbb",
            ["block block no", "block block no"],
        ),
        (
            Rule::consensus(),
            "ybas",
            ["block block no", "block block abstain"],
        ),
        (minus_one, "yybb", ["block block no", "block block abstain"]),
        (minus_one, "yyybb", ["block block no", "block block yes"]),
        (
            all_answer(false),
            "yyyb",
            ["block block no", "block block yes"],
        ),
        // the threshold missed: abstaining, and not cast where nobody can abstain
        (
            quarters,
            "yyn",
            ["abstain not_cast abstain", "abstain not_cast yes"],
        ),
        (
            quarters,
            "yyna",
            ["abstain not_cast abstain", "abstain not_cast yes"],
        ),
        (
            minus_one,
            "yyaa",
            ["abstain not_cast abstain", "abstain not_cast yes"],
        ),
        (
            minus_one,
            "yyab",
            ["abstain not_cast abstain", "abstain not_cast yes"],
        ),
        (
            all_answer(true),
            "yss",
            ["abstain not_cast abstain", "abstain not_cast yes"],
        ),
        // rejected with yes ≤ no: a no
        (majority, "ynn", ["block block no", "block block no"]),
        (majority, "yn", ["block block no", "block block abstain"]),
        (quarters, "yynn", ["block block no", "block block abstain"]),
        (minus_one, "yaab", ["block block no", "block block abstain"]),
        (minus_one, "aaab", ["block block no", "block block no"]),
        // rejected with neither yes nor no: abstaining
        (
            majority,
            "aaa",
            ["abstain not_cast abstain", "abstain not_cast abstain"],
        ),
        (
            Rule::consensus(),
            "aas",
            ["abstain not_cast abstain", "abstain not_cast abstain"],
        ),
        // no quorum: not cast, whatever was said
        (
            majority,
            "y--",
            ["not_cast not_cast not_cast", "not_cast not_cast not_cast"],
        ),
        (
            majority,
            "n--",
            ["not_cast not_cast not_cast", "not_cast not_cast not_cast"],
        ),
        (
            majority,
            "xx-",
            ["not_cast not_cast not_cast", "not_cast not_cast not_cast"],
        ),
        (
            circle,
            "ybb",
            ["not_cast not_cast not_cast", "not_cast not_cast not_cast"],
        ),
        (
            all_answer(true),
            "yyx",
            ["not_cast not_cast not_cast", "not_cast not_cast not_cast"],
        ),
    ];
    let slates = [Slate::Consensus, Slate::Circle, Slate::Vote];
    let words = ["yes", "no", "abstain", "not_cast", "block"];
    for (rule, told, expected) in table {
        for (translation, expected) in [Translation::default(), SPLIT].iter().zip(expected) {
            let found = slates.map(|above| {
                let (_, seats) = Below::equal(told).counted(&rule, translation, above);
                words[seats.iter().position(|part| *part == 1).unwrap()]
            });
            assert_eq!(found.join(" "), expected, "{told} {translation:?} {rule:?}");
        }
    }
}

/// Weight is split by how the members voted, whatever the outcome; with the quorum missed none of it is cast.
#[test]
fn a_threshold_above_splits_the_weight_by_hand() {
    let table = [
        (Rule::consensus(), "yyyb", [5_250_000, 1_750_000, 0, 0]),
        (
            Rule::consensus_minus_one(),
            "yyyb",
            [5_250_000, 1_750_000, 0, 0],
        ),
        (
            three_quarters_of(Count::Weight),
            "yyn",
            [4_666_667, 2_333_333, 0, 0],
        ),
        (
            Rule::majority(),
            "yyn-",
            [3_500_000, 1_750_000, 0, 1_750_000],
        ),
        (
            Rule::consensus(),
            "yasx",
            [1_750_000, 0, 3_500_000, 1_750_000],
        ),
        (Rule::majority(), "y--", [0, 0, 0, 7_000_000]),
    ];
    for (rule, told, [yes, no, abstain, not_cast]) in table {
        let (weight, _) = Below::equal(told).counted(&rule, &SPLIT, Slate::Vote);
        assert_eq!(weight, [yes, no, abstain, not_cast, 0], "{told} {rule:?}");
    }
}

/// The rules below: thresholds on both bases in all counts, consents with and without what they can ask.
fn rules_below() -> Vec<Rule> {
    let mut rules = vec![
        Rule::consensus(),
        Rule::consensus_minus_one(),
        Rule::sociocratic_circles(),
        all_answer(true),
        all_answer(false),
        Rule::unanimity(),
    ];
    for count in [Count::Weight, Count::Seats, Count::Both] {
        rules.push(three_quarters_of(count));
        for base in [Base::Cast, Base::Eligible] {
            rules.push(Rule::Threshold(Threshold {
                quorum: Ratio::HALF,
                threshold: Ratio::HALF,
                strict: true,
                base,
                count,
            }));
        }
    }
    rules
}

/// All ballots of so many seats.
fn all_ballots(letters: &str, seats: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    for _ in 0..seats {
        let longer = |told: &String| letters.chars().map(|one| format!("{told}{one}")).collect();
        all = all.iter().flat_map::<Vec<String>, _>(longer).collect();
    }
    all
}

/// The design's words on an outcome, by a group that does not split.
fn word(
    below: &Below,
    rule: &Rule,
    decided: Outcome,
    (missed, unmet): (ThresholdMissed, QuorumMissed),
) -> Signal {
    let measures: &[bool] = match rule {
        Rule::Threshold(rule) => match rule.count {
            Count::Weight => &[false],
            Count::Seats => &[true],
            Count::Both => &[false, true],
        },
        Rule::Consent(_) => &[true],
    };
    let (yes, no): (Vec<u128>, Vec<u128>) = measures
        .iter()
        .map(|in_seats| (below.sum("y", *in_seats), below.sum("nb", *in_seats)))
        .unzip();
    let nobody = yes.iter().chain(&no).all(|part| *part == 0);
    match decided {
        Outcome::Passed => Signal::Yes,
        Outcome::Blocked => Signal::No,
        Outcome::NoQuorum if unmet == QuorumMissed::NotCast => Signal::NotCast,
        Outcome::NoQuorum => Signal::Abstain,
        _ if nobody => Signal::Abstain,
        _ if yes.iter().zip(&no).any(|(yes, no)| yes <= no) => Signal::No,
        _ if missed == ThresholdMissed::No => Signal::No,
        _ => Signal::Abstain,
    }
}

/// Largest remainder; equal remainders to not cast, abstain, no, yes in this order.
fn divided(below: &Below) -> [u128; 5] {
    let all = below.sum("ynasbx-", false);
    let shares = ["x-", "as", "nb", "y"].map(|letters| below.sum(letters, false));
    let mut parts = shares.map(|share| share * whole() / all);
    let mut left = whole() - parts.iter().sum::<u128>();
    let mut order = [0, 1, 2, 3];
    order.sort_by(|a, b| (shares[*b] * whole() % all).cmp(&(shares[*a] * whole() % all)));
    for at in order {
        let one = left.min(1);
        parts[at] += one;
        left -= one;
    }
    [parts[3], parts[2], parts[1], parts[0], 0]
}

/// Where a split seat stands in a count of seats.
fn stand(below: &Below) -> Signal {
    match below.sum("y", false).cmp(&below.sum("nb", false)) {
        std::cmp::Ordering::Greater => Signal::Yes,
        std::cmp::Ordering::Less => Signal::No,
        std::cmp::Ordering::Equal => Signal::Abstain,
    }
}

#[test]
fn every_small_group_tells_above_what_it_decided() {
    let voices = [ThresholdMissed::Abstain, ThresholdMissed::No]
        .into_iter()
        .flat_map(|missed| {
            [QuorumMissed::NotCast, QuorumMissed::Abstain].map(|unmet| (missed, unmet))
        });
    let translations: Vec<_> = voices
        .map(|voice| (spoken(voice.0, voice.1), Some(voice)))
        .chain([(SPLIT, None)])
        .collect();
    for rule in rules_below() {
        let letters = match rule.slate() {
            Slate::Vote => "yna-x",
            Slate::Consensus => "yasb-",
            Slate::Circle => "ybx-",
        };
        for weights in [&[1, 1, 1, 1][..], &[5, 1, 2, 1], &[1, 3, 1]] {
            for told in all_ballots(letters, weights.len()) {
                let below = Below::of(weights, &told);
                let decided = outcome(&rule, &below.electorate(), &below.tally());
                for (translation, voice) in &translations {
                    let usual = (ThresholdMissed::Abstain, QuorumMissed::NotCast);
                    let word = word(&below, &rule, decided, voice.unwrap_or(usual));
                    for above in [Slate::Vote, Slate::Consensus, Slate::Circle] {
                        let in_parts =
                            voice.is_none() && above == Slate::Vote && decided != Outcome::NoQuorum;
                        let expected = if in_parts {
                            (divided(&below), all_at(place(stand(&below), above), 1))
                        } else {
                            let at = place(word, above);
                            (all_at(at, whole()), all_at(at, 1))
                        };
                        assert_eq!(
                            below.counted(&rule, translation, above),
                            expected,
                            "{told} of {weights:?}, {decided}, {translation:?}, {above:?}, {rule:?}"
                        );
                    }
                }
            }
        }
    }
}
