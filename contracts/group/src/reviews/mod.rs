//! Houses that review this group's decisions, and groups whose decisions it reviews.
//!
//! Stored: [`houses`]. Messages and actions: [`linking`] begins and ends a review, [`refer`] submits decisions to houses; [`notices`],
//! [`concerns`] and [`veto`] are the house's side. Answers: [`queries`].

pub(crate) mod concerns;
pub(crate) mod houses;
pub(crate) mod linking;
pub(crate) mod notices;
pub(crate) mod queries;
pub(crate) mod refer;
pub(crate) mod veto;
