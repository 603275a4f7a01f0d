//! A rule in figures, for the seats that there are: found by counting with the rule itself.

use folkmoot_rules::{Choice, Electorate, Outcome, Rule, Tally, outcome};

use crate::words::count;

/// How many seats have to say yes; nothing where seats weigh differently, or nobody sits in the group.
pub fn of(rule: &Rule, seats: &Electorate) -> Option<String> {
    if u64::from(seats.seats) != seats.weight || seats.seats == 0 {
        return None;
    }
    let head = format!("With the {} of today", count(seats.seats, "seat"));
    let alone = fewest(rule, seats, false);
    if let Rule::Consent(_) = rule {
        let words = alone.map_or("nothing can pass".to_owned(), |yes| {
            format!("{yes} yes are enough if nobody is in the way and nobody else answers")
        });
        return Some(format!("{head}, {words}."));
    }
    let all = fewest(rule, seats, true);
    let words = match (all, alone) {
        (None, _) => "nothing can pass".to_owned(),
        (Some(all), None) => format!("{all} must say yes"),
        (Some(all), Some(alone)) if all == alone => format!("{all} must say yes"),
        (Some(all), Some(alone)) => format!(
            "{all} must say yes when everybody else says no, {alone} when nobody else votes"
        ),
    };
    Some(format!("{head}, {words}."))
}

/// The fewest yes that pass, where all others say no or nobody else votes.
fn fewest(rule: &Rule, seats: &Electorate, others_say_no: bool) -> Option<u32> {
    let mut tally = Tally {
        // whoever proposed it says yes first
        proposer_yes: true,
        ..Tally::default()
    };
    if others_say_no {
        for _ in 0..seats.seats {
            tally.add_ballot(Choice::No, 1).ok()?;
        }
    }
    for yes in 1..=seats.seats {
        if others_say_no {
            tally.remove_ballot(Choice::No, 1).ok()?;
        }
        tally.add_ballot(Choice::Yes, 1).ok()?;
        if outcome(rule, seats, &tally) == Outcome::Passed {
            return Some(yes);
        }
    }
    None
}
