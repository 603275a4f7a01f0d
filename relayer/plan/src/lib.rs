//! What the relayer should do next: a pure function of what the chain says and of what is already being done.
//!
//! It decides with the very functions the contract decides with, so it never guesses whether something is ripe. No
//! network, no storage, no clock: [`plan`] is given a [`View`], a [`Book`] and the time, and answers with duties, the
//! most urgent first.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

mod ballots;
mod book;
mod duty;
mod planner;
mod standing;
mod view;

pub use ballots::MAX_CARRIED;
pub use book::{Book, Progress};
pub use duty::{Duty, Key, KeyError, Kind, Refused};
pub use planner::{Now, URGENT_BEFORE, URGENT_WAIT, plan};
pub use standing::{Standing, standing};
pub use view::{Announced, Group, GroupSeat, Mirror, Proposal, View, WaitingBallot};
