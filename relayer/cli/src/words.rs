//! Actions, charters, proposals, figures and times in plain words, for whoever decides about them.

mod action;
mod charter;
mod explain;
mod figure;
mod foreign;
mod house;
mod proposal;
mod seat;
#[cfg(test)]
mod tests;

pub use action::{action, adopted, document};
pub use charter::{charter, procedure};
pub use explain::{Seated, Section, explain};
pub use figure::{coins, count, instant, treasury, until};
pub use foreign::{aside, line, shown, text};
pub use house::house;
pub use proposal::{carried_up, choices, missing_yes, outcome, proposal_title, status, tally};
pub use seat::{cast, holder, seat, uplink, upstream_ballot};

/// Moves every line to the right.
fn indented(text: &str) -> String {
    super::output::indent(text)
}
