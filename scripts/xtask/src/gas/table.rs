//! The figures beside their goals and beside the two systems that are compared with.

use super::rows::{Row, Rows};

/// All figures as a table in Markdown.
pub fn table(rows: &Rows) -> String {
    let mut text = String::new();
    for pinned in [false, true] {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.pinned == pinned).collect();
        if rows.is_empty() {
            continue;
        }
        let title = if pinned { "pinned" } else { "unpinned" };
        text +=
            &format!("\n| {title} | gas | goal | of cw3 | of DAO DAO |\n|---|--:|--:|--:|--:|\n");
        for row in rows {
            text += &line(row);
        }
    }
    text
}

fn line(row: &Row) -> String {
    let Row {
        operation,
        pinned,
        gas,
        ..
    } = row;
    let goal = operation.goal(*pinned).map_or_else(String::new, |goal| {
        let missed = if *gas > goal { " (missed)" } else { "" };
        format!("≤ {}{missed}", grouped(goal))
    });
    let ratio = |other: Option<u64>| match other {
        Some(other) => format!("{} %", gas * 100 / other),
        None => String::new(),
    };
    let (cw3, dao_dao) = (
        ratio(operation.cw3(*pinned)),
        ratio(operation.dao_dao(*pinned)),
    );
    format!(
        "| {operation} | {} | {goal} | {cw3} | {dao_dao} |\n",
        grouped(*gas)
    )
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
