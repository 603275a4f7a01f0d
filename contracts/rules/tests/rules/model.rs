//! A slow model of the threshold rule: seat by seat, from the words of the design, sharing no code with the crate.

use folkmoot_rules::{
    Base, Choice, Count, Electorate, Outcome, Ratio, Rule, Shares, Signal, Tally, Threshold,
    UpstreamBallot,
};

/// What a seat did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Nothing yet.
    Silent,
    Yes,
    No,
    Abstain,
    /// A delegate says this for it; it may still speak for itself.
    Carried(Choice),
    /// Left, was not asked in time, or is told not cast.
    Absent,
    /// Its group voted in these twelfths: yes, no, abstain; the rest is not cast.
    Split(u8, u8, u8),
}

/// One seat of the model.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub weight: u64,
    pub did: Did,
}

/// The tally as the crate keeps it.
pub fn tally(seats: &[Seat]) -> (Electorate, Tally) {
    let mut tally = Tally::default();
    for seat in seats {
        let counted = match seat.did {
            Did::Silent => Ok(()),
            Did::Yes => tally.add_ballot(Choice::Yes, seat.weight),
            Did::No => tally.add_upstream(&UpstreamBallot::Signal(Signal::No), seat.weight),
            Did::Abstain => tally.add_ballot(Choice::Abstain, seat.weight),
            Did::Carried(choice) => tally.add_carried(choice, seat.weight),
            Did::Absent => tally.add_absent(seat.weight, 1),
            Did::Split(yes, no, abstain) => {
                let (yes, no, abstain) = (u128::from(yes), u128::from(no), u128::from(abstain));
                let shares = Shares {
                    yes,
                    no,
                    abstain,
                    not_cast: 12 - yes - no - abstain,
                    of: 12,
                };
                tally.add_upstream(&UpstreamBallot::Split(shares), seat.weight)
            }
        };
        counted.expect("small figures fit");
    }
    let count = seats.len().try_into().expect("few seats");
    (
        Electorate {
            weight: seats.iter().map(|seat| seat.weight).sum(),
            seats: count,
        },
        tally,
    )
}

/// Amounts of yes, no and abstain, and of all, in one measure.
type Sums = (u128, u128, u128, u128);

/// Weight in twelfths, so that the parts of a split seat are whole.
fn by_weight(seats: &[Seat]) -> Sums {
    let mut sums = (0, 0, 0, 0);
    for seat in seats {
        let weight = u128::from(seat.weight);
        sums.3 += 12 * weight;
        match seat.did {
            Did::Silent | Did::Absent => {}
            Did::Yes | Did::Carried(Choice::Yes) => sums.0 += 12 * weight,
            Did::No | Did::Carried(Choice::No) => sums.1 += 12 * weight,
            Did::Abstain | Did::Carried(_) => sums.2 += 12 * weight,
            Did::Split(yes, no, abstain) => {
                sums.0 += u128::from(yes) * weight;
                sums.1 += u128::from(no) * weight;
                sums.2 += u128::from(abstain) * weight;
            }
        }
    }
    sums
}

fn by_seats(seats: &[Seat]) -> Sums {
    let mut sums = (0, 0, 0, 0);
    for seat in seats {
        sums.3 += 1;
        match seat.did {
            Did::Silent | Did::Absent | Did::Split(0, 0, 0) => {}
            Did::Yes | Did::Carried(Choice::Yes) => sums.0 += 1,
            Did::No | Did::Carried(Choice::No) => sums.1 += 1,
            Did::Abstain | Did::Carried(_) => sums.2 += 1,
            Did::Split(yes, no, _) if yes > no => sums.0 += 1,
            Did::Split(yes, no, _) if yes < no => sums.1 += 1,
            Did::Split(..) => sums.2 += 1,
        }
    }
    sums
}

/// part ÷ whole ≥ ratio, by asking for each side how many times it holds the other's denominator.
fn at_least(part: u128, whole: u128, ratio: Ratio) -> bool {
    part * u128::from(ratio.denominator()) >= whole * u128::from(ratio.numerator())
}

/// The outcome at the deadline.
pub fn outcome(rule: &Threshold, seats: &[Seat]) -> Outcome {
    let measures = match rule.count {
        Count::Weight => vec![(by_weight(seats), rule.base)],
        Count::Seats => vec![(by_seats(seats), rule.base)],
        Count::Both => vec![
            (by_weight(seats), rule.base),
            (by_seats(seats), Base::Eligible),
        ],
    };
    let mut passes = true;
    for ((yes, no, abstain, all), base) in measures {
        let ballots = yes + no + abstain;
        if ballots == 0 || !at_least(ballots, all, rule.quorum) {
            return Outcome::NoQuorum;
        }
        let base = match base {
            Base::Cast => yes + no,
            Base::Eligible => all,
        };
        let reached = at_least(yes, base, rule.threshold);
        // Not strict and no tie is the same as: the others do not reach the rest.
        let tie = yes * u128::from(rule.threshold.denominator())
            == base * u128::from(rule.threshold.numerator());
        passes &= yes > 0 && reached && !(rule.strict && tie);
    }
    if passes {
        Outcome::Passed
    } else {
        Outcome::Rejected
    }
}

/// What a seat may have done in the end: a silent one anything, one that is spoken for any choice.
pub fn ends(did: Did) -> Vec<Did> {
    match did {
        Did::Silent => vec![Did::Absent, Did::Yes, Did::No, Did::Abstain],
        Did::Carried(_) => vec![Did::Yes, Did::No, Did::Abstain],
        _ => vec![did],
    }
}

/// All completions, one by one; the first is the one in which all who are silent stay so.
pub fn completions(seats: &[Seat]) -> Vec<Vec<Seat>> {
    let mut all = vec![Vec::new()];
    for seat in seats {
        let with = |before: &Vec<Seat>| {
            let before = before.clone();
            ends(seat.did).into_iter().map(move |did| {
                let mut next = before.clone();
                next.push(Seat { did, ..*seat });
                next
            })
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// The outcome that all completions share, by trying each of them.
pub fn early_outcome(rule: &Threshold, seats: &[Seat]) -> Outcome {
    let mut outcomes = completions(seats)
        .into_iter()
        .map(|seats| outcome(rule, &seats));
    let first = outcomes.next().expect("there is always one");
    match outcomes.all(|other| other == first) {
        true => first,
        false => Outcome::Undecided,
    }
}

/// The crate's answers for the same seats: (early, at the deadline).
pub fn answers(rule: &Threshold, seats: &[Seat]) -> (Outcome, Outcome) {
    let (electorate, tally) = tally(seats);
    let rule = Rule::Threshold(*rule);
    (
        folkmoot_rules::early_outcome(&rule, &electorate, &tally),
        folkmoot_rules::outcome(&rule, &electorate, &tally),
    )
}

/// Every rule with these ratios: counts × bases × strictness, without those that can't be met.
pub fn rules(quorum: Ratio, threshold: Ratio) -> Vec<Threshold> {
    let mut rules = Vec::new();
    for count in [Count::Weight, Count::Seats, Count::Both] {
        for base in [Base::Cast, Base::Eligible] {
            for strict in [false, true] {
                let rule = Threshold {
                    quorum,
                    threshold,
                    strict,
                    base,
                    count,
                };
                if Rule::Threshold(rule).check().is_ok() {
                    rules.push(rule);
                }
            }
        }
    }
    rules
}

/// Consent as the design's words have it, counting ballots one by one. The first seat opened the proposal.
pub mod consent {
    use folkmoot_rules::{
        Choice, Consent, Electorate, Outcome, Silence, Tally, UpstreamBallot, Voice,
    };

    /// One seat.
    #[derive(Clone, Copy, Debug)]
    pub struct Seat {
        pub weight: u64,
        pub concerned: bool,
        /// Its ballot; none while it is silent.
        pub did: Option<Did>,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Did {
        Chose(Choice),
        /// A group's vote, read by the round's slate.
        Told(UpstreamBallot),
        Absent,
    }

    impl Seat {
        /// The choice that counts.
        fn choice(&self, rule: &Consent) -> Option<Choice> {
            match self.did? {
                Did::Chose(choice) => Some(choice),
                Did::Told(ballot) => ballot.choice_on(folkmoot_rules::Rule::Consent(*rule).slate()),
                Did::Absent => None,
            }
        }
    }

    /// The tally as the crate keeps it.
    pub fn tally(rule: &Consent, seats: &[Seat]) -> (Electorate, Tally) {
        let slate = folkmoot_rules::Rule::Consent(*rule).slate();
        let mut tally = Tally::default();
        for (at, seat) in seats.iter().enumerate() {
            let voice = Voice {
                is_proposer: at == 0,
                is_concerned: seat.concerned,
            };
            match seat.did {
                None => {}
                Some(Did::Absent) => tally.add_absent(seat.weight, 1).expect("few seats"),
                Some(Did::Chose(choice)) => {
                    tally.add_ballot(choice, seat.weight).expect("few seats");
                    tally.hear(voice, choice);
                }
                Some(Did::Told(ballot)) => {
                    tally
                        .add_upstream_on(slate, &ballot, seat.weight)
                        .expect("few seats");
                    if let Some(choice) = ballot.choice_on(slate) {
                        tally.hear(voice, choice);
                    }
                }
            }
        }
        let electorate = Electorate {
            weight: seats.iter().map(|seat| seat.weight).sum(),
            seats: seats.len().try_into().expect("few seats"),
        };
        (electorate, tally)
    }

    /// The outcome at the deadline.
    pub fn outcome(rule: &Consent, seats: &[Seat]) -> Outcome {
        let choices: Vec<(usize, &Seat, Choice)> = seats
            .iter()
            .enumerate()
            .filter_map(|(at, seat)| Some((at, seat, seat.choice(rule)?)))
            .collect();
        let count = |wanted: Choice| choices.iter().filter(|(_, _, c)| *c == wanted).count();
        let all: u128 = seats.iter().map(|seat| u128::from(seat.weight)).sum();
        let weight = |of: &dyn Fn(Choice) -> bool| -> u128 {
            let these = choices.iter().filter(|(_, _, choice)| of(*choice));
            these.map(|(_, seat, _)| u128::from(seat.weight)).sum()
        };
        let unheard = match rule.silence {
            Silence::AllMustAnswer => choices.len() < seats.len(),
            Silence::AtLeast(least) => choices.len() < seats.len().min(least as usize),
            Silence::Lazy => !choices
                .iter()
                .any(|(at, _, c)| (*at != 0 || seats.len() == 1) && *c == Choice::Yes),
        };
        let thin = rule.quorum.is_some_and(|quorum| {
            weight(&|_| true) * u128::from(quorum.denominator())
                < all * u128::from(quorum.numerator())
        });
        if choices.is_empty() || unheard || thin {
            return Outcome::NoQuorum;
        }
        let passed_over = match seats.len() < rule.least_seats as usize {
            true => 0,
            false => rule.blocks_allowed as usize,
        };
        let expelled = choices
            .iter()
            .any(|(_, seat, choice)| seat.concerned && *choice == Choice::Block);
        if expelled || count(Choice::Block) > passed_over {
            return Outcome::Blocked;
        }
        let too_many_aside = rule
            .stand_asides_allowed
            .is_some_and(|allowed| count(Choice::StandAside) > allowed as usize);
        let too_few_yes = rule.least_yes.is_some_and(|share| {
            weight(&|choice| choice == Choice::Yes) * u128::from(share.denominator())
                <= all * u128::from(share.numerator())
        });
        if too_many_aside || too_few_yes || count(Choice::Yes) == 0 {
            Outcome::Rejected
        } else {
            Outcome::Passed
        }
    }
}
