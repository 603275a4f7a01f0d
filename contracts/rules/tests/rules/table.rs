//! Text tables: `rule | weights | ballots | time | status`.
//!
//! - rule: a preset's name, or `> 1/2 cast weight quorum 1/2` (`>` or `>=`, ratio, base, count, quorum)
//! - weights: one a seat, `50*1` for fifty seats of 1
//! - ballots: in the order of the seats: `yes no abstain`, `told` (told not cast), `gone` (left, or not asked),
//!   `split:24/16/0/10` (yes/no/abstain/not cast), `-` (silent); `24*yes` for many; seats without one are silent
//! - time: `early` or `end` for the outcome before and at the deadline; else seconds since opening like `3d -1s`,
//!   for the status of a path of 3 d period, no delay, 7 d execution window, changed by `delay=1d`, `moved=1d`
//!   (moved on when decided early, or closed), `failed=1`, `mirror`, `ended=executed`

use folkmoot_rules::{
    Base, Count, Electorate, Ended, Facts, Later, Moment, Moved, Outcome, Preset, Ratio, Rule,
    Seconds, Shares, Signal, Tally, Threshold, UpstreamBallot, early_outcome, outcome, status,
};

/// Checks every row of a table and reports all that differ.
pub fn check(table: &str) {
    let rows: Vec<&str> = table
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect();
    assert!(!rows.is_empty(), "a table without rows tests nothing");
    let wrong: Vec<String> = rows.into_iter().filter_map(check_row).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check_row(row: &str) -> Option<String> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [rule_cell, weights_cell, ballots, time, expected] = cells[..] else {
        panic!("a row has five cells: {row}");
    };
    let rule = rule(rule_cell);
    let weights = weights(weights_cell);
    let (electorate, tally) = count(&weights, ballots);
    let actual = match time {
        "early" => early_outcome(&rule, &electorate, &tally).to_string(),
        "end" => outcome(&rule, &electorate, &tally).to_string(),
        _ => status_at(&rule, &electorate, &tally, time),
    };
    (actual != expected).then(|| format!("{row}\n    but it is {actual}"))
}

/// The electorate of these seats and the tally of their ballots.
pub fn count(weights: &[u64], ballots: &str) -> (Electorate, Tally) {
    let mut tally = Tally::default();
    let words: Vec<&str> = repeated(ballots);
    assert!(
        words.len() <= weights.len(),
        "more ballots than seats: {ballots}"
    );
    for (&weight, word) in weights.iter().zip(words) {
        let counted = match word {
            "-" => Ok(()),
            "told" => tally.add_upstream(&UpstreamBallot::Signal(Signal::NotCast), weight),
            "gone" => tally.add_absent(weight, 1),
            _ => match word.strip_prefix("split:") {
                Some(shares) => {
                    tally.add_upstream(&UpstreamBallot::Split(self::shares(shares)), weight)
                }
                None => tally.add_ballot(word.parse().expect("a ballot's word"), weight),
            },
        };
        counted.expect("a ballot that counts");
    }
    let seats = weights.len().try_into().expect("few seats");
    (
        Electorate {
            weight: weights.iter().sum(),
            seats,
        },
        tally,
    )
}

/// `50 4` or `50*1`.
pub fn weights(cell: &str) -> Vec<u64> {
    repeated(cell)
        .into_iter()
        .map(|word| word.parse().expect("a weight"))
        .collect()
}

/// `24/16/0/10` as yes/no/abstain/not cast.
pub fn shares(text: &str) -> Shares {
    let parts: Vec<u128> = text
        .split('/')
        .map(|part| part.parse().expect("a share"))
        .collect();
    let [yes, no, abstain, not_cast] = parts[..] else {
        panic!("four shares: {text}")
    };
    Shares {
        yes,
        no,
        abstain,
        not_cast,
        of: yes + no + abstain + not_cast,
    }
}

/// `1/2`
pub fn ratio(text: &str) -> Ratio {
    let (numerator, denominator) = text.split_once('/').expect("a ratio");
    Ratio::new(
        numerator.parse().expect("a part"),
        denominator.parse().expect("a whole"),
    )
    .expect("a ratio in (0, 1]")
}

/// A preset's name, or `> 1/2 cast weight quorum 1/2`.
pub fn rule(cell: &str) -> Rule {
    if let Ok(preset) = cell.parse::<Preset>() {
        return preset.rule();
    }
    let words: Vec<&str> = cell.split_whitespace().collect();
    let [sign, threshold, base, count, "quorum", quorum] = words[..] else {
        panic!("no rule: {cell}")
    };
    let rule = Rule::Threshold(Threshold {
        quorum: ratio(quorum),
        threshold: ratio(threshold),
        strict: match sign {
            ">" => true,
            ">=" => false,
            _ => panic!("no sign: {sign}"),
        },
        base: match base {
            "cast" => Base::Cast,
            "eligible" => Base::Eligible,
            _ => panic!("no base: {base}"),
        },
        count: match count {
            "weight" => Count::Weight,
            "seats" => Count::Seats,
            "both" => Count::Both,
            _ => panic!("no count: {count}"),
        },
    });
    rule.check().expect("a rule that can be met");
    rule
}

fn repeated(cell: &str) -> Vec<&str> {
    cell.split_whitespace()
        .flat_map(|word| match word.split_once('*') {
            Some((times, word)) => vec![word; times.parse().expect("how often")],
            None => vec![word],
        })
        .collect()
}

fn status_at(rule: &Rule, electorate: &Electorate, tally: &Tally, time: &str) -> String {
    let mut facts = Facts {
        deadline: seconds("3d"),
        execution_window: Seconds::days(7),
        ..Facts::default()
    };
    let mut now = 0;
    for word in time.split_whitespace() {
        match word.split_once('=') {
            None if word == "mirror" => facts.is_mirror = true,
            None if word.starts_with('-') => now -= seconds(&word[1..]),
            None => now += seconds(word),
            Some(("delay", text)) => facts.later = vec![Later::Delay(Seconds(seconds(text)))],
            Some(("window", text)) => facts.execution_window = Seconds(seconds(text)),
            Some(("failed", text)) => facts.failed_attempts = text.parse().expect("how often"),
            Some(("ended", text)) => facts.ended = Some(ended(text)),
            Some(("moved", text)) => {
                facts.moved = moved(rule, electorate, tally, seconds(text), facts.deadline)
            }
            _ => panic!("no time: {word}"),
        }
    }
    let now = Moment { at: now, height: 1 };
    match status(&facts, outcome(rule, electorate, tally), now) {
        folkmoot_rules::Status::Delayed { until } => format!("delayed until {}", Seconds(until)),
        status => status.to_string(),
    }
}

fn moved(
    rule: &Rule,
    electorate: &Electorate,
    tally: &Tally,
    at: u64,
    deadline: u64,
) -> Option<Moved> {
    let outcome = if at < deadline {
        early_outcome(rule, electorate, tally)
    } else {
        outcome(rule, electorate, tally)
    };
    (outcome != Outcome::Undecided).then_some(Moved { at, outcome })
}

fn ended(word: &str) -> Ended {
    match word {
        "withdrawn" => Ended::Withdrawn,
        "superseded" => Ended::Superseded,
        "rescinded" => Ended::Rescinded,
        "executed" => Ended::Executed,
        _ => panic!("no end: {word}"),
    }
}

fn seconds(text: &str) -> u64 {
    let at = text.find(|c: char| !c.is_ascii_digit()).expect("a unit");
    let count: u64 = text[..at].parse().expect("a count");
    match &text[at..] {
        "d" => count * 86_400,
        "h" => count * 3_600,
        "s" => count,
        unit => panic!("no unit: {unit}"),
    }
}
