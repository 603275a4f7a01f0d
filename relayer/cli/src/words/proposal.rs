//! Where a proposal stands, and what it still needs.

use folkmoot_group::msg::{Origin, ProposalView};
use folkmoot_rules::{
    Count, Electorate, Measure, Outcome, Phase, Rule, Slate, Status, Tally, UNITS_PER_WEIGHT,
    early_outcome, outcome as outcome_of,
};

use super::figure::{count, instant, percent, until, weight};

/// Number and title.
pub fn proposal_title(view: &ProposalView) -> String {
    let title = super::line(&view.title);
    match &view.origin {
        Origin::Own { .. } => format!("#{} {title}", view.proposal),
        Origin::Outside { proposer } => {
            format!("#{} {title} (opened by {proposer})", view.proposal)
        }
        Origin::Mirror {
            group, proposal, ..
        } => {
            format!(
                "#{} {title} (mirror of #{proposal} of group {group})",
                view.proposal
            )
        }
        Origin::Review {
            group, proposal, ..
        } => {
            format!(
                "#{} {title} (whether to ratify #{proposal} of group {group})",
                view.proposal
            )
        }
    }
}

/// Where it stands, in a sentence.
pub fn status(view: &ProposalView, now: u64) -> String {
    let open = match view.course.map(|course| course.phase) {
        Some(Phase::Fallback) => "could not be resolved; all are asked once more",
        _ => "open",
    };
    match view.status {
        Status::Open => match view.outcome {
            Outcome::Undecided => format!("{open} until {}", until(view.deadline, now)),
            decided => format!(
                "decided: {}; ballots are still taken until {}",
                outcome(decided),
                until(view.deadline, now)
            ),
        },
        Status::Resolving { until: end } => {
            format!("blocked; it can be resolved until {}", until(end, now))
        }
        Status::Delayed { until: end } => format!("passed; rests until {}", until(end, now)),
        Status::Referred { until: end } if view.outcome == Outcome::Blocked => format!(
            "blocked, and escalated: the group that it was escalated to decides until {}",
            until(end, now)
        ),
        Status::Referred { until: end } => {
            format!("passed; a house looks at it until {}", until(end, now))
        }
        Status::Vetoed => "passed, and vetoed by a house".to_owned(),
        Status::Lapsed => "passed, but lapsed: a house did not ratify it in time".to_owned(),
        Status::Passed if view.origin.is_mirror() => "passed".to_owned(),
        Status::Passed => "passed, and may be executed".to_owned(),
        Status::ExecutionFailed => {
            let reason = view.failure.as_deref().unwrap_or("no reason was kept");
            format!(
                "passed, but its execution failed and moved nothing: {}",
                super::line(reason)
            )
        }
        Status::Expired => "passed, but not executed in time".to_owned(),
        Status::NoQuorum => outcome(Outcome::NoQuorum).to_owned(),
        other => other.as_str().replace('_', " "),
    }
}

/// The choices of a round, as they are typed.
pub fn choices(slate: Slate) -> String {
    match slate {
        Slate::Circle => "consent|object".to_owned(),
        other => other.as_str().replace(", ", "|"),
    }
}

/// An outcome in words.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Undecided => "undecided",
        Outcome::Passed => "passed",
        Outcome::Rejected => "rejected",
        Outcome::NoQuorum => "no quorum",
        Outcome::Blocked => "blocked",
    }
}

/// The ballots, in the measures that the rule counts, and what is missing.
pub fn tally(rule: &Rule, electorate: &Electorate, tally: &Tally) -> String {
    let all_seats = u128::from(electorate.seats);
    let seat_words = count(all_seats, "seat");
    let threshold = match rule {
        Rule::Threshold(threshold) => threshold,
        Rule::Consent(_) => return answers(rule.slate(), electorate, tally),
    };
    let weights = || {
        let of = format!("a weight of {}", electorate.weight);
        measure(&tally.weight, electorate.units(), weight, &of)
    };
    let seats = || {
        measure(
            &tally.seats,
            all_seats,
            |seats| seats.to_string(),
            &seat_words,
        )
    };
    // where every seat weighs 1 both measures say the same
    let alike = electorate.weight == u64::from(electorate.seats);
    match threshold.count {
        Count::Seats => seats(),
        Count::Weight if alike => measure(&tally.weight, electorate.units(), weight, &seat_words),
        Count::Weight => weights(),
        Count::Both => format!("{}\n{}", weights(), seats()),
    }
}

/// The ballots of a consent round: seats, and how much of all weight they have where seats weigh differently.
fn answers(slate: Slate, electorate: &Electorate, tally: &Tally) -> String {
    let (seats, all) = (&tally.seats, u128::from(electorate.seats));
    let of = count(all, "seat");
    if seats.answered() == 0 {
        return format!("nobody of {of} has answered yet");
    }
    let (consent, object) = match slate {
        Slate::Circle => ("consent", "object"),
        Slate::Vote | Slate::Consensus => ("yes", "block"),
    };
    let parts = [
        (seats.abstain, "abstain"),
        (seats.stand_aside, "stand aside"),
        (seats.not_cast, "not cast"),
        (all.saturating_sub(seats.answered()), "still waited for"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = [(seats.yes, consent), (seats.block, object)]
        .into_iter()
        .chain(parts)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    format!(
        "{}, of {of}: {} of all weight took part",
        parts.join(", "),
        percent(tally.weight.present(), electorate.units())
    )
}

fn measure(measure: &Measure, all: u128, figure: impl Fn(u128) -> String, of: &str) -> String {
    if measure.answered() == 0 {
        return format!("nobody of {of} has voted yet");
    }
    let mut parts = vec![
        format!("{} yes", figure(measure.yes)),
        format!("{} no", figure(measure.no)),
    ];
    if measure.abstain > 0 {
        parts.push(format!("{} abstain", figure(measure.abstain)));
    }
    if measure.not_cast > 0 {
        parts.push(format!("{} not cast", figure(measure.not_cast)));
    }
    let waiting = all.saturating_sub(measure.answered());
    if waiting > 0 {
        parts.push(format!("{} still waited for", figure(waiting)));
    }
    let share = match measure.cast() {
        0 => "no yes or no yet".to_owned(),
        cast => format!("{} of yes and no are yes", percent(measure.yes, cast)),
    };
    format!(
        "{}, of {of}: {share}, {} of all took part",
        parts.join(", "),
        percent(measure.present(), all)
    )
}

/// How much more yes an undecided proposal needs to pass if nobody else votes.
pub fn missing_yes(rule: &Rule, electorate: &Electorate, tally: &Tally) -> Option<String> {
    if early_outcome(rule, electorate, tally) != Outcome::Undecided {
        return None;
    }
    let (units, seats) = tally.silent(electorate);
    if outcome_of(rule, electorate, tally) == Outcome::Passed {
        return Some("it passes if nobody else votes".to_owned());
    }
    let passes = |extra_units: u128, extra_seats: u128| {
        let mut next = *tally;
        next.weight.yes = next.weight.yes.saturating_add(extra_units);
        next.seats.yes = next.seats.yes.saturating_add(extra_seats);
        outcome_of(rule, electorate, &next) == Outcome::Passed
    };
    if !passes(units, seats) {
        return None;
    }
    let weights = least(units.div_ceil(UNITS_PER_WEIGHT), |more| {
        passes(more.saturating_mul(UNITS_PER_WEIGHT).min(units), seats)
    });
    let heads = least(seats, |more| passes(units, more));
    let alike = electorate.weight == u64::from(electorate.seats);
    let counted = match rule {
        Rule::Threshold(threshold) => threshold.count,
        // a quorum counts weight, consent counts seats
        Rule::Consent(_) => Count::Both,
    };
    let words = match counted {
        Count::Both if alike => count(weights.max(heads), "more seat"),
        Count::Seats => count(heads, "more seat"),
        Count::Weight if alike => count(weights, "more seat"),
        Count::Weight => format!("{weights} more weight"),
        Count::Both => format!("{weights} more weight and {}", count(heads, "more seat")),
    };
    Some(format!(
        "to pass it needs the yes of {words}, if nobody else votes"
    ))
}

/// The least number up to `most` for which `enough` holds, given that it holds for `most` and stays so once it does.
fn least(most: u128, enough: impl Fn(u128) -> bool) -> u128 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low.midpoint(high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    low
}

/// What became of a mirror above; nothing for another proposal.
pub fn carried_up(view: &ProposalView, now: u64) -> Option<String> {
    let (Origin::Mirror {
        group,
        proposal,
        deadline,
        ..
    }
    | Origin::Review {
        group,
        proposal,
        deadline,
        ..
    }) = &view.origin
    else {
        return None;
    };
    Some(match &view.roll_up {
        Some(roll_up) => format!(
            "carried up as {} on {}: {}{}",
            super::upstream_ballot(&roll_up.ballot),
            instant(roll_up.at),
            roll_up.verdict.as_str(),
            if roll_up.by_group_account {
                ", signed by a group account"
            } else {
                ""
            }
        ),
        None => format!(
            "its result is to be carried to #{proposal} of group {group} before {}",
            until(*deadline, now)
        ),
    })
}
