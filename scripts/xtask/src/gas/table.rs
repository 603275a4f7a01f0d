//! The figures beside their goals and beside the two systems that are compared with.

use super::rows::{Row, Rows};

const HEAD: &str = "\
| operation | gas | goal | cw3 | | DAO DAO | | pinned | goal | of cw3 | of DAO DAO |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
";

/// All figures as a table in Markdown, an operation a line.
pub fn table(rows: &Rows) -> String {
    let unpinned = rows.iter().filter(|row| !row.pinned);
    let lines = unpinned.map(|row| {
        let same = |other: &&Row| other.pinned && other.operation == row.operation;
        let pinned = rows
            .iter()
            .find(same)
            .map_or_else(|| " | | |".to_owned(), pinned);
        let (cw3, dao_dao) = (row.operation.cw3(false), row.operation.dao_dao(false));
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {pinned} |\n",
            row.operation,
            grouped(row.gas),
            goal(row),
            cw3.map(grouped).unwrap_or_default(),
            ratio(row, cw3),
            dao_dao.map(grouped).unwrap_or_default(),
            ratio(row, dao_dao),
        )
    });
    lines.fold(HEAD.to_owned(), |text, line| text + &line)
}

fn pinned(row: &Row) -> String {
    format!(
        "{} | {} | {} | {}",
        grouped(row.gas),
        goal(row),
        ratio(row, row.operation.cw3(true)),
        ratio(row, row.operation.dao_dao(true))
    )
}

fn goal(row: &Row) -> String {
    row.operation
        .goal(row.pinned)
        .map_or_else(String::new, |goal| {
            let missed = if row.gas > goal { " missed" } else { "" };
            format!("≤ {}{missed}", grouped(goal))
        })
}

fn ratio(row: &Row, other: Option<u64>) -> String {
    other.map_or_else(String::new, |other| format!("{} %", row.gas * 100 / other))
}

/// A number with a comma before every third digit.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
