//! What was compared, and what came out.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::shape::{Difference, differences};

/// How much of a text a report shows.
const LONGEST: usize = 400;

/// A difference that is meant to be.
#[derive(Debug, Clone, Copy)]
pub struct Deliberate {
    /// The case, or `*` for all.
    pub case: &'static str,
    /// The place in the answer; one with a `*` at an end or the other means all that fit.
    pub place: &'static str,
    /// Why it is so.
    pub reason: &'static str,
}

impl Deliberate {
    fn is(&self, case: &str, place: &str) -> bool {
        let fits = |pattern: &str, text: &str| match (
            pattern.strip_suffix('*'),
            pattern.strip_prefix('*'),
        ) {
            (Some(beginning), _) => text.starts_with(beginning),
            (None, Some(end)) => text.ends_with(end),
            (None, None) => pattern == text,
        };
        fits(self.case, case) && fits(self.place, place)
    }
}

/// Gathers the differences of many cases, so that one run shows all.
#[derive(Debug)]
pub struct Report {
    deliberate: &'static [Deliberate],
    used: RefCell<BTreeSet<usize>>,
    cases: RefCell<BTreeSet<String>>,
    found: RefCell<Vec<String>>,
}

impl Report {
    /// A report that takes the differences of this table as meant to be.
    #[must_use]
    pub fn new(deliberate: &'static [Deliberate]) -> Self {
        Self {
            deliberate,
            used: RefCell::default(),
            cases: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// Compares wasmd's answer with the embedded chain's.
    pub fn compare(&self, case: &str, real: &Value, embedded: &Value) {
        self.cases.borrow_mut().insert(case.to_owned());
        for Difference {
            place,
            real,
            embedded,
        } in differences(real, embedded)
        {
            let rows = self.deliberate.iter().enumerate();
            let mut rows = rows.filter(|(_, row)| row.is(case, &place));
            match rows.next() {
                Some((row, _)) => {
                    self.used.borrow_mut().insert(row);
                }
                None => {
                    let (real, embedded) = (cut(&real), cut(&embedded));
                    self.found.borrow_mut().push(format!(
                        "{case}: {place}\n    wasmd     {real}\n    embedded  {embedded}"
                    ));
                }
            }
        }
    }

    /// How many cases were compared.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases.borrow().len()
    }

    /// All that is wrong: differences that are not meant to be, and rows of the table that no answer needs.
    #[must_use]
    pub fn verdict(&self) -> String {
        let mut lines = self.found.borrow().clone();
        let used = self.used.borrow();
        let rows = self.deliberate.iter().enumerate();
        let idle = rows.filter(|(row, _)| !used.contains(row));
        lines.extend(idle.map(|(_, row)| {
            format!(
                "nothing differs any more at {} of {}: take the row out of the table",
                row.place, row.case
            )
        }));
        lines.join("\n")
    }
}

/// The beginning of a text that may be very long, such as Go's account of a panic.
fn cut(text: &str) -> String {
    let mut beginning: String = text.chars().take(LONGEST).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning.replace('\n', "⏎")
}
