//! Who votes on a measured proposal, and whose vote is noted.

use folkmoot_api::limits::MAX_BATCH;

use super::operation::Turn;

/// How many of these members vote: all where the last vote is measured, else until one more than decide.
pub fn voters(members: usize) -> usize {
    if measures_last(members) {
        members
    } else {
        (deciding(members) + 2).min(members)
    }
}

/// The place of the vote that decides: with it more than half have said yes.
fn deciding(members: usize) -> usize {
    members / 2
}

/// In large groups the vote of the last member is measured, too.
fn measures_last(members: usize) -> bool {
    members > MAX_BATCH
}

/// The vote at this place, from 0, where it is measured. Whoever is measured has an account.
pub fn turn(place: usize, members: usize) -> Option<Turn> {
    let deciding = deciding(members);
    Some(match place {
        0 => Turn::First,
        _ if place == deciding => Turn::Deciding,
        _ if place == deciding + 1 => Turn::Afterwards,
        1 => Turn::Second,
        _ if place + 1 == members && measures_last(members) => Turn::Last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_is_named_by_what_it_does() {
        let turns = |members| -> Vec<(usize, Turn)> {
            let turns = (0..members).map(|place| turn(place, members));
            turns
                .enumerate()
                .filter_map(|(place, turn)| Some((place, turn?)))
                .collect()
        };
        let (deciding, later) = (Turn::Deciding, Turn::Afterwards);
        assert_eq!(turns(3), [(0, Turn::First), (1, deciding), (2, later)]);
        let fifty = [
            (0, Turn::First),
            (1, Turn::Second),
            (25, deciding),
            (26, later),
        ];
        assert_eq!(turns(50), fifty);
        assert_eq!(turns(1_000).last(), Some(&(999, Turn::Last)));
        assert_eq!([3, 50, 1_000].map(voters), [3, 27, 1_000]);
    }
}
