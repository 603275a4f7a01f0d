//! What a deployment tells, one step after the other.

use serde::Serialize;

use crate::output::{Report, bold, good, warn};
use crate::transaction::Transaction;
use crate::words;

/// One step.
#[derive(Debug, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The code is there.
    Code {
        /// Its number; none where a dry run would store it.
        id: Option<u64>,
        /// Its checksum.
        checksum: String,
        /// Whether this run stored it.
        stored: bool,
    },
    /// A group is there.
    Group {
        /// Its name.
        name: String,
        /// Its address.
        address: String,
        /// How many seats it was founded with.
        seats: usize,
        /// What it is.
        state: Founded,
        /// The transactions of this run.
        transactions: Vec<Transaction>,
    },
    /// A group has decided something, or has to.
    Decision {
        /// The group.
        group: String,
        /// Its address.
        address: String,
        /// What.
        title: String,
        /// Its proposal, if there is one.
        proposal: Option<u64>,
        /// How far it is.
        state: Decided,
    },
    /// All that could be done is done.
    Done {
        /// Where it is written down.
        manifest: String,
        /// Whether the groups have decided all that they have to.
        complete: bool,
        /// Whether nothing was sent.
        dry_run: bool,
    },
}

/// How a group came to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Founded {
    /// It was there.
    Before,
    /// It is now.
    Now,
    /// It had been begun, and is now.
    Resumed,
    /// It would be.
    DryRun,
}

/// How far a decision is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "how")]
pub enum Decided {
    /// It is done.
    Done,
    /// Others have to do something: what.
    Waits(String),
}

impl Report for Step {
    fn words(&self) -> String {
        match self {
            Self::Code {
                id,
                checksum,
                stored,
            } => match (id, stored) {
                (None, _) => format!("The group's code {checksum} would be stored."),
                (Some(id), true) => format!("The group's code {checksum} is stored, as {id}."),
                (Some(id), false) => format!("The group's code is there, as {id}."),
            },
            Self::Group {
                name,
                address,
                seats,
                state,
                ..
            } => {
                let seats = words::count(u128::try_from(*seats).unwrap_or_default(), "seat");
                let name = bold(&words::line(name));
                match state {
                    Founded::Before => format!("{name} is there, at {address}."),
                    Founded::Now => good(&format!("{name} is founded with {seats}, at {address}.")),
                    Founded::Resumed => good(&format!(
                        "{name} is founded with {seats}, from where it was begun, at {address}."
                    )),
                    Founded::DryRun => {
                        format!("{name} would be founded with {seats}, at {address}.")
                    }
                }
            }
            Self::Decision {
                group,
                title,
                state,
                ..
            } => {
                let (group, title) = (bold(&words::line(group)), words::line(title));
                match state {
                    Decided::Done => format!("{group} has decided: {title}."),
                    Decided::Waits(how) => warn(&format!("{group} has to decide: {title}. {how}")),
                }
            }
            Self::Done {
                manifest, dry_run, ..
            } if *dry_run => format!("Nothing was sent; {manifest} would say what is where."),
            Self::Done {
                manifest, complete, ..
            } => {
                let rest = match complete {
                    true => "All is done.",
                    false => "What is left is the groups' own to decide; run this again to go on.",
                };
                format!("{rest} Addresses are in {manifest}.")
            }
        }
    }
}
