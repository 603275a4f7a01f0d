//! Counting by the book: sums over all ballots, outcomes over completions, shares by hand.

use folkmoot_group::msg::{Cast, SeatId};
use folkmoot_rules::{
    Base, Choice, Count, Outcome, QuorumMissed, Rule, Shares, Signal, ThresholdMissed, Translation,
    UpstreamBallot,
};

use super::model::Decision;

const UNIT: u128 = 1_000_000;

/// Yes, no, abstaining, not cast: in units of weight, and in seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub weight: [u128; 4],
    pub seats: [u128; 4],
}

impl Sums {
    fn add(&mut self, signal: Signal, weight: u64) {
        self.weight[place(signal)] += u128::from(weight) * UNIT;
        self.seats[place(signal)] += 1;
    }

    fn add_shares(&mut self, shares: &Shares, weight: u64) {
        let parts = divided(shares, u128::from(weight) * UNIT);
        for (sum, part) in self.weight.iter_mut().zip(parts) {
            *sum += part;
        }
        let stands = if shares.yes > shares.no {
            Signal::Yes
        } else if shares.no > shares.yes {
            Signal::No
        } else if shares.not_cast < shares.of {
            Signal::Abstain
        } else {
            Signal::NotCast
        };
        self.seats[place(stands)] += 1;
    }
}

fn place(signal: Signal) -> usize {
    match signal {
        Signal::Yes => 0,
        Signal::No => 1,
        Signal::Abstain => 2,
        Signal::NotCast => 3,
    }
}

fn signal_of(choice: Choice) -> Signal {
    match choice {
        Choice::Yes => Signal::Yes,
        Choice::No | Choice::Block => Signal::No,
        Choice::Abstain | Choice::StandAside => Signal::Abstain,
    }
}

/// Largest remainder, unit by unit; equal remainders go to not cast, abstain, no, yes in this order.
fn divided(shares: &Shares, whole: u128) -> [u128; 4] {
    let parts = [shares.yes, shares.no, shares.abstain, shares.not_cast];
    let mut floors = parts.map(|part| part * whole / shares.of);
    let mut order: Vec<usize> = vec![3, 2, 1, 0];
    order.sort_by_key(|at| std::cmp::Reverse(parts[*at] * whole % shares.of));
    let left = whole - floors.iter().sum::<u128>();
    for at in order.into_iter().take(usize::try_from(left).unwrap()) {
        floors[at] += 1;
    }
    floors
}

/// The ballots of a decision as they count now; group seats that can't be asked any more are not cast.
pub fn tally(decision: &Decision, now: u64) -> Sums {
    let mut sums = Sums::default();
    for (seat, (cast, _)) in &decision.ballots {
        let weight = decision.electorate[seat].0;
        match cast {
            Cast::Choice(choice) | Cast::Carried { choice, .. } => {
                sums.add(signal_of(*choice), weight)
            }
            Cast::Absent {} => sums.add(Signal::NotCast, weight),
            Cast::Upstream {
                ballot: UpstreamBallot::Signal(signal),
                ..
            } => sums.add(*signal, weight),
            Cast::Upstream {
                ballot: UpstreamBallot::Split(shares) | UpstreamBallot::SplitAs { shares, .. },
                ..
            } => sums.add_shares(shares, weight),
        }
    }
    for seat in unasked(decision, now) {
        sums.add(Signal::NotCast, decision.groups[&seat]);
    }
    sums
}

/// Group seats that were not asked in time, once that time is over; what was decided before stays as it was.
fn unasked(decision: &Decision, now: u64) -> Vec<SeatId> {
    let counted_at = decision.moved.map_or(now, |(at, _)| at);
    if counted_at < decision.ask_until {
        return vec![];
    }
    decision
        .groups
        .keys()
        .filter(|seat| !decision.asked.contains(seat))
        .copied()
        .collect()
}

/// Seats that may still say something.
fn silent(decision: &Decision, now: u64) -> Vec<SeatId> {
    let unasked = unasked(decision, now);
    let voiceless = |seat: &SeatId| decision.ballots.contains_key(seat) || unasked.contains(seat);
    decision
        .electorate
        .keys()
        .filter(|seat| !voiceless(seat))
        .copied()
        .collect()
}

/// The outcome if nobody said anything more.
pub fn outcome(decision: &Decision, now: u64) -> Outcome {
    decided(decision, &tally(decision, now))
}

fn decided(decision: &Decision, sums: &Sums) -> Outcome {
    let Rule::Threshold(rule) = &decision.round.rule else {
        panic!("the machine's charters decide by thresholds");
    };
    let all_weight: u128 = decision
        .electorate
        .values()
        .map(|(weight, _)| u128::from(*weight) * UNIT)
        .sum();
    let all_seats = u128::try_from(decision.electorate.len()).unwrap();
    let views = match rule.count {
        Count::Weight => vec![(sums.weight, all_weight, rule.base)],
        Count::Seats => vec![(sums.seats, all_seats, rule.base)],
        Count::Both => vec![
            (sums.weight, all_weight, rule.base),
            (sums.seats, all_seats, Base::Eligible),
        ],
    };
    let part = |ratio: folkmoot_rules::Ratio| {
        (
            u128::from(ratio.numerator()),
            u128::from(ratio.denominator()),
        )
    };
    let quorum = views.iter().all(|([yes, no, abstain, _], all, _)| {
        let present = yes + no + abstain;
        let (numerator, denominator) = part(rule.quorum);
        present > 0 && present * denominator >= all * numerator
    });
    let passes = views.iter().all(|([yes, no, _, _], all, base)| {
        let base = if *base == Base::Cast { yes + no } else { *all };
        let (numerator, denominator) = part(rule.threshold);
        let (has, needs) = (yes * denominator, base * numerator);
        *yes > 0
            && if rule.strict {
                has > needs
            } else {
                has >= needs
            }
    });
    match (quorum, passes) {
        (false, _) => Outcome::NoQuorum,
        (true, true) => Outcome::Passed,
        (true, false) => Outcome::Rejected,
    }
}

/// What every completion comes to, if it is the same.
pub fn early(decision: &Decision, now: u64) -> Outcome {
    let silent = silent(decision, now);
    let base = tally(decision, now);
    // up to three silent seats: all completions; more: all of one mind, which bound the others
    let completions: Vec<Vec<usize>> = if silent.len() <= 3 {
        let count = 4_usize.pow(u32::try_from(silent.len()).unwrap());
        (0..count)
            .map(|code| {
                (0..silent.len())
                    .map(|seat| code >> (2 * seat) & 3)
                    .collect()
            })
            .collect()
    } else {
        (0..4).map(|word| vec![word; silent.len()]).collect()
    };
    let complete = |words: Vec<usize>| {
        let mut sums = base;
        for (seat, word) in silent.iter().zip(words) {
            sums.weight[word] += u128::from(decision.electorate[seat].0) * UNIT;
            sums.seats[word] += 1;
        }
        decided(decision, &sums)
    };
    let mut outcomes = completions.into_iter().map(complete);
    let first = outcomes.next().unwrap();
    if outcomes.all(|outcome| outcome == first) {
        first
    } else {
        Outcome::Undecided
    }
}

/// What a mirror says above, once it is final; none before.
pub fn upstream(decision: &Decision, now: u64) -> Option<UpstreamBallot> {
    let sums = tally(decision, now);
    let over = decision.moved.is_some() || now >= decision.deadline();
    let early = if decision.round.early_finish {
        early(decision, now)
    } else {
        Outcome::Undecided
    };
    match decision.translation? {
        Translation::Signal {
            threshold_missed,
            no_quorum,
        } => {
            if !over && early == Outcome::Undecided {
                return None;
            }
            let outcome = if over {
                decided(decision, &sums)
            } else {
                early
            };
            Some(UpstreamBallot::Signal(translated(
                decision,
                &sums,
                outcome,
                threshold_missed,
                no_quorum,
            )))
        }
        Translation::Split {} => {
            let all_said = decision.round.early_finish && silent(decision, now).is_empty();
            if !over && !all_said && early != Outcome::NoQuorum {
                return None;
            }
            if early == Outcome::NoQuorum || decided(decision, &sums) == Outcome::NoQuorum {
                return Some(UpstreamBallot::Signal(Signal::NotCast));
            }
            let word = translated(
                decision,
                &sums,
                decided(decision, &sums),
                ThresholdMissed::Abstain,
                QuorumMissed::NotCast,
            );
            let shares = shares(decision, &sums);
            let stands = match shares.yes.cmp(&shares.no) {
                std::cmp::Ordering::Greater => Signal::Yes,
                std::cmp::Ordering::Less => Signal::No,
                std::cmp::Ordering::Equal => Signal::Abstain,
            };
            Some(match word == stands {
                true => UpstreamBallot::Split(shares),
                false => UpstreamBallot::SplitAs { word, shares },
            })
        }
    }
}

fn shares(decision: &Decision, sums: &Sums) -> Shares {
    let of: u128 = decision
        .electorate
        .values()
        .map(|(weight, _)| u128::from(*weight) * UNIT)
        .sum();
    let [yes, no, abstain, _] = sums.weight;
    Shares {
        yes,
        no,
        abstain,
        not_cast: of - yes - no - abstain,
        of,
    }
}

fn translated(
    decision: &Decision,
    sums: &Sums,
    outcome: Outcome,
    threshold_missed: ThresholdMissed,
    no_quorum: QuorumMissed,
) -> Signal {
    let Rule::Threshold(rule) = &decision.round.rule else {
        panic!("the machine's charters decide by thresholds");
    };
    let counted = match rule.count {
        Count::Weight => vec![sums.weight],
        Count::Seats => vec![sums.seats],
        Count::Both => vec![sums.weight, sums.seats],
    };
    match outcome {
        Outcome::Passed => Signal::Yes,
        Outcome::NoQuorum if no_quorum == QuorumMissed::Abstain => Signal::Abstain,
        Outcome::NoQuorum => Signal::NotCast,
        _ if counted.iter().all(|[yes, no, ..]| yes + no == 0) => Signal::Abstain,
        _ if counted.iter().any(|[yes, no, ..]| yes <= no) => Signal::No,
        _ if threshold_missed == ThresholdMissed::No => Signal::No,
        _ => Signal::Abstain,
    }
}
