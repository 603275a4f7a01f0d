//! A fresh measurement against the committed one, and against the goals.

use std::collections::BTreeMap;

use anyhow::Result;

use super::goal::VOTES_WITHIN;
use super::operation::Operation;
use super::rows::Rows;

/// The committed figures may be off by one part in so many: numbers in a chain's records have more or fewer digits.
const PARTS: u64 = 100;

/// Everything that is wrong, a line each.
pub fn check(rows: &Rows, committed: &BTreeMap<String, u64>) -> Result<Vec<String>> {
    let mut wrong = drift(&rows.by_name()?, committed);
    wrong.extend(missed(rows));
    wrong.extend(
        [false, true]
            .iter()
            .filter_map(|pinned| uneven(rows, *pinned)),
    );
    Ok(wrong)
}

fn drift(fresh: &BTreeMap<String, u64>, committed: &BTreeMap<String, u64>) -> Vec<String> {
    let mut wrong = vec![];
    for (name, gas) in fresh {
        match committed.get(name) {
            None => wrong.push(format!(
                "{name}: {gas}, and schema/gas.json does not name it"
            )),
            Some(old) if gas.abs_diff(*old) * PARTS > *old => {
                wrong.push(format!("{name}: {gas}, in schema/gas.json {old}"));
            }
            Some(_) => {}
        }
    }
    let gone = committed.keys().filter(|name| !fresh.contains_key(*name));
    wrong.extend(gone.map(|name| format!("{name}: in schema/gas.json, and not measured")));
    wrong
}

fn missed(rows: &Rows) -> Vec<String> {
    let wrong = rows.iter().filter_map(|row| {
        let (goal, name, gas) = (row.operation.goal(row.pinned)?, row.name(), row.gas);
        (gas > goal).then(|| format!("{name}: {gas}, the goal is {goal}"))
    });
    wrong.collect()
}

/// Votes that differ by text, membership or number of votes.
fn uneven(rows: &Rows, pinned: bool) -> Option<String> {
    let votes = rows
        .iter()
        .filter(|row| row.pinned == pinned && matches!(row.operation, Operation::Vote(..)));
    let least = votes.clone().min_by_key(|row| row.gas)?;
    let most = votes.max_by_key(|row| row.gas)?;
    (most.gas * 100 > least.gas * (100 + VOTES_WITHIN)).then(|| {
        let (least, most) = ((least.name(), least.gas), (most.name(), most.gas));
        format!(
            "{}: {}, more than {VOTES_WITHIN} % above {}: {}",
            most.0, most.1, least.0, least.1
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::operation::{Size, Turn};
    use super::*;

    fn rows(last: u64) -> Rows {
        let mut rows = Rows::default();
        let size = Size {
            members: 3,
            text: 0,
        };
        rows.note_all(Operation::Vote(Turn::First, size), 130_000, vec![]);
        rows.note_all(Operation::Vote(Turn::Last, size), last, vec![]);
        rows
    }

    fn committed(last: u64) -> BTreeMap<String, u64> {
        rows(last).by_name().unwrap()
    }

    #[test]
    fn a_percent_is_let_pass_and_no_more() {
        assert_eq!(check(&rows(131_000), &committed(130_000)).unwrap(), [""; 0]);
        let wrong = check(&rows(132_000), &committed(130_000)).unwrap();
        assert_eq!(
            wrong,
            ["last vote, 3 members, 0 kB: 132000, in schema/gas.json 130000"]
        );
    }

    #[test]
    fn a_missed_goal_is_named_even_where_nothing_has_drifted() {
        let wrong = check(&rows(141_000), &committed(141_000)).unwrap();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(
            wrong[0].ends_with("141000, the goal is 133500"),
            "{wrong:?}"
        );
        assert!(
            wrong[1].contains("more than 2 % above first vote"),
            "{wrong:?}"
        );
    }

    #[test]
    fn what_only_one_side_names_is_named() {
        let mut old = committed(130_000);
        old.insert("gone".to_owned(), 1);
        old.remove("last vote, 3 members, 0 kB");
        let wrong = check(&rows(130_000), &old).unwrap();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }
}
